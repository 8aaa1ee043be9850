/*
 * batch: runs the line reader - model - template - layout - pdf once per document, with atomic output.
 * The composition root: the one room that knows all the others.
 */
#ifndef CHENGWEN_BATCH_H
#define CHENGWEN_BATCH_H

#include "base/base.h"

enum batch_stage {
    BATCH_NODE,
    BATCH_RECORD,
    BATCH_CONTENT,
    BATCH_PAGES,
    BATCH_LINES,
    BATCH_GLYPHS,
    BATCH_STRUCTURE
};

/* How the findings of a document are told: not at all, as a table for people, as JSON (one object a line). */
enum batch_table { BATCH_TABLE_NONE, BATCH_TABLE_TEXT, BATCH_TABLE_JSON };

/* The formats of files. */
enum batch_writer {
#define WRITER(name) BATCH_WRITER_##name,
#include "batch/writers.def"
#undef WRITER
};
extern const struct words words_writer;

/* What stands in the file beside its pages. */
enum batch_attach { BATCH_ATTACH_NONE, BATCH_ATTACH_SOURCE, BATCH_ATTACH_KIND };
extern const struct words words_extent;

/* Papers shared out among machines that know nothing of each other: paper p of input i, both from 0 on, belongs to shard
 * (turn + i + p) % count.  So neighbours, which are often alike, are spread, and what one input turns out to be moves no
 * paper of another. */
struct batch_shard {
    int64_t number, count; /* number: from 1 on; count 0: all papers are made here */
    size_t turn; /* of runs that follow each other: the first inputs of all would meet in one shard */
};

/* The files that runs of a plan have been given, so that none writes over another's. */
struct batch_written;
enum status batch_written_new(struct arena *arena, struct batch_written **ret_written) CHECKED;

struct batch_options {
    const char *templates;         /* folder of the kinds */
    const char *fonts;             /* folder of roles.xml and unpacked fonts */
    const char *font_cache;        /* a file, see font_request; NULL: none */
    const char *output;            /* folder for PDFs; NULL: beside the input */
    struct batch_written *written; /* of the runs before; NULL: none goes before */
    int writer;                    /* enum batch_writer: the format of the files; -1: the first (PDF) */
    int conformance;       /* enum page_conformance: what the file promises; -1: what goes with the rest */
    bool strict_alt;       /* a picture that does not say what it shows is an error */
    int attach;            /* enum batch_attach; -1: not said, what the conformance wants */
    const char *attach_as; /* what the description is called in the file; NULL: as it is */
    bool compact;          /* the file is made small, whatever signing programs say to it */
    bool places;           /* where parties sign is told of each paper, as a line of JSON */
    bool fields;           /* the file has empty signature fields where parties seal or sign */
    bool folders_read;     /* a folder among the files is one that has no descriptions */
    const char *kind;      /* of papers made of data alone; NULL: not said */
    const char *mapping;   /* a file: what the columns of the data are; NULL: the kind's, if it has one */
    const char *base;      /* a description under the data; NULL: none */
    const char
        *record; /* the record of the period before: a file, or a folder of those; NULL: none (past.c) */
    const char
        *keep_record;   /* build: a folder for the records of the papers that are made; NULL: none are kept */
    const char *date;   /* "YYYY-MM-DD" or NULL: today() in a template is then an error */
    bool square_font;   /* tests: the square font instead of roles.xml */
    bool without_fonts; /* no fonts are loaded: for check, which sets no page */
    enum batch_table table;
    bool all;        /* the table has the proofs that held, too */
    bool deviations; /* a kind tells, when it is loaded, where it deviates from the profiles it is held to */
    bool proof;      /* build: the table as an annex of the PDF */
    /* build: figures that disagree are marked on the page and do not stop the document.  Every page bears the
     * watermark 草稿, and the file is called NAME-草稿.pdf. */
    bool draft;
    bool is_public;    /* what the kind declares personal is hidden in all that is printed */
    bool figures;      /* the figures of running text are looked up in the record */
    bool strict_prose; /* and one that nearly is a field's is an error, not a warning */
    bool audit;        /* build: how the pages were set is told of each document */
    struct batch_shard shard;
    int64_t workers; /* processes that make the documents; 0: this one does */
    int64_t timeout; /* ms for a document; 0: without limit */
    int64_t memory;  /* bytes that a worker may take beyond what it begins with; 0: without limit */
    bool no_sandbox; /* workers may open what they like */
    bool manifest; /* build: what papers are made from is noted in the folder of the output, which is given */
    bool if_changed;   /* and what is current by that is not made */
    bool by_digest;    /* which is found out by reading it all */
    bool facts;        /* results have facts, notes and digests */
    struct buf *notes; /* for what batch_open tells, as notes of results; NULL: not wanted */
    const char *
        fault; /* tests: "crash=TEXT", "hang=TEXT", "reach=TEXT", several with commas between: in a worker, at inputs with TEXT in their name */
};

/* What workers are confined with on this system; NULL: nothing. */
const char *batch_confinement(void);

struct batch; /* templates, fonts and options of one run; the options' strings must outlive it */

enum batch_about {
    BATCH_DOCUMENT,
    BATCH_CURRENT, /* a document that was left out: what stands there is current */
    BATCH_RUN      /* no document: messages alone, and whether the run stops */
};
/* How one document went.  Strings are valid during the report only. */
struct batch_result {
    enum batch_about about;
    const char *input;  /* what messages call it */
    const char *file;   /* the file that it comes from; NULL: `input` */
    size_t part;        /* of several papers of the file, from 1 on; 0: it is one */
    const char *output; /* the PDF written; NULL: none.  A draft with errors is written, and FAILED */
    const char *target; /* the PDF that was wanted, written or not; NULL: none, or it is not known */
    size_t pages;
    size_t count;             /* documents of this run, those of other shards aside */
    struct str kind_messages; /* the same, of its kind, with the first document of it */
    struct str messages; /* "file:line:column: error: text\n" each; warnings also when the document is good */
    struct str table;    /* of the findings; empty: not wanted, or nothing found */
    struct str prose;    /* of the figures in running text; empty: not wanted, or there are none */
    struct str audit;    /* of the pages set; empty: not wanted, or no pages */
    size_t bytes;        /* of the file written */
    uint64_t ms;         /* that it took, without the disk */
    struct str sha256;   /* of the file written, 64 digits; empty: not wanted, or none */
    struct str notes;    /* the messages, those of the kind among them, as JSON objects with commas between */
    /* Members of a JSON object, each with a comma before it.  What it was made from: kind and kind_sha256, title and
     * date, inputs; what was proved, where that was wanted: proved and findings. */
    struct str facts, findings;
    bool more;          /* others are told at once behind it */
    size_t all;         /* of one that is current: documents of this run, current ones too */
    enum status status; /* OK, FAILED, or SYSTEM: nothing could be written, the run stops here */
};
typedef void batch_report(void *context, const struct batch_result *result);

bool batch_is_table(const char *path);      /* its rows are papers */
bool batch_date_is_valid(const char *date); /* "YYYY-MM-DD", a real day */

/* Loads the fonts unless told not to; kinds are loaded when a document needs them.  Faults and warnings go to
 * `messages`, also when OK. */
enum status batch_open(const struct batch_options *options, struct buf *messages,
                       struct batch **ret_batch) CHECKED;
void batch_close(struct batch *batch); /* NULL is fine */
/* Each returns OK when every document succeeded, FAILED when some failed, SYSTEM when the run had to stop.
 * build writes OUTPUT/<name of the input without .xml>.pdf; the second of two inputs with one output is
 * refused. check does all up to the layout template and writes nothing. */
enum status batch_build(struct batch *batch, const char *const *inputs, size_t count, batch_report *report,
                        void *context) CHECKED;
enum status batch_check(struct batch *batch, const char *const *inputs, size_t count, batch_report *report,
                        void *context) CHECKED;
/* After build with a manifest: what it says that was made in the folder, and nothing of this run makes any more; a name
 * a line.  `folders`: the inputs are all there are, but for tables; else only papers of an input of this run. */
enum status batch_leftovers(struct batch *batch, bool folders, struct buf *out) CHECKED;
/* For the handler of a signal.  true: the build that goes on keeps account of what it has made, and ends soon; false: there is
 * none, or it was asked before. */
bool batch_stop(int number);
int batch_stopped_by(void);                    /* the signal; 0: none */
bool batch_is_held(const struct batch *batch); /* another run keeps the manifest: nothing was done */
/* Papers of the last of them, those of other shards too; 0: it did not come to know them. */
size_t batch_paper_count(const struct batch *batch);
/* The kind alone, without any document: what its documents would be told of it.  `input` of the report is the
 * name. */
enum status batch_check_kind(struct batch *batch, const char *name, batch_report *report,
                             void *context) CHECKED;
/* A description in memory, to a file in memory.  `name`: what messages call it, as a file would be called; what it names is
 * looked for beside that, and nothing is read there itself. */
struct batch_described {
    const char *name;
    struct str bytes;
    bool checks; /* as `check`: no file is made */
};
/* The file is in `out`, where the report says output; a draft with errors, too.  The status is the report's, or NO_MEMORY
 * without one. */
enum status batch_make(struct batch *batch, const struct batch_described *description, struct buf *out,
                       batch_report *report, void *context) CHECKED;
enum status batch_dump(struct batch *batch, const char *input, enum batch_stage stage, struct buf *out,
                       struct buf *messages) CHECKED;

/* Where a figure of a description comes from (room explain); with errors the options must be those of a draft. */
struct batch_explanation {
    const char *field, *input;
    size_t depth;
    bool json;
};
enum status batch_explain(struct batch *batch, const struct batch_explanation *wanted, struct buf *out,
                          struct buf *messages) CHECKED;

/* The paths that may be asked for, a line each. */
enum status batch_fields(struct batch *batch, const char *input, struct buf *out,
                         struct buf *messages) CHECKED;

/* Two descriptions of one kind: what differs, as a paper (修订对照表) or as JSON. */
struct batch_comparison {
    const char *old, *now;
    const char *output;   /* the paper's file; NULL: no paper, JSON in `out` */
    batch_report *report; /* of the paper, as of `build` */
    void *context;
};
/* *ret_count: the differences; there is no paper where both say the same. */
enum status batch_compare(struct batch *batch, const struct batch_comparison *comparison, struct buf *out,
                          struct buf *messages, size_t *ret_count) CHECKED;

/* Writes FOLDER/KIND.xlsx or KIND.xml (folder NULL: the current one), to be filled in; *ret_path: in the batch's memory.  A file that is
 * there is replaced only with `force`. */
enum batch_form { BATCH_FORM_DESCRIPTION, BATCH_FORM_BOOK };
enum status batch_new_form(struct batch *batch, const char *kind, enum batch_form form, bool force,
                           const char **ret_path, struct buf *messages) CHECKED;
/* Makes a kind of that name in the folder of kinds, and its first description as batch_new_form does.  FAILED, reported: one of them
 * is there, or it cannot be called so. */
enum status batch_new_kind(struct batch *batch, const char *kind, const char **ret_folder,
                           const char **ret_path, struct buf *messages) CHECKED;
/* Into `out` the schema of the kind's descriptions, or of model, layout, style, roles, mapping, plan: of such files. */
enum status batch_schema(struct batch *batch, const char *of, bool xsd, struct buf *out,
                         struct buf *messages) CHECKED;

/* --- files that were made --- */

/* Writes what is attached to `file` into `folder` (NULL: the current one), or lists it.  Names become those of one
 * file there; nothing is replaced unless told so. */
struct batch_extraction {
    const char *file, *folder;
    bool list, force;
};
enum status batch_extract(const struct batch_extraction *extraction, struct buf *out,
                          struct buf *messages) CHECKED;
/* Makes `file` again and says in `out` whether every byte agrees, or what differs.  OK: all agree; FAILED: not, or
 * it cannot be told.  `options`: folders; date, draft and proof where the file does not say them.  `source` NULL: what
 * is attached.  Kinds are those of the options' folder, unless `kind_from_file`. */
struct batch_verification {
    const char *file, *source;
    /* What was read from a QR code, "-" from a stream: not bytes are compared, but the digest in it with that of the figures, and
     * its words with those of the paper's codes.  `file` alone may then be a description; without `source`, what is compared with
     * is the data attached, as it stands.  NULL: bytes. */
    const char *code;
    bool kind_from_file;
    bool quiet; /* nobody reads `out` where all agree: what it does not speak for is a warning */
};
enum status batch_verify(const struct batch_options *options, const struct batch_verification *verification,
                         struct buf *out, struct buf *messages) CHECKED;

enum status batch_fonts(struct batch *batch, struct buf *out) CHECKED;

#endif
