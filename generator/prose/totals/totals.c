/*
 * Tables typed in prose: what a row calls 合计 or 小计 is the sum of the rows above it, or of those below.
 *
 * Here their numbers are gathered, column by column: of plain numbers in one unit, to the end or to a cell that is no number; not
 * shares, prices, balances, codes and what else nobody adds up, by the words of their head.  Then each total is judged
 * (judge.c).  A table with cells over several rows, or with 其中, is let alone, and so is a column from an
 * expression on: what that prints is not known here.
 */
#include "prose/totals/totals_int.h"

#include <string.h>

/* --- cells --- */

/* Its words without blanks and the colon at the end; they stand until the next call. */
struct str total_words(struct adder *own, const struct node *cell)
{
    struct buf *text = &own->passage.text;
    size_t to = 0;
    passage_empty(&own->passage);
    passage_gather(&own->passage, cell);
    own->status = status_worse(own->status, own->passage.status);
    for (size_t at = 0; at < text->len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(buf_str(text), &at);
        if (code == ' ' || code == 0x3000 || ((code == 0xFF1A || code == ':') && at == text->len))
            continue;
        memmove(text->ptr + to, text->ptr + from, at - from);
        to += at - from;
    }
    return (struct str){text->ptr, to};
}

static bool holds_any(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_holds(text, words[i]))
            return true;
    return false;
}

/* 1: 一、 十二、; 2: （三）; 0: no such number. */
static unsigned char level_of(struct str label)
{
    size_t at = 0, from;
    const bool bracket = skip_word(label, &at, "（") || skip_word(label, &at, "(");
    uint32_t code = 0;
    for (from = at; at < label.len;) {
        const size_t before = at;
        code = utf8_next(label, &at);
        if (is_han_digit(code) || code == 0x5341 /* 十 */)
            continue;
        if (before == from)
            return 0;
        if (bracket)
            return code == 0xFF09 || code == ')' ? 2 : 0;
        return code == 0x3001 /* 、 */ ? 1 : 0;
    }
    return 0;
}

/* Is the label one that makes the last row of a table its total, where the table has no other? */
static bool is_weak(struct str label)
{
    static const char *const words[] = {"总额",     "总分",     "总和",     "收入合计", "收入总计",
                                        "支出合计", "支出总计", "项目合计", "经费合计", "资金合计"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_is(label, words[i]))
            return true;
    return false;
}

/* 平均, 人均费用, 所占比例: no amount; 最低生活保障 may be one. */
static bool is_no_amount(struct str label)
{
    static const char *const words[] = {"平均", "人均", "月均", "年均", "均值", "占比", "比例",
                                        "比重", "增长", "增幅", "同比", "环比", "最高", "最低"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_starts(label, words[i]) || str_ends(label, words[i]))
            return true;
    return false;
}

static enum row_kind kind_of(struct str label)
{
    const enum total_word word = text_total(label);
    if (word == TOTAL_SURE)
        return str_holds(label, "小计") ? ROW_PART : ROW_TOTAL;
    if (is_no_amount(label))
        return ROW_NONE;
    if (str_holds(label, "结余") || str_holds(label, "结转")) /* counted among the income, or beside it */
        return ROW_MAYBE;
    return word == TOTAL_NONE ? ROW_PLAIN : is_weak(label) ? ROW_WEAK : ROW_MAYBE;
}

static bool is_nothing(struct str text)
{
    static const char *const words[] = {"—", "——", "－", "-", "–", "/", "／", "无"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_is(text, words[i]))
            return true;
    return text.len == 0;
}

struct cell_number {
    int64_t value;
    struct measure measure; /* unit NULL: none */
};

/* *, ①: a note below the table. */
static void skip_note(struct str text, size_t *at)
{
    static const char *const marks[] = {"*", "＊", "※"};
    size_t behind = *at;
    int64_t number;
    if (skip_any(text, at, marks, ARRAY_COUNT(marks)) || *at >= text.len)
        return;
    if (is_enclosed_number(utf8_next(text, &behind), &number))
        *at = behind;
}

/* （大写：叁佰壹拾元整） */
static void skip_words(struct str text, size_t *at)
{
    static const char *const begins[] = {"（大写", "(大写", "（人民币", "(人民币"};
    size_t behind = *at;
    if (skip_any(text, &behind, begins, ARRAY_COUNT(begins)) && (str_ends(text, "）") || str_ends(text, ")")))
        *at = text.len;
}

/* Nothing but a number, with its unit, its sign and a mark of a note; false: something else. */
static bool read_number(struct str text, struct cell_number *ret_number)
{
    static const char *const money[] = {"人民币", "RMB"}, *const yuan[] = {"¥", "￥"},
                             *const minus[] = {"-", "−", "－", "–"}, *const plus[] = {"+", "＋"};
    struct numeral numeral;
    size_t at = 0;
    *ret_number = (struct cell_number){0};
    (void)skip_any(text, &at, money, ARRAY_COUNT(money));
    (void)skip_any(text, &at, yuan, ARRAY_COUNT(yuan));
    const bool negative = skip_any(text, &at, minus, ARRAY_COUNT(minus));
    if (!negative)
        (void)skip_any(text, &at, plus, ARRAY_COUNT(plus));
    if (!is_arabic_digit(text, at) || !number_read(text, &at, &numeral) || numeral.huge || numeral.loose)
        return false;
    skip_note(text, &at);
    skip_words(text, &at);
    if (at < text.len && !unit_read(text, &at, &ret_number->measure))
        return false;
    skip_words(text, &at);
    ret_number->value = negative ? -numeral.value : numeral.value;
    return at == text.len;
}

/* --- columns --- */

/* Of numbers that nobody adds up. */
static bool is_no_sum(struct str head)
{
    static const char *const words[] = {
        "率",   "比",   "%",    "％",   "均",   "价",       "序",   "编号", "编码", "代码", "日期",
        "年份", "期限", "时间", "标准", "排名", "名次",     "满意", "电话", "次序", "累计", "余额",
        "期末", "期初", "年末", "年初", "月末", "月初",     "季末", "最高", "最低", "最大", "最小",
        "系数", "账号", "手机", "年龄", "年限", "联系方式", "邮编", "时长", "在住", "在册", "层数"};
    size_t end = 0;
    while (end < head.len && !at_word(head, end, "（") && !at_word(head, end, "("))
        end++;
    return holds_any(head, words, ARRAY_COUNT(words)) || str_ends(str_slice(head, 0, end), "号") ||
           str_ends(str_slice(head, 0, end), "码");
}

static bool fits(struct adding *column, const struct measure *measure)
{
    if (measure->unit == NULL)
        return true;
    if (column->unit == NULL) {
        column->unit = measure->unit;
        column->times = measure->times;
    }
    return measure->unit == column->unit && measure->times == column->times &&
           measure->unit->quantity != QUANTITY_PERCENT;
}

/* --- rows --- */

static size_t span_of(const struct node *cell)
{
    const struct attr *span = node_attr(cell, "span");
    size_t value = 0;
    for (size_t i = 0; span != NULL && i < span->value.len && is_digit(span->value.ptr[i]) && value < COLUMNS;
         i++)
        value = value * 10 + (size_t)(span->value.ptr[i] - '0');
    return value > 0 ? value : 1;
}

static void gather_cell(struct adder *own, struct adding *column, const struct node *cell)
{
    struct cell_number number;
    const struct str text = total_words(own, cell);
    if (column->is_out || column->cut || is_nothing(text))
        return;
    column->cut = prose_is_free(cell) || !read_number(text, &number) || !fits(column, &number.measure);
    if (column->cut)
        return;
    const struct item item = {(uint32_t)own->row_count, number.value, cell};
    own->status = status_worse(
        own->status, ARENA_APPEND(own->arena, column->items, column->count, column->capacity, &item));
}

static bool is_number_alone(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_digit(text.ptr[i]))
            return false;
    return true;
}

/* The cell that makes the row a total: the first, or one behind cells that are empty or hold its number; behind other words it
 * is one if its figures are sums. */
static const struct node *find_label(struct adder *own, const struct node *row, enum row_kind *ret_kind)
{
    enum { LOOKS = 3 };
    bool named = false;
    const struct node *cell = node_first_element(row);
    *ret_kind = ROW_PLAIN;
    for (size_t i = 0; cell != NULL && i < LOOKS; i++, cell = node_next_element(cell)) {
        const struct str words = total_words(own, cell);
        const enum row_kind kind = kind_of(words);
        if (kind != ROW_PLAIN && (kind != ROW_NONE || !named)) {
            *ret_kind = named ? ROW_MAYBE : kind;
            return cell;
        }
        named = named || !is_number_alone(words);
    }
    return node_first_element(row);
}

static void gather_row(struct adder *own, const struct node *row)
{
    const struct node *cell = node_first_element(row);
    if (cell == NULL || prose_is_free(row))
        return;
    struct row made = {.label = cell};
    made.level = level_of(total_words(own, cell));
    made.label = find_label(own, row, &made.kind);
    size_t at = 0;
    bool behind = made.kind == ROW_PLAIN;
    for (; cell != NULL && at < COLUMNS; cell = node_next_element(cell)) {
        const size_t span = span_of(cell);
        if (span == 1 && behind && at > 0)
            gather_cell(own, &own->columns[at], cell);
        behind = behind || cell == made.label;
        at += span;
    }
    own->status = status_worse(own->status,
                               ARENA_APPEND(own->arena, own->rows, own->row_count, own->row_capacity, &made));
}

static bool says_span(struct str head)
{
    static const char *const words[] = {"天数", "日数", "月数", "工期", "周期"};
    return holds_any(head, words, ARRAY_COUNT(words));
}

static void read_heads(struct adder *own, const struct node *row)
{
    size_t at = 0;
    for (const struct node *cell = node_first_element(row); cell != NULL && at < COLUMNS;
         cell = node_next_element(cell)) {
        const struct str head = total_words(own, cell);
        const bool out = is_no_sum(head), large = str_holds(head, "万元") || str_holds(head, "亿元");
        const bool weights = str_holds(head, "权重"), marks = str_holds(head, "分");
        const bool spans = says_span(head);
        for (size_t behind = at + span_of(cell); at < behind && at < COLUMNS; at++) {
            struct adding *column = &own->columns[at];
            column->is_out = column->is_out || (out && !weights);
            column->large = column->large || large;
            column->weights = column->weights || weights;
            column->marks = column->marks || marks;
            column->spans = column->spans || spans;
        }
    }
}

/* Rows that are parts of others, cells beside several rows. */
static bool is_nested(struct adder *own, const struct node *node)
{
    for (const struct node *child = node_first_element(node); child != NULL;
         child = node_next_element(child)) {
        if (node_is(child, "cell") &&
            (node_attr(child, "rows") != NULL || at_word(total_words(own, child), 0, "其中")))
            return true;
        if ((node_is(child, "row") || node_is(child, "head") || node_is(child, "foot")) &&
            is_nested(own, child))
            return true;
    }
    return false;
}

static void gather_rows(struct adder *own, const struct node *node)
{
    for (const struct node *child = node_first_element(node); child != NULL;
         child = node_next_element(child)) {
        if (node_is(child, "head"))
            for (const struct node *row = node_first_element(child); row != NULL;
                 row = node_next_element(row))
                read_heads(own, row);
        else if (node_is(child, "foot"))
            gather_rows(own, child);
        else if (node_is(child, "row"))
            gather_row(own, child);
    }
}

enum status totals_look(struct arena *arena, const struct node *table, const struct total_teller *teller)
{
    struct adder *own = ARENA_NEW(arena, struct adder);
    if (own == NULL)
        return NO_MEMORY;
    *own = (struct adder){.arena = arena, .teller = teller};
    passage_init(&own->passage, arena);
    if (!is_nested(own, table))
        gather_rows(own, table);
    for (size_t i = 0; i < COLUMNS && own->status == OK; i++)
        if (!own->columns[i].is_out)
            totals_judge(own, &own->columns[i]);
    passage_clear(&own->passage);
    return own->status;
}
