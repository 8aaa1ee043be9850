/* What batch says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_BATCH_MESSAGES_H
#define CHENGWEN_BATCH_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "batch/messages.def"
#undef MESSAGE

#endif
