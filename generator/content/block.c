/*
 * Making blocks: of each only as much as its kind needs, because a large table has one a cell.
 */
#include "content/content.h"

struct block *block_make(struct arena *arena, enum block_kind kind, struct place place)
{
    static const size_t sizes[] = {
        [BLOCK_PARAGRAPH] = sizeof(struct block_paragraph),
        [BLOCK_TABLE] = sizeof(struct table *),
        [BLOCK_COLUMNS] = sizeof(struct block_columns),
        [BLOCK_KEEP] = sizeof(struct block_keep),
        [BLOCK_SPACE] = sizeof(struct block_space),
        [BLOCK_PAGE_BREAK] = sizeof(struct block_page_break),
        [BLOCK_RULE] = sizeof(struct block_rule),
        [BLOCK_CIRCLE] = sizeof(struct block_circle),
        [BLOCK_PICTURE] = sizeof(struct block_picture),
        [BLOCK_CONTENTS] = sizeof(struct block_contents),
    };
    struct block *block = arena_alloc(arena, offsetof(struct block, paragraph) + sizes[kind]);
    if (block != NULL) {
        block->kind = kind;
        block->place = place;
    }
    return block;
}
