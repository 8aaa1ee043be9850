/*
 * Paragraphs, headings and clauses, with their numbers.  They are one instruction, and differ in style,
 * numbering and level.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"
#include "schema/messages.def"

/* --- making one --- */

enum status paragraph_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                           struct blocks *list)
{
    struct inlines inlines = {.fresh = true, .style = make->style};
    struct sink sink = {.inlines = &inlines};
    struct beside beside = {0}, *outer = run->beside;
    enum status status = inlines_text(run, &inlines, make->number, make->place);
    inlines.fresh = true; /* white between number and text is the numbering's business */
    size_t begun = inlines.count;
    run->beside = outer != NULL ? outer : &beside;
    if (status == OK)
        status = apply_body(run, make->body, scope, &sink);
    run->beside = outer;
    if (status == OK && inlines.count == begun)
        status = inlines_text(run, &inlines, make->none, make->place);
    if (status == OK)
        status = figure_end(run, &inlines);
    if (status == OK && inlines.count == begun && make->words)
        return diag_report(run->eval->diag, MSG_TEMPLATE_TEXT_EMPTY, make->place);
    if (status != OK)
        return status;
    const struct block block = {
        .kind = BLOCK_PARAGRAPH,
        .place = make->place,
        .paragraph = {.style = make->style, .inlines = inlines.items, .inline_count = inlines.count}};
    return block_add(run, list, &block);
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
    if (data->indent.given && data->first_indent.given) /* `indent`: an older word for first-indent="0" */
        status = diag_report(compiler->diag, MSG_TEMPLATE_INDENT_TWICE, data->indent.place);
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
    struct str name;
    bool keep_previous, listed;
    int numbering; /* -1: none */
    const struct paragraph_style *style;
    struct str number;
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
                      {&data->name, &plan->name});
    if (status != OK)
        return status;
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
    enum status status =
        READ(run, scope, NULL, {&data->style, &plan->style}, {&data->numbering, &plan->numbering},
             {&data->keep_previous, &plan->keep_previous});
    return status == OK ? plan_overrides(run, data, scope, plan) : status;
}

static enum status check_heading(struct run *run, const struct block *block)
{
    size_t count = 0;
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        count += block->paragraph.inlines[i].kind == INLINE_TEXT
                     ? utf8_count(block->paragraph.inlines[i].text)
                     : 0;
    if (count <= TEMPLATE_MAX_HEADING)
        return OK;
    return diag_report(run->eval->diag, MSG_TEMPLATE_HEADING_LONG,
                       block->paragraph.inlines[block->paragraph.inline_count - 1].place, count,
                       (int)TEMPLATE_MAX_HEADING);
}

/* Does this paragraph begin an item, and so take its number or mark? */
static bool begins_item(const struct paragraph_data *data, const struct sink *sink)
{
    return sink->lead != NULL && sink->lead->text.len > 0 && sink->blocks->first == NULL && !data->is_heading;
}

enum status run_paragraph(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct paragraph_data *data = instr->data;
    struct plan plan = {.numbering = data->default_numbering, .listed = true, .name = STR("")};
    struct paragraph_make make = {.body = instr->body, .words = data->words, .place = instr->place};
    bool leads = begins_item(data, sink);
    plan.style = leads ? sink->lead->style : sink->style;
    enum status status = data->is_heading ? plan_heading(run, data, scope, &plan) : OK;
    if (status == OK)
        status = plan_style(run, data, scope, &plan);
    if (status == OK)
        status = numbering_lead(run, plan.numbering, instr->place, &plan.number, &make.number);
    if (leads && plan.numbering < 0) {
        make.number = sink->lead->text;
        sink->lead->text = STR("");
    }
    make.style = plan.style;
    if (status == OK)
        status = paragraph_make(run, &make, scope, sink->blocks);
    if (status != OK)
        return status;
    struct block *block = sink->blocks->last;
    block->paragraph.heading = (int)plan.level;
    block->paragraph.number = plan.level > 0 ? plan.number : STR("");
    block->paragraph.unlisted = !plan.listed;
    block->paragraph.name = plan.name;
    block->keep_previous = plan.keep_previous;
    return plan.level > 0 ? check_heading(run, block) : OK;
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
static const struct setting_field paragraph_fields[] = {
    PARAGRAPH("level", level),
    PARAGRAPH("number", number),
    PARAGRAPH("listed", listed),
    PARAGRAPH("name", name),
    PARAGRAPH("style", style),
    PARAGRAPH("align", align),
    PARAGRAPH("first-indent", first_indent),
    PARAGRAPH("left", left),
    PARAGRAPH("right", right),
    PARAGRAPH("indent", indent),
    PARAGRAPH("keep-previous", keep_previous),
    PARAGRAPH("keep-next", keep_next),
    PARAGRAPH("numbering", numbering),
    {.attr = NULL},
};
static const struct setting_field restart_fields[] = {FIELD(restart_data, "numbering", numbering),
                                                      {.attr = NULL}};

const struct element elements_paragraph[] = {
    {ELEMENT_P, compile_inlines, run_paragraph, sizeof(struct paragraph_data), paragraph_fields},
    {ELEMENT_HEADING, compile_heading, run_paragraph, sizeof(struct paragraph_data), paragraph_fields},
    {ELEMENT_CLAUSE, compile_clause, run_paragraph, sizeof(struct paragraph_data), paragraph_fields},
    {ELEMENT_RESTART, NULL, run_restart, sizeof(struct restart_data), restart_fields},
    {.id = ELEMENT_NONE},
};
