/* The messages of the room, defined. */
#include "template/messages.h"

#define MESSAGE MESSAGE_DEFINED
#include "template/messages.def"
