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

/* A figure, the unit behind it, and the field's own. */
struct unit_read {
    const struct number *number;
    struct str unit, own;
};

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

/* A number with a unit behind it: the field says the unit. */
static enum status fail_unit(struct fill *fill, struct place place, struct str described, struct str text,
                             const struct unit_read *read)
{
    struct diag *diag = fill->run.diag;
    struct str figure = STR("");
    bool other = read->own.len > 0 && !str_equal(read->own, read->unit);
    if (other)
        figure = convert(fill->run.arena, read->number, read->unit, read->own);
    if (figure.ptr == NULL)
        return NO_MEMORY;
    if (!other)
        diag_report(diag, MSG_MODEL_UNIT_WRITTEN, place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(read->unit));
    else if (figure.len == 0)
        diag_report(diag, MSG_MODEL_UNIT_OTHER, place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(read->unit), STR_ARGS(read->own));
    else
        diag_report(diag, MSG_MODEL_UNIT_CONVERTED, place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(read->unit), STR_ARGS(read->own), STR_ARGS(figure));
    return FAILED;
}

static enum status refuse(struct fill *fill, const struct record *record, int slot, struct str text,
                          struct place place)
{
    const struct refused refused = {
        .run = &fill->run, .place = place, .described = describe(&fill->run, record, slot), .text = text};
    value_refuse(&refused, rule_of(record, slot)->kind);
    return FAILED; /* NO_MEMORY is noted */
}

static enum status fail_number(struct fill *fill, const struct record *record, int slot, struct str text,
                               struct place place)
{
    struct arena *arena = fill->run.arena;
    struct unit_read read = {.own = record->shape->fields[slot].type.unit};
    read.unit = unit_written(arena, text, &read.number);
    return read.unit.len > 0 ? fail_unit(fill, place, describe(&fill->run, record, slot), text, &read)
                             : refuse(fill, record, slot, text, place);
}

static enum status read_number(struct fill *fill, const struct record *record, int slot, struct str text,
                               struct place place, struct value *ret_value)
{
    const struct rule *rule = rule_of(record, slot);
    const struct number *number = NULL;
    enum status status = number_parse(fill->run.arena, text, &number);
    if (status == FAILED)
        return fail_number(fill, record, slot, text, place);
    if (status != OK)
        return status;
    if (rule->decimals >= 0 && count_decimals(text) > rule->decimals) {
        run_report_field(&fill->run, record, slot, MSG_MODEL_DECIMALS, place, STR_ARGS(text),
                         (int)rule->decimals);
        return FAILED;
    }
    *ret_value = (struct value){.kind = TYPE_NUMBER, .number = number};
    return OK;
}

static enum status read_date(struct fill *fill, const struct record *record, int slot, struct str text,
                             struct place place, struct value *ret_value)
{
    bool month = rule_of(record, slot)->kind == RULE_MONTH;
    struct date date;
    if (month ? date_parse_month(text, &date) : date_parse(text, &date)) {
        *ret_value = (struct value){.kind = TYPE_DATE, .date = date};
        return OK;
    }
    return refuse(fill, record, slot, text, place);
}

static enum status read_yesno(struct fill *fill, const struct record *record, int slot, struct str text,
                              struct place place, struct value *ret_value)
{
    int yes;
    if (words_parse(&words_yesno, text, &yes)) {
        *ret_value = (struct value){.kind = TYPE_YESNO, .yesno = yes};
        return OK;
    }
    return refuse(fill, record, slot, text, place);
}

enum status value_read(struct fill *fill, const struct record *record, int slot, struct str text,
                       struct place place, struct value *ret_value)
{
    switch (rule_of(record, slot)->kind) {
    case RULE_NUMBER:
        return read_number(fill, record, slot, text, place, ret_value);
    case RULE_DATE:
    case RULE_MONTH:
        return read_date(fill, record, slot, text, place, ret_value);
    case RULE_YESNO:
        return read_yesno(fill, record, slot, text, place, ret_value);
    default:
        *ret_value = (struct value){.kind = TYPE_TEXT, .text = text};
        return OK;
    }
}
