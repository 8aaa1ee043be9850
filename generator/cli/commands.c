/*
 * The commands: open the run, let batch work, print results to stdout and messages to stderr.
 * Lines for documents come as each is done.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"

#include <string.h>

enum { MAX_TEXT = 1 << 30 };

struct tally {
    const struct options *options;
    size_t count, good, bad, written; /* a draft with errors is written, and bad */
    size_t current;                   /* left out */
};

static int exit_of(enum status status)
{
    return status == OK ? EXIT_GOOD : status == FAILED ? EXIT_SOME_FAILED : EXIT_SYSTEM;
}

/* What was written, or else proved. */
static void print_done(const struct tally *tally, const struct batch_result *result)
{
    struct buf line = BUF(MAX_TEXT);
    bool written = result->output != NULL;
    buf_add_text(&line, !written                        ? "核对无误 "
                        : tally->options->run.draft     ? "已生成草稿 "
                        : tally->options->run.is_public ? "已生成公开版 "
                                                        : "已生成 ");
    buf_add_visible(&line, str_of(written ? result->output : result->input));
    if (result->pages > 0)
        buf_printf(&line, "（%zu 页）", result->pages);
    buf_add_char(&line, '\n');
    output_spend(OUTPUT_RESULT, &line);
}

/* Should a signal end the run now: as print_summary says it. */
static void prepare_last_words(const struct tally *tally)
{
    const bool build = tally->options->command == COMMAND_BUILD;
    const size_t done = tally->good + tally->bad, all = tally->count > done ? tally->count : done;
    struct buf line = BUF(SIGNALS_TEXT);
    if (done == 0)
        buf_printf(&line, "%s\n", build ? "还没有一份报告生成" : "还没有一份核对完");
    else
        buf_printf(&line,
                   build ? "共 %zu 份，已报告生成 %zu 份、有误 %zu 份，其余 %zu 份不再做；文书都是完整的\n"
                         : "共 %zu 份，无误 %zu 份、有误 %zu 份，其余 %zu 份不再核对\n",
                   all, build ? tally->written : tally->good, tally->bad, all - done);
    signals_prepare(buf_str(&line));
    buf_clear(&line);
}

static void report_document(void *context, const struct batch_result *result)
{
    struct tally *tally = context;
    const struct options *options = tally->options;
    if (options->watching != NULL)
        watching_paper(options->watching, result);
    if (result->count > 0 && !(result->about == BATCH_RUN && result->status == OK))
        tally->count = result->count;
    if (result->about != BATCH_DOCUMENT) {
        tally->current += result->about == BATCH_CURRENT ? 1 : 0;
        said_write(options, result->messages);
        telling_paper(options->telling, result);
        return;
    }
    bool json = options->format == 1, log = options->log == 1;
    bool good = result->status == OK;
    *(good ? &tally->good : &tally->bad) += 1;
    tally->written += result->output != NULL ? 1 : 0;
    said_write(options, result->kind_messages);
    if (!json)
        said_write(options, result->messages); /* JSON has them in it */
    const bool untold =
        log || (options->quiet && !json && !options->run.all); /* messages say what is wrong */
    output_write(OUTPUT_RESULT, untold ? STR("") : result->table);
    bool silent = options->quiet || json || log;
    if (!silent && (result->output != NULL || good))
        print_done(tally, result);
    if (!silent && options->command == COMMAND_CHECK)
        output_write(OUTPUT_RESULT, result->prose);
    output_write(OUTPUT_RESULT, log ? STR("") : result->audit);
    telling_paper(options->telling, result);
    prepare_last_words(tally);
    progress_update(tally->good + tally->bad, tally->bad, tally->count);
}

/* Of a shard the number of all papers, too: where machines do not see the same, these numbers differ. */
static void print_summary(const struct tally *tally, enum status status, size_t papers)
{
    const struct options *options = tally->options;
    const struct option_amount *shard = &options->shard;
    size_t all = tally->count + tally->current;
    all = !shard->given && all < papers ? papers : all; /* it was stopped before the first */
    const size_t rest = all - tally->current - tally->good - tally->bad;
    bool alone = (shard->given ? papers == 0 : all < 2) && !options->run.if_changed;
    const int signal = batch_stopped_by();
    if (signal == 0 && alone)
        return;
    if ((options->quiet && tally->bad == 0 && signal == 0) || options->format == 1 ||
        (options->log == 1 && !options->quiet))
        return;
    struct buf line = BUF(MAX_TEXT);
    bool build = options->command == COMMAND_BUILD;
    if (shard->given)
        buf_printf(&line, "第 %lld/%lld 片，全部 %zu 份中的 %zu 份：", (long long)shard->value,
                   (long long)shard->of, papers, all);
    else
        buf_printf(&line, "共 %zu 份：", all);
    buf_printf(&line, build ? "生成 %zu 份，有误 %zu 份" : "无误 %zu 份，有误 %zu 份",
               build ? tally->written : tally->good, tally->bad);
    if (options->run.if_changed)
        buf_printf(&line, "，未变 %zu 份", tally->current);
    if (status == SYSTEM && rest > 0)
        buf_printf(&line, "，未处理 %zu 份", rest);
    if (signal != 0)
        buf_printf(&line, "（因信号 %d 停下）", signal);
    buf_add_char(&line, '\n');
    output_spend(options->quiet ? OUTPUT_MESSAGE : OUTPUT_RESULT, &line);
}

/* Of a run of a plan they are told when all have been made. */
static enum status find_leftovers(const struct options *options, struct batch *batch)
{
    struct arena *arena = options->leftovers == NULL ? arena_new(0) : NULL;
    struct leftovers *own = options->leftovers;
    enum status status = own == NULL && arena == NULL ? NO_MEMORY : OK;
    if (status == OK && own == NULL)
        status = leftovers_new(arena, &own);
    if (status == OK)
        status = leftovers_add(own, options, batch);
    if (status == OK && options->leftovers == NULL)
        leftovers_print(own, options);
    arena_free(arena);
    return status;
}

static int run_documents(const struct options *options, struct batch *batch)
{
    struct tally tally = {.options = options};
    enum status status;
    if (!options->quiet)
        progress_begin();
    prepare_last_words(&tally);
    if (options->command == COMMAND_BUILD)
        status = batch_build(batch, options->files, options->file_count, report_document, &tally);
    else if (options->kind != NULL && options->file_count == 0)
        status = batch_check_kind(batch, options->kind, report_document, &tally);
    else
        status = batch_check(batch, options->files, options->file_count, report_document, &tally);
    progress_end();
    signals_prepare(STR(""));
    print_summary(&tally, status, batch_paper_count(batch));
    if (options->prune && !status_stops(status))
        status = status_worse(status, find_leftovers(options, batch));
    telling_whole(options->telling, batch_paper_count(batch));
    telling_end(options->telling, options->inputs_lack ? status_worse(status, FAILED) : status);
    if (batch_is_held(batch))
        telling_yield(options->telling);
    return exit_of(status);
}

/* `dump` of several files says before each which one it is. */
static enum status dump_file(const struct options *options, struct batch *batch, const char *file)
{
    struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
    if (options->file_count > 1) {
        buf_add_text(&out, "file ");
        buf_add_visible(&out, str_of(file));
        buf_add_char(&out, '\n');
    }
    enum status status = batch_dump(batch, file, (enum batch_stage)options->stage, &out, &messages);
    output_spend(OUTPUT_MESSAGE, &messages);
    output_spend(OUTPUT_RESULT, &out);
    return status;
}

static int run_dump(const struct options *options, struct batch *batch)
{
    enum status worst = OK;
    for (size_t i = 0; i < options->file_count && worst != SYSTEM; i++) {
        enum status status = dump_file(options, batch, options->files[i]);
        worst = status > worst ? status : worst;
    }
    return exit_of(worst);
}

static int run_fields(const struct options *options, struct batch *batch)
{
    enum status worst = OK;
    for (size_t i = 0; i < options->file_count && worst != SYSTEM; i++) {
        struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
        worst = status_worse(worst, batch_fields(batch, options->files[i], &out, &messages));
        output_spend(OUTPUT_MESSAGE, &messages);
        output_spend(OUTPUT_RESULT, &out);
    }
    return exit_of(worst);
}

static int run_explain(const struct options *options, struct batch *batch)
{
    enum { DEPTH_ELSE = 3 };
    struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
    const struct batch_explanation wanted = {.field = options->files[0],
                                             .input = options->files[1],
                                             .depth = options->depth.given ? (size_t)options->depth.value
                                                                           : DEPTH_ELSE,
                                             .json = options->json};
    enum status status = batch_explain(batch, &wanted, &out, &messages);
    output_spend(OUTPUT_MESSAGE, &messages);
    output_spend(OUTPUT_RESULT, &out);
    return exit_of(status);
}

static int run_fonts(struct batch *batch)
{
    struct buf out = BUF(MAX_TEXT);
    enum status status = batch_fonts(batch, &out);
    output_spend(OUTPUT_RESULT, &out);
    return exit_of(status);
}

static int run_new(const struct options *options, struct batch *batch)
{
    struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
    const char *path = NULL, *folder = NULL;
    const bool kind = options->new_kind != NULL;
    enum status status = kind ? batch_new_kind(batch, options->new_kind, &folder, &path, &messages)
                              : batch_new_form(batch, options->files[0],
                                               options->xlsx ? BATCH_FORM_BOOK : BATCH_FORM_DESCRIPTION,
                                               options->force, &path, &messages);
    output_spend(OUTPUT_MESSAGE, &messages);
    if (status == OK && kind)
        buf_tell(&out, MSG_CLI_NEW_KIND, folder, path);
    else if (status == OK)
        buf_tell(&out, MSG_CLI_NEW_DONE, path);
    output_spend(OUTPUT_RESULT, &out);
    return exit_of(status);
}

static int run_schema(const struct options *options, struct batch *batch)
{
    struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
    enum status status = batch_schema(batch, options->files[0], options->grammar == 1, &out, &messages);
    output_spend(OUTPUT_MESSAGE, &messages);
    if (status == OK)
        output_spend(OUTPUT_RESULT, &out);
    buf_clear(&out);
    return exit_of(status);
}

static int run_command(const struct options *options, struct batch *batch)
{
    switch (options->command) {
    case COMMAND_DUMP:
        return run_dump(options, batch);
    case COMMAND_EXPLAIN:
        return options->list_fields ? run_fields(options, batch) : run_explain(options, batch);
    case COMMAND_FONTS:
        return run_fonts(batch);
    case COMMAND_NEW:
        return run_new(options, batch);
    case COMMAND_SCHEMA:
        return run_schema(options, batch);
    default:
        return run_documents(options, batch);
    }
}

int command_extract(const struct options *options)
{
    struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
    const struct batch_extraction extraction = {.file = options->files[0],
                                                .folder = options->run.output,
                                                .list = options->list,
                                                .force = options->force};
    enum status status = batch_extract(&extraction, &out, &messages);
    output_spend(OUTPUT_MESSAGE, &messages);
    output_write(OUTPUT_RESULT, options->quiet && !options->list ? STR("") : buf_str(&out));
    buf_clear(&out);
    return exit_of(status);
}

int command_journal(const struct options *options, struct diag *diag)
{
    struct buf out = BUF(MAX_TEXT);
    const char *file = options->file_count > 0 ? options->files[0] : NULL;
    enum status status = journal_check(diag, options->chain, file, &out);
    output_write(OUTPUT_RESULT, options->quiet ? STR("") : buf_str(&out));
    buf_clear(&out);
    return exit_of(status);
}

static int run_verify(const struct options *options)
{
    struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
    const struct batch_verification verification = {.file = options->files[0],
                                                    .source =
                                                        options->file_count > 1 ? options->files[1] : NULL,
                                                    .code = options->code,
                                                    .kind_from_file = options->kind_from_file,
                                                    .quiet = options->quiet};
    enum status status = batch_verify(&options->run, &verification, &out, &messages);
    output_spend(OUTPUT_MESSAGE, &messages);
    output_write(OUTPUT_RESULT, options->quiet && status == OK ? STR("") : buf_str(&out));
    buf_clear(&out);
    return exit_of(status);
}

int command_run(const struct options *options)
{
    if (options->command == COMMAND_VERIFY)
        return run_verify(options);
    bool check = options->command == COMMAND_CHECK;
    enum batch_table table = options->format == 1 ? BATCH_TABLE_JSON : BATCH_TABLE_TEXT;
    struct batch_options run = options->run;
    run.kind = options->kind;
    run.deviations = check;
    run.without_fonts = check || options->command == COMMAND_NEW || options->command == COMMAND_SCHEMA;
    run.workers = options->jobs.value;
    run.timeout = options->timeout.value;
    run.memory = options->memory.value;
    run.shard.number = options->shard.value;
    run.shard.count = options->shard.of;
    run.table = check ? table : BATCH_TABLE_NONE;
    run.draft = run.draft || options->command == COMMAND_EXPLAIN; /* also of what is wrong */
    run.manifest = run.manifest || run.if_changed || options->prune;
    run.figures = check || options->command == COMMAND_BUILD;
    run.facts =
        options->log == 1 || options->report != NULL || options->journal != NULL || options->watching != NULL;
    struct buf messages = BUF(MAX_TEXT);
    struct batch *batch;
    const bool told = check || options->command == COMMAND_BUILD;
    if (told)
        telling_begin(options->telling, options);
    enum status status = batch_open(&run, &messages, &batch);
    if (told)
        telling_say(options->telling, buf_str(&messages));
    if (options->watching != NULL)
        watching_say(options->watching, buf_str(&messages));
    output_spend(OUTPUT_MESSAGE, &messages);
    if (status != OK) {
        if (told)
            telling_end(options->telling, status);
        return EXIT_SYSTEM; /* without fonts nothing can be done */
    }
    int result = run_command(options, batch);
    batch_close(batch);
    return result;
}
