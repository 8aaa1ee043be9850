/*
 * The text of cells: set once, placed in portions.
 *
 * Every cell is a flow for its inner width.  With the running sums of its slices' heights, "how high is the
 * rest" costs nothing and "how much goes in here" only what it places, so that a table is linear in its text
 * whatever the number of parts. A cell that a page turn cuts goes on where it stopped.  A label (a row head)
 * whose text is all on earlier pages is repeated, with the style's suffix, as an artifact: read aloud, it is
 * there once.  It is repeated only where all of it goes in.
 */
#include "layout/table_int.h"

/* A cell of so many lines is not divided so that one of them stands alone. */
enum { MANY_LINES = 4 };

/* --- making --- */

/* Takes over the slices of `made` in an array of their number: most cells have one. */
static enum status slices_keep(struct layout *layout, struct table_cell_flow *cell, const struct flow *made)
{
    cell->flow = *made;
    cell->flow.capacity = made->count;
    cell->flow.slices = ARENA_NEW_ARRAY(layout->arena, made->count, struct slice);
    if (!cell->flow.slices)
        return NO_MEMORY;
    for (size_t i = 0; i < made->count; i++)
        cell->flow.slices[i] = made->slices[i];
    return OK;
}

static enum status sums_make(struct layout *layout, struct table_cell_flow *cell)
{
    cell->sums = ARENA_NEW_ARRAY(layout->arena, cell->flow.count + 1, length);
    if (!cell->sums)
        return NO_MEMORY;
    for (size_t i = 0; i < cell->flow.count; i++)
        cell->sums[i + 1] = cell->sums[i] + cell->flow.slices[i].before + cell->flow.slices[i].height;
    return OK;
}

static bool cell_is_head(const struct table_flow *flow, const struct table_cell_flow *cell)
{
    return cell->row < flow->table->head_rows;
}

static length cell_inner_width(const struct table_flow *flow, const struct table_cell *cell)
{
    length width = flow->column_x[cell->column + cell->column_span] - flow->column_x[cell->column];
    return width - flow->table->style->pad_left - flow->table->style->pad_right;
}

/* A column into which not even one character goes would let text stand out over its neighbour. */
static enum status cell_check_width(struct layout *layout, const struct table_cell *cell, length width)
{
    for (const struct block *block = cell->blocks; block; block = block->next) {
        length least = 1;
        if (block->kind == BLOCK_PARAGRAPH && block->inline_count > 0)
            least = block->style->size + block->style->left + block->style->right;
        if (width >= least)
            continue;
        diag_report(layout->diag, MSG_LAYOUT_CELL_NARROW, cell->place, cell->column + 1,
                    LAYOUT_MM(width > 0 ? width : 0), LAYOUT_MM(least));
        return FAILED;
    }
    return OK;
}

static uint16_t span_clamp(size_t span)
{
    return span > UINT16_MAX ? UINT16_MAX : (uint16_t)span;
}

/* Cells of the foot are aligned as the foot's style says, where it is one of its own. */
static enum align cell_align(const struct layout *layout, const struct table_flow *flow,
                             const struct table_cell_flow *cell)
{
    const struct table_style *style = flow->table->style;
    if (cell->cell->has_align)
        return cell->cell->align;
    if (cell_is_head(flow, cell))
        return style->head_align;
    bool own = style->foot_style.len > 0 && !str_equal(style->foot_style, style->cell_style);
    const struct paragraph_style *foot = NULL;
    if (own && cell->row >= table_body_end(flow->table))
        foot = style_paragraph(layout->content->styles, style->foot_style);
    return foot ? foot->align : style->align;
}

/* `work`: a flow whose array serves one cell after the other. */
static enum status cell_make(struct layout *layout, struct table_flow *flow, struct table_cell_flow *cell,
                             struct flow *work)
{
    const struct table_cell *source = cell->cell;
    bool head = cell_is_head(flow, cell);
    enum align align = cell_align(layout, flow, cell);
    length shift = 0;
    cell->flow.width = cell_inner_width(flow, source);
    if (!source->blocks)
        return sums_make(layout, cell);
    enum status status = cell_check_width(layout, source, cell->flow.width);
    if (status)
        return status;
    struct page_tag tag = {.meaning = head ? MEANING_HEAD_CELL : MEANING_CELL,
                           .block = layout->next_block++,
                           .table = flow->number,
                           .row = (uint32_t)cell->row,
                           .column = (uint32_t)source->column,
                           .row_span = span_clamp(source->row_span),
                           .column_span = span_clamp(source->column_span)};
    if (source->repeated)
        tag = (struct page_tag){.meaning = MEANING_ARTIFACT};
    *work = (struct flow){.width = cell->flow.width, .slices = work->slices, .capacity = work->capacity};
    status = table_decimal_align(layout, flow, source, head, &align, &shift);
    if (!status)
        status = flow_add_blocks(layout, work, source->blocks, &tag, align, true);
    flow_shift(work, shift);
    if (!status)
        status = slices_keep(layout, cell, work);
    return status ? status : sums_make(layout, cell);
}

enum status table_cells_make(struct layout *layout, struct table_flow *flow)
{
    enum status result = OK;
    struct flow work = {0};
    for (size_t i = 0; i < flow->cell_count; i++) {
        enum status status = cell_make(layout, flow, &flow->cells[i], &work);
        if (status == FAILED && diag_count(layout->diag, SEVERITY_ERROR) < DIAG_LIMIT)
            result = FAILED;
        else if (status)
            return status;
    }
    return result;
}

/* --- measuring --- */

length table_cell_height(const struct table_cell_flow *cell, size_t from, size_t to)
{
    return from == to ? 0 : cell->sums[to] - cell->sums[from] - cell->flow.slices[from].before;
}

static bool slice_keeps(const struct slice *slice, enum table_keeps keeps)
{
    return keeps == KEEPS_ALL ? slice->keep_next : keeps == KEEPS_LINES && slice->keep_line;
}

static size_t stop_before(const struct table_cell_flow *cell, size_t from, size_t to, enum table_keeps keeps)
{
    while (to > from && slice_keeps(&cell->flow.slices[to - 1], keeps))
        to--;
    return to;
}

size_t table_cell_fit(const struct table_cell_flow *cell, size_t from, length space, enum table_keeps keeps)
{
    size_t to = from;
    while (to < cell->flow.count && table_cell_height(cell, from, to + 1) <= space)
        to++;
    if (to == cell->flow.count || keeps == KEEPS_NONE)
        return to;
    to = stop_before(cell, from, to, keeps);
    if (cell->flow.count < MANY_LINES)
        return to;
    if (to + 1 == cell->flow.count && to >= from + 3)
        to = stop_before(cell, from, to - 1, keeps);
    return from == 0 && to == 1 ? from : to;
}

/* --- placing --- */

/* Where a cell's box lies on the page. */
struct cell_box {
    struct page *page;
    length x, top, bottom; /* of the inner box: padding taken off */
    bool artifact;         /* a repetition */
};

static enum status slices_place(struct layout *layout, const struct flow *flow, size_t from, size_t to,
                                const struct cell_box *box, length y)
{
    for (size_t i = from; i < to; i++) {
        const struct slice *slice = &flow->slices[i];
        if (i > from)
            y += slice->before;
        size_t first = box->page->item_count, lines = box->page->line_count;
        enum status status = slice_place(layout, slice, box->page, box->x, y);
        if (status)
            return status;
        for (size_t item = first; box->artifact && item < box->page->item_count; item++)
            box->page->items[item].tag = (struct page_tag){.meaning = MEANING_ARTIFACT};
        box->page->line_count = box->artifact ? lines : box->page->line_count;
        y += slice->height;
    }
    return OK;
}

/* Top of text `height` high: aligned when it is the whole text, else it begins at the top. */
static length text_top(const struct table_flow *flow, const struct table_cell_flow *cell,
                       const struct cell_box *box, length height, bool whole)
{
    const struct table_style *style = flow->table->style;
    enum valign valign = cell_is_head(flow, cell) ? style->head_valign : style->valign;
    length rest = box->bottom - box->top - height;
    if (cell->cell->has_valign)
        valign = cell->cell->valign;
    if (!whole || rest <= 0 || valign == VALIGN_TOP)
        return box->top;
    return box->top + (valign == VALIGN_MIDDLE ? rest / 2 : rest);
}

/* The label's blocks with `suffix` at the end of the last paragraph; no headings, so that none is counted
 * twice. */
static enum status label_blocks(struct layout *layout, const struct block *blocks, struct str suffix,
                                struct block **ret_blocks)
{
    struct block *first = NULL, **end = &first, *last = NULL;
    for (const struct block *block = blocks; block; block = block->next) {
        struct block *copy = ARENA_NEW(layout->arena, struct block);
        if (!copy)
            return NO_MEMORY;
        *copy = *block;
        copy->next = NULL;
        copy->heading = 0;
        *end = copy;
        end = &copy->next;
        if (copy->kind == BLOCK_PARAGRAPH)
            last = copy;
    }
    *ret_blocks = first;
    if (!last || suffix.len == 0)
        return OK;
    struct inline_item *inlines = ARENA_NEW_ARRAY(layout->arena, last->inline_count + 1, struct inline_item);
    if (!inlines)
        return NO_MEMORY;
    for (size_t i = 0; i < last->inline_count; i++)
        inlines[i] = last->inlines[i];
    const struct inline_item *before = last->inline_count ? &last->inlines[last->inline_count - 1] : NULL;
    inlines[last->inline_count] = (struct inline_item){
        .kind = INLINE_TEXT, .text = suffix, .style = before ? before->style : NULL, .place = last->place};
    last->inlines = inlines;
    last->inline_count++;
    return OK;
}

static enum status label_make(struct layout *layout, const struct table_flow *flow,
                              struct table_cell_flow *cell)
{
    const struct table_style *style = flow->table->style;
    struct block *blocks;
    struct flow *label = ARENA_NEW(layout->arena, struct flow);
    if (!label)
        return NO_MEMORY;
    label->width = cell->flow.width;
    enum status status = label_blocks(layout, cell->cell->blocks, style->continued, &blocks);
    if (status)
        return status;
    struct page_tag tag = {.meaning = MEANING_ARTIFACT};
    enum align align = cell_align(layout, flow, cell);
    length shift = 0;
    status = table_decimal_align(layout, flow, cell->cell, false, &align, &shift);
    if (!status)
        status = flow_add_blocks(layout, label, blocks, &tag, align, true);
    flow_shift(label, shift);
    if (!status)
        cell->label = label;
    return status;
}

/* A cell whose text stands on earlier pages: the label again, if it is one and goes in. */
static enum status label_place(struct layout *layout, const struct table_flow *flow,
                               struct table_cell_flow *cell, const struct cell_box *box)
{
    if (!cell->cell->is_label || !flow->table->style->repeat_labels || cell->flow.count == 0)
        return OK;
    enum status status = cell->label ? OK : label_make(layout, flow, cell);
    if (status)
        return status;
    struct cell_box again = *box;
    again.artifact = true;
    length height = flow_height(cell->label, 0, cell->label->count);
    if (height > again.bottom - again.top)
        return OK;
    return slices_place(layout, cell->label, 0, cell->label->count, &again,
                        text_top(flow, cell, &again, height, true));
}

/* Places what of the cell belongs to the part. */
static enum status cell_place(struct layout *layout, struct table_flow *flow, const struct table_part *part,
                              uint32_t index, uint32_t *next, const struct cell_box *box)
{
    struct table_cell_flow *cell = &flow->cells[index];
    size_t last_row = table_part_row(part, part->count - 1);
    size_t from = table_cell_next(flow, part, index), to = cell->flow.count;
    bool ends_at_last = table_cell_ends(cell, last_row);
    next[cell->cell->column] = (uint32_t)to;
    if (from == to)
        return from == 0 ? OK : label_place(layout, flow, cell, box);
    if (cell->row + cell->cell->row_span > last_row + 1 || (ends_at_last && part->cut))
        to = table_cell_fit(cell, from, box->bottom - box->top, part->keeps);
    if (part->forced && ends_at_last && to == from)
        to++;
    next[cell->cell->column] = (uint32_t)to;
    bool whole = from == 0 && to == cell->flow.count;
    length y = text_top(flow, cell, box, table_cell_height(cell, from, to), whole);
    return slices_place(layout, &cell->flow, from, to, box, y);
}

/* The inner box of the cell within the part. */
static struct cell_box cell_box_of(const struct table_flow *flow, const struct table_part *part,
                                   uint32_t index)
{
    const struct table_cell_flow *cell = &flow->cells[index];
    size_t top = table_part_index(part, cell->row);
    size_t bottom = table_part_index(part, cell->row + cell->cell->row_span);
    return (struct cell_box){
        .page = part->room->page,
        .x = part->room->x + flow->column_x[cell->cell->column] + flow->table->style->pad_left,
        .top = part->room->y + part->y[top] + part->pad_top,
        .bottom = part->room->y + part->y[bottom < part->count ? bottom : part->count] - part->pad_bottom};
}

/* The title above a later part. */
static enum status title_place(struct layout *layout, const struct table_flow *flow,
                               const struct table_part *part)
{
    const struct cell_box box = {
        .page = part->room->page, .x = part->room->x, .top = part->room->y, .artifact = true};
    return slices_place(layout, flow->title, 0, flow->title->count, &box, box.top);
}

/* The head again, whole. */
static enum status head_repeat(struct layout *layout, const struct table_flow *flow,
                               const struct table_part *part)
{
    struct table_part head = *part;
    head.count = part->head_count;
    head.head_count = 0;
    head.first_row = 0;
    for (uint32_t index = 0; index < flow->row_cells[part->head_count]; index++) {
        const struct table_cell_flow *cell = &flow->cells[index];
        struct cell_box box = cell_box_of(flow, &head, index);
        box.artifact = true;
        length height = table_cell_height(cell, 0, cell->flow.count);
        enum status status = slices_place(layout, &cell->flow, 0, cell->flow.count, &box,
                                          text_top(flow, cell, &box, height, true));
        if (status)
            return status;
    }
    return OK;
}

enum status table_cells_place(struct layout *layout, struct table_flow *flow, const struct table_part *part,
                              uint32_t *next)
{
    enum status status = part->titled ? title_place(layout, flow, part) : OK;
    if (!status && part->head_count > 0)
        status = head_repeat(layout, flow, part);
    for (size_t column = 0;
         !status && column < flow->table->column_count;) { /* all that stand in the first row */
        uint32_t index = table_grid_cell(flow, part->first_row, column);
        struct cell_box box = cell_box_of(flow, part, index);
        status = cell_place(layout, flow, part, index, next, &box);
        column = flow->cells[index].cell->column + flow->cells[index].cell->column_span;
    }
    size_t end = table_part_row(part, part->count);
    for (uint32_t index = flow->row_cells[part->first_row + 1]; !status && index < flow->row_cells[end];
         index++) {
        struct cell_box box = cell_box_of(flow, part, index);
        status = cell_place(layout, flow, part, index, next, &box);
    }
    return status;
}
