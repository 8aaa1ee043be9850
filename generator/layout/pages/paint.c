/*
 * The watermark on what lies over or under it.
 *
 * Its grey, chosen for white paper, would not be seen on a fill much like it; so over each fill that it
 * crosses it stands once more, opaque, in a shade of that fill.  Over pictures, whose colours are not known,
 * it stands translucent, dark with a white edge; only then is anything translucent, for that makes a picture
 * of the page when it is printed.  White fills on paper are dropped; rules as broad as the strokes of a
 * watermark count as fills.
 */
#include "layout/pages/pages_int.h"

static const length BROAD = LENGTH_MM(2);
static const uint32_t OVER_COLOR = 0x404040, WHITE = 0xFFFFFF;
enum { CORNERS = 4, AXES = 4 };
enum { DARK = 110, DARKER = 25, LIGHTER = 40 }; /* luma, of 255 */

static bool is_broad(const struct page_item *item)
{
    return item->kind == PAGE_PATH && item->shape == PAGE_RECTANGLE && !item->hollow &&
           item->width >= BROAD && item->height >= BROAD;
}

static bool overlaps(const struct page_item *a, const struct page_item *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static bool is_bare(const struct page *page, size_t count, const struct page_item *fill)
{
    for (size_t i = 0; i < count; i++)
        if (page->items[i].layer == PAGE_FILLS && overlaps(&page->items[i], fill))
            return false;
    return true;
}

/* Sorts out what is a fill, and drops white on paper. */
static void settle_fills(struct page *page)
{
    size_t count = 0;
    for (size_t i = 0; i < page->item_count; i++) {
        struct page_item item = page->items[i];
        item.layer = is_broad(&item) ? PAGE_FILLS : item.layer;
        if (item.layer != PAGE_FILLS || item.color != WHITE || !is_bare(page, count, &item))
            page->items[count++] = item;
    }
    page->item_count = count;
}

/* --- colours --- */

int luma_of(uint32_t color)
{
    return ((int)(color >> 16 & 0xFF) * 299 + (int)(color >> 8 & 0xFF) * 587 + (int)(color & 0xFF) * 114) /
           1000;
}

/* Mixed with black or white so far that its luma changes by a fixed step. */
static uint32_t shade_of(uint32_t color)
{
    const int luma = luma_of(color);
    const bool dark = luma < DARK;
    const int step = dark ? LIGHTER : DARKER, whole = dark ? 255 - luma : luma, end = dark ? 255 : 0;
    uint32_t shade = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        int part = (int)(color >> shift & 0xFF);
        shade = shade << 8 | (uint32_t)(part + (end - part) * step / whole);
    }
    return shade;
}

/* --- does the watermark cross it? --- */

struct corner {
    length x, y;
};

static struct page_box box_of(const struct page_item *item)
{
    if (item->angle == 90)
        return (struct page_box){item->x, item->y - item->width, item->height, item->width};
    return (struct page_box){item->x, item->y, item->width, item->height};
}

/* The corners of a line of text at 45 or, on turned pages, 135 degrees. */
static void mark_corners(const struct page_item *mark, struct corner corners[CORNERS])
{
    const length along[CORNERS] = {0, mark->width, mark->width, 0};
    const length up[CORNERS] = {-mark->size / 4, -mark->size / 4, mark->size, mark->size};
    const length across = mark->angle == 45 ? 1 : -1;
    for (size_t i = 0; i < CORNERS; i++) {
        corners[i].x = mark->x + (across * along[i] - up[i]) * DIAGONAL / UNIT;
        corners[i].y = mark->y + (-along[i] - across * up[i]) * DIAGONAL / UNIT;
    }
}

static void box_corners(struct page_box box, struct corner corners[CORNERS])
{
    const length x[2] = {box.x, box.x + box.width}, y[2] = {box.y, box.y + box.height};
    for (size_t i = 0; i < CORNERS; i++)
        corners[i] = (struct corner){x[i % 2], y[i / 2]};
}

/* How far along the sheet's edges and its diagonals the corners reach. */
static void corners_reach(const struct corner corners[CORNERS], length reach[AXES][2])
{
    for (size_t i = 0; i < CORNERS; i++) {
        const length at[AXES] = {corners[i].x, corners[i].y, corners[i].x + corners[i].y,
                                 corners[i].x - corners[i].y};
        for (size_t axis = 0; axis < AXES; axis++) {
            reach[axis][0] = i == 0 || at[axis] < reach[axis][0] ? at[axis] : reach[axis][0];
            reach[axis][1] = i == 0 || at[axis] > reach[axis][1] ? at[axis] : reach[axis][1];
        }
    }
}

/* Two rectangles, one of them turned by 45 degrees, are apart when they are along one of their edges. */
static bool crosses(const struct page_item *mark, struct page_box box)
{
    struct corner corners[CORNERS];
    length of_mark[AXES][2], of_box[AXES][2];
    mark_corners(mark, corners);
    corners_reach(corners, of_mark);
    box_corners(box, corners);
    corners_reach(corners, of_box);
    for (size_t axis = 0; axis < AXES; axis++)
        if (of_mark[axis][1] <= of_box[axis][0] || of_box[axis][1] <= of_mark[axis][0])
            return false;
    return true;
}

/* --- once more --- */

struct boxes {
    struct page_box *items;
    size_t count;
    uint32_t color; /* of all of them */
};

static enum status add_copy(const struct layout *layout, struct page *page, const struct page_item *mark,
                            enum page_layer ground, const struct boxes *boxes)
{
    struct page_item item = *mark;
    item.boxes = boxes->items;
    item.box_count = boxes->count;
    if (ground == PAGE_FILLS) {
        item.color = shade_of(boxes->color);
    } else {
        item.layer = PAGE_MARK_OVER;
        item.color = OVER_COLOR;
        item.halo = mark->size / 24;
        item.translucent = true;
    }
    return page_add_item(page_arena(layout), page, &item);
}

static bool is_same_box(struct page_box a, struct page_box b)
{
    return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
}

/* The mark once more on all that is of the layer `ground`: once for neighbours of one colour; in their order,
 * because a fill may lie on another.  The paths of a chart, which have its box, are one picture. */
static enum status repeat(const struct layout *layout, struct page *page, const struct page_item *mark,
                          enum page_layer ground)
{
    const size_t count = page->item_count; /* without the copies */
    struct page_box *room = ARENA_NEW_ARRAY(page_arena(layout), count, struct page_box);
    struct boxes boxes = {.items = room};
    enum status status = room != NULL ? OK : NO_MEMORY;
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct page_item item = page->items[i];
        const struct page_box box = box_of(&item);
        if (item.layer != ground || !crosses(mark, box))
            continue;
        if (ground == PAGE_PICTURES && boxes.count > 0 && is_same_box(box, boxes.items[boxes.count - 1]))
            continue;
        if (ground == PAGE_FILLS && boxes.count > 0 && boxes.color != item.color) {
            status = add_copy(layout, page, mark, ground, &boxes);
            boxes = (struct boxes){.items = boxes.items + boxes.count};
        }
        boxes.items[boxes.count++] = box;
        boxes.color = item.color;
    }
    return status == OK && boxes.count > 0 ? add_copy(layout, page, mark, ground, &boxes) : status;
}

enum status page_paint(const struct layout *layout, struct page *page)
{
    enum status status = OK;
    settle_fills(page);
    const size_t count = page->item_count;
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct page_item mark = page->items[i];
        if (mark.layer != PAGE_MARK)
            continue;
        status = repeat(layout, page, &mark, PAGE_FILLS);
        if (status == OK)
            status = repeat(layout, page, &mark, PAGE_PICTURES);
    }
    return status;
}
