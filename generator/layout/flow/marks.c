/*
 * What is drawn and says nothing: rules, and the circle where a seal goes.  Both are artifacts.
 *
 * A rule is a slice as high as it is thick; one without any width is white.  Wider than the text area it is
 * centred on the sheet (its x is found when it is placed, because margins change sides on mirrored pages); in
 * a column or a cell it is at most as wide as that.  A circle takes no room: it becomes part of the slice
 * above it, so that it stays on the page of the text that it is measured from.
 */
#include "layout/flow/flow_int.h"

static const length CIRCLE_STROKE = 992; /* 0.35 mm */

length aligned_x(enum align align, length room)
{
    return align == ALIGN_CENTER ? room / 2 : align == ALIGN_RIGHT ? room : 0;
}

enum status flow_add_rule(const struct where *where, struct flow *flow, const struct block *block)
{
    struct slice *slice = flow_add_slice(where, flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->height = block->rule.weight;
    slice->place = block->place;
    length width = block->rule.width > 0 || block->rule.has_width ? block->rule.width : flow->width;
    if (width == 0)
        return OK; /* some programs would draw a hair's breadth */
    bool on_sheet = flow->text_wide && width > flow->width;
    if (!on_sheet && width > flow->width)
        width = flow->width;
    const struct draw draw = {.on_sheet = on_sheet,
                              .item = {.kind = PAGE_PATH,
                                       .x = aligned_x(block->rule.align, flow->width - width),
                                       .width = width,
                                       .height = block->rule.weight,
                                       .color = block->rule.color,
                                       .line = number_line(where->layout),
                                       .place = block->place}};
    return slice_add_draw(where, slice, &draw);
}

/* The slice that carries the circle, and where what stands before ends in it.  A slice of its own where there
 * is none, or where it is a table, whose height is not known yet. */
static struct slice *carrier(const struct where *where, struct flow *flow, length *ret_end)
{
    struct slice *last = flow->count > 0 && !flow->pending_break ? &flow->slices[flow->count - 1] : NULL;
    if (last != NULL && last->table == NULL) {
        *ret_end = last->height;
        return last;
    }
    if (last != NULL)
        flow_keep_with_previous(flow);
    struct slice *slice = flow_add_slice(where, flow);
    if (slice != NULL)
        *ret_end = -slice->before;
    return slice;
}

enum status flow_add_circle(const struct where *where, struct flow *flow, const struct block *block)
{
    length end = 0;
    struct slice *slice = carrier(where, flow, &end);
    if (slice == NULL)
        return NO_MEMORY;
    const struct draw draw = {.item = {.kind = PAGE_PATH,
                                       .shape = PAGE_ELLIPSE,
                                       .hollow = true,
                                       .tag = {.node = block->node, .artifact = true},
                                       .x = flow->width - block->circle.right - block->circle.diameter / 2,
                                       .y = end - block->circle.rise - block->circle.diameter / 2,
                                       .width = block->circle.diameter,
                                       .height = block->circle.diameter,
                                       .pen = block->circle.color,
                                       .stroke = CIRCLE_STROKE,
                                       .place = block->place /* without `line`: a seal lies over text */}};
    return slice_add_draw(where, slice, &draw);
}
