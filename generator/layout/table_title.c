/*
 * What stands above the later parts of a table: the caption's text with the style's continued_title behind
 * it, in the caption's own style; without a caption the continued_title alone, in the style `caption` (of a
 * kind that has none, in that of the cells).  Made once, when a second part is wanted; an artifact: read
 * aloud, the caption is there once.  It stands as close to the table as the caption does.
 */
#include "layout/table_int.h"

static const struct paragraph_style *title_style(const struct layout *layout, const struct table *table)
{
    const struct paragraph_style *style = style_paragraph(layout->content->styles, STR("caption"));
    return style ? style : style_paragraph(layout->content->styles, table->style->cell_style);
}

/* The first paragraph of the caption; NULL: none. */
static const struct block *caption_of(const struct table *table)
{
    const struct block *block = table->caption;
    while (block && block->kind != BLOCK_PARAGRAPH)
        block = block->next;
    return block;
}

enum status table_title_block(struct layout *layout, const struct table *table, struct block **ret_block)
{
    const struct block *caption = caption_of(table);
    size_t count = caption ? caption->inline_count : 0;
    const struct paragraph_style *style = caption ? caption->style : title_style(layout, table);
    struct block *block = style ? ARENA_NEW(layout->arena, struct block) : NULL;
    struct inline_item *inlines = ARENA_NEW_ARRAY(layout->arena, count + 1, struct inline_item);
    if ((style && !block) || !inlines)
        return NO_MEMORY;
    *ret_block = block;
    if (!block)
        return OK;
    for (size_t i = 0; i < count; i++)
        inlines[i] = caption->inlines[i];
    inlines[count] = (struct inline_item){.kind = INLINE_TEXT,
                                          .text = table->style->continued_title,
                                          .style = count > 0 ? inlines[count - 1].style : NULL,
                                          .place = caption ? caption->place : table->place};
    *block = (struct block){.kind = BLOCK_PARAGRAPH,
                            .place = inlines[count].place,
                            .style = style,
                            .inlines = inlines,
                            .inline_count = count + 1};
    return OK;
}

enum status table_title_make(struct layout *layout, struct table_flow *flow)
{
    const struct table *table = flow->table;
    if (flow->title || table->style->continued_title.len == 0)
        return OK;
    struct block *block;
    struct flow *title = ARENA_NEW(layout->arena, struct flow);
    enum status status = title ? table_title_block(layout, table, &block) : NO_MEMORY;
    if (status || !block)
        return status;
    title->width = flow->column_x[table->column_count];
    const struct page_tag tag = {.meaning = MEANING_ARTIFACT};
    status = flow_set_blocks(layout, title, block, &(struct setting){.tag = &tag});
    if (status)
        return status;
    flow->title = title;
    flow->title_height = flow_height(title, 0, title->count) + title->pending;
    return OK;
}
