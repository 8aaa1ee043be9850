/*
 * series: one input -> many papers, each a node tree as a description of its own would be.
 *
 * Of a workbook: a row is a paper, or all rows are a list in one (mapping.xml, templates/README.md, 8).  Heads of columns are
 * names or labels of fields, unless the mapping says otherwise; other sheets are lists, joined by a key.  A
 * description may stand under it (base): what its rows do not say comes from there.
 * Of a description with <each field="…" name="…"/>: a paper a record of that list, with all else.
 * Values keep the places of their cells.  Names of files are made safe, and told where two are the same, before any
 * paper is made.
 */
#ifndef CHENGWEN_SERIES_H
#define CHENGWEN_SERIES_H

#include "expr/expr.h"
#include "reader/reader.h"
#include "sheet/sheet.h"

enum {
    SERIES_MAX_PAPERS = 1000000,
    SERIES_MAX_NAME = 180, /* bytes of a file's name, without its end */
    SERIES_MAX_STEPS = 8   /* of a path to a field */
};

struct series_paper {
    struct str name;   /* of its file, without end */
    const char *label; /* what messages call it: "list.xlsx!合同!12", "list.csv:12", "report.xml!center!3" */
    struct place place;          /* where it begins */
    size_t same;                 /* another with this name, from 1 on; 0: none */
    struct record_fault *faults; /* its own: for series_tree; NULL: none */
    bool is_nameless;            /* what it would be called is not known: `name` is its label's */
};

struct series; /* read-only once made; lives in the arena given, with what it borrows from its source */

struct series_source {
    const struct workbook *workbook;
    struct str kind;            /* the root element of what is made */
    const struct shape *shape;  /* the kind's fields */
    const struct node *mapping; /* root of mapping.xml; NULL: heads say it */
    const struct node *base;    /* root of the description under it; NULL: none */
    /* A value that each record must state, or a group with such a value.  NULL: nobody knows. */
    bool (*is_owed)(const struct field *field);
};

/* FAILED, reported: the mapping or the heads are at fault, or a record is of no paper, so that any may lack it, and nothing
 * can be made.  What else is wrong with one record fails its paper alone. */
enum status series_of_workbook(struct arena *arena, struct diag *diag, const struct series_source *source,
                               struct series **ret_series) CHECKED;
/* May such a description declare a series?  A look at its bytes. */
bool series_is_likely(struct str bytes);
/* *ret_series NULL: it declares none; else the tree is taken apart.  `path` names it in labels. */
enum status series_of_description(struct arena *arena, struct diag *diag, const char *path, struct node *root,
                                  struct series **ret_series) CHECKED;

size_t series_count(const struct series *series);
const struct series_paper *series_paper(const struct series *series, size_t number);
/* The tree of one paper, in `arena`; texts are the series'.  FAILED, reported: a cell has no value, or its record is wrong.
 * OK with an error reported: a row that is no record was left out of a list; all else may be looked at. */
enum status series_tree(const struct series *series, size_t number, struct arena *arena, struct diag *diag,
                        struct node **ret_root) CHECKED;

#endif
