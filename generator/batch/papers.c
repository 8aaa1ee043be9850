/*
 * Inputs of which several papers are made (room series): which papers those are, and the tree of one.
 *
 * Such an input is read once a process, and kept until another is read.  What is found wrong with it as a whole is told
 * when its papers are listed, before any is made; whoever makes one of them reads it again without a word.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"

#include <string.h>

enum { PAPERS_MEMORY = 1 << 30, LISTED_MAX = 1 << 30 };

/* --- the input, read --- */

struct reading {
    struct job *job; /* for its kind */
    struct diag *diag;
    struct arena *arena;
    const char *file;
};

static enum status read_mapping(const struct reading *own, struct node **ret_mapping)
{
    const struct batch_options *options = &own->job->batch->options;
    const char *reason;
    *ret_mapping = NULL;
    if (options->mapping != NULL)
        return reader_read_part(own->arena, own->diag, options->mapping, ret_mapping);
    const struct str folder = path_join(own->arena, options->templates, own->job->kind->name.ptr);
    const struct str path = folder.ptr == NULL ? folder : path_join(own->arena, folder.ptr, "mapping.xml");
    if (path.ptr == NULL)
        return NO_MEMORY;
    if (file_where(folder.ptr, "mapping.xml", &reason) != FILE_MISSING)
        return reader_read_part(own->arena, own->diag, path.ptr, ret_mapping);
    own->job->batch->papers.absent = path.ptr;
    return OK;
}

static enum status load_kind_of(const struct reading *own, const struct node *base)
{
    const struct batch_options *options = &own->job->batch->options;
    const struct place place = base != NULL ? base->place : (struct place){own->file, 0, 0};
    const struct str named = options->kind != NULL ? str_of(options->kind) : STR("");
    if (base == NULL && named.len == 0)
        return diag_report(own->diag, MSG_BATCH_DATA_KIND, place);
    if (base != NULL && named.len > 0 && !str_equal(named, base->name))
        return diag_report(own->diag, MSG_BATCH_BASE_KIND, place, STR_ARGS(base->name), STR_ARGS(named));
    return kind_load_named(own->job, base != NULL ? base->name : named, place);
}

/* A value, or a group with one; a group that may stand in a file of its own leaves that open. */
static bool is_owed(const struct field *field)
{
    struct model_facts facts;
    model_field_facts(field, &facts);
    return facts.owed && (facts.entry <= MODEL_PROSE || (facts.entry == MODEL_GROUP && !facts.href));
}

static enum status read_workbook(const struct reading *own, struct series **ret_series)
{
    const struct batch_options *options = &own->job->batch->options;
    struct series_source source = {.workbook = NULL};
    struct workbook *workbook = NULL;
    struct node *base = NULL, *mapping = NULL;
    struct str bytes;
    enum status status = file_read_input(own->arena, own->diag, own->file, SHEET_MAX_BYTES, &bytes);
    if (status == OK && options->base != NULL)
        status = reader_read_input(own->arena, own->diag, options->base, &base);
    if (status == OK)
        status = load_kind_of(own, base);
    if (status == OK)
        status = workbook_read(own->arena, own->diag, own->file, bytes, &workbook);
    if (status == OK)
        status = read_mapping(own, &mapping);
    if (status != OK)
        return status == SYSTEM ? FAILED : status;
    source = (struct series_source){.workbook = workbook,
                                    .kind = own->job->kind->name,
                                    .shape = model_shape(own->job->kind->model),
                                    .mapping = mapping,
                                    .base = base,
                                    .is_owed = is_owed};
    return series_of_workbook(own->arena, own->diag, &source, ret_series);
}

static enum status read_description(const struct reading *own, struct series **ret_series)
{
    struct node *root;
    enum status status = reader_read_input(own->arena, own->diag, own->file, &root);
    if (status != OK)
        return status == SYSTEM ? FAILED : status;
    return series_of_description(own->arena, own->diag, own->file, root, ret_series);
}

static enum status papers_open(struct job *job, struct diag *diag, const char *file,
                               const struct series **ret_series)
{
    struct papers *kept = &job->batch->papers;
    enum status status = OK;
    if (kept->file == NULL || strcmp(kept->file, file) != 0) {
        papers_close(job->batch);
        *kept = (struct papers){.file = file, .arena = arena_new(PAPERS_MEMORY)};
        const struct reading own = {job, diag, kept->arena, file};
        status = kept->arena == NULL       ? NO_MEMORY
                 : workbook_is_named(file) ? read_workbook(&own, &kept->series)
                                           : read_description(&own, &kept->series);
        if (status != OK)
            kept->file = NULL; /* what has been reported has its places: they go when another is read */
    }
    *ret_series = kept->series;
    return status;
}

void papers_close(struct batch *batch)
{
    arena_free(batch->papers.arena);
    batch->papers = (struct papers){.file = NULL};
}

/* --- one of them --- */

static enum status write_tree(struct arena *arena, const struct node *root, struct str *ret_text)
{
    struct buf text = BUF(READER_MAX_BYTES);
    node_write_xml(root, &text);
    return buf_keep(&text, arena, ret_text);
}

/* A file that was changed since its papers were listed may have another in that place. */
static bool has_paper(const struct series *series, const struct task *task)
{
    return series != NULL && task->paper <= series_count(series) &&
           str_is(series_paper(series, task->paper - 1)->name, task->name);
}

enum status papers_tree(struct job *job)
{
    const struct task *task = job->task;
    const struct series *series = NULL;
    struct diag *silent = diag_new(job->arena);
    enum status status = silent == NULL ? NO_MEMORY : papers_open(job, silent, task->file, &series);
    if (status == FAILED) /* it was read before; why it cannot be now */
        status = papers_open(job, job->diag, task->file, &series);
    if (status == FAILED)
        return status;
    if (status == OK && !has_paper(series, task))
        return diag_report(job->diag, MSG_BATCH_PAPER_GONE, ((struct place){job->input, 0, 0}), task->file);
    if (status == OK)
        status = series_tree(series, task->paper - 1, job->arena, job->diag, &job->root);
    if (status == OK)
        job->left_out = diag_count(job->diag, SEVERITY_ERROR);
    if (status != OK || (job->batch->options.attach <= BATCH_ATTACH_NONE && !job->batch->options.manifest))
        return status;
    struct str bytes;
    status = write_tree(job->arena, job->root, &bytes);
    if (status == OK)
        job->said = digest_of(&bytes, 1);
    return status == OK && job->batch->options.attach > BATCH_ATTACH_NONE
               ? arena_keep_file(job->arena, job->input, bytes, &(struct file_stamp){.inode = 0})
               : status;
}

/* Those read for it, but for the text of its tree, which is no file. */
static enum status own_files(const struct job *job, const struct file_kept **ret_files)
{
    *ret_files = NULL;
    for (const struct file_kept *file = arena_files(job->arena); file != NULL; file = file->next) {
        struct file_kept *copy = ARENA_NEW(job->arena, struct file_kept);
        if (copy == NULL)
            return NO_MEMORY;
        *copy = *file;
        copy->next = *ret_files;
        if (strcmp(file->path, job->input) != 0)
            *ret_files = copy;
    }
    return OK;
}

/* The input, and what was read with it. */
static enum status tell_files(struct papers *kept)
{
    struct buf input = BUF(MANIFEST_MAX_MADE), others = BUF(MANIFEST_MAX_MADE);
    for (const struct file_kept *file = arena_files(kept->arena); file != NULL; file = file->next) {
        const bool is_input = strcmp(file->path, kept->file) == 0;
        if (!is_input)
            buf_add_char(&others, ',');
        manifest_add_file(is_input ? &input : &others, file);
    }
    if (kept->absent != NULL) {
        buf_add_char(&others, ',');
        manifest_add_absent(&others, kept->absent);
    }
    enum status status = buf_keep(&others, kept->arena, &kept->told_files);
    return status_worse(status, buf_keep(&input, kept->arena, &kept->told_input));
}

/* The input is looked at once, however many its papers are. */
enum status papers_describe(const struct job *job, struct manifest_making *making)
{
    struct papers *kept = &job->batch->papers;
    enum status status = own_files(job, &making->files);
    if (status == OK && kept->told_input.ptr == NULL)
        status = tell_files(kept);
    if (status != OK)
        return status;
    making->told_input = kept->told_input;
    making->content = digest_str(&job->said);
    making->kind_files =
        arena_printf(job->arena, "%.*s%.*s", STR_ARGS(making->kind_files), STR_ARGS(kept->told_files));
    return making->kind_files.ptr == NULL ? NO_MEMORY : OK;
}

enum status papers_keep(struct batch *batch, const struct task *task)
{
    struct job job;
    const struct series *series;
    enum status status = job_open(&job, batch, task->input);
    if (status == OK)
        status = papers_open(&job, job.diag, task->file, &series);
    if (status == OK && batch->options.manifest)
        status = tell_files(&batch->papers);
    job_close(&job);
    return status;
}

/* --- all of them, named --- */

bool papers_are_likely(struct arena *scratch, struct diag *silent, const char *input)
{
    struct str bytes;
    if (workbook_is_named(input))
        return true;
    return !file_is_stream(input) && file_read(scratch, silent, input, READER_MAX_BYTES, &bytes) == OK &&
           series_is_likely(bytes);
}

/* Empty: it has none that is known. */
static struct str content_of(const struct series *series, size_t number, struct arena *scratch)
{
    struct diag *silent = diag_new(scratch);
    struct node *root;
    struct str text;
    if (silent == NULL || series_tree(series, number, scratch, silent, &root) != OK ||
        diag_count(silent, SEVERITY_ERROR) > 0 || write_tree(scratch, root, &text) != OK)
        return STR("");
    const struct digest digest = digest_of(&text, 1);
    return arena_copy(scratch, digest_str(&digest));
}

/* The input as it was read; of each paper: name, label, the label of another of that name, whether its name is none, a digest
 * of its content; each with a NUL behind it. */
static void print_list(const struct papers *papers, bool with_contents, struct buf *out)
{
    const struct series *series = papers->series;
    struct arena *scratch = arena_new(PAPERS_MEMORY);
    out->failed = out->failed || scratch == NULL;
    buf_add_str(out, with_contents ? papers->told_input : STR(""));
    buf_add_char(out, '\0');
    for (size_t i = 0; i < series_count(series) && !out->failed; i++) {
        const struct series_paper *paper = series_paper(series, i);
        buf_add_str(out, paper->name);
        buf_add_char(out, '\0');
        buf_add_text(out, paper->label);
        buf_add_char(out, '\0');
        buf_add_text(out, paper->same > 0 ? series_paper(series, paper->same - 1)->label : "");
        buf_add_char(out, '\0');
        buf_add_text(out, paper->is_nameless ? "?" : "");
        buf_add_char(out, '\0');
        buf_add_str(out, with_contents ? content_of(series, i, scratch) : STR(""));
        buf_add_char(out, '\0');
        arena_reset(scratch);
    }
    arena_free(scratch);
}

void papers_list(struct batch *batch, const struct task *task, struct outcome *ret_outcome)
{
    struct job job;
    const struct series *series = NULL;
    enum status status = job_open(&job, batch, task->input);
    if (status == OK)
        status = papers_open(&job, job.diag, task->file, &series);
    document_sum_up(&job, NULL, status, ret_outcome);
    ret_outcome->task = task;
    job_close(&job);
    buf_reset(&ret_outcome->table);
    const bool with_contents = batch->options.if_changed && series != NULL;
    if (status == OK && with_contents)
        status = tell_files(&batch->papers);
    if (status == OK && series != NULL)
        print_list(&batch->papers, with_contents, &ret_outcome->table);
    if (buf_status(&ret_outcome->table) != OK)
        ret_outcome->result.status = FAILED;
}

/* One text from *at on, and behind it. */
static const char *next_text(struct str list, size_t *at)
{
    const char *text = list.ptr + *at;
    *at += strlen(text) + 1;
    return text;
}

enum status papers_add(struct arena *arena, const struct task *listed, struct str list,
                       struct task_list *tasks)
{
    enum status status = OK;
    const struct str own = arena_copy(arena, list); /* which ends with a NUL */
    if (own.ptr == NULL)
        return NO_MEMORY;
    size_t at = 0;
    const struct str told_input = str_of(next_text(own, &at));
    for (size_t number = 1; at < own.len && status == OK; number++) {
        const char *name = next_text(own, &at), *label = next_text(own, &at), *other = next_text(own, &at);
        const bool is_nameless = next_text(own, &at)[0] != '\0';
        const char *content = next_text(own, &at);
        const struct task task = {.input = label,
                                  .file = listed->file,
                                  .name = name,
                                  .place = listed->place + number - 1,
                                  .paper = number,
                                  .is_nameless = is_nameless,
                                  .content = str_of(content),
                                  .told_input = told_input,
                                  .other = other[0] != '\0' ? other : NULL,
                                  .said = number == 1 ? listed->said : STR(""),
                                  .noted = number == 1 ? listed->noted : STR("")};
        status = ARENA_APPEND(arena, tasks->items, tasks->count, tasks->capacity, &task);
    }
    return status;
}
