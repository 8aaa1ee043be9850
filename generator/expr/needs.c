/*
 * What an expression needs whatever the values: so that a circle of formulas is found without any input.
 *
 * A field counts when it is asked for each time that the expression is evaluated.  Left out is what may stay
 * unasked: the sides of if, what stands behind `and` and `or`, the second argument of default, the fields of
 * an optional group, of the records that a filter leaves, of the element of a derived list.  Of a whole list
 * (item.share, each(item, share), item[share > 0]) the fields of its records count: whoever finds a circle
 * through such a field knows that there is a record of the list, since the circle leads through it.  From the
 * bodies of each and filters only those fields count, none outside the record: the list may be empty.
 */
#include "expr/expr_int.h"

struct needs {
    void (*found)(void *context, const struct shape *shape, int slot);
    void *context;
    const struct shape *element; /* inside a body: only fields of this shape count */
};

static void needs_of(const struct needs *needs, const struct ast *ast);

/* Do all records of the shape that it leads to come along? */
static bool path_is_whole(const struct ast *ast)
{
    if (ast->kind == AST_THIS)
        return true;
    if (ast->kind != AST_NAME && ast->kind != AST_STEP)
        return false;
    const struct field *field = &ast->shape->fields[ast->slot];
    bool element = field->type.kind == TYPE_RECORD && field->type.shape->parent != ast->shape;
    return !element && !field->optional && (ast->kind == AST_NAME || path_is_whole(ast->left));
}

static void need_field(const struct needs *needs, const struct ast *ast)
{
    bool inside = needs->element == NULL || (ast->level == 0 && ast->shape == needs->element);
    if (inside)
        needs->found(needs->context, ast->shape, ast->slot);
}

static void needs_of_step(const struct needs *needs, const struct ast *ast)
{
    needs_of(needs, ast->left);
    if (needs->element == NULL && path_is_whole(ast->left))
        needs->found(needs->context, ast->shape, ast->slot);
}

static void needs_of_body(const struct needs *needs, const struct ast *list, const struct ast *body)
{
    struct needs inner = *needs;
    needs_of(needs, list);
    if (needs->element != NULL || list->type.of->kind != TYPE_RECORD || !path_is_whole(list))
        return;
    inner.element = list->type.of->shape;
    needs_of(&inner, body);
}

static void needs_of_call(const struct needs *needs, const struct ast *ast)
{
    const struct function *function = ast->function;
    if (function->run == function_each || function->run == function_all || function->run == function_any) {
        needs_of_body(needs, ast->args[0], ast->args[1]);
        return;
    }
    bool first_only = function->run == function_if || function->run == function_default;
    for (size_t i = 0; i < (first_only ? 1 : ast->arg_count); i++)
        needs_of(needs, ast->args[i]);
}

static void needs_of(const struct needs *needs, const struct ast *ast)
{
    switch (ast->kind) {
    case AST_NAME:
        need_field(needs, ast);
        break;
    case AST_STEP:
        needs_of_step(needs, ast);
        break;
    case AST_FILTER:
        needs_of_body(needs, ast->left, ast->right);
        break;
    case AST_NEGATE:
    case AST_NOT:
    case AST_CONVERT:
        needs_of(needs, ast->left);
        break;
    case AST_BINARY:
        needs_of(needs, ast->left);
        if (ast->op != TOKEN_AND && ast->op != TOKEN_OR)
            needs_of(needs, ast->right);
        break;
    case AST_CALL:
        needs_of_call(needs, ast);
        break;
    default:
        break;
    }
}

void expr_needs(const struct expr *expr, void (*found)(void *context, const struct shape *shape, int slot),
                void *context)
{
    const struct needs needs = {found, context, NULL};
    needs_of(&needs, expr->root);
}
