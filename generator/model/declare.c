/*
 * model.xml -> shapes and rules: names, types, and what else can be known before formulas are compiled.
 *
 * A <type> is unfolded wherever it is used, so that each use has a shape with its own surroundings and its
 * formulas see the fields around that use.  So a type cannot hold itself, and the number of fields is
 * limited.
 */
#include "model/check_kinds.h"
#include "model/messages.def"

#include <string.h>

struct type_use {
    const struct node *type;
    const struct type_use *outer;
};

static const struct {
    const char *element;
    enum rule_kind rule;
    enum type_kind type;
} field_kinds[] = {
    {"text", RULE_TEXT, TYPE_TEXT},     {"number", RULE_NUMBER, TYPE_NUMBER},
    {"date", RULE_DATE, TYPE_DATE},     {"month", RULE_MONTH, TYPE_DATE},
    {"yesno", RULE_YESNO, TYPE_YESNO},  {"prose", RULE_PROSE, TYPE_PROSE},
    {"group", RULE_GROUP, TYPE_RECORD}, {"list", RULE_LIST, TYPE_LIST},
    {"bands", RULE_BANDS, TYPE_LIST},   {"numbers", RULE_NUMBERS, TYPE_LIST},
};

static void declare_fields(struct loader *loader, const struct node *parent, struct rules *rules);

static void refuse_declaration(struct loader *loader, const struct node *node)
{
    struct buf known = BUF(4096);
    buf_add_text(&known, "type document schedule use");
    for (size_t i = 0; i < ARRAY_COUNT(field_kinds); i++)
        buf_printf(&known, " %s", field_kinds[i].element);
    check_kinds_list(&known);
    enum status status = buf_status(&known);
    run_note(&loader->run, status == OK ? refuse_element(loader->run.diag, node, known.ptr) : status);
    buf_clear(&known);
}

void refuse_children(struct loader *loader, const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next)
        if (child->kind == NODE_TEXT)
            refuse_stray_text(&loader->run, child);
        else
            run_note(&loader->run, refuse_element(loader->run.diag, child, ""));
}

static struct rules *make_rules(struct loader *loader, struct str name, const struct shape *parent)
{
    struct rules *rules = RUN_NEW(&loader->run, struct rules);
    if (rules != NULL)
        rules->shape = run_kept(&loader->run, shape_make(loader->run.arena, name, parent));
    if (rules == NULL || rules->shape == NULL)
        return NULL;
    rules->shape->settling = &loader->settling;
    return rules;
}

/* Of several of a name the first: the model's own before those of files that it uses. */
static const struct node *find_type(const struct loader *loader, struct str name)
{
    int64_t at = str_index_lookup(&loader->type_names, name);
    return at == STR_INDEX_NONE ? NULL : loader->type_nodes[at];
}

static void note_type(struct loader *loader, const struct node *type)
{
    struct str name = attribute_text(type, "name");
    loader->type_names.arena = loader->run.arena;
    enum status status =
        ARENA_APPEND(loader->run.arena, loader->type_nodes, loader->type_count, loader->type_capacity, &type);
    if (status == OK)
        status = str_index_put(&loader->type_names, name, (int64_t)loader->type_count - 1);
    run_note(&loader->run, status);
}

static void offer_types(struct nearest *nearest, const struct node *root)
{
    for (const struct node *child = node_first_element(root); child != NULL; child = node_next_element(child))
        if (node_is(child, "type"))
            nearest_offer(nearest, attribute_text(child, "name"));
}

static void refuse_type(struct loader *loader, const struct attr *attr, struct str name)
{
    struct nearest nearest = {.name = name};
    offer_types(&nearest, loader->root);
    for (size_t i = 0; i < loader->use_count; i++)
        offer_types(&nearest, loader->uses[i]);
    diag_report_near(loader->run.diag, MSG_MODEL_NO_TYPE, attr->place, ((struct hint){.near = nearest.best}),
                     STR_ARGS(name));
    loader->lacks_types = true;
    run_note(&loader->run, FAILED);
}

static void unfold_type(struct loader *loader, const struct attr *attr, struct str name, struct rules *rules)
{
    const struct node *type = find_type(loader, name);
    if (type == NULL) {
        refuse_type(loader, attr, name);
        return;
    }
    for (const struct type_use *use = loader->types; use != NULL; use = use->outer) {
        if (use->type == type) {
            run_refuse(&loader->run, MSG_MODEL_TYPE_CIRCLE, attr->place, STR_ARGS(name));
            return;
        }
    }
    struct type_use use = {type, loader->types};
    loader->types = &use;
    declare_fields(loader, type, rules);
    loader->types = use.outer;
}

/* The fields of the types that `node` names, one after the other. */
static void declare_type_use(struct loader *loader, const struct node *node, struct rules *rules)
{
    const struct attr *attr = node_attr(node, "type");
    struct str rest = attr == NULL ? (struct str){"", 0} : str_trim(attr->value);
    if (attr != NULL && rest.len == 0)
        loader->lacks_types = true; /* told with the attributes */
    while (rest.len > 0 && !run_over(&loader->run)) {
        size_t end = 0;
        while (end < rest.len && strchr(" \t\r\n", rest.ptr[end]) == NULL)
            end++;
        unfold_type(loader, attr, str_slice(rest, 0, end), rules);
        rest = str_trim(str_slice(rest, end, rest.len));
    }
}

/* What people write between values where the language wants |; NULL: nothing of the sort. */
static const char *separator_in(struct str text)
{
    static const char *const separators[] = {"、", "，", "；", ",", ";", "/", "／", "｜"};
    for (size_t i = 0; i < ARRAY_COUNT(separators); i++)
        if (str_holds(text, separators[i]))
            return separators[i];
    return NULL;
}

static void split_choices(struct loader *loader, const struct node *node, struct rule *rule)
{
    struct str text = attribute_text(node, "one-of");
    if (text.len == 0)
        return;
    struct str *choices = NULL;
    size_t capacity = 0, from = 0;
    rule->one_of_names.arena = loader->run.arena;
    for (size_t i = 0; i <= text.len && loader->run.stop == OK; i++) {
        if (i < text.len && text.ptr[i] != '|')
            continue;
        const struct str choice = str_trim(str_slice(text, from, i));
        enum status status = str_index_put(&rule->one_of_names, choice, (int64_t)rule->one_of_count);
        if (status == OK)
            status = ARENA_APPEND(loader->run.arena, choices, rule->one_of_count, capacity, &choice);
        run_note(&loader->run, status);
        from = i + 1;
    }
    rule->one_of = choices;
    if (rule->one_of_count == 1 && separator_in(text) != NULL)
        diag_report(loader->run.diag, MSG_MODEL_ONE_CHOICE, node_attr(node, "one-of")->place, STR_ARGS(text),
                    separator_in(text));
}

/* What stands in the attributes of a list, a number, a text. */
static void declare_limits(struct loader *loader, const struct node *node, struct rule *rule)
{
    rule->decimals = -1;
    if (rule->kind == RULE_TEXT || rule->kind == RULE_GROUP || rule->kind == RULE_LIST)
        rule->personal = attribute_personal(loader, node);
    if (rule->kind == RULE_LIST) {
        rule->count_min = attribute_count(loader, node, "min", 0);
        rule->key = attribute_text(node, "key");
        rule->totals = attribute_yes(loader, node, "totals");
        rule->count_max =
            attribute_count(loader, node, "max", rule->key.len > 0 ? MODEL_MAX_KEYED : MODEL_MAX_LIST);
    }
    if (rule->kind == RULE_GROUP) {
        rule->file = arena_copy(loader->run.arena, attribute_text(node, "file"));
        run_note(&loader->run, rule->file.ptr == NULL ? NO_MEMORY : OK);
        rule->base = attribute_text(node, "base");
        rule->state = attribute_text(node, "state");
    }
    if (rule->kind < RULE_PROSE)
        rule->previous = attribute_text(node, "previous");
    if (rule->kind == RULE_NUMBER) {
        rule->decimals = attribute_count(loader, node, "decimals", -1);
        rule->integer = attribute_yes(loader, node, "integer");
    }
    if (rule->kind == RULE_TEXT) {
        rule->pattern = attribute_text(node, "pattern");
        rule->form =
            (enum text_form)run_word(&loader->run, node_attr(node, "form"), "form", &words_forms, FORM_NONE);
        rule->lines = attribute_yes(loader, node, "lines");
        split_choices(loader, node, rule);
    }
    rule->figures_proved = str_is(attribute_text(node, "figures"), "proved");
    rule->figures_free = !rule->figures_proved && figures_free(&loader->run, node);
}

struct type *make_type(struct loader *loader, struct type made)
{
    struct type *type = RUN_NEW(&loader->run, struct type);
    if (type != NULL)
        *type = made;
    return type;
}

/* The records inside a group or list, or the bands; and the type that follows from them. */
static void declare_inner(struct loader *loader, const struct node *node, struct rules *rules,
                          struct rule *rule, struct field *field)
{
    if (rule->kind == RULE_NUMBERS) {
        field->type.of = make_type(loader, (struct type){.kind = TYPE_NUMBER, .unit = field->type.unit});
        field->type.unit = (struct str){"", 0};
    }
    if (rule->kind != RULE_GROUP && rule->kind != RULE_LIST && rule->kind != RULE_BANDS) {
        refuse_children(loader, node);
        return;
    }
    rule->inner = make_rules(loader, attribute_text(node, "name"), rules->shape);
    if (rule->inner == NULL)
        return;
    rule->inner->holder = rule;
    if (rule->kind == RULE_GROUP)
        field->type.shape = rule->inner->shape;
    else
        field->type.of = make_type(loader, (struct type){.kind = TYPE_RECORD, .shape = rule->inner->shape});
    if (rule->kind == RULE_BANDS) {
        declare_bands(loader, node, rule, rule->inner);
        return;
    }
    if (rule->kind == RULE_LIST && (node_attr(node, "for") != NULL || node_attr(node, "as") != NULL))
        declare_derived(loader, node, rule, field);
    declare_type_use(loader, node, rule->inner);
    declare_fields(loader, node, rule->inner);
}

void report_twice(struct loader *loader, struct place place, struct str name, struct place first)
{
    if (place_same_file(first, place))
        diag_report(loader->run.diag, MSG_MODEL_NAME_TWICE, place, STR_ARGS(name), first.line);
    else
        diag_report(loader->run.diag, MSG_MODEL_NAME_TWICE_IN, place, STR_ARGS(name), first.file, first.line);
    run_note(&loader->run, FAILED);
}

/* A name that can be declared here; false is reported. */
static bool check_name(struct loader *loader, const struct node *node, const struct rules *rules)
{
    const struct attr *attr = node_attr(node, "name");
    if (attr == NULL) {
        attribute_missing(loader, node, "name");
    } else if (!name_is_valid(attr->value) || str_is(attr->value, "this")) {
        diag_report(loader->run.diag, MSG_MODEL_NAME, attr->place, STR_ARGS(attr->value));
    } else if (shape_lookup(rules->shape, attr->value) >= 0) {
        const struct field *field = &rules->shape->fields[shape_lookup(rules->shape, attr->value)];
        report_twice(loader, attr->place, attr->value, field->place);
    } else {
        return true;
    }
    run_note(&loader->run, FAILED);
    return false;
}

static struct rule *add_rule(struct loader *loader, struct rules *rules)
{
    struct rule *rule = RUN_NEW(&loader->run, struct rule);
    if (rule != NULL)
        RUN_APPEND(&loader->run, rules->rules, rules->rule_count, rules->rule_capacity, &rule);
    if (loader->run.stop != OK)
        return NULL;
    rule->owner = rules;
    rule->slot = (int)rules->rule_count - 1;
    return rule;
}

/* May one more field be declared? */
static bool count_field(struct loader *loader, struct place place)
{
    if (++loader->field_count <= MODEL_MAX_FIELDS)
        return true;
    if (loader->field_count == MODEL_MAX_FIELDS + 1)
        diag_report(loader->run.diag, MSG_MODEL_TOO_MANY_FIELDS, place, (int)MODEL_MAX_FIELDS);
    run_note(&loader->run, FAILED);
    return false;
}

static enum type_kind type_of_rule(enum rule_kind kind)
{
    for (size_t i = 0; i < ARRAY_COUNT(field_kinds); i++)
        if (field_kinds[i].rule == kind)
            return field_kinds[i].type;
    return TYPE_RECORD;
}

struct field *declare_plain(struct loader *loader, struct rules *rules, struct str name, enum rule_kind kind)
{
    const struct type type = {.kind = type_of_rule(kind)};
    struct rule *rule = add_rule(loader, rules);
    if (rule == NULL)
        return NULL;
    struct field *field = run_kept(&loader->run, shape_add(loader->run.arena, rules->shape, name, type));
    if (field == NULL)
        return NULL;
    rule->kind = kind;
    rule->decimals = -1;
    field->rule = rule;
    field->month = kind == RULE_MONTH;
    return field;
}

struct field *declare_records(struct loader *loader, struct rules *rules, struct str name, struct str label)
{
    struct rules *inner = make_rules(loader, name, rules->shape);
    struct field *field = inner == NULL ? NULL : declare_plain(loader, rules, name, RULE_LIST);
    if (field == NULL)
        return NULL;
    struct rule *rule = rules->rules[rules->rule_count - 1];
    rule->inner = inner;
    inner->holder = rule;
    rule->derived = true;
    rule->count_max = MODEL_MAX_LIST;
    field->label = label;
    field->type.of = make_type(loader, (struct type){.kind = TYPE_RECORD, .shape = inner->shape});
    return field;
}

/* Has the field the unit of its formula? */
static bool takes_unit(const struct node *node, enum rule_kind kind)
{
    bool has_is = node_attr(node, "is") != NULL;
    if (kind == RULE_TEXT)
        return has_is || node_attr(node, "default") != NULL;
    return has_is && (kind == RULE_NUMBER || kind == RULE_NUMBERS);
}

/* What a new declaration says of the field. */
static void fill_field(struct loader *loader, const struct node *node, struct rules *rules, int slot)
{
    struct field *field = &rules->shape->fields[slot];
    struct rule *rule = rules->rules[slot];
    struct str label = attribute_text(node, "label");
    field->label = label.len > 0 ? label : field->name;
    field->place = node->place;
    field->optional = attribute_yes(loader, node, "optional");
    field->type.unit = str_trim(attribute_text(node, "unit"));
    field->unsettled = takes_unit(node, rule->kind) && field->type.unit.len == 0;
    rule->source = rule->declared = node;
    declare_rounding(loader, node, field, rule);
    declare_limits(loader, node, rule);
    field->figures_free = rule->figures_free;
    field->filled = rule->count_min > 0;
    declare_inner(loader, node, rules, rule, field);
}

/* A field that a type brought: replaced, or, when it holds fields of its own, gone on with. */
static void override_field(struct loader *loader, const struct node *node, struct rules *rules, size_t kind)
{
    int slot = override_slot(loader, node, rules, field_kinds[kind].rule, field_kinds[kind].type);
    if (slot < 0)
        return;
    struct field *field = &rules->shape->fields[slot];
    struct rule *rule = rules->rules[slot];
    if (rule->kind == RULE_GROUP || rule->kind == RULE_LIST) {
        override_continue(loader, node, field, rule);
        declare_type_use(loader, node, rule->inner);
        declare_fields(loader, node, rule->inner);
        return;
    }
    *rule = (struct rule){.kind = field_kinds[kind].rule, .owner = rules, .slot = slot, .decimals = -1};
    *field = (struct field){.name = field->name, .type = {.kind = field_kinds[kind].type}, .rule = rule};
    fill_field(loader, node, rules, slot);
}

static void declare_field(struct loader *loader, const struct node *node, struct rules *rules, size_t kind)
{
    attributes_check(loader, node);
    if (attribute_yes(loader, node, "override")) {
        override_field(loader, node, rules, kind);
        return;
    }
    if (!check_name(loader, node, rules) || !count_field(loader, node->place))
        return;
    if (declare_plain(loader, rules, node_attr(node, "name")->value, field_kinds[kind].rule) != NULL)
        fill_field(loader, node, rules, (int)rules->rule_count - 1);
}

static void declare_element(struct loader *loader, const struct node *node, struct rules *rules)
{
    if (node->parent == loader->root &&
        (node_is(node, "type") || node_is(node, "document") || node_is(node, "use"))) {
        attributes_check(loader, node);
        if (!node_is(node, "type"))
            refuse_children(loader, node);
        return;
    }
    if (node_is(node, "schedule")) {
        attributes_check(loader, node);
        if (check_name(loader, node, rules) && count_field(loader, node->place))
            declare_schedule(loader, node, rules);
        return;
    }
    for (size_t i = 0; i < ARRAY_COUNT(field_kinds); i++) {
        if (node_is(node, field_kinds[i].element)) {
            declare_field(loader, node, rules, i);
            return;
        }
    }
    if (!check_declare(loader, node, rules))
        refuse_declaration(loader, node);
}

static void declare_fields(struct loader *loader, const struct node *parent, struct rules *rules)
{
    for (const struct node *child = parent->first; child != NULL && !run_over(&loader->run);
         child = child->next) {
        if (loader->field_count > MODEL_MAX_FIELDS)
            return;
        if (child->kind == NODE_TEXT)
            refuse_stray_text(&loader->run, child);
        else
            declare_element(loader, child, rules);
    }
}

/* Makes the types known. */
static void check_types(struct loader *loader, const struct node *root)
{
    for (const struct node *child = node_first_element(root); child != NULL;
         child = node_next_element(child)) {
        if (!node_is(child, "type"))
            continue;
        const struct attr *attr = node_attr(child, "name");
        const struct node *first = find_type(loader, attribute_text(child, "name"));
        if (attr == NULL)
            attribute_missing(loader, child, "name");
        else if (first != NULL)
            report_twice(loader, attr->place, attr->value, first->place);
        else
            note_type(loader, child);
    }
}

/* A file of types: only types stand in it. */
static void check_use(struct loader *loader, const struct node *root)
{
    attributes_check(loader, root);
    for (const struct node *child = root->first; child != NULL; child = child->next)
        if (child->kind == NODE_TEXT)
            refuse_stray_text(&loader->run, child);
        else if (node_is(child, "type"))
            attributes_check(loader, child);
        else
            run_note(&loader->run, refuse_element(loader->run.diag, child, "type"));
}

/* <use file="…"/>: the types of another file, relative to model.xml. */
static void read_use(struct loader *loader, const struct node *use)
{
    const struct attr *attr = node_attr(use, "file");
    struct node *root = NULL;
    attributes_check(loader, use);
    if (attr == NULL) {
        attribute_missing(loader, use, "file");
        return;
    }
    const char *path;
    const struct used_file used = {
        .name = str_trim(attr->value), .beside = attr->place.file, .place = attr->place};
    enum status status = reader_find_used(loader->run.arena, loader->run.diag, loader->folder, &used, &path);
    if (status == OK)
        status = reader_read_file(loader->run.arena, loader->run.diag, path, &root);
    run_note(&loader->run, status);
    if (status == OK && !node_is(root, "types")) {
        run_note(&loader->run, refuse_root(loader->run.diag, root, "types"));
    } else if (status == OK) {
        const struct node *types = root;
        RUN_APPEND(&loader->run, loader->uses, loader->use_count, loader->use_capacity, &types);
        check_use(loader, types);
    }
}

static void read_uses(struct loader *loader)
{
    for (const struct node *child = node_first_element(loader->root); child != NULL && loader->run.stop == OK;
         child = node_next_element(child))
        if (node_is(child, "use"))
            read_use(loader, child);
    check_types(loader, loader->root);
    for (size_t i = 0; i < loader->use_count && loader->run.stop == OK; i++)
        check_types(loader, loader->uses[i]);
}

void declare_model(struct loader *loader, struct model *model)
{
    const struct node *root = loader->root;
    if (!node_is(root, "model")) {
        run_note(&loader->run, refuse_root(loader->run.diag, root, "model"));
        return;
    }
    attributes_check(loader, root);
    model->kind = attribute_text(root, "kind");
    model->label = attribute_text(root, "label");
    if (model->kind.len == 0)
        attribute_missing(loader, root, "kind");
    else
        model->kind_place = node_attr(root, "kind")->place;
    read_uses(loader);
    model->rules = make_rules(loader, model->kind, NULL);
    loader->lacks_types = loader->run.failed;
    if (model->rules != NULL && !loader->lacks_types) {
        declare_type_use(loader, root, model->rules);
        declare_fields(loader, root, model->rules);
    }
}
