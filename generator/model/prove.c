/*
 * Figures: what the input states and the model computes must agree; everything is computed once, so that
 * every fault shows; every value keeps to its limits.
 *
 * Proving goes first, in the order of the input.  After a failed proof the computed value stands: one wrong
 * figure is one message.
 */
#include "model/model_int.h"

enum { SHOWN_MAX = 1 << 16 };

/* The value as an input would write it; figures with at least `decimals`. */
static void value_show(const struct rule *rule, const struct value *value, int decimals, struct buf *out)
{
    switch (value->kind) {
    case TYPE_NUMBER:
        figure_print(value->number, decimals, out);
        break;
    case TYPE_DATE:
        buf_printf(out, "%04d-%02d", value->date.year, value->date.month);
        if (rule->kind != RULE_MONTH) {
            buf_printf(out, "-%02d", value->date.day);
        }
        break;
    case TYPE_YESNO:
        buf_add_text(out, value->yesno ? "yes" : "no");
        break;
    default:
        buf_add_str(out, value->text);
    }
}

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

static int decimals_of(const struct number *number)
{
    struct buf text;
    buf_init(&text, SHOWN_MAX);
    int decimals = number_print(number, &text) ? count_decimals(buf_str(&text)) : 0;
    buf_clear(&text);
    return decimals;
}

static enum status report_numbers(struct fill *fill, const struct proof *proof, const struct number *computed,
                                  const struct number *difference)
{
    struct str described = describe(&fill->run, proof->record, proof->slot);
    int needed = decimals_of(computed);
    struct buf stated_text, computed_text, difference_text;
    buf_init(&stated_text, SHOWN_MAX);
    buf_init(&computed_text, SHOWN_MAX);
    buf_init(&difference_text, SHOWN_MAX);
    figure_print(proof->stated.number, proof->decimals, &stated_text);
    figure_print(computed, proof->decimals, &computed_text);
    figure_print(difference, needed > proof->decimals ? needed : proof->decimals, &difference_text);
    bool built = !stated_text.failed && !computed_text.failed && !difference_text.failed;
    if (built) {
        diag_report(fill->run.diag, MSG_MODEL_FIGURE_DISAGREES, proof->place, STR_ARGS(described),
                    stated_text.ptr, computed_text.ptr, difference_text.ptr);
    }
    buf_clear(&stated_text);
    buf_clear(&computed_text);
    buf_clear(&difference_text);
    return built ? FAILED : NO_MEMORY;
}

static enum status prove_number(struct fill *fill, const struct proof *proof, const struct number *computed)
{
    const struct number *difference = NULL;
    bool agree = false;
    enum status status = find_difference(fill, proof->stated.number, computed, &difference);
    if (status == FAILED) {
        return report_numbers(fill, proof, computed, computed);
    }
    if (status == OK) {
        status = numbers_agree(fill, proof, difference, &agree);
    }
    if (status != OK || agree) {
        return status;
    }
    return report_numbers(fill, proof, computed, difference);
}

static enum status report_values(struct fill *fill, const struct proof *proof, const struct value *computed)
{
    const struct rule *rule = rule_of(proof->record, proof->slot);
    struct str described = describe(&fill->run, proof->record, proof->slot);
    struct buf stated_text, computed_text;
    buf_init(&stated_text, READER_MAX_BYTES);
    buf_init(&computed_text, READER_MAX_BYTES);
    value_show(rule, &proof->stated, 0, &stated_text);
    value_show(rule, computed, 0, &computed_text);
    bool built = !stated_text.failed && !computed_text.failed;
    if (built) {
        diag_report(fill->run.diag, MSG_MODEL_VALUE_DISAGREES, proof->place, STR_ARGS(described),
                    STR_ARGS(buf_str(&stated_text)), STR_ARGS(buf_str(&computed_text)));
    }
    buf_clear(&stated_text);
    buf_clear(&computed_text);
    return built ? FAILED : NO_MEMORY;
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
        return prove_number(fill, proof, computed.number);
    }
    return value_equal(&proof->stated, &computed) ? OK : report_values(fill, proof, &computed);
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

/* min or max; `sign` -1: the value must not be less, 1: not be greater. */
static enum status check_bound(struct fill *fill, const struct subject *subject, const struct expr *bound,
                               int sign)
{
    struct value limit;
    enum status status = bound == NULL ? OK : expr_eval(bound, fill->eval, subject->record, &limit);
    if (status != OK || bound == NULL || number_compare(subject->value->number, limit.number) * sign <= 0) {
        return status;
    }
    struct str described = describe(&fill->run, subject->record, subject->slot);
    struct buf have, want;
    buf_init(&have, SHOWN_MAX);
    buf_init(&want, SHOWN_MAX);
    figure_print(subject->value->number, 0, &have);
    figure_print(limit.number, 0, &want);
    bool built = !have.failed && !want.failed;
    if (built && sign < 0) {
        diag_report(fill->run.diag, MSG_MODEL_TOO_SMALL, subject->place, STR_ARGS(described), have.ptr,
                    want.ptr);
    } else if (built) {
        diag_report(fill->run.diag, MSG_MODEL_TOO_LARGE, subject->place, STR_ARGS(described), have.ptr,
                    want.ptr);
    }
    buf_clear(&have);
    buf_clear(&want);
    return built ? FAILED : NO_MEMORY;
}

static void check_number(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    run_note(&fill->run, check_bound(fill, subject, rule->min, -1));
    run_note(&fill->run, check_bound(fill, subject, rule->max, 1));
    if (rule->integer && !number_is_integer(subject->value->number)) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        diag_report(fill->run.diag, MSG_MODEL_NOT_INTEGER, subject->place, STR_ARGS(described));
        run_note(&fill->run, FAILED);
    }
}

static bool is_choice(const struct rule *rule, struct str text)
{
    bool found = rule->one_of_count == 0;
    for (size_t i = 0; i < rule->one_of_count; i++) {
        found = found || str_equal(rule->one_of[i], text);
    }
    return found;
}

static void check_text(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    struct str text = subject->value->text;
    if (!is_choice(rule, text)) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        struct str choices = attribute_text(rule->source, "one-of");
        diag_report(fill->run.diag, MSG_MODEL_NOT_ONE_OF, subject->place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(choices));
        run_note(&fill->run, FAILED);
    }
    if (rule->pattern.len > 0 && !text_matches(text, rule->pattern)) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        diag_report(fill->run.diag, MSG_MODEL_PATTERN, subject->place, STR_ARGS(described), STR_ARGS(text),
                    STR_ARGS(rule->pattern));
        run_note(&fill->run, FAILED);
    }
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
