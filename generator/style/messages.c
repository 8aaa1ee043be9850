/* The messages of the room, defined. */
#include "style/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "style/messages.def"
