/*
 * The table of functions.def, and what all functions use for arguments and results.
 */
#include "expr/functions/functions.h"
#include "expr/messages.def"

static const struct function functions[] = {
#define FUNCTION(name, params, result, shows, check, usage, help, example, gives)                            \
    {#name, params, RESULT_##result, SHOWS_##shows, function_##name, expr_check_##check, usage},
#include "expr/functions.def"
#undef FUNCTION
};

const struct function *function_lookup(struct str name)
{
    for (size_t i = 0; name.len > 0 && i < ARRAY_COUNT(functions); i++)
        if (functions[i].name[0] == name.ptr[0] && str_is(name, functions[i].name))
            return &functions[i];
    return NULL;
}

struct str function_nearest(struct str name)
{
    struct nearest nearest = {.name = name};
    for (size_t i = 0; i < ARRAY_COUNT(functions); i++)
        nearest_offer(&nearest, str_of(functions[i].name));
    return nearest.best;
}

enum status expr_argument_value(struct call *call, size_t index, struct value *ret_value)
{
    return expr_eval_node(call->ast->args[index], call->eval, call->frame, ret_value);
}

enum status expr_arguments(struct call *call)
{
    struct value *args = ARENA_NEW_ARRAY(call->eval->arena, call->ast->arg_count, struct value);
    if (args == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < call->ast->arg_count; i++) {
        enum status status = expr_argument_value(call, i, &args[i]);
        if (status != OK)
            return status;
    }
    call->args = args;
    return OK;
}

enum status expr_argument_int(struct call *call, size_t index, struct range range, int64_t *ret_value)
{
    if (index >= call->ast->arg_count) {
        *ret_value = range.otherwise;
        return OK;
    }
    int64_t value;
    const struct number *number = call->args[index].number;
    if (number_as_int(number, &value) && value >= range.min && value <= range.max) {
        *ret_value = value;
        return OK;
    }
    struct buf shown = BUF(EXPR_MAX_TEXT);
    if (!number_print(number, &shown))
        number_print_fixed(number, 6, false, &shown);
    eval_report(call->eval, MSG_EXPR_NOT_WHOLE, call->ast->args[index]->place, call->ast->function->name,
                index + 1, (long long)range.min, (long long)range.max, STR_ARGS(buf_str(&shown)));
    buf_clear(&shown);
    return FAILED;
}

enum status expr_fail_empty(struct call *call)
{
    return eval_report(call->eval, MSG_EXPR_LIST_EMPTY, call->ast->place, call->ast->function->name);
}

enum status expr_text_value(struct call *call, struct buf *buf, struct value *ret_value)
{
    enum status status = expr_status_of(buf, call->eval, call->ast->place);
    if (status == OK) {
        *ret_value = (struct value){.kind = TYPE_TEXT, .text = arena_copy(call->eval->arena, buf_str(buf))};
        if (ret_value->text.ptr == NULL)
            status = NO_MEMORY;
    }
    buf_clear(buf);
    return status;
}

enum status expr_number_value(struct call *call, int64_t n, struct value *ret_value)
{
    *ret_value = (struct value){.kind = TYPE_NUMBER};
    return number_of(call->eval->arena, n, &ret_value->number);
}

enum status expr_round_value(struct call *call, const struct number *exact, int64_t digits,
                             enum number_rounding how, struct value *ret_value)
{
    *ret_value = (struct value){.kind = TYPE_NUMBER};
    enum status status = number_round(call->eval->arena, exact, (int)digits, how, &ret_value->number);
    if (status == FAILED)
        eval_report(call->eval, MSG_EXPR_NUMBER_LARGE, call->ast->place);
    return status;
}
