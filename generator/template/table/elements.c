/*
 * Tables, of layout and prose: caption, head, rows, foot, cells, groups, notes; compiled, and when a document is made.
 *
 * A cell holds inline text or blocks; which, is decided when it is compiled, by what it may hold.  A table being made
 * is filled row by row; whether its cells fill the grid is known at its end (grid.c).
 */
#include "template/table/data_int.h"
#include "template/messages.def"
#include "schema/messages.def"

/* --- compiled --- */

static enum status compile_table(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct table_data *data = memory;
    const struct attr *columns;
    size_t count;
    if (data->blank_rows.given && !data->page_rows.given)
        return diag_report(compiler->diag, MSG_TABLE_BLANK_ROWS, data->blank_rows.place);
    if (compiler->language == LANGUAGE_LAYOUT && table_has_data(node))
        return compile_data(compiler, node, site, instr, data);
    enum status status = require_attr(compiler, node, "columns", &columns);
    status = status == OK ? columns_check(compiler, data, &count) : status;
    data->named = compiler->language == LANGUAGE_LAYOUT && !data->columns.fixed;
    if (compiler->language == LANGUAGE_LAYOUT && table_has_turns(node))
        return status_worse(status, compile_written(compiler, node, site, instr, data));
    struct site inner = *site;
    inner.data = NULL;
    return status_worse(
        status, compile_noteless(compiler, node, &inner, IN_TABLE, MSG_TEMPLATE_NOTE_IN_TABLE, &instr->body));
}

static enum status compile_caption(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct caption_data *data = memory;
    data->below = node_is(node, "note");
    enum status status = compile_id(compiler, &data->id);
    return status != OK ? status : compile_children(compiler, node, site, IN_INLINE, &instr->body);
}

static enum status compile_cell(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct cell_data *data = memory;
    if (site->context == IN_GROUP && data->rows.given)
        return diag_report(compiler->diag, MSG_TABLE_GROUP_CELL, data->rows.place);
    enum status status = cell_compile_sum(compiler, node, site, data, &instr->body);
    if (status != OK || data->adds != NULL)
        return status;
    struct site inner = *site;
    inner.data = NULL;
    data->has_blocks = holds_blocks(compiler, node, site->call, 0);
    return compile_children(compiler, node, &inner, data->has_blocks ? IN_CELL : IN_INLINE, &instr->body);
}

/* --- when a document is made --- */

const struct paragraph_style *cell_style(const struct styles *styles, const struct table_style *style,
                                         enum table_part part)
{
    struct str name = part == PART_HEAD                                ? style->head_style
                      : part == PART_FOOT && style->foot_style.len > 0 ? style->foot_style
                                                                       : style->cell_style;
    return style_paragraph(&styles->sheet, name);
}

/* --- caption, notes --- */

enum status run_caption(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct caption_data *data = instr->data;
    struct blocks *list = data->below ? &sink->table->notes : &sink->table->caption;
    struct paragraph_make make = {.body = instr->body, .place = instr->place};
    struct str id = STR("");
    int numbering = -1;
    bool repeated = false;
    enum status status = READ(run, scope, NULL, {&data->style, &make.style}, {&data->numbering, &numbering},
                              {&data->id, &id}, {&data->repeat, &repeated});
    if (status == OK)
        status = caption_make(run, &make, numbering, id, scope, list);
    if (status == OK)
        list->last->repeated = repeated;
    return status;
}

/* --- rows --- */

enum status row_add_cell(struct run *run, struct row *row, const struct table_cell *cell)
{
    if (row->count == TEMPLATE_MAX_COLUMNS)
        return run_limit(run, cell->place, MSG_TEMPLATE_MANY_ROW_CELLS, TEMPLATE_MAX_COLUMNS);
    return ARENA_APPEND(run->arena, row->cells, row->count, row->capacity, cell);
}

/* Room for as many cells as the row above has: rows are many, and most are like it. */
static enum status row_expect(struct run *run, const struct table *table, struct row *row)
{
    row->capacity = table->row_count > 0 ? table->rows[table->row_count - 1].cell_count : 0;
    if (row->capacity > 0)
        row->cells = arena_alloc_bytes(run->arena, row->capacity * sizeof *row->cells);
    return row->capacity == 0 || row->cells != NULL ? OK : NO_MEMORY;
}

/* No row stands behind the cells that end a group. */
static enum status check_groups(struct run *run, const struct group *group, struct place place)
{
    for (; group != NULL; group = group->outer)
        if (group->right.count > 0)
            return diag_report(run->eval->diag, MSG_TABLE_GROUP_CELL, place);
    return OK;
}

/* The cells of groups that have not stood in a row yet. */
static enum status place_groups(struct run *run, struct group *group, struct row *row, size_t row_index)
{
    if (group == NULL || group->placed)
        return OK;
    enum status status = place_groups(run, group->outer, row, row_index);
    row->group_begins = row->group_begins || group->outer == NULL;
    group->placed = true;
    group->row = row_index;
    group->cell = row->count;
    for (size_t i = 0; i < group->left.count && status == OK; i++)
        status = row_add_cell(run, row, &group->left.cells[i]);
    return status;
}

enum status table_add_row(struct run *run, struct table_build *build, const struct row *row,
                          const struct table_row *looks)
{
    struct table *table = build->table;
    if (table->row_count == TEMPLATE_MAX_ROWS)
        return run_limit(run, looks->place, MSG_TEMPLATE_MANY_TABLE_ROWS, TEMPLATE_MAX_ROWS);
    struct table_row added = *looks;
    added.cells = row->cells;
    added.cell_count = row->count;
    added.group_begins = row->group_begins;
    if (ARENA_APPEND(run->arena, table->rows, table->row_count, build->capacity, &added) != OK)
        return NO_MEMORY;
    table->head_rows += build->part == PART_HEAD;
    table->foot_rows += build->part == PART_FOOT;
    return OK;
}

/* What the row's attributes say. */
static enum status row_looks(struct run *run, const struct row_data *data, struct record *scope,
                             const struct paragraph_style *cell, struct table_row *row)
{
    int word = BREAK_NONE;
    row->has_fill = data->fill.given;
    enum status status = data->page_break.given ? READ(run, scope, NULL, {&data->page_break, &word}) : OK;
    row->page_break = (enum table_break)word;
    return status != OK
               ? status
               : READ(run, scope, cell, {&data->rule_above, &row->rule_above}, {&data->fill, &row->fill},
                      {&data->keep_next, &row->keep_next}, {&data->height, &row->height});
}

enum status run_row(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    struct table_build *build = sink->table;
    struct table_row looks = {.place = instr->place};
    struct row row = {0};
    if (build->table->foot_rows > 0 && build->part == PART_BODY) {
        if (!build->told)
            diag_report(run->eval->diag, MSG_TABLE_FOOT_EARLY, instr->place);
        build->told = true;
        return FAILED;
    }
    enum status status = row_looks(run, instr->data, scope, build->styles[build->part], &looks);
    if (status == OK)
        status = check_groups(run, build->group, instr->place);
    if (status == OK && (build->fills || build->page_break != BREAK_NONE || looks.page_break != BREAK_NONE))
        status = table_begin_page(run, build, &looks);
    if (status == OK)
        status = row_expect(run, build->table, &row);
    if (status == OK)
        status = place_groups(run, build->group, &row, build->table->row_count);
    if (status != OK)
        return status;
    struct beside beside = {0}, *outer = run->beside;
    run->beside = &beside;
    build->row = &row;
    status = apply_body(run, instr->body, scope, sink);
    build->row = NULL;
    run->beside = outer;
    if (status == NO_MEMORY || run->stopped)
        return status;
    status = status_worse(status, table_add_row(run, build, &row, &looks));
    return status == OK && build->marks && build->part == PART_BODY ? turns_mark(run, build->table) : status;
}

static enum status apply_part(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink, enum table_part part)
{
    sink->table->part = part;
    enum status status = apply_body(run, instr->body, scope, sink);
    sink->table->part = PART_BODY;
    return status;
}

enum status run_head(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct table *table = sink->table->table;
    if (table->row_count > table->head_rows)
        return diag_report(run->eval->diag, MSG_TABLE_HEAD_LATE, instr->place);
    return apply_part(run, instr, scope, sink, PART_HEAD);
}

enum status run_foot(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    return apply_part(run, instr, scope, sink, PART_FOOT);
}

enum status group_close(struct run *run, struct table_build *build, const struct group *group,
                        enum status status)
{
    build->group = group->outer;
    if (!group->placed || status != OK)
        return status;
    struct table_row *first = &build->table->rows[group->row];
    size_t span = build->table->row_count - group->row;
    struct row row = {first->cells, first->cell_count, first->cell_count, first->group_begins};
    for (size_t i = 0; i < group->right.count && status == OK; i++)
        status = row_add_cell(run, &row, &group->right.cells[i]);
    first->cells = row.cells;
    first->cell_count = row.count;
    for (size_t i = 0; i < group->left.count; i++)
        first->cells[group->cell + i].row_span = span;
    for (size_t i = 0; i < group->right.count && status == OK; i++) {
        first->cells[row.count - 1 - i].row_span = span;
        first->cells[row.count - 1 - i].is_label = span > 1;
    }
    return status;
}

enum status run_group(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    struct table_build *build = sink->table;
    struct group group = {.outer = build->group};
    build->group = &group;
    enum status status = apply_body(run, instr->body, scope, sink);
    return group_close(run, build, &group, status);
}

/* --- cells --- */

static enum status cell_span(struct run *run, const struct setting *setting, struct record *scope,
                             size_t *ret_span)
{
    int64_t span = 1;
    enum status status = READ(run, scope, NULL, {setting, &span});
    if (status == OK && span > TEMPLATE_MAX_ROWS) {
        struct str given = arena_printf(run->arena, "%lld", (long long)span);
        return given.ptr == NULL
                   ? NO_MEMORY
                   : refuse_kind(run->eval->diag, setting->place, setting->name, given, VALUE_NUMBER);
    }
    *ret_span = (size_t)span;
    return status;
}

/* align, valign and style of the cell; a style brings its own alignment. */
static enum status cell_looks(struct run *run, const struct cell_data *data, struct record *scope,
                              struct table_cell *cell, const struct paragraph_style **style)
{
    enum status status = READ(run, scope, NULL, {&data->style, style});
    if (status != OK)
        return status;
    cell->align = data->style.given ? (*style)->align : cell->align;
    cell->has_fill = data->fill.given;
    cell->has_align = data->align.given || data->style.given;
    cell->has_valign = data->valign.given;
    return READ(run, scope, NULL, {&data->align, &cell->align}, {&data->valign, &cell->valign},
                {&data->fill, &cell->fill});
}

/* The number that the cell begins with, and the text that stands for nothing. */
static enum status cell_texts(struct run *run, const struct cell_data *data, struct record *scope,
                              struct paragraph_make *make)
{
    struct str number;
    int numbering = -1;
    make->none = STR("");
    enum status status = READ(run, scope, NULL, {&data->none, &make->none}, {&data->numbering, &numbering});
    return status == OK ? numbering_lead(run, numbering, make->place, &number, &make->number) : status;
}

/* Drafts: what begins with a stated value and the computed one has them one above the other. */
static void stack_values(const struct block *blocks)
{
    for (struct block_walk walk = block_walk(blocks); walk.block != NULL; block_walk_next(&walk)) {
        const struct block_paragraph *text = &walk.block->paragraph;
        size_t i = 0;
        if (walk.block->kind != BLOCK_PARAGRAPH)
            continue;
        while (i < text->inline_count && text->inlines[i].doubtful == DOUBTFUL_STATED)
            i++;
        if (i > 0 && i < text->inline_count && text->inlines[i].doubtful == DOUBTFUL_GAP)
            text->inlines[i].kind = INLINE_BREAK;
    }
}

/* Nothing inside, no number and no `none` give a cell without blocks, not an empty line. */
static enum status cell_line(struct run *run, const struct paragraph_make *make, struct record *scope,
                             struct table_cell *cell)
{
    struct blocks list = {0};
    enum status status = paragraph_make(run, make, scope, &list);
    if (status == OK && list.first->paragraph.inline_count > 0)
        cell->blocks = list.first;
    return status;
}

static enum status cell_content(struct run *run, const struct instr *instr, struct record *scope,
                                const struct paragraph_style *style, struct table_cell *cell)
{
    const struct cell_data *data = instr->data;
    struct paragraph_make make = {.style = style, .body = instr->body, .place = instr->place};
    enum status status = cell_texts(run, data, scope, &make);
    if (status != OK || !data->has_blocks)
        return status == OK ? cell_line(run, &make, scope, cell) : status;
    struct lead lead = {make.number, style, -1};
    struct blocks list = {0};
    struct sink inner = {.blocks = &list, .style = style, .lead = &lead};
    status = apply_body(run, instr->body, scope, &inner);
    if (status != OK)
        return status;
    cell->blocks = list.first;
    make.body = NULL;
    if (list.first == NULL)
        return cell_line(run, &make, scope, cell);
    if (lead.text.len == 0)
        return OK;
    return diag_report(run->eval->diag, MSG_TABLE_CELL_NUMBER, instr->place);
}

/* Each label is a line of text. */
static enum status check_slants(struct run *run, const struct table_cell *cell)
{
    const struct block_paragraph *text = &cell->blocks->paragraph;
    bool has_text = false, is_line = true;
    for (size_t i = 0; i < text->inline_count && is_line; i++) {
        const struct inline_item *item = &text->inlines[i];
        is_line =
            item->kind == INLINE_TEXT || item->kind == INLINE_CUT || (item->kind == INLINE_SLANT && has_text);
        has_text = item->kind != INLINE_SLANT && (has_text || item->text.len > 0);
    }
    return has_text && is_line ? OK : diag_report(run->eval->diag, MSG_TABLE_SLANT_LABEL, cell->place);
}

enum status cell_make(struct run *run, const struct instr *instr, struct record *scope,
                      const struct table_build *build, enum table_part part, struct table_cell *cell)
{
    const struct cell_data *data = instr->data;
    const struct table_style *look = build->table->style;
    const struct paragraph_style *style = build->styles[part];
    cell->align = part == PART_HEAD ? look->head_align : look->align;
    cell->valign = part == PART_HEAD ? look->head_valign : look->valign;
    enum status status = cell_looks(run, data, scope, cell, &style);
    struct cell_figures figures = {.may_slant = build->part == PART_HEAD && !data->has_blocks},
                        *outer = run->cell;
    run->cell = &figures;
    if (status == OK)
        status = cell_content(run, instr, scope, style, cell);
    run->cell = outer;
    if (status != OK)
        return status;
    if (figures.figures == 1) {
        cell->figure = figures.type;
        cell->exact = figures.exact;
    }
    cell->slants = figures.slants;
    if (cell->slants > 0 && check_slants(run, cell) != OK)
        return FAILED;
    if (cell->slants == 0)
        stack_values(cell->blocks);
    return OK;
}

enum status run_cell(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct cell_data *data = instr->data;
    struct table_build *build = sink->table;
    struct table_cell cell = {.place = instr->place, .about = scope->place};
    enum status status = cell_span(run, &data->span, scope, &cell.column_span);
    status = status_worse(status, cell_span(run, &data->rows, scope, &cell.row_span));
    if (data->adds != NULL && build->part != PART_BODY)
        return diag_report(run->eval->diag, MSG_TABLE_SUM_PART, instr->place);
    cell.is_label = build->row == NULL || (build->part == PART_BODY && cell.row_span > 1);
    if (status == OK)
        status = cell_make(run, instr, scope, build, build->as_foot ? PART_FOOT : build->part, &cell);
    if (status != OK)
        return status;
    struct group *group = build->group;
    struct row *row = build->row != NULL ? build->row : group->placed ? &group->right : &group->left;
    return row_add_cell(run, row, &cell);
}

/* --- the table --- */

void table_note_list(struct table_build *build, const struct expr *each, size_t count)
{
    bool rows = build != NULL && build->part == PART_BODY && build->row == NULL;
    if (rows && count == 0 && build->empty == NULL)
        build->empty = each;
}

static enum status table_columns(struct run *run, const struct table_data *data, struct record *scope,
                                 struct table *table)
{
    struct columns_source source = {.text = STR(""),
                                    .place = data->columns.place,
                                    .cell = cell_style(run->styles, table->style, PART_BODY)};
    int64_t labels = 0;
    table->named = data->named;
    enum status status = READ(run, scope, NULL, {&data->columns, &source.text}, {&data->labels, &labels});
    if (status == OK && columns_are_like(source.text)) {
        status = table_take_like(run, source.place, source.text, table);
        for (size_t i = 0; status == OK && data->labels.given && i < table->column_count; i++)
            table->columns[i].label = false;
    } else if (status == OK)
        status = columns_parse(run->arena, run->eval->diag, &source, &table->columns, &table->column_count);
    if (status == OK)
        status = columns_label(run->eval->diag, &data->labels, labels, table->columns, table->column_count);
    return status;
}

/* Do its columns make the table?  Else it is written out cell by cell. */
static bool from_data(const struct table_data *data)
{
    return data->plan != NULL || (data->data != NULL && !data->data->written);
}

static enum status table_start(struct run *run, const struct instr *instr, struct record *scope,
                               struct table_build *build)
{
    const struct table_data *data = instr->data;
    struct table *table = ARENA_NEW(run->arena, struct table);
    if (table == NULL)
        return NO_MEMORY;
    table->style = style_table(&run->styles->sheet, STR("table")); /* of a table in prose */
    int64_t page_rows = 0;
    enum status status = READ(run, scope, NULL, {&data->style, &table->style}, {&data->whole, &table->whole},
                              {&data->wide, &table->wide}, {&data->page_rows, &page_rows});
    if (status != OK)
        return status;
    table->page_rows = (size_t)page_rows;
    table->place = instr->place;
    table->form = data->form;
    build->table = table;
    build->data = data->data;
    build->body = instr->body;
    return from_data(data) ? data_columns(run, instr, scope, build) : table_columns(run, data, scope, table);
}

/* What stands last, in a list or not; NULL: nothing. */
static const struct block *last_block(const struct blocks *blocks)
{
    struct block_walk walk = block_walk(blocks->last);
    const struct block *last = walk.block;
    for (; walk.block != NULL; block_walk_next(&walk))
        last = walk.block;
    return last;
}

enum status run_table(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct table_data *data = instr->data;
    struct table_build build = {.part = PART_BODY};
    struct sink inner = {.table = &build, .style = sink->style};
    enum status status = table_start(run, instr, scope, &build);
    if (status == OK && from_data(data) && build.body == NULL)
        return OK; /* a draft, which cannot say what its columns are */
    for (int part = 0; part < TABLE_PARTS && status == OK; part++)
        build.styles[part] = cell_style(run->styles, build.table->style, (enum table_part)part);
    if (status == OK)
        status = READ(run, scope, NULL, {&data->blank_rows, &build.fills});
    if (status == OK && data->form)
        status = form_begin(run, &build);
    if (status == OK)
        status =
            build.data != NULL ? data_apply(run, scope, &inner) : apply_body(run, build.body, scope, &inner);
    if (status == OK && build.data == NULL && build.table->foot_rows == 0)
        status = table_fill_page(run, &build);
    if (status == OK)
        status = grid_check(run, &build);
    if (status == OK && data->form)
        form_end(build.table);
    if (status == OK)
        status = cells_prove(run, &build, last_block(sink->blocks));
    if (status == OK && run->eval->shows)
        status = names_of_figures(run, build.table, build.data);
    if (status != OK)
        return status;
    build.table->caption = build.caption.first;
    build.table->notes = build.notes.first;
    status = table_add_name(run, &data->name, scope, build.table);
    if (status != OK)
        return status;
    const struct block block = {.kind = BLOCK_TABLE, .place = instr->place, .table = build.table};
    return block_add(run, sink->blocks, &block);
}

/* --- descriptions --- */

static const struct setting_field table_fields[] = {FIELD(table_data, "style", style),
                                                    FIELD(table_data, "columns", columns),
                                                    FIELD(table_data, "labels", labels),
                                                    FIELD(table_data, "name", name),
                                                    FIELD(table_data, "whole", whole),
                                                    FIELD(table_data, "wide", wide),
                                                    FIELD(table_data, "rows-a-page", page_rows),
                                                    FIELD(table_data, "blank-rows", blank_rows),
                                                    {.attr = NULL}};
static const struct setting_field caption_fields[] = {FIELD(caption_data, "style", style),
                                                      FIELD(caption_data, "numbering", numbering),
                                                      FIELD(caption_data, "id", id),
                                                      FIELD(caption_data, "repeat", repeat),
                                                      {.attr = NULL}};
static const struct setting_field row_fields[] = {FIELD(row_data, "rule-above", rule_above),
                                                  FIELD(row_data, "fill", fill),
                                                  FIELD(row_data, "keep-next", keep_next),
                                                  FIELD(row_data, "page-break", page_break),
                                                  FIELD(row_data, "height", height),
                                                  FIELD(row_data, "times", times),
                                                  {.attr = NULL}};
/* Of a column from data these are its cells'. */
static const struct setting_field cell_fields[] = {
    FIELD(cell_data, "span", span),   FIELD(cell_data, "rows", rows),
    FIELD(cell_data, "align", align), FIELD(cell_data, "valign", valign),
    FIELD(cell_data, "style", style), FIELD(cell_data, "fill", fill),
    FIELD(cell_data, "none", none),   FIELD(cell_data, "numbering", numbering),
    FIELD(cell_data, "label", label), {.attr = NULL}};

static const struct setting_field turn_fields[] = {
    FIELD(turn_data, "sums", sums), FIELD(turn_data, "on", on), {.attr = NULL}};

const struct element elements_table[] = {
    {ELEMENT_TABLE, compile_table, run_table, sizeof(struct table_data), table_fields},
    {ELEMENT_LEVEL, compile_level, run_level, sizeof(struct level_data), NULL},
    {ELEMENT_HEADS, compile_heads, NULL, 0, NULL},
    {ELEMENT_DATA_COLUMN, compile_data_column, run_cell, sizeof(struct column_data), cell_fields},
    {ELEMENT_PAGE_HEAD, compile_turn, run_turn, sizeof(struct turn_data), turn_fields},
    {ELEMENT_PAGE_FOOT, compile_turn, run_turn, sizeof(struct turn_data), turn_fields},
    {ELEMENT_CAPTION, compile_caption, run_caption, sizeof(struct caption_data), caption_fields},
    {ELEMENT_HEAD, NULL, run_head, 0, NULL},
    {ELEMENT_FOOT, compile_foot, run_foot, 0, NULL},
    {ELEMENT_ROW, NULL, run_row, sizeof(struct row_data), row_fields},
    {ELEMENT_GROUP, NULL, run_group, 0, NULL},
    {ELEMENT_CELL, compile_cell, run_cell, sizeof(struct cell_data), cell_fields},
    {ELEMENT_NOTE, compile_caption, run_caption, sizeof(struct caption_data), caption_fields},
    {ELEMENT_PROSE_TABLE, compile_table, run_table, sizeof(struct table_data), table_fields},
    {ELEMENT_PROSE_ROW, NULL, run_row, sizeof(struct row_data), row_fields},
    {ELEMENT_PROSE_CELL, compile_cell, run_cell, sizeof(struct cell_data), cell_fields},
    {ELEMENT_FORM, compile_form, run_table, sizeof(struct table_data), table_fields},
    {ELEMENT_FORM_HEAD, NULL, run_head, 0, NULL},
    {ELEMENT_FORM_ROW, compile_form_row, run_form_row, sizeof(struct row_data), row_fields},
    {ELEMENT_FORM_CELL, compile_form_cell, run_form_cell, sizeof(struct form_cell), cell_fields},
    {.id = ELEMENT_NONE},
};
