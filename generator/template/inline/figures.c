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

/* Of the two, less than 1 分 apart: one amount, rounded twice.  Others that are one by the words around them: prose/printed/amounts.c. */
static enum status is_one_amount(struct run *run, const struct number *a, const struct number *b,
                                 bool *ret_one)
{
    const struct number *apart, *most, *least;
    enum status status = number_apply(run->arena, NUMBER_SUBTRACT, a, b, &apart);
    if (status == OK)
        status = number_parse(run->arena, STR("0.01"), &most);
    if (status == OK)
        status = number_parse(run->arena, STR("-0.01"), &least);
    *ret_one = status == OK && number_compare(apart, most) < 0 && number_compare(apart, least) > 0;
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

static bool is_numeral(struct str text)
{
    static const char *const numerals[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    for (size_t i = 0; i < ARRAY_COUNT(numerals); i++)
        if (str_ends(text, numerals[i]))
            return true;
    return text.len > 0 && text.ptr[text.len - 1] >= '0' && text.ptr[text.len - 1] <= '9';
}

/* 2026年3月, 二〇二六年. */
static bool ends_as_date(struct str text)
{
    static const char *const ends[] = {"年", "月", "日"};
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
        if (str_ends(text, ends[i]) && is_numeral(str_slice(text, 0, text.len - strlen(ends[i]))))
            return true;
    return false;
}

/* A value that brings its unit: 13万元, 87%, 大写, 2026年3月1日. */
static bool brings_unit(struct str text, enum expr_figure kind)
{
    bool percent = str_ends(text, "%");
    if (kind == FIGURE_WORDS || ends_as_date(text))
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
    if (ends_as_date(figure->text))
        return expr_date_behind(text).len > 0;
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

/* 3、5元, 1+2=3元: the unit of the last is that of the first. */
static bool says_more(struct str text)
{
    static const char *const links[] = {"、", "～", "~", "—",  "–", "-", "－", "至", "到", "和",
                                        "或", "/",  "+", "＋", "×", "÷", "*",  "=",  "＝"};
    for (size_t i = 0; i < ARRAY_COUNT(links); i++)
        if (str_starts(text, links[i]))
            return true;
    return false;
}

/* 送审价与审定价（元）分别为{…}和{…}: what stands in front of the first is said of the next, too. */
static bool is_link(struct str text)
{
    static const char *const links[] = {"、", "，", "和", "与", "及", "以及"};
    for (size_t i = 0; i < ARRAY_COUNT(links); i++)
        if (str_is(text, links[i]))
            return true;
    return false;
}

/* A warning: a line above may say 单位：元. */
static void tell_owing(struct run *run, struct figure *owing)
{
    if (owing->text.len > 0 && !is_told(run, owing->place))
        diag_report(run->eval->diag, MSG_TEMPLATE_UNIT_LACKS, owing->place, STR_ARGS(owing->text),
                    STR_ARGS(owing->type->unit));
    owing->text = STR("");
}

static bool starts_with(struct str text, struct str start)
{
    return str_equal(str_slice(text, 0, start.len), start);
}

/* （元） behind the number. */
static struct str inside_bracket(struct str text)
{
    const size_t open = str_starts(text, "（") ? strlen("（") : str_starts(text, "(") ? 1 : text.len;
    return str_slice(text, open, text.len);
}

/* Money in running text: its unit stands behind it (3元, 3（元）, 3余元), or behind one that follows. */
static void take_unit(struct run *run, struct inlines *inlines, struct str text)
{
    const struct figure *figure = &inlines->figure;
    const struct str unit = figure->type->unit;
    struct str rest = str_trim(text);
    if (str_starts(rest, "余") || str_starts(rest, "多"))
        rest = str_slice(rest, strlen("余"), rest.len);
    if (str_starts(rest, "人民币"))
        rest = str_slice(rest, strlen("人民币"), rest.len);
    const bool said =
        expr_money_scale(unit) > 0 &&
        (starts_with(rest, unit) || starts_with(inside_bracket(rest), unit) || str_starts(rest, "圆"));
    if (said)
        inlines->owing.text = STR("");
    else if (figure->owes_unit)
        inlines->owing = *figure;
    if (!said && !says_more(rest))
        tell_owing(run, &inlines->owing);
}

enum status figure_behind(struct run *run, struct inlines *inlines, struct str text)
{
    struct figure *figure = &inlines->figure;
    struct str unit = figure->type->unit;
    enum { SHOWN = 12 };
    inlines->open = false;
    figure->says_next = figure->shared && is_link(str_trim(text));
    if (figure->brings_unit)
        return writes_again(figure, text) ? report_behind(run, figure, str_cut(text, SHOWN)) : OK;
    struct str behind = expr_behind(figure->type, text);
    if (behind.len > 0)
        return report_behind(run, figure, behind);
    if (unit.len == 0 && str_starts(text, "万元"))
        return say_wan(run);
    take_unit(run, inlines, text);
    if (figure->front.len == 0)
        return OK;
    bool corrected = str_equal(str_slice(text, 0, unit.len), unit);
    return corrected || str_starts(text, "万") ? OK : close_front(run, figure);
}

enum status figure_end(struct run *run, struct inlines *inlines)
{
    bool open = inlines->open;
    inlines->open = false;
    if (open && inlines->figure.owes_unit)
        inlines->owing = inlines->figure;
    tell_owing(run, &inlines->owing);
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

/* Without 分别为 at the end; *ret_shared: it stood there. */
static struct str before_shared(struct str text, bool *ret_shared)
{
    static const char *const words[] = {"分别为", "依次为", "分别是"};
    *ret_shared = false;
    for (size_t i = 0; i < ARRAY_COUNT(words) && !*ret_shared; i++)
        if (str_ends(text, words[i])) {
            text.len -= strlen(words[i]);
            *ret_shared = true;
        }
    return text;
}

/* The unit that the text before the number ends with; empty: none.  *ret_shared: 分别为 stands behind it. */
static struct str unit_in_front(const struct inlines *inlines, struct str *ret_said, bool *ret_shared)
{
    static const char *const signs[] = {"￥", "¥", "人民币", "RMB", "CNY"};
    const struct inline_item *before = inlines->count > 0 ? &inlines->items[inlines->count - 1] : NULL;
    struct str none = {"", 0};
    if (before == NULL || before->kind != INLINE_TEXT || before->text.len == 0)
        return none;
    struct str text = str_trim(before_shared(str_trim(before->text), ret_shared));
    static const char lasts[] =
        "￥人民币RMBCNY）)：: "; /* what stands in front ends with a byte of these, mostly not */
    if (text.len == 0 || memchr(lasts, text.ptr[text.len - 1], sizeof lasts - 1) == NULL)
        return none;
    for (size_t i = 0; i < ARRAY_COUNT(signs); i++)
        if (str_ends(text, signs[i])) {
            *ret_said = str_of(signs[i]);
            return STR("元");
        }
    return *ret_said = figure_unit_named(text);
}

void figure_begin(struct inlines *inlines, const struct expr *expr)
{
    const struct type *type = expr_printed_type(expr);
    struct str said = {"", 0}, unit = {"", 0};
    bool shared = false;
    if (type->unit.len > 0)
        unit = unit_in_front(inlines, &said, &shared);
    const bool next = inlines->figure.says_next;
    const bool other = unit.len > 0 && expr_unit_behind(type, unit).len == unit.len;
    inlines->figure.front = other ? said : STR("");
    inlines->figure.front_says = unit.len > 0 || next;
    inlines->figure.shared = next || (shared && unit.len > 0);
    inlines->figure.says_next = false;
}

/* --- a number was printed --- */

/* Tells those who compare it with others: the cell that it stands in, the words beside it. */
static enum status keep_figure(struct run *run, const struct expr *expr, struct record *scope,
                               struct figure *figure)
{
    enum expr_figure kind = expr_figure(expr);
    enum status status = OK;
    figure->brings_unit = (figure->type->kind == TYPE_TEXT || figure->type->kind == TYPE_DATE) &&
                          figure->type->unit.len == 0 && brings_unit(figure->text, kind);
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

/* In a table its heads may say it. */
static bool owes_unit(const struct run *run, const struct figure *figure)
{
    const struct str text = figure->text;
    return run->cell == NULL && !figure->front_says && !figure->brings_unit &&
           expr_money_scale(figure->type->unit) > 0 && text.len > 0 && text.ptr[text.len - 1] >= '0' &&
           text.ptr[text.len - 1] <= '9';
}

enum status figure_printed(struct run *run, struct inlines *inlines, const struct expr *expr,
                           struct record *scope, struct str text)
{
    struct figure figure = {.type = expr_printed_type(expr), .text = text, .place = expr_place(expr)};
    figure.front = inlines->figure.front;
    figure.front_says = inlines->figure.front_says;
    figure.shared = inlines->figure.shared;
    enum status status = keep_figure(run, expr, scope, &figure);
    figure.owes_unit = owes_unit(run, &figure);
    inlines->open = figure.brings_unit || figure.type->unit.len > 0 || figure.type->kind == TYPE_NUMBER;
    inlines->figure = figure;
    return status;
}
