/*
 * Pictures: a slice as high as the picture, never divided.
 *
 * A picture with measures has them, and does not fit where the column is narrower; one without measures has
 * 300 dots an inch and is made smaller where that is wider than the column.  A picture without words for those
 * who hear the paper read is decoration.  A QR code is one path.
 *
 * In a box (fit) the picture has its own shape: all of it fits into the box, or it fills the box and what stands
 * out is not shown.  Of a page that is to hold so many rows each box has its part, less captions and white.
 */
#include "layout/flow/flow_int.h"
#include "layout/messages.def"

/* 300 dots an inch: 72,000 / 300. */
static const length DOT = 240;
/* As narrow as a column by content may make a picture without measures, as low as rows may make it: 10 mm. */
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

/* As high as a box may be, that so many rows stand on a page. */
static length row_height(const struct block_picture *picture, const struct flow *flow)
{
    const length HEADING = 57900; /* two lines of GB/T 9704 */
    length room = (flow->page - HEADING - picture->gap * (picture->rows - 1)) / picture->rows;
    if (picture->caption != NULL) {
        const struct paragraph_style *style = picture->caption->paragraph.style;
        const length lines = (picture->caption_most + flow->width - 1) / flow->width;
        room -= style->before + style->after + style->line * (lines > 0 ? lines : 1);
    }
    return room;
}

/* Does the number of rows say how high it is at most? */
static bool is_of_rows(const struct block_picture *picture, const struct flow *flow)
{
    return picture->fit != BOX_NONE && picture->rows > 0 && picture->height == 0 && flow->page > 0;
}

/* The box, in which the picture has another shape. */
static struct size box_in(const struct block_picture *picture, const struct flow *flow)
{
    struct size size = {picture->width > 0 ? picture->width : flow->width, picture->height};
    const length most = is_of_rows(picture, flow) ? row_height(picture, flow) : 0;
    if (size.height == 0)
        size.height = size.width * 3 / 4;
    if (most > 0 && size.height > most) {
        size.height = most;
        size.width = size.width * 9 > most * 16 && picture->width == 0 ? most * 16 / 9 : size.width;
    }
    return size;
}

static struct size size_in(const struct block_picture *picture, const struct flow *flow)
{
    const length column = flow->width;
    if (picture->fit != BOX_NONE)
        return box_in(picture, flow);
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
    const bool unbound = picture->fit != BOX_NONE && picture->width == 0;
    const length natural = unbound ? picture->file->width * DOT : own_size(picture).width;
    length min = picture->width == 0 && natural > LEAST ? LEAST : natural;
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

/* Of the box, in its middle: what the picture fills of it, as a whole; or all of it, and how the picture lies
 * behind it. */
static void fill_box(const struct picture_file *file, enum boxing fit, struct page_item *item,
                     struct page_box *ret_whole)
{
    const length width = item->width, height = item->height;
    const bool broad = width * file->height < height * file->width; /* than the box */
    struct page_box box = {0, 0, width, height};
    if (broad == (fit == BOX_FIT))
        box.height = width * file->height / file->width;
    else
        box.width = height * file->width / file->height;
    box.width = length_max(box.width, 1);
    box.height = length_max(box.height, 1);
    box.x = (width - box.width) / 2;
    box.y = (height - box.height) / 2;
    if (fit == BOX_CROP) {
        *ret_whole = box;
        return;
    }
    item->x += box.x;
    item->y += box.y;
    item->width = box.width;
    item->height = box.height;
}

static struct page_picture *picture_make(const struct where *where, const struct block *block,
                                         struct page_item *item)
{
    struct page_picture *picture = ARENA_NEW(where->arena, struct page_picture);
    if (picture == NULL)
        return NULL;
    *picture = (struct page_picture){.file = block->picture.file,
                                     .alt = block->picture.alt,
                                     .place = block->place,
                                     .dots = block->picture.dots};
    if (block->picture.fit != BOX_NONE)
        fill_box(picture->file, block->picture.fit, item, &picture->whole);
    return picture;
}

static enum status report_wide(const struct where *where, const struct block *block, length width,
                               length column)
{
    if (block->picture.code != NULL)
        return diag_report(where->layout->diag, MSG_LAYOUT_CODE_WIDE, block->place, LENGTH_MM_ARGS(width),
                           LENGTH_MM_ARGS(column));
    return diag_report(where->layout->diag, MSG_LAYOUT_PICTURE_WIDE, block->place,
                       STR_ARGS(block->picture.file->path), LENGTH_MM_ARGS(width), LENGTH_MM_ARGS(column));
}

static enum status report_rows(const struct where *where, const struct block *block, length page)
{
    return diag_report(where->layout->diag, MSG_LAYOUT_PHOTO_ROWS, block->place, block->picture.rows,
                       LENGTH_MM_ARGS(page));
}

static enum status add_words_below(const struct where *where, struct flow *flow, const struct block *caption,
                                   const struct setting *setting)
{
    flow->slices[flow->count - 1].keep_next = true;
    return flow_set_block(where, flow, caption, setting);
}

enum status flow_add_picture(const struct where *where, struct flow *flow, const struct block *block,
                             const struct setting *setting)
{
    const struct size size = size_in(&block->picture, flow);
    if (is_of_rows(&block->picture, flow) && row_height(&block->picture, flow) < LEAST)
        return report_rows(where, block, flow->page);
    if (size.width > flow->width)
        return report_wide(where, block, size.width, flow->width);
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
        draw.item.picture = picture_make(where, block, &draw.item);
    if (block->picture.code == NULL && draw.item.picture == NULL)
        return NO_MEMORY;
    enum status status = slice_add_draw(where, slice, &draw);
    if (status == OK && block->picture.caption != NULL)
        status = add_words_below(where, flow, block->picture.caption, setting);
    return status;
}
