/*
 * Running text and the inline elements.
 *
 * Text becomes parts by turns: literals, already cut by the white space rule, and expressions.  Outside a
 * span the paragraph's own style holds; spans inside spans add up when a document is made.
 */
#include "template/compile_int.h"
#include "template/messages.h"
#include "schema/messages.h"

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
        diag_report(compiler->diag, MSG_TEMPLATE_MANY_TEXT_BYTES, place, (long long)TEMPLATE_MAX_TEXT);
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

/* <b> and the like: the built-in span style of the element's name. */
static enum status compile_named(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct span_data *data = memory;

    data->fixed = style_span(&compiler->styles->sheet, node->name);
    return compile_inlines(compiler, node, site, instr, memory);
}

static enum status compile_blank(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *data)
{
    const struct attr *width;
    enum status status = require_attr(compiler, node, "width", &width);

    return status_worse(status, compile_empty(compiler, node, site, instr, data));
}

static enum status compile_spread(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *data)
{
    const struct attr *width;
    enum status status = require_attr(compiler, node, "width", &width);

    (void)data;
    return status_worse(status, compile_children(compiler, node, site, IN_SPREAD, &instr->body));
}

/* At the right edge there is room on one side only. */
static enum status compile_tab(struct compiler *compiler, const struct node *node, const struct site *site,
                               struct instr *instr, void *memory)
{
    const struct tab_data *data = memory;
    const struct setting *leader = &data->leader;
    enum status status = check_place(compiler, &data->align);

    if (status == OK && !data->at.given && data->align.fixed && data->align.value.align != ALIGN_RIGHT) {
        diag_report(compiler->diag, MSG_TEMPLATE_TAB_EDGE, data->align.place);
        status = FAILED;
    }
    if (leader->fixed && utf8_count(leader->value.text) != 1) {
        status =
            refuse_value(compiler->diag, leader->place, leader->name, leader->value.text, "一个字符，如 …");
    }
    return status_worse(status, compile_empty(compiler, node, site, instr, memory));
}

static enum status compile_note(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    (void)data;
    if (site->no_notes != NULL) {
        diag_report_plain(compiler->diag, site->no_notes, node->place);
        return FAILED;
    }
    return compile_noteless(compiler, node, site, IN_INLINE, MSG_TEMPLATE_NOTE_IN_NOTE, &instr->body);
}

static const struct setting_rule spread_rules[] = {
    {"width", SETTING_SIZE, offsetof(struct spread_data, width)}};
static const struct setting_rule tab_rules[] = {{"at", SETTING_SIZE, offsetof(struct tab_data, at)},
                                                {"align", SETTING_ALIGN, offsetof(struct tab_data, align)},
                                                {"leader", SETTING_TEXT, offsetof(struct tab_data, leader)}};
static const struct setting_rule span_rules[] = {{"style", SETTING_SPAN, offsetof(struct span_data, style)}};
static const struct setting_rule blank_rules[] = {
    {"width", SETTING_LENGTH, offsetof(struct blank_data, width)},
    {"line", SETTING_YESNO, offsetof(struct blank_data, line)}};

#define NAMED_SPAN(name)                                                                                     \
    {                                                                                                        \
        name, IN_LETTERS, compile_named, run_span, sizeof(struct span_data), NULL, 0, NULL                   \
    }

/* Of layout and prose. */
const struct element elements_text[] = {
    NAMED_SPAN("b"),
    NAMED_SPAN("i"),
    NAMED_SPAN("u"),
    NAMED_SPAN("em"),
    NAMED_SPAN("sub"),
    NAMED_SPAN("sup"),
    {"br", IN_INLINES, compile_empty, run_break, 0, NULL, 0, NULL},
    {"cut", IN_INLINES, compile_empty, run_cut, 0, NULL, 0, NULL},
    {"note", IN_INLINES, compile_note, run_footnote, 0, NULL, 0, NULL},
    {.name = NULL},
};

const struct element elements_inline[] = {
    {"span", IN_LETTERS, compile_span, run_span, sizeof(struct span_data), span_rules, 1, NULL},
    {"blank", IN_INLINES, compile_blank, run_blank, sizeof(struct blank_data), blank_rules, 2, NULL},
    {"spread", IN_INLINES, compile_spread, run_spread, sizeof(struct spread_data), spread_rules, 1, NULL},
    {"tab", IN_INLINES, compile_tab, run_tab, sizeof(struct tab_data), tab_rules, ARRAY_COUNT(tab_rules),
     NULL},
    {"page", IN_MARGIN, compile_empty, run_page, 0, NULL, 0, NULL},
    {"pages", IN_MARGIN, compile_empty, run_pages, 0, NULL, 0, NULL},
    {.name = NULL},
};
