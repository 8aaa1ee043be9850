/* What text says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_TEXT_MESSAGES_H
#define CHENGWEN_TEXT_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "text/messages.def"
#undef MESSAGE

#endif
