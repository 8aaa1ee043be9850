/*
 * The file of a document: its pages go to the writer, and to who looks at them, as they are done; then what stands in
 * the file beside them, and its bytes.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"

#include <string.h>

static const struct choice EXTENTS[] = {{"source", BATCH_ATTACH_SOURCE}, {"kind", BATCH_ATTACH_KIND}};
const struct words words_extent = WORDS(EXTENTS);

static enum status take_page(void *context, const struct page *page, size_t index)
{
    struct job *job = context;
    if (job->waiting != NULL && waiting_look(job->waiting) == SYSTEM)
        return SYSTEM; /* of a document before this one */
    enum status status = job->audit != NULL ? report_audit_add(job->audit, page, index) : OK;
    if (status == OK && job->hide != NULL)
        status = hide_page(job->hide, page, index);
    if (status == OK && job->attach != NULL)
        status = attach_page(job->attach, page, index);
    return status == OK ? job->batch->writer->add_page(job->file, page, index) : status;
}

enum status job_make_pages(struct job *job)
{
    const struct layout_sink sink = {job, take_page};
    if (job->batch->options.audit) {
        job->audit = report_audit_new(job->arena, job->batch->fonts);
        if (job->audit == NULL)
            return NO_MEMORY;
    }
    if (job->batch->options.attach > BATCH_ATTACH_NONE || job->batch->options.keep_record != NULL) {
        job->attach = attach_new();
        if (job->attach == NULL)
            return NO_MEMORY;
    }
    const struct page_wishes wishes = {.conformance = conform_wanted(&job->batch->options),
                                       .compact = job->batch->options.compact,
                                       .fields = job->batch->options.fields,
                                       .drain = job->drain};
    enum status status =
        job->batch->writer->open(job->arena, job->diag, job->batch->fonts, wishes, &job->file);
    if (status != OK)
        return status;
    job->sink = &sink;
    status = job_run(job, JOB_PAGES);
    job->sink = NULL;
    return status == OK ? public_prove(job) : status;
}

/* --- what is attached --- */

/* What the description is called: a stream has no name. */
static struct str name_of(const struct job *job)
{
    const char *as = job->batch->options.attach_as, *slash = strrchr(job->input, '/');
    if (as != NULL)
        return str_of(as);
    if (job->task != NULL && job->task->paper > 0)
        return arena_printf(job->arena, "%s.xml", job->task->name);
    return file_is_stream(job->input) ? STR("stdin.xml") : str_of(slash != NULL ? slash + 1 : job->input);
}

enum status job_digest_kind(struct job *job)
{
    struct kind *kind = job->kind;
    if (kind->is_digested)
        return OK;
    enum status status = attach_kind_digest(job->arena, job->batch->options.templates,
                                            arena_files(kind->arena), &kind->digest);
    kind->is_digested = status == OK;
    return status;
}

/* What goes into the file, or is kept beside it. */
static enum status attach_all(struct job *job)
{
    const struct batch_options *options = &job->batch->options;
    const struct str yes = STR("yes"), no = STR("no");
    const struct attach_option list[] = {
        {"date", options->date != NULL ? str_of(options->date) : STR("")},
        {"draft", options->draft ? yes : no},
        {"proof", options->proof ? yes : no},
        {"conformance", str_of(words_print(&words_conformance, (int)conform_wanted(options)))},
        {"compact", options->compact ? yes : no},
        {"fields", options->fields ? yes : no},
        {"attach", str_of(words_print(&words_extent, options->attach))},
        {"record", job->record_before.name}};
    const bool recorded = job->record_before.path != NULL, attached = options->attach > BATCH_ATTACH_NONE;
    enum status status = job_digest_kind(job);
    const struct attach_codes codes = {job->content->codes, job->content->code_count};
    const struct attach_paper paper = {.name = name_of(job),
                                       .input = job->input,
                                       .base = options->base,
                                       .files = arena_files(job->arena),
                                       .kind = job->kind->name,
                                       .templates = options->templates,
                                       .kind_files = arena_files(job->kind->arena),
                                       .kind_digest = &job->kind->digest,
                                       .with_kind = options->attach == BATCH_ATTACH_KIND,
                                       .record_before = job->record_before,
                                       .fonts = job->batch->fonts,
                                       .eval = &job->eval,
                                       .record = job->record,
                                       .codes = &codes,
                                       .options = list,
                                       .option_count = ARRAY_COUNT(list) - (recorded ? 0 : 1)};
    struct str data = STR("");
    if (status == OK)
        status = attached ? attach_finish(job->attach, &paper, job->pages, &data)
                          : attach_data(job->attach, &paper, job->pages, &data);
    if (status == OK && options->keep_record != NULL)
        buf_add_str(&job->kept, data);
    return status == OK ? buf_status(&job->kept) : status;
}

/* What is not in the file of what the pictures' files have. */
static void tell_pictures(const struct job *job)
{
    enum { TENTH = 100000 };
    const struct page_pictures *told = &job->pictures;
    const struct place place = {job->input, 0, 0};
    const long long before = (long long)((told->before + TENTH - 1) / TENTH),
                    after = (long long)((told->after + TENTH - 1) / TENTH);
    if (told->located > 0 && job->batch->options.attach > BATCH_ATTACH_NONE)
        diag_report(job->diag, MSG_BATCH_PICTURES_ATTACHED, place, told->located);
    else if (told->located > 0)
        diag_report(job->diag, MSG_BATCH_PICTURES_LOCATED, place, told->located);
    if (told->reduced > 0)
        diag_report(job->diag, MSG_BATCH_PICTURES_REDUCED, place, told->reduced, before / 10,
                    (int)(before % 10), after / 10, (int)(after % 10));
}

enum status job_make_file(struct job *job, struct buf *bytes)
{
    enum status status = job->attach != NULL ? attach_all(job) : OK;
    job->pages->pictures = &job->pictures;
    if (status == OK)
        status = job->batch->writer->finish(job->file, job->pages, bytes);
    if (status == OK)
        tell_pictures(job);
    return status;
}
