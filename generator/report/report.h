/*
 * report: what is said of a document beside the document: printed after a check or a build, or appended to
 * its pages.  It takes the trays alone (findings of the record, figures of running text, content, pages), and
 * knows neither who made them nor where its texts go.
 *
 * Texts are added to `out`; want of memory shows in buf_status(out).
 */
#ifndef CHENGWEN_REPORT_H
#define CHENGWEN_REPORT_H

#include "base/base.h"
#include "content/content.h"
#include "font/font.h"
#include "model/model.h"
#include "page/page.h"
#include "prose/prose.h"

enum { REPORT_MAX_BYTES = 1 << 30 }; /* of one report */

/* --- what was proved: printed --- */

/* 校核表; nothing where nothing was found. */
void report_findings(struct arena *arena, const char *input, const struct findings *findings,
                     struct buf *out);
/* 变更: what an amendment changes; nothing for other papers. */
void report_changes(const char *input, const struct changes *changes, struct buf *out);
/* 正文数字: how many figures of running text are of which sort; which, where the report has all. */
void report_figures(const struct prose_report *prose, struct buf *out);

struct report_document {
    const char *input;
    bool good;
    const struct findings *findings;
    const struct prose_report *prose;
    struct str messages; /* a line each */
};
/* Members of an object: ,"proved":2,"findings":[…] */
void report_findings_json(const struct findings *findings, struct buf *out);
/* All of these as one JSON object on one line. */
void report_json(const struct report_document *document, struct buf *out);

/* --- what was proved: on the paper --- */

/* Adds the findings behind the last page: all of them, or with `draft` those that are wrong and that it does
 * not show at their places.  shows: its texts tell what they show (expr.h). */
enum status report_add_annex(struct arena *arena, struct content *content, const struct findings *findings,
                             bool draft, bool shows) CHECKED;
/* Marks every page of a draft; `legend`: and says above each what the marks of figures mean. */
enum status report_mark_draft(struct arena *arena, struct content *content, bool legend) CHECKED;

/* --- how the pages were set --- */

struct report_audit;
/* NULL: no memory. */
struct report_audit *report_audit_new(struct arena *arena, const struct font_set *fonts) CHECKED;
/* What the page got; pages may come in any order, and more than once. */
enum status report_audit_add(struct report_audit *audit, const struct page *page, size_t index) CHECKED;
enum status report_audit_print(struct report_audit *audit, const char *input, struct buf *out) CHECKED;

#endif
