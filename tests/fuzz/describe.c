/* Descriptions of the shipped kinds, through check and build. */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "fuzz/paper.h"

static struct batch_options options[PAPER_WAYS];
static struct batch *batches[PAPER_WAYS];

void harness_start(void)
{
    for (uint32_t way = 0; way < PAPER_WAYS; way++)
        options[way] = paper_options(way, SOURCE_DIR "/templates");
}

void harness_try(struct str input)
{
    char path[256];
    const uint32_t way = fuzz_choice(input, PAPER_WAYS);
    if (batches[way] == NULL)
        batches[way] = paper_open(&options[way]);
    fuzz_write("paper.xml", input);
    snprintf(path, sizeof path, "%s", fuzz_path("paper.xml"));
    paper_try(&(struct paper){&options[way], batches[way], path});
}
