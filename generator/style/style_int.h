/*
 * Inside style: definitions as read, what their attributes say, what profiles ask of them.
 *
 *   read.c     style.xml and what it uses -> definitions, bases resolved -> style sheet
 *   rules.c    what the attributes of a definition say; finish.c  definitions -> styles, lengths known
 *   numberings.c  numberings: which restart on which, their formats
 *   profile.c  what profiles ask of finished styles; show.c  a field as text
 *   builtin.c  the styles that every kind has
 */
#ifndef CHENGWEN_STYLE_INT_H
#define CHENGWEN_STYLE_INT_H

#include "style/style.h"

extern const char style_builtin[]; /* style.xml of what every kind has (builtin.c) */

enum { STYLE_MAX_VALUES = 48 /* attributes of an element, and what is computed of a page */ };

/* The value of an attribute, by its place behind the element's row in the schema. */
struct style_value {
    union attr_value value;
    const struct attr *attr; /* that says it, here or in a base; NULL: the default */
    bool given;
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
    struct style_value values[STYLE_MAX_VALUES];
};

/* A <value> of a <profile>, checked when it is read, compared when all styles are finished. */
struct style_wish {
    struct style_wish *next;
    const struct node *node; /* the <value>; its parent is the profile */
    enum style_kind kind;
    struct str name;              /* of the page or style */
    const struct schema_row *row; /* of the attribute */
    const struct attr *is, *within;
    length tolerance; /* what `within` says */
    union attr_value wanted;
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
    struct str *words; /* of all files */
    size_t word_count, word_capacity;
    const struct node *root; /* of the kind's own file */
    bool incomplete; /* a used file, or all of one, could not be read, which is reported: what is unknown may
                        stand there */
    struct role_wish *roles; /* the last one first */
    enum kinsoku kinsoku;    /* of the file read last: used ones first, the kind's own at the end */
    int dots;                /* the same; -1: none says it */
};

struct style_define *style_define_lookup(const struct style_reader *reader, enum style_kind kind,
                                         struct str name);
enum status style_unknown(struct style_reader *reader, struct place place, enum style_kind kind,
                          struct str name) CHECKED;

/* rules.c */
const struct schema_row *style_element(enum style_kind kind);
size_t style_place(enum style_kind kind, const char *name); /* of an attribute's value */
const struct style_value *style_value_of(const struct style_define *define, const char *name);
length style_length(const struct style_define *define,
                    const char *name); /* a length as it is; -1: not given */
/* What an attribute sets beside itself, one after the other; NULL: no more. */
const char *style_sets(enum style_kind kind, const char *attr, size_t index);
union attr_value style_paper_side(int paper, bool is_width); /* of a word of VALUE_PAPER */
void style_basics(struct style_define *define); /* what holds where neither style nor base says anything */
enum status style_set_attributes(struct style_reader *reader, struct style_define *define) CHECKED;
enum status style_check_attributes(struct style_reader *reader, const struct style_define *define) CHECKED;
enum status style_set_sheet(struct style_reader *reader, const struct node *root) CHECKED;

/* finish.c */
void style_finish_paragraph(const struct style_define *define, struct paragraph_style *style);
void style_finish_span(const struct style_define *define, struct span_style *ret_style);
void style_finish_table(const struct style_define *define, const struct style_sheet *sheet,
                        struct table_style *ret_style);
/* In which margins of the text area header and footer stand. */
void style_baseline_margins(const struct page_master *page, length *ret_upper, length *ret_lower);
bool style_finish_page(const struct style_define *define,
                       struct page_master *ret_page); /* false: no text area */
/* In the units of its style: along the lines 1字 is the pitch, elsewhere the size. */
length style_measure(enum value_kind kind, struct measure measure, struct style_units units);

/* numberings.c: what they restart on, their formats; all have their names. */
enum status style_finish_numberings(struct style_reader *reader, struct styles *styles) CHECKED;

/* profile.c */
enum status style_read_profile(struct style_reader *reader, const struct node *node) CHECKED;
enum status style_compare_profiles(struct style_reader *reader, struct styles *styles) CHECKED;

/* show.c: a value as text; a length in the unit of the text `like`. */
enum status style_show_value(struct arena *arena, const struct style_define *define, size_t place,
                             struct str like, struct style_units units, struct str *ret_text) CHECKED;

#endif
