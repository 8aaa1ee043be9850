/*
 * Which column of a sheet is which field: what the mapping says of its head, else the field that is called so, with its
 * unit in brackets or not.
 */
#include "series/series_int.h"
#include "series/messages.def"

#include <string.h>

/* --- heads --- */

/* In one line: a head is broken where there is room.  ptr NULL: no memory. */
static struct str head_text(struct arena *arena, const struct sheet_cell *cell)
{
    if (cell->kind == SHEET_EMPTY || cell->kind == SHEET_FAULT)
        return STR("");
    if (memchr(cell->text.ptr, '\n', cell->text.len) == NULL)
        return str_trim(cell->text);
    struct str copy = arena_copy(arena, cell->text);
    char *bytes = (char *)copy.ptr;
    size_t len = 0;
    for (size_t i = 0; bytes != NULL && i < copy.len; i++)
        if (bytes[i] != '\n')
            bytes[len++] = bytes[i];
    return bytes == NULL ? copy : str_trim((struct str){bytes, len});
}

/* "金额（万元）" -> 金额, 万元.  false: it does not end so. */
static bool split_unit(struct str head, struct str *ret_base, struct str *ret_unit)
{
    static const char *const open[] = {"（", "("}, *const close[] = {"）", ")"},
                             *const said[] = {"单位：", "单位:"};
    for (size_t k = 0; k < ARRAY_COUNT(open); k++) {
        if (!str_ends(head, close[k]))
            continue;
        const struct str inside = str_slice(head, 0, head.len - strlen(close[k]));
        for (size_t at = inside.len; at-- > 0;) {
            if (!str_starts(str_slice(inside, at, inside.len), open[k]))
                continue;
            *ret_base = str_trim(str_slice(inside, 0, at));
            *ret_unit = str_trim(str_slice(inside, at + strlen(open[k]), inside.len));
            for (size_t i = 0; i < ARRAY_COUNT(said); i++)
                if (str_starts(*ret_unit, said[i])) {
                    *ret_unit = str_trim(str_slice(*ret_unit, strlen(said[i]), ret_unit->len));
                    break;
                }
            return true;
        }
    }
    return false;
}

struct meant {
    struct target both[2];
    size_t count;          /* of the fields that the head may mean */
    struct str base, unit; /* the head without its unit; empty: it says none */
};

/* The fields that are called as the head, or as the head without its unit. */
static struct meant find_field(const struct shape *shape, struct str head)
{
    struct meant meant = {.base = head, .unit = STR("")};
    meant.count = target_find(shape, head, &meant.both[0], &meant.both[1]);
    if (meant.count > 0 || !split_unit(head, &meant.base, &meant.unit))
        return meant;
    meant.count = target_find(shape, meant.base, &meant.both[0], &meant.both[1]);
    if (meant.count > 0 && !is_unit(meant.unit) && !str_equal(meant.unit, meant.both[0].field->type.unit))
        meant.count = 0;
    return meant;
}

/* --- the row of the heads --- */

static const struct mapping_column *mapped(const struct mapping_columns *mapping, struct str head)
{
    for (size_t i = 0; i < mapping->count; i++)
        if (str_equal(mapping->items[i].head.text, head))
            return &mapping->items[i];
    return NULL;
}

size_t heads_count(const struct series_reading *reading, const struct sheet_row *row,
                   const struct shape *shape, const struct mapping_columns *mapping)
{
    size_t count = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        const struct str head = head_text(reading->arena, cell);
        if (head.ptr == NULL)
            return SIZE_MAX;
        if (cell->row == row->number && cell->column == i + 1) /* and no copy of a merged one */
            count += head.len > 0 && (mapping->others_head.text.len > 0 || mapped(mapping, head) != NULL ||
                                      find_field(shape, head).count > 0);
    }
    return count;
}

/* Where no cell is a field of a paper: `wanted`: the row that the mapping says; 0: none. */
static enum status refuse_heads(const struct series_reading *reading, const struct sheet *sheet,
                                uint32_t wanted, enum rows_are rows)
{
    const struct workbook *workbook = reading->source->workbook;
    const struct place place = sheet_place(workbook, sheet, wanted > 0 ? wanted : 1, 1);
    const char *separator = wanted == 0 ? workbook_separator(workbook) : NULL;
    struct target list;
    uint32_t row;
    if (wanted > 0)
        return diag_report(reading->diag, MSG_SERIES_HEAD_ROW, place, wanted);
    if (separator != NULL)
        return diag_report(reading->diag, MSG_SERIES_NO_HEAD_COMMAS, place, (int)HEADS_LOOKED_AT, separator);
    if (rows != ROWS_PAPERS || !lacks_find_list(reading, sheet, 0, &list, &row))
        return diag_report(reading->diag, MSG_SERIES_NO_HEAD, place, (int)HEADS_LOOKED_AT);
    const struct str names = target_names(reading->arena, &list);
    return names.ptr == NULL
               ? NO_MEMORY
               : diag_report(reading->diag, MSG_SERIES_NO_HEAD_LIST, sheet_place(workbook, sheet, row, 1),
                             (int)HEADS_LOOKED_AT, row, STR_ARGS(list.field->label), STR_ARGS(names));
}

/* More of the heads are fields of a list than of a paper, and each row becomes a paper. */
static enum status doubt_heads(const struct series_reading *reading, const struct sheet *sheet, size_t most)
{
    struct target list;
    uint32_t row;
    if (most < 1 || !lacks_find_list(reading, sheet, most, &list, &row))
        return OK;
    const struct str names = target_names(reading->arena, &list);
    if (names.ptr == NULL)
        return NO_MEMORY;
    diag_report(reading->diag, MSG_SERIES_LIST_HEADS, sheet_place(reading->source->workbook, sheet, row, 1),
                STR_ARGS(list.field->label), STR_ARGS(names));
    return OK;
}

static enum status find_head_row(const struct series_reading *reading, const struct sheet *sheet,
                                 const struct columns_wanted *wanted, size_t *ret_head)
{
    size_t best = 0, most = 0;
    const uint32_t head = wanted->head;
    for (size_t i = 0; i < sheet->count && (head > 0 || i < HEADS_LOOKED_AT); i++) {
        const size_t count = head > 0 ? sheet->rows[i].number == head
                                      : heads_count(reading, &sheet->rows[i], wanted->shape, wanted->mapping);
        if (count == SIZE_MAX)
            return NO_MEMORY;
        if (count > most) {
            best = i;
            most = count;
        }
    }
    *ret_head = best;
    if (most == 0)
        return refuse_heads(reading, sheet, head, wanted->rows);
    const bool sure = head > 0 || wanted->rows != ROWS_PAPERS || wanted->mapping->count > 0;
    return sure ? OK : doubt_heads(reading, sheet, most);
}

/* --- columns --- */

struct place head_place(const struct series_reading *reading, const struct series_columns *columns,
                        uint32_t number)
{
    return sheet_place(reading->source->workbook, columns->sheet, columns->head_row->number, number);
}

static enum status add_column(const struct series_reading *reading, struct series_columns *columns,
                              struct series_column column, struct str unit)
{
    const struct place place = head_place(reading, columns, column.number);
    const struct str own = column.target.field->type.unit;
    for (size_t i = 0; i < columns->count; i++)
        if (target_equal(&columns->items[i].target, &column.target))
            return diag_report(reading->diag, MSG_SERIES_SAME_FIELD, place, STR_ARGS(columns->items[i].head),
                               STR_ARGS(column.head));
    const bool titled = unit.len == 0 && column.target.field->type.kind == TYPE_NUMBER;
    if (titled)
        unit = columns->unit;
    if (titled ? !title_shift(columns, column.target.field, &column.shift)
               : unit.len > 0 && !unit_shift(unit, own, &column.shift))
        return diag_report(reading->diag, MSG_SERIES_UNIT, place, STR_ARGS(column.head), STR_ARGS(unit),
                           STR_ARGS(own));
    if (titled && title_is_doubtful(columns, column.target.field))
        diag_report(reading->diag, MSG_SERIES_UNIT_ABOVE, place, STR_ARGS(unit), STR_ARGS(column.head));
    return ARENA_APPEND(reading->arena, columns->items, columns->count, columns->capacity, &column);
}

/* As the mapping says. */
static enum status add_mapped(const struct series_reading *reading, struct series_columns *columns,
                              const struct shape *shape, const struct mapping_column *said,
                              struct series_column column)
{
    struct str base, unit = STR("");
    if (said->field.text.len == 0)
        return OK; /* not wanted */
    enum status status = target_need(reading, shape, &said->field, &column.target);
    if (status != OK)
        return status;
    if (!split_unit(column.head, &base, &unit) || !is_unit(unit))
        unit = STR("");
    return add_column(reading, columns, column, unit);
}

/* Such a column is another one in each sheet. */
static bool numbers_rows(struct str head)
{
    return str_is(head, "序号") || str_is(head, "行号") || str_is(head, "No.");
}

static struct str head_of(const struct series_columns *columns, uint32_t number)
{
    return number >= 1 && number <= columns->head_count ? columns->heads[number - 1] : STR("");
}

static enum status read_heads(struct arena *arena, struct series_columns *columns)
{
    const struct sheet_row *row = columns->head_row;
    columns->heads = ARENA_NEW_ARRAY(arena, row->count, struct str);
    columns->faults = ARENA_NEW_ARRAY(arena, columns->sheet->count, struct record_fault *);
    columns->head_count = row->count;
    if (columns->heads == NULL || columns->faults == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < row->count; i++) {
        columns->heads[i] = head_text(arena, &row->cells[i]);
        if (columns->heads[i].ptr == NULL)
            return NO_MEMORY;
    }
    return OK;
}

/* A name of files may be made of it. */
static bool is_in_name(const struct series_reading *reading, struct str head, bool *ret_failed)
{
    const struct str braced = arena_printf(reading->arena, "{%.*s}", STR_ARGS(head));
    *ret_failed = braced.ptr == NULL;
    return braced.ptr != NULL && str_holds(reading->mapping.name.text, braced.ptr);
}

/* Told when all heads are known: it may be one that is misspelt. */
static enum status keep_unused(const struct series_reading *reading, struct series_columns *columns,
                               const struct columns_wanted *wanted, struct str base, uint32_t number)
{
    struct unused_column column = {.number = number, .head = head_of(columns, number)};
    bool failed = false;
    if (numbers_rows(column.head) ||
        (wanted->rows == ROWS_PAPERS && is_in_name(reading, column.head, &failed)) || failed)
        return failed ? NO_MEMORY : OK;
    column.near = target_nearest(reading->arena, wanted->shape, base);
    return ARENA_APPEND(reading->arena, columns->unused, columns->unused_count, columns->unused_capacity,
                        &column);
}

/* --- columns that are records --- */

static enum status add_other(const struct series_reading *reading, struct series_columns *columns,
                             struct series_column column)
{
    column.target = columns->others_cell;
    return ARENA_APPEND(reading->arena, columns->others, columns->other_count, columns->other_capacity,
                        &column);
}

static enum status find_others(const struct series_reading *reading, const struct columns_wanted *wanted,
                               struct series_columns *columns)
{
    const struct mapping_columns *mapping = wanted->mapping;
    if (mapping->others_head.text.len == 0)
        return OK;
    enum status status = target_need(reading, wanted->shape, &mapping->others_head, &columns->others_head);
    return status_worse(status,
                        target_need(reading, wanted->shape, &mapping->others_cell, &columns->others_cell));
}

/* A field is said by a column, or by those that are records. */
static enum status check_others(const struct series_reading *reading, const struct series_columns *columns,
                                const struct mapping_columns *mapping)
{
    if (columns->others_cell.count == 0)
        return OK;
    for (size_t i = 0; i < columns->count; i++)
        if (target_equal(&columns->items[i].target, &columns->others_head) ||
            target_equal(&columns->items[i].target, &columns->others_cell))
            return diag_report(reading->diag, MSG_SERIES_SAME_FIELD,
                               head_place(reading, columns, columns->items[i].number),
                               STR_ARGS(columns->items[i].head), STR_ARGS(STR("others")));
    return columns->other_count > 0
               ? OK
               : diag_report(reading->diag, MSG_SERIES_OTHERS_NONE, mapping->others_head.place);
}

static enum status take_head(const struct series_reading *reading, struct series_columns *columns,
                             const struct columns_wanted *wanted, struct str key, uint32_t number)
{
    const struct shape *shape = wanted->shape;
    struct series_column column = {.number = number, .head = head_of(columns, number)};
    if (column.head.len == 0)
        return OK; /* tell_untitled */
    const struct mapping_column *said = mapped(wanted->mapping, column.head);
    if (said != NULL)
        return add_mapped(reading, columns, shape, said, column);
    const struct meant meant = find_field(shape, column.head);
    const struct text_at head = {column.head, head_place(reading, columns, number)};
    column.target = meant.both[0];
    if (meant.count > 1)
        return target_refuse_several(reading, shape, &head, meant.both);
    if (meant.count == 1)
        return add_column(reading, columns, column, meant.unit);
    if (str_equal(column.head, key))
        return OK;
    if (wanted->mapping->others_head.text.len > 0 && !numbers_rows(column.head))
        return columns->others_head.count > 0 && columns->others_cell.count > 0
                   ? add_other(reading, columns, column)
                   : OK; /* what they say is no field, which was told */
    return keep_unused(reading, columns, wanted, meant.base, number);
}

/* Those with content and without a head, each once. */
static enum status tell_untitled(const struct series_reading *reading, const struct series_columns *columns)
{
    const struct sheet *sheet = columns->sheet;
    uint32_t width = 0;
    bool *used = ARENA_NEW_ARRAY(reading->arena, SHEET_MAX_COLUMNS, bool);
    if (used == NULL)
        return NO_MEMORY;
    for (size_t i = columns->head + 1; i < sheet->count; i++)
        for (uint32_t at = 0; at < sheet->rows[i].count; at++)
            if (sheet->rows[i].cells[at].kind != SHEET_EMPTY) {
                used[at] = true;
                width = at >= width ? at + 1 : width;
            }
    for (uint32_t number = 1; number <= width; number++)
        if (used[number - 1] && head_of(columns, number).len == 0)
            diag_report(reading->diag, MSG_SERIES_NO_TITLE, head_place(reading, columns, number));
    return OK;
}

struct str columns_key(const struct series_columns *columns)
{
    struct str first = STR("");
    for (size_t i = 0; i < columns->head_count; i++) {
        if (columns->heads[i].len > 0 && !numbers_rows(columns->heads[i]))
            return columns->heads[i];
        if (first.len == 0)
            first = columns->heads[i];
    }
    return first;
}

uint32_t columns_head(const struct series_columns *columns, struct str head)
{
    for (uint32_t number = 1; number <= columns->head_count; number++)
        if (str_equal(columns->heads[number - 1], head))
            return number;
    return 0;
}

static enum status refuse_absent(const struct series_reading *reading, const struct series_columns *columns,
                                 const struct mapping_columns *mapping)
{
    enum status status = OK;
    for (size_t i = 0; i < mapping->count; i++) {
        const struct text_at *head = &mapping->items[i].head;
        if (columns_head(columns, head->text) == 0)
            status = diag_report(reading->diag, MSG_SERIES_NO_COLUMN, head->place, STR_ARGS(head->text));
    }
    return status;
}

static void tell_hidden(const struct series_reading *reading, const struct series_columns *columns)
{
    const struct sheet *sheet = columns->sheet;
    size_t count = 0, first = 0;
    for (size_t i = sheet->count; i-- > columns->head + 1;)
        if (sheet->rows[i].hidden) {
            count++;
            first = i;
        }
    if (count > 0)
        diag_report(reading->diag, MSG_SERIES_HIDDEN,
                    sheet_place(reading->source->workbook, sheet, sheet->rows[first].number, 1), count,
                    sheet->rows[first].number);
}

/* The head that papers are named and joined by; empty: none is. */
static struct str key_of(const struct series_reading *reading, const struct columns_wanted *wanted,
                         const struct series_columns *columns)
{
    const struct mapping *mapping = &reading->mapping;
    const bool named =
        mapping->name.text.len > 0 && mapping->list_count == 0 && reading->source->workbook->count == 1;
    if (wanted->key.len > 0)
        return wanted->key;
    return wanted->rows != ROWS_PAPERS || named ? STR("") : columns_key(columns);
}

enum status columns_find(const struct series_reading *reading, const struct sheet *sheet,
                         const struct columns_wanted *wanted, struct series_columns *ret_columns)
{
    *ret_columns = (struct series_columns){.sheet = sheet, .rows = wanted->rows};
    enum status status = find_head_row(reading, sheet, wanted, &ret_columns->head);
    if (status != OK)
        return status;
    ret_columns->head_row = &sheet->rows[ret_columns->head];
    status = read_heads(reading->arena, ret_columns);
    if (status != OK)
        return status;
    status = find_others(reading, wanted, ret_columns);
    const struct str key = key_of(reading, wanted, ret_columns);
    ret_columns->unit = title_unit(ret_columns);
    for (uint32_t number = 1; number <= ret_columns->head_count && !status_stops(status); number++)
        status = status_worse(status, take_head(reading, ret_columns, wanted, key, number));
    status = status_worse(status, refuse_absent(reading, ret_columns, wanted->mapping));
    if (status == OK)
        status = check_others(reading, ret_columns, wanted->mapping);
    if (status == OK) /* else what is lacking may be what was refused */
        status = lacks_refuse(reading, ret_columns, wanted);
    lacks_tell_unused(reading, ret_columns);
    if (!status_stops(status))
        status = status_worse(status, tell_untitled(reading, ret_columns));
    tell_hidden(reading, ret_columns);
    ret_columns->key = wanted->rows == ROWS_JOINED ? columns_head(ret_columns, wanted->key) : 0;
    return status_stops(status) ? status : status_worse(status, order_check(reading, ret_columns));
}
