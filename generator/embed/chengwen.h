/*
 * libchengwen: a formal Chinese PDF out of an XML description, from memory to memory.  What the program chengwen does with a
 * file, in a program of one's own: the same kinds, fonts, options, messages and bytes.  An example: docs/embedding.md.
 *
 *     struct chengwen *press;
 *     struct chengwen_result *result;
 *     const char *options[] = {"--date=2026-06-01", "--conformance=pdfa-3a"};
 *     if (chengwen_open(options, 2, &press, &result) == CHENGWEN_OK) {
 *         chengwen_result_free(result);
 *         chengwen_build(press, "/srv/in/letter.xml", bytes, size, &result);
 *         … result->file, result->file_size; result->messages …
 *     }
 *     chengwen_result_free(result);
 *     chengwen_close(press);
 *
 * Strings are UTF-8 and end with a NUL; none is NULL.  Messages are Chinese.
 *
 * Ownership: what a call gives is the caller's, and lives until it is freed here, whatever becomes of the press.  What a call
 * takes is read during the call alone.
 *
 * Errors: nothing here ends the process, prints, or asks.  Each call says how it went and gives a result with messages; only
 * where there was no memory for a result it gives NULL, and CHENGWEN_SYSTEM.  A description that fails, for whatever reason,
 * limits and lack of memory included, leaves the press as it was: the next one is made.  Limits are those of the program
 * (SECURITY.md): 64 MiB of description, 1 GiB of memory for a document, 300 MiB of PDF.
 *
 * Threads: all functions may be called from any thread at any time, also with one press.  Papers are made one at a time in
 * a process: a second call waits for the first.  Who wants more at once has several processes.  The work is done in a thread
 * of its own, which has a stack of 8 MiB, the locale C and all signals blocked, and ends before the call returns; a small
 * stack and the locale of the caller do not matter.  After fork() the child may call only what it opens itself, and only if
 * no call was going on in another thread.
 *
 * The process: the working directory, the locale, limits, the environment and the umask stay as they are, but for this:
 * - SIGBUS gets a handler while fonts are loaded first: a font file that somebody shortens fails its document.  What is not
 *   about a font goes to the handler that was there before.  Who sets another one later takes that safety away, no more.
 * - While chengwen_open looks for fonts and nothing was kept of an earlier time (~/.cache/chengwen), the standard error is
 *   a pipe for some milliseconds, because fontconfig talks: what other threads print there meanwhile is lost, and when that
 *   file is written, the umask is set and set back.
 * - libxml2 and GMP, where the program uses them too, get functions for memory that call malloc, realloc and free.
 * - Environment read in chengwen_open: CHENGWEN_HOME, HOME, XDG_CACHE_HOME and the variables of fontconfig.
 * The library stays in the process once it is loaded.  It trusts descriptions no more than the program does, but it is no
 * sandbox: the workers of `chengwen build -j` are (SECURITY.md).
 */
#ifndef CHENGWEN_H
#define CHENGWEN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CHENGWEN_PUBLIC __attribute__((visibility("default")))

/* As the program's exit status. */
enum chengwen_status {
    CHENGWEN_OK = 0,
    CHENGWEN_FAILED = 1, /* the description, its kind or its files are at fault: messages say how */
    CHENGWEN_USAGE = 2,  /* an option is wrong, or a folder is not there */
    CHENGWEN_SYSTEM = 3  /* no memory, no thread, fonts that cannot be loaded */
};

enum chengwen_level { CHENGWEN_NOTICE, CHENGWEN_WARNING, CHENGWEN_ERROR };

struct chengwen_message {
    const struct chengwen_message *next; /* NULL: this is the last */
    enum chengwen_level level;
    const char *code;      /* "MODEL_MISSING", as in chengwen(5); "": of what concerns no code */
    const char *file;      /* as the description or the option calls it; "": of no file */
    unsigned line, column; /* from 1 on, a column being a character; 0: of the whole file */
    const char *text;      /* a sentence */
    const char *help;      /* what to do about it; "": the text says it, or an earlier message did */
};

struct chengwen_result {
    enum chengwen_status status;
    /* The file, where there is one: a draft with errors (--draft) has one, too, and is FAILED.  NULL: none. */
    const unsigned char *file;
    size_t file_size, pages;
    const struct chengwen_message *messages; /* in the order found; NULL: there are none */
    const char *lines;                       /* the same, as the program prints them, a line each */
    /* What the program prints of the document besides: the table of proofs (check), figures of running text (check), pages
     * (--audit) and places (--places). */
    const char *table, *prose, *audit;
};

/* Kinds and fonts, with options: an opaque press. */
struct chengwen;

/* "0.1.0" */
CHENGWEN_PUBLIC const char *chengwen_version(void);

/* `options`: as the command line has them, "--name=value" or "--name" (docs/embedding.md lists them); they hold for all that is
 * made with the press.  Kinds and fonts are those of --templates and --fonts, of $CHENGWEN_HOME, or of the installation.
 * Fonts are loaded, some milliseconds; kinds when the first description needs them, and not again: a kind that changes
 * wants a new press.  OK: *ret_press is to be closed; else it is NULL.  *ret_result has messages alone, also when OK
 * (fonts that are missing, and what stands in for them). */
CHENGWEN_PUBLIC enum chengwen_status chengwen_open(const char *const *options, size_t count,
                                                   struct chengwen **ret_press,
                                                   struct chengwen_result **ret_result);
/* NULL is fine.  Not while another thread uses it. */
CHENGWEN_PUBLIC void chengwen_close(struct chengwen *press);

/* Makes the file of one description.  `name`: how messages call it, with its folder, in which the files that it names are
 * looked for ("letter.xml": in the working directory); nothing of that name is read or written.  Descriptions of which
 * several papers are made (<each>) are refused. */
CHENGWEN_PUBLIC enum chengwen_status chengwen_build(struct chengwen *press, const char *name,
                                                    const void *bytes, size_t size,
                                                    struct chengwen_result **ret_result);
/* The same up to the pages, as `chengwen check`: no file. */
CHENGWEN_PUBLIC enum chengwen_status chengwen_check(struct chengwen *press, const char *name,
                                                    const void *bytes, size_t size,
                                                    struct chengwen_result **ret_result);

/* NULL is fine. */
CHENGWEN_PUBLIC void chengwen_result_free(struct chengwen_result *result);

#ifdef __cplusplus
}
#endif

#endif
