/*
 * The wing of files that were made: extract.c gives back what goes with them (attached.c: is it what it was), verify.c makes them again (remake.c) and says
 * what differs (differences.c); or code.c holds the figures against what was read from a QR code.  Their door is batch.h's.
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

/* attached.c: what is attached, against what the manifest says of it */
enum attached_state { ATTACHED_GOOD, ATTACHED_GONE, ATTACHED_CHANGED };
enum attached_state attached_prove(const struct archive_files *files, const struct attach_file *listed);
const struct archive_file *attached_lookup(const struct archive_files *files,
                                           const struct attach_file *listed); /* or NULL */

/* verify.c: a file that is looked at, and what was made again */
struct verify {
    const struct batch_verification *what;
    struct batch_options options;
    struct arena *arena;
    struct diag *diag;
    struct buf *out, *messages;
    struct buf attached; /* what of the attached is not as the manifest says */
    struct compared file;
    struct attach_manifest manifest;
    struct str program; /* that made the file, as it says */
    struct file_folder folder;
    const char *source;
    const char *made_from; /* in words: “附着的 a.xml ” */
    struct buf fresh;
    enum status made; /* FAILED: it could not be made again, and `why` says why */
    struct buf why;
};
struct place verify_place(const struct verify *verify);
/* The PDF, with its manifest and the options that it says. */
enum status verify_read(struct verify *verify) CHECKED;
/* Of the description that is given, or attached: `fresh`, or `made` FAILED. */
enum status verify_make(struct verify *verify) CHECKED;
void verify_begin(struct verify *verify, const char *verdict); /* “一致 a.pdf” */
/* What stands behind the end of what was made; told as a message where all is well and nothing else is to be said. */
enum status verify_tell_appended(struct verify *verify, struct str appended, bool agreed) CHECKED;
bool verify_is_own(const struct verify *verify); /* this version of the program made the file */

/* code.c: what was read from a QR code; what is told goes to `out`, OK: it agrees. */
enum status code_verify(struct verify *verify) CHECKED;
/* Of one file that is given: is it the PDF, or a description? */
enum status code_sort_files(const struct verify *verify, struct batch_verification *what) CHECKED;

bool differences_has_kind(const struct attach_manifest *manifest); /* are files of a kind attached? */

#endif
