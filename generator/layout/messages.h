/* What layout says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_LAYOUT_MESSAGES_H
#define CHENGWEN_LAYOUT_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "layout/messages.def"
#undef MESSAGE

#endif
