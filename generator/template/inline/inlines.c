/*
 * The inlines of a paragraph, as they are added.
 *
 * White at the edge of a literal waits until something follows: at the beginning of a line, before a <br/>
 * and at the end of the paragraph it is dropped, and two such spaces become one.  It is dropped on both sides
 * of a <tab/> and before a <note>, whose mark clings to the word.  Every piece of text keeps the place of its
 * first character, a value that of the field it came from.
 */
#include "template/inline/inline_int.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <string.h>

enum status inlines_add(struct run *run, struct inlines *inlines, const struct inline_item *item)
{
    if (inlines->count == TEMPLATE_MAX_INLINES)
        return run_limit(run, item->place, MSG_TEMPLATE_MANY_INLINES, TEMPLATE_MAX_INLINES);
    if (inlines->capacity == 0) { /* most cells of large tables have one piece: no room for more in advance */
        inlines->items = ARENA_NEW(run->arena, struct inline_item);
        if (inlines->items == NULL)
            return NO_MEMORY;
        inlines->capacity = 1;
    }
    enum status status = ARENA_APPEND(run->arena, inlines->items, inlines->count, inlines->capacity, item);
    if (status == OK)
        inlines->items[inlines->count - 1].link = inlines->link;
    return status;
}

void inlines_settle(struct inlines *inlines)
{
    for (; inlines->cites != NULL; inlines->cites = inlines->cites->beside)
        inlines->cites->items = &inlines->items[inlines->cites->index];
}

static void set_spread(const struct inlines *inlines, struct inline_item *item)
{
    item->spread = inlines->spread;
    item->width = inlines->spread > 0 ? inlines->spread_width : 0;
}

enum status inlines_space(struct run *run, struct inlines *inlines, uint32_t next, struct place place)
{
    enum space pending = inlines->pending;
    bool gone = pending == SPACE_NONE || inlines->fresh ||
                (pending == SPACE_LINE && (utf8_joins_lines(inlines->last) || utf8_joins_lines(next)));
    struct inline_item item = {.kind = INLINE_TEXT, .text = STR(" "), .style = inlines->span, .place = place};
    if (inlines->count > 0 && inlines->items[inlines->count - 1].spread == inlines->spread)
        set_spread(inlines, &item); /* inside the same <spread>, not before it */
    inlines->pending = SPACE_NONE;
    inlines->fresh = false;
    return gone ? OK : inlines_add(run, inlines, &item);
}

void add_space(struct inlines *inlines, enum space space)
{
    if (space == SPACE_ONE || inlines->pending == SPACE_NONE)
        inlines->pending = space;
}

uint32_t last_code(struct str text)
{
    size_t at = text.len - 1;
    while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return utf8_next(text, &at);
}

static enum status add_piece(struct run *run, struct inlines *inlines, struct str text, struct place place)
{
    size_t at = 0;
    if (text.len == 0)
        return OK;
    enum status behind = inlines->open ? figure_behind(run, inlines, text) : OK;
    if (behind != OK)
        return behind;
    enum doubtful derived = run->derived ? DOUBTFUL_DERIVED : DOUBTFUL_NOT;
    struct inline_item item = {.kind = INLINE_TEXT,
                               .text = text,
                               .style = inlines->span,
                               .doubtful = inlines->doubtful != DOUBTFUL_NOT ? inlines->doubtful : derived,
                               .shown = inlines->shown,
                               .code = inlines->code,
                               .figures_free = run->figures_free,
                               .place = place};
    set_spread(inlines, &item);
    enum status status = inlines_space(run, inlines, utf8_next(text, &at), place);
    inlines->last = last_code(text);
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

enum status add_cut(struct run *run, struct inlines *inlines, struct place place)
{
    const struct inline_item item = {.kind = INLINE_CUT, .place = place};
    const uint32_t full_width_space = 0x3000;
    enum status status = OK;
    if (inlines->pending == SPACE_ONE) /* white in front of it belongs to the unit that ends */
        status = inlines_space(run, inlines, full_width_space, place);
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

static enum status add_line_end(struct run *run, struct inlines *inlines, enum inline_kind kind,
                                struct place place)
{
    const struct inline_item item = {.kind = kind, .place = place};
    enum status status = figure_end(run, inlines);
    inlines->pending = SPACE_NONE;
    inlines->fresh = true;
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

enum status add_break(struct run *run, struct inlines *inlines, struct place place)
{
    return add_line_end(run, inlines, INLINE_BREAK, place);
}

enum status add_slant(struct run *run, struct inlines *inlines, struct place place)
{
    return add_line_end(run, inlines, INLINE_SLANT, place);
}

enum { MARK_BYTES = 3, CUT = '\x8B', LINE_END = '\xA8' }; /* U+200B, U+2028: E2 80 and one of these */

/* Bytes before the next mark. */
static size_t before_mark(struct str text)
{
    const char lead[] = "\xE2\x80";
    for (size_t at = 0; text.len - at >= MARK_BYTES; at++) {
        const char *found = memchr(text.ptr + at, lead[0], text.len - at - (MARK_BYTES - 1));
        if (found == NULL)
            break;
        at = (size_t)(found - text.ptr);
        if (found[1] == lead[1] && (found[2] == CUT || found[2] == LINE_END))
            return at;
    }
    return text.len;
}

enum status inlines_text(struct run *run, struct inlines *inlines, struct str text, struct place place)
{
    for (;;) {
        size_t len = before_mark(text);
        struct str piece = str_slice(text, 0, len);
        enum status status = add_piece(run, inlines, piece, place);
        if (status != OK || len == text.len)
            return status;
        place.column += (uint32_t)utf8_count(piece);
        if (inlines->spread == 0)
            status =
                text.ptr[len + 2] == LINE_END ? add_break(run, inlines, place) : add_cut(run, inlines, place);
        if (status != OK)
            return status;
        place.column++;
        text = str_slice(text, len + MARK_BYTES, text.len);
    }
}

/* Bytes before the next mark of a draft. */
static size_t before_doubt(struct str text)
{
    size_t at = 0;
    while (at < text.len && (text.ptr[at] < MARK_STATED || text.ptr[at] > MARK_END))
        at++;
    return at;
}

/* Between a stated value and the computed one a line may end. */
static enum status add_gap(struct run *run, struct inlines *inlines, struct place place)
{
    struct inline_item item = {.kind = INLINE_TEXT,
                               .text = STR(" "),
                               .style = inlines->span,
                               .doubtful = DOUBTFUL_GAP,
                               .place = place};
    set_spread(inlines, &item);
    return inlines_add(run, inlines, &item);
}

enum status inlines_marked(struct run *run, struct inlines *inlines, struct str text, struct place place,
                           struct portions *shown)
{
    static const enum doubtful marks[] = {[MARK_STATED] = DOUBTFUL_STATED,
                                          [MARK_WRONG] = DOUBTFUL_WRONG,
                                          [MARK_DERIVED] = DOUBTFUL_DERIVED,
                                          [MARK_END] = DOUBTFUL_NOT};
    enum status status = OK;
    inlines->shown = shown;
    while (status == OK && text.len > 0) {
        size_t len = before_doubt(text);
        status = inlines_text(run, inlines, str_slice(text, 0, len), place);
        if (len == text.len)
            break;
        bool stated = inlines->doubtful == DOUBTFUL_STATED;
        inlines->doubtful = marks[(int)text.ptr[len]];
        text = str_slice(text, len + 1, text.len);
        if (status == OK && stated && text.len > 0 && text.ptr[0] == MARK_WRONG)
            status = add_gap(run, inlines, place);
    }
    inlines->doubtful = DOUBTFUL_NOT;
    inlines->shown = NULL;
    return status;
}

/* Things that are no text stand between words like a wide character. */
enum status add_thing(struct run *run, struct inlines *inlines, const struct inline_item *item)
{
    const uint32_t full_width_space = 0x3000;
    enum status status = inlines_space(run, inlines, full_width_space, item->place);
    inlines->last = full_width_space;
    return status == OK ? inlines_add(run, inlines, item) : status;
}
