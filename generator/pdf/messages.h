/* What pdf says to its users: messages.def, defined in messages.c. */
#ifndef CHENGWEN_PDF_MESSAGES_H
#define CHENGWEN_PDF_MESSAGES_H

#include "base/message.h"

#define MESSAGE MESSAGE_DECLARED
#include "pdf/messages.def"
#undef MESSAGE

#endif
