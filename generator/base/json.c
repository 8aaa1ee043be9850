/*
 * JSON: strings written, and texts read that others may have written.
 *
 * A text is proved once, from end to end, by json_is_valid; what asks for parts of it later walks over it again and
 * finds only what was proved.  So nothing is built, and what is not asked for costs nothing.
 */
#include "base/base.h"

#include <string.h>

/* Bytes of a file's name that are no UTF-8 stand as \xE4, as in messages; what is not seen, or would move the
 * terminal, in JSON's own way. */
static void add_odd(struct buf *out, uint32_t code)
{
    if (code == '"' || code == '\\')
        buf_printf(out, "\\%c", (int)code);
    else if (code > 0xFFFF)
        buf_printf(out, "\\u%04x\\u%04x", 0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF));
    else
        buf_printf(out, "\\u%04x", code);
}

/* What is plain goes in stretches. */
void buf_add_json(struct buf *out, struct str text)
{
    size_t from = 0;
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len;) {
        uint32_t code = (unsigned char)text.ptr[i];
        size_t len = code < 0x7F ? 1 : utf8_decode(text, i, &code);
        const bool odd = len == 0 || code == '"' || code == '\\' ||
                         (code < ' ' || code >= 0x7F ? utf8_is_unseen(code) : false);
        if (odd) {
            buf_add_str(out, str_slice(text, from, i));
            if (len == 0)
                buf_printf(out, "\\\\x%02X", (unsigned char)text.ptr[i]);
            else
                add_odd(out, code);
            from = i + (len == 0 ? 1 : len);
        }
        i += len == 0 ? 1 : len;
    }
    buf_add_str(out, str_slice(text, from, text.len));
    buf_add_char(out, '"');
}

void buf_add_json_member(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, ",\"%s\":", name);
    buf_add_json(out, text);
}

/* --- reading --- */

static size_t skip_white(struct str text, size_t at)
{
    while (at < text.len && char_is_white(text.ptr[at]))
        at++;
    return at;
}

/* Is the character there?  Then *at is behind it, and behind white around it. */
static bool take(struct str text, size_t *at, char c)
{
    size_t here = skip_white(text, *at);
    if (here >= text.len || text.ptr[here] != c)
        return false;
    *at = skip_white(text, here + 1);
    return true;
}

/* Four hex digits at `at`; 0x10000: they are none. */
static uint32_t hex_four(struct str text, size_t at)
{
    uint32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < text.len ? hex_digit(text.ptr[i]) : 16;
        if (digit == 16)
            return 0x10000;
        value = value << 4 | (uint32_t)digit;
    }
    return value;
}

/* In place of a character: the string ends; it is none. */
enum { JSON_END = 0 };
#define JSON_BAD UINT32_MAX

/* The character that stands at *at behind a backslash. */
static uint32_t take_escape(struct str text, size_t *at)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *found = *at < text.len && text.ptr[*at] != '\0' ? strchr(names, text.ptr[*at]) : NULL;
    if (found != NULL) {
        *at += 1;
        return (unsigned char)meant[found - names];
    }
    uint32_t code = *at < text.len && text.ptr[*at] == 'u' ? hex_four(text, *at + 1) : 0x10000;
    *at += 5;
    if (code >= 0xD800 && code < 0xDC00 && str_starts(str_slice(text, *at, text.len), "\\u")) {
        uint32_t low = hex_four(text, *at + 2);
        *at += 6;
        return low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : JSON_BAD;
    }
    return code == 0 || code >= 0x10000 || (code >= 0xD800 && code < 0xE000) ? JSON_BAD : code;
}

/* The next character of a string's inside. */
static uint32_t take_character(struct str text, size_t *at)
{
    uint32_t code = 0;
    if (*at >= text.len || (unsigned char)text.ptr[*at] < ' ')
        return JSON_BAD;
    if (text.ptr[*at] == '"')
        return JSON_END;
    if (text.ptr[*at] == '\\') {
        *at += 1;
        return take_escape(text, at);
    }
    size_t len = utf8_decode(text, *at, &code);
    *at += len;
    return len > 0 ? code : JSON_BAD;
}

static bool skip_string(struct str text, size_t *at)
{
    if (*at >= text.len || text.ptr[(*at)++] != '"')
        return false;
    uint32_t code;
    do
        code = take_character(text, at);
    while (code != JSON_END && code != JSON_BAD);
    *at += code == JSON_END;
    return code == JSON_END;
}

/* A number, true, false, null: letters and digits; what they are who asks for them sees. */
static bool skip_word(struct str text, size_t *at)
{
    size_t from = *at;
    while (*at < text.len && text.ptr[*at] != '\0' &&
           strchr("+-.0123456789abcdefghijklmnopqrstuvwxyzE", text.ptr[*at]) != NULL)
        *at += 1;
    return *at > from;
}

static bool skip_value(struct str text, size_t *at, int depth);

static bool skip_items(struct str text, size_t *at, int depth, bool named)
{
    const char end = named ? '}' : ']';
    bool good = depth < JSON_MAX_DEPTH;
    if (!good || take(text, at, end))
        return good;
    do {
        if (named)
            good = skip_string(text, at) && take(text, at, ':');
        good = good && skip_value(text, at, depth + 1);
    } while (good && take(text, at, ','));
    return good && take(text, at, end);
}

static bool skip_value(struct str text, size_t *at, int depth)
{
    *at = skip_white(text, *at);
    if (take(text, at, '{'))
        return skip_items(text, at, depth, true);
    if (take(text, at, '['))
        return skip_items(text, at, depth, false);
    return *at < text.len && text.ptr[*at] == '"' ? skip_string(text, at) : skip_word(text, at);
}

bool json_is_valid(struct str text)
{
    size_t at = 0;
    return skip_value(text, &at, 0) && skip_white(text, at) == text.len;
}

/* The value at *at, which moves behind it. */
static struct str take_value(struct str text, size_t *at)
{
    size_t from = skip_white(text, *at);
    *at = from;
    return skip_value(text, at, 0) ? str_trim(str_slice(text, from, *at)) : (struct str){NULL, 0};
}

struct str json_member(struct str object, const char *name)
{
    size_t at = 0;
    if (!take(object, &at, '{'))
        return STR("");
    while (at < object.len && object.ptr[at] == '"') {
        size_t from = at + 1;
        if (!skip_string(object, &at))
            break;
        bool found = str_is(str_slice(object, from, at - 1), name);
        struct str value = take(object, &at, ':') ? take_value(object, &at) : STR("");
        if (found)
            return value;
        take(object, &at, ',');
    }
    return STR("");
}

bool json_next(struct str array, size_t *at, struct str *ret_value)
{
    if (*at == 0 ? !take(array, at, '[') : !take(array, at, ','))
        return false;
    struct str value = take_value(array, at);
    if (value.len == 0)
        return false;
    *ret_value = value;
    return true;
}

struct str json_text(struct arena *arena, struct str value)
{
    struct buf text = BUF(value.len + 1);
    struct str kept = {NULL, 0};
    if (value.len == 0 || value.ptr[0] != '"')
        return arena_copy(arena, value);
    for (size_t at = 1; at < value.len;) {
        char bytes[4];
        uint32_t code = take_character(value, &at);
        if (code == JSON_END || code == JSON_BAD)
            break;
        buf_add(&text, bytes, utf8_encode(code, bytes));
    }
    if (text.len == 0 && !text.failed)
        kept = arena_copy(arena, STR(""));
    else if (buf_keep(&text, arena, &kept) != OK)
        kept = (struct str){NULL, 0};
    buf_clear(&text);
    return kept;
}
