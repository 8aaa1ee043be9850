/* The messages of the room, defined. */
#include "cli/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "cli/messages.def"
