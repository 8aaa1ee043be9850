/*
 * Inside the wing table: what its files share.
 *
 *   add.c         what stands around a table;  nested.c  tables in cells and columns
 *   grid.c        which cell stands where
 *   measure.c, columns.c, decimal.c  widths of columns, decimal points
 *   lack.c        what is told where they do not fit
 *   texts.c       the texts of rows, set when a part wants them
 *   split.c       a part for a page;  ends.c  where it ends;  break.c  how;  rows.c  how high its rows are
 *   turns.c       rows of sums at page turns
 *   cells.c, labels.c, rules.c, title.c  what is drawn of a part;  slant.c  斜线表头
 *   wide.c        tables wider than their page
 *
 * table_flow_make finds column edges and a grid that says which cell covers each place.  The texts of cells,
 * one flow each, are set row by row when a part wants them. The table is placed part by part.  A part is what
 * stands of it on one page: the head again when it is repeated, then rows; the last row may go on in the next
 * part.  Row heights are found anew in every part from what the cells have left to say, so that a cell that
 * crosses the page turn can neither lose text nor leave a hole.
 */
#ifndef CHENGWEN_TABLE_INT_H
#define CHENGWEN_TABLE_INT_H

#include "layout/table/table.h"

enum { TABLE_MAX_GRID = 1 << 24 /* rows × columns */ };

/* What stands again of a label on later pages: it with the style's mark; it; the mark. */
enum label_size { LABEL_MARKED, LABEL_BARE, LABEL_MARK, LABEL_SIZES };
struct table_label {
    struct flow flows[LABEL_SIZES];
    length heights[LABEL_SIZES];
};

/* The text of a cell, set for its inner width. */
struct table_cell_text {
    struct flow flow;
    length *sums; /* [i]: height of the slices before the i-th, white included; count + 1 of them */
    struct table_label *label;       /* NULL until it is wanted */
    const struct table_slant *slant; /* 斜线表头: `flow` is one slice, as high as it asks for; NULL: none */
};

struct table_cell_flow {
    const struct table_cell *cell;
    struct table_cell_text *text; /* while the row is wanted (texts.c); before: the empty one */
    uint32_t row;                 /* where it begins */
};

/* Where the decimal points of a column stand: the widest part before one and behind one. */
struct table_axis {
    length before, behind;
    length solid_before, solid_behind; /* of the numbers that cannot be divided */
    length widest;                     /* number */
    length limit;                      /* wider ones are set in several lines and do not count; 0: none */
};

/* Rows below those of a part. */
struct turn_foot {
    uint32_t *rows; /* of the grid */
    size_t count;
    length height;
};

struct table_flow {
    const struct table *table;
    const struct layout *layout;
    enum status status;           /* not OK: a row could not be set; the table is not placed any further */
    size_t made_rows;             /* rows that have been set */
    struct table_window *windows; /* that hold their texts, newest first */
    struct table_cell_text empty;
    length empty_sum;
    length room;                /* the width that it was given: at most so wide */
    length page;                /* as in struct flow */
    length *column_x;           /* column_count + 1 edges, from 0 */
    length pad_left, pad_right; /* of its cells: as the style says, or less (columns.c) */
    struct table_axis *axes;    /* [column] */
    uint32_t *grid;             /* [row * column_count + column]: index of the cell that covers it */
    uint32_t *row_cells;        /* [row]: index of the first cell that begins there; row_count + 1 of them */
    struct table_cell_flow *cells;
    size_t cell_count;
    bool *narrow;      /* [column]: told that no character goes into it */
    bool has_fills;    /* some place of it is */
    length empty_line; /* content height of a row without any text */
    length *head_y;    /* head_rows + 1 edges, from 0 */
    length first_height;
    size_t first_end; /* a first part does not end above this row, if avoidable */
    length *part_y;   /* room for the edges of a part: row_count + head_rows + 1 */
    length *next_y; /* the same, and as in struct table_cursor, for the part behind the one at hand; NULL: not
                           wanted yet */
    uint32_t *next_slices;
    struct flow *title; /* what stands above later parts; NULL until it is wanted */
    length title_height;
    struct flow *below; /* what stands below all parts but the last; NULL: nothing */
    length below_height;
    size_t turn_rows; /* rows of the grid behind the table's: at page turns */
    length *turn_y;   /* their edges, from 0: turn_rows + 1 */
    struct turn_foot
        feet[TURN_ALWAYS +
             1]; /* of a part behind which the table goes on, of the last of several, of the only one */
    struct turn_part *turn_parts; /* that were tried; newest first */
    uint32_t turn_node;           /* of the last row that is part of the structure; 0: none */
};

/* The first row of the foot. */
static inline size_t table_body_end(const struct table *table)
{
    return table->row_count - table->foot_rows;
}

/* With those of page turns that are there to be measured. */
static inline size_t table_measured_rows(const struct table *table)
{
    return table->row_count + (table->turns != NULL ? table->turns->measured : 0);
}

enum table_keeps { KEEPS_NONE, KEEPS_LINES /* keep_line */, KEEPS_ALL /* keep_next */ };

/* One part of the table, as it is planned and then placed.  Its rows are numbered from 0: `head_count`
 * rows that stand there again or for the turn, then the table's rows from `first_row` on; among these, once its end is
 * found, the rows of `foot` above `foot_above`. */
struct table_part {
    length *y; /* count + 1 edges, from 0, or from the lower end of the title */
    size_t count;
    bool titled;
    size_t head_count;
    size_t turn_heads; /* so many of them, the last, are for the turn: … */
    size_t turn_row;   /* … from this row of the grid on */
    size_t first_row;
    const struct turn_foot *foot; /* NULL: none, or none yet */
    size_t foot_above;
    bool continued; /* first_row began in an earlier part */
    bool cut;       /* the last row goes on in the next part */
    enum table_keeps keeps;
    length limit; /* so far down may the text of a cut row go: the room's height, or less */
    bool forced;  /* the last row's cells place one slice each although it does not fit */
    length pad_top, pad_bottom;
    const uint32_t *next;          /* as in struct table_cursor; NULL: nothing placed yet */
    const struct table_room *room; /* where it lies */
};

/* add.c */
enum status table_add(const struct where *where, struct flow *flow, const struct table *table) CHECKED;

/* rows.c: a table as wide as the flow around it lets it be: columns, grid, the first rows.  The texts of
 * others are set when a part is planned, so faults in them come to light with table_place or table_check. */
enum status table_flow_make(const struct where *where, const struct table *table, const struct flow *around,
                            struct table_flow **ret_flow) CHECKED;
length table_width(const struct table_flow *flow);

/* wide.c: the tables that `table` is set as, in a style with split_columns; mostly itself alone. FAILED
 * (reported): a column does not fit beside the labels. */
enum status table_wide_cut(const struct where *where, const struct table *table, length width,
                           const struct table **ret_tables, size_t *ret_count) CHECKED;
/* nested.c: a table in a cell or a column: slices, between which it may be divided. */
enum status table_add_inner(const struct where *where, struct flow *flow, const struct table *table) CHECKED;

/* grid.c: grid, row_cells, cells (without texts).  FAILED (reported): the table is too large. */
enum status table_grid_make(const struct where *where, struct table_flow *flow) CHECKED;
/* The cell that covers the place, and the column behind it: on through a row, each cell once. */
static inline struct table_cell_flow *table_grid_cell(const struct table_flow *flow, size_t row,
                                                      size_t column)
{
    return &flow->cells[flow->grid[row * flow->table->column_count + column]];
}
static inline size_t table_cell_behind(const struct table_cell_flow *cell)
{
    return cell->cell->column + cell->cell->column_span;
}

/* The first of the tables that share its columns; the others by `alike`. */
static inline const struct table *table_first_alike(const struct table *table)
{
    return table->like != NULL ? table->like : table;
}

/* columns.c: column_x and axes.  FAILED (reported): the columns do not go into the width. */
enum status table_columns_make(const struct where *where, struct table_flow *flow, length width) CHECKED;
/* The widths that the whole table asks for: as flow_blocks_widths. */
enum status table_widths(const struct where *where, const struct table *table,
                         struct text_widths *ret_widths) CHECKED;

/* decimal.c */
/* Is the cell's align decimal, one of the column's numbers? */
bool table_decimal_asks(const struct table *table, const struct table_cell *cell, bool head);
bool table_decimal_any(const struct table *table);
/* Widens the axis by the cell's number, if it is one.  FAILED: the text is faulty, and that was reported. */
enum status table_decimal_measure(const struct where *where, const struct table_cell *cell,
                                  struct table_axis *axis) CHECKED;
/* How a cell is set whose align is `*align`, in `width`: with *align changed to one that the text room knows,
 * and then moved to the right by *ret_shift. */
enum status table_decimal_align(const struct where *where, const struct table_flow *flow,
                                const struct table_cell *cell, bool head, enum align *align,
                                length *ret_shift) CHECKED;

/* texts.c */
/* Sets the rows up to `row`, unless they are set.  FAILED, reported: a text is at fault. */
enum status table_row_make(struct table_flow *flow, size_t row) CHECKED;
/* An arena that lasts as long as the cell is wanted. */
struct arena *table_cell_arena(struct table_flow *flow, const struct table_cell_flow *cell);
enum align table_cell_align(const struct layout *layout, const struct table_flow *flow,
                            const struct table_cell_flow *cell);
static inline bool table_cell_is_head(const struct table_flow *flow, const struct table_cell_flow *cell)
{
    return cell->row < flow->table->head_rows;
}

/* cells.c */
/* Height of slices from … to - 1, the white above the first dropped; with what stands again above it. */
length table_cell_height(const struct table_cell_flow *cell, size_t from, size_t to);
/* Up to which slice (exclusive) the text from `from` on goes into `space`; `from` when not even one does. */
size_t table_cell_fit(const struct table_cell_flow *cell, size_t from, length space, enum table_keeps keeps);
/* The repeated head of the part: artifacts. */
enum status table_head_place(const struct where *where, const struct table_flow *flow,
                             const struct table_part *part) CHECKED;
/* A flow that stands beside a part, at its left edge and so far down: an artifact. */
enum status table_beside_place(const struct where *where, const struct flow *flow,
                               const struct table_room *room, length y) CHECKED;
/* All cells of the part, in reading order; says in next[column] how far those that go on have got. */
enum status table_cells_place(const struct where *where, struct table_flow *flow,
                              const struct table_part *part, uint32_t *next) CHECKED;
/* The same next[column], without placing anything. */
void table_cells_next(const struct table_flow *flow, const struct table_part *part, uint32_t *next);

/* slant.c */
struct table_slant {
    size_t count;     /* of labels: 2, 3 */
    struct flow flow; /* a slice each, without align */
    struct slant_label {
        length width, height; /* of the box that its characters fill */
        length x, y;          /* of that within the slice */
    } labels[3];
    length clear; /* so far each is from the edges and the diagonals, across and down */
};
/* The widths that such a cell asks for, padding counted: the narrowest possible, and the one that looks well. */
enum status table_slant_widths(const struct where *where, const struct table_cell *cell, length *ret_least,
                               length *ret_natural) CHECKED;
/* The cell in a column of that width, padding counted, and how high it must be.  FAILED, reported: it is too narrow. */
enum status table_slant_make(const struct where *where, const struct table_cell *cell, length width,
                             const struct table_slant **ret_slant, length *ret_height) CHECKED;
/* Where the label's slice stands in a cell of that size. */
struct page_point table_slant_at(const struct table_slant *slant, size_t label, length width, length height);
/* Its diagonals, as an artifact. */
enum status table_slant_draw(const struct where *where, const struct table_flow *flow,
                             const struct table_slant *slant, struct page *page, struct page_box box) CHECKED;

/* labels.c */
/* Sets the labels that stand again in the part that the cursor begins. */
enum status table_labels_make(const struct where *where, struct table_flow *flow,
                              const struct table_cursor *cursor) CHECKED;
/* The part being planned: its last row grows for the text of labels that go on behind it. */
void table_labels_grow(const struct table_flow *flow, struct table_part *part);

/* rows.c */
/* The part's row in which the table's row stands. */
static inline size_t table_part_index(const struct table_part *part, size_t row)
{
    const size_t below = part->foot != NULL && row >= part->foot_above ? part->foot->count : 0;
    return part->head_count + (row > part->first_row ? row - part->first_row : 0) + below;
}
/* The table's row behind the last one of the part. */
static inline size_t table_part_behind(const struct table_part *part)
{
    return part->first_row + part->count - part->head_count - (part->foot != NULL ? part->foot->count : 0);
}
/* The row of the grid that stands in the part's row. */
static inline size_t table_part_row(const struct table_part *part, size_t index)
{
    const size_t repeated = part->head_count - part->turn_heads;
    if (index < part->head_count)
        return index < repeated ? index : part->turn_row + (index - repeated);
    const size_t row = part->first_row + (index - part->head_count);
    if (part->foot == NULL || row < part->foot_above)
        return row;
    const size_t below = row - part->foot_above;
    return below < part->foot->count ? part->foot->rows[below] : row - part->foot->count;
}
/* How many of the cell's slices stand in earlier parts. */
static inline size_t table_cell_next(const struct table_part *part, const struct table_cell_flow *cell)
{
    bool begun = cell->row < part->first_row || (cell->row == part->first_row && part->continued);
    return begun && part->next != NULL ? part->next[cell->cell->column] : 0;
}
/* A head that would take more than half of a page is not repeated: little would be left for the rows. */
static inline bool table_head_repeats(const struct table_flow *flow, length page)
{
    return flow->table->style->repeat_head && flow->head_y[flow->table->head_rows] <= page / 2;
}
/* The row behind the cell. */
static inline size_t table_cell_below(const struct table_cell_flow *cell)
{
    return cell->row + cell->cell->row_span;
}
/* Does the cell's last row equal `row`? */
static inline bool table_cell_ends(const struct table_cell_flow *cell, size_t row)
{
    return table_cell_below(cell) == row + 1;
}
/* Height of `row` in this part when nothing cuts it; y of the part is known down to the row's upper edge.
 */
length table_row_height(const struct table_flow *flow, const struct table_part *part, size_t row);

/* How strictly a part keeps to the rules.  On an empty page something must go, so there they give way one
 * after the other. */
enum strictness {
    STRICT,       /* all rules */
    BREAK_KEEPS,  /* paragraphs and rows that want to stay together may part; some cells of a row may begin
                     later than others */
    BREAK_LINES,  /* lines too, and the foot */
    WITHOUT_HEAD, /* neither title nor head are repeated; the head may itself be broken, or stand alone */
    WITHOUT_PADDING,
    FORCED /* one slice a cell, although it stands out of the page */
};

/* A part in the making. */
struct part_plan {
    struct table_flow *flow; /* its status says whether the plan can be trusted */
    struct table_part part;
    enum strictness strictness;
    const struct table_room *room;
    struct table_room less; /* for `room`, while rows at the turn take some of it */
    length *edges;          /* room for y of the part */
    struct arena *arena;    /* as long as the table */
    size_t least_cut;       /* no cut above this row, nor inside a row before it less one */
};
/* What a part ends, behind its last row: the table, sums at page turns, none. */
enum part_close { CLOSES_TABLE, CLOSES_SUMS, GOES_ON };
static inline enum part_close table_part_closes(const struct table *table, size_t behind)
{
    return behind == table->row_count                     ? CLOSES_TABLE
           : table->rows[behind].page_break == BREAK_ANEW ? CLOSES_SUMS
                                                          : GOES_ON;
}

/* split.c */
/* The part that the cursor begins, without rows of the body yet. */
void table_part_begin(struct part_plan *plan, const struct table_cursor *cursor);
/* As many rows as go in, down to where the part shall end.  false: not all, *ret_row is the first that does not, else the
 * one behind the part; or a row could not be set. */
bool table_part_fill(struct part_plan *plan, size_t *ret_row);

/* ends.c */
/* `row` does not fit below those of the part: ends it where that is best.  false: nowhere, as strict as we are; or a row
 * could not be set. */
bool table_part_end(struct part_plan *plan, size_t row);

/* break.c */
/* What breaking a row inside would give. */
struct table_row_break {
    length bottom;      /* of the part */
    size_t labels, few; /* labels that are divided; other cells, of few lines */
    bool placed;        /* at least one slice goes in */
    bool delayed;       /* a cell that wants to begin here cannot */
    bool left;          /* something remains for the next part */
};
/* Is it sensible to break `row` inside?  Its upper edge is known. */
bool table_row_break_find(const struct part_plan *plan, size_t row, struct table_row_break *ret_broken);
/* Ends the part inside the row behind its last one. */
void table_part_break(struct part_plan *plan, const struct table_row_break *broken);
/* Ends the part above `row`. */
void table_part_cut(struct part_plan *plan, size_t row);
/* Does a cut above `row` part what belongs together? */
bool table_cut_parts(const struct part_plan *plan, size_t row);
/* Moves the end up until it is right.  false: there is no such end. */
bool table_part_settle(struct part_plan *plan);
/* Where the text of a cell begins within the part. */
length table_cell_top(const struct part_plan *plan, const struct table_cell_flow *cell);

/* title.c */
/* Adds the text to the end of a paragraph, in the style of what stands there; its inlines become copies. */
enum status table_append_text(struct arena *arena, struct block *paragraph, struct str text) CHECKED;
/* What stands above a later part of the table; *ret_blocks NULL: nothing, or there is no style for it. */
enum status table_title_blocks(const struct where *where, const struct table *table,
                               struct block **ret_blocks) CHECKED;
/* Is there a caption that stands above every part because it says so? */
bool table_captions_repeat(const struct table *table);
/* Copies of those blocks that stand beside every part. */
enum status table_repeated_blocks(struct arena *arena, const struct block *blocks,
                                  struct block **ret_blocks) CHECKED;
/* Slices of a caption or title: one in the middle or at the right goes with its table, `width` wide. */
void table_caption_follow(const struct layout *layout, const struct table *table, const struct flow *flow,
                          size_t from, size_t to, length width);
/* The lines above later parts, made once: title, title_height; those below earlier ones: below, below_height. */
enum status table_title_make(const struct where *where, struct table_flow *flow) CHECKED;
enum status table_below_make(const struct where *where, struct table_flow *flow) CHECKED;

/* turns.c */
/* The rows of the grid behind the table's: how many, and how high they come; when its columns are known. */
size_t table_turn_rows(const struct table *table);
enum status table_turns_begin(const struct where *where, struct table_flow *flow) CHECKED;
/* On which turns the part stands that closes this, where its sums go on for so many parts. */
static inline enum table_turn_on table_turn_of(enum part_close closes, size_t sums_parts)
{
    return closes == GOES_ON ? TURN_GOES_ON : sums_parts > 0 ? TURN_DIVIDED : TURN_ALWAYS;
}
/* The plan's part is found: what its rows at the turn say, and where they stand.  FAILED, reported. */
enum status table_turns_take(const struct where *where, struct part_plan *plan,
                             const struct table_cursor *cursor) CHECKED;
enum status table_turns_place(const struct where *where, struct table_flow *flow,
                              const struct table_part *part) CHECKED;
/* texts.c: sets their rows as they are now; given back with the rows above `row`. */
enum status table_turns_set(struct table_flow *flow, size_t row) CHECKED;
/* cells.c: a whole cell in the part's row `index`. */
enum status table_turn_cell_place(const struct where *where, struct table_flow *flow,
                                  const struct table_part *part, const struct table_cell_flow *cell,
                                  size_t index) CHECKED;
/* wide.c: what of a row stands in a table that is one of several. */
enum status table_row_cut(const struct where *where, const struct table *table, const struct table_row *row,
                          struct table_row *ret_row) CHECKED;

/* rules.c: fills, then rules, of one part: of it what `edges` says. */
enum {
    EDGE_TOP = 1,    /* the outer rule above */
    EDGE_BOTTOM = 2, /* below */
    EDGE_SIDES = 4,  /* left and right, and all that is inside the part */
    EDGE_ABOVE = 8,  /* the rule that would stand above its first row inside the table */
    EDGES = EDGE_TOP | EDGE_BOTTOM | EDGE_SIDES
};
enum status table_rules_draw(const struct where *where, const struct table_flow *flow,
                             const struct table_part *part, unsigned edges) CHECKED;

#endif
