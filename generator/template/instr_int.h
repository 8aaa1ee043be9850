/*
 * Inside template: instructions.  The data of each, and its function, stand where its element does.
 */
#ifndef CHENGWEN_TEMPLATE_INSTR_INT_H
#define CHENGWEN_TEMPLATE_INSTR_INT_H

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
    bool figures_free; /* figures in what it makes are declared free */
    struct place place;
};

/* --- what chooses and repeats (flow.c) --- */

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

instr_run run_choose, run_sequence;

#endif
