/*
 * What the author wrote that is not known here, or left out: the message, with the nearest known name where
 * one is near, else with all that are.
 *
 * Takes the element and the known names as a list of words.  An attribute that is missing while a misspelt
 * one stands there is one fault: the misspelt one is named.
 */
#include "schema/schema.h"
#include "schema/messages.h"

static struct str nearest_word(struct str name, const char *known)
{
    struct nearest nearest = {.name = name};
    struct str rest = str_of(known), word;

    while (word_next(&rest, &word))
        nearest_offer(&nearest, word);
    return nearest.best;
}

static const char *list_or_none(const char *known)
{
    return known[0] == '\0' ? "（无）" : known;
}

enum status refuse_element(struct diag *diag, const struct node *node, const char *known)
{
    struct str near = nearest_word(node->name, known);

    if (near.len > 0)
        diag_report(diag, MSG_SCHEMA_ELEMENT_NEAR, node->place, STR_ARGS(node->name), STR_ARGS(near));
    else
        diag_report(diag, MSG_SCHEMA_ELEMENT, node->place, STR_ARGS(node->name), list_or_none(known));
    return FAILED;
}

enum status refuse_attribute(struct diag *diag, const struct node *node, const struct attr *attr,
                             const char *known)
{
    struct str near = nearest_word(attr->name, known);

    if (near.len > 0)
        diag_report(diag, MSG_SCHEMA_ATTRIBUTE_NEAR, attr->place, STR_ARGS(node->name), STR_ARGS(attr->name),
                    STR_ARGS(near));
    else
        diag_report(diag, MSG_SCHEMA_ATTRIBUTE, attr->place, STR_ARGS(node->name), STR_ARGS(attr->name),
                    list_or_none(known));
    return FAILED;
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
    diag_report(diag, MSG_SCHEMA_ATTRIBUTE_MISSING, node->place, STR_ARGS(node->name), name);
    return FAILED;
}

enum status refuse_name(struct diag *diag, struct place place, struct str name, const char *label,
                        struct str near)
{
    if (near.len > 0 && !str_equal(near, name))
        diag_report(diag, MSG_SCHEMA_UNKNOWN_NEAR, place, STR_ARGS(name), label, STR_ARGS(near));
    else
        diag_report(diag, MSG_SCHEMA_UNKNOWN, place, STR_ARGS(name), label);
    return FAILED;
}
