/*
 * A manifest from its opening to its end.
 */
#include "manifest/manifest_int.h"
#include "manifest/messages.def"

#include <limits.h>
#include <unistd.h>

/* What it cannot say is no fault of this run: all is made again.  NO_MEMORY is one. */
static enum status read_file(struct manifest *manifest, struct diag *diag)
{
    const struct place place = {manifest->path, 0, 0};
    struct diag *silent = diag_new(manifest->arena);
    struct str text;
    if (silent == NULL)
        return NO_MEMORY;
    if (!file_exists(manifest->path))
        return OK;
    enum status status = file_read(manifest->arena, silent, manifest->path, MANIFEST_MAX_BYTES, &text);
    const bool was_read = status == OK;
    if (status == OK)
        status = manifest_parse(manifest, text);
    if (status == OK || status == NO_MEMORY)
        return status;
    manifest_forget(manifest);
    manifest->changed = true;
    diag_report(diag, MSG_MANIFEST_UNREAD, place, was_read ? "不是这一版成文写的样子" : "读不了");
    return OK;
}

static enum status open_in(struct manifest *manifest, struct arena *names, struct diag *diag,
                           const char *folder)
{
    char here[PATH_MAX];
    struct str path = path_join(names, folder, MANIFEST_NAME);
    struct str lock = path_join(names, folder, MANIFEST_LOCK);
    struct str own = arena_copy(manifest->arena, str_of(folder));
    manifest->here = arena_copy(manifest->arena, str_of(getcwd(here, sizeof here) != NULL ? here : ""));
    if (path.ptr == NULL || lock.ptr == NULL || own.ptr == NULL || manifest->here.ptr == NULL)
        return NO_MEMORY;
    if (str_is(manifest->here, "/"))
        manifest->here.len = 0;
    manifest->folder = own.ptr;
    manifest->path = path.ptr;
    manifest->lock_path = lock.ptr;
    manifest_forget(manifest);
    enum status status = manifest_lock(manifest, diag);
    return status == OK ? read_file(manifest, diag) : status;
}

enum status manifest_open(struct arena *names, struct diag *diag, const char *folder, bool by_digest,
                          struct manifest **ret_manifest)
{
    struct arena *arena = arena_new(0);
    struct manifest *manifest = arena != NULL ? ARENA_NEW(arena, struct manifest) : NULL;
    if (manifest == NULL) {
        arena_free(arena);
        return NO_MEMORY;
    }
    *manifest =
        (struct manifest){.arena = arena, .lock = -1, .by_digest = by_digest, .inputs = {.arena = arena}};
    enum status status = open_in(manifest, names, diag, folder);
    if (status != OK)
        manifest_close(manifest);
    else
        *ret_manifest = manifest;
    return status;
}

enum status manifest_claim(struct manifest *manifest, const struct manifest_paper *paper)
{
    struct paper *known = manifest_paper_lookup(manifest, paper->name);
    struct str input = manifest_path(manifest, str_of(paper->input));
    if (known != NULL)
        known->claimed = true;
    return input.ptr == NULL ? NO_MEMORY : str_index_put(&manifest->inputs, input, paper->is_lost);
}

void manifest_close(struct manifest *manifest)
{
    if (manifest == NULL)
        return;
    if (manifest->lock >= 0)
        close(manifest->lock);
    arena_free(manifest->arena);
}
