/* A workbook to be filled in for a kind. */
#include "form/form.h"
#include "batch/batch_int.h"
#include "batch/messages.def"

static enum status write_form(struct job *job, const char *path)
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

static enum status find_path(struct job *job, const char *kind, bool force, const char **ret_path)
{
    const char *folder = job->batch->options.output;
    const struct str name = arena_printf(job->batch->arena, "%s.xlsx", kind);
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

enum status batch_new_form(struct batch *batch, const char *kind, bool force, const char **ret_path,
                           struct buf *messages)
{
    struct job job;
    enum status status = job_open(&job, batch, kind);
    if (status == OK)
        status = kind_load_named(&job, str_of(kind), (struct place){"chengwen", 0, 0});
    if (status == OK)
        status = find_path(&job, kind, force, ret_path);
    if (status == OK)
        status = write_form(&job, *ret_path);
    if (job.arena != NULL)
        job_print_messages(&job, status, messages);
    if (job.kind != NULL)
        buf_add_str(messages, job.kind->messages);
    job_close(&job);
    return status == OK ? buf_status(messages) : status;
}
