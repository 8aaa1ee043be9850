/*
 * pdf, inside: the elements of the structure tree, between who puts them together (tags.c) and who writes them
 * (elements.c; what is said of cells: cells.c).
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

enum { PDF_COLUMNS_MOST = 64 };

/* Attributes that many cells have. */
struct pdf_class {
    size_t from, to; /* of them in the text of all classes */
    uint32_t number; /* 0: none */
};

/* What rows have as their heads, in a table that is being written. */
struct pdf_grid {
    bool headed;
    uint32_t heads[PDF_COLUMNS_MOST],
        ends[PDF_COLUMNS_MOST];                    /* by column; the row at which it ends; 0: none */
    struct pdf_class classes[2][PDF_COLUMNS_MOST]; /* the last of the column: of a cell, of one that spans */
};

/* A LINK that leads to a NOTE and is not its mark. */
struct pdf_cite {
    uint32_t note, link;
};

struct pdf_writing {
    struct pdf *pdf;
    const struct pdf_elements *elements;
    struct pdf_body *body;
    uint32_t first;     /* object */
    struct buf kids;    /* of the element that is being written */
    struct buf classes; /* of cells */
    uint32_t class_count;
    struct pdf_class heads[2]; /* the last of heads of columns: of one, of one that spans */
    struct pdf_cite *cites;
    size_t cite_count, cite_capacity;
};

void pdf_add_count(struct buf *out, const char *before, size_t value);
void pdf_add_id(const struct pdf_writing *w, uint32_t node, struct buf *out); /* by which others name it */
/* Its attributes; takes w->kids for them.  Of row heads it notes in the grid where they stand. */
void pdf_add_cell(struct pdf_writing *w, uint32_t id, struct pdf_grid *grid, struct buf *out);

#endif
