/*
 * What is added to a document's content before layout: the 校核表 as an annex (build --proof); in a draft
 * what is wrong and cannot be seen at its place, so that the stated and the right figure both stand on the
 * paper.
 *
 * The annex is set in the kind's own styles, on the page of the last section: heading1 or body for the title,
 * the table style "table" or the first one.  A kind without any table style gets plain rules.  The figures of
 * a proof stand one below the other, so that long ones find room on a narrow page too.
 */
#include "report/report_int.h"

#include <string.h>

enum { ANNEX_COLUMNS = 3 };

struct annex {
    struct arena *arena;
    const struct style_sheet *styles;
    const struct paragraph_style *head, *cell;
    bool draft; /* what a draft does not show at its place; else this is the 校核表 of all */
    bool shows; /* texts tell what they show (expr.h) */
    struct place place;
};

/* A paragraph of one text; an empty text gives one without inlines. */
static struct block *make_paragraph(const struct annex *annex, const struct paragraph_style *style,
                                    struct str text, struct place place)
{
    struct block *block = block_make(annex->arena, &(struct block){.kind = BLOCK_PARAGRAPH, .place = place});
    struct inline_item *items = ARENA_NEW(annex->arena, struct inline_item);
    if (block == NULL || items == NULL)
        return NULL;
    *items = (struct inline_item){.kind = INLINE_TEXT, .text = text, .place = place};
    block->paragraph =
        (struct block_paragraph){.style = style, .inlines = items, .inline_count = text.len > 0 ? 1 : 0};
    return block;
}

/* What stands in one cell, a paragraph each; empty texts are left out. */
struct cell_texts {
    struct str texts[3];
};

static enum status fill_cell(const struct annex *annex, struct table_cell *cell,
                             const struct cell_texts *texts, bool head, struct place place)
{
    struct block **next = &cell->blocks;
    for (size_t i = 0; i < ARRAY_COUNT(texts->texts); i++) {
        if (texts->texts[i].len == 0)
            continue;
        *next = make_paragraph(annex, head ? annex->head : annex->cell, texts->texts[i], place);
        if (*next == NULL)
            return NO_MEMORY;
        next = &(*next)->next;
    }
    cell->column_span = 1;
    cell->row_span = 1;
    cell->has_align = true;
    cell->align = head ? ALIGN_CENTER : ALIGN_LEFT;
    cell->place = place;
    return OK;
}

static enum status fill_row(const struct annex *annex, struct table_row *row, const struct cell_texts *texts,
                            bool head, struct place place)
{
    enum status status = OK;
    row->cells = ARENA_NEW_ARRAY(annex->arena, ANNEX_COLUMNS, struct table_cell);
    if (row->cells == NULL)
        return NO_MEMORY;
    row->cell_count = ANNEX_COLUMNS;
    row->place = place;
    for (size_t i = 0; i < ANNEX_COLUMNS && status == OK; i++) {
        row->cells[i].column = i;
        status = fill_cell(annex, &row->cells[i], &texts[i], head, place);
    }
    return status;
}

/* "写明 2,690,000"; nothing for nothing.  Without memory: ptr NULL. */
static struct str figure_line(const struct annex *annex, const char *word, struct str figure)
{
    return figure.len == 0 ? STR("") : arena_printf(annex->arena, "%s %.*s", word, STR_ARGS(figure));
}

/* What agrees takes one line: the figure once where both are the same. */
static enum status fill_agreeing(const struct annex *annex, struct table_row *row,
                                 const struct finding *finding)
{
    struct str item =
        arena_printf(annex->arena, "%.*s：%.*s", STR_ARGS(finding->path), STR_ARGS(finding->check));
    struct str figures = finding->stated;
    if (!str_equal(finding->stated, finding->computed))
        figures = arena_printf(annex->arena, "%.*s，对照 %.*s", STR_ARGS(finding->stated),
                               STR_ARGS(finding->computed));
    if (item.ptr == NULL || figures.ptr == NULL)
        return NO_MEMORY;
    const struct cell_texts texts[ANNEX_COLUMNS] = {
        {{str_of(verdict_word(finding->verdict))}}, {{item}}, {{figures}}};
    return fill_row(annex, row, texts, false, finding->place);
}

static enum status fill_finding(const struct annex *annex, struct table_row *row,
                                const struct finding *finding)
{
    if (finding->verdict == VERDICT_OK)
        return fill_agreeing(annex, row, finding);
    bool told = finding->stated.len + finding->computed.len == 0; /* in words alone */
    const struct str stated = figure_line(annex, "写明", finding->stated);
    const struct str computed = figure_line(annex, "对照", finding->computed);
    const struct str difference = figure_line(annex, "相差", finding->difference);
    if (stated.ptr == NULL || computed.ptr == NULL || difference.ptr == NULL)
        return NO_MEMORY;
    const struct cell_texts texts[ANNEX_COLUMNS] = {
        {{str_of(verdict_word(finding->verdict))}},
        {{finding->check, told ? finding->message : finding->path}},
        {{stated, computed, difference}},
    };
    return fill_row(annex, row, texts, false, finding->place);
}

/* The figure stands in the block's text from byte `at` on. */
static enum status show_figure(const struct annex *annex, struct block *block, struct paper_figure made,
                               struct str figure, size_t at)
{
    struct inline_item *item = &block->paragraph.inlines[0];
    struct paper_figure *own = ARENA_NEW(annex->arena, struct paper_figure);
    struct shown *shown = ARENA_NEW(annex->arena, struct shown);
    item->shown = item->shown != NULL ? item->shown : portions_make(annex->arena, 2);
    if (own == NULL || shown == NULL || item->shown == NULL)
        return NO_MEMORY;
    made.value.kind = TYPE_NUMBER;
    enum status status = number_parse(annex->arena, figure, &made.value.number);
    if (status == FAILED) /* a date, words, a number that is cut */
        made.value = (struct value){.kind = TYPE_TEXT, .text = figure};
    *own = made;
    *shown = (struct shown){.made = own, .slot = -1};
    const char *from = item->text.ptr + at;
    item->shown->items[item->shown->count++] =
        (struct portion){.from = from, .to = from + figure.len, .what = shown};
    return status == NO_MEMORY ? status : OK;
}

/* What the last cell of the row says: one text of what agrees, else one each. */
static enum status show_figures(const struct annex *annex, const struct table_row *row,
                                const struct finding *finding)
{
    const struct str figures[] = {finding->stated, finding->computed, finding->difference};
    const struct str words[] = {STR("写明"), STR("对照"), STR("相差")};
    const bool agrees = finding->verdict == VERDICT_OK, same = str_equal(figures[0], figures[1]);
    struct block *block = row->cells[ANNEX_COLUMNS - 1].blocks;
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(figures) && block != NULL && status == OK; i++) {
        if (figures[i].len == 0 || (agrees && i > 0 && (same || i > 1)))
            continue;
        const size_t len = block->paragraph.inlines[0].text.len;
        const struct paper_figure made = {
            .unit = STR(""), .label = finding->path, .row = words[i], .formula = finding->check};
        status = show_figure(annex, block, made, figures[i], agrees && i == 0 ? 0 : len - figures[i].len);
        block = agrees ? block : block->next;
    }
    return status;
}

static const struct table_style *choose_table_style(const struct annex *annex)
{
    const struct table_style *style = style_table(annex->styles, STR("table"));
    if (style == NULL && annex->styles->table_count > 0)
        style = &annex->styles->tables[0];
    if (style != NULL)
        return style;
    struct table_style *plain = ARENA_NEW(annex->arena, struct table_style);
    if (plain != NULL)
        *plain = (struct table_style){.name = STR("annex"),
                                      .outer_rule = LENGTH_POINT,
                                      .inner_rule = LENGTH_POINT / 2,
                                      .head_rule = LENGTH_POINT / 2,
                                      .pad_left = LENGTH_MM(1),
                                      .pad_right = LENGTH_MM(1),
                                      .vertical_rules = true,
                                      .head_fill = 0xFFFFFF,
                                      .continued = STR(""),
                                      .repeat_head = true};
    return plain;
}

static struct table *make_table(const struct annex *annex, size_t rows)
{
    static const struct table_column columns[ANNEX_COLUMNS] = {
        {.width = LENGTH_MM(12)}, {.share = 5}, {.share = 3}};
    struct table *table = ARENA_NEW(annex->arena, struct table);
    if (table == NULL)
        return NULL;
    table->style = choose_table_style(annex);
    table->columns = ARENA_NEW_ARRAY(annex->arena, ANNEX_COLUMNS, struct table_column);
    table->rows = ARENA_NEW_ARRAY(annex->arena, rows + 1, struct table_row);
    if (table->style == NULL || table->columns == NULL || table->rows == NULL)
        return NULL;
    memcpy(table->columns, columns, sizeof columns);
    table->column_count = ANNEX_COLUMNS;
    table->row_count = rows + 1;
    table->head_rows = 1;
    table->place = annex->place;
    return table;
}

/* Conditions that hold have nothing to show but that they hold: they are counted only.  A draft lists what is
 * wrong and is not shown at its place. */
static bool is_listed(const struct annex *annex, const struct finding *finding)
{
    const struct doubt *doubt = finding->slot == NULL ? NULL : finding->slot->doubt;
    if (annex->draft)
        return finding->verdict == VERDICT_ERROR && (doubt == NULL || !doubt->displayed);
    return finding->verdict != VERDICT_OK || finding->computed.len > 0;
}

static size_t count_listed(const struct annex *annex, const struct findings *findings)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += is_listed(annex, &findings->items[i]) ? 1 : 0;
    return count;
}

static struct block *table_block(const struct annex *annex, const struct findings *findings)
{
    static const struct cell_texts head[ANNEX_COLUMNS] = {
        {{{"结论", 6}}}, {{{"校核与项目", 15}}}, {{{"数值", 6}}}};
    struct table *table = make_table(annex, count_listed(annex, findings));
    struct block *block =
        block_make(annex->arena, &(struct block){.kind = BLOCK_TABLE, .place = annex->place});
    if (table == NULL || block == NULL)
        return NULL;
    enum status status = fill_row(annex, &table->rows[0], head, true, annex->place);
    size_t row = 1;
    for (size_t i = 0; status == OK && i < findings->count; i++)
        if (is_listed(annex, &findings->items[i])) {
            status = fill_finding(annex, &table->rows[row], &findings->items[i]);
            if (status == OK && annex->shows)
                status = show_figures(annex, &table->rows[row], &findings->items[i]);
            row++;
        }
    block->table = table;
    return status == OK ? block : NULL;
}

static struct str summary(const struct annex *annex, const struct findings *findings)
{
    size_t counts[4], listed = count_listed(annex, findings);
    if (annex->draft)
        return STR("下面各处有误，前面的文中没有把两个数并列出来；定稿时没有这一页。");
    count_verdicts(findings, counts);
    struct str rest = STR("");
    if (findings->proved > listed)
        rest = arena_printf(annex->arena, "下表列出其中有数值可对照的和不符的 %zu 项。", listed);
    if (rest.ptr == NULL)
        return rest;
    if (findings->bad == 0)
        return arena_printf(annex->arena, "本文书生成前共核对 %zu 项，全部相符。%.*s", findings->proved,
                            STR_ARGS(rest));
    return arena_printf(annex->arena,
                        "本文书生成前共核对 %zu 项，其中有误 %zu 项，警告 %zu 项，提示 %zu 项。%.*s",
                        findings->proved, counts[VERDICT_ERROR], counts[VERDICT_WARNING],
                        counts[VERDICT_NOTICE], STR_ARGS(rest));
}

static const struct paragraph_style *style_or_body(const struct style_sheet *styles, struct str name)
{
    const struct paragraph_style *style = style_paragraph(styles, name);
    return style != NULL ? style : style_paragraph(styles, STR("body"));
}

static enum status fill_section(const struct annex *annex, const struct findings *findings,
                                struct section *section)
{
    struct str words = summary(annex, findings);
    struct block *title = make_paragraph(annex, style_or_body(annex->styles, STR("heading1")),
                                         annex->draft ? STR("草稿校核") : STR("校核表"), annex->place);
    struct block *text =
        make_paragraph(annex, style_or_body(annex->styles, STR("note")), words, annex->place);
    struct block *table = table_block(annex, findings);
    if (words.ptr == NULL || title == NULL || text == NULL || table == NULL)
        return NO_MEMORY;
    title->paragraph.heading = 1;
    title->paragraph.number = STR("");
    title->next = text;
    text->next = count_listed(annex, findings) > 0 ? table : NULL;
    section->blocks = title;
    return OK;
}

/* The annex goes on behind the last section: what stands on that one's first page alone (the head of a letter) is not
 * its own, what stands on the further pages is, from its first page on. */
static enum status take_furniture(struct arena *arena, const struct section *last, struct section *section)
{
    struct furniture **next = &section->furniture;
    for (const struct furniture *item = last->furniture; item != NULL; item = item->next) {
        if ((item->pages & (PAGES_FIRST | PAGES_REST)) == PAGES_FIRST)
            continue;
        struct furniture *own = ARENA_NEW(arena, struct furniture);
        if (own == NULL)
            return NO_MEMORY;
        *own = *item;
        own->next = NULL;
        own->pages |= (item->pages & PAGES_REST) != 0 ? PAGES_FIRST : 0;
        *next = own;
        next = &own->next;
    }
    return OK;
}

enum status report_add_annex(struct arena *arena, struct content *content, const struct findings *findings,
                             bool draft, bool shows)
{
    struct section *last = content->sections;
    while (last != NULL && last->next != NULL)
        last = last->next;
    if (last == NULL)
        return OK; /* a document without pages has none to be added to */
    const struct annex annex = {.arena = arena,
                                .styles = content->styles,
                                .head = style_or_body(content->styles, STR("table-head")),
                                .cell = style_or_body(content->styles, STR("table-cell")),
                                .draft = draft,
                                .shows = shows,
                                .place = last->place};
    if (draft && count_listed(&annex, findings) == 0)
        return OK;
    struct section *section = ARENA_NEW(arena, struct section);
    if (section == NULL)
        return NO_MEMORY;
    *section = (struct section){.page = last->page, .watermark = last->watermark, .place = last->place};
    enum status status = take_furniture(arena, last, section);
    if (status == OK)
        status = fill_section(&annex, findings, section);
    if (status == OK)
        last->next = section;
    return status;
}
