/*
 * A folder on the command line stands for the descriptions in it: the files whose names end in .xml, or .XML, in the order
 * of their bytes.  Those below it, and those whose names begin with a dot, are not meant.  A folder without any stays, and fails
 * as a paper does: it is counted, and told in its place.
 */
#include "cli/cli_int.h"
#include "base/messages.def"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct inputs {
    struct arena *arena;
    const char **files;
    size_t count, capacity;
    bool lack; /* nobody knows what a folder holds */
};

static enum status add_file(struct inputs *inputs, const char *file)
{
    return ARENA_APPEND(inputs->arena, inputs->files, inputs->count, inputs->capacity, &file);
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_description(const char *name)
{
    static const char end[] = ".xml";
    const size_t len = strlen(name);
    return name[0] != '.' && len >= sizeof end - 1 && strcasecmp(name + len - (sizeof end - 1), end) == 0;
}

static enum status add_entries(struct inputs *inputs, const char *folder, DIR *directory)
{
    enum status status = OK;
    for (struct dirent *entry; status == OK && (entry = file_next_entry(directory)) != NULL;) {
        if (!is_description(entry->d_name))
            continue;
        struct str path = path_join(inputs->arena, folder, entry->d_name);
        status = path.ptr == NULL ? NO_MEMORY : add_file(inputs, path.ptr);
    }
    return status;
}

static enum status refuse(struct inputs *inputs, struct diag *diag, const char *folder)
{
    inputs->lack = true;
    return diag_report(diag, MSG_FILE_UNREADABLE, ((struct place){folder, 0, 0}), file_reason(errno));
}

/* Without descriptions it stays among the files: who reads them tells, as of a file that is not there.  FAILED: it cannot be
 * read; reported. */
static enum status add_folder(struct inputs *inputs, struct diag *diag, const char *folder)
{
    const size_t before = inputs->count;
    DIR *directory = file_open_folder(folder);
    if (directory == NULL)
        return refuse(inputs, diag, folder);
    enum status status = add_entries(inputs, folder, directory);
    if (status == OK && errno != 0) {
        inputs->count = before; /* a part of a folder is nothing that was asked for */
        status = refuse(inputs, diag, folder);
    }
    closedir(directory);
    if (status == OK && inputs->count == before)
        return add_file(inputs, folder);
    if (inputs->count > before)
        qsort(inputs->files + before, inputs->count - before, sizeof *inputs->files, compare_files);
    return status;
}

enum status inputs_find(struct arena *arena, struct diag *diag, struct options *options)
{
    struct inputs inputs = {.arena = arena};
    enum status status = OK;
    for (size_t i = 0; i < options->file_count && !status_stops(status); i++) {
        const char *file = options->files[i];
        const bool is_folder = file_is_folder(file);
        options->has_folder = options->has_folder || is_folder || errno != 0; /* it may be one */
        if (errno != 0)
            status = status_worse(status, refuse(&inputs, diag, file));
        else
            status =
                status_worse(status, is_folder ? add_folder(&inputs, diag, file) : add_file(&inputs, file));
    }
    options->files = inputs.files;
    options->file_count = inputs.count;
    options->inputs_lack = inputs.lack;
    options->run.folders_read = true;
    return status;
}
