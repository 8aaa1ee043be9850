/* The messages of the room, defined. */
#include "prose/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "prose/messages.def"
