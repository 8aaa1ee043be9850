/*
 * Block instructions: paragraphs with their numbers, and what arranges blocks.
 */
#include "template/apply_int.h"
#include "template/messages.h"
#include "schema/messages.h"

enum status block_add(struct run *run, enum block_kind kind, struct place place, struct blocks *list,
                      struct block **ret_block)
{
    if (run->blocks++ >= TEMPLATE_MAX_BLOCKS)
        return run_limit(run, place, MSG_TEMPLATE_MANY_BLOCKS, TEMPLATE_MAX_BLOCKS);
    struct block *block = block_make(run->arena, kind, place);
    if (block == NULL)
        return NO_MEMORY;
    *(list->last == NULL ? &list->first : &list->last->next) = block;
    list->last = block;
    *ret_block = block;
    return OK;
}

enum status paragraph_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                           struct blocks *list, struct block **ret_block)
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
    if (status == OK && inlines.count == begun && make->words) {
        diag_report(run->eval->diag, MSG_TEMPLATE_TEXT_EMPTY, make->place);
        return FAILED;
    }
    if (status != OK)
        return status;
    struct block *block;
    status = block_add(run, BLOCK_PARAGRAPH, make->place, list, &block);
    if (status != OK)
        return status;
    block->paragraph.style = make->style;
    block->paragraph.inlines = inlines.items;
    block->paragraph.inline_count = inlines.count;
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
    union setting_value align = {.align = plan->style->align};
    struct paragraph_style changed = *plan->style;
    bool indent;
    enum status status = setting_value(run, &data->align, scope, align, &align);
    if (status == OK)
        status = setting_yes(run, &data->indent, scope, true, &indent);
    if (status == OK)
        status = setting_yes(run, &data->keep_next, scope, changed.keep_next, &changed.keep_next);
    if (status == OK)
        status = setting_length(run, &data->first_indent, scope, plan->style, &changed.first_indent);
    if (status == OK)
        status = setting_length(run, &data->left, scope, plan->style, &changed.left);
    if (status == OK)
        status = setting_length(run, &data->right, scope, plan->style, &changed.right);
    if (status != OK)
        return status;
    changed.align = align.align;
    changed.first_indent = indent ? changed.first_indent : 0;
    return plan_own_style(run, &changed, plan);
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
    return numbering_lead(run, plan->numbering, plan->number, ret_text);
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
    diag_report(run->eval->diag, MSG_TEMPLATE_HEADING_LONG,
                block->paragraph.inlines[block->paragraph.inline_count - 1].place, count,
                (int)TEMPLATE_MAX_HEADING);
    return FAILED;
}

/* Does this paragraph begin an item, and so take its number or mark? */
static bool begins_item(const struct paragraph_data *data, const struct sink *sink)
{
    return sink->lead != NULL && sink->lead->text.len > 0 && sink->blocks->first == NULL && !data->is_heading;
}

enum status run_paragraph(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct paragraph_data *data = instr->data;
    struct plan plan = {.numbering = data->default_numbering, .listed = true};
    struct paragraph_make make = {.body = instr->body, .words = data->words, .place = instr->place};
    struct block *block;
    bool leads = begins_item(data, sink);
    plan.style = data->default_style != NULL ? data->default_style : leads ? sink->lead->style : sink->style;
    enum status status = data->is_heading ? plan_heading(run, data, scope, &plan) : OK;
    if (status == OK)
        status = plan_style(run, data, scope, &plan);
    if (status == OK)
        status = plan_number(run, &plan, instr->place, &make.number);
    if (leads && plan.numbering < 0) {
        make.number = sink->lead->text;
        sink->lead->text = STR("");
    }
    make.style = plan.style;
    if (status == OK)
        status = paragraph_make(run, &make, scope, sink->blocks, &block);
    if (status != OK)
        return status;
    block->paragraph.heading = (int)plan.level;
    block->paragraph.number = plan.level > 0 ? plan.number : STR("");
    block->paragraph.unlisted = !plan.listed;
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

enum status run_column(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
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
    block->columns.gap = measure_length(gap.measure, style_em(sink->style), sink->style->line);
    block->keep_previous = keep_previous;
    block->columns.items = columns.items;
    block->columns.count = columns.count;
    return OK;
}

/* --- others --- */

enum status run_keep(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
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

enum status run_space(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
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

enum status run_page_break(struct run *run, const struct instr *instr, struct record *scope,
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

enum status run_rule(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
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

enum status run_circle(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
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
        block->contents.depth = (int)depth;
    return status;
}
