/*
 * The form: its fields, each with what its parents say and its full name, and the widgets that show it.
 *
 * A kid with a name (/T) is a field, one without is a widget of its parent; a field whose kids are all widgets, or
 * that has none, has a value of its own.
 */
#include "sign/file/file_int.h"

#include <stdlib.h>
#include <string.h>

enum { FIELD_NAME_MOST = 1 << 16, WIDGETS_MOST = 1 << 20 };

struct field_node {
    struct str kids;
    size_t at;
    struct sign_field field; /* the one whose kids they are */
    struct sign_widget *widgets;
    size_t count, capacity;
    bool has_fields;
};

struct form_walk {
    struct sign_view view;
    unsigned char *seen;          /* a bit for each number */
    struct sign_widget *on_pages; /* annotations of all pages, by number */
    size_t on_count, on_capacity;
    struct field_node nodes[SIGN_MAX_TREE];
    size_t depth;
    struct sign_fields fields;
};

/* --- which page an annotation is on --- */

static int compare_widgets(const void *a, const void *b)
{
    const struct sign_widget *x = a, *y = b;
    return (x->object > y->object) - (x->object < y->object);
}

static enum status find_annotations(struct form_walk *walk)
{
    struct sign_pages pages = {.count = 0};
    enum status status = sign_pages(walk->view, &pages);
    for (size_t i = 0; i < pages.count && status == OK; i++) {
        const struct str page = sign_object(walk->view, pages.items[i])->value;
        const struct str list = sign_member(walk->view, page, "Annots");
        struct str one;
        if (!sign_look_at(walk->view.file, list.len))
            break;
        for (size_t at = 0; status == OK && syntax_next(list, &at, &one);) {
            const struct sign_widget widget = {syntax_reference(one), (uint32_t)i + 1};
            status = ARENA_APPEND(walk->view.file->arena, walk->on_pages, walk->on_count, walk->on_capacity,
                                  &widget);
        }
    }
    if (walk->on_count > 1)
        qsort(walk->on_pages, walk->on_count, sizeof *walk->on_pages, compare_widgets);
    return status;
}

static struct sign_widget widget_of(const struct form_walk *walk, uint32_t number)
{
    const struct sign_widget wanted = {.object = number};
    const struct sign_widget *found = walk->on_count == 0 ? NULL
                                                          : bsearch(&wanted, walk->on_pages, walk->on_count,
                                                                    sizeof wanted, compare_widgets);
    return found == NULL ? wanted : *found;
}

/* --- fields --- */

static enum status join_name(struct arena *arena, struct str parent, struct str name, struct str *ret_name)
{
    struct buf out = BUF(FIELD_NAME_MOST);
    const struct str text = syntax_text(arena, name);
    if (text.ptr == NULL)
        return NO_MEMORY;
    buf_add_str(&out, parent);
    if (parent.len > 0 && text.len > 0)
        buf_add_char(&out, '.');
    buf_add_str(&out, text);
    enum status status = buf_status(&out);
    if (status == FAILED) {
        *ret_name = parent; /* nobody has called a field so */
        buf_clear(&out);
        return OK;
    }
    return buf_keep(&out, arena, ret_name);
}

static enum status make_field(const struct form_walk *walk, const struct sign_object *object,
                              const struct sign_field *parent, struct sign_field *ret_field)
{
    const struct sign_view view = walk->view;
    const struct str type = sign_member(view, object->value, "FT");
    const struct str value = sign_member_itself(view, object->value, "V");
    struct sign_field field = {.object = object->number, .dict = object->value};
    field.type = type.len > 0 ? type : parent != NULL ? parent->type : STR("");
    field.value = value.len > 0 ? syntax_reference(value) : parent != NULL ? parent->value : 0;
    field.filled = value.len > 0 ? sign_value(view, value) : parent != NULL ? parent->filled : STR("");
    enum status status = join_name(view.file->arena, parent != NULL ? parent->name : STR(""),
                                   sign_member(view, object->value, "T"), &field.name);
    *ret_field = field;
    return status;
}

static enum status add_widget(struct form_walk *walk, struct field_node *node, uint32_t number)
{
    const struct sign_widget widget = widget_of(walk, number);
    return ARENA_APPEND(walk->view.file->arena, node->widgets, node->count, node->capacity, &widget);
}

/* All its kids were met. */
static enum status leave(struct form_walk *walk, struct field_node *node)
{
    if (node->has_fields)
        return OK;
    node->field.widgets = node->widgets;
    node->field.widget_count = node->count;
    return ARENA_APPEND(walk->view.file->arena, walk->fields.items, walk->fields.count, walk->fields.capacity,
                        &node->field);
}

static enum status meet_field(struct form_walk *walk, struct field_node *parent, uint32_t number)
{
    const struct sign_object *object = sign_object(walk->view, number);
    const struct sign_field *above = walk->depth > 1 ? &parent->field : NULL; /* the form is no field */
    if (object == NULL || (walk->seen[number / 8] & 1 << number % 8) != 0)
        return OK;
    walk->seen[number / 8] |= (unsigned char)(1 << number % 8);
    enum status status = sign_prove_once(walk->view.file, object->value, object->offset);
    if (status != OK)
        return status;
    if (above != NULL && sign_member_itself(walk->view, object->value, "T").len == 0)
        return add_widget(walk, parent, number);
    if (walk->depth == SIGN_MAX_TREE)
        return sign_file_broken(walk->view.file, object->offset, "表单的字段嵌套太深");
    struct field_node *node = &walk->nodes[walk->depth++];
    *node = (struct field_node){.kids = sign_member(walk->view, object->value, "Kids")};
    parent->has_fields = true;
    status = make_field(walk, object, above, &node->field);
    if (status == OK)
        status = sign_prove_once(walk->view.file, node->field.filled, object->offset);
    if (status == OK && !str_starts(node->kids, "["))
        status = add_widget(walk, node, number);
    return status;
}

static enum status walk_form(struct form_walk *walk)
{
    struct str kid;
    enum status status = OK;
    while (status == OK && walk->depth > 0) {
        struct field_node *node = &walk->nodes[walk->depth - 1];
        if (syntax_next(node->kids, &node->at, &kid)) {
            status = meet_field(walk, node, syntax_reference(kid));
            continue;
        }
        status = walk->depth > 1 ? leave(walk, node) : OK;
        walk->depth--;
    }
    return status;
}

enum status sign_fields(struct sign_view view, struct sign_fields *ret_fields)
{
    const struct sign_file *file = view.file;
    struct form_walk *walk = ARENA_NEW(file->arena, struct form_walk);
    if (walk == NULL)
        return NO_MEMORY;
    *walk =
        (struct form_walk){.view = view, .seen = arena_alloc(file->arena, file->facts.next_number / 8 + 1)};
    if (walk->seen == NULL)
        return NO_MEMORY;
    const struct str form = sign_member(view, sign_catalog(view), "AcroForm");
    walk->nodes[walk->depth++] = (struct field_node){.kids = sign_member(view, form, "Fields")};
    enum status status = sign_prove_once(file, form, file->facts.revisions[view.revision].table);
    if (status == OK)
        status = find_annotations(walk);
    if (status == OK)
        status = walk_form(walk);
    if (status == OK && sign_file_is_used_up(file))
        status = FAILED;
    if (status == OK)
        *ret_fields = walk->fields;
    return status;
}

const struct sign_field *sign_field_lookup(const struct sign_fields *fields, struct str name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (str_equal(fields->items[i].name, name))
            return &fields->items[i];
    return NULL;
}
