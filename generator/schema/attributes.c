/* Attributes of elements in the files of a kind: those that may stand there, and one as the source of an
 * expression. */
#include "schema/schema.h"

#include <string.h>

bool word_in(struct str name, const char *list)
{
    while (*list != '\0') {
        size_t len = strcspn(list, " ");
        if (str_equal(name, (struct str){list, len}))
            return true;
        list += len + (list[len] == ' ');
    }
    return false;
}

enum status attributes_among(struct diag *diag, const struct node *node, const char *names)
{
    enum status status = OK;
    for (size_t i = 0; i < node->attr_count; i++) {
        const struct attr *attr = &node->attrs[i];
        if (word_in(attr->name, names))
            continue;
        status = refuse_attribute(diag, node, attr, names);
    }
    return status;
}

static struct place attr_place_of(const void *attr, size_t offset)
{
    return attr_text_place(attr, offset);
}

struct pattern_source attr_source(const struct attr *attr)
{
    return (struct pattern_source){.text = attr->value, .place_of = attr_place_of, .context = attr};
}
