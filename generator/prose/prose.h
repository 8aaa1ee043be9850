/*
 * prose: figures in running text.  Every number with a unit or counter that the author of an input typed as
 * words is looked up among the figures of the record, stated and computed.
 *
 * A figure of the text is quoted (written as {…}), equal to a figure of the record, nearly one that is named
 * beside it (a warning, or with `strict` an error), or none of these, which is no fault; but where the field
 * is declared figures="proved", money and shares must be figures of the record.  What is no figure is passed
 * over: numbers of articles, papers and telephones, codes, names in 《》, and all that is declared
 * figures="free".
 *
 * Read: 1,234.50 ２人 三十二 贰佰元整 87.11% 百分之八 252.7273万元 2026年8月2日 二〇二二年五月 2021.12.1
 * 3—5次. Cost: one look at each byte of the texts, one probe a figure of them, one entry a figure of the
 * record, made when the first figure is met.  What is near is looked for among figures of the same quantity,
 * for as many comparisons a document as PROSE_MAX_COMPARED.
 */
#ifndef CHENGWEN_PROSE_H
#define CHENGWEN_PROSE_H

#include "base/base.h"
#include "content/content.h"
#include "model/model.h"

enum {
    PROSE_MAX_KEPT = 2000,       /* figures listed */
    PROSE_MAX_COMPARED = 4000000 /* figures of the record compared with one of the text, all together */
};

enum prose_verdict { PROSE_QUOTED, PROSE_EQUAL, PROSE_NEAR, PROSE_UNMATCHED, PROSE_VERDICTS };

struct prose_figure {
    enum prose_verdict verdict;
    struct place place; /* in the input */
    struct str text;    /* as written: "8人", "{count(center)}个" */
    struct str path;    /* of the field, in words; quoted: the expression; unmatched: empty */
    struct str value;   /* equal, near: of the field, with its unit: "9人" */
    struct str message; /* near, or not proved: as in the diagnostics */
};

/* A reference typed by hand: 见表2-1. */
enum prose_cited { PROSE_CLAUSE, PROSE_ANNEX, PROSE_TABLE, PROSE_PICTURE, PROSE_PAGE };
struct prose_number {
    enum prose_cited kind;
    int64_t first, second; /* second: 0: none */
    struct str self; /* typed: what the paper calls itself before it, 协议 of 本协议; empty: it does not */
};
struct prose_reference {
    struct prose_number number;
    struct str text; /* "表2-1" */
    struct place place;
};

struct prose_report {
    bool all;       /* keep every figure; else those that are near */
    bool strict;    /* what is near is an error */
    bool looked_up; /* by prose_check */
    size_t left;    /* figures that nobody looked up (prose_count) */
    size_t counts[PROSE_VERDICTS];
    struct prose_figure *items; /* in the order of the input's fields */
    size_t count, capacity;
    struct prose_reference *references; /* where nobody can doubt that a part of this paper is meant */
    size_t reference_count, reference_capacity;
};

/* Looks up the figures of `texts` in `record`, which has been read and computed.  Near ones are reported.
 * Memory of the report is of eval's arena.  NO_MEMORY, or OK. */
enum status prose_check(struct eval *eval, struct record *record, const struct typed_texts *texts,
                        struct prose_report *report) CHECKED;
/* For a record with errors, whose figures prove nothing: how many figures of `texts` are left alone. */
enum status prose_count(struct eval *eval, const struct typed_texts *texts,
                        struct prose_report *report) CHECKED;

/* Reports the references that point to no part of the paper; pages: when it is known how many there are. */
enum status prose_check_references(struct arena *arena, struct diag *diag, const struct content *content,
                                   const struct prose_report *report) CHECKED;
void prose_check_pages(struct diag *diag, const struct prose_report *report, size_t pages);

/* Tables whose columns the description names, as those of a letter's annexes: what they call 合计, 占比, 其中 (totals/). */
enum status prose_check_tables(struct eval *eval, const struct content *content,
                               struct prose_report *report) CHECKED;

/* An amount printed in digits and, beside it, in 大写 says the same (amounts.c).  FAILED: it does not, which is reported. */
enum status prose_check_amounts(struct arena *arena, struct diag *diag,
                                const struct content *content) CHECKED;

/* For eval.quotes: is the figure said in the words, as a number in any form that is read, or printed by an
 * expression?  Where an expression has a fault, which is told when it is printed, it is. */
enum status prose_quotes(struct eval *eval, const struct quoted *quoted, bool *ret_found) CHECKED;

#endif
