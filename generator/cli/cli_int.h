/* cli, inside: what the command line says, and who acts on it. */
#ifndef CHENGWEN_CLI_INT_H
#define CHENGWEN_CLI_INT_H

#include "base/base.h"
#include "batch/batch.h"
#include "cli/cli.h"
#include "runlog/runlog.h"

#include <signal.h>

enum exit_status { EXIT_GOOD = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

enum command {
    COMMAND_NONE,
    COMMAND_BUILD,
    COMMAND_RUN,
    COMMAND_WATCH,
    COMMAND_CHECK,
    COMMAND_DUMP,
    COMMAND_EXPLAIN,
    COMMAND_COMPARE,
    COMMAND_NEW,
    COMMAND_SCHEMA,
    COMMAND_FONTS,
    COMMAND_EXTRACT,
    COMMAND_VERIFY,
    COMMAND_MERGE,
    COMMAND_SIGNATURES,
    COMMAND_SIGN,
    COMMAND_COUNT,
    COMMAND_LIBRARY = COMMAND_COUNT /* no command: the options that libchengwen takes (library.c) */
};

/* What an amount's option sets. */
struct option_amount {
    bool given;
    int64_t value;
    int64_t of; /* of a share: K/N is K of N */
};

struct options {
    enum command command;
    struct batch_options run;         /* as far as options say it */
    const char *kind;                 /* NULL: not given */
    const char *new_kind;             /* new: a kind that is to be made; NULL: not given */
    const char *data;                 /* a table of papers; the file, if there is one, stands under it */
    int stage;                        /* enum batch_stage; -1: not given */
    int format;                       /* 1: JSON; -1: not given */
    int grammar;                      /* 1: XSD; -1: not given */
    bool list, force, kind_from_file; /* extract, verify */
    struct option_amount jobs, timeout, memory, shard;
    struct option_amount depth; /* explain */
    bool json, list_fields;
    bool xlsx; /* new */
    bool merge_by_digest, merge_writes;
    bool prune;
    bool has_folder;                         /* one is among the inputs */
    bool inputs_lack;                        /* one of them cannot be read: nobody knows what it holds */
    struct leftovers *leftovers;             /* of all runs of a plan; NULL: there is no plan */
    const char *plan_templates, *plan_fonts; /* where they are when neither plan nor command line says it */
    int log;                                 /* 1: JSON; -1: not given */
    const char *report, *journal;            /* NULL: not given */
    const char *chain;                       /* verify: a journal; NULL: not given */
    const char *compare_output; /* compare: the file of the paper, or of the JSON; NULL: not given */
    const char *roots;          /* signatures; NULL: not given */
    const char *code;           /* verify: what was read from a QR code; NULL: not given */
    struct {                    /* sign; each as it is written, NULL: not given */
        const char *field, *cert, *key, *chain, *p12, *pkcs11, *token, *label, *signer, *password, *tsa,
            *validation;
        const char *output, *picture, *text, *reason, *location, *time;
        int digest; /* -1: not given */
        bool pss, strict;
    } sign;
    const char *link;          /* watch: how the page links places; NULL: not given */
    struct watching *watching; /* of `watch`; NULL: nobody waits for changes */
    const char *run_name;      /* of a plan; NULL: none */
    struct telling *telling;   /* of the whole program, with all runs of a plan */
    bool quiet, help, version;
    const char *const *files;
    size_t file_count;
};

/* Where messages about the command line stand (options.c). */
extern const struct place PROGRAM;

/* --- values.c: values of options that are amounts --- */
enum option_type {
    OPTION_TEXT,
    OPTION_FLAG,
    OPTION_WORD,     /* one of a list */
    OPTION_NUMBER,   /* 12 */
    OPTION_SIZE,     /* 4096, 64K, 64M, 1G: in bytes */
    OPTION_DURATION, /* 30, 30s, 500ms, 2min, 1h: in milliseconds */
    OPTION_SHARE     /* 3/10 */
};
/* A kind of value: an amount has bounds, a word its list; one that may be left out then means `least`. */
struct option_kind {
    enum option_type type;
    bool alone;
    int64_t least, most;
    const struct words *words;
};
/* false: it is none, or too large to be counted. */
bool option_value_parse(enum option_type type, const char *text, int64_t *ret_value);
/* K/N, 1 <= K <= N <= most. */
bool option_share_parse(const char *text, int64_t most, int64_t *ret_value, int64_t *ret_of);
/* In the largest unit that divides it. */
void value_write(enum option_type type, int64_t value, struct buf *out);
/* The value of the option `name`.  FAILED, reported: no such amount, or out of bounds. */
enum status value_set(struct diag *diag, const char *name, const struct option_kind *kind, const char *text,
                      struct option_amount *ret_amount) CHECKED;

/* --- options.c --- */
/* Sorts argv: options by the table, the rest are the command and its files (moved to the front of argv[1…]).
 * FAILED: reported. */
enum status options_parse(int argc, char **argv, struct diag *diag, struct options *ret_options) CHECKED;
/* Of a plan: "--draft=yes" is --draft, "--draft=no" goes, where an option has no value or need have none.  How many are left. */
int options_settle(int count, char **arguments);
/* What is given there goes before what stands here, of the options that both commands take. */
void options_overlay(struct options *options, const struct options *given);
/* The next option that was given, from *at == 0 on; its value in words, none of one without.  false: there are no more. */
enum { OPTION_VALUE_MAX = 1 << 20 };
bool options_next(const struct options *options, size_t *at, const char **ret_name, struct buf *ret_value);
/* What was given, as a JSON object: names of options and their values. */
void options_add_json(const struct options *options, struct buf *out);
const char *options_command(enum command command); /* its name */
/* The help text of one command; COMMAND_NONE: of the program. */
void options_help(enum command command, struct buf *out);

/* --- together.c --- */
/* What goes with what, once all is said that goes before.  FAILED, reported. */
enum status options_check(const struct options *options, struct diag *diag) CHECKED;
extern const struct words words_stage; /* options.c */

/* --- process.c --- */
enum { LEAST_STACK_KB = 4096 };
/* The standard streams are open, the stack is large enough.  SYSTEM: it cannot be; reported. */
enum status process_prepare(struct diag *diag) CHECKED;

/* --- folders.c --- */
/* Fills in the folders that were not given.  FAILED: one of them is not there; SYSTEM: it cannot be used.
 * Both are reported. */
enum status folders_find(struct arena *arena, struct diag *diag, struct options *options) CHECKED;

/* The folder of the program itself; ptr NULL: not known, for errno. */
struct str program_folder(struct arena *arena) CHECKED;

/* --- inputs.c --- */
/* Folders become the descriptions in them.  FAILED: of one of them there are none; reported, the rest goes on. */
enum status inputs_find(struct arena *arena, struct diag *diag, struct options *options) CHECKED;

/* --- signals.c --- */
/* From here on, a signal that ends the program leaves no half-written file. */
void signals_install(void);
/* What is said, behind the signal's number, when one ends the program on the spot; empty: nothing. */
enum { SIGNALS_TEXT = 400 };
void signals_prepare(struct str text);
/* From here on SIGINT, SIGTERM and SIGHUP ask for an end that is no fault: a build that goes on ends soon. */
void signals_gather(void);
int signals_gathered(void); /* which came; 0: none */
/* They wait, but for where `ret_during` is in force. */
void signals_hold(sigset_t *ret_during);
/* At the end: if one came meanwhile that was not gathered, the program dies by it. */
void signals_end(void);

/* --- clock.c --- */
enum { CLOCK_TEXT = 64 };
uint64_t clock_ms(void);                      /* of a clock that only goes on */
void clock_utc(char ret_text[CLOCK_TEXT]);    /* 2026-11-29T03:00:00Z */
void clock_run_id(char ret_text[CLOCK_TEXT]); /* another one each time */

/* --- progress.c --- */
void progress_begin(void); /* shows nothing where the standard error is no terminal */
void progress_update(size_t done, size_t failed, size_t total);
void progress_end(void);
/* Around what else is printed on the terminal; hide is for the handler of a signal, too. */
void progress_hide(void);
void progress_show(void);
struct progress_state {
    size_t done, failed, total;
    uint64_t ms; /* since the beginning */
};
void progress_write(const struct progress_state *state, size_t width, struct buf *out);

/* --- telling.c --- */
struct telling {
    struct arena *arena;
    struct diag *diag;
    bool json;
    const char *report, *journal; /* absolute; NULL: none is wanted */
    struct buf events;            /* for the report */
    struct buf fresh;             /* for the journal, not written so far */
    enum status status;           /* what went wrong with telling */
    /* Of the run that goes on: */
    const struct options *options;
    struct str folder;
    char run[CLOCK_TEXT], time[CLOCK_TEXT];
    bool begun;
    uint64_t since;
    struct runlog_end counts;
    struct buf said;
};
/* FAILED, SYSTEM: reported, and nothing is to be done. */
enum status telling_open(struct telling *telling, struct arena *arena, struct diag *diag,
                         const struct options *options) CHECKED;
void telling_begin(struct telling *telling, const struct options *options);
void telling_say(struct telling *telling, struct str text); /* messages of the run, printed */
void telling_paper(struct telling *telling, const struct batch_result *result);
void telling_note(struct telling *telling, const struct diag *diag); /* of the run as a whole */
void telling_whole(struct telling *telling, size_t papers); /* of the run, with those of other shards */
void telling_end(struct telling *telling, enum status status);
void telling_yield(struct telling *telling); /* the report is that of another run, which goes on */
/* Writes the report.  SYSTEM: it, or the journal, could not be written; reported. */
enum status telling_close(struct telling *telling) CHECKED;

/* --- output.c --- */
enum output { OUTPUT_RESULT, OUTPUT_MESSAGE };
void output_write(enum output to, struct str text);
void output_spend(enum output to, struct buf *text); /* writes it and clears it */
void output_messages(const struct diag *diag);
int output_close(void); /* the standard output; the errno if not all arrived there, else 0 */

/* --- said.c: messages as they were printed --- */
/* Without notices where it is to be quiet. */
void said_write(const struct options *options, struct str lines);
/* The next line, without its end; false: there is none. */
bool said_next(struct str lines, size_t *at, struct str *ret_line);
/* Cuts the place and the severity off a line; none there: an error without place. */
enum severity said_severity(struct str *text, struct str *ret_place);
/* What stands before the mark stays, what stands behind it is the rest.  false: there is no such mark. */
bool said_cut(struct str *text, const char *mark, struct str *ret_rest);

/* --- leftovers.c --- */
struct batch;
struct leftovers;
enum status leftovers_new(struct arena *arena, struct leftovers **ret_leftovers) CHECKED;
/* What a run says of the folder that it wrote into. */
enum status leftovers_add(struct leftovers *leftovers, const struct options *options,
                          struct batch *batch) CHECKED;
void leftovers_print(const struct leftovers *leftovers, const struct options *options);

/* Options alone, those with ON(LIBRARY); their texts are copied (options.c).  FAILED: reported. */
enum status options_parse_library(struct arena *arena, struct diag *diag, const char *const *arguments,
                                  size_t count, struct options *ret_options) CHECKED;

/* --- library.c: what libchengwen takes from here (cli.h) --- */

/* --- commands.c --- */
int command_run(const struct options *options);
/* With its folders and inputs found. */
int run_build(struct options *options, struct arena *arena, struct diag *diag);          /* run.c */
int command_plan(const struct options *options, struct arena *arena, struct diag *diag); /* plans.c */
/* watch.c */
int command_watch(struct options *options, struct arena *arena, struct diag *diag);
void watching_paper(struct watching *watching, const struct batch_result *result);
void watching_say(struct watching *watching, struct str messages); /* of the run as a whole */
int command_journal(const struct options *options, struct diag *diag);
int command_extract(const struct options *options); /* which needs neither kinds nor fonts */
int command_merge(struct options *options, struct arena *arena,
                  struct diag *diag); /* merge.c; nor does this */
/* compare.c */
int command_compare(struct options *options, struct arena *arena, struct diag *diag);
bool compare_output_is_json(const struct options *options);
enum status compare_check_output(const struct options *options,
                                 struct diag *diag) CHECKED; /* FAILED: reported */
/* sign.c: what chengwen-sign does; returns only where that could not be started. */
int command_sign(struct options *options, struct arena *arena, struct diag *diag);

#endif
