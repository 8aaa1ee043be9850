/*
 * Tokens -> untyped tree.  Recursive descent; the binary operators by a table of levels:
 *
 *     or < and < not < comparison (only one) < + - < * / < minus sign < .name [filter]
 *
 * Brackets, signs and arguments nest at most EXPR_MAX_DEPTH deep; a chain of operators is a loop here.
 */
#include "expr/expr_int.h"
#include "expr/messages.def"

static enum status parse_expression(struct compile *compile, struct ast **ret_ast);

enum level {
    LEVEL_NONE,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_SIGN
};

/* Of what may stand between two operands. */
static const enum level levels[TOKEN_DOT + 1] = {
    [TOKEN_OR] = LEVEL_OR,           [TOKEN_AND] = LEVEL_AND,
    [TOKEN_EQUAL] = LEVEL_COMPARE,   [TOKEN_UNEQUAL] = LEVEL_COMPARE,
    [TOKEN_LESS] = LEVEL_COMPARE,    [TOKEN_LESS_EQUAL] = LEVEL_COMPARE,
    [TOKEN_GREATER] = LEVEL_COMPARE, [TOKEN_GREATER_EQUAL] = LEVEL_COMPARE,
    [TOKEN_PLUS] = LEVEL_SUM,        [TOKEN_MINUS] = LEVEL_SUM,
    [TOKEN_TIMES] = LEVEL_PRODUCT,   [TOKEN_DIVIDE] = LEVEL_PRODUCT};

static struct str token_text(const struct compile *compile)
{
    if (compile->token.kind == TOKEN_END)
        return STR("结尾");
    return expr_compile_slice(compile, compile->token.from, compile->token.to);
}

static enum status fail_expected(struct compile *compile, const char *what)
{
    return compile_report(compile, MSG_EXPR_EXPECTED, compile->token.from, what,
                          STR_ARGS(token_text(compile)));
}

static enum status deeper(struct compile *compile)
{
    if (++compile->depth <= EXPR_MAX_DEPTH)
        return OK;
    return compile_report(compile, MSG_EXPR_TOO_DEEP, compile->token.from, EXPR_MAX_DEPTH);
}

/* At the token; `left`: what stands before it and belongs to it; NULL: nothing. */
static struct ast *ast_make(struct compile *compile, enum ast_kind kind, struct ast *left)
{
    struct ast *ast = ARENA_NEW(compile->arena, struct ast);
    if (ast != NULL) {
        ast->kind = kind;
        ast->left = left;
        ast->from = left != NULL ? left->from : compile->token.from;
        ast->to = compile->token.to;
        ast->place = expr_compile_place(compile, compile->token.from);
    }
    return ast;
}

/* Takes the closing bracket, or says which opening one waits for it. */
static enum status parse_close(struct compile *compile, enum token_kind close, size_t opened)
{
    if (compile->token.kind == close)
        return expr_lex_next(compile);
    const char *sign = close == TOKEN_CLOSE ? ")" : "]";
    if (compile->token.kind != TOKEN_END)
        return fail_expected(compile, close == TOKEN_CLOSE ? "“)”" : "“]”");
    return compile_report(compile, MSG_EXPR_BRACKET_OPEN, opened, close == TOKEN_CLOSE ? "(" : "[", sign);
}

/* Behind the "(" of a call. */
static enum status parse_args(struct compile *compile, struct ast *call, size_t opened)
{
    size_t capacity = 0;
    bool more = compile->token.kind != TOKEN_CLOSE;
    while (more) {
        struct ast *arg;
        enum status status = parse_expression(compile, &arg);
        if (status == OK)
            status = ARENA_APPEND(compile->arena, call->args, call->arg_count, capacity, &arg);
        if (status != OK)
            return status;
        more = compile->token.kind == TOKEN_COMMA;
        if (more && (status = expr_lex_next(compile)) != OK)
            return status;
        if (!more && compile->token.kind != TOKEN_CLOSE && compile->token.kind != TOKEN_END)
            return fail_expected(compile, "“,”或“)”");
    }
    call->to = compile->token.to;
    return parse_close(compile, TOKEN_CLOSE, opened);
}

static enum status parse_name(struct compile *compile, struct ast **ret_ast)
{
    struct ast *ast = ast_make(compile, AST_NAME, NULL);
    if (ast == NULL)
        return NO_MEMORY;
    ast->text = token_text(compile);
    *ret_ast = ast;
    enum status status = expr_lex_next(compile);
    if (status != OK || compile->token.kind != TOKEN_OPEN)
        return status;
    ast->kind = AST_CALL;
    size_t opened = compile->token.from;
    status = expr_lex_next(compile);
    return status == OK ? parse_args(compile, ast, opened) : status;
}

static enum status parse_number(struct compile *compile, struct ast *ast)
{
    ast->type.kind = ast->value.kind = TYPE_NUMBER;
    ast->type.constant = true;
    enum status status = number_parse(compile->arena, token_text(compile), &ast->value.number);
    if (status == FAILED)
        diag_report(compile->diag, MSG_EXPR_NUMBER_LONG, ast->place, NUMBER_MAX_DIGITS);
    return status;
}

static enum status parse_constant(struct compile *compile, struct ast **ret_ast)
{
    struct token token = compile->token;
    struct ast *ast = ast_make(compile, AST_VALUE, NULL);
    if (ast == NULL)
        return NO_MEMORY;
    if (token.kind == TOKEN_NUMBER) {
        enum status status = parse_number(compile, ast);
        if (status != OK)
            return status;
    } else if (token.kind == TOKEN_TEXT) {
        ast->type.kind = ast->value.kind = TYPE_TEXT;
        ast->value.text = expr_compile_slice(compile, token.from + 1, token.to - 1);
    } else {
        ast->type.kind = ast->value.kind = TYPE_YESNO;
        ast->value.yesno = token.kind == TOKEN_YES;
    }
    *ret_ast = ast;
    return expr_lex_next(compile);
}

static enum status parse_brackets(struct compile *compile, struct ast **ret_ast)
{
    size_t opened = compile->token.from;
    enum status status = expr_lex_next(compile);
    if (status == OK)
        status = parse_expression(compile, ret_ast);
    if (status != OK)
        return status;
    size_t end = compile->token.to;
    status = parse_close(compile, TOKEN_CLOSE, opened);
    if (status == OK) {
        (*ret_ast)->from = opened;
        (*ret_ast)->to = end;
    }
    return status;
}

static enum status parse_primary(struct compile *compile, struct ast **ret_ast)
{
    switch (compile->token.kind) {
    case TOKEN_NUMBER:
    case TOKEN_TEXT:
    case TOKEN_YES:
    case TOKEN_NO:
        return parse_constant(compile, ret_ast);
    case TOKEN_NAME:
        return parse_name(compile, ret_ast);
    case TOKEN_OPEN:
        return parse_brackets(compile, ret_ast);
    default:
        return fail_expected(compile, "一个数、文字、字段或函数");
    }
}

static enum status parse_step(struct compile *compile, struct ast **left)
{
    enum status status = expr_lex_next(compile);
    if (status != OK)
        return status;
    if (compile->token.kind != TOKEN_NAME)
        return fail_expected(compile, "字段名");
    struct ast *ast = ast_make(compile, AST_STEP, *left);
    if (ast == NULL)
        return NO_MEMORY;
    ast->text = token_text(compile);
    *left = ast;
    return expr_lex_next(compile);
}

static enum status parse_filter(struct compile *compile, struct ast **left)
{
    size_t opened = compile->token.from;
    struct ast *ast = ast_make(compile, AST_FILTER, *left);
    if (ast == NULL)
        return NO_MEMORY;
    enum status status = expr_lex_next(compile);
    if (status == OK)
        status = parse_expression(compile, &ast->right);
    if (status != OK)
        return status;
    ast->to = compile->token.to;
    *left = ast;
    return parse_close(compile, TOKEN_CLOSE_SQUARE, opened);
}

static enum status parse_postfix(struct compile *compile, struct ast **ret_ast)
{
    enum status status = parse_primary(compile, ret_ast);
    while (status == OK)
        if (compile->token.kind == TOKEN_DOT)
            status = parse_step(compile, ret_ast);
        else if (compile->token.kind == TOKEN_OPEN_SQUARE)
            status = parse_filter(compile, ret_ast);
        else
            break;
    return status;
}

static enum status parse_level(struct compile *compile, enum level level, struct ast **ret_ast);

/* "-x" and "not x". */
static enum status parse_prefix(struct compile *compile, enum level level, struct ast **ret_ast)
{
    struct ast *ast = ast_make(compile, level == LEVEL_NOT ? AST_NOT : AST_NEGATE, NULL);
    if (ast == NULL)
        return NO_MEMORY;
    enum status status = deeper(compile);
    if (status == OK)
        status = expr_lex_next(compile);
    if (status == OK)
        status = parse_level(compile, level, &ast->left);
    if (status != OK)
        return status;
    compile->depth--;
    ast->to = ast->left->to;
    *ret_ast = ast;
    return OK;
}

static enum status parse_right(struct compile *compile, enum level level, struct ast **left)
{
    struct ast *ast = ast_make(compile, AST_BINARY, *left);
    if (ast == NULL)
        return NO_MEMORY;
    ast->op = compile->token.kind;
    enum status status = expr_lex_next(compile);
    if (status == OK)
        status = parse_level(compile, level + 1, &ast->right);
    if (status != OK)
        return status;
    ast->to = ast->right->to;
    *left = ast;
    return OK;
}

static enum status parse_level(struct compile *compile, enum level level, struct ast **ret_ast)
{
    if (level == LEVEL_SIGN)
        return compile->token.kind == TOKEN_MINUS ? parse_prefix(compile, level, ret_ast)
                                                  : parse_postfix(compile, ret_ast);
    if (level == LEVEL_NOT)
        return compile->token.kind == TOKEN_NOT ? parse_prefix(compile, level, ret_ast)
                                                : parse_level(compile, level + 1, ret_ast);
    enum status status = parse_level(compile, level + 1, ret_ast);
    for (size_t count = 0; status == OK && levels[compile->token.kind] == level; count++) {
        if (level == LEVEL_COMPARE && count > 0)
            return compile_report(compile, MSG_EXPR_COMPARE_CHAIN, compile->token.from);
        status = parse_right(compile, level, ret_ast);
    }
    return status;
}

static enum status parse_expression(struct compile *compile, struct ast **ret_ast)
{
    enum status status = deeper(compile);
    if (status == OK)
        status = parse_level(compile, LEVEL_OR, ret_ast);
    compile->depth--;
    return status;
}

enum status expr_parse_source(struct compile *compile, struct ast **ret_root)
{
    enum status status = expr_lex_next(compile);
    if (status == OK && compile->token.kind == TOKEN_END)
        return compile_report(compile, MSG_EXPR_EMPTY, 0);
    if (status == OK)
        status = parse_expression(compile, ret_root);
    if (status == OK && compile->token.kind != TOKEN_END)
        return compile_report(compile, MSG_EXPR_REST, compile->token.from, STR_ARGS(token_text(compile)));
    return status;
}
