/*
 * Tables typed in prose: what a row calls 合计 or 小计 is the sum of the rows above it.
 *
 * Looked at are columns of plain numbers in one unit, with two of them or more above the total; not shares, prices and
 * numbers that count nothing, by the words of their head.  A 小计 adds up the rows since the one before it; a 合计 these rows
 * too, or all rows that are none, or all that are 小计.  A table with cells over several rows, or with 其中, is let
 * alone, and so is a column with an expression: what that prints is not known here.
 */
#include "prose/prose_int.h"

#include <string.h>

enum { COLUMNS = 32, ROWS = 1 << 16 /* of the largest values that are added up */ };

/* A column, from the first row of the body on. */
struct adding {
    bool is_out;             /* it holds something else than numbers of one unit */
    const struct unit *unit; /* of those that have one */
    int64_t times;
    size_t rows, recent;       /* with a number, in all; since the last total */
    int64_t all, since, parts; /* sums: of such; of those; of 小计 */
    size_t part_count;
};

struct adder {
    struct passage passage;
    const struct total_teller *teller;
    struct adding columns[COLUMNS];
    enum status status;
};

enum row_kind { ROW_PLAIN, ROW_PART, ROW_TOTAL };

/* --- cells --- */

/* Its words without blanks and the colon at the end; they stand until the next call. */
static struct str words_of(struct adder *own, const struct node *cell)
{
    struct buf *text = &own->passage.text;
    size_t to = 0;
    passage_empty(&own->passage);
    passage_gather(&own->passage, cell);
    own->status = status_worse(own->status, own->passage.status);
    for (size_t at = 0; at < text->len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(buf_str(text), &at);
        if (code == ' ' || code == 0x3000 || code == 0xFF1A || code == ':')
            continue;
        memmove(text->ptr + to, text->ptr + from, at - from);
        to += at - from;
    }
    return (struct str){text->ptr, to};
}

static enum row_kind kind_of(struct str label)
{
    if (text_total(label) != TOTAL_SURE)
        return ROW_PLAIN;
    return str_holds(label, "小计") ? ROW_PART : ROW_TOTAL;
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

/* Nothing but a number; false: something else. */
static bool read_number(struct str text, struct cell_number *ret_number)
{
    static const char *const money[] = {"¥", "￥"}, *const minus[] = {"-", "−", "－"};
    struct numeral numeral;
    size_t at = 0;
    *ret_number = (struct cell_number){0};
    (void)skip_any(text, &at, money, ARRAY_COUNT(money));
    const bool negative = skip_any(text, &at, minus, ARRAY_COUNT(minus));
    if (!is_arabic_digit(text, at) || !number_read(text, &at, &numeral) || numeral.huge || numeral.loose ||
        numeral.value > INT64_MAX / ROWS)
        return false;
    if (at < text.len && !unit_read(text, &at, &ret_number->measure))
        return false;
    ret_number->value = negative ? -numeral.value : numeral.value;
    return at == text.len;
}

/* 12.30: 2 */
static size_t decimals_of(struct str text)
{
    const char *point = text.len > 0 ? memchr(text.ptr, '.', text.len) : NULL;
    size_t count = 0;
    for (const char *c = point; c != NULL && ++c < text.ptr + text.len && is_digit(*c);)
        count++;
    return count;
}

/* --- columns --- */

/* Of numbers that nobody adds up. */
static bool is_no_sum(struct str head)
{
    static const char *const words[] = {"率",   "比",   "%",    "％",   "均",   "价",
                                        "序",   "编号", "日期", "年份", "期限", "时间",
                                        "标准", "排名", "名次", "满意", "电话", "次序"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (last_of(head, 0, head.len, str_of(words[i])) != SIZE_MAX)
            return true;
    return false;
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

static void add_up(struct adding *column, int64_t value, enum row_kind kind)
{
    if (kind == ROW_PLAIN) {
        column->rows++;
        column->recent++;
        column->all += value;
        column->since += value;
        return;
    }
    column->parts += kind == ROW_PART ? value : 0;
    column->part_count += kind == ROW_PART;
}

/* In 万元, or with one decimal, each may have been rounded. */
static bool is_sum(const struct adding *column, int64_t value, int64_t sum, size_t rows, struct str text)
{
    const size_t decimals = decimals_of(text);
    int64_t step = FIGURE_ONE;
    for (size_t i = 0; i < decimals; i++)
        step /= 10;
    const bool rounded = decimals == 1 || (column->times > 1 && decimals > 0);
    const int64_t off = value > sum ? value - sum : sum - value;
    return off == 0 || (rounded && off <= step * (int64_t)(rows + 1) / 2);
}

static void compare(struct adder *own, struct adding *column, const struct node *cell, enum row_kind kind,
                    const struct cell_number *number, struct str label)
{
    struct str text = words_of(own, cell);
    const bool recent = column->recent > 1, all = kind == ROW_TOTAL && column->rows > 1,
               parts = kind == ROW_TOTAL && column->part_count > 1;
    if (!(recent || all || parts) || decimals_of(text) > FIGURE_DECIMALS || column->rows > ROWS ||
        is_sum(column, number->value, column->since, column->recent, text) ||
        (kind == ROW_TOTAL && (is_sum(column, number->value, column->all, column->rows, text) ||
                               is_sum(column, number->value, column->parts, column->part_count, text))))
        return;
    const int64_t sum = kind == ROW_TOTAL ? column->all : column->since;
    own->teller->tell(
        own->teller->context,
        &(struct total){.place = passage_place(&own->passage, 0), .label = label, .text = text, .sum = sum});
}

static void add_cell(struct adder *own, struct adding *column, const struct node *cell, enum row_kind kind,
                     struct str label)
{
    struct cell_number number;
    const struct str text = words_of(own, cell);
    if (column->is_out || is_nothing(text))
        return;
    column->is_out = prose_is_free(cell) || !read_number(text, &number) || !fits(column, &number.measure);
    if (column->is_out)
        return;
    if (kind != ROW_PLAIN)
        compare(own, column, cell, kind, &number, label);
    add_up(column, number.value, kind);
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

static void add_row(struct adder *own, const struct node *row)
{
    enum { LABEL = 60 };
    char label[LABEL];
    const struct node *cell = node_first_element(row);
    if (cell == NULL || prose_is_free(row))
        return;
    struct str words = str_cut(words_of(own, cell), LABEL);
    const enum row_kind kind = kind_of(words);
    if (words.len > 0)
        memcpy(label, words.ptr, words.len);
    words.ptr = label;
    size_t at = span_of(cell);
    for (cell = node_next_element(cell); cell != NULL && at < COLUMNS; cell = node_next_element(cell)) {
        const size_t span = span_of(cell);
        if (span == 1)
            add_cell(own, &own->columns[at], cell, kind, words);
        at += span;
    }
    for (size_t i = 0; i < COLUMNS && kind != ROW_PLAIN; i++) {
        own->columns[i].recent = 0;
        own->columns[i].since = 0;
    }
}

static void skip_columns(struct adder *own, const struct node *row)
{
    size_t at = 0;
    for (const struct node *cell = node_first_element(row); cell != NULL && at < COLUMNS;
         cell = node_next_element(cell)) {
        const bool out = is_no_sum(words_of(own, cell));
        for (size_t behind = at + span_of(cell); at < behind && at < COLUMNS; at++)
            own->columns[at].is_out = own->columns[at].is_out || out;
    }
}

/* Rows that are parts of others, cells beside several rows. */
static bool is_nested(struct adder *own, const struct node *node)
{
    for (const struct node *child = node_first_element(node); child != NULL;
         child = node_next_element(child)) {
        if (node_is(child, "cell") &&
            (node_attr(child, "rows") != NULL || at_word(words_of(own, child), 0, "其中")))
            return true;
        if ((node_is(child, "row") || node_is(child, "head") || node_is(child, "foot")) &&
            is_nested(own, child))
            return true;
    }
    return false;
}

static void add_rows(struct adder *own, const struct node *node)
{
    for (const struct node *child = node_first_element(node); child != NULL;
         child = node_next_element(child)) {
        if (node_is(child, "head"))
            for (const struct node *row = node_first_element(child); row != NULL;
                 row = node_next_element(row))
                skip_columns(own, row);
        else if (node_is(child, "foot"))
            add_rows(own, child);
        else if (node_is(child, "row"))
            add_row(own, child);
    }
}

enum status totals_look(struct arena *arena, const struct node *table, const struct total_teller *teller)
{
    struct adder *own = ARENA_NEW(arena, struct adder);
    if (own == NULL)
        return NO_MEMORY;
    *own = (struct adder){.teller = teller};
    passage_init(&own->passage, arena);
    if (!is_nested(own, table))
        add_rows(own, table);
    passage_clear(&own->passage);
    return own->status;
}
