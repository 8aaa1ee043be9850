/* The table behind messages.def. */
#include "base/base.h"

static const struct {
    const char *name, *help;
    enum severity severity;
} messages[] = {
#define MESSAGE(code, severity, text, help) [code] = {#code, help, severity},
#include "base/messages.def"
#undef MESSAGE
};

enum severity message_severity(enum message code)
{
    return messages[code].severity;
}

const char *message_name(enum message code)
{
    return messages[code].name;
}

const char *message_help(enum message code)
{
    return messages[code].help;
}
