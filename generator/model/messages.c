/* The messages of the room, defined. */
#include "model/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "model/messages.def"
