/*
 * Characters that mean something in Markdown, made to mean themselves.
 *
 * A backslash stands only where a character would mean something: what begins marks within a line gets one wherever
 * it may (& before the name of a character, _ beside no letter, | in a row), what does so at the head of a line only
 * (a bullet, a number of a list, a rule under a title) gets it there.  White at the head of a line would
 * be taken for an indent, and is dropped.  GFM makes links of addresses as they stand, backslashes and all, up to
 * the next white: so they stand in <>, where nothing else means anything, and what begins as one with www does not.
 */
#include <string.h>

#include "markup/markup_int.h"

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

/* --- addresses --- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_of_address(char c)
{
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("-._~:/?#@!$&'()*+,;=%", c) != NULL);
}

static bool begins_with(struct str text, const char *word)
{
    size_t i = 0;
    while (word[i] != '\0' && i < text.len && (text.ptr[i] | ' ') == (word[i] | ' '))
        i++;
    return word[i] == '\0';
}

/* Where the address that begins the text ends, marks of the sentence behind it aside; 0: none does. */
static size_t address_end(struct str text)
{
    static const char *const schemes[] = {"http://", "https://", "ftp://"};
    size_t least = 0, end = 0, open = 0;
    for (size_t i = 0; i < ARRAY_COUNT(schemes) && least == 0; i++)
        least = begins_with(text, schemes[i]) ? strlen(schemes[i]) : 0;
    if (least == 0)
        return 0;
    for (; end < text.len && is_of_address(text.ptr[end]); end++)
        if (text.ptr[end] == '(')
            open++;
        else if (text.ptr[end] == ')' && open-- == 0)
            break;
    while (end > 0 && strchr(".,:;!?'*", text.ptr[end - 1]) != NULL)
        end--;
    return end > least ? end : 0;
}

static void add_address(struct buf *out, struct str text)
{
    buf_add_char(out, '<');
    buf_add_xml(out, text); /* the & alone is in it */
    buf_add_char(out, '>');
}

/* What begins at `at`: an address, or what is to be none; *at is behind it. */
static bool take_address(struct buf *out, struct str text, size_t *at, bool links)
{
    const struct str rest = str_slice(text, *at, text.len);
    const char before = *at > 0 ? text.ptr[*at - 1] : ' ';
    const size_t end = is_letter(before) || is_digit(before) || !links ? 0 : address_end(rest);
    const bool bare = end == 0 && begins_with(rest, "www.");
    if (end > 0)
        add_address(out, str_slice(rest, 0, end));
    else if (bare)
        buf_printf(out, "%.3s\\.", rest.ptr);
    *at += end > 0 ? end : bare ? 4 : 0;
    return end > 0 || bare;
}

/* --- marks --- */

static char char_at(struct str text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

/* White, or what only the next text knows. */
static bool is_open(char c)
{
    return c == '\0' || c == ' ' || c == '\t';
}

/* What begins a list, a quotation, a heading, or is a rule below a title or below the heads of a table. */
static bool begins_block(struct str text, size_t at)
{
    const char c = char_at(text, at), next = char_at(text, at + 1);
    if (c == '>' || c == '#' || c == '|')
        return true;
    return (c == '+' && is_open(next)) || (c == '=' && (is_open(next) || next == '=')) ||
           (c == ':' && (is_open(next) || next == '-')) ||
           (c == '-' && (is_open(next) || strchr("-|:", next) != NULL));
}

/* & begins the name of a character only if that ends with a semicolon. */
static bool begins_name(struct str text, size_t at)
{
    do
        at++;
    while (at < text.len && (is_letter(text.ptr[at]) || is_digit(text.ptr[at]) || text.ptr[at] == '#'));
    return at >= text.len || text.ptr[at] == ';';
}

static bool is_of_word(char c)
{
    return is_letter(c) || is_digit(c);
}

/* Would the character mean something where it stands within a line? */
static bool means_something(struct str text, size_t at, bool in_row)
{
    const char c = text.ptr[at];
    switch (c) {
    case '&':
        return begins_name(text, at);
    case '|':
        return in_row;
    case '#': /* a row of them at the end of a heading is dropped */
        return in_row && (at == 0 || is_open(text.ptr[at - 1]));
    case '_':
        return at == 0 || !is_of_word(text.ptr[at - 1]) || !is_of_word(char_at(text, at + 1));
    default:
        return c != '\0' && strchr("\\`*[]<~$", c) != NULL;
    }
}

/* The head of a line, as far as it needs something; where it ends. */
static size_t escape_head(struct buf *out, struct str text)
{
    size_t i = 0;
    while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\t'))
        i++;
    const size_t number = list_number_end(str_slice(text, i, text.len));
    if (number > 0) {
        buf_add(out, text.ptr + i, number);
        i += number;
    }
    if (number > 0 || (i < text.len && begins_block(text, i))) {
        buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i++]);
    }
    return i;
}

void escape_md(struct buf *out, struct str text, bool *line_start, struct escape how)
{
    size_t i = 0;
    if (*line_start) {
        const size_t before = out->len;
        i = escape_head(out, text);
        *line_start = i == text.len && out->len == before;
    }
    while (i < text.len) {
        const char c = text.ptr[i];
        if ((c == 'h' || c == 'f' || c == 'w' || c == 'H' || c == 'F' || c == 'W') &&
            take_address(out, text, &i, how.links))
            continue;
        if (means_something(text, i, how.in_row))
            buf_add_char(out, '\\');
        buf_add_char(out, c);
        i++;
    }
}
