/*
 * What an expression needs whatever the values: so that a circle of formulas is found without any input.
 *
 * A field counts when it is asked for each time that the expression is evaluated.  Left out is what may stay
 * unasked: what only one side of if asks for, what stands behind `and` and `or`, the second argument of
 * default, the fields of an optional group, of the records that a filter leaves, of the element of a derived
 * list.  A condition that is written out (yes, not no) is no choice.
 *
 * Of a whole list (item.share, each(item, share), item[share > 0]) the fields of its records count: whoever
 * finds a circle through such a field knows that there is a record of the list, since the circle leads
 * through it.  So do those of first(item), last(item), nth(item, 2), nth(item, position()): without such a
 * record the formula fails as well; but not of nth(item, position() - 1), which is another record.
 * item[name = this.name] leaves the record itself.  From the bodies of each and filters only those fields
 * count, none outside the record, for the list may be empty: unless the kind says that it is not.
 */
#include "expr/expr_int.h"
#include "expr/functions/functions.h"

struct needs {
    void (*found)(void *context, const struct shape *shape, int slot);
    void *context;
    const struct shape *element; /* inside a body: only fields of this shape count */
    bool filled;                 /* and the body is evaluated for certain: all count */
    const struct shape *shape;   /* not NULL: only this field is looked for */
    int slot;
    bool *hit;
};

static void needs_of(const struct needs *needs, const struct ast *ast);

static void need_found(const struct needs *needs, const struct shape *shape, int slot)
{
    if (needs->shape == NULL)
        needs->found(needs->context, shape, slot);
    else if (needs->shape == shape && needs->slot == slot)
        *needs->hit = true;
}

static bool is_outside(const struct needs *needs)
{
    return needs->element == NULL || needs->filled;
}

/* --- choices --- */

static bool is_needed(const struct needs *needs, const struct ast *ast, const struct shape *shape, int slot)
{
    bool hit = false;
    struct needs one = *needs;
    one.shape = shape;
    one.slot = slot;
    one.hit = &hit;
    needs_of(&one, ast);
    return hit;
}

struct side {
    const struct needs *needs;
    const struct ast *other;
};

static void found_on_one_side(void *context, const struct shape *shape, int slot)
{
    const struct side *side = context;
    if (is_needed(side->needs, side->other, shape, slot))
        need_found(side->needs, shape, slot);
}

/* What both sides need. */
static void needs_of_both(const struct needs *needs, const struct ast *a, const struct ast *b)
{
    struct side side = {needs, b};
    struct needs one = *needs;
    if (needs->shape != NULL) {
        *needs->hit = *needs->hit || (is_needed(needs, a, needs->shape, needs->slot) &&
                                      is_needed(needs, b, needs->shape, needs->slot));
        return;
    }
    one.found = found_on_one_side;
    one.context = &side;
    needs_of(&one, a);
}

/* Is the condition known? */
static bool is_settled(const struct ast *ast, bool *ret_value)
{
    bool left = false, right = false;
    if (ast->kind == AST_VALUE && ast->value.kind == TYPE_YESNO) {
        *ret_value = ast->value.yesno;
        return true;
    }
    if (ast->kind == AST_NOT && is_settled(ast->left, &left)) {
        *ret_value = !left;
        return true;
    }
    if (ast->kind != AST_BINARY || (ast->op != TOKEN_AND && ast->op != TOKEN_OR))
        return false;
    bool decisive = ast->op == TOKEN_OR; /* the value on either side that decides */
    bool left_known = is_settled(ast->left, &left), right_known = is_settled(ast->right, &right);
    bool decided = (left_known && left == decisive) || (right_known && right == decisive);
    *ret_value = decided ? decisive : !decisive;
    return decided || (left_known && right_known);
}

static void needs_of_if(const struct needs *needs, const struct ast *ast)
{
    bool yes;
    needs_of(needs, ast->args[0]);
    if (is_settled(ast->args[0], &yes))
        needs_of(needs, ast->args[yes ? 1 : 2]);
    else
        needs_of_both(needs, ast->args[1], ast->args[2]);
}

/* --- paths --- */

/* Of a number that is written out, or position(): not a record before or behind. */
static bool is_plain_index(const struct needs *needs, const struct ast *ast)
{
    return (ast->kind == AST_VALUE) || (ast->kind == AST_CALL && ast->function->run == function_position &&
                                        ast->arg_count == 0 && needs->element == NULL);
}

static bool path_is_whole(const struct needs *needs, const struct ast *ast);

static bool takes_one(const struct needs *needs, const struct ast *ast)
{
    const struct function *function = ast->function;
    bool one = function->run == function_first || function->run == function_last ||
               (function->run == function_nth && is_plain_index(needs, ast->args[1]));
    return one && path_is_whole(needs, ast->args[0]);
}

/* name and this.name of the same shape. */
static bool is_own_field(const struct ast *inner, const struct ast *own, const struct shape *shape)
{
    return inner->kind == AST_NAME && inner->level == 0 && inner->shape == shape && own->kind == AST_STEP &&
           own->left->kind == AST_THIS && own->shape == shape && own->slot == inner->slot;
}

/* Does the filter keep the record that the expression belongs to? */
static bool keeps_own(const struct ast *condition, const struct shape *shape)
{
    if (condition->kind != AST_BINARY)
        return false;
    if (condition->op == TOKEN_AND)
        return keeps_own(condition->left, shape) && keeps_own(condition->right, shape);
    return condition->op == TOKEN_EQUAL && (is_own_field(condition->left, condition->right, shape) ||
                                            is_own_field(condition->right, condition->left, shape));
}

/* Do all records of the shape that it leads to come along, or that one which matters? */
static bool path_is_whole(const struct needs *needs, const struct ast *ast)
{
    if (ast->kind == AST_THIS)
        return true;
    if (ast->kind == AST_CALL)
        return takes_one(needs, ast);
    if (ast->kind == AST_FILTER)
        return needs->element == NULL && path_is_whole(needs, ast->left) &&
               keeps_own(ast->right, ast->type.of->shape);
    if (ast->kind != AST_NAME && ast->kind != AST_STEP)
        return false;
    const struct field *field = &ast->shape->fields[ast->slot];
    bool element = field->type.kind == TYPE_RECORD && field->type.shape->parent != ast->shape;
    return !element && !field->optional && (ast->kind == AST_NAME || path_is_whole(needs, ast->left));
}

static void need_field(const struct needs *needs, const struct ast *ast)
{
    if (is_outside(needs) || (ast->level == 0 && ast->shape == needs->element))
        need_found(needs, ast->shape, ast->slot);
}

static void needs_of_step(const struct needs *needs, const struct ast *ast)
{
    needs_of(needs, ast->left);
    if (is_outside(needs) && path_is_whole(needs, ast->left))
        need_found(needs, ast->shape, ast->slot);
}

/* A list that the kind says to have a record. */
static bool is_filled(const struct ast *list)
{
    return (list->kind == AST_NAME || list->kind == AST_STEP) && list->shape->fields[list->slot].filled;
}

static void needs_of_body(const struct needs *needs, const struct ast *list, const struct ast *body)
{
    struct needs inner = *needs;
    needs_of(needs, list);
    if (!is_outside(needs) || list->type.of->kind != TYPE_RECORD || !path_is_whole(needs, list))
        return;
    inner.element = list->type.of->shape;
    inner.filled = is_filled(list);
    needs_of(&inner, body);
}

static void needs_of_call(const struct needs *needs, const struct ast *ast)
{
    const struct function *function = ast->function;
    if (function->run == function_each || function->run == function_all || function->run == function_any) {
        needs_of_body(needs, ast->args[0], ast->args[1]);
        return;
    }
    if (function->run == function_sorted) {
        for (size_t i = 1; i < ast->arg_count; i += 2)
            needs_of_body(needs, ast->args[0], ast->args[i]);
        return;
    }
    if (function->run == function_if) {
        needs_of_if(needs, ast);
        return;
    }
    for (size_t i = 0; i < (function->run == function_default ? 1 : ast->arg_count); i++)
        needs_of(needs, ast->args[i]);
}

/* What stands behind `and` and `or` is asked for if the left side does not decide. */
static void needs_of_binary(const struct needs *needs, const struct ast *ast)
{
    bool left, logic = ast->op == TOKEN_AND || ast->op == TOKEN_OR;
    needs_of(needs, ast->left);
    if (!logic || (is_settled(ast->left, &left) && left == (ast->op == TOKEN_AND)))
        needs_of(needs, ast->right);
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
        needs_of_binary(needs, ast);
        break;
    case AST_CALL:
        needs_of_call(needs, ast);
        break;
    default:
        break;
    }
}

void expr_needs(const struct expr *expr,
                void (*found_one)(void *context, const struct shape *shape, int slot), void *context)
{
    const struct needs needs = {.found = found_one, .context = context};
    needs_of(&needs, expr->root);
}
