/*
 * From the command line to the exit status.
 * stdout is closed here and its errors looked at: output to a full disk must not count as done.
 */
#include "cli/cli_int.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MAX_HELP = 1 << 16 };

static void print_messages(const struct diag *diag)
{
    struct buf text;
    buf_init(&text, MAX_HELP);
    diag_print(diag, &text);
    fputs(buf_str(&text).ptr, stderr);
    buf_clear(&text);
}

static int print_help(enum command command)
{
    struct buf text;
    buf_init(&text, MAX_HELP);
    options_help(command, &text);
    int result = buf_status(&text) == OK ? EXIT_GOOD : EXIT_SYSTEM;
    fputs(buf_str(&text).ptr, stdout);
    buf_clear(&text);
    return result;
}

static int run(int argc, char **argv, struct arena *arena, struct diag *diag)
{
    struct options options;
    if (options_parse(argc, argv, diag, &options) != OK)
        return EXIT_USAGE;
    if (options.help)
        return print_help(options.command);
    if (options.version) {
        puts("chengwen " CHENGWEN_VERSION);
        return EXIT_GOOD;
    }
    enum status status = folders_find(arena, diag, &options);
    if (status != OK)
        return status == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    return command_run(&options);
}

static int output_reason; /* the errno of the first failure; 0: none yet */

void output_watch(void)
{
    if (output_reason == 0 && ferror(stdout))
        output_reason = errno;
}

/* false: what was printed did not arrive; reported. */
static bool close_output(struct diag *diag)
{
    (void)fflush(stdout);
    output_watch();
    if (output_reason == 0 && fclose(stdout) != 0 && errno != EINTR)
        output_reason = errno;
    if (output_reason == 0)
        return true;
    diag_report(diag, MSG_FILE_UNWRITABLE, ((struct place){"stdout", 0, 0}), file_reason(output_reason));
    return false;
}

int cli_run(int argc, char **argv)
{
    signals_install();
    struct arena *arena = arena_new(1 << 20);
    struct diag *diag = arena != NULL ? diag_new(arena) : NULL;
    int result = EXIT_SYSTEM;
    if (diag != NULL) {
        if (process_prepare(diag) == OK)
            result = run(argc, argv, arena, diag);
        if (!close_output(diag))
            result = EXIT_SYSTEM;
        print_messages(diag);
    }
    arena_free(arena);
    return result;
}
