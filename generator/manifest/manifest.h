/*
 * manifest: what the papers of a folder were made from, so that the next run makes only what changed.
 *
 * FOLDER/.chengwen.json says of each paper, by its name in the folder: its stamp and digest, the stamps and digests of
 * all files that were read for it, and with what it was made (program, options, faces).  Nothing in it is believed but
 * what a file of that stamp or digest bears out; one that cannot be read, or is of another version, means that all is
 * made again.  FOLDER/.chengwen.lock is locked meanwhile: one run at a time, and the system lets go of it with the process.
 */
#ifndef CHENGWEN_MANIFEST_H
#define CHENGWEN_MANIFEST_H

#include "base/base.h"
#include "digest/digest.h"

enum {
    MANIFEST_MAX_BYTES = 256 << 20, /* of the file */
    MANIFEST_MAX_MADE = 1 << 20     /* of what is told of one paper */
};
#define MANIFEST_NAME ".chengwen.json"
#define MANIFEST_LOCK ".chengwen.lock"

/* --- who makes a paper tells what from; he may be another process --- */

struct manifest_making {
    const char *input;             /* as it was asked for */
    struct str kind;               /* its name */
    const char *date;              /* that the paper hangs on; NULL: on none */
    struct digest digest;          /* of the paper */
    const struct file_kept *files; /* read for it, the input among them, unless that is told: */
    struct str told_input;         /* by manifest_add_file; empty: it is not */
    struct str kind_files;         /* the kind's, by manifest_add_files */
};
/* A file as an item of an array. */
void manifest_add_file(struct buf *out, const struct file_kept *file);
/* One that was looked for, and is not there. */
void manifest_add_absent(struct buf *out, const char *path);
/* Several, with a comma before each. */
void manifest_add_files(struct buf *out, const struct file_kept *files);
void manifest_add_making(struct buf *out, const struct manifest_making *making);

/* The program and all that it was loaded with: digits that no other build has.  `scratch`: only meanwhile. */
enum status manifest_program(struct arena *scratch, struct digest *ret_digest) CHECKED;

/* --- who names and tells them --- */

struct manifest;
/* Locks and reads; FOLDER is there.  SYSTEM, reported: another run holds it, or it cannot be locked at all.  What else is
 * wrong is a warning.  `by_digest`: files are read; stamps mean nothing.  `names` holds what messages name, and outlives the
 * manifest. */
enum status manifest_open(struct arena *names, struct diag *diag, const char *folder, bool by_digest,
                          struct manifest **ret_manifest) CHECKED;
void manifest_close(struct manifest *manifest); /* NULL is fine */

/* What this run makes papers with. */
struct manifest_fact {
    const char *name;
    struct str value;
    bool is_path; /* from where the run is */
};
struct manifest_setup {
    struct str form; /* of its files, and whether they are drafts: an input may have one paper of each */
    const struct manifest_fact *facts;
    size_t fact_count;
    const struct file_kept *files; /* faces and the like; bytes are not looked at; inode 0: it is not there */
};
enum status manifest_set_up(struct manifest *manifest, const struct manifest_setup *setup) CHECKED;

struct manifest_paper {
    const char *name;  /* in the folder */
    const char *input; /* as it is asked for */
    const char *date;  /* NULL: none was given */
    bool is_lost;      /* nobody knows which papers its input is now */
};
/* This run makes it, or has it; all are claimed before the first is noted. */
enum status manifest_claim(struct manifest *manifest, const struct manifest_paper *paper) CHECKED;
bool manifest_is_current(struct manifest *manifest, const struct manifest_paper *paper);
/* How a paper went. */
struct manifest_made {
    const char *name;
    struct str
        told; /* what manifest_add_making says, by whomsoever; empty: there is no new file under its name */
    struct file_stamp stamp; /* of the file */
    bool failed;             /* whatever stands there is not current */
};
/* Memory that fails is told by manifest_write. */
void manifest_note(struct manifest *manifest, const struct manifest_made *made);
/* So much was noted since it was written that a run that is killed would lose too much; not so often that writing costs
 * more than a few times what the whole file does. */
bool manifest_is_due(const struct manifest *manifest);
/* If anything has changed.  FAILED, SYSTEM: reported. */
enum status manifest_write(struct manifest *manifest, struct diag *diag) CHECKED;
/* What we have made in the folder, and nothing of this run makes any more, a name a line, sorted.  Papers of an input that
 * stands `alone` only where it is one of this run's: others say nothing of it. */
void manifest_add_leftovers(struct manifest *manifest, bool (*alone)(const char *input), struct buf *out);

#endif
