/*
 * The figures of running text, looked up: each near one becomes a finding of the 校核表 too.
 */
#include "batch/batch_int.h"

static enum status add_finding(struct job *job, const struct prose_figure *figure)
{
    struct findings *findings = &job->findings;
    const struct finding finding = {.check = STR("正文数字"),
                                    .place = figure->place,
                                    .path = figure->path,
                                    .stated = figure->text,
                                    .computed = figure->value,
                                    .difference = STR(""),
                                    .verdict =
                                        job->batch->options.strict_prose ? VERDICT_ERROR : VERDICT_WARNING,
                                    .message = figure->message};
    findings->bad++;
    return ARENA_APPEND(job->arena, findings->items, findings->count, findings->capacity, &finding);
}

/* From the n-th figure on. */
static enum status add_findings(struct job *job, size_t n)
{
    enum status status = OK;
    for (size_t i = n; i < job->prose.count && status == OK; i++)
        if (job->prose.items[i].verdict == PROSE_NEAR && job->findings.count < FINDINGS_LIMIT)
            status = add_finding(job, &job->prose.items[i]);
    return status;
}

/* read: how reading the record ended; with errors there is nothing to look up in. */
enum status figures_check(struct job *job, const struct typed_texts *texts, enum status read)
{
    const struct batch_options *options = &job->batch->options;
    job->prose.all = options->all;
    job->prose.strict = options->strict_prose;
    if (read != OK)
        return status_worse(read, prose_count(&job->eval, texts, &job->prose));
    const enum status status = prose_check(&job->eval, job->record, texts, &job->prose);
    return status == OK ? add_findings(job, 0) : status;
}

enum status figures_check_tables(struct job *job)
{
    const size_t before = job->prose.count;
    const enum status status = prose_check_tables(&job->eval, job->content, &job->prose);
    return status == OK ? add_findings(job, before) : status;
}
