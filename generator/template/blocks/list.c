/*
 * Lists: <list kind> and its <item>s, the same in layout and prose.
 *
 * How deep a list stands in others says its style and its numbering; in a cell the cell's own style holds,
 * and inner lists and marks take two characters of its width.  An item holds inline text, or blocks: then its
 * number or mark waits, as the lead, for the first paragraph, and the blocks after that stand without.
 */
#include "template/blocks/blocks_int.h"
#include "template/messages.def"
#include "schema/messages.def"

/* Of an item's first paragraph, of the others. */
struct list_looks {
    const struct paragraph_style *style, *rest;
};

struct list_data {
    struct setting kind, start, goes_on;
    int depth;               /* 1: in no other list */
    int numbering;           /* -1: none */
    unsigned context;        /* of its items' blocks */
    bool inset, hangs;       /* in a cell: two characters in; the mark so much to the left of the text */
    struct list_looks looks; /* but in a cell, where the cell's style says them */
};

static const struct list_form {
    const char *styles[TEMPLATE_MAX_LISTS];
    const char *numberings[TEMPLATE_MAX_LISTS]; /* NULL: neither number nor mark */
    bool hangs;
} list_forms[] = {
    [LIST_NUMBERED] = {{"list", "list2", "list3"}, {"list", "list2", "list3"}, false},
    [LIST_BULLET] = {{"bullet", "bullet2", "bullet3"}, {"bullet", "bullet", "bullet"}, true},
    [LIST_PLAIN] = {{"list", "list2", "list3"}, {NULL, NULL, NULL}, false},
};

/* Known when the list is compiled, because its items hang on it. */
static enum status list_form(struct compiler *compiler, const struct setting *setting,
                             const struct list_form **ret_form)
{
    if (!setting->fixed && setting->pattern == NULL)
        return FAILED; /* reported */
    if (!setting->fixed)
        return refuse_kind(compiler->diag, setting->place, "kind", STR("{…}"), VALUE_LIST);
    *ret_form = &list_forms[setting->value.word];
    return OK;
}

/* Paragraphs of an item but the first: where the text of the first stands, but hanging out no more. */
static enum status looks_of(struct arena *arena, const struct paragraph_style *style,
                            struct list_looks *ret_looks)
{
    *ret_looks = (struct list_looks){style, style};
    if (style->first_indent >= 0)
        return OK;
    struct paragraph_style *rest = ARENA_NEW(arena, struct paragraph_style);
    if (rest == NULL)
        return NO_MEMORY;
    *rest = *style;
    rest->first_indent = 0;
    ret_looks->rest = rest;
    return OK;
}

static enum status list_looks(struct compiler *compiler, const struct list_form *form, struct list_data *list)
{
    const char *numbering = form->numberings[list->depth - 1];
    list->numbering = numbering == NULL ? -1 : numbering_lookup(compiler->styles, str_of(numbering));
    return looks_of(compiler->arena,
                    style_paragraph(&compiler->styles->sheet, str_of(form->styles[list->depth - 1])),
                    &list->looks);
}

static enum status compile_list(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct list_data *list = memory;
    const struct list_form *form = &list_forms[LIST_NUMBERED];
    struct site inner = *site;
    enum status status = list_form(compiler, &list->kind, &form);
    if (status != OK)
        return status;
    const struct node *first = node->first;
    if (first == NULL || (first == node->last && first->kind == NODE_TEXT && node_is_blank(first)))
        return diag_report(compiler->diag, MSG_TEMPLATE_LIST_EMPTY, node->place, STR_ARGS(node->name));
    list->depth = site->list == NULL ? 1 : site->list->depth + 1;
    if (list->depth > TEMPLATE_MAX_LISTS)
        return diag_report(compiler->diag, MSG_TEMPLATE_MANY_LIST_DEPTH, node->place,
                           (long long)TEMPLATE_MAX_LISTS);
    list->context = site->context == IN_CELL ? IN_CELL : IN_COLUMN;
    list->hangs = form->hangs;
    list->inset = form->hangs || (site->list != NULL && site->list->context == IN_CELL);
    status = list_looks(compiler, form, list);
    if (status != OK)
        return status;
    inner.list = list;
    inner.context = IN_LIST;
    return compile_nodes(compiler, node->first, &inner, &instr->body);
}

static enum status list_looks_in_cell(struct run *run, const struct list_data *list,
                                      const struct paragraph_style *cell, struct list_looks *ret_looks)
{
    struct paragraph_style *style = ARENA_NEW(run->arena, struct paragraph_style);
    if (style == NULL)
        return NO_MEMORY;
    *style = *cell;
    style->left += list->inset ? 2 * cell->size : 0;
    style->first_indent = list->hangs ? -2 * cell->size : 0;
    return looks_of(run->arena, style, ret_looks);
}

/* Anew, from a number of its own, or on from the list before. */
static enum status list_begin(struct run *run, const struct list_data *list, struct record *scope)
{
    int64_t start = 1;
    bool goes_on = false;
    enum status status = READ(run, scope, NULL, {&list->start, &start}, {&list->goes_on, &goes_on});
    const bool numbered = list->kind.value.word == LIST_NUMBERED;
    if (status == OK && (goes_on || list->start.given) && (!numbered || (goes_on && list->start.given)))
        return diag_report(run->eval->diag, MSG_TEMPLATE_LIST_START,
                           list->start.given ? list->start.place : list->goes_on.place);
    if (status == OK && !goes_on) {
        numbering_restart(run, list->numbering);
        run->counts[list->numbering] = start - 1;
    }
    return status;
}

static enum status run_list(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct list_data *list = instr->data;
    struct list_looks looks = list->looks;
    struct list_items items = {NULL, NULL};
    struct sink inner = *sink;
    enum status status = list->context == IN_CELL ? list_looks_in_cell(run, list, sink->style, &looks) : OK;
    if (status != OK)
        return status;
    if (list->numbering >= 0)
        status = list_begin(run, list, scope);
    if (status != OK)
        return status;
    inner.items = &items;
    inner.looks = &looks;
    status = apply_body(run, instr->body, scope, &inner);
    const struct block block = {.kind = BLOCK_LIST,
                                .place = instr->place,
                                .list = {items.first, (enum list_kind)list->kind.value.word}};
    return status == OK && items.first != NULL ? block_add(run, sink->blocks, &block) : status;
}

enum status compile_item(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr *instr, void *memory)
{
    struct item_data *data = memory;
    data->list = site->list;
    data->has_blocks = holds_blocks(compiler, node, site->call, 0);
    enum status status = compile_id(compiler, &data->id);
    return status != OK ? status
                        : compile_children(compiler, node, site,
                                           data->has_blocks ? site->list->context : IN_INLINE, &instr->body);
}

static enum status item_blocks(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink, struct lead *lead, struct blocks *blocks)
{
    struct sink inner = {.blocks = blocks, .style = sink->looks->rest, .lead = lead};
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK && lead->text.len > 0)
        return diag_report(run->eval->diag, MSG_TEMPLATE_ITEM, instr->place);
    return status;
}

static enum status item_line(struct run *run, const struct instr *instr, struct record *scope,
                             const struct lead *lead, struct blocks *blocks)
{
    const struct item_data *data = instr->data;
    const struct paragraph_make make = {.style = lead->style,
                                        .body = instr->body,
                                        .number = lead->text,
                                        .words = data->words,
                                        .place = instr->place};
    return paragraph_make(run, &make, scope, blocks);
}

/* Its own label, else the next number or mark, which an item with its own does not use up. */
static enum status item_lead(struct run *run, const struct item_data *data, const struct instr *instr,
                             struct record *scope, struct str *ret_label, struct str *ret_lead)
{
    struct str own = STR("");
    enum status status = data->label.given ? READ(run, scope, NULL, {&data->label, &own}) : OK;
    if (status != OK || own.len == 0)
        return status != OK ? status
                            : numbering_lead(run, data->list->numbering, instr->place, ret_label, ret_lead);
    *ret_label = str_trim(own);
    *ret_lead = own;
    return OK;
}

/* What references call it, and say: its label, or its number. */
static enum status item_cited(struct run *run, const struct instr *instr, struct record *scope,
                              struct str label, struct str *ret_id, struct str *ret_cited)
{
    const struct item_data *data = instr->data;
    const bool own = data->label.given && label.len > 0;
    enum status status = READ(run, scope, NULL, {&data->id, ret_id});
    if (status != OK || ret_id->len == 0 || (!own && data->list->hangs))
        return status;
    *ret_cited = label;
    return own || data->list->numbering < 0
               ? OK
               : numbering_cite(run, data->list->numbering, instr->place, ret_cited);
}

enum status run_item(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct item_data *data = instr->data;
    struct lead lead = {.style = sink->looks->style, .numbering = -1};
    struct blocks blocks = {NULL, NULL};
    struct str label, id = STR(""), cited = STR("");
    enum status status = item_lead(run, data, instr, scope, &label, &lead.text);
    if (status == OK && data->id.given)
        status = item_cited(run, instr, scope, label, &id, &cited);
    const bool led = lead.text.len > 0;
    if (status == OK)
        status = data->has_blocks ? item_blocks(run, instr, scope, sink, &lead, &blocks)
                                  : item_line(run, instr, scope, &lead, &blocks);
    if (status != OK || blocks.first == NULL)
        return status;
    struct list_item *item = ARENA_NEW(run->arena, struct list_item);
    if (item == NULL)
        return NO_MEMORY;
    *item = (struct list_item){.label = label, .blocks = blocks.first, .place = instr->place};
    *(sink->items->last == NULL ? &sink->items->first : &sink->items->last->next) = item;
    sink->items->last = item;
    return target_add(run, id, cited, led, blocks.first, instr->place);
}

static const struct setting_field list_fields[] = {FIELD(list_data, "kind", kind),
                                                   FIELD(list_data, "start", start),
                                                   FIELD(list_data, "continue", goes_on),
                                                   {.attr = NULL}};
const struct setting_field item_fields[] = {
    FIELD(item_data, "label", label), FIELD(item_data, "id", id), {.attr = NULL}};

/* Of layout and prose; prose has its own <item>, which must not be empty. */
const struct element elements_list[] = {
    {ELEMENT_LIST, compile_list, run_list, sizeof(struct list_data), list_fields},
    {ELEMENT_ITEM, compile_item, run_item, sizeof(struct item_data), item_fields},
    {.id = ELEMENT_NONE},
};
