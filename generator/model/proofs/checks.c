/*
 * The checks of the model, in every record, outer before inner: what must hold, and words when it does not:
 * the author's, or those of check_words.c.
 *
 * A figure that a limit or a check tells to be wrong comes into doubt; what other checks find wrong because
 * of it is silent (follow.c): one fault, one message.
 *
 * A check is evaluated to an outcome; words are made only when something is wrong or somebody keeps all
 * findings.
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"

struct place input_place(const struct record *record, struct place place)
{
    return record_states(record, place) ? place : record->place;
}

/* --- evaluating --- */

/* |difference| or the side that counts, within the tolerance. */
static enum status relate_numbers(struct fill *fill, const struct check *check, struct record *record,
                                  struct outcome *outcome)
{
    struct arena *arena = fill->run.arena;
    const struct number *zero = NULL, *tolerance = NULL, *below = NULL;
    enum status status = number_of(arena, 0, &zero);
    if (status == OK)
        status = tolerance_value(fill, check->tolerance, record, &tolerance);
    if (status == OK)
        status = number_apply(arena, NUMBER_SUBTRACT, zero, tolerance, &below);
    if (status != OK)
        return status;
    bool low_enough = number_compare(outcome->difference, tolerance) <= 0;
    bool high_enough = number_compare(outcome->difference, below) >= 0;
    outcome->holds = check->relation == RELATION_LESS ? number_compare(outcome->difference, tolerance) < 0
                     : check->relation == RELATION_AT_MOST  ? low_enough
                     : check->relation == RELATION_AT_LEAST ? high_enough
                                                            : low_enough && high_enough;
    return OK;
}

static bool relate_values(const struct check *check, const struct outcome *outcome)
{
    if (outcome->stated.kind != TYPE_DATE || check->relation == RELATION_EQUAL)
        return value_equal(&outcome->stated, &outcome->computed);
    int order = date_compare(outcome->stated.date, outcome->computed.date);
    return check->relation == RELATION_AT_MOST ? order <= 0
           : check->relation == RELATION_LESS  ? order < 0
                                               : order >= 0;
}

static enum status relate(struct fill *fill, const struct check *check, struct record *record,
                          struct outcome *outcome)
{
    struct value other;
    enum status status = expr_eval(check->other, fill->eval, record, &other);
    if (status != OK)
        return status;
    outcome->computed = other;
    if (outcome->stated.kind != TYPE_NUMBER) {
        outcome->holds = relate_values(check, outcome);
        return OK;
    }
    outcome->difference = other.number;
    status = number_apply(fill->run.arena, NUMBER_SUBTRACT, outcome->stated.number, other.number,
                          &outcome->computed.number);
    if (status == FAILED) { /* beyond what numbers may be: surely not alike */
        outcome->computed = other;
        return OK;
    }
    return status == OK ? relate_numbers(fill, check, record, outcome) : status;
}

static enum status band_bound(struct fill *fill, const struct value *band, const char *name,
                              const struct number **ret_number)
{
    struct record *record = band->record;
    int slot = shape_lookup(record->shape, str_of(name));
    struct value value;
    *ret_number = NULL;
    if (record->slots[slot].state == SLOT_MISSING)
        return OK;
    enum status status = record_value(record, slot, fill->eval, &value);
    if (status == OK)
        *ret_number = value.number;
    return status;
}

static enum status band_read(struct fill *fill, const struct value *item, struct band_ends *ends)
{
    ends->record = item->record;
    enum status status = band_bound(fill, item, "min", &ends->min);
    return status == OK ? band_bound(fill, item, "max", &ends->max) : status;
}

/* Is the second band above the first? */
static bool bands_rise(const struct band_ends *a, const struct band_ends *b)
{
    if (a->min != NULL && b->min != NULL)
        return number_compare(a->min, b->min) < 0;
    if (a->max != NULL && b->max != NULL)
        return number_compare(a->max, b->max) < 0;
    return a->max != NULL || b->min != NULL;
}

/* Upwards or downwards, as the first two stand. */
static enum status relate_bands(struct fill *fill, struct outcome *outcome)
{
    const struct value *items = outcome->stated.list.items;
    size_t count = outcome->stated.list.count;
    struct band_ends before = {0}, next = {0};
    bool upwards = true;
    enum status status = count == 0 ? OK : band_read(fill, &items[0], &before);
    outcome->holds = true;
    for (size_t i = 1; i < count && status == OK && outcome->holds; i++, before = next) {
        status = band_read(fill, &items[i], &next);
        if (status != OK)
            return status;
        upwards = i == 1 ? bands_rise(&before, &next) : upwards;
        outcome->lower = upwards ? before : next;
        outcome->upper = upwards ? next : before;
        outcome->holds = outcome->lower.max != NULL && outcome->upper.min != NULL &&
                         number_compare(outcome->lower.max, outcome->upper.min) == 0;
        outcome->at = outcome->holds ? NULL : items[i].record;
    }
    return status;
}

static enum status evaluate(struct fill *fill, const struct check *check, struct record *record,
                            struct outcome *outcome)
{
    enum status status = expr_eval(check->that, fill->eval, record, &outcome->stated);
    if (status != OK)
        return status;
    if (check->relation == RELATION_BANDS)
        return relate_bands(fill, outcome);
    if (check->relation != RELATION_HOLDS)
        return relate(fill, check, record, outcome);
    outcome->holds = outcome->stated.yesno;
    if (check->other != NULL)
        status = expr_eval(check->other, fill->eval, record, &outcome->computed);
    if (status == OK && check->among != NULL && !outcome->holds)
        status = expr_eval(check->among, fill->eval, record, &outcome->among);
    return status;
}

/* --- words --- */

/* Of messages.def; ptr NULL: no memory. */
#define WHOLE_SENTENCE(arena, code, ...) arena_printf((arena), code##_TEXT, __VA_ARGS__)

/* The author's words; when they cannot be told (expr has reported why), that the check of this label fails. */
static enum status told_message(struct fill *fill, const struct check *check, struct record *record,
                                struct str *ret_text)
{
    enum { MESSAGE_MAX = 1 << 16 };
    struct buf text = BUF(MESSAGE_MAX);
    enum status status = pattern_eval(check->message, fill->eval, record, &text);
    if (status == OK)
        return text_keep(fill->run.arena, &text, ret_text);
    run_note(&fill->run, status);
    buf_clear(&text);
    *ret_text = WHOLE_SENTENCE(fill->run.arena, MSG_CHECK_UNTOLD, STR_ARGS(check->label));
    return ret_text->ptr == NULL ? NO_MEMORY : OK;
}

/* --- telling --- */

static void report_check(struct fill *fill, enum severity severity, struct place place, struct str text)
{
    if (severity == SEVERITY_ERROR)
        diag_report(fill->run.diag, MSG_CHECK_FAILED, place, text.ptr);
    else if (severity == SEVERITY_WARNING)
        diag_report(fill->run.diag, MSG_CHECK_WARNING, place, text.ptr);
    else
        diag_report(fill->run.diag, MSG_CHECK_NOTICE, place, text.ptr);
}

/* Fails the document.  Of two sides that disagree the one that is wrong is silent from now on; a condition
 * may have many reasons. */
static void blame(struct fill *fill, const struct check *check, struct record *record,
                  const struct outcome *outcome)
{
    struct expr_spot at = {.slot = -1};
    if (check->at == NULL || !expr_origin_field(check->at, fill->eval, record, &at.record, &at.slot))
        at = (struct expr_spot){.slot = -1};
    bool certain = at.slot >= 0 && !outcome->second && check->relation != RELATION_HOLDS;
    fill_disagree(fill, at.record, certain ? at.slot : -1, NULL);
    if (!certain)
        hold_condition(fill, check, record, at);
}

static enum verdict verdict_of(const struct check *check, bool holds)
{
    static const enum verdict verdicts[] = {VERDICT_NOTICE, VERDICT_WARNING, VERDICT_ERROR};
    return holds ? VERDICT_OK : verdicts[check->severity];
}

/* Reports what does not hold, in the author's words or ours. */
static void complain(struct fill *fill, const struct check *check, struct record *record,
                     const struct outcome *outcome, const struct proved *proved)
{
    struct str text;
    enum status status = check->message != NULL ? told_message(fill, check, record, &text)
                                                : check_made_message(fill, check, proved, outcome, &text);
    run_note(&fill->run, status);
    if (status == OK && fill->run.stop == OK)
        report_check(fill, check->severity, proved->place, text);
}

static void conclude_check(struct fill *fill, const struct check *check, struct record *record,
                           struct outcome *outcome)
{
    struct proved proved = {.check = check->label,
                            .stated = STR(""),
                            .computed = STR(""),
                            .difference = STR(""),
                            .verdict = verdict_of(check, outcome->holds)};
    bool wanted = finding_wanted(fill, proved.verdict);
    if (outcome->holds && !wanted)
        return;
    check_subject(fill, check, record, outcome, &proved);
    if (!outcome->holds)
        complain(fill, check, record, outcome, &proved);
    if (proved.verdict == VERDICT_ERROR)
        blame(fill, check, record, outcome);
    if (wanted)
        finding_add(fill, &proved);
}

/* when=, then the check; holds where it is not to be made. */
static enum status try_check(struct fill *fill, const struct check *check, struct record *record,
                             struct outcome *outcome, bool *ret_made)
{
    struct value when = {.kind = TYPE_YESNO, .yesno = true};
    enum status status = OK;
    *outcome = (struct outcome){.holds = true};
    if (check->when != NULL)
        status = expr_eval(check->when, fill->eval, record, &when);
    *ret_made = status == OK && when.yesno;
    return *ret_made ? evaluate(fill, check, record, outcome) : status;
}

bool check_follows(struct fill *fill, const struct check *check, struct record *record)
{
    struct outcome outcome;
    bool made = false;
    struct fill stated = *fill;
    stated.eval = stated_state(fill);
    if (stated.eval == NULL)
        return false;
    stated.run.diag = stated.eval->diag;
    enum status status = try_check(&stated, check, record, &outcome, &made);
    run_note(&fill->run, status == NO_MEMORY ? status : OK);
    return stated.eval->doubt || (status == OK && outcome.holds);
}

static void run_check(struct fill *fill, const struct check *check, struct record *record)
{
    struct outcome outcome;
    bool made = false;
    const struct diag_entry *entries;
    size_t n = diag_entries(fill->run.diag, &entries);
    fill->eval->failed_record = NULL;
    enum status status = try_check(fill, check, record, &outcome, &made);
    if (status == FAILED)
        hold_fault(fill, n, check, record);
    value_note(fill, status);
    if (status == OK && made && (outcome.holds || !check_follows(fill, check, record)))
        conclude_check(fill, check, record, &outcome);
}

void check_record(struct fill *fill, struct record *record, const struct rules *rules)
{
    for (size_t i = 0; i < rules->check_count && !run_over(&fill->run); i++)
        run_check(fill, &rules->checks[i], record);
    for (size_t i = 0; i < rules->rule_count && !run_over(&fill->run); i++) {
        const struct rule *rule = rules->rules[i];
        const struct slot *slot = &record->slots[i];
        if (rule->kind == RULE_GROUP && slot->state == SLOT_SET)
            check_record(fill, slot->value.record, rule->inner);
        else if (rule->kind == RULE_LIST && slot->state == SLOT_SET)
            for (size_t j = 0; j < slot->value.list.count && !run_over(&fill->run); j++)
                check_record(fill, slot->value.list.items[j].record, rule->inner);
    }
}
