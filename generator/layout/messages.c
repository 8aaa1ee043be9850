/* The messages of the room, defined. */
#include "layout/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "layout/messages.def"
