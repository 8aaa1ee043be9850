/*
 * Shares of a whole, and a total paid in parts: lists of figures that must add up on paper.
 *
 * apportion gives part / whole for each part, rounded.  `independent` rounds each by itself, so that the sum
 * may be off.  The two others make the shares add up to round(sum(parts) / whole).  `largest-remainder` cuts
 * each share off and raises as many as are needed by one unit of the last digit, those with the largest
 * remainders; of equal ones the larger part, then the earlier.  As many shares have a remainder as can be
 * needed, so no share is off by a whole unit.  `last-takes-rest` rounds all but the last.
 *
 * instalments cuts total / n off, n - 1 times; one amount takes the rest.  Time: n log n for the largest
 * remainders, else n.
 *
 * net and tax of an amount that holds both: net is rounded to 分, tax is what is left, so that they add up.
 */
#include "expr/functions/functions.h"
#include "expr/messages.def"

#include <stdlib.h>

enum { WAY_INDEPENDENT, WAY_LARGEST_REMAINDER, WAY_LAST_TAKES_REST };
static const struct choice ways[] = {{"independent", WAY_INDEPENDENT},
                                     {"largest-remainder", WAY_LARGEST_REMAINDER},
                                     {"last-takes-rest", WAY_LAST_TAKES_REST}};
const struct words expr_apportion_words = WORDS(ways);

static const struct choice rests[] = {{"last", false}, {"first", true}};
const struct words expr_rest_words = WORDS(rests);

enum { SHARE_DIGITS_MAX = 30, INSTALMENTS_MAX = 10000 };

struct share {
    struct value part, exact, rest; /* rest: what cutting off took away */
    struct value *shown;            /* in the list that apportion gives */
    size_t index;
};

struct shares {
    struct share *items;
    struct value *shown;
    size_t count;
    int digits;
    struct value target; /* what the shares should add up to */
};

static enum status apply(struct call *call, enum number_op op, const struct value *left,
                         const struct value *right, struct value *ret_value)
{
    return expr_apply_number(call->eval, op, left, right, call->ast->place, ret_value);
}

/* --- apportion --- */

static enum status shares_make(struct call *call, struct shares *shares)
{
    const struct value *parts = &call->args[0], *whole = &call->args[1];
    shares->count = parts->list.count;
    enum status status = expr_eval_count(call->eval, shares->count, call->ast->place);
    if (status != OK)
        return status;
    shares->items = ARENA_NEW_ARRAY(call->eval->arena, shares->count, struct share);
    shares->shown = ARENA_NEW_ARRAY(call->eval->arena, shares->count, struct value);
    if (shares->items == NULL || shares->shown == NULL)
        return NO_MEMORY;
    struct value sum;
    status = expr_number_value(call, 0, &sum);
    for (size_t i = 0; status == OK && i < shares->count; i++) {
        struct share *share = &shares->items[i];
        *share = (struct share){.part = parts->list.items[i], .shown = &shares->shown[i], .index = i};
        status = apply(call, NUMBER_DIVIDE, &share->part, whole, &share->exact);
        if (status == OK)
            status = apply(call, NUMBER_ADD, &sum, &share->exact, &sum);
    }
    return status == OK ? expr_round_value(call, sum.number, shares->digits, ROUND_SHARE, &shares->target)
                        : status;
}

/* All rounded alike; *ret_missing: what the sum lacks of the target. */
static enum status shares_round(struct call *call, struct shares *shares, enum number_rounding how,
                                struct value *ret_missing)
{
    enum status status = OK;
    *ret_missing = shares->target;
    for (size_t i = 0; status == OK && i < shares->count; i++) {
        struct share *share = &shares->items[i];
        status = expr_round_value(call, share->exact.number, shares->digits, how, share->shown);
        if (status == OK)
            status = apply(call, NUMBER_SUBTRACT, ret_missing, share->shown, ret_missing);
        if (status == OK)
            status = apply(call, NUMBER_SUBTRACT, &share->exact, share->shown, &share->rest);
    }
    return status;
}

static int order_shares(const void *left, const void *right)
{
    const struct share *a = left, *b = right;
    int order = number_compare(b->rest.number, a->rest.number);
    if (order == 0)
        order = number_compare(b->part.number, a->part.number);
    return order != 0 ? order : a->index < b->index ? -1 : 1;
}

static enum status share_by_remainder(struct call *call, struct shares *shares)
{
    struct value missing, raised;
    enum status status = shares_round(call, shares, ROUND_DOWN, &missing);
    if (status != OK)
        return status;
    qsort(shares->items, shares->count, sizeof *shares->items, order_shares);
    for (size_t i = 0; i < shares->count && number_sign(missing.number) > 0; i++) {
        struct share *share = &shares->items[i];
        status = expr_round_value(call, share->exact.number, shares->digits, ROUND_UP, &raised);
        if (status == OK)
            status = apply(call, NUMBER_SUBTRACT, &missing, &raised, &missing);
        if (status == OK)
            status = apply(call, NUMBER_ADD, &missing, share->shown, &missing);
        if (status != OK)
            return status;
        *share->shown = raised;
    }
    return OK;
}

/* The last share may not turn negative, nor a share of nothing become something: no table may say so. */
static enum status share_rest_to_last(struct call *call, struct shares *shares)
{
    struct value missing, last;
    enum status status = shares_round(call, shares, ROUND_SHARE, &missing);
    if (status != OK || shares->count == 0)
        return status;
    const struct share *share = &shares->items[shares->count - 1];
    status = apply(call, NUMBER_ADD, share->shown, &missing, &last);
    if (status != OK)
        return status;
    int sign = number_sign(last.number);
    if (sign != 0 && sign != number_sign(share->exact.number)) {
        struct buf shown = BUF(EXPR_MAX_TEXT);
        number_print_fixed(last.number, shares->digits, false, &shown);
        eval_report(call->eval, MSG_EXPR_SHARE_SIGN, call->ast->place, STR_ARGS(buf_str(&shown)));
        buf_clear(&shown);
        return FAILED;
    }
    *share->shown = last;
    return OK;
}

enum status function_apportion(struct call *call, struct value *ret_value)
{
    static const struct range digits_range = {0, SHARE_DIGITS_MAX, 0};
    struct value missing;
    struct shares shares = {0};
    int64_t digits = 0;
    enum status status = expr_arguments(call);
    if (status == OK)
        status = expr_argument_int(call, 2, digits_range, &digits);
    shares.digits = (int)digits;
    if (status == OK)
        status = shares_make(call, &shares);
    if (status != OK)
        return status;
    int way = WAY_INDEPENDENT;
    (void)words_parse(&expr_apportion_words, call->args[3].text, &way); /* one of them: check_word */
    if (way == WAY_LARGEST_REMAINDER)
        status = share_by_remainder(call, &shares);
    else if (way == WAY_LAST_TAKES_REST)
        status = share_rest_to_last(call, &shares);
    else
        status = shares_round(call, &shares, ROUND_SHARE, &missing);
    *ret_value = (struct value){.kind = TYPE_LIST, .list = {shares.shown, shares.count}};
    return status;
}

/* --- instalments --- */

/* Which of the n takes the rest, from 1. */
static enum status rest_place(struct call *call, int64_t n, int64_t *ret_place)
{
    if (call->args[3].kind == TYPE_NUMBER)
        return expr_argument_int(call, 3, (struct range){1, n, 0}, ret_place);
    int first = false;
    (void)words_parse(&expr_rest_words, call->args[3].text, &first);
    *ret_place = first ? 1 : n;
    return OK;
}

enum status function_instalments(struct call *call, struct value *ret_value)
{
    static const struct range count_range = {1, INSTALMENTS_MAX, 0}, digits_range = {0, SHARE_DIGITS_MAX, 0};
    struct value each = {.kind = TYPE_NUMBER}, rest = each;
    int64_t n = 0, digits = 0, place = 0;
    enum status status = expr_arguments(call);
    if (status == OK)
        status = expr_argument_int(call, 1, count_range, &n);
    if (status == OK)
        status = expr_argument_int(call, 2, digits_range, &digits);
    if (status == OK)
        status = rest_place(call, n, &place);
    if (status == OK)
        status = expr_eval_count(call->eval, (size_t)n, call->ast->place);
    if (status != OK)
        return status;
    struct arena *arena = call->eval->arena;
    status = number_instalments(arena, call->args[0].number, n, (int)digits, &each.number, &rest.number);
    if (status == FAILED)
        eval_report(call->eval, MSG_EXPR_NUMBER_LARGE, call->ast->place);
    if (status != OK)
        return status;
    struct value *items = ARENA_NEW_ARRAY(arena, (size_t)n, struct value);
    if (items == NULL)
        return NO_MEMORY;
    for (int64_t i = 0; i < n; i++)
        items[i] = i + 1 == place ? rest : each;
    *ret_value = (struct value){.kind = TYPE_LIST, .list = {items, (size_t)n}};
    return OK;
}

/* --- net and tax --- */

/* amount / (1 + rate), to 分 in whatever unit. */
static enum status net_of(struct call *call, struct value *ret_value)
{
    const struct type *amount = &call->ast->args[0]->type, *rate_type = &call->ast->args[1]->type;
    struct value rate = call->args[1], by, one;
    enum status status = expr_number_value(call, 1, &one);
    if (status == OK)
        status = expr_number_value(call, str_is(rate_type->unit, "%") ? 100 : 1, &by);
    if (status == OK)
        status = apply(call, NUMBER_DIVIDE, &rate, &by, &rate);
    if (status == OK && (number_sign(rate.number) < 0 || number_compare(rate.number, one.number) >= 0)) {
        struct buf shown = BUF(EXPR_MAX_TEXT);
        number_print_exact(rate.number, &shown);
        eval_report(call->eval, MSG_EXPR_TAX_RATE, call->ast->place, call->ast->function->name,
                    STR_ARGS(buf_str(&shown)));
        buf_clear(&shown);
        return FAILED;
    }
    if (status == OK)
        status = apply(call, NUMBER_ADD, &one, &rate, &rate);
    if (status == OK)
        status = apply(call, NUMBER_DIVIDE, &call->args[0], &rate, &rate);
    int64_t digits = 2;
    for (int64_t scale = expr_money_scale(amount->unit); scale >= 10; scale /= 10)
        digits++;
    return status == OK ? expr_round_value(call, rate.number, digits, ROUND_HALF_UP, ret_value) : status;
}

FUNCTION_IS(function_net, net_of(call, ret_value))

enum status function_tax(struct call *call, struct value *ret_value)
{
    struct value net;
    enum status status = net_of(call, &net);
    return status == OK ? apply(call, NUMBER_SUBTRACT, &call->args[0], &net, ret_value) : status;
}
