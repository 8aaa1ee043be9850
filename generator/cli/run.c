/* From the command line to the exit status. */
#include "cli/cli_int.h"
#include "base/messages.def"
#include "cli/messages.def"

enum { MAX_HELP = 1 << 16, MAX_NAMES = 256 << 20 /* bytes, of the inputs in folders too */ };

static int print_help(enum command command)
{
    struct buf text = BUF(MAX_HELP);
    options_help(command, &text);
    int result = buf_status(&text) == OK ? EXIT_GOOD : EXIT_SYSTEM;
    output_spend(OUTPUT_RESULT, &text);
    return result;
}

/* And what -j, --timeout and --memory confine processes with. */
static int print_version(void)
{
    struct buf text = BUF(MAX_HELP);
    const char *confinement = batch_confinement();
    buf_printf(&text, "chengwen " CHENGWEN_VERSION "\n限制处理文书的进程：%s\n",
               confinement != NULL ? confinement : "没有");
    int result = buf_status(&text) == OK ? EXIT_GOOD : EXIT_SYSTEM;
    output_spend(OUTPUT_RESULT, &text);
    return result;
}

int run_build(struct options *options, struct arena *arena, struct diag *diag)
{
    enum status status = folders_find(arena, diag, options);
    if (status != OK)
        return status == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    if (options->data != NULL) {
        options->run.base = options->file_count > 0 ? options->files[0] : NULL;
        options->files = &options->data;
        options->file_count = 1;
    } else if (options->command == COMMAND_BUILD || options->command == COMMAND_CHECK) {
        status = inputs_find(arena, diag, options);
    }
    if (status_stops(status))
        return EXIT_SYSTEM;
    if (options->prune && !options->has_folder && options->data == NULL && options->leftovers == NULL) {
        diag_report(diag, MSG_CLI_PRUNE, PROGRAM);
        return EXIT_USAGE;
    }
    if (options->prune && options->inputs_lack)
        diag_report(diag, MSG_CLI_PRUNE_LACKS, PROGRAM);
    int result = command_run(options);
    return status == FAILED && result == EXIT_GOOD ? EXIT_SOME_FAILED : result;
}

/* With what is told of it beside. */
static int run_told(struct options *options, struct arena *arena, struct diag *diag)
{
    struct telling telling;
    enum status status = telling_open(&telling, arena, diag, options);
    if (status != OK)
        return status == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    options->telling = &telling;
    const int result = options->command == COMMAND_RUN ? command_plan(options, arena, diag)
                                                       : run_build(options, arena, diag);
    options->telling = NULL;
    return telling_close(&telling) == OK ? result : EXIT_SYSTEM;
}

static int run(int argc, char **argv, struct arena *arena, struct diag *diag)
{
    struct options options;
    if (options_parse(argc, argv, diag, &options) != OK)
        return EXIT_USAGE;
    if (options.help)
        return print_help(options.command);
    if (options.version)
        return print_version();
    if (options.command == COMMAND_COMPARE)
        return command_compare(&options, arena, diag);
    if (options.command == COMMAND_EXTRACT)
        return command_extract(&options);
    if (options.command == COMMAND_MERGE)
        return command_merge(&options, arena, diag);
    if (options.command == COMMAND_SIGNATURES || options.command == COMMAND_SIGN)
        return command_sign(&options, arena, diag);
    if (options.command == COMMAND_WATCH)
        return command_watch(&options, arena, diag);
    if (options.chain != NULL)
        return command_journal(&options, diag);
    return run_told(&options, arena, diag);
}

/* false: what was printed did not arrive; reported. */
static bool close_output(struct diag *diag)
{
    int reason = output_close();
    if (reason != 0)
        diag_report(diag, MSG_FILE_UNWRITABLE, ((struct place){"stdout", 0, 0}), file_reason(reason));
    return reason == 0;
}

int cli_run(int argc, char **argv)
{
    signals_install();
    struct arena *arena = arena_new(MAX_NAMES);
    struct diag *diag = arena != NULL ? diag_new(arena) : NULL;
    int result = EXIT_SYSTEM;
    if (diag != NULL) {
        if (process_prepare(diag) == OK)
            result = run(argc, argv, arena, diag);
        if (!close_output(diag))
            result = EXIT_SYSTEM;
        output_messages(diag);
    }
    arena_free(arena);
    signals_end();
    return result;
}
