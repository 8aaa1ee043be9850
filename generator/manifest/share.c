/*
 * What a shard says of its part of a run: which of all papers are its own, by their place, and how each went.
 *
 * A paper that is made has an entry beside, as in any manifest; one that failed may never have had one, so its name, its input
 * and the first of what was said of it stand here.  Entries of earlier runs, which the folder may still need, are no part of it.
 */
#include "manifest/manifest_int.h"

#include <stdlib.h>

enum { NAME_MOST = 4096 };

void manifest_add_name(struct buf *out, struct str name)
{
    buf_add_json(out, name);
}

/* --- in a run --- */

enum status manifest_share_claim(struct manifest *manifest, const struct manifest_paper *paper)
{
    if (manifest->shard.count == 0)
        return OK;
    const struct share share = {
        .place = paper->place,
        .name = arena_copy(manifest->arena, str_of(paper->name)),
        .input = arena_copy(manifest->arena, str_of(paper->input)),
        .part = arena_copy(manifest->arena, str_of(paper->part != NULL ? paper->part : "")),
        .messages = STR("")};
    if (share.name.ptr == NULL || share.input.ptr == NULL || share.part.ptr == NULL)
        return NO_MEMORY;
    return ARENA_APPEND(manifest->arena, manifest->shares, manifest->share_count, manifest->share_capacity,
                        &share);
}

static int compare_places(const void *a, const void *b)
{
    const struct share *first = a, *second = b;
    return (first->place > second->place) - (first->place < second->place);
}

/* NULL: the run is no shard. */
static struct share *find_share(const struct manifest *manifest, size_t place)
{
    const struct share wanted = {.place = place};
    return manifest->share_count == 0
               ? NULL
               : bsearch(&wanted, manifest->shares, manifest->share_count, sizeof wanted, compare_places);
}

void manifest_share_keep(struct manifest *manifest, size_t place)
{
    struct share *share = find_share(manifest, place);
    if (share != NULL)
        share->made = true;
}

/* Whole lines, as far as there are. */
static struct str first_of(struct str messages)
{
    struct str first = str_cut(messages, MANIFEST_MAX_MESSAGES);
    size_t end = first.len;
    while (end > 0 && first.ptr[end - 1] != '\n')
        end--;
    return end > 0 ? str_slice(first, 0, end) : first;
}

void manifest_share_note(struct manifest *manifest, const struct manifest_made *made)
{
    struct share *share = find_share(manifest, made->place);
    if (share == NULL)
        return;
    struct str messages = made->failed ? arena_copy(manifest->arena, first_of(made->messages)) : STR("");
    share->made = made->told.len > 0 || !made->failed;
    share->failed = made->failed;
    share->messages = messages.ptr != NULL ? messages : STR("");
    manifest->changed = true;
}

/* --- written --- */

static void add_text(struct buf *out, const char *name, struct str text)
{
    if (text.len == 0)
        return;
    buf_printf(out, ",\"%s\":", name);
    buf_add_json(out, text);
}

static void add_share(struct buf *out, const struct share *share)
{
    buf_printf(out, "{\"place\":%zu,\"name\":", share->place);
    buf_add_json(out, share->name);
    add_text(out, "input", share->input);
    add_text(out, "part", share->part);
    if (share->made)
        buf_add_text(out, ",\"made\":true");
    if (share->failed)
        buf_add_text(out, ",\"failed\":true");
    add_text(out, "messages", share->messages);
    buf_add_char(out, '}');
}

void manifest_add_shares(const struct manifest *manifest, struct buf *out)
{
    const struct manifest_shard *shard = &manifest->shard;
    if (shard->count == 0)
        return;
    buf_printf(out,
               "\"shard\":{\"number\":%lld,\"count\":%lld,\"papers\":%lld,\"names\":\"%.*s\"},\n\"share\":[",
               (long long)shard->number, (long long)shard->count, (long long)shard->papers,
               STR_ARGS(digest_str(&shard->names)));
    for (size_t i = 0; i < manifest->share_count; i++) {
        buf_add_text(out, i == 0 ? "\n" : ",\n");
        add_share(out, &manifest->shares[i]);
    }
    buf_add_text(out, "\n],\n");
}

/* --- read --- */

static enum status read_optional(struct arena *arena, struct str object, const char *name,
                                 struct str *ret_text)
{
    *ret_text = STR("");
    return json_member(object, name).len == 0 ? OK : manifest_read_text(arena, object, name, ret_text);
}

static enum status read_share(struct manifest *manifest, struct str object)
{
    const struct share *last =
        manifest->share_count > 0 ? &manifest->shares[manifest->share_count - 1] : NULL;
    struct share share = {.messages = STR("")};
    int64_t place = 0;
    enum status status = object.ptr[0] == '{' ? manifest_read_number(object, "place", &place) : FAILED;
    share.place = (size_t)place;
    if (status == OK && (place > manifest->shard.papers || share.place <= (last != NULL ? last->place : 0)))
        status = FAILED;
    if (status == OK)
        status = manifest_read_text(manifest->arena, object, "name", &share.name);
    /* It may be one that no file can have. */
    if (status == OK && (share.name.len == 0 || share.name.len > NAME_MOST ||
                         memchr(share.name.ptr, '/', share.name.len) != NULL))
        status = FAILED;
    if (status == OK)
        status = read_optional(manifest->arena, object, "input", &share.input);
    if (status == OK)
        status = read_optional(manifest->arena, object, "part", &share.part);
    if (status == OK)
        status = read_optional(manifest->arena, object, "messages", &share.messages);
    share.messages = first_of(share.messages);
    if (status == OK)
        status = manifest_read_flag(object, "made", &share.made);
    if (status == OK)
        status = manifest_read_flag(object, "failed", &share.failed);
    return status != OK ? status
                        : ARENA_APPEND(manifest->arena, manifest->shares, manifest->share_count,
                                       manifest->share_capacity, &share);
}

static enum status read_shard(struct str object, struct manifest_shard *ret_shard)
{
    struct manifest_shard shard;
    enum status status = manifest_read_number(object, "number", &shard.number);
    if (status == OK)
        status = manifest_read_number(object, "count", &shard.count);
    if (status == OK)
        status = manifest_read_number(object, "papers", &shard.papers);
    if (status == OK)
        status = manifest_read_digest(object, "names", &shard.names);
    if (status == OK && (shard.number < 1 || shard.number > shard.count ||
                         shard.count > MANIFEST_MAX_SHARDS || shard.papers > MANIFEST_MAX_PAPERS))
        status = FAILED;
    if (status == OK)
        *ret_shard = shard;
    return status;
}

/* Of a run that is none there is nothing to be read. */
enum status manifest_read_shares(struct manifest *manifest, struct str text)
{
    struct str object = json_member(text, "shard"), list = json_member(text, "share"), item;
    if (object.len == 0)
        return OK;
    enum status status = list.len > 0 && list.ptr[0] == '[' ? read_shard(object, &manifest->shard) : FAILED;
    for (size_t at = 0; status == OK && json_next(list, &at, &item);)
        status = read_share(manifest, item);
    return status;
}
