/*
 * Two texts: the same to a reader, alike to the eye, or unlike.
 *
 * Texts that are compared are names that differ at some Han or digit: there the answer is known without a
 * key.  Before that place they are equal, so that no mark can change it.  Only where something stands there
 * that has other forms (a bracket, a blank, a capital, 〇) are keys and skeletons made.
 */
#include "unicode/unicode_int.h"

/* Has one form only, whatever stands beside it: Han, ASCII letters and digits. */
static bool is_settled(uint32_t code)
{
    return (is_plain_han(code) && code != 0x4e36 /* 丶 for 、 */) || (code >= '0' && code <= '9') ||
           (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

/* ASCII alone; others are not settled. */
static uint32_t lower(uint32_t code)
{
    return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

/* The first character that differs: its offset in both.  At the end of one text they differ, too. */
static size_t first_difference(struct str a, struct str b)
{
    size_t at = 0, least = a.len < b.len ? a.len : b.len;
    while (at < least && a.ptr[at] == b.ptr[at])
        at++;
    while (at > 0 && at < a.len && ((unsigned char)a.ptr[at] & 0xc0) == 0x80)
        at--;
    while (at > 0 && at < b.len && ((unsigned char)b.ptr[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static bool surely_unlike(struct str a, struct str b)
{
    size_t at_a = first_difference(a, b), at_b = at_a;
    if (at_a >= a.len || at_b >= b.len)
        return false; /* what is behind may be invisible */
    uint32_t x = utf8_next(a, &at_a), y = utf8_next(b, &at_b);
    return is_settled(x) && is_settled(y) && lower(x) != lower(y) && alike_first(x) != alike_first(y);
}

/* What is behind the end of one text: a Han or a digit there can be seen. */
static bool longer_by_what_is_seen(struct str a, struct str b)
{
    struct str longer = a.len > b.len ? a : b;
    size_t at = first_difference(a, b);
    return (at >= a.len || at >= b.len) && is_settled(utf8_next(longer, &at));
}

/* Nothing but Han, ASCII letters and digits; *ret_own: each is the first of its set, too. */
static bool all_settled(struct str text, bool *ret_own)
{
    *ret_own = true;
    for (size_t offset = 0; offset < text.len;) {
        uint32_t code = utf8_next(text, &offset);
        if (!is_settled(code))
            return false;
        *ret_own = *ret_own && alike_first(code) == code;
    }
    return true;
}

enum status unicode_look(struct arena *arena, struct str text, struct str *ret_look)
{
    bool own = false;
    struct str seen = text;
    bool settled = all_settled(text, &own);
    if (settled && own) {
        *ret_look = text;
        return OK;
    }
    enum status status = settled ? OK : skeleton_of(arena, text, &seen);
    char *bytes =
        status == OK ? arena_alloc(arena, UTF8_MOST * seen.len + 1) : NULL; /* a hyphen looks like 一 */
    if (bytes == NULL)
        return NO_MEMORY;
    size_t len = 0;
    for (size_t offset = 0; offset < seen.len;)
        len += utf8_encode(alike_first(utf8_next(seen, &offset)), bytes + len);
    *ret_look = (struct str){bytes, len};
    return OK;
}

typedef enum status fold_function(struct arena *arena, struct str text, struct str *ret_text);

static enum status equal_folded(struct arena *arena, fold_function *fold, struct str a, struct str b,
                                bool *ret_equal)
{
    struct str x = {NULL, 0}, y = {NULL, 0};
    enum status status = fold(arena, a, &x);
    if (status == OK)
        status = fold(arena, b, &y);
    if (status == OK)
        *ret_equal = str_equal(x, y);
    return status;
}

enum status unicode_compare(struct arena *arena, struct str a, struct str b,
                            enum unicode_likeness *ret_likeness)
{
    bool equal = str_equal(a, b);
    if (equal || surely_unlike(a, b) || longer_by_what_is_seen(a, b)) {
        *ret_likeness = equal ? UNICODE_EQUAL : UNICODE_UNLIKE;
        return OK;
    }
    enum status status = equal_folded(arena, unicode_key, a, b, &equal);
    *ret_likeness = equal ? UNICODE_SAME_TO_READERS : UNICODE_UNLIKE;
    if (status != OK || equal)
        return status;
    status = equal_folded(arena, unicode_look, a, b, &equal);
    *ret_likeness = equal ? UNICODE_LOOKS_ALIKE : UNICODE_UNLIKE;
    return status;
}

/* Codes stand apart from Han, characters in quotes do not. */
static void add_character(const char *before, uint32_t code, struct buf *out)
{
    buf_add_text(out, before);
    size_t from = out->len;
    unicode_describe(code, out);
    if (out->failed || out->len <= from || out->ptr[from] != 'U')
        return;
    out->len = from;
    buf_add_char(out, ' ');
    unicode_describe(code, out);
}

void unicode_tell_difference(struct str a, struct str b, struct buf *out)
{
    size_t at = first_difference(a, b), number = utf8_count(str_slice(a, 0, at)) + 1;
    size_t at_a = at, at_b = at;
    buf_printf(out, "第 %zu 个字", number);
    if (at >= a.len) {
        add_character("起没有了，另一处还有", utf8_next(b, &at_b), out);
        return;
    }
    add_character("是", utf8_next(a, &at_a), out);
    if (at >= b.len) {
        buf_add_text(out, "，另一处到此为止");
        return;
    }
    add_character("，另一处是", utf8_next(b, &at_b), out);
}
