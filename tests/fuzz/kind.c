/* Kinds: the files of one, in the text of the input, and a description of it (input.xml), through check and build.  Compiled once for each
 * sort of file; FUZZ_ROOTS says which the mutator changes. */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "fuzz/paper.h"

static char templates[256], description[256];

void harness_start(void)
{
    snprintf(templates, sizeof templates, "%s", fuzz_path("kinds"));
    snprintf(description, sizeof description, "%s", fuzz_path("kinds/input.xml"));
}

/* Only names that the seeds have: what a name may do says tests/torture. */
static bool is_plain(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] != '-' && name.ptr[i] != '/' && name.ptr[i] != '.' &&
            (name.ptr[i] < 'a' || name.ptr[i] > 'z'))
            return false;
    return str_ends(name, ".xml") && name.len < 100 && name.ptr[0] != '/' &&
           memmem(name.ptr, name.len, "..", 2) == NULL;
}

void harness_try(struct str input)
{
    struct fuzz_part part;
    char path[200];
    for (struct str rest = input; fuzz_part_next(&rest, &part);)
        if (is_plain(part.name)) {
            snprintf(path, sizeof path, "kinds/%.*s", STR_ARGS(part.name));
            fuzz_write(path, part.bytes);
        }
    const struct batch_options options = paper_options(fuzz_choice(input, PAPER_WAYS), templates);
    if (file_exists(description))
        paper_try(&(struct paper){&options, NULL, description});
    fuzz_empty("kinds");
}
