/* The messages of the room, defined. */
#include "pdf/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "pdf/messages.def"
