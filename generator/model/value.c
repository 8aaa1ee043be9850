/*
 * One scalar of the input: its text -> a value of the field's type, or a message that shows the text and says
 * what belongs there.  Limits that may hang on other fields (min, max) are checked later, on all values alike
 * (prove.c).
 */
#include "model/model_int.h"

#include <string.h>

/* The unit behind a number ("1,234 元" "87%"); empty: the text is no number with something behind it. */
static struct str unit_written(struct arena *arena, struct str text)
{
    const struct number *number = NULL;
    size_t end = text.len;
    while (end > 0 && !(text.ptr[end - 1] >= '0' && text.ptr[end - 1] <= '9')) {
        end--;
    }
    bool is_number = end > 0 && end < text.len && number_parse(arena, str_slice(text, 0, end), &number) == OK;
    return is_number ? str_trim(str_slice(text, end, text.len)) : (struct str){"", 0};
}

static enum status fail_number(struct fill *fill, struct str described, struct str text, struct place place)
{
    struct str unit = unit_written(fill->run.arena, text);
    if (unit.len > 0) {
        diag_report(fill->run.diag, MSG_MODEL_UNIT_WRITTEN, place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(unit));
    } else {
        diag_report(fill->run.diag, MSG_MODEL_NOT_NUMBER, place, STR_ARGS(described), STR_ARGS(text));
    }
    return FAILED;
}

static enum status read_number(struct fill *fill, const struct record *record, int slot, struct str text,
                               struct place place, struct value *ret_value)
{
    const struct rule *rule = rule_of(record, slot);
    const struct number *number = NULL;
    enum status status = number_parse(fill->run.arena, text, &number);
    if (status == FAILED) {
        return fail_number(fill, describe(&fill->run, record, slot), text, place);
    }
    if (status != OK) {
        return status;
    }
    if (rule->decimals >= 0 && count_decimals(text) > rule->decimals) {
        struct str described = describe(&fill->run, record, slot);
        diag_report(fill->run.diag, MSG_MODEL_DECIMALS, place, STR_ARGS(described), STR_ARGS(text),
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
    struct str described = describe(&fill->run, record, slot);
    if (month) {
        diag_report(fill->run.diag, MSG_MODEL_NOT_MONTH, place, STR_ARGS(described), STR_ARGS(text));
    } else {
        diag_report(fill->run.diag, MSG_MODEL_NOT_DATE, place, STR_ARGS(described), STR_ARGS(text));
    }
    return FAILED;
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
        if (!str_is(text, "yes") && !str_is(text, "no")) {
            struct str described = describe(&fill->run, record, slot);
            diag_report(fill->run.diag, MSG_MODEL_NOT_YESNO, place, STR_ARGS(described), STR_ARGS(text));
            return FAILED;
        }
        *ret_value = (struct value){.kind = TYPE_YESNO, .yesno = str_is(text, "yes")};
        return OK;
    default:
        *ret_value = (struct value){.kind = TYPE_TEXT, .text = text};
        return OK;
    }
}
