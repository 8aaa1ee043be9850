/* What reader says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_READER_MESSAGES_H
#define CHENGWEN_READER_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "reader/messages.def"
#undef MESSAGE

#endif
