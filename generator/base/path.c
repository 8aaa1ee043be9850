/*
 * Paths, and where they lead.
 *
 * Whoever writes a description or a kind names files of his own folder only, and must not learn from the
 * program which others there are.  So a path that leads out, by .. or by a symbolic link, is followed no
 * further than to where it leaves: the answer is the same whether there is anything outside or not.  That is
 * why links are followed here, one at a time, and not by realpath.
 */
#include "base/file_int.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct str path_join(struct arena *arena, const char *directory, const char *name)
{
    if (directory[0] == '\0' || name[0] == '/')
        return arena_copy(arena, str_of(name));
    size_t len = strlen(directory);
    const char *between = directory[len - 1] == '/' ? "" : "/";
    return arena_printf(arena, "%s%s%s", directory, between, name);
}

struct str path_directory(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL || file_is_stream(path))
        return arena_copy(arena, STR("."));
    return arena_copy(arena, (struct str){path, slash == path ? 1 : (size_t)(slash - path)});
}

/* --- paths of a folder --- */

/* The next part of *rest, which loses it; "" between two slashes. */
static struct str take_part(struct str *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != '/')
        end++;
    struct str part = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return part;
}

/* The path loses its last part. */
static void drop_part(char *path, size_t *len)
{
    while (*len > 0 && path[--*len] != '/')
        continue;
    path[*len] = '\0';
}

/* Adds the parts of `text` to those of `path`; false: it leads out. */
static bool add_parts(char *path, size_t *len, struct str text)
{
    while (text.len > 0) {
        struct str part = take_part(&text);
        if (part.len == 0 || str_is(part, "."))
            continue;
        if (str_is(part, "..")) {
            if (*len == 0)
                return false;
            drop_part(path, len);
            continue;
        }
        if (*len > 0)
            path[(*len)++] = '/';
        memcpy(path + *len, part.ptr, part.len);
        *len += part.len;
    }
    return true;
}

struct str path_inside(struct arena *arena, struct str beside, struct str name)
{
    char *path = arena_alloc(arena, beside.len + name.len + 2);
    size_t len = 0;
    if (path == NULL)
        return (struct str){NULL, 0};
    bool inside = add_parts(path, &len, beside);
    if (len > 0)
        drop_part(path, &len); /* the file's own name */
    inside = inside && (name.len == 0 || name.ptr[0] != '/') && add_parts(path, &len, name);
    path[inside ? len : 0] = '\0';
    return (struct str){path, inside ? len : 0};
}

/* --- where a path leads --- */

enum { MAX_LINKS = 40 };

/* `real` is where the walk is, the first `root` bytes of it the folder; `rest` is the way still to go. */
struct walk {
    char real[PATH_MAX], rest[PATH_MAX];
    size_t root, len;
    int links;
    struct stat facts; /* of what is at `real` */
};

static bool put_before_rest(struct walk *walk, const char *target, struct str rest)
{
    char whole[PATH_MAX];
    int len = snprintf(whole, sizeof whole, "%s/%.*s", target, STR_ARGS(rest));
    if (len < 0 || (size_t)len >= sizeof whole)
        return false;
    memcpy(walk->rest, whole, (size_t)len + 1);
    return true;
}

/* An absolute link leads on inside only where it names the folder itself. */
static enum file_where follow_link(struct walk *walk, struct str rest)
{
    char target[PATH_MAX];
    const char *way = target;
    ssize_t len = readlink(walk->real, target, sizeof target - 1);
    if (len < 0)
        return FILE_MISSING;
    target[len] = '\0';
    if (target[0] == '/') {
        if (strncmp(target, walk->real, walk->root) != 0 ||
            (target[walk->root] != '/' && target[walk->root] != '\0'))
            return FILE_OUTSIDE;
        walk->len = walk->root;
        walk->real[walk->len] = '\0';
        way += walk->root;
    } else {
        drop_part(walk->real, &walk->len);
    }
    errno = ++walk->links > MAX_LINKS ? ELOOP : ENAMETOOLONG;
    return walk->links <= MAX_LINKS && put_before_rest(walk, way, rest) ? FILE_INSIDE : FILE_MISSING;
}

/* One part further: it is looked at, and followed if it is a link. */
static enum file_where walk_part(struct walk *walk, struct str part, struct str rest)
{
    if (str_is(part, "..")) {
        if (walk->len == walk->root)
            return FILE_OUTSIDE;
        drop_part(walk->real, &walk->len);
    } else if (walk->len + part.len + 2 > sizeof walk->real) {
        errno = ENAMETOOLONG;
        return FILE_MISSING;
    } else {
        walk->real[walk->len++] = '/';
        memcpy(walk->real + walk->len, part.ptr, part.len);
        walk->len += part.len;
        walk->real[walk->len] = '\0';
    }
    if (lstat(walk->len > 0 ? walk->real : "/", &walk->facts) != 0)
        return FILE_MISSING;
    if (S_ISLNK(walk->facts.st_mode))
        return follow_link(walk, rest);
    memmove(walk->rest, rest.ptr, rest.len);
    walk->rest[rest.len] = '\0';
    return FILE_INSIDE;
}

void file_answer_where(const char *folder, const char *inner, struct file_answer *ret_answer)
{
    struct walk walk = {.links = 0};
    enum file_where where = inner[0] == '/' ? FILE_OUTSIDE : FILE_INSIDE;
    int len = snprintf(walk.rest, sizeof walk.rest, "%s", inner);
    errno = ENAMETOOLONG;
    if (where == FILE_INSIDE &&
        (len < 0 || (size_t)len >= sizeof walk.rest || realpath(folder, walk.real) == NULL))
        where = FILE_MISSING;
    walk.len = strcmp(walk.real, "/") == 0 ? 0 : strlen(walk.real);
    walk.root = walk.len;
    walk.facts.st_mode = S_IFDIR;
    while (where == FILE_INSIDE && walk.rest[0] != '\0') {
        struct str rest = str_of(walk.rest);
        struct str part = take_part(&rest);
        if (part.len > 0 && !str_is(part, "."))
            where = walk_part(&walk, part, rest);
        else
            memmove(walk.rest, rest.ptr, rest.len + 1);
    }
    if (where == FILE_INSIDE && file_unfit_reason(walk.facts.st_mode) != NULL)
        ret_answer->mode = walk.facts.st_mode;
    if (where == FILE_MISSING && errno != ENOENT)
        ret_answer->reason = errno;
    ret_answer->where = ret_answer->mode != 0 || ret_answer->reason != 0 ? FILE_UNFIT : where;
}

enum file_where file_where(const char *folder, const char *inner, const char **ret_reason)
{
    bool is_folder;
    return file_where_to(folder, inner, ret_reason, &is_folder);
}

enum file_where file_where_to(const char *folder, const char *inner, const char **ret_reason,
                              bool *ret_is_folder)
{
    struct file_answer answer;
    file_ask(&(struct file_asked){FILE_WISH_WHERE, folder, inner}, &answer);
    const char *unfit = answer.mode != 0 ? file_unfit_reason(answer.mode) : NULL;
    if (unfit == NULL && answer.reason != 0)
        unfit = file_reason(answer.reason);
    *ret_reason = unfit != NULL ? unfit : "";
    *ret_is_folder = S_ISDIR(answer.mode);
    return (enum file_where)answer.where;
}
