/* The messages of the room, defined. */
#include "font/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "font/messages.def"
