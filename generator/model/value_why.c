/*
 * Why a text of the input is no number, date, month or yes/no, as words behind the message: what stands where
 * that does not belong there, and what to write instead.  Only ever asked of texts that were refused; so it
 * looks at the likeliest slips one after the other, and says nothing where none is seen.
 */
#include "model/model_int.h"
#include "unicode/unicode.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What the writer meant by a mark that looks like one of a number's: half-width; 0: nothing of a number. */
static char half_width(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E)
        return (char)(code - 0xFF01 + '!');
    bool minus = code == 0x2212 || code == 0x2010 || code == 0x2011 || code == 0x2013 || code == 0x2014;
    return minus ? '-' : code == 0x3002 ? '.' : code == 0x3001 ? ',' : '\0';
}

/* The first character that eyes cannot tell, or that is the full-width form of one that belongs there. */
static bool tell_character(struct str text, const char *allowed, struct buf *why)
{
    size_t n = 1;
    for (size_t offset = 0; offset < text.len; n++) {
        uint32_t code = utf8_next(text, &offset);
        char half = code < 0x80 ? '\0' : half_width(code);
        bool unseen = unicode_is_white(code) || unicode_is_ignorable(code);
        bool wide = half != '\0' && (is_digit(half) || strchr(allowed, half) != NULL);
        if (!unseen && !wide)
            continue;
        buf_printf(why, "，第 %zu 个字是", n);
        buf_add_text(why, unicode_name(code) != NULL ? " " : "");
        unicode_describe(code, why);
        if (wide)
            buf_printf(why, "，应是半角的“%c”", half);
        else
            buf_add_text(why, "，应删去");
        return true;
    }
    return false;
}

/* --- numbers --- */

static const char *point_fault(struct str text)
{
    const char *point = memchr(text.ptr, '.', text.len);
    size_t at = point == NULL ? 0 : (size_t)(point - text.ptr);
    if (point == NULL)
        return NULL;
    if (memchr(point + 1, '.', text.len - at - 1) != NULL)
        return "，有不止一个小数点";
    if (memchr(point + 1, ',', text.len - at - 1) != NULL)
        return "，小数点后面不能有逗号";
    if (at + 1 == text.len)
        return "，小数点后缺数字";
    return at == 0 || !is_digit(text.ptr[at - 1]) ? "，小数点前缺数字，如 0.5" : NULL;
}

static const char *figure_fault(struct str text)
{
    const char *point = point_fault(text);
    if (point != NULL)
        return point;
    const char *sign = memchr(text.ptr + 1, '-', text.len - 1);
    if (sign != NULL || memchr(text.ptr, '+', text.len) != NULL)
        return "，负号只写在最前面，正号不写";
    if (memchr(text.ptr, ',', text.len) != NULL)
        return "，逗号要每三位一个，如 1,234,567.00";
    return text.len > NUMBER_MAX_DIGITS ? "，位数太多" : NULL;
}

static void tell_number(struct str text, struct buf *why)
{
    if (tell_character(text, ".,-+", why) || text.len == 0)
        return;
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i]) && strchr(".,-+", text.ptr[i]) == NULL)
            return;
        digits += is_digit(text.ptr[i]) ? 1 : 0;
    }
    const char *fault = digits > 0 ? figure_fault(text) : NULL;
    buf_add_text(why, fault == NULL ? "" : fault);
}

/* --- dates --- */

/* Digits from *offset on, at most `most`; -1: none. */
static int read_digits(struct str text, size_t *offset, size_t most)
{
    int value = 0;
    size_t from = *offset;
    while (*offset < text.len && *offset - from < most && is_digit(text.ptr[*offset]))
        value = value * 10 + (text.ptr[(*offset)++] - '0');
    return *offset == from ? -1 : value;
}

/* Moves over what people write between the parts of a date. */
static void skip_between(struct str text, size_t *offset)
{
    static const char *const marks[] = {"年", "月", "日", "号", "-", "/", ".", "．", "－", "／"};
    for (size_t i = 0; i < ARRAY_COUNT(marks); i++) {
        if (str_starts(str_slice(text, *offset, text.len), marks[i])) {
            *offset += strlen(marks[i]);
            return;
        }
    }
}

struct parts {
    int year, month, day; /* -1: not there */
    bool more;            /* something stands behind */
};

static struct parts read_parts(struct str text)
{
    struct parts parts = {0};
    size_t offset = 0;
    parts.year = read_digits(text, &offset, 4);
    skip_between(text, &offset);
    parts.month = read_digits(text, &offset, 2);
    skip_between(text, &offset);
    parts.day = read_digits(text, &offset, 2);
    skip_between(text, &offset);
    parts.more = offset < text.len;
    return parts;
}

static void tell_day(const struct parts *parts, bool month, struct buf *why)
{
    if (parts->month < 1 || parts->month > 12) {
        buf_printf(why, "，一年没有第 %d 个月", parts->month);
    } else if (month) {
        buf_printf(why, "，应写 %04d-%02d", parts->year, parts->month);
    } else if (parts->day < 0) {
        buf_add_text(why, "，缺少日");
    } else if (parts->day < 1 || parts->day > date_month_length(parts->year, parts->month)) {
        buf_printf(why, "，%d年%d月只有 %d 天", parts->year, parts->month,
                   date_month_length(parts->year, parts->month));
    } else {
        buf_printf(why, "，应写 %04d-%02d-%02d", parts->year, parts->month, parts->day);
    }
}

static void tell_date(struct str text, bool month, struct buf *why)
{
    struct parts parts = read_parts(text);
    bool read = parts.year >= 1000 && parts.month >= 0;
    if (read && parts.more && parts.day > 0)
        buf_add_text(why, "，只写日期，不写后面的部分");
    else if (read && !parts.more)
        tell_day(&parts, month, why);
    else
        (void)tell_character(text, "-/.", why);
}

/* --- yes and no --- */

static void tell_yesno(struct str text, struct buf *why)
{
    static const char *const words[][2] = {{"是", "yes"},   {"否", "no"},    {"有", "yes"},  {"无", "no"},
                                           {"Yes", "yes"},  {"No", "no"},    {"YES", "yes"}, {"NO", "no"},
                                           {"Y", "yes"},    {"N", "no"},     {"y", "yes"},   {"n", "no"},
                                           {"true", "yes"}, {"false", "no"}, {"1", "yes"},   {"0", "no"}};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        if (str_is(text, words[i][0])) {
            buf_printf(why, "，应写 %s", words[i][1]);
            return;
        }
    }
    (void)tell_character(text, "yesno", why);
}

enum status value_why(struct arena *arena, enum rule_kind kind, struct str text, struct str *ret_why)
{
    enum { WHY_MAX = 400 };
    struct buf why;
    buf_init(&why, WHY_MAX);
    switch (kind) {
    case RULE_NUMBER:
        tell_number(text, &why);
        break;
    case RULE_DATE:
    case RULE_MONTH:
        tell_date(text, kind == RULE_MONTH, &why);
        break;
    case RULE_YESNO:
        tell_yesno(text, &why);
        break;
    default:
        break;
    }
    *ret_why = why.failed ? (struct str){NULL, 0} : arena_copy(arena, buf_str(&why));
    buf_clear(&why);
    return ret_why->ptr == NULL ? NO_MEMORY : OK;
}
