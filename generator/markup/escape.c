/*
 * Characters that mean something in HTML or in Markdown, made to mean themselves.
 *
 * Markdown: what begins marks within a line gets a backslash wherever it stands; what does so at the head of a
 * line only (a bullet, a number of a list, a rule under a title) gets it there.  White at the head of a line would
 * be taken for an indent, and is dropped.
 */
#include <string.h>

#include "markup/markup_int.h"

void escape_html(struct buf *out, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const char *entity = c == '&'   ? "&amp;"
                             : c == '<' ? "&lt;"
                             : c == '>' ? "&gt;"
                             : c == '"' ? "&quot;"
                                        : NULL;
        if (entity == NULL)
            continue;
        buf_add(out, text.ptr + from, i - from);
        buf_add_text(out, entity);
        from = i + 1;
    }
    buf_add(out, text.ptr + from, text.len - from);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number of a list: digits, and where `.` or `)` stands behind them, with white or nothing more behind that. */
static size_t list_number_end(struct str text)
{
    size_t at = 0;
    while (at < text.len && is_digit(text.ptr[at]))
        at++;
    const bool marked = at > 0 && at < text.len && (text.ptr[at] == '.' || text.ptr[at] == ')');
    const bool ends = at + 1 >= text.len || text.ptr[at + 1] == ' ' || text.ptr[at + 1] == '\t';
    return marked && ends ? at : 0;
}

void escape_md(struct buf *out, struct str text, bool *line_start)
{
    size_t i = 0;
    if (*line_start) {
        while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\t'))
            i++;
        const size_t number = list_number_end(str_slice(text, i, text.len));
        if (i < text.len && strchr("+-=:", text.ptr[i]) != NULL)
            buf_add_char(out, '\\');
        else if (number > 0) {
            buf_add(out, text.ptr + i, number);
            buf_add_char(out, '\\');
            i += number;
            buf_add_char(out, text.ptr[i++]);
        }
        *line_start = i == text.len;
    }
    for (; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c != '\0' && strchr("\\`*_[]<>~|&$#", c) != NULL)
            buf_add_char(out, '\\');
        buf_add_char(out, c);
    }
}
