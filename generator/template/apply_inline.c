/*
 * Inline instructions: text, spans, breaks, tabs, blanks, spread text, notes, page numbers.
 *
 * White at the edge of a literal waits until something follows: at the beginning of a line, before a <br/>
 * and at the end of the paragraph it is dropped, and two such spaces become one.  It is dropped on both sides
 * of a <tab/> and before a <note>, whose mark clings to the word.  Every piece of text keeps the place of its
 * first character, a value that of the field it came from.
 */
#include "template/apply_int.h"
#include "template/messages.h"
#include "schema/messages.h"

#include <string.h>

static enum status inlines_add(struct run *run, struct inlines *inlines, const struct inline_item *item)
{
    if (inlines->count == TEMPLATE_MAX_INLINES)
        return run_limit(run, item->place, MSG_TEMPLATE_MANY_INLINES, TEMPLATE_MAX_INLINES);
    enum status status = OK;
    if (inlines->capacity == 0) { /* most cells of large tables have one piece: no room for more in advance */
        inlines->items = ARENA_NEW(run->arena, struct inline_item);
        inlines->capacity = inlines->items != NULL ? 1 : 0;
        status = inlines->items != NULL ? OK : NO_MEMORY;
    } else {
        status = arena_grow(run->arena, (void **)&inlines->items, inlines->count, &inlines->capacity,
                            sizeof(*inlines->items));
    }
    if (status == OK)
        inlines->items[inlines->count++] = *item;
    return status;
}

static void set_spread(const struct inlines *inlines, struct inline_item *item)
{
    item->spread = inlines->spread;
    item->width = inlines->spread > 0 ? inlines->spread_width : 0;
}

/* White that waits, now that `next` follows. */
static enum status flush_space(struct run *run, struct inlines *inlines, uint32_t next, struct place place)
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

static void add_space(struct inlines *inlines, enum space space)
{
    if (space == SPACE_ONE || inlines->pending == SPACE_NONE)
        inlines->pending = space;
}

static uint32_t last_code(struct str text)
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
                               .origin = inlines->origin,
                               .place = place};
    set_spread(inlines, &item);
    enum status status = flush_space(run, inlines, utf8_next(text, &at), place);
    inlines->last = last_code(text);
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

static enum status add_cut(struct run *run, struct inlines *inlines, struct place place)
{
    const struct inline_item item = {.kind = INLINE_CUT, .place = place};
    const uint32_t full_width_space = 0x3000;
    enum status status = OK;

    if (inlines->pending == SPACE_ONE) /* white in front of it belongs to the unit that ends */
        status = flush_space(run, inlines, full_width_space, place);
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

static enum status add_break(struct run *run, struct inlines *inlines, struct place place)
{
    const struct inline_item item = {.kind = INLINE_BREAK, .place = place};
    enum status status = figure_end(run, inlines);

    inlines->pending = SPACE_NONE;
    inlines->fresh = true;
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

enum { MARK_BYTES = 3, CUT = '\x8B', LINE_END = '\xA8' }; /* U+200B, U+2028: E2 80 and one of these */

/* Bytes before the next mark. */
static size_t before_mark(struct str text)
{
    size_t at = 0;

    while (at < text.len &&
           (text.len - at < MARK_BYTES || memcmp(text.ptr + at, "\xE2\x80", MARK_BYTES - 1) != 0 ||
            (text.ptr[at + 2] != CUT && text.ptr[at + 2] != LINE_END)))
        at++;
    return at;
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

enum status inlines_marked(struct run *run, struct inlines *inlines, struct str text, struct place place)
{
    static const enum doubtful marks[] = {[MARK_STATED] = DOUBTFUL_STATED,
                                          [MARK_WRONG] = DOUBTFUL_WRONG,
                                          [MARK_DERIVED] = DOUBTFUL_DERIVED,
                                          [MARK_END] = DOUBTFUL_NOT};
    enum status status = OK;

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
    return status;
}

static enum status add_literal(struct run *run, struct inlines *inlines, const struct text_literal *literal)
{
    enum status status = OK;

    for (size_t i = 0; i < literal->count && status == OK; i++) {
        const struct text_segment *segment = &literal->segments[i];
        if (segment->space)
            add_space(inlines, SPACE_ONE);
        status = inlines_text(run, inlines, segment->text, segment->place);
    }
    if (literal->after != SPACE_NONE)
        add_space(inlines, literal->after);
    return status;
}

enum status inlines_unknown(struct run *run, struct inlines *inlines, struct place place)
{
    inlines->doubtful = DOUBTFUL_WRONG;
    enum status status = inlines_text(run, inlines, STR("〔算不出〕"), place);
    inlines->doubtful = DOUBTFUL_NOT;
    return status;
}

struct origin origin_of(const struct run *run, const struct expr *expr, struct record *scope)
{
    const struct calling *calling = run->calling;
    struct record *record;
    int slot;

    while (expr_shown_field(expr, run->eval, scope, &record, &slot)) {
        if (record->shape->fields[slot].rule != NULL)
            return (struct origin){record, slot};
        while (calling != NULL && calling->data->locals != record->shape)
            calling = calling->outer;
        if (calling == NULL)
            break;
        expr = calling->data->arguments[slot];
        scope = record->parent;
    }
    return (struct origin){NULL, 0};
}

static enum status add_value(struct run *run, struct inlines *inlines, const struct expr *expr,
                             struct record *scope)
{
    struct place place = expr_place(expr), origin;
    struct str text;
    figure_begin(inlines, expr);
    buf_reset(&run->text);
    size_t errors = run_errors(run);
    enum status status = expr_print(expr, run->eval, scope, place, &run->text);
    if (run_lacks(run, status, errors))
        return inlines_unknown(run, inlines, place);
    if (status == OK)
        status = run_take_text(run, place, &text);
    if (status != OK)
        return status;
    if (memchr(text.ptr, '\n', text.len) != NULL) {
        diag_report(run->eval->diag, MSG_TEMPLATE_NEWLINE, place);
        return FAILED;
    }
    origin = expr_origin(expr, run->eval, scope);
    inlines->origin = origin_of(run, expr, scope);
    status = inlines_marked(run, inlines, text, origin.line > 0 ? origin : place);
    inlines->origin = (struct origin){NULL, 0};
    return status == OK ? figure_printed(run, inlines, expr, scope, text) : status;
}

enum status run_text(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct text_data *data = instr->data;
    enum status status = OK;

    for (size_t i = 0; i < data->count && status != NO_MEMORY && !run->stopped; i++) {
        const struct text_part *part = &data->parts[i];
        enum status one = part->expr != NULL ? add_value(run, sink->inlines, part->expr, scope)
                                             : add_literal(run, sink->inlines, &part->literal);
        status = status_worse(status, one);
    }
    return status;
}

/* What the inner style says, else what the outer one says; size and rise of the inner one are shares of what
 * the outer one made of the text. */
static enum status combine_spans(struct run *run, const struct span_style *outer,
                                 const struct span_style *inner, const struct span_style **ret_span)
{
    if (outer == NULL || outer == inner) {
        *ret_span = inner;
        return OK;
    }
    struct span_style *both = ARENA_NEW(run->arena, struct span_style);
    if (both == NULL)
        return NO_MEMORY;
    *both = *inner;
    both->name = arena_printf(run->arena, "%.*s+%.*s", STR_ARGS(outer->name), STR_ARGS(inner->name));
    if (both->name.ptr == NULL)
        return NO_MEMORY;
    both->role = inner->role.len > 0 ? inner->role : outer->role;
    both->size = inner->size > 0 ? inner->size : outer->size;
    both->bold = inner->bold || outer->bold;
    both->underline = inner->underline || outer->underline;
    both->strike = inner->strike || outer->strike;
    both->has_color = inner->has_color || outer->has_color;
    both->color = inner->has_color ? inner->color : outer->color;
    both->emphasis = inner->emphasis || outer->emphasis;
    both->embolden = inner->embolden > 0 ? inner->embolden : outer->embolden;
    int32_t scale = outer->scale > 0 ? outer->scale : 1000;
    both->scale = inner->scale > 0 ? inner->scale * scale / 1000 : outer->scale;
    both->raise = outer->raise + inner->raise * scale / 1000;
    *ret_span = both;
    return OK;
}

enum status run_span(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct span_data *data = instr->data;
    const struct span_style *outer = sink->inlines->span;
    union setting_value value = {.span = data->fixed};
    enum status status = setting_value(run, &data->style, scope, value, &value);
    if (status == OK)
        status = combine_spans(run, outer, value.span, &sink->inlines->span);
    if (status == OK)
        status = apply_body(run, instr->body, scope, sink);
    sink->inlines->span = outer;
    return status;
}

enum status run_break(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    (void)scope;
    return add_break(run, sink->inlines, instr->place);
}

enum status run_cut(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    (void)scope;
    return add_cut(run, sink->inlines, instr->place);
}

static enum status tab_leader(struct run *run, const struct tab_data *data, struct record *scope,
                              struct str *ret_leader)
{
    const struct setting *leader = &data->leader;
    union setting_value value = {.text = STR("")};
    enum status status = setting_value(run, leader, scope, value, &value);

    if (status == OK && leader->given && utf8_count(value.text) != 1)
        return refuse_value(run->eval->diag, leader->place, leader->name, value.text, "一个字符，如 …");
    *ret_leader = value.text;
    return status;
}

enum status run_tab(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct tab_data *data = instr->data;
    struct inlines *inlines = sink->inlines;
    struct inline_item item = {.kind = INLINE_TAB,
                               .style = inlines->span,
                               .align = data->at.given ? ALIGN_LEFT : ALIGN_RIGHT,
                               .place = instr->place};
    enum status status = setting_length(run, &data->at, scope, inlines->style, &item.width);
    if (status == OK)
        status = setting_place(run, &data->align, scope, &item.align);
    if (status == OK)
        status = tab_leader(run, data, scope, &item.text);
    if (status == OK && !data->at.given && item.align != ALIGN_RIGHT) {
        diag_report(run->eval->diag, MSG_TEMPLATE_TAB_EDGE, data->align.place);
        return FAILED;
    }
    if (status == OK)
        status = figure_end(run, inlines);
    inlines->pending = SPACE_NONE;
    inlines->fresh = true;
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

enum status run_spread(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct spread_data *data = instr->data;
    struct inlines *inlines = sink->inlines;
    enum status status = setting_length(run, &data->width, scope, inlines->style, &inlines->spread_width);

    inlines->spread = ++inlines->spreads;
    if (status == OK)
        status = apply_body(run, instr->body, scope, sink);
    inlines->spread = 0;
    return status;
}

/* The mark, and behind it half an em, so that lines that turn over can be made to stand under the text. */
static enum status note_begin(struct run *run, struct inlines *inlines, struct str mark, struct place place)
{
    const struct inline_item item = {.kind = INLINE_BLANK, .width = inlines->style->size / 2, .place = place};
    enum status status = inlines_text(run, inlines, mark, place);

    if (status == OK)
        status = inlines_add(run, inlines, &item);
    inlines->fresh = true;
    return status;
}

static enum status note_make(struct run *run, const struct instr *instr, struct record *scope,
                             struct str mark, struct block **ret_note)
{
    const struct paragraph_style *style = run->template->style_footnote;
    struct inlines inlines = {.fresh = true, .style = style};
    struct sink sink = {.inlines = &inlines};
    struct blocks list = {0};
    enum status status = note_begin(run, &inlines, mark, instr->place);
    size_t begun = inlines.count;
    if (status == OK)
        status = apply_body(run, instr->body, scope, &sink);
    if (status == OK && inlines.count == begun) {
        diag_report(run->eval->diag, MSG_TEMPLATE_PROSE_EMPTY, instr->place, STR_ARGS(STR("note")));
        return FAILED;
    }
    if (status == OK)
        status = block_add(run, BLOCK_PARAGRAPH, instr->place, &list, ret_note);
    if (status != OK)
        return status;
    list.first->paragraph.style = style;
    list.first->paragraph.inlines = inlines.items;
    list.first->paragraph.inline_count = inlines.count;
    return OK;
}

enum status run_footnote(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    struct inlines *inlines = sink->inlines;
    struct inline_item item = {.kind = INLINE_NOTE, .place = instr->place};
    enum status status = numbering_next(run, run->template->footnote, instr->place, &item.text);
    if (status == OK)
        status = combine_spans(run, inlines->span, run->template->style_note_mark, &item.style);
    if (status == OK)
        status = note_make(run, instr, scope, item.text, &item.note);
    if (status != OK)
        return status;
    inlines->pending = SPACE_NONE;
    inlines->fresh = false;
    return inlines_add(run, inlines, &item);
}

/* Things that are no text stand between words like a wide character. */
static enum status add_thing(struct run *run, struct inlines *inlines, const struct inline_item *item)
{
    const uint32_t full_width_space = 0x3000;
    enum status status = flush_space(run, inlines, full_width_space, item->place);

    inlines->last = full_width_space;
    return status == OK ? inlines_add(run, inlines, item) : status;
}

enum status run_blank(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct blank_data *data = instr->data;
    const struct paragraph_style *style = sink->inlines->style;
    length width = 0;
    bool line = false;
    enum status status = setting_length(run, &data->width, scope, style, &width);
    if (status == OK)
        status = setting_yes(run, &data->line, scope, false, &line);
    if (status != OK)
        return status;
    const struct inline_item item = {.kind = INLINE_BLANK,
                                     .width = width,
                                     .underline = line,
                                     .style = sink->inlines->span,
                                     .place = instr->place};
    return add_thing(run, sink->inlines, &item);
}

enum status run_page(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct inline_item item = {
        .kind = INLINE_PAGE_NUMBER, .style = sink->inlines->span, .place = instr->place};

    (void)scope;
    return add_thing(run, sink->inlines, &item);
}

enum status run_pages(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct inline_item item = {
        .kind = INLINE_PAGE_COUNT, .style = sink->inlines->span, .place = instr->place};

    (void)scope;
    return add_thing(run, sink->inlines, &item);
}
