/*
 * runlog: what a run tells machines, as lines of JSON; and the journal, a file of such lines that only grows.
 *
 * A line is one object and begins with {"event":"begin"|"paper"|"note"|"end","run":…,"time":…}.  Of a run there is one
 * begin, a line a paper, one end.  Members are only added from version to version.
 *
 * Each line of a journal holds, as its last member `previous`, the SHA-256 of the line before it (without the line
 * feed; of the first line an empty text): so a line that was changed, put in or taken out shows.  Lines are appended under a lock,
 * each with one write: any number of runs may share a journal.
 */
#ifndef CHENGWEN_RUNLOG_H
#define CHENGWEN_RUNLOG_H

#include "base/base.h"

/* --- lines (event.c), each with its line feed --- */

enum { RUNLOG_MAX_LINE = 64 << 20 };
struct runlog_stamp {
    struct str run, time; /* tells this run from all others; "2026-11-29T03:00:00Z" */
};
struct runlog_begin {
    const char *command, *name; /* name: of a plan's run; NULL: none */
    struct str folder;          /* the current one: other paths are from there */
    struct str options;         /* a JSON object */
    size_t papers;
};
/* Goes on with what batch_result has. */
struct runlog_paper {
    size_t number; /* from 1 on */
    const char *input, *file, *output;
    size_t part, pages, bytes;
    uint64_t ms;
    const char *status; /* good, failed; current: left out, as nothing changed; stopped: the run ended here */
    struct str sha256, facts;
    struct str findings, notes; /* ptr NULL: not to be told */
};
struct runlog_end {
    const char *status; /* good, failed: some papers; stopped: not all were looked at */
    size_t papers, good, failed, current, written, rest, pages;
    size_t whole; /* papers of the run, with those of other shards; 0: not known */
    uint64_t bytes, ms;
    struct str said; /* messages of the run, as they are printed */
};
void runlog_add_begin(struct buf *out, const struct runlog_stamp *stamp, const struct runlog_begin *begin);
void runlog_add_paper(struct buf *out, const struct runlog_stamp *stamp, const struct runlog_paper *paper);
void runlog_add_end(struct buf *out, const struct runlog_stamp *stamp, const struct runlog_end *end);
/* What the command line was told: objects of messages, with commas between. */
void runlog_add_note(struct buf *out, const struct runlog_stamp *stamp, struct str notes);

/* --- the journal (journal.c) --- */

/* Appends lines of the above, and waits for the disk; no lines: proves that it could.  A last line that was cut is closed, with
 * a warning.  FAILED: the file is no journal; SYSTEM: it cannot be written.  Both are reported. */
enum status journal_append(struct diag *diag, const char *path, struct str lines) CHECKED;

/* Is the chain whole (chain.c)?  Says in `out` how much it holds, and of `file` (NULL: none) what it was made from and when.
 * FAILED: it is not, or the file is not in it; SYSTEM: it cannot be read.  Both are reported. */
enum status journal_check(struct diag *diag, const char *path, const char *file, struct buf *out) CHECKED;

#endif
