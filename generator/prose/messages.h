/* What prose says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_PROSE_MESSAGES_H
#define CHENGWEN_PROSE_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "prose/messages.def"
#undef MESSAGE

#endif
