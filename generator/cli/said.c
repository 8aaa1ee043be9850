/* Messages as they were printed, taken apart again: "d1.xml:3:1: warning: …。提示：…". */
#include "cli/cli_int.h"

#include <stdio.h>
#include <string.h>

bool said_cut(struct str *text, const char *mark, struct str *ret_rest)
{
    const char *found = text->len > 0 ? memmem(text->ptr, text->len, mark, strlen(mark)) : NULL;
    if (found == NULL)
        return false;
    const size_t at = (size_t)(found - text->ptr);
    *ret_rest = str_slice(*text, at + strlen(mark), text->len);
    *text = str_slice(*text, 0, at);
    return true;
}

enum severity said_severity(struct str *text, struct str *ret_place)
{
    enum severity severity = SEVERITY_ERROR;
    struct str place = *text, said = *text;
    *ret_place = STR("");
    for (int i = SEVERITY_NOTICE; i <= SEVERITY_ERROR; i++) {
        char mark[32];
        struct str before = place, behind;
        snprintf(mark, sizeof mark, ": %s: ", words_print(&words_severity, i));
        if (!said_cut(&before, mark, &behind))
            continue;
        severity = (enum severity)i;
        *ret_place = place = before;
        said = str_slice(*text, before.len + strlen(mark), text->len);
    }
    *text = said;
    return severity;
}

bool said_next(struct str lines, size_t *at, struct str *ret_line)
{
    if (*at >= lines.len)
        return false;
    const char *end = memchr(lines.ptr + *at, '\n', lines.len - *at);
    const size_t to = end != NULL ? (size_t)(end - lines.ptr) : lines.len;
    *ret_line = str_slice(lines, *at, to);
    *at = to + 1;
    return true;
}

void said_write(const struct options *options, struct str lines)
{
    struct str line;
    struct buf out = BUF(lines.len + 1);
    for (size_t at = 0; options->quiet && said_next(lines, &at, &line);) {
        struct str text = line, place;
        if (said_severity(&text, &place) != SEVERITY_NOTICE)
            buf_printf(&out, "%.*s\n", STR_ARGS(line));
    }
    output_write(OUTPUT_MESSAGE, options->quiet && !out.failed ? buf_str(&out) : lines);
    buf_clear(&out);
}
