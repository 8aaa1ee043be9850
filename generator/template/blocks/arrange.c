/*
 * What arranges blocks – side by side, together, with white, on another page –, rules, circles and the
 * contents list.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.h"
#include "schema/messages.h"

/* --- columns --- */

struct columns_data {
    struct setting gap, shares, keep_previous;
};

/* Being filled. */
struct columns {
    struct column *items;
    size_t count, capacity;
};

static bool shares_parse(struct str text, int shares[TEMPLATE_MAX_COLUMNS], size_t *ret_count)
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

static enum status set_shares(struct run *run, const struct columns_data *data, struct record *scope,
                              const struct columns *columns)
{
    int shares[TEMPLATE_MAX_COLUMNS];
    union setting_value value = {.text = STR("")};
    size_t count = 0;
    if (!data->shares.given)
        return OK;
    enum status status = setting_value(run, &data->shares, scope, value, &value);
    if (status != OK)
        return status;
    if (!shares_parse(value.text, shares, &count))
        return refuse_value(run->eval->diag, data->shares.place, "shares", value.text, "几个正整数，如 1 1");
    if (count != columns->count) {
        diag_report(run->eval->diag, MSG_TEMPLATE_SHARES, data->shares.place, (long long)count,
                    columns->count);
        return FAILED;
    }
    for (size_t i = 0; i < count; i++)
        columns->items[i].share = shares[i];
    return OK;
}

static enum status run_column(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    struct columns *columns = sink->columns;
    struct blocks list = {0};
    struct sink inner = {.blocks = &list, .style = sink->style};
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status != OK)
        return status;
    if (columns->count == TEMPLATE_MAX_COLUMNS)
        return run_limit(run, instr->place, MSG_TEMPLATE_MANY_SIDE_COLUMNS, TEMPLATE_MAX_COLUMNS);
    status = arena_grow(run->arena, (void **)&columns->items, columns->count, &columns->capacity,
                        sizeof(*columns->items));
    if (status == OK)
        columns->items[columns->count++] = (struct column){1, list.first};
    return status;
}

static enum status run_columns(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct columns_data *data = instr->data;
    const union setting_value two = {.measure = {2000, MEASURE_SIZES}};
    struct columns columns = {0};
    struct sink inner = {.columns = &columns, .style = sink->style};
    union setting_value gap;
    bool keep_previous;
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK)
        status = setting_value(run, &data->gap, scope, two, &gap);
    if (status == OK)
        status = setting_yes(run, &data->keep_previous, scope, false, &keep_previous);
    if (status == OK)
        status = set_shares(run, data, scope, &columns);
    if (status != OK || columns.count == 0)
        return status;
    struct block *block;
    status = block_add(run, BLOCK_COLUMNS, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->columns.gap = measure_length(gap.measure, style_em(sink->style), sink->style->line);
    block->keep_previous = keep_previous;
    block->columns.items = columns.items;
    block->columns.count = columns.count;
    return OK;
}

/* --- keep, space, page-break --- */

struct keep_data {
    struct setting previous, on;
};

struct space_data {
    struct setting height, fill;
};

struct page_break_data {
    struct setting to;
};

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

static enum status run_keep(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct keep_data *data = instr->data;
    struct blocks list = {0};
    struct sink inner = *sink;
    union setting_value on = {.parity = PARITY_ANY};
    struct block *block;
    bool previous;
    inner.blocks = &list;
    inner.lead = sink->blocks->first == NULL ? sink->lead : NULL;
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK)
        status = setting_yes(run, &data->previous, scope, false, &previous);
    if (status == OK)
        status = setting_value(run, &data->on, scope, on, &on);
    if (status != OK || list.first == NULL)
        return status;
    status = block_add(run, BLOCK_KEEP, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->keep.blocks = list.first;
    block->keep_previous = previous;
    block->keep.parity = on.parity;
    return OK;
}

static enum status run_space(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct space_data *data = instr->data;
    length height = 0;
    struct block *block;
    bool fill;
    enum status status = setting_length(run, &data->height, scope, sink->style, &height);
    if (status == OK)
        status = setting_yes(run, &data->fill, scope, false, &fill);
    if (status == OK)
        status = block_add(run, BLOCK_SPACE, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->space = (struct block_space){height, fill};
    return OK;
}

static enum status run_page_break(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    const struct page_break_data *data = instr->data;
    union setting_value to = {.parity = PARITY_ANY};
    struct block *block;
    enum status status = setting_value(run, &data->to, scope, to, &to);
    if (status == OK)
        status = block_add(run, BLOCK_PAGE_BREAK, instr->place, sink->blocks, &block);
    if (status == OK)
        block->page_break.parity = to.parity;
    return status;
}

/* --- rule, circle --- */

struct rule_data {
    struct setting width, weight, color, align;
};

struct circle_data {
    struct setting diameter, right, rise, color;
};

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

static enum status run_rule(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct rule_data *data = instr->data;
    union setting_value color = {.color = 0};
    length width = 0, weight = LENGTH_POINT / 2;
    enum align align = ALIGN_LEFT;
    struct block *block;
    enum status status = setting_length(run, &data->width, scope, sink->style, &width);
    if (status == OK)
        status = setting_length(run, &data->weight, scope, sink->style, &weight);
    if (status == OK)
        status = setting_value(run, &data->color, scope, color, &color);
    if (status == OK)
        status = setting_place(run, &data->align, scope, &align);
    if (status == OK)
        status = block_add(run, BLOCK_RULE, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->rule = (struct block_rule){width, weight, data->width.given, align, color.color};
    return OK;
}

static enum status run_circle(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct circle_data *data = instr->data;
    union setting_value color = {.color = 0x808080}; /* shows the place, and is not taken for a seal */
    length diameter = 0, right = 0, rise = 0;
    struct block *block;
    enum status status = setting_length(run, &data->diameter, scope, sink->style, &diameter);
    if (status == OK)
        status = setting_length(run, &data->right, scope, sink->style, &right);
    if (status == OK)
        status = setting_length(run, &data->rise, scope, sink->style, &rise);
    if (status == OK)
        status = setting_value(run, &data->color, scope, color, &color);
    if (status == OK)
        status = block_add(run, BLOCK_CIRCLE, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->circle = (struct block_circle){diameter, right, rise, color.color};
    return OK;
}

/* --- contents --- */

struct contents_data {
    struct setting depth;
};

static enum status compile_contents(struct compiler *compiler, const struct node *node,
                                    const struct site *site, struct instr *instr, void *memory)
{
    struct contents_data *data = memory;
    enum status status = check_level(compiler, &data->depth);

    return status_worse(status, compile_empty(compiler, node, site, instr, memory));
}

static enum status run_contents(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct contents_data *data = instr->data;
    struct block *block;
    int64_t depth;
    enum status status = setting_count(run, &data->depth, scope, 3, &depth);
    if (status != OK)
        return status;
    if (depth < 1 || depth > TEMPLATE_MAX_LEVEL) {
        diag_report(run->eval->diag, MSG_TEMPLATE_HEADING_LEVEL, data->depth.place, (long long)depth,
                    (int)TEMPLATE_MAX_LEVEL);
        return FAILED;
    }
    status = block_add(run, BLOCK_CONTENTS, instr->place, sink->blocks, &block);
    if (status == OK)
        block->contents.depth = (int)depth;
    return status;
}

/* --- descriptions --- */

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

const struct element elements_arrange[] = {
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
    {.name = NULL},
};
