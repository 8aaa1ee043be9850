/* What is to be filled in for a kind, a workbook or a description; a new kind; the schemas of kinds and of their files. */
#include "form/form.h"
#include "batch/batch_int.h"
#include "grammar/grammar.h"
#include "batch/messages.def"

#include <errno.h>
#include <string.h>

static const struct place PROGRAM = {"chengwen", 0, 0};

static enum status write_book(struct job *job, const char *path)
{
    struct str bytes;
    const struct model *model = job->kind->model;
    const struct form_request request = {.kind = job->kind->name,
                                         .label = model_label(model),
                                         .shape = model_shape(model),
                                         .place = {path, 0, 0}};
    enum status status = form_make(job->arena, job->diag, &request, &bytes);
    return status == OK ? file_write_atomic(job->diag, path, bytes) : status;
}

static enum status write_example(struct job *job, const char *path, bool marked)
{
    struct buf text = BUF(BATCH_MAX_DUMP);
    enum status status = grammar_example(job->kind->model, marked, &text);
    if (status == OK)
        status = file_write_atomic(job->diag, path, buf_str(&text));
    buf_clear(&text);
    return status;
}

static enum status write_description(struct job *job, const char *path)
{
    return write_example(job, path, true);
}

static enum status find_path(struct job *job, const char *kind, const char *ending, bool force,
                             const char **ret_path)
{
    const char *folder = job->batch->options.output;
    const struct str name = arena_printf(job->batch->arena, "%s.%s", kind, ending);
    const struct str path =
        name.ptr == NULL || folder == NULL ? name : path_join(job->batch->arena, folder, name.ptr);
    if (path.ptr == NULL)
        return NO_MEMORY;
    *ret_path = path.ptr;
    if (!force && file_exists(path.ptr))
        return diag_report(job->diag, MSG_BATCH_FORM_THERE, ((struct place){path.ptr, 0, 0}));
    file_remove_dead(folder != NULL ? folder : ".");
    return folder == NULL ? OK : file_make_directory(job->diag, folder);
}

static enum status end(struct job *job, enum status status, struct buf *messages)
{
    if (job->arena != NULL)
        job_print_messages(job, status, messages);
    if (job->kind != NULL)
        buf_add_str(messages, job->kind->messages);
    job_close(job);
    return status == OK ? buf_status(messages) : status;
}

enum status batch_new_form(struct batch *batch, const char *kind, enum batch_form form, bool force,
                           const char **ret_path, struct buf *messages)
{
    struct job job;
    const bool book = form == BATCH_FORM_BOOK;
    enum status status = job_open(&job, batch, kind);
    if (status == OK)
        status = kind_load_named(&job, str_of(kind), PROGRAM);
    if (status == OK)
        status = find_path(&job, kind, book ? "xlsx" : "xml", force, ret_path);
    if (status == OK)
        status = (book ? write_book : write_description)(&job, *ret_path);
    return end(&job, status, messages);
}

/* --- a new kind --- */

static enum status write_kind(struct job *job, const char *folder, const char *kind)
{
    enum status status = file_make_directory(job->diag, folder);
    for (size_t i = 0; i < STARTER_FILES && status == OK; i++) {
        const struct str path = path_join(job->arena, folder, starter_files[i].name);
        struct buf text = BUF(BATCH_MAX_DUMP);
        if (path.ptr == NULL)
            return NO_MEMORY;
        for (const char *at = starter_files[i].text; *at != '\0'; at++)
            if (*at == '@')
                buf_add_text(&text, kind);
            else
                buf_add_char(&text, *at);
        status = buf_status(&text);
        if (status == OK)
            status = file_write_new(job->diag, path.ptr, buf_str(&text));
        buf_clear(&text);
    }
    return status;
}

enum status batch_new_kind(struct batch *batch, const char *kind, const char **ret_folder,
                           const char **ret_path, struct buf *messages)
{
    struct job job;
    enum status status = job_open(&job, batch, kind);
    const struct str folder = path_join(batch->arena, batch->options.templates, kind);
    if (status == OK && folder.ptr == NULL)
        status = NO_MEMORY;
    *ret_folder = folder.ptr;
    if (status == OK && !kind_name_is_new(str_of(kind)))
        status = diag_report(job.diag, MSG_BATCH_KIND_NAME, PROGRAM, kind);
    if (status == OK && file_exists(folder.ptr))
        status = diag_report(job.diag, MSG_BATCH_KIND_THERE, ((struct place){folder.ptr, 0, 0}));
    if (status == OK && !file_directory_usable(batch->options.templates)) {
        const struct place place = {batch->options.templates, 0, 0};
        status = SYSTEM;
        diag_report(job.diag, MSG_BATCH_KIND_CLOSED, place, file_reason(errno));
    }
    if (status == OK)
        status = find_path(&job, kind, "xml", false, ret_path);
    if (status == OK)
        status = write_kind(&job, folder.ptr, kind);
    if (status == OK)
        status = kind_load_named(&job, str_of(kind), PROGRAM);
    if (status == OK)
        status = write_example(&job, *ret_path, false);
    return end(&job, status, messages);
}

/* --- schemas --- */

enum status batch_schema(struct batch *batch, const char *of, bool xsd, struct buf *out, struct buf *messages)
{
    static const struct {
        const char *name;
        enum language language;
    } languages[] = {{"model", LANGUAGE_MODEL}, {"layout", LANGUAGE_LAYOUT},   {"style", LANGUAGE_STYLE},
                     {"roles", LANGUAGE_ROLES}, {"mapping", LANGUAGE_MAPPING}, {"plan", LANGUAGE_PLAN}};
    const enum grammar_format format = xsd ? GRAMMAR_XSD : GRAMMAR_RNG;
    struct job job;
    enum status status = job_open(&job, batch, of);
    for (size_t i = 0; i < ARRAY_COUNT(languages) && status == OK; i++)
        if (strcmp(languages[i].name, of) == 0)
            return end(&job, grammar_of_language(job.arena, languages[i].language, format, out), messages);
    if (status == OK)
        status = kind_load_named(&job, str_of(of), PROGRAM);
    if (status == OK)
        status = grammar_of_kind(job.arena, job.kind->model, format, out);
    return end(&job, status, messages);
}
