/* mapping.xml, read: what it may say is schema/mapping.def. */
#include "series/series_int.h"
#include "series/messages.def"

struct text_at text_said(const struct node *node, const char *name)
{
    const struct attr *attr = node_attr(node, name);
    return attr == NULL ? (struct text_at){.place = node->place}
                        : (struct text_at){str_trim(attr->value), attr->place};
}

enum status text_needed(struct diag *diag, const struct node *node, const char *name,
                        struct text_at *ret_said)
{
    *ret_said = text_said(node, name);
    return ret_said->text.len > 0 ? OK : refuse_missing(diag, node, name);
}

/* 0: not said. */
static enum status read_row(struct diag *diag, const struct node *node, uint32_t *ret_row)
{
    const struct text_at head = text_said(node, "head");
    union attr_value value = {.count = 0};
    if (head.text.len > 0 && !value_parse(VALUE_NUMBER, head.text, &value))
        return diag_report(diag, MSG_SERIES_HEAD_ROW, head.place, 0U);
    *ret_row = (uint32_t)value.count;
    return OK;
}

static enum status map_column(struct arena *arena, struct diag *diag, const struct node *node,
                              struct mapping_columns *columns)
{
    struct mapping_column column = {.head = {.place = node->place}};
    enum status status = text_needed(diag, node, "head", &column.head);
    if (status == OK && node_is(node, "column"))
        status = text_needed(diag, node, "field", &column.field);
    for (size_t i = 0; i < columns->count && status == OK; i++)
        if (str_equal(columns->items[i].head.text, column.head.text))
            return diag_report(diag, MSG_SERIES_TWICE, column.head.place, STR_ARGS(column.head.text));
    return status != OK ? status
                        : ARENA_APPEND(arena, columns->items, columns->count, columns->capacity, &column);
}

static enum status map_others(struct diag *diag, const struct node *node, struct mapping_columns *columns)
{
    if (columns->others_head.text.len > 0)
        return diag_report(diag, MSG_SERIES_TWICE, node->place, STR_ARGS(node->name));
    enum status status = text_needed(diag, node, "head", &columns->others_head);
    return status_worse(status, text_needed(diag, node, "cell", &columns->others_cell));
}

static enum status check(struct diag *diag, const struct node *node, const char *known)
{
    if (node->kind == NODE_TEXT || !word_in(node->name, known))
        return refuse_child(diag, node, known);
    return schema_check(diag, node, schema_element(LANGUAGE_MAPPING, node->name));
}

static enum status map_list(struct arena *arena, struct diag *diag, const struct node *node,
                            struct mapping *mapping)
{
    struct mapping_list list = {.key = text_said(node, "key"), .to = text_said(node, "to")};
    enum status status = text_needed(diag, node, "field", &list.field);
    status = status_worse(status, text_needed(diag, node, "sheet", &list.sheet));
    status = status_worse(status, read_row(diag, node, &list.head));
    for (size_t i = 0; i < mapping->list_count && status == OK; i++)
        if (str_equal(mapping->lists[i].sheet.text, list.sheet.text) &&
            str_equal(mapping->lists[i].field.text, list.field.text))
            status = diag_report(diag, MSG_SERIES_TWICE, list.field.place, STR_ARGS(list.field.text));
    for (const struct node *child = node->first; child != NULL && !status_stops(status);
         child = child->next) {
        enum status own = check(diag, child, "column skip others");
        if (own == OK && child->kind == NODE_ELEMENT)
            own = node_is(child, "others") ? map_others(diag, child, &list.columns)
                                           : map_column(arena, diag, child, &list.columns);
        status = status_worse(status, own);
    }
    return status != OK
               ? status
               : ARENA_APPEND(arena, mapping->lists, mapping->list_count, mapping->list_capacity, &list);
}

static enum status map_value(struct arena *arena, struct diag *diag, const struct node *node,
                             struct mapping *mapping)
{
    struct mapping_value value;
    enum status status = text_needed(diag, node, "field", &value.field);
    status = status_worse(status, text_needed(diag, node, "is", &value.is));
    return status != OK
               ? status
               : ARENA_APPEND(arena, mapping->values, mapping->value_count, mapping->value_capacity, &value);
}

/* A sheet that is not wanted is a list of nothing. */
static enum status add_skipped(struct arena *arena, struct diag *diag, const struct node *node,
                               struct mapping *mapping)
{
    const struct mapping_list list = {.sheet = text_said(node, "sheet")};
    if (list.sheet.text.len == 0)
        return map_column(arena, diag, node, &mapping->columns);
    return ARENA_APPEND(arena, mapping->lists, mapping->list_count, mapping->list_capacity, &list);
}

static enum status add_child(struct arena *arena, struct diag *diag, const struct node *child,
                             struct mapping *mapping)
{
    enum status status = check(diag, child, "column skip others value list");
    if (status != OK || child->kind == NODE_TEXT)
        return status;
    if (node_is(child, "column"))
        return map_column(arena, diag, child, &mapping->columns);
    if (node_is(child, "skip"))
        return add_skipped(arena, diag, child, mapping);
    if (node_is(child, "others"))
        return mapping->list.text.len > 0 ? map_others(diag, child, &mapping->columns)
                                          : diag_report(diag, MSG_SERIES_OTHERS_NO_LIST, child->place);
    return node_is(child, "value") ? map_value(arena, diag, child, mapping)
                                   : map_list(arena, diag, child, mapping);
}

enum status mapping_read(struct arena *arena, struct diag *diag, const struct node *root, struct str kind,
                         struct mapping *ret_mapping)
{
    struct mapping mapping = {.head = 0};
    *ret_mapping = mapping;
    if (root == NULL)
        return OK;
    if (!node_is(root, "mapping"))
        return refuse_root(diag, root, "mapping");
    enum status status = schema_check(diag, root, schema_element(LANGUAGE_MAPPING, root->name));
    const struct text_at own = text_said(root, "kind");
    if (own.text.len > 0 && !str_equal(own.text, kind))
        status = diag_report(diag, MSG_SERIES_KIND, own.place, STR_ARGS(own.text), STR_ARGS(kind));
    mapping.sheet = text_said(root, "sheet");
    mapping.name = text_said(root, "name");
    mapping.list = text_said(root, "list");
    status = status_worse(status, read_row(diag, root, &mapping.head));
    for (const struct node *child = root->first; child != NULL && !status_stops(status); child = child->next)
        status = status_worse(status, add_child(arena, diag, child, &mapping));
    *ret_mapping = mapping;
    return status;
}
