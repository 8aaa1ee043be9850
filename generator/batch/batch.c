/*
 * The run: opens fonts, takes one document after the other through its stages, writes the PDFs, and tells the
 * caller how each went.  One bad document never stops the rest, nor does a PDF that cannot have its name;
 * only what the next would meet too does: a full disk, no folder to write to.
 */
#include "batch/batch_int.h"
#include "text/text.h"
#include "unicode/unicode.h"
#include "batch/messages.def"
#include "base/messages.def"

#include <string.h>

#define WRITER(room) extern const struct page_writer room##_writer;
#include "batch/writers.def"
#undef WRITER
static const struct {
    const char *name;
    const struct page_writer *writer;
} WRITERS[] = {
#define WRITER(room) {#room, &room##_writer},
#include "batch/writers.def"
#undef WRITER
};

/* Of the first where no name is given; NULL: none is called so. */
static const struct page_writer *writer_of(const char *name)
{
    for (size_t i = 0; i < ARRAY_COUNT(WRITERS); i++)
        if (name == NULL || strcmp(WRITERS[i].name, name) == 0)
            return WRITERS[i].writer;
    return NULL;
}

bool batch_writer_is_known(const char *name)
{
    return writer_of(name) != NULL;
}

bool batch_date_is_valid(const char *date)
{
    struct date parsed;
    return date_parse(str_of(date), &parsed);
}

static enum status open_parts(struct batch *batch, struct buf *messages)
{
    struct diag *diag = diag_new(batch->arena);
    if (diag == NULL)
        return NO_MEMORY;
    enum status status = OK;
    if (batch->options.date != NULL && !date_parse(str_of(batch->options.date), &batch->today))
        status = diag_report(diag, MSG_BATCH_DATE, ((struct place){0}), batch->options.date);
    if (status == OK && !batch->options.without_fonts)
        status = batch_fonts_load(batch, diag);
    if (status == NO_MEMORY)
        diag_report(diag, MSG_BATCH_NO_MEMORY, ((struct place){0}));
    diag_print(diag, messages);
    return status != OK ? status : buf_status(messages);
}

enum status batch_open(const struct batch_options *options, struct buf *messages, struct batch **ret_batch)
{
    struct arena *arena = arena_new(0);
    struct batch *batch = arena != NULL ? ARENA_NEW(arena, struct batch) : NULL;
    if (batch == NULL) {
        arena_free(arena);
        return NO_MEMORY;
    }
    batch->arena = arena;
    batch->options = *options;
    batch->writer = writer_of(options->writer);
    enum status status = open_parts(batch, messages);
    if (status != OK) {
        batch_close(batch);
        return status;
    }
    *ret_batch = batch;
    return OK;
}

void batch_close(struct batch *batch)
{
    if (batch == NULL)
        return;
    kinds_free(batch->kinds);
    if (batch->fonts != NULL)
        font_set_free(batch->fonts);
    text_close();
    unicode_close();
    arena_free(batch->arena);
}

enum status batch_fonts(struct batch *batch, struct buf *out)
{
    font_set_print(batch->fonts, out);
    return buf_status(out);
}

/* --- many documents --- */

struct run {
    struct batch *batch;
    struct arena *arena; /* the run's names */
    struct outputs outputs;
    bool writes; /* build, not check */
    batch_report *report;
    void *context;
};

static enum status take_page(void *context, const struct page *page, size_t index)
{
    struct job *job = context;
    enum status status = job->audit != NULL ? report_audit_add(job->audit, page, index) : OK;
    return status == OK ? job->batch->writer->add_page(job->file, page, index) : status;
}

/* Runs the job; its pages go into the file as they are done. */
static enum status make_pages(struct job *job)
{
    const struct layout_sink sink = {job, take_page};
    if (job->batch->options.audit) {
        job->audit = report_audit_new(job->arena, job->batch->fonts);
        if (job->audit == NULL)
            return NO_MEMORY;
    }
    enum status status = job->batch->writer->open(job->arena, job->diag, job->batch->fonts, &job->file);
    if (status != OK)
        return status;
    job->sink = &sink;
    status = job_run(job, JOB_PAGES);
    job->sink = NULL;
    return status;
}

/* The file is there; that its name may not outlast a power cut is told once a run. */
static enum status sync_folder(struct job *job, const char *path)
{
    struct str folder = path_directory(job->arena, path);
    if (folder.ptr == NULL)
        return NO_MEMORY;
    int reason = file_sync_directory(folder.ptr);
    if (reason != 0 && !job->batch->unsynced_told)
        diag_report(job->diag, MSG_FILE_UNSYNCED, ((struct place){path, 0, 0}), file_reason(reason));
    job->batch->unsynced_told = job->batch->unsynced_told || reason != 0;
    return OK;
}

static enum status write_file(struct job *job, const char *path)
{
    const struct page_writer *writer = job->batch->writer;
    struct buf bytes = BUF(writer->max_bytes);
    enum status status = writer->finish(job->file, job->pages, &bytes);
    if (status == OK)
        status = file_write_atomic(job->diag, path, buf_str(&bytes));
    buf_clear(&bytes);
    if (status == OK)
        status = sync_folder(job, path);
    const char *folder = job->batch->options.output;
    return status == FAILED && folder != NULL && !file_directory_usable(folder) ? SYSTEM : status;
}

static enum status build_document(struct run *run, struct job *job, struct str *ret_path)
{
    const char *other;
    enum status status = outputs_add(&run->outputs, job->input, ret_path, &other);
    if (status != OK)
        return status;
    if (other != NULL)
        return diag_report(job->diag, MSG_BATCH_SAME_OUTPUT, ((struct place){job->input, 0, 0}),
                           ret_path->ptr, other);
    status = make_pages(job);
    return status == OK ? write_file(job, ret_path->ptr) : status;
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

static void report_document(struct run *run, struct job *job, const char *path, enum status *status)
{
    struct buf messages = BUF(BATCH_MAX_MESSAGES);
    struct buf table = BUF(BATCH_MAX_DUMP), prose = BUF(BATCH_MAX_DUMP), audit = BUF(BATCH_MAX_DUMP);
    bool written = *status == OK && run->writes;
    if (*status == OK && job->tolerated + job->eval.tolerated > 0)
        *status = FAILED; /* a draft with errors */
    if (job->arena != NULL) {
        job_print_messages(job, *status, &messages);
        report_figures(&job->prose, &prose);
        if (make_table(job, *status, buf_str(&messages), &table) != OK || buf_status(&prose) != OK)
            *status = FAILED;
    }
    if (written && job->audit != NULL && report_audit_print(job->audit, job->input, &audit) != OK)
        *status = FAILED;
    *status = *status == NO_MEMORY ? FAILED : *status;
    run->report(run->context, &(struct batch_result){.input = job->input,
                                                     .output = written ? path : NULL,
                                                     .pages = written ? job->pages->page_count : 0,
                                                     .messages = buf_str(&messages),
                                                     .table = buf_str(&table),
                                                     .prose = buf_str(&prose),
                                                     .audit = buf_str(&audit),
                                                     .status = *status});
    buf_clear(&messages);
    buf_clear(&table);
    buf_clear(&prose);
    buf_clear(&audit);
}

static enum status run_document(struct run *run, const char *input)
{
    struct job job;
    struct str path = {0};
    enum status status = job_open(&job, run->batch, input);
    if (status == OK)
        status = run->writes ? build_document(run, &job, &path) : job_run(&job, JOB_CONTENT);
    report_document(run, &job, path.ptr, &status);
    job_close(&job);
    return status;
}

static enum status run_documents(struct run *run, const char *const *inputs, size_t count)
{
    enum status all = OK;
    for (size_t i = 0; i < count; i++) {
        enum status status = run_document(run, inputs[i]);
        if (status == SYSTEM)
            return SYSTEM;
        if (status != OK)
            all = FAILED;
    }
    return all;
}

/* The folder for the PDFs, made before the first document; a failure is reported as the first document's. */
static enum status make_folder(struct run *run, const char *first_input)
{
    const char *folder = run->batch->options.output;
    struct diag *diag = diag_new(run->arena);
    if (folder == NULL || diag == NULL)
        return diag == NULL ? NO_MEMORY : OK;
    enum status status = file_make_directory(diag, folder);
    if (status == OK)
        return OK;
    struct buf messages = BUF(BATCH_MAX_MESSAGES);
    diag_print(diag, &messages);
    run->report(run->context, &(struct batch_result){
                                  .input = first_input, .messages = buf_str(&messages), .status = SYSTEM});
    buf_clear(&messages);
    return SYSTEM;
}

enum status batch_build(struct batch *batch, const char *const *inputs, size_t count, batch_report *report,
                        void *context)
{
    struct run run = {
        .batch = batch, .arena = arena_new(0), .writes = true, .report = report, .context = context};
    if (run.arena == NULL)
        return NO_MEMORY;
    enum status status = outputs_init(
        &run.outputs, run.arena,
        &(struct output_names){batch->options.output, batch->options.draft, batch->writer->suffix}, count);
    if (status == OK && count > 0)
        status = make_folder(&run, inputs[0]);
    if (status == OK)
        status = run_documents(&run, inputs, count);
    arena_free(run.arena);
    return status;
}

enum status batch_check(struct batch *batch, const char *const *inputs, size_t count, batch_report *report,
                        void *context)
{
    struct run run = {.batch = batch, .report = report, .context = context};
    return run_documents(&run, inputs, count);
}

enum status batch_check_kind(struct batch *batch, const char *name, batch_report *report, void *context)
{
    struct run run = {.batch = batch, .report = report, .context = context};
    struct job job;
    enum status status = job_open(&job, batch, name);
    if (status == OK)
        status = kind_load_named(&job, str_of(name), (struct place){0});
    report_document(&run, &job, NULL, &status);
    job_close(&job);
    return status;
}

/* --- one stage as text --- */

static void print_field(const void *record, int slot, struct buf *out)
{
    record_path(record, slot, out);
}

static enum status dump_stage(struct job *job, enum batch_stage stage, struct buf *out)
{
    enum status status = OK;
    switch (stage) {
    case BATCH_NODE:
        node_dump(job->root, out);
        break;
    case BATCH_RECORD:
        status = model_dump(&job->eval, job->record, out);
        break;
    case BATCH_CONTENT:
        content_dump(job->content, out);
        break;
    case BATCH_PAGES:
        page_dump(job->pages, out);
        break;
    case BATCH_LINES:
    case BATCH_GLYPHS:
        page_dump_lines(job->pages, stage == BATCH_GLYPHS, out);
        break;
    case BATCH_STRUCTURE:
        status = page_dump_structure(job->pages, job->arena, print_field, out);
        break;
    }
    return status == OK ? buf_status(out) : status;
}

enum status batch_dump(struct batch *batch, const char *input, enum batch_stage stage, struct buf *out,
                       struct buf *messages)
{
    static const enum job_goal goals[] = {JOB_NODE,  JOB_RECORD, JOB_CONTENT, JOB_PAGES,
                                          JOB_PAGES, JOB_PAGES,  JOB_PAGES};
    struct job job;
    enum status status = job_open(&job, batch, input);
    if (status != OK)
        return status;
    status = job_run(&job, goals[stage]);
    if (status == OK)
        status = dump_stage(&job, stage, out);
    job_print_messages(&job, status, messages);
    job_close(&job);
    if (status == OK)
        status = buf_status(messages);
    return status == NO_MEMORY ? FAILED : status;
}
