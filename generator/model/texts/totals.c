/*
 * Records of a list that are none: totals of the others, which formulas would add to what they are the sum of.
 *
 * Such a record has numbers, itself or in records within it, and one of the texts before them is what totals are called, as in
 * rows of a table (series/order.c): 合计, 小计 or the like alone; or a longer name or another word (人员经费小计, 累计, 总经费) with
 * figures that are sums or means of those above it.  One whose figures are none of these is a warning where something sums
 * the list, and records stand before it that are no totals: if it says no other text, or is called 合计 or 小计 of something
 * (its figure may be a price of one).  So is one called 其中…, as a rule part of another.
 *
 * It is looked at when all records of the list that the element writes are read; only where one of them is called so are any
 * figures added.
 */
#include "model/texts/texts_int.h"
#include "model/messages.def"

/* Does it say a number?  What is computed has a place only where it is stated. */
static bool says_number(const struct record *record)
{
    bool says = false;
    for (int slot = 0; slot < (int)record->shape->field_count && !says; slot++) {
        const struct rule *rule = rule_of(record, slot);
        const struct slot *at = &record->slots[slot];
        if (rule->kind == RULE_NUMBER)
            says = at->place.line > 0;
        else if (rule->kind == RULE_LIST && !rule->derived && at->state == SLOT_SET)
            for (size_t i = 0; i < at->value.list.count && !says; i++)
                says = says_number(at->value.list.items[i].record);
        else if (rule->kind == RULE_GROUP && at->state == SLOT_SET)
            says = says_number(at->value.record);
    }
    return says;
}

/* A field that only an input fills, with numbers: what stands behind it is no name any more. */
static bool begins_numbers(const struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    const struct field *field = &record->shape->fields[slot];
    return (rule->kind == RULE_NUMBER && (field->is == NULL || rule->is_default)) ||
           (rule->kind == RULE_LIST && !rule->derived);
}

/* --- figures --- */

enum { COLUMNS = 64 }; /* what stands further on is not added */

struct figures {
    struct running_figure row[COLUMNS];
    size_t count;
};

static void add_figure(struct figures *figures, const struct slot *at)
{
    if (figures->count == COLUMNS)
        return;
    struct running_figure *figure = &figures->row[figures->count++];
    bool exact = false;
    figure->is_said = at->state == SLOT_SET && at->place.line > 0 &&
                      number_scaled(at->value.number, 6, &figure->value, &exact) && exact;
}

/* Its numbers, each in a column of its own; those of records within it, one behind the other. */
static void gather_figures(struct figures *figures, const struct record *record)
{
    for (int slot = 0; slot < (int)record->shape->field_count; slot++) {
        const struct rule *rule = rule_of(record, slot);
        const struct slot *at = &record->slots[slot];
        if (rule->kind == RULE_NUMBER)
            add_figure(figures, at);
        else if (rule->kind == RULE_LIST && !rule->derived && at->state == SLOT_SET)
            for (size_t i = 0; i < at->value.list.count; i++)
                gather_figures(figures, at->value.list.items[i].record);
        else if (rule->kind == RULE_GROUP && at->state == SLOT_SET)
            gather_figures(figures, at->value.record);
    }
}

static const struct running_figure *figures_of(struct figures *figures, const struct record *record)
{
    *figures = (struct figures){.count = 0};
    gather_figures(figures, record);
    return figures->row;
}

/* --- names --- */

/* The text before the numbers that is most like a total's; NULL: none. */
static const struct slot *find_total(const struct record *record, enum total_word *ret_word)
{
    const struct slot *found = NULL;
    *ret_word = TOTAL_NONE;
    for (int slot = 0; slot < (int)record->shape->field_count && !begins_numbers(record, slot); slot++) {
        const struct slot *at = &record->slots[slot];
        const bool is_text = rule_of(record, slot)->kind == RULE_TEXT && at->state == SLOT_SET;
        const enum total_word word = is_text ? text_total(at->value.text) : TOTAL_NONE;
        if (word > *ret_word) {
            *ret_word = word;
            found = at;
        }
    }
    return found;
}

static const struct slot *find_part(const struct record *record)
{
    for (int slot = 0; slot < (int)record->shape->field_count && !begins_numbers(record, slot); slot++) {
        const struct slot *at = &record->slots[slot];
        if (rule_of(record, slot)->kind == RULE_TEXT && at->state == SLOT_SET &&
            str_starts(at->value.text, "其中"))
            return at;
    }
    return NULL;
}

/* How many texts it says. */
static size_t count_texts(const struct record *record)
{
    size_t count = 0;
    for (int slot = 0; slot < (int)record->shape->field_count; slot++) {
        const struct slot *at = &record->slots[slot];
        count += rule_of(record, slot)->kind == RULE_TEXT && at->state == SLOT_SET && at->place.line > 0 &&
                 at->value.text.len > 0;
    }
    return count;
}

/* Another record of the list says that, too: it is no total. */
static bool is_said_again(const struct value *list, const struct record *record, const struct slot *name)
{
    const int slot = (int)(name - record->slots);
    for (size_t i = 0; i < list->list.count; i++) {
        const struct record *other = list->list.items[i].record;
        if (other != record && other->slots[slot].state == SLOT_SET &&
            str_equal(str_trim(other->slots[slot].value.text), str_trim(name->value.text)))
            return true;
    }
    return false;
}

/* --- records --- */

struct look {
    struct fill *fill;
    const struct rule *rule;
    const struct value *list;
    struct running_sums sums;
    struct figures figures; /* of the record looked at */
    size_t searches;        /* for records called alike */
};

/* 人工费小计; or 累计, with nothing else said. */
static bool is_like_total(const struct look *look, const struct record *record, struct str name)
{
    return look->rule->summed && !look->fill->from_table && look->sums.part_rows > 0 &&
           (str_holds(name, "小计") || str_holds(name, "合计") || count_texts(record) <= 1);
}

/* With its message. */
static bool refuse_total(struct look *look, const struct record *record, enum total_word word,
                         const struct slot *name)
{
    enum { SEARCHES = 200 }; /* each goes through the list */
    const struct str text = str_trim(name->value.text);
    const struct running_figure *row = figures_of(&look->figures, record);
    const bool made = running_sums_fit(&look->sums, row, word == TOTAL_HINT) ||
                      (word == TOTAL_LIKE && running_sums_repeat(&look->sums, row));
    const bool is_told = made || (word == TOTAL_LIKE && is_like_total(look, record, text));
    if (word != TOTAL_SURE &&
        (!is_told || look->searches++ >= SEARCHES || is_said_again(look->list, record, name)))
        return false;
    const struct str help = rule_help(look->rule);
    if ((word == TOTAL_SURE || made) && str_holds(help, "合计")) /* it speaks of totals */
        run_refuse(&look->fill->run, MSG_MODEL_TOTAL_HELP, name->place, STR_ARGS(text), STR_ARGS(help));
    else if (word == TOTAL_SURE || made)
        run_refuse(&look->fill->run, MSG_MODEL_TOTAL, name->place, STR_ARGS(text));
    else
        diag_report(look->fill->run.diag, MSG_MODEL_TOTAL_LIKE, name->place, STR_ARGS(text));
    return word == TOTAL_SURE || made;
}

static bool is_refused(struct look *look, const struct record *record)
{
    enum total_word word;
    const struct slot *name = find_total(record, &word);
    const bool refused = name != NULL && says_number(record) && refuse_total(look, record, word, name);
    if (!refused)
        running_sums_add(&look->sums, figures_of(&look->figures, record));
    if (name != NULL)
        running_sums_end_part(&look->sums);
    return refused;
}

static void tell_parts(struct fill *fill, const struct value *list)
{
    for (size_t i = 0; i < list->list.count; i++) {
        const struct record *record = list->list.items[i].record;
        const struct slot *part = find_part(record);
        if (part != NULL && says_number(record))
            diag_report(fill->run.diag, MSG_MODEL_PART_OF, part->place, STR_ARGS(str_trim(part->value.text)));
    }
}

static bool has_total(const struct value *list)
{
    enum total_word word;
    for (size_t i = 0; i < list->list.count; i++)
        if (find_total(list->list.items[i].record, &word) != NULL)
            return true;
    return false;
}

void leave_out_totals(struct fill *fill, const struct rule *rule, struct value *list)
{
    if (rule->totals)
        return;
    if (has_total(list)) {
        struct look *look = ARENA_NEW(fill->run.arena, struct look);
        if (look == NULL || running_sums_init(&look->sums, fill->run.arena, COLUMNS) != OK) {
            run_note(&fill->run, NO_MEMORY);
            return;
        }
        look->fill = fill;
        look->rule = rule;
        look->list = list;
        size_t kept = 0;
        const size_t count = list->list.count;
        for (size_t i = 0; i < count; i++)
            if (!is_refused(look, list->list.items[i].record)) {
                list->list.items[i].record->index = kept;
                list->list.items[kept++] = list->list.items[i];
            }
        list->list.count = kept;
    }
    if (rule->summed)
        tell_parts(fill, list);
}
