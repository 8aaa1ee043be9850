/*
 * Rules: drawn, they say nothing.
 *
 * A rule is a slice as high as it is thick; one without any width is white.  Wider than the text area it is
 * centred on the sheet (its x is found when it is placed, because margins change sides on mirrored pages); in
 * a column or a cell it is at most as wide as that.
 */
#include "layout/flow/flow_int.h"

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
