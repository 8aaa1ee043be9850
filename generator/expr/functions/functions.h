/*
 * The door of the wing functions: the table of functions.def, and what each does.
 *
 *   functions.c          the table; arguments and results
 *   functions_number.c   rounding, numbers as texts, amounts in words;  functions_share.c  shares, instalments
 *   functions_list.c     lists, conditions, texts;  functions_date.c  dates, the digest
 *   functions_mean.c     means, the median;  functions_order.c  places, sorted lists, running numbers
 *   functions_workdays.c working days by a calendar
 */
#ifndef CHENGWEN_EXPR_FUNCTIONS_H
#define CHENGWEN_EXPR_FUNCTIONS_H

#include "expr/expr_int.h"

const struct function *function_lookup(struct str name);
struct str function_nearest(struct str name); /* empty: none is near */

#define FUNCTION(name, params, result, shows, check, ...)                                                    \
    enum status function_##name(struct call *call, struct value *ret_value) CHECKED;
#include "expr/functions.def"
#undef FUNCTION

/* Defines a function that is one expression of `call` and `ret_value`. */
#define FUNCTION_IS(name, result)                                                                            \
    enum status name(struct call *call, struct value *ret_value)                                             \
    {                                                                                                        \
        return (result);                                                                                     \
    }
/* Evaluates an argument of a function that has no args. */
enum status expr_argument_value(struct call *call, size_t index, struct value *ret_value) CHECKED;
/* All of them, into call->args. */
enum status expr_arguments(struct call *call) CHECKED;
/* The argument as a whole number in min..max, or a message; `otherwise` when it was not given. */
struct range {
    int64_t min, max, otherwise;
};
enum status expr_argument_int(struct call *call, size_t index, struct range range,
                              int64_t *ret_value) CHECKED;
/* The function is used on an empty list; FAILED. */
enum status expr_fail_empty(struct call *call);
/* The order of two dates is the wrong one; FAILED. */
enum status expr_fail_order(struct call *call, struct date from, struct date to);
void expr_add_unit(struct buf *out, struct str unit); /* " 元", for messages; nothing where there is none */
void expr_add_iso(struct buf *out, struct date d);    /* 2026-08-02 */
/* What was built becomes a text value; clears `buf`. */
enum status expr_text_value(struct call *call, struct buf *buf, struct value *ret_value) CHECKED;
enum status expr_number_value(struct call *call, int64_t n, struct value *ret_value) CHECKED;
enum status expr_round_value(struct call *call, const struct number *exact, int64_t digits,
                             enum number_rounding how, struct value *ret_value) CHECKED;

/* Of apportion() and instalments(): how it is shared; who takes the rest (functions_share.c). */
extern const struct words expr_apportion_words, expr_rest_words;
/* Of rank() and ranks(); of sorted(): of keys that are numbers or dates; that are texts (functions_order.c). */
extern const struct words expr_place_words, expr_way_words, expr_order_words;
/* Keys of sorted(). */
enum { FUNCTION_MAX_KEYS = 7 };

#endif
