/*
 * Which lists an expression sums: those that stand in the argument of sum(), as item in sum(item.amount) and in
 * sum(each(item, price * count)).  What a filter asks of their records sums nothing.
 */
#include "expr/expr_int.h"
#include "expr/functions/functions.h"

struct sums {
    void (*found)(void *context, const struct shape *shape, int slot);
    void *context;
    bool within; /* an argument of sum() */
};

static void sums_of(const struct sums *sums, const struct ast *ast);

static void sums_of_call(const struct sums *sums, const struct ast *ast)
{
    struct sums inner = *sums;
    inner.within = sums->within || ast->function->run == function_sum;
    for (size_t i = 0; i < ast->arg_count; i++)
        sums_of(&inner, ast->args[i]);
}

static void sums_of_field(const struct sums *sums, const struct ast *ast)
{
    const struct type *type = &ast->shape->fields[ast->slot].type;
    if (sums->within && type->kind == TYPE_LIST && type->of->kind == TYPE_RECORD)
        sums->found(sums->context, ast->shape, ast->slot);
}

static void sums_of(const struct sums *sums, const struct ast *ast)
{
    if (ast == NULL)
        return;
    if (ast->kind == AST_CALL) {
        sums_of_call(sums, ast);
        return;
    }
    if (ast->kind == AST_NAME || ast->kind == AST_STEP)
        sums_of_field(sums, ast);
    sums_of(sums, ast->left);
    if (ast->kind == AST_BINARY)
        sums_of(sums, ast->right);
}

void expr_sums(const struct expr *expr, void (*found)(void *context, const struct shape *shape, int slot),
               void *context)
{
    const struct sums sums = {.found = found, .context = context};
    sums_of(&sums, expr->root);
}
