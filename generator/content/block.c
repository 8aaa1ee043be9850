/*
 * Making blocks, of each only as much as its kind needs, because a large table has one a cell; and going
 * through them.
 */
#include <assert.h>
#include <string.h>

#include "content/content.h"

struct block *block_make(struct arena *arena, const struct block *block)
{
    static const size_t sizes[] = {
        [BLOCK_PARAGRAPH] = sizeof(struct block_paragraph),
        [BLOCK_LIST] = sizeof(struct block_list),
        [BLOCK_TABLE] = sizeof(struct table *),
        [BLOCK_COLUMNS] = sizeof(struct block_columns),
        [BLOCK_KEEP] = sizeof(struct block_keep),
        [BLOCK_SPACE] = sizeof(struct block_space),
        [BLOCK_PAGE_BREAK] = sizeof(struct block_page_break),
        [BLOCK_RULE] = sizeof(struct block_rule),
        [BLOCK_SIGN] = sizeof(struct block_sign),
        [BLOCK_PICTURE] = sizeof(struct block_picture),
        [BLOCK_CHART] = sizeof(struct block_chart),
        [BLOCK_CONTENTS] = sizeof(struct block_contents),
    };
    const size_t size = offsetof(struct block, paragraph) + sizes[block->kind];
    struct block *made = arena_alloc(arena, size);
    return made != NULL ? memcpy(made, block, size) : NULL;
}

/* Into the lists that begin here. */
static void walk_enter(struct block_walk *walk)
{
    while (walk->block != NULL && walk->block->kind == BLOCK_LIST) {
        assert(walk->depth < CONTENT_MAX_LISTS);
        walk->lists[walk->depth] = walk->block;
        walk->items[walk->depth] = walk->block->list.items;
        walk->block = walk->items[walk->depth++]->blocks;
    }
}

struct block_walk block_walk(const struct block *blocks)
{
    struct block_walk walk = {.block = blocks};
    walk_enter(&walk);
    return walk;
}

void block_walk_next(struct block_walk *walk)
{
    walk->block = walk->block->next;
    while (walk->block == NULL && walk->depth > 0) {
        const struct list_item **item = &walk->items[walk->depth - 1];
        *item = (*item)->next;
        walk->block = *item != NULL ? (*item)->blocks : walk->lists[--walk->depth]->next;
    }
    walk_enter(walk);
}
