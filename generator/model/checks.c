/*
 * The checks of the model, in every record, outer before inner: what must hold, and words when it does not:
 * the author's, or made from the label, the field and both values.
 *
 * A check is evaluated to an outcome; words are made only when something is wrong or somebody keeps all
 * findings.
 */
#include "model/model_int.h"

#include <string.h>

/* How a check went in one record. */
struct outcome {
    bool holds;
    struct value stated, computed;   /* where there are two sides */
    const struct number *difference; /* stated less computed; NULL: no numbers */
    const struct record *at;         /* bands: the record where they part; NULL: none */
};

struct place input_place(const struct record *record, struct place place)
{
    bool same = place.line > 0 && place.file != NULL && record->place.file != NULL &&
                strcmp(place.file, record->place.file) == 0;
    return same ? place : record->place;
}

/* --- evaluating --- */

/* |difference| or the side that counts, within the tolerance. */
static enum status relate_numbers(struct fill *fill, const struct check *check, struct record *record,
                                  struct outcome *outcome)
{
    struct arena *arena = fill->run.arena;
    struct value tolerance = {.kind = TYPE_NUMBER};
    const struct number *zero = NULL;
    const struct number *below = NULL;
    enum status status = number_of(arena, 0, &zero);
    tolerance.number = zero;
    if (status == OK && check->tolerance != NULL) {
        status = expr_eval(check->tolerance, fill->eval, record, &tolerance);
    }
    if (status == OK) {
        status = number_apply(arena, NUMBER_SUBTRACT, zero, tolerance.number, &below);
    }
    if (status != OK) {
        return status;
    }
    bool low_enough = number_compare(outcome->difference, tolerance.number) <= 0;
    bool high_enough = number_compare(outcome->difference, below) >= 0;
    switch (check->relation) {
    case RELATION_AT_MOST:
        outcome->holds = low_enough;
        break;
    case RELATION_LESS:
        outcome->holds = number_compare(outcome->difference, tolerance.number) < 0;
        break;
    case RELATION_AT_LEAST:
        outcome->holds = high_enough;
        break;
    default:
        outcome->holds = low_enough && high_enough;
    }
    return OK;
}

static bool relate_values(const struct check *check, const struct outcome *outcome)
{
    if (outcome->stated.kind != TYPE_DATE || check->relation == RELATION_EQUAL) {
        return value_equal(&outcome->stated, &outcome->computed);
    }
    int order = date_compare(outcome->stated.date, outcome->computed.date);
    switch (check->relation) {
    case RELATION_AT_MOST:
        return order <= 0;
    case RELATION_LESS:
        return order < 0;
    default:
        return order >= 0;
    }
}

static enum status relate(struct fill *fill, const struct check *check, struct record *record,
                          struct outcome *outcome)
{
    struct value other;
    enum status status = expr_eval(check->other, fill->eval, record, &other);
    if (status != OK) {
        return status;
    }
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
    if (record->slots[slot].state == SLOT_MISSING) {
        return OK;
    }
    enum status status = record_value(record, slot, fill->eval, &value);
    if (status == OK) {
        *ret_number = value.number;
    }
    return status;
}

/* Does `upper` begin where `lower` ends? */
static enum status bands_join(struct fill *fill, const struct value *lower, const struct value *upper,
                              bool *ret_join)
{
    const struct number *end = NULL;
    const struct number *begin = NULL;
    enum status status = band_bound(fill, lower, "max", &end);
    if (status == OK) {
        status = band_bound(fill, upper, "min", &begin);
    }
    *ret_join = status == OK && end != NULL && begin != NULL && number_compare(end, begin) == 0;
    return status;
}

/* Upwards or downwards, as the first two stand. */
static enum status relate_bands(struct fill *fill, struct outcome *outcome)
{
    const struct value *items = outcome->stated.list.items;
    size_t count = outcome->stated.list.count;
    bool upwards = false;
    bool join = true;
    enum status status = count < 2 ? OK : bands_join(fill, &items[0], &items[1], &upwards);
    for (size_t i = 1; i < count && status == OK && join; i++) {
        const struct value *lower = upwards ? &items[i - 1] : &items[i];
        const struct value *upper = upwards ? &items[i] : &items[i - 1];
        status = bands_join(fill, lower, upper, &join);
        outcome->at = join ? NULL : items[i].record;
    }
    outcome->holds = join;
    return status;
}

static enum status evaluate(struct fill *fill, const struct check *check, struct record *record,
                            struct outcome *outcome)
{
    enum status status = expr_eval(check->that, fill->eval, record, &outcome->stated);
    if (status != OK) {
        return status;
    }
    if (check->relation == RELATION_BANDS) {
        return relate_bands(fill, outcome);
    }
    if (check->relation != RELATION_HOLDS) {
        return relate(fill, check, record, outcome);
    }
    outcome->holds = outcome->stated.yesno;
    return check->other == NULL ? OK : expr_eval(check->other, fill->eval, record, &outcome->computed);
}

/* --- words --- */

/* The author's words; when they cannot be told (expr has reported why), the label. */
static enum status told_message(struct fill *fill, const struct check *check, struct record *record,
                                struct str *ret_text)
{
    enum { MESSAGE_MAX = 1 << 16 };
    struct buf text;
    buf_init(&text, MESSAGE_MAX);
    struct str clean = check->label;
    enum status status = pattern_eval(check->message, fill->eval, record, &text);
    bool told = status == OK;
    run_note(&fill->run, status);
    if (told) {
        status = text_clean(fill->run.arena, buf_str(&text), &clean);
    }
    if (status != NO_MEMORY) {
        clean = arena_copy(fill->run.arena, clean);
        status = clean.ptr == NULL ? NO_MEMORY : OK;
    }
    buf_clear(&text);
    if (status == OK) {
        *ret_text = clean;
    }
    return status;
}

/* "应不大于" and the like, between both values. */
static const char *relation_words(enum relation relation, bool dates)
{
    switch (relation) {
    case RELATION_AT_MOST:
        return dates ? "应不晚于" : "应不大于";
    case RELATION_LESS:
        return dates ? "应早于" : "应小于";
    case RELATION_AT_LEAST:
        return dates ? "应不早于" : "应不小于";
    default:
        return "应为";
    }
}

static enum status made_message(struct fill *fill, const struct check *check, const struct proved *proved,
                                const struct outcome *outcome, struct str *ret_text)
{
    struct arena *arena = fill->run.arena;
    struct str path = path_in_words(&fill->run, proved->record, proved->slot);
    const char *words = relation_words(check->relation, outcome->stated.kind == TYPE_DATE);
    struct str text;
    if (proved->difference.len > 0) {
        text = arena_printf(arena, "%.*s：%.*s为 %.*s，%s %.*s，相差 %.*s", STR_ARGS(check->label),
                            STR_ARGS(path), STR_ARGS(proved->stated), words, STR_ARGS(proved->computed),
                            STR_ARGS(proved->difference));
    } else if (proved->computed.len > 0) {
        text = arena_printf(arena, "%.*s：%.*s为“%.*s”，%s“%.*s”", STR_ARGS(check->label), STR_ARGS(path),
                            STR_ARGS(proved->stated), words, STR_ARGS(proved->computed));
    } else if (proved->stated.len > 0) {
        text = arena_printf(arena, "“%.*s”不成立（%.*s：%.*s）", STR_ARGS(check->label), STR_ARGS(path),
                            STR_ARGS(proved->stated));
    } else {
        text = arena_printf(arena, "“%.*s”不成立（%.*s）", STR_ARGS(check->label), STR_ARGS(path));
    }
    if (text.ptr == NULL) {
        return NO_MEMORY;
    }
    *ret_text = text;
    return OK;
}

/* Of a list the values that stand in it more than once, each once. */
static struct value repeated_values(struct fill *fill, const struct value *list)
{
    struct value repeated = {.kind = TYPE_LIST};
    repeated.list.items = ARENA_NEW_ARRAY(fill->run.arena, list->list.count, struct value);
    if (repeated.list.items == NULL) {
        run_note(&fill->run, NO_MEMORY);
        return repeated;
    }
    for (size_t i = 0; i < list->list.count; i++) {
        const struct value *value = &list->list.items[i];
        size_t before = 0;
        for (size_t j = 0; j < i; j++) {
            before += value_equal(value, &list->list.items[j]) ? 1 : 0;
        }
        if (before == 1) {
            repeated.list.items[repeated.list.count++] = *value;
        }
    }
    return repeated;
}

/* What a condition is about: its value; of a list what is repeated in it. */
static struct str condition_text(struct fill *fill, const struct outcome *outcome)
{
    enum { REPEATED_MAX = 1000 }; /* a longer list is not looked through */
    struct value value = outcome->computed;
    if (value.kind == TYPE_LIST) {
        if (outcome->holds || value.list.count > REPEATED_MAX) {
            return STR("");
        }
        value = repeated_values(fill, &outcome->computed);
    }
    return value_text(&fill->run, RULE_TEXT, &value, 0);
}

/* Both sides as printed: numbers with as many decimals as any of them needs. */
static void print_sides(struct fill *fill, const struct check *check, const struct outcome *outcome,
                        struct proved *proved)
{
    struct run *run = &fill->run;
    if (check->relation == RELATION_BANDS) {
        return;
    }
    if (check->relation == RELATION_HOLDS) {
        if (check->other != NULL) {
            proved->stated = condition_text(fill, outcome);
        }
        return;
    }
    int decimals = 0;
    const struct number *distance = outcome->difference;
    if (distance != NULL) {
        int other = figure_decimals(outcome->computed.number);
        decimals = figure_decimals(outcome->stated.number);
        decimals = other > decimals ? other : decimals;
        bool less = number_compare(outcome->stated.number, outcome->computed.number) < 0;
        const struct number *low = less ? outcome->stated.number : outcome->computed.number;
        const struct number *high = less ? outcome->computed.number : outcome->stated.number;
        if (number_apply(run->arena, NUMBER_SUBTRACT, high, low, &distance) == NO_MEMORY) {
            run_note(run, NO_MEMORY);
            return;
        }
        proved->difference = figure_text(run, distance, decimals);
    }
    proved->stated = value_text(run, RULE_TEXT, &outcome->stated, decimals);
    proved->computed = value_text(run, RULE_TEXT, &outcome->computed, decimals);
}

/* --- telling --- */

static void report(struct fill *fill, enum severity severity, struct place place, struct str text)
{
    if (severity == SEVERITY_ERROR) {
        diag_report(fill->run.diag, MSG_CHECK_FAILED, place, text.ptr);
    } else if (severity == SEVERITY_WARNING) {
        diag_report(fill->run.diag, MSG_CHECK_WARNING, place, text.ptr);
    } else {
        diag_report(fill->run.diag, MSG_CHECK_NOTICE, place, text.ptr);
    }
}

/* A draft without one field to blame: every figure that the check reads is marked. */
static void mark_all_read(struct fill *fill, const struct check *check, struct record *record)
{
    struct value ignored;
    fill->eval->mark = true;
    run_note(&fill->run, expr_eval(check->that, fill->eval, record, &ignored));
    if (check->other != NULL) {
        run_note(&fill->run, expr_eval(check->other, fill->eval, record, &ignored));
    }
    fill->eval->mark = false;
}

/* Where a message points: the field of `at`, else the record. */
static struct record *point_at(struct fill *fill, const struct check *check, struct record *record,
                               struct proved *proved)
{
    struct record *holder = record;
    proved->record = record;
    proved->slot = -1;
    proved->place = record->place;
    int slot = -1;
    if (check->at == NULL || !expr_origin_field(check->at, fill->eval, record, &holder, &slot)) {
        return record;
    }
    proved->record = holder;
    proved->slot = slot;
    proved->place = input_place(record, expr_origin(check->at, fill->eval, record));
    return holder;
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
                                                : made_message(fill, check, proved, outcome, &text);
    run_note(&fill->run, status);
    if (status == OK && fill->run.stop == OK) {
        report(fill, check->severity, proved->place, text);
    }
}

static void conclude(struct fill *fill, const struct check *check, struct record *record,
                     const struct outcome *outcome)
{
    struct proved proved = {.check = check->label,
                            .stated = STR(""),
                            .computed = STR(""),
                            .difference = STR(""),
                            .verdict = verdict_of(check, outcome->holds)};
    bool wanted = finding_wanted(fill, proved.verdict);
    if (outcome->holds && !wanted) {
        return;
    }
    struct record *holder = point_at(fill, check, record, &proved);
    if (outcome->at != NULL) {
        proved.record = outcome->at;
        proved.place = outcome->at->place;
    }
    print_sides(fill, check, outcome, &proved);
    if (!outcome->holds) {
        complain(fill, check, record, outcome, &proved);
    }
    if (proved.verdict == VERDICT_ERROR) {
        fill_disagree(fill, holder, proved.slot);
        if (fill->draft && proved.slot < 0) {
            mark_all_read(fill, check, record);
        }
    }
    if (wanted) {
        finding_add(fill, &proved);
    }
}

static void run_check(struct fill *fill, const struct check *check, struct record *record)
{
    struct outcome outcome = {.holds = false};
    struct value when = {.kind = TYPE_YESNO, .yesno = true};
    enum status status = OK;
    if (check->when != NULL) {
        status = expr_eval(check->when, fill->eval, record, &when);
    }
    if (status == OK && when.yesno) {
        status = evaluate(fill, check, record, &outcome);
    }
    run_note(&fill->run, status);
    if (status == OK && when.yesno) {
        conclude(fill, check, record, &outcome);
    }
}

void check_record(struct fill *fill, struct record *record, const struct rules *rules)
{
    for (size_t i = 0; i < rules->check_count && !run_over(&fill->run); i++) {
        run_check(fill, &rules->checks[i], record);
    }
    for (size_t i = 0; i < rules->rule_count && !run_over(&fill->run); i++) {
        const struct rule *rule = rules->rules[i];
        const struct slot *slot = &record->slots[i];
        if (rule->kind == RULE_GROUP && slot->state == SLOT_SET) {
            check_record(fill, slot->value.record, rule->inner);
        } else if (rule->kind == RULE_LIST && slot->state == SLOT_SET) {
            for (size_t j = 0; j < slot->value.list.count && !run_over(&fill->run); j++) {
                check_record(fill, slot->value.list.items[j].record, rule->inner);
            }
        }
    }
}
