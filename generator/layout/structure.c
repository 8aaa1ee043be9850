/*
 * What the parts of the document are: a walk over the content, in reading order, before anything is set.
 *
 * Each block that has a text, and each cell, gets its node; a part whose only block is a paragraph has its text
 * for its own, so that a table costs a node a cell.  What only arranges things (KEEP, COLUMNS, white, rules) has
 * none; nor have headers and footers.  Blocks at fixed places are read before the body of their section, notes
 * behind their mark, notes of a table behind the table.  A paragraph in a cell is no heading of the document.
 */
#include "layout/layout_int.h"
#include "layout/messages.def"

static enum status add_blocks(const struct layout *layout, struct page_cursor *cursor, struct block *blocks,
                              bool headings);

static enum status check_added(const struct layout *layout, enum status status, struct place place)
{
    return status == FAILED ? diag_report(layout->diag, MSG_LAYOUT_NODES, place, (int)PAGE_MAX_NODES)
                            : status;
}

enum status structure_add(const struct layout *layout, struct page_cursor *cursor,
                          const struct page_node *node, struct place place, uint32_t *ret_node)
{
    return check_added(layout, page_node_add(layout->document->structure, cursor, node, ret_node), place);
}

static enum status add_part(const struct layout *layout, struct page_cursor *cursor, enum page_part part,
                            struct place place, uint32_t *ret_node)
{
    const struct page_node node = {.part = (uint8_t)part};
    return structure_add(layout, cursor, &node, place, ret_node);
}

static enum status add_run(const struct layout *layout, uint32_t node, const struct page_run *run,
                           struct place place)
{
    return check_added(layout, page_run_add(layout->document->structure, node, run), place);
}

/* --- inside a part --- */

static uint8_t stand_of(enum align align, length first_indent)
{
    switch (align) {
    case ALIGN_CENTER:
        return PAGE_CENTERED;
    case ALIGN_RIGHT:
    case ALIGN_DECIMAL:
        return PAGE_RIGHT;
    default:
        return first_indent > 0 ? PAGE_INDENTED : PAGE_FLUSH;
    }
}

/* The one paragraph of the part is its text, unless it is a listing. */
static bool is_text(const struct block *blocks)
{
    return blocks != NULL && blocks->kind == BLOCK_PARAGRAPH && blocks->next == NULL &&
           !blocks->paragraph.typed;
}

static enum status fill_behind(const struct layout *layout, struct page_cursor *cursor, struct block *blocks);

/* A part whose text is a link: pages/note_links.c. */
static enum status add_linked(const struct layout *layout, struct page_cursor *cursor, enum page_part part,
                              struct inline_item *item)
{
    struct page_cursor link = {0};
    enum status status = add_part(layout, cursor, part, item->place, &link.parent);
    return status == OK ? add_part(layout, &link, PART_LINK, item->place, &item->node) : status;
}

/* The mark, and behind it what stands at the foot of the page, which begins with the mark. */
static enum status add_note(const struct layout *layout, struct page_cursor *cursor, struct inline_item *item)
{
    const struct block *first = item->note;
    struct page_cursor note = {0};
    enum status status = add_linked(layout, cursor, PART_REFERENCE, item);
    if (status == OK)
        status = add_part(layout, cursor, PART_NOTE, item->place, &note.parent);
    if (status == OK && first != NULL && first->kind == BLOCK_PARAGRAPH &&
        first->paragraph.inline_count > 0 && str_equal(first->paragraph.inlines[0].text, item->text))
        status = add_linked(layout, &note, PART_LABEL, &first->paragraph.inlines[0]);
    return status == OK ? fill_behind(layout, &note, item->note) : status;
}

/* The part has the language of the paragraph that is its text. */
static enum status set_lang(const struct layout *layout, uint32_t node, const struct block *block)
{
    struct page_structure *structure = layout->document->structure;
    uint16_t lang = 0;
    enum status status = page_lang_number(structure, block->paragraph.style->lang, &lang);
    if (status == FAILED)
        return diag_report(layout->diag, MSG_LAYOUT_LANGS, block->place, (int)PAGE_MAX_LANGS);
    page_node_of(structure, node)->lang = lang & PAGE_MAX_LANGS;
    return status;
}

/* The runs of a node so far. */
struct told_runs {
    const struct portions *before; /* of the inline before */
    uint16_t number;
};

/* A run for each portion of the inline that shows something; pieces of one text have their portions in common. */
static enum status add_shown(const struct layout *layout, const struct inline_item *item, uint32_t node,
                             struct told_runs *told)
{
    struct portions *shown = item->shown;
    enum status status = OK;
    for (size_t k = 0; shown != NULL && shown != told->before && k < shown->count && status == OK; k++) {
        struct portion *portion = &shown->items[k];
        const struct page_run run = {.text = portion->from,
                                     .len = (uint32_t)(portion->to - portion->from),
                                     .shown = portion->what,
                                     .within = portion->within != NULL ? portion->within->number : 0,
                                     .number = told->number < PAGE_MAX_RUN ? ++told->number : 0};
        portion->number = run.number;
        status = run.number > 0 ? add_run(layout, node, &run, item->place) : OK;
    }
    told->before = shown != NULL ? shown : told->before;
    return status;
}

/* What it leads to may have been left out. */
static bool is_linked(const struct inline_item *item)
{
    return item->link != NULL && item->link->target != NULL &&
           (item->kind == INLINE_TEXT || item->kind == INLINE_PAGE_OF) && item->node == 0;
}

/* Text as it was typed, unless it is a link. */
static bool is_code(const struct inline_item *item)
{
    return item->code && !is_linked(item) && item->node == 0;
}

/* The inlines from *index on that are one piece of it: of a listing all, with its line ends. */
static enum status add_text_code(const struct layout *layout, struct page_cursor *cursor, struct block *block,
                                 size_t *index)
{
    const struct block_paragraph *text = &block->paragraph;
    uint32_t node = 0;
    enum status status = add_part(layout, cursor, PART_CODE, text->inlines[*index].place, &node);
    for (; *index < text->inline_count && (text->typed || is_code(&text->inlines[*index])); ++*index)
        text->inlines[*index].node = node;
    return status;
}

/* The inlines from *index on that are one link; *index is behind them. */
static enum status add_text_link(const struct layout *layout, struct page_cursor *cursor, struct block *block,
                                 size_t *index)
{
    const struct block_paragraph *text = &block->paragraph;
    const struct inline_link *link = text->inlines[*index].link;
    struct told_runs told = {0};
    uint32_t node = 0;
    enum status status = add_part(layout, cursor, PART_LINK, link->place, &node);
    if (status == OK)
        status = link_begin(layout, link, node);
    for (; *index < text->inline_count && text->inlines[*index].link == link && status == OK; ++*index) {
        struct inline_item *item = &text->inlines[*index];
        if (item->kind == INLINE_NOTE)
            break;
        if (is_linked(item)) {
            item->node = node;
            status = add_shown(layout, item, node, &told);
        }
    }
    return status;
}

/* The inlines from `from` on.  The runs of a node stand together: before those of its links and notes. */
static enum status add_inlines_from(const struct layout *layout, struct block *block,
                                    struct page_cursor *cursor, size_t from)
{
    const struct block_paragraph *text = &block->paragraph;
    struct told_runs told = {0};
    enum status status = set_lang(layout, cursor->parent, block);
    block->node = cursor->parent;
    if (status == OK && text->target != NULL)
        status = target_begin(layout, block);
    for (size_t i = from; i < text->inline_count && status == OK; i++)
        if (!is_linked(&text->inlines[i]) && !is_code(&text->inlines[i]))
            status = add_shown(layout, &text->inlines[i], cursor->parent, &told);
    for (size_t i = from; i < text->inline_count && status == OK;) {
        if (is_linked(&text->inlines[i])) {
            status = add_text_link(layout, cursor, block, &i);
            continue;
        }
        if (is_code(&text->inlines[i])) {
            status = add_text_code(layout, cursor, block, &i);
            continue;
        }
        if (text->inlines[i].kind == INLINE_NOTE)
            status = add_note(layout, cursor, &text->inlines[i]);
        i++;
    }
    if (text->target != NULL)
        target_end(layout, block);
    return status;
}

static enum status add_inlines(const struct layout *layout, struct block *block, struct page_cursor *cursor)
{
    return add_inlines_from(layout, block, cursor, 0);
}

/* Behind what the part holds already. */
static enum status fill_behind(const struct layout *layout, struct page_cursor *cursor, struct block *blocks)
{
    return is_text(blocks) ? add_inlines(layout, blocks, cursor) : add_blocks(layout, cursor, blocks, false);
}

static enum status fill(const struct layout *layout, uint32_t part, struct block *blocks)
{
    struct page_cursor cursor = {.parent = part};
    return fill_behind(layout, &cursor, blocks);
}

static enum status add_filled(const struct layout *layout, struct page_cursor *cursor, enum page_part part,
                              struct block *blocks)
{
    uint32_t node = 0;
    if (blocks == NULL)
        return OK;
    enum status status = add_part(layout, cursor, part, blocks->place, &node);
    return status == OK ? fill(layout, node, blocks) : status;
}

/* --- tables --- */

static uint16_t span_clamp(size_t span)
{
    return (uint16_t)(span < UINT16_MAX ? span : UINT16_MAX);
}

/* A group of rows, and where its labels end. */
struct row_group {
    const struct table *table;
    enum page_part part;
    size_t labels;
};

/* The first cell of a foot that is no figure says what its row is: 合计. */
static enum page_part cell_part(const struct row_group *group, const struct table_row *row,
                                const struct table_cell *cell)
{
    if (group->part == PART_HEAD)
        return PART_HEAD_CELL;
    if (group->part == PART_FOOT && cell->column == 0 && cell->figure == NULL && row->cell_count > 1)
        return PART_ROW_HEAD;
    if (cell->head != CELL_NO_HEAD)
        return cell->head == CELL_HEADS_ROW ? PART_ROW_HEAD : PART_HEAD_CELL;
    return cell->column + cell->column_span <= group->labels ? PART_ROW_HEAD : PART_CELL;
}

/* The cell's own word, else the style's. */
static enum align align_of_cell(const struct row_group *group, const struct table_cell *cell)
{
    const struct table_style *style = group->table->style;
    return cell->has_align ? cell->align : group->part == PART_HEAD ? style->head_align : style->align;
}

/* Rows are numbered without blank ones. */
static enum status add_row(const struct layout *layout, struct page_cursor *rows,
                           const struct row_group *group, size_t index, size_t number)
{
    const struct table_row *row = &group->table->rows[index];
    const struct page_node node = {.part = PART_ROW, .row = (uint32_t)number};
    struct page_cursor cursor = {0};
    enum status status = structure_add(layout, rows, &node, row->place, &cursor.parent);
    for (size_t i = 0; i < row->cell_count && status == OK; i++) {
        const struct table_cell *cell = &row->cells[i];
        const struct page_node own = {
            .part = (uint8_t)cell_part(group, row, cell),
            .column = (uint16_t)cell->column,
            .stand = cell->slants > 0 ? PAGE_SLANTED : stand_of(align_of_cell(group, cell), 0),
            .span = {span_clamp(structure_rows(group->table, index, cell->row_span)),
                     span_clamp(cell->column_span)}};
        uint32_t added = 0;
        status = structure_add(layout, &cursor, &own, cell->place, &added);
        if (status == OK)
            status = fill(layout, added, cell->blocks);
    }
    return status;
}

static enum status add_rows(const struct layout *layout, struct page_cursor *groups,
                            const struct row_group *group, size_t from, size_t to)
{
    struct page_cursor rows = {0};
    if (from == to)
        return OK;
    enum status status = add_part(layout, groups, group->part, group->table->place, &rows.parent);
    size_t number = group->part == PART_FOOT ? from - group->table->blank_rows : from;
    for (size_t i = from; i < to && status == OK; i++)
        if (!group->table->rows[i].blank)
            status = add_row(layout, &rows, group, i, number++);
    return status;
}

enum status structure_add_table(const struct layout *layout, struct page_cursor *cursor, struct table *table)
{
    struct page_cursor parts = {0};
    const size_t foot = table->row_count - table->foot_rows, labels = structure_labels(table);
    const struct row_group groups[] = {
        {table, PART_HEAD, 0}, {table, PART_BODY, labels}, {table, PART_FOOT, labels}};
    const struct table_style *style = table->style;
    const bool unruled = style->outer_rule == 0 && style->inner_rule == 0 && style->head_rule == 0;
    const struct page_node node = {.part = PART_TABLE,
                                   .stand = table->form ? PAGE_FORM
                                            : unruled   ? PAGE_UNRULED
                                                        : PAGE_FLUSH};
    enum status status = structure_add(layout, cursor, &node, table->place, &parts.parent);
    table->node = parts.parent;
    if (status == OK)
        status = add_filled(layout, &parts, PART_CAPTION, table->caption);
    if (status == OK)
        status = add_rows(layout, &parts, &groups[0], 0, table->head_rows);
    if (status == OK)
        status = add_rows(layout, &parts, &groups[1], table->head_rows, foot);
    if (status == OK)
        status = add_rows(layout, &parts, &groups[2], foot, table->row_count);
    return status == OK ? add_filled(layout, cursor, PART_NOTE, table->notes) : status;
}

/* The table's foot, made if there is none. */
static enum status foot_of(const struct layout *layout, const struct table *table, uint32_t *ret_foot)
{
    struct page_structure *structure = layout->document->structure;
    struct page_cursor parts = {.parent = table->node};
    for (uint32_t at = page_node_of(structure, table->node)->child; at > 0;
         at = page_node_of(structure, at)->next) {
        parts.last = *ret_foot = at;
        if (page_node_of(structure, at)->part == PART_FOOT)
            return OK;
    }
    return add_part(layout, &parts, PART_FOOT, table->place, ret_foot);
}

/* Behind those that an earlier table of several left there (table/wide.c). */
static uint32_t last_turn(const struct page_structure *structure, uint32_t foot)
{
    uint32_t last = 0, at = page_node_of(structure, foot)->child;
    for (; at > 0 && page_node_of(structure, at)->row >= PAGE_TURN_ROW;
         at = page_node_of(structure, at)->next)
        last = at;
    return last;
}

static enum status add_turn_cell(const struct layout *layout, struct page_cursor *cells,
                                 const struct row_group *group, const struct table_row *row,
                                 const struct table_cell *cell, uint32_t *ret_node)
{
    const struct page_node own = {.part = (uint8_t)cell_part(group, row, cell),
                                  .column = (uint16_t)cell->column,
                                  .stand = stand_of(align_of_cell(group, cell), 0),
                                  .span = {1, span_clamp(cell->column_span)}};
    struct told_runs told = {0};
    enum status status = structure_add(layout, cells, &own, cell->place, ret_node);
    for (const struct block *block = cell->blocks; block != NULL && status == OK; block = block->next)
        for (size_t i = 0;
             block->kind == BLOCK_PARAGRAPH && i < block->paragraph.inline_count && status == OK; i++)
            status = add_shown(layout, &block->paragraph.inlines[i], *ret_node, &told);
    return status;
}

enum status structure_add_turn(const struct layout *layout, const struct table *table,
                               const struct table_row *row, uint32_t *last, uint32_t *ret_nodes)
{
    struct page_structure *structure = layout->document->structure;
    const struct row_group group = {table, PART_FOOT, 0};
    struct page_cursor rows = {0}, cells = {0};
    enum status status = foot_of(layout, table, &rows.parent);
    if (status != OK)
        return status;
    rows.last = *last > 0 ? *last : last_turn(structure, rows.parent);
    const struct page_node node = {
        .part = PART_ROW, .row = rows.last > 0 ? page_node_of(structure, rows.last)->row + 1 : PAGE_TURN_ROW};
    status = structure_add(layout, &rows, &node, row->place, &cells.parent);
    *last = cells.parent;
    for (size_t i = 0; i < row->cell_count && status == OK; i++)
        status = add_turn_cell(layout, &cells, &group, row, &row->cells[i], &ret_nodes[i]);
    return status;
}

/* --- blocks --- */

/* The heading that a paragraph begins with is a part of its own, before it; both stand in one line. */
static enum status add_run_in(const struct layout *layout, struct page_cursor *cursor, struct block *block)
{
    struct block_paragraph *text = &block->paragraph;
    const struct page_node node = {
        .part = PART_HEADING, .level = (uint8_t)text->heading, .stand = PAGE_FLUSH};
    struct told_runs told = {0};
    enum status status = structure_add(layout, cursor, &node, block->place, &text->head);
    if (status == OK)
        status = set_lang(layout, text->head, block);
    for (size_t i = 0; i < text->run_on && status == OK; i++) {
        text->inlines[i].node = text->head;
        status = add_shown(layout, &text->inlines[i], text->head, &told);
    }
    return status;
}

static enum status add_paragraph(const struct layout *layout, struct page_cursor *cursor, struct block *block,
                                 bool headings)
{
    const struct paragraph_style *style = block->paragraph.style;
    const bool heading = headings && block->paragraph.heading > 0;
    const size_t run_in = heading ? block->paragraph.run_on : 0;
    const struct page_node node = {
        .part = heading && run_in == 0 ? PART_HEADING : PART_PARAGRAPH,
        .level = (uint8_t)(heading && run_in == 0 ? block->paragraph.heading : 0),
        .stand = block->paragraph.typed ? PAGE_TYPED : stand_of(style->align, style->first_indent)};
    uint32_t added = 0;
    enum status status = run_in > 0 ? add_run_in(layout, cursor, block) : OK;
    if (status == OK)
        status = structure_add(layout, cursor, &node, block->place, &added);
    struct page_cursor own = {.parent = added};
    if (run_in == 0)
        block->paragraph.head = added;
    return status == OK ? add_inlines_from(layout, block, &own, run_in) : status;
}

/* The item's number or mark, which stands in its first paragraph. */
static enum status add_label(const struct layout *layout, struct page_cursor *parts,
                             const struct list_item *item)
{
    const struct block *first = item->blocks;
    if (item->label.len == 0 || first == NULL || first->kind != BLOCK_PARAGRAPH ||
        first->paragraph.inline_count == 0)
        return OK;
    uint32_t *label = &first->paragraph.inlines[0].node;
    enum status status = add_part(layout, parts, PART_LABEL, item->place, label);
    return status == OK ? set_lang(layout, *label, first) : status;
}

static enum status add_item(const struct layout *layout, struct page_cursor *items,
                            const struct list_item *item)
{
    struct page_cursor parts = {0};
    uint32_t body = 0;
    enum status status = add_part(layout, items, PART_ITEM, item->place, &parts.parent);
    if (status == OK)
        status = add_label(layout, &parts, item);
    if (status == OK)
        status = add_part(layout, &parts, PART_ITEM_BODY, item->place, &body);
    return status == OK ? fill(layout, body, item->blocks) : status;
}

static enum status add_list(const struct layout *layout, struct page_cursor *cursor,
                            const struct block *block)
{
    const struct page_node node = {.part = PART_LIST, .numbering = structure_numbering(&block->list)};
    struct page_cursor items = {0};
    enum status status = structure_add(layout, cursor, &node, block->place, &items.parent);
    for (const struct list_item *item = block->list.items; item != NULL && status == OK; item = item->next)
        status = add_item(layout, &items, item);
    return status;
}

/* A picture that shows something. */
static enum status add_figure(const struct layout *layout, struct page_cursor *cursor, struct str alt,
                              struct place place, uint32_t *ret_node)
{
    const struct page_run run = {.text = alt.ptr, .len = (uint32_t)alt.len, .number = 1};
    if (alt.len == 0)
        return OK;
    enum status status = add_part(layout, cursor, PART_FIGURE, place, ret_node);
    return status == OK ? add_run(layout, *ret_node, &run, place) : status;
}

/* What it shows, and then each text of it that shows a figure. */
static enum status add_chart(const struct layout *layout, struct page_cursor *cursor, struct block *block)
{
    const struct block_chart *own = &block->chart;
    const struct chart *chart = own->chart;
    const size_t count = chart->point_count * (chart->series_count + 1);
    struct told_runs told = {.number = 1}; /* of the words */
    enum status status = add_figure(layout, cursor, own->alt, block->place, &block->node);
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct inline_item item = {.shown = own->labels[i].shown, .place = block->place};
        status = add_shown(layout, &item, block->node, &told);
    }
    return status;
}

/* With its caption. */
static enum status add_captioned(const struct layout *layout, struct page_cursor *cursor, struct block *block)
{
    struct page_cursor parts = {0};
    enum status status = OK;
    if (block->picture.caption == NULL)
        return add_figure(layout, cursor, block->picture.alt, block->place, &block->node);
    status = add_part(layout, cursor, PART_CAPTIONED, block->place, &parts.parent);
    if (status == OK)
        status = add_figure(layout, &parts, block->picture.alt, block->place, &block->node);
    return status == OK ? add_filled(layout, &parts, PART_CAPTION, block->picture.caption) : status;
}

static enum status add_sign(const struct layout *layout, struct page_cursor *cursor, struct block *block,
                            bool headings)
{
    block->sign.first_node = (uint32_t)page_node_count(layout->document->structure) + 1;
    enum status status = add_blocks(layout, cursor, block->sign.blocks, headings);
    if (status == OK && block->sign.picture != NULL)
        status = add_figure(layout, cursor, block->sign.alt, block->place, &block->sign.figure);
    if (status == OK)
        status = add_part(layout, cursor, PART_SIGNATURE, block->place, &block->node);
    return status == OK ? signing_expect(layout, block) : status;
}

static enum status add_block(const struct layout *layout, struct page_cursor *cursor, struct block *block,
                             bool headings)
{
    enum status status = OK;
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return add_paragraph(layout, cursor, block, headings);
    case BLOCK_TABLE:
        return structure_add_table(layout, cursor, block->table);
    case BLOCK_COLUMNS:
        for (size_t i = 0; i < block->columns.count && status == OK; i++)
            status = add_blocks(layout, cursor, block->columns.items[i].blocks, headings);
        return status;
    case BLOCK_KEEP:
        return add_blocks(layout, cursor, block->keep.blocks, headings);
    case BLOCK_LIST:
        return add_list(layout, cursor, block);
    case BLOCK_PICTURE:
        return add_captioned(layout, cursor, block);
    case BLOCK_CHART:
        return add_chart(layout, cursor, block);
    case BLOCK_SIGN:
        return add_sign(layout, cursor, block, headings);
    case BLOCK_CONTENTS:
        return headings ? add_part(layout, cursor, PART_CONTENTS, block->place, &block->node) : OK;
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_RULE:
        return OK;
    }
    return OK;
}

static enum status add_blocks(const struct layout *layout, struct page_cursor *cursor, struct block *blocks,
                              bool headings)
{
    enum status status = OK;
    for (struct block *block = blocks; block != NULL && status == OK; block = block->next)
        status = add_block(layout, cursor, block, headings);
    return status;
}

static enum status add_section(const struct layout *layout, struct page_cursor *sections,
                               const struct section *section)
{
    struct page_cursor cursor = {0};
    enum status status = add_part(layout, sections, PART_SECTION, section->place, &cursor.parent);
    const struct furniture *furniture = section->furniture;
    for (; furniture != NULL && status == OK; furniture = furniture->next)
        if (!furniture->again &&
            (furniture->kind == FURNITURE_AT_TOP || furniture->kind == FURNITURE_AT_BOTTOM))
            status = add_blocks(layout, &cursor, furniture->blocks, true);
    return status == OK ? add_blocks(layout, &cursor, section->blocks, true) : status;
}

enum status structure_make(const struct layout *layout, struct content *content)
{
    struct page_cursor sections = {.parent = 1};
    enum status status = OK;
    layout->document->structure = page_structure_new(layout->job);
    if (layout->document->structure == NULL)
        return NO_MEMORY;
    for (const struct section *section = content->sections; section != NULL && status == OK;
         section = section->next)
        status = add_section(layout, &sections, section);
    return status;
}
