/*
 * The files that a run writes, by name: OUTPUT/<name of the input without .xml>.pdf, or beside the input;
 * that of a stream in the current folder.
 * Two inputs of one run, or of two runs of a plan, must not meet in one file: names are kept with the real path of
 * the folder, so that "a/x.xml" and "./a/x.xml" meet too.  So do two that differ only in how Unicode writes a character, as
 * one or as letter and mark (NFC, NFD): macOS and some file servers make one file of them.
 */
#include "batch/batch_int.h"
#include "unicode/unicode.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct written {
    const char *input;
    struct str name;
};
struct batch_written {
    struct arena *arena;
    struct str_index paths; /* real ones, composed; the number is that of the file */
    struct written *files;
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
    return arena_printf(arena, "%.*s%s%s", STR_ARGS(base), names->mark, names->suffix);
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

static enum status note_written(struct batch_written *written, struct str key, struct str name,
                                const char *input)
{
    const struct str own = arena_copy(written->arena, key);
    const struct written file = {arena_copy(written->arena, str_of(input)).ptr,
                                 arena_copy(written->arena, name)};
    if (own.ptr == NULL || file.input == NULL || file.name.ptr == NULL)
        return NO_MEMORY;
    enum status status =
        ARENA_APPEND(written->arena, written->files, written->count, written->capacity, &file);
    return status == OK ? str_index_put(&written->paths, own, (int64_t)written->count - 1) : status;
}

enum status outputs_add(struct outputs *outputs, const struct task *task, struct str *ret_path,
                        struct output_met *ret_met)
{
    const struct output_names *names = &outputs->names;
    struct str folder = names->folder != NULL ? arena_copy(outputs->arena, str_of(names->folder))
                                              : path_directory(outputs->arena, task->file);
    struct str name = file_name(outputs->arena, task, names);
    if (folder.ptr == NULL || name.ptr == NULL)
        return NO_MEMORY;
    struct str composed;
    bool here = names->folder == NULL && (strchr(task->file, '/') == NULL || file_is_stream(task->file));
    struct str path = here ? name : path_join(outputs->arena, folder.ptr, name.ptr);
    if (path.ptr == NULL || unicode_compose(outputs->arena, name, &composed) != OK)
        return NO_MEMORY;
    const struct str key = real_path(outputs->arena, folder.ptr, composed.ptr);
    if (key.ptr == NULL)
        return NO_MEMORY;
    *ret_path = path;
    *ret_met = (struct output_met){.input = NULL};
    const int64_t at = str_index_lookup(&outputs->written->paths, key);
    if (at == STR_INDEX_NONE)
        return note_written(outputs->written, key, name, task->input);
    const struct written *met = &outputs->written->files[at];
    ret_met->input = met->input;
    ret_met->name = str_equal(met->name, name) ? NULL : met->name.ptr;
    ret_met->ran = (size_t)at < outputs->before;
    return OK;
}
