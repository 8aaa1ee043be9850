/*
 * What a message says of an expression to someone who fills in inputs: the labels of its fields, put together
 * as its value would be called, and the place where the input states what it is made of.
 */
#include "expr/expr_int.h"

static const struct ast *part_of(const struct expr *expr, enum expr_part part)
{
    return part == EXPR_SECOND && expr->root->kind == AST_BINARY ? expr->root->right : expr->root;
}

/* --- where it is stated --- */

/* Of a path through a list: in the first record that has it. */
static struct expr_spot stated_in_list(const struct ast *step, struct eval *eval, struct record *scope)
{
    struct expr_spot spot = {0};
    struct frame frame = {.record = scope};
    struct value list;
    if (step->left->type.kind != TYPE_LIST || expr_eval_node(step->left, eval, &frame, &list) != OK)
        return spot;
    for (size_t i = 0; i < list.list.count && spot.place.line == 0; i++)
        spot = expr_spot_stated((struct expr_spot){.record = list.list.items[i].record, .slot = step->slot});
    return spot;
}

/* In the record itself, or in what it holds? */
static bool is_within(const struct expr_spot *spot, const struct record *scope)
{
    const struct record *record = spot->record;
    while (record != NULL && record != scope)
        record = record->parent;
    return spot->place.line > 0 && record != NULL;
}

/* Arguments behind the first may speak of other records: they are not evaluated. */
static struct expr_spot stated_in(const struct ast *ast, struct eval *eval, struct record *scope)
{
    struct expr_spot spot = {0};
    if (ast->kind == AST_STEP)
        spot = stated_in_list(ast, eval, scope);
    else if (ast->kind == AST_CALL && ast->arg_count > 0)
        spot = stated_in(ast->args[0], eval, scope);
    else if (ast->kind == AST_BINARY || ast->kind == AST_CONVERT)
        spot = stated_in(ast->left, eval, scope);
    if (!is_within(&spot, scope) && ast->kind == AST_BINARY)
        spot = stated_in(ast->right, eval, scope);
    if (!is_within(&spot, scope))
        spot = expr_spot_in_tree(ast, scope);
    return is_within(&spot, scope) ? spot : (struct expr_spot){0};
}

struct expr_spot expr_stated(const struct expr *expr, enum expr_part part, struct eval *eval,
                             struct record *scope)
{
    return stated_in(part_of(expr, part), eval, scope);
}

struct expr_spot expr_stated_nth(const struct expr *expr, struct eval *eval, struct record *scope, size_t n,
                                 size_t count)
{
    struct frame frame = {.record = scope};
    struct value list;
    const struct ast *ast = expr->root;
    bool mapped = ast->kind == AST_STEP && ast->left->type.kind == TYPE_LIST;
    if (!mapped || expr_eval_node(ast->left, eval, &frame, &list) != OK || list.list.count != count)
        return (struct expr_spot){0};
    return expr_spot_stated((struct expr_spot){.record = list.list.items[n].record, .slot = ast->slot});
}

static bool names_fields(const struct ast *ast)
{
    bool found = ast != NULL && (ast->kind == AST_NAME || ast->kind == AST_THIS || ast->kind == AST_IT);
    if (ast == NULL || found)
        return found;
    found = names_fields(ast->left) || names_fields(ast->right);
    for (size_t i = 0; i < ast->arg_count && !found; i++)
        found = names_fields(ast->args[i]);
    return found;
}

bool expr_names_fields(const struct expr *expr)
{
    return names_fields(expr->root);
}

/* --- what it is called --- */

/* between: after the first argument, when there is a second; behind: at the end. */
static const struct call_words {
    const char *name;
    size_t from, count; /* the arguments that are named */
    const char *between, *behind;
} call_words[] = {
    {"sum", 0, 1, "", "之和"},
    {"count", 0, 1, "", "的个数"},
    {"each", 0, 2, "各项", ""},
    {"default", 0, 1, "", ""},
    {"round", 0, 1, "", ""},
    {"round_share", 0, 1, "", ""},
    {"percentage", 0, 1, "", "×100"},
    {"floor", 0, 1, "", ""},
    {"ceil", 0, 1, "", ""},
    {"rmb_value", 0, 1, "", ""},
    {"rmb", 0, 1, "", "的大写"},
    {"rmb_full", 0, 1, "", "的大写"},
    {"handate", 0, 1, "", ""},
    {"weekday", 0, 1, "", "是星期几"},
    {"band", 1, 1, "", "的等级"},
    {"fullmonths", 0, 2, "至", "的整月数"},
    {"months", 0, 2, "至", "的月数"},
    {"days", 0, 2, "至", "的天数"},
    {"addmonths", 0, 2, "加", "个月"},
    {"change", 0, 2, "比", "的增长率"},
    {"first", 0, 1, "", "第1项"},
    {"last", 0, 1, "", "最后一项"},
    {"nth", 0, 2, "第", "项"},
};

static bool words_add(const struct ast *ast, struct buf *out);

/* The text that records are chosen by: figure[name = '人数']; NULL: by something else. */
static const struct ast *key_of(const struct ast *list)
{
    const struct ast *by = list->kind == AST_FILTER ? list->right : NULL;
    if (by == NULL || by->kind != AST_BINARY || by->op != TOKEN_EQUAL)
        return NULL;
    const struct ast *key = by->left->kind == AST_VALUE ? by->left : by->right;
    return key->kind == AST_VALUE && key->value.kind == TYPE_TEXT ? key : NULL;
}

/* One record of a list, by its key. */
static bool keyed_add(const struct ast *ast, struct buf *out)
{
    const bool one = ast->arg_count == 1 && (str_is(ast->text, "first") || str_is(ast->text, "last"));
    const struct ast *key = one ? key_of(ast->args[0]) : NULL;
    if (key == NULL || !words_add(ast->args[0]->left, out))
        return false;
    buf_printf(out, "“%.*s”", STR_ARGS(key->value.text));
    return true;
}

static bool call_add(const struct ast *ast, struct buf *out)
{
    const size_t before = out->len;
    if (keyed_add(ast, out))
        return true;
    out->len = before;
    const struct call_words *words = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(call_words) && words == NULL; i++)
        if (str_is(ast->text, call_words[i].name))
            words = &call_words[i];
    if (words == NULL || ast->arg_count < words->from + words->count ||
        !words_add(ast->args[words->from], out))
        return false;
    buf_add_text(out, words->between);
    if (words->count > 1 && !words_add(ast->args[words->from + 1], out))
        return false;
    buf_add_text(out, words->behind);
    return true;
}

static bool is_sum(const struct ast *ast)
{
    return ast->kind == AST_BINARY && (ast->op == TOKEN_PLUS || ast->op == TOKEN_MINUS);
}

static bool operand_add(const struct ast *ast, bool bracket, struct buf *out)
{
    buf_add_text(out, bracket ? "（" : "");
    bool told = words_add(ast, out);
    buf_add_text(out, bracket ? "）" : "");
    return told;
}

static bool binary_add(const struct ast *ast, struct buf *out)
{
    static const char *const names[TOKEN_DOT + 1] = {
        [TOKEN_PLUS] = "＋", [TOKEN_MINUS] = "－", [TOKEN_TIMES] = "×", [TOKEN_DIVIDE] = "÷"};
    const char *sign = names[ast->op];
    if (sign == NULL || !operand_add(ast->left, is_sum(ast->left) && !is_sum(ast), out))
        return false;
    buf_add_text(out, sign);
    return operand_add(ast->right, is_sum(ast->right) && ast->op != TOKEN_PLUS, out);
}

/* What a list is called that has such records. */
static struct str record_words(const struct shape *shape)
{
    const struct shape *around = shape->parent;
    for (size_t i = 0; around != NULL && i < around->field_count; i++) {
        const struct type *type = &around->fields[i].type;
        if (type->kind == TYPE_LIST && type->of->shape == shape)
            return around->fields[i].label;
    }
    return shape->name;
}

/* Names of the layout say nothing to who reads the paper: what they stand for does. */
static bool name_add(const struct ast *ast, struct buf *out)
{
    const struct field *field = &ast->shape->fields[ast->slot];
    if (field->stands_for != NULL)
        return expr_ast_words(field->stands_for->root, out);
    const bool turn = field->rule == NULL && field->is == NULL && field->type.kind == TYPE_RECORD;
    buf_add_str(out, turn ? record_words(field->type.shape) : field->label);
    return true;
}

static bool step_add(const struct ast *ast, struct buf *out)
{
    const struct shape *shape =
        ast->left->type.kind == TYPE_LIST ? ast->left->type.of->shape : ast->left->type.shape;
    if (ast->left->kind != AST_THIS) {
        if (!words_add(ast->left, out))
            return false;
        buf_add_text(out, ast->left->type.kind == TYPE_LIST ? "各项" : "的");
    }
    buf_add_str(out, shape->fields[ast->slot].label);
    return true;
}

static bool words_add(const struct ast *ast, struct buf *out)
{
    switch (ast->kind) {
    case AST_VALUE:
        return ast->value.kind == TYPE_NUMBER && number_print(ast->value.number, out);
    case AST_NAME:
        return name_add(ast, out);
    case AST_NEGATE:
        buf_add_text(out, "－");
        return operand_add(ast->left, is_sum(ast->left), out);
    case AST_STEP:
        return step_add(ast, out);
    case AST_FILTER:
        if (!words_add(ast->left, out))
            return false;
        buf_add_text(out, "（符合条件的）");
        return true;
    case AST_CONVERT:
        if (!words_add(ast->left, out))
            return false;
        buf_printf(out, "（折合%.*s）", STR_ARGS(ast->type.unit));
        return true;
    case AST_BINARY:
        return binary_add(ast, out);
    case AST_CALL:
        return call_add(ast, out);
    default:
        return false;
    }
}

bool expr_words(const struct expr *expr, enum expr_part part, struct buf *out)
{
    return expr_ast_words(part_of(expr, part), out);
}

bool expr_ast_words(const struct ast *ast, struct buf *out)
{
    size_t before = out->len;
    bool told = names_fields(ast) && words_add(ast, out);
    if (!told && !out->failed)
        out->len = before;
    return told && !out->failed;
}
