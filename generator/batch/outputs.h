/* The names of the PDFs of one run: see outputs.c. */
#ifndef CHENGWEN_BATCH_OUTPUTS_H
#define CHENGWEN_BATCH_OUTPUTS_H

#include "base/base.h"

struct output {
    const char *input; /* who writes it; NULL: free slot */
    struct str key;    /* real path */
};

struct outputs {
    struct arena *arena;
    const char *folder; /* NULL: beside each input */
    const char *suffix; /* of the name, before .pdf */
    struct output *slots;
    size_t capacity; /* power of two, at least twice the number of inputs */
};

/* `count`: how many inputs will be added at most.  `folder` must outlive the table.  `draft`: -草稿 ends each
 * name, so that a draft is never taken for the paper, and never replaces it. */
enum status outputs_init(struct outputs *outputs, struct arena *arena, const char *folder, size_t count,
                         bool draft) CHECKED;
/* The PDF's path for an input; *ret_other: an earlier input that writes the same file, NULL: none. */
enum status outputs_add(struct outputs *outputs, const char *input, struct str *ret_path,
                        const char **ret_other) CHECKED;

#endif
