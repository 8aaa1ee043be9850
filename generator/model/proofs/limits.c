/*
 * Everything is computed once, so that every fault shows, and every value keeps to its limits: min, max,
 * integer, one-of, pattern, form.
 *
 * A value that only follows from one that was told is silent.  The limits of what the input states come
 * before proofs are told: a negative amount is one fault, not all the sums that it is in.
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"

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
    if (!kept)
        fill_disagree(fill, subject->record, subject->slot, NULL);
    if (!finding_wanted(fill, kept ? VERDICT_OK : VERDICT_ERROR))
        return;
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
    if (limit != NULL)
        proved.computed = value_text(run, kind, limit, 0);
    const struct number *difference = NULL;
    if (limit != NULL && limit->kind == TYPE_NUMBER && !kept &&
        figures_apart(fill, subject->value->number, limit->number, &difference) == OK)
        proved.difference = figure_text(run, difference, 0);
    finding_add(fill, &proved);
}

/* Figures that end are told as short as they are. */
static int bound_decimals(const struct number *a, const struct number *b, const struct number *apart)
{
    int plain = figures_decimals(a, b, NULL), needed = figures_decimals(a, b, apart);
    return needed > plain ? needed : 0;
}

/* In the stated state it keeps the bound, or that cannot be known. */
static bool bound_follows(struct fill *fill, const struct subject *subject, const struct expr *bound,
                          int sign)
{
    struct value value, limit;
    if (value_follows(fill, subject->record, subject->slot))
        return true;
    struct eval *stated = stated_state(fill);
    enum status status = stated == NULL ? FAILED : expr_eval(bound, stated, subject->record, &limit);
    if (status == OK)
        status = record_value(subject->record, subject->slot, stated, &value);
    run_note(&fill->run, status == NO_MEMORY ? status : OK);
    return stated != NULL &&
           (stated->doubt || (status == OK && number_compare(value.number, limit.number) * sign <= 0));
}

/* 95 where 0.95 is meant: what to write; empty: it is no share, or no percent of one. */
static struct str share_meant(struct fill *fill, const struct subject *subject)
{
    struct arena *arena = fill->run.arena;
    const struct number *hundred = NULL, *share = NULL;
    if (!is_share(fill, subject->record, subject->slot) || number_of(arena, 100, &hundred) != OK ||
        number_compare(subject->value->number, hundred) > 0 ||
        number_apply(arena, NUMBER_DIVIDE, subject->value->number, hundred, &share) != OK)
        return STR("");
    return figure_text(&fill->run, share, 0);
}

/* min or max; `sign` -1: the value must not be less, 1: not be greater. */
static enum status check_bound(struct fill *fill, const struct subject *subject, const struct expr *bound,
                               int sign)
{
    struct value limit;
    enum status status = bound == NULL ? OK : expr_eval(bound, fill->eval, subject->record, &limit);
    if (status != OK || bound == NULL)
        return status;
    bool kept = number_compare(subject->value->number, limit.number) * sign <= 0;
    if (!kept && bound_follows(fill, subject, bound, sign))
        return OK;
    if (!kept) {
        struct str described = describe(&fill->run, subject->record, subject->slot);
        const struct number *difference = limit.number;
        status = figures_apart(fill, subject->value->number, limit.number, &difference);
        int decimals = bound_decimals(subject->value->number, limit.number, difference);
        struct str have = figure_text(&fill->run, subject->value->number, decimals);
        struct str want = figure_text(&fill->run, limit.number, decimals);
        struct str apart = figure_text(&fill->run, difference, decimals);
        if (fill->run.stop != OK || status == NO_MEMORY)
            return NO_MEMORY;
        const struct str share = sign > 0 ? share_meant(fill, subject) : STR("");
        if (share.len > 0)
            diag_report(fill->run.diag, MSG_MODEL_TOO_LARGE_SHARE, subject->place, STR_ARGS(described),
                        have.ptr, want.ptr, apart.ptr, have.ptr, share.ptr);
        else if (sign < 0)
            diag_report(fill->run.diag, MSG_MODEL_TOO_SMALL, subject->place, STR_ARGS(described), have.ptr,
                        want.ptr, apart.ptr);
        else
            diag_report(fill->run.diag, MSG_MODEL_TOO_LARGE, subject->place, STR_ARGS(described), have.ptr,
                        want.ptr, apart.ptr);
    }
    limit_looked_at(fill, subject, sign < 0 ? STR("不小于下限") : STR("不大于上限"), &limit, kept);
    return OK;
}

static void check_number(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    run_note(&fill->run, check_bound(fill, subject, rule->min, -1));
    run_note(&fill->run, check_bound(fill, subject, rule->max, 1));
    if (!rule->integer)
        return;
    bool kept = number_is_integer(subject->value->number);
    if (!kept && value_follows(fill, subject->record, subject->slot))
        return;
    if (!kept)
        run_report_field(&fill->run, subject->record, subject->slot, MSG_MODEL_NOT_INTEGER, subject->place,
                         figure_text(&fill->run, subject->value->number, 0).ptr);
    limit_looked_at(fill, subject, STR("是整数"), NULL, kept);
}

/* The choice that a reader would take the text for; NULL: none. */
static const struct str *near_choice(struct fill *fill, const struct rule *rule, struct str text)
{
    for (size_t i = 0; i < rule->one_of_count; i++) {
        enum unicode_likeness likeness = UNICODE_UNLIKE;
        run_note(&fill->run, unicode_compare(fill->run.arena, rule->one_of[i], text, &likeness));
        if (likeness <= UNICODE_SAME_TO_READERS)
            return &rule->one_of[i];
    }
    return NULL;
}

static void refuse_near_choice(struct fill *fill, const struct subject *subject, struct str choice)
{
    enum { TOLD_MAX = 400 };
    struct buf told = BUF(TOLD_MAX);
    struct str text = subject->value->text;
    unicode_tell_difference(text, choice, &told);
    run_report_field(&fill->run, subject->record, subject->slot, MSG_MODEL_NEAR_ONE_OF, subject->place,
                     STR_ARGS(text), STR_ARGS(choice), STR_ARGS(buf_str(&told)));
    buf_clear(&told);
}

/* “甲”、“乙”; so many as a message shows. */
static struct str choices_text(struct fill *fill, const struct rule *rule)
{
    struct buf text = BUF(READER_MAX_BYTES);
    struct str kept = STR("");
    for (size_t i = 0; i < rule->one_of_count && text.len < DIAG_TEXT_MAX; i++)
        buf_printf(&text, "%s“%.*s”", i > 0 ? "、" : "", STR_ARGS(rule->one_of[i]));
    run_note(&fill->run, buf_keep(&text, fill->run.arena, &kept));
    return kept;
}

static void check_choice(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    struct str text = subject->value->text;
    bool kept = str_index_lookup(&rule->one_of_names, text) != STR_INDEX_NONE;
    if (!kept && value_follows(fill, subject->record, subject->slot))
        return;
    const struct str *near = kept ? NULL : near_choice(fill, rule, text);
    if (near != NULL)
        refuse_near_choice(fill, subject, *near);
    else if (!kept)
        run_report_field(&fill->run, subject->record, subject->slot, MSG_MODEL_NOT_ONE_OF, subject->place,
                         STR_ARGS(text), STR_ARGS(choices_text(fill, rule)));
    limit_looked_at(fill, subject, STR("是规定的选项之一"), NULL, kept);
}

static void check_form(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    const struct coded coded = {subject->record, subject->slot, subject->place, subject->value->text};
    const bool follows = value_follows(fill, subject->record, subject->slot);
    if (!follows)
        limit_looked_at(fill, subject, code_label(rule->form), NULL, code_look(fill, &coded, rule->form));
}

static void check_text(struct fill *fill, const struct subject *subject, const struct rule *rule)
{
    struct str text = subject->value->text;
    if (rule->one_of_count > 0)
        check_choice(fill, subject, rule);
    if (rule->form != FORM_NONE)
        check_form(fill, subject, rule);
    bool kept = rule->pattern.len == 0 || text_matches(text, rule->pattern);
    if (rule->pattern.len == 0 || (!kept && value_follows(fill, subject->record, subject->slot)))
        return;
    if (!kept)
        run_report_field(&fill->run, subject->record, subject->slot, MSG_MODEL_PATTERN, subject->place,
                         STR_ARGS(text), STR_ARGS(rule->pattern));
    limit_looked_at(fill, subject, STR("合规定的格式"), NULL, kept);
}

static void check_value(struct fill *fill, struct record *record, int slot, const struct rule *rule)
{
    struct value value;
    enum slot_state state = record->slots[slot].state;
    if (state == SLOT_MISSING || state == SLOT_FAILED)
        return;
    if (wanted_value(fill, record, slot, &value) != OK)
        return;
    struct subject subject = {record, slot, &value, input_place(record, record->slots[slot].place)};
    if (value.kind == TYPE_NUMBER)
        check_number(fill, &subject, rule);
    else if (value.kind == TYPE_TEXT)
        check_text(fill, &subject, rule);
}

/* What a walk looks at. */
enum { INPUTS = 1, COMPUTED = 2 };

static void look_at_values(struct fill *fill, struct record *record, const struct rules *rules, int what)
{
    for (size_t i = 0; i < rules->rule_count && !run_over(&fill->run); i++) {
        const struct rule *rule = rules->rules[i];
        const struct slot *slot = &record->slots[i];
        if (what & COMPUTED)
            derive_value(fill, record, (int)i);
        if (rule->kind < RULE_PROSE && (what & (record->shape->fields[i].is == NULL ? INPUTS : COMPUTED)))
            check_value(fill, record, (int)i, rule);
        else if (rule->kind == RULE_GROUP && slot->state == SLOT_SET)
            look_at_values(fill, slot->value.record, rule->inner, what);
        else if (rule->kind == RULE_LIST && slot->state == SLOT_SET)
            for (size_t j = 0; j < slot->value.list.count && !run_over(&fill->run); j++)
                look_at_values(fill, slot->value.list.items[j].record, rule->inner, what);
    }
}

void check_inputs(struct fill *fill)
{
    for (size_t i = 0; i < fill->earlier_count; i++)
        look_at_values(fill, fill->earlier[i], fill->model->rules, INPUTS);
    look_at_values(fill, fill->record, fill->model->rules, INPUTS);
    fill->inputs_kept = true;
}

void compute_record(struct fill *fill, struct record *record)
{
    look_at_values(fill, record, fill->model->rules, fill->inputs_kept ? COMPUTED : INPUTS | COMPUTED);
}
