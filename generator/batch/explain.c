/*
 * Where a figure comes from: a document through its stages to its pages, as a draft, and the tree of one of its fields.  It is told
 * also where its pages cannot be made, as far as there is a record.
 */
#include "batch/batch_int.h"
#include "explain/explain.h"

static enum status note_places(void *context, const struct page *page, size_t index)
{
    const struct job *job = context;
    return attach_page(job->attach, page, index);
}

static enum status make_pages(struct job *job)
{
    const struct layout_sink sink = {job, note_places};
    job->attach = attach_new();
    if (job->attach == NULL)
        return NO_MEMORY;
    job->eval.shows = true;
    job->sink = &sink;
    enum status status = job_run(job, JOB_PAGES);
    job->sink = NULL;
    return status == OK ? attach_sort(job->attach, job->pages) : status;
}

static enum status tell_figure(struct job *job, const struct batch_explanation *wanted, bool has_pages,
                               struct buf *out)
{
    struct explained *explained = NULL;
    const struct explaining explaining = {.arena = job->arena,
                                          .eval = &job->eval,
                                          .record = job->record,
                                          .input = job->input,
                                          .attach = has_pages ? job->attach : NULL,
                                          .depth = wanted->depth};
    enum status status = explain_make(&explaining, str_of(wanted->field), &explained);
    if (status == OK && wanted->json)
        explained_print_json(&explaining, explained, out);
    else if (status == OK)
        explained_print(&explaining, explained, out);
    if (status == OK)
        status = buf_status(out);
    return status == OK && explained_is_unknown(explained) ? FAILED : status;
}

enum status batch_explain(struct batch *batch, const struct batch_explanation *wanted, struct buf *out,
                          struct buf *messages)
{
    struct job job;
    enum status status = job_open(&job, batch, wanted->input);
    if (status != OK)
        return status;
    status = make_pages(&job);
    const bool has_pages = status == OK;
    if (job.kind_is_new)
        buf_add_str(messages, job.kind->messages);
    if (job.record != NULL && status != NO_MEMORY)
        status = status_worse(status, tell_figure(&job, wanted, has_pages, out));
    if (status == OK && job.tolerated + job.eval.tolerated > 0)
        status = FAILED; /* some figure is wrong: it was told */
    job_print_messages(&job, status, messages);
    job_close(&job);
    if (status == OK)
        status = buf_status(messages);
    return status == NO_MEMORY ? FAILED : status;
}

enum status batch_fields(struct batch *batch, const char *input, struct buf *out, struct buf *messages)
{
    struct job job;
    enum status status = job_open(&job, batch, input);
    if (status != OK)
        return status;
    status = job_run(&job, JOB_RECORD);
    if (job.kind_is_new)
        buf_add_str(messages, job.kind->messages);
    if (job.record != NULL && status != NO_MEMORY)
        status = status_worse(status, explain_fields(&job.eval, job.record, out));
    job_print_messages(&job, status, messages);
    job_close(&job);
    if (status == OK)
        status = buf_status(messages);
    return status == NO_MEMORY ? FAILED : status;
}
