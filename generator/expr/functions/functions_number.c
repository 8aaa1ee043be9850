/*
 * Rounding, numbers as texts, and amounts in words as numbers.  Rounding is half up, away from zero.
 */
#include "expr/functions/functions.h"
#include "expr/messages.def"

#include <string.h>

enum { DECIMALS_MAX = 30, DECIMALS_MIN = -15 /* of rounding: to whole 10^15 */ };

static const struct range places_range = {DECIMALS_MIN, DECIMALS_MAX, 0};

static enum status rounded(struct call *call, enum number_rounding how, struct value *ret_value)
{
    int64_t digits;
    enum status status = expr_argument_int(call, 1, places_range, &digits);
    return status == OK ? expr_round_value(call, call->args[0].number, digits, how, ret_value) : status;
}

FUNCTION_IS(function_round, rounded(call, ROUND_HALF_UP, ret_value))
FUNCTION_IS(function_round_share, rounded(call, ROUND_SHARE, ret_value))
FUNCTION_IS(function_floor, rounded(call, ROUND_DOWN, ret_value))
FUNCTION_IS(function_ceil, rounded(call, ROUND_UP, ret_value))

enum status function_abs(struct call *call, struct value *ret_value)
{
    struct value zero;
    *ret_value = call->args[0];
    if (number_sign(ret_value->number) >= 0)
        return OK;
    enum status status = expr_number_value(call, 0, &zero);
    return status == OK ? expr_apply_number(call->eval, NUMBER_SUBTRACT, &zero, &call->args[0],
                                            call->ast->place, ret_value)
                        : status;
}

/* a - b * floor(a / b): has the sign of b. */
enum status function_mod(struct call *call, struct value *ret_value)
{
    struct eval *eval = call->eval;
    struct place place = call->ast->place;
    struct value a, b, quotient;
    enum status status = expr_argument_value(call, 0, &a);
    if (status == OK)
        status = expr_argument_value(call, 1, &b);
    if (status == OK)
        status = expr_apply_number(eval, NUMBER_DIVIDE, &a, &b, place, &quotient);
    if (status == OK)
        status = number_round(eval->arena, quotient.number, 0, ROUND_DOWN, &quotient.number);
    if (status == OK)
        status = expr_apply_number(eval, NUMBER_MULTIPLY, &quotient, &b, place, &quotient);
    return status == OK ? expr_apply_number(eval, NUMBER_SUBTRACT, &a, &quotient, place, ret_value) : status;
}

/* (now - before) / before.  What grew from nothing, or from a debt, has no rate. */
enum status function_change(struct call *call, struct value *ret_value)
{
    enum { SHOWN_DECIMALS = 6 };
    struct eval *eval = call->eval;
    const struct place place = call->ast->place;
    struct value now, before;
    enum status status = expr_argument_value(call, 0, &now);
    if (status == OK)
        status = expr_argument_value(call, 1, &before);
    if (status == OK && number_sign(before.number) <= 0) {
        struct buf shown = BUF(NUMBER_MAX_BITS);
        number_print_fixed(before.number, number_is_integer(before.number) ? 0 : SHOWN_DECIMALS, false,
                           &shown);
        expr_add_unit(&shown, call->ast->args[1]->type.unit);
        eval_report(eval, MSG_EXPR_CHANGE, place, STR_ARGS(buf_str(&shown)));
        buf_clear(&shown);
        return FAILED;
    }
    if (status == OK)
        status = expr_apply_number(eval, NUMBER_SUBTRACT, &now, &before, place, &now);
    return status == OK ? expr_apply_number(eval, NUMBER_DIVIDE, &now, &before, place, ret_value) : status;
}

/* --- as texts --- */

static enum status fixed_text(struct call *call, const struct number *number, int64_t decimals, bool grouped,
                              struct value *ret_value)
{
    struct buf text = BUF(EXPR_MAX_TEXT);
    number_print_fixed(number, (int)decimals, grouped, &text);
    return expr_text_value(call, &text, ret_value);
}

/* Shortest exact; `suffix` behind. */
static enum status exact_text(struct call *call, const struct value *number, bool grouped, const char *suffix,
                              struct value *ret_value)
{
    struct buf text = BUF(EXPR_MAX_TEXT);
    enum status status = value_print(number, call->eval, call->ast->place, &text);
    if (status != OK) {
        buf_clear(&text);
        return status;
    }
    if (grouped) {
        const char *point = memchr(text.ptr, '.', text.len);
        int decimals = point == NULL ? 0 : (int)(text.ptr + text.len - point) - 1;
        buf_reset(&text);
        number_print_fixed(number->number, decimals, true, &text);
    }
    buf_add_text(&text, suffix);
    return expr_text_value(call, &text, ret_value);
}

static enum status decimals_or_exact(struct call *call, bool grouped, struct value *ret_value)
{
    static const struct range decimals_range = {0, DECIMALS_MAX, -1};
    int64_t decimals;
    enum status status = expr_argument_int(call, 1, decimals_range, &decimals);
    if (status != OK)
        return status;
    if (decimals < 0)
        return exact_text(call, &call->args[0], grouped, "", ret_value);
    return fixed_text(call, call->args[0].number, decimals, grouped, ret_value);
}

FUNCTION_IS(function_money, fixed_text(call, call->args[0].number, 2, true, ret_value))
FUNCTION_IS(function_plain, decimals_or_exact(call, false, ret_value))
FUNCTION_IS(function_grouped, decimals_or_exact(call, true, ret_value))

static enum status scaled(struct call *call, enum number_op op, int64_t factor, struct value *ret_value)
{
    struct value by;
    enum status status = expr_number_value(call, factor, &by);
    if (status != OK)
        return status;
    return expr_apply_number(call->eval, op, &call->args[0], &by, call->ast->place, ret_value);
}

/* The amount in units of so many 元; one without unit is in 元. */
static enum status in_units_of(struct call *call, int64_t yuan, struct value *ret_value)
{
    int64_t scale = expr_money_scale(call->ast->args[0]->type.unit);
    if (scale == 0)
        scale = 1;
    *ret_value = call->args[0];
    if (scale == yuan)
        return OK;
    return scale > yuan ? scaled(call, NUMBER_MULTIPLY, scale / yuan, ret_value)
                        : scaled(call, NUMBER_DIVIDE, yuan / scale, ret_value);
}

enum status function_wan(struct call *call, struct value *ret_value)
{
    static const struct range decimals_range = {0, DECIMALS_MAX, -1};
    struct value amount;
    int64_t decimals;
    enum status status = expr_argument_int(call, 1, decimals_range, &decimals);
    if (status == OK)
        status = in_units_of(call, 10000, &amount);
    if (status != OK)
        return status;
    return decimals < 0 ? exact_text(call, &amount, false, "", ret_value)
                        : fixed_text(call, amount.number, decimals, false, ret_value);
}

/* 分 stand with two digits, or not at all: 30000.50; what is finer stays exact. */
static enum status yuan_text(struct call *call, const struct value *amount, const char *suffix,
                             struct value *ret_value)
{
    const struct number *rounded;
    enum status status = number_round(call->eval->arena, amount->number, 2, ROUND_HALF_UP, &rounded);
    if (status != OK)
        return status;
    bool whole = number_is_integer(amount->number);
    if (whole || number_compare(rounded, amount->number) != 0)
        return exact_text(call, amount, false, suffix, ret_value);
    struct buf text = BUF(EXPR_MAX_TEXT);
    number_print_fixed(rounded, 2, false, &text);
    buf_add_text(&text, suffix);
    return expr_text_value(call, &text, ret_value);
}

enum status function_yuan(struct call *call, struct value *ret_value)
{
    struct value amount;
    enum status status = in_units_of(call, 1, &amount);
    return status == OK ? yuan_text(call, &amount, "", ret_value) : status;
}

/* Below 1万元, or with 角 and 分, nobody counts in 万元. */
enum status function_wan_or_yuan(struct call *call, struct value *ret_value)
{
    struct value amount, wan;
    const struct number *one = NULL, *minus = NULL;
    enum status status = in_units_of(call, 1, &amount);
    if (status == OK)
        status = number_of(call->eval->arena, 10000, &one);
    if (status == OK)
        status = number_of(call->eval->arena, -10000, &minus);
    if (status != OK)
        return status;
    const bool small = number_compare(amount.number, one) < 0 && number_compare(amount.number, minus) > 0;
    if (small || !number_is_integer(amount.number))
        return yuan_text(call, &amount, "元", ret_value);
    status = in_units_of(call, 10000, &wan);
    return status == OK ? exact_text(call, &wan, false, "万元", ret_value) : status;
}

/* The field that the argument names; empty: it is none. */
static struct str argument_label(const struct ast *ast)
{
    const struct shape *shape = ast->kind == AST_NAME   ? ast->shape
                                : ast->kind == AST_STEP ? ast->left->type.shape
                                                        : NULL;
    return shape != NULL ? shape->fields[ast->slot].label : STR("");
}

/* The amount; of one that does not end so many decimals, behind 约. */
static void print_amount(const struct number *amount, struct buf *out)
{
    enum { SHOWN = 6 };
    if (!number_print(amount, out)) {
        buf_add_text(out, "约 ");
        number_print_fixed(amount, SHOWN, false, out);
    }
}

static void report_rmb(struct call *call, bool part, struct str amount)
{
    struct place place = call->ast->place;
    struct str label = argument_label(call->ast->args[0]);
    if (part && label.len > 0)
        eval_report(call->eval, MSG_EXPR_MONEY_PART_OF, place, STR_ARGS(label), STR_ARGS(amount));
    else if (part)
        eval_report(call->eval, MSG_EXPR_MONEY_PART, place, STR_ARGS(amount));
    else if (label.len > 0)
        eval_report(call->eval, MSG_EXPR_MONEY_RANGE_OF, place, STR_ARGS(label), STR_ARGS(amount));
    else
        eval_report(call->eval, MSG_EXPR_MONEY_RANGE, place, STR_ARGS(amount));
}

/* Why an amount has no words: more than numerals reach, or a part of a 分. */
static enum status fail_rmb(struct call *call, const struct value *amount)
{
    const struct number *fen;
    struct buf shown = BUF(EXPR_MAX_TEXT);
    enum status status = number_round(call->eval->arena, amount->number, 2, ROUND_HALF_UP, &fen);
    if (status == NO_MEMORY)
        return status;
    bool part = status == OK && number_compare(fen, amount->number) != 0;
    if (part)
        print_amount(amount->number, &shown);
    else
        number_print_fixed(amount->number, 2, false, &shown);
    report_rmb(call, part, buf_str(&shown));
    buf_clear(&shown);
    return FAILED;
}

typedef bool money_printer(const struct number *amount, struct buf *out);

static enum status rmb_text(struct call *call, money_printer *print, struct value *ret_value)
{
    struct value amount;
    enum status status = in_units_of(call, 1, &amount);
    if (status != OK)
        return status;
    struct buf text = BUF(EXPR_MAX_TEXT);
    if (print(amount.number, &text))
        return expr_text_value(call, &text, ret_value);
    buf_clear(&text);
    return fail_rmb(call, &amount);
}

FUNCTION_IS(function_rmb, rmb_text(call, numeral_money, ret_value))
FUNCTION_IS(function_rmb_full, rmb_text(call, numeral_money_full, ret_value))

/* The text as the message shows it: an amount is never that long. */
enum { RMB_SHOWN = 60 };

static enum status fail_rmb_value(struct call *call, struct numeral_fault fault)
{
    struct str text = call->args[0].text;
    size_t end = 0, shown = 0;
    while (end < text.len && shown++ < RMB_SHOWN)
        utf8_next(text, &end);
    if (end < text.len)
        return eval_report(call->eval, MSG_EXPR_NOT_RMB_LONG, call->ast->place,
                           STR_ARGS(str_slice(text, 0, end)), fault.position, fault.why);
    return eval_report(call->eval, MSG_EXPR_NOT_RMB, call->ast->place, STR_ARGS(text), fault.position,
                       fault.why);
}

enum status function_rmb_value(struct call *call, struct value *ret_value)
{
    struct numeral_fault fault;
    *ret_value = (struct value){.kind = TYPE_NUMBER};
    enum status status =
        numeral_money_read(call->eval->arena, call->args[0].text, &ret_value->number, &fault);
    return status == FAILED ? fail_rmb_value(call, fault) : status;
}

/* A number in % as it is, one without unit, a ratio, times 100; and as it is shown, with so many decimals. */
static enum status percentage(struct call *call, struct value *ret_exact, int64_t *ret_decimals,
                              struct value *ret_shown)
{
    static const struct range decimals_range = {0, DECIMALS_MAX, 2};
    enum status status = expr_argument_int(call, 1, decimals_range, ret_decimals);
    *ret_exact = call->args[0];
    if (status == OK && !str_is(call->ast->args[0]->type.unit, "%"))
        status = scaled(call, NUMBER_MULTIPLY, 100, ret_exact);
    return status == OK ? expr_round_value(call, ret_exact->number, *ret_decimals, ROUND_SHARE, ret_shown)
                        : status;
}

/* What rounding would call nothing, or all, although it is not: the bound that it lies within.  *ret_near: it
 * is such a one. */
static enum status near_bound(struct call *call, const struct number *exact, int decimals, struct buf *text,
                              bool *ret_near)
{
    struct arena *arena = call->eval->arena;
    const struct number *none = NULL, *all = NULL, *shown = NULL;
    enum status status = number_of(arena, 0, &none);
    if (status == OK && number_sign(exact) < 0)
        status = number_apply(arena, NUMBER_SUBTRACT, none, exact, &exact);
    if (status == OK)
        status = number_of(arena, 100, &all);
    if (status == OK)
        status = number_round(arena, exact, decimals, ROUND_SHARE, &shown);
    if (status != OK)
        return status;
    bool nothing = number_sign(shown) == 0 && number_sign(exact) > 0;
    *ret_near = nothing || (number_compare(shown, all) == 0 && number_compare(exact, all) < 0);
    if (*ret_near)
        status = number_round(arena, exact, decimals, nothing ? ROUND_UP : ROUND_DOWN, &exact);
    if (status == OK && *ret_near) {
        buf_add_text(text, nothing ? "不足" : "超过");
        number_print_fixed(exact, decimals, false, text);
    }
    return status;
}

static enum status percent_text(struct call *call, bool bounds, struct value *ret_value)
{
    int64_t decimals;
    struct value exact, shown;
    bool near = false;
    enum status status = percentage(call, &exact, &decimals, &shown);
    if (status != OK)
        return status;
    struct buf text = BUF(EXPR_MAX_TEXT);
    if (bounds)
        status = near_bound(call, exact.number, (int)decimals, &text, &near);
    if (status != OK) {
        buf_clear(&text);
        return status;
    }
    if (!near)
        number_print_fixed(shown.number, (int)decimals, false, &text);
    buf_add_char(&text, '%');
    return expr_text_value(call, &text, ret_value);
}

FUNCTION_IS(function_percent_part, percent_text(call, true, ret_value))
FUNCTION_IS(function_percent, percent_text(call, false, ret_value))

enum status function_percent_short(struct call *call, struct value *ret_value)
{
    int64_t decimals;
    struct value exact, shown;
    enum status status = percentage(call, &exact, &decimals, &shown);
    return status == OK ? exact_text(call, &shown, false, "%", ret_value) : status;
}

enum status function_percentage(struct call *call, struct value *ret_value)
{
    int64_t decimals;
    struct value exact;
    return percentage(call, &exact, &decimals, ret_value);
}

/* --- comparisons and spans in words --- */

const char *number_without_rate(const struct number *now, const struct number *before)
{
    if (number_compare(now, before) == 0)
        return "持平";
    const int sign = number_sign(before);
    return sign == 0 ? "基期为零，不可比" : sign < 0 ? "基期为负，不可比" : NULL;
}

/* 增长 or 下降 by (now - before) / before, of which nothing is lost: 不足0.01%. */
enum status function_growth(struct call *call, struct value *ret_value)
{
    static const struct range decimals_range = {0, DECIMALS_MAX, 2};
    struct value rate, times;
    int64_t decimals = 0;
    bool near = false;
    enum status status = expr_arguments(call);
    if (status == OK)
        status = expr_argument_int(call, 2, decimals_range, &decimals);
    if (status != OK)
        return status;
    const struct value *now = &call->args[0], *before = &call->args[1];
    const struct place place = call->ast->place;
    struct buf text = BUF(EXPR_MAX_TEXT);
    const char *none = number_without_rate(now->number, before->number);
    buf_add_text(&text, none != NULL ? none : "");
    if (none != NULL)
        return expr_text_value(call, &text, ret_value);
    const bool grows = number_compare(now->number, before->number) > 0;
    status = expr_apply_number(call->eval, NUMBER_SUBTRACT, grows ? now : before, grows ? before : now, place,
                               &rate);
    if (status == OK)
        status = expr_apply_number(call->eval, NUMBER_DIVIDE, &rate, before, place, &rate);
    if (status == OK)
        status = expr_number_value(call, 100, &times);
    if (status == OK)
        status = expr_apply_number(call->eval, NUMBER_MULTIPLY, &rate, &times, place, &rate);
    buf_add_text(&text, grows ? "增长" : "下降");
    if (status == OK)
        status = near_bound(call, rate.number, (int)decimals, &text, &near);
    if (status != OK) {
        buf_clear(&text);
        return status;
    }
    if (!near)
        number_print_fixed(rate.number, (int)decimals, false, &text);
    buf_add_char(&text, '%');
    return expr_text_value(call, &text, ret_value);
}

static enum status fail_span(struct call *call, const struct value *from, const struct value *to)
{
    struct buf least = BUF(EXPR_MAX_TEXT), most = BUF(EXPR_MAX_TEXT);
    number_print_exact(from->number, &least);
    number_print_exact(to->number, &most);
    eval_report(call->eval, MSG_EXPR_SPAN, call->ast->place, STR_ARGS(buf_str(&least)),
                STR_ARGS(buf_str(&most)));
    buf_clear(&least);
    buf_clear(&most);
    return FAILED;
}

/* GB/T 15835: 10%～15%, both with their %; two that are equal are one. */
enum status function_span(struct call *call, struct value *ret_value)
{
    struct buf text = BUF(EXPR_MAX_TEXT);
    enum status status = expr_arguments(call);
    if (status != OK)
        return status;
    const struct value *from = &call->args[0], *to = &call->args[1];
    const struct ast *const *args = (const struct ast *const *)call->ast->args;
    const bool percent = str_is(args[0]->type.unit, "%") || str_is(args[1]->type.unit, "%");
    const char *unit = percent ? "%" : "";
    const int order = number_compare(from->number, to->number);
    if (order > 0)
        return fail_span(call, from, to);
    if (order < 0) {
        status = value_print(from, call->eval, call->ast->place, &text);
        buf_printf(&text, "%s～", unit);
    }
    if (status == OK)
        status = value_print(to, call->eval, call->ast->place, &text);
    buf_add_text(&text, unit);
    if (status == OK)
        return expr_text_value(call, &text, ret_value);
    buf_clear(&text);
    return status;
}

/* Functions that print their first argument. */
static const struct printer {
    enum status (*run)(struct call *call, struct value *ret_value);
    enum expr_figure figure;
    bool two_decimals; /* whatever the number has, unless it is told how many */
    bool share;        /* prints a ratio times 100 */
} printers[] = {
    {function_money, FIGURE_DIGITS, true, false},       {function_percent, FIGURE_DIGITS, true, true},
    {function_percent_part, FIGURE_DIGITS, true, true}, {function_percent_short, FIGURE_DIGITS, true, true},
    {function_plain, FIGURE_DIGITS, false, false},      {function_grouped, FIGURE_DIGITS, false, false},
    {function_yuan, FIGURE_DIGITS, false, false},       {function_wan, FIGURE_DIGITS, false, false},
    {function_rmb, FIGURE_WORDS, false, false},         {function_rmb_full, FIGURE_WORDS, false, false}};

static const struct printer *printer_of(const struct ast *ast)
{
    for (size_t i = 0; i < ARRAY_COUNT(printers) && ast->kind == AST_CALL; i++)
        if (ast->function->run == printers[i].run)
            return &printers[i];
    return NULL;
}

/* Is the number, a ratio, printed times 100? */
static bool is_ratio(const struct printer *printer, const struct ast *ast)
{
    return printer->share && !str_is(ast->args[0]->type.unit, "%");
}

bool expr_drops_decimals(const struct expr *expr, struct cut *ret_cut)
{
    const struct printer *printer = printer_of(expr->root);
    if (printer == NULL || !printer->two_decimals || expr->root->arg_count != 1)
        return false;
    *ret_cut = (struct cut){is_ratio(printer, expr->root) ? 4 : 2, printer->share};
    return true;
}

enum expr_figure expr_figure(const struct expr *expr)
{
    const struct printer *printer = printer_of(expr->root);
    return printer != NULL                        ? printer->figure
           : expr->root->type.kind == TYPE_NUMBER ? FIGURE_DIGITS
                                                  : FIGURE_NONE;
}

enum status expr_figure_number(const struct expr *expr, struct eval *eval, struct record *scope,
                               const struct number **ret_number)
{
    const struct ast *ast = expr->root;
    const struct printer *printer = printer_of(ast);
    struct frame frame = {.record = scope};
    struct value value, factor = {.kind = TYPE_NUMBER};
    const struct ast *number = printer != NULL ? ast->args[0] : ast;
    enum status status = expr_eval_node(number, eval, &frame, &value);
    int64_t scale = expr_money_scale(number->type.unit);
    scale = scale > 0 ? scale : printer != NULL && is_ratio(printer, ast) ? 100 : 1;
    *ret_number = value.number;
    if (status != OK || scale == 1)
        return status;
    status = number_of(eval->arena, scale, &factor.number);
    if (status == OK)
        status = expr_apply_number(eval, NUMBER_MULTIPLY, &value, &factor, ast->place, &value);
    *ret_number = value.number;
    return status;
}

/* --- in Chinese numerals --- */

/* 10^16 - 1: numerals have four sections of four digits. */
static const struct range numeral_range = {-9999999999999999, 9999999999999999, 0};
static const struct range digits_range = {0, 9999999999999999, 0}, circled_range = {1, 999999999, 0};

static enum status numeral_text(struct call *call, struct range range, bool (*print)(int64_t, struct buf *),
                                struct value *ret_value)
{
    int64_t n;
    enum status status = expr_argument_int(call, 0, range, &n);
    if (status != OK)
        return status;
    struct buf text = BUF(EXPR_MAX_TEXT);
    text.failed |= !print(n, &text);
    return expr_text_value(call, &text, ret_value);
}

FUNCTION_IS(function_han, numeral_text(call, numeral_range, numeral_count, ret_value))
FUNCTION_IS(function_upper, numeral_text(call, numeral_range, numeral_upper, ret_value))
FUNCTION_IS(function_handigits, numeral_text(call, digits_range, numeral_digits, ret_value))

/* ① to ㊿ stand in three blocks of Unicode; what is larger has no circle of its own. */
static bool circled(int64_t n, struct buf *out)
{
    static const struct {
        int64_t last;
        uint32_t code; /* of the number `last` */
    } blocks[] = {{20, 0x2473}, {35, 0x325F}, {50, 0x32BF}};
    for (size_t i = 0; i < ARRAY_COUNT(blocks); i++) {
        char bytes[4];
        if (n > blocks[i].last)
            continue;
        buf_add(out, bytes, utf8_encode(blocks[i].code - (uint32_t)(blocks[i].last - n), bytes));
        return true;
    }
    buf_printf(out, "[%lld]", (long long)n);
    return true;
}

FUNCTION_IS(function_circled, numeral_text(call, circled_range, circled, ret_value))
