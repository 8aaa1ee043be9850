/*
 * What stands in the middle of many numbers: means and the median.  All are exact: nothing is rounded.
 */
#include "expr/functions/functions.h"
#include "expr/messages.def"

#include <stdlib.h>

/* Their sum by how much. */
static enum status mean_of(struct call *call, const struct value *values, size_t count,
                           struct value *ret_value)
{
    struct value sum = {.kind = TYPE_NUMBER}, by;
    enum status status = expr_eval_count(call->eval, count, call->ast->place);
    if (status != OK)
        return status;
    status = number_sum(call->eval->arena, values, count, &sum.number);
    if (status == FAILED)
        return eval_report(call->eval, MSG_EXPR_NUMBER_LARGE, call->ast->place);
    if (status == OK)
        status = expr_number_value(call, (int64_t)count, &by);
    return status == OK ? expr_apply_number(call->eval, NUMBER_DIVIDE, &sum, &by, call->ast->place, ret_value)
                        : status;
}

enum status function_mean(struct call *call, struct value *ret_value)
{
    const struct value *list = &call->args[0];
    if (list->list.count == 0)
        return expr_fail_empty(call);
    return mean_of(call, list->list.items, list->list.count, ret_value);
}

/* --- weighted --- */

static enum status fail_weight(struct call *call, size_t index, const struct value *weight)
{
    struct buf shown = BUF(EXPR_MAX_TEXT);
    number_print_exact(weight->number, &shown);
    eval_report(call->eval, MSG_EXPR_WEIGHT_SIGN, call->ast->place, index + 1, STR_ARGS(buf_str(&shown)));
    buf_clear(&shown);
    return FAILED;
}

enum status function_weighted_mean(struct call *call, struct value *ret_value)
{
    const struct value *list = &call->args[0], *weights = &call->args[1];
    const size_t count = list->list.count;
    struct eval *eval = call->eval;
    const struct place place = call->ast->place;
    struct value sum = {0}, all, part;
    if (count != weights->list.count)
        return eval_report(eval, MSG_EXPR_WEIGHTS_COUNT, place, count, weights->list.count);
    if (count == 0)
        return expr_fail_empty(call);
    enum status status = expr_eval_count(eval, 2 * count, place);
    if (status == OK)
        status = expr_number_value(call, 0, &sum);
    all = sum;
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct value *weight = &weights->list.items[i];
        if (number_sign(weight->number) < 0)
            return fail_weight(call, i, weight);
        status = expr_apply_number(eval, NUMBER_MULTIPLY, &list->list.items[i], weight, place, &part);
        if (status == OK)
            status = expr_apply_number(eval, NUMBER_ADD, &sum, &part, place, &sum);
        if (status == OK)
            status = expr_apply_number(eval, NUMBER_ADD, &all, weight, place, &all);
    }
    if (status == OK && number_sign(all.number) == 0)
        return eval_report(eval, MSG_EXPR_WEIGHTS_ZERO, place);
    return status == OK ? expr_apply_number(eval, NUMBER_DIVIDE, &sum, &all, place, ret_value) : status;
}

/* --- of those in order --- */

static int order_numbers(const void *left, const void *right)
{
    return expr_value_compare(left, right);
}

/* The list upwards; 4 steps a value, for sorting. */
static enum status sorted_numbers(struct call *call, struct value **ret_numbers)
{
    enum { STEPS = 4 };
    const struct value *list = &call->args[0];
    const size_t count = list->list.count;
    enum status status = expr_eval_count(call->eval, STEPS * count, call->ast->place);
    struct value *numbers = status == OK ? ARENA_NEW_ARRAY(call->eval->arena, count, struct value) : NULL;
    if (status == OK && numbers == NULL)
        return NO_MEMORY;
    for (size_t i = 0; status == OK && i < count; i++)
        numbers[i] = list->list.items[i];
    if (status == OK && count > 1)
        qsort(numbers, count, sizeof *numbers, order_numbers);
    *ret_numbers = numbers;
    return status;
}

enum status function_median(struct call *call, struct value *ret_value)
{
    const size_t count = call->args[0].list.count;
    struct value *numbers;
    if (count == 0)
        return expr_fail_empty(call);
    enum status status = sorted_numbers(call, &numbers);
    const size_t middle = count % 2 == 1 ? 1 : 2;
    return status == OK ? mean_of(call, numbers + (count - middle) / 2, middle, ret_value) : status;
}

/* Which of equal values go makes no difference. */
enum status function_trimmed_mean(struct call *call, struct value *ret_value)
{
    static const struct range trim_range = {0, 1000000, 0};
    const size_t count = call->args[0].list.count;
    struct value *numbers;
    int64_t highest, lowest;
    enum status status = expr_argument_int(call, 1, trim_range, &highest);
    if (status == OK)
        status = expr_argument_int(call, 2, (struct range){0, trim_range.max, highest}, &lowest);
    if (status != OK)
        return status;
    if ((uint64_t)(highest + lowest) >= count)
        return eval_report(call->eval, MSG_EXPR_TRIM, call->ast->place, count, (long long)highest,
                           (long long)lowest);
    status = sorted_numbers(call, &numbers);
    return status == OK ? mean_of(call, numbers + lowest, count - (size_t)(highest + lowest), ret_value)
                        : status;
}
