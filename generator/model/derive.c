/*
 * Derived lists: <list name="change" for="amended.item" as="new">: one record for each element of another
 * list, its fields all computed; and <numbers>: a computed list of numbers.
 *
 * Loading: the first field of the record is the element, named by `as`; its type is known once `for` is
 * compiled, which happens when a formula first asks for it.  Reading: the records are made when someone first
 * asks for the list (field.make).  Where the input states such a list, its elements are put aside until
 * everything is read; then the n-th element's values are proved against the n-th record.
 */
#include "model/model_int.h"
#include "model/proofs/proofs.h"
#include "model/messages.def"

/* --- loading --- */

void declare_derived(struct loader *loader, const struct node *node, struct rule *rule, struct field *field)
{
    static const char *const needed[] = {"for", "as"};
    for (size_t i = 0; i < ARRAY_COUNT(needed); i++)
        if (node_attr(node, needed[i]) == NULL)
            attribute_missing(loader, node, needed[i]);
    static const char *const refused[] = {"min", "max", "key"};
    for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
        const struct attr *attr = node_attr(node, refused[i]);
        if (attr != NULL)
            run_refuse(&loader->run, MSG_MODEL_DERIVED_ATTRIBUTE, attr->place, refused[i]);
    }
    rule->derived = true;
    const struct attr *as = node_attr(node, "as");
    if (as == NULL)
        return;
    if (!name_is_valid(as->value) || str_is(as->value, "this")) {
        run_refuse(&loader->run, MSG_MODEL_NAME, as->place, STR_ARGS(as->value));
        return;
    }
    struct field *element = declare_plain(loader, rule->inner, as->value, RULE_ELEMENT);
    if (element != NULL) {
        /* Until `for` is compiled: a record without fields. */
        element->type.shape = rule->inner->shape;
        element->unsettled = true;
        element->label = field->label;
        element->place = as->place;
        rule->inner->rules[0]->source = node;
    }
}

/* What may stand in a derived list: what is computed. */
static bool is_computed(const struct rule *rule)
{
    if (rule->kind < RULE_PROSE)
        return rule->made || node_attr(rule->source, "is") != NULL;
    return rule->kind == RULE_NUMBERS || rule->kind == RULE_ELEMENT ||
           (rule->kind == RULE_LIST && rule->derived);
}

static void check_computed(struct loader *loader, const struct rules *rules)
{
    for (size_t i = 0; i < rules->rule_count; i++) {
        if (!is_computed(rules->rules[i]))
            run_refuse(&loader->run, MSG_MODEL_DERIVED_FIELD, rules->rules[i]->source->place,
                       STR_ARGS(rules->shape->fields[i].name));
    }
}

static enum status make_records(struct record *owner, int slot, struct eval *eval, struct value *ret_value);

void compile_derived(struct loader *loader, struct rule *rule, struct field *field, const struct shape *scope)
{
    check_computed(loader, rule->inner);
    const struct expr *expr = model_compile_attr(loader, rule->source, "for", scope);
    if (expr == NULL)
        return;
    struct type type = expr_type(expr);
    if (type.kind != TYPE_LIST) {
        run_refuse(&loader->run, MSG_MODEL_DERIVED_NO_LIST, expr_place(expr));
        return;
    }
    field->is = expr;
    field->make = make_records;
    rule_needs(loader, rule, expr);
    if (rule->inner->rule_count > 0 && rule->inner->rules[0]->kind == RULE_ELEMENT) {
        rule->inner->shape->fields[0].type = *type.of;
        rule->inner->shape->fields[0].type.constant = false;
    }
}

/* --- making --- */

static struct record *make_element(struct record *owner, const struct rule *rule, const struct value *element,
                                   struct eval *eval)
{
    struct record *record = record_make(eval->arena, rule->inner->shape, owner);
    if (record == NULL)
        return NULL;
    record->place = element->kind == TYPE_RECORD ? element->record->place : owner->place;
    record->slots[0] = (struct slot){.state = SLOT_SET, .value = *element, .place = record->place};
    return record;
}

static enum status make_records(struct record *owner, int slot, struct eval *eval, struct value *ret_value)
{
    const struct rule *rule = rule_of(owner, slot);
    struct value list;
    enum status status = expr_eval(owner->shape->fields[slot].is, eval, owner, &list);
    if (status != OK)
        return status;
    struct value made = {.kind = TYPE_LIST,
                         .list = {ARENA_NEW_ARRAY(eval->arena, list.list.count, struct value), 0}};
    if (made.list.items == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < list.list.count; i++) {
        struct record *record = make_element(owner, rule, &list.list.items[i], eval);
        if (record == NULL)
            return NO_MEMORY;
        list_append(&made, record);
    }
    *ret_value = made;
    return OK;
}

void derive_value(struct fill *fill, struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    struct value value;
    bool waits = record->slots[slot].state == SLOT_PENDING;
    if (waits && (rule->kind == RULE_NUMBERS || (rule->kind == RULE_LIST && rule->derived)))
        (void)wanted_value(fill, record, slot, &value);
}

/* --- what the input states of it --- */

void derive_state(struct fill *fill, const struct node *node, struct record *record, int slot)
{
    struct stated stated = {.record = record, .slot = slot, .node = node, .last = true};
    for (size_t i = fill->stated_count; i > 0; i--) {
        struct stated *before = &fill->stated[i - 1];
        if (before->record == record && before->slot == slot) {
            stated.index = before->index + 1;
            before->last = false;
            break;
        }
    }
    RUN_APPEND(&fill->run, fill->stated, fill->stated_count, fill->stated_capacity, &stated);
}

static void prove_element(struct fill *fill, const struct stated *stated)
{
    struct value list;
    if (wanted_value(fill, stated->record, stated->slot, &list) != OK)
        return;
    if (stated->index < list.list.count) {
        struct record *record = list.list.items[stated->index].record;
        record->place = stated->node->place;
        read_state(fill, stated->node, record, NULL);
    }
    size_t written = stated->index + 1;
    if (stated->index == list.list.count)
        run_refuse_field(&fill->run, stated->record, stated->slot, MSG_MODEL_DERIVED_MANY,
                         stated->node->place, written, list.list.count);
    else if (stated->last && written < list.list.count)
        run_refuse_field(&fill->run, stated->record, stated->slot, MSG_MODEL_DERIVED_FEW, stated->node->place,
                         written, list.list.count);
}

void derive_stated(struct fill *fill)
{
    /* Elements inside elements are added while this runs. */
    for (size_t i = 0; i < fill->stated_count && !run_over(&fill->run); i++) {
        struct stated stated = fill->stated[i];
        prove_element(fill, &stated);
    }
}
