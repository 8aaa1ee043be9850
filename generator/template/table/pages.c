/*
 * Page turns that are asked for while a table is made: above a row, above the records of a level; and the empty rows that fill
 * up the page before one, and the last.
 *
 * They are rows like others, so that everything that looks at rows need not know of them; but marked, for nobody is to hear
 * of them.  A page has its count of rows from the last such turn on.
 */
#include "template/table/table_int.h"
#include "template/messages.def"

/* A row of no text, right of what open groups have. */
static enum status add_blank(struct run *run, struct table_build *build)
{
    struct table *table = build->table;
    const struct table_style *style = table->style;
    const struct table_row looks = {.place = table->place, .blank = true};
    struct row row = {0};
    size_t column = 0;
    for (const struct group *group = build->group; group != NULL; group = group->outer)
        for (size_t i = 0; group->placed && i < group->left.count; i++)
            column += group->left.cells[i].column_span;
    for (; column < table->column_count; column++) {
        const struct table_cell cell = {.column_span = 1,
                                        .row_span = 1,
                                        .align = style->align,
                                        .valign = style->valign,
                                        .place = table->place};
        if (row_add_cell(run, &row, &cell) != OK)
            return NO_MEMORY;
    }
    table->blank_rows++;
    return table_add_row(run, build, &row, &looks);
}

enum status table_fill_page(struct run *run, struct table_build *build)
{
    const struct table *table = build->table;
    const size_t begin = build->page_begin > 0 ? build->page_begin : table->head_rows;
    const size_t over = build->fills ? (table->row_count - begin) % table->page_rows : 0;
    enum status status = OK;
    for (size_t i = over; over > 0 && i < table->page_rows && status == OK; i++)
        status = add_blank(run, build);
    build->page_begin = table->row_count;
    return status;
}

enum status table_begin_page(struct run *run, struct table_build *build, struct table_row *looks)
{
    const bool body = build->part == PART_BODY;
    if (looks->page_break != BREAK_NONE && !body)
        return diag_report(run->eval->diag, MSG_TABLE_BREAK_PART, looks->place);
    if (body && looks->page_break < build->page_break)
        looks->page_break = build->page_break;
    if (body)
        build->page_break = BREAK_NONE;
    build->table->turned = build->table->turned || looks->page_break != BREAK_NONE;
    const bool ends =
        looks->page_break != BREAK_NONE || (build->part == PART_FOOT && build->table->foot_rows == 0);
    if (!build->fills || !ends)
        return OK;
    const enum table_part part = build->part;
    build->part = PART_BODY;
    enum status status = table_fill_page(run, build);
    build->part = part;
    return status;
}
