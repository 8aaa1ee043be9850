/*
 * Units of the columns of a sheet: in their heads, or above the table, as statistics and budgets write it: 单位：万元.
 */
#include "series/series_int.h"

#include <string.h>

static bool is_percent(struct str unit)
{
    return str_is(unit, "%") || str_is(unit, "％");
}

/* One of running text, or one beside a printed number: 分 is in the first alone, 万元 in the second. */
bool is_unit(struct str text)
{
    size_t typed = 0, beside = 0;
    return is_percent(text) || (unit_at(text, &typed, true) != NULL && typed == text.len) ||
           (unit_at(text, &beside, false) != NULL && beside == text.len);
}

bool unit_shift(struct str head, struct str field, int *ret_shift)
{
    static const struct str ten_thousand = {"万", sizeof "万" - 1};
    *ret_shift = 0;
    if (field.len == 0)
        return expr_money_scale(head) <= 1; /* a figure without unit is never one of 万元 */
    if (str_equal(head, field) || (is_percent(head) && is_percent(field)))
        return true;
    if (str_starts(head, "万") && str_equal(str_slice(head, ten_thousand.len, head.len), field))
        *ret_shift = 4;
    else if (str_starts(field, "万") && str_equal(str_slice(field, ten_thousand.len, field.len), head))
        *ret_shift = -4;
    return *ret_shift != 0;
}

/* What stands behind 单位：; empty: no unit does. */
static struct str said_unit(struct str text)
{
    static const char *const colons[] = {"：", ":"}, *const ends[] = {"）", ")", "　"};
    const char *word = text.len > 0 ? memmem(text.ptr, text.len, "单位", strlen("单位")) : NULL;
    if (word == NULL)
        return STR("");
    struct str unit = str_trim(str_slice(text, (size_t)(word - text.ptr) + strlen("单位"), text.len));
    const size_t len = unit.len;
    for (size_t i = 0; i < ARRAY_COUNT(colons) && unit.len == len; i++)
        if (str_starts(unit, colons[i]))
            unit = str_trim(str_slice(unit, strlen(colons[i]), unit.len));
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++) {
        const char *end = unit.len > 0 ? memmem(unit.ptr, unit.len, ends[i], strlen(ends[i])) : NULL;
        unit = end == NULL ? unit : str_trim(str_slice(unit, 0, (size_t)(end - unit.ptr)));
    }
    return unit.len < len && is_unit(unit) ? unit : STR("");
}

struct str title_unit(const struct series_columns *columns)
{
    for (size_t i = columns->head; i-- > 0;) {
        const struct sheet_row *row = &columns->sheet->rows[i];
        for (size_t at = 0; at < row->count; at++)
            if (row->cells[at].kind == SHEET_TEXT) {
                const struct str unit = said_unit(row->cells[at].text);
                if (unit.len > 0)
                    return unit;
            }
    }
    return STR("");
}

bool title_shift(const struct series_columns *columns, const struct field *field, int *ret_shift)
{
    const struct str own = field->type.unit;
    *ret_shift = 0;
    if (expr_money_scale(columns->unit) == 0 || expr_money_scale(own) == 0)
        return true; /* of other things: persons beside amounts */
    return unit_shift(columns->unit, own, ret_shift);
}

bool title_is_doubtful(const struct series_columns *columns, const struct field *field)
{
    return expr_money_scale(columns->unit) > 1 && field->type.unit.len == 0 &&
           !str_ends(field->label, "）") && !str_ends(field->label, ")");
}
