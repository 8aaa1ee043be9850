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
struct chart_build; /* table/chart_int.h */

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
    struct chart_build *chart;
    const struct paragraph_style *style; /* of a <p> that names none */
    struct list_items *items;            /* of a list, and how they look */
    const struct list_looks *looks;
    struct lead *lead; /* NULL: not in an item */
};

/* Tables that have a name, by it (table/alike.c). */
struct named_tables {
    struct table **items;
    size_t count, capacity;
    struct str_index names;
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
    bool stopped;                  /* a limit was hit: nothing more is done */
    bool derived;                  /* drafts: all that is made hangs on a doubtful condition */
    struct data_run *data;         /* the table from data being made; NULL: none */
    struct beside *beside;         /* of the paragraph, or row, being made; NULL: in neither */
    struct cell_figures *cell;     /* NULL: in none */
    struct named_tables tables;
    struct content *content;  /* being made */
    struct place figure_told; /* a number whose unit was told to be wrong */
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
/* A copy of the block, behind those of the list; counts those of the document against the limit. */
enum status block_add(struct run *run, struct blocks *list, const struct block *block) CHECKED;

/* --- loops (flow.c), of <for> and of levels --- */

/* What is done for one element of the list; `scope` is what the loop's body sees. */
typedef enum status loop_body(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink, const struct value *item);
/* Goes through the list; the instruction's data begins with the loop's. */
enum status loop_run(struct run *run, const struct instr *instr, const struct slot *list,
                     struct record *scope, struct sink *sink, loop_body *body) CHECKED;

/* --- numbering (numbering.c) --- */

/* Counts one up and gives the number's text; numberings that restart on it begin anew. */
enum status numbering_next(struct run *run, int numbering, struct place place, struct str *ret_text) CHECKED;
/* The same, and the number with what stands between it and the text; numbering -1: both are empty. */
enum status numbering_lead(struct run *run, int numbering, struct place place, struct str *ret_number,
                           struct str *ret_lead) CHECKED;
void numbering_restart(struct run *run, int numbering);
/* What restarts on it begins anew, it does not itself. */
void numbering_restart_below(struct run *run, int numbering);

#endif
