/*
 * Between style.c and style_rules.c: definitions as read, and what their attributes say.
 */
#ifndef CHENGWEN_STYLE_INT_H
#define CHENGWEN_STYLE_INT_H

#include "template/template_int.h"

enum style_kind { STYLE_PARAGRAPH, STYLE_SPAN, STYLE_TABLE, STYLE_PAGE, STYLE_NUMBERING, STYLE_KINDS };

/* Styles whose lengths are still measures. */
struct raw_paragraph {
    struct paragraph_style style;
    struct measure size, pitch, line, first_indent, left, right, before, after;
};
struct raw_span {
    struct span_style style;
    struct measure size;
};
struct raw_table {
    struct table_style style;
    struct measure pad_left, pad_right, pad_top, pad_bottom, outer_rule, inner_rule, head_rule, before, after,
        min_row;
};
struct raw_page {
    struct page_master page;
    struct measure width, height, top, bottom, left, right, header_at, footer_at;
    bool landscape;
    int64_t lines; /* of the line grid; 0: none */
};
struct raw_numbering {
    struct numbering numbering;
    const struct attr *format, *restart_on;
};

struct style_define {
    enum style_kind kind;
    struct str name;
    const struct node *node;       /* the element */
    const struct node *layer;      /* root of its file */
    struct style_define *previous; /* of the same kind and name, read before; this one hides it */
    struct style_define *next;     /* in the order read */
    bool is_builtin, hidden;
    enum { DEFINE_NEW, DEFINE_BUSY, DEFINE_DONE, DEFINE_BAD } state;
    union {
        struct raw_paragraph paragraph;
        struct raw_span span;
        struct raw_table table;
        struct raw_page page;
        struct raw_numbering numbering;
    } raw;
};

struct style_reader {
    struct arena *arena;
    struct diag *diag;
    struct uses uses;
    struct style_define *first, *last;
    size_t counts[STYLE_KINDS]; /* that are not hidden */
    size_t defines;
    enum kinsoku kinsoku; /* of the file read last: used ones first, the kind's own at the end */
};

struct style_define *style_define_lookup(const struct style_reader *reader, enum style_kind kind,
                                         struct str name);
enum status style_unknown(struct style_reader *reader, struct place place, enum style_kind kind,
                          struct str name) CHECKED;

/* style_rules.c */
void style_basics(struct style_define *define); /* what holds where neither style nor base says anything */
enum status style_set_attributes(struct style_reader *reader, struct style_define *define) CHECKED;
enum status style_check_attributes(struct style_reader *reader, const struct style_define *define) CHECKED;
enum status style_set_kinsoku(struct style_reader *reader, const struct node *root) CHECKED;
void style_finish_paragraph(const struct raw_paragraph *raw, struct paragraph_style *ret_style);
void style_finish_span(const struct raw_span *raw, struct span_style *ret_style);
void style_finish_table(const struct raw_table *raw, const struct style_sheet *sheet,
                        struct table_style *ret_style);
bool style_finish_page(const struct raw_page *raw, struct page_master *ret_page); /* false: no text area */

#endif
