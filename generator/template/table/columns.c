/*
 * The columns of a table: what stands in `columns`, and in the `width` of a <column>; tables that share them.
 *
 * An entry is a length, a percentage of the table, a share of the rest (* 2*), or `auto`: by content, with
 * bounds if need be, auto(15mm..40mm).  Between two entries the rule that lies there may stand: |1pt, |none.
 * Lengths in 字 and 行 are those of the table's cells.
 */
#include "template/table/table_int.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <string.h>

enum { WHOLE = 100000 /* of a table's width, in thousandths of a percent */ };

/* A length greater than 0. */
static bool width_parse(struct str text, const struct paragraph_style *cell, length *ret_width)
{
    struct measure measure;
    if (!measure_parse(text, &measure) || measure.unit == MEASURE_TIMES)
        return false;
    *ret_width = measure_length(measure, style_em(cell), cell->line);
    return *ret_width > 0;
}

static bool share_parse(struct str text, struct table_column *ret_column)
{
    int64_t share = 1;
    if (text.len > 0 && (!digits_parse(text, COUNT_DIGITS, &share) || share < 1 || share > 10000))
        return false;
    *ret_column = (struct table_column){.share = (int)share};
    return true;
}

static bool percent_parse(struct str text, struct table_column *ret_column)
{
    struct measure measure;
    if (!measure_parse(text, &measure) || measure.unit != MEASURE_TIMES || measure.value <= 0 ||
        measure.value > WHOLE)
        return false;
    *ret_column = (struct table_column){.percent = (int32_t)measure.value};
    return true;
}

/* "15mm..40mm"; either end may be left out. */
static bool bounds_parse(struct str text, const struct paragraph_style *cell, struct table_column *column)
{
    size_t dots = 0;
    while (dots + 1 < text.len && memcmp(text.ptr + dots, "..", 2) != 0)
        dots++;
    if (dots + 1 >= text.len || text.len == 2)
        return false;
    struct str least = str_slice(text, 0, dots), most = str_slice(text, dots + 2, text.len);
    if (least.len > 0 && !width_parse(least, cell, &column->least))
        return false;
    if (most.len > 0 && !width_parse(most, cell, &column->most))
        return false;
    return column->most == 0 || column->least <= column->most;
}

static bool content_parse(struct str word, const struct paragraph_style *cell,
                          struct table_column *ret_column)
{
    static const char open[] = "auto(";
    const size_t front = sizeof open - 1;
    *ret_column = (struct table_column){.content = true};
    if (str_is(word, "auto"))
        return true;
    if (word.len <= front || memcmp(word.ptr, open, front) != 0 || word.ptr[word.len - 1] != ')')
        return false;
    return bounds_parse(str_slice(word, front, word.len - 1), cell, ret_column);
}

bool column_parse(struct str word, const struct paragraph_style *cell, struct table_column *ret_column)
{
    if (word.len == 0)
        return false;
    struct str front = str_slice(word, 0, word.len - 1);
    switch (word.ptr[word.len - 1]) {
    case '*':
        return share_parse(front, ret_column);
    case '%':
        return percent_parse(front, ret_column);
    case 'o':
    case ')':
        return content_parse(word, cell, ret_column);
    default:
        *ret_column = (struct table_column){.share = 1};
        return width_parse(word, cell, &ret_column->width);
    }
}

enum status columns_check_whole(struct diag *diag, struct place place, const struct table_column *columns,
                                size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += columns[i].percent;
    if (sum <= WHOLE)
        return OK;
    return diag_report(diag, MSG_TABLE_PERCENT, place, (long long)(sum / 1000), (int)(sum % 1000 / 100));
}

/* "|1pt", "|none". */
static bool rule_left_parse(struct str word, const struct paragraph_style *cell, length *ret_rule)
{
    union attr_value rule;
    if (!value_parse(VALUE_RULE, str_slice(word, 1, word.len), &rule))
        return false;
    *ret_rule = measure_length(rule.measure, style_em(cell), cell->line);
    return true;
}

static enum status report_column(const struct columns_source *source, struct diag *diag, size_t index,
                                 struct str word)
{
    return diag_report(diag, MSG_TABLE_COLUMNS, source->place, index, STR_ARGS(word));
}

/* Columns, and the rules that stand between two of them. */
static enum status columns_read(const struct columns_source *source, struct diag *diag,
                                struct table_column *columns, size_t *ret_count)
{
    struct str rest = source->text, word, last = STR("");
    size_t count = 0;
    length rule = 0;
    for (size_t entry = 1; word_next(&rest, &word); entry++) {
        if (word.ptr[0] == '|') {
            last = word;
            if (count == 0 || rule != 0 || !rule_left_parse(word, source->cell, &rule))
                return report_column(source, diag, entry, word);
            continue;
        }
        if (count == TEMPLATE_MAX_COLUMNS)
            return diag_report(diag, MSG_TEMPLATE_MANY_TABLE_COLUMNS, source->place,
                               (long long)TEMPLATE_MAX_COLUMNS);
        if (!column_parse(word, source->cell, &columns[count]))
            return report_column(source, diag, entry, word);
        columns[count++].rule_left = rule;
        rule = 0;
    }
    *ret_count = count;
    return count == 0 || rule != 0 ? report_column(source, diag, count + 1, last) : OK;
}

enum status columns_parse(struct arena *arena, struct diag *diag, const struct columns_source *source,
                          struct table_column **ret_columns, size_t *ret_count)
{
    struct table_column columns[TEMPLATE_MAX_COLUMNS];
    size_t count = 0;
    enum status status = columns_read(source, diag, columns, &count);
    if (status != OK)
        return status;
    struct table_column *copy = ARENA_NEW_ARRAY(arena, count, struct table_column);
    if (copy == NULL)
        return NO_MEMORY;
    memcpy(copy, columns, count * sizeof *copy);
    *ret_columns = copy;
    *ret_count = count;
    return columns_check_whole(diag, source->place, copy, count);
}

enum status columns_label(struct diag *diag, const struct setting *labels, int64_t count,
                          struct table_column *columns, size_t column_count)
{
    if (count >= (int64_t)column_count)
        return diag_report(diag, MSG_TABLE_LABELS, labels->place, (long long)count, column_count);
    for (int64_t i = 0; i < count; i++)
        columns[i].label = true;
    return OK;
}

enum status columns_check_fit(const struct compiler *compiler, const struct table_data *data,
                              struct place place, length fixed)
{
    const struct page_master *page = compiler->page;
    if (page == NULL || !data->style.fixed || data->style.value.table->split_columns ||
        fixed <= page->width - page->left - page->right)
        return OK;
    return diag_report(compiler->diag, MSG_TABLE_WIDE, place, LENGTH_MM_ARGS(fixed), STR_ARGS(page->name),
                       LENGTH_MM_ARGS(page->width - page->left - page->right));
}

enum status columns_check(struct compiler *compiler, const struct table_data *data, size_t *ret_count)
{
    const struct table_style *style = style_table(&compiler->styles->sheet, STR("table"));
    struct table_column *columns;
    size_t count = 0;
    *ret_count = 0;
    if (!data->columns.fixed || columns_are_like(data->columns.value.text))
        return OK;
    if (data->style.fixed)
        style = data->style.value.table;
    const struct columns_source source = {data->columns.value.text, data->columns.place,
                                          cell_style(compiler->styles, style, PART_BODY)};
    enum status status = columns_parse(compiler->arena, compiler->diag, &source, &columns, &count);
    if (status == OK && data->labels.fixed)
        status = columns_label(compiler->diag, &data->labels, data->labels.value.count, columns, count);
    length fixed = 0;
    for (size_t i = 0; i < count; i++)
        fixed += columns[i].width;
    if (status == OK)
        status = columns_check_fit(compiler, data, data->columns.place, fixed);
    *ret_count = count;
    return status;
}

/* --- tables that belong together ---
 *
 * `columns="like NAME"` on a table takes the columns of an earlier one of that `name`, and layout finds their widths over
 * all of them.
 *
 * A name is known from the end of its table on, so that no table is like one that it stands in; and tables in cells
 * have none: what a cell asks for must not hang on the table that it stands in.
 */

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
