/*
 * Where parties sign.
 *
 * The places are known before anything is set (structure.c).  Each page is looked at when it is whole: what stands in
 * a box and is none of the texts that the box may lie over is a fault, and so is a box over another, or out of the sheet.
 * A signing platform that is given a keyword stamps wherever it finds it.  So the texts of a page, as programs read them –
 * without white, line after line, but no watermark, which is drawn – are searched for every keyword, headers and footers too: it has to be there once, in one line,
 * on the page of its place.  Where a line goes on in the next, a keyword that only the two make together counts as
 * found: some programs join lines.
 */
#include "layout/layout_int.h"
#include "layout/messages.def"
#include "unicode/unicode.h"

#include <string.h>

enum {
    MAX_TEXT = 1 << 26 /* bytes of a page */,
    EXCERPT = 12 /* characters of a text */,
    COMPANY = 2 /* lines */
};

struct expected {
    const struct page_sign *sign;
    struct str needle; /* its keyword without white */
    size_t found;      /* so many times */
    bool torn, spaced; /* the first: not in one line; white stands in it */
    size_t page;       /* of the first */
    struct page_box box;
    size_t placed; /* its box: on so many pages */
    size_t place;  /* the first: of document->places */
};

struct signing {
    struct expected *items;
    size_t count, capacity;
    size_t keywords;
};

/* A glyph of the page's text. */
struct spot {
    size_t at; /* in the text */
    const struct page_item *item;
    const struct page_glyph *glyph;
    bool apart; /* white stands before it, in its line */
};

struct page_text {
    struct buf text;
    struct spot *spots;
    size_t count, capacity;
    bool white; /* was left out behind the last */
};

enum status signing_begin(struct layout *layout)
{
    layout->signing = ARENA_NEW(layout->job, struct signing);
    return layout->signing != NULL ? OK : NO_MEMORY;
}

/* Without white and what nobody sees.  Gives whether any was left out. */
static bool add_dense(struct buf *out, struct str text)
{
    bool dropped = false;
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        if (unicode_is_white(code) || unicode_is_ignorable(code))
            dropped = dropped || unicode_is_white(code);
        else
            buf_add_str(out, str_slice(text, from, at));
    }
    return dropped;
}

static enum status dense_copy(struct arena *arena, struct str text, struct str *ret_text)
{
    struct buf out = BUF(text.len + 1);
    (void)add_dense(&out, text);
    *ret_text = arena_copy(arena, buf_str(&out));
    const bool failed = buf_status(&out) != OK || ret_text->ptr == NULL;
    buf_clear(&out);
    return failed ? NO_MEMORY : OK;
}

enum status signing_expect(const struct layout *layout, struct block *block)
{
    struct signing *signing = layout->signing;
    struct block_sign *sign = &block->sign;
    struct page_sign *made = ARENA_NEW(layout->job, struct page_sign);
    if (made == NULL)
        return NO_MEMORY;
    *made = (struct page_sign){.party = sign->party,
                               .kind = str_of(words_print(&words_sign, (int)sign->kind)),
                               .keyword = sign->keyword,
                               .field = sign->kind != SIGN_DATE,
                               .first = sign->first_node,
                               .node = block->node,
                               .place = block->place};
    sign->made = made;
    struct expected expected = {.sign = made, .needle = STR("")};
    if (dense_copy(layout->job, sign->keyword, &expected.needle) != OK)
        return NO_MEMORY;
    signing->keywords += expected.needle.len > 0 ? 1 : 0;
    return ARENA_APPEND(layout->job, signing->items, signing->count, signing->capacity, &expected);
}

static struct expected *expected_of(const struct layout *layout, const struct page_sign *sign)
{
    struct signing *signing = layout->signing;
    for (size_t i = 0; i < signing->count; i++)
        if (signing->items[i].sign == sign)
            return &signing->items[i];
    return NULL;
}

/* --- what stands in the boxes --- */

static bool boxes_meet(const struct page_box *a, const struct page_box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

const char *signing_word(const struct page_sign *sign)
{
    static const char *const words[][2] = {
        {"seal", "盖章处"}, {"signature", "签字处"}, {"date", "日期处"}, {"straddle", "骑缝章"}};
    size_t i = 0;
    while (i + 1 < ARRAY_COUNT(words) && !str_is(sign->kind, words[i][0]))
        i++;
    return words[i][1];
}

static length least(length a, length b)
{
    return a < b ? a : b;
}

/* How far one of the two must move, rounded up. */
static length apart_by(const struct page_box *a, const struct page_box *b)
{
    enum { TENTH_MM = 283 };
    const length across = least(a->x + a->width, b->x + b->width) - length_max(a->x, b->x),
                 down = least(a->y + a->height, b->y + b->height) - length_max(a->y, b->y);
    return least(across, down) + TENTH_MM;
}

static bool is_seal(const struct page_sign *sign)
{
    return str_is(sign->kind, "seal");
}

/* Seals do not even touch (GB/T 9704 7.3.5.2). */
static bool signs_meet(const struct page_item *sign, const struct page_box *box,
                       const struct page_item *other)
{
    const length apart = is_seal(sign->sign) && is_seal(other->sign) ? 1 : 0;
    const struct page_box around = {other->x - apart, other->y - apart, other->width + 2 * apart,
                                    other->height + 2 * apart};
    return boxes_meet(box, &around);
}

static bool is_own(const struct page_sign *sign, const struct page_item *item)
{
    return item->tag.node >= sign->first && item->tag.node <= sign->node;
}

bool signing_is_read(const struct page_item *item)
{
    return item->kind == PAGE_GLYPHS || item->kind == PAGE_PICTURE ||
           (item->kind == PAGE_PATH && item->shape == PAGE_CELLS);
}

static enum status report_text(const struct layout *layout, size_t index, const struct page_item *place,
                               const struct page_item *item, length by)
{
    const struct page *page = &layout->document->pages[index];
    struct buf text = BUF(MAX_TEXT);
    size_t shown = 0;
    for (; item->kind == PAGE_GLYPHS && item < page->items + page->item_count && shown < EXCERPT; item++) {
        for (size_t i = 0; i < item->glyph_count && shown < EXCERPT; i++, shown++)
            buf_add_str(&text, item->glyphs[i].text);
        if (item + 1 == page->items + page->item_count || item[1].line != item->line)
            break;
    }
    enum status status = buf_status(&text);
    if (status == OK)
        status =
            diag_report(layout->diag, MSG_LAYOUT_SIGN_TAKEN, place->place, index + 1,
                        STR_ARGS(place->sign->party), signing_word(place->sign),
                        STR_ARGS(shown > 0 ? str_trim(buf_str(&text)) : STR("图片")), LENGTH_MM_ARGS(by));
    buf_clear(&text);
    return status;
}

enum status signing_report_pair(const struct layout *layout, size_t index, const struct page_sign *one,
                                const struct page_sign *other, length by)
{
    return diag_report(layout->diag, MSG_LAYOUT_SIGNS_MEET, other->place, index + 1, STR_ARGS(one->party),
                       signing_word(one), STR_ARGS(other->party), signing_word(other),
                       one->place.file != NULL ? one->place.file : "-", (unsigned)one->place.line,
                       LENGTH_MM_ARGS(by));
}

/* Of the place at `at`: what stands in its box and is not its own. */
static enum status check_place(const struct layout *layout, size_t index, size_t at)
{
    const struct page *page = &layout->document->pages[index];
    const struct page_item *place = &page->items[at];
    const struct page_box own = {place->x, place->y, place->width, place->height};
    if (own.x < 0 || own.y < 0 || own.x + own.width > page->width || own.y + own.height > page->height)
        return diag_report(layout->diag, MSG_LAYOUT_SIGN_OUT, place->place, index + 1,
                           STR_ARGS(place->sign->party), signing_word(place->sign));
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        struct page_box box = {item->x, item->y, item->width, item->height};
        if (item->kind == PAGE_SIGN && i > at && signs_meet(place, &own, item))
            return signing_report_pair(layout, index, place->sign, item->sign, apart_by(&own, &box));
        if (signing_is_read(item) && !is_own(place->sign, item) && page_item_box(item, &box) &&
            boxes_meet(&own, &box))
            return report_text(layout, index, place, item, apart_by(&own, &box));
    }
    return OK;
}

static enum status note_place(const struct layout *layout, size_t index, const struct page_item *place)
{
    struct expected *expected = expected_of(layout, place->sign);
    const struct page_place made = {
        .sign = place->sign, .page = index, .box = {place->x, place->y, place->width, place->height}};
    if (expected->placed++ > 0)
        return OK; /* signing_finish tells it */
    expected->place = layout->document->place_count;
    return ARENA_APPEND(layout->job, layout->document->places, layout->document->place_count,
                        layout->document->place_capacity, &made);
}

enum status signing_check(const struct layout *layout, size_t index)
{
    const struct page *page = &layout->document->pages[index];
    enum status result = OK;
    for (size_t i = 0; i < page->item_count; i++)
        if (page->items[i].kind == PAGE_SIGN)
            result = status_worse(result, check_place(layout, index, i));
    return result;
}

/* Lines that no place of the page may lie over. */
static size_t company(const struct page *page, size_t lines)
{
    size_t count = 0;
    for (size_t i = 0; i < lines && count < COMPANY; i++) {
        bool own = false;
        for (size_t k = 0; k < page->item_count && !own; k++)
            own = page->items[k].kind == PAGE_SIGN && page->lines[i].node >= page->items[k].sign->first &&
                  page->lines[i].node <= page->items[k].sign->node;
        count += own ? 0 : 1;
    }
    return count;
}

static enum status look_at_places(const struct layout *layout, size_t index, size_t lines)
{
    const struct page *page = &layout->document->pages[index];
    enum status result = signing_check(layout, index);
    bool told = false;
    for (size_t i = 0; i < page->item_count && !status_stops(result); i++) {
        if (page->items[i].kind != PAGE_SIGN)
            continue;
        result = status_worse(result, note_place(layout, index, &page->items[i]));
        if (!told && company(page, lines) < COMPANY)
            (void)diag_report(layout->diag, MSG_LAYOUT_SIGN_ALONE, page->items[i].place, index + 1,
                              STR_ARGS(page->items[i].sign->party), signing_word(page->items[i].sign));
        told = true;
    }
    return result;
}

/* --- keywords --- */

static enum status add_glyphs(struct arena *arena, const struct page_item *item, struct page_text *text)
{
    enum status status = OK;
    for (size_t i = 0; i < item->glyph_count && status == OK; i++) {
        const struct spot spot = {text->text.len, item, &item->glyphs[i], text->white};
        text->white = add_dense(&text->text, item->glyphs[i].text) || text->white;
        if (text->text.len == spot.at)
            continue;
        text->white = false;
        status = ARENA_APPEND(arena, text->spots, text->count, text->capacity, &spot);
    }
    return status;
}

/* What does not go on stands behind a line feed. */
static enum status gather(struct arena *arena, const struct page *page, struct page_text *text)
{
    const struct page_item *last = NULL;
    enum status status = OK;
    for (size_t i = 0; i < page->item_count && status == OK; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind != PAGE_GLYPHS || item->layer != PAGE_TEXT)
            continue;
        if (last != NULL && (last->line != item->line || item->line == 0) &&
            (last->tag.node != item->tag.node || item->tag.node == 0))
            buf_add_char(&text->text, '\n');
        status = add_glyphs(arena, item, text);
        last = item;
    }
    return status == OK ? buf_status(&text->text) : status;
}

static const char *find(struct str text, struct str needle)
{
    for (size_t i = 0; i + needle.len <= text.len; i++)
        if (memcmp(text.ptr + i, needle.ptr, needle.len) == 0)
            return text.ptr + i;
    return NULL;
}

/* The glyph upright or, on turned pages, running up. */
static struct page_box glyph_box(const struct spot *spot)
{
    const struct page_item *item = spot->item;
    const struct page_glyph *end = item->glyphs + item->glyph_count;
    const length next = spot->glyph + 1 < end ? spot->glyph[1].x : item->width, x = spot->glyph->x;
    const length above = item->size * 880 / 1000, below = item->size * 120 / 1000;
    return item->angle == 0 ? (struct page_box){item->x + x, item->y - above, next - x, above + below}
                            : (struct page_box){item->x - above, item->y - next, above + below, next - x};
}

static void box_join(struct page_box *box, const struct page_box *more)
{
    if (box->width == 0) {
        *box = *more;
        return;
    }
    const length right = length_max(box->x + box->width, more->x + more->width),
                 bottom = length_max(box->y + box->height, more->y + more->height);
    box->x = box->x < more->x ? box->x : more->x;
    box->y = box->y < more->y ? box->y : more->y;
    box->width = right - box->x;
    box->height = bottom - box->y;
}

static void note_first(struct expected *expected, const struct page_text *text, size_t at, size_t index)
{
    const struct page_item *item = NULL;
    expected->page = index;
    for (size_t i = 0; i < text->count; i++) {
        const struct spot *spot = &text->spots[i];
        if (spot->at < at || spot->at >= at + expected->needle.len)
            continue;
        expected->torn = expected->torn || (item != NULL && item->line != spot->item->line);
        expected->spaced = expected->spaced || (item != NULL && spot->apart);
        item = spot->item;
        const struct page_box box = glyph_box(spot);
        box_join(&expected->box, &box);
    }
}

static void search(struct expected *expected, const struct page_text *text, size_t index)
{
    struct str rest = buf_str(&text->text);
    const char *start = rest.ptr, *hit;
    while (expected->needle.len > 0 && (hit = find(rest, expected->needle)) != NULL) {
        if (expected->found++ == 0)
            note_first(expected, text, (size_t)(hit - start), index);
        const size_t skip = (size_t)(hit - rest.ptr) + 1;
        rest = (struct str){rest.ptr + skip, rest.len - skip};
    }
}

static enum status look_for_keywords(const struct layout *layout, struct arena *arena, size_t index)
{
    struct signing *signing = layout->signing;
    struct page_text text = {.text = BUF(MAX_TEXT)};
    enum status status = gather(arena, &layout->document->pages[index], &text);
    for (size_t i = 0; i < signing->count && status == OK; i++)
        search(&signing->items[i], &text, index);
    buf_clear(&text.text);
    return status;
}

enum status signing_look(const struct layout *layout, struct arena *arena, size_t index, size_t lines)
{
    if (layout->signing->count == 0)
        return OK;
    const enum status status = look_at_places(layout, index, lines);
    if (status_stops(status) || layout->signing->keywords == 0)
        return status;
    return status_worse(status, look_for_keywords(layout, arena, index));
}

/* Of an earlier one: programs that stamp by keyword would put both there. */
static const struct page_sign *sharer(const struct signing *signing, const struct expected *expected)
{
    const struct expected *other = signing->items;
    while (other < expected && !str_equal(other->needle, expected->needle))
        other++;
    return other < expected ? other->sign : NULL;
}

static enum status check_keyword(const struct layout *layout, const struct expected *expected, size_t page)
{
    const struct page_sign *sign = expected->sign, *other = sharer(layout->signing, expected);
    if (other != NULL)
        return diag_report(layout->diag, MSG_LAYOUT_KEYWORD_SHARED, sign->place, STR_ARGS(sign->keyword),
                           STR_ARGS(other->party), signing_word(other),
                           other->place.file != NULL ? other->place.file : "-", (unsigned)other->place.line);
    if (expected->found == 0)
        return diag_report(layout->diag, MSG_LAYOUT_KEYWORD_NONE, sign->place, STR_ARGS(sign->keyword));
    if (expected->found > 1)
        return diag_report(layout->diag, MSG_LAYOUT_KEYWORD_TWICE, sign->place, STR_ARGS(sign->keyword),
                           expected->found, expected->page + 1);
    if (expected->torn)
        return diag_report(layout->diag, MSG_LAYOUT_KEYWORD_TORN, sign->place, STR_ARGS(sign->keyword),
                           expected->page + 1);
    if (expected->spaced)
        return diag_report(layout->diag, MSG_LAYOUT_KEYWORD_SPACED, sign->place, STR_ARGS(sign->keyword),
                           expected->page + 1);
    return expected->page == page ? OK
                                  : diag_report(layout->diag, MSG_LAYOUT_KEYWORD_AWAY, sign->place,
                                                STR_ARGS(sign->keyword), expected->page + 1, page + 1);
}

static enum status finish_place(const struct layout *layout, const struct expected *expected)
{
    const struct page_sign *sign = expected->sign;
    if (expected->placed > 1)
        return diag_report(layout->diag, MSG_LAYOUT_SIGN_REPEATED, sign->place, STR_ARGS(sign->party),
                           signing_word(sign), expected->placed);
    if (expected->placed == 0)
        return diag_report(layout->diag, MSG_LAYOUT_SIGN_NOWHERE, sign->place, STR_ARGS(sign->party),
                           signing_word(sign));
    if (expected->needle.len == 0)
        return OK;
    struct page_place *place = &layout->document->places[expected->place];
    const enum status status = check_keyword(layout, expected, place->page);
    if (status == OK)
        place->keyword = expected->box;
    return status;
}

enum status signing_finish(const struct layout *layout)
{
    enum status result = OK;
    for (size_t i = 0; i < layout->signing->count && !status_stops(result); i++)
        result = status_worse(result, finish_place(layout, &layout->signing->items[i]));
    return result;
}
