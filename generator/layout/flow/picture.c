/*
 * Pictures: a slice as high as the picture, never divided.
 *
 * A picture with measures has them, and does not fit where the column is narrower; one without measures has
 * 300 dots an inch and is made smaller where that is wider than the column.  A picture without words for those
 * who hear the paper read is decoration.  A QR code is one path.
 */
#include "layout/flow/flow_int.h"
#include "layout/messages.def"

/* 300 dots an inch: 72,000 / 300. */
static const length DOT = 240;
/* As narrow as a column by content may make a picture without measures: 10 mm. */
static const length LEAST = 28346;

struct size {
    length width, height;
};

static struct size own_size(const struct block_picture *picture)
{
    if (picture->width > 0)
        return (struct size){picture->width, picture->height};
    return (struct size){picture->file->width * DOT, picture->file->height * DOT};
}

static struct size size_in(const struct block_picture *picture, length column)
{
    struct size size = own_size(picture);
    if (picture->width == 0 && size.width > column) {
        size.height = size.height * column / size.width;
        size.height = size.height > 0 ? size.height : 1;
        size.width = column;
    }
    return size;
}

struct text_widths picture_widths(const struct block_picture *picture)
{
    length natural = own_size(picture).width, min = picture->width == 0 && natural > LEAST ? LEAST : natural;
    return (struct text_widths){min, min, min, natural};
}

static bool is_place(enum align align)
{
    return align == ALIGN_LEFT || align == ALIGN_CENTER || align == ALIGN_RIGHT;
}

static length picture_x(const struct block_picture *picture, const struct setting *setting, length room)
{
    enum align around = setting->has_align && is_place(setting->align) ? setting->align : ALIGN_CENTER;
    enum align align = is_place(picture->align) ? picture->align : around;
    return aligned_x(align, room);
}

/* Its modules, inside the white that must stay around them. */
static void draw_code(const struct figure_code *code, struct page_item *item)
{
    const length white = FIGURE_CODE_QUIET * item->width / (code->side + 2 * FIGURE_CODE_QUIET);
    item->kind = PAGE_PATH;
    item->layer = PAGE_TEXT;
    item->shape = PAGE_CELLS;
    item->cells = code->cells;
    item->side = code->side;
    item->x += white;
    item->y += white;
    item->width -= 2 * white;
    item->height -= 2 * white;
}

static struct page_picture *picture_make(const struct where *where, const struct block *block)
{
    struct page_picture *picture = ARENA_NEW(where->arena, struct page_picture);
    if (picture != NULL)
        *picture = (struct page_picture){block->picture.file, block->picture.alt, block->place};
    return picture;
}

enum status flow_add_picture(const struct where *where, struct flow *flow, const struct block *block,
                             const struct setting *setting)
{
    const struct size size = size_in(&block->picture, flow->width);
    if (size.width > flow->width && block->picture.code != NULL)
        return diag_report(where->layout->diag, MSG_LAYOUT_CODE_WIDE, block->place,
                           LENGTH_MM_ARGS(size.width), LENGTH_MM_ARGS(flow->width));
    if (size.width > flow->width)
        return diag_report(where->layout->diag, MSG_LAYOUT_PICTURE_WIDE, block->place,
                           STR_ARGS(block->picture.file->path), LENGTH_MM_ARGS(size.width),
                           LENGTH_MM_ARGS(flow->width));
    struct slice *slice = flow_add_slice(where, flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->height = size.height;
    slice->place = block->place;
    slice->picture = true;
    struct draw draw = {.item = {.kind = PAGE_PICTURE,
                                 .layer = PAGE_PICTURES,
                                 .tag = setting_tag(setting, block),
                                 .x = picture_x(&block->picture, setting, flow->width - size.width),
                                 .width = size.width,
                                 .height = size.height,
                                 .line = number_line(where->layout),
                                 .place = block->place}};
    if (block->picture.code != NULL)
        draw_code(block->picture.code, &draw.item);
    else
        draw.item.picture = picture_make(where, block);
    return block->picture.code == NULL && draw.item.picture == NULL ? NO_MEMORY
                                                                    : slice_add_draw(where, slice, &draw);
}
