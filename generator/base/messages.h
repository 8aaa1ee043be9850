/* What base says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_BASE_MESSAGES_H
#define CHENGWEN_BASE_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "base/messages.def"
#undef MESSAGE

#endif
