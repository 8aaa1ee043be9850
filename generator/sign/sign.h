/*
 * sign: signing a PDF, and looking at its signatures: the one door to OpenSSL.
 *
 * It is a program of its own, chengwen-sign, which cli starts (cli/sign.c) with a command and arguments NAME=VALUE:
 * file=… for each file, and every option that was given, in the words of cli/options.def, one without value as "NAME=".
 */
#ifndef CHENGWEN_SIGN_H
#define CHENGWEN_SIGN_H

#include "base/base.h"

#define SIGN_MAX_MEMORY ((size_t)2 << 30) /* of the arena */
enum { FIELDS_TOLD_MOST = 4000 };         /* bytes of the names of fields in a message */
enum sign_exit { SIGN_GOOD = 0, SIGN_BAD = 1, SIGN_USAGE = 2, SIGN_SYSTEM = 3 };

struct sign_run {
    const char *const *arguments;
    size_t count;
    struct arena *arena;
    struct diag *diag;    /* printed at the end */
    struct buf *out;      /* likewise */
    struct buf *messages; /* of several files: what was told of each, likewise */
};
const char *sign_argument(const struct sign_run *run,
                          const char *name); /* the first of that name; NULL: not given */
/* The next of that name, from *at == 0 on. */
const char *sign_argument_next(const struct sign_run *run, const char *name, size_t *at);
/* FAILED, SYSTEM: reported, it is no ordinary file, or cannot be read. */
enum status sign_pdf_read(const struct sign_run *run, const char *path, struct str *ret_bytes) CHECKED;

struct proof_lists;
struct sign_file;
/* Of the last revision; to be freed, also after a failure (lists.c).  FAILED: reported. */
enum status sign_lists_read(struct arena *arena, const struct sign_file *file,
                            struct proof_lists **ret_lists) CHECKED;

/* signatures: what is signed by whom, whether it is right, what came after (look.c). */
enum sign_exit sign_look(const struct sign_run *run) CHECKED;

#endif
