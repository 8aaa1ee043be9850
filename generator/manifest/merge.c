/*
 * The papers of N shards as those of one run: which are there, which are not, and why.
 *
 * Each paper has a place among all, which the shards' manifests say; so what nobody has is known, and the names in their order
 * must have the digest that every shard took of them.  A paper counts as made if the file beside its shard's manifest is the one
 * that was made: by its stamp, and where that is another, as after copying, by its digest.
 */
#include "manifest/manifest_int.h"
#include "manifest/messages.def"
#include "base/messages.def"

#include <errno.h>

enum { MERGE_SCRATCH = 1 << 20 };
#define MERGE_MEMORY ((size_t)4 << 30)
#define NAMES_MOST   ((size_t)1 << 30)

/* --- whose each is --- */

static enum status take_share(struct manifest_merge *merge, struct diag *diag, struct manifest *from,
                              const struct share *share)
{
    struct merged_entry *entry = &merge->entries[share->place - 1];
    if (entry->from != NULL) {
        merge->agrees = false;
        diag_report(diag, MSG_MANIFEST_PAPER_TWICE, ((struct place){from->path, 0, 0}),
                    (long long)entry->from->shard.number, (long long)from->shard.number, share->place,
                    STR_ARGS(share->name));
        return OK;
    }
    *entry = (struct merged_entry){.from = from, .share = share};
    if (share->made)
        entry->paper = manifest_paper_lookup(from, share->name.ptr);
    if (entry->paper != NULL && entry->paper->failed && !share->failed)
        entry->paper = NULL; /* an earlier run's */
    return entry->paper != NULL ? manifest_merge_compare(merge, diag, entry) : OK;
}

static enum status take_shares(struct manifest_merge *merge, struct diag *diag)
{
    enum status status = OK;
    for (size_t i = 0; i < merge->shard_count; i++)
        for (size_t k = 0; k < merge->shards[i]->share_count && status == OK; k++)
            status = take_share(merge, diag, merge->shards[i], &merge->shards[i]->shares[k]);
    return status;
}

/* Where every place has a name: they are those of the run. */
static enum status prove_names(struct manifest_merge *merge, struct diag *diag)
{
    struct buf names = BUF(NAMES_MOST);
    for (size_t i = 0; i < merge->count; i++)
        manifest_add_name(&names, merge->entries[i].share->name);
    const struct str all = buf_str(&names);
    enum status status = names.failed ? NO_MEMORY : OK;
    const struct digest digest = digest_of(&all, status == OK ? 1 : 0);
    if (status == OK && !str_equal(digest_str(&digest), digest_str(&merge->shards[0]->shard.names))) {
        merge->agrees = false;
        diag_report(diag, MSG_MANIFEST_OTHER_PLACES, ((struct place){merge->shards[0]->path, 0, 0}));
    }
    buf_clear(&names);
    return status;
}

static enum status prove_places(struct manifest_merge *merge, struct diag *diag)
{
    const struct manifest *first = merge->shards[0];
    size_t without = 0;
    for (size_t i = 0; i < merge->count; i++)
        without += merge->entries[i].from == NULL ? 1 : 0;
    if (without == 0)
        return prove_names(merge, diag);
    if (merge->shard_count == (size_t)first->shard.count) {
        merge->agrees = false;
        diag_report(diag, MSG_MANIFEST_NOBODY, ((struct place){first->path, 0, 0}), without);
    }
    return OK;
}

/* --- how each is --- */

/* What cannot be read may be the one that was made: nothing is known of it. */
static enum status look_at_file(struct manifest_merge *merge, struct merged_entry *entry)
{
    struct paper *paper = entry->paper;
    const struct str path = path_join(merge->arena, entry->from->folder, paper->name.ptr);
    if (path.ptr == NULL)
        return NO_MEMORY;
    if (manifest_file_is_kept(path.ptr, merge->by_digest, &paper->stamp, &paper->digest))
        entry->state = entry->share->failed ? MANIFEST_FAILED : MANIFEST_MADE;
    else
        entry->state = errno == ENOENT || errno == ENOTDIR ? MANIFEST_GONE : MANIFEST_ALTERED;
    entry->reason = entry->state == MANIFEST_ALTERED ? errno : 0;
    merge->is_unread = merge->is_unread || entry->reason != 0;
    return OK;
}

static enum status find_state(struct manifest_merge *merge, struct merged_entry *entry)
{
    if (entry->paper != NULL)
        return look_at_file(merge, entry);
    entry->state = entry->from == NULL    ? MANIFEST_NOBODY
                   : entry->share->failed ? MANIFEST_FAILED
                                          : MANIFEST_OPEN;
    return OK;
}

static enum status merge_all(struct manifest_merge *merge, struct diag *diag)
{
    enum status status = manifest_merge_agrees(merge, diag, &merge->agrees);
    if (status != OK || !merge->agrees)
        return status;
    merge->count = (size_t)merge->shards[0]->shard.papers;
    merge->entries = ARENA_NEW_ARRAY(merge->arena, merge->count, struct merged_entry);
    status = merge->entries == NULL ? NO_MEMORY : take_shares(merge, diag);
    if (status == OK)
        status = prove_places(merge, diag);
    for (size_t i = 0; i < merge->count && status == OK; i++)
        status = find_state(merge, &merge->entries[i]);
    return status;
}

enum status manifest_merge(struct diag *diag, const struct manifest_sources *sources,
                           struct manifest_merge **ret_merge)
{
    struct arena *arena = arena_new(MERGE_MEMORY);
    struct manifest_merge *merge = arena != NULL ? ARENA_NEW(arena, struct manifest_merge) : NULL;
    if (merge == NULL) {
        arena_free(arena);
        return NO_MEMORY;
    }
    *merge =
        (struct manifest_merge){.arena = arena, .by_digest = sources->by_digest, .files = {.arena = arena}};
    enum status status = manifest_merge_gather(merge, diag, sources);
    *ret_merge = merge; /* what is reported names what it holds */
    return status == OK ? merge_all(merge, diag) : status;
}

void manifest_merge_free(struct manifest_merge *merge)
{
    if (merge != NULL)
        arena_free(merge->arena);
}

/* --- told --- */

static void report_state(struct diag *diag, const struct merged_entry *entry, const char *path)
{
    const struct place place = {path, 0, 0};
    const enum manifest_state state = entry->state;
    const long long shard = entry->from->shard.number;
    if (state == MANIFEST_GONE)
        diag_report(diag, MSG_MANIFEST_GONE, place, shard);
    else if (entry->reason != 0)
        diag_report(diag, MSG_FILE_UNREADABLE, place, file_reason(entry->reason));
    else if (state == MANIFEST_ALTERED)
        diag_report(diag, MSG_MANIFEST_ALTERED, place, shard);
    else if (state == MANIFEST_OPEN && entry->share->made)
        diag_report(diag, MSG_MANIFEST_UNKNOWN, place, shard);
    else if (state == MANIFEST_OPEN)
        diag_report(diag, MSG_MANIFEST_OPEN, place, shard);
    else if (state == MANIFEST_FAILED)
        diag_report(diag, MSG_MANIFEST_UNSAID, place, shard);
}

/* A shard's messages are lines as they were printed. */
static void add_said(struct buf *out, struct str messages)
{
    for (size_t at = 0; at < messages.len;) {
        const char *end = memchr(messages.ptr + at, '\n', messages.len - at);
        const size_t to = end != NULL ? (size_t)(end - messages.ptr) : messages.len;
        buf_add_visible(out, str_slice(messages, at, to));
        buf_add_char(out, '\n');
        at = to + 1;
    }
}

static enum status tell(const struct merged_entry *entry, struct manifest_merged *paper,
                        struct arena *scratch, struct buf *messages)
{
    const struct str path = path_join(scratch, entry->from->folder, entry->share->name.ptr);
    struct diag *diag = diag_new(scratch);
    if (path.ptr == NULL || diag == NULL)
        return NO_MEMORY;
    paper->shard = entry->from->shard.number;
    paper->input = entry->share->input;
    paper->part = entry->share->part;
    paper->path = path.ptr;
    if (entry->state == MANIFEST_FAILED && entry->share->messages.len > 0)
        add_said(messages, entry->share->messages);
    else
        report_state(diag, entry, path.ptr);
    diag_print(diag, messages);
    paper->messages = buf_str(messages);
    return buf_status(messages) == OK ? OK : NO_MEMORY;
}

/* A draft with errors is there, too. */
static bool is_written(const struct merged_entry *entry)
{
    return entry->state == MANIFEST_MADE || (entry->state == MANIFEST_FAILED && entry->paper != NULL);
}

enum status manifest_merge_each(const struct manifest_merge *merge, manifest_hear *hear, void *context)
{
    struct arena *scratch = arena_new(MERGE_SCRATCH);
    struct buf messages = BUF(MERGE_SCRATCH);
    enum status status = scratch == NULL ? NO_MEMORY : OK;
    for (size_t i = 0; i < merge->count && status == OK; i++) {
        const struct merged_entry *entry = &merge->entries[i];
        struct manifest_merged paper = {
            .place = i + 1, .state = entry->state, .is_written = is_written(entry)};
        if (entry->from != NULL)
            status = tell(entry, &paper, scratch, &messages);
        if (status == OK)
            hear(context, &paper);
        buf_reset(&messages);
        arena_reset(scratch);
    }
    buf_clear(&messages);
    arena_free(scratch);
    return status;
}

void manifest_merge_sum(const struct manifest_merge *merge, struct manifest_sum *ret_sum)
{
    *ret_sum =
        (struct manifest_sum){.papers = merge->count, .agrees = merge->agrees, .is_unread = merge->is_unread};
    for (size_t i = 0; i < merge->count; i++) {
        ret_sum->states[merge->entries[i].state]++;
        ret_sum->written += is_written(&merge->entries[i]) ? 1 : 0;
    }
}

const char *manifest_merge_folder(const struct manifest_merge *merge)
{
    return merge->in_several ? NULL : merge->shards[0]->folder;
}

/* --- written down --- */

/* What all shards say of one file is one entry, with the stamp that the file has here, if it is that file. */
static enum status put_source(struct manifest_merge *merge, struct manifest *whole,
                              const struct manifest *from, uint32_t *number)
{
    struct source *source = &from->sources[*number];
    const int64_t found = str_index_lookup(&merge->files, source->path);
    if (found != STR_INDEX_NONE && manifest_is_comparable(source))
        source = merge->known[found].source;
    if (source->number == 0) {
        uint32_t own;
        if (source->stamp.inode != 0)
            (void)manifest_file_is_kept(source->path.ptr, false, &source->stamp, &source->digest);
        if (manifest_put_source(whole, source, &own) != OK)
            return NO_MEMORY;
        source->number = (size_t)own + 1;
    }
    *number = (uint32_t)(source->number - 1);
    return OK;
}

static enum status put_sources(struct manifest_merge *merge, struct manifest *whole,
                               const struct manifest *from, struct numbers *files)
{
    const struct numbers given = *files;
    enum status status = OK;
    *files = (struct numbers){.items = NULL};
    for (size_t i = 0; i < given.count && status == OK; i++) {
        uint32_t number = given.items[i];
        status = put_source(merge, whole, from, &number);
        if (status == OK)
            status = ARENA_APPEND(whole->arena, files->items, files->count, files->capacity, &number);
    }
    return status;
}

static enum status put_paper(struct manifest_merge *merge, struct manifest *whole,
                             const struct merged_entry *entry)
{
    const struct manifest *from = entry->from;
    struct paper paper = *entry->paper;
    struct setup *setup = &from->setups[paper.setup];
    enum status status = OK;
    if (setup->number == 0) {
        struct setup own = {.form = setup->form, .facts = setup->facts, .files = setup->files};
        uint32_t number;
        status = put_sources(merge, whole, from, &own.files);
        if (status == OK)
            status = manifest_put_setup(whole, &own, &number);
        if (status != OK)
            return status;
        setup->number = (size_t)number + 1;
    }
    paper.setup = (uint32_t)(setup->number - 1);
    paper.claimed = true;
    status = put_source(merge, whole, from, &paper.input);
    if (status == OK)
        status = put_sources(merge, whole, from, &paper.files);
    if (status == OK)
        status = put_sources(merge, whole, from, &paper.record);
    return status == OK ? manifest_put_paper(whole, &paper) : status;
}

static enum status put_all(struct manifest_merge *merge, struct manifest *whole)
{
    enum status status = OK;
    for (size_t i = 0; i < merge->count && status == OK; i++) {
        const struct merged_entry *entry = &merge->entries[i];
        if (entry->from == NULL)
            continue;
        struct paper *old = manifest_paper_lookup(whole, entry->share->name.ptr);
        if (is_written(entry))
            status = put_paper(merge, whole, entry);
        else if (entry->state == MANIFEST_FAILED && old != NULL && !old->claimed)
            old->failed = true; /* an earlier run's */
    }
    whole->changed = true;
    return status;
}

enum status manifest_merge_write(struct manifest_merge *merge, struct diag *diag)
{
    const struct manifest_place place = {merge->shards[0]->folder, NULL};
    struct manifest *whole;
    if (merge->entries == NULL || !merge->agrees)
        return diag_report(diag, MSG_MANIFEST_NOT_MERGED, ((struct place){merge->shards[0]->folder, 0, 0}));
    enum status status = manifest_open(merge->arena, diag, &place, merge->by_digest, &whole);
    if (status != OK)
        return status;
    status = put_all(merge, whole);
    if (status == OK)
        status = manifest_write(whole, diag);
    manifest_close(whole);
    return status;
}
