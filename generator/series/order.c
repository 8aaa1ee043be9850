/*
 * Rows under the heads that are no records, and would be taken for some: totals, which would be added to what they are the sum
 * of, heads once more, what stands below a gap, records that a comma has torn apart.  Each is a fault of its row; but where
 * the heads or the table may end elsewhere, all rows are in doubt.
 */
#include "series/series_int.h"
#include "series/messages.def"

static struct place at_row(const struct series_reading *reading, const struct series_columns *columns,
                           const struct sheet_row *row, uint32_t column)
{
    return sheet_place(reading->source->workbook, columns->sheet, row->number, column);
}

static bool is_space(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == 0xA0 || code == 0x3000;
}

/* --- totals --- */

/* 总扣分, 扣分合计之和: a total too, where nothing but numbers is said beside it. */
static bool is_like_total(struct str text)
{
    enum { LONGEST = 8 * 3 };
    return text_total(text) != TOTAL_NONE ||
           (text.len <= LONGEST &&
            (str_holds(text, "合计") || str_holds(text, "小计") || str_holds(text, "共计")));
}

/* How many of the fields the row says something of; of numbers alone, or of the others. */
static size_t count_said(const struct series_columns *columns, const struct sheet_row *row, bool numbers)
{
    size_t count = 0;
    for (size_t i = 0; i < columns->count; i++) {
        const bool is_number = columns->items[i].target.field->type.kind == TYPE_NUMBER;
        const struct sheet_cell cell = sheet_cell_at(row, columns->items[i].number);
        count += is_number == numbers && cell.kind != SHEET_EMPTY && str_trim(cell.text).len > 0;
    }
    return count;
}

/* The first text of the row; empty: there is none. */
static struct str first_text(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].kind != SHEET_EMPTY && str_trim(row->cells[i].text).len > 0)
            return str_trim(row->cells[i].text);
    return STR("");
}

/* Of a list that is the whole sheet: a row with nothing in the columns of its fields; one with numbers alone, called 总扣分.
 * Where columns are records, a row may have none. */
static enum status refuse_no_record(const struct series_reading *reading,
                                    const struct series_columns *columns, const struct sheet_row *row)
{
    const struct str text = first_text(row);
    if (columns->rows != ROWS_LIST || columns->other_count > 0 || count_said(columns, row, false) > 0)
        return OK;
    if (count_said(columns, row, true) == 0)
        return diag_report(reading->faults.diag, MSG_SERIES_NOTHING, at_row(reading, columns, row, 1),
                           STR_ARGS(text));
    return !is_like_total(text) ? OK
                                : diag_report(reading->faults.diag, MSG_SERIES_TOTAL,
                                              at_row(reading, columns, row, 1), STR_ARGS(text));
}

/* The cell that is most like a total; NULL: none. */
static const struct sheet_cell *find_total(const struct sheet_row *row, enum total_word *ret_word)
{
    const struct sheet_cell *found = NULL;
    *ret_word = TOTAL_NONE;
    for (size_t i = 0; i < row->count; i++) {
        const enum total_word word =
            row->cells[i].kind == SHEET_TEXT ? text_total(row->cells[i].text) : TOTAL_NONE;
        if (word > *ret_word) {
            *ret_word = word;
            found = &row->cells[i];
        }
    }
    return found;
}

/* Whose paper's the row is. */
static struct str whose(const struct series_columns *columns, const struct sheet_row *row)
{
    return columns->key > 0 ? str_trim(sheet_cell_at(row, columns->key).text) : STR("");
}

/* Another row, of the same paper, is called so: it is no total.  A column may say 全年 in every row. */
static bool is_said_again(struct totals *totals, const struct sheet_row *row, size_t column)
{
    enum { LOOKS = 200 }; /* each goes through the table */
    const struct series_columns *columns = totals->columns;
    const struct sheet *sheet = columns->sheet;
    const struct str text = str_trim(row->cells[column].text);
    if (totals->looks++ >= LOOKS)
        return true;
    for (size_t i = columns->head + 1; i < sheet->count; i++) {
        const struct sheet_row *other = &sheet->rows[i];
        const struct sheet_cell cell = sheet_cell_at(other, (uint32_t)column + 1);
        if (other != row && cell.kind == SHEET_TEXT && str_equal(str_trim(cell.text), text) &&
            str_equal(whose(columns, other), whose(columns, row)))
            return true;
    }
    return false;
}

/* A paper may be called 全年; what its figures are makes no sum wrong. */
static enum status refuse_total(const struct series_reading *reading, struct totals *totals,
                                const struct sheet_row *row)
{
    const struct series_columns *columns = totals->columns;
    enum total_word word;
    const struct sheet_cell *cell = find_total(row, &word);
    if (cell == NULL)
        return OK;
    const size_t column = (size_t)(cell - row->cells);
    const struct place place = at_row(reading, columns, row, (uint32_t)column + 1);
    const struct str text = str_trim(cell->text);
    const bool made = columns->rows != ROWS_PAPERS && totals_fit(totals, row, word == TOTAL_HINT);
    if (word == TOTAL_SURE || (made && !is_said_again(totals, row, column)))
        return diag_report(reading->faults.diag, MSG_SERIES_TOTAL, place, STR_ARGS(text));
    if (word == TOTAL_LIKE && !made && count_said(columns, row, true) > 0 &&
        count_said(columns, row, false) <= 1 && !is_said_again(totals, row, column))
        diag_report(reading->diag, MSG_SERIES_TOTAL_LIKE, place, STR_ARGS(text));
    return OK;
}

/* It is the last row, of its paper. */
static bool is_last(const struct series_columns *columns, size_t number)
{
    const struct sheet *sheet = columns->sheet;
    if (number + 1 == sheet->count || columns->key == 0)
        return number + 1 == sheet->count;
    return !str_equal(str_trim(sheet_cell_at(&sheet->rows[number], columns->key).text),
                      str_trim(sheet_cell_at(&sheet->rows[number + 1], columns->key).text));
}

/* A last row whose figures are the sums of the others, whatever it is called. */
static enum status refuse_sums(const struct series_reading *reading, const struct totals *totals,
                               size_t number)
{
    const struct series_columns *columns = totals->columns;
    const struct sheet_row *row = &columns->sheet->rows[number];
    if (!is_last(columns, number))
        return OK;
    const struct totals_sums sums = totals_are_sums(totals, row);
    if (sums.column == NULL)
        return OK;
    const struct place place = at_row(reading, columns, row, sums.column->number);
    if (sums.is_sure && columns->rows != ROWS_PAPERS)
        return diag_report(reading->faults.diag, MSG_SERIES_SUMS, place, totals->sums.rows,
                           STR_ARGS(sums.column->head));
    diag_report(reading->diag, MSG_SERIES_SUMS_LIKE, place, totals->sums.rows, STR_ARGS(sums.column->head));
    return OK;
}

/* --- heads --- */

/* A head is in one line. */
static bool says_head(struct str text, struct str head)
{
    size_t same = 0;
    text = str_trim(text);
    for (size_t at = 0; at < text.len; at++)
        if (text.ptr[at] != '\n' && (same == head.len || head.ptr[same++] != text.ptr[at]))
            return false;
    return same == head.len;
}

/* A part of the heads is merged with it. */
static bool is_of_heads(const struct series_columns *columns, const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].kind != SHEET_EMPTY && row->cells[i].row <= columns->head_row->number)
            return true;
    return false;
}

/* All that it says is its heads. */
static bool is_head_again(const struct series_columns *columns, const struct sheet_row *row)
{
    size_t said = 0, same = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        if (cell->kind == SHEET_EMPTY)
            continue;
        said++;
        same += i < columns->head_count && says_head(cell->text, columns->heads[i]);
    }
    return said > 0 && same == said;
}

/* --- gaps --- */

static bool is_blank(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct str text = row->cells[i].kind == SHEET_EMPTY ? STR("") : row->cells[i].text;
        for (size_t at = 0; at < text.len;)
            if (!is_space(utf8_next(text, &at)))
                return false;
    }
    return true;
}

static enum status check_record(const struct series_reading *reading, struct totals *totals, size_t number)
{
    const struct series_columns *columns = totals->columns;
    const struct sheet_row *row = &columns->sheet->rows[number];
    const struct place place = at_row(reading, columns, row, 1);
    const uint32_t fields = columns->head_row->fields;
    if (is_blank(row))
        return diag_report(reading->faults.diag, MSG_SERIES_BLANK, place);
    if (is_head_again(columns, row))
        return diag_report(reading->faults.diag, MSG_SERIES_HEAD_AGAIN, place);
    if (refuse_total(reading, totals, row) != OK || refuse_no_record(reading, columns, row) != OK ||
        refuse_sums(reading, totals, number) != OK)
        return FAILED;
    return row->fields <= fields
               ? OK
               : diag_report(reading->faults.diag, MSG_SERIES_MORE_FIELDS, place, row->fields, fields);
}

/* `last`: of the rows above. */
static enum status check_row(const struct series_reading *reading, struct totals *totals, size_t number,
                             uint32_t last)
{
    const struct series_columns *columns = totals->columns;
    const struct sheet_row *row = &columns->sheet->rows[number];
    const struct place place = at_row(reading, columns, row, 1);
    if (is_of_heads(columns, row))
        return diag_report(reading->diag, MSG_SERIES_HEAD_AGAIN, place);
    totals_begin(totals, row);
    if (check_record(reading, totals, number) != OK) {
        totals_end_part(totals);
        return own_faults_keep(&reading->faults, &columns->faults[number]);
    }
    totals_add(totals, row);
    return last == 0 || row->number <= last + 1 ? OK : diag_report(reading->diag, MSG_SERIES_GAP, place);
}

/* --- merged figures --- */

static void tell_merged(const struct series_reading *reading, const struct series_columns *columns,
                        const struct series_column *column)
{
    const struct sheet *sheet = columns->sheet;
    for (size_t i = columns->head + 1; i < sheet->count; i++) {
        const struct sheet_cell cell = sheet_cell_at(&sheet->rows[i], column->number);
        if (cell.kind == SHEET_EMPTY || (cell.row == sheet->rows[i].number && cell.column == column->number))
            continue;
        diag_report(reading->diag, MSG_SERIES_MERGED,
                    at_row(reading, columns, &sheet->rows[i], column->number), STR_ARGS(column->head),
                    STR_ARGS(cell.text));
        return;
    }
}

bool order_is_no_record(const struct record_fault *faults)
{
    for (; faults != NULL; faults = faults->next) {
        const struct message *code = faults->entry.code;
        if (code == MSG_SERIES_TOTAL || code == MSG_SERIES_SUMS || code == MSG_SERIES_BLANK ||
            code == MSG_SERIES_NOTHING || code == MSG_SERIES_HEAD_AGAIN)
            return true;
    }
    return false;
}

enum status order_check(const struct series_reading *reading, const struct series_columns *columns)
{
    const struct sheet *sheet = columns->sheet;
    struct totals totals;
    enum status status = totals_init(&totals, reading->arena, columns);
    uint32_t last = 0; /* of the rows above; right below the heads there may be gaps */
    for (size_t i = columns->head + 1; i < sheet->count && !status_stops(status); i++) {
        const struct sheet_row *row = &sheet->rows[i];
        status = status_worse(status, check_row(reading, &totals, i, last));
        last = row->last > last ? row->last : last;
    }
    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].target.field->type.kind == TYPE_NUMBER)
            tell_merged(reading, columns, &columns->items[i]);
    return status;
}
