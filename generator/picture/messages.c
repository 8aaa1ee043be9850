/* The messages of the room, defined. */
#include "picture/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "picture/messages.def"
