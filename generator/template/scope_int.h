/*
 * Inside template: the names visible at a place of the layout (scope.c).
 */
#ifndef CHENGWEN_TEMPLATE_SCOPE_INT_H
#define CHENGWEN_TEMPLATE_SCOPE_INT_H

#include "template/template_int.h"

/* The names visible at a place of the layout.  `shape` has the shape of the outer scope as its parent, so
 * expressions see all of them; records of the same shapes, linked the same way, carry the values. */
struct scope {
    const struct shape *shape;
    const struct scope *outer;
    int depth;
    enum scope_kind {
        SCOPE_RECORD, /* a record of the model itself */
        SCOPE_VIEW,  /* an element of a list, seen from the layout: its own fields, but around it the layout's
                        names */
        SCOPE_LOCALS /* as, index, parameters */
    } kind;
};

struct scope *scope_make(struct arena *arena, enum scope_kind kind, const struct shape *shape,
                         const struct scope *outer) CHECKED;
/* Scopes for the body of a loop over records of `element`: a view of each shape around it but the outermost,
 * then of itself. */
enum status scope_views(struct arena *arena, const struct shape *element, const struct scope *outer,
                        const struct scope **ret_scope, size_t *ret_count) CHECKED;
struct shape *locals_shape(struct arena *arena, const struct scope *outer) CHECKED;
enum status locals_add(struct arena *arena, struct shape *shape, struct str name, struct type type,
                       struct place place) CHECKED;
struct record *locals_make(struct arena *arena, const struct shape *shape, struct record *parent) CHECKED;
/* Points `views` (innermost first) at an element and the records around it; evaluates what is still pending
 * in them. */
enum status views_set(struct record *views, size_t count, struct record *element, struct eval *eval) CHECKED;
struct record *scope_outward(struct record *record, int steps);
/* What is seen now, for later: loops fill their records again. */
enum status scope_keep(struct arena *arena, struct record *scope, struct record **ret_scope) CHECKED;

#endif
