/*
 * Why a text of the input is no number, date, month or yes/no: what stands where that does not belong there, and
 * what to write instead.  Only ever asked of texts that were refused; so it looks at the likeliest slips one
 * after the other, and says just what should stand there where none is seen.
 */
#include "model/texts/texts_int.h"
#include "model/messages.def"
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

/* A character that eyes cannot tell, or the full-width form of one that belongs there. */
struct slip {
    size_t number;        /* of the character, from 1; 0: there is none */
    char half[2];         /* what it should be; empty: nothing */
    struct str described; /* with the blank before it */
};

#define SAY_SLIP(scalar, slip, none, unseen, wide)                                                           \
    do {                                                                                                     \
        if ((slip).number == 0)                                                                              \
            scalar_report(scalar, none);                                                                     \
        else if ((slip).half[0] == '\0')                                                                     \
            scalar_report(scalar, unseen, (slip).number, STR_ARGS((slip).described));                        \
        else                                                                                                 \
            scalar_report(scalar, wide, (slip).number, STR_ARGS((slip).described), (slip).half);             \
    } while (0)

/* A text for the message; NO_MEMORY is noted. */
static struct str kept(const struct scalar *scalar, struct str text)
{
    run_note(&scalar->fill->run, text.ptr == NULL ? NO_MEMORY : OK);
    return text.ptr == NULL ? STR("") : text;
}

static struct str describe_character(const struct scalar *scalar, uint32_t code)
{
    enum { DESCRIBED_MAX = 400 };
    struct buf text = BUF(DESCRIBED_MAX);
    buf_add_text(&text, unicode_name(code) != NULL ? " " : "");
    unicode_describe(code, &text);
    return run_kept_text(&scalar->fill->run, &text);
}

static struct slip find_slip(const struct scalar *scalar, const char *allowed)
{
    struct slip slip = {0};
    struct str text = scalar->text;
    size_t n = 1;
    for (size_t offset = 0; offset < text.len; n++) {
        uint32_t code = utf8_next(text, &offset);
        char half = code < 0x80 ? '\0' : half_width(code);
        bool unseen = unicode_is_white(code) || unicode_is_ignorable(code);
        bool wide = half != '\0' && (is_digit(half) || strchr(allowed, half) != NULL);
        if (!unseen && !wide)
            continue;
        slip.number = n;
        slip.half[0] = wide ? half : '\0';
        slip.described = describe_character(scalar, code);
        break;
    }
    return slip;
}

/* --- numbers --- */

static bool say_point(const struct scalar *scalar)
{
    struct str text = scalar->text;
    const char *point = memchr(text.ptr, '.', text.len);
    size_t at = point == NULL ? 0 : (size_t)(point - text.ptr);
    if (point == NULL)
        return false;
    if (memchr(point + 1, '.', text.len - at - 1) != NULL)
        scalar_report(scalar, MSG_MODEL_NUMBER_POINTS);
    else if (memchr(point + 1, ',', text.len - at - 1) != NULL)
        scalar_report(scalar, MSG_MODEL_NUMBER_COMMA);
    else if (at + 1 == text.len)
        scalar_report(scalar, MSG_MODEL_NUMBER_BEHIND);
    else if (at == 0 || !is_digit(text.ptr[at - 1]))
        scalar_report(scalar, MSG_MODEL_NUMBER_BEFORE);
    else
        return false;
    return true;
}

/* Of digits and their marks alone. */
static void say_figure(const struct scalar *scalar)
{
    struct str text = scalar->text;
    if (say_point(scalar))
        return;
    if (memchr(text.ptr + 1, '-', text.len - 1) != NULL || memchr(text.ptr, '+', text.len) != NULL)
        scalar_report(scalar, MSG_MODEL_NUMBER_SIGN);
    else if (memchr(text.ptr, ',', text.len) != NULL)
        scalar_report(scalar, MSG_MODEL_NUMBER_GROUPS);
    else if (text.len > NUMBER_MAX_DIGITS)
        scalar_report(scalar, MSG_MODEL_NUMBER_LONG);
    else
        scalar_report(scalar, MSG_MODEL_NOT_NUMBER);
}

static bool is_figure(struct str text)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i]) && strchr(".,-+", text.ptr[i]) == NULL)
            return false;
        digits += is_digit(text.ptr[i]) ? 1 : 0;
    }
    return digits > 0;
}

/* —, /, 无: what tables print where there is no number. */
static bool is_no_number(struct str text)
{
    static const char *const words[] = {"/", "／", "无", "暂无", "空", "无数据", "不适用"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_is(text, words[i]))
            return true;
    for (size_t at = 0; at < text.len;) {
        const uint32_t code = utf8_next(text, &at);
        if (code != '-' && code != 0xFF0D && half_width(code) != '-' && code != 0x2015 && code != 0x2500)
            return false;
    }
    return text.len > 0;
}

/* (20), （20）, 负20, ▲20: what accountants write for -20.  ptr NULL: it is none. */
static struct str negative_of(const struct scalar *scalar)
{
    static const struct {
        const char *begin, *end;
    } forms[] = {{"(", ")"}, {"（", "）"}, {"负", ""}, {"▲", ""}, {"△", ""}};
    for (size_t i = 0; i < ARRAY_COUNT(forms); i++) {
        struct str text = scalar->text;
        const size_t begin = strlen(forms[i].begin), end = strlen(forms[i].end);
        if (!str_starts(text, forms[i].begin) || !str_ends(text, forms[i].end) || text.len <= begin + end)
            continue;
        text = str_slice(text, begin, text.len - end);
        const struct number *number;
        if (is_digit(text.ptr[0]) && number_parse(scalar->fill->run.arena, text, &number) == OK)
            return kept(scalar, arena_printf(scalar->fill->run.arena, "-%.*s", STR_ARGS(text)));
    }
    return (struct str){0};
}

static void say_number(const struct scalar *scalar)
{
    const struct str negative = negative_of(scalar);
    if (is_no_number(scalar->text)) {
        scalar_report(scalar, MSG_MODEL_NUMBER_NONE);
        return;
    }
    if (negative.ptr != NULL) {
        scalar_report(scalar, MSG_MODEL_NUMBER_NEGATIVE, STR_ARGS(negative));
        return;
    }
    struct slip slip = find_slip(scalar, ".,-+");
    if (slip.number == 0 && is_figure(scalar->text))
        say_figure(scalar);
    else
        SAY_SLIP(scalar, slip, MSG_MODEL_NOT_NUMBER, MSG_MODEL_NUMBER_UNSEEN, MSG_MODEL_NUMBER_WIDE);
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

static void say_day(const struct scalar *scalar, const struct parts *parts)
{
    struct str written = kept(scalar, arena_printf(scalar->fill->run.arena, "%04d-%02d-%02d", parts->year,
                                                   parts->month, parts->day));
    if (parts->month < 1 || parts->month > 12)
        scalar_report(scalar, MSG_MODEL_DATE_NO_MONTH, parts->month);
    else if (parts->day < 0)
        scalar_report(scalar, MSG_MODEL_DATE_NO_DAY);
    else if (parts->day < 1 || parts->day > date_month_length(parts->year, parts->month))
        scalar_report(scalar, MSG_MODEL_DATE_DAYS, parts->year, parts->month,
                      date_month_length(parts->year, parts->month));
    else
        scalar_report(scalar, MSG_MODEL_DATE_WRITE, STR_ARGS(written));
}

static bool is_read(const struct parts *parts)
{
    return parts->year >= 1000 && parts->month >= 0;
}

static void say_date(const struct scalar *scalar)
{
    struct parts parts = read_parts(scalar->text);
    struct slip slip = find_slip(scalar, "-/.");
    if (is_read(&parts) && parts.more && parts.day > 0)
        scalar_report(scalar, MSG_MODEL_DATE_MORE);
    else if (is_read(&parts) && !parts.more)
        say_day(scalar, &parts);
    else
        SAY_SLIP(scalar, slip, MSG_MODEL_NOT_DATE, MSG_MODEL_DATE_UNSEEN, MSG_MODEL_DATE_WIDE);
}

/* 2026年第三季度, 2026Q3; 0: it is none. */
static int read_quarter(struct str text, int *ret_year)
{
    static const char *const quarters[][4] = {
        {"一", "1", "１", "Ⅰ"}, {"二", "2", "２", "Ⅱ"}, {"三", "3", "３", "Ⅲ"}, {"四", "4", "４", "Ⅳ"}};
    size_t at = 0;
    *ret_year = read_digits(text, &at, 4);
    skip_between(text, &at);
    struct str rest = str_slice(text, at, text.len);
    const bool is_letter = str_starts(rest, "Q") || str_starts(rest, "q");
    if (is_letter || str_starts(rest, "第"))
        rest = str_slice(rest, is_letter ? 1 : strlen("第"), rest.len);
    for (size_t i = 0; i < ARRAY_COUNT(quarters) && *ret_year >= 1000; i++)
        for (size_t k = 0; k < ARRAY_COUNT(quarters[i]); k++) {
            if (!str_starts(rest, quarters[i][k]))
                continue;
            const struct str end = str_slice(rest, strlen(quarters[i][k]), rest.len);
            if (is_letter ? end.len == 0 : str_is(end, "季度") || str_is(end, "季"))
                return (int)i + 1;
        }
    return 0;
}

/* The first month of the quarter, of a field for the last one (末月) its last. */
static bool say_quarter(const struct scalar *scalar)
{
    int year = 0;
    const int quarter = read_quarter(scalar->text, &year);
    if (quarter == 0)
        return false;
    const bool last = str_holds(scalar->record->shape->fields[scalar->slot].label, "末");
    const int month = 3 * quarter - (last ? 0 : 2);
    const struct str written = kept(scalar, arena_printf(scalar->fill->run.arena, "%04d-%02d", year, month));
    scalar_report(scalar, MSG_MODEL_MONTH_WRITE, STR_ARGS(written));
    return true;
}

static void say_month(const struct scalar *scalar)
{
    struct parts parts = read_parts(scalar->text);
    if (say_quarter(scalar))
        return;
    struct str written =
        kept(scalar, arena_printf(scalar->fill->run.arena, "%04d-%02d", parts.year, parts.month));
    struct slip slip = find_slip(scalar, "-/.");
    if (is_read(&parts) && parts.more && parts.day > 0)
        scalar_report(scalar, MSG_MODEL_MONTH_MORE);
    else if (is_read(&parts) && !parts.more && (parts.month < 1 || parts.month > 12))
        scalar_report(scalar, MSG_MODEL_MONTH_NONE, parts.month);
    else if (is_read(&parts) && !parts.more)
        scalar_report(scalar, MSG_MODEL_MONTH_WRITE, STR_ARGS(written));
    else
        SAY_SLIP(scalar, slip, MSG_MODEL_NOT_MONTH, MSG_MODEL_MONTH_UNSEEN, MSG_MODEL_MONTH_WIDE);
}

/* --- yes and no --- */

static void say_yesno(const struct scalar *scalar)
{
    static const char *const words[][2] = {{"是", "yes"},   {"否", "no"},    {"有", "yes"},  {"无", "no"},
                                           {"Yes", "yes"},  {"No", "no"},    {"YES", "yes"}, {"NO", "no"},
                                           {"Y", "yes"},    {"N", "no"},     {"y", "yes"},   {"n", "no"},
                                           {"true", "yes"}, {"false", "no"}, {"1", "yes"},   {"0", "no"}};
    struct slip slip = find_slip(scalar, "yesno");
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        if (str_is(scalar->text, words[i][0])) {
            scalar_report(scalar, MSG_MODEL_YESNO_WRITE, words[i][1]);
            return;
        }
    }
    SAY_SLIP(scalar, slip, MSG_MODEL_NOT_YESNO, MSG_MODEL_YESNO_UNSEEN, MSG_MODEL_YESNO_WIDE);
}

enum status value_refuse(const struct scalar *scalar)
{
    enum rule_kind kind = rule_of(scalar->record, scalar->slot)->kind;
    if (kind == RULE_NUMBER)
        say_number(scalar);
    else if (kind == RULE_DATE)
        say_date(scalar);
    else if (kind == RULE_MONTH)
        say_month(scalar);
    else
        say_yesno(scalar);
    return FAILED; /* no memory is noted */
}
