/*
 * Checks of calls whose arguments hang together: numbers and their places, lists and their keys, bands and what falls into
 * them, a period and its calendar, two numbers that are compared.
 */
#include "expr/expr_int.h"
#include "expr/functions/functions.h"
#include "expr/messages.def"

/* --- places, sorted lists --- */

static enum status check_ordered_list(struct compile *compile, const struct ast *list, const char *what)
{
    if (list->type.kind == TYPE_LIST && expr_kind_is_ordered(list->type.of->kind))
        return OK;
    return expr_fail_kind(compile, list, what, "数或日期的列表");
}

enum status expr_check_rank(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    struct type type;
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = check_ordered_list(compile, ast->args[0], "rank");
    if (status != OK)
        return status;
    struct ast element = *ast->args[0];
    element.type = *element.type.of;
    ast->type = (struct type){.kind = TYPE_NUMBER};
    status = expr_check_like(compile, &element, &ast->args[1], "rank ", &type);
    return status == OK ? expr_check_word(compile, ast, 2, &expr_place_words) : status;
}

enum status expr_check_ranks(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = check_ordered_list(compile, ast->args[0], "ranks");
    ast->type = (struct type){.kind = TYPE_LIST, .of = &expr_plain_number};
    return status == OK ? expr_check_word(compile, ast, 1, &expr_place_words) : status;
}

/* A key in the scope of the elements, and behind it its way. */
static enum status check_key(struct compile *compile, struct ast *ast, size_t index,
                             const struct scope *scope, const struct scope *inner)
{
    struct ast *key = ast->args[index];
    enum status status = expr_check_node(compile, key, inner);
    if (status == OK)
        status = expr_check_node(compile, ast->args[index + 1], scope);
    if (status != OK)
        return status;
    if (key->type.kind == TYPE_TEXT)
        return expr_check_word(compile, ast, index + 1, &expr_order_words);
    if (expr_kind_is_ordered(key->type.kind))
        return expr_check_word(compile, ast, index + 1, &expr_way_words);
    return compile_report(compile, MSG_EXPR_SORT_KEY, key->from, STR_ARGS(expr_ast_source(compile, key)),
                          expr_kind_name(key->type.kind));
}

enum status expr_check_sorted(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    if (ast->arg_count % 2 == 0 || ast->arg_count / 2 > FUNCTION_MAX_KEYS)
        return diag_report(compile->diag, MSG_EXPR_ARGUMENTS, ast->place, ast->function->usage,
                           ast->arg_count);
    enum status status = expr_check_node(compile, ast->args[0], scope);
    if (status == OK)
        status = expr_check_kind(compile, ast->args[0], TYPE_LIST, "sorted");
    if (status != OK)
        return status;
    ast->type = ast->args[0]->type;
    const struct scope inner = expr_scope_of_list(ast->type, scope);
    for (size_t i = 1; status == OK && i < ast->arg_count; i += 2)
        status = check_key(compile, ast, i, scope, &inner);
    return status;
}

/* --- bands --- */

/* min and max are optional in the records, and need not be declared both.  The number is brought to their
 * unit, which is one: `limit` has the type of the one that was looked at before. */
static enum status check_band_limit(struct compile *compile, struct ast *ast, const char *name,
                                    struct ast *limit)
{
    const struct shape *shape = ast->args[0]->type.of->shape;
    int slot = shape_lookup(shape, str_of(name));
    if (slot < 0)
        return OK;
    struct type before = limit->type, type;
    limit->type = expr_field_type(compile, shape, slot);
    if (before.kind == TYPE_NUMBER && !str_equal(before.unit, limit->type.unit))
        return compile_report(compile, MSG_EXPR_BAND_UNITS, limit->from,
                              STR_ARGS(expr_ast_source(compile, limit)), STR_ARGS(before.unit),
                              STR_ARGS(limit->type.unit));
    return expr_check_like(compile, limit, &ast->args[1], "band ", &type);
}

static enum status check_band(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    if (status != OK)
        return status;
    const struct ast *list = ast->args[0];
    if (list->type.kind != TYPE_LIST || list->type.of->kind != TYPE_RECORD)
        return expr_fail_kind(compile, list, ast->function->name, "分档的列表");
    const struct shape *shape = list->type.of->shape;
    int label = shape_lookup(shape, STR("label"));
    bool limits = shape_lookup(shape, STR("min")) >= 0 || shape_lookup(shape, STR("max")) >= 0;
    if (label < 0 || shape->fields[label].type.kind != TYPE_TEXT || !limits)
        return compile_report(compile, MSG_EXPR_BAND_FIELDS, list->from,
                              STR_ARGS(expr_ast_source(compile, list)));
    status = expr_check_kind(compile, ast->args[1], TYPE_NUMBER, ast->function->name);
    struct ast limit = *list;
    if (status == OK)
        status = check_band_limit(compile, ast, "min", &limit);
    return status == OK ? check_band_limit(compile, ast, "max", &limit) : status;
}

enum status expr_check_band(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    ast->type = (struct type){.kind = TYPE_TEXT};
    return check_band(compile, ast, scope);
}

enum status expr_check_band_value(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = check_band(compile, ast, scope);
    if (status != OK)
        return status;
    const struct ast *list = ast->args[0];
    const struct shape *shape = list->type.of->shape;
    const int slot = shape_lookup(shape, STR("value"));
    if (slot < 0 || shape->fields[slot].type.kind != TYPE_NUMBER)
        return compile_report(compile, MSG_EXPR_BAND_VALUE, list->from,
                              STR_ARGS(expr_ast_source(compile, list)));
    ast->type = expr_field_type(compile, shape, slot);
    return OK;
}

/* --- calendars --- */

static const struct type *field_type(const struct shape *shape, const char *name, enum type_kind kind)
{
    const int slot = shape_lookup(shape, str_of(name));
    return slot >= 0 && shape->fields[slot].type.kind == kind ? &shape->fields[slot].type : NULL;
}

/* A list of records that have such dates. */
static bool has_days(const struct shape *shape, const char *name, const char *first, const char *last)
{
    const struct type *list = field_type(shape, name, TYPE_LIST);
    return list != NULL && list->of->kind == TYPE_RECORD &&
           field_type(list->of->shape, first, TYPE_DATE) != NULL &&
           field_type(list->of->shape, last, TYPE_DATE) != NULL;
}

enum status expr_check_workdays(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    enum status status = expr_check_args(compile, ast, scope);
    for (size_t i = 0; status == OK && i < 2; i++)
        status = expr_check_letter(compile, ast->args[i], 'd', "workdays");
    if (status != OK)
        return status;
    const struct ast *calendar = ast->args[2];
    ast->type = (struct type){.kind = TYPE_NUMBER};
    if (calendar->type.kind == TYPE_RECORD &&
        field_type(calendar->type.shape, "first", TYPE_NUMBER) != NULL &&
        field_type(calendar->type.shape, "last", TYPE_NUMBER) != NULL &&
        has_days(calendar->type.shape, "off", "from", "to") &&
        has_days(calendar->type.shape, "work", "day", "day"))
        return OK;
    return compile_report(compile, MSG_EXPR_CALENDAR, calendar->from,
                          STR_ARGS(expr_ast_source(compile, calendar)));
}

/* --- two numbers --- */

/* How much a share itself grew is a number of 百分点, no rate: 80% to 88% is not 增长10%. */
enum status expr_check_growth(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    struct type joined;
    enum status status = expr_check_args(compile, ast, scope);
    for (size_t i = 0; status == OK && i < 2; i++)
        status = expr_check_kind(compile, ast->args[i], TYPE_NUMBER, "growth");
    if (status != OK)
        return status;
    for (size_t i = 0; i < 2; i++)
        if (str_is(ast->args[i]->type.unit, "%"))
            return compile_report(compile, MSG_EXPR_GROWTH_PERCENT, ast->args[i]->from,
                                  STR_ARGS(expr_ast_source(compile, ast->args[i])));
    status = expr_check_like(compile, ast->args[0], &ast->args[1], "growth ", &joined);
    ast->type = (struct type){.kind = TYPE_TEXT};
    return status == OK && ast->arg_count > 2 ? expr_check_letter(compile, ast->args[2], 'c', "growth")
                                              : status;
}

/* The unit is that of both, written by who prints it; but %, which both bring. */
enum status expr_check_span(struct compile *compile, struct ast *ast, const struct scope *scope)
{
    struct type joined;
    enum status status = expr_check_args(compile, ast, scope);
    if (status == OK)
        status = expr_check_kind(compile, ast->args[0], TYPE_NUMBER, "span");
    if (status == OK)
        status = expr_check_like(compile, ast->args[0], &ast->args[1], "span ", &joined);
    ast->type = (struct type){.kind = TYPE_TEXT};
    if (status == OK && !str_is(joined.unit, "%"))
        ast->type.unit = joined.unit;
    return status;
}
