/*
 * The words that name the figures of a cell: of its row and column, with the unit that the head says (金额（万元）), or, of money, what stands
 * above the table (单位：元).
 */
#include "prose/prose_int.h"

/* Do its words name figures, and hold none?  Years may be named. */
static bool is_label(const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind != NODE_TEXT && !is_label(child))
            return false;
        for (size_t i = 0; child->kind == NODE_TEXT && i < child->text.len; i++)
            if ((is_arabic_digit(child->text, i) && !word_is_year(child->text, i)) ||
                child->text.ptr[i] == '{')
                return false;
    }
    return true;
}

static const struct node *cell_numbered(const struct node *row, size_t number)
{
    const struct node *cell = row == NULL ? NULL : node_first_element(row);
    for (; cell != NULL && number > 0; number--)
        cell = node_next_element(cell);
    return cell;
}

static size_t cells_of(const struct node *row)
{
    size_t count = 0;
    for (const struct node *cell = node_first_element(row); cell != NULL; cell = node_next_element(cell))
        count++;
    return count;
}

/* The last row of the head of the cell's table, if it has a cell for each of the row; NULL: none. */
static const struct node *head_of(const struct node *row)
{
    const struct node *table = row->parent;
    while (table != NULL && !node_is(table, "table"))
        table = table->parent;
    const struct node *head = table == NULL ? NULL : node_child(table, "head"), *last = NULL;
    if (head == NULL || row->parent == head)
        return NULL;
    for (const struct node *each = node_first_element(head); each != NULL; each = node_next_element(each))
        last = each;
    return last != NULL && cells_of(last) == cells_of(row) ? last : NULL;
}

/* Has the table but one row, of the paper itself? */
static bool is_only_row(const struct node *row, const struct node *head)
{
    return row->parent == head->parent->parent && node_next_element(row) == NULL &&
           node_next_element(head->parent) == row;
}

static void add_label(struct passage *passage, const struct node *cell)
{
    if (cell != NULL && is_label(cell))
        passage_gather(passage, cell);
}

/* --- 单位：元 --- */

static bool holds_any(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_holds(text, words[i]))
            return true;
    return false;
}

/* Of money, by the words of its head or its row: of all else the unit above a table is not. */
static bool is_money_said(struct str words)
{
    static const char *const money[] = {"金额", "费",   "价",   "款",   "预算", "决算", "支出", "收入",
                                        "资金", "成本", "补贴", "补助", "工资", "奖金", "总额"};
    static const char *const others[] = {"率", "比", "人数", "人次", "数量", "次数", "份", "户",
                                         "天", "分", "号",   "%",    "％",   "（",   "("};
    return holds_any(words, money, ARRAY_COUNT(money)) && !holds_any(words, others, ARRAY_COUNT(others));
}

/* The unit of money that the words say, 单位：万元: as it stands there; empty: none. */
static struct str unit_said(struct str text)
{
    const struct str mark = STR("单位：");
    struct measure measure;
    size_t at = last_of(text, 0, text.len, mark), end;
    if (at == SIZE_MAX)
        return STR("");
    at += mark.len;
    (void)skip_word(text, &at, "人民币");
    end = at;
    return unit_read(text, &end, &measure) && measure.unit->quantity == QUANTITY_MONEY
               ? str_slice(text, at, end)
               : STR("");
}

/* The unit that the element says, if it is short: a caption, the paragraph before a table. */
static struct str unit_of_element(struct passage *passage, const struct node *node)
{
    enum { LONGEST = 120 }; /* bytes */
    struct passage own;
    if (node == NULL || !(node_is(node, "p") || node_is(node, "caption")))
        return STR("");
    passage_init(&own, passage->arena);
    passage_gather(&own, node);
    passage_note(passage, own.status);
    const struct str words = buf_str(&own.text);
    const struct str unit = words.len <= LONGEST ? unit_said(words) : STR("");
    const struct str kept = unit.len > 0 ? arena_copy(passage->arena, unit) : STR("");
    passage_note(passage, kept.ptr == NULL ? NO_MEMORY : OK);
    passage_clear(&own);
    return kept.ptr == NULL ? STR("") : kept;
}

/* The unit above the table of the row: in its caption, or in the paragraph before; found once for all its cells. */
static struct str unit_of_table(struct passage *passage, struct unit_above *above, const struct node *row)
{
    const struct node *table = row, *before = NULL;
    while (table != NULL && !node_is(table, "table"))
        table = table->parent;
    if (table == NULL || table == above->table)
        return table == NULL ? STR("") : above->unit;
    const struct node *each = table->parent == NULL ? table : node_first_element(table->parent);
    for (; each != NULL && each != table; each = node_next_element(each))
        before = each;
    const struct str unit = unit_of_element(passage, node_child(table, "caption"));
    above->table = table;
    above->unit = unit.len > 0 ? unit : unit_of_element(passage, before);
    return above->unit;
}

/* Behind the labels of a cell of money the unit that is said above its table, as if its head said it. */
static void add_unit(struct passage *passage, struct unit_above *above, const struct node *row)
{
    if (!is_money_said(buf_str(&passage->text)))
        return;
    const struct str unit = unit_of_table(passage, above, row);
    if (unit.len > 0)
        buf_printf(&passage->text, "（%.*s）", STR_ARGS(unit));
}

void passage_add_labels(struct passage *passage, struct unit_above *above, const struct node *cell)
{
    static const char COLON[] = "：";
    const struct node *row = cell->parent, *head = head_of(row);
    size_t number = 0;
    for (const struct node *other = node_first_element(row); other != cell; other = node_next_element(other))
        number++;
    if (number > 0)
        add_label(passage, cell_numbered(row, head != NULL ? 0 : number - 1));
    passage->row = head != NULL && !is_only_row(row, head) ? passage->text.len : 0;
    if (head != NULL)
        add_label(passage, cell_numbered(head, number));
    add_unit(passage, above, row);
    if (passage->text.len > 0)
        buf_add_text(&passage->text, COLON);
    passage->context = passage->text.len;
}
