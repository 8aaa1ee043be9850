/* What style says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_STYLE_MESSAGES_H
#define CHENGWEN_STYLE_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "style/messages.def"
#undef MESSAGE

#endif
