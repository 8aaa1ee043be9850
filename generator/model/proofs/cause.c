/*
 * Several statements disagree with what their formulas give, none of them because of another.  Is one number
 * of the input the cause, an item of all the sums?
 *
 * Tried is each number that the input states, greater or less by the difference that is to be explained: the
 * stated state (doubt.c) tells whether all the statements would then agree, and none that agrees now would
 * not.  One number that explains most of them is told, at its place, with what it should be.  Where more than
 * one would do, their statements are told as one fault all the same, at the first of them.
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"

/* Figures computed anew for one statement, for a document; more are not looked through. */
enum { TRIALS_MAX = 3000000, TRIALS_ALL = 6000000 };

/* A number of the input, and what it should have been. */
struct guess {
    struct record *record;
    int slot;
    const struct number *value;
};

struct search {
    struct fill *fill;
    struct disagreement *list;
    size_t count;
    const struct disagreement *first; /* to be explained, and others with it */
    struct guess best;
    size_t explained, ties;  /* by the best; guesses that explain as many */
    size_t guesses, figures; /* in the record */
    size_t trials;           /* figures computed anew so far */
};

static bool is_guess(const struct record *record, size_t slot)
{
    const struct slot *at = &record->slots[slot];
    return rule_of(record, (int)slot)->kind == RULE_NUMBER && record->shape->fields[slot].is == NULL &&
           at->state == SLOT_SET && at->doubt == NULL && at->place.line > 0;
}

static bool would_agree(struct fill *fill, const struct proof *proof)
{
    return agrees_in(fill, proof, stated_state(fill));
}

static struct disagreement *disagreement_of(const struct search *search, const struct proof *proof)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->list[i].proof == proof)
            return &search->list[i];
    return NULL;
}

/* So many statements agree only in the state that is tried; 0: others disagree only there. */
static size_t count_explained(struct search *search)
{
    struct fill *fill = search->fill;
    size_t explained = 0;
    if (!would_agree(fill, search->first->proof))
        return 0;
    for (size_t i = 0; i < fill->proof_count && fill->run.stop == OK; i++) {
        const struct disagreement *found = disagreement_of(search, &fill->proofs[i]);
        bool agree = would_agree(fill, &fill->proofs[i]);
        if (found == NULL && !agree)
            return 0;
        explained += found != NULL && !found->told && agree ? 1 : 0;
    }
    return explained;
}

/* In the state where the number is another one. */
static void enter_guess(struct fill *fill, const struct guess *guess)
{
    struct value value = {.kind = TYPE_NUMBER, .number = guess->value};
    fill_disagree(fill, guess->record, guess->slot, &value);
}

static void leave_guess(struct fill *fill, const struct guess *guess)
{
    guess->record->slots[guess->slot].doubt = NULL;
    fill->stale = true;
}

static void try_guess(struct search *search, struct record *record, int slot, enum number_op op)
{
    struct fill *fill = search->fill;
    struct guess guess = {.record = record, .slot = slot};
    enum status status = number_apply(fill->run.arena, op, record->slots[slot].value.number,
                                      search->first->difference, &guess.value);
    if (status != OK) {
        run_note(&fill->run, status == NO_MEMORY ? status : OK);
        return;
    }
    enter_guess(fill, &guess);
    size_t explained = count_explained(search);
    leave_guess(fill, &guess);
    if (explained > search->explained) {
        search->best = guess;
        search->explained = explained;
        search->ties = 0;
    } else if (explained > 0 && explained == search->explained) {
        search->ties++;
    }
}

/* Calls try_guess for every number of the input, both ways; `counting`: only counts figures. */
static void walk(struct search *search, struct record *record, const struct rules *rules, bool counting)
{
    for (size_t i = 0; i < rules->rule_count && search->fill->run.stop == OK; i++) {
        const struct rule *rule = rules->rules[i];
        const struct slot *slot = &record->slots[i];
        if (counting) {
            search->figures++;
            search->guesses += is_guess(record, i) ? 2 : 0;
        } else if (is_guess(record, i)) {
            try_guess(search, record, (int)i, NUMBER_ADD);
            try_guess(search, record, (int)i, NUMBER_SUBTRACT);
        }
        if (rule->kind == RULE_GROUP && slot->state == SLOT_SET)
            walk(search, slot->value.record, rule->inner, counting);
        else if (rule->kind == RULE_LIST && !rule->derived && slot->state == SLOT_SET)
            for (size_t j = 0; j < slot->value.list.count; j++)
                walk(search, slot->value.list.items[j].record, rule->inner, counting);
    }
}

/* --- telling --- */

/* "“经费总额”、“项目人力费用”": those that the best guess explains, but for `without`; they are told. */
static struct str take_explained(struct search *search, const struct disagreement *without, bool cause)
{
    struct fill *fill = search->fill;
    struct buf names = BUF(DIAG_TEXT_MAX);
    enter_guess(fill, &search->best);
    for (size_t i = 0; i < search->count; i++) {
        struct disagreement *found = &search->list[i];
        if (found->told || !would_agree(fill, found->proof))
            continue;
        found->told = true;
        found->follows = !cause && found != without;
        if (found != without) {
            const struct field *field = &found->proof->record->shape->fields[found->proof->slot];
            buf_printf(&names, "%s“%.*s”", names.len > 0 ? "、" : "", STR_ARGS(field->label));
        }
    }
    leave_guess(fill, &search->best);
    struct str text = arena_copy(fill->run.arena, buf_str(&names)); /* of very many the first are enough */
    run_note(&fill->run, text.ptr == NULL ? NO_MEMORY : OK);
    buf_clear(&names);
    return text;
}

static void tell(struct search *search, struct record *record, int slot, const struct number *have,
                 const struct number *want, bool cause)
{
    struct fill *fill = search->fill;
    const struct slot *at = &record->slots[slot];
    struct place place = cause ? at->place : search->first->proof->place;
    int decimals = figures_decimals(have, want, search->first->difference);
    struct proved proved = {.check = STR("写明的与计算的一致"),
                            .place = place,
                            .record = record,
                            .slot = slot,
                            .stated = figure_text(&fill->run, have, decimals),
                            .computed = figure_text(&fill->run, want, decimals),
                            .difference = figure_text(&fill->run, search->first->difference, decimals),
                            .verdict = VERDICT_ERROR};
    struct str described = describe(&fill->run, record, slot);
    struct str names = take_explained(search, cause ? NULL : search->first, cause);
    if (fill->run.stop != OK)
        return;
    if (cause)
        diag_report(fill->run.diag, MSG_MODEL_CAUSE, place, STR_ARGS(described), proved.stated.ptr,
                    STR_ARGS(names), proved.computed.ptr, proved.difference.ptr);
    else
        diag_report(fill->run.diag, MSG_MODEL_FIGURES_DISAGREE, place, STR_ARGS(described), proved.stated.ptr,
                    proved.computed.ptr, proved.difference.ptr, STR_ARGS(names));
    if (finding_wanted(fill, VERDICT_ERROR))
        finding_add(fill, &proved);
}

static void explain(struct search *search, const struct disagreement *first)
{
    const struct fill *fill = search->fill;
    size_t trials = search->guesses * search->figures;
    if (trials > TRIALS_MAX || search->trials + trials > TRIALS_ALL)
        return;
    search->trials += trials;
    search->first = first;
    search->explained = search->ties = 0;
    walk(search, fill->record, fill->model->rules, false);
    if (search->explained < 2)
        return;
    if (search->ties == 0)
        tell(search, search->best.record, search->best.slot,
             search->best.record->slots[search->best.slot].value.number, search->best.value, true);
    else
        tell(search, first->proof->record, first->proof->slot, first->proof->stated.number,
             first->computed.number, false);
}

void causes_tell(struct fill *fill, struct disagreement *list, size_t count)
{
    struct search search = {.fill = fill, .list = list, .count = count};
    for (size_t i = 0; i < count; i++)
        list[i].proof->record->slots[list[i].proof->slot].doubt = NULL;
    fill->stale = true;
    walk(&search, fill->record, fill->model->rules, true);
    for (size_t i = 0; i < count && !run_over(&fill->run); i++)
        if (!list[i].told && list[i].difference != NULL)
            explain(&search, &list[i]);
    for (size_t i = 0; i < count; i++)
        fill_disagree(fill, list[i].proof->record, list[i].proof->slot, &list[i].proof->stated);
}
