/*
 * Whether what a manifest says still holds.
 *
 * A file is looked at once a run.  Its stamp says that it is the same, unless the stamp was taken too soon after the
 * last change: then, and whenever digests are asked for, it is read.  What was read and is the same is known by its stamp of now from
 * then on.
 */
#include "manifest/manifest_int.h"

#include <errno.h>
#include <unistd.h>

bool manifest_file_digest(const char *path, struct file_stamp *ret_stamp, struct digest *ret_digest)
{
    struct file_answer answer;
    file_ask(&(struct file_asked){FILE_WISH_READ, path, NULL}, &answer);
    errno = answer.reason;
    if (answer.fd < 0)
        return false;
    bool good = file_stamp_of(answer.fd, ret_stamp) && digest_of_file(answer.fd, ret_digest);
    const int reason = errno;
    close(answer.fd);
    errno = reason;
    return good;
}

bool manifest_file_is_same(struct manifest *manifest, const char *path, struct file_stamp *stamp,
                           const struct digest *digest)
{
    struct file_stamp now;
    struct digest found;
    if (stamp->inode == 0 || !file_stamp_find(path, &now) || now.size != stamp->size)
        return false;
    if (!manifest->by_digest && !file_stamp_same(&now, stamp))
        return false;
    if (!manifest->by_digest && !stamp->is_loose)
        return true;
    if (!manifest_file_digest(path, &now, &found) || !str_equal(digest_str(&found), digest_str(digest)))
        return false;
    manifest->changed = manifest->changed || !file_stamp_same(&now, stamp) || now.is_loose != stamp->is_loose;
    *stamp = now;
    return true;
}

bool manifest_file_is_kept(const char *path, bool by_digest, struct file_stamp *stamp,
                           const struct digest *digest)
{
    struct file_stamp now;
    struct digest found;
    if (!file_stamp_find(path, &now))
        return false;
    const bool same = now.size == stamp->size;
    if (same && file_stamp_same(&now, stamp) && !stamp->is_loose && !by_digest)
        return true;
    if (same && !manifest_file_digest(path, &now, &found))
        return false;
    errno = 0;
    if (!same || !str_equal(digest_str(&found), digest_str(digest)))
        return false;
    *stamp = now;
    return true;
}

static bool is_absent(const char *path)
{
    struct file_stamp stamp;
    return !file_stamp_find(path, &stamp) && (errno == ENOENT || errno == ENOTDIR);
}

/* A file of that name, or a folder. */
static bool stands_there(const char *path, bool as_folder)
{
    struct file_stamp stamp;
    return as_folder ? file_is_folder(path) : file_stamp_find(path, &stamp);
}

static bool is_still_so(struct manifest *manifest, struct source *source)
{
    const char *path = source->path.ptr;
    switch (source->was) {
    case FILE_WAS_ABSENT:
        return is_absent(path);
    case FILE_WAS_THERE:
    case FOLDER_WAS_THERE:
        return stands_there(path, source->was == FOLDER_WAS_THERE);
    default:
        return manifest_file_is_same(manifest, path, &source->stamp, &source->digest);
    }
}

bool manifest_source_is_same(struct manifest *manifest, uint32_t number)
{
    struct source *source = &manifest->sources[number];
    if (source->now == NOW_UNKNOWN)
        source->now = is_still_so(manifest, source) ? NOW_SAME : NOW_CHANGED;
    return source->now == NOW_SAME;
}

/* `but`: a file that does not count. */
static bool others_are_same(struct manifest *manifest, const struct numbers *files, uint32_t but)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->items[i] != but && !manifest_source_is_same(manifest, files->items[i]))
            return false;
    return true;
}

static bool all_are_same(struct manifest *manifest, const struct numbers *files)
{
    return others_are_same(manifest, files, UINT32_MAX);
}

/* The table has changed, but not what it says of this paper: that is made from the table as it is now. */
static bool content_is_same(struct manifest *manifest, struct paper *paper,
                            const struct manifest_paper *asked)
{
    const uint32_t before = paper->input;
    uint32_t now = 0;
    if (asked->content.len == 0 || !str_equal(asked->content, paper->content) ||
        !others_are_same(manifest, &paper->files, before) || !json_is_valid(asked->told_input) ||
        manifest_read_source(manifest, asked->told_input, &now) != OK ||
        !str_equal(manifest->sources[now].path, manifest->sources[before].path))
        return false;
    for (size_t i = 0; i < paper->files.count; i++)
        if (paper->files.items[i] == before)
            paper->files.items[i] = now;
    paper->input = now;
    manifest->changed = true;
    return true;
}

static bool inputs_are_same(struct manifest *manifest, struct paper *paper,
                            const struct manifest_paper *asked)
{
    return manifest_source_is_same(manifest, paper->input) ? all_are_same(manifest, &paper->files)
                                                           : content_is_same(manifest, paper, asked);
}

/* The record that goes with it is the one that was kept then. */
static bool record_is_same(struct manifest *manifest, const struct paper *paper,
                           const struct manifest_paper *asked)
{
    if (asked->record == NULL || paper->record.count == 0)
        return asked->record == NULL && paper->record.count == 0;
    const struct str path = manifest_path(manifest, str_of(asked->record));
    return path.ptr != NULL && str_equal(path, manifest->sources[paper->record.items[0]].path) &&
           all_are_same(manifest, &paper->record);
}

/* It says what this run's says, of the same files, and these have not changed. */
static bool setup_is_same(struct manifest *manifest, uint32_t number)
{
    struct setup *setup = &manifest->setups[number];
    const struct setup *own = &manifest->setups[manifest->setup];
    if (setup->now != NOW_UNKNOWN)
        return setup->now == NOW_SAME;
    bool same = str_equal(setup->facts, own->facts) && str_equal(setup->form, own->form) &&
                setup->files.count == own->files.count;
    for (size_t i = 0; same && i < own->files.count; i++)
        same = str_equal(manifest->sources[setup->files.items[i]].path,
                         manifest->sources[own->files.items[i]].path);
    same = same && all_are_same(manifest, &setup->files);
    setup->now = same ? NOW_SAME : NOW_CHANGED;
    return same;
}

static bool is_current(struct manifest *manifest, const struct manifest_paper *asked)
{
    struct paper *paper = manifest_paper_lookup(manifest, asked->name);
    if (paper == NULL || paper->failed || file_is_stream(asked->input) ||
        !setup_is_same(manifest, paper->setup))
        return false;
    if (paper->date.len > 0 && !str_is(paper->date, asked->date != NULL ? asked->date : ""))
        return false;
    struct str input = manifest_path(manifest, str_of(asked->input));
    struct str output = path_join(manifest->arena, manifest->folder, asked->name);
    return input.ptr != NULL && output.ptr != NULL &&
           str_equal(input, manifest->sources[paper->input].path) &&
           manifest_file_is_same(manifest, output.ptr, &paper->stamp, &paper->digest) &&
           record_is_same(manifest, paper, asked) && inputs_are_same(manifest, paper, asked);
}

bool manifest_is_current(struct manifest *manifest, const struct manifest_paper *asked)
{
    const bool current = is_current(manifest, asked);
    if (current)
        manifest_share_keep(manifest, asked->place);
    return current;
}
