/*
 * Two texts: the same to a reader, alike to the eye, or unlike.
 *
 * Texts that are compared are names that differ at some Han or digit: there the answer is known without a
 * key.  Before that place they are equal, so that no mark can change it.  Only where something stands there
 * that has other forms (a bracket, a blank, a capital, 〇) are keys and skeletons made.
 *
 * ICU's table of what can be confused has letters and the radicals, hardly any pair of Han; those that are
 * misread and mistyped most stand here.
 */
#include "unicode/unicode_int.h"

#include <string.h>

/* The first of the set that the character belongs to; itself: it is in none. */
static uint32_t alike_first(uint32_t code)
{
    static const char *const sets[] = {"土士", "日曰", "己已巳", "未末", "人入", "干千于", "戊戌戍戎",
                                       "毋母", "刺剌", "治冶",   "侯候", "晴睛", "汨汩",   "柿杮",
                                       "祗祇", "斤斥", "洒酒",   "1lI|", "0O",   "口囗",   "茶荼",
                                       "丐丏", "壶壸", "藉籍",   "赢羸", "崇祟", "析折",   "肓盲"};
    for (size_t i = 0; i < ARRAY_COUNT(sets); i++) {
        struct str set = str_of(sets[i]);
        size_t offset = 0;
        uint32_t first = utf8_next(set, &offset);
        for (size_t at = 0; at < set.len;)
            if (utf8_next(set, &at) == code)
                return first;
    }
    return code;
}

/* Has one form only, whatever stands beside it: Han, ASCII letters and digits. */
static bool is_settled(uint32_t code)
{
    return is_plain_han(code) || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z');
}

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
    if (at < a.len && at < b.len)
        return false;
    return is_settled(utf8_next(longer, &at));
}

static struct str with_first_of_sets(struct arena *arena, struct str text)
{
    char *bytes = arena_alloc(arena, 2 * text.len + 1);
    size_t len = 0;
    for (size_t offset = 0; bytes != NULL && offset < text.len;)
        len += utf8_encode(alike_first(utf8_next(text, &offset)), bytes + len);
    return (struct str){bytes, len};
}

static enum status compare_skeletons(struct arena *arena, struct str a, struct str b,
                                     enum unicode_likeness *ret_likeness)
{
    struct str x = {NULL, 0}, y = {NULL, 0};
    enum status status = skeleton_of(arena, a, &x);
    if (status == OK)
        status = skeleton_of(arena, b, &y);
    if (status != OK)
        return status;
    x = with_first_of_sets(arena, x);
    y = with_first_of_sets(arena, y);
    if (x.ptr == NULL || y.ptr == NULL)
        return NO_MEMORY;
    *ret_likeness = str_equal(x, y) ? UNICODE_LOOKS_ALIKE : UNICODE_UNLIKE;
    return OK;
}

enum status unicode_compare(struct arena *arena, struct str a, struct str b,
                            enum unicode_likeness *ret_likeness)
{
    struct str key_a = {NULL, 0}, key_b = {NULL, 0};
    if (str_equal(a, b)) {
        *ret_likeness = UNICODE_EQUAL;
        return OK;
    }
    if (surely_unlike(a, b) || longer_by_what_is_seen(a, b)) {
        *ret_likeness = UNICODE_UNLIKE;
        return OK;
    }
    enum status status = unicode_key(arena, a, &key_a);
    if (status == OK)
        status = unicode_key(arena, b, &key_b);
    if (status != OK)
        return status;
    if (str_equal(key_a, key_b)) {
        *ret_likeness = UNICODE_SAME_TO_READERS;
        return OK;
    }
    return compare_skeletons(arena, a, b, ret_likeness);
}

void unicode_tell_difference(struct str a, struct str b, struct buf *out)
{
    size_t at = first_difference(a, b), number = utf8_count(str_slice(a, 0, at)) + 1;
    size_t at_a = at, at_b = at;
    buf_printf(out, "第 %zu 个字", number);
    if (at >= a.len) {
        buf_add_text(out, "起没有了，另一处还有 ");
        unicode_describe(utf8_next(b, &at_b), out);
        return;
    }
    buf_add_text(out, "是 ");
    unicode_describe(utf8_next(a, &at_a), out);
    if (at >= b.len) {
        buf_add_text(out, "，另一处到此为止");
        return;
    }
    buf_add_text(out, "，另一处是 ");
    unicode_describe(utf8_next(b, &at_b), out);
}
