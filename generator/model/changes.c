/*
 * What an amendment changes, found by comparing: each group with a base, as it came to be, with that base.
 *
 * Given is a list in the order of the model: fields that say something else than before, records of lists
 * with a key that are new, gone or say something else; of other lists and of prose only that they differ.
 * What is computed is not named: it follows from what is.  Fields and groups that one of the states does not
 * have are passed over: an agreement need not repeat a contract's.
 */
#include "model/model_int.h"
#include "model/proofs/proofs.h"

static void add_change(struct fill *fill, struct change change)
{
    struct changes *changes = &fill->findings->changes;
    RUN_APPEND(&fill->run, changes->items, changes->count, changes->capacity, &change);
}

/* A field that was stated, or taken from a base; computed ones follow. */
static bool is_plain(const struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    return rule->kind <= RULE_PROSE && (record->shape->fields[slot].is == NULL || rule->is_default);
}

/* The field of the same name and kind in the other state; -1: it has none. */
static int counterpart(const struct record *record, int slot, const struct record *other)
{
    int there = shape_lookup(other->shape, record->shape->fields[slot].name);
    return there >= 0 && rule_of(other, there)->kind == rule_of(record, slot)->kind ? there : -1;
}

static struct str shown(struct fill *fill, const struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    const struct value *value = &record->slots[slot].value;
    bool short_kind = rule->kind != RULE_TEXT && rule->kind != RULE_PROSE;
    return short_kind ? value_text(&fill->run, rule->kind, value, 0) : STR("");
}

static bool same_plain(const struct slot *a, const struct slot *b)
{
    if (a->state != b->state)
        return a->state == SLOT_FAILED || b->state == SLOT_FAILED;
    return a->state != SLOT_SET || value_equal(&a->value, &b->value);
}

/* Default values wait to be computed. */
static void settle_default(struct fill *fill, struct record *record, int slot)
{
    struct value ignored;
    if (record->slots[slot].state == SLOT_PENDING)
        run_note(&fill->run, record_value(record, slot, fill->eval, &ignored));
}

static bool records_differ(struct fill *fill, struct record *record, struct record *other);

static bool lists_differ(struct fill *fill, const struct value *list, const struct value *other)
{
    bool differ = list->list.count != other->list.count;
    for (size_t i = 0; i < list->list.count && !differ && !run_over(&fill->run); i++)
        differ = records_differ(fill, list->list.items[i].record, other->list.items[i].record);
    return differ;
}

static bool slots_differ(struct fill *fill, struct record *record, int slot, struct record *other, int there)
{
    const struct rule *rule = rule_of(record, slot);
    const struct slot *a = &record->slots[slot], *b = &other->slots[there];
    if (is_plain(record, slot)) {
        settle_default(fill, record, slot);
        settle_default(fill, other, there);
        return !same_plain(a, b);
    }
    bool both = a->state == SLOT_SET && b->state == SLOT_SET;
    if (rule->kind == RULE_GROUP)
        return both && records_differ(fill, a->value.record, b->value.record);
    return rule->kind == RULE_LIST && !rule->derived && both && lists_differ(fill, &a->value, &b->value);
}

static bool records_differ(struct fill *fill, struct record *record, struct record *other)
{
    bool differ = false;
    for (int slot = 0; slot < (int)record->shape->field_count && !differ && !run_over(&fill->run); slot++) {
        int there = counterpart(record, slot, other);
        differ = there >= 0 && slots_differ(fill, record, slot, other, there);
    }
    return differ;
}

static void compare_groups(struct fill *fill, struct record *record, struct record *other);

/* The fields of a changed record that say something else, as changes of their own. */
static void compare_keyed(struct fill *fill, const struct value *list, const struct value *other,
                          struct str key)
{
    for (size_t i = 0; i < list->list.count && !run_over(&fill->run); i++) {
        struct record *record = list->list.items[i].record;
        struct record *before = find_key(fill, other, key, record_key(record, key));
        if (before == NULL)
            add_change(fill, (struct change){CHANGE_ADDED, path_in_words(&fill->run, record, -1),
                                             record->place, STR(""), STR("")});
        else if (before != record)
            compare_groups(fill, record, before);
    }
    for (size_t i = 0; i < other->list.count && !run_over(&fill->run); i++) {
        struct record *before = other->list.items[i].record;
        if (find_key(fill, list, key, record_key(before, key)) == NULL)
            add_change(fill, (struct change){CHANGE_DROPPED, path_in_words(&fill->run, before, -1),
                                             before->place, STR(""), STR("")});
    }
}

static void compare_slot(struct fill *fill, struct record *record, int slot, struct record *other, int there)
{
    const struct rule *rule = rule_of(record, slot);
    struct slot *a = &record->slots[slot], *b = &other->slots[there];
    bool both = a->state == SLOT_SET && b->state == SLOT_SET;
    bool failed = a->state == SLOT_FAILED || b->state == SLOT_FAILED;
    fill->findings->changes.partial = fill->findings->changes.partial || failed;
    if (rule->kind == RULE_GROUP && both)
        compare_groups(fill, a->value.record, b->value.record);
    else if (rule->kind == RULE_LIST && both && !rule->derived && rule->key.len > 0)
        compare_keyed(fill, &a->value, &b->value, rule->key);
    else if (slots_differ(fill, record, slot, other, there))
        add_change(fill, (struct change){CHANGE_CHANGED, path_in_words(&fill->run, record, slot), a->place,
                                         shown(fill, other, there), shown(fill, record, slot)});
}

static void compare_groups(struct fill *fill, struct record *record, struct record *other)
{
    for (int slot = 0; slot < (int)record->shape->field_count && !run_over(&fill->run); slot++) {
        int there = counterpart(record, slot, other);
        if (there >= 0)
            compare_slot(fill, record, slot, other, there);
    }
}

void find_changes(struct fill *fill, struct record *record)
{
    for (int slot = 0; slot < (int)record->shape->field_count && !run_over(&fill->run); slot++) {
        const struct rule *rule = rule_of(record, slot);
        const struct slot *at = &record->slots[slot];
        if (rule->kind != RULE_GROUP || rule->base.len == 0 || at->state != SLOT_SET)
            continue;
        struct record *base = (struct record *)base_group(record, slot, NULL);
        if (base != NULL) {
            fill->findings->changes.amends = true;
            compare_groups(fill, at->value.record, base);
        }
    }
}
