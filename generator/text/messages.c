/* The messages of the room, defined. */
#include "text/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "text/messages.def"
