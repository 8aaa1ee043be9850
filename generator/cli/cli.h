/*
 * cli: the command line.  Options, help, messages, exit status.  The one room that prints.
 *
 * Exit status: 0 all good; 1 some documents failed, the rest is done; 2 wrong command line, nothing done; 3
 * the system failed (a file cannot be written, the fonts cannot be loaded), the run stopped.
 */
#ifndef CHENGWEN_CLI_H
#define CHENGWEN_CLI_H

/* The whole program (run.c); gives the exit status.  Results go to stdout, messages to stderr. */
int cli_run(int argc, char **argv);

#endif
