/* What schema says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_SCHEMA_MESSAGES_H
#define CHENGWEN_SCHEMA_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "schema/messages.def"
#undef MESSAGE

#endif
