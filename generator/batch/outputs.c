/*
 * The files that a run writes, by name: OUTPUT/<name of the input without .xml>.pdf, or beside the input;
 * that of a stream in the current folder.
 * Two inputs of one run must not meet in one file: names are kept in a hash table, with the real path of the
 * folder, so that "a/x.xml" and "./a/x.xml" meet too.
 */
#include "batch/batch_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum status outputs_init(struct outputs *outputs, struct arena *arena, const struct output_names *names,
                         size_t count)
{
    *outputs = (struct outputs){.arena = arena, .names = *names, .capacity = 16};
    while (outputs->capacity < count * 2)
        outputs->capacity *= 2;
    outputs->slots = ARENA_NEW_ARRAY(arena, outputs->capacity, struct output);
    return outputs->slots == NULL ? NO_MEMORY : OK;
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

enum status outputs_add(struct outputs *outputs, const struct task *task, struct str *ret_path,
                        const char **ret_other)
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
    size_t at = str_hash(key) & (outputs->capacity - 1);
    while (outputs->slots[at].input != NULL && !str_equal(outputs->slots[at].key, key))
        at = (at + 1) & (outputs->capacity - 1);
    *ret_other = outputs->slots[at].input;
    *ret_path = path;
    if (*ret_other == NULL)
        outputs->slots[at] = (struct output){task->input, key};
    return OK;
}
