/*
 * batch: runs the line reader - model - template - layout - pdf once per document, with atomic output.
 * The composition root: the one room that knows all the others.
 */
#ifndef CHENGWEN_BATCH_H
#define CHENGWEN_BATCH_H

#include "base/base.h"

enum batch_stage { BATCH_NODE, BATCH_RECORD, BATCH_CONTENT, BATCH_PAGES };

struct batch_options {
    const char *templates;  /* folder of the kinds */
    const char *fonts;      /* folder of roles.xml and unpacked fonts */
    const char *output;     /* folder for PDFs; NULL: beside the input */
    const char *date;       /* "YYYY-MM-DD" or NULL */
    bool square_font;       /* tests: the square font instead of roles.xml */
};

struct batch; /* templates, fonts and options of one run */

/* Called for every document when it is finished: its messages as printed text, and whether it was written. */
typedef void batch_report(void *context, const char *input, const char *output, struct str messages, enum status status);

enum status batch_open(const struct batch_options *options, struct buf *messages, struct batch **ret_batch) CHECKED;
void batch_close(struct batch *batch);
/* Each returns OK when every document succeeded, FAILED when some failed, SYSTEM when the run had to stop. */
enum status batch_build(struct batch *batch, const char *const *inputs, size_t count, batch_report *report, void *context) CHECKED;
enum status batch_check(struct batch *batch, const char *const *inputs, size_t count, batch_report *report, void *context) CHECKED;
enum status batch_dump(struct batch *batch, const char *input, enum batch_stage stage, struct buf *out, struct buf *messages) CHECKED;
enum status batch_fonts(struct batch *batch, struct buf *out) CHECKED;

#endif
