/*
 * Two states of one thing, so that an amendment only says what changes.
 *
 * base="original" of a group: what the input leaves out there is taken from the other group, field by field,
 * by name and kind.  Computed fields are never taken: they are computed anew from what was.  Groups inside
 * follow the same rule.  A list that the input leaves out is copied; one that it gives replaces the old one.
 * Only where the base stands in another file and the list has key="name" does the input say the changes:
 * records with the same key are two states of one record, new keys come behind, and remove="yes" drops one.
 * (Two states in one file are both written out: there a record that is not written is dropped.)  Keys are
 * compared each with each, so such lists are short (MODEL_MAX_KEYED).
 */
#include "model/model_int.h"
#include "model/messages.def"

#include <string.h>

/* --- loading --- */

static void compile_key(struct loader *loader, struct rule *rule)
{
    const struct shape *inner = rule->inner->shape;
    rule->key_slot = shape_lookup(inner, rule->key);
    bool usable = rule->key_slot >= 0 && rule->inner->rules[rule->key_slot]->kind == RULE_TEXT &&
                  node_attr(rule->inner->rules[rule->key_slot]->source, "is") == NULL;
    if (!usable)
        run_refuse(&loader->run, MSG_MODEL_KEY, node_attr(rule->source, "key")->place, STR_ARGS(rule->key));
}

static void compile_base(struct loader *loader, struct rule *rule, const struct shape *scope)
{
    const struct expr *expr = model_compile_attr(loader, rule->source, "base", scope);
    if (expr == NULL)
        return;
    bool plain = true;
    for (size_t i = 0; i < rule->base.len; i++)
        plain = plain && strchr(" \t\r\n[(", rule->base.ptr[i]) == NULL;
    if (!plain || expr_type(expr).kind != TYPE_RECORD || expr_type(expr).shape == rule->inner->shape) {
        run_refuse(&loader->run, MSG_MODEL_BASE, expr_place(expr), STR_ARGS(rule->base));
        return;
    }
    rule->base_shape = expr_type(expr).shape;
}

/* state="result": a group of the outermost record; it is there when a file of the same kind may be named. */
static void compile_carried(struct loader *loader, struct rule *rule, const struct shape *scope)
{
    struct str kind = attribute_text(loader->root, "kind");
    while (scope->parent != NULL)
        scope = scope->parent;
    int slot = shape_lookup(scope, rule->state);
    bool named = word_in(kind, rule->file.ptr);
    bool found = slot >= 0 && ((const struct rule *)scope->fields[slot].rule)->kind == RULE_GROUP;
    if (named != found)
        run_refuse(&loader->run, MSG_MODEL_STATE, rule->source->place, STR_ARGS(rule->state), STR_ARGS(kind));
    else if (found)
        rule->state_shape = scope->fields[slot].type.shape;
}

void compile_state(struct loader *loader, struct rule *rule, const struct shape *scope)
{
    if (rule->kind == RULE_LIST && rule->key.len > 0)
        compile_key(loader, rule);
    if (rule->kind == RULE_GROUP && rule->base.len > 0)
        compile_base(loader, rule, scope);
    if (rule->kind == RULE_GROUP && (rule->file.len > 0 || rule->state.len > 0))
        compile_carried(loader, rule, scope);
}

/* Values are taken as they stand: a number in another unit would be another amount. */
static void check_unit_alike(struct loader *loader, const struct rule *rule, const struct field *from,
                             struct str from_group)
{
    const struct field *field = &rule->owner->shape->fields[rule->slot];
    bool numbers = field->type.kind == TYPE_NUMBER && from->type.kind == TYPE_NUMBER;
    if (numbers && !str_equal(field->type.unit, from->type.unit)) {
        struct str none = STR("无");
        run_refuse(&loader->run, MSG_MODEL_STATE_UNIT, field->place, STR_ARGS(field->name),
                   STR_ARGS(field->type.unit.len > 0 ? field->type.unit : none), STR_ARGS(from_group),
                   STR_ARGS(from->type.unit.len > 0 ? from->type.unit : none));
    }
}

/* The records' fields and those of the same names in `from`; `carried`: also those that are computed. */
static void check_units_alike(struct loader *loader, const struct rules *rules, const struct shape *from,
                              bool carried)
{
    for (size_t i = 0; i < rules->rule_count && !run_over(&loader->run); i++) {
        const struct rule *rule = rules->rules[i];
        int there = shape_lookup(from, rules->shape->fields[i].name);
        const struct rule *other = there < 0 ? NULL : from->fields[there].rule;
        bool computed = rules->shape->fields[i].is != NULL && !rule->is_default;
        if (other == NULL || (rule->derived && rule->schedule == NULL))
            continue;
        if (rule->inner != NULL && other->inner != NULL && rule->kind == other->kind)
            check_units_alike(loader, rule->inner, other->inner->shape, carried);
        else if (carried || !computed)
            check_unit_alike(loader, rule, &from->fields[there], from->name);
    }
}

void check_state_units(struct loader *loader, const struct rule *rule)
{
    if (rule->base_shape != NULL)
        check_units_alike(loader, rule->inner, rule->base_shape, false);
    if (rule->state_shape != NULL)
        check_units_alike(loader, rule->inner, rule->state_shape, true);
}

/* --- finding the base --- */

static const struct record *group_of(const struct record *record, int slot)
{
    const struct slot *at = slot < 0 ? NULL : &record->slots[slot];
    bool is_group = at != NULL && at->state == SLOT_SET && at->value.kind == TYPE_RECORD;
    return is_group ? at->value.record : NULL;
}

/* The group that a path such as “original.party_a” names; its first name is looked for outward.  *ret_failed:
 * it was to be read, but could not be. */
static const struct record *follow_path(const struct record *record, struct str path, bool *ret_failed)
{
    size_t from = 0;
    *ret_failed = false;
    for (size_t i = 0; record != NULL && i <= path.len; i++) {
        if (i < path.len && path.ptr[i] != '.')
            continue;
        struct str name = str_slice(path, from, i);
        while (from == 0 && record->parent != NULL && shape_lookup(record->shape, name) < 0)
            record = record->parent;
        int slot = shape_lookup(record->shape, name);
        *ret_failed = *ret_failed || (slot >= 0 && record->slots[slot].state == SLOT_FAILED);
        record = group_of(record, slot);
        from = i + 1;
    }
    return record;
}

const struct record *base_group(const struct record *record, int slot, const struct record *base)
{
    const struct rule *rule = rule_of(record, slot);
    if (rule->base.len > 0) {
        bool failed = false;
        return follow_path(record, rule->base, &failed);
    }
    return base == NULL ? NULL : group_of(base, shape_lookup(base->shape, record->shape->fields[slot].name));
}

bool base_failed(const struct record *record, int slot, const struct record *base)
{
    bool failed = false;
    int there = base == NULL ? -1 : shape_lookup(base->shape, record->shape->fields[slot].name);
    if (rule_of(record, slot)->base.len > 0)
        (void)follow_path(record, rule_of(record, slot)->base, &failed);
    else if (there >= 0)
        failed = base->slots[there].state == SLOT_FAILED;
    return failed;
}

/* The list of the same name in the base; NULL: none. */
static const struct slot *base_list(const struct record *record, int slot, const struct record *base)
{
    int there = base == NULL ? -1 : shape_lookup(base->shape, record->shape->fields[slot].name);
    if (there < 0 || rule_of(base, there)->kind != RULE_LIST || rule_of(base, there)->derived)
        return NULL;
    return base->slots[there].state == SLOT_SET ? &base->slots[there] : NULL;
}

/* The same, when the input says changes to it by key. */
static const struct slot *keyed_list(const struct record *record, int slot, const struct record *base)
{
    const struct rule *rule = rule_of(record, slot);
    const struct slot *list = rule->key.len > 0 ? base_list(record, slot, base) : NULL;
    bool apart = list != NULL && base->place.file != NULL && record->place.file != NULL &&
                 !place_same_file(base->place, record->place);
    return apart && list->value.list.count <= MODEL_MAX_KEYED ? list : NULL;
}

/* --- changes by key --- */

const struct record *base_item(struct fill *fill, const struct node *node, const struct record *record,
                               int slot, const struct record *base)
{
    const struct rule *rule = rule_of(record, slot);
    const struct slot *list = keyed_list(record, slot, base);
    return list == NULL ? NULL : find_key(fill, &list->value, rule->key, node_key(fill, node, rule->key));
}

static void refuse_removal(struct fill *fill, struct place place, const struct value *list,
                           struct str key_field, struct str key)
{
    if (!key_is_slip(fill, list, key_field, key, place))
        diag_report(fill->run.diag, MSG_MODEL_REMOVE_UNKNOWN, place, STR_ARGS(key));
    run_note(&fill->run, FAILED);
}

bool base_removes(struct fill *fill, const struct node *node, const struct record *record, int slot,
                  const struct record *base)
{
    const struct rule *rule = rule_of(record, slot);
    const struct attr *remove = node_attr(node, "remove");
    const struct slot *list = keyed_list(record, slot, base);
    if ((list == NULL && !fill->base_failed) || remove == NULL || !str_is(remove->value, "yes"))
        return false;
    if (list == NULL)
        return true;
    struct str key = node_key(fill, node, rule->key);
    size_t parts = node->attr_count;
    for (const struct node *child = node_first_element(node); child != NULL; child = node_next_element(child))
        parts++;
    if (find_key(fill, &list->value, rule->key, key) == NULL)
        refuse_removal(fill, node->place, &list->value, rule->key, key);
    else if (parts > 2)
        run_refuse(&fill->run, MSG_MODEL_REMOVE_MORE, node->place, STR_ARGS(key));
    return true;
}

/* --- merging --- */

/* A record of the group or list as it is in the base. */
static struct record *copy_item(struct fill *fill, struct record *record, int slot, const struct record *base)
{
    struct record *copy = make_record(fill, rule_of(record, slot)->inner, record, base->place);
    if (copy != NULL)
        read_state(fill, NULL, copy, base);
    return copy;
}

/* The keys that elements of the input drop. */
static struct str_index removed_keys(struct fill *fill, const struct node *node, struct str list,
                                     struct str key_field)
{
    struct str_index keys = {.arena = fill->run.arena};
    const struct node *child = node == NULL ? NULL : node_first_element(node);
    for (; child != NULL; child = node_next_element(child)) {
        const struct attr *remove = str_equal(child->name, list) ? node_attr(child, "remove") : NULL;
        if (remove != NULL && str_is(remove->value, "yes"))
            run_note(&fill->run, str_index_put(&keys, node_key(fill, child, key_field), 0));
    }
    return keys;
}

/* The base's records in their order, changed, unchanged or dropped; then the input's new ones. */
static void merge_keyed(struct fill *fill, const struct node *node, struct record *record, int slot,
                        const struct value *base)
{
    const struct rule *rule = rule_of(record, slot);
    struct value *own = &record->slots[slot].value;
    const struct str_index removed = removed_keys(fill, node, record->shape->fields[slot].name, rule->key);
    struct value merged = make_list(&fill->run, base->list.count + own->list.count);
    if (merged.list.items == NULL)
        return;
    for (size_t i = 0; i < base->list.count && !run_over(&fill->run); i++) {
        const struct record *from = base->list.items[i].record;
        struct str key = record_key(from, rule->key);
        struct record *changed = find_key(fill, own, rule->key, key);
        if (changed != NULL)
            list_append(&merged, changed);
        else if (str_index_lookup(&removed, key) == STR_INDEX_NONE)
            list_append(&merged, copy_item(fill, record, slot, from));
    }
    for (size_t i = 0; i < own->list.count; i++) {
        struct record *item = own->list.items[i].record;
        struct str key = record_key(item, rule->key);
        if (find_key(fill, base, rule->key, key) == NULL || find_key(fill, own, rule->key, key) != item)
            list_append(&merged, item);
    }
    *own = merged;
}

static void copy_list(struct fill *fill, struct record *record, int slot, const struct value *base)
{
    struct value *own = &record->slots[slot].value;
    *own = make_list(&fill->run, base->list.count);
    for (size_t i = 0; i < base->list.count && !run_over(&fill->run); i++)
        list_append(own, copy_item(fill, record, slot, base->list.items[i].record));
}

static void merge_list(struct fill *fill, const struct node *node, struct record *record, int slot,
                       const struct record *base)
{
    const struct rule *rule = rule_of(record, slot);
    const struct slot *from = rule->derived ? NULL : base_list(record, slot, base);
    const struct slot *keyed = rule->derived ? NULL : keyed_list(record, slot, base);
    struct slot *at = &record->slots[slot];
    if (from != NULL && at->state == SLOT_SET)
        keys_compare(fill, record, slot, &from->value);
    if (!rule->derived && rule->base.len == 0 && at->state == SLOT_MISSING && base_failed(record, slot, base))
        at->state = SLOT_FAILED;
    if (from == NULL || at->state == SLOT_FAILED ||
        (at->state == SLOT_SET && (keyed == NULL || at->value.list.count > MODEL_MAX_KEYED)))
        return;
    if (at->state != SLOT_SET)
        *at = (struct slot){.state = SLOT_SET, .value = {.kind = TYPE_LIST}, .place = from->place};
    if (keyed != NULL)
        merge_keyed(fill, node, record, slot, &from->value);
    else
        copy_list(fill, record, slot, &from->value);
}

static void merge_group(struct fill *fill, struct record *record, int slot, const struct record *base)
{
    const struct record *from = base_group(record, slot, base);
    struct slot *at = &record->slots[slot];
    if (at->state == SLOT_MISSING && base_failed(record, slot, base))
        at->state = SLOT_FAILED;
    if (from == NULL || at->state != SLOT_MISSING)
        return;
    struct record *group = make_record(fill, rule_of(record, slot)->inner, record, from->place);
    if (group != NULL) {
        slot_hold(at, group, from->place);
        read_state(fill, NULL, group, from);
    }
}

/* A scalar or prose: what the base was given, not what it computes. */
static void merge_plain(struct record *record, int slot, const struct record *base)
{
    const struct rule *rule = rule_of(record, slot);
    int there = base == NULL ? -1 : shape_lookup(base->shape, record->shape->fields[slot].name);
    struct slot *at = &record->slots[slot];
    bool open = at->state == SLOT_MISSING || (at->state == SLOT_PENDING && rule->is_default);
    if (there < 0 || !open || rule_of(base, there)->kind != rule->kind)
        return;
    const struct slot *from = &base->slots[there];
    bool computed = base->shape->fields[there].is != NULL && !rule_of(base, there)->is_default;
    if (!computed && (from->state == SLOT_SET || from->state == SLOT_FAILED))
        *at = *from;
}

void base_merge(struct fill *fill, const struct node *node, struct record *record, const struct record *base)
{
    for (int slot = 0; slot < (int)record->shape->field_count && !run_over(&fill->run); slot++) {
        enum rule_kind kind = rule_of(record, slot)->kind;
        if (kind <= RULE_PROSE)
            merge_plain(record, slot, base);
        else if (kind == RULE_GROUP)
            merge_group(fill, record, slot, base);
        else if (kind == RULE_LIST)
            merge_list(fill, node, record, slot, base);
    }
}
