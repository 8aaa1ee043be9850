/*
 * The structure tree: nodes and runs, kept in blocks that never move, so that a node takes 24 bytes, a run of a
 * field as many, and a table of a million cells nothing beside them.
 *
 * Nodes are numbered as they are added, parents before what they hold.  The head cells of a cell are not kept:
 * they are those of the table's head that stand above one of its columns.
 */
#include <assert.h>

#include "page/page.h"

enum { BLOCK_BITS = 11, BLOCK = 1 << BLOCK_BITS, BLOCKS = PAGE_MAX_NODES / BLOCK + 1 };

struct store {
    void *blocks[BLOCKS];
    uint32_t count;
};

struct page_structure {
    struct arena *arena;
    struct store nodes, runs;
    struct str langs[PAGE_MAX_LANGS]; /* the first is the document's */
    uint16_t lang_count;
};

#define BIT(part) (1U << (PART_##part))
enum {
    INLINES = BIT(REFERENCE) | BIT(NOTE) | BIT(LINK) | BIT(CODE),
    BLOCKS_OF_TEXT =
        INLINES | BIT(PARAGRAPH) | BIT(LIST) | BIT(TABLE) | BIT(FIGURE) | BIT(CAPTIONED) | BIT(SIGNATURE),
};

static const struct {
    const char *name;
    enum { PLAIN, CELL, LEVEL, FIGURE } kind;
    uint32_t holds;
} PARTS_KNOWN[PARTS] = {
#define PART(id, ...) [PART_##id] = {__VA_ARGS__},
#include "page/parts.def"
#undef PART
};

const char *page_part_name(enum page_part part)
{
    return PARTS_KNOWN[part].name;
}

bool page_part_is_cell(enum page_part part)
{
    return PARTS_KNOWN[part].kind == CELL;
}

bool page_part_has_level(enum page_part part)
{
    return PARTS_KNOWN[part].kind == LEVEL;
}

/* --- blocks --- */

static void *store_at(const struct store *store, uint32_t index, size_t size)
{
    return (char *)store->blocks[index >> BLOCK_BITS] + (index & (BLOCK - 1)) * size;
}

/* A zeroed one; its number is the count before.  FAILED: full. */
static enum status store_add(struct arena *arena, struct store *store, size_t size)
{
    void **block = &store->blocks[store->count >> BLOCK_BITS];
    if (store->count >= PAGE_MAX_NODES)
        return FAILED;
    if (*block == NULL)
        *block = arena_alloc_array(arena, BLOCK, size);
    if (*block == NULL)
        return NO_MEMORY;
    store->count++;
    return OK;
}

/* --- nodes --- */

struct page_structure *page_structure_new(struct arena *arena)
{
    struct page_structure *structure = ARENA_NEW(arena, struct page_structure);
    if (structure == NULL)
        return NULL;
    structure->arena = arena;
    structure->langs[structure->lang_count++] = STR(PAGE_LANG);
    if (store_add(arena, &structure->nodes, sizeof(struct page_node)) != OK)
        return NULL;
    *page_node_of(structure, 1) = (struct page_node){.part = PART_DOCUMENT, .lang = 1};
    return structure;
}

size_t page_node_count(const struct page_structure *structure)
{
    return structure->nodes.count;
}

struct page_node *page_node_of(const struct page_structure *structure, uint32_t node)
{
    assert(node > 0 && node <= structure->nodes.count);
    return store_at(&structure->nodes, node - 1, sizeof(struct page_node));
}

enum status page_node_add(struct page_structure *structure, struct page_cursor *cursor,
                          const struct page_node *node, uint32_t *ret_node)
{
    assert((PARTS_KNOWN[page_node_of(structure, cursor->parent)->part].holds >> node->part & 1) != 0);
    enum status status = store_add(structure->arena, &structure->nodes, sizeof *node);
    if (status != OK)
        return status;
    const uint32_t id = structure->nodes.count;
    struct page_node *added = page_node_of(structure, id);
    *added = *node;
    added->parent = cursor->parent;
    uint32_t *link = cursor->last > 0 ? &page_node_of(structure, cursor->last)->next
                                      : &page_node_of(structure, cursor->parent)->child;
    added->next = *link;
    *link = id;
    cursor->last = id;
    *ret_node = id;
    return OK;
}

enum status page_run_add(struct page_structure *structure, uint32_t node, const struct page_run *run)
{
    struct page_node *of = page_node_of(structure, node);
    struct store *runs = &structure->runs;
    enum status status = store_add(structure->arena, runs, sizeof *run);
    if (status != OK)
        return status;
    struct page_run *own = store_at(runs, runs->count - 1, sizeof *run);
    *own = *run;
    own->node = node;
    of->runs = of->runs > 0 ? of->runs : runs->count;
    return OK;
}

const struct page_run *page_run_of(const struct page_structure *structure, uint32_t node, size_t index)
{
    uint32_t at = page_node_of(structure, node)->runs;
    if (at == 0)
        return NULL;
    if (index > structure->runs.count - at)
        return NULL;
    const struct page_run *first = store_at(&structure->runs, at - 1, sizeof *first);
    const struct page_run *run = store_at(&structure->runs, at - 1 + index, sizeof *run);
    return run->node == first->node ? run : NULL; /* another node may have them, too */
}

/* --- languages --- */

enum status page_lang_number(struct page_structure *structure, struct str lang, uint16_t *ret_number)
{
    uint16_t at = 0;
    while (at < structure->lang_count && !str_equal(structure->langs[at], lang))
        at++;
    if (at == PAGE_MAX_LANGS)
        return FAILED;
    if (at == structure->lang_count)
        structure->langs[structure->lang_count++] = lang;
    *ret_number = (uint16_t)(at + 1);
    return OK;
}

struct str page_lang_of(const struct page_structure *structure, uint16_t number)
{
    assert(number > 0 && number <= structure->lang_count);
    return structure->langs[number - 1];
}

uint16_t page_lang_around(const struct page_structure *structure, uint32_t node)
{
    while (page_node_of(structure, node)->lang == 0)
        node = page_node_of(structure, node)->parent;
    return page_node_of(structure, node)->lang;
}

struct str page_lang_change(const struct page_structure *structure, uint32_t node)
{
    const struct page_node *of = page_node_of(structure, node);
    const bool changes = structure->lang_count > 1 && of->lang > 0 && of->parent > 0 &&
                         of->lang != page_lang_around(structure, of->parent);
    return changes ? page_lang_of(structure, of->lang) : STR("");
}

/* --- around a node --- */

uint32_t page_node_around(const struct page_structure *structure, uint32_t node)
{
    const uint32_t telling =
        BIT(HEADING) | BIT(ENTRY) | BIT(HEAD_CELL) | BIT(ROW_HEAD) | BIT(CELL) | BIT(CAPTION) | BIT(NOTE);
    const uint32_t blocks = BIT(PARAGRAPH) | BIT(FIGURE);
    uint32_t found = node;
    for (uint32_t at = node; at > 0; at = page_node_of(structure, at)->parent) {
        const uint32_t bit = 1U << page_node_of(structure, at)->part;
        if ((bit & telling) != 0)
            return at;
        found = (bit & blocks) != 0 ? at : found;
    }
    return found;
}

static bool stands_above(const struct page_node *head, const struct page_node *cell)
{
    return head->part == PART_HEAD_CELL && head->column < cell->column + cell->span.columns &&
           cell->column < head->column + head->span.columns;
}

uint32_t page_node_head(const struct page_structure *structure, uint32_t cell, uint32_t after)
{
    const struct page_node *of = page_node_of(structure, cell);
    const uint32_t group = page_node_of(structure, of->parent)->parent;
    uint32_t head = page_node_of(structure, page_node_of(structure, group)->parent)->child;
    while (head > 0 && page_node_of(structure, head)->part != PART_HEAD)
        head = page_node_of(structure, head)->next;
    uint32_t row = after > 0  ? page_node_of(structure, after)->parent
                   : head > 0 ? page_node_of(structure, head)->child
                              : 0;
    for (; row > 0 && row != of->parent; row = page_node_of(structure, row)->next) {
        uint32_t at = after > 0 ? page_node_of(structure, after)->next : page_node_of(structure, row)->child;
        for (; at > 0; at = page_node_of(structure, at)->next)
            if (stands_above(page_node_of(structure, at), of))
                return at;
        after = 0;
    }
    return 0;
}
