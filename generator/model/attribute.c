/*
 * Attributes of the elements of model.xml: which are allowed where, and their values as yes/no, counts and
 * numbers.
 */
#include "model/model_int.h"
#include "model/messages.def"

void attributes_check(struct loader *loader, const struct node *node)
{
    const struct schema_row *element = schema_element(LANGUAGE_MODEL, node->name);
    if (element == NULL)
        return;
    run_note(&loader->run, schema_check(loader->run.diag, node, element));
    for (size_t i = 0; i < node->attr_count; i++) {
        const struct attr *attr = &node->attrs[i];
        const struct schema_row *row = schema_attribute(element, attr->name);
        /* Empty is no value, and not the same as not given; a label may say nothing, a formula says it itself. */
        if (row != NULL && value_form(row->kind) == FORM_SOLID && text_is_blank(attr->value))
            run_refuse(&loader->run, MSG_MODEL_ATTRIBUTE_EMPTY, attr->place, STR_ARGS(node->name),
                       STR_ARGS(attr->name));
    }
}

void attribute_missing(struct loader *loader, const struct node *node, const char *name)
{
    run_note(&loader->run, refuse_missing(loader->run.diag, node, name));
}

struct str attribute_text(const struct node *node, const char *name)
{
    const struct attr *attr = node_attr(node, name);
    return attr == NULL ? (struct str){"", 0} : str_trim(attr->value);
}

bool attribute_yes(struct loader *loader, const struct node *node, const char *name)
{
    const struct attr *attr = node_attr(node, name);
    return run_word(&loader->run, attr, name, &words_yesno, attr != NULL);
}

bool figures_free(struct run *run, const struct node *node)
{
    const struct attr *attr = node_attr(node, "figures");
    if (attr != NULL && !str_is(attr->value, "free"))
        run_refuse(run, MSG_MODEL_FIGURES, attr->place, STR_ARGS(attr->value));
    return attr != NULL;
}

/* What its own element says, else the <type> that it stands in. */
enum personal attribute_personal(struct loader *loader, const struct node *node)
{
    const struct attr *attr = node_attr(node, "personal");
    if (attr == NULL && node->parent != NULL && node_is(node->parent, "type"))
        attr = node_attr(node->parent, "personal");
    return (enum personal)run_word(&loader->run, attr, "personal", &words_personal, PERSONAL_UNSAID);
}

enum personal model_personal(const struct record *record, int slot)
{
    const struct rule *rule = rule_of(record, slot);
    if (rule->kind != RULE_TEXT)
        return PERSONAL_UNSAID;
    if (rule->personal == PERSONAL_UNSAID &&
        (rule->one_of_count > 0 || (record->shape->fields[slot].is != NULL && !rule->is_default)))
        return PERSONAL_UNSAID; /* it takes no word from what stands around it */
    while (rule->personal == PERSONAL_UNSAID && rule->owner->holder != NULL)
        rule = rule->owner->holder;
    return rule->personal;
}

const struct number *attribute_number(struct loader *loader, const struct node *node, const char *name)
{
    const struct attr *attr = node_attr(node, name);
    const struct number *number = NULL;
    if (attr == NULL)
        return NULL;
    enum status status = number_parse(loader->run.arena, str_trim(attr->value), &number);
    if (status == FAILED)
        diag_report(loader->run.diag, MSG_MODEL_ATTRIBUTE_NUMBER, attr->place, name, STR_ARGS(attr->value));
    run_note(&loader->run, status);
    return status == OK ? number : NULL;
}

int64_t attribute_count(struct loader *loader, const struct node *node, const char *name, int64_t otherwise)
{
    const struct number *number = attribute_number(loader, node, name);
    int64_t count = 0;
    if (number == NULL)
        return otherwise;
    if (!number_as_int(number, &count) || count < 0 || count > MODEL_MAX_LIST) {
        const struct attr *attr = node_attr(node, name);
        run_refuse(&loader->run, MSG_MODEL_ATTRIBUTE_NUMBER, attr->place, name, STR_ARGS(attr->value));
        return otherwise;
    }
    return count;
}

bool rule_is_owed(const struct rule *rule, const struct field *field)
{
    if (rule->kind == RULE_LIST)
        return rule->count_min > 0;
    if (rule->kind == RULE_GROUP)
        return !field->optional && needs_input(rule->inner);
    return rule->kind <= RULE_PROSE && !field->optional && field->is == NULL && rule->previous.len == 0;
}

bool needs_input(const struct rules *rules)
{
    for (size_t i = 0; i < rules->rule_count; i++)
        if (rule_is_owed(rules->rules[i], &rules->shape->fields[i]))
            return true;
    return false;
}

/* What the declaration says for people; one that goes on with a group or list need not say it again. */
static struct str said_of(const struct rule *rule, const char *name)
{
    const struct str own = rule->declared == NULL ? STR("") : attribute_text(rule->declared, name);
    return own.len > 0 || rule->source == NULL ? own : attribute_text(rule->source, name);
}

struct str rule_help(const struct rule *rule)
{
    return said_of(rule, "help");
}

/* Of a text that carries its own proof one that holds. */
static struct str example_of(const struct rule *rule)
{
    static const char *const proved[] = {
        [FORM_NONE] = "", [FORM_CREDIT_CODE] = "91350100M000100Y43", [FORM_ID_NUMBER] = "11010519491231002X"};
    const struct str said = said_of(rule, "example");
    return said.len > 0 ? said : str_of(proved[rule->form]);
}

struct str model_sample(enum model_entry entry)
{
    return entry == MODEL_NUMBER  ? STR("1")
           : entry == MODEL_DATE  ? STR("2026-08-02")
           : entry == MODEL_MONTH ? STR("2026-08")
                                  : STR("");
}

void model_field_facts(const struct field *field, struct model_facts *ret_facts)
{
    static const enum model_entry entries[] = {
        [RULE_TEXT] = MODEL_TEXT,        [RULE_NUMBER] = MODEL_NUMBER,   [RULE_DATE] = MODEL_DATE,
        [RULE_MONTH] = MODEL_MONTH,      [RULE_YESNO] = MODEL_YESNO,     [RULE_PROSE] = MODEL_PROSE,
        [RULE_GROUP] = MODEL_GROUP,      [RULE_LIST] = MODEL_LIST,       [RULE_BANDS] = MODEL_NO_ENTRY,
        [RULE_NUMBERS] = MODEL_NO_ENTRY, [RULE_ELEMENT] = MODEL_NO_ENTRY};
    const struct rule *rule = field->rule;
    *ret_facts = (struct model_facts){.entry = MODEL_NO_ENTRY,
                                      .needed = !field->optional && field->is == NULL &&
                                                (rule == NULL || rule->previous.len == 0),
                                      .decimals = -1};
    if (rule == NULL)
        return;
    ret_facts->entry = entries[rule->kind];
    ret_facts->stated =
        (field->is == NULL || field->is_default) && !rule->derived && rule->kind != RULE_BANDS;
    ret_facts->owed = rule_is_owed(rule, field) && rule->base.len == 0 && !rule->made;
    ret_facts->tight = is_value(rule);
    ret_facts->integer = rule->integer;
    ret_facts->lines = rule->lines;
    ret_facts->derived = rule->derived;
    ret_facts->keyed = rule->key.len > 0;
    ret_facts->based = rule->base.len > 0;
    ret_facts->base = rule->base;
    ret_facts->href = rule->file.len > 0;
    ret_facts->choices = rule->one_of;
    ret_facts->choice_count = rule->one_of_count;
    ret_facts->key = rule->key;
    ret_facts->pattern = rule->pattern;
    ret_facts->help = rule_help(rule);
    ret_facts->example = example_of(rule);
    ret_facts->has_example = said_of(rule, "example").len > 0;
    ret_facts->decimals = rule->kind == RULE_NUMBER ? rule->decimals : -1;
    ret_facts->least = rule->count_min;
    ret_facts->most = rule->count_max;
}
