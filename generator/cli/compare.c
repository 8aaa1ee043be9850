/*
 * compare: what differs between two descriptions, as a paper or as JSON.  The end of the file's name says which.
 */
#include "cli/cli_int.h"
#include "cli/messages.def"
#include "base/messages.def"

#include <string.h>

enum { MAX_CHANGES = 1 << 30 };
static const char JSON_END[] = ".json";
static const char NAME_END[] = "-修订对照.pdf";

/* The format of papers whose files are called so; -1: none. */
static int writer_of(const char *path)
{
    for (size_t i = 0; i < words_writer.count; i++) {
        const struct str name = str_of(words_writer.items[i].text), file = str_of(path);
        if (file.len > name.len + 1 && file.ptr[file.len - name.len - 1] == '.' && str_ends(file, name.ptr))
            return words_writer.items[i].value;
    }
    return -1;
}

bool compare_output_is_json(const struct options *options)
{
    return options->compare_output != NULL ? str_ends(str_of(options->compare_output), JSON_END)
                                           : options->format == 1;
}

enum status compare_check_output(const struct options *options, struct diag *diag)
{
    const char *output = options->compare_output;
    if (output == NULL ||
        (compare_output_is_json(options) || (writer_of(output) >= 0 && options->format != 1)))
        return OK;
    return options->format == 1 ? diag_report(diag, MSG_CLI_COMPARE_JSON, PROGRAM, output)
                                : diag_report(diag, MSG_CLI_COMPARE_OUTPUT, PROGRAM, output);
}

/* Beside the new one: "b.xml" -> "b-修订对照.pdf"; of a stream in the current folder. */
static struct str default_output(struct arena *arena, const char *now)
{
    if (file_is_stream(now))
        return arena_printf(arena, "stdin%s", NAME_END);
    const char *dot = strrchr(now, '.'), *slash = strrchr(now, '/');
    const bool has_end = dot != NULL && dot > now && (slash == NULL || dot > slash + 1);
    return arena_printf(arena, "%.*s%s", (int)(has_end ? (size_t)(dot - now) : strlen(now)), now, NAME_END);
}

struct comparing {
    const struct options *options;
};

static void report_paper(void *context, const struct batch_result *result)
{
    const struct comparing *comparing = context;
    struct buf line = BUF(MAX_CHANGES);
    said_write(comparing->options, result->kind_messages);
    said_write(comparing->options, result->messages);
    if (result->output == NULL || comparing->options->quiet)
        return;
    buf_add_text(&line, "已生成 ");
    buf_add_visible(&line, str_of(result->output));
    if (result->pages > 0)
        buf_printf(&line, "（%zu 页）", result->pages);
    buf_add_char(&line, '\n');
    output_spend(OUTPUT_RESULT, &line);
}

static void tell_count(const struct options *options, size_t count)
{
    struct buf line = BUF(MAX_CHANGES);
    if (options->quiet)
        return;
    if (count == 0)
        buf_tell(&line, MSG_CLI_COMPARE_NONE, options->files[0], options->files[1]);
    else
        buf_tell(&line, MSG_CLI_COMPARE_COUNT, count);
    output_spend(OUTPUT_RESULT, &line);
}

/* JSON is written also where nothing differs. */
static enum status write_json(const struct options *options, struct diag *diag, struct buf *out)
{
    enum status status = OK;
    if (options->compare_output == NULL)
        output_spend(OUTPUT_RESULT, out);
    else
        status = file_write_atomic(diag, options->compare_output, buf_str(out));
    buf_clear(out);
    return status;
}

static enum status compare(const struct options *options, struct batch *batch, const char *output,
                           struct diag *diag)
{
    struct buf out = BUF(MAX_CHANGES), messages = BUF(MAX_CHANGES);
    struct comparing comparing = {options};
    const bool json = output == NULL;
    size_t count = 0;
    const struct batch_comparison wanted = {.old = options->files[0],
                                            .now = options->files[1],
                                            .output = output,
                                            .report = report_paper,
                                            .context = &comparing};
    enum status status = batch_compare(batch, &wanted, &out, &messages, &count);
    said_write(options, buf_str(&messages));
    buf_clear(&messages);
    if (status == OK && json)
        status = write_json(options, diag, &out);
    buf_clear(&out);
    if (status == OK && (!json || options->compare_output != NULL))
        tell_count(options, count);
    return status;
}

int command_compare(struct options *options, struct arena *arena, struct diag *diag)
{
    const bool json = compare_output_is_json(options);
    const char *output = options->compare_output;
    enum status status = folders_find(arena, diag, options);
    if (status != OK)
        return status == FAILED ? EXIT_USAGE : EXIT_SYSTEM;
    if (!json && output == NULL)
        output = default_output(arena, options->files[1]).ptr;
    if (!json && output == NULL)
        return EXIT_SYSTEM;
    options->run.without_fonts = json;
    options->run.writer = json || options->compare_output == NULL ? -1 : writer_of(output);
    struct buf messages = BUF(MAX_CHANGES);
    struct batch *batch;
    status = batch_open(&options->run, &messages, &batch);
    output_spend(OUTPUT_MESSAGE, &messages);
    if (status != OK)
        return EXIT_SYSTEM; /* without fonts nothing can be done */
    status = compare(options, batch, json ? NULL : output, diag);
    batch_close(batch);
    return status == OK ? EXIT_GOOD : status == FAILED ? EXIT_SOME_FAILED : EXIT_SYSTEM;
}
