/*
 * One document: its arena, its messages, its stages from bytes to pages.
 * Stages run in order; the first that fails ends the document.  A stage that reported an error fails,
 * whatever it returned: a document with an error is never written.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"

static bool is_described(const struct job *job)
{
    return job->task != NULL && job->task->described.ptr != NULL;
}

static bool is_given(const struct job *job)
{
    return job->task != NULL && job->task->given.ptr != NULL;
}

/* It counts as a file that was read: it may be attached. */
static enum status read_given(struct job *job)
{
    const struct str bytes = job->task->given;
    enum status status = arena_keep_file(job->arena, job->input, bytes, &(struct file_stamp){.inode = 0});
    return status == OK ? reader_read_given(job->arena, job->diag, job->input, bytes, &job->root) : status;
}

static enum status stage_read(struct job *job)
{
    if (job->task != NULL && job->task->paper > 0)
        return papers_tree(job);
    if (is_described(job))
        return reader_read_bytes(job->arena, job->diag, job->input, job->task->described, &job->root);
    if (job->batch->options.folders_read && !is_given(job) && file_is_folder(job->input))
        return diag_report(job->diag, MSG_BATCH_NO_DESCRIPTIONS, ((struct place){job->input, 0, 0}));
    enum status status =
        is_given(job) ? read_given(job) : reader_read_input(job->arena, job->diag, job->input, &job->root);
    if (status == OK && node_child(job->root, "each") != NULL)
        return diag_report(job->diag, MSG_BATCH_EACH, node_child(job->root, "each")->place);
    return status == SYSTEM ? FAILED : status;
}

static enum status stage_past(struct job *job)
{
    const bool wanted = job->batch->options.record != NULL && model_wants_past(job->kind->model);
    enum status status = wanted ? past_load(job) : OK;
    job->wants_past = wanted && status == OK;
    job->lacks_past = job->wants_past && !job->past.is_there;
    return status;
}

static enum status stage_model(struct job *job)
{
    const struct batch_options *options = &job->batch->options;
    bool wanted = options->table != BATCH_TABLE_NONE || options->proof || options->draft;
    job->findings.all = options->all || options->proof;
    struct typed_texts texts = {0};
    const struct model_reading reading = {.model = job->kind->model,
                                          .eval = &job->eval,
                                          .findings = wanted ? &job->findings : NULL,
                                          .texts = options->figures ? &texts : NULL,
                                          .earlier = options->is_public ? &job->earlier : NULL,
                                          .draft = options->draft,
                                          .from_table = job->task != NULL && batch_is_table(job->task->file),
                                          .past = job->past.file != NULL ? &job->past : NULL};
    enum status status = model_read(&reading, job->root, &job->record);
    if (options->figures && (status == OK || status == FAILED))
        status = figures_check(job, &texts, status);
    if (status == OK && options->draft)
        job->tolerated = diag_count(job->diag, SEVERITY_ERROR);
    return status == OK && job->left_out > 0 ? FAILED : status;
}

/* A draft is made all the same. */
static enum status check_amounts(struct job *job)
{
    enum status status = prose_check_amounts(job->arena, job->diag, job->content);
    if (status != FAILED || !job->batch->options.draft)
        return status;
    job->tolerated = diag_count(job->diag, SEVERITY_ERROR);
    return OK;
}

static enum status stage_template(struct job *job)
{
    enum status status = template_apply(job->kind->template, &job->eval, job->record, &job->content);
    if (status == OK)
        status = check_amounts(job);
    if (status == OK && !is_described(job))
        status = figures_check_tables(job);
    if (status != OK || is_described(job)) /* what is cited there is in other papers */
        return status;
    return prose_check_references(job->arena, job->diag, job->content, &job->prose);
}

static enum status stage_additions(struct job *job)
{
    const struct batch_options *options = &job->batch->options;
    enum status status = OK;
    if (options->proof || options->draft)
        status = report_add_annex(job->arena, job->content, &job->findings, !options->proof, job->eval.shows);
    if (status == OK && options->draft)
        status = report_mark_draft(job->arena, job->content, job->tolerated > 0);
    return status;
}

static enum status stage_layout(struct job *job)
{
    const struct font_set *fonts = job->batch->fonts;
    enum status status = layout_document(job->arena, job->diag, fonts, job->content, job->sink, &job->pages);
    if (status == OK)
        prose_check_pages(job->diag, &job->prose, job->pages->page_count);
    return status_worse(status, font_set_check(fonts, job->diag)); /* why a character is missing, perhaps */
}

/* What a document is called whose kind says nothing of it: a file for archives has a title. */
static struct str first_heading(const struct page_document *pages)
{
    return pages->outline_count > 0 ? pages->outlines[0].title : STR("无标题");
}

static enum status stage_information(struct job *job)
{
    struct model_document document = {0};
    enum status status = model_document_of(job->kind->model, &job->eval, job->record, &document);
    if (status != OK)
        return status;
    job->pages->draft = job->batch->options.draft;
    job->pages->title = document.title;
    if (document.title.len == 0 && conform_is_wanted(job))
        job->pages->title = first_heading(job->pages);
    job->pages->subject = document.subject;
    job->pages->author = document.author;
    status = public_hide_information(job);
    if (status != OK || document.date.year == 0)
        return status;
    job->pages->date =
        arena_printf(job->arena, "%04d%02d%02d", document.date.year, document.date.month, document.date.day);
    return job->pages->date.ptr == NULL ? NO_MEMORY : OK;
}

/* For digest(): made once, when a layout first asks. */
static enum status find_digest(void *context, struct str *ret_digits)
{
    struct job *job = context;
    enum status status =
        job->has_figures ? OK : attach_digest_record(&job->eval, job->record, job->kind->name, &job->figures);
    job->has_figures = status == OK;
    *ret_digits = digest_str(&job->figures);
    return status;
}

enum status job_open(struct job *job, struct batch *batch, const char *input)
{
    *job = (struct job){.batch = batch,
                        .input = input,
                        .arena = arena_new(BATCH_DOCUMENT_MEMORY),
                        .made = BUF(MANIFEST_MAX_MADE),
                        .kept = BUF(ATTACH_MAX_BYTES)};
    job->diag = job->arena == NULL ? NULL : diag_new(job->arena);
    if (job->diag == NULL) {
        job_close(job);
        return NO_MEMORY;
    }
    job->eval = (struct eval){.arena = job->arena,
                              .diag = job->diag,
                              .today = batch->today,
                              .dated = &job->is_dated,
                              .draft = batch->options.draft,
                              .is_public = batch->options.is_public,
                              .shows = batch->options.attach > BATCH_ATTACH_NONE ||
                                       batch->options.keep_record != NULL,
                              .quotes = prose_quotes,
                              .digest = {find_digest, job}};
    return OK;
}

/* A stage failed without a word of its own: it wanted what could not be computed, which was told and
 * tolerated. */
static void explain_no_draft(struct job *job)
{
    size_t tolerated = job->tolerated + job->eval.tolerated;
    if (tolerated > 0 && job->left_out == 0 && diag_count(job->diag, SEVERITY_ERROR) == tolerated)
        diag_report(job->diag, MSG_BATCH_NO_DRAFT, ((struct place){job->input, 0, 0}));
}

enum status job_run(struct job *job, enum job_goal goal)
{
    static const struct {
        enum status (*run)(struct job *job);
        enum job_goal goal;
    } stages[] = {{stage_read, JOB_NODE},        {kind_load_for, JOB_RECORD},   {stage_past, JOB_RECORD},
                  {stage_model, JOB_RECORD},     {stage_template, JOB_CONTENT}, {conform_check, JOB_CONTENT},
                  {stage_additions, JOB_PAGES},  {public_hide, JOB_PAGES},      {stage_layout, JOB_PAGES},
                  {stage_information, JOB_PAGES}};
    for (size_t i = 0; i < ARRAY_COUNT(stages) && stages[i].goal <= goal; i++) {
        enum status status = stages[i].run(job);
        if (status == FAILED)
            explain_no_draft(job);
        if (status != OK)
            return status;
        if (diag_count(job->diag, SEVERITY_ERROR) > job->tolerated + job->left_out + job->eval.tolerated)
            return FAILED;
    }
    return OK;
}

/* The description that the only paper of a table is made upon: who reads of a fault in it needs no other name. */
static const char *own_base(const struct job *job)
{
    const char *base = job->batch->options.base;
    return base != NULL && job->task != NULL && strcmp(job->input, job->task->file) == 0 ? base : NULL;
}

/* A message of the kind or the template does not say which document it stopped. */
static bool is_named(const struct job *job)
{
    const struct diag_entry *entries;
    const char *base = own_base(job);
    size_t count = diag_entries(job->diag, &entries);
    for (size_t i = 0; i < count; i++)
        if (entries[i].code->severity == SEVERITY_ERROR && entries[i].place.file != NULL &&
            (entries[i].place.file == job->input ||
             (base != NULL && strcmp(entries[i].place.file, base) == 0)))
            return true;
    return false;
}

void job_print_messages(struct job *job, enum status status, struct buf *out)
{
    struct place place = {job->input, 0, 0};
    if (status == NO_MEMORY && arena_is_full(job->arena))
        diag_report(job->diag, MSG_BATCH_TOO_LARGE, place, (int)(BATCH_DOCUMENT_MEMORY >> 20));
    else if (status == NO_MEMORY && job->batch->options.memory > 0)
        diag_report(job->diag, MSG_BATCH_MEMORY, place, (long long)(job->batch->options.memory >> 20));
    else if (status == NO_MEMORY)
        diag_report(job->diag, MSG_BATCH_NO_MEMORY, place);
    else if (status == FAILED && diag_count(job->diag, SEVERITY_ERROR) == 0 &&
             (job->kind == NULL || job->kind->status == OK))
        diag_report(job->diag, MSG_BATCH_UNEXPLAINED, place);
    else if (status == FAILED && !is_named(job))
        diag_report(job->diag, MSG_BATCH_NOT_DONE, place);
    diag_print(job->diag, out);
}

void job_close(struct job *job)
{
    job->batch->writer->close(job->file);
    job->file = NULL;
    hide_free(job->hide);
    job->hide = NULL;
    attach_free(job->attach);
    job->attach = NULL;
    buf_clear(&job->made);
    buf_clear(&job->kept);
    arena_free(job->arena);
    job->arena = NULL;
}
