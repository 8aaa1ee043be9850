/*
 * Resolves names and checks types and units in the untyped tree, in place, before any input is read; and the
 * door functions of compiling.
 *
 * A name is looked up in the innermost scope first: the list's element in a filter or each(), its shape, then
 * the shapes around that; then the next scope outward.  What is found is (scope, shape, slot), so that
 * evaluating needs no names.
 *
 * What becomes of units: units.c.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

const char *expr_kind_name(enum type_kind kind)
{
    static const char *const names[] = {"数", "文字", "日期", "yes/no", "正文", "记录", "列表"};
    return names[kind];
}

void expr_type_describe(const struct type *type, struct buf *out)
{
    if (type->kind == TYPE_LIST && type->of != NULL) {
        expr_type_describe(type->of, out);
        buf_add_text(out, "的列表");
        return;
    }
    buf_add_text(out, expr_kind_name(type->kind));
    if (type->kind == TYPE_NUMBER && type->unit.len > 0)
        buf_printf(out, "（%.*s）", STR_ARGS(type->unit));
}

/* Does the bracket at the text's beginning close at its end? */
static bool is_bracketed(struct str text)
{
    int depth = 0;
    for (size_t i = 0; i < text.len; i++) {
        depth += text.ptr[i] == '(' ? 1 : text.ptr[i] == ')' ? -1 : 0;
        if (depth == 0)
            return i > 0 && i + 1 == text.len;
    }
    return false;
}

struct str expr_ast_source(const struct compile *compile, const struct ast *ast)
{
    struct str text = expr_compile_slice(compile, ast->from, ast->to);
    while (is_bracketed(text))
        text = str_slice(text, 1, text.len - 1);
    return text;
}

enum status expr_fail_kind(struct compile *compile, const struct ast *ast, const char *what,
                           const char *wanted)
{
    struct buf have = BUF(EXPR_MAX_TEXT);
    expr_type_describe(&ast->type, &have);
    compile_report(compile, MSG_EXPR_KIND, ast->from, what, wanted, STR_ARGS(expr_ast_source(compile, ast)),
                   STR_ARGS(buf_str(&have)));
    buf_clear(&have);
    return FAILED;
}

enum status expr_check_kind(struct compile *compile, const struct ast *ast, enum type_kind kind,
                            const char *what)
{
    return ast->type.kind == kind ? OK : expr_fail_kind(compile, ast, what, expr_kind_name(kind));
}

/* --- two of one type --- */

static enum status fail_unlike(struct compile *compile, const struct ast *left, const struct ast *right,
                               const char *what)
{
    struct buf a = BUF(EXPR_MAX_TEXT), b = BUF(EXPR_MAX_TEXT);
    expr_type_describe(&left->type, &a);
    expr_type_describe(&right->type, &b);
    bool units = left->type.kind == TYPE_NUMBER && right->type.kind == TYPE_NUMBER;
    if (units && left->type.unit.len == 0)
        buf_add_text(&a, "（无单位）");
    if (units && right->type.unit.len == 0)
        buf_add_text(&b, "（无单位）");
    compile_report(compile, MSG_EXPR_UNLIKE, right->from, what, STR_ARGS(expr_ast_source(compile, left)),
                   STR_ARGS(buf_str(&a)), STR_ARGS(expr_ast_source(compile, right)), STR_ARGS(buf_str(&b)));
    buf_clear(&b);
    buf_clear(&a);
    return FAILED;
}

/* Numbers of any units, records of one shape, and so on. */
static bool kinds_alike(const struct type *a, const struct type *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == TYPE_LIST)
        return kinds_alike(a->of, b->of);
    return a->kind != TYPE_RECORD || a->shape == b->shape;
}

static enum status join_lists(struct compile *compile, const struct type *a, const struct type *b,
                              struct type *ret_type)
{
    struct type *of = ARENA_NEW(compile->arena, struct type);
    if (of == NULL)
        return NO_MEMORY;
    if (!expr_unit_join(a->of, b->of, of))
        return FAILED;
    *ret_type = (struct type){.kind = TYPE_LIST, .of = of};
    return OK;
}

/* Of two texts of which one stands: '—' ends with no number, and says nothing against the other's unit. */
static struct str unit_of_either(const struct type *a, const struct type *b)
{
    bool same = str_equal(a->unit, b->unit);
    return same || b->unit.len == 0 ? a->unit : a->unit.len == 0 ? b->unit : STR("");
}

enum status expr_check_like(struct compile *compile, const struct ast *left, struct ast **right,
                            const char *what, struct type *ret_type)
{
    struct type a = left->type, b = (*right)->type, joined = a;
    if (!kinds_alike(&a, &b))
        return fail_unlike(compile, left, *right, what);
    enum status status = OK;
    if (a.kind == TYPE_LIST && a.of->kind == TYPE_NUMBER)
        status = join_lists(compile, &a, &b, &joined);
    else if (a.kind == TYPE_NUMBER && !expr_unit_join(&a, &b, &joined))
        status = FAILED;
    else if (a.kind == TYPE_TEXT)
        joined.unit = unit_of_either(&a, &b);
    if (status == FAILED)
        return fail_unlike(compile, left, *right, what);
    *ret_type = joined;
    return status == OK ? expr_unit_convert(compile->arena, right, joined) : status;
}

/* --- operators --- */

static const char *sign_name(enum token_kind op)
{
    static const char *const names[TOKEN_DOT + 1] = {
        [TOKEN_PLUS] = "“+”",   [TOKEN_MINUS] = "“-”", [TOKEN_TIMES] = "“*”",
        [TOKEN_DIVIDE] = "“/”", [TOKEN_AND] = "and",   [TOKEN_OR] = "or"};
    return names[op] != NULL ? names[op] : "比较";
}

enum status expr_check_behind(struct compile *compile, const struct type *type, struct str text,
                              struct place place)
{
    const bool date = type->kind == TYPE_DATE;
    struct str behind = date ? expr_date_behind(text) : expr_behind(type, text);
    if (behind.len == 0)
        return OK;
    if (date)
        return diag_report(compile->diag, MSG_EXPR_DATE_BEHIND, place, STR_ARGS(behind));
    return diag_report(compile->diag, MSG_EXPR_UNIT_BEHIND, place, STR_ARGS(type->unit), STR_ARGS(behind));
}

/* A text ends with the number that its right part ends with; what is written behind a number is its unit. */
static enum status check_text_sum(struct compile *compile, struct ast *ast)
{
    ast->type.unit = ast->right->type.unit;
    const struct ast *right = ast->right;
    while (right->kind == AST_BINARY && right->op == TOKEN_PLUS)
        right = right->left;
    if (right->kind != AST_VALUE)
        return OK;
    return expr_check_behind(compile, &ast->left->type, right->value.text, right->place);
}

static enum status check_sum_sign(struct compile *compile, struct ast *ast)
{
    const char *what = sign_name(ast->op);
    enum status status = OK;
    if (ast->op == TOKEN_MINUS || ast->left->type.kind != TYPE_TEXT)
        status = expr_check_kind(compile, ast->left, TYPE_NUMBER, what);
    if (status == OK)
        status = expr_check_like(compile, ast->left, &ast->right, what, &ast->type);
    return status == OK && ast->type.kind == TYPE_TEXT ? check_text_sum(compile, ast) : status;
}

static enum status check_product(struct compile *compile, struct ast *ast)
{
    const char *what = sign_name(ast->op);
    enum status status = expr_check_kind(compile, ast->left, TYPE_NUMBER, what);
    if (status == OK)
        status = expr_check_kind(compile, ast->right, TYPE_NUMBER, what);
    if (status != OK)
        return status;
    bool divides = ast->op == TOKEN_DIVIDE, money = expr_money_scale(ast->left->type.unit) > 0;
    if (divides && money && expr_money_scale(ast->right->type.unit) > 0)
        status = expr_unit_convert(compile->arena, &ast->right, ast->left->type);
    if (status != OK)
        return status;
    const struct type *a = &ast->left->type, *b = &ast->right->type;
    if (divides)
        status = expr_unit_quotient(compile->arena, a, b, &ast->type);
    else
        status = expr_unit_product(a, b, &ast->type) ? OK : FAILED;
    return status == FAILED ? fail_unlike(compile, ast->left, ast->right, what) : status;
}

static enum status check_comparison(struct compile *compile, struct ast *ast)
{
    struct type type;
    enum status status = expr_check_like(compile, ast->left, &ast->right, "比较", &type);
    if (status != OK)
        return status;
    ast->type = (struct type){.kind = TYPE_YESNO};
    bool ordered = type.kind == TYPE_NUMBER || type.kind == TYPE_DATE;
    bool equality = ast->op == TOKEN_EQUAL || ast->op == TOKEN_UNEQUAL;
    if (ordered || (equality && (type.kind == TYPE_TEXT || type.kind == TYPE_YESNO)))
        return OK;
    return compile_report(compile, MSG_EXPR_COMPARE_KIND, ast->left->from,
                          STR_ARGS(expr_ast_source(compile, ast->left)), expr_kind_name(type.kind));
}

/* A chain "a + b + c" leans left: its operands are checked here from the innermost outward by the recursion
 * into left. */
static enum status check_binary(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_node(compile, ast->left, scope);
    if (status == OK)
        status = expr_check_node(compile, ast->right, scope);
    if (status != OK)
        return status;
    switch (ast->op) {
    case TOKEN_AND:
    case TOKEN_OR:
        ast->type = (struct type){.kind = TYPE_YESNO};
        status = expr_check_kind(compile, ast->left, TYPE_YESNO, sign_name(ast->op));
        return status == OK ? expr_check_kind(compile, ast->right, TYPE_YESNO, sign_name(ast->op)) : status;
    case TOKEN_PLUS:
    case TOKEN_MINUS:
        return check_sum_sign(compile, ast);
    case TOKEN_TIMES:
    case TOKEN_DIVIDE:
        return check_product(compile, ast);
    default:
        return check_comparison(compile, ast);
    }
}

static enum status check_prefix(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_node(compile, ast->left, scope);
    if (status != OK)
        return status;
    ast->type = ast->left->type;
    return expr_check_kind(compile, ast->left, ast->kind == AST_NOT ? TYPE_YESNO : TYPE_NUMBER,
                           ast->kind == AST_NOT ? "not" : "负号");
}

/* --- paths --- */

struct scope expr_scope_of_list(struct type list, const struct scope *outer)
{
    const struct shape *shape = list.of->kind == TYPE_RECORD ? list.of->shape : NULL;
    return (struct scope){.shape = shape, .it = *list.of, .outer = outer};
}

static enum status check_step(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_node(compile, ast->left, scope);
    if (status != OK)
        return status;
    struct type base = ast->left->type;
    bool list = base.kind == TYPE_LIST;
    if (list)
        base = *base.of;
    if (base.kind != TYPE_RECORD)
        return diag_report(compile->diag, MSG_EXPR_NO_FIELDS, ast->place,
                           STR_ARGS(expr_ast_source(compile, ast->left)),
                           expr_kind_name(ast->left->type.kind), STR_ARGS(ast->text));
    status = expr_resolve_step(compile, ast, base.shape);
    if (status != OK || !list || ast->type.kind == TYPE_LIST)
        return status;
    struct type *of = ARENA_NEW(compile->arena, struct type);
    if (of == NULL)
        return NO_MEMORY;
    *of = ast->type;
    ast->type = (struct type){.kind = TYPE_LIST, .of = of};
    return OK;
}

static enum status check_filter(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_node(compile, ast->left, scope);
    if (status == OK)
        status = expr_check_kind(compile, ast->left, TYPE_LIST, "“[”前面");
    if (status != OK)
        return status;
    struct scope inner = expr_scope_of_list(ast->left->type, scope);
    status = expr_check_node(compile, ast->right, &inner);
    ast->type = ast->left->type;
    return status == OK ? expr_check_kind(compile, ast->right, TYPE_YESNO, "“[ ]”里的条件") : status;
}

static enum status check_one(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    switch (ast->kind) {
    case AST_NAME:
        return expr_resolve_name(compile, ast, scope);
    case AST_STEP:
        return check_step(compile, ast, scope);
    case AST_FILTER:
        return check_filter(compile, ast, scope);
    case AST_NEGATE:
    case AST_NOT:
        return check_prefix(compile, ast, scope);
    case AST_BINARY:
        return check_binary(compile, ast, scope);
    case AST_CALL:
        return expr_check_call(compile, ast, scope);
    default:
        return OK;
    }
}

enum status expr_check_node(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    compile->depth++;
    if (compile->depth > compile->height)
        compile->height = compile->depth;
    enum status status = check_one(compile, ast, scope);
    compile->depth--;
    return status;
}

/* --- the door --- */

enum status expr_compile_source(struct arena *arena, struct diag *diag, struct pattern_source source,
                                const struct shape *scope, const struct expr **ret_expr)
{
    struct compile compile = {.arena = arena, .diag = diag, .source = source};
    if (source.text.len > EXPR_MAX_SOURCE)
        return diag_report(diag, MSG_EXPR_TOO_LONG, expr_compile_place(&compile, 0), source.text.len,
                           EXPR_MAX_SOURCE);
    struct expr *expr = ARENA_NEW(arena, struct expr);
    compile.source.text = arena_copy(arena, source.text);
    if (expr == NULL || compile.source.text.ptr == NULL)
        return NO_MEMORY;
    enum status status = expr_parse_source(&compile, &expr->root);
    if (status != OK)
        return status;
    struct scope outermost = {.shape = scope};
    compile.depth = 0;
    status = expr_check_node(&compile, expr->root, &outermost);
    if (status != OK)
        return status;
    status = expr_unit_printed(arena, expr->root, &expr->printed);
    if (status != OK)
        return status;
    expr->source = compile.source.text;
    expr->place = expr_compile_place(&compile, 0);
    expr->height = compile.height;
    *ret_expr = expr;
    return OK;
}

enum status expr_compile(struct arena *arena, struct diag *diag, struct str source, struct place place,
                         const struct shape *scope, const struct expr **ret_expr)
{
    struct pattern_source located = {.text = source, .place = place};
    return expr_compile_source(arena, diag, located, scope, ret_expr);
}

const struct type *expr_own_type(const struct expr *expr)
{
    return &expr->root->type;
}

const struct type *expr_printed_type(const struct expr *expr)
{
    return &expr->printed;
}

struct type expr_type(const struct expr *expr)
{
    struct type type = expr->root->type;
    type.constant = false;
    return type;
}

bool expr_is_constant(const struct expr *expr)
{
    const struct type *type = &expr->root->type;
    return type->kind == TYPE_LIST ? type->of->constant : type->constant;
}

struct str expr_source(const struct expr *expr)
{
    return expr->source;
}

struct place expr_place(const struct expr *expr)
{
    return expr->place;
}

const struct shape *expr_element_shape(const struct expr *expr)
{
    struct type type = expr->root->type;
    return type.kind == TYPE_LIST && type.of->kind == TYPE_RECORD ? type.of->shape : NULL;
}
