/*
 * manifest, inside: the tables.  lock.c: one run at a time; read.c: the file, and what a worker tells, both anybody's;
 * room.c: room on the disk for it; table.c: entries found and added; current.c: whether they still hold; setup.c: this run's; write.c; told.c: what a worker
 * tells; program.c; share.c: what a shard says of its papers; gather.c, agree.c, merge.c: shards put together.
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
    enum file_was was; /* all but READ: without stamp and digest */
    enum now now;      /* in this run */
    size_t number;     /* while the file is written; 0: not used so far */
};

/* May shards disagree on it?  Of a file that had to be there for the paper to be made, and may stand here as read besides, they
 * cannot; of a stream nobody can tell. */
static inline bool manifest_is_comparable(const struct source *source)
{
    return source->was == FILE_WAS_ABSENT || (source->was == FILE_WAS_READ && source->stamp.inode != 0);
}

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
    struct str content; /* digest of what the input says of it, of several; empty: of all of it */
    struct str places;  /* where it is signed, a JSON array; empty: not asked for */
    uint32_t setup, input;
    struct numbers files;
    struct numbers record; /* kept with it: one file, or none */
    bool failed;           /* since then */
    bool claimed;          /* by this run */
};

/* A paper of a shard, and how it went; neither made nor failed: the run did not come to it. */
struct share {
    size_t place; /* they are in its order */
    struct str name, input, part, messages;
    bool made, failed;
};

struct manifest {
    struct arena *arena;
    const char *folder, *path, *lock_path;
    struct str here; /* the current folder */
    int lock;
    int room;           /* room.c: -1: none is kept */
    size_t claim_count; /* papers of this run */
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
    struct manifest_shard shard;  /* count 0: the run is one */
    struct share *shares;
    size_t share_count, share_capacity;
};

/* --- lock.c --- */
enum status manifest_lock(struct manifest *manifest, struct diag *diag) CHECKED;

/* --- room.c --- */
void manifest_give_room(struct manifest *manifest);

/* --- table.c --- */
void manifest_forget(struct manifest *manifest); /* all entries */
/* Absolute, without parts that mean nothing; links stay. ptr NULL: no memory. */
struct str manifest_path(struct manifest *manifest, struct str path) CHECKED;
/* The number of the equal entry, added if there is none. */
enum status manifest_put_source(struct manifest *manifest, const struct source *source,
                                uint32_t *ret_number) CHECKED;
struct paper *manifest_paper_lookup(const struct manifest *manifest, const char *name);
/* The number of the equal entry, added if there is none. */
enum status manifest_put_setup(struct manifest *manifest, const struct setup *setup,
                               uint32_t *ret_number) CHECKED;
/* The paper of this name is this one from now on. */
enum status manifest_put_paper(struct manifest *manifest, const struct paper *paper) CHECKED;
bool manifest_name_is_safe(struct str name);  /* of a file in the folder itself, as it can be written down */
bool manifest_text_is_whole(struct str text); /* valid UTF-8: JSON gives it back as it was */

/* Names that somebody chose to share a hash would make each look-up a walk: in earnest no more than a hundred meet. */
enum { MEETING_MOST = 1000 };
/* --- read.c --- FAILED: it is not what we write. */
enum status manifest_parse(struct manifest *manifest, struct str text) CHECKED;
/* Of an object; the path may be relative. */
enum status manifest_read_source(struct manifest *manifest, struct str object, uint32_t *ret_number) CHECKED;
enum status manifest_read_text(struct arena *arena, struct str object, const char *name,
                               struct str *ret_text) CHECKED;
/* As text; empty: it is not there. */
/* A member as it is written, or empty. */
enum status manifest_read_places(struct arena *arena, struct str object, struct str *ret_places) CHECKED;
enum status manifest_read_content(struct arena *arena, struct str object, struct str *ret_content) CHECKED;
enum status manifest_read_digest(struct str object, const char *name, struct digest *ret_digest) CHECKED;
enum status manifest_read_number(struct str object, const char *name, int64_t *ret_number) CHECKED;
enum status manifest_read_flag(struct str object, const char *name, bool *ret_flag) CHECKED;

/* --- current.c --- */
bool manifest_source_is_same(struct manifest *manifest, uint32_t number);
/* The file at `path` is that one; what is found out about its stamp is kept there. */
bool manifest_file_is_same(struct manifest *manifest, const char *path, struct file_stamp *stamp,
                           const struct digest *digest);
/* Stamp and digest through one descriptor.  false: it cannot be read, errno says why. */
bool manifest_file_digest(const char *path, struct file_stamp *ret_stamp, struct digest *ret_digest);

/* It is, whatever its stamp says, if its digest is; then the stamp is its own.  false: errno says why it cannot be read, or is 0. */
bool manifest_file_is_kept(const char *path, bool by_digest, struct file_stamp *stamp,
                           const struct digest *digest);

/* --- write.c --- */
/* What stands of a file that was not read, by enum file_was. */
extern const char *const manifest_was_names[FOLDER_WAS_THERE + 1];

/* --- share.c --- */
enum status manifest_share_claim(struct manifest *manifest, const struct manifest_paper *paper) CHECKED;
/* What is there is current. */
void manifest_share_keep(struct manifest *manifest, size_t place);
void manifest_share_note(struct manifest *manifest, const struct manifest_made *made);
void manifest_add_shares(const struct manifest *manifest, struct buf *out);
enum status manifest_read_shares(struct manifest *manifest, struct str text) CHECKED;

/* --- shards put together --- */
struct merged_entry {
    const struct manifest *from; /* NULL: nobody has it */
    const struct share *share;
    struct paper *paper; /* NULL: nothing says what it was made from */
    enum manifest_state state;
    int reason; /* why its file cannot be read; 0: it can */
};
struct manifest_merge {
    struct arena *arena;
    struct manifest **shards; /* by their numbers, then paths; all in that arena */
    size_t shard_count, shard_capacity;
    const char *folder; /* real path; NULL: none so far */
    bool in_several;    /* folders */
    bool by_digest, agrees, is_unread;
    struct merged_entry *entries; /* by place; NULL: they cannot be put together */
    size_t count;
    struct str_index files; /* paths of what papers of this run were made from: numbers of `known` */
    struct known {
        const struct manifest *from;
        struct source *source;
    } * known;
    size_t known_count, known_capacity;
    const struct setup *setup; /* of the first paper */
    const struct paper *dated; /* the first that hangs on a day */
    const struct manifest *setup_from, *dated_from;
};
/* gather.c: all manifests that are meant, in order; those that cannot be taken are reported. */
enum status manifest_merge_gather(struct manifest_merge *merge, struct diag *diag,
                                  const struct manifest_sources *sources) CHECKED;
/* agree.c: they are of one run; *ret_one false, reported: not even of one number of papers. */
enum status manifest_merge_agrees(struct manifest_merge *merge, struct diag *diag, bool *ret_one) CHECKED;
/* The paper was made with what the others were. */
enum status manifest_merge_compare(struct manifest_merge *merge, struct diag *diag,
                                   const struct merged_entry *entry) CHECKED;

/* --- write.c --- */
void manifest_add_source(struct buf *out, const struct source *source);
void manifest_add_stamp(struct buf *out, const struct file_stamp *stamp);

#endif
