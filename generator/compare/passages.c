/*
 * What a paper says in words: its paragraphs in the order in which they are read, with the titles that they stand
 * under.  A title is a heading, or a numbered paragraph that never stands last on a page (第一条　项目依据).  Of cells
 * only those are passages that an input types; the others show fields, and charts do.  Headers, footers and contents
 * lists repeat what stands elsewhere.
 */
#include "compare/compare_int.h"

enum { LEVEL_NUMBERED = 7 };
static const char LINE_END[] = "\xE2\x80\xA8"; /* U+2028 */

struct reading {
    struct work *work;
    const struct compare_side *side;
    struct passages *passages;
    struct passage *under;
    const struct passage *before,
        *around; /* the last paragraph, unless it is a title; what stood before the list */
    struct buf text;
    bool cell, item, caption;
};

static enum status read_blocks(struct reading *reading, const struct block *block);

/* Without the white that stands behind a number, of any width. */
static struct str printed_number(struct str text)
{
    static const char wide[] = "\xE3\x80\x80"; /* U+3000 */
    text = str_trim(text);
    while (str_ends(text, wide)) {
        text.len -= sizeof wide - 1;
        text = str_trim(text);
    }
    return text;
}

static void add_inline(const struct inline_item *item, struct buf *out)
{
    switch (item->kind) {
    case INLINE_TEXT:
        buf_add_str(out, item->text);
        break;
    case INLINE_BREAK:
        buf_add_text(out, LINE_END);
        break;
    case INLINE_SLANT:
        buf_add_text(out, "／");
        break;
    case INLINE_BLANK:
        buf_add_text(out, item->underline ? "____" : " ");
        break;
    case INLINE_TAB:
        buf_add_char(out, ' ');
        break;
    case INLINE_PAGE_NUMBER: /* these are known when pages are */
    case INLINE_PAGE_COUNT:
    case INLINE_CURRENT:
    case INLINE_PAGE_OF:
    case INLINE_CUT:
    case INLINE_NOTE: /* stands behind its paragraph */
        break;
    }
}

/* Has it characters that show no field, but are typed in the input? */
static bool is_typed_text(const struct reading *reading, const struct inline_item *item)
{
    if (item->kind != INLINE_TEXT || !record_states(reading->side->record, item->place))
        return false;
    for (size_t at = 0; at < item->text.len; at++)
        if (portion_at(item->shown, item->text.ptr + at) == NULL)
            return true;
    return false;
}

static bool is_typed(const struct reading *reading, const struct block *block)
{
    const struct block_paragraph *paragraph = &block->paragraph;
    for (size_t i = paragraph->led ? 1 : 0; i < paragraph->inline_count; i++)
        if (is_typed_text(reading, &paragraph->inlines[i]))
            return true;
    return false;
}

static enum status add_passage(struct reading *reading, const struct block *block, bool note, struct str mark)
{
    const struct block_paragraph *paragraph = &block->paragraph;
    struct work *work = reading->work;
    struct passage *passage = ARENA_NEW(work->arena, struct passage);
    if (passage == NULL)
        return NO_MEMORY;
    *passage = (struct passage){.cell = reading->cell,
                                .item = reading->item && !note,
                                .note = note,
                                .block = block,
                                .under = reading->under,
                                .within = note ? reading->before : reading->around};
    if (paragraph->led)
        passage->number = printed_number(paragraph->inlines[0].text);
    if (paragraph->target != NULL)
        passage->id = paragraph->target->id;
    buf_reset(&reading->text);
    for (size_t i = paragraph->led ? 1 : 0; i < paragraph->inline_count; i++)
        if (!(i == 0 && mark.len > 0 && str_equal(paragraph->inlines[0].text, mark)))
            add_inline(&paragraph->inlines[i], &reading->text);
    if (buf_str(&reading->text).len == 0 || text_is_blank(buf_str(&reading->text)))
        return buf_status(&reading->text);
    passage->text = arena_copy(work->arena, str_trim(buf_str(&reading->text)));
    if (!reading->cell && !reading->caption)
        passage->level = paragraph->heading > 0                          ? paragraph->heading
                         : paragraph->led && paragraph->style->keep_next ? LEVEL_NUMBERED
                                                                         : 0;
    if (passage->text.ptr == NULL || reading->text.failed)
        return NO_MEMORY;
    enum status status = work_name(work, passage->text, &passage->said);
    while (passage->level > 0 && passage->under != NULL && passage->under->level >= passage->level)
        passage->under = passage->under->under;
    if (passage->level > 0 && paragraph->run_in == 0)
        reading->under = passage;
    if (!note && !reading->cell)
        reading->before = passage->level == 0 ? passage : NULL;
    return status == OK ? ARENA_APPEND(work->arena, reading->passages->items, reading->passages->count,
                                       reading->passages->capacity, &passage)
                        : status;
}

/* Notes stand behind the paragraph that their marks are in. */
static enum status read_paragraph(struct reading *reading, const struct block *block, struct str mark)
{
    enum status status = OK;
    reading->before = NULL;
    if (!reading->cell || is_typed(reading, block))
        status = add_passage(reading, block, false, mark);
    for (size_t i = 0; i < block->paragraph.inline_count && status == OK; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        if (item->kind != INLINE_NOTE)
            continue;
        for (const struct block *note = item->note; note != NULL && status == OK; note = note->next)
            if (note->kind == BLOCK_PARAGRAPH)
                status = add_passage(reading, note, true, item->text);
    }
    return status;
}

static enum status read_list(struct reading *reading, const struct block *block)
{
    const bool item_before = reading->item;
    const struct passage *around = reading->around, *before = reading->before;
    enum status status = OK;
    reading->item = true;
    reading->around = before;
    for (const struct list_item *item = block->list.items; item != NULL && status == OK; item = item->next)
        status = read_blocks(reading, item->blocks);
    reading->item = item_before;
    reading->around = around;
    reading->before = before;
    return status;
}

/* Nothing stands under it as under a title. */
static enum status read_caption(struct reading *reading, const struct block *caption)
{
    const bool caption_before = reading->caption;
    reading->caption = true;
    enum status status = read_blocks(reading, caption);
    reading->caption = caption_before;
    return status;
}

static enum status read_table(struct reading *reading, const struct table *table)
{
    const bool cell_before = reading->cell;
    enum status status = read_caption(reading, table->caption);
    reading->cell = true;
    for (size_t i = 0; i < table->row_count && status == OK; i++)
        for (size_t k = 0; k < table->rows[i].cell_count && status == OK; k++)
            status = read_blocks(reading, table->rows[i].cells[k].blocks);
    reading->cell = cell_before;
    return status == OK ? read_blocks(reading, table->notes) : status;
}

static enum status read_columns(struct reading *reading, const struct block *block)
{
    enum status status = OK;
    for (size_t i = 0; i < block->columns.count && status == OK; i++)
        status = read_blocks(reading, block->columns.items[i].blocks);
    return status;
}

static enum status read_block(struct reading *reading, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return read_paragraph(reading, block, STR(""));
    case BLOCK_LIST:
        return read_list(reading, block);
    case BLOCK_TABLE:
        return read_table(reading, block->table);
    case BLOCK_COLUMNS:
        return read_columns(reading, block);
    case BLOCK_KEEP:
        return read_blocks(reading, block->keep.blocks);
    case BLOCK_SIGN:
        return read_blocks(reading, block->sign.blocks);
    case BLOCK_PICTURE:
        return read_caption(reading, block->picture.caption);
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_RULE:
    case BLOCK_CHART:
    case BLOCK_CONTENTS:
        return OK;
    }
    return OK;
}

static enum status read_blocks(struct reading *reading, const struct block *block)
{
    enum status status = OK;
    for (; block != NULL && status == OK; block = block->next)
        status = read_block(reading, block);
    return status;
}

/* No white behind a mark. */
static void add_title_number(struct str number, struct buf *out)
{
    const bool marked = str_ends(number, "、") || str_ends(number, "）");
    buf_add_str(out, number);
    buf_add_text(out, number.len > 0 && !marked ? " " : "");
}

static void add_around(const struct passage *title, struct buf *out)
{
    if (title == NULL)
        return;
    add_around(title->under, out);
    add_title_number(title->number, out);
}

void passage_add_title(const struct passage *title, struct buf *out)
{
    add_around(title, out);
    if (title != NULL && (title->number.len > 0 || title->level > 1))
        buf_add_str(out, title->text);
}

void passage_add_numbers(const struct passage *passage, struct buf *out)
{
    static const char bracket[] = "（";
    if (passage->within != NULL)
        passage_add_numbers(passage->within, out);
    const bool bare = out->len == 0 || str_starts(passage->number, bracket);
    if (passage->number.len > 0 && !bare)
        buf_add_char(out, ' ');
    buf_add_str(out, passage->number);
    buf_add_text(out, passage->note ? "注" : "");
}

enum status passages_make(struct work *work, const struct compare_side *side, struct passages *ret_passages)
{
    struct reading reading = {
        .work = work, .side = side, .passages = ret_passages, .text = BUF(COMPARE_MAX_TEXT)};
    enum status status = OK;
    *ret_passages = (struct passages){.items = NULL};
    for (const struct section *section = side->content->sections; section != NULL && status == OK;
         section = section->next)
        status = read_blocks(&reading, section->blocks);
    buf_clear(&reading.text);
    return status;
}
