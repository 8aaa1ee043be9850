/*
 * What the author wrote that is not known here, left out or no such value: the message, with the nearest known
 * name where one is near, else with all that are.
 *
 * Takes the element and the known names as a list of words.  An attribute that is missing while a misspelt
 * one stands there is one fault: the misspelt one is named.
 */
#include "schema/schema.h"
#include "schema/messages.def"

struct str nearest_word(struct str name, struct str known)
{
    struct nearest nearest = {.name = name};
    struct str word;
    while (word_next(&known, &word))
        nearest_offer(&nearest, word);
    return nearest.best;
}

static enum status report_element(struct diag *diag, const struct node *node, struct hint hint)
{
    return diag_report_near(diag, MSG_SCHEMA_ELEMENT, node->place, hint, STR_ARGS(node->name));
}

enum status refuse_element(struct diag *diag, const struct node *node, const char *known)
{
    return report_element(diag, node, (struct hint){nearest_word(node->name, str_of(known)), known});
}

enum status refuse_misplaced(struct diag *diag, const struct node *node, const char *known)
{
    return report_element(diag, node, (struct hint){.known = known});
}

enum status refuse_child(struct diag *diag, const struct node *child, const char *known)
{
    if (node_is_blank(child))
        return OK;
    if (child->kind == NODE_TEXT)
        return diag_report(diag, MSG_SCHEMA_TEXT, child->place, STR_ARGS(child->parent->name));
    return refuse_element(diag, child, known);
}

enum status refuse_content(struct diag *diag, const struct node *node)
{
    enum status status = OK;
    for (const struct node *child = node->first; child != NULL; child = child->next)
        status = status_worse(status, refuse_child(diag, child, ""));
    return status;
}

enum status refuse_root(struct diag *diag, const struct node *root, const char *wanted)
{
    return diag_report(diag, MSG_SCHEMA_ROOT, root->place, wanted, STR_ARGS(root->name));
}

enum status refuse_attribute(struct diag *diag, const struct node *node, const struct attr *attr,
                             const char *known)
{
    struct hint hint = {nearest_word(attr->name, str_of(known)), known};
    return diag_report_near(diag, MSG_SCHEMA_ATTRIBUTE, attr->place, hint, STR_ARGS(node->name),
                            STR_ARGS(attr->name));
}

const struct attr *misspelt_attr(const struct node *node, struct str name)
{
    for (size_t i = 0; i < node->attr_count; i++) {
        struct nearest nearest = {.name = node->attrs[i].name};
        nearest_offer(&nearest, name);
        if (nearest.best.len > 0 && nearest.distance > 0)
            return &node->attrs[i];
    }
    return NULL;
}

enum status refuse_missing(struct diag *diag, const struct node *node, const char *name)
{
    const struct attr *misspelt = misspelt_attr(node, str_of(name));
    if (misspelt != NULL)
        return refuse_attribute(diag, node, misspelt, name);
    return diag_report(diag, MSG_SCHEMA_ATTRIBUTE_MISSING, node->place, STR_ARGS(node->name), name);
}

enum status refuse_name(struct diag *diag, struct place place, struct str name, const char *label,
                        struct str near)
{
    struct hint hint = {.near = str_equal(near, name) ? STR("") : near};
    return diag_report_near(diag, MSG_SCHEMA_UNKNOWN, place, hint, STR_ARGS(name), label);
}

enum status refuse_value(struct diag *diag, struct place place, const char *name, struct str value,
                         const char *wanted)
{
    return diag_report(diag, MSG_SCHEMA_VALUE, place, name, STR_ARGS(value), wanted);
}

enum status refuse_word(struct diag *diag, struct place place, const char *name, struct str value,
                        const struct words *words)
{
    char label[WORDS_LABEL_MAX];
    return refuse_value(diag, place, name, value, words_label(words, label));
}
