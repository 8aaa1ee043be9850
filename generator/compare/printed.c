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
    enum status status;
};

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

static void note_portions(struct printing *printing, const struct portions *list, const char *end)
{
    for (size_t i = 0; list != NULL && i < list->count && printing->status == OK; i++)
        printing->status = note_portion(printing, &list->items[i], end);
}

static void note_paragraph(void *context, const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        if (item->kind == INLINE_TEXT)
            note_portions(context, item->shown, item->text.ptr + item->text.len);
    }
}

static void note_chart(void *context, const struct block_chart *block)
{
    const size_t labels = block->chart->point_count, values = labels * block->chart->series_count;
    for (size_t i = 0; i < labels; i++)
        note_portions(context, block->labels[i].shown, NULL);
    for (size_t i = 0; i < values; i++)
        note_portions(context, block->values[i].shown, NULL);
}

enum status printed_make(struct work *work, const struct content *content, struct str_index *ret_paths)
{
    struct printing printing = {.work = work, .paths = ret_paths, .path = BUF(COMPARE_MAX_TEXT)};
    *ret_paths = (struct str_index){.arena = work->arena};
    content_walk(content,
                 &(struct content_walk){
                     .context = &printing, .paragraph = note_paragraph, .chart = note_chart, .aside = true});
    buf_clear(&printing.path);
    return printing.status;
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
