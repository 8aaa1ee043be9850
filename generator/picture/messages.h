/* What picture says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_PICTURE_MESSAGES_H
#define CHENGWEN_PICTURE_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "picture/messages.def"
#undef MESSAGE

#endif
