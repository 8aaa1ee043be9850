/*
 * The document made again for verify, to bytes.
 *
 * With a kind out of the file, which anybody may have written, a worker makes it, confined as workers are (workers/confine.c).
 * What it made comes as a file in the folder of our own, and goes with that.
 */
#include "batch/finished/finished.h"

static enum status remake_here(const struct remake *wish, struct buf *bytes, struct buf *messages)
{
    struct job job;
    enum status status = job_open(&job, wish->batch, wish->source);
    if (status != OK)
        return status;
    job.promises = true;
    status = job_make_pages(&job);
    if (status == OK)
        status = job_make_file(&job, bytes);
    if (status != OK && job.kind_is_new)
        buf_add_str(messages, job.kind->messages);
    if (status != OK)
        job_print_messages(&job, status, messages);
    job_close(&job);
    return status;
}

struct reported {
    struct buf *messages;
    bool made;
};

/* A draft with errors is made, and FAILED. */
static void take_report(void *context, const struct batch_result *result)
{
    struct reported *reported = context;
    reported->made = result->output != NULL;
    if (!reported->made)
        buf_add_str(reported->messages, result->kind_messages);
    buf_add_str(reported->messages, result->messages);
}

static enum status run_worker(const struct remake *wish, const char *path, struct reported *reported)
{
    const struct task task = {.input = wish->source, .file = wish->source, .said = STR(""), .path = path};
    struct waiting waiting;
    enum status status = waiting_init(&waiting, wish->batch, take_report, reported);
    if (status == OK)
        status = workers_run(wish->batch, &task, 1, &waiting);
    waiting_clear(&waiting);
    if (status == NO_MEMORY)
        return status;
    return reported->made ? OK : FAILED;
}

static enum status remake_confined(const struct remake *wish, struct buf *bytes, struct buf *messages)
{
    struct reported reported = {messages, false};
    struct str path, made;
    enum status status = file_folder_expect(wish->folder, STR("made.pdf"), &path);
    if (status == OK)
        status = run_worker(wish, path.ptr, &reported);
    if (status == OK)
        status = file_read(wish->folder->arena, wish->diag, path.ptr, bytes->max, &made);
    if (status == OK)
        buf_add_str(bytes, made);
    return status == OK ? buf_status(bytes) : status;
}

enum status remake(const struct remake *wish, struct buf *bytes, struct buf *messages)
{
    return wish->folder != NULL ? remake_confined(wish, bytes, messages) : remake_here(wish, bytes, messages);
}
