/*
 * The record of the period before, for a kind that takes figures from it: data.json of the earlier paper, kept
 * (--keep-record), taken out of its PDF, or in that PDF still.
 *
 * --record names the file for one paper, or a folder in which each paper has its own: NAME.json, else NAME.pdf, NAME
 * being what the paper's own file is called.  A file for several papers would give all of them the same figures.  Which
 * is read is the paper's affair: a kind that takes nothing reads nothing; what is not there is noted for the manifest.
 */
#include "archive/archive.h"
#include "batch/batch_int.h"
#include "batch/messages.def"
#include "base/messages.def"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool is_pdf(const char *path)
{
    return str_ends(str_of(path), ".pdf") || str_ends(str_of(path), ".PDF");
}

/* What is not there is what it is called: in the first period there is no folder yet. */
enum status past_look(struct batch *batch, struct diag *diag)
{
    const char *record = batch->options.record;
    struct stat facts;
    if (record == NULL)
        return OK;
    if (stat(record, &facts) == 0)
        batch->record_is_folder = S_ISDIR(facts.st_mode);
    else if (errno == ENOENT || errno == ENOTDIR)
        batch->record_is_folder = !is_pdf(record) && !str_ends(str_of(record), ".json");
    else
        return diag_report(diag, MSG_FILE_UNREADABLE, ((struct place){record, 0, 0}), file_reason(errno));
    return OK;
}

bool past_path(const struct batch *batch, const struct task *task, enum past_form form,
               char ret_path[PATH_MAX])
{
    const char *record = batch->options.record;
    const struct str stem = task_stem(task);
    const char *slash = record != NULL && str_ends(str_of(record), "/") ? "" : "/";
    if (record == NULL || (!batch->record_is_folder && (form == PAST_PDF) != is_pdf(record)))
        return false;
    const int len = batch->record_is_folder ? snprintf(ret_path, PATH_MAX, "%s%s%.*s%s", record, slash,
                                                       STR_ARGS(stem), form == PAST_PDF ? ".pdf" : ".json")
                                            : snprintf(ret_path, PATH_MAX, "%s", record);
    return len > 0 && len < PATH_MAX;
}

void past_count(struct waiting *waiting, const struct outcome *outcome)
{
    enum { NAMED = 5 };
    waiting->wanting += outcome->wants_past ? 1 : 0;
    if (!outcome->lacks_past || outcome->task == NULL)
        return;
    if (waiting->lacking < NAMED)
        buf_printf(&waiting->lacking_names, "%s%.*s", waiting->lacking > 0 ? "、" : "",
                   STR_ARGS(task_stem(outcome->task)));
    else if (waiting->lacking == NAMED)
        buf_add_text(&waiting->lacking_names, "……");
    waiting->lacking++;
}

/* A wrong folder, or names that change with the period, would leave comparisons out in silence. */
enum status past_tell_lacking(const struct waiting *waiting, struct diag *diag, bool is_all)
{
    const char *record = waiting->batch->options.record;
    if (waiting->lacking == 0)
        return OK;
    if (is_all && waiting->lacking == waiting->wanting)
        diag_report(diag, MSG_BATCH_RECORDS_NONE, ((struct place){0}), record, waiting->wanting);
    else
        diag_report(diag, MSG_BATCH_RECORDS_LACK, ((struct place){0}), record, waiting->wanting,
                    waiting->lacking, STR_ARGS(buf_str(&waiting->lacking_names)));
    return buf_status(&waiting->lacking_names);
}

/* Figures of a paper that somebody changed would go into the next one, and all further. */
static enum status refuse_altered(struct job *job, const char *path, const struct archive *archive)
{
    bool altered = false;
    const enum status status = archive_is_altered(archive, &altered);
    return status == OK && altered
               ? diag_report(job->diag, MSG_BATCH_RECORD_ALTERED, ((struct place){path, 0, 0}))
               : status;
}

/* Signatures, most of all: the figures are those of before. */
static enum status tell_appended(struct job *job, const char *path, struct str appended)
{
    struct buf said = BUF(APPENDED_SAID_MOST);
    const enum status status = appended.len > 0 ? appended_say(appended, &said) : OK;
    if (status == OK && appended.len > 0)
        diag_report(job->diag, MSG_BATCH_RECORD_APPENDED, ((struct place){path, 0, 0}), said.ptr);
    buf_clear(&said);
    return status;
}

/* data.json of the PDF, in the job's arena; what is needed to find it is not kept. */
static enum status take_out(struct job *job, const char *path, struct str bytes, struct str *ret_data)
{
    struct arena *arena = arena_new(BATCH_ARCHIVE_MEMORY);
    struct archive *archive;
    struct archive_files files;
    enum status status = arena == NULL ? NO_MEMORY : archive_open(arena, job->diag, path, bytes, &archive);
    if (status == OK)
        status = archive_files(archive, &files);
    const struct archive_file *data = status == OK ? archive_file_lookup(&files, ATTACH_DATA) : NULL;
    if (status == OK && data == NULL)
        status = diag_report(job->diag, MSG_BATCH_NO_RECORD, ((struct place){path, 0, 0}));
    if (status == OK)
        status = refuse_altered(job, path, archive);
    if (status == OK)
        status = tell_appended(job, path, str_slice(bytes, archive_length(archive), bytes.len));
    if (status == OK) {
        *ret_data = arena_copy(job->arena, data->bytes);
        status = ret_data->ptr == NULL ? NO_MEMORY : OK;
    }
    arena_free(arena);
    return status;
}

/* What it is called in the file that it goes with. */
static enum status name_record(struct job *job, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path, *dot = strrchr(name, '.');
    const size_t len = dot != NULL && dot > name ? (size_t)(dot - name) : strlen(name);
    job->record_before.name = arena_printf(job->arena, "%.*s.json", (int)len, name);
    return job->record_before.name.ptr == NULL ? NO_MEMORY : OK;
}

static enum status read_past(struct job *job, enum past_form form, const char *path)
{
    const size_t most = form == PAST_PDF ? (size_t)ARCHIVE_MAX_BYTES : (size_t)ATTACH_MAX_BYTES;
    struct str bytes, data;
    enum status status = file_read(job->arena, job->diag, path, most, &bytes);
    if (status != OK)
        return status == SYSTEM ? FAILED : status;
    data = bytes;
    if (form == PAST_PDF)
        status = take_out(job, path, bytes, &data);
    if (status == OK)
        status = attach_record_read(job->arena, job->diag, path, data, &job->past);
    if (status == OK)
        status = name_record(job, path);
    job->record_before.path = path;
    job->record_before.data = data;
    return status;
}

/* Its name, for good; the file is there, or noted as one that is not. */
static enum status look_for(struct job *job, const char *path, const char **ret_path, bool *ret_there)
{
    struct file_stamp stamp;
    const struct str own = arena_copy(job->arena, str_of(path));
    *ret_path = own.ptr;
    *ret_there = file_stamp_find(path, &stamp) || (errno != ENOENT && errno != ENOTDIR);
    if (own.ptr == NULL)
        return NO_MEMORY;
    return *ret_there ? OK : arena_keep_asked(job->arena, path, FILE_WAS_ABSENT);
}

static enum status refuse_shared(struct job *job)
{
    const struct batch *batch = job->batch;
    const struct place place = {job->input, 0, 0};
    if (!batch->record_is_folder && batch->paper_count > 1)
        return diag_report(job->diag, MSG_BATCH_RECORD_MANY, place, batch->paper_count,
                           batch->options.record);
    if (job->task != NULL && job->task->record_other != NULL)
        return diag_report(job->diag, MSG_BATCH_SAME_RECORD, place, job->task->record_other);
    return OK;
}

enum status past_load(struct job *job)
{
    char path[PATH_MAX];
    const struct task alone = {.file = job->input}, *task = job->task != NULL ? job->task : &alone;
    enum status status = refuse_shared(job);
    for (int form = PAST_JSON; form <= PAST_PDF && status == OK && !job->past.is_there; form++) {
        const char *own;
        bool there;
        if (!past_path(job->batch, task, (enum past_form)form, path))
            continue;
        status = look_for(job, path, &own, &there);
        if (status == OK && there)
            status = read_past(job, (enum past_form)form, own);
        else if (job->past.file == NULL)
            job->past.file = own;
    }
    if (status == OK && job->past.file == NULL)
        job->past.file = job->batch->options.record; /* longer than a path may be: it is not there */
    return status;
}
