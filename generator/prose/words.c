/*
 * Looking at a passage: words at a place and before it, codes, the connectors of ranges.
 */
#include "prose/prose_int.h"

#include <string.h>

bool skip_word(struct str text, size_t *at, const char *word)
{
    bool there = at_word(text, *at, word);
    *at += there ? strlen(word) : 0;
    return there;
}

bool behind_word(struct str text, size_t at, const char *word)
{
    size_t len = strlen(word);
    return at >= len && memcmp(text.ptr + at - len, word, len) == 0;
}

bool behind_any(struct str text, size_t at, const struct str *words, size_t count)
{
    while (at > 0 && text.ptr[at - 1] == ' ')
        at--;
    for (size_t i = 0; i < count && at > 0; i++)
        if (words[i].ptr[words[i].len - 1] == text.ptr[at - 1] && ends_with(str_slice(text, 0, at), words[i]))
            return true;
    return false;
}

bool skip_any(struct str text, size_t *at, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (skip_word(text, at, words[i]))
            return true;
    return false;
}

void skip_blanks(struct str text, size_t *at)
{
    while (*at < text.len && text.ptr[*at] == ' ')
        ++*at;
}

bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t code_end(struct str text, size_t at)
{
    while (at < text.len && (is_latin(text.ptr[at]) || is_digit(text.ptr[at]) ||
                             (strchr("-_/.:@#&=?", text.ptr[at]) != NULL && at + 1 < text.len &&
                              (is_latin(text.ptr[at + 1]) || is_digit(text.ptr[at + 1])))))
        at++;
    return at;
}

bool range_read(struct str text, size_t *at)
{
    static const char *const words[] = {"—", "–", "－", "-", "~", "～", "至", "到", "−"};
    size_t next = *at;
    if (!skip_any(text, &next, words, ARRAY_COUNT(words)))
        return false;
    (void)skip_word(text, &next, "—");
    *at = next;
    return true;
}

bool word_is_year(struct str text, size_t at)
{
    enum { DIGITS = 4 };
    size_t from = at, to = at;
    while (from > 0 && is_digit(text.ptr[from - 1]))
        from--;
    while (to < text.len && is_digit(text.ptr[to]))
        to++;
    return to - from == DIGITS && at_word(text, to, "年");
}
