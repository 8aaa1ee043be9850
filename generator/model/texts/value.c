/*
 * One scalar of the input: its text -> a value of the field's type, or a message that shows the text and says
 * what belongs there.  Limits that may hang on other fields (min, max) are checked later, on all values alike
 * (prove.c).
 */
#include "model/texts/texts_int.h"
#include "model/messages.def"

#include <string.h>

enum { FIGURE_MAX = 4096 };

/* The number in front of its unit ("1,234 元" "87%"), and the unit; empty: the text is no such thing. */
static struct str unit_written(struct arena *arena, struct str text, const struct number **ret_number)
{
    size_t end = text.len;
    while (end > 0 && !(text.ptr[end - 1] >= '0' && text.ptr[end - 1] <= '9'))
        end--;
    size_t next = end;
    uint32_t code = end < text.len ? utf8_next(text, &next) : 0;
    bool mark = (code < 0x80 && strchr(".,-+", (int)code) != NULL) || (code >= 0xFF0B && code <= 0xFF19) ||
                code == 0x3002;
    bool is_number =
        end > 0 && end < text.len && !mark && number_parse(arena, str_slice(text, 0, end), ret_number) == OK;
    return is_number ? trim_wide(str_slice(text, end, text.len)) : (struct str){"", 0};
}

/* 万元 counted in 元: 10,000; 0: the one is not counted in the other. */
static int64_t counted_in(struct str large, struct str small)
{
    static const struct {
        const char *word;
        int64_t times;
    } counts[] = {{"十", 10},       {"百", 100},       {"千", 1000},       {"万", 10000},
                  {"十万", 100000}, {"百万", 1000000}, {"千万", 10000000}, {"亿", 100000000}};
    if (large.len >= small.len && str_equal(str_slice(large, large.len - small.len, large.len), small))
        large.len -= small.len; /* 万元, and 万 alone */
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++)
        if (str_is(large, counts[i].word))
            return counts[i].times;
    return 0;
}

/* The figure in the unit of the field; empty: the one is not counted in the other. */
static struct str convert(struct arena *arena, const struct number *number, struct str written,
                          struct str own)
{
    int64_t more = counted_in(written, own), less = counted_in(own, written);
    const struct number *times = NULL;
    struct buf figure = BUF(FIGURE_MAX);
    if (more + less == 0 || number_of(arena, more + less, &times) != OK ||
        number_apply(arena, more > 0 ? NUMBER_MULTIPLY : NUMBER_DIVIDE, number, times, &number) != OK)
        return STR("");
    number_print(number, &figure);
    struct str text = figure.failed ? (struct str){NULL, 0} : arena_copy(arena, buf_str(&figure));
    buf_clear(&figure);
    return text;
}

/* A share whose upper bound is 1: 95% is 0.95; empty: it is none. */
static struct str share_written(const struct scalar *scalar, struct str unit, const struct number *number)
{
    struct run *run = &scalar->fill->run;
    const struct number *hundred = NULL;
    struct buf figure = BUF(FIGURE_MAX);
    if ((!str_is(unit, "%") && !str_is(unit, "％")) || !is_share(scalar->fill, scalar->record, scalar->slot))
        return STR("");
    if (number_of(run->arena, 100, &hundred) != OK ||
        number_apply(run->arena, NUMBER_DIVIDE, number, hundred, &number) != OK)
        return STR("");
    number_print(number, &figure);
    return run_kept_text(run, &figure);
}

/* Why it is no number; where a unit stands behind one: the field says the unit. */
static enum status fail_number(const struct scalar *scalar)
{
    struct arena *arena = scalar->fill->run.arena;
    const struct number *number = NULL;
    struct str own = scalar->record->shape->fields[scalar->slot].type.unit, figure = STR("");
    struct str unit = unit_written(arena, scalar->text, &number);
    bool other = own.len > 0 && !str_equal(own, unit);
    if (unit.len == 0)
        return value_refuse(scalar);
    if (other)
        figure = convert(arena, number, unit, own);
    if (figure.ptr == NULL)
        return NO_MEMORY;
    const struct str share = share_written(scalar, unit, number);
    if (share.len > 0)
        return scalar_report(scalar, MSG_MODEL_PERCENT_WRITTEN, STR_ARGS(share));
    if (!other)
        return scalar_report(scalar, MSG_MODEL_UNIT_WRITTEN, STR_ARGS(unit));
    if (figure.len == 0)
        return scalar_report(scalar, MSG_MODEL_UNIT_OTHER, STR_ARGS(unit), STR_ARGS(own));
    return scalar_report(scalar, MSG_MODEL_UNIT_CONVERTED, STR_ARGS(unit), STR_ARGS(own), STR_ARGS(figure));
}

/* An amount in 万元 that is exact to the yuan has four decimals, to the 分 six. */
static bool may_be_wan(const struct scalar *scalar, int64_t decimals)
{
    const struct field *field = &scalar->record->shape->fields[scalar->slot];
    const int64_t more = count_decimals(scalar->text) - decimals;
    return str_is(field->type.unit, "元") && more >= 2 && more <= 4;
}

static enum status read_number(const struct scalar *scalar, struct value *ret_value)
{
    int64_t decimals = rule_of(scalar->record, scalar->slot)->decimals;
    *ret_value = (struct value){.kind = TYPE_NUMBER};
    enum status status = number_parse(scalar->fill->run.arena, scalar->text, &ret_value->number);
    if (status == FAILED)
        return fail_number(scalar);
    if (status != OK || decimals < 0 || count_decimals(scalar->text) <= decimals)
        return status;
    return may_be_wan(scalar, decimals) ? scalar_report(scalar, MSG_MODEL_DECIMALS_WAN, (int)decimals)
                                        : scalar_report(scalar, MSG_MODEL_DECIMALS, (int)decimals);
}

static enum status read_date(const struct scalar *scalar, bool month, struct value *ret_value)
{
    *ret_value = (struct value){.kind = TYPE_DATE};
    bool read =
        month ? date_parse_month(scalar->text, &ret_value->date) : date_parse(scalar->text, &ret_value->date);
    return read ? OK : value_refuse(scalar);
}

static enum status read_yesno(const struct scalar *scalar, struct value *ret_value)
{
    int yes = false;
    bool read = words_parse(&words_yesno, scalar->text, &yes);
    *ret_value = (struct value){.kind = TYPE_YESNO, .yesno = yes};
    return read ? OK : value_refuse(scalar);
}

enum status value_read(const struct scalar *scalar, struct value *ret_value)
{
    enum rule_kind kind = rule_of(scalar->record, scalar->slot)->kind;
    switch (kind) {
    case RULE_NUMBER:
        return read_number(scalar, ret_value);
    case RULE_DATE:
    case RULE_MONTH:
        return read_date(scalar, kind == RULE_MONTH, ret_value);
    case RULE_YESNO:
        return read_yesno(scalar, ret_value);
    default:
        *ret_value = (struct value){.kind = TYPE_TEXT, .text = scalar->text};
        return OK;
    }
}
