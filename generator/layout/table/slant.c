/*
 * 斜线表头: a head cell whose labels are parted by diagonals from its upper left corner.
 *
 *   two labels                 three labels
 *   +-----------+              +-------------+
 *   |\_      季度|              |\\_      季度 |    one to the lower right corner; or two, to the middles of the
 *   |  \_       |              | \ \_        |    lower and of the right side
 *   |项目  \_    |              |  \  ‾\_ 金额 |
 *   +-----------+              |项目\     ‾\_|
 *                              +-------------+
 *
 * A label is a box, as wide as its text and an em high.  The outer two lie in right triangles whose legs are edges of
 * the cell, with legs X and Y: what the box, w by h, leaves of them, 1 - w/X - h/Y, is shared alike by the white at both
 * edges and that to the diagonal.  The middle one lies in the lower right corner, as far from the edges as from the
 * diagonals.  Both keep `clear` everywhere where the cell is high enough for its width; higher and wider ones leave more.
 */
#include "layout/flow/flow.h"
#include "layout/messages.def"
#include "layout/table/table_int.h"

static length ceil_divide(length value, length divisor)
{
    return (value + divisor - 1) / divisor;
}

/* --- labels --- */

static void label_measure(const struct paragraph_style *style, const struct slice *slice,
                          struct slant_label *label)
{
    length left = INT64_MAX, right = 0;
    for (const struct draw *draw = slice->draws; draw != NULL; draw = draw->next) {
        if (draw->line != NULL || draw->heading != 0)
            continue;
        left = draw->item.x < left ? draw->item.x : left;
        right = length_max(right, draw->item.x + draw->item.width);
    }
    label->x = left < right ? left : 0;
    label->y = style_baseline(style) - style->size * EM_ABOVE / 100;
    label->width = right - label->x;
    label->height = style->size;
}

static enum status labels_set(const struct where *where, const struct table_cell *cell,
                              struct table_slant *slant)
{
    const struct block *block = cell->blocks;
    const struct setting setting = {
        .repeated = cell->repeated, .in_cell = true, .align = ALIGN_LEFT, .has_align = true};
    struct text_widths widths = {0};
    enum status status = flow_blocks_widths(where, block, &widths);
    slant->flow.width = 2 * widths.natural; /* none is divided */
    if (status == OK)
        status = flow_set_blocks(where, &slant->flow, block, &setting);
    if (status != OK)
        return status;
    slant->count = cell->slants + 1;
    slant->clear = block->paragraph.style->size / 3;
    bool seen = slant->flow.count == slant->count;
    for (size_t i = 0; i < slant->count && seen; i++) {
        label_measure(block->paragraph.style, &slant->flow.slices[i], &slant->labels[i]);
        seen = slant->labels[i].width > 0;
    }
    return seen ? OK : diag_report(where->layout->diag, MSG_LAYOUT_SLANT_LABEL, cell->place);
}

/* --- measures --- */

/* The legs of the triangle of the first or the last label, in a cell of that size. */
static struct page_point legs_of(const struct table_slant *slant, size_t label, length width, length height)
{
    const bool three = slant->count > 2;
    return (struct page_point){three && label == 0 ? width / 2 : width,
                               three && label > 0 ? height / 2 : height};
}

static bool is_middle(const struct table_slant *slant, size_t label)
{
    return label == 1 && slant->count > 2;
}

/* The width of a cell where each label takes so much of its room, in twelfths of its width. */
static length width_for(const struct table_slant *slant, length outer, length middle)
{
    length most = 0;
    for (size_t i = 0; i < slant->count; i++) {
        const length times = is_middle(slant, i) ? middle : outer;
        const length leg = ceil_divide(slant->labels[i].width * times, 12) + 3 * slant->clear;
        most = length_max(most, slant->count > 2 && i == 0 ? 2 * leg : leg);
    }
    return most + 1; /* half of it is rounded down */
}

static length width_least(const struct table_slant *slant)
{
    return width_for(slant, 16, 24);
}

static length width_natural(const struct table_slant *slant)
{
    return width_for(slant, slant->count > 2 ? 18 : 24, 24);
}

/* How high the cell must be for the label; the width is the least one at least. */
static length height_for(const struct table_slant *slant, size_t label, length width)
{
    const length w = slant->labels[label].width, h = slant->labels[label].height, clear = slant->clear;
    if (is_middle(slant, label))
        return length_max(ceil_divide(2 * h * width, 5 * width - 8 * w - 15 * clear),
                          ceil_divide((8 * h + 15 * clear) * width, 5 * width - 2 * w));
    const length across = legs_of(slant, label, width, 0).x;
    const length down = length_max(ceil_divide(h * across, across - w - 3 * clear),
                                   ceil_divide((h + 3 * clear) * across, across - w));
    return slant->count > 2 && label > 0 ? 2 * down : down;
}

enum status table_slant_widths(const struct where *where, const struct table_cell *cell, length *ret_least,
                               length *ret_natural)
{
    struct table_slant slant = {0};
    enum status status = labels_set(where, cell, &slant);
    if (status != OK)
        return status;
    *ret_least = width_least(&slant);
    *ret_natural = width_natural(&slant);
    return OK;
}

enum status table_slant_make(const struct where *where, const struct table_cell *cell, length width,
                             const struct table_slant **ret_slant, length *ret_height)
{
    struct table_slant *slant = ARENA_NEW(where->arena, struct table_slant);
    enum status status = slant != NULL ? labels_set(where, cell, slant) : NO_MEMORY;
    if (status != OK)
        return status;
    const length least = width_least(slant);
    if (width < least)
        return diag_report(where->layout->diag, MSG_LAYOUT_SLANT_NARROW, cell->place, cell->column + 1,
                           LENGTH_MM_ARGS(width), LENGTH_MM_ARGS(least));
    *ret_height = 0;
    for (size_t i = 0; i < slant->count; i++)
        *ret_height = length_max(*ret_height, height_for(slant, i, width));
    *ret_slant = slant;
    return OK;
}

/* --- placing --- */

struct page_point table_slant_at(const struct table_slant *slant, size_t label, length width, length height)
{
    const struct slant_label *own = &slant->labels[label];
    const length w = own->width, h = own->height;
    const struct page_point legs = legs_of(slant, label, width, height);
    struct page_point white = {(legs.x - w - h * legs.x / legs.y) / 3,
                               (legs.y - h - w * legs.y / legs.x) / 3};
    if (is_middle(slant, label))
        white = (struct page_point){(5 * width - 8 * w - 2 * h * width / height) / 15,
                                    (5 * height - 8 * h - 2 * w * height / width) / 15};
    const bool at_left = label == 0, at_top = label + 1 == slant->count;
    return (struct page_point){(at_left ? white.x : width - white.x - w) - own->x,
                               (at_top ? white.y : height - white.y - h) - own->y};
}

/* As the inner rules, where there are any. */
static length rule_of(const struct table_style *style)
{
    return style->inner_rule > 0  ? style->inner_rule
           : style->head_rule > 0 ? style->head_rule
                                  : style->outer_rule;
}

enum status table_slant_draw(const struct where *where, const struct table_flow *flow,
                             const struct table_slant *slant, struct page *page, struct page_box box)
{
    const struct page_point ends[] = {{slant->count > 2 ? box.width / 2 : box.width, box.height},
                                      {box.width, box.height / 2}};
    struct page_segment *segments =
        ARENA_NEW_ARRAY(where->layout->job, 2 * ARRAY_COUNT(ends), struct page_segment);
    if (segments == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i + 1 < slant->count; i++) {
        segments[2 * i].step = PAGE_MOVE;
        segments[2 * i + 1] = (struct page_segment){PAGE_LINE, {ends[i]}};
    }
    const struct page_item item = {.kind = PAGE_PATH,
                                   .shape = PAGE_SEGMENTS,
                                   .x = box.x,
                                   .y = box.y,
                                   .width = box.width,
                                   .height = box.height,
                                   .hollow = true,
                                   .pen = flow->table->style->rule_color,
                                   .stroke = rule_of(flow->table->style),
                                   .segments = segments,
                                   .segment_count = 2 * (slant->count - 1),
                                   .line = number_line(where->layout),
                                   .place = flow->table->place};
    return item.stroke > 0 ? page_add_item(where->page_arena, page, &item) : OK;
}
