/*
 * Tables that belong together: `columns="like NAME"` on a table takes the columns of an earlier one of that `name`, and
 * layout finds their widths over all of them.
 *
 * A name is known from the end of its table on, so that no table is like one that it stands in; and tables in cells
 * have none: what a cell asks for must not hang on the table that it stands in.
 */
#include "template/messages.def"
#include "template/table/table_int.h"

static const char LIKE[] = "like ";

bool columns_are_like(struct str text)
{
    return str_starts(text, LIKE);
}

enum status table_take_like(struct run *run, struct place place, struct str text, struct table *table)
{
    const struct str name = str_slice(text, sizeof LIKE - 1, text.len);
    const int64_t found =
        run->tables.names.count > 0 ? str_index_lookup(&run->tables.names, name) : STR_INDEX_NONE;
    if (run->cell != NULL)
        return diag_report(run->eval->diag, MSG_TABLE_LIKE_CELL, place);
    if (found == STR_INDEX_NONE)
        return diag_report(run->eval->diag, MSG_TABLE_LIKE_UNKNOWN, place, STR_ARGS(name));
    struct table *first = run->tables.items[found];
    if (table->columns != NULL && table->column_count != first->column_count)
        return diag_report(run->eval->diag, MSG_TABLE_LIKE_COUNT, place, table->column_count, STR_ARGS(name),
                           first->column_count);
    table->columns = ARENA_NEW_ARRAY(run->arena, first->column_count, struct table_column);
    if (table->columns == NULL)
        return NO_MEMORY;
    memcpy(table->columns, first->columns, first->column_count * sizeof *table->columns);
    table->column_count = first->column_count;
    table->like = first;
    return OK;
}

enum status table_add_name(struct run *run, const struct setting *setting, struct record *scope,
                           struct table *table)
{
    struct str name = STR("");
    struct named_tables *tables = &run->tables;
    if (table->like != NULL) {
        struct table *first = table->like;
        table->alike = first->alike;
        first->alike = table;
    }
    enum status status = READ(run, scope, NULL, {setting, &name});
    if (status != OK || name.len == 0)
        return status;
    if (run->cell != NULL)
        return diag_report(run->eval->diag, MSG_TABLE_LIKE_CELL, setting->place);
    if (tables->count > 0 && str_index_lookup(&tables->names, name) != STR_INDEX_NONE)
        return diag_report(run->eval->diag, MSG_TABLE_NAME_TWICE, setting->place, STR_ARGS(name));
    tables->names.arena = run->arena;
    struct table *first = table->like != NULL ? table->like : table;
    if (str_index_put(&tables->names, name, (int64_t)tables->count) != OK)
        return NO_MEMORY;
    return ARENA_APPEND(run->arena, tables->items, tables->count, tables->capacity, &first);
}
