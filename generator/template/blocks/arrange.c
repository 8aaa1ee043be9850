/*
 * What arranges blocks – side by side, together, with white, on another page –, rules and the contents list.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"
#include "schema/messages.def"

/* --- columns --- */

struct columns_data {
    struct setting gap, shares, keep_previous;
};

static bool shares_parse(struct str text, int shares[TEMPLATE_MAX_COLUMNS], size_t *ret_count)
{
    size_t count = 0;
    struct str word;
    int64_t share;
    while (word_next(&text, &word)) {
        if (count == TEMPLATE_MAX_COLUMNS || !digits_parse(word, COUNT_DIGITS, &share) || share < 1 ||
            share > 10000)
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

static enum status set_shares(struct run *run, const struct setting *setting, struct str text,
                              const struct columns *columns)
{
    int shares[TEMPLATE_MAX_COLUMNS];
    size_t count = 0;
    if (!setting->given)
        return OK;
    if (!shares_parse(text, shares, &count))
        return refuse_value(run->eval->diag, setting->place, "shares", text, "几个正整数，如 1 1");
    if (count != columns->count)
        return diag_report(run->eval->diag, MSG_TEMPLATE_SHARES, setting->place, (long long)count,
                           columns->count);
    for (size_t i = 0; i < count; i++)
        columns->items[i].share = shares[i];
    return OK;
}

static enum status run_column(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink)
{
    struct columns *columns = sink->columns;
    struct blocks list = {0};
    struct sink inner = {.blocks = &list, .style = sink->style};
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status != OK)
        return status;
    if (columns->count == TEMPLATE_MAX_COLUMNS)
        return run_limit(run, instr->place, MSG_TEMPLATE_MANY_SIDE_COLUMNS, TEMPLATE_MAX_COLUMNS);
    const struct column column = {1, list.first};
    return ARENA_APPEND(run->arena, columns->items, columns->count, columns->capacity, &column);
}

static enum status run_columns(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink)
{
    const struct columns_data *data = instr->data;
    struct columns columns = {0};
    struct sink inner = {.columns = &columns, .style = sink->style};
    struct block block = {.kind = BLOCK_COLUMNS, .place = instr->place};
    struct str shares;
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK)
        status = READ(run, scope, sink->style, {&data->gap, &block.columns.gap},
                      {&data->keep_previous, &block.keep_previous}, {&data->shares, &shares});
    if (status == OK)
        status = set_shares(run, &data->shares, shares, &columns);
    if (status != OK || columns.count == 0)
        return status;
    block.columns.items = columns.items;
    block.columns.count = columns.count;
    return block_add(run, sink->blocks, &block);
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
    (void)instr;
    if (data->height.given == data->fill.given)
        return diag_report(compiler->diag, MSG_TEMPLATE_SPACE, node->place);
    if (data->fill.given && (site->context & (IN_CELL | IN_COLUMN | IN_FIXED)) != 0)
        return diag_report(compiler->diag, MSG_TEMPLATE_FILL, data->fill.place);
    return compile_empty(compiler, node, site);
}

static enum status run_keep(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct keep_data *data = instr->data;
    struct blocks list = {0};
    struct sink inner = *sink;
    struct block block = {.kind = BLOCK_KEEP, .place = instr->place};
    inner.blocks = &list;
    inner.lead = sink->blocks->first == NULL ? sink->lead : NULL;
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK)
        status =
            READ(run, scope, NULL, {&data->previous, &block.keep_previous}, {&data->on, &block.keep.parity});
    block.keep.blocks = list.first;
    return status == OK && list.first != NULL ? block_add(run, sink->blocks, &block) : status;
}

static enum status run_space(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    const struct space_data *data = instr->data;
    struct block block = {.kind = BLOCK_SPACE, .place = instr->place};
    enum status status =
        READ(run, scope, sink->style, {&data->height, &block.space.height}, {&data->fill, &block.space.fill});
    return status == OK ? block_add(run, sink->blocks, &block) : status;
}

static enum status run_page_break(struct run *run, const struct instr *instr, struct record *scope,
                                  struct sink *sink)
{
    const struct page_break_data *data = instr->data;
    struct block block = {.kind = BLOCK_PAGE_BREAK, .place = instr->place};
    enum status status = READ(run, scope, NULL, {&data->to, &block.page_break.parity});
    return status == OK ? block_add(run, sink->blocks, &block) : status;
}

/* --- rule, contents --- */

struct rule_data {
    struct setting width, weight, color, align;
};

struct contents_data {
    struct setting depth;
};

static enum status run_rule(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct rule_data *data = instr->data;
    struct block block = {
        .kind = BLOCK_RULE, .place = instr->place, .rule = {.has_width = data->width.given}};
    struct block_rule *rule = &block.rule;
    enum status status =
        READ(run, scope, sink->style, {&data->width, &rule->width}, {&data->weight, &rule->weight},
             {&data->color, &rule->color}, {&data->align, &rule->align});
    return status == OK ? block_add(run, sink->blocks, &block) : status;
}

static enum status compile_contents(struct compiler *compiler, const struct node *node,
                                    const struct site *site, struct instr *instr, void *memory)
{
    struct contents_data *data = memory;
    (void)instr;
    return status_worse(check_level(compiler, &data->depth), compile_empty(compiler, node, site));
}

static enum status run_contents(struct run *run, const struct instr *instr, struct record *scope,
                                struct sink *sink)
{
    const struct contents_data *data = instr->data;
    int64_t depth;
    enum status status = level_read(run, scope, &data->depth, &depth);
    if (status != OK)
        return status;
    const struct block block = {
        .kind = BLOCK_CONTENTS, .place = instr->place, .contents = {.depth = (int)depth}};
    return block_add(run, sink->blocks, &block);
}

/* --- descriptions --- */

static const struct setting_field columns_fields[] = {FIELD(columns_data, "gap", gap),
                                                      FIELD(columns_data, "shares", shares),
                                                      FIELD(columns_data, "keep-previous", keep_previous),
                                                      {.attr = NULL}};
static const struct setting_field keep_fields[] = {
    FIELD(keep_data, "previous", previous), FIELD(keep_data, "on", on), {.attr = NULL}};
static const struct setting_field space_fields[] = {
    FIELD(space_data, "height", height), FIELD(space_data, "fill", fill), {.attr = NULL}};
static const struct setting_field page_break_fields[] = {FIELD(page_break_data, "to", to), {.attr = NULL}};
static const struct setting_field rule_fields[] = {FIELD(rule_data, "width", width),
                                                   FIELD(rule_data, "weight", weight),
                                                   FIELD(rule_data, "color", color),
                                                   FIELD(rule_data, "align", align),
                                                   {.attr = NULL}};
static const struct setting_field contents_fields[] = {FIELD(contents_data, "depth", depth), {.attr = NULL}};

const struct element elements_arrange[] = {
    {ELEMENT_COLUMNS, compile_columns, run_columns, sizeof(struct columns_data), columns_fields},
    {ELEMENT_COLUMN, NULL, run_column, 0, NULL},
    {ELEMENT_KEEP, compile_keep, run_keep, sizeof(struct keep_data), keep_fields},
    {ELEMENT_SPACE, compile_space, run_space, sizeof(struct space_data), space_fields},
    {ELEMENT_PAGE_BREAK, NULL, run_page_break, sizeof(struct page_break_data), page_break_fields},
    {ELEMENT_RULE, NULL, run_rule, sizeof(struct rule_data), rule_fields},
    {ELEMENT_CONTENTS, compile_contents, run_contents, sizeof(struct contents_data), contents_fields},
    {.id = ELEMENT_NONE},
};
