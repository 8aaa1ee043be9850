/*
 * The same amount in digits and in 大写, in two cells of a row, or of two rows.
 *
 * Words and digits in a row are one amount where their labels tie them, and never else: 合同金额（大写）… 已付金额（元）… are
 * two.  The label of a cell is what stands before the amount in it, or the cell to its left, or its head.  Without 大写, 小写,
 * units and marks two labels are the same, or one has nothing more: 大写 beside 报价, 小写 beside 合计（大写）.  Digits without a
 * unit in cell or label are money only where the label is that of an amount.
 *
 * In two rows: 合计大写 above or below 合计小写, each the only amount of its row.
 */
#include "prose/printed/printed_int.h"

enum { CELLS = 64 /* of a row */ };

struct cell {
    struct str words; /* all of it, as printed; kept */
    struct str label, core;
    struct lone lone;
    bool numbered; /* it has numbers */
};

struct rows {
    struct amounts *own;
    const struct table *table;
    size_t head_rows;
};

/* --- cells --- */

/* Of a cell of one paragraph. */
static const struct block *paragraph_of(const struct table_cell *cell)
{
    const struct block *block = cell->blocks;
    return block != NULL && block->next == NULL && block->kind == BLOCK_PARAGRAPH ? block : NULL;
}

static struct str cell_words(struct amounts *own, const struct table_cell *cell)
{
    const struct block *block = paragraph_of(cell);
    const struct str text =
        block == NULL ? STR("") : arena_copy(own->arena, str_trim(amounts_gather(own, block)));
    if (text.ptr == NULL)
        own->status = NO_MEMORY;
    return text.ptr == NULL ? STR("") : text;
}

/* What the rows of the head have over the column, from above. */
static struct str cell_head(const struct rows *rows, size_t column)
{
    struct amounts *own = rows->own;
    struct str head = STR("");
    for (size_t i = 0; i < rows->head_rows; i++)
        for (size_t k = 0; k < rows->table->rows[i].cell_count; k++) {
            const struct table_cell *cell = &rows->table->rows[i].cells[k];
            if (cell->column > column || column >= cell->column + cell->column_span)
                continue;
            const struct str words = cell_words(own, cell);
            head = arena_printf(own->arena, "%.*s%.*s", STR_ARGS(head), STR_ARGS(words));
            if (head.ptr == NULL) {
                own->status = NO_MEMORY;
                return STR("");
            }
        }
    return head;
}

static bool is_of_amount(struct str label)
{
    return label_says(label, "大写") || label_says(label, "小写") || label_scale(label) > 0;
}

static struct str label_of(const struct rows *rows, const struct table_row *row, const struct cell *cells,
                           size_t at)
{
    struct str core;
    const struct str own = cells[at].lone.label;
    const struct str left = at > 0 && !cells[at - 1].numbered ? cells[at - 1].words : STR("");
    rows->own->status = status_worse(rows->own->status, label_strip(rows->own->arena, own, &core));
    if (rows->own->status == NO_MEMORY || core.len > 0 || is_of_amount(own))
        return own;
    if (is_of_amount(left))
        return left;
    const struct str head = cell_head(rows, row->cells[at].column);
    return head.len > 0 ? head : left;
}

static void read_cell(struct amounts *own, const struct table_cell *table_cell, struct cell *cell)
{
    const struct block *block = paragraph_of(table_cell);
    *cell = (struct cell){.words = cell_words(own, table_cell)};
    if (cell->words.len == 0 || own->status == NO_MEMORY)
        return;
    amounts_collect(own, cell->words);
    cell->numbered = own->count > 0;
    if (own->count == 1)
        amounts_lone(own, block, &cell->lone);
}

static void read_row(const struct rows *rows, const struct table_row *row, struct cell *cells)
{
    struct amounts *own = rows->own;
    for (size_t i = 0; i < row->cell_count && own->status != NO_MEMORY; i++)
        read_cell(own, &row->cells[i], &cells[i]);
    for (size_t i = 0; i < row->cell_count && own->status != NO_MEMORY; i++) {
        if (!cells[i].lone.valid)
            continue;
        cells[i].label = label_of(rows, row, cells, i);
        own->status = status_worse(own->status, label_strip(own->arena, cells[i].label, &cells[i].core));
    }
}

/* --- what ties two cells --- */

/* 金额 says no more than that it is one. */
static struct str named(struct str core)
{
    static const struct str words[] = {WORD("金额"), WORD("数额")};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (ends_with(core, words[i]))
            return str_slice(core, 0, core.len - words[i].len);
    return core;
}

static bool is_money(const struct cell *digits)
{
    static const struct str ends[] = {WORD("金额"), WORD("数额"), WORD("价"), WORD("价格"),
                                      WORD("价款"), WORD("款"),   WORD("费"), WORD("费用"),
                                      WORD("租金"), WORD("总额"), WORD("金")};
    if (digits->lone.amount.money || is_of_amount(digits->label))
        return true;
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
        if (ends_with(digits->core, ends[i]))
            return true;
    return digits->label.len == 0 && !digits->lone.amount.bare;
}

/* The same label, each with marks of its own. */
static bool is_same_label(const struct cell *words, const struct cell *digits)
{
    return words->core.len > 0 && digits->core.len > 0 && is_of_amount(words->label) &&
           str_equal(named(words->core), named(digits->core));
}

/* Nothing in between; a cell that says 小写 is no label of another amount. */
static bool is_beside(const struct cell *words, const struct cell *digits)
{
    const bool marked = label_says(words->label, "大写");
    if (!is_money(digits))
        return false;
    if (named(digits->core).len == 0 && digits->label.len > 0)
        return label_says(digits->label, "小写") || named(words->core).len == 0;
    if (digits->label.len == 0)
        return marked;
    return words->core.len == 0 && digits < words;
}

/* The nearest number on one side; NULL: none, or of several in one cell. */
static const struct cell *nearest(const struct cell *cells, size_t count, const struct cell *words, int step)
{
    for (size_t i = (size_t)(words - cells) + (size_t)step; i < count; i += (size_t)step)
        if (cells[i].numbered) /* before 0 comes SIZE_MAX */
            return cells[i].lone.valid && cells[i].lone.amount.sort == AMOUNT_DIGITS ? &cells[i] : NULL;
    return NULL;
}

static bool is_one_amount(const struct cell *digits, const struct cell *words)
{
    return digits->lone.amount.minus == words->lone.amount.minus &&
           amounts_same(&digits->lone.amount, &words->lone.amount, digits->label);
}

/* The cell with the words' own label; *ret_good: one such says the same. */
static const struct cell *find_labelled(const struct cell *cells, size_t count, const struct cell *words,
                                        bool *ret_good)
{
    const struct cell *found = NULL;
    *ret_good = false;
    for (const struct cell *cell = cells; cell < cells + count; cell++)
        if (cell->lone.valid && cell->lone.amount.sort == AMOUNT_DIGITS && is_same_label(words, cell)) {
            found = found == NULL ? cell : found;
            *ret_good = *ret_good || is_one_amount(cell, words);
        }
    return found;
}

static const struct cell *find_beside(const struct cell *cells, size_t count, const struct cell *words)
{
    const struct cell *before = nearest(cells, count, words, -1), *behind = nearest(cells, count, words, 1);
    if (before != NULL && is_beside(words, before))
        return before;
    return behind != NULL && is_beside(words, behind) ? behind : NULL;
}

static bool is_anywhere(const struct cell *cells, size_t count, const struct cell *words)
{
    for (const struct cell *cell = cells; cell < cells + count; cell++)
        if (cell->lone.valid && cell->lone.amount.sort == AMOUNT_DIGITS && is_one_amount(cell, words))
            return true;
    return false;
}

static void compare_words(struct amounts *own, const struct cell *cells, size_t count,
                          const struct cell *words)
{
    bool good;
    const struct cell *digits = find_labelled(cells, count, words, &good);
    if (digits == NULL) {
        digits = find_beside(cells, count, words);
        good = is_anywhere(cells, count, words);
    }
    if (digits != NULL && !good && digits->lone.amount.minus == words->lone.amount.minus)
        amounts_report(own, digits->lone.text, words->lone.text, words->lone.amount.value, words->lone.place);
}

static bool says_words(const struct cell *cell)
{
    return cell->lone.valid && cell->lone.amount.sort == AMOUNT_WORDS &&
           (!cell->lone.amount.small || label_says(cell->label, "大写"));
}

/* --- rows --- */

/* The only amount of the row. */
static void lone_of(const struct cell *cells, size_t count, struct lone *ret_lone)
{
    *ret_lone = (struct lone){0};
    size_t numbered = 0;
    for (size_t i = 0; i < count; i++) {
        numbered += cells[i].numbered ? 1 : 0;
        if (cells[i].lone.valid) {
            *ret_lone = cells[i].lone;
            ret_lone->label = cells[i].label;
        }
    }
    ret_lone->valid = ret_lone->valid && numbered == 1;
}

static bool row_says_capital(const struct table_row *row)
{
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct block *block = paragraph_of(&row->cells[i]);
        if (block != NULL && block_says_capital(block))
            return true;
    }
    return false;
}

static void compare_row(const struct rows *rows, const struct table_row *row, struct lone *ret_lone)
{
    struct cell cells[CELLS];
    struct amounts *own = rows->own;
    *ret_lone = (struct lone){0};
    if (row->cell_count > CELLS)
        return;
    read_row(rows, row, cells);
    for (size_t i = 0; i < row->cell_count && own->status != NO_MEMORY; i++)
        if (says_words(&cells[i]))
            compare_words(own, cells, row->cell_count, &cells[i]);
    if (own->status != NO_MEMORY)
        lone_of(cells, row->cell_count, ret_lone);
}

/* The head, or a first row that is one: it says 大写, and has no number. */
static size_t head_rows(struct amounts *own, const struct table *table)
{
    bool says = false;
    if (table->head_rows > 0 || table->row_count < 2 || table->form)
        return table->head_rows;
    for (size_t i = 0; i < table->rows[0].cell_count; i++) {
        const struct str words = cell_words(own, &table->rows[0].cells[i]);
        amounts_collect(own, words);
        if (own->count > 0)
            return 0;
        says = says || label_says(words, "大写");
    }
    return says ? 1 : 0;
}

void amounts_compare_table(struct amounts *own, const struct table *table)
{
    size_t first = 0;
    while (first < table->row_count && !row_says_capital(&table->rows[first]))
        first++;
    if (own->status == NO_MEMORY || first == table->row_count)
        return;
    const struct rows rows = {own, table, head_rows(own, table)};
    struct lone before = {0}, here;
    bool last = false; /* the row before says 大写 */
    for (size_t i = first > 0 ? first - 1 : 0; i < table->row_count && own->status != NO_MEMORY; i++) {
        const bool says = row_says_capital(&table->rows[i]);
        if (!says && !last && (i + 1 == table->row_count || !row_says_capital(&table->rows[i + 1]))) {
            before = (struct lone){0};
            continue;
        }
        compare_row(&rows, &table->rows[i], &here);
        amounts_compare_lones(own, &before, &here);
        before = here;
        last = says;
    }
}
