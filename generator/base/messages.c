/* The messages of the room, defined. */
#include "base/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "base/messages.def"
