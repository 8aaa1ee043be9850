/*
 * Values of PDF, walked over where they stand.
 */
#include "syntax/syntax.h"

#include <string.h>

bool syntax_is_white(char c)
{
    return char_is_white(c) || c == '\f' || c == '\0';
}

static bool is_regular(char c)
{
    return !syntax_is_white(c) && strchr("()<>[]{}/%", c) == NULL;
}

size_t syntax_skip_white(struct str text, size_t at)
{
    while (at < text.len && (syntax_is_white(text.ptr[at]) || text.ptr[at] == '%')) {
        if (text.ptr[at] == '%')
            while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r')
                at++;
        else
            at++;
    }
    return at;
}

bool syntax_take(struct str text, size_t *at, const char *word)
{
    const size_t len = strlen(word);
    if (*at > text.len || text.len - *at < len || memcmp(text.ptr + *at, word, len) != 0)
        return false;
    *at += len;
    return true;
}

bool syntax_take_number(struct str text, size_t *at, int64_t most, int64_t *ret_value)
{
    size_t from = *at, end = from;
    while (end < text.len && end - from < 20 && text.ptr[end] >= '0' && text.ptr[end] <= '9')
        end++;
    int64_t value;
    if (end == from || end - from > 18 || !digits_parse(str_slice(text, from, end), 18, &value) ||
        value > most)
        return false;
    *ret_value = value;
    *at = end;
    return true;
}

/* --- skipping --- */

static bool skip_literal(struct str text, size_t *at)
{
    size_t depth = 0, i = *at;
    for (; i < text.len; i++)
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == '(')
            depth++;
        else if (text.ptr[i] == ')' && --depth == 0)
            break;
    *at = i + 1;
    return i < text.len;
}

static bool skip_hex(struct str text, size_t *at)
{
    size_t i = *at + 1;
    while (i < text.len && (hex_digit(text.ptr[i]) < 16 || syntax_is_white(text.ptr[i])))
        i++;
    *at = i + 1;
    return i < text.len && text.ptr[i] == '>';
}

static bool skip_regular(struct str text, size_t *at)
{
    size_t from = *at;
    while (*at < text.len && is_regular(text.ptr[*at]))
        *at += 1;
    return *at > from;
}

/* One token that opens and closes nothing. */
static bool skip_token(struct str text, size_t *at)
{
    const char c = text.ptr[*at];
    if (c == '(')
        return skip_literal(text, at);
    if (c == '<')
        return skip_hex(text, at);
    if (c != '/')
        return skip_regular(text, at);
    *at += 1;
    return skip_regular(text, at) || (*at < text.len && syntax_is_white(text.ptr[*at]));
}

/* "12" is there already: is it a reference? */
static void skip_reference(struct str text, size_t from, size_t *at)
{
    int64_t number, generation;
    size_t first = from, next = *at;
    if (!syntax_take_number(text, &first, SYNTAX_MAX_OBJECTS, &number) || first != *at)
        return;
    next = syntax_skip_white(text, next);
    if (next == *at || !syntax_take_number(text, &next, SYNTAX_MAX_GENERATION, &generation))
        return;
    size_t behind = syntax_skip_white(text, next);
    if (behind > next && syntax_take(text, &behind, "R") &&
        (behind == text.len || !is_regular(text.ptr[behind])))
        *at = behind;
}

bool syntax_take_value(struct str text, size_t *at, struct str *ret_value)
{
    _Static_assert(SYNTAX_MAX_DEPTH <= 64, "a bit for each");
    const size_t from = syntax_skip_white(text, *at);
    uint64_t dicts = 0; /* a bit for each that is open: a dictionary, not an array */
    size_t depth = 0, i = from;
    do {
        i = syntax_skip_white(text, i);
        if (i >= text.len)
            return false;
        const bool opens_dict = syntax_take(text, &i, "<<");
        if (opens_dict || text.ptr[i] == '[') {
            if (depth == SYNTAX_MAX_DEPTH)
                return false;
            dicts = dicts << 1 | opens_dict;
            depth++;
            i += !opens_dict;
        } else if (text.ptr[i] == ']' || text.ptr[i] == '>') {
            const bool dict = syntax_take(text, &i, ">>");
            if (depth == 0 || dict != (dicts & 1) || (!dict && text.ptr[i] != ']'))
                return false;
            i += !dict;
            dicts >>= 1;
            depth--;
        } else {
            const size_t begin = i;
            if (!skip_token(text, &i))
                return false;
            if (depth == 0)
                skip_reference(text, begin, &i);
        }
    } while (depth > 0);
    *at = i;
    *ret_value = str_slice(text, from, i);
    return true;
}

bool syntax_next_reference(struct str value, size_t *at, struct str *ret_reference)
{
    while (*at < value.len) {
        size_t i = syntax_skip_white(value, *at);
        if (i >= value.len)
            break;
        if (strchr("[]{}", value.ptr[i]) != NULL || syntax_take(value, &i, "<<") ||
            syntax_take(value, &i, ">>")) {
            *at = i + (i < value.len && strchr("[]{}", value.ptr[i]) != NULL);
            continue;
        }
        const size_t begin = i;
        if (!skip_token(value, &i))
            break;
        const size_t plain = i;
        skip_reference(value, begin, &i);
        *at = i;
        if (i > plain) {
            *ret_reference = str_slice(value, begin, i);
            return true;
        }
    }
    *at = value.len;
    return false;
}

/* --- parts --- */

/* The next character of a name, with #xx as what it stands for. */
static char next_of_name(struct str name, size_t *at)
{
    const size_t i = *at;
    const bool coded = name.ptr[i] == '#' && name.len - i > 2 && hex_digit(name.ptr[i + 1]) < 16 &&
                       hex_digit(name.ptr[i + 2]) < 16;
    *at += coded ? 3 : 1;
    return coded ? (char)(hex_digit(name.ptr[i + 1]) << 4 | hex_digit(name.ptr[i + 2])) : name.ptr[i];
}

bool syntax_name_is(struct str name, const char *text)
{
    size_t at = 0;
    while (at < name.len && *text != '\0')
        if (next_of_name(name, &at) != *text++)
            return false;
    return at == name.len && *text == '\0';
}

bool syntax_name_same(struct str a, struct str b)
{
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len)
        if (next_of_name(a, &i) != next_of_name(b, &k))
            return false;
    return i == a.len && k == b.len;
}

bool syntax_next_member(struct str dict, size_t *at, struct str *ret_key, struct str *ret_value)
{
    if (*at == 0 && !syntax_take(dict, at, "<<"))
        return false;
    const size_t from = syntax_skip_white(dict, *at);
    if (from >= dict.len || dict.ptr[from] != '/')
        return false;
    *at = from + 1;
    skip_regular(dict, at);
    *ret_key = str_slice(dict, from, *at);
    return syntax_take_value(dict, at, ret_value);
}

struct str syntax_member(struct str dict, const char *key)
{
    size_t at = 0;
    struct str name, value;
    while (syntax_next_member(dict, &at, &name, &value))
        if (syntax_name_is(str_slice(name, 1, name.len), key))
            return value;
    return STR("");
}

bool syntax_next(struct str array, size_t *at, struct str *ret_value)
{
    if (*at == 0 && !syntax_take(array, at, "["))
        return false;
    size_t here = syntax_skip_white(array, *at);
    if (here >= array.len || array.ptr[here] == ']')
        return false;
    return syntax_take_value(array, at, ret_value);
}

bool syntax_is(struct str value, const char *text)
{
    return str_is(value, text);
}

uint32_t syntax_reference(struct str value)
{
    int64_t number = 0;
    size_t at = 0;
    if (value.len == 0 || value.ptr[value.len - 1] != 'R' ||
        !syntax_take_number(value, &at, SYNTAX_MAX_OBJECTS, &number))
        return 0;
    return (uint32_t)number;
}

uint32_t syntax_generation(struct str reference)
{
    int64_t number = 0, generation = 0;
    size_t at = 0;
    (void)syntax_take_number(reference, &at, SYNTAX_MAX_OBJECTS, &number);
    at = syntax_skip_white(reference, at);
    (void)syntax_take_number(reference, &at, SYNTAX_MAX_GENERATION, &generation);
    return (uint32_t)generation;
}

bool syntax_number(struct str value, int64_t most, int64_t *ret_value)
{
    size_t at = 0;
    return syntax_take_number(value, &at, most, ret_value) && at == value.len;
}

/* --- texts --- */

/* "<…>": what is no digit is passed over; the last may lack, and is 0. */
static bool next_of_hex(struct str string, size_t *at, unsigned char *ret_byte)
{
    int high = -1;
    for (size_t i = *at; i < string.len; i++) {
        const int digit = hex_digit(string.ptr[i]);
        if (digit == 16 && (string.ptr[i] != '>' || high < 0))
            continue;
        if (high >= 0) {
            *ret_byte = (unsigned char)(high << 4 | (digit & 15));
            *at = i + 1;
            return true;
        }
        high = digit;
    }
    return false;
}

/* What stands behind a backslash at i; false: nothing, the line goes on. */
static bool take_escaped(struct str string, size_t *i, unsigned char *ret_byte)
{
    static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
    const char c = string.ptr[*i];
    const char *letter = strchr(letters, c);
    unsigned code = 0, digits = 0;
    for (; digits < 3 && *i < string.len && string.ptr[*i] >= '0' && string.ptr[*i] < '8'; digits++)
        code = code << 3 | (unsigned)(string.ptr[(*i)++] - '0');
    if (digits > 0) {
        *ret_byte = (unsigned char)code;
        return true;
    }
    *i += 1;
    if (c == '\r' && *i < string.len && string.ptr[*i] == '\n')
        *i += 1;
    *ret_byte = (unsigned char)(letter != NULL && c != '\0' ? meant[letter - letters] : c);
    return c != '\r' && c != '\n';
}

/* "(…)"; a line end of its own is a line feed. */
static bool next_of_literal(struct str string, size_t *at, unsigned char *ret_byte)
{
    size_t i = *at == 0 ? 1 : *at;
    const size_t end = string.len - 1; /* the bracket */
    while (i + 1 < end && string.ptr[i] == '\\') {
        i++;
        if (take_escaped(str_slice(string, 0, end), &i, ret_byte)) {
            *at = i;
            return true;
        }
    }
    if (i >= end)
        return false;
    const char c = string.ptr[i++];
    if (c == '\r' && i < end && string.ptr[i] == '\n')
        i++;
    *ret_byte = (unsigned char)(c == '\r' ? '\n' : c);
    *at = i;
    return true;
}

bool syntax_next_byte(struct str string, size_t *at, unsigned char *ret_byte)
{
    return string.len > 0 && string.ptr[0] == '(' ? next_of_literal(string, at, ret_byte)
                                                  : next_of_hex(string, at, ret_byte);
}

void syntax_add_bytes(struct str string, struct buf *out)
{
    unsigned char byte;
    for (size_t at = 0; syntax_next_byte(string, &at, &byte);)
        buf_add_char(out, (char)byte);
}

static void decode_utf16(struct str bytes, struct buf *out)
{
    uint32_t high = 0;
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        char encoded[4];
        uint32_t code = (uint32_t)(unsigned char)bytes.ptr[i] << 8 | (unsigned char)bytes.ptr[i + 1];
        if (code >= 0xD800 && code < 0xDC00) {
            high = code;
            continue;
        }
        const bool low = code >= 0xDC00 && code < 0xE000;
        if (low)
            code = high != 0 ? 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) : 0xFFFD;
        high = 0;
        buf_add(out, encoded, utf8_encode(code, encoded));
    }
}

void syntax_add_utf16(struct str hex, struct buf *out)
{
    struct buf bytes = BUF(hex.len + 1);
    syntax_add_bytes(hex, &bytes);
    decode_utf16(buf_str(&bytes), out);
    out->failed = out->failed || bytes.failed;
    buf_clear(&bytes);
}

struct str syntax_text(struct arena *arena, struct str value)
{
    struct buf bytes = BUF(value.len + 1), text = BUF(value.len * 2 + 1);
    struct str kept = {NULL, 0};
    if (value.len > 1 && (value.ptr[0] == '(' || value.ptr[0] == '<'))
        syntax_add_bytes(value, &bytes);
    const struct str raw = buf_str(&bytes);
    if (str_starts(raw, "\xFE\xFF"))
        decode_utf16(str_slice(raw, 2, raw.len), &text);
    else
        buf_add_str(&text, str_starts(raw, "\xEF\xBB\xBF") ? str_slice(raw, 3, raw.len) : raw);
    if (!bytes.failed && !text.failed)
        kept = arena_copy(arena, buf_str(&text));
    buf_clear(&bytes);
    buf_clear(&text);
    return kept;
}
