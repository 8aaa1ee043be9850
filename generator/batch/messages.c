/* The messages of the room, defined. */
#include "batch/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "batch/messages.def"
