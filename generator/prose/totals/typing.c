/*
 * A table with its words, row by row: of prose, as it is typed; of a paper, as it is printed.
 */
#include "prose/totals/totals_int.h"

#include <string.h>

static void note_words(struct worded_table *own, enum status status)
{
    own->status = status_worse(own->status, status);
}

/* A copy without blanks and the colon at the end. */
static struct str bare_words(struct worded_table *own, struct str words)
{
    char *kept = ARENA_NEW_ARRAY(own->arena, words.len + 1, char);
    size_t to = 0;
    if (kept == NULL) {
        note_words(own, NO_MEMORY);
        return STR("");
    }
    for (size_t at = 0; at < words.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(words, &at);
        if (code == ' ' || code == 0x3000 || ((code == 0xFF1A || code == ':') && at == words.len))
            continue;
        memcpy(kept + to, words.ptr + from, at - from);
        to += at - from;
    }
    return (struct str){kept, to};
}

static bool add_row(struct worded_table *own, size_t cells, bool head, bool is_free,
                    struct worded_row **ret_row)
{
    const struct worded_row row = {
        .cells = ARENA_NEW_ARRAY(own->arena, cells, struct worded_cell), .head = head, .is_free = is_free};
    note_words(own, row.cells == NULL ? NO_MEMORY : OK);
    own->cells += cells;
    own->full = own->full || own->cells > TABLE_CELLS;
    if (own->status == OK && !own->full)
        note_words(own, ARENA_APPEND(own->arena, own->rows, own->count, own->capacity, &row));
    *ret_row = own->status == OK && !own->full ? &own->rows[own->count - 1] : NULL;
    return *ret_row != NULL;
}

/* --- typed in prose --- */

/* Of a cell with one paragraph in it, its words. */
static struct str words_typed(struct worded_table *own, struct passage *passage, const struct node *cell)
{
    const struct node *only = node_first_element(cell);
    passage_empty(passage);
    passage_gather(passage,
                   only != NULL && node_is(only, "p") && node_next_element(only) == NULL ? only : cell);
    note_words(own, passage->status);
    return bare_words(own, buf_str(&passage->text));
}

static size_t count_of(const struct node *cell, const char *name)
{
    const struct attr *span = node_attr(cell, name);
    size_t value = 0;
    for (size_t i = 0; span != NULL && i < span->value.len && is_digit(span->value.ptr[i]) && value < COLUMNS;
         i++)
        value = value * 10 + (size_t)(span->value.ptr[i] - '0');
    return value > 0 ? value : 1;
}

static void read_typed_row(struct worded_table *own, struct passage *passage, const struct node *node,
                           bool head)
{
    struct worded_row *row;
    size_t cells = 0;
    for (const struct node *cell = node_first_element(node); cell != NULL; cell = node_next_element(cell))
        cells++;
    if (cells == 0 || !add_row(own, cells, head, prose_is_free(node), &row))
        return;
    for (const struct node *cell = node_first_element(node); cell != NULL; cell = node_next_element(cell)) {
        const struct str words = words_typed(own, passage, cell);
        row->cells[row->count++] = (struct worded_cell){.words = words,
                                                        .place = passage_place(passage, 0),
                                                        .span = count_of(cell, "span"),
                                                        .rows = count_of(cell, "rows"),
                                                        .is_free = prose_is_free(cell)};
    }
}

static void read_typed_rows(struct worded_table *own, struct passage *passage, const struct node *node,
                            bool head)
{
    for (const struct node *child = node_first_element(node);
         child != NULL && own->status == OK && !own->full; child = node_next_element(child))
        if (node_is(child, "row"))
            read_typed_row(own, passage, child, head);
        else if (node_is(child, "head") || node_is(child, "foot"))
            read_typed_rows(own, passage, child, node_is(child, "head"));
}

/* 单位：万元 */
static bool says_large(struct str words)
{
    enum { LONGEST = 60 };
    return words.len <= LONGEST && str_holds(words, "单位") &&
           (str_holds(words, "万元") || str_holds(words, "亿元"));
}

static bool says_rounded(struct str words)
{
    static const char *const signs[] = {"四舍五入", "尾差", "尾数", "进位"};
    return text_holds_any(words, signs, ARRAY_COUNT(signs));
}

/* The paragraphs before and behind the table. */
static void read_around(struct worded_table *own, struct passage *passage, const struct node *table)
{
    const struct node *before = NULL, *behind = node_next_element(table);
    const struct node *each = table->parent == NULL ? table : node_first_element(table->parent);
    for (; each != NULL && each != table; each = node_next_element(each))
        before = each;
    own->large = before != NULL && node_is(before, "p") && says_large(words_typed(own, passage, before));
    own->rounded = behind != NULL && node_is(behind, "p") && says_rounded(words_typed(own, passage, behind));
}

/* A note in its last row. */
static void read_note(struct worded_table *own)
{
    const struct worded_row *last = own->count > 0 ? &own->rows[own->count - 1] : NULL;
    for (size_t i = 0; last != NULL && i < last->count; i++)
        own->rounded = own->rounded || says_rounded(last->cells[i].words);
}

void worded_typed(struct worded_table *own, const struct node *table)
{
    struct passage passage;
    passage_init(&passage, own->arena);
    own->headed = node_child(table, "head") != NULL;
    read_around(own, &passage, table);
    read_typed_rows(own, &passage, table, false);
    read_note(own);
    passage_clear(&passage);
}

/* --- printed --- */

static void add_texts(struct buf *text, const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_TEXT)
            buf_add_str(text, block->paragraph.inlines[i].text);
}

static void read_notes(struct worded_table *own, struct buf *text, const struct block *notes)
{
    buf_reset(text);
    for (const struct block *block = notes; block != NULL; block = block->next)
        if (block->kind == BLOCK_PARAGRAPH)
            add_texts(text, block);
    own->rounded = says_rounded(buf_str(text));
}

static void read_printed_cell(struct worded_table *own, struct buf *text, const struct table_cell *printed,
                              struct worded_cell *cell)
{
    const struct block *block = printed->blocks;
    *cell = (struct worded_cell){.words = STR(""),
                                 .span = printed->column_span,
                                 .rows = printed->row_span,
                                 .is_free = block != NULL && block->kind != BLOCK_PARAGRAPH};
    buf_reset(text);
    for (; block != NULL && block->kind == BLOCK_PARAGRAPH; block = block->next) {
        add_texts(text, block);
        for (size_t i = 0; i < block->paragraph.inline_count; i++) {
            const struct inline_item *item = &block->paragraph.inlines[i];
            cell->is_free =
                cell->is_free || item->figures_free || item->code || item->doubtful != DOUBTFUL_NOT;
            if (item->kind == INLINE_TEXT && cell->place.file == NULL)
                cell->place = item->place;
        }
    }
    if (cell->place.file == printed->place.file && printed->about.file != NULL) /* the layout's own */
        cell->place = printed->about;
    note_words(own, buf_status(text));
    cell->words = bare_words(own, buf_str(text));
}

void worded_printed(struct worded_table *own, const struct table *table)
{
    struct buf text = BUF(READER_MAX_BYTES);
    own->headed = table->head_rows > 0;
    own->printed = true;
    read_notes(own, &text, table->notes);
    for (size_t i = 0; i < table->row_count && own->status == OK; i++) {
        const struct table_row *printed = &table->rows[i];
        struct worded_row *row;
        if (!add_row(own, printed->cell_count, i < table->head_rows, false, &row))
            break;
        for (size_t k = 0; k < printed->cell_count; k++)
            read_printed_cell(own, &text, &printed->cells[k], &row->cells[row->count++]);
    }
    buf_clear(&text);
}
