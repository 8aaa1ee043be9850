/* What template says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_TEMPLATE_MESSAGES_H
#define CHENGWEN_TEMPLATE_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "template/messages.def"
#undef MESSAGE

#endif
