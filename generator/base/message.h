/*
 * The messages of the program.  Each room has its own, once, in ROOM/messages.def:
 *
 *     MESSAGE(code, severity, text, what to do about it)
 *
 * The text is a printf format, one whole sentence in the words of the person who writes the input.  What to
 * do is one sentence without a full stop; it is printed behind the first message of its code in a document,
 * and empty where the text leaves nothing to say.
 *
 * Who reports includes ROOM/messages.def, which declares them; base/messages.c defines them: a changed wording
 * is compiled where its room reports, and nowhere else.
 */
#ifndef CHENGWEN_MESSAGE_H
#define CHENGWEN_MESSAGE_H

enum severity { SEVERITY_NOTICE, SEVERITY_WARNING, SEVERITY_ERROR };

struct message {
    const char *name; /* "MSG_…" */
    const char *text; /* its format */
    const char *help; /* what to do about it, one sentence; may be "" */
    enum severity severity;
};

/* A code is the address of its message; its text stands beside it, so that the compiler checks the arguments
 * against it (diag_report). */
#define MESSAGE_DECLARED(code, severity, text, help)                                                         \
    extern const struct message code[1];                                                                     \
    static const char code##_TEXT[] __attribute__((unused)) = text;
#define MESSAGE_DEFINED(code, severity, text, help)                                                          \
    const struct message code[1] = {{#code, text, help, severity}};

#define MESSAGE MESSAGE_DECLARED

#endif
