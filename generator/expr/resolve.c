/*
 * Names -> fields: the look-up through scopes and shapes, and the nearest visible name for the message when
 * there is none.
 *
 * Nearest: the smallest edit distance in characters (insert, drop, replace), at most a third of the name's
 * length and at least one; of equals, the first declared in the innermost scope.
 */
#include "expr/expr_int.h"

enum { NEAREST_MAX = 40 /* characters of a name worth comparing */ };

static size_t codes_of(struct str text, uint32_t codes[NEAREST_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < text.len && count < NEAREST_MAX;)
        codes[count++] = utf8_next(text, &at);
    return count;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static size_t edit_distance(struct str left, struct str right)
{
    uint32_t a[NEAREST_MAX], b[NEAREST_MAX];
    size_t a_count = codes_of(left, a), b_count = codes_of(right, b), row[NEAREST_MAX + 1];
    for (size_t j = 0; j <= b_count; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_count];
}

void expr_nearest_offer(struct nearest *nearest, struct str candidate)
{
    size_t count = utf8_count(nearest->name), allowed = count / 3 > 0 ? count / 3 : 1;
    size_t distance = edit_distance(nearest->name, candidate);
    if (distance > allowed || distance >= count)
        return;
    if (nearest->best.len > 0 && distance >= nearest->distance)
        return;
    nearest->best = candidate;
    nearest->distance = distance;
}

static void offer_shape(struct nearest *nearest, const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++)
        expr_nearest_offer(nearest, shape->fields[i].name);
}

static enum status fail_unknown(struct compile *compile, const struct ast *ast, const struct scope *scope)
{
    struct nearest nearest = {.name = ast->text};
    for (const struct scope *s = scope; s; s = s->outer)
        for (const struct shape *shape = s->shape; shape; shape = shape->parent)
            offer_shape(&nearest, shape);
    if (nearest.best.len > 0)
        diag_report(compile->diag, MSG_EXPR_UNKNOWN_NEAR, ast->place, STR_ARGS(ast->text),
                    STR_ARGS(nearest.best));
    else
        diag_report(compile->diag, MSG_EXPR_UNKNOWN, ast->place, STR_ARGS(ast->text));
    return FAILED;
}

static bool resolve_in(struct ast *ast, const struct scope *scope)
{
    if (!scope->shape && scope->it.kind != TYPE_RECORD && scope->outer && str_is(ast->text, "it")) {
        ast->kind = AST_IT;
        ast->type = scope->it;
        return true;
    }
    for (const struct shape *shape = scope->shape; shape; shape = shape->parent) {
        ast->slot = shape_lookup(shape, ast->text);
        if (ast->slot >= 0) {
            ast->shape = shape;
            ast->type = shape->fields[ast->slot].type;
            return true;
        }
    }
    return false;
}

/* `this`: however deep in filters and each(), the record that the whole expression belongs to. */
static enum status resolve_this(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    for (; scope && scope->outer; scope = scope->outer)
        ast->level++;
    if (!scope || !scope->shape)
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
    for (const struct scope *s = scope; s; s = s->outer, ast->level++)
        if (resolve_in(ast, s))
            return OK;
    return fail_unknown(compile, ast, scope);
}

enum status expr_resolve_step(struct compile *compile, struct ast *ast, const struct shape *shape)
{
    ast->shape = shape;
    ast->slot = shape_lookup(shape, ast->text);
    if (ast->slot >= 0) {
        ast->type = shape->fields[ast->slot].type;
        return OK;
    }
    struct nearest nearest = {.name = ast->text};
    offer_shape(&nearest, shape);
    struct str owner = expr_compile_slice(compile, ast->left->from, ast->left->to);
    if (nearest.best.len > 0)
        diag_report(compile->diag, MSG_EXPR_NO_FIELD_NEAR, ast->place, STR_ARGS(owner), STR_ARGS(ast->text),
                    STR_ARGS(nearest.best));
    else
        diag_report(compile->diag, MSG_EXPR_NO_FIELD, ast->place, STR_ARGS(owner), STR_ARGS(ast->text));
    return FAILED;
}
