/*
 * The wing of files that were made: extract.c gives back what goes with them, verify.c makes them again (remake.c) and says
 * what differs (differences.c).  Their door is batch.h's.
 */
#ifndef CHENGWEN_BATCH_FINISHED_H
#define CHENGWEN_BATCH_FINISHED_H

#include "batch/batch_int.h"

/* remake.c: the bytes of a document; FAILED: `messages` say why. */
struct remake {
    struct batch *batch;
    const char *source;
    struct diag *diag;
    struct file_folder *folder; /* a confined worker makes it, in there; NULL: this process */
};
enum status remake(const struct remake *wish, struct buf *bytes, struct buf *messages) CHECKED;

/* differences.c: two of them, opened */
struct compared {
    struct str bytes;
    struct archive *archive;
    struct archive_files files;
    const struct attach_manifest *manifest; /* NULL: none */
};
/* Why the file is not what was made again, a line each. */
enum status differences_tell(struct arena *arena, const struct compared *file, const struct compared *fresh,
                             struct buf *out) CHECKED;

bool differences_has_kind(const struct attach_manifest *manifest); /* are files of a kind attached? */

#endif
