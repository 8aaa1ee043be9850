/* The messages of the room, defined. */
#include "schema/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "schema/messages.def"
