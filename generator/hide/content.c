/*
 * All texts of a content: a paragraph is one text, whatever styles its pieces have; what else is printed of it, or said of
 * it to programs, is a text each.  Rows that page turns ask for are made later, and pass here then.
 */
#include "hide/hide_int.h"
#include "hide/messages.def"

static enum status hide_blocks(struct hide *hide, struct block *blocks);

/* Texts that stand for themselves. */
static enum status hide_each(struct hide *hide, struct str *const *texts, size_t count)
{
    enum status status = OK;
    for (size_t i = 0; i < count && status == OK; i++)
        status = hide_text(hide, texts[i]);
    return status;
}

static bool is_text(const struct inline_item *item)
{
    return item->kind == INLINE_TEXT || item->kind == INLINE_NOTE;
}

static enum status hide_paragraph(struct hide *hide, struct block_paragraph *paragraph)
{
    enum status status = OK;
    pieces_begin(hide);
    for (size_t i = 0; i < paragraph->inline_count && status == OK; i++)
        if (is_text(&paragraph->inlines[i]))
            status = pieces_add(hide, &paragraph->inlines[i].text);
        else
            fold_gap(&hide->fold);
    if (status == OK)
        status = pieces_end(hide);
    if (status == OK)
        status = hide_text(hide, &paragraph->number);
    for (size_t i = 0; i < paragraph->inline_count && status == OK; i++)
        status = hide_blocks(hide, paragraph->inlines[i].note);
    return status;
}

static enum status hide_list(struct hide *hide, struct list_item *items)
{
    enum status status = OK;
    for (struct list_item *item = items; item != NULL && status == OK; item = item->next) {
        status = hide_text(hide, &item->label);
        if (status == OK)
            status = hide_blocks(hide, item->blocks);
    }
    return status;
}

/* --- tables --- */

static enum status hide_rows(struct hide *hide, const struct table_row *rows, size_t count)
{
    enum status status = OK;
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < rows[r].cell_count && status == OK; c++)
            status = hide_blocks(hide, rows[r].cells[c].blocks);
    return status;
}

struct hidden_turns {
    struct table_turns own;
    const struct table_turns *of;
    struct hide *hide;
};

static enum status make_turns(const struct table_turns *turns, size_t begin, size_t from, size_t to,
                              const struct table_row **ret_rows)
{
    const struct hidden_turns *hidden = turns->context;
    enum status status = hidden->of->make(hidden->of, begin, from, to, ret_rows);
    const size_t count = turns->head_count + turns->foot_count;
    return status == OK ? hide_rows(hidden->hide, *ret_rows, count) : status;
}

static enum status hide_turns(struct hide *hide, struct table *table)
{
    struct hidden_turns *hidden = ARENA_NEW(hide->arena, struct hidden_turns);
    if (hidden == NULL)
        return NO_MEMORY;
    *hidden = (struct hidden_turns){.own = *table->turns, .of = table->turns, .hide = hide};
    hidden->own.make = make_turns;
    hidden->own.context = hidden;
    const size_t measured = table->turns->measured;
    table->turns = &hidden->own;
    return hide_rows(hide, table->rows + table->row_count, measured);
}

static enum status hide_table(struct hide *hide, struct table *table)
{
    enum status status = hide_blocks(hide, table->caption);
    if (status == OK)
        status = hide_rows(hide, table->rows, table->row_count);
    if (status == OK && table->turns != NULL)
        status = hide_turns(hide, table);
    return status == OK ? hide_blocks(hide, table->notes) : status;
}

/* --- charts --- */

/* A copy of the list, each text of it hidden: the chart is read-only to us. */
static enum status hide_bounds(struct hide *hide, const struct chart_bound **list, size_t count)
{
    struct chart_bound *copy = ARENA_NEW_ARRAY(hide->arena, count, struct chart_bound);
    enum status status = copy == NULL ? NO_MEMORY : OK;
    for (size_t i = 0; i < count && status == OK; i++) {
        copy[i] = (*list)[i];
        status = hide_text(hide, &copy[i].label);
    }
    *list = copy;
    return status;
}

static enum status hide_labels(struct hide *hide, struct chart *chart)
{
    struct str *labels = ARENA_NEW_ARRAY(hide->arena, chart->point_count, struct str);
    enum status status = labels == NULL ? NO_MEMORY : OK;
    for (size_t i = 0; i < chart->point_count && status == OK; i++) {
        labels[i] = chart->labels[i];
        status = hide_text(hide, &labels[i]);
    }
    chart->labels = labels;
    return status;
}

static enum status hide_series(struct hide *hide, struct chart *chart)
{
    struct chart_series *series = ARENA_NEW_ARRAY(hide->arena, chart->series_count, struct chart_series);
    enum status status = series == NULL ? NO_MEMORY : OK;
    for (size_t i = 0; i < chart->series_count && status == OK; i++) {
        series[i] = chart->series[i];
        status = hide_text(hide, &series[i].name);
    }
    chart->series = series;
    return status;
}

static enum status hide_chart(struct hide *hide, struct block_chart *block)
{
    struct chart *chart = ARENA_NEW(hide->arena, struct chart);
    if (chart == NULL)
        return NO_MEMORY;
    *chart = *block->chart;
    block->chart = chart;
    struct str *const texts[] = {&block->alt, &chart->unit, &chart->across_title, &chart->upward_title};
    enum status status = hide_each(hide, texts, ARRAY_COUNT(texts));
    if (status == OK)
        status = hide_labels(hide, chart);
    if (status == OK)
        status = hide_series(hide, chart);
    if (status == OK)
        status = hide_bounds(hide, &chart->lines, chart->line_count);
    if (status == OK)
        status = hide_bounds(hide, &chart->across, chart->across_count);
    return status == OK ? hide_bounds(hide, &chart->upward, chart->upward_count) : status;
}

/* --- blocks --- */

static enum status hide_sign(struct hide *hide, struct block_sign *sign)
{
    struct str *const texts[] = {&sign->party, &sign->keyword, &sign->alt};
    enum status status = hide_each(hide, texts, ARRAY_COUNT(texts));
    return status == OK ? hide_blocks(hide, sign->blocks) : status;
}

static enum status hide_picture(struct hide *hide, struct block_picture *picture)
{
    enum status status = hide_text(hide, &picture->alt);
    return status == OK ? hide_blocks(hide, picture->caption) : status;
}

static enum status hide_columns(struct hide *hide, const struct block_columns *columns)
{
    enum status status = OK;
    for (size_t i = 0; i < columns->count && status == OK; i++)
        status = hide_blocks(hide, columns->items[i].blocks);
    return status;
}

static enum status hide_block(struct hide *hide, struct block *block)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return hide_paragraph(hide, &block->paragraph);
    case BLOCK_LIST:
        return hide_list(hide, block->list.items);
    case BLOCK_TABLE:
        return hide_table(hide, block->table);
    case BLOCK_COLUMNS:
        return hide_columns(hide, &block->columns);
    case BLOCK_KEEP:
        return hide_blocks(hide, block->keep.blocks);
    case BLOCK_SIGN:
        return hide_sign(hide, &block->sign);
    case BLOCK_PICTURE:
        return hide_picture(hide, &block->picture);
    case BLOCK_CHART:
        return hide_chart(hide, &block->chart);
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_RULE:
    case BLOCK_CONTENTS:
        return OK;
    }
    return OK;
}

static enum status hide_blocks(struct hide *hide, struct block *blocks)
{
    enum status status = OK;
    for (struct block *block = blocks; block != NULL && status == OK; block = block->next)
        status = hide_block(hide, block);
    return status;
}

static enum status hide_section(struct hide *hide, struct section *section)
{
    enum status status = hide_text(hide, &section->watermark);
    for (struct furniture *item = section->furniture; item != NULL && status == OK; item = item->next)
        status = hide_blocks(hide, item->blocks);
    return status == OK ? hide_blocks(hide, section->blocks) : status;
}

/* A code is made already: what it says cannot become another text. */
static enum status check_codes(struct hide *hide, struct content *content, struct place place)
{
    enum status status = OK, worst = OK;
    for (size_t i = 0; i < content->code_count && status == OK; i++) {
        struct str text = content->codes[i];
        status = hide_text(hide, &text);
        if (status == OK && !str_equal(text, content->codes[i]))
            worst = diag_report(hide->diag, MSG_HIDE_CODE, place, STR_ARGS(text));
        else if (status == OK)
            status = prove_later(hide, "二维码", text);
    }
    return status == OK ? worst : status;
}

enum status hide_content(struct hide *hide, struct content *content)
{
    enum status status = OK;
    if (hide->value_count == 0)
        return OK;
    for (struct section *section = content->sections; section != NULL && status == OK;
         section = section->next)
        status = hide_section(hide, section);
    for (struct straddle *seal = content->straddles; seal != NULL && status == OK; seal = seal->next)
        status = hide_text(hide, &seal->party);
    for (struct content_target *target = content->targets; target != NULL && status == OK;
         target = target->next) {
        struct str *const texts[] = {&target->title, &target->number};
        status = hide_each(hide, texts, ARRAY_COUNT(texts));
    }
    const struct place place = content->sections != NULL ? content->sections->place : (struct place){0};
    return status == OK ? check_codes(hide, content, place) : status;
}
