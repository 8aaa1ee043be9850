/*
 * manifest, inside: the tables.  lock.c: one run at a time; read.c: the file, and what a worker tells, both anybody's;
 * table.c: entries found and added; current.c: whether they still hold; setup.c: this run's; write.c; told.c: what a worker
 * tells; program.c.
 */
#ifndef CHENGWEN_MANIFEST_INT_H
#define CHENGWEN_MANIFEST_INT_H

#include "manifest/manifest.h"

#define MANIFEST_FORMAT "chengwen outputs 1"

enum now { NOW_UNKNOWN, NOW_SAME, NOW_CHANGED };

/* A file that something was made from, as it was then; one that has changed since stands here twice. */
struct source {
    struct str path; /* absolute */
    struct file_stamp stamp;
    struct digest digest;
    bool is_absent; /* it was looked for, and not there */
    enum now now;   /* in this run */
    size_t number;  /* while the file is written; 0: not used so far */
};

struct numbers {
    uint32_t *items;
    size_t count, capacity;
};

struct setup {
    struct str form, facts; /* facts: JSON */
    struct numbers files;
    enum now now;
    size_t number; /* as above */
};

struct paper {
    struct str name, kind, date, part; /* part: of one input, which; empty: all of it */
    struct file_stamp stamp;
    struct digest digest;
    uint32_t setup, input;
    struct numbers files;
    bool failed;  /* since then */
    bool claimed; /* by this run */
};

struct manifest {
    struct arena *arena;
    const char *folder, *path, *lock_path;
    struct str here; /* the current folder */
    int lock;
    bool by_digest, changed;
    size_t unwritten;   /* papers noted since it was last written */
    enum status status; /* the worst so far of what had nobody to tell it */
    struct source *sources;
    size_t source_count, source_capacity;
    struct str_index source_index; /* by all that it says */
    struct setup *setups;
    size_t setup_count, setup_capacity;
    uint32_t setup; /* this run's */
    struct paper *papers;
    size_t paper_count, paper_capacity;
    struct str_index paper_index; /* by name */
    struct str_index inputs;      /* paths of what this run makes */
};

/* --- lock.c --- */
enum status manifest_lock(struct manifest *manifest, struct diag *diag) CHECKED;

/* --- table.c --- */
void manifest_forget(struct manifest *manifest); /* all entries */
/* Absolute, without parts that mean nothing; links stay. ptr NULL: no memory. */
struct str manifest_path(struct manifest *manifest, struct str path) CHECKED;
/* The number of the equal entry, added if there is none. */
enum status manifest_put_source(struct manifest *manifest, const struct source *source,
                                uint32_t *ret_number) CHECKED;
struct paper *manifest_paper_lookup(const struct manifest *manifest, const char *name);
/* The paper of this name is this one from now on. */
enum status manifest_put_paper(struct manifest *manifest, const struct paper *paper) CHECKED;
bool manifest_name_is_safe(struct str name);  /* of a file in the folder itself, as it can be written down */
bool manifest_text_is_whole(struct str text); /* valid UTF-8: JSON gives it back as it was */

/* --- read.c --- FAILED: it is not what we write. */
enum status manifest_parse(struct manifest *manifest, struct str text) CHECKED;
/* Of an object; the path may be relative. */
enum status manifest_read_source(struct manifest *manifest, struct str object, uint32_t *ret_number) CHECKED;
enum status manifest_read_text(struct arena *arena, struct str object, const char *name,
                               struct str *ret_text) CHECKED;
enum status manifest_read_digest(struct str object, struct digest *ret_digest) CHECKED;

/* --- current.c --- */
bool manifest_source_is_same(struct manifest *manifest, uint32_t number);
/* The file at `path` is that one; what is found out about its stamp is kept there. */
bool manifest_file_is_same(struct manifest *manifest, const char *path, struct file_stamp *stamp,
                           const struct digest *digest);
/* Stamp and digest through one descriptor.  false: it cannot be read. */
bool manifest_file_digest(const char *path, struct file_stamp *ret_stamp, struct digest *ret_digest);

/* --- write.c --- */
void manifest_add_source(struct buf *out, const struct source *source);
void manifest_add_stamp(struct buf *out, const struct file_stamp *stamp);

#endif
