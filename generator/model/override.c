/*
 * override="yes": a field that a type brought is declared anew, in the group, list, model or later type that
 * took it, without touching the file of the type.
 *
 * A scalar, prose, bands or numbers is replaced as a whole: what the new declaration does not say is gone.  A
 * group or list goes on: its fields stay, those inside may be overridden in their turn, others may be added.
 * The place among the fields, and all that names the field (formulas, checks, layouts), stay; so the value
 * must stay of its kind.  Formulas are compiled later and see only the last declaration.
 */
#include "model/model_int.h"
#include "model/messages.def"

static void refuse_override(struct loader *loader, const struct attr *name, const struct rules *rules)
{
    struct str nearest = nearest_field(rules->shape, (struct nearest){.name = name->value});
    if (loader->lacks_types)
        return; /* the type that is missing may have it */
    run_note(&loader->run, diag_report_near(loader->run.diag, MSG_MODEL_OVERRIDE_UNKNOWN, name->place,
                                            ((struct hint){.near = nearest}), STR_ARGS(name->value)));
}

/* Of these kinds of declaration only the same one gives a value of the same kind. */
static bool holds_many(enum rule_kind kind)
{
    return kind == RULE_LIST || kind == RULE_BANDS || kind == RULE_NUMBERS;
}

static bool same_kind(const struct field *field, const struct rule *rule, enum rule_kind kind,
                      enum type_kind type)
{
    bool fixed = rule->schedule != NULL || rule->made || rule->kind == RULE_ELEMENT;
    return !fixed && field->type.kind == type && (!holds_many(kind) || rule->kind == kind);
}

int override_slot(struct loader *loader, const struct node *node, const struct rules *rules,
                  enum rule_kind kind, enum type_kind type)
{
    const struct attr *name = node_attr(node, "name");
    int slot = name == NULL ? -1 : shape_lookup(rules->shape, name->value);
    if (name == NULL) {
        attribute_missing(loader, node, "name");
    } else if (slot < 0) {
        refuse_override(loader, name, rules);
        return -1;
    } else if (rules->rules[slot]->declared != NULL && rules->rules[slot]->declared->parent == node->parent) {
        report_twice(loader, name->place, name->value, rules->rules[slot]->declared->place);
    } else if (!same_kind(&rules->shape->fields[slot], rules->rules[slot], kind, type)) {
        diag_report(loader->run.diag, MSG_MODEL_OVERRIDE_KIND, node->place, STR_ARGS(name->value),
                    model_kind_name(rules->shape->fields[slot].type.kind), model_kind_name(type));
    } else {
        rules->rules[slot]->declared = node;
        return slot;
    }
    run_note(&loader->run, FAILED);
    return -1;
}

/* What hangs together with the fields inside, or with the place of the group, cannot be said anew. */
static void refuse_attributes(struct loader *loader, const struct node *node)
{
    for (size_t i = 0; i < node->attr_count; i++) {
        const struct attr *attr = &node->attrs[i];
        if (word_in(attr->name, "key for as base state"))
            run_refuse(&loader->run, MSG_MODEL_OVERRIDE_ATTRIBUTE, attr->place, STR_ARGS(node->name),
                       STR_ARGS(attr->name));
    }
}

void override_continue(struct loader *loader, const struct node *node, struct field *field, struct rule *rule)
{
    struct str label = attribute_text(node, "label");
    refuse_attributes(loader, node);
    field->label = label.len > 0 ? label : field->label;
    if (node_attr(node, "optional") != NULL)
        field->optional = attribute_yes(loader, node, "optional");
    if (rule->kind == RULE_LIST) {
        rule->count_min = attribute_count(loader, node, "min", rule->count_min);
        rule->count_max = attribute_count(loader, node, "max", rule->count_max);
        field->filled = rule->count_min > 0;
    }
    if (node_attr(node, "file") != NULL) {
        rule->file = arena_copy(loader->run.arena, attribute_text(node, "file"));
        run_note(&loader->run, rule->file.ptr == NULL ? NO_MEMORY : OK);
    }
}
