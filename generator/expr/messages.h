/* What expr says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_EXPR_MESSAGES_H
#define CHENGWEN_EXPR_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "expr/messages.def"
#undef MESSAGE

#endif
