/*
 * Inside template: instructions.  For each the data that compile_*.c fills, and the function of apply_*.c
 * that reads them.
 */
#ifndef CHENGWEN_TEMPLATE_INSTR_INT_H
#define CHENGWEN_TEMPLATE_INSTR_INT_H

#include "picture/picture.h"
#include "template/setting_int.h"

struct instr;
struct sink;

typedef enum status instr_run(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink);

struct instr {
    instr_run *run;
    const void *data;
    struct instr *body;
    struct instr *next;
    struct place place;
};

/* --- text; white space (space.c) --- */

/* A piece of literal text whose characters stand side by side in the source. */
struct text_segment {
    struct str text;
    bool space; /* a space belongs before it, unless a line begins here */
    struct place place;
};

enum space { SPACE_NONE, SPACE_ONE, SPACE_LINE /* one, but nothing beside a wide character */ };

struct text_literal {
    struct text_segment *segments;
    size_t count;
    enum space after; /* white at its end; of a literal that is only white: all of it */
};

enum status space_split(struct arena *arena, struct str literal, size_t offset,
                        const struct pattern_source *source, struct text_literal *ret_literal) CHECKED;

struct text_part {
    const struct expr *expr; /* NULL: literal */
    struct text_literal literal;
};

struct text_data {
    struct text_part *parts;
    size_t count;
};

/* --- data --- */

struct branch {
    const struct expr *test; /* NULL: otherwise */
    struct instr *body;
    struct branch *next;
};
struct choose_data {
    struct branch *branches;
};
struct for_data {
    const struct expr *each;
    const struct shape **view_shapes; /* innermost first */
    size_t view_count;
    const struct shape *locals; /* NULL: neither as nor index */
    int as, index;              /* slots; -1: not named */
};
struct call_data {
    const struct shape *locals;
    const struct expr **arguments;
    size_t count;
};
struct slot_data {
    int steps; /* outward, to the scope of the call */
};
struct paragraph_data {
    struct setting style, align, indent, first_indent, left, right, keep_previous, keep_next, numbering,
        level, number, listed;
    const struct paragraph_style *default_style; /* NULL: the sink's */
    int default_numbering;                       /* -1: none */
    bool is_heading;
    bool words; /* of prose: something must come out */
};
struct restart_data {
    struct setting numbering;
};
struct columns_data {
    struct setting gap, shares, keep_previous;
};
struct keep_data {
    struct setting previous, on;
};
struct space_data {
    struct setting height, fill;
};
struct page_break_data {
    struct setting to;
};
struct rule_data {
    struct setting width, weight, color, align;
};
struct circle_data {
    struct setting diameter, right, rise, color;
};
struct picture_data {
    struct setting file, width, height, align, alt;
    const struct picture_file *fixed; /* named outright in the layout: read already */
    bool in_prose;
};
/* Of an item's first paragraph, of the others. */
struct list_looks {
    const struct paragraph_style *style, *rest;
};
struct list_data {
    struct setting kind;
    int depth;               /* 1: in no other list */
    int numbering;           /* -1: none */
    unsigned context;        /* of its items' blocks */
    bool inset, hangs;       /* in a cell: two characters in; the mark so much to the left of the text */
    struct list_looks looks; /* but in a cell, where the cell's style says them */
};
struct item_data {
    const struct list_data *list;
    bool has_blocks;
    bool words; /* as of a paragraph */
};
struct contents_data {
    struct setting depth;
};
struct span_data {
    struct setting style;
    const struct span_style *fixed; /* <b> */
};
struct blank_data {
    struct setting width, line;
};
struct spread_data {
    struct setting width;
};
struct tab_data {
    struct setting at, align, leader;
};
struct furniture_data {
    struct furniture_data *next;
    enum furniture_kind kind;
    unsigned pages;                      /* PAGES_… */
    const struct paragraph_style *style; /* of header and footer */
    struct setting at;                   /* of what is fixed */
    bool room, over;                     /* the same */
    struct instr *body;
    struct place place;
};
struct section_data {
    struct setting page, restart;
    struct furniture_data *furniture;
    struct instr *watermark;
    struct place watermark_place;
};

/* --- functions --- */

instr_run run_for, run_choose, run_call, run_slot, run_sequence;
instr_run run_section, run_paragraph, run_restart, run_columns, run_column, run_keep, run_space,
    run_page_break, run_rule, run_circle, run_contents, run_picture, run_prose, run_list, run_item;
instr_run run_text, run_span, run_break, run_cut, run_blank, run_spread, run_tab, run_footnote, run_page,
    run_pages;

#endif
