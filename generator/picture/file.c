/*
 * Picture files: found, read and looked at, each once.  A large one is then set aside: its digest and stamp are
 * kept, and it is read again when it is written, if it is still the same.
 *
 * The path counts from the folder of the file that names the picture and must stay in its folder tree: not
 * absolute, no part "..", no symbolic link that leads out.  Whatever is wrong is reported at the attribute
 * that names the file; the other documents of the batch go on.
 */
#include "picture/picture_int.h"
#include "digest/digest.h"
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

/* The kept file goes into the arena, of a large one its digest. */
static enum status keep(struct arena *arena, const struct picture_name *name, const struct file_kept *kept,
                        struct picture_read *read)
{
    struct str *bytes = &read->file.bytes;
    if (kept->bytes.len <= PICTURE_KEPT || name->kept) {
        const struct str copy = arena_copy(arena, kept->bytes);
        if (copy.ptr == NULL)
            return NO_MEMORY;
        *bytes = str_slice(copy, 0, bytes->len);
        return arena_keep_file(arena, read->full.ptr, copy, &kept->stamp);
    }
    const struct digest digest = digest_of(&kept->bytes, 1);
    struct picture_aside *aside = ARENA_NEW(arena, struct picture_aside);
    if (aside == NULL)
        return NO_MEMORY;
    *aside = (struct picture_aside){
        .full = read->full.ptr, .stamp = kept->stamp, .digest = arena_copy(arena, digest_str(&digest))};
    bytes->ptr = "";
    read->file.aside = aside;
    return aside->digest.ptr == NULL
               ? NO_MEMORY
               : arena_keep_digest(arena, aside->full, kept->bytes.len, aside->digest, &kept->stamp);
}

static enum status look(struct arena *arena, struct diag *diag, const struct picture_name *name,
                        struct str bytes, struct picture_file *file)
{
    const struct message *fault = NULL;
    enum status status = check_head(diag, bytes, name, file);
    if (status != OK)
        return status;
    picture_read_exif(file->bytes, file);
    status = picture_read_profile(arena, file->bytes, file, &fault);
    if (fault != NULL)
        diag_report_like(diag, fault, MSG_PICTURE_OTHER, name->place, STR_ARGS(name->path));
    return status;
}

/* `read` has its path alone. */
static enum status read_new(struct arena *arena, struct diag *diag, const struct picture_name *name,
                            struct str folder, struct picture_read *read)
{
    struct str bytes;
    struct arena *scratch = arena_new(0);
    if (scratch == NULL)
        return NO_MEMORY;
    enum status status = check_path(diag, name, folder, read->file.path, read->full);
    if (status == OK)
        status = read_bytes(scratch, diag, read->full, name->place, &bytes);
    if (status == OK)
        status = look(arena, diag, name, bytes, &read->file);
    if (status == OK)
        status = keep(arena, name, arena_files(scratch), read);
    arena_free(scratch);
    return status;
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

/* --- a file that was set aside --- */

static enum status read_aside(const struct picture_file *file, struct picture_bytes *again)
{
    const struct picture_aside *aside = file->aside;
    const struct diag_entry *entries;
    struct diag *diag = diag_new(again->arena);
    if (diag == NULL)
        return NO_MEMORY;
    enum status status = file_read(again->arena, diag, aside->full, PICTURE_MAX_BYTES, &again->bytes);
    if (status != OK && status != NO_MEMORY && diag_entries(diag, &entries) > 0)
        again->unread = entries[0].text;
    if (status != OK)
        return status == NO_MEMORY ? status : FAILED;
    const struct file_stamp *now = &arena_files(again->arena)->stamp;
    if (file_stamp_same(now, &aside->stamp) && !aside->stamp.is_loose)
        return OK;
    const struct digest digest = digest_of(&again->bytes, 1);
    return str_equal(digest_str(&digest), aside->digest) ? OK : FAILED;
}

enum status picture_bytes_open(const struct picture_file *file, struct picture_bytes *ret_bytes)
{
    *ret_bytes = (struct picture_bytes){.bytes = file->bytes};
    if (file->aside == NULL)
        return OK;
    ret_bytes->arena = arena_new(0);
    if (ret_bytes->arena == NULL)
        return NO_MEMORY;
    enum status status = read_aside(file, ret_bytes);
    if (status == OK)
        ret_bytes->bytes = str_slice(ret_bytes->bytes, 0, file->bytes.len);
    return status;
}

void picture_bytes_close(struct picture_bytes *bytes)
{
    arena_free(bytes->arena);
    bytes->arena = NULL;
}

void picture_bytes_report(const struct picture_bytes *bytes, const struct picture_file *file,
                          struct diag *diag, struct place place)
{
    if (bytes->unread.len > 0)
        diag_report(diag, MSG_PICTURE_READ, place, file->aside->full, STR_ARGS(bytes->unread));
    else
        diag_report(diag, MSG_PICTURE_CHANGED, place, STR_ARGS(file->path));
}

bool picture_same(const struct picture_file *a, const struct picture_file *b)
{
    if (a == b || a->bytes.len != b->bytes.len || (a->aside == NULL) != (b->aside == NULL))
        return a == b;
    return a->aside != NULL
               ? str_equal(a->aside->digest, b->aside->digest)
               : a->bytes.ptr == b->bytes.ptr || memcmp(a->bytes.ptr, b->bytes.ptr, a->bytes.len) == 0;
}
