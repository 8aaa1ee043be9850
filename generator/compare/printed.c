/*
 * What a paper prints: each field that one of its texts shows, wherever it stands – in cells, charts, headers, too –,
 * and whether as a percent.  A share that a kind keeps as a plain number, 0.0425, is to its readers the 4.25% that stand
 * there.
 */
#include "compare/compare_int.h"

struct printing {
    struct work *work;
    struct str_index *paths;
    struct buf path;
};

static enum status note_blocks(struct printing *printing, const struct block *block);

/* Decimals of a text that ends with %, or has one right behind it in its paragraph; else it is none. */
static int printed_form(const struct portion *portion, const char *end)
{
    const char *to = portion->to;
    if (to > portion->from && to[-1] == '%')
        to--;
    else if (end == NULL || to >= end || *to != '%')
        return PRINTED_PLAIN;
    const char *point = to;
    while (point > portion->from && point[-1] >= '0' && point[-1] <= '9')
        point--;
    const bool decimals = point > portion->from && point[-1] == '.';
    return PRINTED_PERCENT + (decimals ? (int)(to - point) : 0);
}

/* A figure that no field has, as a sum below a table, is known by its value: a field may have it as well. */
static void add_made(const struct value *value, struct buf *out)
{
    buf_add_char(out, '=');
    if (value->kind == TYPE_NUMBER)
        number_print_exact(value->number, out);
}

/* As a percent, if it is one anywhere. */
static enum status note_portion(struct printing *printing, const struct portion *portion, const char *end)
{
    const struct shown *shown = portion->what;
    buf_reset(&printing->path);
    if (shown->made != NULL)
        add_made(&shown->made->value, &printing->path);
    else
        record_path(shown->record, shown->slot, &printing->path);
    if (printing->path.failed)
        return NO_MEMORY;
    const struct str path = buf_str(&printing->path);
    const int64_t before = str_index_lookup(printing->paths, path);
    const int form = printed_form(portion, end);
    if (before != STR_INDEX_NONE && before >= form)
        return OK;
    const struct str own = before == STR_INDEX_NONE ? arena_copy(printing->work->arena, path) : path;
    return own.ptr == NULL ? NO_MEMORY : str_index_put(printing->paths, own, form);
}

static enum status note_portions(struct printing *printing, const struct portions *list, const char *end)
{
    enum status status = OK;
    for (size_t i = 0; list != NULL && i < list->count && status == OK; i++)
        status = note_portion(printing, &list->items[i], end);
    return status;
}

static enum status note_paragraph(struct printing *printing, const struct block_paragraph *paragraph)
{
    enum status status = OK;
    for (size_t i = 0; i < paragraph->inline_count && status == OK; i++) {
        const struct inline_item *item = &paragraph->inlines[i];
        if (item->kind == INLINE_TEXT)
            status = note_portions(printing, item->shown, item->text.ptr + item->text.len);
        else if (item->kind == INLINE_NOTE)
            status = note_blocks(printing, item->note);
    }
    return status;
}

static enum status note_list(struct printing *printing, const struct block_list *list)
{
    enum status status = OK;
    for (const struct list_item *item = list->items; item != NULL && status == OK; item = item->next)
        status = note_blocks(printing, item->blocks);
    return status;
}

static enum status note_table(struct printing *printing, const struct table *table)
{
    enum status status = note_blocks(printing, table->caption);
    for (size_t i = 0; i < table->row_count && status == OK; i++)
        for (size_t k = 0; k < table->rows[i].cell_count && status == OK; k++)
            status = note_blocks(printing, table->rows[i].cells[k].blocks);
    return status == OK ? note_blocks(printing, table->notes) : status;
}

static enum status note_columns(struct printing *printing, const struct block_columns *columns)
{
    enum status status = OK;
    for (size_t i = 0; i < columns->count && status == OK; i++)
        status = note_blocks(printing, columns->items[i].blocks);
    return status;
}

/* Of a chart labels and values, which stand one behind the other. */
static enum status note_chart(struct printing *printing, const struct block_chart *block)
{
    const struct chart *chart = block->chart;
    const size_t values = chart->point_count * chart->series_count;
    enum status status = OK;
    for (size_t i = 0; i < chart->point_count && status == OK; i++)
        status = note_portions(printing, block->labels[i].shown, NULL);
    for (size_t i = 0; i < values && status == OK; i++)
        status = note_portions(printing, block->values[i].shown, NULL);
    return status;
}

static enum status note_block(struct printing *printing, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return note_paragraph(printing, &block->paragraph);
    case BLOCK_LIST:
        return note_list(printing, &block->list);
    case BLOCK_TABLE:
        return note_table(printing, block->table);
    case BLOCK_COLUMNS:
        return note_columns(printing, &block->columns);
    case BLOCK_KEEP:
        return note_blocks(printing, block->keep.blocks);
    case BLOCK_SIGN:
        return note_blocks(printing, block->sign.blocks);
    case BLOCK_PICTURE:
        return note_blocks(printing, block->picture.caption);
    case BLOCK_CHART:
        return note_chart(printing, &block->chart);
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_RULE:
    case BLOCK_CONTENTS:
        return OK;
    }
    return OK;
}

static enum status note_blocks(struct printing *printing, const struct block *block)
{
    enum status status = OK;
    for (; block != NULL && status == OK; block = block->next)
        status = note_block(printing, block);
    return status;
}

enum status printed_make(struct work *work, const struct content *content, struct str_index *ret_paths)
{
    struct printing printing = {work, ret_paths, BUF(COMPARE_MAX_TEXT)};
    enum status status = OK;
    *ret_paths = (struct str_index){.arena = work->arena};
    for (const struct section *section = content->sections; section != NULL && status == OK;
         section = section->next) {
        status = note_blocks(&printing, section->blocks);
        for (const struct furniture *one = section->furniture; one != NULL && status == OK; one = one->next)
            status = note_blocks(&printing, one->blocks);
    }
    buf_clear(&printing.path);
    return status;
}

int printed_as(const struct comparison *comparison, int side, const struct twig *twig)
{
    struct buf path = BUF(COMPARE_MAX_TEXT);
    twig_path(twig, &path);
    const int64_t form = str_index_lookup(&comparison->printed[side], buf_str(&path));
    buf_clear(&path);
    return form == STR_INDEX_NONE ? PRINTED_NOT : (int)form;
}

bool is_printed(const struct comparison *comparison, int side, const struct twig *twig)
{
    if (!twig->head)
        return printed_as(comparison, side, twig) != PRINTED_NOT;
    for (const struct twig *inner = twig->first; inner != NULL; inner = inner->next)
        if (is_printed(comparison, side, inner))
            return true;
    return false;
}

bool value_is_printed(const struct comparison *comparison, int side, const struct twig *twig)
{
    struct buf made = BUF(COMPARE_MAX_TEXT);
    add_made(&twig->value, &made);
    const bool found = twig->value.kind == TYPE_NUMBER &&
                       str_index_lookup(&comparison->printed[side], buf_str(&made)) != STR_INDEX_NONE;
    buf_clear(&made);
    return found;
}
