/*
 * Figures: what the input states and the model computes must agree; everything is computed once, so that
 * every fault shows; every value keeps to its limits.
 *
 * Proving goes first, in the order of the input.  After a failed proof the computed value stands: one wrong
 * figure is one message.
 */
#include "model/model_int.h"

/* Absolute difference; FAILED: beyond what numbers may be. */
static enum status find_difference(struct fill *fill, const struct number *a, const struct number *b,
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
    struct value tolerance = {.kind = TYPE_NUMBER};
    enum status status = rule->tolerance == NULL
                             ? number_of(fill->run.arena, 0, &tolerance.number)
                             : expr_eval(rule->tolerance, fill->eval, proof->record, &tolerance);
    if (status == OK) {
        *ret_agree = number_compare(difference, tolerance.number) <= 0;
    }
    return status;
}

/* How far two amounts in 大写 are apart; empty: one of them is none. */
static struct str words_difference(struct fill *fill, struct str a, struct str b)
{
    struct numeral_fault fault;
    const struct number *first = NULL, *second = NULL, *difference = NULL;
    struct arena *arena = fill->run.arena;
    enum status status = numeral_money_read(arena, a, &first, &fault);
    if (status == OK) {
        status = numeral_money_read(arena, b, &second, &fault);
    }
    if (status == OK) {
        status = find_difference(fill, first, second, &difference);
    }
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
    struct str apart = distance(fill, proof, computed);
    struct str told =
        apart.len == 0 ? texts_differ(fill->run.arena, proof->stated.kind, proved->stated, proved->computed)
                       : arena_printf(fill->run.arena, "，相差 %.*s", STR_ARGS(apart));
    if (apart.ptr == NULL || told.ptr == NULL) {
        run_note(&fill->run, NO_MEMORY);
        return;
    }
    proved->difference = apart;
    diag_report(fill->run.diag, MSG_MODEL_VALUE_DISAGREES, proof->place, STR_ARGS(described),
                STR_ARGS(proved->stated), STR_ARGS(proved->computed), STR_ARGS(told));
}

/* Both values in words; report and finding follow. */
static enum status conclude(struct fill *fill, const struct proof *proof, const struct value *computed,
                            const struct number *difference, bool agree)
{
    struct run *run = &fill->run;
    enum rule_kind kind = rule_of(proof->record, proof->slot)->kind;
    bool wanted = finding_wanted(fill, agree ? VERDICT_OK : VERDICT_ERROR);
    if (agree && !wanted) {
        return OK;
    }
    struct proved proved = {.check = STR("写明的与计算的一致"),
                            .place = proof->place,
                            .record = proof->record,
                            .slot = proof->slot,
                            .difference = STR(""),
                            .verdict = agree ? VERDICT_OK : VERDICT_ERROR};
    int decimals = proof->decimals;
    if (difference != NULL) {
        int needed = figures_decimals(proof->stated.number, computed->number, agree ? NULL : difference);
        decimals = needed > decimals ? needed : decimals;
        proved.difference = figure_text(run, difference, decimals);
    }
    proved.stated = value_text(run, kind, &proof->stated, proof->decimals);
    proved.computed = value_text(run, kind, computed, decimals);
    struct str described = describe(run, proof->record, proof->slot);
    if (run->stop != OK) {
        return NO_MEMORY;
    }
    if (!agree && difference != NULL) {
        diag_report(run->diag, MSG_MODEL_FIGURE_DISAGREES, proof->place, STR_ARGS(described),
                    proved.stated.ptr, proved.computed.ptr, proved.difference.ptr);
    } else if (!agree) {
        report_values(fill, proof, described, &proved, computed);
    }
    if (!agree) {
        fill_disagree(fill, proof->record, proof->slot, &proof->stated);
    }
    if (wanted) {
        finding_add(fill, &proved);
    }
    return OK;
}

static enum status prove_number(struct fill *fill, const struct proof *proof, const struct value *computed)
{
    const struct number *difference = NULL;
    bool agree = false;
    enum status status = find_difference(fill, proof->stated.number, computed->number, &difference);
    if (status == FAILED) {
        return conclude(fill, proof, computed, computed->number, false);
    }
    if (status == OK) {
        status = numbers_agree(fill, proof, difference, &agree);
    }
    return status == OK ? conclude(fill, proof, computed, difference, agree) : status;
}

static enum status prove(struct fill *fill, const struct proof *proof)
{
    struct value computed;
    enum status status = record_value(proof->record, proof->slot, fill->eval, &computed);
    if (status != OK) {
        return status;
    }
    proof->record->slots[proof->slot].place = proof->place;
    if (computed.kind == TYPE_NUMBER) {
        return prove_number(fill, proof, &computed);
    }
    bool agree = value_equal(&proof->stated, &computed);
    if (rule_of(proof->record, proof->slot)->reads_money) {
        status = words_agree(fill, proof, &computed, &agree);
    }
    return status == OK ? conclude(fill, proof, &computed, NULL, agree) : status;
}

void prove_all(struct fill *fill)
{
    for (size_t i = 0; i < fill->proof_count && !run_over(&fill->run); i++) {
        run_note(&fill->run, prove(fill, &fill->proofs[i]));
    }
}

/* --- limits --- */

/* A value of a record, and where a message about it belongs. */
struct subject {
    struct record *record;
    int slot;
    const struct value *value;
    struct place place;
};

/* A limit of a field was looked at: leaves the finding; the fault was reported before. */
static void limit_looked_at(struct fill *fill, const struct subject *subject, struct str check,
                            const struct value *limit, bool kept)
{
    if (!kept) {
        fill_disagree(fill, subject->record, subject->slot, NULL);
        run_note(&fill->run, slot_doubt(&subject->record->slots[subject->slot], fill->run.arena,
                                        NULL)); /* checks of it are silent (checks.c) */
    }
    if (!finding_wanted(fill, kept ? VERDICT_OK : VERDICT_ERROR)) {
        return;
    }
    struct run *run = &fill->run;
    enum rule_kind kind = rule_of(subject->record, subject->slot)->kind;
    struct proved proved = {.check = check,
                            .place = subject->place,
                            .record = subject->record,
                            .slot = subject->slot,
                            .stated = value_text(run, kind, subject->value, 0),
                            .computed = STR(""),
                            .difference = STR(""),
                            .verdict = kept ? VERDICT_OK : VERDICT_ERROR};
    if (limit != NULL) {
        proved.computed = value_text(run, kind, limit, 0);
    }
    const struct number *difference = NULL;
    if (limit != NULL && limit->kind == TYPE_NUMBER && !kept &&
        find_difference(fill, subject->value->number, limit->number, &difference) == OK) {
        proved.difference = figure_text(run, difference, 0);
    }
    finding_add(fill, &proved);
}

/* Figures that end are told as short as they are. */
static int bound_decimals(const struct number *a, const struct number *b, const struct number *apart)
{
    int plain = figures_decimals(a, b, NULL), needed = figures_decimals(a, b, apart);
    return needed > plain ? needed : 0;
}

/* min or max; `sign` -1: the value must not be less, 1: not be greater. */
static enum status check_bound(struct fill *fill, const struct subject *subject, const struct expr *bound,
                               int sign)
{
    struct value limit;
    enum status status = bound == NULL ? OK : expr_eval(bound, fill->eval, subject->record, &limit);
    if (status != OK || bound == NULL) {
        return status;
    }
    bool kept = number_compare(subject->value->number, limit.number) * sign <= 0;
    if (!kept) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        const struct number *difference = limit.number;
        status = find_difference(fill, subject->value->number, limit.number, &difference);
        int decimals = bound_decimals(subject->value->number, limit.number, difference);
        struct str have = figure_text(&fill->run, subject->value->number, decimals);
        struct str want = figure_text(&fill->run, limit.number, decimals);
        struct str apart = figure_text(&fill->run, difference, decimals);
        if (fill->run.stop != OK || status == NO_MEMORY) {
            return NO_MEMORY;
        }
        if (sign < 0) {
            diag_report(fill->run.diag, MSG_MODEL_TOO_SMALL, subject->place, STR_ARGS(described), have.ptr,
                        want.ptr, apart.ptr);
        } else {
            diag_report(fill->run.diag, MSG_MODEL_TOO_LARGE, subject->place, STR_ARGS(described), have.ptr,
                        want.ptr, apart.ptr);
        }
    }
    limit_looked_at(fill, subject, sign < 0 ? STR("不小于下限") : STR("不大于上限"), &limit, kept);
    return OK;
}

static void check_number(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    run_note(&fill->run, check_bound(fill, subject, rule->min, -1));
    run_note(&fill->run, check_bound(fill, subject, rule->max, 1));
    if (!rule->integer) {
        return;
    }
    bool kept = number_is_integer(subject->value->number);
    if (!kept) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        diag_report(fill->run.diag, MSG_MODEL_NOT_INTEGER, subject->place, STR_ARGS(described));
    }
    limit_looked_at(fill, subject, STR("是整数"), NULL, kept);
}

/* The choice that the text is; NULL: none. */
static const struct str *choice_of(struct fill *fill, const struct rule *rule, struct str text,
                                   enum unicode_likeness least)
{
    for (size_t i = 0; i < rule->one_of_count; i++) {
        enum unicode_likeness likeness = UNICODE_UNLIKE;
        run_note(&fill->run, unicode_compare(fill->run.arena, rule->one_of[i], text, &likeness));
        if (likeness <= least) {
            return &rule->one_of[i];
        }
    }
    return NULL;
}

static void refuse_near_choice(struct fill *fill, const struct subject *subject, struct str described,
                               struct str choice)
{
    enum { TOLD_MAX = 400 };
    struct buf told;
    struct str text = subject->value->text;
    buf_init(&told, TOLD_MAX);
    unicode_tell_difference(text, choice, &told);
    diag_report(fill->run.diag, MSG_MODEL_NEAR_ONE_OF, subject->place, STR_ARGS(described), STR_ARGS(text),
                STR_ARGS(choice), STR_ARGS(buf_str(&told)));
    buf_clear(&told);
}

static void check_choice(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    struct str text = subject->value->text;
    bool kept = choice_of(fill, rule, text, UNICODE_EQUAL) != NULL;
    const struct str *near = kept ? NULL : choice_of(fill, rule, text, UNICODE_SAME_TO_READERS);
    if (near != NULL) {
        refuse_near_choice(fill, subject, describe(&fill->run, subject->record, subject->slot), *near);
    } else if (!kept) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        struct str choices = attribute_text(rule->source, "one-of");
        diag_report(fill->run.diag, MSG_MODEL_NOT_ONE_OF, subject->place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(choices));
    }
    limit_looked_at(fill, subject, STR("是规定的选项之一"), NULL, kept);
}

static void check_text(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    struct str text = subject->value->text;
    if (rule->one_of_count > 0) {
        check_choice(fill, subject, rule);
    }
    if (rule->pattern.len == 0) {
        return;
    }
    bool kept = text_matches(text, rule->pattern);
    if (!kept) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        diag_report(fill->run.diag, MSG_MODEL_PATTERN, subject->place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(rule->pattern));
    }
    limit_looked_at(fill, subject, STR("合规定的格式"), NULL, kept);
}

static void compute_scalar(struct fill *fill, struct record *record, int slot, const struct rule *rule)
{
    struct value value;
    enum slot_state state = record->slots[slot].state;
    if (state == SLOT_MISSING || state == SLOT_FAILED) {
        return;
    }
    enum status status = record_value(record, slot, fill->eval, &value);
    run_note(&fill->run, status);
    if (status != OK) {
        return;
    }
    struct subject subject = {record, slot, &value, input_place(record, record->slots[slot].place)};
    if (value.kind == TYPE_NUMBER) {
        check_number(fill, &subject, rule);
    } else if (value.kind == TYPE_TEXT) {
        check_text(fill, &subject, rule);
    }
}

void compute_record(struct fill *fill, struct record *record, const struct rules *rules)
{
    for (size_t i = 0; i < rules->rule_count && !run_over(&fill->run); i++) {
        const struct rule *rule = rules->rules[i];
        const struct slot *slot = &record->slots[i];
        derive_value(fill, record, (int)i);
        if (rule->kind < RULE_PROSE) {
            compute_scalar(fill, record, (int)i, rule);
        } else if (rule->kind == RULE_GROUP && slot->state == SLOT_SET) {
            compute_record(fill, slot->value.record, rule->inner);
        } else if (rule->kind == RULE_LIST && slot->state == SLOT_SET) {
            for (size_t j = 0; j < slot->value.list.count && !run_over(&fill->run); j++) {
                compute_record(fill, slot->value.list.items[j].record, rule->inner);
            }
        }
    }
}
