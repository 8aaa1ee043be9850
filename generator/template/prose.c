/*
 * Prose of the input: <section title>, <p>, <list>, <table>, <picture>, and the inline elements that need no
 * layout.
 *
 * Prose is compiled when it is met, with its own small list of elements but the same instructions, against
 * the record that holds the field: its expressions see what the model says, not what the layout calls things.
 * Faults are placed in the input.
 */
#include "template/apply_int.h"
#include "template/compile_int.h"
#include "template/table/table.h"
#include "template/messages.h"

/* --- elements --- */

static bool holds_text(const struct node *node)
{
    if (node->kind == NODE_TEXT)
        return !text_is_blank(node->text);
    for (const struct node *child = node->first; child != NULL; child = child->next)
        if (holds_text(child))
            return true;
    return false;
}

/* A paragraph or item without a word is something left out, not white that is wanted. */
static enum status check_text(struct compiler *compiler, const struct node *node)
{
    if (holds_text(node))
        return OK;
    diag_report(compiler->diag, MSG_TEMPLATE_PROSE_EMPTY, node->place, STR_ARGS(node->name));
    return FAILED;
}

static enum status compile_paragraph(struct compiler *compiler, const struct node *node,
                                     const struct site *site, struct instr *instr, void *memory)
{
    struct paragraph_data *data = memory;
    enum status status = check_text(compiler, node);

    if (status != OK)
        return status;
    data->default_numbering = -1;
    data->words = true;
    return compile_children(compiler, node, site, IN_INLINE, &instr->body);
}

static enum status compile_title(struct compiler *compiler, const struct attr *title, const struct site *site,
                                 struct instr **ret_instr)
{
    struct instr *instr = ARENA_NEW(compiler->arena, struct instr);
    struct paragraph_data *data = ARENA_NEW(compiler->arena, struct paragraph_data);
    if (instr == NULL || data == NULL)
        return NO_MEMORY;
    data->is_heading = true;
    data->words = true;
    data->default_numbering = -1;
    data->level =
        (struct setting){.kind = SETTING_COUNT, .given = true, .fixed = true, .place = title->place};
    data->level.value.count = site->level;
    *instr = (struct instr){.run = run_paragraph, .data = data, .place = title->place};
    *ret_instr = instr;
    return compile_text_attr(compiler, title, site->scope, &instr->body);
}

/* A heading, then what the section holds, one level down. */
static enum status compile_section(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *data)
{
    const struct attr *title;
    struct instr *heading = NULL;
    struct site inner = *site;
    enum status status = require_attr(compiler, node, "title", &title);

    (void)data;
    if (status != OK)
        return status;
    if (text_is_blank(title->value)) {
        diag_report(compiler->diag, MSG_TEMPLATE_PROSE_TITLE, title->place);
        return FAILED;
    }
    if (site->level > TEMPLATE_MAX_LEVEL) {
        diag_report(compiler->diag, MSG_TEMPLATE_HEADING_LEVEL, node->place, (long long)site->level,
                    (int)TEMPLATE_MAX_LEVEL);
        return FAILED;
    }
    inner.level++;
    status = compile_title(compiler, title, site, &heading);
    if (status == NO_MEMORY)
        return status;
    instr->body = heading;
    return status_worse(status, compile_nodes(compiler, node->first, &inner, &heading->next));
}

static enum status compile_prose_item(struct compiler *compiler, const struct node *node,
                                      const struct site *site, struct instr *instr, void *memory)
{
    struct item_data *data = memory;
    enum status status = check_text(compiler, node);

    data->words = true;
    return status == OK ? compile_item(compiler, node, site, instr, data) : status;
}

/* Looks like the text around it. */
static enum status compile_free(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    (void)data;
    return compile_nodes(compiler, node->first, site, &instr->body);
}

static const struct element elements_prose[] = {
    {"section", IN_SECTION | IN_KEEP, compile_section, run_sequence, 0, NULL, 0, "title"},
    {"p", IN_BLOCKS, compile_paragraph, run_paragraph, sizeof(struct paragraph_data), NULL, 0, NULL},
    {"item", IN_LIST, compile_prose_item, run_item, sizeof(struct item_data), NULL, 0, NULL},
    {"free", IN_INLINE, compile_free, run_sequence, 0, NULL, 0, NULL},
    {.name = NULL},
};

static const struct element *const families[] = {elements_prose, elements_prose_table, elements_list,
                                                 elements_picture, elements_text};

const struct dialect dialect_prose = {families, ARRAY_COUNT(families)};

/* --- <prose of="…"/> --- */

static enum status prose_owner(struct run *run, const struct prose_data *data, struct record *scope,
                               struct record **ret_owner)
{
    struct record *around = scope_outward(scope, data->steps);
    struct value value;

    if (data->owner == NULL) {
        *ret_owner = data->is_view ? around->origin : around;
        return OK;
    }
    enum status status = expr_eval(data->owner, run->eval, scope, &value);
    if (status == OK)
        *ret_owner = value.record;
    return status;
}

static enum status compile_prose(struct run *run, const struct node *node, struct site *site,
                                 struct instr **ret_body)
{
    struct compiler compiler = {
        .arena = run->arena, .diag = run->eval->diag, .styles = run->styles, .dialect = &dialect_prose};

    return compile_nodes(&compiler, node->first, site, ret_body);
}

/* The style of the paragraphs, and the number that stands before the first. */
static enum status prose_looks(struct run *run, const struct prose_data *data, struct record *scope,
                               struct lead *lead)
{
    union setting_value style = {.style = lead->style}, value = {.numbering = -1};
    struct str number;
    enum status status = setting_value(run, &data->style, scope, style, &style);
    if (status == OK)
        status = setting_value(run, &data->numbering, scope, value, &value);
    lead->style = style.style;
    if (status != OK || value.numbering < 0)
        return status;
    status = numbering_next(run, value.numbering, data->numbering.place, &number);
    return status == OK ? numbering_lead(run, value.numbering, number, &lead->text) : status;
}

/* The blocks behind those that are there; the first takes the number. */
static enum status prose_numbered(struct run *run, const struct instr *body, struct record *owner,
                                  struct lead *lead, struct sink *sink)
{
    struct blocks list = {0};
    struct sink inner = *sink;
    inner.style = lead->style;
    inner.lead = lead;
    inner.blocks = &list;
    enum status status = apply_body(run, body, owner, &inner);
    if (status == OK && lead->text.len > 0) {
        diag_report(run->eval->diag, MSG_TEMPLATE_PROSE_NUMBER, body == NULL ? owner->place : body->place);
        return FAILED;
    }
    if (status == OK) {
        *(sink->blocks->last == NULL ? &sink->blocks->first : &sink->blocks->last->next) = list.first;
        sink->blocks->last = list.last;
    }
    return status;
}

static enum status prose_apply(struct run *run, const struct instr *body, struct record *owner,
                               struct lead *lead, struct sink *sink)
{
    struct sink inner = *sink;
    if (lead->text.len > 0)
        return prose_numbered(run, body, owner, lead, sink);
    inner.style = lead->style;
    return apply_body(run, body, owner, &inner);
}

enum status run_prose(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct prose_data *data = instr->data;
    struct value value;
    struct record *owner;
    int64_t level;
    enum status status = expr_eval(data->of, run->eval, scope, &value);
    if (status == OK)
        status = prose_owner(run, data, scope, &owner);
    if (status == OK)
        status = setting_count(run, &data->level, scope, 1, &level);
    if (status != OK)
        return status;
    if (level < 1 || level > TEMPLATE_MAX_LEVEL) {
        diag_report(run->eval->diag, MSG_TEMPLATE_HEADING_LEVEL, data->level.place, (long long)level,
                    (int)TEMPLATE_MAX_LEVEL);
        return FAILED;
    }
    const struct scope *inside = scope_make(run->arena, SCOPE_RECORD, owner->shape, NULL);
    if (inside == NULL)
        return NO_MEMORY;
    struct site site = data->site;
    site.scope = inside;
    site.level = (int)level;
    struct instr *body = NULL;
    status = compile_prose(run, value.prose, &site, &body);
    struct lead lead = {.text = STR(""), .style = sink->style};
    if (status == OK)
        status = prose_looks(run, data, scope, &lead);
    return status == OK ? prose_apply(run, body, owner, &lead, sink) : status;
}
