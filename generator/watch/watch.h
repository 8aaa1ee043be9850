/*
 * watch: the files that a paper is made of, watched while somebody writes on it, and the page that shows it meanwhile.
 *
 * Whoever makes the paper notes each file before it looks at it, there or not: nothing changes unseen in between.
 * Folders are watched, never files, since editors put a new file in the place of the old one; of one that is not there the nearest around it.
 * What the system tells only wakes: all files are looked at by size, inode and time as well, so network file systems go too, and no inotify.
 * The page loads its state again and again as a script, the one thing that a browser fetches anew from a folder without a server.
 * The room knows no clock, no signals, no documents: who waits how long, and what is made then, is cli/watch.c.
 */
#ifndef CHENGWEN_WATCH_H
#define CHENGWEN_WATCH_H

#include "base/base.h"

#include <signal.h>

/* --- files (files.c) --- */

struct watch;
/* NO_MEMORY alone.  Where the system does not tell of changes, that is a warning: files are then looked at again and again. */
enum status watch_open(struct diag *diag, struct watch **ret_watch) CHECKED;
void watch_close(struct watch *watch); /* NULL is fine */

/* What was noted counts no more; what changes from here on still wakes, until watch_settle. */
void watch_begin(struct watch *watch);
/* A path as a file is opened by; once noted it may be noted again. */
void watch_note(struct watch *watch, const char *path);
/* All files of the folder whose names end so, those that come later too; hidden ones aside. */
void watch_note_folder(struct watch *watch, const char *folder, const char *end);
/* What the program itself writes is no news, whoever reads it. */
void watch_ignore(struct watch *watch, const char *path);
/* All is noted.  NO_MEMORY: not all was; a limit of the system that was reached is a warning, once. */
enum status watch_settle(struct watch *watch, struct diag *diag) CHECKED;
size_t watch_count(const struct watch *watch); /* files noted */

enum watch_news { WATCH_QUIET, WATCH_CHANGED, WATCH_INTERRUPTED };
/* Waits for `ms` at most; `during`: the signals that are blocked meanwhile (NULL: no others), one of which interrupts. */
enum watch_news watch_wait(struct watch *watch, int ms, const sigset_t *during) CHECKED;
/* So often files are looked at where the system does not tell of all: watch_wait should not be longer than that. */
int watch_step(const struct watch *watch);
/* A file that was there when it was noted is gone, or is empty: somebody is just writing it, perhaps. */
bool watch_is_unfinished(const struct watch *watch);

/* --- the page (page.c) --- */

/* Of out/NAME.pdf the page is out/NAME-预览.htm: all else that the program writes ends otherwise (.html, too).  Its state is
 * out/NAME-预览.js. */
enum watch_part { WATCH_PAGE, WATCH_STATE };
struct str watch_path(struct arena *arena, const char *pdf, enum watch_part part) CHECKED;

/* How places are linked: "file", "vscode", or an address with {file}, and perhaps {line} and {column}, in it. */
bool watch_link_is_valid(const char *link);

enum watch_verdict {
    WATCH_GOOD,   /* the PDF is what the files say */
    WATCH_DRAFT,  /* it is a draft with errors */
    WATCH_FAILED, /* it is older than the files, or there is none */
    WATCH_GONE,   /* there is no description any more */
    WATCH_OVER    /* it is not watched any more, and may be old */
};
struct watch_page {
    const char *pdf;   /* its path */
    const char *input; /* as messages call it */
    struct str folder; /* absolute: relative paths in messages are from there */
    const char *link;  /* see above */
    enum watch_verdict verdict;
    bool is_there;     /* there is a PDF, of now or before */
    struct str digest; /* changes with the PDF; empty: not known */
    struct str made;   /* when it was made, as 2026-11-29T03:00:00Z; empty: before, by another run */
    size_t pages;
    struct str notes; /* messages as JSON objects (diag_print_json) */
    struct str said;  /* others, a line each */
};
/* Both files.  FAILED: one is there that is no such page; SYSTEM: it cannot be written.  Both are reported. */
enum status watch_page_write(struct arena *scratch, struct diag *diag, const struct watch_page *page) CHECKED;

#endif
