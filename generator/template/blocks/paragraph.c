/*
 * Paragraphs, headings and clauses, with their numbers.  They are one instruction, and differ in style,
 * numbering and level.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"
#include "schema/messages.def"

/* --- making one --- */

/* Number, and what the body makes. */
static enum status fill_inlines(struct run *run, const struct paragraph_make *make, struct record *scope,
                                struct inlines *inlines)
{
    struct sink sink = {.inlines = inlines};
    struct beside beside = {0}, *outer = run->beside;
    enum status status = inlines_text(run, inlines, make->number, make->place);
    inlines->fresh = true; /* white between number and text is the numbering's business */
    size_t begun = inlines->count;
    run->beside = outer != NULL ? outer : &beside;
    if (status == OK)
        status = apply_body(run, make->body, scope, &sink);
    run->beside = outer;
    if (status == OK && inlines->count == begun)
        status = inlines_text(run, inlines, make->none, make->place);
    if (status == OK)
        status = figure_end(run, inlines);
    if (status == OK && inlines->count == begun && make->words)
        return diag_report(run->eval->diag, MSG_TEMPLATE_TEXT_EMPTY, make->place);
    return status;
}

enum status paragraph_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                           struct blocks *list)
{
    struct inlines inlines = {.fresh = true};
    if (make->head != NULL)
        inlines = *make->head->inlines;
    inlines.style = make->style;
    enum status status = fill_inlines(run, make, scope, &inlines);
    if (status != OK)
        return status;
    inlines_settle(&inlines);
    const struct block block = {.kind = BLOCK_PARAGRAPH,
                                .place = make->place,
                                .paragraph = {.style = make->style,
                                              .inlines = inlines.items,
                                              .inline_count = inlines.count,
                                              .led = make->head == NULL && make->number.len > 0}};
    return block_add(run, list, &block);
}

/* --- a heading in the line of its paragraph --- */

/* As the heading's style has it, in the size of the paragraph. */
static enum status head_span(struct run *run, const struct paragraph_style *style,
                             const struct span_style **ret_span)
{
    const struct span_style *own = style_span(&run->styles->sheet, STR("run-in"));
    struct span_style *span = own == NULL ? ARENA_NEW(run->arena, struct span_style) : NULL;
    *ret_span = own != NULL ? own : span;
    if (own != NULL || span == NULL)
        return own != NULL ? OK : NO_MEMORY;
    *span = (struct span_style){.name = style->name,
                                .role = style->role,
                                .bold = style->bold,
                                .embolden = style->embolden,
                                .lang = STR("")};
    return OK;
}

/* “突出重点” is one more sentence of the paragraph: it gets its 。 there, and in no contents list. */
static enum status end_head(struct run *run, struct inlines *inlines, struct place place)
{
    static const char *const ends[] = {"。", "！", "？", "：", "；", "，", ".", ":", "…", "—"};
    const struct inline_item *last = &inlines->items[inlines->count - 1];
    bool ended = last->kind != INLINE_TEXT || last->text.ptr == NULL;
    for (size_t i = 0; i < ARRAY_COUNT(ends) && !ended; i++)
        ended = str_ends(last->text, ends[i]);
    return ended ? OK : inlines_text(run, inlines, STR("。"), place);
}

static enum status run_in_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                               const struct run_in *head)
{
    struct inlines *inlines = ARENA_NEW(run->arena, struct inlines);
    struct run_in *kept = ARENA_NEW(run->arena, struct run_in);
    if (inlines == NULL || kept == NULL)
        return NO_MEMORY;
    if (run->head != NULL)
        return run_in_lost(run);
    inlines->fresh = true;
    inlines->style = make->style;
    enum status status = head_span(run, make->style, &inlines->span);
    if (status == OK)
        status = fill_inlines(run, make, scope, inlines);
    if (status != OK || inlines->count == 0)
        return status;
    *kept = *head;
    kept->inlines = inlines;
    kept->count = inlines->count;
    status = end_head(run, inlines, make->place);
    kept->marked = inlines->count;
    inlines->span = NULL;
    inlines->pending = SPACE_NONE;
    inlines->fresh = true;
    run->head = kept;
    return status;
}

/* --- compiled --- */

struct restart_data {
    struct setting numbering;
};

static enum status compile_inlines(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct paragraph_data *data = memory;
    enum status status = OK;
    data->default_numbering = -1;
    status = status_worse(compile_id(compiler, &data->id), compile_id(compiler, &data->name));
    if (data->indent.given && data->first_indent.given) /* `indent`: an older word for first-indent="0" */
        status =
            status_worse(status, diag_report(compiler->diag, MSG_TEMPLATE_INDENT_TWICE, data->indent.place));
    return status_worse(status, compile_children(compiler, node, site, IN_INLINE, &instr->body));
}

static enum status compile_clause(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *memory)
{
    struct paragraph_data *data = memory;
    enum status status = compile_inlines(compiler, node, site, instr, memory);
    data->default_numbering = numbering_lookup(compiler->styles, STR("clause"));
    return status;
}

static enum status report_level(struct diag *diag, const struct setting *level, int64_t value)
{
    return diag_report(diag, MSG_TEMPLATE_HEADING_LEVEL, level->place, (long long)value,
                       (int)TEMPLATE_MAX_LEVEL);
}

enum status check_level(struct compiler *compiler, const struct setting *level)
{
    bool good = !level->fixed || (level->value.count >= 1 && level->value.count <= TEMPLATE_MAX_LEVEL);
    return good ? OK : report_level(compiler->diag, level, level->value.count);
}

enum status level_read(struct run *run, struct record *scope, const struct setting *level, int64_t *ret_level)
{
    enum status status = READ(run, scope, NULL, {level, ret_level});
    bool good = status != OK || (*ret_level >= 1 && *ret_level <= TEMPLATE_MAX_LEVEL);
    return good ? status : report_level(run->eval->diag, level, *ret_level);
}

static enum status compile_heading(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct paragraph_data *data = memory;
    struct site inner = *site;
    inner.no_notes = MSG_TEMPLATE_NOTE_IN_HEADING;
    data->is_heading = true;
    return status_worse(check_level(compiler, &data->level),
                        compile_inlines(compiler, node, &inner, instr, memory));
}

/* --- when a document is made --- */

/* What a paragraph is to become, its attributes known. */
struct plan {
    int64_t level; /* 0: no heading */
    struct str id, label;
    bool keep_previous, listed, run_in;
    int numbering; /* -1: none */
    const struct paragraph_style *style;
    struct str number, cited; /* as printed; as references say it, where they may */
};

static enum status plan_heading(struct run *run, const struct paragraph_data *data, struct record *scope,
                                struct plan *plan)
{
    static const char *const names[TEMPLATE_MAX_LEVEL] = {"heading1", "heading2", "heading3",
                                                          "heading4", "heading5", "heading6"};
    bool numbered = true;
    enum status status = level_read(run, scope, &data->level, &plan->level);
    if (status == OK)
        status = READ(run, scope, NULL, {&data->number, &numbered}, {&data->listed, &plan->listed},
                      {&data->name, &plan->id}, {&data->run_in, &plan->run_in});
    if (status != OK)
        return status;
    run->headings++;
    const struct str name = str_of(names[plan->level - 1]);
    plan->numbering = numbering_lookup(run->styles, name);
    plan->style = style_paragraph(&run->styles->sheet, name);
    if (!numbered && plan->numbering >= 0) {
        numbering_restart_below(run, plan->numbering); /* what follows belongs to this heading */
        plan->numbering = -1;
    }
    return OK;
}

/* A copy, unless nothing differs. */
static enum status plan_own_style(struct run *run, const struct paragraph_style *changed, struct plan *plan)
{
    const struct paragraph_style *style = plan->style;
    if (changed->align == style->align && changed->first_indent == style->first_indent &&
        changed->left == style->left && changed->right == style->right &&
        changed->keep_next == style->keep_next)
        return OK;
    struct paragraph_style *own = ARENA_NEW(run->arena, struct paragraph_style);
    if (own == NULL)
        return NO_MEMORY;
    *own = *changed;
    plan->style = own;
    return OK;
}

/* The style with what the paragraph's own attributes change of it. */
static enum status plan_overrides(struct run *run, const struct paragraph_data *data, struct record *scope,
                                  struct plan *plan)
{
    struct paragraph_style changed = *plan->style;
    bool indent = true;
    enum status status =
        READ(run, scope, plan->style, {&data->align, &changed.align}, {&data->indent, &indent},
             {&data->keep_next, &changed.keep_next}, {&data->first_indent, &changed.first_indent},
             {&data->left, &changed.left}, {&data->right, &changed.right});
    changed.first_indent = indent ? changed.first_indent : 0;
    return status == OK ? plan_own_style(run, &changed, plan) : status;
}

static enum status plan_style(struct run *run, const struct paragraph_data *data, struct record *scope,
                              struct plan *plan)
{
    enum status status = READ(
        run, scope, NULL, {&data->style, &plan->style}, {&data->numbering, &plan->numbering},
        {&data->keep_previous, &plan->keep_previous}, {&data->id, &plan->id}, {&data->label, &plan->label});
    return status == OK ? plan_overrides(run, data, scope, plan) : status;
}

static enum status check_heading(struct run *run, const struct block *block)
{
    size_t count = 0;
    const size_t inlines = block_title_count(&block->paragraph);
    for (size_t i = 0; i < inlines; i++)
        count += block->paragraph.inlines[i].kind == INLINE_TEXT
                     ? utf8_count(block->paragraph.inlines[i].text)
                     : 0;
    if (count <= TEMPLATE_MAX_HEADING)
        return OK;
    return diag_report(run->eval->diag, MSG_TEMPLATE_HEADING_LONG,
                       block->paragraph.inlines[inlines - 1].place, count, (int)TEMPLATE_MAX_HEADING);
}

enum status caption_make(struct run *run, struct paragraph_make *make, int numbering, struct str id,
                         struct record *scope, struct blocks *list)
{
    struct str number = STR(""), cited = STR("");
    enum status status = numbering_lead(run, numbering, make->place, &number, &make->number);
    if (status == OK && id.len > 0 && numbering >= 0)
        status = numbering_cite(run, numbering, make->place, &cited);
    if (status == OK)
        status = paragraph_make(run, make, scope, list);
    return status == OK ? target_add(run, id, cited, number.len > 0, list->last, make->place) : status;
}

/* Does this paragraph begin an item, and so take its number or mark? */
static bool begins_item(const struct paragraph_data *data, const struct sink *sink)
{
    return sink->lead != NULL && sink->lead->text.len > 0 && sink->blocks->first == NULL && !data->is_heading;
}

/* Its number, and how references say it: of a paragraph that begins an item, the item's. */
static enum status plan_number(struct run *run, const struct instr *instr, struct lead *lead,
                               struct plan *plan, struct str *ret_lead)
{
    const bool leads = lead != NULL && plan->numbering < 0;
    const int numbering = leads ? lead->numbering : plan->numbering;
    enum status status = numbering_lead(run, plan->numbering, instr->place, &plan->number, ret_lead);
    if (leads) {
        *ret_lead = lead->text;
        lead->text = STR("");
    }
    plan->cited = plan->label;
    return status == OK && plan->id.len > 0 && plan->label.len == 0 && numbering >= 0
               ? numbering_cite(run, numbering, instr->place, &plan->cited)
               : status;
}

/* What is said of a heading: of its own paragraph, or of one that goes on behind it. */
static enum status set_heading(struct run *run, const struct run_in *head, struct block *block)
{
    block->paragraph.heading = head->level;
    block->paragraph.number = head->number;
    block->paragraph.unlisted = !head->listed;
    return target_add(run, head->id, head->cited, head->number.len > 0, block, head->place);
}

static enum status set_run_in(struct run *run, const struct run_in *head, struct block *block)
{
    block->paragraph.run_in = (uint16_t)head->count;
    block->paragraph.run_on = (uint16_t)head->marked;
    const enum status status = set_heading(run, head, block);
    return status == OK ? check_heading(run, block) : status;
}

static enum status add_paragraph(struct run *run, const struct instr *instr, const struct plan *plan,
                                 struct paragraph_make *make, struct record *scope, struct blocks *list)
{
    const struct run_in *head = run->head;
    run->head = NULL;
    make->head = head;
    enum status status = paragraph_make(run, make, scope, list);
    if (status != OK)
        return status;
    struct block *block = list->last;
    block->keep_previous = plan->keep_previous;
    status = head != NULL ? set_run_in(run, head, block) : OK;
    return status == OK ? target_add(run, plan->id, plan->cited, make->number.len > 0, block, instr->place)
                        : status;
}

static enum status add_heading(struct run *run, const struct instr *instr, const struct plan *plan,
                               const struct paragraph_make *make, struct record *scope, struct blocks *list)
{
    const struct run_in head = {.level = (int)plan->level,
                                .listed = plan->listed,
                                .id = plan->id,
                                .number = plan->number,
                                .cited = plan->cited,
                                .place = instr->place};
    if (plan->run_in)
        return run_in_make(run, make, scope, &head);
    enum status status = paragraph_make(run, make, scope, list);
    if (status != OK)
        return status;
    list->last->keep_previous = plan->keep_previous;
    status = set_heading(run, &head, list->last);
    return status == OK ? check_heading(run, list->last) : status;
}

enum status run_paragraph(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct paragraph_data *data = instr->data;
    struct plan plan = {
        .numbering = data->default_numbering, .listed = true, .id = STR(""), .label = STR("")};
    struct paragraph_make make = {.body = instr->body, .words = data->words, .place = instr->place};
    struct lead *lead = begins_item(data, sink) ? sink->lead : NULL;
    plan.style = lead != NULL ? lead->style : sink->style;
    enum status status = data->is_heading ? plan_heading(run, data, scope, &plan) : OK;
    if (status == OK)
        status = plan_style(run, data, scope, &plan);
    if (status == OK)
        status = plan_number(run, instr, lead, &plan, &make.number);
    make.style = plan.style;
    if (status != OK)
        return status;
    return data->is_heading ? add_heading(run, instr, &plan, &make, scope, sink->blocks)
                            : add_paragraph(run, instr, &plan, &make, scope, sink->blocks);
}

static enum status run_restart(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink)
{
    const struct restart_data *data = instr->data;
    int numbering;
    enum status status = READ(run, scope, NULL, {&data->numbering, &numbering});
    (void)sink;
    if (status == OK)
        numbering_restart(run, numbering);
    return status;
}

/* --- descriptions --- */

#define PARAGRAPH(attr, member) FIELD(paragraph_data, attr, member)
#define LOOKS                                                                                                \
    PARAGRAPH("style", style), PARAGRAPH("align", align), PARAGRAPH("first-indent", first_indent),           \
        PARAGRAPH("left", left), PARAGRAPH("right", right), PARAGRAPH("indent", indent),                     \
        PARAGRAPH("keep-previous", keep_previous), PARAGRAPH("keep-next", keep_next), PARAGRAPH("id", id)
static const struct setting_field paragraph_fields[] = {
    LOOKS, PARAGRAPH("numbering", numbering), PARAGRAPH("label", label), {.attr = NULL}};
static const struct setting_field clause_fields[] = {LOOKS, {.attr = NULL}};
static const struct setting_field heading_fields[] = {LOOKS,
                                                      PARAGRAPH("level", level),
                                                      PARAGRAPH("number", number),
                                                      PARAGRAPH("listed", listed),
                                                      PARAGRAPH("name", name),
                                                      PARAGRAPH("label", label),
                                                      PARAGRAPH("run-in", run_in),
                                                      {.attr = NULL}};
static const struct setting_field restart_fields[] = {FIELD(restart_data, "numbering", numbering),
                                                      {.attr = NULL}};

const struct element elements_paragraph[] = {
    {ELEMENT_P, compile_inlines, run_paragraph, sizeof(struct paragraph_data), paragraph_fields},
    {ELEMENT_HEADING, compile_heading, run_paragraph, sizeof(struct paragraph_data), heading_fields},
    {ELEMENT_CLAUSE, compile_clause, run_paragraph, sizeof(struct paragraph_data), clause_fields},
    {ELEMENT_RESTART, NULL, run_restart, sizeof(struct restart_data), restart_fields},
    {.id = ELEMENT_NONE},
};
