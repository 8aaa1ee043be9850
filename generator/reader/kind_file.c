/*
 * The files of a kind, and those that they use (<use file="…"/>).
 *
 * A kind may come from a stranger, and must not read, nor find out, what lies elsewhere on the machine.  So a
 * path, and the links on its way, stay in the folder of all kinds.  Two links in that folder are its owner's
 * own and are followed: the kind's folder and common/, which shipped kinds are often given by.
 */
#include "reader/reader.h"
#include "reader/messages.def"

#include <string.h>

/* The path from the folder of all kinds. */
static struct str path_from(const char *root, const char *path)
{
    size_t len = strlen(root);
    if (strncmp(path, root, len) == 0)
        path += len;
    while (*path == '/')
        path++;
    return str_of(path);
}

/* The path begins with this folder; what is left of it. */
static const char *path_below(struct str path, struct str folder)
{
    bool below =
        path.len > folder.len && memcmp(path.ptr, folder.ptr, folder.len) == 0 && path.ptr[folder.len] == '/';
    return below ? path.ptr + folder.len + 1 : NULL;
}

/* As seen from the folder of all kinds, `root`; where that leads out, from one of the two that may be links:
 * the kind's own, and common/. */
static enum file_where search(struct arena *arena, const char *root, struct str own, struct str path,
                              const char **ret_reason)
{
    const struct str folders[] = {own, STR("common")};
    enum file_where where = file_where(root, path.ptr, ret_reason);
    for (size_t i = 0; i < ARRAY_COUNT(folders) && where == FILE_OUTSIDE; i++) {
        const char *below = path_below(path, folders[i]);
        struct str name = arena_copy(arena, folders[i]);
        struct str folder = name.ptr == NULL ? name : path_join(arena, root, name.ptr);
        if (below != NULL && folder.ptr != NULL)
            where = file_where(folder.ptr, below, ret_reason);
    }
    return where;
}

static enum status report(struct diag *diag, const struct used_file *used, enum file_where where,
                          const char *path, const char *reason)
{
    switch (where) {
    case FILE_INSIDE:
        return OK;
    case FILE_OUTSIDE:
        return diag_report(diag, MSG_USE_OUTSIDE, used->place, STR_ARGS(used->name));
    case FILE_MISSING:
        return diag_report(diag, MSG_USE_MISSING, used->place, path);
    default:
        return diag_report(diag, MSG_USE_UNREAD, used->place, path, reason);
    }
}

enum status reader_find_used(struct arena *arena, struct diag *diag, const char *kind_folder,
                             const struct used_file *used, const char **ret_path)
{
    struct str root = path_directory(arena, kind_folder);
    if (root.ptr == NULL)
        return NO_MEMORY;
    struct str inner = path_inside(arena, path_from(root.ptr, used->beside), used->name);
    if (inner.ptr == NULL)
        return NO_MEMORY;
    if (inner.len == 0)
        return report(diag, used, FILE_OUTSIDE, "", "");
    struct str path = path_join(arena, root.ptr, inner.ptr);
    if (path.ptr == NULL)
        return NO_MEMORY;
    const char *reason = "";
    enum file_where where = search(arena, root.ptr, path_from(root.ptr, kind_folder), inner, &reason);
    if (where == FILE_UNFIT && used->is_own)
        where = FILE_INSIDE; /* reading it says so at the file */
    enum status status = report(diag, used, where, path.ptr, reason);
    if (status == OK)
        *ret_path = path.ptr;
    return status;
}

enum status reader_find_own(struct arena *arena, struct diag *diag, const char *kind_folder, const char *name,
                            const char **ret_path)
{
    struct str path = path_join(arena, kind_folder, name);
    if (path.ptr == NULL)
        return NO_MEMORY;
    const struct used_file own = {
        .name = str_of(name), .beside = path.ptr, .place = {path.ptr, 0, 0}, .is_own = true};
    return reader_find_used(arena, diag, kind_folder, &own, ret_path);
}
