/*
 * embed, inside: the program as a library.  Its public header is chengwen.h, the only names that it shows.
 *
 * embed.c: the functions of that header; each asks call.c for a thread to work in, and result.c for what it gives.
 */
#ifndef CHENGWEN_EMBED_INT_H
#define CHENGWEN_EMBED_INT_H

#include "base/base.h"
#include "batch/batch.h"
#include "embed/chengwen.h"

/* --- result.c --- */

/* What stands behind a public result: all of it is in the arena, but the file. */
struct embed_result {
    struct chengwen_result shown; /* the first: one is the other */
    struct arena *arena;
    struct buf file;
};
/* NULL: no memory. */
struct embed_result *embed_result_new(void) CHECKED;
/* Messages: lines as they are printed, notes as JSON objects with commas between.  false: no memory. */
bool embed_result_tell(struct embed_result *result, struct str lines, struct str notes) CHECKED;
/* All that is told of a document, with the file as far as it is one.  false: no memory. */
bool embed_result_show(struct embed_result *result, const struct batch_result *told) CHECKED;

/* --- call.c --- */

/* Does the work in a thread of its own: the only one in the process.  false: there could be none, and nothing was done. */
bool embed_call(void (*work)(void *), void *what) CHECKED;

#endif
