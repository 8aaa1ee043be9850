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

/* A reference, or a link, as long as what it leads to may be still to come (refs.c). */
struct cite {
    struct cite *next, *beside; /* of the document; of the paragraph being made */
    struct inline_link *link;
    enum cited as;
    bool is_link;  /* its words stand there */
    bool optional; /* without a target, too */
    bool has_none;
    struct str none;           /* stands there where the target was left out */
    size_t index;              /* of its first inline */
    struct inline_item *items; /* that, once its paragraph is made; PAGE: three of them */
};

/* What is said of a figure says its caption, too: made once more when the references in that stand. */
struct echo {
    struct echo *next;
    const struct block *caption;
    size_t skip;               /* bytes of its words that are left out: its number */
    struct str before, behind; /* around them */
    struct str *text;          /* which becomes all of that */
};

/* A heading that its paragraph goes on behind (blocks/paragraph.c). */
struct run_in {
    struct inlines *inlines;
    size_t count, marked; /* that are its title, and with the mark behind it */
    int level;
    bool listed;
    struct str id, number, cited;
    struct place place;
};

/* Tables that have a name, by it (table/columns.c). */
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
    size_t *under;   /* of each numbering: so many headings stood before it counted last */
    size_t headings; /* so far */
    struct cite *cites, *last_cite;
    struct echo *echoes;
    struct content_target *last_target;
    struct run_in *head; /* waits for its paragraph; NULL: none does */
    uint64_t steps;
    size_t blocks;
    const char *input;             /* the file of the input's root element */
    struct picture_read *pictures; /* read so far */
    bool stopped;                  /* a limit was hit: nothing more is done */
    bool figures_free;             /* figures in all that is made are declared free */
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
/* The heading that waits will have no paragraph: reports it. */
enum status run_in_lost(struct run *run) CHECKED;
/* A copy of the block, behind those of the list; counts those of the document against the limit. */
enum status block_add(struct run *run, struct blocks *list, const struct block *block) CHECKED;

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
/* The same element, with other records around it. */
void loop_move(const struct loop *loop, const struct for_data *data, struct record *scope);

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
/* The number given last, as references say it. */
enum status numbering_cite(struct run *run, int numbering, struct place place, struct str *ret_text) CHECKED;
void numbering_restart(struct run *run, int numbering);
/* What restarts on it begins anew, it does not itself. */
void numbering_restart_below(struct run *run, int numbering);

/* --- references (refs.c) --- */

/* The paragraph may be referred to by `id` (empty: it may not), as `number` (empty: by its text or page alone).  `led`: its
 * first inline is its number. */
enum status target_add(struct run *run, struct str id, struct str number, bool led, struct block *block,
                       struct place place) CHECKED;
void cite_add(struct run *run, struct cite *cite);
/* All that can be referred to is made: references get their texts.  FAILED, reported: some lead nowhere. */
enum status refs_resolve(struct run *run) CHECKED;
/* Nothing where the caption holds no reference. */
enum status echo_add(struct run *run, const struct echo *echo) CHECKED;
/* The words of a paragraph, without marks of line ends. */
enum status paragraph_words(struct run *run, const struct block *block, struct str *ret_words) CHECKED;
bool paragraph_cites(const struct block *block);

#endif
