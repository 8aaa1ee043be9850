/* What model says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_MODEL_MESSAGES_H
#define CHENGWEN_MODEL_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "model/messages.def"
#undef MESSAGE

#endif
