/*
 * Picture files: found, read and looked at, each once.
 *
 * The path counts from the folder of the file that names the picture and must stay in its folder tree: not
 * absolute, no part "..", no symbolic link that leads out.  Whatever is wrong is reported at the attribute
 * that names the file; the other documents of the batch go on.
 */
#include "picture/picture_int.h"
#include "picture/messages.def"

#include <string.h>

struct picture_read {
    struct picture_read *next;
    struct str full; /* path, with its folder */
    struct picture_file file;
};

static bool stays_inside(struct str path)
{
    size_t from = 0;
    if (path.len > 0 && path.ptr[0] == '/')
        return false;
    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && path.ptr[i] != '/')
            continue;
        if (str_is(str_slice(path, from, i), ".."))
            return false;
        from = i + 1;
    }
    return true;
}

/* `full` is `path` in `folder`. */
static enum status check_path(struct diag *diag, const struct picture_name *name, struct str folder,
                              struct str path, struct str full)
{
    const char *reason = "";
    enum file_where where =
        stays_inside(name->path) ? file_where(folder.ptr, path.ptr, &reason) : FILE_OUTSIDE;
    if (where == FILE_UNFIT)
        return diag_report(diag, MSG_PICTURE_READ, name->place, full.ptr, (int)strlen(reason), reason);
    if (where == FILE_OUTSIDE)
        return diag_report(diag, MSG_PICTURE_OUTSIDE, name->place, STR_ARGS(name->path));
    if (where == FILE_MISSING)
        return diag_report(diag, MSG_PICTURE_MISSING, name->place, full.ptr);
    return OK;
}

/* What file_read has to say is said at the place of the name, not of the file. */
static enum status read_bytes(struct arena *arena, struct diag *diag, struct str full, struct place place,
                              struct str *ret_bytes)
{
    const struct diag_entry *entries;
    struct diag *own = diag_new(arena);
    if (own == NULL)
        return NO_MEMORY;
    enum status status = file_read(arena, own, full.ptr, PICTURE_MAX_BYTES, ret_bytes);
    if (status == OK || status == NO_MEMORY)
        return status;
    if (diag_entries(own, &entries) > 0)
        diag_report(diag, MSG_PICTURE_READ, place, full.ptr, STR_ARGS(entries[0].text));
    return FAILED;
}

static enum status check_head(struct diag *diag, struct str bytes, const struct picture_name *name,
                              struct picture_file *file)
{
    const struct message *fault = picture_head(bytes, file);
    if (fault != NULL)
        return diag_report_like(diag, fault, MSG_PICTURE_OTHER, name->place, STR_ARGS(name->path));
    if (file->width > PICTURE_MAX_SIDE || file->height > PICTURE_MAX_SIDE ||
        (int64_t)file->width * file->height > PICTURE_MAX_PIXELS)
        return diag_report(diag, MSG_PICTURE_PIXELS, name->place, STR_ARGS(name->path), file->width,
                           file->height, PICTURE_MAX_PIXELS / 10000, PICTURE_MAX_SIDE);
    return OK;
}

static const struct picture_read *read_lookup(const struct picture_read *reads, struct str full)
{
    for (; reads != NULL; reads = reads->next)
        if (str_equal(reads->full, full))
            return reads;
    return NULL;
}

/* `read` has its path alone. */
static enum status read_new(struct arena *arena, struct diag *diag, const struct picture_name *name,
                            struct str folder, struct picture_read *read)
{
    struct str bytes;
    enum status status = check_path(diag, name, folder, read->file.path, read->full);
    if (status == OK)
        status = read_bytes(arena, diag, read->full, name->place, &bytes);
    return status == OK ? check_head(diag, bytes, name, &read->file) : status;
}

enum status picture_file_read(struct arena *arena, struct diag *diag, struct picture_read **reads,
                              const struct picture_name *name, const struct picture_file **ret_file)
{
    struct str folder = path_directory(arena, name->beside == NULL ? "" : name->beside);
    struct str path = arena_copy(arena, name->path);
    if (folder.ptr == NULL || path.ptr == NULL)
        return NO_MEMORY;
    struct str full = path_join(arena, str_is(folder, ".") ? "" : folder.ptr, path.ptr);
    if (full.ptr == NULL)
        return NO_MEMORY;
    const struct picture_read *known = read_lookup(*reads, full);
    if (known != NULL) {
        *ret_file = &known->file;
        return OK;
    }
    struct picture_read *read = ARENA_NEW(arena, struct picture_read);
    if (read == NULL)
        return NO_MEMORY;
    *read = (struct picture_read){.next = *reads, .full = full, .file = {.path = path}};
    enum status status = read_new(arena, diag, name, folder, read);
    if (status != OK)
        return status;
    *reads = read;
    *ret_file = &read->file;
    return OK;
}
