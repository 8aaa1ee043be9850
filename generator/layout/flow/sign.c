/*
 * Signing places.  What one holds is set like a KEEP, and brings the line before along; its box takes no room: it becomes part of the last slice of
 * that, or of the line above where it holds nothing, so that it stays on the page of the text that it is measured from.
 */
#include "layout/flow/flow_int.h"

static const length GUIDE = 992; /* 0.35 mm */

/* Its last line is to stay what it is: no line more or fewer for the sake of a page. */
static void settle_paragraph(struct flow *flow)
{
    const struct paragraph *paragraph = flow->slices[flow->count - 1].paragraph;
    for (size_t i = flow->count; paragraph != NULL && i > 0 && flow->slices[i - 1].paragraph == paragraph;
         i--)
        flow->slices[i - 1].paragraph = NULL;
}

/* The slice that carries the box, and where what stands before ends in it.  A slice of its own where there is
 * none, or where it is a table, whose height is not known yet. */
static struct slice *carrier(const struct where *where, struct flow *flow, length *ret_end)
{
    struct slice *last = flow->count > 0 && !flow->pending_break ? &flow->slices[flow->count - 1] : NULL;
    if (last != NULL && last->table == NULL) {
        settle_paragraph(flow);
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

/* As large as it can be in the box, in its middle. */
static enum status add_picture(const struct where *where, struct slice *slice, const struct block *block,
                               const struct page_item *box)
{
    const struct picture_file *file = block->sign.picture;
    struct page_picture *picture = ARENA_NEW(where->layout->job, struct page_picture);
    if (picture == NULL)
        return NO_MEMORY;
    *picture = (struct page_picture){.file = file, .alt = block->sign.alt, .place = block->place};
    struct draw draw = {.item = *box};
    if (box->width * file->height > box->height * file->width)
        draw.item.width = box->height * file->width / file->height;
    else
        draw.item.height = box->width * file->height / file->width;
    draw.item.x += (box->width - draw.item.width) / 2;
    draw.item.y += (box->height - draw.item.height) / 2;
    draw.item.kind = PAGE_PICTURE;
    draw.item.layer = PAGE_SEALS;
    draw.item.tag = (struct page_tag){.node = block->sign.figure};
    draw.item.picture = picture;
    return slice_add_draw(where, slice, &draw);
}

/* `y`: of its upper edge, in the slice. */
static enum status add_box(const struct where *where, const struct flow *flow, struct slice *slice,
                           const struct block *block, length y)
{
    const struct block_sign *sign = &block->sign;
    const struct page_item box = {
        .tag = {.node = block->node, .artifact = true},
        .x = sign->at_left ? sign->aside : flow->width - sign->aside - sign->width,
        .y = y,
        .width = sign->width,
        .height = sign->height,
        .place = block->place /* without `line`: it lies over text */
    };
    struct draw draw = {.item = box};
    enum status status = OK;
    if (sign->guide) {
        draw.item.kind = PAGE_PATH;
        draw.item.shape = sign->kind == SIGN_SEAL ? PAGE_ELLIPSE : PAGE_RECTANGLE;
        draw.item.hollow = true;
        draw.item.pen = sign->color;
        draw.item.stroke = GUIDE;
        status = slice_add_draw(where, slice, &draw);
    }
    if (status == OK && sign->picture != NULL)
        status = add_picture(where, slice, block, &box);
    draw.item = box;
    draw.item.kind = PAGE_SIGN;
    draw.item.sign = sign->made;
    return status == OK && sign->made != NULL ? slice_add_draw(where, slice, &draw) : status;
}

/* Measured from the beginning: in a slice without height, for that of what follows may be a table's. */
static enum status begin_box(const struct where *where, struct flow *flow, const struct block *block)
{
    struct slice *slice = flow_add_slice(where, flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->keep_next = true;
    slice->place = block->place;
    return add_box(where, flow, slice, block, block->sign.rise);
}

enum status flow_add_sign(const struct where *where, struct flow *flow, const struct block *block,
                          const struct setting *setting)
{
    const struct block_sign *sign = &block->sign;
    length end = 0;
    if (flow->page_level && !flow->pending_break)
        flow_keep_with_previous(flow); /* never alone on a page */
    enum status status = sign->from_top ? begin_box(where, flow, block) : OK;
    if (status == OK)
        status = flow_add_kept(where, flow, sign->blocks, setting);
    if (status != OK || sign->from_top)
        return status;
    struct slice *slice = carrier(where, flow, &end);
    return slice != NULL ? add_box(where, flow, slice, block, end - sign->rise - sign->height) : NO_MEMORY;
}
