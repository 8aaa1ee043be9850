/*
 * Running text and the inline elements.
 *
 * Text becomes parts by turns: literals, already cut by the white space rule, and expressions.  Outside a
 * span the paragraph's own style holds; spans inside spans add up when a document is made.
 */
#include "template/template_int.h"

static enum status compile_part(struct compiler *compiler, const struct pattern_part *part,
                                const struct pattern_source *source, struct text_part *ret_part)
{
    *ret_part = (struct text_part){.expr = part->expr};
    if (part->expr != NULL)
        return OK;
    return space_split(compiler->arena, part->literal, part->offset, source, &ret_part->literal);
}

static enum status compile_text(struct compiler *compiler, struct pattern_source source,
                                const struct scope *scope, struct instr *instr)
{
    struct place place = source.place_of(source.context, 0);
    if (source.text.len > TEMPLATE_MAX_TEXT) {
        diag_report(compiler->diag, MSG_TEMPLATE_LIMIT, place, "一段文字的字节数",
                    (long long)TEMPLATE_MAX_TEXT);
        return FAILED;
    }
    const struct pattern *pattern;
    enum status status = pattern_compile(compiler->arena, compiler->diag, source, scope->shape, &pattern);
    if (status != OK)
        return status;
    const struct pattern_part *parts;
    size_t count = pattern_parts(pattern, &parts);
    struct text_data *data = ARENA_NEW(compiler->arena, struct text_data);
    if (data == NULL)
        return NO_MEMORY;
    data->parts = ARENA_NEW_ARRAY(compiler->arena, count, struct text_part);
    if (data->parts == NULL)
        return NO_MEMORY;
    for (; data->count < count && status == OK; data->count++)
        status = compile_part(compiler, &parts[data->count], &source, &data->parts[data->count]);
    *instr = (struct instr){.run = run_text, .data = data, .place = place};
    return status;
}

static struct place node_place_of(const void *node, size_t offset)
{
    return node_text_place(node, offset);
}

enum status compile_text_node(struct compiler *compiler, const struct node *node, const struct scope *scope,
                              struct instr *instr)
{
    const struct pattern_source source = {.text = node->text, .place_of = node_place_of, .context = node};

    return compile_text(compiler, source, scope, instr);
}

static struct place attr_place_of(const void *attr, size_t offset)
{
    return attr_text_place(attr, offset);
}

enum status compile_text_attr(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                              struct instr **ret_body)
{
    const struct pattern_source source = {.text = attr->value, .place_of = attr_place_of, .context = attr};
    struct instr *instr = ARENA_NEW(compiler->arena, struct instr);

    if (instr == NULL)
        return NO_MEMORY;
    *ret_body = instr;
    return compile_text(compiler, source, scope, instr);
}

static enum status compile_inlines(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *data)
{
    (void)data;
    return compile_nodes(compiler, node->first, site, &instr->body);
}

static enum status compile_span(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    const struct attr *style;
    enum status status = require_attr(compiler, node, "style", &style);

    return status_worse(status, compile_inlines(compiler, node, site, instr, data));
}

static enum status compile_bold(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct span_data *data = memory;

    data->fixed = style_span(&compiler->styles->sheet, STR("b"));
    return compile_inlines(compiler, node, site, instr, memory);
}

static enum status compile_blank(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *data)
{
    const struct attr *width;
    enum status status = require_attr(compiler, node, "width", &width);

    return status_worse(status, compile_empty(compiler, node, site, instr, data));
}

static const struct setting_rule span_rules[] = {{"style", SETTING_SPAN, offsetof(struct span_data, style)}};
static const struct setting_rule blank_rules[] = {
    {"width", SETTING_LENGTH, offsetof(struct blank_data, width)},
    {"line", SETTING_YESNO, offsetof(struct blank_data, line)}};

const struct element elements_inline[] = {
    {"b", IN_INLINES, compile_bold, run_span, sizeof(struct span_data), NULL, 0, NULL},
    {"span", IN_INLINES, compile_span, run_span, sizeof(struct span_data), span_rules, 1, NULL},
    {"br", IN_INLINES, compile_empty, run_break, 0, NULL, 0, NULL},
    {"blank", IN_INLINES, compile_blank, run_blank, sizeof(struct blank_data), blank_rules, 2, NULL},
    {"page", IN_MARGIN, compile_empty, run_page, 0, NULL, 0, NULL},
    {"pages", IN_MARGIN, compile_empty, run_pages, 0, NULL, 0, NULL},
    {.name = NULL},
};
