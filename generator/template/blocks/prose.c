/*
 * Prose of the input: <section title>, <p>, <list>, <table>, <picture>, and the inline elements that need no
 * layout.
 *
 * Prose is compiled when it is met, with its own small list of elements but the same instructions, against
 * the record that holds the field: its expressions see what the model says, not what the layout calls things.
 * Faults are placed in the input.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"
#include "schema/messages.def"

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
    return diag_report(compiler->diag, MSG_TEMPLATE_PROSE_EMPTY, node->place, STR_ARGS(node->name));
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
                                 struct paragraph_data *data, struct instr **ret_instr)
{
    struct instr *instr = ARENA_NEW(compiler->arena, struct instr);
    if (instr == NULL)
        return NO_MEMORY;
    data->is_heading = true;
    data->words = true;
    data->default_numbering = -1;
    data->level = (struct setting){.kind = VALUE_COUNT, .given = true, .fixed = true, .place = title->place};
    data->level.value.count = site->level;
    *instr = (struct instr){.run = run_paragraph, .data = data, .place = title->place};
    *ret_instr = instr;
    return compile_text_attr(compiler, title, site->scope, &instr->body);
}

/* A heading, then what the section holds, one level down. */
static enum status compile_prose_section(struct compiler *compiler, const struct node *node,
                                         const struct site *site, struct instr *instr, void *data)
{
    const struct attr *title = node_attr(node, "title");
    struct instr *heading = NULL;
    struct site inner = *site;
    if (title == NULL)
        return FAILED;
    if (text_is_blank(title->value))
        return diag_report(compiler->diag, MSG_TEMPLATE_PROSE_TITLE, title->place);
    if (site->level > TEMPLATE_MAX_LEVEL)
        return diag_report(compiler->diag, MSG_TEMPLATE_HEADING_LEVEL, node->place, (long long)site->level,
                           (int)TEMPLATE_MAX_LEVEL);
    inner.level++;
    enum status status = compile_title(compiler, title, site, data, &heading);
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

/* --- <prose of="…"/>, compiled --- */

/* Prose is compiled where it is met, so its data say where that is. */
struct prose_data {
    struct setting level, style, numbering;
    const struct expr *of;
    const struct expr *owner; /* gives the record with the field; NULL: a record around */
    int steps;                /* outward to that record */
    bool is_view;
    struct site site; /* where the prose stands; its scope and level are known when a document is made */
};

static bool is_prose(const struct shape *shape, struct str name)
{
    int slot = shape_lookup(shape, name);
    return slot >= 0 && shape->fields[slot].type.kind == TYPE_PROSE;
}

/* Behind the last point of `of`. */
static size_t name_from(struct str path)
{
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.')
        dot--;
    return dot;
}

/* `of` names a field of a record around: how far out it is. */
static enum status prose_around(struct compiler *compiler, const struct scope *scope, struct str name,
                                struct prose_data *data)
{
    for (; scope != NULL && shape_lookup(scope->shape, name) < 0; scope = scope->outer)
        data->steps++;
    if (scope == NULL || scope->kind == SCOPE_LOCALS || !is_prose(scope->shape, name))
        return diag_report(compiler->diag, MSG_TEMPLATE_PROSE_FIELD, expr_place(data->of));
    data->is_view = scope->kind == SCOPE_VIEW;
    return OK;
}

/* `of` is record.field: the record is an expression of its own. */
static enum status prose_inside(struct compiler *compiler, const struct scope *scope, struct str record,
                                struct str name, struct prose_data *data)
{
    enum status status = expr_compile(compiler->arena, compiler->diag, record, expr_place(data->of),
                                      scope->shape, &data->owner);
    if (status != OK)
        return status;
    struct type type = expr_type(data->owner);
    if (type.kind != TYPE_RECORD || !is_prose(type.shape, name))
        return diag_report(compiler->diag, MSG_TEMPLATE_PROSE_FIELD, expr_place(data->of));
    return OK;
}

static enum status compile_prose(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct prose_data *data = memory;
    enum status status = compile_empty(compiler, node, site);
    (void)instr;
    data->site = *site;
    data->site.scope = NULL;
    data->site.call = NULL;
    status = status_worse(status, check_level(compiler, &data->level));
    if (status == OK)
        status = compile_expr(compiler, node, "of", site->scope, &data->of);
    if (status != OK)
        return status;
    if (expr_type(data->of).kind != TYPE_PROSE)
        return diag_report(compiler->diag, MSG_TEMPLATE_PROSE_FIELD, expr_place(data->of));
    struct str path = str_trim(node_attr(node, "of")->value);
    const size_t dot = name_from(path);
    struct str name = str_trim(str_slice(path, dot, path.len));
    if (dot == 0)
        return prose_around(compiler, site->scope, name, data);
    return prose_inside(compiler, site->scope, str_slice(path, 0, dot - 1), name, data);
}

/* --- when a document is made --- */

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

static enum status prose_compile(struct run *run, const struct node *node, struct site *site,
                                 struct instr **ret_body)
{
    struct compiler compiler = {
        .arena = run->arena, .diag = run->eval->diag, .styles = run->styles, .language = LANGUAGE_PROSE};
    return compile_nodes(&compiler, node->first, site, ret_body);
}

/* The style of the paragraphs, and the number that stands before the first. */
static enum status prose_looks(struct run *run, const struct prose_data *data, struct record *scope,
                               struct lead *lead)
{
    struct str number;
    lead->numbering = -1;
    enum status status =
        READ(run, scope, NULL, {&data->style, &lead->style}, {&data->numbering, &lead->numbering});
    return status == OK ? numbering_lead(run, lead->numbering, data->numbering.place, &number, &lead->text)
                        : status;
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
    if (status == OK && lead->text.len > 0)
        return diag_report(run->eval->diag, MSG_TEMPLATE_PROSE_NUMBER,
                           body == NULL ? owner->place : body->place);
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

/* Are figures in it declared free, in the input or by the model? */
static bool is_free(const struct prose_data *data, const struct record *owner)
{
    const struct str path = str_trim(expr_source(data->of));
    const int slot = shape_lookup(owner->shape, str_trim(str_slice(path, name_from(path), path.len)));
    return slot >= 0 && (owner->slots[slot].figures_free || owner->shape->fields[slot].figures_free);
}

static enum status run_prose(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    const struct prose_data *data = instr->data;
    struct value value;
    struct record *owner;
    int64_t level;
    enum status status = expr_eval(data->of, run->eval, scope, &value);
    if (status == OK)
        status = prose_owner(run, data, scope, &owner);
    if (status == OK)
        status = level_read(run, scope, &data->level, &level);
    if (status != OK)
        return status;
    const struct scope *inside = scope_make(run->arena, SCOPE_RECORD, owner->shape, NULL);
    if (inside == NULL)
        return NO_MEMORY;
    struct site site = data->site;
    site.scope = inside;
    site.level = (int)level;
    struct instr *body = NULL;
    status = prose_compile(run, value.prose, &site, &body);
    struct lead lead = {.text = STR(""), .style = sink->style, .numbering = -1};
    if (status == OK)
        status = prose_looks(run, data, scope, &lead);
    if (status != OK)
        return status;
    const bool around = run->figures_free;
    run->figures_free = around || is_free(data, owner);
    status = prose_apply(run, body, owner, &lead, sink);
    run->figures_free = around;
    return status;
}

static const struct setting_field prose_fields[] = {FIELD(prose_data, "heading-level", level),
                                                    FIELD(prose_data, "style", style),
                                                    FIELD(prose_data, "numbering", numbering),
                                                    {.attr = NULL}};

static const struct setting_field own_fields[] = {
    FIELD(paragraph_data, "id", id), FIELD(paragraph_data, "run-in", run_in), {.attr = NULL}};

/* Of prose alone; and what brings it. */
const struct element elements_prose[] = {
    {ELEMENT_PROSE_SECTION, compile_prose_section, run_sequence, sizeof(struct paragraph_data), own_fields},
    {ELEMENT_PROSE_P, compile_paragraph, run_paragraph, sizeof(struct paragraph_data), own_fields},
    {ELEMENT_PROSE_ITEM, compile_prose_item, run_item, sizeof(struct item_data), item_fields},
    {ELEMENT_FREE, NULL, run_sequence, 0, NULL},
    {ELEMENT_PROSE_OF, compile_prose, run_prose, sizeof(struct prose_data), prose_fields},
    {.id = ELEMENT_NONE},
};
