/* The elements of the author's language and their attributes, one table after the other: see schema.h. */
#include "schema/schema.h"

#define ELEMENT(language, name, help)          {ROW_ELEMENT, LANGUAGE_##language, name, VALUE_TEXT, "", help},
#define ATTRIBUTE(name, kind, otherwise, help) {ROW_ATTRIBUTE, 0, name, VALUE_##kind, otherwise, help},
#define COMPUTED(name, kind, help)             {ROW_COMPUTED, 0, name, VALUE_##kind, "", help},
static const struct schema_row rows[] = {
#include "schema/model.def"
#include "schema/style.def"
#include "schema/roles.def"
    {.row = ROW_END},
};
#undef COMPUTED
#undef ATTRIBUTE
#undef ELEMENT

const struct schema_row *schema_element(enum language language, struct str name)
{
    for (const struct schema_row *row = rows; row->row != ROW_END; row++)
        if (row->row == ROW_ELEMENT && row->language == language && str_is(name, row->name))
            return row;
    return NULL;
}

const struct schema_row *schema_attribute(const struct schema_row *element, struct str name)
{
    for (const struct schema_row *row = element + 1; row->row == ROW_ATTRIBUTE || row->row == ROW_COMPUTED;
         row++)
        if (str_is(name, row->name))
            return row;
    return NULL;
}

void schema_list(const struct schema_row *first, struct buf *out)
{
    for (const struct schema_row *row = first; row->row == ROW_ATTRIBUTE; row++)
        buf_printf(out, "%s%s", out->len == 0 ? "" : " ", row->name);
}

static enum status refuse(struct diag *diag, const struct node *node, const struct schema_row *element,
                          const struct attr *attr)
{
    struct buf list;

    buf_init(&list, 4096);
    schema_list(element + 1, &list);
    enum status status = buf_status(&list);
    if (status == OK)
        status = refuse_attribute(diag, node, attr, list.len == 0 ? "" : list.ptr);
    buf_clear(&list);
    return status;
}

enum status schema_check(struct diag *diag, const struct node *node, const struct schema_row *element)
{
    enum status status = OK;

    for (size_t i = 0; i < node->attr_count; i++) {
        const struct schema_row *row = schema_attribute(element, node->attrs[i].name);
        if (row == NULL || row->row == ROW_COMPUTED)
            status = status_worse(status, refuse(diag, node, element, &node->attrs[i]));
    }
    return status;
}
