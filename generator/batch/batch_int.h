/*
 * batch, inside: what a run keeps (fonts, kinds), and the stages of one document.
 */
#ifndef CHENGWEN_BATCH_INT_H
#define CHENGWEN_BATCH_INT_H

#include "archive/archive.h"
#include "attach/attach.h"
#include "batch/batch.h"
#include "content/content.h"
#include "expr/expr.h"
#include "font/font.h"
#include "hide/hide.h"
#include "layout/layout.h"
#include "manifest/manifest.h"
#include "model/model.h"
#include "page/page.h"
#include "prose/prose.h"
#include "reader/reader.h"
#include "report/report.h"
#include "series/series.h"
#include "template/template.h"

#include <limits.h>

enum {
    BATCH_MAX_KIND_NAME = 64,     /* bytes of a root element's name */
    BATCH_MAX_MESSAGES = 1 << 20, /* bytes of messages of one document */
    BATCH_MAX_NOTES = 4 << 20,    /* and as JSON */
    BATCH_MAX_DUMP = 1 << 30,
    BATCH_ARCHIVE_MEMORY = INT32_MAX, /* bytes of a PDF read again, with what is attached */
    BATCH_DOCUMENT_MEMORY = 1 << 30   /* bytes of one document's arena */
};

/* A kind of document: model and template, read-only once loaded. */
struct kind {
    struct kind *next;
    struct str name;
    struct arena *arena;
    enum status status; /* FAILED: `messages` say why, again for every document */
    struct str messages, notes;
    struct model *model;
    struct template *template;
    struct digest digest; /* of its files, where it was asked for */
    bool is_digested;
    struct str told_files; /* for the manifest; ptr NULL: not told so far */
};

/* An input of several papers, read (papers.c). */
struct papers {
    const char *file; /* NULL: none yet */
    struct arena *arena;
    struct series *series;             /* NULL: it is one paper after all */
    const char *absent;                /* a file that would count if it were there; NULL: none */
    struct str told_input, told_files; /* for the manifest; ptr NULL: not told so far */
    struct str inputs; /* facts.c: of the files read for all of them; ptr NULL: not asked for so far */
};

struct batch {
    struct batch_options options;
    struct date today; /* year 0: no --date */
    struct arena *arena;
    struct font_set *fonts;
    const struct str *roles; /* of fonts; NULL: they are not known, or every name is one */
    size_t role_count;
    const struct page_writer *writer; /* of what is built */
    bool record_is_folder;            /* --record */
    struct kind *kinds;
    struct papers papers;
    size_t paper_count;        /* of the run, with those of other shards */
    struct digest paper_names; /* of those that are built */
    bool unsynced_told;        /* that a folder of files cannot be synced */
    bool is_held;              /* the manifest, by another run */
    struct told_kind *told_kinds;
    struct manifest *manifest; /* of the output's folder; NULL: none is kept */
};

struct task;
/* One document on its way; what a stage has made, the next takes. */
struct job {
    struct batch *batch;
    const char *input;
    const struct task *task; /* NULL: the file `input` is shown or verified */
    struct arena *arena;
    struct diag *diag;
    struct kind *kind;
    struct eval eval;
    struct node *root;
    struct model_past past;             /* file NULL: none is named, or wanted (past.c) */
    struct attach_record record_before; /* what of it goes with the paper; path NULL: nothing */
    struct record *record;
    struct content *content;
    struct waiting *waiting;        /* the documents before it, which a page at work looks after */
    const struct layout_sink *sink; /* NULL: pages are kept whole */
    struct page_document *pages;
    struct page_pictures pictures;  /* what became of them in the file */
    const struct page_drain *drain; /* of the file's first bytes; NULL: there is none */
    void *file;                     /* the writer's, made of the pages as they come; NULL: none is wanted */
    struct report_audit *audit;     /* NULL: none is wanted */
    struct attach *attach;          /* NULL: nothing is attached */
    struct hide *hide;              /* what a copy for the public hides; NULL: it is none */
    struct model_earlier earlier;   /* of such a copy: who is named there is hidden here */
    bool unhidden;                  /* some value cannot be hidden; reported */
    struct findings findings;
    struct prose_report prose;
    bool promises;    /* it is held to what its file is to promise */
    size_t tolerated; /* errors that a draft goes on with */
    size_t left_out;  /* errors of rows that are no records: the model is proved without them, no more */
    bool kind_is_new; /* it was loaded for this document */
    bool is_dated;    /* it asked for the day */
    bool wants_past, lacks_past; /* as in an outcome */
    struct buf made;             /* what it was made from, for the manifest */
    struct digest said;          /* of what an input of several papers says of it, for the manifest */
    size_t bytes;                /* of its file */
    struct digest digest;        /* likewise, where a manifest or facts want it */
    bool has_figures;            /* the digest of its figures is made: a layout asked for it */
    struct digest figures;
    struct buf kept; /* its own record, for the next period; empty: not wanted */
};

/* past.c: the record of the period before, for a kind that wants it. */
enum past_form { PAST_JSON, PAST_PDF };
enum status past_load(struct job *job) CHECKED;
/* Is --record a folder?  FAILED: that cannot be known; reported. */
enum status past_look(struct batch *batch, struct diag *diag) CHECKED;
/* Where the task's would be in this form; false: nowhere. */
bool past_path(const struct batch *batch, const struct task *task, enum past_form form,
               char ret_path[PATH_MAX]);

/* file.c: the pages of a job, and its file's bytes */
enum status job_make_pages(struct job *job) CHECKED;
/* FAILED: also where it is too large. */
enum status job_make_file(struct job *job, struct buf *bytes) CHECKED;

/* The digest of its files, made when it is first asked for. */
enum status job_digest_kind(struct job *job) CHECKED;

/* facts.c: what the job's paper was made from; see struct batch_result. */
void facts_add(struct job *job, struct buf *out);
/* chief.c: the main figures of a paper that is right. */
void chief_figures_add(struct job *job, struct buf *out);

/* figures.c: the figures of running text, looked up; near ones become findings. */
enum status figures_check(struct job *job, const struct typed_texts *texts, enum status read) CHECKED;
/* Of tables whose columns the description names, when they are made: what is told becomes findings, too. */
enum status figures_check_tables(struct job *job) CHECKED;

/* public.c: a copy for the public; without --public nothing is done. */
/* The content, from then on the public one. */
enum status public_hide(struct job *job) CHECKED;
enum status public_hide_information(struct job *job) CHECKED;
/* FAILED, reported: something that is to be hidden is left in the finished pages. */
enum status public_prove(struct job *job) CHECKED;

/* conform.c: the content can keep what the file promises. */
enum status conform_check(struct job *job) CHECKED;
bool conform_is_wanted(const struct job *job);
enum page_conformance conform_wanted(const struct batch_options *options);
/* Such files have attachments: the description at least. */
bool conform_wants_attached(const struct batch_options *options);

/* kinds.c: the kind named by the input's root element, loaded on first use. */
enum status kind_load_for(struct job *job) CHECKED;
enum status kind_load_named(struct job *job, struct str name, struct place place) CHECKED;
void kinds_free(struct kind *kinds);

/* outputs.c: the names of the files of one run */
/* How they are called; the strings must outlive the table. */
struct output_names {
    const char *folder; /* NULL: beside each input */
    const char *
        mark; /* ends each name: -草稿, -公开版, so that such a file is never taken for the paper, nor replaces it; or "" */
    const char *suffix; /* ".pdf" */
};

struct outputs {
    struct arena *arena;
    struct output_names names;
    struct batch_written *written;
    size_t before; /* files of runs before this one */
};

struct str task_stem(const struct task *task); /* of the name of its file: without folder, mark and end */
/* `written` NULL: no run goes before. */
enum status outputs_init(struct outputs *outputs, struct arena *arena, const struct output_names *names,
                         struct batch_written *written) CHECKED;
const char *output_name(const char *path); /* without folders */
/* An earlier input that writes the same file. */
struct output_met {
    const char *input; /* as messages call it; NULL: none does */
    const char *
        name; /* of its file, where that differs, and systems that compose characters make one of both; else NULL */
    bool ran; /* it was of a run before this one */
};
/* The file's path for an input. */
enum status outputs_add(struct outputs *outputs, const struct task *task, struct str *ret_path,
                        struct output_met *ret_met) CHECKED;

/* signed.c */
/* FAILED, reported: a signed PDF has the name. */
enum status refuse_signed(const struct batch *batch, struct diag *diag, const char *path) CHECKED;
enum { APPENDED_SAID_MOST = 400 };
/* What was appended to what we wrote: “其后追加了 … 字节，…”, ended by NUL. */
enum status appended_say(struct str appended, struct buf *said) CHECKED;

/* waiting.c: documents that wait for the disk, in their order.  What was written is synced, named and told by the
 * group; between calls nothing has been told that is not on the disk. */
enum { WAITING_MAX = 64, WAITING_TEXT = 1 << 20 /* bytes that are to be told */, WAITING_MS = 200 };

/* How a document went: what is told, with the texts, which are its own.  What is said of its kind is told once a run. */
struct outcome {
    struct batch_result result;
    const struct task *task; /* whose outcome it is; NULL: of none */
    const char *keeps;       /* the file of its record; NULL: none is kept */
    struct buf messages, table, prose, audit, kind, kind_messages, made, kept, notes, facts, findings;
    struct digest digest;        /* of the file, where result.bytes is not 0 */
    bool unconfined;             /* a worker made it that should have been confined, and is not */
    bool wants_past, lacks_past; /* its kind takes figures from the record before; and there is none */
    bool starved;                /* memory was short */
};

struct waiting {
    struct batch *batch;
    batch_report *report;
    void *context;
    struct arena *scratch;
    struct outcome outcomes[WAITING_MAX];
    struct file_unnamed files[WAITING_MAX];   /* of each outcome; path NULL: it wrote none */
    struct file_unnamed records[WAITING_MAX]; /* likewise, kept beside them */
    size_t count, most, text;
    size_t total;             /* documents of the run */
    uint64_t since;           /* ms; when the first file was written */
    size_t wanting, lacking;  /* papers told that want a record before; that have none */
    struct buf lacking_names; /* of the first of them */
    enum status worst;
};

enum status waiting_init(struct waiting *waiting, struct batch *batch, batch_report *report,
                         void *context) CHECKED;
uint64_t waiting_now(void); /* ms of a clock that only goes on */
/* What is said of the run itself; nothing, where nothing was. */
void waiting_say(const struct waiting *waiting, struct diag *diag, enum status status);
void waiting_clear(struct waiting *waiting); /* what still waits is dropped, untold */
/* Takes over what outcome and file own.  `file`: NULL: none.  SYSTEM: the run stops. */
enum status waiting_add(struct waiting *waiting, const struct outcome *outcome,
                        const struct file_unnamed *file) CHECKED;
/* Called again and again while documents are made: settles when the first has waited long enough. */
enum status waiting_look(struct waiting *waiting) CHECKED;
enum status waiting_settle(struct waiting *waiting) CHECKED;
void outcome_clear(struct outcome *outcome);
void outcome_show(struct outcome *outcome); /* its texts, in its result; all but those of the kind */
void outcome_say(struct outcome *outcome, const struct diag *diag); /* behind its own messages */
/* Of one that nothing is known of but how it is called. */
struct outcome outcome_empty(const struct task *task, enum status status);
/* There is no file of this document; `diag` says why (NULL: there was no memory even for that). */
void outcome_fail(struct outcome *outcome, struct diag *diag, enum status status);

/* What is to be made of an input; the strings live as long as the run. */
struct task {
    const char *input;        /* what messages call it: the file, or one of its papers */
    const char *path;         /* of the file; NULL: it is only checked */
    const char *other;        /* another that would write the same file; NULL: none */
    const char *keeps;        /* the file of its record; NULL: none is kept */
    const char *other_name;   /* of its file, where that differs all the same */
    bool other_ran;           /* `other` was of a run before this one */
    const char *record_other; /* another whose record, before or kept, would be the same file; NULL: none */
    const char *file;         /* the input */
    size_t place;             /* of its input among all, and of the paper in it: what shards go by */
    size_t number;            /* among all papers of the run, from 1 on */
    size_t paper;             /* of several that the input is, from 1 on; 0: it is one */
    const char *name;         /* of the paper's file, without end; NULL: made of the input's */
    struct str content;       /* digest of what the input says of it; empty: not looked at */
    struct str told_input;    /* that input, for the manifest */
    struct str described;     /* the description, which this program made; ptr NULL: it is read from `file` */
    struct str given; /* the description, which whoever calls has in memory; ptr NULL: likewise (memory.c) */
    bool lists;       /* the papers of the input are wanted, none is made */
    bool is_lost;     /* it cannot be made, as `said` says */
    bool is_nameless; /* it will fail; its name is none that it ever had */
    struct str said;  /* what is told before all that it is told of */
    struct str noted; /* the same as JSON objects */
};
struct task_list {
    struct task *items;
    size_t count, capacity;
};
/* past.c: papers that want a record of the period before, as they are told, and what is said of those that have none;
 * `is_all`: no paper of the run was left out. */
void past_count(struct waiting *waiting, const struct outcome *outcome);
enum status past_tell_lacking(const struct waiting *waiting, struct diag *diag, bool is_all) CHECKED;

/* plan.c: what is to be made of all inputs, as far as it belongs to the shard */
struct plan_inputs {
    const char *const *files;
    size_t count;
    bool writes;
};
/* SYSTEM: nobody could look through an input; the tasks so far, the last of them says why (`is_lost`). */
enum status plan_make(struct batch *batch, struct arena *arena, const struct plan_inputs *inputs,
                      struct task_list *ret_tasks) CHECKED;
/* batch.c: each is made, and told. */
enum status tasks_run(struct batch *batch, const struct task_list *tasks, struct waiting *waiting) CHECKED;

/* document.c */
/* The document, to its file, which waits for its name; never fails but in the outcome.  `waiting`: the documents before it, if
 * this process looks after them. */
void document_make(struct batch *batch, const struct task *task, struct waiting *waiting,
                   struct outcome *ret_outcome, struct file_unnamed *ret_file);
/* How the job went.  `path`: of the file written; NULL: none was wanted. */
void document_sum_up(struct job *job, const char *path, enum status status, struct outcome *ret_outcome);

/* memory.c: a description in memory, to a file in memory (batch_make) */
/* compare.c: two descriptions, and the paper that tells what differs (batch_compare) */
/* explain.c: where a figure of a description comes from (batch_explain) */

/* form.c: what is to be filled in for a kind, new kinds, schemas (batch_new_form, batch_new_kind, batch_schema) */
/* starter.c: the files of a new kind; @ in them is its name */
enum { STARTER_FILES = 3 };
struct starter_file {
    const char *name, *text;
};
extern const struct starter_file starter_files[STARTER_FILES];
/* kinds.c: may a new kind be called so?  Its name is that of an element, too, and of no sort of file. */
bool kind_name_is_new(struct str name);

/* papers.c: an input of which several papers are made */
bool papers_are_likely(struct arena *scratch, struct diag *silent, const char *input);
/* The outcome's table lists them, for papers_add. */
void papers_list(struct batch *batch, const struct task *task, struct outcome *ret_outcome);
/* A task for each that the table names; none: it is one paper. */
enum status papers_add(struct arena *arena, const struct task *listed, struct str list,
                       struct task_list *tasks) CHECKED;
/* The root of the job's paper. */
enum status papers_tree(struct job *job) CHECKED;
/* What was read for the job's paper, for the manifest. */
enum status papers_describe(const struct job *job, struct manifest_making *making) CHECKED;
/* Reads the task's input, so that copies of this process have it. */
enum status papers_keep(struct batch *batch, const struct task *task) CHECKED;
void papers_close(struct batch *batch);

/* workers/: documents are made by processes of their own; all that is told is told by this one, in the order of the inputs. */
bool workers_are_wanted(const struct batch_options *options, size_t count);
enum status workers_run(struct batch *batch, const struct task *tasks, size_t count,
                        struct waiting *waiting) CHECKED;

/* changed.c: the manifest of a run.  `tasks`, of which those that are current are left out. */
struct changed_run {
    struct waiting *waiting;
    struct arena *arena;
    struct task *tasks;
    size_t *count;
};
/* SYSTEM, told: nothing is to be done. */
enum status changed_begin(struct changed_run *run) CHECKED;
/* `record`: the file that is kept with it, path NULL: none is. */
void changed_note(const struct batch *batch, const struct outcome *outcome, const struct file_unnamed *file,
                  const struct file_unnamed *record);
/* Between documents: writes down what is done, if that is due; what hinders it is told at the end. */
void changed_save(const struct batch *batch, struct arena *scratch);
enum status changed_end(struct changed_run *run, enum status before) CHECKED;
/* What the job's file was made from. */
void changed_describe(struct job *job);

/* stop.c: a signal that the run is to end */
void stop_arm(bool on);
bool stop_is_armed(void);
bool stop_is_asked(void);

/* job.c */
enum job_goal { JOB_NODE, JOB_RECORD, JOB_CONTENT, JOB_PAGES };
enum status job_open(struct job *job, struct batch *batch, const char *input) CHECKED;
/* Runs the stages up to the goal.  Never SYSTEM: an input that cannot be read fails its document only. */
enum status job_run(struct job *job, enum job_goal goal) CHECKED;
/* All messages of the job as text; explains a failure that left none. */
void job_print_messages(struct job *job, enum status status, struct buf *out);
void job_close(struct job *job);

#endif
