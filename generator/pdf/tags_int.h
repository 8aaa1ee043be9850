/*
 * pdf, inside: the elements of the structure tree, between who puts them together (tags.c) and who writes them
 * (elements.c).
 */
#ifndef CHENGWEN_PDF_TAGS_INT_H
#define CHENGWEN_PDF_TAGS_INT_H

#include "pdf/pdf_int.h"

enum { PDF_PAGES_A_LEAF = 32, PDF_LINKS_A_LEAF = 128, PDF_NAMES_A_LEAF = 128, PDF_NAME_BASE = 64 };

/* A marked content, or a link. */
struct pdf_content {
    uint32_t page_id; /* the page's object */
    uint32_t page, number;
    uint32_t annotation; /* its number, from 1; 0: a marked content */
};

/* Of a node. */
enum {
    PDF_TOLD = 1,   /* it has an element */
    PDF_NAMED = 2,  /* which has a name */
    PDF_HEADED = 4, /* a table whose cells name their heads */
    PDF_HOLDS = 8   /* other elements */
};

struct pdf_elements {
    const struct page_structure *structure;
    size_t count;      /* of nodes; the arrays have one more, for 0 */
    uint32_t *ends;    /* where the contents of a node end; they begin where those of the node before do */
    uint32_t *numbers; /* of its object, from the first of tags */
    uint32_t *names;   /* the number of its name, in their order */
    uint8_t *marks;
    struct pdf_content *contents;
    uint32_t root_count; /* of the objects before all others: the root, perhaps a namespace */
    uint32_t name_count;
    size_t name_digits; /* of all names, so that their order is that of the nodes */
    uint32_t page_leaves, link_leaves, name_leaves; /* 0: the trees are small, and stand in the root */
};

#endif
