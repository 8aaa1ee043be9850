/*
 * Inside inline text.
 *
 *   text.c      running text with its expressions;  space.c  the white space rule
 *   elements.c  spans, line ends, blanks, tabs, spread text, notes, page numbers
 *   typed.c     code and listings, as they are typed
 *   tick.c      boxes with and without a tick
 *   inlines.c   a paragraph's inlines as they are added
 *   figures.c   what is said of printed numbers: their units, and words beside digits
 */
#ifndef CHENGWEN_TEMPLATE_INLINE_INT_H
#define CHENGWEN_TEMPLATE_INLINE_INT_H

#include "template/inline/inline.h"

/* A piece of literal text whose characters stand side by side in the source. */
struct text_segment {
    struct str text;
    bool space; /* a space belongs before it, unless a line begins here */
    struct place place;
};

struct text_literal {
    struct text_segment *segments;
    size_t count;
    enum space after; /* white at its end; of a literal that is only white: all of it */
};

enum status space_split(struct arena *arena, struct str literal, size_t offset,
                        const struct pattern_source *source, struct text_literal *ret_literal) CHECKED;

struct text_part {
    const struct expr *expr; /* NULL: literal */
    bool figures_free;       /* it shows a text in which figures are declared free */
    bool in_prose;           /* of a description */
    struct text_literal literal;
};

struct text_data {
    struct text_part *parts;
    size_t count;
};

/* What an element holds that is set as it is typed (typed.c).  FAILED: reported. */
enum status compile_typed(struct compiler *compiler, const struct node *node,
                          struct instr **ret_body) CHECKED;
struct str typed_first(const struct instr *body); /* the first text in it */

enum status inlines_add(struct run *run, struct inlines *inlines, const struct inline_item *item) CHECKED;
/* Things that are no text. */
enum status add_thing(struct run *run, struct inlines *inlines, const struct inline_item *item) CHECKED;
enum status add_break(struct run *run, struct inlines *inlines, struct place place) CHECKED;
enum status add_slant(struct run *run, struct inlines *inlines, struct place place) CHECKED;
enum status add_cut(struct run *run, struct inlines *inlines, struct place place) CHECKED;
/* White that waits, now that `next` follows. */
enum status inlines_space(struct run *run, struct inlines *inlines, uint32_t next,
                          struct place place) CHECKED;
void add_space(struct inlines *inlines, enum space space);
uint32_t last_code(struct str text); /* its last character; the text is not empty */
/* For what cannot be computed, in a draft. */
enum status inlines_unknown(struct run *run, struct inlines *inlines, struct place place) CHECKED;

/* --- printed numbers (figures.c) --- */

/* Around the printing of an expression; `text` is what it printed. */
void figure_begin(struct inlines *inlines, const struct expr *expr);
enum status figure_printed(struct run *run, struct inlines *inlines, const struct expr *expr,
                           struct record *scope, struct str text) CHECKED;
/* With `open`: this text follows. */
enum status figure_behind(struct run *run, struct inlines *inlines, struct str text) CHECKED;

#endif
