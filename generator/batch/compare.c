/*
 * Two descriptions: both go through the line to their content; room compare tells what differs; the paper that says so is
 * described by it, and made by the line as any other.
 */
#include "compare/compare.h"
#include "batch/batch_int.h"
#include "batch/messages.def"

#include <stdlib.h>
#include <string.h>

struct comparing {
    struct batch *batch;
    const struct batch_comparison *wanted;
    struct job jobs[COMPARE_SIDES];
};

static bool is_same_file(const char *old, const char *now)
{
    char reals[COMPARE_SIDES][PATH_MAX];
    if (strcmp(old, now) == 0)
        return true;
    return !file_is_stream(old) && !file_is_stream(now) && realpath(old, reals[COMPARE_OLD]) != NULL &&
           realpath(now, reals[COMPARE_NOW]) != NULL && strcmp(reals[COMPARE_OLD], reals[COMPARE_NOW]) == 0;
}

/* As `check` reads it. */
static enum status read_side(struct comparing *comparing, int side)
{
    struct job *job = &comparing->jobs[side];
    const char *const files[] = {comparing->wanted->old, comparing->wanted->now};
    enum status status = job_open(job, comparing->batch, files[side]);
    if (status != OK)
        return status;
    job->eval.shows = true;
    if (side == COMPARE_NOW && is_same_file(files[COMPARE_OLD], files[COMPARE_NOW]))
        return diag_report(job->diag, MSG_BATCH_COMPARE_SAME, ((struct place){files[side], 0, 0}),
                           files[COMPARE_OLD]);
    return job_run(job, JOB_CONTENT);
}

/* The kind of the paper is one of the folder's, which may be somebody's own. */
static enum status prove_paper_kind(const struct comparing *comparing)
{
    const struct job *now = &comparing->jobs[COMPARE_NOW];
    const char *templates = comparing->batch->options.templates, *reason;
    const struct str folder = path_join(now->arena, templates, "comparison");
    if (folder.ptr == NULL)
        return NO_MEMORY;
    if (file_where(folder.ptr, "model.xml", &reason) != FILE_MISSING)
        return OK;
    return diag_report(now->diag, MSG_BATCH_COMPARE_NO_KIND, ((struct place){now->input, 0, 0}), templates);
}

static enum status make_paper(struct comparing *comparing, struct str description)
{
    const char *now = comparing->wanted->now;
    struct task task = {.input = "对照表",
                        .file = now,
                        .path = comparing->wanted->output,
                        .described = description,
                        .said = STR(""),
                        .noted = STR("")};
    const struct task_list tasks = {.items = &task, .count = 1};
    struct waiting waiting;
    enum status status = prove_paper_kind(comparing);
    if (status != OK)
        return status;
    status = waiting_init(&waiting, comparing->batch, comparing->wanted->report, comparing->wanted->context);
    if (status == OK)
        status = tasks_run(comparing->batch, &tasks, &waiting);
    waiting_clear(&waiting);
    return status;
}

static enum status tell_both(struct comparing *comparing, struct buf *out, size_t *ret_count)
{
    struct job *now = &comparing->jobs[COMPARE_NOW];
    struct compare_side sides[COMPARE_SIDES];
    struct comparison *comparison = NULL;
    struct buf description = BUF(READER_MAX_BYTES);
    for (int side = 0; side < COMPARE_SIDES; side++) {
        struct job *job = &comparing->jobs[side];
        sides[side] = (struct compare_side){.file = job->input,
                                            .kind = job->kind->name,
                                            .label = model_label(job->kind->model),
                                            .eval = &job->eval,
                                            .record = job->record,
                                            .content = job->content};
    }
    enum status status = compare_make(now->arena, now->diag, sides, &comparison);
    if (status != OK)
        return status;
    *ret_count = comparison_count(comparison);
    if (comparing->wanted->output == NULL) {
        status = comparison_write_json(comparison, out);
    } else if (*ret_count > 0) {
        *ret_count = comparison_told_count(comparison);
        status = comparison_describe(comparison, &description);
        if (status == FAILED)
            status = diag_report(now->diag, MSG_BATCH_COMPARE_LARGE, ((struct place){now->input, 0, 0}),
                                 READER_MAX_BYTES >> 20);
        if (status == OK)
            status = make_paper(comparing, buf_str(&description));
    }
    buf_clear(&description);
    comparison_free(comparison);
    return status;
}

static void tell_messages(struct job *job, enum status status, struct buf *messages)
{
    if (job->arena == NULL)
        return;
    if (job->kind_is_new)
        buf_add_str(messages, job->kind->messages);
    job_print_messages(job, status, messages);
}

enum status batch_compare(struct batch *batch, const struct batch_comparison *comparison, struct buf *out,
                          struct buf *messages, size_t *ret_count)
{
    struct comparing comparing = {.batch = batch, .wanted = comparison};
    enum status statuses[COMPARE_SIDES], status = OK;
    for (int side = 0; side < COMPARE_SIDES; side++) {
        statuses[side] = read_side(&comparing, side);
        status = status_worse(status, statuses[side]);
    }
    *ret_count = 0;
    bool told = false;
    if (status == OK) {
        status = tell_both(&comparing, out, ret_count);
        told = diag_count(comparing.jobs[COMPARE_NOW].diag, SEVERITY_ERROR) > 0;
        statuses[COMPARE_NOW] =
            status == FAILED && !told ? OK : status; /* the paper's own messages say why */
    }
    for (int side = 0; side < COMPARE_SIDES; side++) {
        tell_messages(&comparing.jobs[side], statuses[side], messages);
        job_close(&comparing.jobs[side]);
    }
    return status == NO_MEMORY ? FAILED : status;
}
