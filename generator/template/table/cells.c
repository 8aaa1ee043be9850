/*
 * What the numbers in the cells of a table must agree with: the units that stand over them, and the sums
 * below them.
 *
 * A unit may be named by the heads of a column (金额（元）), by a cell to the left, by the caption or by the
 * line before the table (单位：元); a number in another unit that does not say so is an error.
 *
 * Sums: <column sum> is proved by run_sums.c.  Whatever else stands in a row of sums, in the foot or named
 * 合计 and the like, is proved here, when it is what the column adds up to: then the printed figures must add
 * up to the printed sum.  Columns that show all they have are not looked at.
 */
#include "template/table/table_int.h"
#include "template/messages.def"

#include <string.h>

enum { SHOWN_MAX = 160 /* bytes of a cell that are looked at */ };

struct cells {
    struct run *run;
    struct table *table;
    struct str named; /* the unit of the whole table; empty: none */
    bool *sums;       /* of each row: see find_sums */
    struct buf text;
};

/* The text of the blocks' first paragraph. */
static struct str text_of(struct cells *cells, const struct block *blocks)
{
    const struct block *block = block_walk(blocks).block;
    buf_reset(&cells->text);
    if (block != NULL && block->kind == BLOCK_PARAGRAPH)
        for (size_t i = 0; i < block->paragraph.inline_count && cells->text.len < SHOWN_MAX; i++)
            if (block->paragraph.inlines[i].kind == INLINE_TEXT)
                buf_add_str(&cells->text, str_cut(block->paragraph.inlines[i].text, SHOWN_MAX));
    return buf_str(&cells->text);
}

/* --- units --- */

struct unit_over {
    struct str unit; /* empty: none is named */
    enum {
        UNIT_ABOVE,
        UNIT_LEFT,
        UNIT_OVER
    } where; /* above in the column, left in the row, over the table */
};

/* Nothing but the number stands in the cell: digits and what belongs to them. */
static bool is_bare(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (strchr("0123456789.,+- ", text.ptr[i]) == NULL)
            return false;
    return text.len > 0;
}

static enum status check_unit(struct cells *cells, const struct table_cell *cell,
                              const struct unit_over *over)
{
    const struct type *type = cell->figure;
    bool other = over->unit.len > 0 && expr_unit_behind(type, over->unit).len == over->unit.len;
    if (!other || !is_bare(text_of(cells, cell->blocks)))
        return OK;
#define REPORT(code)                                                                                         \
    diag_report(cells->run->eval->diag, code, cell->place, STR_ARGS(over->unit), STR_ARGS(type->unit))
    if (over->where == UNIT_ABOVE)
        REPORT(MSG_TABLE_UNIT_ABOVE);
    else if (over->where == UNIT_LEFT)
        REPORT(MSG_TABLE_UNIT_LEFT);
    else
        REPORT(MSG_TABLE_UNIT_OVER);
#undef REPORT
    return FAILED;
}

/* The unit that a cell of words names; in the arena. */
static enum status unit_named(struct cells *cells, const struct block *blocks, struct str *ret_unit)
{
    struct str unit = figure_unit_named(text_of(cells, blocks));
    *ret_unit = unit;
    if (unit.len == 0)
        return OK;
    *ret_unit = arena_copy(cells->run->arena, unit);
    return ret_unit->ptr != NULL ? OK : NO_MEMORY;
}

/* Most cells of words name no unit, and need not be read. */
static bool ends_in_bracket(const struct block *blocks)
{
    const struct block *block = block_walk(blocks).block;
    if (block == NULL || block->kind != BLOCK_PARAGRAPH || block->paragraph.inline_count == 0)
        return false;
    struct str text = block->paragraph.inlines[block->paragraph.inline_count - 1].text;
    return str_ends(text, "）") || str_ends(text, ")") || str_ends(text, "：") || str_ends(text, ":");
}

/* Cells with a number are checked, cells of words name units for the row and for what is below.  Of a column
 * the first that is wrong is told. */
static enum status check_cell_unit(struct cells *cells, const struct table_cell *cell,
                                   struct unit_over *above, struct unit_over *left)
{
    struct str unit = {"", 0};
    if (cell->figure == NULL) {
        enum status status = ends_in_bracket(cell->blocks) ? unit_named(cells, cell->blocks, &unit) : OK;
        for (size_t i = 0; i < cell->column_span && unit.len > 0; i++)
            above[cell->column + i] = (struct unit_over){unit, UNIT_ABOVE};
        *left = (struct unit_over){unit, UNIT_LEFT};
        return status;
    }
    if (cell->column_span > 1)
        return OK;
    const struct unit_over whole = {cells->named, UNIT_OVER};
    struct unit_over *over = &above[cell->column];
    const struct unit_over *nearest = left->unit.len > 0 ? left : over->unit.len > 0 ? over : &whole;
    enum status status = check_unit(cells, cell, nearest);
    if (status != OK)
        over->unit = cells->named = STR("");
    return status;
}

static enum status check_units(struct cells *cells)
{
    struct unit_over above[TEMPLATE_MAX_COLUMNS] = {0};
    enum status status = OK;
    for (size_t r = 0; r < cells->table->row_count && !status_stops(status); r++) {
        const struct table_row *row = &cells->table->rows[r];
        struct unit_over left = {0};
        for (size_t i = 0; i < row->cell_count && !status_stops(status); i++)
            status = status_worse(status, check_cell_unit(cells, &row->cells[i], above, &left));
    }
    return status;
}

/* --- sums --- */

/* Of figures: what they are, and what is printed of them. */
struct total {
    const struct number *exact, *printed;
    size_t count;
};

struct column_sums {
    size_t column;
    struct total all, since;      /* of all rows that are no sums; of those behind the last sum */
    const struct table_cell *cut; /* the first that is not printed whole */
    const struct number *cut_exact;
};

static enum status total_add(struct run *run, struct total *total, const struct total *more)
{
    if (total->count++ == 0) {
        total->exact = more->exact;
        total->printed = more->printed;
        return OK;
    }
    enum status status = number_apply(run->arena, NUMBER_ADD, total->exact, more->exact, &total->exact);
    return status == OK ? number_apply(run->arena, NUMBER_ADD, total->printed, more->printed, &total->printed)
                        : status;
}

static bool names_sum(struct str text)
{
    static const char *const words[] = {"合计", "小计", "总计", "共计", "总数", "总额", "累计"};
    enum { BYTES = sizeof "合计" - 1 };
    for (size_t at = 0; at + BYTES <= text.len; at++)
        for (size_t i = 0; i < ARRAY_COUNT(words); i++)
            if (text.ptr[at] == words[i][0] && memcmp(text.ptr + at, words[i], BYTES) == 0)
                return true;
    return false;
}

static bool is_row_of_sums(struct cells *cells, size_t r)
{
    const struct table *table = cells->table;
    const struct table_row *row = &table->rows[r];
    bool sums = r >= table->row_count - table->foot_rows;
    for (size_t i = 0; i < row->cell_count && !sums; i++)
        sums = row->cells[i].figure == NULL && names_sum(text_of(cells, row->cells[i].blocks));
    return sums;
}

/* Of each row: is it one of sums? */
static enum status find_sums(struct cells *cells)
{
    cells->sums = ARENA_NEW_ARRAY(cells->run->arena, cells->table->row_count, bool);
    if (cells->sums == NULL)
        return NO_MEMORY;
    for (size_t r = 0; r < cells->table->row_count; r++)
        cells->sums[r] = is_row_of_sums(cells, r);
    return OK;
}

/* What a message calls them, money in the unit of the cell. */
static enum status print_for(struct cells *cells, const struct number *number, const struct type *type,
                             struct str *ret_text)
{
    enum { MORE = 6 };
    const struct number *scale;
    int64_t money = expr_money_scale(type->unit);
    enum status status = number_of(cells->run->arena, money > 0 ? money : 1, &scale);
    if (status == OK)
        status = number_apply(cells->run->arena, NUMBER_DIVIDE, number, scale, &number);
    if (status != OK)
        return status;
    buf_reset(&cells->text);
    if (!number_print(number, &cells->text))
        number_print_fixed(number, MORE, false, &cells->text);
    *ret_text = arena_copy(cells->run->arena, buf_str(&cells->text));
    return ret_text->ptr != NULL ? OK : NO_MEMORY;
}

static enum status report_sum(struct cells *cells, const struct column_sums *sums,
                              const struct table_cell *cell, const struct number *added,
                              const struct number *shown)
{
    struct arena *arena = cells->run->arena;
    const struct number *apart;
    struct str texts[4], cut;
    bool less = number_compare(added, shown) < 0;
    enum status status =
        number_apply(arena, NUMBER_SUBTRACT, less ? shown : added, less ? added : shown, &apart);
    const struct number *const numbers[] = {added, shown, apart, sums->cut_exact};
    for (size_t i = 0; i < ARRAY_COUNT(numbers) && status == OK; i++)
        status = print_for(cells, numbers[i], cell->figure, &texts[i]);
    if (status != OK)
        return status;
    cut = arena_copy(arena, text_of(cells, sums->cut->blocks));
    if (cut.ptr == NULL)
        return NO_MEMORY;
    return diag_report(cells->run->eval->diag, MSG_TABLE_CELLS_PRINTED, cell->place, STR_ARGS(texts[0]),
                       STR_ARGS(texts[1]), STR_ARGS(texts[2]), STR_ARGS(texts[3]), STR_ARGS(cut));
}

/* Is the figure what the total comes to, but printed otherwise? */
static bool is_sum(const struct total *total, const struct total *figure)
{
    return total->count > 1 && number_compare(total->exact, figure->exact) == 0;
}

static enum status prove_sum(struct cells *cells, struct column_sums *sums, const struct table_cell *cell,
                             const struct total *figure)
{
    bool since = is_sum(&sums->since, figure);
    const struct total *total = since ? &sums->since : &sums->all;
    bool wrong = (since || is_sum(total, figure)) && number_compare(total->printed, figure->printed) != 0;
    enum status status = wrong ? report_sum(cells, sums, cell, total->printed, figure->printed) : OK;
    sums->since = (struct total){0};
    return status;
}

static enum status figure_of(struct cells *cells, const struct table_cell *cell, struct total *ret_figure)
{
    struct str text = text_of(cells, cell->blocks);
    enum status status = figure_shown(cells->run, text, cell->figure->unit, &ret_figure->printed);
    ret_figure->exact = cell->exact != NULL ? cell->exact : ret_figure->printed;
    return status;
}

static enum status prove_cell(struct cells *cells, struct column_sums *sums, const struct table_cell *cell,
                              size_t row)
{
    struct total figure = {0};
    enum status status = figure_of(cells, cell, &figure);
    if (status != OK || figure.printed == NULL)
        return status;
    if (sums->cut == NULL && number_compare(figure.exact, figure.printed) != 0) {
        sums->cut = cell;
        sums->cut_exact = figure.exact;
    }
    if (cells->sums[row])
        return sums->cut != NULL ? prove_sum(cells, sums, cell, &figure) : OK;
    status = total_add(cells->run, &sums->all, &figure);
    return status == OK ? total_add(cells->run, &sums->since, &figure) : status;
}

static const struct table_cell *number_at(const struct table_row *row, size_t column)
{
    for (size_t i = 0; i < row->cell_count; i++)
        if (row->cells[i].column == column && row->cells[i].column_span == 1 && row->cells[i].figure != NULL)
            return &row->cells[i];
    return NULL;
}

static enum status prove_column(struct cells *cells, size_t column)
{
    struct column_sums sums = {.column = column};
    enum status status = OK;
    for (size_t r = cells->table->head_rows; r < cells->table->row_count && status == OK; r++) {
        const struct table_cell *cell = number_at(&cells->table->rows[r], column);
        if (cell != NULL)
            status = prove_cell(cells, &sums, cell, r);
    }
    return status;
}

/* Columns in which some number may be printed with fewer decimals than it has; false: none. */
static bool find_cut(const struct table *table, bool *cut)
{
    bool any = false;
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t i = 0; i < table->rows[r].cell_count; i++) {
            const struct table_cell *cell = &table->rows[r].cells[i];
            if (cell->exact != NULL)
                any = cut[cell->column] = true;
        }
    return any;
}

enum status cells_prove(struct run *run, const struct table_build *build, const struct block *before)
{
    struct cells cells = {.run = run, .table = build->table};
    bool cut[TEMPLATE_MAX_COLUMNS] = {0};
    cells.text = BUF((size_t)2 * SHOWN_MAX);
    enum status status = unit_named(&cells, build->caption.first, &cells.named);
    if (status == OK && cells.named.len == 0)
        status = unit_named(&cells, before, &cells.named);
    if (status == OK)
        status = check_units(&cells);
    if (status == OK && find_cut(build->table, cut))
        status = find_sums(&cells);
    for (size_t i = 0; i < build->table->column_count && status == OK; i++)
        if (cut[i])
            status = prove_column(&cells, i);
    status = status_worse(status, cells.text.failed ? NO_MEMORY : OK);
    buf_clear(&cells.text);
    return status;
}
