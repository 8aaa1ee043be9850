/*
 * The texts of cells: set row by row when a plan wants the row, given back when the row is placed, because
 * texts take a hundred times the memory of what they are made from.
 *
 * Rows are set into windows, arenas of a few dozen cells, which the processor keeps near.  A window goes when the
 * last row that one of its cells reaches into is placed; the head's stays until the table is finished.  A fault in a
 * row stops the planning for good; table_check then looks through the rest, so that all faults are found in one run.
 */
#include "layout/table/table_int.h"
#include "layout/messages.def"

enum { WINDOW_CELLS = 32 };

struct table_window {
    struct table_window *next, *previous; /* of all tables */
    struct table_window *below;           /* of the same table, older; of those not in use: the next one */
    struct arena *arena;
    struct text_cache texts;
    struct flow work; /* its array serves one cell after the other */
    size_t cells;
    size_t end; /* the row behind the last one that its cells reach into */
};

struct table_windows {
    struct table_window *open, *spare;
};

/* --- cells --- */

/* Takes over the slices of `made` in an array of their number: most cells have one. */
static enum status slices_keep(const struct where *where, struct table_cell_text *cell,
                               const struct flow *made)
{
    cell->flow = *made;
    cell->flow.capacity = made->count;
    cell->flow.slices = arena_alloc_bytes(where->arena, made->count * sizeof *cell->flow.slices);
    if (cell->flow.slices == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < made->count; i++)
        cell->flow.slices[i] = made->slices[i];
    return OK;
}

static enum status sums_make(const struct where *where, struct table_cell_text *cell)
{
    cell->sums = ARENA_NEW_ARRAY(where->arena, cell->flow.count + 1, length);
    if (cell->sums == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < cell->flow.count; i++)
        cell->sums[i + 1] = cell->sums[i] + cell->flow.slices[i].before + cell->flow.slices[i].height;
    return OK;
}

static length cell_inner_width(const struct table_flow *flow, const struct table_cell *cell)
{
    length width = flow->column_x[cell->column + cell->column_span] - flow->column_x[cell->column];
    return width - flow->pad_left - flow->pad_right;
}

/* A column into which not even one character goes would let text stand out over its neighbour.  Told once a
 * column. */
static enum status cell_check_width(const struct where *where, const struct table_flow *flow,
                                    const struct table_cell *cell, length width)
{
    for (struct block_walk walk = block_walk(cell->blocks); walk.block != NULL; block_walk_next(&walk)) {
        const struct block *block = walk.block;
        length least = 1;
        if (block->kind == BLOCK_PARAGRAPH && block->paragraph.inline_count > 0)
            least =
                block->paragraph.style->size + block->paragraph.style->left + block->paragraph.style->right;
        if (width >= least)
            continue;
        if (!flow->narrow[cell->column])
            diag_report(where->layout->diag, MSG_LAYOUT_CELL_NARROW, cell->place, cell->column + 1,
                        LENGTH_MM_ARGS(width > 0 ? width : 0), LENGTH_MM_ARGS(least));
        flow->narrow[cell->column] = true;
        return FAILED;
    }
    return OK;
}

enum align table_cell_align(const struct layout *layout, const struct table_flow *flow,
                            const struct table_cell_flow *cell)
{
    const struct table_style *style = flow->table->style;
    if (cell->cell->has_align)
        return cell->cell->align;
    if (table_cell_is_head(flow, cell))
        return style->head_align;
    bool own = style->foot_style.len > 0 && !str_equal(style->foot_style, style->cell_style);
    const struct paragraph_style *foot = NULL;
    if (own && cell->row >= table_body_end(flow->table))
        foot = style_paragraph(layout->content->styles, style->foot_style);
    return foot != NULL ? foot->align : style->align;
}

/* One slice, so high that with padding the labels go in. */
static enum status slant_make(const struct where *where, const struct table_flow *flow,
                              const struct table_cell *source, struct table_cell_text *text)
{
    const struct table_style *style = flow->table->style;
    length height = 0;
    enum status status = table_slant_make(
        where, source, flow->column_x[source->column + source->column_span] - flow->column_x[source->column],
        &text->slant, &height);
    if (status != OK)
        return status;
    struct slice *slice = flow_add_slice(where, &text->flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->place = source->place;
    slice->height = length_max(height - style->pad_top - style->pad_bottom, 0);
    return OK;
}

/* The cell's blocks, set in `work`. */
static enum status blocks_make(const struct where *where, const struct table_flow *flow,
                               const struct table_cell_flow *cell, struct flow *work,
                               struct table_cell_text *text)
{
    const struct table_cell *source = cell->cell;
    const bool head = table_cell_is_head(flow, cell);
    enum align align = table_cell_align(where->layout, flow, cell);
    length shift = 0;
    enum status status = table_decimal_align(where, flow, source, head, &align, &shift);
    if (status == OK)
        status = flow_set_blocks(where, work, source->blocks,
                                 &(struct setting){source->repeated, true, align, true});
    flow_shift(work, shift);
    return status == OK ? slices_keep(where, text, work) : status;
}

static enum status cell_make(const struct where *where, struct table_flow *flow, struct table_cell_flow *cell,
                             struct flow *work)
{
    const struct table_cell *source = cell->cell;
    if (source->blocks == NULL)
        return OK;
    struct table_cell_text *text = ARENA_NEW(where->arena, struct table_cell_text);
    if (text == NULL)
        return NO_MEMORY;
    length width = cell_inner_width(flow, source);
    enum status status = cell_check_width(where, flow, source, width);
    if (status != OK)
        return status;
    *work =
        (struct flow){.width = width, .page = flow->page, .slices = work->slices, .capacity = work->capacity};
    status = source->slants > 0 ? slant_make(where, flow, source, text)
                                : blocks_make(where, flow, cell, work, text);
    if (status == OK)
        status = sums_make(where, text);
    if (status == OK)
        cell->text = text;
    return status;
}

/* --- windows --- */

enum status table_begin(struct layout *layout)
{
    layout->windows = ARENA_NEW(layout->job, struct table_windows);
    layout->shared = ARENA_NEW(layout->job, struct table_shared *);
    return layout->windows != NULL && layout->shared != NULL ? OK : NO_MEMORY;
}

/* A window for the next rows: one that was given back, or a new one. */
static struct table_window *window_open(struct table_flow *flow)
{
    struct table_windows *windows = flow->layout->windows;
    struct table_window *window = windows->spare;
    if (window != NULL) {
        windows->spare = window->below;
        *window = (struct table_window){.arena = window->arena};
    } else {
        window = ARENA_NEW(flow->layout->job, struct table_window);
        if (window != NULL)
            window->arena = arena_new(0);
        if (window == NULL || window->arena == NULL)
            return NULL;
    }
    window->next = windows->open;
    if (window->next != NULL)
        window->next->previous = window;
    windows->open = window;
    window->below = flow->windows;
    flow->windows = window;
    return window;
}

static void window_close(struct table_windows *windows, struct table_window *window)
{
    if (window->next != NULL)
        window->next->previous = window->previous;
    if (window->previous != NULL)
        window->previous->next = window->next;
    else
        windows->open = window->next;
    arena_reset(window->arena);
    window->below = windows->spare;
    windows->spare = window;
}

void table_release(struct table_flow *flow, size_t row)
{
    for (struct table_window **link = &flow->windows; *link != NULL;) {
        struct table_window *window = *link;
        if (window->end > row) {
            link = &window->below;
            continue;
        }
        *link = window->below;
        window_close(flow->layout->windows, window);
    }
}

void table_end(const struct layout *layout)
{
    struct table_windows *windows = layout->windows;
    if (windows == NULL)
        return;
    for (struct table_window *window = windows->open; window != NULL; window = window->next)
        arena_free(window->arena);
    for (struct table_window *window = windows->spare; window != NULL; window = window->below)
        arena_free(window->arena);
    *windows = (struct table_windows){NULL, NULL};
}

/* --- rows --- */

/* The window for the row, known to last until all its cells are placed. */
static struct table_window *window_for(struct table_flow *flow, size_t row)
{
    const struct table *table = flow->table;
    struct table_window *window = flow->windows;
    if (window == NULL || window->cells >= WINDOW_CELLS || row == table->head_rows)
        window = window_open(flow);
    if (window == NULL)
        return NULL;
    for (size_t i = 0; i < table->rows[row].cell_count; i++) {
        size_t end = row < table->head_rows ? table->row_count : row + table->rows[row].cells[i].row_span;
        window->end = end > window->end ? end : window->end;
    }
    window->cells += table->rows[row].cell_count;
    return window;
}

static enum status row_make(const struct where *where, struct table_flow *flow, size_t row,
                            struct table_window *window)
{
    enum status result = OK;
    for (uint32_t i = flow->row_cells[row]; i < flow->row_cells[row + 1]; i++) {
        enum status status = cell_make(where, flow, &flow->cells[i], &window->work);
        if (status == FAILED && diag_count(where->layout->diag, SEVERITY_ERROR) < DIAG_LIMIT)
            result = FAILED;
        else if (status != OK)
            return status;
    }
    return result;
}

/* Sets the next row in its window's arena. */
static enum status next_row_make(struct table_flow *flow)
{
    struct table_window *window = window_for(flow, flow->made_rows);
    if (window == NULL)
        return NO_MEMORY;
    const struct where where = {
        .layout = flow->layout, .arena = window->arena, .page_arena = window->arena, .texts = &window->texts};
    return row_make(&where, flow, flow->made_rows++, window);
}

enum status table_turns_set(struct table_flow *flow, size_t row)
{
    const size_t first = flow->table->row_count;
    struct table_window *window = window_open(flow);
    enum status status = OK;
    if (window == NULL)
        return NO_MEMORY;
    window->end = row;
    window->cells = WINDOW_CELLS; /* no other row's */
    const struct where where = {
        .layout = flow->layout, .arena = window->arena, .page_arena = window->arena, .texts = &window->texts};
    for (size_t i = 0; i < flow->turn_rows && status == OK; i++)
        status = row_make(&where, flow, first + i, window);
    return status;
}

enum status table_check(struct table_flow *flow)
{
    while (!status_stops(flow->status) && flow->made_rows < flow->table->row_count &&
           diag_count(flow->layout->diag, SEVERITY_ERROR) < DIAG_LIMIT) {
        table_release(flow, flow->table->row_count);
        enum status status = next_row_make(flow);
        flow->status = status == OK ? flow->status : status;
    }
    return flow->status;
}

enum status table_row_make(struct table_flow *flow, size_t row)
{
    while (flow->status == OK && flow->made_rows <= row)
        flow->status = next_row_make(flow);
    return flow->status;
}

struct arena *table_cell_arena(struct table_flow *flow, const struct table_cell_flow *cell)
{
    struct table_window *window = flow->windows;
    size_t end = table_cell_below(cell);
    window->end = end > window->end ? end : window->end;
    return window->arena;
}
