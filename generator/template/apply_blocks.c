/*
 * Block instructions: paragraphs with their numbers, and what arranges blocks.
 */
#include "template/template_int.h"

enum status block_add(struct run *run, enum block_kind kind, struct place place, struct block_list *list,
                      struct block **ret_block)
{
    if (run->blocks++ >= TEMPLATE_MAX_BLOCKS)
        return run_limit(run, place, "文档的段落数", (long long)TEMPLATE_MAX_BLOCKS);
    struct block *block = ARENA_NEW(run->arena, struct block);
    if (block == NULL)
        return NO_MEMORY;
    block->kind = kind;
    block->place = place;
    *(list->last == NULL ? &list->first : &list->last->next) = block;
    list->last = block;
    *ret_block = block;
    return OK;
}

enum status paragraph_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                           struct block_list *list, struct block **ret_block)
{
    struct inlines inlines = {.fresh = true, .style = make->style};
    struct sink sink = {.inlines = &inlines};
    enum status status = inlines_text(run, &inlines, make->number, make->place);
    inlines.fresh = true; /* white between number and text is the numbering's business */
    if (status == OK)
        status = apply_body(run, make->body, scope, &sink);
    if (status != OK)
        return status;
    struct block *block;
    status = block_add(run, BLOCK_PARAGRAPH, make->place, list, &block);
    if (status != OK)
        return status;
    block->style = make->style;
    block->inlines = inlines.items;
    block->inline_count = inlines.count;
    *ret_block = block;
    return OK;
}

/* --- paragraphs --- */

/* What a paragraph is to become, its attributes known. */
struct plan {
    int64_t level; /* 0: no heading */
    bool keep_previous, listed;
    int numbering; /* -1: none */
    const struct paragraph_style *style;
    struct str number;
};

static const struct paragraph_style *heading_style(const struct styles *styles, int64_t level)
{
    char name[] = "heading0";

    name[sizeof(name) - 2] = (char)('0' + level);
    return style_paragraph(&styles->sheet, str_of(name));
}

static enum status plan_heading(struct run *run, const struct paragraph_data *data, struct record *scope,
                                struct plan *plan)
{
    bool numbered = true;
    enum status status = setting_count(run, &data->level, scope, 1, &plan->level);
    if (status == OK)
        status = setting_yes(run, &data->number, scope, true, &numbered);
    if (status == OK)
        status = setting_yes(run, &data->listed, scope, true, &plan->listed);
    if (status != OK)
        return status;
    if (plan->level < 1 || plan->level > TEMPLATE_MAX_LEVEL) {
        diag_report(run->eval->diag, MSG_TEMPLATE_HEADING_LEVEL, data->level.place, (long long)plan->level,
                    (int)TEMPLATE_MAX_LEVEL);
        return FAILED;
    }
    plan->numbering = numbering_of_level(run->styles, plan->level);
    plan->style = heading_style(run->styles, plan->level);
    if (!numbered && plan->numbering >= 0) {
        numbering_restart_below(run, plan->numbering); /* what follows belongs to this heading */
        plan->numbering = -1;
    }
    return OK;
}

/* The style with what the paragraph's own attributes change of it. */
static enum status plan_overrides(struct run *run, const struct paragraph_data *data, struct record *scope,
                                  struct plan *plan)
{
    union setting_value align = {.align = plan->style->align};
    bool indent, keep_next;
    enum status status = setting_value(run, &data->align, scope, align, &align);
    if (status == OK)
        status = setting_yes(run, &data->indent, scope, true, &indent);
    if (status == OK)
        status = setting_yes(run, &data->keep_next, scope, plan->style->keep_next, &keep_next);
    if (status != OK)
        return status;
    length first_indent = indent ? plan->style->first_indent : 0;
    if (align.align == plan->style->align && first_indent == plan->style->first_indent &&
        keep_next == plan->style->keep_next)
        return OK;
    struct paragraph_style *own = ARENA_NEW(run->arena, struct paragraph_style);
    if (own == NULL)
        return NO_MEMORY;
    *own = *plan->style;
    own->align = align.align;
    own->first_indent = first_indent;
    own->keep_next = keep_next;
    plan->style = own;
    return OK;
}

static enum status plan_style(struct run *run, const struct paragraph_data *data, struct record *scope,
                              struct plan *plan)
{
    union setting_value style = {.style = plan->style};
    union setting_value numbering = {.numbering = plan->numbering};
    enum status status = setting_value(run, &data->style, scope, style, &style);
    if (status == OK && !data->is_heading)
        status = setting_value(run, &data->numbering, scope, numbering, &numbering);
    if (status == OK)
        status = setting_yes(run, &data->keep_previous, scope, false, &plan->keep_previous);
    if (status != OK)
        return status;
    plan->style = style.style;
    plan->numbering = numbering.numbering;
    return plan_overrides(run, data, scope, plan);
}

/* Number and what stands between it and the text. */
static enum status plan_number(struct run *run, struct plan *plan, struct place place, struct str *ret_text)
{
    *ret_text = STR("");
    if (plan->numbering < 0)
        return OK;
    enum status status = numbering_next(run, plan->numbering, place, &plan->number);
    if (status != OK)
        return status;
    struct str after = run->styles->numberings[plan->numbering].after;
    *ret_text = arena_printf(run->arena, "%.*s%.*s", STR_ARGS(plan->number), STR_ARGS(after));
    return ret_text->ptr == NULL ? NO_MEMORY : OK;
}

static enum status check_heading(struct run *run, const struct block *block)
{
    size_t count = 0;

    for (size_t i = 0; i < block->inline_count; i++)
        count += block->inlines[i].kind == INLINE_TEXT ? utf8_count(block->inlines[i].text) : 0;
    if (count <= TEMPLATE_MAX_HEADING)
        return OK;
    diag_report(run->eval->diag, MSG_TEMPLATE_HEADING_LONG, block->inlines[block->inline_count - 1].place,
                count, (int)TEMPLATE_MAX_HEADING);
    return FAILED;
}

enum status run_paragraph(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct paragraph_data *data = instr->data;
    struct plan plan = {.numbering = data->default_numbering, .listed = true};
    struct paragraph_make make = {.body = instr->body, .place = instr->place};
    struct block *block;
    plan.style = data->default_style != NULL ? data->default_style : sink->style;
    enum status status = data->is_heading ? plan_heading(run, data, scope, &plan) : OK;
    if (status == OK)
        status = plan_style(run, data, scope, &plan);
    if (status == OK)
        status = plan_number(run, &plan, instr->place, &make.number);
    make.style = plan.style;
    if (status == OK)
        status = paragraph_make(run, &make, scope, sink->blocks, &block);
    if (status != OK)
        return status;
    block->heading = (int)plan.level;
    block->number = plan.level > 0 ? plan.number : STR("");
    block->unlisted = !plan.listed;
    block->keep_previous = plan.keep_previous;
    return plan.level > 0 ? check_heading(run, block) : OK;
}

enum status run_restart(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct restart_data *data = instr->data;
    union setting_value value = {.numbering = -1};
    enum status status = setting_value(run, &data->numbering, scope, value, &value);

    (void)sink;
    if (status == OK)
        numbering_restart(run, value.numbering);
    return status;
}

/* --- columns --- */

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
    if (!shares_parse(value.text, shares, &count)) {
        diag_report(run->eval->diag, MSG_TEMPLATE_VALUE, data->shares.place, "shares", STR_ARGS(value.text),
                    "几个正整数，如 1 1");
        return FAILED;
    }
    if (count != columns->count) {
        diag_report(run->eval->diag, MSG_TEMPLATE_SHARES, data->shares.place, (long long)count,
                    columns->count);
        return FAILED;
    }
    for (size_t i = 0; i < count; i++)
        columns->items[i].share = shares[i];
    return OK;
}

enum status run_column(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    struct columns *columns = sink->columns;
    struct block_list list = {0};
    struct sink inner = {.blocks = &list, .style = sink->style};
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status != OK)
        return status;
    if (columns->count == TEMPLATE_MAX_COLUMNS)
        return run_limit(run, instr->place, "并排的栏数", (long long)TEMPLATE_MAX_COLUMNS);
    status = arena_grow(run->arena, (void **)&columns->items, columns->count, &columns->capacity,
                        sizeof(*columns->items));
    if (status == OK)
        columns->items[columns->count++] = (struct column){1, list.first};
    return status;
}

enum status run_columns(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
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
    block->gap = measure_length(gap.measure, sink->style->size, sink->style->line);
    block->keep_previous = keep_previous;
    block->columns = columns.items;
    block->column_count = columns.count;
    return OK;
}

/* --- others --- */

enum status run_keep(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct keep_data *data = instr->data;
    struct block_list list = {0};
    struct sink inner = *sink;
    struct block *block;
    bool previous;
    inner.blocks = &list;
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK)
        status = setting_yes(run, &data->previous, scope, false, &previous);
    if (status != OK || list.first == NULL)
        return status;
    status = block_add(run, BLOCK_KEEP, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->children = list.first;
    block->keep_previous = previous;
    return OK;
}

enum status run_space(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct space_data *data = instr->data;
    union setting_value height = {.measure = {0, MEASURE_LENGTH}};
    struct block *block;
    bool fill;
    enum status status = setting_value(run, &data->height, scope, height, &height);
    if (status == OK)
        status = setting_yes(run, &data->fill, scope, false, &fill);
    if (status == OK)
        status = block_add(run, BLOCK_SPACE, instr->place, sink->blocks, &block);
    if (status != OK)
        return status;
    block->height = measure_length(height.measure, sink->style->size, sink->style->line);
    block->fill = fill;
    return OK;
}

enum status run_page_break(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    struct block *block;

    (void)scope;
    return block_add(run, BLOCK_PAGE_BREAK, instr->place, sink->blocks, &block);
}

enum status run_contents(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
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
        block->depth = (int)depth;
    return status;
}
