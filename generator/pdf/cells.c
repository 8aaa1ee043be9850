/*
 * What is said of the cells of tables: scope, spans, and the heads that they belong to, by names
 * (ISO 32000-1, 14.8.5.7).
 *
 * Attributes that come again are said once, as a class (14.7.5.2).  A cell is written when those behind it are not, so
 * which come again is guessed from how the table is built; what was guessed wrong costs five bytes.
 */
#include "pdf/tags_int.h"

enum { CLASSES_MOST = 1000 /* readers look through them one by one */ };

/* Elements are many, and printf dear. */
void pdf_add_count(struct buf *out, const char *before, size_t value)
{
    buf_add_text(out, before);
    pdf_add_decimal(out, (int64_t)value, 0);
}

/* `least` characters, or more. */
static void add_digits(struct buf *out, uint32_t number, size_t least)
{
    static const char digits[] =
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"; /* in the order of their bytes */
    char text[8];
    size_t at = sizeof text;
    for (; at > 0 && (number > 0 || sizeof text - at < least); number /= PDF_NAME_BASE)
        text[--at] = digits[number % PDF_NAME_BASE];
    buf_add(out, text + at, sizeof text - at);
}

void pdf_add_id(const struct pdf_writing *w, uint32_t node, struct buf *out)
{
    buf_add_char(out, '(');
    add_digits(out, w->elements->names[node], w->elements->name_digits);
    buf_add_char(out, ')');
}

static void add_head(const struct pdf_writing *w, const char *before, uint32_t head, struct buf *out)
{
    buf_add_text(out, before);
    pdf_add_id(w, head, out);
}

/* Those of its columns, then those of its row. */
static void add_heads(struct pdf_writing *w, uint32_t id, const struct page_node *node,
                      const struct pdf_grid *grid)
{
    const struct page_structure *structure = w->elements->structure;
    struct buf *out = &w->kids;
    const uint32_t row = page_node_of(structure, node->parent)->row;
    const char *before = "/Headers[";
    for (uint32_t head = page_node_head(structure, id, 0); head > 0;
         head = page_node_head(structure, id, head), before = "")
        add_head(w, before, head, out);
    for (size_t column = 0; column < node->column && column < PDF_COLUMNS_MOST; column++)
        if (grid->ends[column] > row) {
            add_head(w, before, grid->heads[column], out);
            before = "";
        }
    if (before[0] == '\0')
        buf_add_char(out, ']');
}

static bool spans(const struct page_node *cell)
{
    return cell->span.rows > 1 || cell->span.columns > 1;
}

static void add_attributes(struct pdf_writing *w, uint32_t id, const struct page_node *node,
                           const struct pdf_grid *grid)
{
    struct buf *out = &w->kids;
    buf_reset(out);
    if (node->part != PART_CELL)
        buf_add_text(out, node->part == PART_HEAD_CELL ? "/Scope/Column" : "/Scope/Row");
    if (node->span.rows > 1)
        pdf_add_count(out, "/RowSpan ", node->span.rows);
    if (node->span.columns > 1)
        pdf_add_count(out, "/ColSpan ", node->span.columns);
    if (grid->headed && node->part != PART_HEAD_CELL)
        add_heads(w, id, node, grid);
}

/* The one that may have the same attributes: to the right of a head of a column, else the first of the row below. */
static uint32_t next_cell(const struct page_structure *structure, const struct page_node *cell)
{
    uint32_t row = cell->parent;
    if (cell->part == PART_HEAD_CELL)
        return cell->next;
    for (int32_t i = 0; i < cell->span.rows && row > 0; i++)
        row = page_node_of(structure, row)->next;
    return row > 0 ? page_node_of(structure, row)->child : 0;
}

/* Will it have them?  A cell will, where the row below has no heads of its own. */
static bool comes_again(const struct page_structure *structure, const struct page_node *cell)
{
    const uint32_t next = next_cell(structure, cell);
    const struct page_node *other = next > 0 ? page_node_of(structure, next) : NULL;
    if (other == NULL || other->part != cell->part)
        return false;
    if (cell->part == PART_CELL)
        return true;
    return other->span.rows == cell->span.rows && other->span.columns == cell->span.columns &&
           (cell->part == PART_HEAD_CELL || other->column == cell->column);
}

/* Attributes as a class (ISO 32000-1, 14.7.5.2): that of the cell before, or a new one for those that follow.  false:
 * neither. */
static bool add_class(struct pdf_writing *w, const struct page_node *cell, struct pdf_grid *grid,
                      struct buf *out)
{
    const struct str attributes = buf_str(&w->kids);
    struct buf *classes = &w->classes;
    if (cell->column >= PDF_COLUMNS_MOST)
        return false;
    struct pdf_class *last =
        cell->part == PART_HEAD_CELL ? &w->heads[spans(cell)] : &grid->classes[spans(cell)][cell->column];
    const bool known =
        last->number > 0 && str_equal(str_slice(buf_str(classes), last->from, last->to), attributes);
    if (!known && (w->class_count == CLASSES_MOST || !comes_again(w->elements->structure, cell)))
        return false;
    if (!known) {
        last->number = ++w->class_count;
        buf_add_char(classes, '/');
        add_digits(classes, last->number, 1);
        buf_add_text(classes, "<</O/Table");
        last->from = classes->len;
        buf_add_str(classes, attributes);
        last->to = classes->len;
        buf_add_text(classes, ">>");
    }
    buf_add_text(out, "/C/");
    add_digits(out, last->number, 1);
    return true;
}

void pdf_add_cell(struct pdf_writing *w, uint32_t id, struct pdf_grid *grid, struct buf *out)
{
    const struct page_node *node = page_node_of(w->elements->structure, id);
    const uint32_t row = page_node_of(w->elements->structure, node->parent)->row;
    add_attributes(w, id, node, grid);
    if (w->kids.len > 0 && !add_class(w, node, grid, out)) {
        buf_add_text(out, "/A<</O/Table");
        buf_add_str(out, buf_str(&w->kids));
        buf_add_text(out, ">>");
    }
    if (node->part == PART_ROW_HEAD && node->column < PDF_COLUMNS_MOST) {
        grid->heads[node->column] = id;
        grid->ends[node->column] = row + node->span.rows;
    }
}
