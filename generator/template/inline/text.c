/*
 * Running text: parts by turns, literals, already cut by the white space rule, and expressions.
 */
#include "template/inline/inline_int.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <string.h>

static instr_run run_text;

/* --- compiled --- */

static void note_free(void *context, const struct shape *shape, int slot)
{
    bool *found = context;
    *found = *found || shape->fields[slot].figures_free;
}

static enum status compile_text_part(struct compiler *compiler, const struct pattern_part *part,
                                     const struct pattern_source *source, struct text_part *ret_part)
{
    *ret_part = (struct text_part){.expr = part->expr, .in_prose = compiler->language == LANGUAGE_PROSE};
    if (part->expr != NULL) {
        expr_needs(part->expr, note_free, &ret_part->figures_free);
        return OK;
    }
    return space_split(compiler->arena, part->literal, part->offset, source, &ret_part->literal);
}

enum status compile_text_parts(struct compiler *compiler, const struct pattern_source *source,
                               const struct pattern_part *parts, size_t count, struct instr *instr)
{
    struct text_data *data = ARENA_NEW(compiler->arena, struct text_data);
    enum status status = OK;
    if (data == NULL)
        return NO_MEMORY;
    data->parts = ARENA_NEW_ARRAY(compiler->arena, count, struct text_part);
    if (data->parts == NULL)
        return NO_MEMORY;
    for (; data->count < count && status == OK; data->count++)
        status = compile_text_part(compiler, &parts[data->count], source, &data->parts[data->count]);
    *instr = (struct instr){.run = run_text, .data = data, .place = source->place_of(source->context, 0)};
    return status;
}

static enum status compile_text(struct compiler *compiler, struct pattern_source source,
                                const struct scope *scope, struct instr *instr)
{
    const struct pattern *pattern;
    const struct pattern_part *parts;
    if (source.text.len > TEMPLATE_MAX_TEXT)
        return diag_report(compiler->diag, MSG_TEMPLATE_MANY_TEXT_BYTES, source.place_of(source.context, 0),
                           (long long)TEMPLATE_MAX_TEXT);
    enum status status = pattern_compile(compiler->arena, compiler->diag, source, scope->shape, &pattern);
    if (status != OK)
        return status;
    const size_t count = pattern_parts(pattern, &parts);
    return compile_text_parts(compiler, &source, parts, count, instr);
}

static struct place node_place_of(const void *node, size_t offset)
{
    return node_text_place(node, offset);
}

struct pattern_source node_source(const struct node *node)
{
    return (struct pattern_source){.text = node->text, .place_of = node_place_of, .context = node};
}

enum status compile_text_node(struct compiler *compiler, const struct node *node, const struct scope *scope,
                              struct instr *instr)
{
    return compile_text(compiler, node_source(node), scope, instr);
}

enum status compile_text_attr(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                              struct instr **ret_body)
{
    const struct pattern_source source = attr_source(attr);
    struct instr *instr = ARENA_NEW(compiler->arena, struct instr);
    if (instr == NULL)
        return NO_MEMORY;
    *ret_body = instr;
    return compile_text(compiler, source, scope, instr);
}

/* --- when a document is made --- */

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

/* Who names what can be filled in, in a sentence of a description, means that something is printed there.  What a kind
 * computes may be empty: a note that comes only where there is something to note. */
static enum status tell_empty(struct run *run, const struct expr *expr, struct record *scope)
{
    struct record *record;
    int slot;
    if (!expr_origin_field(expr, run->eval, scope, &record, &slot))
        return OK;
    const struct field *field = &record->shape->fields[slot];
    if (field->is != NULL && !field->is_default)
        return OK;
    return diag_report(run->eval->diag, MSG_TEMPLATE_EMPTY_IN_PROSE, expr_place(expr), STR_ARGS(field->label),
                       STR_ARGS(expr_source(expr)));
}

static enum status add_value(struct run *run, struct inlines *inlines, const struct text_part *part,
                             struct record *scope)
{
    const struct expr *expr = part->expr;
    struct place place = expr_place(expr);
    struct str text;
    struct portions *shown = NULL;
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
    if (memchr(text.ptr, '\n', text.len) != NULL)
        return diag_report(run->eval->diag, MSG_TEMPLATE_NEWLINE, place);
    if (text.len == 0 && part->in_prose && tell_empty(run, expr, scope) == NO_MEMORY)
        return NO_MEMORY;
    struct place origin = expr_origin(expr, run->eval, scope);
    status = run->eval->shows ? expr_shown(expr, run->eval, scope, text, &shown) : OK;
    if (status == OK)
        status = inlines_marked(run, inlines, text, origin.line > 0 ? origin : place, shown);
    return status == OK ? figure_printed(run, inlines, expr, scope, text) : status;
}

static enum status add_part(struct run *run, struct inlines *inlines, const struct text_part *part,
                            struct record *scope)
{
    if (part->expr == NULL)
        return add_literal(run, inlines, &part->literal);
    const bool around = run->figures_free;
    run->figures_free = around || part->figures_free;
    enum status status = add_value(run, inlines, part, scope);
    run->figures_free = around;
    return status;
}

static enum status run_text(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct text_data *data = instr->data;
    enum status status = OK;
    for (size_t i = 0; i < data->count && status != NO_MEMORY && !run->stopped; i++)
        status = status_worse(status, add_part(run, sink->inlines, &data->parts[i], scope));
    return status;
}
