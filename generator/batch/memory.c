/*
 * A description in memory, to a file in memory: the line as for any other document, but for its two ends.
 *
 * What is told of its kind is told with each: nobody knows who saw the one before.
 */
#include "batch/batch_int.h"

static enum status make(struct job *job, const struct batch_described *description, struct buf *out)
{
    if (description->checks)
        return job_run(job, JOB_CONTENT);
    enum status status = job_make_pages(job);
    if (status == OK)
        status = job_make_file(job, out);
    job->bytes = out->len;
    return status;
}

enum status batch_make(struct batch *batch, const struct batch_described *description, struct buf *out,
                       batch_report *report, void *context)
{
    const struct task task = {.input = description->name,
                              .file = description->name,
                              .given = description->bytes,
                              .said = STR(""),
                              .noted = STR("")};
    struct job job;
    struct outcome outcome;
    enum status status = job_open(&job, batch, task.input);
    if (status != OK)
        return status;
    *out = BUF(batch->writer->max_bytes);
    job.task = &task;
    job.promises = true;
    status = make(&job, description, out);
    document_sum_up(&job, description->checks ? NULL : task.file, status, &outcome);
    if (status == OK && outcome.result.status != OK && job.tolerated + job.eval.tolerated == 0)
        outcome_fail(&outcome, diag_new(job.arena), NO_MEMORY); /* for what is told beside it */
    job_close(&job);
    outcome_show(&outcome);
    outcome.result.kind_messages = buf_str(&outcome.kind_messages);
    report(context, &outcome.result);
    status = outcome.result.status;
    outcome_clear(&outcome);
    return status;
}
