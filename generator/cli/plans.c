/*
 * `run`: the runs of a plan, one after the other.
 *
 * Each is read as a command line of `build`; what stands on the command line of `run` itself goes before what the plan says.
 * Paths in a plan are from its folder, which becomes the current one.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"
#include "batch/messages.def"
#include "base/messages.def"
#include "expr/expr.h"
#include "plan/plan.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TITLE_MOST = 1 << 20 };

/* As seen from everywhere. */
static enum status make_absolute(struct arena *arena, const char **path)
{
    char real[PATH_MAX];
    if (*path == NULL || realpath(*path, real) == NULL)
        return OK; /* who opens it tells */
    *path = arena_copy(arena, str_of(real)).ptr;
    return *path == NULL ? NO_MEMORY : OK;
}

static enum status enter_folder(struct arena *arena, struct diag *diag, const char *plan)
{
    const struct str folder = path_directory(arena, plan);
    if (folder.ptr == NULL)
        return NO_MEMORY;
    if (chdir(folder.ptr) == 0)
        return OK;
    return diag_report(diag, MSG_FILE_UNREADABLE, ((struct place){plan, 0, 0}), file_reason(errno));
}

/* A fault in what the plan says as options is told at its run. */
static enum status parse_run(struct arena *arena, struct diag *diag, const struct options *given,
                             const struct plan_run *run, struct options *ret_options)
{
    struct diag *own = diag_new(arena);
    char **arguments = ARENA_NEW_ARRAY(arena, (size_t)run->count, char *);
    const struct diag_entry *entries;
    if (own == NULL || arguments == NULL)
        return NO_MEMORY;
    memcpy(arguments, run->arguments, (size_t)run->count * sizeof *arguments); /* they are sorted */
    enum status status = options_parse(options_settle(run->count, arguments), arguments, own, ret_options);
    const char *of_all = status != OK                   ? NULL
                         : ret_options->report != NULL  ? "report"
                         : ret_options->journal != NULL ? "journal"
                         : ret_options->log >= 0        ? "log"
                                                        : NULL;
    if (of_all != NULL)
        status = diag_report(diag, MSG_CLI_PLAN_TELLING, run->place, run->name, of_all);
    if (status == OK) {
        options_overlay(ret_options, given);
        status = options_check(ret_options, own);
    }
    const size_t count = diag_entries(own, &entries);
    for (size_t i = 0; i < count; i++)
        diag_report(diag, MSG_CLI_PLAN_OPTION, run->place, run->name, STR_ARGS(entries[i].text));
    return status;
}

/* `turn`: how many runs go before it. */
static int make_run(struct arena *arena, struct diag *diag, const struct options *given,
                    const struct plan_run *run, size_t turn)
{
    struct options options;
    if (parse_run(arena, diag, given, run, &options) != OK)
        return EXIT_USAGE;
    options.run.shard.turn = turn;
    options.telling = given->telling;
    options.leftovers = given->leftovers;
    options.run.written = given->run.written;
    if (options.run.templates == NULL)
        options.run.templates = given->plan_templates;
    if (options.run.fonts == NULL)
        options.run.fonts = given->plan_fonts;
    options.run_name = run->name;
    if (!options.quiet && options.log != 1) {
        struct buf title = BUF(TITLE_MOST);
        buf_tell(&title, MSG_CLI_PLAN_RUN, run->name);
        output_spend(OUTPUT_RESULT, &title);
    }
    return run_build(&options, arena, diag);
}

/* All runs are looked at before the first is made. */
static enum status check_runs(struct arena *arena, struct diag *diag, const struct options *given,
                              const struct plan *plan)
{
    enum status status = OK;
    for (size_t i = 0; i < plan->count && !status_stops(status); i++) {
        struct options options;
        status = status_worse(status, parse_run(arena, diag, given, &plan->runs[i], &options));
    }
    return status;
}

int command_plan(const struct options *options, struct arena *arena, struct diag *diag)
{
    struct options given = *options;
    struct date date = {.year = 0};
    struct plan plan;
    int worst = EXIT_GOOD;
    if (given.run.date != NULL && !date_parse(str_of(given.run.date), &date))
        return EXIT_USAGE; /* told when options were read */
    enum status status = plan_read(arena, diag, given.files[0], date, &plan);
    if (status == OK)
        status =
            status_worse(make_absolute(arena, &given.run.templates), make_absolute(arena, &given.run.fonts));
    if (status == OK && given.prune)
        status = leftovers_new(arena, &given.leftovers);
    if (status == OK)
        status = batch_written_new(arena, &given.run.written);
    struct options found = given;
    if (status == OK)
        status = folders_find(arena, diag, &found); /* a relative CHENGWEN_HOME is from here */
    given.plan_templates = found.run.templates;
    given.plan_fonts = found.run.fonts;
    if (status == OK && !file_is_stream(given.files[0]))
        status = enter_folder(arena, diag, given.files[0]);
    if (status == OK)
        status = check_runs(arena, diag, &given, &plan);
    if (status != OK)
        return status == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    for (size_t i = 0; i < plan.count && worst != EXIT_SYSTEM; i++) {
        const int result = make_run(arena, diag, &given, &plan.runs[i], i);
        worst = result > worst ? result : worst;
    }
    if (given.leftovers != NULL && worst <= EXIT_SOME_FAILED)
        leftovers_print(given.leftovers, &given);
    return worst;
}
