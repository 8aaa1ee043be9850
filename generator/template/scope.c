/*
 * Names visible at a place of the layout, and the records that carry their values.
 *
 * An expression sees the fields of its shape and of the shapes around it, by `parent`.  The model's own
 * shapes know nothing of the layout, so the body of a loop is compiled against copies: a view has the fields
 * of the element's shape, but around it stands what the layout has around the loop.  In order, innermost
 * first:
 *
 *     as, index or parameters (locals) - the element (view) - records around the element, as far as they are
 * not the outermost (views) - what was visible at the loop
 *
 * At run time a view borrows the slots of its element.  A slot still pending would be computed against the
 * view, whose surroundings are not the model's, so all of them are computed first, through the element
 * itself.
 */
#include "template/scope_int.h"

#include <string.h>

enum { SCOPE_MAX_VIEWS = 64 };

struct scope *scope_make(struct arena *arena, enum scope_kind kind, const struct shape *shape,
                         const struct scope *outer)
{
    struct scope *scope = ARENA_NEW(arena, struct scope);
    if (scope != NULL)
        *scope = (struct scope){shape, outer, outer == NULL ? 0 : outer->depth + 1, kind};
    return scope;
}

static enum status add_view(struct arena *arena, const struct shape *element, const struct scope **scope)
{
    struct shape *shape = ARENA_NEW(arena, struct shape);
    if (shape == NULL)
        return NO_MEMORY;
    *shape = *element;
    shape->parent = (*scope)->shape;
    struct scope *view = scope_make(arena, SCOPE_VIEW, shape, *scope);
    if (view == NULL)
        return NO_MEMORY;
    *scope = view;
    return OK;
}

enum status scope_views(struct arena *arena, const struct shape *element, const struct scope *outer,
                        const struct scope **ret_scope, size_t *ret_count)
{
    const struct shape *chain[SCOPE_MAX_VIEWS];
    const struct scope *scope = outer;
    size_t count = 0;
    for (const struct shape *shape = element; shape != NULL && count < SCOPE_MAX_VIEWS; shape = shape->parent)
        if (shape == element || shape->parent != NULL)
            chain[count++] = shape;
    for (size_t i = count; i-- > 0;) {
        enum status status = add_view(arena, chain[i], &scope);
        if (status != OK)
            return status;
    }
    *ret_scope = scope;
    *ret_count = count;
    return OK;
}

struct shape *locals_shape(struct arena *arena, const struct scope *outer)
{
    return shape_make(arena, STR("版式"), outer->shape);
}

enum status locals_add(struct arena *arena, struct shape *shape, struct str name, struct type type,
                       struct place place)
{
    struct field *field = shape_add(arena, shape, name, type);
    if (field == NULL)
        return NO_MEMORY;
    field->label = name;
    field->place = place;
    return OK;
}

struct record *locals_make(struct arena *arena, const struct shape *shape, struct record *parent)
{
    struct record *record = record_make(arena, shape, parent);
    if (record != NULL)
        record->place = parent->place;
    return record;
}

static enum status finish_slots(struct record *record, struct eval *eval)
{
    enum status status = OK;
    struct value value;
    for (size_t i = 0; i < record->shape->field_count && status == OK; i++)
        if (record->slots[i].state == SLOT_PENDING)
            status = record_value(record, (int)i, eval, &value);
    return status;
}

enum status views_set(struct record *views, size_t count, struct record *element, struct eval *eval)
{
    struct record *origin = element;
    for (size_t i = 0; i < count; i++, origin = origin->parent) {
        enum status status = finish_slots(origin, eval);
        if (status != OK)
            return status;
        views[i].origin = origin;
        views[i].slots = origin->slots;
        views[i].place = origin->place;
        views[i].index = origin->index;
    }
    return OK;
}

struct record *scope_outward(struct record *record, int steps)
{
    for (; steps > 0; steps--)
        record = record->parent;
    return record;
}

/* The outermost is the document's own; views have the slots of what they show. */
enum status scope_keep(struct arena *arena, struct record *scope, struct record **ret_scope)
{
    struct record *kept = NULL;
    for (struct record **end = &kept; scope != NULL; scope = scope->parent, end = &(*end)->parent) {
        const size_t count = scope->shape->field_count;
        if (scope->parent == NULL) {
            *end = scope;
            break;
        }
        *end = ARENA_NEW(arena, struct record);
        if (*end == NULL)
            return NO_MEMORY;
        **end = *scope;
        if (scope->origin != NULL || count == 0)
            continue;
        (*end)->slots = ARENA_NEW_ARRAY(arena, count, struct slot);
        if ((*end)->slots == NULL)
            return NO_MEMORY;
        memcpy((*end)->slots, scope->slots, count * sizeof *scope->slots);
    }
    *ret_scope = kept;
    return OK;
}
