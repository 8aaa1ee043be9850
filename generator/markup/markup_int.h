/*
 * markup, inside:
 *
 *   writer.c     the two formats as writers of pages: what comes when, and how large it may be
 *   said.c       what pages say, by node of the structure
 *   walk.c       the walk over the structure, the same for both: what stands where
 *   html.c       what becomes of it as HTML
 *   html_head.c  what stands around it: head, style sheet
 *   md.c         and as Markdown
 *   md_table.c   tables of Markdown; those that it cannot say are HTML
 *   escape.c     characters that mean something in Markdown
 */
#ifndef CHENGWEN_MARKUP_INT_H
#define CHENGWEN_MARKUP_INT_H

#include "markup/markup.h"

enum { MARKUP_MAX_BYTES = 300 << 20 };

/* --- said.c --- */

/* A picture as it is shown: as a part of its box, if cropped. */
struct said_picture {
    const struct picture_file *file;
    uint32_t width, height; /* in points */
    bool cropped;
    struct picture_wish wish;
    struct place place;
};

/* A stretch of a node's text, or its picture. */
struct said_piece {
    struct said_piece *next;
    union {
        const char *text;
        const struct said_picture *picture;
    };
    const struct str *lang; /* as in page_item, which borrows it */
    uint32_t len;           /* of the text */
    uint32_t page, order;   /* pages may come in any order; on a page all pieces have theirs */
    uint16_t says;          /* as in page_item */
    uint8_t breaks;         /* the same */
    bool is_picture;
};
struct said;
struct said *said_new(struct arena *arena) CHECKED; /* NULL: no memory */
enum status said_add(struct said *said, const struct page *page, size_t index) CHECKED;
const struct said_piece *said_of(const struct said *said, uint32_t node); /* NULL: nothing */
bool said_before(const struct said_piece *a, const struct said_piece *b);

/* --- walk.c --- */

struct markup;
struct markup_note {
    uint32_t reference, note; /* nodes; 0: none */
    uint32_t again;           /* so many notes before it have its mark */
    bool in_html;             /* its reference stands in HTML */
};
/* What a format makes of what the walk meets. */
struct markup_sink {
    void (*open)(struct markup *markup, uint32_t node); /* a block */
    void (*close)(struct markup *markup, uint32_t node);
    void (*text)(struct markup *markup, struct str text);
    void (*says)(struct markup *markup, unsigned before, unsigned after); /* enum page_say */
    void (*lang)(struct markup *markup,
                 struct str lang); /* of what follows; empty: ends; NULL: it cannot say */
    void (*line_end)(struct markup *markup);
    void (*label)(struct markup *markup, bool begins);    /* around the number or mark of an item */
    void (*link)(struct markup *markup, uint32_t target); /* 0: ends */
    void (*anchor)(struct markup *markup, uint32_t node); /* before a text, no heading, that links lead to */
    void (*reference)(struct markup *markup, const struct markup_note *note, struct str mark);
    /* Begins a note's text, where its mark stood; empty: it had none. */
    void (*backlink)(struct markup *markup, const struct markup_note *note, struct str mark);
    /* Text as it was typed, its line ends LF; a listing is a block. */
    void (*code)(struct markup *markup, struct str text, bool is_listing);
    void (*figure)(struct markup *markup, struct str shows, const struct said_piece *picture);
    void (*notes)(struct markup *markup, bool begin); /* those of a section, at its end */
};

struct markup {
    struct arena *arena;
    struct diag *diag;
    struct said *said;
    const struct page_document *document;
    const struct page_structure *structure;
    struct buf *out;
    const struct markup_sink *sink;
    uint32_t *targets; /* of LINKs, by node: where it leads; NULL: there are none */
    bool *is_target;   /* the same of what they lead to: headings, and texts that are referred to */
    struct markup_note *notes;
    size_t note_count, note_capacity;
    struct str_index marks; /* of all notes so far: how many */
    /* What the next text begins with: an item's label; a note's mark, which leads back to the reference. */
    uint32_t label;
    struct markup_note note;
    uint32_t title;                 /* the text that is the title: a heading of level 1, alone; 0: none is */
    bool deeper;                    /* the headings behind it begin with level 1, too: all are one deeper */
    const struct said_piece *piece; /* that comes next, or is being said */
    bool no_memory;
    bool broken;    /* a picture, reported */
    bool in_figure; /* html.c: a <figure> is open */
    /* md.c: */
    size_t indent;     /* of lines, in columns */
    size_t depth;      /* of the last entry of a contents list */
    uint32_t target;   /* of the link that is open */
    uint32_t hanging;  /* the note whose further lines are set in */
    bool begun, fresh; /* something was written; behind a bullet: no line of its own is wanted */
    bool loose;        /* what stands before ends at an empty line only */
    bool line_start;   /* nothing stands before on the line */
    bool one_line;     /* a heading or a cell, which has no lines */
    bool starred;      /* what is strong stands between ** */
    char bullet;
};

const struct page_node *markup_node(const struct markup *markup, uint32_t node);
void markup_walk(struct markup *markup, uint32_t node);
unsigned markup_level(const struct markup *markup, uint32_t heading); /* 1 to 6, below the title */
struct str markup_mark(const struct markup *markup, uint32_t node);   /* the first piece of a node's text */
/* Sums at page turns, or a foot that has no others: here are no pages. */
bool markup_is_for_pages(const struct markup *markup, uint32_t node);
/* A node that holds its own text, and no blocks. */
bool markup_is_text(const struct markup *markup, uint32_t node);
void markup_line(struct markup *markup); /* a new line, indented */
enum { MARKUP_DATE = 16 };
/* 2026-08-02; empty: none. */
struct str markup_date(const struct page_document *document, char ret_date[MARKUP_DATE]);

/* --- the formats --- */

extern const struct markup_sink html_sink, md_sink;
void html_begin(struct markup *markup);
void html_end(struct markup *markup);
void md_begin(struct markup *markup);
void md_end(struct markup *markup);
void md_block(struct markup *markup); /* a block begins */
bool md_table_is_plain(const struct markup *markup, uint32_t table);
/* Below a row of heads. */
void md_table_rule(struct markup *markup, uint32_t row);

/* `line_start`: nothing stands before on the line; is then told whether that is still so.  `links`: addresses may be
 * links: they stand in none. */
/* links: addresses become such.  in_row: the text stands in a heading or in a row of a table, which have no other lines. */
struct escape {
    bool links, in_row;
};
void escape_md(struct buf *out, struct str text, bool *line_start, struct escape how);

#endif
