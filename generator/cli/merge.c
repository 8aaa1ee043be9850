/*
 * `merge`: what the shards of a run have made, told as one run would tell it: what is wrong with the whole, then papers that
 * are not as they should be, in the order of the run, then how many are.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"
#include "manifest/manifest.h"

enum { MERGE_MOST = 1 << 20 };

struct teller {
    const struct options *options;
    struct telling *telling;
    size_t papers;
};

/* Lines as they were printed, as the objects that they were made of. */
static void add_notes(struct buf *out, struct str lines)
{
    struct str text, place;
    for (size_t at = 0; said_next(lines, &at, &text);) {
        const enum severity severity = said_severity(&text, &place);
        struct str help = STR("");
        said_cut(&text, "。提示：", &help);
        buf_printf(out, "%s{\"severity\":\"%s\"", out->len > 0 ? "," : "",
                   words_print(&words_severity, (int)severity));
        buf_add_json_member(out, "place", place);
        buf_add_json_member(out, "text", text);
        buf_add_json_member(out, "help", help);
        buf_add_char(out, '}');
    }
}

/* One shard failed, or is missing: its papers are. */
static void tell_paper(void *context, const struct manifest_merged *paper)
{
    const struct teller *teller = context;
    struct buf notes = BUF(MERGE_MOST);
    said_write(teller->options, paper->messages);
    if (paper->state == MANIFEST_NOBODY)
        return; /* of which nothing is known: it is one of the rest */
    add_notes(&notes, paper->messages);
    telling_paper(teller->telling,
                  &(struct batch_result){.about = BATCH_DOCUMENT,
                                         .input = paper->part.len > 0 ? paper->part.ptr : paper->input.ptr,
                                         .file = paper->input.ptr,
                                         .output = paper->is_written ? paper->path : NULL,
                                         .count = teller->papers,
                                         .status = paper->state == MANIFEST_MADE ? OK : FAILED,
                                         .sha256 = STR(""),
                                         .facts = STR(""),
                                         .findings = STR(""),
                                         .notes = buf_str(&notes),
                                         .more = true});
    buf_clear(&notes);
}

static void add_count(struct buf *line, const char *words, size_t count)
{
    if (count > 0)
        buf_printf(line, "，%s %zu 份", words, count);
}

static void print_sum(const struct options *options, const struct manifest_sum *sum)
{
    const size_t *states = sum->states;
    struct buf line = BUF(MERGE_MOST);
    if (sum->papers == 0 || (options->quiet && states[MANIFEST_MADE] == sum->papers))
        return;
    buf_printf(&line, "共 %zu 份：生成 %zu 份，有误 %zu 份", sum->papers, sum->written,
               states[MANIFEST_FAILED]);
    add_count(&line, "不见", states[MANIFEST_GONE]);
    add_count(&line, "改动", states[MANIFEST_ALTERED]);
    add_count(&line, "未处理", states[MANIFEST_OPEN]);
    add_count(&line, "没有记录", states[MANIFEST_NOBODY]);
    buf_add_char(&line, '\n');
    output_spend(options->quiet ? OUTPUT_MESSAGE : OUTPUT_RESULT, &line);
}

static void print_said(const struct diag *diag)
{
    struct buf text = BUF(MERGE_MOST);
    diag_print(diag, &text);
    output_spend(OUTPUT_MESSAGE, &text);
}

/* Of what is known of the run, whatever comes of it. */
static int tell_all(const struct options *options, struct manifest_merge *merge, struct diag *own,
                    struct diag *diag)
{
    struct manifest_sum sum;
    enum status status = options->merge_writes ? manifest_merge_write(merge, own) : OK;
    manifest_merge_sum(merge, &sum);
    print_said(own);
    telling_note(options->telling, own);
    struct teller teller = {options, options->telling, sum.papers};
    if (!status_stops(status))
        status = status_worse(status, manifest_merge_each(merge, tell_paper, &teller));
    print_sum(options, &sum);
    if (status == NO_MEMORY)
        diag_report(diag, MSG_CLI_MERGE_MEMORY, PROGRAM);
    if (status_stops(status) || sum.is_unread)
        return EXIT_SYSTEM;
    const bool whole = status == OK && sum.agrees && sum.states[MANIFEST_MADE] == sum.papers;
    return whole ? EXIT_GOOD : EXIT_SOME_FAILED;
}

static int merge_all(const struct options *options, struct arena *arena, struct diag *diag)
{
    const struct manifest_sources sources = {options->files, options->file_count, options->merge_by_digest};
    struct manifest_merge *merge = NULL;
    struct diag *own = diag_new(arena);
    enum status status = own == NULL ? NO_MEMORY : manifest_merge(own, &sources, &merge);
    int result = status == FAILED ? EXIT_SOME_FAILED : EXIT_SYSTEM;
    if (status == NO_MEMORY)
        diag_report(diag, MSG_CLI_MERGE_MEMORY, PROGRAM);
    if (status != OK && own != NULL) {
        print_said(own);
        telling_note(options->telling, own);
    } else if (status == OK && options->merge_writes && manifest_merge_folder(merge) == NULL) {
        diag_report(diag, MSG_CLI_MERGE_FOLDERS, PROGRAM);
        result = EXIT_USAGE;
    } else if (status == OK) {
        result = tell_all(options, merge, own, diag);
    }
    manifest_merge_free(merge);
    return result;
}

int command_merge(struct options *options, struct arena *arena, struct diag *diag)
{
    struct telling telling;
    enum status status = telling_open(&telling, arena, diag, options);
    if (status != OK)
        return status == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    options->telling = &telling;
    telling_begin(&telling, options);
    const int result = merge_all(options, arena, diag);
    telling_end(&telling, result == EXIT_GOOD ? OK : result == EXIT_SOME_FAILED ? FAILED : SYSTEM);
    options->telling = NULL;
    return telling_close(&telling) == OK ? result : EXIT_SYSTEM;
}
