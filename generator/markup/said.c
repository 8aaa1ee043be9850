/*
 * What pages say, by node of the structure: stretches of text, in the order of pages and items, copied, because
 * pages leave memory.  What is repeated or not read is left out, and so are the numbers of pages.
 *
 * A node has 16 bytes for its list, a stretch 48 and its text; stretches that follow each other are one, so that
 * a cell of a table is mostly a single one.  Lists stand in blocks that are made when a node says something.
 */
#include <string.h>

#include "markup/markup_int.h"

enum {
    NODE_BITS = 10,
    NODES = 1 << NODE_BITS,
    NODE_BLOCKS = PAGE_MAX_NODES / NODES + 1,
    TEXT_BLOCK = 1 << 16
};

struct said_list {
    struct said_piece *first, *last;
};

struct said {
    struct arena *arena;
    struct said_list *lists[NODE_BLOCKS];
    char *text; /* where the next goes */
    size_t room;
    uint32_t order;
    uint32_t node; /* that said the last */
};

struct said *said_new(struct arena *arena)
{
    struct said *said = ARENA_NEW(arena, struct said);
    if (said != NULL)
        said->arena = arena;
    return said;
}

const struct said_piece *said_of(const struct said *said, uint32_t node)
{
    const struct said_list *lists = said->lists[node >> NODE_BITS];
    return lists != NULL ? lists[node & (NODES - 1)].first : NULL;
}

bool said_before(const struct said_piece *a, const struct said_piece *b)
{
    return a->page != b->page ? a->page < b->page : a->order < b->order;
}

static struct said_list *list_of(struct said *said, uint32_t node)
{
    struct said_list **lists = &said->lists[node >> NODE_BITS];
    if (*lists == NULL)
        *lists = ARENA_NEW_ARRAY(said->arena, NODES, struct said_list);
    return *lists != NULL ? &(*lists)[node & (NODES - 1)] : NULL;
}

/* Where it belongs: nearly always at the end. */
static void put_piece(struct said_list *list, struct said_piece *piece)
{
    struct said_piece **at = &list->first;
    if (list->last != NULL && said_before(list->last, piece))
        at = &list->last->next;
    while (*at != NULL && said_before(*at, piece))
        at = &(*at)->next;
    piece->next = *at;
    *at = piece;
    if (piece->next == NULL)
        list->last = piece;
}

static struct said_piece *piece_new(struct said *said, const struct page_item *item, size_t page)
{
    struct said_list *list = list_of(said, item->tag.node);
    struct said_piece *piece = list != NULL ? ARENA_NEW(said->arena, struct said_piece) : NULL;
    if (piece == NULL)
        return NULL;
    *piece = (struct said_piece){.lang = item->lang,
                                 .page = (uint32_t)page,
                                 .order = said->order++,
                                 .says = item->says,
                                 .breaks = item->breaks};
    put_piece(list, piece);
    return piece;
}

static struct str text_copy(struct said *said, struct str text)
{
    if (text.len > said->room) {
        said->room = text.len > TEXT_BLOCK ? text.len : TEXT_BLOCK;
        said->text = arena_alloc_bytes(said->arena, said->room);
        if (said->text == NULL)
            said->room = 0;
        if (said->text == NULL)
            return (struct str){NULL, 0};
    }
    memcpy(said->text, text.ptr, text.len);
    const struct str copy = {said->text, text.len};
    said->text += text.len;
    said->room -= text.len;
    return copy;
}

/* Adds to `piece`, or to a further one where the text block has ended. */
static enum status add_text(struct said *said, const struct page_item *item, size_t page,
                            struct said_piece **piece, struct str text)
{
    const struct str copy = text_copy(said, text);
    if (copy.ptr == NULL)
        return NO_MEMORY;
    if ((*piece)->len > 0 && (*piece)->text + (*piece)->len != copy.ptr) {
        const struct page_item more = {.tag = item->tag, .lang = item->lang, .says = item->says};
        *piece = piece_new(said, &more, page);
        if (*piece == NULL)
            return NO_MEMORY;
    }
    if ((*piece)->len == 0)
        (*piece)->text = copy.ptr;
    (*piece)->len += (uint32_t)copy.len;
    return OK;
}

static enum status add_glyphs(struct said *said, const struct page_item *item, size_t page)
{
    struct said_list *list = list_of(said, item->tag.node);
    struct said_piece *piece = list != NULL ? list->last : NULL;
    if (list == NULL)
        return NO_MEMORY;
    if (piece == NULL || said->node != item->tag.node || piece->page != page || piece->says != item->says ||
        !page_same_lang(piece->lang, item->lang) || item->breaks > 0)
        piece = piece_new(said, item, page);
    enum status status = piece != NULL ? OK : NO_MEMORY;
    for (size_t i = 0; i < item->glyph_count && status == OK; i++)
        if (item->glyphs[i].text.len > 0)
            status = add_text(said, item, page, &piece, item->glyphs[i].text);
    return status;
}

static uint32_t points(length value)
{
    return (uint32_t)((value + LENGTH_POINT - 1) / LENGTH_POINT);
}

static enum status add_picture(struct said *said, const struct page_item *item, size_t page)
{
    struct said_piece *piece = piece_new(said, item, page);
    if (piece == NULL)
        return NO_MEMORY;
    struct said_picture *picture = ARENA_NEW(said->arena, struct said_picture);
    if (picture == NULL)
        return NO_MEMORY;
    *picture = (struct said_picture){.file = item->picture->file,
                                     .width = points(item->width),
                                     .height = points(item->height),
                                     .cropped = item->picture->whole.width > 0,
                                     .wish = page_picture_wish(item),
                                     .place = item->picture->place};
    picture->wish.alone = true;
    piece->picture = picture;
    piece->is_picture = true;
    return OK;
}

enum status said_add(struct said *said, const struct page *page, size_t index)
{
    enum status status = OK;
    for (size_t i = 0; i < page->item_count && status == OK; i++) {
        const struct page_item *item = &page->items[i];
        if (page_tag_is_artifact(item->tag) || item->tag.repeated || (item->says & PAGE_FOLIO) != 0)
            continue;
        if (item->kind == PAGE_GLYPHS)
            status = add_glyphs(said, item, index);
        else if (item->kind == PAGE_PICTURE)
            status = add_picture(said, item, index);
        said->node = item->tag.node;
    }
    return status;
}
