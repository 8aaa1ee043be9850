/* For harnesses that make papers as a user does: check, then build twice, and what must hold of all three. */
#ifndef CHENGWEN_TESTS_FUZZ_PAPER_H
#define CHENGWEN_TESTS_FUZZ_PAPER_H

#include "batch/batch.h"

/* Ways to make a paper (paper.c); they differ in fonts, format, what is attached and what a draft shows. */
enum { PAPER_WAYS = 8, PAPER_MARKDOWN = 6 };
/* Its options; the folder of kinds must outlive the batch. */
struct batch_options paper_options(uint32_t way, const char *templates);
struct batch *paper_open(const struct batch_options *options);
struct paper {
    const struct batch_options *options;
    struct batch *batch; /* of these options; NULL: each run loads the kind anew */
    const char *input;   /* its path */
};
/* A PDF stands in the folder out exactly when all is well, messages are told exactly when not, and everything is the same
 * the second time.  Afterwards there is no folder out. */
void paper_try(const struct paper *paper);

#endif
