/*
 * The files that a run writes, by name: OUTPUT/<name of the input without .xml>.pdf, or beside the input;
 * that of a stream in the current folder.
 * Two inputs of one run, or of two runs of a plan, must not meet in one file: names are kept with the real path of
 * the folder, so that "a/x.xml" and "./a/x.xml" meet too.
 */
#include "batch/batch_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct batch_written {
    struct arena *arena;
    struct str_index paths; /* real ones; the number is that of the input */
    const char **inputs;
    size_t count, capacity;
};

enum status batch_written_new(struct arena *arena, struct batch_written **ret_written)
{
    *ret_written = ARENA_NEW(arena, struct batch_written);
    if (*ret_written == NULL)
        return NO_MEMORY;
    **ret_written = (struct batch_written){.arena = arena, .paths = {.arena = arena}};
    return OK;
}

enum status outputs_init(struct outputs *outputs, struct arena *arena, const struct output_names *names,
                         struct batch_written *written)
{
    enum status status = written == NULL ? batch_written_new(arena, &written) : OK;
    *outputs = (struct outputs){arena, *names, written, status == OK ? written->count : 0};
    return status;
}

struct str task_stem(const struct task *task)
{
    const char *slash = strrchr(task->file, '/');
    if (task->name != NULL)
        return str_of(task->name);
    if (strcmp(task->file, "-") == 0)
        return STR("stdin");
    return reader_input_stem(str_of(slash == NULL ? task->file : slash + 1));
}

/* "in/x.xml" -> "x.pdf", "-" -> "stdin.pdf" */
static struct str file_name(struct arena *arena, const struct task *task, const struct output_names *names)
{
    const struct str base = task_stem(task);
    return arena_printf(arena, "%.*s%s%s", STR_ARGS(base), names->draft ? "-草稿" : "", names->suffix);
}

const char *output_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static struct str real_path(struct arena *arena, const char *folder, const char *name)
{
    char real[PATH_MAX];
    return path_join(arena, realpath(folder, real) != NULL ? real : folder, name);
}

static enum status note_written(struct batch_written *written, struct str key, const char *input)
{
    const struct str path = arena_copy(written->arena, key);
    const char *own = arena_copy(written->arena, str_of(input)).ptr;
    if (path.ptr == NULL || own == NULL)
        return NO_MEMORY;
    enum status status =
        ARENA_APPEND(written->arena, written->inputs, written->count, written->capacity, &own);
    return status == OK ? str_index_put(&written->paths, path, (int64_t)written->count - 1) : status;
}

enum status outputs_add(struct outputs *outputs, const struct task *task, struct str *ret_path,
                        const char **ret_other, bool *ret_ran)
{
    const struct output_names *names = &outputs->names;
    struct str folder = names->folder != NULL ? arena_copy(outputs->arena, str_of(names->folder))
                                              : path_directory(outputs->arena, task->file);
    struct str name = file_name(outputs->arena, task, names);
    if (folder.ptr == NULL || name.ptr == NULL)
        return NO_MEMORY;
    struct str key = real_path(outputs->arena, folder.ptr, name.ptr);
    bool here = names->folder == NULL && (strchr(task->file, '/') == NULL || file_is_stream(task->file));
    struct str path = here ? name : path_join(outputs->arena, folder.ptr, name.ptr);
    if (key.ptr == NULL || path.ptr == NULL)
        return NO_MEMORY;
    *ret_path = path;
    *ret_other = NULL;
    *ret_ran = false;
    const int64_t at = str_index_lookup(&outputs->written->paths, key);
    if (at == STR_INDEX_NONE)
        return note_written(outputs->written, key, task->input);
    *ret_other = outputs->written->inputs[at];
    *ret_ran = (size_t)at < outputs->before;
    return OK;
}
