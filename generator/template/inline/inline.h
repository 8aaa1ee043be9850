/*
 * Inline text, from outside: a paragraph's inlines being made, its figures, and the elements.
 */
#ifndef CHENGWEN_TEMPLATE_INLINE_H
#define CHENGWEN_TEMPLATE_INLINE_H

#include "template/apply_int.h"
#include "template/compile_int.h"

extern const struct element elements_text[], elements_tick[], elements_typed[];

enum status compile_text_node(struct compiler *compiler, const struct node *node, const struct scope *scope,
                              struct instr *instr) CHECKED;
/* Some of the parts that such a text is made of. */
enum status compile_text_parts(struct compiler *compiler, const struct pattern_source *source,
                               const struct pattern_part *parts, size_t count, struct instr *instr) CHECKED;
struct pattern_source node_source(const struct node *node); /* its text, with its places */
enum status compile_text_attr(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                              struct instr **ret_body) CHECKED;

enum space { SPACE_NONE, SPACE_ONE, SPACE_LINE /* one, but nothing beside a wide character */ };

/* A number as it was printed (figures.c). */
struct figure {
    const struct type *type;
    struct str text;
    const struct number *exact; /* all of it; NULL: the text shows it */
    struct str front;           /* another unit that stands in front; empty: none */
    bool brings_unit;           /* the text ends with its unit */
    bool front_says;            /* a unit stands in front */
    bool shared;                /* behind 分别为 */
    bool says_next;             /* so, and nothing but 和 stands behind: the unit is that of the next, too */
    bool owes_unit;     /* money in running text of which nothing in front says the unit: it stands behind */
    struct place place; /* of the expression */
};

/* The last amounts of a paragraph, or of a row, in digits and in 大写. */
struct beside {
    struct str digits, unit;            /* empty: none */
    const struct number *exact, *words; /* of the digits, NULL: as printed; of the words, in 元, NULL: none */
    bool taken_as_yuan;                 /* without unit, and 万元 stands behind */
    struct place place;                 /* of the words */
};

/* The numbers of the cell being made; type, exact: of the last. */
struct cell_figures {
    size_t figures;
    const struct type *type;
    const struct number *exact;
    bool may_slant; /* a cell of a head, of one paragraph */
    size_t slants;
};

/* Inlines of the paragraph being made. */
struct inlines {
    struct inline_item *items;
    size_t count, capacity;
    enum space pending;
    bool fresh;             /* a line begins here: white vanishes */
    enum doubtful doubtful; /* of the value being added */
    struct portions *shown; /* the same */
    uint32_t last;          /* the character before */
    bool open;              /* `figure` was just added: what follows may be its unit */
    struct figure figure;
    struct figure owing;      /* 3、 of 3、5元: the unit stands behind a later one; text empty: none */
    uint32_t spread, spreads; /* number of the <spread> being filled, 0: none; of those begun */
    length spread_width;
    const struct span_style *span;
    const struct inline_link *link;
    bool code;          /* what is added is as typed */
    struct cite *cites; /* their inlines may move as long as more are added */
    const struct paragraph_style *style;
};

/* No more are added. */
void inlines_settle(struct inlines *inlines);

/* FAILED here and below: reported. */
enum status inlines_text(struct run *run, struct inlines *inlines, struct str text,
                         struct place place) CHECKED;
/* The same of a text with marks (expr.h), as a draft has them; `shown`: see inline_item. */
enum status inlines_marked(struct run *run, struct inlines *inlines, struct str text, struct place place,
                           struct portions *shown) CHECKED;
/* The paragraph, or the line, ends. */
enum status figure_end(struct run *run, struct inlines *inlines) CHECKED;

/* --- printed numbers (figures.c) --- */

/* A number in the cell being made, if one is; `exact`: see struct figure. */
void figure_in_cell(struct run *run, const struct type *type, const struct number *exact);
/* “金额（元）”, “单位：元”, “金额（元）：”: 元; empty: none. */
struct str figure_unit_named(struct str text);
/* The number that the text shows, money in 元; *ret_number NULL: none. */
enum status figure_shown(struct run *run, struct str text, struct str unit,
                         const struct number **ret_number) CHECKED;

#endif
