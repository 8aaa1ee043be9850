/* The messages of a room, defined: compiled once for each room that has some (cmake/rooms.cmake). */
#include "base/message.h"

#undef MESSAGE
#define MESSAGE MESSAGE_DEFINED
#include ROOM_MESSAGES
