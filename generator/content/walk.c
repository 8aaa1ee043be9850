/*
 * All that a content prints, section by section, block by block, in the order in which it is read; rows at page turns are of
 * pages and not among it.  Nobody stops the walk: who has seen enough looks away, and keeps what went wrong himself.
 */
#include "content/content.h"

static void walk_blocks(const struct content_walk *walk, const struct block *blocks);

static void walk_paragraph(const struct content_walk *walk, const struct block *block)
{
    if (walk->paragraph != NULL)
        walk->paragraph(walk->context, block);
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_NOTE)
            walk_blocks(walk, block->paragraph.inlines[i].note);
}

static void walk_table(const struct content_walk *walk, const struct table *table)
{
    walk_blocks(walk, table->caption);
    for (size_t i = 0; i < table->row_count; i++)
        for (size_t k = 0; k < table->rows[i].cell_count; k++)
            walk_blocks(walk, table->rows[i].cells[k].blocks);
    if (walk->table != NULL)
        walk->table(walk->context, table);
    walk_blocks(walk, table->notes);
}

static void walk_columns(const struct content_walk *walk, const struct block_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        walk_blocks(walk, columns->items[i].blocks);
}

static void walk_block(const struct content_walk *walk, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        walk_paragraph(walk, block);
        break;
    case BLOCK_TABLE:
        walk_table(walk, block->table);
        break;
    case BLOCK_COLUMNS:
        walk_columns(walk, &block->columns);
        break;
    case BLOCK_KEEP:
        walk_blocks(walk, block->keep.blocks);
        break;
    case BLOCK_SIGN:
        walk_blocks(walk, block->sign.blocks);
        break;
    case BLOCK_PICTURE:
        walk_blocks(walk, walk->aside ? block->picture.caption : NULL);
        break;
    case BLOCK_CHART:
        if (walk->chart != NULL)
            walk->chart(walk->context, &block->chart);
        break;
    case BLOCK_LIST: /* block_walk goes into it */
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_RULE:
    case BLOCK_CONTENTS:
        break;
    }
}

static void walk_blocks(const struct content_walk *walk, const struct block *blocks)
{
    for (struct block_walk at = block_walk(blocks); at.block != NULL; block_walk_next(&at))
        walk_block(walk, at.block);
}

void content_walk(const struct content *content, const struct content_walk *walk)
{
    for (const struct section *section = content->sections; section != NULL; section = section->next) {
        walk_blocks(walk, section->blocks);
        const struct furniture *one = walk->aside ? section->furniture : NULL;
        for (; one != NULL; one = one->next)
            walk_blocks(walk, one->blocks);
    }
}
