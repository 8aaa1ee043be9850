/*
 * model.xml -> shapes and rules: names, types, and what else can be known before formulas are compiled.
 *
 * A <type> is unfolded wherever it is used, so that each use has a shape with its own surroundings and its
 * formulas see the fields around that use.  So a type cannot hold itself, and the number of fields is
 * limited.
 */
#include "model/model_int.h"

#include <string.h>

struct type_use {
    const struct node *type;
    const struct type_use *outer;
};

static const struct {
    const char *element;
    enum rule_kind rule;
    enum type_kind type;
} kinds[] = {
    {"text", RULE_TEXT, TYPE_TEXT},     {"number", RULE_NUMBER, TYPE_NUMBER},
    {"date", RULE_DATE, TYPE_DATE},     {"month", RULE_MONTH, TYPE_DATE},
    {"yesno", RULE_YESNO, TYPE_YESNO},  {"prose", RULE_PROSE, TYPE_PROSE},
    {"group", RULE_GROUP, TYPE_RECORD}, {"list", RULE_LIST, TYPE_LIST},
    {"bands", RULE_BANDS, TYPE_LIST},
};

static void declare_fields(struct loader *loader, const struct node *parent, struct rules *rules);

static void refuse_element(struct loader *loader, const struct node *node)
{
    struct nearest nearest = {.name = node->name};
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        nearest_offer(&nearest, str_of(kinds[i].element));
    }
    nearest_offer_words(&nearest, "check type document");
    if (nearest.best.len > 0) {
        diag_report(loader->run.diag, MSG_MODEL_DECLARATION_NEAREST, node->place, STR_ARGS(node->name),
                    STR_ARGS(nearest.best));
    } else {
        diag_report(loader->run.diag, MSG_MODEL_DECLARATION, node->place, STR_ARGS(node->name));
    }
    run_note(&loader->run, FAILED);
}

static void refuse_text(struct loader *loader, const struct node *node)
{
    size_t first = 0;
    while (first < node->text.len && strchr(" \t\r\n", node->text.ptr[first]) != NULL) {
        first++;
    }
    if (first < node->text.len) {
        diag_report(loader->run.diag, MSG_MODEL_STRAY_TEXT, node_text_place(node, first));
        run_note(&loader->run, FAILED);
    }
}

static void refuse_children(struct loader *loader, const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_TEXT) {
            refuse_text(loader, child);
        } else {
            diag_report(loader->run.diag, MSG_MODEL_CHILD, child->place, STR_ARGS(node->name),
                        STR_ARGS(child->name));
            run_note(&loader->run, FAILED);
        }
    }
}

static struct rules *make_rules(struct loader *loader, struct str name, const struct shape *parent)
{
    struct rules *rules = ARENA_NEW(loader->run.arena, struct rules);
    if (rules != NULL) {
        rules->shape = shape_make(loader->run.arena, name, parent);
    }
    if (rules == NULL || rules->shape == NULL) {
        run_note(&loader->run, NO_MEMORY);
        return NULL;
    }
    return rules;
}

static const struct node *find_type(const struct loader *loader, struct str name)
{
    for (const struct node *child = node_first_element(loader->root); child;
         child = node_next_element(child)) {
        if (node_is(child, "type") && str_equal(attribute_text(child, "name"), name)) {
            return child;
        }
    }
    return NULL;
}

static void refuse_type(struct loader *loader, const struct attr *attr)
{
    struct nearest nearest = {.name = attr->value};
    for (const struct node *child = node_first_element(loader->root); child;
         child = node_next_element(child)) {
        if (node_is(child, "type")) {
            nearest_offer(&nearest, attribute_text(child, "name"));
        }
    }
    if (nearest.best.len > 0) {
        diag_report(loader->run.diag, MSG_MODEL_NO_TYPE_NEAREST, attr->place, STR_ARGS(attr->value),
                    STR_ARGS(nearest.best));
    } else {
        diag_report(loader->run.diag, MSG_MODEL_NO_TYPE, attr->place, STR_ARGS(attr->value));
    }
    run_note(&loader->run, FAILED);
}

/* The fields of the type that `node` names. */
static void declare_type_use(struct loader *loader, const struct node *node, struct rules *rules)
{
    const struct attr *attr = node_attr(node, "type");
    if (attr == NULL) {
        return;
    }
    const struct node *type = find_type(loader, str_trim(attr->value));
    if (type == NULL) {
        refuse_type(loader, attr);
        return;
    }
    for (const struct type_use *use = loader->types; use != NULL; use = use->outer) {
        if (use->type == type) {
            diag_report(loader->run.diag, MSG_MODEL_TYPE_CIRCLE, attr->place, STR_ARGS(attr->value));
            run_note(&loader->run, FAILED);
            return;
        }
    }
    struct type_use use = {type, loader->types};
    loader->types = &use;
    declare_fields(loader, type, rules);
    loader->types = use.outer;
}

static void split_choices(struct loader *loader, const struct node *node, struct rule *rule)
{
    struct str text = attribute_text(node, "one-of");
    if (text.len == 0) {
        return;
    }
    struct str *choices = NULL;
    size_t capacity = 0;
    size_t from = 0;
    for (size_t i = 0; i <= text.len && loader->run.stop == OK; i++) {
        if (i < text.len && text.ptr[i] != '|') {
            continue;
        }
        void *items = choices;
        run_note(&loader->run,
                 arena_grow(loader->run.arena, &items, rule->one_of_count, &capacity, sizeof(*choices)));
        if (loader->run.stop == OK) {
            choices = items;
            choices[rule->one_of_count++] = str_trim(str_slice(text, from, i));
        }
        from = i + 1;
    }
    rule->one_of = choices;
}

/* What stands in the attributes of a list, a number, a text. */
static void declare_limits(struct loader *loader, const struct node *node, struct rule *rule)
{
    rule->decimals = -1;
    if (rule->kind == RULE_LIST) {
        rule->count_min = attribute_count(loader, node, "min", 0);
        rule->count_max = attribute_count(loader, node, "max", MODEL_MAX_LIST);
    }
    if (rule->kind == RULE_NUMBER) {
        rule->decimals = attribute_count(loader, node, "decimals", -1);
        rule->integer = attribute_yes(loader, node, "integer");
    }
    if (rule->kind == RULE_TEXT) {
        rule->pattern = attribute_text(node, "pattern");
        split_choices(loader, node, rule);
    }
}

/* The records inside a group or list, or the bands; and the type that follows from them. */
static void declare_inner(struct loader *loader, const struct node *node, struct rules *rules,
                          struct rule *rule, struct type *type)
{
    if (rule->kind != RULE_GROUP && rule->kind != RULE_LIST && rule->kind != RULE_BANDS) {
        refuse_children(loader, node);
        return;
    }
    rule->inner = make_rules(loader, attribute_text(node, "name"), rules->shape);
    struct type *of = ARENA_NEW(loader->run.arena, struct type);
    if (rule->inner == NULL || of == NULL) {
        run_note(&loader->run, NO_MEMORY);
        return;
    }
    *of = (struct type){.kind = TYPE_RECORD, .shape = rule->inner->shape};
    if (rule->kind == RULE_GROUP) {
        type->shape = of->shape;
    } else {
        type->of = of;
    }
    if (rule->kind == RULE_BANDS) {
        declare_bands(loader, node, rule, rule->inner);
    } else {
        declare_type_use(loader, node, rule->inner);
        declare_fields(loader, node, rule->inner);
    }
}

/* A name that can be declared here; false is reported. */
static bool check_name(struct loader *loader, const struct node *node, const struct rules *rules)
{
    const struct attr *attr = node_attr(node, "name");
    if (attr == NULL) {
        diag_report(loader->run.diag, MSG_MODEL_NO_NAME, node->place, STR_ARGS(node->name), "name");
    } else if (!name_is_valid(attr->value)) {
        diag_report(loader->run.diag, MSG_MODEL_NAME, attr->place, STR_ARGS(attr->value));
    } else if (shape_lookup(rules->shape, attr->value) >= 0) {
        const struct field *field = &rules->shape->fields[shape_lookup(rules->shape, attr->value)];
        diag_report(loader->run.diag, MSG_MODEL_NAME_TWICE, attr->place, STR_ARGS(attr->value),
                    (int)field->place.line);
    } else {
        return true;
    }
    run_note(&loader->run, FAILED);
    return false;
}

static struct rule *add_rule(struct loader *loader, struct rules *rules)
{
    void *items = rules->rules;
    struct rule *rule = ARENA_NEW(loader->run.arena, struct rule);
    if (rule == NULL ||
        arena_grow(loader->run.arena, &items, rules->rule_count, &rules->rule_capacity, sizeof(rule)) != OK) {
        run_note(&loader->run, NO_MEMORY);
        return NULL;
    }
    rules->rules = items;
    rules->rules[rules->rule_count++] = rule;
    return rule;
}

static void declare_field(struct loader *loader, const struct node *node, struct rules *rules, size_t kind)
{
    attributes_check(loader, node);
    if (!check_name(loader, node, rules)) {
        return;
    }
    if (++loader->field_count > MODEL_MAX_FIELDS) {
        if (loader->field_count == MODEL_MAX_FIELDS + 1) {
            diag_report(loader->run.diag, MSG_MODEL_TOO_MANY_FIELDS, node->place, (int)MODEL_MAX_FIELDS);
        }
        run_note(&loader->run, FAILED);
        return;
    }
    struct str name = node_attr(node, "name")->value;
    struct rule *rule = add_rule(loader, rules);
    struct field *field = rule == NULL ? NULL
                                       : shape_add(loader->run.arena, rules->shape, name,
                                                   (struct type){.kind = kinds[kind].type});
    if (field == NULL) {
        run_note(&loader->run, NO_MEMORY);
        return;
    }
    struct str label = attribute_text(node, "label");
    field->label = label.len > 0 ? label : name;
    field->place = node->place;
    field->optional = attribute_yes(loader, node, "optional");
    field->rule = rule;
    field->type.unit = attribute_text(node, "unit");
    rule->kind = kinds[kind].rule;
    rule->source = node;
    declare_limits(loader, node, rule);
    declare_inner(loader, node, rules, rule, &field->type);
}

static void declare_check(struct loader *loader, const struct node *node, struct rules *rules)
{
    attributes_check(loader, node);
    const struct attr *severity = node_attr(node, "severity");
    struct check check = {.source = node, .severity = SEVERITY_ERROR};
    if (severity != NULL && str_is(severity->value, "warning")) {
        check.severity = SEVERITY_WARNING;
    } else if (severity != NULL && str_is(severity->value, "notice")) {
        check.severity = SEVERITY_NOTICE;
    } else if (severity != NULL && !str_is(severity->value, "error")) {
        diag_report(loader->run.diag, MSG_MODEL_SEVERITY, severity->place, STR_ARGS(severity->value));
        run_note(&loader->run, FAILED);
    }
    void *items = rules->checks;
    run_note(&loader->run, arena_grow(loader->run.arena, &items, rules->check_count, &rules->check_capacity,
                                      sizeof(struct check)));
    if (loader->run.stop == OK) {
        rules->checks = items;
        rules->checks[rules->check_count++] = check;
    }
}

static void declare_element(struct loader *loader, const struct node *node, struct rules *rules)
{
    if (node_is(node, "check")) {
        declare_check(loader, node, rules);
        return;
    }
    if (node->parent == loader->root && (node_is(node, "type") || node_is(node, "document"))) {
        attributes_check(loader, node);
        return;
    }
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        if (node_is(node, kinds[i].element)) {
            declare_field(loader, node, rules, i);
            return;
        }
    }
    refuse_element(loader, node);
}

static void declare_fields(struct loader *loader, const struct node *parent, struct rules *rules)
{
    for (const struct node *child = parent->first; child != NULL && !run_over(&loader->run);
         child = child->next) {
        if (loader->field_count > MODEL_MAX_FIELDS) {
            return;
        }
        if (child->kind == NODE_TEXT) {
            refuse_text(loader, child);
        } else {
            declare_element(loader, child, rules);
        }
    }
}

static void check_types(struct loader *loader)
{
    for (const struct node *child = node_first_element(loader->root); child;
         child = node_next_element(child)) {
        if (!node_is(child, "type")) {
            continue;
        }
        const struct node *first = find_type(loader, attribute_text(child, "name"));
        if (node_attr(child, "name") == NULL) {
            diag_report(loader->run.diag, MSG_MODEL_NO_NAME, child->place, STR_ARGS(child->name), "name");
            run_note(&loader->run, FAILED);
        } else if (first != child) {
            const struct attr *attr = node_attr(child, "name");
            diag_report(loader->run.diag, MSG_MODEL_NAME_TWICE, attr->place, STR_ARGS(attr->value),
                        (int)first->place.line);
            run_note(&loader->run, FAILED);
        }
    }
}

void declare_model(struct loader *loader, struct model *model)
{
    const struct node *root = loader->root;
    if (!node_is(root, "model")) {
        diag_report(loader->run.diag, MSG_MODEL_ROOT, root->place, STR_ARGS(root->name));
        run_note(&loader->run, FAILED);
        return;
    }
    attributes_check(loader, root);
    model->kind = attribute_text(root, "kind");
    if (model->kind.len == 0) {
        diag_report(loader->run.diag, MSG_MODEL_NO_NAME, root->place, STR_ARGS(root->name), "kind");
        run_note(&loader->run, FAILED);
    }
    check_types(loader);
    model->rules = make_rules(loader, model->kind, NULL);
    if (model->rules != NULL) {
        declare_fields(loader, root, model->rules);
    }
}
