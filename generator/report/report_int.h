/*
 * Inside report: what its reports share.
 *
 *   table.c     校核表            changes.c  变更            figures.c  正文数字
 *   json.c      all these for machines
 *   annex.c     校核表 on the paper       draft.c    what every page of a draft bears
 *   audit.c     排版审查
 */
#ifndef CHENGWEN_REPORT_INT_H
#define CHENGWEN_REPORT_INT_H

#include "expr/expr.h"
#include "report/report.h"
#include "text/text.h"

/* table.c */
const char *verdict_word(enum verdict verdict);
void count_verdicts(const struct findings *findings, size_t ret_counts[4]);
/* The text and white up to `width` columns of a terminal, and a gap. */
void cell_add(struct buf *out, struct str text, size_t width);

/* json.c */
void json_add_place(struct buf *out, struct place place);
void changes_json(const struct changes *changes, struct buf *out);    /* changes.c; ,"changes":[…] */
void figures_json(const struct prose_report *prose, struct buf *out); /* figures.c; ,"prose":{…} */

#endif
