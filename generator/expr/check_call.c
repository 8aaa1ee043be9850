/*
 * Checks of calls: the function's name, the number of its arguments, their kinds by the letters of the table,
 * and the functions whose result depends on more than that.
 */
#include "expr/expr_int.h"
#include "expr/functions/functions.h"
#include "expr/messages.def"

#include <string.h>

static bool kind_is_plain(enum type_kind kind)
{
    return kind == TYPE_NUMBER || kind == TYPE_TEXT || kind == TYPE_DATE || kind == TYPE_YESNO;
}

/* --- by the letters of the table --- */

/* A span of days is not counted in months, and so on. */
static bool unit_is_other_time(struct str unit, char letter)
{
    static const char *const times[] = {"天", "日", "月", "个月", "年", "周", "星期", "季度", "小时"};
    enum { DAYS = 2, MONTHS = 4 }; /* where the units of days, of months end */
    size_t from = letter == 'D' ? 0 : DAYS, to = letter == 'D' ? DAYS : MONTHS;
    for (size_t i = 0; i < ARRAY_COUNT(times); i++)
        if (str_is(unit, times[i]))
            return i < from || i >= to;
    return false;
}

static bool unit_suits(const struct type *type, char letter)
{
    switch (letter) {
    case 'm':
        return type->unit.len == 0 || expr_money_scale(type->unit) > 0;
    case 'p':
        return type->unit.len == 0 || str_is(type->unit, "%");
    case 'c':
        return expr_unit_counts(type);
    case 'D':
    case 'M':
        return expr_unit_counts(type) && !unit_is_other_time(type->unit, letter);
    default:
        return true;
    }
}

static enum status check_unit(struct compile *compile, const struct ast *arg, char letter, const char *what)
{
    if (unit_suits(&arg->type, letter))
        return OK;
    const char *wanted = letter == 'm'   ? "元、万元"
                         : letter == 'p' ? "不带单位的比率"
                         : letter == 'D' ? "天数"
                         : letter == 'M' ? "月数"
                                         : "个数";
    return compile_report(compile, MSG_EXPR_UNIT, arg->from, what, wanted,
                          STR_ARGS(expr_ast_source(compile, arg)), STR_ARGS(arg->type.unit));
}

static enum status check_list(struct compile *compile, const struct ast *arg, char letter, const char *what)
{
    bool list = arg->type.kind == TYPE_LIST;
    if (letter == 'N' && (!list || arg->type.of->kind != TYPE_NUMBER))
        return expr_fail_kind(compile, arg, what, "数的列表");
    if (!list)
        return expr_fail_kind(compile, arg, what, "列表");
    enum type_kind kind = arg->type.of->kind;
    if (letter == 'T' && kind != TYPE_TEXT)
        return expr_fail_kind(compile, arg, what, "文字的列表");
    if (letter == 'V' && !kind_is_plain(kind))
        return expr_fail_kind(compile, arg, what, "数、文字或日期的列表");
    return OK;
}

/* The argument is what the letter of struct function's params says. */
enum status expr_check_letter(struct compile *compile, const struct ast *arg, char letter, const char *what)
{
    enum status status;
    switch (letter) {
    case 'n':
    case 'm':
    case 'p':
    case 'c':
    case 'D':
    case 'M':
        status = expr_check_kind(compile, arg, TYPE_NUMBER, what);
        return status == OK ? check_unit(compile, arg, letter, what) : status;
    case 't':
        return expr_check_kind(compile, arg, TYPE_TEXT, what);
    case 'd':
        return expr_check_kind(compile, arg, TYPE_DATE, what);
    case 's':
        if (kind_is_plain(arg->type.kind) && arg->type.kind != TYPE_YESNO)
            return OK;
        return expr_fail_kind(compile, arg, what, "数、文字或日期");
    default:
        return check_list(compile, arg, letter, what);
    }
}

const struct type expr_plain_number = {.kind = TYPE_NUMBER, .unit = {"", 0}};

static void result_type(struct ast *ast)
{
    static const struct type types[] = {
        [RESULT_NUMBER] = {.kind = TYPE_NUMBER},
        [RESULT_TEXT] = {.kind = TYPE_TEXT},
        [RESULT_DATE] = {.kind = TYPE_DATE},
        [RESULT_YESNO] = {.kind = TYPE_YESNO},
        [RESULT_MONEY] = {.kind = TYPE_NUMBER, .unit = {"元", sizeof "元" - 1}},
        [RESULT_PERCENT] = {.kind = TYPE_NUMBER},
        [RESULT_NUMBERS] = {.kind = TYPE_LIST, .of = &expr_plain_number},
        [RESULT_FIGURE] = {.kind = TYPE_TEXT},
        [RESULT_YUAN] = {.kind = TYPE_TEXT, .unit = {"元", sizeof "元" - 1}},
        [RESULT_WAN] = {.kind = TYPE_TEXT, .unit = {"万元", sizeof "万元" - 1}},
    };
    enum result result = ast->function->result;
    ast->type = types[result];
    if (ast->arg_count == 0)
        return;
    const struct type *first = &ast->args[0]->type, *element = first->kind == TYPE_LIST ? first->of : first;
    if (result == RESULT_FIRST)
        ast->type = *first;
    else if (result == RESULT_ELEMENT)
        ast->type = *element;
    else if (result == RESULT_PERCENT)
        ast->type = (struct type){.kind = TYPE_NUMBER, .constant = first->unit.len == 0, .unit = first->unit};
    else if (result == RESULT_FIGURE)
        ast->type.unit = element->unit;
}

enum status expr_check_letters(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    const char *letter = ast->function->params;
    for (size_t i = 0; i < ast->arg_count; i++, letter++) {
        if (*letter == '|')
            letter++;
        enum status status = expr_check_node(compile, ast->args[i], scope);
        if (status == OK)
            status = expr_check_letter(compile, ast->args[i], *letter, ast->function->name);
        if (status != OK)
            return status;
    }
    result_type(ast);
    return OK;
}

static bool count_fits(const char *params, size_t count)
{
    const char *optional = strchr(params, '|');
    size_t letters = strlen(params);
    if (letters > 0 && params[letters - 1] == '+')
        return count >= letters - 1;
    size_t most = optional != NULL ? letters - 1 : letters;
    size_t least = optional != NULL ? (size_t)(optional - params) : letters;
    return count >= least && count <= most;
}

enum status expr_check_call(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    ast->function = function_lookup(ast->text);
    if (ast->function == NULL) {
        struct str near = function_nearest(ast->text);
        return diag_report_near(compile->diag, MSG_EXPR_FUNCTION, ast->place, ((struct hint){.near = near}),
                                STR_ARGS(ast->text));
    }
    if (!count_fits(ast->function->params, ast->arg_count))
        return diag_report(compile->diag, MSG_EXPR_ARGUMENTS, ast->place, ast->function->usage,
                           ast->arg_count);
    if (compile->source.of_model && ast->function->run == function_digest)
        return diag_report(compile->diag, MSG_EXPR_DIGEST_MODEL, ast->place);
    if (compile->source.of_model && ast->function->run == function_public)
        return diag_report(compile->diag, MSG_EXPR_PUBLIC_MODEL, ast->place);
    return ast->function->check(compile, ast, scope);
}

/* --- functions with rules of their own --- */

enum status expr_check_args(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    for (size_t i = 0; i < ast->arg_count; i++) {
        enum status status = expr_check_node(compile, ast->args[i], scope);
        if (status != OK)
            return status;
    }
    return OK;
}

enum status expr_check_if(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = expr_check_kind(compile, ast->args[0], TYPE_YESNO, "if 的条件");
    return status == OK ? expr_check_like(compile, ast->args[1], &ast->args[2], "if ", &ast->type) : status;
}

static enum status check_asked(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    if (status != OK || expr_ast_is_path(ast->args[0]))
        return status;
    const struct ast *arg = ast->args[0];
    return compile_report(compile, MSG_EXPR_NOT_PATH, arg->from, ast->function->name,
                          STR_ARGS(expr_ast_source(compile, arg)));
}

enum status expr_check_has(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    ast->type = (struct type){.kind = TYPE_YESNO};
    return check_asked(compile, ast, scope);
}

enum status expr_check_quotes(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    ast->type = (struct type){.kind = TYPE_YESNO};
    enum status status = check_asked(compile, ast, scope);
    if (status == OK && ast->args[0]->type.kind != TYPE_TEXT)
        status = expr_check_kind(compile, ast->args[0], TYPE_PROSE, "quotes");
    if (status == OK && ast->args[1]->type.kind != TYPE_DATE)
        status = expr_check_kind(compile, ast->args[1], TYPE_NUMBER, "quotes");
    return status;
}

enum status expr_check_default(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = check_asked(compile, ast, scope);
    if (status != OK)
        return status;
    const struct ast *arg = ast->args[0];
    if (arg->kind != AST_NAME && arg->left->type.kind == TYPE_LIST)
        return compile_report(compile, MSG_EXPR_DEFAULT_LIST, arg->from,
                              STR_ARGS(expr_ast_source(compile, arg)));
    return expr_check_like(compile, arg, &ast->args[1], "default ", &ast->type);
}

/* The list, then the body in the scope of its elements. */
static enum status check_body(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_node(compile, ast->args[0], scope);
    if (status == OK)
        status = expr_check_kind(compile, ast->args[0], TYPE_LIST, ast->function->name);
    if (status != OK)
        return status;
    struct scope inner = expr_scope_of_list(ast->args[0]->type, scope);
    return expr_check_node(compile, ast->args[1], &inner);
}

enum status expr_check_each(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = check_body(compile, ast, scope);
    if (status != OK)
        return status;
    const struct type *body = &ast->args[1]->type;
    ast->type = body->kind == TYPE_LIST ? *body : (struct type){.kind = TYPE_LIST, .of = body};
    return OK;
}

enum status expr_check_all_any(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    ast->type = (struct type){.kind = TYPE_YESNO};
    enum status status = check_body(compile, ast, scope);
    return status == OK ? expr_check_kind(compile, ast->args[1], TYPE_YESNO, ast->function->name) : status;
}

bool expr_kind_is_ordered(enum type_kind kind)
{
    return kind == TYPE_NUMBER || kind == TYPE_DATE;
}

/* Arguments are brought to the unit of the first that has one. */
enum status expr_check_min_max(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    const char *name = ast->function->name;
    enum status status = expr_check_args(compile, ast, scope);
    if (status != OK)
        return status;
    struct ast like = *ast->args[0];
    ast->type = like.type;
    if (ast->arg_count == 1) {
        if (like.type.kind != TYPE_LIST || !expr_kind_is_ordered(like.type.of->kind))
            return expr_fail_kind(compile, &like, name, "数或日期的列表，或几个数");
        ast->type = *like.type.of;
        return OK;
    }
    if (!expr_kind_is_ordered(like.type.kind))
        return expr_fail_kind(compile, &like, name, "数或日期");
    for (size_t i = 1; i < ast->arg_count && status == OK; i++) {
        status = expr_check_like(compile, &like, &ast->args[i], name, &ast->type);
        if (!str_equal(like.type.unit, ast->type.unit) || like.type.constant != ast->type.constant)
            like = *ast->args[i];
    }
    return status;
}

enum status expr_check_nth(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = expr_check_letter(compile, ast->args[0], 'l', "nth");
    if (status != OK)
        return status;
    ast->type = *ast->args[0]->type.of;
    return expr_check_letter(compile, ast->args[1], 'c', "nth");
}

/* The argument is, literally, one of the words. */
enum status expr_check_word(struct compile *compile, const struct ast *ast, size_t index,
                            const struct words *words)
{
    const struct ast *arg = ast->args[index];
    char label[WORDS_LABEL_MAX];
    int word;
    if (arg->kind == AST_VALUE && arg->type.kind == TYPE_TEXT && words_parse(words, arg->value.text, &word))
        return OK;
    return compile_report(compile, MSG_EXPR_WORD, arg->from, ast->function->name, index + 1,
                          words_label(words, label), STR_ARGS(expr_ast_source(compile, arg)));
}

/* Ratios of like to like. */
enum status expr_check_apportion(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = expr_check_letter(compile, ast->args[0], 'N', "apportion");
    if (status != OK)
        return status;
    struct ast part = *ast->args[0];
    struct type type;
    part.type = *part.type.of;
    ast->type = (struct type){.kind = TYPE_LIST, .of = &expr_plain_number};
    status = expr_check_like(compile, &part, &ast->args[1], "apportion ", &type);
    if (status == OK)
        status = expr_check_letter(compile, ast->args[2], 'c', "apportion");
    return status == OK ? expr_check_word(compile, ast, 3, &expr_apportion_words) : status;
}

enum status expr_check_instalments(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    for (size_t i = 0; status == OK && i < 3; i++)
        status = expr_check_letter(compile, ast->args[i], i == 0 ? 'n' : 'c', "instalments");
    ast->type = (struct type){.kind = TYPE_LIST, .of = &ast->args[0]->type};
    if (status != OK)
        return status;
    if (ast->args[3]->type.kind == TYPE_NUMBER)
        return expr_check_letter(compile, ast->args[3], 'c', "instalments");
    return expr_check_word(compile, ast, 3, &expr_rest_words);
}

enum status expr_check_mod(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = expr_check_kind(compile, ast->args[0], TYPE_NUMBER, "mod");
    return status == OK ? expr_check_like(compile, ast->args[0], &ast->args[1], "mod ", &ast->type) : status;
}

/* Of two numbers of one unit: a ratio. */
enum status expr_check_change(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    struct type joined;
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = expr_check_kind(compile, ast->args[0], TYPE_NUMBER, "change");
    ast->type = (struct type){.kind = TYPE_NUMBER};
    return status == OK ? expr_check_like(compile, ast->args[0], &ast->args[1], "change ", &joined) : status;
}

/* Refused where no scope can be in a list; whether the record is in one, function_position sees. */
enum status expr_check_position(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    ast->type = (struct type){.kind = TYPE_NUMBER};
    for (const struct scope *s = scope; s != NULL; s = s->outer)
        if (s->shape != NULL && (s->outer != NULL || s->shape->parent != NULL))
            return OK;
    return diag_report(compile->diag, MSG_EXPR_POSITION, ast->place);
}
