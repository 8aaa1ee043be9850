/*
 * One document of a run: through its stages to its file, and how it went.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"
#include "unicode/unicode.h"

#include <errno.h>
#include <unistd.h>

/* A file that is written while the rest of it is made. */
struct growing {
    struct job *job;
    const char *path;
    struct file_unnamed *file;
    size_t len;
};

static enum status take_bytes(void *context, struct str bytes, bool *ret_taken)
{
    struct growing *growing = context;
    struct diag *diag = growing->job->diag;
    enum status status = growing->len == 0 ? file_begin_unnamed(diag, growing->path, growing->file) : OK;
    *ret_taken = growing->file->fd >= 0;
    if (status == OK && *ret_taken) {
        status = file_add_unnamed(diag, growing->file, bytes);
        growing->len += bytes.len;
    }
    return status;
}

static enum status write_rest(struct growing *growing, struct str rest)
{
    struct job *job = growing->job;
    struct file_unnamed *file = growing->file;
    if (growing->len > 0)
        return file_add_unnamed(job->diag, file, rest);
    enum status status = file_try_unnamed(job->diag, growing->path, rest, file);
    if (status == OK && file->fd < 0)
        status = refuse_signed(job->batch, job->diag, growing->path);
    if (status == OK && file->fd < 0)
        status = file_write_stamped(job->diag, growing->path, rest, &file->stamp);
    return status;
}

/* Of the whole file. */
static enum status digest_file(const struct growing *growing, struct str rest)
{
    struct job *job = growing->job;
    if (growing->len == 0)
        job->digest = digest_of(&rest, 1);
    else if (lseek(growing->file->fd, 0, SEEK_SET) != 0 || !digest_of_file(growing->file->fd, &job->digest))
        return status_worse(SYSTEM, diag_report(job->diag, MSG_BATCH_READ_BACK,
                                                ((struct place){growing->path, 0, 0}), file_reason(errno)));
    return OK;
}

static enum status write_file(struct job *job, struct growing *growing)
{
    const struct batch_options *options = &job->batch->options;
    struct buf bytes = BUF(job->batch->writer->max_bytes);
    enum status status = job_make_file(job, &bytes);
    const struct str rest = buf_str(&bytes);
    if (status == OK)
        status = write_rest(growing, rest);
    if (status == OK && (options->manifest || options->facts))
        status = digest_file(growing, rest);
    if (status == OK && options->manifest)
        changed_describe(job);
    job->bytes = growing->len + rest.len;
    buf_clear(&bytes);
    if (status != OK)
        file_drop(growing->file);
    const char *folder = options->output;
    return status == FAILED && folder != NULL && !file_directory_usable(folder) ? SYSTEM : status;
}

/* The names look the same: what differs is said. */
static enum status refuse_alike(struct job *job, const struct task *task)
{
    enum { TOLD_MOST = 1 << 16 };
    struct buf told = BUF(TOLD_MOST);
    unicode_tell_difference(str_of(output_name(task->path)), str_of(task->other_name), &told);
    diag_report(job->diag, MSG_BATCH_ALIKE_OUTPUT, ((struct place){job->input, 0, 0}), task->path,
                task->other, STR_ARGS(buf_str(&told)));
    buf_clear(&told);
    return FAILED;
}

/* Both are papers of one table, or of one description: they are called by what its records say. */
static bool is_of_same(const struct task *task)
{
    const size_t len = strlen(task->file);
    return task->paper > 0 && strncmp(task->other, task->file, len) == 0 &&
           (task->other[len] == ':' || task->other[len] == '!');
}

static enum status build_document(struct job *job, const struct task *task, struct file_unnamed *ret_file)
{
    if (task->other != NULL && task->other_name != NULL)
        return refuse_alike(job, task);
    if (task->other != NULL && task->other_ran)
        return diag_report(job->diag, MSG_BATCH_WRITTEN_BEFORE, ((struct place){job->input, 0, 0}),
                           task->path, task->other);
    if (task->other != NULL && is_of_same(task))
        return diag_report(job->diag, MSG_BATCH_SAME_PAPER, ((struct place){job->input, 0, 0}), task->path,
                           task->other);
    if (task->other != NULL)
        return diag_report(job->diag, MSG_BATCH_SAME_OUTPUT, ((struct place){job->input, 0, 0}), task->path,
                           task->other);
    if (task->keeps != NULL && task->record_other != NULL)
        return diag_report(job->diag, MSG_BATCH_SAME_RECORD, ((struct place){job->input, 0, 0}),
                           task->record_other);
    struct growing growing = {job, task->path, ret_file, 0};
    const struct page_drain drain = {&growing, take_bytes};
    job->drain = &drain;
    enum status status = job_make_pages(job);
    if (status == OK)
        status = write_file(job, &growing);
    job->drain = NULL;
    return status;
}

static enum status make_table(struct job *job, enum status status, struct str messages, struct buf *table)
{
    enum batch_table kind = job->batch->options.table;
    if (kind == BATCH_TABLE_TEXT) {
        report_findings(job->arena, job->input, &job->findings, table);
        report_changes(job->input, &job->findings.changes, table);
    } else if (kind == BATCH_TABLE_JSON)
        report_json(&(struct report_document){.input = job->input,
                                              .good = status == OK,
                                              .findings = &job->findings,
                                              .prose = &job->prose,
                                              .messages = messages},
                    table);
    return buf_status(table);
}

/* What is to be said of the kind, once a run; but each line of JSON stands for itself. */
static void tell_kind(const struct job *job, struct outcome *outcome)
{
    if (job->kind == NULL || job->kind->messages.len == 0)
        return;
    if (job->batch->options.table == BATCH_TABLE_JSON) {
        buf_add_str(&outcome->messages, job->kind->messages);
        return;
    }
    buf_add_str(&outcome->kind, job->kind->name);
    buf_add_str(&outcome->kind_messages, job->kind->messages);
}

static void add_notes(struct buf *out, struct str notes)
{
    buf_add_text(out, out->len > 0 && notes.len > 0 ? "," : "");
    buf_add_str(out, notes);
}

/* For machines: the messages, those of the kind with each document, and what it was made from. */
static void add_facts(struct job *job, enum status status, struct outcome *outcome)
{
    if (!job->batch->options.facts)
        return;
    if (job->kind != NULL)
        add_notes(&outcome->notes, job->kind->notes);
    if (job->task != NULL)
        add_notes(&outcome->notes, job->task->noted);
    if (job->task == NULL || !job->task->is_lost)
        diag_print_json(job->diag, &outcome->notes);
    facts_add(job, &outcome->facts);
    if (status == OK && job->task != NULL && job->record != NULL)
        chief_figures_add(job, &outcome->facts);
    if (job->findings.proved > 0)
        report_findings_json(&job->findings, &outcome->findings);
}

/* A line of JSON. */
static void add_places(const struct job *job, struct buf *out)
{
    buf_add_text(out, "{\"input\":");
    buf_add_json(out, str_of(job->input));
    if (job->task != NULL && job->task->paper > 0)
        buf_add_json_member(out, "paper", str_of(job->task->name));
    buf_printf(out, ",\"pages\":%zu,\"places\":", job->pages->page_count);
    page_places_add(job->pages, out);
    buf_add_text(out, "}\n");
}

/* How the job went.  `path`: of the file written; NULL: none was wanted. */
void document_sum_up(struct job *job, const char *path, enum status status, struct outcome *ret_outcome)
{
    struct outcome outcome = {.messages = BUF(BATCH_MAX_MESSAGES),
                              .table = BUF(BATCH_MAX_DUMP),
                              .prose = BUF(BATCH_MAX_DUMP),
                              .audit = BUF(BATCH_MAX_DUMP),
                              .kind = BUF(BATCH_MAX_KIND_NAME + 1),
                              .kind_messages = BUF(BATCH_MAX_MESSAGES),
                              .notes = BUF(BATCH_MAX_NOTES),
                              .facts = BUF(BATCH_MAX_DUMP),
                              .findings = BUF(BATCH_MAX_DUMP),
                              .digest = job->digest,
                              .made = job->made,
                              .kept = job->kept,
                              .wants_past = job->wants_past,
                              .lacks_past = job->lacks_past,
                              .starved = status == NO_MEMORY};
    job->made = job->kept = BUF(0);
    bool written = status == OK && path != NULL;
    if (status == OK && job->tolerated + job->eval.tolerated > 0)
        status = FAILED; /* a draft with errors */
    if (job->arena != NULL) {
        tell_kind(job, &outcome);
        if (job->task != NULL)
            buf_add_str(&outcome.messages, job->task->said);
        if (job->task == NULL || !job->task->is_lost)
            job_print_messages(job, status, &outcome.messages);
        report_figures(&job->prose, &outcome.prose);
        if (make_table(job, status, buf_str(&outcome.messages), &outcome.table) != OK ||
            buf_status(&outcome.prose) != OK)
            status = FAILED;
        add_facts(job, status, &outcome);
        if (buf_status(&outcome.notes) != OK || buf_status(&outcome.facts) != OK ||
            buf_status(&outcome.findings) != OK)
            status = FAILED;
    }
    if (written && job->batch->options.places)
        add_places(job, &outcome.audit);
    if (written && job->audit != NULL && report_audit_print(job->audit, job->input, &outcome.audit) != OK)
        status = FAILED;
    outcome.result =
        (struct batch_result){.input = job->input,
                              .file = job->task != NULL ? job->task->file : NULL,
                              .part = job->task != NULL ? job->task->paper : 0,
                              .output = written ? path : NULL,
                              .bytes = written ? job->bytes : 0,
                              .pages = written && !job->batch->writer->unpaged ? job->pages->page_count : 0,
                              .status = status == NO_MEMORY ? FAILED : status};
    *ret_outcome = outcome;
}

void document_make(struct batch *batch, const struct task *task, struct waiting *waiting,
                   struct outcome *ret_outcome, struct file_unnamed *ret_file)
{
    struct job job;
    const uint64_t begun = waiting_now();
    *ret_file = (struct file_unnamed){.fd = -1};
    if (task->lists) {
        papers_list(batch, task, ret_outcome);
        return;
    }
    enum status status = job_open(&job, batch, task->input);
    job.task = task;
    job.promises = true;
    job.waiting = waiting;
    if (task->is_lost)
        status = FAILED;
    else if (status == OK)
        status = task->path != NULL ? build_document(&job, task, ret_file) : job_run(&job, JOB_CONTENT);
    document_sum_up(&job, task->path, status, ret_outcome);
    ret_outcome->task = task;
    ret_outcome->keeps = task->keeps;
    ret_outcome->result.ms = waiting_now() - begun;
    job_close(&job);
}
