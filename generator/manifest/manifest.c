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

static struct str path_of(struct arena *names, const struct manifest_place *place, const char *name,
                          const char *end)
{
    const struct manifest_shard *shard = place->shard;
    struct str own = str_of(name);
    if (shard != NULL)
        own = arena_printf(names, MANIFEST_SHARD "%lldof%lld%s", (long long)shard->number,
                           (long long)shard->count, end);
    return own.ptr == NULL ? own : path_join(names, place->folder, own.ptr);
}

static enum status open_in(struct manifest *manifest, struct arena *names, struct diag *diag,
                           const struct manifest_place *place)
{
    char here[PATH_MAX];
    struct str path = path_of(names, place, MANIFEST_NAME, ".json");
    struct str lock = path_of(names, place, MANIFEST_LOCK, ".lock");
    struct str own = arena_copy(manifest->arena, str_of(place->folder));
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
    if (status == OK)
        status = read_file(manifest, diag);
    /* What an earlier run says of its share is no more. */
    manifest->shard = place->shard != NULL ? *place->shard : (struct manifest_shard){.count = 0};
    manifest->shares = NULL;
    manifest->share_count = manifest->share_capacity = 0;
    manifest->changed = manifest->changed || place->shard != NULL;
    return status;
}

enum status manifest_open(struct arena *names, struct diag *diag, const struct manifest_place *place,
                          bool by_digest, struct manifest **ret_manifest)
{
    struct arena *arena = arena_new(0);
    struct manifest *manifest = arena != NULL ? ARENA_NEW(arena, struct manifest) : NULL;
    if (manifest == NULL) {
        arena_free(arena);
        return NO_MEMORY;
    }
    *manifest = (struct manifest){
        .arena = arena, .lock = -1, .room = -1, .by_digest = by_digest, .inputs = {.arena = arena}};
    enum status status = open_in(manifest, names, diag, place);
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
    manifest->claim_count++;
    const bool was_lost = input.ptr != NULL && str_index_lookup(&manifest->inputs, input) == 1;
    enum status status =
        input.ptr == NULL ? NO_MEMORY : str_index_put(&manifest->inputs, input, paper->is_lost || was_lost);
    return status == OK ? manifest_share_claim(manifest, paper) : status;
}

void manifest_close(struct manifest *manifest)
{
    if (manifest == NULL)
        return;
    manifest_give_room(manifest);
    if (manifest->lock >= 0)
        close(manifest->lock);
    arena_free(manifest->arena);
}
