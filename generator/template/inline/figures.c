/*
 * What stands around a printed number: its unit in front and behind, the same amount in words beside it.
 *
 * The unit of a field is written out by whoever prints it, and may stand in another piece of the paragraph
 * (<b>, <if>, a text of the input), where the kind could not be refused for it.  So every number that is
 * printed leaves open what follows; the next text that begins with another unit is an error, and so is a unit
 * written in front (￥, 人民币, 金额（元）：) that nothing behind corrects.  A unit that a value brings
 * itself is not written twice.
 *
 * An amount printed in digits and in 大写, in one paragraph or in one row of a table, shows the same: where
 * both numbers are one amount (less than 1 元 apart) the digits as printed must be the words.
 */
#include "template/inline/inline_int.h"
#include "template/messages.def"
#include "expr/messages.def"

#include <string.h>

/* Once a place: a loop repeats it. */
static bool is_told(struct run *run, struct place place)
{
    const struct place *told = &run->figure_told;
    bool same = told->line == place.line && told->column == place.column && told->file == place.file;
    run->figure_told = place;
    return same;
}

/* --- digits and words --- */

enum status figure_shown(struct run *run, struct str text, struct str unit, const struct number **ret_number)
{
    const struct number *scale;
    int64_t money = expr_money_scale(unit);
    size_t from = text.len, to = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool digit = c >= '0' && c <= '9';
        from = digit && from == text.len ? i : from;
        to = digit ? i + 1 : to;
    }
    *ret_number = NULL;
    if (from == text.len)
        return OK;
    from -= from > 0 && text.ptr[from - 1] == '-';
    enum status status = number_parse(run->arena, str_slice(text, from, to), ret_number);
    if (status == FAILED)
        *ret_number = NULL;
    if (status != OK || money <= 1)
        return status == FAILED ? OK : status;
    status = number_of(run->arena, money, &scale);
    return status == OK ? number_apply(run->arena, NUMBER_MULTIPLY, *ret_number, scale, ret_number) : status;
}

/* Of the two, less than 1 元 apart: one amount. */
static enum status is_one_amount(struct run *run, const struct number *a, const struct number *b,
                                 bool *ret_one)
{
    const struct number *apart, *one, *minus;
    enum status status = number_apply(run->arena, NUMBER_SUBTRACT, a, b, &apart);
    if (status == OK)
        status = number_of(run->arena, 1, &one);
    if (status == OK)
        status = number_of(run->arena, -1, &minus);
    *ret_one = status == OK && number_compare(apart, one) < 0 && number_compare(apart, minus) > 0;
    return status;
}

static enum status report_beside(struct run *run, const struct beside *beside)
{
    struct buf *text = &run->text;
    struct str amount;
    buf_reset(text);
    if (!number_print(beside->words, text))
        number_print_fixed(beside->words, 2, false, text);
    enum status status = run_take_text(run, beside->place, &amount);
    if (status == OK && !is_told(run, beside->place))
        diag_report(run->eval->diag, MSG_TEMPLATE_WORDS_BESIDE, beside->place, STR_ARGS(beside->digits),
                    STR_ARGS(beside->unit), STR_ARGS(amount));
    return status == OK ? FAILED : status;
}

static enum status compare_beside(struct run *run)
{
    const struct beside *beside = run->beside;
    const struct number *shown;
    bool one;
    if (beside->digits.len == 0 || beside->words == NULL)
        return OK;
    struct str unit = beside->taken_as_yuan ? STR("元") : beside->unit;
    enum status status = figure_shown(run, beside->digits, unit, &shown);
    if (status != OK || shown == NULL)
        return status;
    bool same = number_compare(shown, beside->words) == 0;
    if (same || beside->taken_as_yuan)
        return same && beside->taken_as_yuan ? report_beside(run, beside) : OK;
    status = is_one_amount(run, beside->exact != NULL ? beside->exact : shown, beside->words, &one);
    return status == OK && one ? report_beside(run, beside) : status;
}

/* A number without unit, of which the layout says that it is in 万元: words take it for 元. */
static enum status say_wan(struct run *run)
{
    if (run->beside == NULL || run->beside->digits.len == 0)
        return OK;
    run->beside->unit = STR("万元");
    run->beside->taken_as_yuan = true;
    return compare_beside(run);
}

/* The last of each. */
static enum status keep_beside(struct run *run, const struct figure *figure, enum expr_figure kind)
{
    struct beside *beside = run->beside;
    struct str unit = figure->type->unit;
    if (kind == FIGURE_DIGITS && (figure->brings_unit || (unit.len > 0 && expr_money_scale(unit) == 0)))
        return OK;
    if (kind == FIGURE_WORDS) {
        beside->words = figure->exact;
        beside->place = figure->place;
    } else {
        beside->digits = figure->text;
        beside->unit = unit;
        beside->exact = figure->exact;
        beside->taken_as_yuan = false;
    }
    return compare_beside(run);
}

/* --- the unit behind --- */

/* A value that brings its unit: 13万元, 87%, 大写. */
static bool brings_unit(struct str text, enum expr_figure kind)
{
    bool percent = str_ends(text, "%");
    if (kind == FIGURE_WORDS)
        return true;
    if (!percent && !str_ends(text, "元"))
        return false;
    struct str number = str_slice(text, 0, text.len - (percent ? 1 : strlen("元")));
    if (str_ends(number, "万"))
        number = str_slice(number, 0, number.len - strlen("万"));
    return number.len > 0 && number.ptr[number.len - 1] >= '0' && number.ptr[number.len - 1] <= '9';
}

static bool writes_again(const struct figure *figure, struct str text)
{
    bool percent = str_ends(figure->text, "%");
    return percent ? str_starts(text, "%") || str_starts(text, "％") || str_starts(text, "‰")
                   : str_starts(text, "元") || str_starts(text, "万元");
}

static enum status report_behind(struct run *run, const struct figure *figure, struct str behind)
{
    if (is_told(run, figure->place))
        return FAILED;
    if (figure->brings_unit)
        diag_report(run->eval->diag, MSG_TEMPLATE_UNIT_TWICE, figure->place, STR_ARGS(figure->text),
                    STR_ARGS(behind));
    else
        diag_report(run->eval->diag, MSG_EXPR_UNIT_BEHIND, figure->place, STR_ARGS(figure->type->unit),
                    STR_ARGS(behind));
    return FAILED;
}

static enum status close_front(struct run *run, struct figure *figure)
{
    if (figure->front.len == 0)
        return OK;
    struct str front = figure->front;
    figure->front = STR("");
    if (!is_told(run, figure->place))
        diag_report(run->eval->diag, MSG_TEMPLATE_UNIT_FRONT, figure->place, STR_ARGS(front),
                    STR_ARGS(figure->type->unit));
    return FAILED;
}

enum status figure_behind(struct run *run, struct inlines *inlines, struct str text)
{
    struct figure *figure = &inlines->figure;
    struct str unit = figure->type->unit;
    enum { SHOWN = 12 };
    inlines->open = false;
    if (figure->brings_unit)
        return writes_again(figure, text) ? report_behind(run, figure, str_cut(text, SHOWN)) : OK;
    struct str behind = expr_unit_behind(figure->type, text);
    if (behind.len > 0)
        return report_behind(run, figure, behind);
    if (unit.len == 0 && str_starts(text, "万元"))
        return say_wan(run);
    if (figure->front.len == 0)
        return OK;
    bool corrected = str_equal(str_slice(text, 0, unit.len), unit);
    return corrected || str_starts(text, "万") ? OK : close_front(run, figure);
}

enum status figure_end(struct run *run, struct inlines *inlines)
{
    bool open = inlines->open;
    inlines->open = false;
    return open ? close_front(run, &inlines->figure) : OK;
}

/* --- the unit in front --- */

struct str figure_unit_named(struct str text)
{
    text = str_trim(text);
    const char *const says = "单位：";
    size_t colon = str_ends(text, "：") ? strlen("：") : str_ends(text, ":") ? 1 : 0;
    text = str_trim(str_slice(text, 0, text.len - colon));
    size_t close = str_ends(text, "）") ? strlen("）") : str_ends(text, ")") ? 1 : 0, from = text.len;
    for (size_t i = text.len; i > 0 && close > 0 && from == text.len; i--) {
        struct str rest = str_slice(text, i - 1, text.len);
        if (str_starts(rest, "（") || rest.ptr[0] == '(')
            from = i - 1 + (rest.ptr[0] == '(' ? 1 : strlen("（"));
    }
    struct str inside = from < text.len ? str_slice(text, from, text.len - close) : STR("");
    struct str said = inside.len > 0 ? inside : text;
    for (size_t i = 0; i + strlen(says) <= said.len; i++)
        if (str_starts(str_slice(said, i, said.len), says))
            return str_trim(str_slice(said, i + strlen(says), said.len));
    return str_trim(inside);
}

/* The unit that the text before the number ends with, if it is another than the number's. */
static struct str unit_in_front(const struct inlines *inlines, const struct type *type)
{
    static const char *const signs[] = {"￥", "¥", "人民币"};
    const struct inline_item *before = inlines->count > 0 ? &inlines->items[inlines->count - 1] : NULL;
    struct str none = {"", 0};
    if (type->unit.len == 0 || before == NULL || before->kind != INLINE_TEXT || before->text.len == 0)
        return none;
    struct str text = str_trim(before->text);
    static const char lasts[] =
        "￥人民币）)：: "; /* what stands in front ends with a byte of these, mostly not */
    if (text.len == 0 || memchr(lasts, text.ptr[text.len - 1], sizeof lasts - 1) == NULL)
        return none;
    for (size_t i = 0; i < ARRAY_COUNT(signs); i++)
        if (str_ends(text, signs[i]))
            return expr_unit_behind(type, STR("元")).len > 0 ? str_of(signs[i]) : none;
    struct str unit = figure_unit_named(text);
    return unit.len > 0 && expr_unit_behind(type, unit).len == unit.len ? unit : none;
}

void figure_begin(struct inlines *inlines, const struct expr *expr)
{
    inlines->figure.front = unit_in_front(inlines, expr_own_type(expr));
}

/* --- a number was printed --- */

/* Tells those who compare it with others: the cell that it stands in, the words beside it. */
static enum status keep_figure(struct run *run, const struct expr *expr, struct record *scope,
                               struct figure *figure)
{
    enum expr_figure kind = expr_figure(expr);
    enum status status = OK;
    figure->brings_unit =
        figure->type->kind == TYPE_TEXT && figure->type->unit.len == 0 && brings_unit(figure->text, kind);
    if (kind == FIGURE_NONE)
        return OK;
    if (figure->type->kind == TYPE_TEXT)
        status = expr_figure_number(expr, run->eval, scope, &figure->exact);
    if (status == OK && kind == FIGURE_DIGITS)
        figure_in_cell(run, figure->type, figure->exact);
    return status == OK && run->beside != NULL ? keep_beside(run, figure, kind) : status;
}

void figure_in_cell(struct run *run, const struct type *type, const struct number *exact)
{
    if (run->cell == NULL)
        return;
    run->cell->figures++;
    run->cell->type = type;
    run->cell->exact = exact;
}

enum status figure_printed(struct run *run, struct inlines *inlines, const struct expr *expr,
                           struct record *scope, struct str text)
{
    struct figure figure = {.type = expr_own_type(expr), .text = text, .place = expr_place(expr)};
    figure.front = inlines->figure.front;
    enum status status = keep_figure(run, expr, scope, &figure);
    inlines->open = figure.brings_unit || figure.type->unit.len > 0 || figure.type->kind == TYPE_NUMBER;
    inlines->figure = figure;
    return status;
}
