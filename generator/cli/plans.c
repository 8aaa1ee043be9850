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

enum { MAX_TEXT = 1 << 20 };

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
static enum status parse_run(struct arena *arena, struct diag *diag, const struct plan_run *run,
                             struct options *ret_options)
{
    struct diag *own = diag_new(arena);
    char **arguments = ARENA_NEW_ARRAY(arena, (size_t)run->count, char *);
    const struct diag_entry *entries;
    if (own == NULL || arguments == NULL)
        return NO_MEMORY;
    memcpy(arguments, run->arguments, (size_t)run->count * sizeof *arguments); /* they are sorted */
    enum status status = options_parse(run->count, arguments, own, ret_options);
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
    if (parse_run(arena, diag, run, &options) != OK)
        return EXIT_USAGE;
    options_overlay(&options, given);
    options.run.shard.turn = turn;
    if (!options.quiet) {
        struct buf title = BUF(MAX_TEXT);
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
        enum status own = parse_run(arena, diag, &plan->runs[i], &options);
        if (own == OK && options.prune && given->shard.given)
            own = diag_report(diag, MSG_CLI_PRUNE_SHARD, plan->runs[i].place);
        status = status_worse(status, own);
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
    return worst;
}
