/*
 * Inside template: applying, which carries out instructions when a document is made.
 */
#ifndef CHENGWEN_TEMPLATE_APPLY_INT_H
#define CHENGWEN_TEMPLATE_APPLY_INT_H

#include "template/instr_int.h"

struct table_build; /* table/table_int.h */

/* Side by side, being filled. */
struct columns {
    struct column *items;
    size_t count, capacity;
};
struct data_run; /* table/data_int.h */

struct blocks {
    struct block *first, *last;
};
struct list_items {
    struct list_item *first, *last;
};

/* A number as it was printed (apply_figures.c). */
struct figure {
    const struct type *type;
    struct str text;
    const struct number *exact; /* all of it; NULL: the text shows it */
    struct str front;           /* another unit that stands in front; empty: none */
    bool brings_unit;           /* the text ends with its unit */
    struct place place;         /* of the expression */
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
};

/* Inlines of the paragraph being made. */
struct inlines {
    struct inline_item *items;
    size_t count, capacity;
    enum space pending;
    bool fresh;             /* a line begins here: white vanishes */
    enum doubtful doubtful; /* of the value being added */
    struct origin origin;   /* the same */
    uint32_t last;          /* the character before */
    bool open;              /* `figure` was just added: what follows may be its unit */
    struct figure figure;
    uint32_t spread, spreads; /* number of the <spread> being filled, 0: none; of those begun */
    length spread_width;
    const struct span_style *span;
    const struct paragraph_style *style;
};

/* What stands before the first paragraph of an item. */
struct lead {
    struct str text; /* empty: none, or a paragraph took it */
    const struct paragraph_style *style;
};

/* Where instructions put what they make: the one that fits the context is set. */
struct sink {
    struct content *content;
    struct section *last_section;
    struct blocks *blocks;
    struct inlines *inlines;
    struct columns *columns;
    struct table_build *table;
    const struct paragraph_style *style; /* of a <p> that names none */
    struct list_items *items;            /* of a list, and how they look */
    const struct list_looks *looks;
    struct lead *lead; /* NULL: not in an item */
};

/* A call being carried out; the outer ones behind it. */
struct calling {
    const struct call_data *data;
    const struct calling *outer;
};

struct run {
    const struct template *template;
    const struct styles *styles;
    struct eval *eval;
    struct arena *arena;
    struct buf text; /* for values being printed */
    int64_t *counts; /* of each numbering */
    uint64_t steps;
    size_t blocks;
    const char *input;             /* the file of the input's root element */
    struct picture_read *pictures; /* read so far */
    const struct calling *calling; /* NULL: in no call */
    bool stopped;                  /* a limit was hit: nothing more is done */
    bool derived;                  /* drafts: all that is made hangs on a doubtful condition */
    struct data_run *data;         /* the table from data being made; NULL: none */
    struct beside *beside;         /* of the paragraph, or row, being made; NULL: in neither */
    struct cell_figures *cell;     /* NULL: in none */
    struct place figure_told;      /* a number whose unit was told to be wrong */
};

enum status apply_body(struct run *run, const struct instr *body, struct record *scope,
                       struct sink *sink) CHECKED;
/* Drafts: the evaluation failed without a word, because it wants what could not be computed, as was told:
 * then the place says so, and what it decides is left out.  `errors`: of the diagnostics, before. */
bool run_lacks(const struct run *run, enum status status, size_t errors);
size_t run_errors(const struct run *run);
enum status inlines_unknown(struct run *run, struct inlines *inlines, struct place place) CHECKED;
/* A limit was reached: reports it and stops the run. */
#define run_limit(run, place, code, limit)                                                                   \
    (run_stop(run) ? diag_report((run)->eval->diag, code, (place), (long long)(limit)) : (void)0, FAILED)
bool run_stop(struct run *run); /* false: it was stopped before */
/* What was printed into run->text, in the arena.  FAILED: too long, reported. */
enum status run_take_text(struct run *run, struct place place, struct str *ret_text) CHECKED;
/* Counts the blocks of the document against the limit. */
enum status block_add(struct run *run, enum block_kind kind, struct place place, struct blocks *list,
                      struct block **ret_block) CHECKED;
/* A paragraph of the inlines that the body makes; `number` (may be empty) stands first, `none` where the body
 * makes nothing. */
struct paragraph_make {
    const struct paragraph_style *style;
    const struct instr *body;
    struct str number, none;
    bool words; /* something must come out of `body`: FAILED, reported */
    struct place place;
};
enum status paragraph_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                           struct blocks *list, struct block **ret_block) CHECKED;
/* The field of the model that the expression prints, also where it was handed on by calls. */
struct origin origin_of(const struct run *run, const struct expr *expr, struct record *scope);
/* The same of a text with marks (expr.h), as a draft has them. */
enum status inlines_marked(struct run *run, struct inlines *inlines, struct str text,
                           struct place place) CHECKED;
enum status inlines_text(struct run *run, struct inlines *inlines, struct str text,
                         struct place place) CHECKED;

/* --- printed numbers (apply_figures.c) --- */

/* Around the printing of an expression; `text` is what it printed.  FAILED here and below: reported. */
void figure_begin(struct inlines *inlines, const struct expr *expr);
enum status figure_printed(struct run *run, struct inlines *inlines, const struct expr *expr,
                           struct record *scope, struct str text) CHECKED;
/* A number in the cell being made, if one is; `exact`: see struct figure. */
void figure_in_cell(struct run *run, const struct type *type, const struct number *exact);
/* With `open`: this text follows; the paragraph, or the line, ends. */
enum status figure_behind(struct run *run, struct inlines *inlines, struct str text) CHECKED;
enum status figure_end(struct run *run, struct inlines *inlines) CHECKED;
/* “金额（元）”, “单位：元”: 元; empty: none. */
struct str figure_unit_named(struct str text);
/* The number that the text shows, money in 元; *ret_number NULL: none. */
enum status figure_shown(struct run *run, struct str text, struct str unit,
                         const struct number **ret_number) CHECKED;

/* --- loops (apply.c), of <for> and of levels --- */

/* The records of a loop's body: made once, filled again for each element. */
struct loop {
    struct record *views; /* innermost first */
    struct record *locals;
    struct record *scope; /* what the body sees */
};

enum status loop_make(struct run *run, const struct for_data *data, struct record *scope,
                      struct loop *ret_loop) CHECKED;
enum status loop_enter(struct run *run, const struct for_data *data, const struct loop *loop,
                       const struct slot *list, size_t index) CHECKED;

/* --- numbering (numbering.c) --- */

/* Counts one up and gives the number's text; numberings that restart on it begin anew. */
enum status numbering_next(struct run *run, int numbering, struct place place, struct str *ret_text) CHECKED;
/* The number and what stands between it and the text. */
enum status numbering_lead(struct run *run, int numbering, struct str number, struct str *ret_lead) CHECKED;
void numbering_restart(struct run *run, int numbering);
/* What restarts on it begins anew, it does not itself. */
void numbering_restart_below(struct run *run, int numbering);
int numbering_of_level(const struct styles *styles, int64_t level); /* heading1 …; -1: none */

#endif
