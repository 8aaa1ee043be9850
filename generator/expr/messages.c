/* The messages of the room, defined. */
#include "expr/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "expr/messages.def"
