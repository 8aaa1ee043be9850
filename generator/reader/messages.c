/* The messages of the room, defined. */
#include "reader/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "reader/messages.def"
