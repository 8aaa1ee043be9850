/*
 * What stands beside the parts of a table.
 *
 * Above the later ones: the caption's text with the style's continued_title behind
 * it, in the caption's own style; without a caption the continued_title alone, in the style `caption` (of a
 * kind that has none, in that of the cells).  Made once, when a second part is wanted; an artifact: read
 * aloud, the caption is there once.  It stands as close to the table as the caption does, and where that
 * would: both are set in the whole width that the table might have had, and in the middle or at the right
 * they go with the table.
 *
 * Further captions that are repeated (单位：元) stand below it as they are, and such notes below every part but the last,
 * below which all notes stand.
 */
#include "layout/table/table_int.h"

static const struct paragraph_style *title_style(const struct layout *layout, const struct table *table)
{
    const struct paragraph_style *style = style_paragraph(layout->content->styles, STR("caption"));
    return style != NULL ? style : style_paragraph(layout->content->styles, table->style->cell_style);
}

/* The first paragraph of the caption; NULL: none. */
static const struct block *caption_of(const struct table *table)
{
    const struct block *block = table->caption;
    while (block != NULL && block->kind != BLOCK_PARAGRAPH)
        block = block->next;
    return block;
}

/* （续） stands close to the caption, 续表 apart from it. */
static bool is_bracketed(struct str text)
{
    static const struct str open[] = {{"（", 3}, {"(", 1}, {"〔", 3}, {"［", 3}};
    for (size_t i = 0; i < ARRAY_COUNT(open); i++)
        if (text.len >= open[i].len && str_equal(str_slice(text, 0, open[i].len), open[i]))
            return true;
    return false;
}

enum status table_append_text(struct arena *arena, struct block *paragraph, struct str text)
{
    struct block_paragraph *own = &paragraph->paragraph;
    const size_t count = own->inline_count;
    struct inline_item *inlines = ARENA_NEW_ARRAY(arena, count + 1, struct inline_item);
    if (inlines == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        inlines[i] = own->inlines[i];
    inlines[count] = (struct inline_item){.kind = INLINE_TEXT,
                                          .text = text,
                                          .style = count > 0 ? inlines[count - 1].style : NULL,
                                          .tail = true,
                                          .place = paragraph->place};
    own->inlines = inlines;
    own->inline_count++;
    return OK;
}

bool table_captions_repeat(const struct table *table)
{
    const struct block *block = table->caption;
    while (block != NULL && !block->repeated)
        block = block->next;
    return block != NULL;
}

enum status table_repeated_blocks(struct arena *arena, const struct block *blocks, struct block **ret_blocks)
{
    struct block **end = ret_blocks;
    *end = NULL;
    for (; blocks != NULL; blocks = blocks->next) {
        if (!blocks->repeated)
            continue;
        *end = block_make(arena, blocks);
        if (*end == NULL)
            return NO_MEMORY;
        (*end)->next = NULL;
        end = &(*end)->next;
    }
    return OK;
}

/* The text of `caption` (NULL: none) with the style's continued_title. */
static enum status title_block(const struct where *where, const struct table *table,
                               const struct block *caption, struct block **ret_block)
{
    struct block title = {.kind = BLOCK_PARAGRAPH, .place = table->place};
    struct str text = table->style->continued_title;
    *ret_block = NULL;
    if (caption != NULL) {
        title.node = caption->node;
        title.place = caption->place;
        title.paragraph.inlines = caption->paragraph.inlines;
        title.paragraph.inline_count = caption->paragraph.inline_count;
        if (!is_bracketed(text))
            text = arena_printf(where->arena, "　%.*s", STR_ARGS(text));
    }
    title.paragraph.style = caption != NULL ? caption->paragraph.style : title_style(where->layout, table);
    if (title.paragraph.style == NULL)
        return OK;
    if (text.ptr == NULL || table_append_text(where->arena, &title, text) != OK)
        return NO_MEMORY;
    *ret_block = block_make(where->arena, &title);
    return *ret_block != NULL ? OK : NO_MEMORY;
}

enum status table_title_blocks(const struct where *where, const struct table *table,
                               struct block **ret_blocks)
{
    const struct block *caption = caption_of(table), *others = table->caption;
    struct block *title = NULL;
    enum status status = OK;
    if (table->style->continued_title.len > 0) {
        status = title_block(where, table, caption, &title);
        others = caption != NULL ? caption->next : NULL;
    }
    if (status != OK)
        return status;
    status = table_repeated_blocks(where->arena, others, title != NULL ? &title->next : &title);
    *ret_blocks = title;
    return status;
}

static enum align caption_align(const struct layout *layout, const struct table *table)
{
    const struct paragraph_style *style = table->caption != NULL
                                              ? table->caption->paragraph.style
                                              : style_paragraph(layout->content->styles, STR("caption"));
    return style != NULL ? style->align : ALIGN_LEFT;
}

/* As far as there is room at the left. */
static void slice_move_left(struct slice *slice, length most)
{
    length x = most;
    for (const struct draw *draw = slice->draws; draw != NULL; draw = draw->next)
        x = draw->item.x < x ? draw->item.x : x;
    for (struct draw *draw = slice->draws; x > 0 && draw != NULL; draw = draw->next)
        draw->item.x -= x;
}

void table_caption_follow(const struct layout *layout, const struct table *table, const struct flow *flow,
                          size_t from, size_t to, length width)
{
    enum align align = caption_align(layout, table);
    length lack = flow->width - width;
    for (size_t i = from; i < to; i++)
        if (align == ALIGN_CENTER || align == ALIGN_RIGHT)
            slice_move_left(&flow->slices[i], align == ALIGN_CENTER ? lack / 2 : lack);
}

/* Blocks that stand once more, as an artifact. */
static enum status set_again(const struct where *where, const struct table_flow *table,
                             const struct block *blocks, struct flow **ret_flow)
{
    struct flow *flow = ARENA_NEW(where->arena, struct flow);
    if (flow == NULL)
        return NO_MEMORY;
    flow->width = table->room;
    flow->page = table->page;
    *ret_flow = flow;
    return flow_set_blocks(where, flow, blocks, &(struct setting){.repeated = true});
}

enum status table_title_make(const struct where *where, struct table_flow *flow)
{
    const struct table *table = flow->table;
    struct block *blocks;
    struct flow *title;
    if (flow->title != NULL || (table->style->continued_title.len == 0 && table->caption == NULL))
        return OK;
    enum status status = table_title_blocks(where, table, &blocks);
    if (status != OK || blocks == NULL)
        return status;
    status = set_again(where, flow, blocks, &title);
    if (status != OK)
        return status;
    table_caption_follow(where->layout, table, title, 0, title->count, table_width(flow));
    flow->title = title;
    flow->title_height = flow_height(title, 0, title->count) + title->pending;
    return OK;
}

enum status table_below_make(const struct where *where, struct table_flow *flow)
{
    struct block *blocks;
    enum status status = table_repeated_blocks(where->arena, flow->table->notes, &blocks);
    if (status != OK || blocks == NULL)
        return status;
    struct flow *below;
    status = set_again(where, flow, blocks, &below);
    if (status != OK || below->count == 0)
        return status;
    flow->below = below;
    flow->below_height = below->slices[0].before + flow_height(below, 0, below->count);
    return OK;
}
