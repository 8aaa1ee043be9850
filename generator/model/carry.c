/*
 * A paper that stands on an earlier one of its own kind: a second agreement on the first.
 *
 * <group name="original" file="contract agreement" state="result">: when href names a file of the model's own
 * kind, that file is read as a whole paper, with all its proofs and checks, and its group `result` becomes
 * this group.  Unlike a base (states.c) everything is taken: also what is computed there, also in place of a
 * formula here, since what that paper came to is now a fact.  Taken are, by name, fields of like types and
 * lists; a schedule takes its months from a list with their fields; a list that is computed here from others
 * is not touched.  A text that is empty there is not taken where it is optional here.  A paper that has
 * faults gives nothing, and what stands on it is not blamed for that.
 */
#include "model/model_int.h"
#include "model/proofs/proofs.h"

static void take_record(struct fill *fill, struct record *record, struct record *from);

/* A value that was taken is none that this paper computes, in no state of it. */
static void taken_doubt(struct fill *fill, struct slot *at)
{
    run_note(&fill->run, doubt_make(fill->run.arena, &at->doubt));
    if (at->doubt != NULL) {
        at->doubt->fixed = true;
        at->doubt->stated = (struct slot){.state = SLOT_SET, .value = at->value};
    }
}

/* And what is found of it in the earlier paper later is found of it here. */
static void remember_taken(struct fill *fill, struct slot *at, const struct slot *from)
{
    const struct taken taken = {at, from};
    taken_doubt(fill, at);
    if (at->doubt != NULL)
        RUN_APPEND(&fill->run, fill->taken, fill->taken_count, fill->taken_capacity, &taken);
}

static void take_scalar(struct fill *fill, struct record *record, int slot, struct record *from, int there)
{
    struct slot *at = &record->slots[slot];
    const struct field *field = &record->shape->fields[slot];
    struct value value;
    if (field->type.kind != from->shape->fields[there].type.kind || from->slots[there].state == SLOT_MISSING)
        return;
    if (wanted_value(fill, from, there, &value) != OK) {
        at->state = SLOT_FAILED;
    } else if (value.kind != TYPE_TEXT || value.text.len > 0 || !field->optional) {
        *at = (struct slot){.state = SLOT_SET, .value = value, .place = from->slots[there].place};
        remember_taken(fill, at, &from->slots[there]);
    }
}

static struct record *take_new(struct fill *fill, struct record *record, int slot, struct record *from)
{
    const struct rule *rule = rule_of(record, slot);
    struct record *made = make_record(fill, rule->inner, record, from->place);
    if (made != NULL) {
        take_record(fill, made, from);
        if (!rule->derived)
            read_state(fill, NULL, made, NULL);
    }
    return made;
}

static void take_list(struct fill *fill, struct record *record, int slot, struct record *from, int there)
{
    struct slot *at = &record->slots[slot];
    struct value list, taken;
    if (wanted_value(fill, from, there, &list) != OK) {
        at->state = SLOT_FAILED;
        return;
    }
    taken = make_list(&fill->run, list.list.count);
    for (size_t i = 0; i < list.list.count && !run_over(&fill->run); i++)
        list_append(&taken, take_new(fill, record, slot, list.list.items[i].record));
    *at = (struct slot){.state = SLOT_SET, .value = taken, .place = from->place};
    taken_doubt(fill, at);
}

static void take_group(struct fill *fill, struct record *record, int slot, const struct slot *from)
{
    struct slot *at = &record->slots[slot];
    if (from->state == SLOT_SET) {
        struct record *made = take_new(fill, record, slot, from->value.record);
        if (made != NULL)
            slot_hold(at, made, made->place);
    } else if (from->state == SLOT_FAILED) {
        at->state = SLOT_FAILED;
    }
}

static void take_record(struct fill *fill, struct record *record, struct record *from)
{
    for (int slot = 0; slot < (int)record->shape->field_count && !run_over(&fill->run); slot++) {
        const struct rule *rule = rule_of(record, slot);
        int there = shape_lookup(from->shape, record->shape->fields[slot].name);
        if (there < 0)
            continue;
        bool listed = rule->kind == RULE_LIST && (!rule->derived || rule->schedule != NULL);
        if (rule->kind <= RULE_PROSE && rule_of(from, there)->kind <= RULE_PROSE)
            take_scalar(fill, record, slot, from, there);
        else if (rule->kind == RULE_GROUP && rule_of(from, there)->kind == RULE_GROUP)
            take_group(fill, record, slot, &from->slots[there]);
        else if (listed && rule_of(from, there)->kind == RULE_LIST)
            take_list(fill, record, slot, from, there);
    }
}

void carry_state(struct fill *fill, const struct node *root, struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    struct slot *at = &record->slots[slot];
    at->state = SLOT_FAILED;
    struct record *paper = make_record(fill, fill->model->rules, NULL, root->place);
    if (paper == NULL)
        return;
    bool failed = fill->run.failed;
    fill->run.failed = false;
    read_state(fill, root, paper, NULL);
    /* To be proved and checked with the one that names it. */
    RUN_APPEND(&fill->run, fill->earlier, fill->earlier_count, fill->earlier_capacity, &paper);
    const struct slot *state = &paper->slots[shape_lookup(paper->shape, rule->state)];
    if (state->state == SLOT_SET && !fill->run.failed) {
        struct record *made = take_new(fill, record, slot, state->value.record);
        if (made != NULL) {
            made->place = root->place;
            slot_hold(at, made, root->place);
        }
    }
    fill->run.failed = fill->run.failed || failed;
}
