/* The messages of the program, from messages.def: one enum of codes, one severity and one text each
 * (messages.c).
 * Included by base.h only. */
#ifndef CHENGWEN_MESSAGES_H
#define CHENGWEN_MESSAGES_H

#include <stddef.h>

/* Borrowed bytes, UTF-8, not terminated. */
struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For "%.*s". */
#define STR_ARGS(s) (int)(s).len, (s).ptr

enum severity { SEVERITY_NOTICE, SEVERITY_WARNING, SEVERITY_ERROR };

enum message {
#define MESSAGE(code, severity, text, help) code,
#include "base/messages.def"
#undef MESSAGE
    MESSAGE_COUNT
};

#define MESSAGE(code, severity, text, help) static const char code##_TEXT[] __attribute__((unused)) = text;
#include "base/messages.def"
#undef MESSAGE

enum severity message_severity(enum message code);
const char *message_name(enum message code); /* "MSG_…" */
const char *message_help(enum message code); /* what to do about it, one sentence; may be "" */

#endif
