/* Rows of other sheets -> the papers that they are of, by a key. */
#include "series/rows_int.h"
#include "series/messages.def"

struct str key_text(const struct sheet_row *row, uint32_t column)
{
    const struct sheet_cell cell = sheet_cell_at(row, column);
    return cell.kind == SHEET_EMPTY || cell.kind == SHEET_FAULT ? STR("") : str_trim(cell.text);
}

/* A key that a cell cannot say, or none at all; what has been said of the row says why. */
static void refuse_key(const struct series_reading *reading, const struct series_columns *columns, size_t row,
                       uint32_t column, struct str head)
{
    const struct sheet_cell cell = sheet_cell_at(&columns->sheet->rows[row], column);
    const struct place place =
        sheet_place(reading->source->workbook, columns->sheet, columns->sheet->rows[row].number, column);
    if (columns->faults[row] != NULL)
        return;
    if (cell.kind != SHEET_FAULT || sheet_report_fault(reading->faults.diag, place, &cell) == OK)
        diag_report(reading->faults.diag, MSG_SERIES_NO_KEY, place, STR_ARGS(head));
}

/* Neither of the two knows its own records of a list. */
static enum status refuse_same_rows(const struct series_reading *reading,
                                    const struct series_columns *columns, uint32_t column, size_t a, size_t b)
{
    const struct sheet *sheet = columns->sheet;
    const size_t both[] = {a, b};
    enum status status = OK;
    for (size_t i = 0; i < 2 && status == OK; i++) {
        const struct sheet_row *row = &sheet->rows[both[i]];
        diag_report(reading->faults.diag, MSG_SERIES_KEY_TWICE,
                    sheet_place(reading->source->workbook, sheet, row->number, column),
                    STR_ARGS(key_text(row, column)), sheet->rows[both[1 - i]].number);
        status = own_faults_keep(&reading->faults, &columns->faults[both[i]]);
    }
    return status;
}

/* Which paper has a key. */
static enum status index_row_keys(const struct series_reading *reading, const struct rows *rows,
                                  uint32_t column, struct str head, struct str_index *index)
{
    const struct series_columns *columns = &rows->columns;
    const size_t from = columns->head + 1;
    enum status status = OK;
    for (size_t i = from; i < columns->sheet->count && status == OK; i++) {
        const struct str key = key_text(&columns->sheet->rows[i], column);
        const int64_t other = str_index_lookup(index, key);
        if (key.len == 0) {
            refuse_key(reading, columns, i, column, head);
            status = own_faults_keep(&reading->faults, &columns->faults[i]);
        } else if (other != STR_INDEX_NONE) {
            status = refuse_same_rows(reading, columns, column, from + (size_t)other, i);
        } else {
            status = str_index_put(index, key, (int64_t)(i - from));
        }
    }
    return status;
}

/* Any paper may be the one that lacks it: see series_settle. */
static enum status add_orphan(const struct series_reading *reading, struct rows *rows,
                              const struct series_columns *columns, size_t row)
{
    struct orphan orphan = {columns->sheet, row, columns->faults[row]};
    enum status status = own_faults_keep(&reading->faults, &orphan.faults);
    return status != OK ? status
                        : ARENA_APPEND(reading->arena, rows->orphans, rows->orphan_count,
                                       rows->orphan_capacity, &orphan);
}

/* Each behind those before it. */
static enum status chain_rows(const struct series_reading *reading, struct rows *rows, struct joined *joined,
                              const struct str_index *index, struct str head, struct str to)
{
    const struct series_columns *columns = &joined->columns;
    enum status status = OK;
    for (size_t i = columns->head + 1; i < columns->sheet->count && status == OK; i++) {
        const struct sheet_row *row = &columns->sheet->rows[i];
        const struct str key = key_text(row, joined->key);
        const int64_t paper = key.len > 0 ? str_index_lookup(index, key) : STR_INDEX_NONE;
        if (key.len == 0)
            refuse_key(reading, columns, i, joined->key, head);
        else if (paper == STR_INDEX_NONE && columns->faults[i] == NULL)
            diag_report(reading->faults.diag, MSG_SERIES_ORPHAN,
                        sheet_place(reading->source->workbook, columns->sheet, row->number, joined->key),
                        STR_ARGS(key), STR_ARGS(rows->columns.sheet->name), STR_ARGS(to));
        if (paper == STR_INDEX_NONE) {
            status = add_orphan(reading, rows, columns, i);
        } else {
            *(joined->last[paper] > 0 ? &joined->next[joined->last[paper]] : &joined->first[paper]) = i;
            joined->last[paper] = i;
        }
    }
    return status;
}

static enum status need_head(const struct series_reading *reading, const struct series_columns *columns,
                             const struct text_at *head, uint32_t *ret_column)
{
    *ret_column = columns_head(columns, head->text);
    return *ret_column > 0
               ? OK
               : diag_report(reading->diag, MSG_SERIES_NO_COLUMN, head->place, STR_ARGS(head->text));
}

enum status rows_join(const struct series_reading *reading, struct rows *rows,
                      const struct mapping_list *said, struct joined *joined)
{
    struct str_index index = {.arena = reading->arena};
    const struct str first = columns_key(&rows->columns);
    struct text_at key = said->key, to = said->to;
    if (key.text.len == 0)
        key.text = to.text.len > 0 ? to.text : first;
    if (to.text.len == 0)
        to = key;
    const size_t papers = rows->columns.sheet->count - rows->columns.head - 1;
    uint32_t column = 0;
    enum status status = need_head(reading, &rows->columns, &to, &column);
    if (status == OK)
        status = columns_find(reading, joined->columns.sheet,
                              &(struct columns_wanted){list_shape(&joined->list), &said->columns, said->head,
                                                       key.text, ROWS_JOINED},
                              &joined->columns);
    if (key.place.file == NULL && status == OK)
        key.place = row_place(rows, joined->columns.sheet, joined->columns.head_row);
    if (status == OK)
        status = need_head(reading, &joined->columns, &key, &joined->key);
    if (status != OK)
        return status;
    joined->first = ARENA_NEW_ARRAY(reading->arena, papers, size_t);
    joined->last = ARENA_NEW_ARRAY(reading->arena, papers, size_t);
    joined->next = ARENA_NEW_ARRAY(reading->arena, joined->columns.sheet->count, size_t);
    if (joined->first == NULL || joined->last == NULL || joined->next == NULL)
        return NO_MEMORY;
    status = index_row_keys(reading, rows, column, to.text, &index);
    return status == OK ? chain_rows(reading, rows, joined, &index, key.text, to.text) : status;
}
