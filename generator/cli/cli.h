/*
 * cli: the command line.  Options, help, messages, exit status.  The one room that prints.
 *
 * Exit status: 0 all good; 1 some documents failed, the rest is done; 2 wrong command line, nothing done; 3
 * the system failed (a file cannot be written, the fonts cannot be loaded), the run stopped.
 */
#ifndef CHENGWEN_CLI_H
#define CHENGWEN_CLI_H

#include "batch/batch.h"

/* The whole program (run.c); gives the exit status.  Results go to stdout, messages to stderr. */
int cli_run(int argc, char **argv);

/* For who embeds the program (library.c): options as the command line has them, those that options.def gives to LIBRARY,
 * with the folders found, from the library's own file on where nobody says them.  They point into the arena.
 * FAILED, SYSTEM: reported; FAILED: an option is wrong, or a folder is not there. */
enum status cli_read_options(struct arena *arena, struct diag *diag, const char *const *arguments,
                             size_t count, struct batch_options *ret_options) CHECKED;

#endif
