/*
 * The entries of a manifest in memory: found, added, forgotten; names and paths as they stand in it.
 */
#include "manifest/manifest_int.h"

#include <errno.h>

void manifest_forget(struct manifest *manifest)
{
    manifest->sources = NULL;
    manifest->setups = NULL;
    manifest->papers = NULL;
    manifest->source_count = manifest->source_capacity = 0;
    manifest->setup_count = manifest->setup_capacity = 0;
    manifest->shares = NULL;
    manifest->paper_count = manifest->paper_capacity = 0;
    manifest->share_count = manifest->share_capacity = 0;
    manifest->source_index = manifest->paper_index = (struct str_index){.arena = manifest->arena};
}

bool manifest_text_is_whole(struct str text)
{
    uint32_t code;
    for (size_t at = 0; at < text.len;) {
        size_t len = utf8_decode(text, at, &code);
        if (len == 0 || code == 0)
            return false;
        at += len;
    }
    return true;
}

bool manifest_name_is_safe(struct str name)
{
    enum { NAME_MOST = 255 };
    return name.len > 0 && name.len <= NAME_MOST && !str_is(name, ".") && !str_is(name, "..") &&
           memchr(name.ptr, '/', name.len) == NULL && manifest_text_is_whole(name);
}

/* Above the current folder, whose path has no links, `..` is the folder before; behind a name it may be another. */
static struct str climb(struct str here, struct str *path)
{
    for (;;) {
        const char *slash = memchr(path->ptr, '/', path->len);
        const struct str part = str_slice(*path, 0, slash != NULL ? (size_t)(slash - path->ptr) : path->len);
        if (part.len > 0 && !str_is(part, ".") && !str_is(part, ".."))
            return here;
        while (str_is(part, "..") && here.len > 0 && here.ptr[--here.len] != '/')
            continue;
        *path = str_slice(*path, slash != NULL ? part.len + 1 : part.len, path->len);
        if (path->len == 0)
            return here;
    }
}

struct str manifest_path(struct manifest *manifest, struct str path)
{
    const bool absolute = path.len > 0 && path.ptr[0] == '/';
    struct str here = climb(absolute ? STR("") : manifest->here, &path);
    char *tidy = arena_alloc_bytes(manifest->arena, here.len + path.len + 2);
    size_t len = here.len;
    if (tidy == NULL)
        return (struct str){NULL, 0};
    memcpy(tidy, here.ptr, here.len);
    for (size_t at = 0; at < path.len;) {
        const char *slash = memchr(path.ptr + at, '/', path.len - at);
        const size_t part = slash != NULL ? (size_t)(slash - path.ptr) - at : path.len - at;
        if (part > 0 && !(part == 1 && path.ptr[at] == '.')) {
            tidy[len++] = '/';
            memcpy(tidy + len, path.ptr + at, part);
            len += part;
        }
        at += part + 1;
    }
    tidy[len] = '\0';
    return (struct str){tidy, len};
}

static struct str key_of(struct arena *arena, const struct source *source)
{
    const struct file_stamp *stamp = &source->stamp;
    return arena_printf(arena, "%.*s\n%d %d %lld %lld %lld %.*s", STR_ARGS(source->path), (int)source->was,
                        stamp->is_loose, (long long)stamp->size, (long long)stamp->inode,
                        (long long)stamp->time, STR_ARGS(digest_str(&source->digest)));
}

enum status manifest_put_source(struct manifest *manifest, const struct source *source, uint32_t *ret_number)
{
    struct str key = key_of(manifest->arena, source);
    if (key.ptr == NULL)
        return NO_MEMORY;
    int64_t number = str_index_lookup(&manifest->source_index, key);
    if (number == STR_INDEX_NONE) {
        number = (int64_t)manifest->source_count;
        if (number >= UINT32_MAX)
            return NO_MEMORY;
        if (ARENA_APPEND(manifest->arena, manifest->sources, manifest->source_count,
                         manifest->source_capacity, source) != OK ||
            str_index_put(&manifest->source_index, key, number) != OK)
            return NO_MEMORY;
    }
    *ret_number = (uint32_t)number;
    return OK;
}

struct paper *manifest_paper_lookup(const struct manifest *manifest, const char *name)
{
    int64_t number = str_index_lookup(&manifest->paper_index, str_of(name));
    return number == STR_INDEX_NONE ? NULL : &manifest->papers[number];
}

enum status manifest_put_paper(struct manifest *manifest, const struct paper *paper)
{
    int64_t number = str_index_lookup(&manifest->paper_index, paper->name);
    if (number != STR_INDEX_NONE) {
        manifest->papers[number] = *paper;
        return OK;
    }
    number = (int64_t)manifest->paper_count;
    if (ARENA_APPEND(manifest->arena, manifest->papers, manifest->paper_count, manifest->paper_capacity,
                     paper) != OK)
        return NO_MEMORY;
    return str_index_put(&manifest->paper_index, paper->name, number);
}
