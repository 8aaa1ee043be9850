/*
 * What libchengwen takes from the command line: its options, read and proved by the same tables, and the folders of kinds
 * and fonts.  What of a run is `build` and `check` at once: both figures of running text and the table of proofs are looked
 * at, nothing is told of deviations of a kind, which concern its author.
 */
#include "cli/cli_int.h"

enum status cli_read_options(struct arena *arena, struct diag *diag, const char *const *arguments,
                             size_t count, struct batch_options *ret_options)
{
    struct options options;
    enum status status = options_parse_library(arena, diag, arguments, count, &options);
    if (status == OK)
        status = folders_find(arena, diag, &options);
    if (status != OK)
        return status;
    options.run.table = BATCH_TABLE_TEXT;
    options.run.figures = true;
    options.run.facts = true;
    *ret_options = options.run;
    return OK;
}
