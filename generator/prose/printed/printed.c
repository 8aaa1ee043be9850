/*
 * All that a paper prints in its sections, paragraph by paragraph and table by table.
 */
#include "prose/printed/printed.h"

static void walk_blocks(const struct printed_walk *walk, const struct block *blocks);

static void walk_paragraph(const struct printed_walk *walk, const struct block *block)
{
    if (walk->paragraph != NULL)
        walk->paragraph(walk->context, block);
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_NOTE)
            walk_blocks(walk, block->paragraph.inlines[i].note);
}

static void walk_table(const struct printed_walk *walk, const struct table *table)
{
    walk_blocks(walk, table->caption);
    for (size_t i = 0; i < table->row_count; i++)
        for (size_t k = 0; k < table->rows[i].cell_count; k++)
            walk_blocks(walk, table->rows[i].cells[k].blocks);
    if (walk->table != NULL)
        walk->table(walk->context, table);
    walk_blocks(walk, table->notes);
}

static void walk_blocks(const struct printed_walk *walk, const struct block *blocks)
{
    struct block_walk at = block_walk(blocks);
    for (; at.block != NULL; block_walk_next(&at)) {
        const struct block *block = at.block;
        if (block->kind == BLOCK_PARAGRAPH)
            walk_paragraph(walk, block);
        else if (block->kind == BLOCK_TABLE)
            walk_table(walk, block->table);
        else if (block->kind == BLOCK_KEEP)
            walk_blocks(walk, block->keep.blocks);
        else if (block->kind == BLOCK_SIGN)
            walk_blocks(walk, block->sign.blocks);
        for (size_t i = 0; block->kind == BLOCK_COLUMNS && i < block->columns.count; i++)
            walk_blocks(walk, block->columns.items[i].blocks);
    }
}

void printed_walk(const struct content *content, const struct printed_walk *walk)
{
    for (const struct section *section = content->sections; section != NULL; section = section->next)
        walk_blocks(walk, section->blocks);
}
