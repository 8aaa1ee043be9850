/*
 * Inside style: definitions as read, what their attributes say, what profiles ask of them.
 *
 *   read.c     style.xml and what it uses -> definitions, bases resolved -> style sheet
 *   rules.c    the attributes of styles and the fields that they set
 *   profile.c  what profiles ask of finished styles; show.c  a field as text
 *   builtin.c  the styles that every kind has
 */
#ifndef CHENGWEN_STYLE_INT_H
#define CHENGWEN_STYLE_INT_H

#include "style/style.h"

extern const char style_builtin[]; /* style.xml of what every kind has (builtin.c) */

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
    struct measure pad_left, pad_right, pad_top, pad_bottom, outer_rule, inner_rule, head_rule, group_rule,
        foot_rule, label_rule, before, after, min_row;
};
struct raw_page {
    struct page_master page;
    struct measure width, height, top, bottom, left, right, header_at, footer_at, header_reach, footer_reach;
    struct measure text_width, text_height; /* what margins leave: for profiles only */
    bool landscape;
    int64_t lines; /* of the line grid; 0: none */
};
struct raw_numbering {
    struct numbering numbering;
    const struct attr *format, *restart_on;
};

union style_raw {
    struct raw_paragraph paragraph;
    struct raw_span span;
    struct raw_table table;
    struct raw_page page;
    struct raw_numbering numbering;
};

struct style_define {
    enum style_kind kind;
    struct str name;
    const struct node *node;         /* the element */
    const struct node *layer;        /* root of its file */
    struct style_define *previous;   /* of the same kind and name, read before; this one hides it */
    const struct style_define *base; /* that it builds on, once resolved; NULL: none */
    bool is_builtin, hidden;
    enum { DEFINE_NEW, DEFINE_BUSY, DEFINE_DONE, DEFINE_BAD } state;
    union style_raw raw;
};

enum style_value {
    VALUE_TEXT,
    VALUE_NAME, /* a text that is not empty */
    VALUE_YESNO,
    VALUE_COLOR,
    VALUE_FILL,       /* or `none` */
    VALUE_SPAN_COLOR, /* and has_color beside it */
    VALUE_ALIGN,
    VALUE_CELL_ALIGN, /* decimal too */
    VALUE_VALIGN,
    VALUE_SIZE,     /* a length over 0 */
    VALUE_LINE,     /* a length or a factor */
    VALUE_PITCH,    /* not negative; 字 is the size */
    VALUE_RULE,     /* the same, or `none`; 0 and none: -1 */
    VALUE_WHITE,    /* not negative; 字 and 行 may be used */
    VALUE_INDENT,   /* may be negative */
    VALUE_ABSOLUTE, /* not negative, without 字 and 行 */
    VALUE_STROKE,   /* a length up to 2 pt */
    VALUE_CHANGE,   /* of it: the same, but 0 is -1 */
    VALUE_SCALE,    /* a factor from 0.2 to 2, in thousandths */
    VALUE_RAISE,    /* a factor from -1 to 1, in thousandths */
    VALUE_LINES,    /* a count from 1 to 200 */
    VALUE_CLOSE,    /* no sets it: the attribute says what the field denies */
    VALUE_SHAPE,
    VALUE_PAPER,
    VALUE_STYLE, /* name of a paragraph style */
    VALUE_ATTR
};

/* An attribute, and the field of `union style_raw` that it sets; padding sets four. */
struct style_rule {
    const char *attr;
    enum style_value kind;
    size_t offset;
};

struct style_rules {
    const struct style_rule *rules;
    size_t count;
};
extern const struct style_rules style_rules[STYLE_KINDS];

/* A <value> of a <profile>, checked when it is read, compared when all styles are finished. */
struct style_wish {
    struct style_wish *next;
    const struct node *node; /* the <value>; its parent is the profile */
    enum style_kind kind;
    struct str name; /* of the page or style */
    const struct style_rule *rule;
    size_t fields; /* that the attribute sets: so many rules from `rule` on */
    const struct attr *is, *within;
    length tolerance; /* what `within` says */
    struct str strength;
    bool required; /* 规定 */
};

/* What 字 and 行 are of. */
struct style_units {
    length size, em, line;
};

struct style_reader {
    struct arena *arena;
    struct diag *diag;
    struct uses uses;
    struct style_define **defines; /* in the order read */
    size_t count, capacity;
    struct str_index names[STYLE_KINDS]; /* -> the visible one of the name in `defines` */
    size_t counts[STYLE_KINDS];          /* that are not hidden */
    struct style_wish *first_wish, *last_wish;
    const struct node *root; /* of the kind's own file */
    bool incomplete; /* a used file, or all of one, could not be read, which is reported: what is unknown may
                        stand there */
    enum kinsoku kinsoku; /* of the file read last: used ones first, the kind's own at the end */
};

struct style_define *style_define_lookup(const struct style_reader *reader, enum style_kind kind,
                                         struct str name);
enum status style_unknown(struct style_reader *reader, struct place place, enum style_kind kind,
                          struct str name) CHECKED;

/* rules.c */
void style_basics(struct style_define *define); /* what holds where neither style nor base says anything */
enum status style_set_attributes(struct style_reader *reader, struct style_define *define) CHECKED;
enum status style_check_attributes(struct style_reader *reader, const struct style_define *define) CHECKED;
enum status style_set_kinsoku(struct style_reader *reader, const struct node *root) CHECKED;
/* Sets a field from an attribute; false: the text is no such value. */
bool style_set_value(enum style_value kind, const struct attr *attr, void *field);
enum status style_refuse_value(struct style_reader *reader, const char *name, const struct attr *attr,
                               enum style_value kind) CHECKED;
void style_list_rules(enum style_kind kind, struct buf *out); /* " role bold …" */
void style_finish_paragraph(const struct raw_paragraph *raw, struct paragraph_style *ret_style);
void style_finish_span(const struct raw_span *raw, struct span_style *ret_style);
void style_finish_table(const struct raw_table *raw, const struct style_sheet *sheet,
                        struct table_style *ret_style);
/* In which margins of the text area header and footer stand. */
void style_baseline_margins(const struct page_master *page, length *ret_upper, length *ret_lower);
bool style_finish_page(const struct raw_page *raw, struct page_master *ret_page); /* false: no text area */

/* profile.c */
enum status style_read_profile(struct style_reader *reader, const struct node *node) CHECKED;
enum status style_compare_profiles(struct style_reader *reader, struct styles *styles) CHECKED;

/* In the units of its style: along the lines 1字 is the pitch, elsewhere the size. */
length style_measure(enum style_value kind, struct measure measure, struct style_units units);
/* show.c: a field as text; a length in the unit of the text `like`. */
enum status style_show_value(struct arena *arena, const void *field, enum style_value kind, struct str like,
                             struct style_units units, struct str *ret_text) CHECKED;

#endif
