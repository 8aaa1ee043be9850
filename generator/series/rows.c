/* A workbook -> its papers; lists of other sheets, joined by keys. */
#include "series/rows_int.h"
#include "series/messages.def"

#include <string.h>

static struct place cell_place(const struct rows *rows, const struct sheet *sheet,
                               const struct sheet_cell *cell)
{
    return sheet_place(rows->source->workbook, sheet, cell->row, cell->column);
}

struct place row_place(const struct rows *rows, const struct sheet *sheet, const struct sheet_row *row)
{
    return sheet_place(rows->source->workbook, sheet, row->number, 1);
}

const struct shape *list_shape(const struct target *list)
{
    return list->field->type.of->shape;
}

/* --- one paper --- */

static enum status put_row(const struct rows *rows, const struct series_columns *columns,
                           const struct sheet_row *row, struct arena *arena, struct diag *diag,
                           struct node *record)
{
    enum status status = OK;
    for (size_t i = 0; i < columns->count && !status_stops(status); i++) {
        const struct series_column *column = &columns->items[i];
        const struct sheet_cell cell = sheet_cell_at(row, column->number);
        struct str text = STR("");
        if (cell.kind == SHEET_EMPTY)
            continue;
        const struct place place = cell_place(rows, columns->sheet, &cell);
        enum status own = value_of_cell(arena, diag, place, &cell, column, &text);
        if (own == OK && text.len > 0)
            own = paper_set(arena, record, &column->target, text, place);
        status = status_worse(status, own);
    }
    return status;
}

/* The row is told to be none, and the paper goes on without it, so that all else that is wrong is told as well. */
static bool leave_out(const struct series_columns *columns, size_t row, struct diag *diag)
{
    return order_is_no_record(columns->faults[row]) && own_faults_tell(columns->faults[row], diag) == FAILED;
}

/* Where records go, and from which sheet. */
struct putting {
    const struct rows *rows;
    const struct series_columns *columns;
    struct arena *arena;
    struct diag *diag;
};

/* What the head of a column that is a record says, and its cell. */
static enum status put_other(const struct putting *own, const struct sheet_row *row,
                             const struct series_column *other, struct node *record)
{
    const struct sheet_cell cell = sheet_cell_at(row, other->number);
    const struct place place = cell_place(own->rows, own->columns->sheet, &cell);
    struct str text = STR("");
    enum status status = value_of_cell(own->arena, own->diag, place, &cell, other, &text);
    if (status == OK)
        status = paper_set(own->arena, record, &own->columns->others_head, other->head, place);
    return status == OK ? paper_set(own->arena, record, &other->target, text, place) : status;
}

static bool is_said(const struct sheet_row *row, const struct series_column *column)
{
    const struct sheet_cell cell = sheet_cell_at(row, column->number);
    return cell.kind != SHEET_EMPTY && (cell.kind == SHEET_FAULT || str_trim(cell.text).len > 0);
}

/* A record of the list, or one of each column that is a record. */
static enum status put_listed(const struct putting *own, const struct target *list, size_t at,
                              struct node *root)
{
    const struct series_columns *columns = own->columns;
    const struct sheet_row *row = &columns->sheet->rows[at];
    const bool others = columns->other_count > 0;
    const size_t count = others ? columns->other_count : 1;
    enum status status = OK;
    if (leave_out(columns, at, own->diag))
        return OK;
    for (size_t i = 0; i < count && !status_stops(status); i++) {
        struct node *record;
        if (others && !is_said(row, &columns->others[i]))
            continue;
        enum status put =
            paper_add_record(own->arena, root, list, row_place(own->rows, columns->sheet, row), &record);
        if (put == OK)
            put = put_row(own->rows, columns, row, own->arena, own->diag, record);
        if (put == OK && others)
            put = put_other(own, row, &columns->others[i], record);
        status = status_worse(status, put);
    }
    return status_stops(status) ? status
                                : status_worse(status, own_faults_tell(columns->faults[at], own->diag));
}

static enum status put_records(const struct rows *rows, size_t number, struct arena *arena, struct diag *diag,
                               struct node *root)
{
    enum status status = OK;
    for (size_t i = 0; i < rows->joined_count; i++) {
        const struct joined *joined = &rows->joined[i];
        const struct putting own = {rows, &joined->columns, arena, diag};
        for (size_t at = joined->first[number]; at > 0 && !status_stops(status); at = joined->next[at])
            status = status_worse(status, put_listed(&own, &joined->list, at, root));
    }
    return status;
}

static struct node *begin(const struct rows *rows, struct arena *arena, struct place place)
{
    const struct series_source *source = rows->source;
    struct node *root = source->base != NULL ? paper_copy(arena, source->base, NULL)
                                             : paper_add_element(arena, NULL, source->kind, place);
    for (size_t i = 0; i < rows->joined_count && root != NULL; i++)
        paper_clear(root, &rows->joined[i].list); /* the sheet is all of the list */
    if (root != NULL && rows->list.count > 0)
        paper_clear(root, &rows->list);
    for (size_t i = 0; i < rows->constant_count && root != NULL; i++) {
        const struct constant *constant = &rows->constants[i];
        if (paper_set(arena, root, &constant->target, constant->is.text, constant->is.place) != OK)
            return NULL;
    }
    return root;
}

static enum status make_row(const struct series *series, size_t number, struct arena *arena,
                            struct diag *diag, struct node **ret_root)
{
    const struct rows *rows = series->plan;
    const struct sheet_row *row = &rows->columns.sheet->rows[rows->columns.head + 1 + number];
    struct node *root = begin(rows, arena, series->papers[number].place);
    if (root == NULL)
        return NO_MEMORY;
    *ret_root = root;
    enum status status = put_row(rows, &rows->columns, row, arena, diag, root);
    return status_stops(status) ? status : status_worse(status, put_records(rows, number, arena, diag, root));
}

static enum status make_list(const struct series *series, size_t number, struct arena *arena,
                             struct diag *diag, struct node **ret_root)
{
    const struct rows *rows = series->plan;
    const struct sheet *sheet = rows->columns.sheet;
    struct node *root = begin(rows, arena, series->papers[number].place);
    enum status status = root == NULL ? NO_MEMORY : OK;
    const struct putting own = {rows, &rows->columns, arena, diag};
    for (size_t i = rows->columns.head + 1; i < sheet->count && !status_stops(status); i++)
        status = status_worse(status, put_listed(&own, &rows->list, i, root));
    *ret_root = root;
    return status;
}

/* --- sheets --- */

static const struct sheet *sheet_named(const struct workbook *workbook, struct str name)
{
    for (size_t i = 0; i < workbook->count; i++)
        if (str_equal(workbook->sheets[i].name, name))
            return &workbook->sheets[i];
    return NULL;
}

static enum status find_sheet(const struct series_reading *reading, const struct text_at *name,
                              const struct sheet **ret_sheet)
{
    const struct workbook *workbook = reading->source->workbook;
    *ret_sheet = NULL;
    if (name->text.len > 0) {
        *ret_sheet = sheet_named(workbook, name->text);
        return *ret_sheet != NULL
                   ? OK
                   : diag_report(reading->diag, MSG_SERIES_NO_SHEET, name->place, STR_ARGS(name->text));
    }
    const struct sheet *empty = NULL;
    struct target list, other;
    for (size_t i = 0; i < workbook->count && *ret_sheet == NULL; i++) {
        const struct sheet *sheet = &workbook->sheets[i];
        if (!sheet->hidden && sheet->count > 0)
            *ret_sheet = sheet;
        else if (!sheet->hidden && empty == NULL)
            empty = sheet;
    }
    if (*ret_sheet == NULL)
        return diag_report(reading->diag, MSG_SERIES_NO_SHEETS, ((struct place){workbook->path, 0, 0}));
    return empty == NULL || reading->mapping.list.text.len > 0 ||
                   list_find(reading->source->shape, (*ret_sheet)->name, &list, &other) == 0
               ? OK
               : diag_report(reading->diag, MSG_SERIES_FIRST_EMPTY, sheet_place(workbook, empty, 1, 1),
                             STR_ARGS((*ret_sheet)->name));
}

/* --- what the mapping and the names of sheets say --- */

static enum status add_list(const struct series_reading *reading, struct rows *rows,
                            const struct mapping_list *said, const struct sheet *sheet)
{
    struct joined joined = {.columns = {.sheet = sheet}};
    enum status status = list_need(reading, &said->field, &joined.list);
    if (status == OK)
        status = rows_join(reading, rows, said, &joined);
    return status != OK ? status
                        : ARENA_APPEND(reading->arena, rows->joined, rows->joined_count,
                                       rows->joined_capacity, &joined);
}

/* What the mapping says of it, which may be several lists. */
static enum status take_said(const struct series_reading *reading, struct rows *rows,
                             const struct sheet *sheet, bool *ret_said)
{
    const struct mapping *mapping = &reading->mapping;
    const bool papers = rows->list.count > 0 || sheet == rows->columns.sheet;
    enum status status = OK;
    *ret_said = false;
    for (size_t i = 0; i < mapping->list_count && !status_stops(status); i++) {
        const struct mapping_list *said = &mapping->lists[i];
        if (!str_equal(said->sheet.text, sheet->name))
            continue;
        *ret_said = true;
        if (said->field.text.len > 0)
            status = status_worse(status, papers ? diag_report(reading->diag, MSG_SERIES_SHEET_PAPERS,
                                                               said->sheet.place, STR_ARGS(sheet->name))
                                                 : add_list(reading, rows, said, sheet));
    }
    return status;
}

/* A sheet that no mapping speaks of is the list that is called so. */
static enum status take_sheet(const struct series_reading *reading, struct rows *rows,
                              const struct sheet *sheet)
{
    const struct place place = sheet_place(reading->source->workbook, sheet, 1, 1);
    struct target list, other;
    bool said;
    enum status status = take_said(reading, rows, sheet, &said);
    if (said || sheet == rows->columns.sheet || sheet->count == 0)
        return status;
    const bool found = list_find(reading->source->shape, sheet->name, &list, &other) > 0;
    if (found && !sheet->hidden && rows->list.count == 0)
        return add_list(reading, rows, &(struct mapping_list){.field = {sheet->name, place}}, sheet);
    if (found && sheet->hidden)
        diag_report(reading->diag, MSG_SERIES_HIDDEN_LIST, place, STR_ARGS(sheet->name));
    else if (!sheet->hidden && !str_is(sheet->name, "说明"))
        diag_report(reading->diag, MSG_SERIES_SHEET_UNUSED, place, STR_ARGS(sheet->name));
    return OK;
}

static enum status take_sheets(const struct series_reading *reading, struct rows *rows)
{
    const struct workbook *workbook = reading->source->workbook;
    const struct mapping *mapping = &reading->mapping;
    enum status status = OK;
    for (size_t i = 0; i < mapping->list_count; i++) {
        const struct text_at *name = &mapping->lists[i].sheet;
        if (sheet_named(workbook, name->text) == NULL)
            status = diag_report(reading->diag, MSG_SERIES_NO_SHEET, name->place, STR_ARGS(name->text));
    }
    for (size_t i = 0; i < workbook->count && !status_stops(status); i++)
        status = status_worse(status, take_sheet(reading, rows, &workbook->sheets[i]));
    return status;
}

static enum status take_constants(const struct series_reading *reading, struct rows *rows)
{
    const struct shape *shape = reading->source->shape;
    enum status status = OK;
    for (size_t i = 0; i < reading->mapping.value_count && !status_stops(status); i++) {
        const struct mapping_value *value = &reading->mapping.values[i];
        struct constant constant = {.is = value->is};
        enum status own = target_need(reading, shape, &value->field, &constant.target);
        if (own == OK)
            own = ARENA_APPEND(reading->arena, rows->constants, rows->constant_count, rows->constant_capacity,
                               &constant);
        status = status_worse(status, own);
    }
    return status;
}

/* --- names --- */

struct named_row {
    const struct rows *rows;
    const struct sheet_row *row; /* NULL: the paper is a list of all rows */
    struct arena *arena;
    struct diag *silent;
};

static bool text_of_column(const struct named_row *named, const struct series_column *column,
                           struct str *ret_text)
{
    const struct sheet_cell cell = sheet_cell_at(named->row, column->number);
    return cell.kind != SHEET_FAULT &&
           value_of_cell(named->arena, named->silent, (struct place){0}, &cell, column, ret_text) == OK;
}

static bool text_of_field(const struct named_row *named, const struct target *target, struct str *ret_text)
{
    const struct rows *rows = named->rows;
    for (size_t i = 0; i < rows->columns.count && named->row != NULL; i++)
        if (target_equal(&rows->columns.items[i].target, target) &&
            text_of_column(named, &rows->columns.items[i], ret_text) && ret_text->len > 0)
            return true;
    for (size_t i = 0; i < rows->constant_count; i++)
        if (target_equal(&rows->constants[i].target, target)) {
            *ret_text = rows->constants[i].is.text;
            return true;
        }
    struct buf path = BUF(1 << 16);
    for (size_t i = 0; i < target->count; i++)
        buf_printf(&path, "%s%.*s", i > 0 ? "." : "", STR_ARGS(target->steps[i]));
    *ret_text = rows->source->base != NULL ? paper_text(rows->source->base, buf_str(&path)) : STR("");
    buf_clear(&path);
    return true;
}

static bool find_in_row(const void *context, struct str name, struct str *ret_text)
{
    const struct named_row *named = context;
    const uint32_t column = named->row != NULL ? columns_head(&named->rows->columns, name) : 0;
    struct target target, other;
    if (column > 0)
        *ret_text = key_text(named->row, column);
    else if (target_find(named->rows->source->shape, name, &target, &other) == 1)
        return text_of_field(named, &target, ret_text);
    return column > 0;
}

/* "list.xlsx" -> list */
static struct str stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const struct str name = str_of(slash == NULL ? path : slash + 1);
    const char *point = memrchr(name.ptr, '.', name.len);
    return point == NULL || point == name.ptr ? name : str_slice(name, 0, (size_t)(point - name.ptr));
}

/* The mapping's, or "list-{编号}", of a list of all rows "list". */
static enum status find_pattern(const struct series_reading *reading, const struct rows *rows,
                                struct text_at *ret_pattern)
{
    const char *path = reading->source->workbook->path;
    *ret_pattern = rows->name;
    if (ret_pattern->text.len > 0)
        return OK;
    ret_pattern->place = row_place(rows, rows->columns.sheet, rows->columns.head_row);
    ret_pattern->text = rows->list.count > 0
                            ? stem_of(path)
                            : arena_printf(reading->arena, "%.*s-{%.*s}", STR_ARGS(stem_of(path)),
                                           STR_ARGS(columns_key(&rows->columns)));
    return ret_pattern->text.ptr == NULL ? NO_MEMORY : OK;
}

/* A row that is wrong already is not blamed for its name as well. */
static enum status name_row(const struct series_reading *reading, const struct name_source *source,
                            const struct text_at *pattern, struct series_paper *paper)
{
    const bool was_wrong = paper->faults != NULL;
    struct record_fault *own = NULL;
    enum status status =
        name_make(reading->arena, reading->faults.diag, pattern, source, paper->place, &paper->name);
    if (status == FAILED)
        status = name_as_label(reading->arena, paper);
    return status != OK ? status : own_faults_keep(&reading->faults, was_wrong ? &own : &paper->faults);
}

/* --- papers --- */

static struct str label_of(const struct series_reading *reading, const struct sheet *sheet, uint32_t row)
{
    const char *path = reading->source->workbook->path;
    return sheet->name.len > 0 ? arena_printf(reading->arena, "%s!%.*s!%u", path, STR_ARGS(sheet->name), row)
                               : arena_printf(reading->arena, "%s:%u", path, row);
}

static enum status describe_row(const struct series_reading *reading, const struct rows *rows,
                                const struct sheet *sheet, const struct sheet_row *row,
                                struct series_paper *paper)
{
    paper->place = row_place(rows, sheet, row != NULL ? row : rows->columns.head_row);
    paper->label = row != NULL ? label_of(reading, sheet, row->number).ptr : reading->source->workbook->path;
    return paper->label == NULL ? NO_MEMORY : OK;
}

static enum status describe_papers(const struct series_reading *reading, const struct rows *rows,
                                   struct series *series)
{
    const struct sheet *sheet = rows->columns.sheet;
    const bool listed = rows->list.count > 0;
    struct named_row named = {.rows = rows, .arena = reading->arena, .silent = diag_new(reading->arena)};
    const struct name_source source = {find_in_row, &named};
    struct text_at pattern;
    enum status status = named.silent == NULL ? NO_MEMORY : find_pattern(reading, rows, &pattern);
    for (size_t i = 0; i < series->made && status == OK; i++) {
        const size_t at = rows->columns.head + 1 + i;
        struct series_paper *paper = &series->papers[i];
        named.row = listed ? NULL : &sheet->rows[at];
        paper->faults = listed ? NULL : rows->columns.faults[at];
        status = i == 0 ? name_check(reading->diag, &pattern, &source) : OK;
        if (status == OK)
            status = describe_row(reading, rows, sheet, named.row, paper);
        if (status == OK)
            status = name_row(reading, &source, &pattern, paper);
    }
    return status;
}

static enum status describe_orphans(const struct series_reading *reading, const struct rows *rows,
                                    struct series *series)
{
    enum status status = OK;
    for (size_t i = 0; i < rows->orphan_count && status == OK; i++) {
        const struct orphan *orphan = &rows->orphans[i];
        struct series_paper *paper = &series->papers[series->made + i];
        status = describe_row(reading, rows, orphan->sheet, &orphan->sheet->rows[orphan->row], paper);
        paper->faults = orphan->faults;
        series->no_records += order_is_no_record(orphan->faults) ? 1 : 0;
    }
    return status;
}

static enum status make_papers(const struct series_reading *reading, const struct rows *rows,
                               struct series *series)
{
    const struct sheet *sheet = rows->columns.sheet;
    const size_t count = sheet->count - rows->columns.head - 1;
    const struct place place = row_place(rows, sheet, rows->columns.head_row);
    const bool listed = rows->list.count > 0;
    const size_t made = listed ? 1 : count;
    if (count == 0)
        return diag_report(reading->diag, MSG_SERIES_NO_ROWS, place);
    if (count > SERIES_MAX_PAPERS)
        return diag_report(reading->diag, MSG_SERIES_TOO_MANY, place, (int)SERIES_MAX_PAPERS);
    *series = (struct series){.arena = reading->arena,
                              .count = made + rows->orphan_count,
                              .made = made,
                              .make = listed ? make_list : make_row,
                              .plan = rows};
    series->papers = ARENA_NEW_ARRAY(reading->arena, series->count, struct series_paper);
    if (series->papers == NULL)
        return NO_MEMORY;
    enum status status = describe_papers(reading, rows, series);
    if (status == OK)
        status = describe_orphans(reading, rows, series);
    return status == OK ? series_settle(series, reading->diag) : status;
}

/* What the description under the sheet says of a list is not used: the sheet is all of it. */
static void tell_base_records(const struct series_reading *reading, const struct target *list)
{
    struct place place;
    const struct series_source *source = reading->source;
    const size_t count = source->base == NULL ? 0 : paper_count(source->base, list, &place);
    if (count > 0)
        diag_report(reading->diag, MSG_SERIES_BASE_RECORDS, place, count, STR_ARGS(list->field->label),
                    source->workbook->path);
}

static enum status find_rows(const struct series_reading *reading, struct rows *rows)
{
    const struct mapping *mapping = &reading->mapping;
    const struct shape *shape = reading->source->shape;
    const struct sheet *sheet;
    enum status status = mapping->list.text.len > 0 ? list_need(reading, &mapping->list, &rows->list) : OK;
    if (status == OK)
        status = find_sheet(reading, &mapping->sheet, &sheet);
    if (status == OK)
        status = columns_find(reading, sheet,
                              &(struct columns_wanted){rows->list.count > 0 ? list_shape(&rows->list) : shape,
                                                       &mapping->columns, mapping->head, STR(""),
                                                       rows->list.count > 0 ? ROWS_LIST : ROWS_PAPERS},
                              &rows->columns);
    if (status == OK && rows->columns.sheet->count == rows->columns.head + 1)
        return diag_report(reading->diag, MSG_SERIES_NO_ROWS,
                           row_place(rows, rows->columns.sheet, rows->columns.head_row));
    if (status == OK)
        status = take_sheets(reading, rows);
    if (rows->list.count > 0 && !status_stops(status))
        tell_base_records(reading, &rows->list);
    for (size_t i = 0; i < rows->joined_count && !status_stops(status); i++)
        tell_base_records(reading, &rows->joined[i].list);
    return status_stops(status) ? status : status_worse(status, take_constants(reading, rows));
}

enum status series_of_workbook(struct arena *arena, struct diag *diag, const struct series_source *source,
                               struct series **ret_series)
{
    struct series_source *kept = ARENA_NEW(arena, struct series_source);
    struct series_reading reading = {.arena = arena, .diag = diag, .source = kept};
    struct rows *rows = ARENA_NEW(arena, struct rows);
    struct series *series = ARENA_NEW(arena, struct series);
    *ret_series = NULL;
    if (kept == NULL || rows == NULL || series == NULL)
        return NO_MEMORY;
    *kept = *source;
    enum status status = own_faults_init(&reading.faults, arena);
    if (status == OK)
        status = mapping_read(arena, diag, source->mapping, source->kind, &reading.mapping);
    *rows = (struct rows){.source = kept, .name = reading.mapping.name};
    if (status == OK)
        status = find_rows(&reading, rows);
    if (status == OK)
        status = make_papers(&reading, rows, series);
    *ret_series = status == OK ? series : NULL;
    return status;
}
