/*
 * Inline elements: spans, links, line ends, blanks, tabs, spread text, notes, page numbers.  Outside a span the
 * paragraph's own style holds; spans inside spans add up when a document is made.
 */
#include "template/inline/inline_int.h"
#include "template/messages.def"
#include "schema/messages.def"

/* --- spans --- */

struct span_data {
    struct setting style;
    const struct span_style *fixed; /* <b> */
};

/* <b> and the like: the built-in span style of the element's name. */
static enum status compile_named_span(struct compiler *compiler, const struct node *node,
                                      const struct site *site, struct instr *instr, void *memory)
{
    struct span_data *data = memory;
    data->fixed = style_span(&compiler->styles->sheet, node->name);
    return compile_nodes(compiler, node->first, site, &instr->body);
}

static enum status compile_code(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct span_data *data = memory;
    (void)site;
    data->fixed = style_span(&compiler->styles->sheet, node->name);
    return compile_typed(compiler, node, &instr->body);
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
    both->lang = inner->lang.len > 0 ? inner->lang : outer->lang;
    both->embolden = inner->embolden > 0 ? inner->embolden : outer->embolden;
    int32_t scale = outer->scale > 0 ? outer->scale : 1000;
    both->scale = inner->scale > 0 ? inner->scale * scale / 1000 : outer->scale;
    both->raise = outer->raise + inner->raise * scale / 1000;
    *ret_span = both;
    return OK;
}

static enum status run_span(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct span_data *data = instr->data;
    const struct span_style *outer = sink->inlines->span;
    const struct span_style *style = data->fixed;
    enum status status = READ(run, scope, NULL, {&data->style, &style});
    if (status == OK)
        status = combine_spans(run, outer, style, &sink->inlines->span);
    if (status == OK)
        status = apply_body(run, instr->body, scope, sink);
    sink->inlines->span = outer;
    return status;
}

/* The white before it is none of it. */
static enum status run_code(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    size_t at = 0;
    const uint32_t first = utf8_next(typed_first(instr->body), &at);
    enum status status = inlines_space(run, sink->inlines, first, instr->place);
    return status == OK ? run_span(run, instr, scope, sink) : status;
}

/* --- links --- */

struct link_data {
    struct setting to, optional;
};

static enum status cite_make(struct run *run, const struct cite *cite, struct cite **ret_cite)
{
    struct cite *kept = ARENA_NEW(run->arena, struct cite);
    if (kept == NULL)
        return NO_MEMORY;
    *kept = *cite;
    cite_add(run, kept);
    *ret_cite = kept;
    return OK;
}

/* Where it leads is not known yet. */
static enum status cite_link(struct run *run, struct inline_link *link, bool optional)
{
    const struct cite cite = {.link = link, .is_link = true, .optional = optional};
    struct cite *own;
    return cite_make(run, &cite, &own);
}

/* A link in a link: the inner one. */
static enum status run_link(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct link_data *data = instr->data;
    const struct inline_link *outer = sink->inlines->link;
    struct inline_link link = {.to = STR(""), .place = instr->place}, *kept = NULL;
    bool optional = false;
    enum status status = READ(run, scope, NULL, {&data->to, &link.to}, {&data->optional, &optional});
    if (status == OK && link.to.len > 0) {
        kept = ARENA_NEW(run->arena, struct inline_link);
        if (kept == NULL)
            return NO_MEMORY;
        *kept = link;
        sink->inlines->link = kept;
        status = cite_link(run, kept, optional);
    }
    if (status == OK)
        status = apply_body(run, instr->body, scope, sink);
    sink->inlines->link = outer;
    return status;
}

static enum status compile_link(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    const struct link_data *data = memory;
    const bool must = data->optional.fixed && data->optional.value.word == 0;
    enum status status = must ? compile_to(compiler, &data->to) : OK;
    return status_worse(status, compile_children(compiler, node, site, site->context, &instr->body));
}

/* --- references --- */

struct ref_data {
    struct setting to, as, none, digits;
};

static enum status compile_ref(struct compiler *compiler, const struct node *node, const struct site *site,
                               struct instr *instr, void *memory)
{
    const struct ref_data *data = memory;
    (void)instr;
    return status_worse(compile_to(compiler, &data->to), compile_empty(compiler, node, site));
}

/* Its inlines: one, empty as yet; of a page three, the number's room in the middle. */
static enum status add_cite(struct run *run, struct inlines *inlines, struct cite *cite, int64_t digits)
{
    static const char room[] = "88888";
    struct inline_item item = {.kind = INLINE_TEXT,
                               .text = STR(""),
                               .style = inlines->span,
                               .whole = cite->as != CITED_TITLE,
                               .place = cite->link->place};
    const struct inline_link *outer = inlines->link;
    enum status status = figure_end(run, inlines);
    inlines->link = cite->link;
    if (status == OK)
        status = add_thing(run, inlines, &item);
    cite->index = inlines->count - 1;
    cite->beside = inlines->cites;
    inlines->cites = cite;
    if (status == OK && cite->as == CITED_PAGE) {
        item.kind = INLINE_PAGE_OF;
        item.text = (struct str){room, (size_t)digits};
        status = inlines_add(run, inlines, &item);
        item.kind = INLINE_TEXT;
        item.text = STR("");
        status = status == OK ? inlines_add(run, inlines, &item) : status;
    }
    inlines->link = outer;
    return status;
}

static enum status run_ref(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    const struct ref_data *data = instr->data;
    struct inline_link link = {.to = STR(""), .place = instr->place}, *kept;
    struct cite cite = {.has_none = data->none.given, .none = STR("")}, *own = NULL;
    int64_t digits = 0;
    enum status status = READ(run, scope, NULL, {&data->to, &link.to}, {&data->as, &cite.as},
                              {&data->none, &cite.none}, {&data->digits, &digits});
    if (status != OK)
        return status;
    kept = ARENA_NEW(run->arena, struct inline_link);
    if (kept == NULL)
        return NO_MEMORY;
    *kept = link;
    cite.link = kept;
    status = cite_make(run, &cite, &own);
    return status == OK ? add_cite(run, sink->inlines, own, digits) : status;
}

/* --- line ends, blanks, spread text, tabs --- */

struct blank_data {
    struct setting width, line;
};

struct spread_data {
    struct setting width;
};

struct tab_data {
    struct setting at, align, leader;
};

static enum status check_leader(struct diag *diag, const struct setting *leader, struct str text)
{
    return utf8_count(text) == 1 ? OK
                                 : refuse_value(diag, leader->place, leader->name, text, "一个字符，如 …");
}

/* At the right edge there is room on one side only. */
static enum status compile_tab(struct compiler *compiler, const struct node *node, const struct site *site,
                               struct instr *instr, void *memory)
{
    const struct tab_data *data = memory;
    enum status status = OK;
    (void)instr;
    if (!data->at.given && data->align.fixed && data->align.value.word != ALIGN_RIGHT)
        status = diag_report(compiler->diag, MSG_TEMPLATE_TAB_EDGE, data->align.place);
    if (data->leader.fixed)
        status = status_worse(status, check_leader(compiler->diag, &data->leader, data->leader.value.text));
    return status_worse(status, compile_empty(compiler, node, site));
}

static enum status run_break(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    (void)scope;
    return add_break(run, sink->inlines, instr->place);
}

/* The cell counts them (run->cell); what stands between them is looked at when it is done. */
static enum status run_slant(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    (void)scope;
    if (run->cell == NULL || !run->cell->may_slant)
        return diag_report(run->eval->diag, MSG_TABLE_SLANT_PLACE, instr->place);
    if (run->cell->slants == 2)
        return diag_report(run->eval->diag, MSG_TABLE_SLANT_MANY, instr->place);
    run->cell->slants++;
    return add_slant(run, sink->inlines, instr->place);
}

static enum status run_cut(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    (void)scope;
    return add_cut(run, sink->inlines, instr->place);
}

static enum status run_tab(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    const struct tab_data *data = instr->data;
    struct inlines *inlines = sink->inlines;
    struct inline_item item = {.kind = INLINE_TAB,
                               .style = inlines->span,
                               .align = data->at.given ? ALIGN_LEFT : ALIGN_RIGHT,
                               .place = instr->place};
    enum status status = READ(run, scope, inlines->style, {&data->at, &item.width},
                              {&data->align, &item.align}, {&data->leader, &item.text});
    if (status == OK && data->leader.given)
        status = check_leader(run->eval->diag, &data->leader, item.text);
    if (status == OK && !data->at.given && item.align != ALIGN_RIGHT)
        return diag_report(run->eval->diag, MSG_TEMPLATE_TAB_EDGE, data->align.place);
    if (status == OK)
        status = figure_end(run, inlines);
    inlines->pending = SPACE_NONE;
    inlines->fresh = true;
    return status == OK ? inlines_add(run, inlines, &item) : status;
}

static enum status run_spread(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink)
{
    const struct spread_data *data = instr->data;
    struct inlines *inlines = sink->inlines;
    enum status status = READ(run, scope, inlines->style, {&data->width, &inlines->spread_width});
    inlines->spread = ++inlines->spreads;
    if (status == OK)
        status = apply_body(run, instr->body, scope, sink);
    inlines->spread = 0;
    return status;
}

static enum status run_blank(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    const struct blank_data *data = instr->data;
    struct inline_item item = {.kind = INLINE_BLANK, .style = sink->inlines->span, .place = instr->place};
    enum status status =
        READ(run, scope, sink->inlines->style, {&data->width, &item.width}, {&data->line, &item.underline});
    return status == OK ? add_thing(run, sink->inlines, &item) : status;
}

/* --- small bars --- */

struct bar_data {
    const struct expr *value, *most;
    struct setting width;
};

static enum status compile_bar(struct compiler *compiler, const struct node *node, const struct site *site,
                               struct instr *instr, void *memory)
{
    struct bar_data *data = memory;
    (void)instr;
    enum status status = compile_expr(compiler, node, "value", site->scope, &data->value);
    status = status_worse(status, compile_expr(compiler, node, "most", site->scope, &data->most));
    if (status == OK &&
        (expr_type(data->value).kind != TYPE_NUMBER || expr_type(data->most).kind != TYPE_NUMBER))
        status = diag_report(compiler->diag, MSG_TEMPLATE_BAR_NUMBER, node->place);
    enum status fits = status == OK ? expr_fit(compiler->arena, expr_type(data->value), &data->most) : OK;
    if (fits == FAILED)
        status = diag_report(compiler->diag, MSG_TEMPLATE_BAR_UNITS, node->place,
                             STR_ARGS(expr_type(data->value).unit), STR_ARGS(expr_type(data->most).unit));
    if (fits == NO_MEMORY)
        return fits;
    return status_worse(status, compile_empty(compiler, node, site));
}

/* In 1/1000 of the most. */
static enum status bar_filled(struct run *run, const struct bar_data *data, struct record *scope,
                              int16_t *ret_filled)
{
    struct value value, most;
    const struct number *share;
    int64_t filled;
    bool exact;
    enum status status = expr_eval(data->value, run->eval, scope, &value);
    if (status == OK)
        status = expr_eval(data->most, run->eval, scope, &most);
    if (status != OK)
        return status;
    if (number_sign(value.number) < 0 || number_sign(most.number) <= 0 ||
        number_compare(value.number, most.number) > 0) {
        const struct place origin = expr_origin(data->value, run->eval, scope);
        return diag_report(run->eval->diag, MSG_TEMPLATE_BAR,
                           origin.line > 0 ? origin : expr_place(data->value));
    }
    status = number_apply(run->arena, NUMBER_DIVIDE, value.number, most.number, &share);
    *ret_filled = status == OK && number_scaled(share, 3, &filled, &exact) ? (int16_t)filled : 0;
    return status == NO_MEMORY ? status : OK;
}

static enum status run_bar(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    const struct bar_data *data = instr->data;
    struct inline_item item = {
        .kind = INLINE_BLANK, .bar = true, .style = sink->inlines->span, .place = instr->place};
    const size_t errors = run_errors(run);
    enum status status = bar_filled(run, data, scope, &item.filled);
    if (run_lacks(run, status, errors))
        return OK;
    if (status == OK)
        status = READ(run, scope, sink->inlines->style, {&data->width, &item.width});
    return status == OK ? add_thing(run, sink->inlines, &item) : status;
}

/* --- notes --- */

struct note_data {
    struct setting id;
};

static enum status compile_note(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct note_data *data = memory;
    if (site->no_notes != NULL)
        return diag_report_plain(compiler->diag, site->no_notes, node->place);
    enum status status = compile_id(compiler, &data->id);
    return status != OK
               ? status
               : compile_noteless(compiler, node, site, IN_INLINE, MSG_TEMPLATE_NOTE_IN_NOTE, &instr->body);
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

static enum status note_target(struct run *run, const struct instr *instr, struct record *scope,
                               struct str mark, struct block *note)
{
    const struct note_data *data = instr->data;
    struct str id = STR("");
    enum status status = READ(run, scope, NULL, {&data->id, &id});
    return status == OK ? target_add(run, id, mark, true, note, instr->place) : status;
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
    if (status == OK && inlines.count == begun)
        return diag_report(run->eval->diag, MSG_TEMPLATE_PROSE_EMPTY, instr->place, STR_ARGS(STR("note")));
    const struct block note = {
        .kind = BLOCK_PARAGRAPH,
        .place = instr->place,
        .paragraph = {.style = style, .inlines = inlines.items, .inline_count = inlines.count}};
    if (status == OK)
        status = block_add(run, &list, &note);
    inlines_settle(&inlines);
    *ret_note = list.first;
    return status == OK ? note_target(run, instr, scope, mark, list.first) : status;
}

static enum status run_footnote(struct run *run, const struct instr *instr, struct record *scope,
                                struct sink *sink)
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

/* --- page numbers, and what pages are under --- */

struct current_data {
    struct setting level, last;
};

static enum status run_current(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink)
{
    const struct current_data *data = instr->data;
    struct inline_item item = {
        .kind = INLINE_CURRENT, .text = STR(""), .style = sink->inlines->span, .place = instr->place};
    int64_t level = 0;
    enum status status = READ(run, scope, NULL, {&data->level, &level}, {&data->last, &item.underline});
    item.level = (uint8_t)level;
    return status == OK ? add_thing(run, sink->inlines, &item) : status;
}

static enum status add_page_figure(struct run *run, const struct instr *instr, struct inlines *inlines,
                                   enum inline_kind kind)
{
    const struct inline_item item = {.kind = kind, .style = inlines->span, .place = instr->place};
    return add_thing(run, inlines, &item);
}

static enum status run_page(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    (void)scope;
    return add_page_figure(run, instr, sink->inlines, INLINE_PAGE_NUMBER);
}

static enum status run_pages(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    (void)scope;
    return add_page_figure(run, instr, sink->inlines, INLINE_PAGE_COUNT);
}

/* --- descriptions --- */

static const struct setting_field spread_fields[] = {FIELD(spread_data, "width", width), {.attr = NULL}};
static const struct setting_field tab_fields[] = {FIELD(tab_data, "at", at),
                                                  FIELD(tab_data, "align", align),
                                                  FIELD(tab_data, "leader", leader),
                                                  {.attr = NULL}};
static const struct setting_field span_fields[] = {FIELD(span_data, "style", style), {.attr = NULL}};
static const struct setting_field link_fields[] = {
    FIELD(link_data, "to", to), FIELD(link_data, "optional", optional), {.attr = NULL}};
static const struct setting_field bar_fields[] = {FIELD(bar_data, "width", width), {.attr = NULL}};
static const struct setting_field ref_fields[] = {FIELD(ref_data, "to", to),
                                                  FIELD(ref_data, "as", as),
                                                  FIELD(ref_data, "none", none),
                                                  FIELD(ref_data, "digits", digits),
                                                  {.attr = NULL}};
static const struct setting_field current_fields[] = {
    FIELD(current_data, "level", level), FIELD(current_data, "last", last), {.attr = NULL}};
static const struct setting_field note_fields[] = {FIELD(note_data, "id", id), {.attr = NULL}};
static const struct setting_field blank_fields[] = {
    FIELD(blank_data, "width", width), FIELD(blank_data, "line", line), {.attr = NULL}};

#define NAMED_SPAN(id)                                                                                       \
    {                                                                                                        \
        ELEMENT_##id, compile_named_span, run_span, sizeof(struct span_data), NULL                           \
    }
const struct element elements_text[] = {
    NAMED_SPAN(B),
    NAMED_SPAN(I),
    NAMED_SPAN(U),
    NAMED_SPAN(STRIKE),
    NAMED_SPAN(EM),
    NAMED_SPAN(SUB),
    NAMED_SPAN(SUP),
    {ELEMENT_CODE, compile_code, run_code, sizeof(struct span_data), NULL},
    {ELEMENT_BR, NULL, run_break, 0, NULL},
    {ELEMENT_CUT, NULL, run_cut, 0, NULL},
    {ELEMENT_SLANT, NULL, run_slant, 0, NULL},
    {ELEMENT_FOOTNOTE, compile_note, run_footnote, sizeof(struct note_data), note_fields},
    {ELEMENT_SPAN, NULL, run_span, sizeof(struct span_data), span_fields},
    {ELEMENT_LINK, compile_link, run_link, sizeof(struct link_data), link_fields},
    {ELEMENT_REF, compile_ref, run_ref, sizeof(struct ref_data), ref_fields},
    {ELEMENT_CURRENT, NULL, run_current, sizeof(struct current_data), current_fields},
    {ELEMENT_BLANK, NULL, run_blank, sizeof(struct blank_data), blank_fields},
    {ELEMENT_BAR, compile_bar, run_bar, sizeof(struct bar_data), bar_fields},
    {ELEMENT_SPREAD, NULL, run_spread, sizeof(struct spread_data), spread_fields},
    {ELEMENT_TAB, compile_tab, run_tab, sizeof(struct tab_data), tab_fields},
    {ELEMENT_PAGE_NUMBER, NULL, run_page, 0, NULL},
    {ELEMENT_PAGE_COUNT, NULL, run_pages, 0, NULL},
    {.id = ELEMENT_NONE},
};
