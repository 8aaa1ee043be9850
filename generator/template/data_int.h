/*
 * Inside template: the data of each instruction, as compile_*.c fills it and apply_*.c reads it.  Included by
 * template_int.h, never alone.
 */
#ifndef CHENGWEN_TEMPLATE_DATA_INT_H
#define CHENGWEN_TEMPLATE_DATA_INT_H

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
};
struct restart_data {
    struct setting numbering;
};
struct columns_data {
    struct setting gap, shares, keep_previous;
};
struct keep_data {
    struct setting previous;
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
    const struct picture *fixed; /* named outright in the layout: read already */
    bool in_prose;
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
struct table_data {
    struct setting style, columns, labels;
    const struct data_table *data; /* NULL: written out cell by cell */
};
/* A table made from data. */
struct data_table {
    struct column_data **columns;
    size_t column_count, loop_count;
    size_t labels; /* columns that are labels where `labels` says nothing */
};
struct level_data {
    struct for_data loop;
    size_t index;           /* 0: outermost */
    bool innermost;         /* makes a row of each record; others groups */
    struct instr *subtotal; /* a row; NULL: none */
};
struct caption_data {
    struct setting style;
    bool below;
};
struct row_data {
    struct setting rule_above, fill, keep_next;
};
struct cell_data {
    struct setting style, align, valign, span, rows, fill, none, numbering;
    bool has_blocks;
};
struct column_data {
    struct cell_data cell; /* of the rows; first, so that run_cell finds it */
    struct setting width;
    size_t index, loop;    /* of the loop whose records have a cell each */
    const struct expr *of; /* NULL: none */
    const struct expr *as; /* in a record of `figure`; NULL: as {…} prints it */
    const struct shape *figure;
    bool labelled, sum, counts;
    size_t restart; /* the loop at whose records the count begins anew; TEMPLATE_MAX_LEVELS: none */
    struct place place;
};
struct furniture_data {
    struct furniture_data *next;
    enum furniture_kind kind;
    unsigned pages;                      /* PAGES_… */
    const struct paragraph_style *style; /* of header and footer */
    struct setting at;                   /* of what is fixed */
    struct instr *body;
    struct place place;
};
struct section_data {
    struct setting page, restart;
    struct furniture_data *furniture;
    struct instr *watermark;
    struct place watermark_place;
};
struct prose_data {
    struct setting level;
    const struct expr *of;
    const struct expr *owner; /* gives the record with the field; NULL: a record around */
    int steps;                /* outward to that record */
    bool is_view;
    struct site site; /* where the prose stands; its scope and level are known when a document is made */
};

#endif
