/*
 * Texts and rules over texts, and what stands out of the sheet: whatever made it.
 *
 * A line of text is one box or several, as high as the ink of Han characters.  Items with one `line` may come
 * as close as they like, and what has none lies over text on purpose.  A rule is taken HAIR narrower on each
 * side, a thin one as its middle line; rules cross rules, and frame pictures.  Boxes are sorted by their
 * upper edge and each is compared with those that begin above its lower edge.
 */
#include <stdlib.h>
#include <string.h>

#include "page/page.h"

/* Of the type size, in hundredths: how far ink reaches above and below the baseline, and what is left white
 * at both sides. */
enum { INK_ABOVE = 78, INK_BELOW = 8, WHITE_BESIDE = 10 };
static const length HAIR = LENGTH_POINT / 2;

struct box {
    length left, right, top, bottom;
    size_t item;
};

static bool is_white(const struct page_glyph *glyph)
{
    return str_is(glyph->text, " ") || str_is(glyph->text, "\u3000") || str_is(glyph->text, "\u00A0");
}

/* Of a full-width mark the ink is in one half of its box: before an opening one, behind a closing one half an
 * em is white. */
static bool is_among(const char *marks, struct str text)
{
    enum { WIDE = 3 /* bytes of each of the marks */, HAN = 0xE4, FULL_WIDTH = 0xEF /* first bytes */ };
    if (text.len > 0 && (unsigned char)text.ptr[0] >= HAN && (unsigned char)text.ptr[0] < FULL_WIDTH)
        return false;
    for (; *marks != '\0' && text.len == WIDE; marks += WIDE)
        if (memcmp(marks, text.ptr, WIDE) == 0)
            return true;
    return false;
}

static const char OPENING[] = "（《〈「『【〔〖［｛“‘", CLOSING[] = "）》〉」』】〕〗］｝”’，。、；：！？";

static length white_beside(const struct page_item *item, const struct page_glyph *glyph, const char *marks)
{
    return is_among(marks, glyph->text) ? item->size / 2 : item->size * WHITE_BESIDE / 100;
}

/* What of the line's length the text fills, from the item's origin; nothing: only white. */
static bool glyphs_reach(const struct page_item *item, length *ret_begin, length *ret_end)
{
    size_t first = 0, end = item->glyph_count;
    while (first < end && is_white(&item->glyphs[first]))
        first++;
    while (end > first && is_white(&item->glyphs[end - 1]))
        end--;
    if (first == end)
        return false;
    *ret_begin = item->glyphs[first].x + white_beside(item, &item->glyphs[first], OPENING);
    *ret_end = (end < item->glyph_count ? item->glyphs[end].x : item->width) -
               white_beside(item, &item->glyphs[end - 1], CLOSING);
    return *ret_begin < *ret_end;
}

static bool glyphs_box(const struct page_item *item, struct box *box)
{
    length begin, end;
    const length above = item->size * INK_ABOVE / 100, below = item->size * INK_BELOW / 100;
    if (!glyphs_reach(item, &begin, &end))
        return false;
    if (item->angle == 0) {
        box->left = item->x + begin;
        box->right = item->x + end;
        box->top = item->y - above;
        box->bottom = item->y + below;
    } else if (item->angle == 180) { /* an upright text of a turned page */
        box->left = item->x - end;
        box->right = item->x - begin;
        box->top = item->y - below;
        box->bottom = item->y + above;
    } else { /* runs up the sheet */
        box->left = item->x - above;
        box->right = item->x + below;
        box->top = item->y - end;
        box->bottom = item->y - begin;
    }
    return true;
}

static bool picture_box(const struct page_item *item, struct box *box)
{
    const bool up = item->angle != 0;
    box->left = item->x;
    box->right = item->x + (up ? item->height : item->width);
    box->top = up ? item->y - item->width : item->y;
    box->bottom = up ? item->y : item->y + item->height;
    return item->width > 0 && item->height > 0;
}

/* Less HAIR at both ends, but not less than the middle. */
static void narrow(length *from, length *to)
{
    const length size = *to - *from, hair = size < 2 * HAIR ? size / 2 : HAIR;
    *from += hair;
    *to -= hair;
}

static bool rule_box(const struct page_item *item, struct box *box)
{
    bool is_box = picture_box(item, box);
    narrow(&box->left, &box->right);
    narrow(&box->top, &box->bottom);
    return is_box;
}

/* Dots under a text are as little to be hidden as the text. */
static bool is_spots(const struct page_item *item)
{
    return item->kind == PAGE_PATH && item->shape == PAGE_SPOTS;
}

static bool is_rule(const struct page_item *item)
{
    return item->kind == PAGE_PATH && !is_spots(item);
}

static bool item_box(const struct page_item *item, struct box *box)
{
    if (item->layer == PAGE_MARK || item->layer == PAGE_MARK_OVER || item->kind == PAGE_SIGN)
        return false;
    return item->kind == PAGE_GLYPHS ? glyphs_box(item, box)
           : is_rule(item)           ? rule_box(item, box)
                                     : picture_box(item, box);
}

bool page_item_box(const struct page_item *item, struct page_box *ret_box)
{
    struct box box;
    const bool is_box = item_box(item, &box);
    if (is_box)
        *ret_box = (struct page_box){box.left, box.top, box.right - box.left, box.bottom - box.top};
    return is_box;
}

/* The box goes on with the next piece of its line. */
static bool box_join(const struct page *page, struct box *last, const struct box *next)
{
    const struct page_item *of = &page->items[last->item], *item = &page->items[next->item];
    if (of->line != item->line || item->line == 0 || of->kind != PAGE_GLYPHS || item->kind != PAGE_GLYPHS ||
        of->angle != 0 || item->angle != 0 || last->top != next->top || last->bottom != next->bottom ||
        next->left < last->left || next->left > last->right + item->size)
        return false;
    last->right = last->right > next->right ? last->right : next->right;
    return true;
}

static size_t collect_boxes(const struct page *page, struct box *boxes)
{
    size_t count = 0;
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        struct box *last = count > 0 ? &boxes[count - 1] : NULL;
        struct box *next = &boxes[count];
        next->item = i;
        if (item_box(item, next) && (last == NULL || !box_join(page, last, next)))
            count++;
    }
    return count;
}

static int compare_boxes(const void *a, const void *b)
{
    const struct box *x = a, *y = b;
    if (x->top != y->top)
        return x->top < y->top ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

static length least(length a, length b)
{
    return a < b ? a : b;
}

/* May the one not lie over the other? */
static bool exclude(const struct page_item *a, const struct page_item *b)
{
    const bool drawn = is_rule(a) || is_rule(b);
    return a->line != b->line && a->line != 0 && b->line != 0 &&
           (!drawn || a->kind == PAGE_GLYPHS || b->kind == PAGE_GLYPHS || is_spots(a) || is_spots(b));
}

enum { WHOLE = 1 << 20 };
struct way { /* of a stroke: from 0 to WHOLE */
    length begin, end;
};

/* What of the way lies between the two, where it goes from `from` by `by`. */
static void clip(length from, length by, length low, length high, struct way *way)
{
    if (by == 0) {
        way->end = from > low && from < high ? way->end : -1;
        return;
    }
    const length a = (low - from) * WHOLE / by, b = (high - from) * WHOLE / by;
    const length enter = least(a, b), leave = a + b - enter;
    way->begin = enter > way->begin ? enter : way->begin;
    way->end = least(way->end, leave);
}

/* A point of a path, on the page. */
static struct page_point point_of(const struct page_item *item, struct page_point point)
{
    return item->angle == 0 ? (struct page_point){item->x + point.x, item->y + point.y}
                            : (struct page_point){item->x + point.y, item->y - point.x};
}

/* Does a straight stroke of the path go through the box? */
static bool strokes_cross(const struct page_item *path, const struct box *box)
{
    struct page_point at = {0};
    bool crosses = false;
    for (size_t i = 0; i < path->segment_count && !crosses; i++) {
        const struct page_segment *segment = &path->segments[i];
        const struct page_point to = point_of(path, segment->to[0]);
        struct way way = {0, WHOLE};
        clip(at.x, to.x - at.x, box->left, box->right, &way);
        clip(at.y, to.y - at.y, box->top, box->bottom, &way);
        crosses = segment->step == PAGE_LINE && way.begin < way.end;
        at = to;
    }
    return crosses;
}

/* Of a path that is only its strokes, more is asked than that the boxes overlap. */
static bool is_hit(const struct page_item *path, const struct box *box)
{
    const bool strokes = path->kind == PAGE_PATH && path->shape == PAGE_SEGMENTS && path->hollow;
    return !strokes || strokes_cross(path, box);
}

static bool boxes_overlap(const struct page *page, const struct box *a, const struct box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom &&
           exclude(&page->items[a->item], &page->items[b->item]) && is_hit(&page->items[a->item], b) &&
           is_hit(&page->items[b->item], a);
}

/* What was taken from a rule given back; the second begins lower. */
static length overlap_height(const struct page *page, const struct box *a, const struct box *b)
{
    const bool drawn = is_rule(&page->items[a->item]) || is_rule(&page->items[b->item]);
    return least(a->bottom, b->bottom) - b->top + (drawn ? 2 * HAIR : 0);
}

/* How far the box stands out of the sheet. */
static length box_outside(const struct page *page, const struct box *box)
{
    length least_room =
        least(least(box->left, box->top), least(page->width - box->right, page->height - box->bottom));
    return least_room < 0 ? -least_room : 0;
}

static size_t count_overlaps(const struct page *page, const struct box *boxes, size_t count,
                             struct page_overlap *first)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const length outside = box_outside(page, &boxes[i]);
        if (outside > 0 && found++ == 0)
            *first = (struct page_overlap){.item = &page->items[boxes[i].item], .by = outside};
        for (size_t k = i + 1; k < count && boxes[k].top < boxes[i].bottom; k++) {
            if (boxes_overlap(page, &boxes[i], &boxes[k]) && found++ == 0)
                *first = (struct page_overlap){.item = &page->items[boxes[i].item],
                                               .other = &page->items[boxes[k].item],
                                               .by = overlap_height(page, &boxes[i], &boxes[k])};
        }
    }
    return found;
}

enum status page_overlaps(struct arena *scratch, const struct page *page, size_t *ret_count,
                          struct page_overlap *ret_first)
{
    struct box *boxes = ARENA_NEW_ARRAY(scratch, page->item_count + 1, struct box);
    if (boxes == NULL)
        return NO_MEMORY;
    size_t count = collect_boxes(page, boxes);
    if (count > 1)
        qsort(boxes, count, sizeof *boxes, compare_boxes);
    *ret_count = count_overlaps(page, boxes, count, ret_first);
    return OK;
}
