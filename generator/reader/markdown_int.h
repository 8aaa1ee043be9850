/*
 * Inside markdown.c and markdown_links.c.
 */
#ifndef CHENGWEN_READER_MARKDOWN_INT_H
#define CHENGWEN_READER_MARKDOWN_INT_H

#include "reader/reader_int.h"

enum { MARKDOWN_LEVELS = 6, MARKDOWN_LINK_MAX = 1000 /* bytes of an address */ };

struct markdown {
    struct reader reader; /* of the tree; its path, bytes and status are used */
    const struct reader_prose *file;
    struct cursor cursor; /* places are found by walking on */
    size_t at;            /* so much of the source was met */
    struct buf text;      /* of the text or title at hand */
    struct place begun;   /* where it began */
    struct text_mark *marks;
    size_t mark_count, mark_capacity;
    int levels[MARKDOWN_LEVELS]; /* of the open sections */
    int sections;
    const char *box;        /* of the item that began, until its text does; NULL: none */
    bool has_id;            /* something has the file's name for its id */
    bool in_title, in_code; /* a heading; `…` or a listing */
    bool in_html, in_comment, in_cell;
    struct str_index titles; /* how often each was met, by how links call it */
    struct str first_title;  /* the same, of the heading that has the file's name for its id */
    struct str_index files;  /* that links lead to, as enum file_where */
    struct link_here *links; /* to headings of this file, looked up at the end */
};

/* The first failure stays. */
void markdown_fail(struct markdown *md, enum status status);
enum status markdown_refuse(struct markdown *md, const char *what) CHECKED; /* reports it */
struct node *markdown_open(struct markdown *md, const char *name);          /* NULL: failed */
/* ptr NULL: no memory. */
void markdown_add_attr(struct markdown *md, struct node *node, const char *name, struct str value);

/* Of a character of the source, by its offset. */
struct place markdown_place(struct markdown *md, size_t offset);

/* --- markdown_check.c --- */

/* Looks at each character, and drops a byte order mark. */
enum status markdown_check_characters(struct markdown *md) CHECKED;
/* Fails where [^1] stands in this stretch of the source. */
void markdown_refuse_notes(struct markdown *md, size_t from, size_t to);

/* --- markdown_links.c --- */

/* As a text with formulas that prints it; ptr NULL: no memory. */
struct str markdown_plain(struct markdown *md, struct str text);
/* What links call a file of the folder, or a heading in it (title empty: the file). */
struct str markdown_id(struct markdown *md, struct str name, struct str title);
/* The id of a heading that begins; ptr NULL: no memory. */
struct str markdown_heading_id(struct markdown *md, struct str title);
/* http://…, mailto:… */
bool markdown_is_address(struct str href);
/* What the open <link> leads to. */
void markdown_link(struct markdown *md, struct node *link, struct str href);
/* Opens what stands for a picture: a link with its words. */
void markdown_picture(struct markdown *md, struct str address);
/* Of this file's headings that links name, those that are not there: FAILED, reported. */
enum status markdown_check_links(struct markdown *md) CHECKED;

#endif
