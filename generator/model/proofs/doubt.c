/*
 * What hangs on the slots on which a proof or a check failed: in a draft so that it is marked, else so that
 * what only follows from them is not told (follow.c).
 *
 * All that was computed is computed once more, in the stated state (expr/doubt.c), when it is asked for:
 * every such slot gets a doubt whose stated value is to be computed.  In a draft all of them are computed,
 * then the doubts of those that came out alike are taken off again.  Derived lists come before figures: such
 * a list is made anew, and what stands in the n-th record of the one without a formula of its own is in the
 * stated state what the n-th of the other has.
 */
#include "model/proofs/proofs_int.h"

static bool was_computed(const struct record *record, int slot)
{
    const struct field *field = &record->shape->fields[slot];
    const struct slot *at = &record->slots[slot];
    if (field->is == NULL || at->state != SLOT_SET)
        return false;
    struct place formula = expr_place(field->is);
    return !rule_of(record, slot)->is_default ||
           (at->place.file == formula.file && at->place.line == formula.line &&
            at->place.column == formula.column);
}

/* Calls `visit` for every slot that was computed, those of inner records too. */
static void walk_computed(struct fill *fill, struct record *record, const struct rules *rules,
                          void (*visit)(struct fill *fill, struct record *record, int slot))
{
    for (size_t i = 0; i < rules->rule_count && fill->run.stop == OK; i++) {
        const struct rule *rule = rules->rules[i];
        const struct slot *slot = &record->slots[i];
        bool list = rule->kind == RULE_LIST;
        if ((rule->kind < RULE_PROSE || rule->kind == RULE_NUMBERS || list) && was_computed(record, (int)i))
            visit(fill, record, (int)i);
        if (rule->kind == RULE_GROUP && slot->state == SLOT_SET)
            walk_computed(fill, slot->value.record, rule->inner, visit);
        else if (rule->kind == RULE_LIST && slot->state == SLOT_SET)
            for (size_t j = 0; j < slot->value.list.count; j++)
                walk_computed(fill, slot->value.list.items[j].record, rule->inner, visit);
    }
}

static bool is_made(const struct record *record, int slot)
{
    return record->shape->fields[slot].make != NULL;
}

static bool is_fixed(const struct doubt *doubt)
{
    return doubt->own || doubt->fixed;
}

/* The state before the last one is forgotten; its doubts are used again, since cause.c makes very many
 * states. */
static void forget_state(struct fill *fill, struct record *record, int slot)
{
    (void)fill;
    struct slot *at = &record->slots[slot];
    if (at->doubt != NULL && !is_fixed(at->doubt))
        *at->doubt = (struct doubt){.stated = {.state = SLOT_MISSING}};
    for (size_t i = 0; is_made(record, slot) && at->value.kind == TYPE_LIST && i < at->value.list.count;
         i++) {
        struct record *item = at->value.list.items[i].record;
        for (size_t j = 0; at->value.list.items[i].kind == TYPE_RECORD && j < item->shape->field_count; j++) {
            struct doubt *doubt = item->slots[j].doubt;
            item->slots[j].doubt = doubt != NULL && is_fixed(doubt) ? doubt : NULL;
        }
    }
}

static void doubt_first(struct fill *fill, struct record *record, int slot)
{
    struct slot *at = &record->slots[slot];
    if (at->doubt == NULL)
        run_note(&fill->run, doubt_make(fill->run.arena, &at->doubt));
    if (at->doubt != NULL && !is_fixed(at->doubt))
        at->doubt->stated.state = SLOT_PENDING;
}

static void value_in_stated(struct fill *fill, struct record *record, int slot)
{
    struct value value;
    enum status status = record_value(record, slot, fill->eval->stated, &value);
    run_note(&fill->run, status == NO_MEMORY ? status : OK);
}

/* What stands in the n-th records of a list without being their formula: in the stated state it is what the
 * other list has. */
static bool pair_records(struct fill *fill, struct record *record, const struct record *other)
{
    bool alike = other != NULL;
    for (size_t i = 0; i < record->shape->field_count; i++) {
        struct slot *at = &record->slots[i];
        const struct slot *stated = other == NULL ? NULL : &other->slots[i];
        if (record->shape->fields[i].is != NULL || at->state != SLOT_SET || at->doubt != NULL)
            continue;
        bool same = stated != NULL && value_equal(&at->value, &stated->value);
        alike = alike && same;
        if (!same && at->value.kind != TYPE_RECORD)
            run_note(&fill->run, doubt_make(fill->run.arena, &at->doubt));
        if (!same && at->doubt != NULL && stated != NULL && stated->state == SLOT_SET)
            at->doubt->stated = *stated;
    }
    return alike;
}

static void pair_list(struct fill *fill, struct record *record, int slot)
{
    if (!is_made(record, slot))
        return;
    value_in_stated(fill, record, slot);
    struct slot *at = &record->slots[slot];
    const struct slot *stated = &at->doubt->stated;
    bool known = stated->state == SLOT_SET && stated->doubt == NULL;
    size_t others = known ? stated->value.list.count : 0;
    bool alike = known && others == at->value.list.count;
    for (size_t i = 0; i < at->value.list.count && fill->run.stop == OK; i++) {
        struct record *other = i < others ? stated->value.list.items[i].record : NULL;
        alike = pair_records(fill, at->value.list.items[i].record, other) && alike;
    }
    if (alike)
        at->doubt = NULL;
}

static void compute_figure(struct fill *fill, struct record *record, int slot)
{
    if (!is_made(record, slot))
        value_in_stated(fill, record, slot);
}

/* Only a slot that differs, or of which that is not known, stays in doubt. */
static void settle_slot(struct slot *at)
{
    const struct doubt *doubt = at->doubt;
    if (doubt != NULL && !doubt->own && doubt->stated.state == SLOT_SET && doubt->stated.doubt == NULL &&
        !slot_differs(at))
        at->doubt = NULL;
}

static void settle_figure(struct fill *fill, struct record *record, int slot)
{
    (void)fill;
    if (!is_made(record, slot))
        settle_slot(&record->slots[slot]);
}

static void prepare_in(struct fill *fill, struct record *record)
{
    walk_computed(fill, record, fill->model->rules, forget_state);
    walk_computed(fill, record, fill->model->rules, doubt_first);
    walk_computed(fill, record, fill->model->rules, pair_list);
}

static void settle_in(struct fill *fill, struct record *record)
{
    walk_computed(fill, record, fill->model->rules, compute_figure);
    walk_computed(fill, record, fill->model->rules, settle_figure);
}

/* What was taken from earlier papers is as doubtful as it is there. */
static void carry_doubt(struct fill *fill)
{
    for (size_t i = 0; i < fill->taken_count && fill->run.stop == OK; i++) {
        struct slot *at = fill->taken[i].at;
        const struct slot *from = fill->taken[i].from;
        if (from->doubt != NULL && at->doubt != NULL) {
            *at->doubt = *from->doubt;
            at->doubt->fixed = true;
        }
    }
}

struct eval *stated_state(struct fill *fill)
{
    if (!fill->doubted)
        return NULL;
    if (fill->eval->stated == NULL)
        run_note(&fill->run, eval_begin_draft(fill->eval));
    if (fill->eval->stated == NULL)
        return NULL;
    if (fill->stale) {
        fill->stale = false;
        fill->eval->stated->steps = 0;
        for (size_t i = 0; i < fill->earlier_count; i++) { /* each stands on those before it */
            prepare_in(fill, fill->earlier[i]);
            carry_doubt(fill);
        }
        prepare_in(fill, fill->record);
    }
    fill->eval->stated->doubt = false;
    return fill->eval->stated;
}

/* What the input states, and rightly, is the same in both states, whatever it is computed from. */
static void keep_what_agrees(struct fill *fill)
{
    for (size_t i = 0; i < fill->proof_count; i++) {
        struct slot *at = &fill->proofs[i].record->slots[fill->proofs[i].slot];
        if (fill->proofs[i].agrees && at->state == SLOT_SET && at->doubt != NULL && !is_fixed(at->doubt))
            at->doubt->stated = (struct slot){.state = SLOT_SET, .value = at->value};
    }
}

void spread_doubt(struct fill *fill)
{
    fill->stale = true;
    if (stated_state(fill) == NULL)
        return;
    keep_what_agrees(fill);
    for (size_t i = 0; i < fill->earlier_count; i++) {
        settle_in(fill, fill->earlier[i]);
        carry_doubt(fill);
    }
    settle_in(fill, fill->record);
    for (size_t i = 0; i < fill->taken_count; i++)
        settle_slot(fill->taken[i].at);
}
