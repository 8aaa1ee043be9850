/*
 * A typed table, read: cells with their numbers, what the heads say of each column, what the labels say of each row.
 *
 * Cells over several columns or rows are counted as the page shows them.  A table without a head has one where its first rows
 * hold no number.  Cells that hold an expression, or are declared free, are no numbers: what that prints is not known here.
 */
#include "prose/totals/totals_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* --- words --- */

bool text_holds_any(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_holds(text, words[i]))
            return true;
    return false;
}

static void note_status(struct grid *own, enum status status)
{
    own->status = status_worse(own->status, status);
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

/* 其中：工资, （其中 */
static bool begins_of(struct str words)
{
    size_t at = 0;
    static const char *const marks[] = {"（", "(", "#", "＃", "①"};
    (void)skip_any(words, &at, marks, ARRAY_COUNT(marks));
    return at_word(words, at, "其中");
}

/* The last of several parts, which makes them whole: 其他, 其余人员, 3.其他 */
static bool is_last_part(struct str words)
{
    static const char *const others[] = {"其他", "其它", "其余"};
    size_t at = 0;
    while (at < words.len && (is_digit(words.ptr[at]) || words.ptr[at] == '.'))
        at++;
    (void)skip_word(words, &at, "、");
    return skip_any(words, &at, others, ARRAY_COUNT(others));
}

/* --- numbers --- */

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
static bool read_number(struct str text, struct typed *ret_cell)
{
    static const char *const money[] = {"人民币", "RMB"}, *const yuan[] = {"¥", "￥"},
                             *const minus[] = {"-", "−", "－", "–"}, *const plus[] = {"+", "＋"};
    struct numeral numeral;
    size_t at = 0;
    (void)skip_any(text, &at, money, ARRAY_COUNT(money));
    (void)skip_any(text, &at, yuan, ARRAY_COUNT(yuan));
    const bool negative = skip_any(text, &at, minus, ARRAY_COUNT(minus));
    if (!negative)
        (void)skip_any(text, &at, plus, ARRAY_COUNT(plus));
    if (!is_arabic_digit(text, at) || !number_read(text, &at, &numeral) || numeral.huge || numeral.loose)
        return false;
    skip_note(text, &at);
    skip_words(text, &at);
    if (at < text.len && !unit_read(text, &at, &ret_cell->measure))
        return false;
    skip_words(text, &at);
    ret_cell->value = negative ? -numeral.value : numeral.value;
    return at == text.len;
}

/* --- heads --- */

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
    return text_holds_any(head, words, ARRAY_COUNT(words)) || str_ends(str_slice(head, 0, end), "号") ||
           str_ends(str_slice(head, 0, end), "码");
}

static bool says_span(struct str head)
{
    static const char *const words[] = {"天数", "日数", "月数", "工期", "周期"};
    return text_holds_any(head, words, ARRAY_COUNT(words));
}

/* 金额（万元）, 服务人次: the unit in brackets at the end. */
static struct measure unit_of_head(struct str head)
{
    static const char *const opens[] = {"（", "("};
    struct measure measure = {.unit = NULL}, none = {.unit = NULL};
    for (size_t at = 0; at < head.len; at++) {
        size_t behind = at;
        if (skip_any(head, &behind, opens, ARRAY_COUNT(opens)) && unit_read(head, &behind, &measure) &&
            (at_word(head, behind, "）") || at_word(head, behind, ")")))
            return measure;
    }
    return none;
}

static void read_head(struct grid *own, size_t at, const struct worded_cell *cell)
{
    struct heads *column = &own->columns[at];
    const struct str head = cell->words;
    if (head.len == 0)
        return;
    const bool weights = str_holds(head, "权重"), of = begins_of(head);
    column->no_sum = column->no_sum || (is_no_sum(head) && !weights);
    column->large = column->large || str_holds(head, "万元") || str_holds(head, "亿元");
    column->weights = column->weights || weights;
    column->marks = column->marks || str_holds(head, "分");
    column->spans = column->spans || says_span(head);
    column->of_parent = column->of_parent || column->of;
    column->of = column->of || of;
    column->ends = is_last_part(head);
    const struct measure unit = unit_of_head(head);
    if (unit.unit != NULL)
        column->unit = unit;
    column->above = column->head;
    column->parent = column->cell;
    column->cell = cell;
    column->head = head;
    column->kind = kind_of(column->head);
}

/* --- rows --- */

/* Cells above that reach into the row: how many rows more, and what they say. */
struct reach {
    size_t rows[COLUMNS];
    bool number[COLUMNS], of[COLUMNS];
};

/* Where the next cell of the row stands. */
static size_t next_free(const struct reach *reach, size_t at)
{
    while (at < COLUMNS && reach->rows[at] > 0)
        at++;
    return at;
}

static size_t columns_of(const struct worded_row *row, struct reach *reach)
{
    size_t at = 0, most = 0, next[COLUMNS] = {0};
    for (size_t i = 0; i < row->count; i++) {
        const struct worded_cell *cell = &row->cells[i];
        at = next_free(reach, at);
        for (size_t behind = at + cell->span; at < behind && at < COLUMNS; at++)
            next[at] = cell->rows;
        most = at;
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        most = reach->rows[i] > 0 && i + 1 > most ? i + 1 : most;
        reach->rows[i] = next[i] > 0 ? next[i] - 1 : reach->rows[i] > 0 ? reach->rows[i] - 1 : 0;
    }
    return most;
}

/* 12.30: 2 */
static unsigned char decimals_of(struct str text)
{
    const char *point = text.len > 0 ? memchr(text.ptr, '.', text.len) : NULL;
    unsigned char count = 0;
    for (const char *c = point; c != NULL && ++c < text.ptr + text.len && is_digit(*c) && count < UCHAR_MAX;)
        count++;
    return count;
}

static void read_typed(const struct worded_cell *cell, struct typed *ret_cell)
{
    const struct str text = cell->words;
    *ret_cell = (struct typed){.worded = cell, .sort = CELL_OTHER, .decimals = decimals_of(text)};
    if (text.len == 0 || is_nothing(text))
        ret_cell->sort = text.len == 0 ? CELL_EMPTY : CELL_NOTHING;
    else if (!cell->is_free && read_number(text, ret_cell))
        ret_cell->sort = CELL_NUMBER;
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
static void find_label(const struct worded_row *worded, struct row *row)
{
    enum { LOOKS = 3 };
    bool named = false, first = true;
    row->label = &worded->cells[0];
    row->level = level_of(worded->cells[0].words);
    for (size_t i = 0; i < worded->count && i < LOOKS; i++) {
        const struct worded_cell *cell = &worded->cells[i];
        const enum row_kind kind = kind_of(cell->words);
        row->of = row->of || begins_of(cell->words);
        row->ends = row->ends || (!named && is_last_part(cell->words));
        if (kind != ROW_PLAIN && (kind != ROW_NONE || !named)) {
            row->kind = named ? ROW_MAYBE : kind;
            row->label = cell;
            break;
        }
        const bool said = !is_number_alone(cell->words);
        row->label = said && first ? cell : row->label;
        first = first && !said;
        named = named || said;
    }
    row->words = row->label->words;
}

/* The cell at its place; its number over several columns or rows is of none of them. */
static void place_cell(struct grid *own, size_t row, size_t at, const struct worded_cell *worded,
                       struct reach *reach)
{
    const size_t span = worded->span, rows = worded->rows;
    struct typed cell;
    read_typed(worded, &cell);
    const bool number = cell.sort == CELL_NUMBER && (span > 1 || rows > 1);
    const bool of = begins_of(worded->words);
    if (number)
        cell.sort = CELL_OTHER;
    if (span > 1)
        cell = (struct typed){.sort = number ? CELL_OTHER : CELL_EMPTY};
    for (size_t behind = at + span; at < behind && at < own->width; at++) {
        own->cells[row * own->width + at] = cell;
        reach->rows[at] = rows - 1;
        reach->number[at] = number;
        reach->of[at] = of;
    }
}

/* Below cells that reach down. */
static void fill_reached(struct grid *own, struct row *row, size_t number, struct reach *reach)
{
    for (size_t at = 0; at < own->width; at++) {
        if (reach->rows[at] == 0)
            continue;
        own->cells[number * own->width + at] =
            (struct typed){.sort = reach->number[at] ? CELL_OTHER : CELL_EMPTY};
        row->of = row->of || reach->of[at];
    }
}

static void gather_row(struct grid *own, const struct worded_row *worded, struct reach *reach)
{
    struct row row = {.words = STR("")};
    const size_t number = own->row_count;
    const struct typed none = {.sort = CELL_EMPTY};
    size_t at = 0, used = number * own->width;
    const struct reach above = *reach;
    own->full = own->full || used + own->width > TABLE_CELLS;
    if (own->full)
        return;
    for (size_t i = 0; i < own->width && own->status == OK; i++)
        note_status(own, ARENA_APPEND(own->arena, own->cells, used, own->cell_capacity, &none));
    find_label(worded, &row);
    if (own->status != OK)
        return;
    fill_reached(own, &row, number, reach);
    bool behind = row.kind == ROW_PLAIN;
    for (size_t i = 0; i < COLUMNS; i++)
        reach->rows[i] -= reach->rows[i] > 0;
    for (size_t i = 0; i < worded->count; i++) {
        const struct worded_cell *cell = &worded->cells[i];
        at = next_free(&above, at);
        if (at >= own->width)
            break;
        place_cell(own, number, at, cell, reach);
        if (!behind || at == 0 || worded->is_free)
            own->cells[number * own->width + at].sort = !behind || at == 0 ? CELL_EMPTY : CELL_OTHER;
        behind = behind || cell == row.label;
        at += cell->span;
    }
    note_status(own, ARENA_APPEND(own->arena, own->rows, own->row_count, own->row_capacity, &row));
}

static void read_heads(struct grid *own, const struct worded_row *row, struct reach *reach)
{
    size_t at = 0;
    const struct reach above = *reach;
    for (size_t i = 0; i < COLUMNS; i++)
        reach->rows[i] -= reach->rows[i] > 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct worded_cell *cell = &row->cells[i];
        at = next_free(&above, at);
        for (size_t behind = at + cell->span; at < behind && at < COLUMNS; at++) {
            read_head(own, at, cell);
            reach->rows[at] = cell->rows - 1;
        }
    }
}

/* --- the table --- */

/* A row of words alone, no total. */
static bool is_head_row(const struct worded_row *row)
{
    struct row read = {.words = STR("")};
    struct typed cell;
    size_t cells = 0;
    find_label(row, &read);
    for (size_t i = 0; i < row->count; i++) {
        read_typed(&row->cells[i], &cell);
        if (cell.sort == CELL_NUMBER || cell.sort == CELL_NOTHING)
            return false;
        cells += cell.sort == CELL_OTHER;
    }
    return cells > 1 && read.kind == ROW_PLAIN;
}

void grid_read(struct grid *own, const struct worded_table *table)
{
    struct reach reach = {.rows = {0}};
    size_t body = 0;
    own->large = table->large;
    own->rounded = table->rounded;
    for (size_t i = 0; i < table->count; i++) {
        const size_t count = columns_of(&table->rows[i], &reach);
        own->width = count > own->width ? count : own->width;
    }
    own->width = own->width > COLUMNS ? COLUMNS : own->width;
    while (body < table->count &&
           (table->rows[body].head || (!table->headed && is_head_row(&table->rows[body]))))
        body++;
    reach = (struct reach){.rows = {0}};
    for (size_t i = 0; i < body; i++)
        read_heads(own, &table->rows[i], &reach);
    reach = (struct reach){.rows = {0}};
    for (size_t i = body; i < table->count && own->status == OK; i++)
        gather_row(own, &table->rows[i], &reach);
    for (size_t i = 0; i < own->row_count * own->width && own->status == OK; i++)
        own->columns[i % own->width].numbers += own->cells[i].sort == CELL_NUMBER;
}

/* --- faults --- */

void grid_fault(struct grid *own, size_t row, size_t column, const struct total *total)
{
    const struct typed *cell = grid_cell(own, row, column);
    struct fault fault = {row, column, off_by(cell->value, total->sum), *total};
    if (own->fault_count == PROSE_MAX_KEPT)
        return;
    for (size_t i = 0; i < own->fault_count; i++)
        if (own->faults[i].row == row && own->faults[i].column == column)
            return;
    fault.total.text = cell->worded->words;
    fault.total.place = cell->worded->place;
    note_status(own, ARENA_APPEND(own->arena, own->faults, own->fault_count, own->fault_capacity, &fault));
}

/* A total below a cell that is told as no sum of its row, and as much too small as that is too large; and the other way round. */
static bool is_explained(const struct grid *own, const struct fault *fault)
{
    const bool below = fault->total.sort == TOTAL_OF_ROWS;
    int64_t off = 0;
    if (!below && fault->total.sort != TOTAL_OF_COLUMNS)
        return false;
    for (size_t i = 0; i < own->fault_count; i++) {
        const struct fault *other = &own->faults[i];
        if (other == fault || (below ? other->column != fault->column || other->total.sort == TOTAL_OF_ROWS
                                     : other->row != fault->row || other->total.sort != TOTAL_OF_ROWS))
            continue;
        off = added_up(off, other->off);
    }
    return off != 0 && off == -fault->off;
}

static int compare_faults(const void *a, const void *b)
{
    const struct fault *first = a, *second = b;
    if (first->row != second->row)
        return first->row < second->row ? -1 : 1;
    return first->column < second->column ? -1 : first->column > second->column;
}

void grid_tell(struct grid *own)
{
    if (own->fault_count > 1)
        qsort(own->faults, own->fault_count, sizeof *own->faults, compare_faults);
    for (size_t i = 0; i < own->fault_count && own->status == OK; i++)
        if (!is_explained(own, &own->faults[i]))
            own->teller->tell(own->teller->context, &own->faults[i].total);
}

/* --- frames --- */

struct str frame_words(const struct frame *frame, bool lines, size_t at)
{
    return lines == frame->turned ? frame->grid->rows[at].words : frame->grid->columns[at].head;
}

enum row_kind frame_kind(const struct frame *frame, bool lines, size_t at)
{
    return lines == frame->turned ? frame->grid->rows[at].kind : frame->grid->columns[at].kind;
}

bool frame_of(const struct frame *frame, bool lines, size_t at)
{
    const struct heads *heads = &frame->grid->columns[at < COLUMNS ? at : 0];
    return lines == frame->turned ? frame->grid->rows[at].of : heads->of || heads->of_parent;
}

void frame_fault(const struct frame *frame, size_t line, size_t place, const struct total *total)
{
    grid_fault(frame->grid, frame->turned ? line : place, frame->turned ? place : line, total);
}
