/*
 * The manifests of shards, found and read.
 *
 * Anybody may have written them: each is read within the limits of a run's own, and one that cannot be taken is told, and is
 * missing.
 */
#include "manifest/manifest_int.h"
#include "manifest/messages.def"
#include "base/messages.def"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* --- one --- */

static enum status refuse(struct manifest_merge *merge, struct diag *diag, const char *path)
{
    merge->is_unread = true;
    return diag_report(diag, MSG_FILE_UNREADABLE, ((struct place){path, 0, 0}), file_reason(errno));
}

/* Papers stand beside it.  FAILED: where that is cannot be known; reported. */
static enum status note_folder(struct manifest_merge *merge, struct diag *diag, struct manifest *manifest)
{
    char real[PATH_MAX];
    const struct str folder = path_directory(merge->arena, manifest->path);
    if (folder.ptr == NULL)
        return NO_MEMORY;
    if (realpath(folder.ptr, real) == NULL)
        return refuse(merge, diag, folder.ptr);
    const struct str own = arena_copy(merge->arena, str_of(real));
    manifest->folder = folder.ptr;
    if (own.ptr == NULL)
        return NO_MEMORY;
    merge->in_several = merge->in_several || (merge->folder != NULL && !str_is(own, merge->folder));
    merge->folder = own.ptr;
    return OK;
}

static enum status read_one(struct manifest_merge *merge, struct diag *diag, const char *path)
{
    struct manifest *manifest = ARENA_NEW(merge->arena, struct manifest);
    struct str text;
    if (manifest == NULL)
        return NO_MEMORY;
    *manifest = (struct manifest){.arena = merge->arena, .path = path, .here = STR(""), .lock = -1};
    manifest_forget(manifest);
    enum status status = file_read(merge->arena, diag, path, MANIFEST_MAX_BYTES, &text);
    if (status == FAILED || status == SYSTEM) {
        merge->is_unread = true;
        return OK;
    }
    if (status == OK)
        status = manifest_parse(manifest, text);
    if (status == FAILED || (status == OK && manifest->shard.count == 0)) {
        diag_report(diag, MSG_MANIFEST_NOT_SHARD, ((struct place){path, 0, 0}));
        return OK;
    }
    if (status == OK)
        status = note_folder(merge, diag, manifest);
    if (status == FAILED)
        return OK;
    return status != OK ? status
                        : ARENA_APPEND(merge->arena, merge->shards, merge->shard_count, merge->shard_capacity,
                                       &manifest);
}

/* --- all --- */

static bool is_shard_name(const char *name)
{
    int len = 0;
    (void)sscanf(name, MANIFEST_SHARD "%*[0-9]of%*[0-9].json%n", &len);
    return len > 0 && name[len] == '\0';
}

static enum status read_entries(struct manifest_merge *merge, struct diag *diag, const char *folder,
                                DIR *directory)
{
    enum status status = OK;
    bool found = false;
    for (struct dirent *entry; status == OK && (entry = file_next_entry(directory)) != NULL;) {
        if (!is_shard_name(entry->d_name))
            continue;
        const struct str path = path_join(merge->arena, folder, entry->d_name);
        found = true;
        status = path.ptr == NULL ? NO_MEMORY : read_one(merge, diag, path.ptr);
    }
    if (status == OK && errno != 0)
        (void)refuse(merge, diag, folder);
    else if (status == OK && !found)
        diag_report(diag, MSG_MANIFEST_NO_SHARDS, ((struct place){folder, 0, 0}));
    return status;
}

static enum status read_folder(struct manifest_merge *merge, struct diag *diag, const char *folder)
{
    DIR *directory = file_open_folder(folder);
    if (directory == NULL) {
        (void)refuse(merge, diag, folder);
        return OK;
    }
    enum status status = read_entries(merge, diag, folder, directory);
    closedir(directory);
    return status;
}

static int compare_shards(const void *a, const void *b)
{
    const struct manifest *first = *(struct manifest *const *)a, *second = *(struct manifest *const *)b;
    const int64_t one = first->shard.number, other = second->shard.number;
    return one != other ? (one > other) - (one < other) : strcmp(first->path, second->path);
}

enum status manifest_merge_gather(struct manifest_merge *merge, struct diag *diag,
                                  const struct manifest_sources *sources)
{
    enum status status = OK;
    for (size_t i = 0; i < sources->count && status == OK; i++) {
        const bool is_folder = file_is_folder(sources->paths[i]);
        if (errno != 0)
            (void)refuse(merge, diag, sources->paths[i]);
        else
            status = is_folder ? read_folder(merge, diag, sources->paths[i])
                               : read_one(merge, diag, sources->paths[i]);
    }
    if (merge->shard_count > 1)
        qsort(merge->shards, merge->shard_count, sizeof *merge->shards, compare_shards);
    if (status == OK && merge->shard_count == 0)
        return merge->is_unread ? SYSTEM : FAILED;
    return status;
}
