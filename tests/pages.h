/*
 * Pages made by hand: each adds something empty and gives it; NULL: no memory.  Good until the next of its kind.
 */
#ifndef CHENGWEN_TESTS_PAGES_H
#define CHENGWEN_TESTS_PAGES_H

#include "page/page.h"

#define NEW_PART(name, type, owner_type, add, items, count)                                                  \
    static inline struct type *name(struct arena *arena, struct owner_type *owner)                           \
    {                                                                                                        \
        return add(arena, owner, &(struct type){0}) == OK ? &owner->items[owner->count - 1] : NULL;          \
    }

NEW_PART(page_new, page, page_document, page_add, pages, page_count)
NEW_PART(page_new_outline, page_outline, page_document, page_add_outline, outlines, outline_count)
NEW_PART(page_new_item, page_item, page, page_add_item, items, item_count)
NEW_PART(page_new_link, page_link, page, page_add_link, links, link_count)
NEW_PART(page_new_line, page_line, page, page_add_line, lines, line_count)
#undef NEW_PART

#endif
