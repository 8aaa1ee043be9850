/* What font says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_FONT_MESSAGES_H
#define CHENGWEN_FONT_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "font/messages.def"
#undef MESSAGE

#endif
