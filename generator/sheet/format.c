/*
 * Which number formats show a date, a time, a percent (ECMA-376-1, 18.8.30, 18.8.31).
 *
 * A code has sections for values of each sign; the first that shows anything of the value decides.  Letters that are no
 * literals say it: y d e g b a date, h s 上午/下午 a time, m a month or, beside those, minutes.
 */
#include "sheet/sheet_int.h"

#include <strings.h>

enum format format_built_in(uint32_t id)
{
    static const struct {
        uint8_t first, last, format;
    } table[] = {{9, 10, FORMAT_PERCENT}, {14, 17, FORMAT_DATE}, {18, 21, FORMAT_TIME},
                 {22, 22, FORMAT_DATE},   {27, 31, FORMAT_DATE}, {32, 35, FORMAT_TIME},
                 {36, 36, FORMAT_DATE},   {45, 45, FORMAT_TIME}, {46, 46, FORMAT_ELAPSED},
                 {47, 47, FORMAT_TIME},   {50, 54, FORMAT_DATE}, {55, 56, FORMAT_TIME},
                 {57, 58, FORMAT_DATE}};
    for (size_t i = 0; i < ARRAY_COUNT(table); i++)
        if (id >= table[i].first && id <= table[i].last)
            return (enum format)table[i].format;
    return FORMAT_PLAIN;
}

/* What a section of a code has. */
struct signs {
    bool date, time, month, elapsed, percent;
    bool value; /* a digit, a text, General */
};

static bool starts_at(struct str code, size_t at, const char *word)
{
    size_t len = strlen(word);
    return code.len - at >= len && strncasecmp(code.ptr + at, word, len) == 0;
}

/* [h] [mm] [ss]: more than a day's; others are colours, conditions, languages. */
static bool is_elapsed(struct str inner)
{
    for (size_t i = 0; i < inner.len; i++)
        if (strchr("hHmMsS", inner.ptr[i]) == NULL)
            return false;
    return inner.len > 0;
}

/* Behind the character `close`; behind the code where it has none. */
static size_t find_close(struct str code, size_t at, char close)
{
    const char *found = at < code.len ? memchr(code.ptr + at, close, code.len - at) : NULL;
    return found == NULL ? code.len : (size_t)(found - code.ptr) + 1;
}

/* Words, and what stands in quotes, brackets or behind a mark that makes it literal; 0: it is none of these. */
static size_t skip_word(struct str code, size_t at, struct signs *signs)
{
    static const char *const general[] = {"General", "G/通用格式"};
    static const char *const halves[] = {"AM/PM", "A/P", "上午/下午"};
    char c = code.ptr[at];
    if (c == '"')
        return find_close(code, at + 1, '"');
    if (c == '\\' || c == '_' || c == '*')
        return at + 1 < code.len ? at + 1 + utf8_size_of(code.ptr[at + 1]) : code.len;
    if (c == '[') {
        size_t end = find_close(code, at + 1, ']');
        signs->elapsed = signs->elapsed || is_elapsed(str_slice(code, at + 1, end - 1));
        return end;
    }
    for (size_t i = 0; i < ARRAY_COUNT(general); i++)
        if (starts_at(code, at, general[i])) {
            signs->value = true;
            return at + strlen(general[i]);
        }
    for (size_t i = 0; i < ARRAY_COUNT(halves); i++)
        if (starts_at(code, at, halves[i])) {
            signs->time = true;
            return at + strlen(halves[i]);
        }
    return 0;
}

/* A single character; E before a sign is an exponent's. */
static void note_letter(struct str code, size_t at, struct signs *signs)
{
    char c = code.ptr[at], next = '\0';
    if (at + 1 < code.len)
        next = code.ptr[at + 1];
    if (c == '\0' || ((c == 'E' || c == 'e') && (next == '+' || next == '-')))
        return;
    signs->date = signs->date || strchr("yYdDeEgGbB", c) != NULL;
    signs->time = signs->time || strchr("hHsS", c) != NULL;
    signs->month = signs->month || c == 'm' || c == 'M';
    signs->percent = signs->percent || c == '%';
    signs->value = signs->value || strchr("0#?@", c) != NULL;
}

static bool shows_value(const struct signs *signs)
{
    return signs->date || signs->time || signs->month || signs->elapsed || signs->value;
}

uint8_t format_zeros(struct str code)
{
    struct signs signs = {0};
    uint8_t zeros = 0;
    for (size_t at = 0; at < code.len && code.ptr[at] != '.' && code.ptr[at] != ';';) {
        const size_t behind = skip_word(code, at, &signs);
        zeros += behind == 0 && code.ptr[at] == '0' && zeros < UINT8_MAX ? 1 : 0;
        at = behind > 0 ? behind : at + utf8_size_of(code.ptr[at]);
    }
    return zeros;
}

enum format format_of_code(struct str code)
{
    struct signs signs = {0};
    for (size_t at = 0; at < code.len;) {
        size_t behind = skip_word(code, at, &signs);
        if (behind > 0) {
            at = behind;
        } else if (code.ptr[at] == ';' && shows_value(&signs)) {
            break;
        } else {
            note_letter(code, at, &signs);
            at += utf8_size_of(code.ptr[at]);
        }
    }
    if (signs.elapsed)
        return FORMAT_ELAPSED;
    if (signs.date || (signs.month && !signs.time))
        return FORMAT_DATE;
    if (signs.time)
        return FORMAT_TIME;
    return signs.percent ? FORMAT_PERCENT : FORMAT_PLAIN;
}
