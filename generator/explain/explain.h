/*
 * explain: where a figure comes from: its formula, what that was computed from, where it was typed, where it is printed.
 *
 * A field is found by its path as `dump` and data.json write it; a label goes for a name, the name of a record for its number.
 * What a formula was computed from is found by computing it once more, so only what counted for this paper is told (expr: field_reads).
 * The tree is made once, then printed for people or as JSON; a field is told once, behind that only named, so it has no more than all fields.
 * Whether a place is the paper's own is the record's knowledge, where it is printed that of attach: nothing is noted for this alone.
 * A paper with errors is explained as its draft: why a figure is wrong is what most ask for.
 */
#ifndef CHENGWEN_EXPLAIN_H
#define CHENGWEN_EXPLAIN_H

#include "attach/attach.h"
#include "base/base.h"
#include "expr/expr.h"
#include "model/model.h"

enum {
    EXPLAIN_READS = 60,     /* told of one formula */
    EXPLAIN_FIELDS = 2000,  /* in all */
    EXPLAIN_MAX_DEPTH = 64, /* formulas of formulas */
    EXPLAIN_LISTED = 5000,  /* paths of fields */
    EXPLAIN_PLACES = 12     /* where a figure is printed, for people */
};

struct explaining {
    struct arena *arena;
    struct eval *eval;
    struct record *record;       /* the outermost */
    const char *input;           /* messages name it */
    const struct attach *attach; /* sorted (attach_sort); NULL: there are no pages */
    size_t depth;                /* 1: the figure and what it was computed from */
};

struct explained;
/* FAILED: there is no such field, or it is no single figure, or says nothing; reported, with the nearest names. */
enum status explain_make(const struct explaining *explaining, struct str field,
                         struct explained **ret_explained) CHECKED;
bool explained_is_unknown(const struct explained *explained); /* why it has no value was told */
void explained_print(const struct explaining *explaining, const struct explained *explained, struct buf *out);
/* The paths of all fields, a line each. */
enum status explain_fields(struct eval *eval, struct record *record, struct buf *out) CHECKED;
/* One object on one line. */
void explained_print_json(const struct explaining *explaining, const struct explained *explained,
                          struct buf *out);

#endif
