/*
 * What the input states of a computed field and what the formula gives must agree.
 *
 * Proofs are made in the order of the input; those that fail are told together.  After a failed proof the
 * computed value stands, so that what is right is not blamed; a statement that agrees with what other
 * statements come to follows from them and is silent.  Where several are left that one number of the input
 * explains, that is told (cause.c).
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"

enum status figures_apart(struct fill *fill, const struct number *a, const struct number *b,
                          const struct number **ret_number)
{
    bool less = number_compare(a, b) < 0;
    return number_apply(fill->run.arena, NUMBER_SUBTRACT, less ? b : a, less ? a : b, ret_number);
}

/* Do both agree within the field's tolerance?  *ret_agree untouched on failure. */
static enum status numbers_agree(struct fill *fill, const struct proof *proof,
                                 const struct number *difference, bool *ret_agree)
{
    const struct rule *rule = rule_of(proof->record, proof->slot);
    const struct number *tolerance = NULL;
    enum status status = tolerance_value(fill, rule->tolerance, proof->record, &tolerance);
    if (status == OK)
        *ret_agree = number_compare(difference, tolerance) <= 0;
    return status;
}

/* How far two amounts in 大写 are apart; empty: one of them is none. */
static struct str words_difference(struct fill *fill, struct str a, struct str b)
{
    struct numeral_fault fault;
    const struct number *first = NULL, *second = NULL, *difference = NULL;
    struct arena *arena = fill->run.arena;
    enum status status = numeral_money_read(arena, a, &first, &fault);
    if (status == OK)
        status = numeral_money_read(arena, b, &second, &fault);
    if (status == OK)
        status = figures_apart(fill, first, second, &difference);
    if (status != OK) {
        run_note(&fill->run, status == NO_MEMORY ? NO_MEMORY : OK);
        return STR("");
    }
    struct str figure = figure_text(&fill->run, difference, 0);
    return figure.ptr == NULL ? figure : arena_printf(arena, "%.*s 元", STR_ARGS(figure));
}

/* How far two values that are no numbers are apart; empty: nothing to count. */
static struct str distance(struct fill *fill, const struct proof *proof, const struct value *computed)
{
    const struct rule *rule = rule_of(proof->record, proof->slot);
    struct date a = proof->stated.date, b = computed->date;
    if (rule->kind == RULE_DATE) {
        long long days = date_days(a) - date_days(b);
        return arena_printf(fill->run.arena, "%lld 天", days < 0 ? -days : days);
    }
    if (rule->kind == RULE_MONTH) {
        int months = (a.year - b.year) * 12 + a.month - b.month;
        return arena_printf(fill->run.arena, "%d 个月", months < 0 ? -months : months);
    }
    return rule->reads_money ? words_difference(fill, proof->stated.text, computed->text) : STR("");
}

static void report_values(struct fill *fill, const struct proof *proof, struct str described,
                          struct proved *proved, const struct value *computed)
{
    struct diag *diag = fill->run.diag;
    struct str apart = distance(fill, proof, computed);
    struct str told = texts_differ(fill->run.arena, proof->stated.kind, proved->stated, proved->computed);
    if (apart.ptr == NULL || told.ptr == NULL) {
        run_note(&fill->run, NO_MEMORY);
        return;
    }
    proved->difference = apart;
    if (apart.len > 0)
        diag_report(diag, MSG_MODEL_VALUE_APART, proof->place, STR_ARGS(described), STR_ARGS(proved->stated),
                    STR_ARGS(proved->computed), STR_ARGS(apart));
    else if (told.len > 0)
        diag_report(diag, MSG_MODEL_TEXT_APART, proof->place, STR_ARGS(described), STR_ARGS(proved->stated),
                    STR_ARGS(proved->computed), STR_ARGS(told));
    else
        diag_report(diag, MSG_MODEL_VALUE_DISAGREES, proof->place, STR_ARGS(described),
                    STR_ARGS(proved->stated), STR_ARGS(proved->computed));
}

/* Both values in words; report and finding follow. */
static void conclude_proof(struct fill *fill, const struct disagreement *found, bool agree)
{
    struct run *run = &fill->run;
    const struct proof *proof = found->proof;
    const struct value *computed = &found->computed;
    const struct number *difference = found->difference;
    enum rule_kind kind = rule_of(proof->record, proof->slot)->kind;
    bool wanted = finding_wanted(fill, agree ? VERDICT_OK : VERDICT_ERROR);
    if (agree && !wanted)
        return;
    struct proved proved = {.check = STR("写明的与计算的一致"),
                            .place = proof->place,
                            .record = proof->record,
                            .slot = proof->slot,
                            .difference = STR(""),
                            .verdict = agree ? VERDICT_OK : VERDICT_ERROR,
                            .follows = found->follows};
    int decimals = proof->decimals;
    if (difference != NULL) {
        int needed = figures_decimals(proof->stated.number, computed->number, agree ? NULL : difference);
        decimals = needed > decimals ? needed : decimals;
        proved.difference = figure_text(run, difference, decimals);
    }
    proved.stated = value_text(run, kind, &proof->stated, proof->decimals);
    proved.computed = value_text(run, kind, computed, decimals);
    struct str described = describe(run, proof->record, proof->slot);
    if (run->stop != OK)
        return;
    if (!agree && !found->told && difference != NULL)
        diag_report(run->diag, MSG_MODEL_FIGURE_DISAGREES, proof->place, STR_ARGS(described),
                    proved.stated.ptr, proved.computed.ptr, proved.difference.ptr);
    else if (!agree && !found->told)
        report_values(fill, proof, described, &proved, computed);
    if (wanted)
        finding_add(fill, &proved);
}

/* What is computed against what is stated; FAILED: that is no value at all, reported. */
static enum status proof_compare(struct fill *fill, const struct proof *proof, const struct value *computed,
                                 const struct number **ret_difference, bool *ret_agree)
{
    *ret_difference = NULL;
    *ret_agree = value_equal(&proof->stated, computed);
    if (computed->kind != TYPE_NUMBER) {
        bool words = rule_of(proof->record, proof->slot)->reads_money;
        return words ? words_agree(fill, proof, computed, ret_agree) : OK;
    }
    enum status status = figures_apart(fill, proof->stated.number, computed->number, ret_difference);
    if (status == FAILED) { /* beyond what numbers may be */
        *ret_difference = computed->number;
        return OK;
    }
    return status == OK ? numbers_agree(fill, proof, *ret_difference, ret_agree) : status;
}

/* What cannot be computed is, in a draft, as stated. */
static void keep_stated(struct fill *fill, const struct proof *proof)
{
    struct slot *at = &proof->record->slots[proof->slot];
    if (fill->draft) {
        *at = (struct slot){.state = SLOT_SET, .value = proof->stated, .place = proof->place};
        fill_disagree(fill, proof->record, proof->slot, NULL);
    }
}

/* Tells that it agrees; what disagrees is gathered. */
static void prove(struct fill *fill, struct proof *proof, struct disagreement *list, size_t *count)
{
    struct disagreement found = {.proof = proof};
    bool agree = false;
    enum status status = wanted_value(fill, proof->record, proof->slot, &found.computed);
    if (status == FAILED)
        keep_stated(fill, proof);
    if (status != OK)
        return;
    proof->record->slots[proof->slot].place = proof->place;
    status = proof_compare(fill, proof, &found.computed, &found.difference, &agree);
    proof->agrees = status == OK && agree;
    if (status == FAILED)
        fill_disagree(fill, proof->record, proof->slot, &proof->stated);
    else if (status == OK && agree)
        conclude_proof(fill, &found, true);
    else if (status == OK)
        list[(*count)++] = found;
    else
        run_note(&fill->run, status);
}

bool agrees_in(struct fill *fill, const struct proof *proof, struct eval *stated)
{
    const struct number *difference = NULL;
    struct value value;
    bool agree = false;
    enum status status = stated == NULL ? FAILED : formula_value(proof->record, proof->slot, stated, &value);
    if (status == OK)
        status = proof_compare(fill, proof, &value, &difference, &agree);
    run_note(&fill->run, status == NO_MEMORY ? status : OK);
    return status == OK && agree;
}

/* Is it stated as what comes of other statements?  Then it is to be mended with them; or does it hang on what
 * was told, so that nobody knows? */
static void see_if_follows(struct fill *fill, struct disagreement *found)
{
    struct eval *stated = stated_state(fill);
    bool agree = agrees_in(fill, found->proof, stated);
    found->told = agree || (stated != NULL && stated->doubt);
    found->follows = agree && !stated->doubt;
}

/* So many are told, each for itself. */
static size_t find_roots(struct fill *fill, struct disagreement *list, size_t count)
{
    size_t roots = 0;
    bool others = fill->doubted; /* a limit is broken: nobody knows what hangs on that */
    for (size_t i = 0; i < count; i++)
        fill_disagree(fill, list[i].proof->record, list[i].proof->slot, &list[i].proof->stated);
    for (size_t i = 0; i < count && fill->run.stop == OK; i++) {
        see_if_follows(fill, &list[i]);
        list[i].follows = list[i].follows && !others;
        roots += list[i].told ? 0 : 1;
    }
    return roots;
}

static void tell_disagreements(struct fill *fill, struct disagreement *list, size_t count)
{
    if (count > 0)
        check_inputs(fill);
    if (find_roots(fill, list, count) > 1)
        causes_tell(fill, list, count);
    for (size_t i = 0; i < count && !run_over(&fill->run); i++)
        if (!list[i].told || list[i].follows)
            conclude_proof(fill, &list[i], false);
}

void prove_all(struct fill *fill)
{
    size_t count = 0;
    struct disagreement *list = RUN_NEW_ARRAY(&fill->run, fill->proof_count, struct disagreement);
    for (size_t i = 0; i < fill->proof_count && !run_over(&fill->run); i++)
        prove(fill, &fill->proofs[i], list, &count);
    tell_disagreements(fill, list, count);
}
