/*
 * <tick>: ☑ and ☐, one for yes or no, or one before each of the words that may be chosen.  They are characters, so they are
 * copied and read aloud with the text; a box is never parted from its word (text_rules.c), and the two stand in one line.
 */
#include "template/inline/inline_int.h"
#include "template/messages.def"
#include "schema/messages.def"

struct tick_data {
    struct setting words;
    const struct expr *of;
};

/* The words that may be chosen; none: a box alone. */
struct choices {
    const struct str *items;
    size_t count, capacity;
    struct str list; /* as written, for messages */
};

static enum status compile_tick(struct compiler *compiler, const struct node *node, const struct site *site,
                                struct instr *instr, void *memory)
{
    struct tick_data *data = memory;
    enum status status = compile_empty(compiler, node, site);
    (void)instr;
    if (status == OK)
        status = compile_expr(compiler, node, "of", site->scope, &data->of);
    if (status != OK)
        return status;
    const enum type_kind kind = expr_type(data->of).kind;
    return kind == TYPE_YESNO || kind == TYPE_TEXT
               ? OK
               : diag_report(compiler->diag, MSG_TICK_OF, expr_place(data->of));
}

static enum status split_words(struct run *run, struct str text, struct choices *choices)
{
    struct str *items = NULL;
    enum status status = OK;
    for (size_t from = 0, i = 0; i <= text.len && status == OK; i++) {
        if (i < text.len && text.ptr[i] != '|')
            continue;
        const struct str word = str_trim(str_slice(text, from, i));
        status = ARENA_APPEND(run->arena, items, choices->count, choices->capacity, &word);
        from = i + 1;
    }
    choices->items = items;
    choices->list = text;
    return status;
}

/* Each word is there, once. */
static enum status check_words(struct run *run, const struct choices *choices, struct place place)
{
    for (size_t i = 0; i < choices->count; i++) {
        const struct str word = choices->items[i];
        if (word.len == 0)
            return diag_report(run->eval->diag, MSG_TICK_EMPTY, place, i + 1);
        for (size_t before = 0; before < i; before++)
            if (str_equal(choices->items[before], word))
                return diag_report(run->eval->diag, MSG_TICK_TWICE, place, STR_ARGS(word));
    }
    return OK;
}

/* What may be chosen by a text: `words`, else what its field says. */
static enum status find_choices(struct run *run, const struct tick_data *data, struct record *scope,
                                const struct field *field, struct choices *choices)
{
    struct model_facts facts = {0};
    struct buf list = BUF(TEMPLATE_MAX_TEXT);
    struct str words;
    if (data->words.given) {
        enum status status = READ(run, scope, NULL, {&data->words, &words});
        if (status == OK)
            status = split_words(run, words, choices);
        return status == OK ? check_words(run, choices, data->words.place) : status;
    }
    if (expr_type(data->of).kind == TYPE_YESNO)
        return OK;
    if (field != NULL)
        model_field_facts(field, &facts);
    if (facts.choice_count == 0)
        return diag_report(run->eval->diag, MSG_TICK_NO_WORDS, expr_place(data->of),
                           STR_ARGS(expr_source(data->of)));
    choices->items = facts.choices;
    choices->count = facts.choice_count;
    for (size_t i = 0; i < facts.choice_count; i++)
        buf_printf(&list, "%s%.*s", i > 0 ? "、" : "", STR_ARGS(facts.choices[i]));
    return buf_keep(&list, run->arena, &choices->list);
}

/* Which of them is chosen; their number: none is. */
static enum status find_chosen(struct run *run, const struct tick_data *data, const struct choices *choices,
                               const struct value *value, size_t *ret_chosen)
{
    struct diag *diag = run->eval->diag;
    size_t chosen = 0;
    if (value->kind == TYPE_YESNO) {
        *ret_chosen = value->yesno ? 0 : 1;
        return choices->count == 0 || choices->count == 2
                   ? OK
                   : diag_report(diag, MSG_TICK_WORDS, data->words.place, choices->count);
    }
    while (chosen < choices->count && !str_equal(choices->items[chosen], value->text))
        chosen++;
    *ret_chosen = chosen;
    return chosen < choices->count ? OK
                                   : diag_report(diag, MSG_TICK_OTHER, expr_place(data->of),
                                                 STR_ARGS(value->text), STR_ARGS(choices->list));
}

static enum status add_box(struct run *run, struct inlines *inlines, bool ticked, struct place place)
{
    return inlines_text(run, inlines, ticked ? STR("☑") : STR("☐"), place);
}

/* The box and its word; the white in front is no part of them. */
static enum status add_choice(struct run *run, struct inlines *inlines, struct str word, bool ticked,
                              struct place place)
{
    const size_t begun = inlines->count;
    enum status status = add_box(run, inlines, ticked, place);
    if (status == OK)
        status = inlines_text(run, inlines, word, place);
    for (size_t i = begun; i < inlines->count && status == OK; i++)
        inlines->items[i].whole = !str_is(inlines->items[i].text, " ");
    return status;
}

static enum status run_tick(struct run *run, const struct instr *instr, struct record *scope,
                            struct sink *sink)
{
    const struct tick_data *data = instr->data;
    struct inlines *inlines = sink->inlines;
    struct choices choices = {0};
    struct record *record = NULL;
    int slot = 0;
    struct slot value = {0};
    size_t chosen = SIZE_MAX;
    const bool named = expr_origin_field(data->of, run->eval, scope, &record, &slot);
    enum status status =
        find_choices(run, data, scope, named ? &record->shape->fields[slot] : NULL, &choices);
    if (status == OK && (!named || record->slots[slot].state != SLOT_MISSING)) {
        const size_t errors = run_errors(run);
        status = expr_eval_slot(data->of, run->eval, scope, &value);
        if (run_lacks(run, status, errors))
            status = OK;
        else if (status == OK)
            status = find_chosen(run, data, &choices, &value.value, &chosen);
    }
    if (status == OK && choices.count == 0)
        return add_box(run, inlines, chosen == 0, instr->place);
    for (size_t i = 0; i < choices.count && status == OK; i++) {
        if (i > 0)
            add_space(inlines, SPACE_ONE);
        status = add_choice(run, inlines, choices.items[i], i == chosen, instr->place);
    }
    return status;
}

static const struct setting_field tick_fields[] = {FIELD(tick_data, "words", words), {.attr = NULL}};

const struct element elements_tick[] = {
    {ELEMENT_TICK, compile_tick, run_tick, sizeof(struct tick_data), tick_fields},
    {.id = ELEMENT_NONE},
};
