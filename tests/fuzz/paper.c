/* See paper.h. */
#include <stdio.h>

#include "fuzz/fuzz.h"
#include "fuzz/paper.h"
#include "page/page.h"

enum { OUT_MAX = 1 << 24 };

static const struct batch_options ways[PAPER_WAYS] = {
    {.writer = BATCH_WRITER_pdf, .conformance = -1, .attach = -1, .audit = true},
    {.writer = BATCH_WRITER_pdf, .conformance = -1, .attach = -1},
    {.writer = BATCH_WRITER_pdf,
     .conformance = -1,
     .attach = BATCH_ATTACH_SOURCE,

     .draft = true,
     .proof = true},
    {.writer = BATCH_WRITER_pdf,
     .conformance = PAGE_A4F_UA2,
     .attach = BATCH_ATTACH_KIND,

     .figures = true},
    {.writer = BATCH_WRITER_pdf,
     .conformance = PAGE_PLAIN,
     .attach = -1,

     .compact = true,
     .proof = true,
     .all = true},
    {.square_font = true, .writer = BATCH_WRITER_html, .conformance = -1, .attach = -1, .facts = true},
    {.square_font = true,
     .writer = BATCH_WRITER_md,
     .conformance = -1,
     .attach = -1,

     .draft = true,
     .strict_prose = true,
     .figures = true},
    {.writer = BATCH_WRITER_pdf,
     .conformance = -1,
     .attach = -1,

     .table = BATCH_TABLE_JSON,
     .all = true,
     .deviations = true,
     .strict_alt = true,
     .facts = true,
     .audit = true},
};

struct batch_options paper_options(uint32_t way, const char *templates)
{
    static char output[256], cache[256];
    struct batch_options options = ways[way];
    snprintf(output, sizeof output, "%s", fuzz_path("out"));
    snprintf(cache, sizeof cache, "%s", fuzz_path("fonts"));
    options.font_cache = cache; /* else it takes long to open one */
    options.templates = templates;
    options.fonts = SOURCE_DIR "/fonts";
    options.output = output;
    options.date = "2026-06-01";
    return options;
}

struct batch *paper_open(const struct batch_options *options)
{
    struct batch *batch = NULL;
    struct buf messages = BUF(OUT_MAX);
    enum status status = batch_open(options, &messages, &batch);
    fuzz_demand(status == OK, "harness: no batch: %.*s", STR_ARGS(buf_str(&messages)));
    buf_clear(&messages);
    return batch;
}

/* What was told of one run. */
struct told {
    struct arena *arena;
    struct buf messages, rest; /* rest: tables, facts and the like */
    size_t papers, written;
    struct str bytes; /* of all files written */
    enum status status;
};

static void tell_one(void *context, const struct batch_result *result)
{
    struct told *told = context;
    struct buf messages = BUF(OUT_MAX);
    buf_add_str(&messages, result->kind_messages);
    buf_add_str(&messages, result->messages);
    fuzz_demand_told_text(result->status, buf_str(&messages));
    buf_add_str(&told->messages, buf_str(&messages));
    buf_clear(&messages);
    const struct str rest[] = {result->table, result->prose, result->audit,
                               result->notes, result->facts, result->findings};
    for (size_t i = 0; i < ARRAY_COUNT(rest); i++) {
        fuzz_demand_utf8("what is told", rest[i]);
        buf_add_str(&told->rest, rest[i]);
    }
    told->papers += result->about == BATCH_DOCUMENT;
    if (result->output == NULL)
        return;
    told->written++;
    struct diag *diag = diag_new(told->arena);
    struct str bytes;
    fuzz_demand(file_read(told->arena, diag, result->output, OUT_MAX * 4, &bytes) == OK,
                "said to be written, and is not there: %s", result->output);
    fuzz_demand(!str_ends(str_of(result->output), ".pdf") ||
                    (str_starts(bytes, "%PDF-") && str_ends(bytes, "%%EOF\n")),
                "no whole PDF: %s", result->output);
    told->bytes = arena_join(told->arena, told->bytes, bytes);
}

static struct told run(const struct paper *paper, bool build)
{
    struct told told = {.arena = arena_new(1 << 30), .messages = BUF(OUT_MAX), .rest = BUF(OUT_MAX)};
    struct batch *batch = paper->batch != NULL ? paper->batch : paper_open(paper->options);
    told.status = (build ? batch_build : batch_check)(batch, &paper->input, 1, tell_one, &told);
    if (batch != paper->batch)
        batch_close(batch);
    fuzz_demand(!status_stops(told.status), "the run stopped: %.*s", STR_ARGS(buf_str(&told.messages)));
    return told;
}

static void clear(struct told *told)
{
    buf_clear(&told->messages);
    buf_clear(&told->rest);
    arena_free(told->arena);
}

static struct told build(const struct paper *paper)
{
    struct told told = run(paper, true);
    size_t files = fuzz_count("out");
    fuzz_demand(files == told.written, "%zu files, and %zu told", files, told.written);
    fuzz_demand(told.papers == 0 || told.status == FAILED || told.written > 0,
                "all is well, and nothing is written");
    fuzz_demand(told.status == OK || paper->options->draft || told.papers > 1 || told.written == 0,
                "failed, and written");
    fuzz_empty("out");
    return told;
}

void paper_try(const struct paper *paper)
{
    struct told check = run(paper, false), first = build(paper), second = build(paper);
    fuzz_demand(check.status == OK || first.status == FAILED, "refused by check, built: %.*s",
                STR_ARGS(buf_str(&check.messages)));
    fuzz_demand(first.status == second.status, "status %d, then %d", first.status, second.status);
    fuzz_demand_same("messages", buf_str(&first.messages), buf_str(&second.messages));
    if (!paper->options->facts) /* they hold the time */
        fuzz_demand_same("what is told", buf_str(&first.rest), buf_str(&second.rest));
    fuzz_demand_same("the file", first.bytes, second.bytes);
    clear(&check);
    clear(&first);
    clear(&second);
}
