/* The names of the files of one run: see outputs.c. */
#ifndef CHENGWEN_BATCH_OUTPUTS_H
#define CHENGWEN_BATCH_OUTPUTS_H

#include "base/base.h"

struct output {
    const char *input; /* who writes it; NULL: free slot */
    struct str key;    /* real path */
};

/* How they are called; the strings must outlive the table. */
struct output_names {
    const char *folder; /* NULL: beside each input */
    bool draft; /* -草稿 ends each name, so that a draft is never taken for the paper, nor replaces it */
    const char *suffix; /* ".pdf" */
};

struct outputs {
    struct arena *arena;
    struct output_names names;
    struct output *slots;
    size_t capacity; /* power of two, at least twice the number of inputs */
};

/* `count`: how many inputs will be added at most. */
enum status outputs_init(struct outputs *outputs, struct arena *arena, const struct output_names *names,
                         size_t count) CHECKED;
/* The file's path for an input; *ret_other: an earlier input that writes the same file, NULL: none. */
enum status outputs_add(struct outputs *outputs, const char *input, struct str *ret_path,
                        const char **ret_other) CHECKED;

#endif
