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

#include <stdlib.h>

static const char *const SETS[] = {"土士", "日曰", "己已巳", "未末", "人入", "干千于", "戊戌戍戎",
                                   "毋母", "刺剌", "治冶",   "侯候", "晴睛", "汨汩",   "柿杮",
                                   "祗祇", "斤斥", "洒酒",   "口囗", "茶荼", "丐丏",   "壶壸",
                                   "藉籍", "赢羸", "崇祟",   "析折", "肓盲", "1lI|",   "0O"};

struct alike {
    uint32_t code, first; /* of its set */
};
enum { ALIKE_MAX = 96 };
static struct alike alikes[ALIKE_MAX]; /* by code; filled at first use */
static size_t alike_count;

static int order_alikes(const void *left, const void *right)
{
    const struct alike *a = left, *b = right;
    return a->code < b->code ? -1 : a->code > b->code;
}

static void fill_alikes(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(SETS); i++) {
        struct str set = str_of(SETS[i]);
        size_t offset = 0;
        uint32_t first = utf8_next(set, &offset);
        for (offset = 0; offset < set.len && alike_count < ALIKE_MAX; alike_count++)
            alikes[alike_count] = (struct alike){utf8_next(set, &offset), first};
    }
    qsort(alikes, alike_count, sizeof *alikes, order_alikes);
}

/* The first of the set that the character belongs to; itself: it is in none. */
static uint32_t alike_first(uint32_t code)
{
    if (alike_count == 0)
        fill_alikes();
    struct alike wanted = {code, 0};
    const struct alike *found = bsearch(&wanted, alikes, alike_count, sizeof *alikes, order_alikes);
    return found != NULL ? found->first : code;
}

/* Has one form only, whatever stands beside it: Han, ASCII letters and digits. */
static bool is_settled(uint32_t code)
{
    return is_plain_han(code) || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z');
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
    if (at < a.len && at < b.len)
        return false;
    return is_settled(utf8_next(longer, &at));
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
    char *bytes = status == OK ? arena_alloc(arena, 2 * seen.len + 1) : NULL;
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
    if (str_equal(a, b)) {
        *ret_likeness = UNICODE_EQUAL;
        return OK;
    }
    if (surely_unlike(a, b) || longer_by_what_is_seen(a, b)) {
        *ret_likeness = UNICODE_UNLIKE;
        return OK;
    }
    bool equal = false;
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
    if (out->ptr != NULL && from < out->len && out->ptr[from] != 'U')
        return;
    out->len = from < out->len ? from : out->len;
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
