/* Trees copied, and values put where their fields are. */
#include "series/series_int.h"

#include <string.h>

static struct node *add_node(struct arena *arena, struct node *parent, const struct node *like)
{
    struct node *node = ARENA_NEW(arena, struct node);
    if (node == NULL)
        return NULL;
    *node = *like;
    node->parent = parent;
    node->first = node->last = node->next = NULL;
    if (parent != NULL && parent->last != NULL)
        parent->last->next = node;
    else if (parent != NULL)
        parent->first = node;
    if (parent != NULL)
        parent->last = node;
    return node;
}

struct node *paper_add_element(struct arena *arena, struct node *parent, struct str name, struct place place)
{
    return add_node(arena, parent, &(struct node){.kind = NODE_ELEMENT, .name = name, .place = place});
}

static bool is_before(struct place a, struct place b)
{
    return a.line < b.line || (a.line == b.line && a.column < b.column);
}

static bool copy_children(struct arena *arena, const struct node *from, struct node *to,
                          struct paper_own *own);

/* Attributes are shared: they are replaced, never changed. */
static bool copy_node(struct arena *arena, const struct node *node, struct node *to, struct paper_own *own)
{
    struct node *copy = add_node(arena, to, node);
    return copy != NULL && copy_children(arena, node, copy, own);
}

/* Those that stood in `from`, before the child; NULL: all that are left. */
static bool copy_own(struct arena *arena, const struct node *from, const struct node *child, struct node *to,
                     struct paper_own *own)
{
    while (own->first != NULL && own->first->parent == from &&
           (child == NULL || is_before(own->first->place, child->place))) {
        const struct node *node = own->first;
        own->first = node->next;
        if (!copy_node(arena, node, to, &(struct paper_own){.first = NULL}))
            return false;
    }
    return true;
}

/* Both are gone through in the order of the document, each once. */
static bool is_emptied(const struct node *node, struct paper_own *own)
{
    if (own->holder_count == 0 || own->holders[0] != node)
        return false;
    own->holders++;
    own->holder_count--;
    return node_first_element(node) == NULL && (own->first == NULL || own->first->parent != node);
}

static bool copy_children(struct arena *arena, const struct node *from, struct node *to,
                          struct paper_own *own)
{
    for (const struct node *child = from->first; child != NULL; child = child->next)
        if (!copy_own(arena, from, child, to, own) ||
            (!is_emptied(child, own) && !copy_node(arena, child, to, own)))
            return false;
    return copy_own(arena, from, NULL, to, own);
}

struct node *paper_copy(struct arena *arena, const struct node *root, const struct paper_own *own)
{
    struct node *copy = add_node(arena, NULL, root);
    struct paper_own rest = {.first = NULL};
    if (own != NULL)
        rest = *own;
    return copy != NULL && copy_children(arena, root, copy, &rest) ? copy : NULL;
}

static struct node *child_named(const struct node *element, struct str name)
{
    struct node *child = node_first_element(element);
    while (child != NULL && !str_equal(child->name, name))
        child = node_next_element(child);
    return child;
}

/* The record that the last step belongs to. */
static struct node *open_groups(struct arena *arena, struct node *record, const struct target *target,
                                struct place place)
{
    for (size_t i = 0; i + 1 < target->count && record != NULL; i++) {
        struct node *group = child_named(record, target->steps[i]);
        record = group != NULL ? group : paper_add_element(arena, record, target->steps[i], place);
    }
    return record;
}

static enum status drop_attr(struct arena *arena, struct node *node, struct str name)
{
    for (size_t i = 0; i < node->attr_count; i++) {
        if (!str_equal(node->attrs[i].name, name))
            continue;
        struct attr *rest = ARENA_NEW_ARRAY(arena, node->attr_count, struct attr);
        if (rest == NULL)
            return NO_MEMORY;
        memcpy(rest, node->attrs, i * sizeof *rest);
        memcpy(rest + i, node->attrs + i + 1, (node->attr_count - i - 1) * sizeof *rest);
        node->attrs = rest;
        node->attr_count--;
        return OK;
    }
    return OK;
}

static void drop_children(struct node *node, struct str name)
{
    struct node *last = NULL;
    for (struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_ELEMENT && str_equal(child->name, name)) {
            *(last == NULL ? &node->first : &last->next) = child->next;
            continue;
        }
        last = child;
    }
    node->last = last;
}

static enum status add_text(struct arena *arena, struct node *element, struct str text, struct place place)
{
    const struct node node = {.kind = NODE_TEXT, .text = text, .place = place};
    return add_node(arena, element, &node) == NULL ? NO_MEMORY : OK;
}

/* A paragraph a line. */
static enum status add_paragraphs(struct arena *arena, struct node *element, struct str text,
                                  struct place place)
{
    enum status status = OK;
    for (size_t from = 0; from <= text.len && status == OK;) {
        const char *end = from < text.len ? memchr(text.ptr + from, '\n', text.len - from) : NULL;
        const size_t to = end == NULL ? text.len : (size_t)(end - text.ptr);
        const struct str line = str_trim(str_slice(text, from, to));
        from = to + 1;
        if (line.len == 0)
            continue;
        struct node *paragraph = paper_add_element(arena, element, STR("p"), place);
        status = paragraph == NULL ? NO_MEMORY : add_text(arena, paragraph, line, place);
    }
    return status;
}

enum status paper_set(struct arena *arena, struct node *record, const struct target *target, struct str text,
                      struct place place)
{
    const struct str name = target->steps[target->count - 1];
    struct node *holder = open_groups(arena, record, target, place);
    if (holder == NULL || drop_attr(arena, holder, name) != OK)
        return NO_MEMORY;
    drop_children(holder, name);
    struct node *element = paper_add_element(arena, holder, name, place);
    if (element == NULL)
        return NO_MEMORY;
    return target->field->type.kind == TYPE_PROSE ? add_paragraphs(arena, element, text, place)
                                                  : add_text(arena, element, text, place);
}

size_t paper_count(const struct node *root, const struct target *list, struct place *ret_first)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < list->count && root != NULL; i++)
        root = child_named(root, list->steps[i]);
    const struct node *child = root == NULL ? NULL : node_first_element(root);
    for (; child != NULL; child = node_next_element(child))
        if (str_equal(child->name, list->steps[list->count - 1]) && count++ == 0)
            *ret_first = child->place;
    return count;
}

void paper_clear(struct node *root, const struct target *list)
{
    for (size_t i = 0; i + 1 < list->count && root != NULL; i++)
        root = child_named(root, list->steps[i]);
    if (root != NULL)
        drop_children(root, list->steps[list->count - 1]);
}

enum status paper_add_record(struct arena *arena, struct node *root, const struct target *list,
                             struct place place, struct node **ret_record)
{
    struct node *holder = open_groups(arena, root, list, place);
    *ret_record =
        holder == NULL ? NULL : paper_add_element(arena, holder, list->steps[list->count - 1], place);
    return *ret_record == NULL ? NO_MEMORY : OK;
}

struct str paper_text(const struct node *record, struct str path)
{
    while (record != NULL) {
        const char *point = memchr(path.ptr, '.', path.len);
        const struct str step = point == NULL ? path : str_slice(path, 0, (size_t)(point - path.ptr));
        const struct node *child = child_named(record, step);
        if (point == NULL) {
            for (size_t i = 0; i < record->attr_count; i++)
                if (str_equal(record->attrs[i].name, step))
                    return str_trim(record->attrs[i].value);
            return child != NULL && child->first != NULL && child->first->kind == NODE_TEXT
                       ? str_trim(child->first->text)
                       : STR("");
        }
        record = child;
        path = str_slice(path, step.len + 1, path.len);
    }
    return STR("");
}
