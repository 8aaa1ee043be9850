/*
 * Names -> fields: the look-up through scopes and shapes, and the nearest visible name for the message when
 * there is none: of equally near ones, the first declared in the innermost scope.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

/* What a formula costs beside its own tree while it waits for another. */
enum { WAITING_HEIGHT = 20 };

struct type expr_field_type(const struct compile *compile, const struct shape *shape, int slot)
{
    struct settling *settling = shape->settling;
    if (shape->fields[slot].unsettled && settling != NULL) {
        int height = settling->height;
        settling->height += compile->depth + WAITING_HEIGHT;
        settling->settle(settling, shape, slot);
        settling->height = height;
    }
    return shape->fields[slot].type;
}

static void offer_shape(struct nearest *nearest, const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++)
        nearest_offer(nearest, shape->fields[i].name);
}

static enum status fail_unknown(struct compile *compile, const struct ast *ast, const struct scope *scope)
{
    struct nearest nearest = {.name = ast->text};
    for (const struct scope *s = scope; s != NULL; s = s->outer)
        for (const struct shape *shape = s->shape; shape != NULL; shape = shape->parent)
            offer_shape(&nearest, shape);
    return diag_report_near(compile->diag, MSG_EXPR_UNKNOWN, ast->place,
                            ((struct hint){.near = nearest.best}), STR_ARGS(ast->text));
}

static bool resolve_in(const struct compile *compile, struct ast *ast, const struct scope *scope)
{
    if (scope->shape == NULL && scope->it.kind != TYPE_RECORD && scope->outer != NULL &&
        str_is(ast->text, "it")) {
        ast->kind = AST_IT;
        ast->type = scope->it;
        return true;
    }
    for (const struct shape *shape = scope->shape; shape != NULL; shape = shape->parent) {
        ast->slot = shape_lookup(shape, ast->text);
        if (ast->slot >= 0) {
            ast->shape = shape;
            ast->type = expr_field_type(compile, shape, ast->slot);
            return true;
        }
    }
    return false;
}

/* `this`: however deep in filters and each(), the record that the whole expression belongs to. */
static enum status resolve_this(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    for (; scope != NULL && scope->outer != NULL; scope = scope->outer)
        ast->level++;
    if (scope == NULL || scope->shape == NULL)
        return fail_unknown(compile, ast, scope);
    ast->kind = AST_THIS;
    ast->shape = scope->shape;
    ast->type = (struct type){.kind = TYPE_RECORD, .shape = scope->shape};
    return OK;
}

enum status expr_resolve_name(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    ast->level = 0;
    if (str_is(ast->text, "this"))
        return resolve_this(compile, ast, scope);
    for (const struct scope *s = scope; s != NULL; s = s->outer, ast->level++)
        if (resolve_in(compile, ast, s))
            return OK;
    return fail_unknown(compile, ast, scope);
}

enum status expr_resolve_step(struct compile *compile, struct ast *ast, const struct shape *shape)
{
    ast->shape = shape;
    ast->slot = shape_lookup(shape, ast->text);
    if (ast->slot >= 0) {
        ast->type = expr_field_type(compile, shape, ast->slot);
        return OK;
    }
    struct nearest nearest = {.name = ast->text};
    offer_shape(&nearest, shape);
    struct str owner = expr_compile_slice(compile, ast->left->from, ast->left->to);
    return diag_report_near(compile->diag, MSG_EXPR_NO_FIELD, ast->place,
                            ((struct hint){.near = nearest.best}), STR_ARGS(owner), STR_ARGS(ast->text));
}
