/*
 * The structure of a document, a part of the door of page: what its parts are, and in which order they are
 * read.  A tree of nodes, known by number; items of pages point to nodes.  A part that a page turn divides is
 * one node, and what it repeats (heads, labels, titles of tables) points to the node that it repeats.
 */
#ifndef CHENGWEN_PAGE_STRUCTURE_H
#define CHENGWEN_PAGE_STRUCTURE_H

#include "base/base.h"

enum { PAGE_MAX_NODES = 4000000, PAGE_MAX_LANGS = 31, PAGE_TURN_ROW = 1 << 24 };
#define PAGE_LANG "zh-CN" /* of a document */

/* What a part is: parts.def. */
enum page_part {
#define PART(id, ...) PART_##id,
#include "page/parts.def"
#undef PART
    PARTS
};
bool page_part_is_cell(enum page_part part);
bool page_part_has_level(enum page_part part);
const char *page_part_name(enum page_part part);

/* How a text stands, for who has the tree alone. */
enum page_posture {
    PAGE_FLUSH,
    PAGE_INDENTED, /* its first line */
    PAGE_CENTERED,
    PAGE_RIGHT,
    PAGE_UNRULED, /* a TABLE without rules */
    PAGE_SLANTED, /* a HEAD_CELL whose lines are labels, diagonals between them */
    PAGE_FORM,    /* a TABLE with heads among its cells, each of what is next to it */
    PAGE_TYPED    /* a PARAGRAPH that is a listing */
};

/* What the labels of a LIST are. */
enum page_numbering {
    PAGE_UNLABELLED,
    PAGE_UNORDERED, /* marks */
    PAGE_ORDERED,   /* numbers of any sort */
    PAGE_DECIMAL    /* digits, whatever stands around them */
};

struct page_node {
    uint32_t parent, child, next; /* the first child, the next of its parent's; 0: none */
    uint32_t runs;                /* 0: none; for page_run_of */
    union {
        uint32_t row;       /* ROW; from PAGE_TURN_ROW on those that a page turn asks for */
        uint32_t numbering; /* LIST: enum page_numbering */
        struct {            /* HEAD_CELL, ROW_HEAD, CELL: */
            uint16_t rows, columns;
        } span;
    };
    uint16_t column;    /* the same: where it begins, from 0 */
    uint16_t part : 5;  /* enum page_part */
    uint16_t level : 3; /* HEADING, ENTRY */
    uint16_t stand : 3; /* enum page_posture: HEADING, PARAGRAPH, cells, TABLE */
    uint16_t lang : 5;  /* of its text, for page_lang_of; 0: that of its parent */
};

/* A stretch of a node's text that shows a figure; of a FIGURE, what it shows. */
struct page_run {
    const char *text;
    const void *shown;  /* page need not know what it is; NULL: no figure */
    uint32_t len, node; /* node: page_run_add says it */
    uint16_t within;    /* the number of the run that it is a part of; 0: none */
    uint16_t number;    /* the same in page_glyph.run */
};
enum { PAGE_MAX_RUN = UINT16_MAX };

struct page_structure;
struct page_structure *
page_structure_new(struct arena *arena) CHECKED;                /* with its DOCUMENT; NULL: no memory */
size_t page_node_count(const struct page_structure *structure); /* they have the numbers 1 to that */
struct page_node *page_node_of(const struct page_structure *structure, uint32_t node);

/* The language's number, which it gets here if it has none.  FAILED: there are PAGE_MAX_LANGS others. */
enum status page_lang_number(struct page_structure *structure, struct str lang, uint16_t *ret_number) CHECKED;
/* The number of the language of the node's text, whoever says it. */
uint16_t page_lang_around(const struct page_structure *structure, uint32_t node);
struct str page_lang_of(const struct page_structure *structure, uint16_t number);
/* That of the node where it is another than that of its parent, else empty. */
struct str page_lang_change(const struct page_structure *structure, uint32_t node);

/* Where the next node goes: behind `last`, or as the first of its parent. */
struct page_cursor {
    uint32_t parent, last;
};
/* Adds the node, before what stands behind the cursor, and moves the cursor behind it.  FAILED: there are PAGE_MAX_NODES. */
enum status page_node_add(struct page_structure *structure, struct page_cursor *cursor,
                          const struct page_node *node, uint32_t *ret_node) CHECKED;
/* To the node that got a run last, or has none.  FAILED: there are PAGE_MAX_NODES of them. */
enum status page_run_add(struct page_structure *structure, uint32_t node, const struct page_run *run) CHECKED;
/* The node's run at `index`, from 0; NULL: it has not so many. */
const struct page_run *page_run_of(const struct page_structure *structure, uint32_t node, size_t index);
/* The node around `node` that says what its text is: a HEADING, ENTRY, cell, CAPTION or NOTE, else a
 * PARAGRAPH or FIGURE; itself counts. */
uint32_t page_node_around(const struct page_structure *structure, uint32_t node);
/* The next head cell above the cell's columns, from the head's first row on; after 0: the first; 0: no more. */
uint32_t page_node_head(const struct page_structure *structure, uint32_t cell, uint32_t after);

#endif
