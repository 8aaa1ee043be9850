/*
 * Attributes of the elements of model.xml: which are allowed where, and their values as yes/no, counts and
 * numbers.
 */
#include "model/check_kinds.h"
#include "model/messages.h"

static const struct {
    const char *element, *attributes;
} table[] = {
    {"text", "name label optional pattern one-of lines reads is default figures override"},
    {"number",
     "name label optional unit min max decimals integer tolerance round rounding is default override"},
    {"date", "name label optional is default override"},
    {"month", "name label optional is default override"},
    {"yesno", "name label optional is default override"},
    {"prose", "name label optional figures override"},
    {"numbers", "name label unit is override"},
    {"group", "name label optional type file state base override"},
    {"list", "name label min max type key for as override"},
    {"schedule", "name label from"},
    {"part", "months each total of rest decimals"},
    {"bands", "name label unit override"},
    {"band", "min max label"},
    {"type", "name"},
    {"document", "title subject author date"},
    {"model", "kind label type"},
    {"types", ""},
    {"use", "file"},
};

/* "name label …" allowed on the declaration; NULL: no such element. */
static const char *attributes_allowed(struct str element)
{
    for (size_t i = 0; i < ARRAY_COUNT(table); i++)
        if (str_is(element, table[i].element))
            return table[i].attributes;
    const struct check_kind *kind = NULL;
    return check_kinds_of(element, &kind) == 0 ? NULL : kind->attributes;
}

/* Empty is no value, and not the same as not given; a label may say nothing, a formula says it itself. */
static void refuse_empty(struct loader *loader, const struct node *node, const struct attr *attr)
{
    static const char needed[] = "pattern one-of key type file state base unit as";
    if (text_is_blank(attr->value) && word_in(attr->name, needed)) {
        diag_report(loader->run.diag, MSG_MODEL_ATTRIBUTE_EMPTY, attr->place, STR_ARGS(node->name),
                    STR_ARGS(attr->name));
        run_note(&loader->run, FAILED);
    }
}

void attributes_check(struct loader *loader, const struct node *node)
{
    const char *allowed = attributes_allowed(node->name);
    for (size_t i = 0; i < node->attr_count; i++) {
        const struct attr *attr = &node->attrs[i];
        if (word_in(attr->name, allowed)) {
            refuse_empty(loader, node, attr);
            continue;
        }
        run_note(&loader->run, refuse_attribute(loader->run.diag, node, attr, allowed));
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
    int yes = false;
    if (attr != NULL && !words_parse(&words_yesno, attr->value, &yes)) {
        run_note(&loader->run, refuse_word(loader->run.diag, attr->place, name, attr->value, &words_yesno));
        yes = true;
    }
    return yes;
}

bool figures_free(struct run *run, const struct node *node)
{
    const struct attr *attr = node_attr(node, "figures");
    if (attr != NULL && !str_is(attr->value, "free")) {
        diag_report(run->diag, MSG_MODEL_FIGURES, attr->place, STR_ARGS(attr->value));
        run_note(run, FAILED);
    }
    return attr != NULL;
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
        diag_report(loader->run.diag, MSG_MODEL_ATTRIBUTE_NUMBER, attr->place, name, STR_ARGS(attr->value));
        run_note(&loader->run, FAILED);
        return otherwise;
    }
    return count;
}
