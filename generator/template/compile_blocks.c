/*
 * Block elements: paragraphs, headings, clauses, what stands side by side or together, white space, contents,
 * prose.
 *
 * p, heading and clause are one instruction; they differ in style, numbering and level.
 */
#include "template/apply_int.h"
#include "template/compile_int.h"
#include "template/messages.h"
#include "schema/messages.h"

#include <string.h>

bool shares_parse(struct str text, int shares[TEMPLATE_MAX_COLUMNS], size_t *ret_count)
{
    size_t count = 0;
    struct str word;
    int64_t share;

    while (word_next(&text, &word)) {
        if (count == TEMPLATE_MAX_COLUMNS || !count_parse(word, &share) || share < 1 || share > 10000)
            return false;
        shares[count++] = (int)share;
    }
    *ret_count = count;
    return count > 0;
}

/* `indent` is an older word for first-indent="0". */
static enum status check_indent(struct compiler *compiler, const struct paragraph_data *data)
{
    if (!data->indent.given || !data->first_indent.given)
        return OK;
    diag_report(compiler->diag, MSG_TEMPLATE_INDENT_TWICE, data->indent.place);
    return FAILED;
}

static enum status compile_inlines(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct paragraph_data *data = memory;

    enum status status = check_indent(compiler, data);

    data->default_numbering = -1;
    return status_worse(status, compile_children(compiler, node, site, IN_INLINE, &instr->body));
}

static enum status compile_clause(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *memory)
{
    struct paragraph_data *data = memory;
    enum status status = compile_inlines(compiler, node, site, instr, memory);

    data->default_style = style_paragraph(&compiler->styles->sheet, STR("clause"));
    data->default_numbering = numbering_lookup(compiler->styles, STR("clause"));
    return status;
}

static enum status check_level(struct compiler *compiler, const struct setting *level)
{
    if (!level->fixed || (level->value.count >= 1 && level->value.count <= TEMPLATE_MAX_LEVEL))
        return OK;
    diag_report(compiler->diag, MSG_TEMPLATE_HEADING_LEVEL, level->place, (long long)level->value.count,
                (int)TEMPLATE_MAX_LEVEL);
    return FAILED;
}

static enum status compile_heading(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *memory)
{
    struct paragraph_data *data = memory;
    struct site inner = *site;
    const struct attr *level;
    enum status status = require_attr(compiler, node, "level", &level);

    inner.no_notes = MSG_TEMPLATE_NOTE_IN_HEADING;
    data->is_heading = true;
    status = status_worse(status, check_level(compiler, &data->level));
    return status_worse(status, compile_inlines(compiler, node, &inner, instr, memory));
}

enum status compile_empty(struct compiler *compiler, const struct node *node, const struct site *site,
                          struct instr *instr, void *data)
{
    struct instr *body;

    (void)instr;
    (void)data;
    return compile_children(compiler, node, site, 0, &body);
}

static enum status compile_restart(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *data)
{
    const struct attr *numbering;
    enum status status = require_attr(compiler, node, "numbering", &numbering);

    return status_worse(status, compile_empty(compiler, node, site, instr, data));
}

static enum status compile_columns(struct compiler *compiler, const struct node *node,
                                   const struct site *site, struct instr *instr, void *data)
{
    const struct setting *shares = &((struct columns_data *)data)->shares;
    enum status status = OK;
    int values[TEMPLATE_MAX_COLUMNS];
    size_t count;

    if (shares->fixed && !shares_parse(shares->value.text, values, &count)) {
        status =
            refuse_value(compiler->diag, shares->place, "shares", shares->value.text, "几个正整数，如 1 1");
    }
    return status_worse(status, compile_children(compiler, node, site, IN_COLUMNS, &instr->body));
}

static enum status compile_column(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *data)
{
    (void)data;
    return compile_children(compiler, node, site, IN_COLUMN, &instr->body);
}

/* What may not stand around it may not stand in it either. */
static enum status compile_keep(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *data)
{
    unsigned context = site->context == IN_SECTION ? IN_KEEP : site->context;

    (void)data;
    return compile_children(compiler, node, site, context, &instr->body);
}

static enum status compile_space(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct space_data *data = memory;

    if (data->height.given == data->fill.given) {
        diag_report(compiler->diag, MSG_TEMPLATE_SPACE, node->place);
        return FAILED;
    }
    if (data->fill.given && (site->context & (IN_CELL | IN_COLUMN | IN_FIXED)) != 0) {
        diag_report(compiler->diag, MSG_TEMPLATE_FILL, data->fill.place);
        return FAILED;
    }
    return compile_empty(compiler, node, site, instr, memory);
}

static enum status compile_rule(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    const struct rule_data *data = memory;
    enum status status = check_place(compiler, &data->align);

    return status_worse(status, compile_empty(compiler, node, site, instr, memory));
}

static enum status compile_circle(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *memory)
{
    const struct attr *diameter;
    enum status status = require_attr(compiler, node, "diameter", &diameter);

    return status_worse(status, compile_empty(compiler, node, site, instr, memory));
}

static enum status compile_contents(struct compiler *compiler, const struct node *node,
                                    const struct site *site, struct instr *instr, void *memory)
{
    struct contents_data *data = memory;
    enum status status = check_level(compiler, &data->depth);

    return status_worse(status, compile_empty(compiler, node, site, instr, memory));
}

/* --- prose --- */

static enum status report_prose(struct compiler *compiler, struct place place)
{
    diag_report(compiler->diag, MSG_TEMPLATE_PROSE_FIELD, place);
    return FAILED;
}

static bool is_prose(const struct shape *shape, struct str name)
{
    int slot = shape_lookup(shape, name);

    return slot >= 0 && shape->fields[slot].type.kind == TYPE_PROSE;
}

/* `of` names a field of a record around: how far out it is. */
static enum status prose_around(struct compiler *compiler, const struct scope *scope, struct str name,
                                struct prose_data *data)
{
    for (; scope != NULL && shape_lookup(scope->shape, name) < 0; scope = scope->outer)
        data->steps++;
    if (scope == NULL || scope->kind == SCOPE_LOCALS || !is_prose(scope->shape, name))
        return report_prose(compiler, expr_place(data->of));
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
        return report_prose(compiler, expr_place(data->of));
    return OK;
}

static enum status compile_prose(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct prose_data *data = memory;
    enum status status = compile_empty(compiler, node, site, instr, memory);

    data->site = *site;
    data->site.scope = NULL;
    data->site.call = NULL;
    status = status_worse(status, check_level(compiler, &data->level));
    if (status == OK)
        status = compile_expr(compiler, node, "of", site->scope, &data->of);
    if (status != OK)
        return status;
    if (expr_type(data->of).kind != TYPE_PROSE)
        return report_prose(compiler, expr_place(data->of));
    struct str path = str_trim(node_attr(node, "of")->value);
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.')
        dot--;
    struct str name = str_trim(str_slice(path, dot, path.len));
    if (dot == 0)
        return prose_around(compiler, site->scope, name, data);
    return prose_inside(compiler, site->scope, str_slice(path, 0, dot - 1), name, data);
}

/* --- descriptions --- */

#define SETTING(type, attr, kind, field)                                                                     \
    {                                                                                                        \
        attr, kind, offsetof(struct type, field)                                                             \
    }

#define PARAGRAPH_RULES                                                                                      \
    SETTING(paragraph_data, "style", SETTING_STYLE, style),                                                  \
        SETTING(paragraph_data, "align", SETTING_ALIGN, align),                                              \
        SETTING(paragraph_data, "first-indent", SETTING_INDENT, first_indent),                               \
        SETTING(paragraph_data, "left", SETTING_INDENT, left),                                               \
        SETTING(paragraph_data, "right", SETTING_INDENT, right),                                             \
        SETTING(paragraph_data, "indent", SETTING_YESNO, indent),                                            \
        SETTING(paragraph_data, "keep-previous", SETTING_YESNO, keep_previous),                              \
        SETTING(paragraph_data, "keep-next", SETTING_YESNO, keep_next)

static const struct setting_rule paragraph_rules[] = {
    PARAGRAPH_RULES,
    SETTING(paragraph_data, "numbering", SETTING_NUMBERING, numbering),
};
static const struct setting_rule heading_rules[] = {
    SETTING(paragraph_data, "level", SETTING_COUNT, level),
    SETTING(paragraph_data, "number", SETTING_YESNO, number),
    SETTING(paragraph_data, "listed", SETTING_YESNO, listed),
    PARAGRAPH_RULES,
};
static const struct setting_rule restart_rules[] = {
    SETTING(restart_data, "numbering", SETTING_NUMBERING, numbering)};
static const struct setting_rule columns_rules[] = {
    SETTING(columns_data, "gap", SETTING_LENGTH, gap),
    SETTING(columns_data, "shares", SETTING_TEXT, shares),
    SETTING(columns_data, "keep-previous", SETTING_YESNO, keep_previous),
};
static const struct setting_rule keep_rules[] = {SETTING(keep_data, "previous", SETTING_YESNO, previous),
                                                 SETTING(keep_data, "on", SETTING_PARITY, on)};
static const struct setting_rule space_rules[] = {SETTING(space_data, "height", SETTING_LENGTH, height),
                                                  SETTING(space_data, "fill", SETTING_YESNO, fill)};
static const struct setting_rule page_break_rules[] = {SETTING(page_break_data, "to", SETTING_PARITY, to)};
static const struct setting_rule rule_rules[] = {
    SETTING(rule_data, "width", SETTING_LENGTH, width),
    SETTING(rule_data, "weight", SETTING_SIZE, weight),
    SETTING(rule_data, "color", SETTING_COLOR, color),
    SETTING(rule_data, "align", SETTING_ALIGN, align),
};
static const struct setting_rule circle_rules[] = {
    SETTING(circle_data, "diameter", SETTING_SIZE, diameter),
    SETTING(circle_data, "right", SETTING_INDENT, right),
    SETTING(circle_data, "rise", SETTING_INDENT, rise),
    SETTING(circle_data, "color", SETTING_COLOR, color),
};
static const struct setting_rule contents_rules[] = {SETTING(contents_data, "depth", SETTING_COUNT, depth)};
static const struct setting_rule prose_rules[] = {
    SETTING(prose_data, "heading-level", SETTING_COUNT, level),
    SETTING(prose_data, "style", SETTING_STYLE, style),
    SETTING(prose_data, "numbering", SETTING_NUMBERING, numbering),
};

const struct element elements_blocks[] = {
    {"p", IN_BLOCKS | IN_FIXED, compile_inlines, run_paragraph, sizeof(struct paragraph_data),
     paragraph_rules, ARRAY_COUNT(paragraph_rules), NULL},
    {"heading", IN_SECTION | IN_KEEP, compile_heading, run_paragraph, sizeof(struct paragraph_data),
     heading_rules, ARRAY_COUNT(heading_rules), NULL},
    {"clause", IN_BLOCKS, compile_clause, run_paragraph, sizeof(struct paragraph_data), paragraph_rules,
     ARRAY_COUNT(paragraph_rules) - 1, NULL},
    {"restart", IN_BLOCKS, compile_restart, run_restart, sizeof(struct restart_data), restart_rules,
     ARRAY_COUNT(restart_rules), NULL},
    {"columns", IN_SECTION | IN_KEEP | IN_FIXED, compile_columns, run_columns, sizeof(struct columns_data),
     columns_rules, ARRAY_COUNT(columns_rules), NULL},
    {"column", IN_COLUMNS, compile_column, run_column, 0, NULL, 0, NULL},
    {"keep", IN_SECTION | IN_KEEP | IN_COLUMN, compile_keep, run_keep, sizeof(struct keep_data), keep_rules,
     ARRAY_COUNT(keep_rules), NULL},
    {"space", IN_BLOCKS | IN_FIXED, compile_space, run_space, sizeof(struct space_data), space_rules,
     ARRAY_COUNT(space_rules), NULL},
    {"page-break", IN_SECTION, compile_empty, run_page_break, sizeof(struct page_break_data),
     page_break_rules, ARRAY_COUNT(page_break_rules), NULL},
    {"rule", IN_BLOCKS | IN_FIXED, compile_rule, run_rule, sizeof(struct rule_data), rule_rules,
     ARRAY_COUNT(rule_rules), NULL},
    {"circle", IN_SECTION | IN_KEEP | IN_COLUMN | IN_FIXED, compile_circle, run_circle,
     sizeof(struct circle_data), circle_rules, ARRAY_COUNT(circle_rules), NULL},
    {"contents", IN_SECTION, compile_contents, run_contents, sizeof(struct contents_data), contents_rules,
     ARRAY_COUNT(contents_rules), NULL},
    {"prose", IN_BLOCKS, compile_prose, run_prose, sizeof(struct prose_data), prose_rules,
     ARRAY_COUNT(prose_rules), "of"},
    {.name = NULL},
};
