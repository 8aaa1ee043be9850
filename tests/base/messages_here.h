/* Messages of the tests' own: an error and a warning of any text, one that says what to do, one that quotes.
 */
#ifndef CHENGWEN_TESTS_MESSAGES_HERE_H
#define CHENGWEN_TESTS_MESSAGES_HERE_H

#include "base/message.h"

#undef MESSAGE
#define MESSAGE(code, severity, text, help)                                                                  \
    static const struct message code[1] __attribute__((unused)) = {{#code, text, help, severity}};           \
    static const char code##_TEXT[] __attribute__((unused)) = text;
MESSAGE(MSG_HERE_FAILED, SEVERITY_ERROR, "%s", "")
MESSAGE(MSG_HERE_WARNING, SEVERITY_WARNING, "%s", "")
MESSAGE(MSG_HERE_HELPED, SEVERITY_ERROR, "单独的 & 不能出现在 XML 里", "写成 &amp;")
MESSAGE(MSG_HERE_UNKNOWN, SEVERITY_ERROR, "没有“%s”", "改正名称")
MESSAGE(MSG_HERE_QUOTED, SEVERITY_ERROR, "“%.*s”比不了：%s", "")
#undef MESSAGE
#define MESSAGE MESSAGE_DECLARED

#endif
