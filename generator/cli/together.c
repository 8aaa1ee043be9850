/*
 * Options that go with each other, or do not.
 */
#include "cli/cli_int.h"
#include "batch/messages.def"
#include "cli/messages.def"
#include "page/page.h"
#include "watch/watch.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What is said of PDFs alone. */
static enum status check_format(const struct options *options, struct diag *diag)
{
    const struct batch_options *run = &options->run;
    const char *of_pdf = run->conformance >= 0             ? "conformance"
                         : run->compact                    ? "compact"
                         : run->fields                     ? "fields"
                         : run->attach > BATCH_ATTACH_NONE ? "attach"
                                                           : NULL;
    if (run->writer <= BATCH_WRITER_pdf || of_pdf == NULL)
        return OK;
    return diag_report(diag, MSG_CLI_PDF_ONLY, PROGRAM, of_pdf, words_print(&words_writer, run->writer));
}

/* "-" is a stream wherever inputs are named, and would be a folder here. */
static enum status check_written(const struct options *options, struct diag *diag)
{
    const char *output = options->run.output;
    return output != NULL && strcmp(output, "-") == 0 ? diag_report(diag, MSG_CLI_OUTPUT_STREAM, PROGRAM)
                                                      : OK;
}

/* What keeps account of the papers in a folder. */
static enum status check_manifest(const struct options *options, struct diag *diag)
{
    const struct batch_options *run = &options->run;
    const char *wants = run->if_changed  ? "if-changed"
                        : run->manifest  ? "manifest"
                        : options->prune ? "prune"
                                         : NULL;
    if (options->command == COMMAND_RUN)
        return OK; /* goes before what the plan says, which says the rest */
    if (run->by_digest && !run->if_changed)
        return diag_report(diag, MSG_CLI_VERIFY, PROGRAM);
    if (options->prune && options->shard.given)
        return diag_report(diag, MSG_CLI_PRUNE_SHARD, PROGRAM);
    if (wants != NULL && run->output == NULL)
        return diag_report(diag, MSG_CLI_NO_OUTPUT, PROGRAM, wants);
    return OK;
}

static enum status check_report(const struct options *options, struct diag *diag)
{
    const struct str report = str_of(options->report != NULL ? options->report : "/");
    if (str_ends(report, ".html") || str_ends(report, ".json") || str_ends(report, "/"))
        return OK;
    return diag_report(diag, MSG_CLI_REPORT, PROGRAM, options->report);
}

/* Nobody signs a draft.  A record is of a paper that is done, and is not what the paper was made with. */
static enum status check_records(const struct options *options, struct diag *diag)
{
    char before[PATH_MAX], kept[PATH_MAX];
    const struct batch_options *run = &options->run;
    if (run->draft && run->fields)
        return diag_report(diag, MSG_CLI_FIELDS_DRAFT, PROGRAM);
    if (run->keep_record == NULL)
        return OK;
    if (run->draft)
        return diag_report(diag, MSG_CLI_KEEP_DRAFT, PROGRAM);
    if (run->record != NULL && realpath(run->record, before) != NULL &&
        realpath(run->keep_record, kept) != NULL && strcmp(before, kept) == 0)
        return diag_report(diag, MSG_CLI_KEEP_SAME, PROGRAM, run->keep_record);
    return OK;
}

/* What would say in the file, or beside it, what the paper does not. */
static enum status check_public(const struct options *options, struct diag *diag)
{
    const struct batch_options *run = &options->run;
    const char *other = run->draft                        ? "draft"
                        : run->attach > BATCH_ATTACH_NONE ? "attach"
                        : run->keep_record != NULL        ? "keep-record"
                                                          : NULL;
    const int conformance = run->conformance;
    if (!run->is_public)
        return OK;
    if (other != NULL)
        return diag_report(diag, MSG_CLI_PUBLIC, PROGRAM, other);
    if (conformance == PAGE_A3A_UA1 || conformance == PAGE_A4F_UA2)
        return diag_report(diag, MSG_CLI_PUBLIC_CONFORMANCE, PROGRAM,
                           words_print(&words_conformance, conformance));
    return OK;
}

/* What is read once cannot be read again when it changes. */
static enum status check_watch(const struct options *options, struct diag *diag)
{
    if (options->command != COMMAND_WATCH)
        return OK;
    for (size_t i = 0; i < options->file_count; i++)
        if (file_is_stream(options->files[i]))
            return diag_report(diag, MSG_CLI_WATCH_STREAM, PROGRAM, options->files[i]);
    if (options->link != NULL && !watch_link_is_valid(options->link))
        return diag_report(diag, MSG_CLI_WATCH_LINK, PROGRAM, options->link);
    return OK;
}

/* It says what the columns of a table are: without one, the paper would be made without its rows, and nobody told. */
static enum status check_mapping(const struct options *options, struct diag *diag)
{
    if (options->run.mapping == NULL || options->data != NULL)
        return OK;
    for (size_t i = 0; i < options->file_count; i++)
        if (batch_is_table(options->files[i]))
            return OK;
    return diag_report(diag, MSG_CLI_MAPPING, PROGRAM, options->run.mapping);
}

/* What says which key of a device is meant. */
static enum status check_device(const struct options *options, struct diag *diag)
{
    const char *of_device = options->sign.token != NULL   ? "token"
                            : options->sign.label != NULL ? "label"
                                                          : NULL;
    if (of_device == NULL || options->sign.pkcs11 != NULL)
        return OK;
    return diag_report(diag, MSG_CLI_DEVICE, PROGRAM, of_device);
}

enum status options_check(const struct options *options, struct diag *diag)
{
    if (options->command == COMMAND_DUMP && options->stage < 0) {
        char label[WORDS_LABEL_MAX];
        return diag_report(diag, MSG_CLI_WORD, PROGRAM, "stage", "", "阶段",
                           words_label(&words_stage, label));
    }
    if (options->xlsx && options->new_kind != NULL)
        return diag_report(diag, MSG_CLI_NEW, PROGRAM);
    if (options->run.date != NULL && !batch_date_is_valid(options->run.date))
        return diag_report(diag, MSG_BATCH_DATE, PROGRAM, options->run.date);
    if (options->run.attach > BATCH_ATTACH_NONE && options->run.conformance == PAGE_A2A_UA1)
        return diag_report(diag, MSG_CLI_ATTACH, PROGRAM);
    if (options->log == 1 && options->format == 1)
        return diag_report(diag, MSG_CLI_LOG_FORMAT, PROGRAM);
    enum status status = compare_check_output(options, diag);
    if (status == OK)
        status = check_written(options, diag);
    if (status == OK)
        status = check_manifest(options, diag);
    if (status == OK)
        status = check_report(options, diag);
    if (status == OK)
        status = check_records(options, diag);
    if (status == OK)
        status = check_public(options, diag);
    if (status == OK)
        status = check_watch(options, diag);
    if (status == OK)
        status = check_mapping(options, diag);
    if (status == OK)
        status = check_device(options, diag);
    return status == OK ? check_format(options, diag) : status;
}
