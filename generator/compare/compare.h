/*
 * compare: two papers of one kind, as computed and as printed -> what differs; told as JSON, or as a description of
 * the kind `comparison` (修订对照表), of which the program's own line makes a paper.
 *
 * Two things of each paper are compared.  The record: field by field, the records of lists by key, by what they say,
 * by likeness; each field that differs is one change, a record that came or went is one, too.  The content: what the
 * paper says in words – headings, paragraphs, items, captions, notes, and what an input types in cells –, so that
 * clauses pair that were renumbered or moved.  Cells that show fields are data: no clauses.
 */
#ifndef CHENGWEN_COMPARE_H
#define CHENGWEN_COMPARE_H

#include "base/base.h"
#include "content/content.h"
#include "expr/expr.h"
#include "model/model.h"

enum { COMPARE_OLD, COMPARE_NOW, COMPARE_SIDES };

/* All of it must outlive the comparison. */
struct compare_side {
    const char *file;  /* as messages call it */
    struct str kind;   /* the name of the kind */
    struct str label;  /* what people call it */
    struct eval *eval; /* it `shows`: texts tell which fields they show */
    struct record *record;
    const struct content *content;
};

struct comparison;
/* Everything in `arena`.  FAILED: reported; the kinds are two, or something could not be computed. */
enum status compare_make(struct arena *arena, struct diag *diag,
                         const struct compare_side sides[COMPARE_SIDES],
                         struct comparison **ret_comparison) CHECKED;
void comparison_free(struct comparison *comparison); /* but for what is in the arena; NULL is fine */
/* Differences found, of data and of words; 0: both papers say the same. */
size_t comparison_count(const struct comparison *comparison);
/* Those that the paper has; all that it leaves out is one. */
size_t comparison_told_count(const struct comparison *comparison);
/* One object, with a line for each difference. */
enum status comparison_write_json(const struct comparison *comparison, struct buf *out) CHECKED;
/* XML, for reader_read_bytes: the kind `comparison`. */
enum status comparison_describe(const struct comparison *comparison, struct buf *out) CHECKED;

#endif
