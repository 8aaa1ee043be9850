/*
 * Evaluates a checked tree.  Types were proved when compiling, so that nothing is asked here about kinds or
 * units; what can still fail are values: missing ones, a division by zero, numbers that grow too large, too
 * many steps.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

enum status expr_eval_over(struct eval *eval, size_t before, struct place place)
{
    if (before <= EXPR_MAX_STEPS)
        eval_report(eval, MSG_EXPR_STEPS, place, EXPR_MAX_STEPS);
    return FAILED;
}

enum status expr_eval_count_bytes(struct eval *eval, size_t bytes, struct place place)
{
    return bytes < EXPR_STEP_BYTES ? OK : expr_eval_count(eval, bytes / EXPR_STEP_BYTES, place);
}

enum status expr_apply_number(struct eval *eval, enum number_op op, const struct value *left,
                              const struct value *right, struct place place, struct value *ret_value)
{
    const struct number *result;
    size_t steps = number_work(left->number, right->number);
    enum status status = steps > 0 ? expr_eval_count(eval, steps, place) : OK;
    if (status != OK)
        return status;
    status = number_apply(eval->arena, op, left->number, right->number, &result);
    if (status == OK)
        *ret_value = (struct value){.kind = TYPE_NUMBER, .number = result};
    if (status != FAILED)
        return status;
    if (op == NUMBER_DIVIDE && number_sign(right->number) == 0)
        return eval_report(eval, MSG_EXPR_DIVIDE_ZERO, place);
    return eval_report(eval, MSG_EXPR_NUMBER_LARGE, place);
}

int expr_value_compare(const struct value *a, const struct value *b)
{
    switch (a->kind) {
    case TYPE_NUMBER:
        return number_compare(a->number, b->number);
    case TYPE_DATE:
        return date_compare(a->date, b->date);
    case TYPE_TEXT:
        return str_compare(a->text, b->text);
    default:
        return (int)a->yesno - (int)b->yesno;
    }
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case TYPE_PROSE:
        return a->prose == b->prose;
    case TYPE_RECORD:
        return a->record == b->record;
    case TYPE_LIST:
        break;
    default:
        return expr_value_compare(a, b) == 0;
    }
    if (a->list.count != b->list.count)
        return false;
    for (size_t i = 0; i < a->list.count; i++)
        if (!value_equal(&a->list.items[i], &b->list.items[i]))
            return false;
    return true;
}

/* What it costs to look at all of the value; of a list, functions count what they look at. */
static enum status count_value(struct eval *eval, const struct value *value, struct place place)
{
    if (value->kind == TYPE_TEXT)
        return expr_eval_count_bytes(eval, value->text.len, place);
    size_t work = value->kind == TYPE_NUMBER ? number_work(value->number, value->number) : 0;
    return work > 0 ? expr_eval_count(eval, work, place) : OK;
}

static enum status join_texts(const struct ast *ast, struct eval *eval, struct str left, struct str right,
                              struct value *ret_value)
{
    if (left.len + right.len > expr_text_max(eval))
        return eval_report(eval, MSG_EXPR_TEXT_LONG, ast->place, EXPR_MAX_TEXT);
    enum status status = expr_eval_count_bytes(eval, left.len + right.len, ast->place);
    if (status != OK)
        return status;
    struct str joined = arena_join(eval->arena, left, right);
    if (joined.ptr == NULL)
        return NO_MEMORY;
    *ret_value = (struct value){.kind = TYPE_TEXT, .text = joined};
    return OK;
}

static bool compare_values(enum token_kind op, const struct value *left, const struct value *right)
{
    if (op == TOKEN_EQUAL || op == TOKEN_UNEQUAL)
        return value_equal(left, right) == (op == TOKEN_EQUAL);
    int order = expr_value_compare(left, right);
    return op == TOKEN_LESS         ? order < 0
           : op == TOKEN_LESS_EQUAL ? order <= 0
           : op == TOKEN_GREATER    ? order > 0
                                    : order >= 0;
}

/* An equality of texts says which record is meant, or which of two ways to go. */
static enum status compare_texts(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                 const struct value *left, const struct value *right, struct value *ret_value)
{
    size_t bytes = left->text.len < right->text.len ? left->text.len : right->text.len;
    enum status status = expr_eval_count_bytes(eval, bytes, ast->place);
    if (status != OK)
        return status;
    bool equal = str_equal(left->text, right->text);
    *ret_value = (struct value){.kind = TYPE_YESNO, .yesno = equal == (ast->op == TOKEN_EQUAL)};
    return equal ? OK : expr_texts_differ(ast, eval, frame, left, right);
}

static enum status apply_binary(const struct ast *ast, struct eval *eval, const struct value *left,
                                const struct value *right, struct value *ret_value)
{
    static const enum number_op ops[] = {[TOKEN_PLUS] = NUMBER_ADD,
                                         [TOKEN_MINUS] = NUMBER_SUBTRACT,
                                         [TOKEN_TIMES] = NUMBER_MULTIPLY,
                                         [TOKEN_DIVIDE] = NUMBER_DIVIDE};
    if (ast->op == TOKEN_PLUS && left->kind == TYPE_TEXT)
        return join_texts(ast, eval, left->text, right->text, ret_value);
    if (ast->op >= TOKEN_PLUS && ast->op <= TOKEN_DIVIDE)
        return expr_apply_number(eval, ops[ast->op], left, right, ast->place, ret_value);
    *ret_value = (struct value){.kind = TYPE_YESNO, .yesno = compare_values(ast->op, left, right)};
    return count_value(eval, left, ast->place);
}

APART static enum status eval_binary(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                     struct value *ret_value)
{
    struct value left, right;
    enum status status = expr_eval_node(ast->left, eval, frame, &left);
    if (status != OK)
        return status;
    if (ast->op == TOKEN_AND || ast->op == TOKEN_OR) {
        *ret_value = left;
        return left.yesno == (ast->op == TOKEN_OR) ? OK : expr_eval_node(ast->right, eval, frame, ret_value);
    }
    status = expr_eval_node(ast->right, eval, frame, &right);
    if (status != OK)
        return status;
    if (left.kind == TYPE_TEXT && (ast->op == TOKEN_EQUAL || ast->op == TOKEN_UNEQUAL))
        return compare_texts(ast, eval, frame, &left, &right, ret_value);
    return apply_binary(ast, eval, &left, &right, ret_value);
}

/* The list itself may be a field's: its converted items are new ones. */
static enum status convert_items(const struct ast *ast, struct eval *eval, struct value *list)
{
    size_t count = list->list.count;
    struct value *items = ARENA_NEW_ARRAY(eval->arena, count, struct value);
    enum status status = items != NULL ? expr_eval_count(eval, count, ast->place) : NO_MEMORY;
    for (size_t i = 0; status == OK && i < count; i++)
        status = expr_apply_number(eval, NUMBER_MULTIPLY, &list->list.items[i], &ast->value, ast->place,
                                   &items[i]);
    list->list.items = items;
    return status;
}

APART static enum status eval_convert(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                      struct value *ret_value)
{
    enum status status = expr_eval_node(ast->left, eval, frame, ret_value);
    if (status != OK)
        return status;
    if (ret_value->kind == TYPE_LIST)
        return convert_items(ast, eval, ret_value);
    return expr_apply_number(eval, NUMBER_MULTIPLY, ret_value, &ast->value, ast->place, ret_value);
}

APART static enum status eval_prefix(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                     struct value *ret_value)
{
    struct value operand;
    enum status status = expr_eval_node(ast->left, eval, frame, &operand);
    if (status != OK)
        return status;
    if (ast->kind == AST_NOT) {
        *ret_value = (struct value){.kind = TYPE_YESNO, .yesno = !operand.yesno};
        return OK;
    }
    struct value zero = {.kind = TYPE_NUMBER};
    status = number_of(eval->arena, 0, &zero.number);
    return status == OK ? expr_apply_number(eval, NUMBER_SUBTRACT, &zero, &operand, ast->place, ret_value)
                        : status;
}

APART static enum status eval_path(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                   struct value *ret_value)
{
    struct found found;
    enum status status = expr_path_find(ast, eval, frame, false, &found);
    if (status == OK)
        *ret_value = found.value;
    return status;
}

APART static enum status eval_call(const struct ast *ast, struct eval *eval, const struct frame *frame,
                                   struct value *ret_value)
{
    struct value args[FUNCTION_MAX_EVALUATED];
    struct call call = {.ast = ast, .eval = eval, .frame = frame, .args = args};
    if (ast->function->check != expr_check_letters) {
        call.args = NULL;
        return ast->function->run(&call, ret_value);
    }
    enum status status = OK;
    for (size_t i = 0; i < ast->arg_count && status == OK; i++) {
        status = expr_eval_node(ast->args[i], eval, frame, &args[i]);
        if (status == OK)
            status = count_value(eval, &args[i], ast->place);
    }
    return status == OK ? ast->function->run(&call, ret_value) : status;
}

enum status expr_eval_plain(const struct ast *ast, struct eval *eval, const struct frame *frame,
                            struct value *ret_value)
{
    enum status status = expr_eval_count(eval, 1, ast->place);
    if (status != OK)
        return status;
    switch (ast->kind) {
    case AST_VALUE:
        *ret_value = ast->value;
        return OK;
    case AST_IT:
        *ret_value = *expr_frame_outward(frame, ast->level)->it;
        return OK;
    case AST_NEGATE:
    case AST_NOT:
        return eval_prefix(ast, eval, frame, ret_value);
    case AST_CONVERT:
        return eval_convert(ast, eval, frame, ret_value);
    case AST_BINARY:
        return eval_binary(ast, eval, frame, ret_value);
    case AST_CALL:
        return eval_call(ast, eval, frame, ret_value);
    default:
        return eval_path(ast, eval, frame, ret_value);
    }
}

enum status expr_eval_node(const struct ast *ast, struct eval *eval, const struct frame *frame,
                           struct value *ret_value)
{
    if (!eval->watched)
        return expr_eval_plain(ast, eval, frame, ret_value);
    if (eval->trace != NULL)
        return expr_eval_traced(ast, eval, frame, ret_value);
    if (eval->marking)
        return expr_eval_marked(ast, eval, frame, ret_value);
    int opaque = expr_shows(ast) ? 0 : 1;
    eval->opaque += opaque;
    enum status status = expr_eval_plain(ast, eval, frame, ret_value);
    eval->opaque -= opaque;
    return status;
}

enum status expr_eval(const struct expr *expr, struct eval *eval, struct record *scope,
                      struct value *ret_value)
{
    struct frame frame = {.record = scope};
    if (eval->computing == NULL) {
        eval->scope = scope;
        eval->tree = expr->root;
    }
    eval->height += expr->height;
    struct value value;
    enum status status = expr_eval_node(expr->root, eval, &frame, &value);
    eval->height -= expr->height;
    if (status == OK)
        *ret_value = value;
    return status;
}
