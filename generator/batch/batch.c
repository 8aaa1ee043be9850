/*
 * The run: opens fonts, takes one document after the other through its stages, writes the PDFs, and tells the
 * caller how each went.  One bad document never stops the rest, nor does a PDF that cannot have its name;
 * only what the next would meet too does: a full disk, no folder to write to.
 */
#include "batch/batch_int.h"
#include "roles/roles.h"
#include "text/text.h"
#include "unicode/unicode.h"
#include "batch/messages.def"
#include "base/messages.def"

#define WRITER(name) extern const struct page_writer name##_writer;
#include "batch/writers.def"
#undef WRITER
static const struct page_writer *const WRITERS[] = {
#define WRITER(name) &name##_writer,
#include "batch/writers.def"
#undef WRITER
};
static const struct choice WRITER_NAMES[] = {
#define WRITER(name) {#name, BATCH_WRITER_##name},
#include "batch/writers.def"
#undef WRITER
};
const struct words words_writer = WORDS(WRITER_NAMES);

bool batch_is_table(const char *path)
{
    return workbook_is_named(path);
}

bool batch_date_is_valid(const char *date)
{
    struct date parsed;
    return date_parse(str_of(date), &parsed);
}

static enum status load_fonts(struct batch *batch, struct diag *diag)
{
    const struct batch_options *options = &batch->options;
    return options->square_font
               ? font_set_square("", &batch->fonts)
               : roles_load(batch->arena, diag, options->fonts, options->font_cache, &batch->fonts);
}

/* Without fonts, by their file alone; one that cannot be read is told by who sets text. */
static enum status note_roles(struct batch *batch)
{
    const struct batch_options *options = &batch->options;
    const size_t count = batch->fonts == NULL || options->square_font ? 0 : font_role_count(batch->fonts);
    struct str *roles = ARENA_NEW_ARRAY(batch->arena, count, struct str);
    if (roles == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        roles[i] = font_role_name(batch->fonts, (int)i);
    batch->roles = count > 0 ? roles : NULL;
    batch->role_count = count;
    if (batch->fonts != NULL || options->square_font || options->fonts == NULL)
        return OK;
    const enum status status = roles_names(batch->arena, options->fonts, &batch->roles, &batch->role_count);
    return status == NO_MEMORY ? NO_MEMORY : OK;
}

static enum status open_parts(struct batch *batch, struct buf *messages)
{
    struct diag *diag = diag_new(batch->arena);
    if (diag == NULL)
        return NO_MEMORY;
    enum status status = OK;
    if (batch->options.date != NULL && !date_parse(str_of(batch->options.date), &batch->today))
        status = diag_report(diag, MSG_BATCH_DATE, ((struct place){0}), batch->options.date);
    if (status == OK)
        status = past_look(batch, diag);
    if (status == OK && !batch->options.without_fonts)
        status = load_fonts(batch, diag);
    if (status == OK)
        status = note_roles(batch);
    if (status == OK && batch->fonts != NULL)
        status = text_kept_open(batch->fonts);
    if (status == NO_MEMORY)
        diag_report(diag, MSG_BATCH_NO_MEMORY, ((struct place){0}));
    diag_print(diag, messages);
    if (batch->options.notes != NULL)
        diag_print_json(diag, batch->options.notes);
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
    if (conform_wants_attached(options) && options->attach <= BATCH_ATTACH_NONE)
        batch->options.attach = BATCH_ATTACH_SOURCE;
    batch->writer = WRITERS[options->writer > 0 ? options->writer : 0];
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
    papers_close(batch);
    manifest_close(batch->manifest);
    kinds_free(batch->kinds);
    text_close();
    if (batch->fonts != NULL)
        font_set_free(batch->fonts);
    unicode_close();
    arena_free(batch->arena);
}

bool batch_is_held(const struct batch *batch)
{
    return batch->is_held;
}

enum status batch_fonts(struct batch *batch, struct buf *out)
{
    font_set_print(batch->fonts, out);
    return buf_status(out);
}

/* --- many documents --- */

/* What comes through a stream may wait for what is told of those before. */
static enum status run_task(struct batch *batch, const struct task *task, struct waiting *waiting)
{
    struct outcome outcome;
    struct file_unnamed file;
    if (file_is_stream(task->file) && waiting_settle(waiting) == SYSTEM)
        return SYSTEM;
    document_make(batch, task, waiting, &outcome, &file);
    const bool dropped = stop_is_asked() && outcome.result.status != OK; /* it was interrupted, perhaps */
    if (waiting->worst != SYSTEM && !dropped)
        return waiting_add(waiting, &outcome, file.path != NULL ? &file : NULL);
    outcome_clear(&outcome);
    file_drop(&file);
    return SYSTEM;
}

enum status tasks_run(struct batch *batch, const struct task_list *tasks, struct waiting *waiting)
{
    enum status status = OK;
    waiting->total = tasks->count;
    if (workers_are_wanted(&batch->options, tasks->count)) {
        status = workers_run(batch, tasks->items, tasks->count, waiting);
    } else {
        for (size_t i = 0; i < tasks->count && status != SYSTEM && !stop_is_asked(); i++)
            status = run_task(batch, &tasks->items[i], waiting);
        status = status == SYSTEM ? SYSTEM : waiting_settle(waiting);
    }
    /* When a signal asks for the end, what waits is told, and the rest is not done. */
    if (stop_is_asked() && waiting->worst != SYSTEM)
        status = status_worse(SYSTEM, waiting_settle(waiting));
    return status;
}

struct run {
    struct batch *batch;
    struct arena *arena; /* the run's names */
    struct waiting waiting;
};

/* The folders for PDFs and records, made before the first document; a failure is reported as the first document's. */
static enum status make_folder(struct run *run, const char *first_input)
{
    const char *folder = run->batch->options.output, *records = run->batch->options.keep_record;
    struct diag *diag = diag_new(run->arena);
    if ((folder == NULL && records == NULL) || diag == NULL)
        return diag == NULL ? NO_MEMORY : OK;
    enum status status = folder != NULL ? file_make_directory(diag, folder) : OK;
    if (status == OK && records != NULL)
        status = file_make_directory(diag, records);
    if (status == OK)
        return OK;
    struct outcome outcome = outcome_empty(&(struct task){.input = first_input, .file = first_input}, SYSTEM);
    outcome.task = NULL;
    outcome_say(&outcome, diag);
    return waiting_add(&run->waiting, &outcome, NULL);
}

/* What dead runs have left in the folders that are written to; of several documents that follow each other in one, once. */
static void clean_folders(const struct run *run, const struct task_list *tasks)
{
    struct str last = {0};
    if (run->batch->options.keep_record != NULL)
        file_remove_dead(run->batch->options.keep_record);
    for (size_t i = 0; i < tasks->count; i++) {
        struct str folder = path_directory(run->arena, tasks->items[i].path);
        if (folder.ptr == NULL || (last.ptr != NULL && str_equal(folder, last)))
            continue;
        last = folder;
        file_remove_dead(folder.ptr);
    }
}

static enum status make_all(struct run *run, struct task_list *tasks, bool writes)
{
    if (writes)
        clean_folders(run, tasks);
    if (!writes || !run->batch->options.manifest)
        return tasks_run(run->batch, tasks, &run->waiting);
    struct changed_run changed = {&run->waiting, run->arena, tasks->items, &tasks->count};
    enum status status = changed_begin(&changed);
    return status == OK ? changed_end(&changed, tasks_run(run->batch, tasks, &run->waiting)) : status;
}

static enum status tell_lacking(const struct run *run, struct diag *diag, bool is_all)
{
    enum status status = past_tell_lacking(&run->waiting, diag, is_all);
    waiting_say(&run->waiting, diag, OK);
    return status;
}

/* The run stops while inputs are looked through for their papers: what was said of those that cannot be made is told now, the
 * last being what stopped it.  A signal needs no word. */
static enum status tell_lost(struct run *run, const struct task_list *tasks)
{
    enum status status = OK;
    for (size_t i = 0; i < tasks->count && status != SYSTEM && !stop_is_asked(); i++) {
        const struct task *task = &tasks->items[i];
        if (!task->is_lost)
            continue;
        struct outcome outcome = outcome_empty(task, i + 1 == tasks->count ? SYSTEM : FAILED);
        buf_add_str(&outcome.messages, task->said);
        buf_add_str(&outcome.notes, task->noted);
        status = waiting_add(&run->waiting, &outcome, NULL);
    }
    return SYSTEM;
}

static enum status run_all(struct run *run, const struct plan_inputs *inputs)
{
    struct task_list tasks = {.count = 0};
    run->waiting.total = inputs->count; /* so far */
    enum status status = inputs->writes && inputs->count > 0 ? make_folder(run, inputs->files[0]) : OK;
    if (status == OK)
        status = plan_make(run->batch, run->arena, inputs, &tasks);
    if (status == SYSTEM)
        return tell_lost(run, &tasks);
    if (status != OK)
        return status;
    const size_t all = tasks.count; /* without those that are current */
    /* Before papers are made: memory that lacks behind them would make none of them bad. */
    struct diag *lacking = diag_new(run->arena);
    if (lacking == NULL)
        return NO_MEMORY;
    status = make_all(run, &tasks, inputs->writes);
    return status_stops(status) ? status
                                : status_worse(status, tell_lacking(run, lacking, tasks.count == all));
}

static enum status run_documents(struct batch *batch, const struct plan_inputs *inputs, batch_report *report,
                                 void *context)
{
    struct run run = {.batch = batch, .arena = arena_new(0)};
    enum status status = waiting_init(&run.waiting, batch, report, context);
    if (run.arena == NULL)
        status = NO_MEMORY;
    stop_arm(batch->options.facts); /* it is told what was done, whatever ends the run */
    if (status == OK)
        status = run_all(&run, inputs);
    stop_arm(false);
    waiting_clear(&run.waiting);
    arena_free(run.arena);
    return status;
}

enum status batch_build(struct batch *batch, const char *const *inputs, size_t count, batch_report *report,
                        void *context)
{
    return run_documents(batch, &(struct plan_inputs){inputs, count, true}, report, context);
}

static bool any_input(const char *path)
{
    (void)path;
    return true;
}

enum status batch_leftovers(struct batch *batch, bool folders, struct buf *out)
{
    if (batch->manifest == NULL)
        return OK;
    manifest_add_leftovers(batch->manifest, folders ? batch_is_table : any_input, out);
    return buf_status(out);
}

enum status batch_check(struct batch *batch, const char *const *inputs, size_t count, batch_report *report,
                        void *context)
{
    return run_documents(batch, &(struct plan_inputs){inputs, count, false}, report, context);
}

size_t batch_paper_count(const struct batch *batch)
{
    return batch->paper_count;
}

enum status batch_check_kind(struct batch *batch, const char *name, batch_report *report, void *context)
{
    struct waiting waiting;
    struct job job;
    struct outcome outcome;
    enum status status = waiting_init(&waiting, batch, report, context);
    if (status == OK) {
        status = job_open(&job, batch, name);
        if (status == OK)
            status = kind_load_named(&job, str_of(name), (struct place){0});
        if (status == OK)
            template_report_doubts(job.kind->template, job.diag);
        document_sum_up(&job, NULL, status, &outcome);
        job_close(&job);
        status = waiting_add(&waiting, &outcome, NULL);
    }
    waiting_clear(&waiting);
    return status;
}

/* --- one stage as text --- */

static void print_shown(const void *what, struct buf *out)
{
    const struct shown *shown = what;
    if (shown->made == NULL)
        record_path(shown->record, shown->slot, out);
    else
        buf_printf(out, "(%.*s)", STR_ARGS(shown->made->formula));
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
        status = page_dump_structure(job->pages, job->arena, print_shown, out);
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
    job.eval.shows =
        stage == BATCH_STRUCTURE && !batch->options.is_public; /* what is hidden shows no figure */
    status = job_run(&job, goals[stage]);
    if (job.kind_is_new)
        buf_add_str(messages, job.kind->messages);
    if (status == OK)
        status = dump_stage(&job, stage, out);
    job_print_messages(&job, status, messages);
    job_close(&job);
    if (status == OK)
        status = buf_status(messages);
    return status == NO_MEMORY ? FAILED : status;
}
