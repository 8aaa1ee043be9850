/*
 * Inside template: applying, which carries out instructions when a document is made.
 */
#ifndef CHENGWEN_TEMPLATE_APPLY_INT_H
#define CHENGWEN_TEMPLATE_APPLY_INT_H

#include "template/instr_int.h"

struct inlines;     /* inline/inline.h; beside and cell_figures too */
struct lead;        /* blocks/blocks.h */
struct list_looks;  /* blocks/list.c */
struct columns;     /* blocks/arrange.c */
struct table_build; /* table/table_int.h */
struct data_run;    /* table/data_int.h */

struct blocks {
    struct block *first, *last;
};
struct list_items {
    struct list_item *first, *last;
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
/* A limit was reached: reports it and stops the run. */
#define run_limit(run, place, code, limit)                                                                   \
    (run_stop(run) ? diag_report((run)->eval->diag, code, (place), (long long)(limit)) : (void)0, FAILED)
bool run_stop(struct run *run); /* false: it was stopped before */
/* What was printed into run->text, in the arena.  FAILED: too long, reported. */
enum status run_take_text(struct run *run, struct place place, struct str *ret_text) CHECKED;
/* Counts the blocks of the document against the limit. */
enum status block_add(struct run *run, enum block_kind kind, struct place place, struct blocks *list,
                      struct block **ret_block) CHECKED;

/* --- loops (flow.c), of <for> and of levels --- */

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
