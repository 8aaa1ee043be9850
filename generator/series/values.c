/*
 * A cell -> what a description would say of the field.
 *
 * Only what a file cannot say otherwise is put in the form of descriptions: days as people and programs write them, yes and
 * no, a percent cell beside a field in %, 万元 beside 元.  Whether the rest is a number, a day or one of a few is told
 * by the model, at the cell.
 */
#include "series/series_int.h"
#include "series/messages.def"

#include <string.h>

static enum status shifted(struct arena *arena, struct str text, int places, struct str *ret_text)
{
    const struct number *number, *power, *moved;
    int64_t factor = 1;
    for (int i = places < 0 ? -places : places; i > 0; i--)
        factor *= 10;
    enum status status = number_parse(arena, text, &number);
    if (status == FAILED) {
        *ret_text = text; /* no number: the model says so */
        return OK;
    }
    if (status == OK)
        status = number_of(arena, factor, &power);
    if (status == OK)
        status = number_apply(arena, places > 0 ? NUMBER_MULTIPLY : NUMBER_DIVIDE, number, power, &moved);
    struct buf out = BUF((size_t)NUMBER_MAX_DIGITS * 2);
    if (status == OK)
        number_print_exact(moved, &out);
    if (status == OK)
        return buf_keep(&out, arena, ret_text);
    *ret_text = text;
    return status == NO_MEMORY ? NO_MEMORY : OK;
}

/* Digits from *at on, at most `most`; 0: none. */
static int64_t take_digits(struct str text, size_t *at, size_t most)
{
    const size_t from = *at;
    int64_t value = 0;
    while (*at < text.len && *at - from < most && text.ptr[*at] >= '0' && text.ptr[*at] <= '9')
        value = value * 10 + (text.ptr[(*at)++] - '0');
    return value;
}

static bool take_mark(struct str text, size_t *at, const char *const *marks, size_t count, size_t *ret_mark)
{
    const struct str rest = str_slice(text, *at, text.len);
    for (size_t i = 0; i < count; i++)
        if (str_starts(rest, marks[i])) {
            *at += strlen(marks[i]);
            *ret_mark = i;
            return true;
        }
    return false;
}

/* 2026/3/31, 2026.3.31, 2026-3-31, 2026年3月31日; of a month without the day.  Empty: it is none of them.  2026.1 is no month:
 * it may be 2026.10, which a spreadsheet took for a number. */
static struct str plain_day(struct arena *arena, struct str text, bool month)
{
    static const char *const first[] = {"/", ".", "-", "年"}, *const second[] = {"/", ".", "-", "月"};
    size_t at = 0, one = 0, other = 0;
    const int64_t year = take_digits(text, &at, 4);
    if (at != 4 || !take_mark(text, &at, first, ARRAY_COUNT(first), &one))
        return STR("");
    const size_t from = at;
    const int64_t moon = take_digits(text, &at, 2);
    const bool cut = first[one][0] == '.' && at == from + 1;
    bool more = take_mark(text, &at, second, ARRAY_COUNT(second), &other);
    if (moon == 0 || (more && other != one))
        return STR("");
    if (month)
        return at == text.len && (more ? one == 3 : one != 3 && !cut)
                   ? arena_printf(arena, "%04d-%02d", (int)year, (int)moon)
                   : STR("");
    const int64_t day = more ? take_digits(text, &at, 2) : 0;
    if (one == 3 && str_is(str_slice(text, at, text.len), "日"))
        at = text.len;
    else if (one == 3)
        return STR("");
    return day > 0 && at == text.len ? arena_printf(arena, "%04d-%02d-%02d", (int)year, (int)moon, (int)day)
                                     : STR("");
}

/* The month of a day is a month. */
static enum status day_of(struct arena *arena, struct str text, bool month, struct str *ret_text)
{
    struct str day = plain_day(arena, text, false);
    if (month && day.len > 0)
        day = str_slice(day, 0, strlen("2026-08"));
    else if (month && day.ptr != NULL)
        day = plain_day(arena, text, true);
    if (day.ptr == NULL)
        return NO_MEMORY;
    *ret_text = day.len > 0 ? day : text;
    return OK;
}

static struct str yesno_of(struct str text)
{
    if (str_is(text, "是"))
        return STR("yes");
    return str_is(text, "否") ? STR("no") : text;
}

static bool has_percent_sign(struct str text)
{
    return str_holds(text, "%") || str_holds(text, "％");
}

/* Without the sign.  false: there is none. */
static bool cut_percent_sign(struct str *text)
{
    static const char *const signs[] = {"%", "％"};
    for (size_t i = 0; i < ARRAY_COUNT(signs); i++)
        if (str_ends(*text, signs[i])) {
            *text = str_trim(str_slice(*text, 0, text->len - strlen(signs[i])));
            return true;
        }
    return false;
}

/* A share as a percent cell stores it, and in percent as a text or the head says it; the field is in one of the two. */
static int percent_shift(const struct sheet_cell *cell, const struct series_column *column, struct str *text)
{
    const struct field *field = column->target.field;
    const bool wanted = has_percent_sign(field->label) || has_percent_sign(field->type.unit);
    if (cell->percent)
        return wanted ? 2 : 0;
    const bool given = cut_percent_sign(text) || has_percent_sign(column->head);
    return given && !wanted ? -2 : 0;
}

static enum status number_of_cell(struct arena *arena, const struct sheet_cell *cell,
                                  const struct series_column *column, struct str *ret_text)
{
    struct str text = *ret_text;
    const int shift = column->shift + percent_shift(cell, column, &text);
    *ret_text = text;
    return shift != 0 && text.len > 0 ? shifted(arena, text, shift, ret_text) : OK;
}

/* As a text it is what people see. */
static enum status percent_shown(struct arena *arena, struct str *text)
{
    struct str share;
    enum status status = shifted(arena, *text, 2, &share);
    if (status == OK)
        *text = arena_printf(arena, "%.*s%%", STR_ARGS(share));
    return status == OK && text->ptr == NULL ? NO_MEMORY : status;
}

/* 001 is shown, and 1 is stored. */
static bool loses_zeros(const struct sheet_cell *cell)
{
    size_t digits = cell->text.len > 0 && cell->text.ptr[0] == '-' ? SIZE_MAX : 0;
    for (size_t i = 0; i < cell->text.len && cell->text.ptr[i] != '.'; i++)
        digits++;
    return cell->kind == SHEET_NUMBER && cell->zeros > 1 && digits < cell->zeros;
}

/* 1.38E+10, as spreadsheets show numbers of twelve digits and more: saved so, the others are lost. */
static bool is_cut_short(struct str text)
{
    enum { WHOLE = 1, FRACTION = 15, POWER = 3 };
    size_t at = text.len > 0 && text.ptr[0] == '-' ? 1 : 0, from = at;
    (void)take_digits(text, &at, WHOLE);
    if (at == from)
        return false;
    if (at < text.len && text.ptr[at] == '.') {
        from = ++at;
        (void)take_digits(text, &at, FRACTION);
        if (at == from)
            return false;
    }
    if (!str_starts(str_slice(text, at, text.len), "E+"))
        return false;
    from = at += strlen("E+");
    (void)take_digits(text, &at, POWER);
    return at >= from + 2 && at == text.len;
}

/* The number of a day, as spreadsheets count them: five digits from 1927 to 2173. */
static bool is_serial(struct str text)
{
    enum { DIGITS = 5 };
    size_t at = 0;
    return text.len == DIGITS && take_digits(text, &at, DIGITS) > 0 && at == DIGITS && text.ptr[0] != '0';
}

enum status value_of_cell(struct arena *arena, struct diag *diag, struct place place,
                          const struct sheet_cell *cell, const struct series_column *column,
                          struct str *ret_text)
{
    const struct field *field = column->target.field;
    if ((cell->kind == SHEET_FAULT || cell->doubtful) && sheet_report_fault(diag, place, cell) != OK)
        return FAILED;
    *ret_text = cell->kind == SHEET_EMPTY ? STR("") : cell->text;
    switch (field->type.kind) {
    case TYPE_NUMBER:
        *ret_text = str_trim(*ret_text);
        return number_of_cell(arena, cell, column, ret_text);
    case TYPE_DATE:
        if (is_serial(str_trim(*ret_text)))
            return diag_report(diag, MSG_SERIES_SERIAL, place, STR_ARGS(*ret_text));
        return day_of(arena, str_trim(*ret_text), field->month, ret_text);
    case TYPE_YESNO:
        *ret_text = yesno_of(str_trim(*ret_text));
        return OK;
    case TYPE_TEXT:
        if (loses_zeros(cell))
            return diag_report(diag, MSG_SERIES_ZEROS, place, (int)cell->zeros, STR_ARGS(cell->text));
        if (cell->kind == SHEET_TEXT && is_cut_short(str_trim(*ret_text)))
            return diag_report(diag, MSG_SERIES_CUT_SHORT, place, STR_ARGS(*ret_text));
        return cell->percent ? percent_shown(arena, ret_text) : OK;
    default:
        return OK;
    }
}
