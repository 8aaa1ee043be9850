/* What cli says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_CLI_MESSAGES_H
#define CHENGWEN_CLI_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "cli/messages.def"
#undef MESSAGE

#endif
