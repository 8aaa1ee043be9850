/*
 * manifest: what the papers of a folder were made from, so that the next run makes only what changed.
 *
 * FOLDER/.chengwen.json says of each paper, by its name in the folder: its stamp and digest, those of the record that is kept
 * with it and of all files that were read for it, and with what it was made (program, options, faces).  Nothing in it is believed but
 * what a file of that stamp or digest bears out; one that cannot be read, or is of another version, means that all is
 * made again.  FOLDER/.chengwen.lock is locked meanwhile: one run at a time, and the system lets go of it with the process.
 * A shard K of N has both for itself, FOLDER/.chengwen-KofN.json and .lock, and says which papers of the run were its own, and
 * how they went; manifest_merge puts the N together.
 */
#ifndef CHENGWEN_MANIFEST_H
#define CHENGWEN_MANIFEST_H

#include "base/base.h"
#include "digest/digest.h"

enum {
    MANIFEST_MAX_BYTES = 256 << 20, /* of the file */
    MANIFEST_MAX_MADE = 1 << 20,    /* of what is told of one paper */
    MANIFEST_MAX_PAPERS = 1000000,  /* of a run that shards share */
    MANIFEST_MAX_SHARDS = 10000,
    MANIFEST_MAX_MESSAGES = 2000 /* bytes of what was said of a paper that failed */
};
#define MANIFEST_NAME  ".chengwen.json"
#define MANIFEST_LOCK  ".chengwen.lock"
#define MANIFEST_SHARD ".chengwen-" /* K of N: .chengwen-3of10.json */

/* --- who makes a paper tells what from; he may be another process --- */

struct manifest_making {
    const char *input;             /* as it was asked for */
    struct str kind;               /* its name */
    const char *date;              /* that the paper hangs on; NULL: on none */
    struct digest digest;          /* of the paper */
    const struct digest *record;   /* of the record that is kept with it; NULL: none is */
    const struct file_kept *files; /* read for it, the input among them, unless that is told: */
    struct str told_input;         /* by manifest_add_file; empty: it is not */
    struct str
        content; /* of a paper of several: the digest of all that the input says of it; empty: it is the input */
    struct str kind_files; /* the kind's, by manifest_add_files */
    struct str places;     /* where it is signed, a JSON array; empty: it is not said */
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
/* The part of a run that one machine makes. */
struct manifest_shard {
    int64_t number, count; /* number: from 1 on */
    int64_t papers;        /* of the run */
    struct digest names;   /* of all of them, in their order: manifest_add_name of each */
};
void manifest_add_name(struct buf *out, struct str name);
struct manifest_place {
    const char *folder;                 /* it is there */
    const struct manifest_shard *shard; /* NULL: the run is one */
};
/* Locks and reads.  SYSTEM, reported: another run holds it, or it cannot be locked at all.  What else is
 * wrong is a warning.  `by_digest`: files are read; stamps mean nothing.  `names` holds what messages name, and outlives the
 * manifest. */
enum status manifest_open(struct arena *names, struct diag *diag, const struct manifest_place *place,
                          bool by_digest, struct manifest **ret_manifest) CHECKED;
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
    /* Of one of several papers, where they were read just now: digest of its own content, and the input as it was then, by
     * manifest_add_file: the paper holds as long as that does, whatever else the input says.  Empty: not read. */
    struct str content, told_input;
    const char *part;   /* what the paper is called, where its input has several; NULL: it has one */
    const char *record; /* the file of the record that is kept with it; NULL: none is */
    size_t place;       /* among all of the run, from 1 on */
};
/* This run makes it, or has it; all are claimed, in their order, before the first is noted. */
enum status manifest_claim(struct manifest *manifest, const struct manifest_paper *paper) CHECKED;
/* On the disk, for the manifest: when all are claimed. */
void manifest_keep_room(struct manifest *manifest);
bool manifest_is_current(struct manifest *manifest, const struct manifest_paper *paper);
/* How a paper went. */
struct manifest_made {
    const char *name; /* NULL: it is another's */
    struct str
        told; /* what manifest_add_making says, by whomsoever; empty: there is no new file under its name */
    struct file_stamp stamp; /* of the file */
    const char *record;      /* as it was claimed */
    struct file_stamp record_stamp;
    bool failed;         /* whatever stands there is not current */
    size_t place;        /* as it was claimed */
    struct str messages; /* what was said of it */
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

/* --- what N shards have made, as one --- */

/* Folders, in each of which all manifests of shards are meant, or such files; papers stand beside the manifest that names them. */
struct manifest_sources {
    const char *const *paths;
    size_t count;
    bool by_digest; /* papers are read, whatever their stamps say */
};
struct manifest_merge;
/* Reads all, compares them and looks at the papers.  What is wrong with the run as a whole is reported: shards that are missing,
 * or saw or used what others did not; what is wrong with a paper is told by manifest_merge_each.  OK: also then; FAILED, SYSTEM,
 * NO_MEMORY: nothing was read that could be told of; reported but for the last.  Messages name what lives as long as the merge,
 * which is the caller's to free in any case (NULL: there is none). */
enum status manifest_merge(struct diag *diag, const struct manifest_sources *sources,
                           struct manifest_merge **ret_merge) CHECKED;
void manifest_merge_free(struct manifest_merge *merge); /* NULL is fine */

enum manifest_state {
    MANIFEST_MADE,    /* and the file is the one that was made */
    MANIFEST_FAILED,  /* if it is written, too, it is a draft */
    MANIFEST_GONE,    /* it was made */
    MANIFEST_ALTERED, /* what stands there is another file, or cannot be read */
    MANIFEST_OPEN,    /* its shard did not come to it */
    MANIFEST_NOBODY,  /* no shard that is here has it: nothing is known of it but its place */
    MANIFEST_STATES
};
struct manifest_merged {
    size_t place; /* from 1 on */
    enum manifest_state state;
    bool is_written;
    int64_t shard;          /* 0: unknown, as all of the following */
    struct str input, part; /* as they were asked for; part: empty: the input is one paper */
    const char *path;       /* of its file */
    struct str messages;    /* "file:line:column: error: text\n" each; only during the call */
};
typedef void manifest_hear(void *context, const struct manifest_merged *paper);
/* All papers of the run, in its order: for whoever makes a report. */
enum status manifest_merge_each(const struct manifest_merge *merge, manifest_hear *hear,
                                void *context) CHECKED;
struct manifest_sum {
    size_t papers; /* 0: the shards contradict each other so far that their papers cannot be put together */
    size_t written, states[MANIFEST_STATES];
    bool agrees;    /* nothing contradicts: the shards are of one run */
    bool is_unread; /* a manifest or a paper is there, and cannot be read */
};
void manifest_merge_sum(const struct manifest_merge *merge, struct manifest_sum *ret_sum);
/* The folder in which all papers are; NULL: they are in several. */
const char *manifest_merge_folder(const struct manifest_merge *merge);
/* Writes what agrees to that folder's own manifest, as if one run had made all; once.  FAILED, SYSTEM:
 * reported. */
enum status manifest_merge_write(struct manifest_merge *merge, struct diag *diag) CHECKED;

#endif
