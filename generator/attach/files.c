/*
 * The files that a paper was made from, as they were when it was made: what they are called in the file, and by
 * which path they lie beside the description, or in the folder of all kinds.
 *
 * A file may have been read several times; it is there once.  Names are made of paths, so that no two folders get
 * into each other's way; where two are alike all the same, a number stands in front.
 */
#include "attach/attach_int.h"
#include "attach/messages.def"

#include <stdlib.h>
#include <string.h>

const char *attached_role_name(enum attached_role role)
{
    static const char *const names[] = {
        [ATTACHED_SOURCE] = "source",   [ATTACHED_PART] = "part", [ATTACHED_RECORD] = "record",
        [ATTACHED_PICTURE] = "picture", [ATTACHED_KIND] = "kind", [ATTACHED_DATA] = "data"};
    return names[role];
}

static bool is_below(const char *path, struct str folder)
{
    const struct str own = str_of(path);
    return own.len > folder.len && folder.len > 0 && memcmp(own.ptr, folder.ptr, folder.len) == 0 &&
           (own.ptr[folder.len] == '/' || own.ptr[folder.len - 1] == '/');
}

/* What is left of it behind the folder. */
static struct str path_below(const char *path, struct str folder)
{
    struct str rest = str_of(path);
    if (!is_below(path, folder))
        return rest;
    rest = str_slice(rest, folder.len, rest.len);
    while (rest.len > 0 && rest.ptr[0] == '/')
        rest = str_slice(rest, 1, rest.len);
    return rest;
}

/* As it lies there, however it is written: ./a.png, sub//b.png.  What leads out, or nowhere, stays as it is. */
static struct str plain_path(struct attach *attach, const char *path, struct str folder)
{
    const struct str below = path_below(path, folder), plain = path_inside(attach->arena, STR(""), below);
    return plain.ptr != NULL && plain.len == 0 ? below : plain;
}

static bool is_picture(struct str bytes)
{
    return str_starts(bytes, "\x89PNG") || str_starts(bytes, "\xFF\xD8");
}

/* Paths are from that of the description, but for these. */
static enum attached_role folder_of(const struct attached *file)
{
    return file->role == ATTACHED_KIND || file->role == ATTACHED_RECORD ? file->role : ATTACHED_SOURCE;
}

static bool is_listed(const struct attached_list *list, const struct attached *file)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].path, file->path) && folder_of(&list->items[i]) == folder_of(file))
            return true;
    return false;
}

static enum status list_file(struct attach *attach, struct attached_list *list, const struct attached *file)
{
    if (file->path.ptr == NULL)
        return NO_MEMORY;
    if (is_listed(list, file))
        return OK;
    return ARENA_APPEND(attach->arena, list->items, list->count, list->capacity, file);
}

static int compare_attached(const void *a, const void *b)
{
    const struct attached *x = a, *y = b;
    return x->role != y->role ? (x->role > y->role ? 1 : -1) : str_compare(x->path, y->path);
}

static bool is_taken(const struct attached_list *list, size_t before, struct str name)
{
    bool taken = str_is(name, ATTACH_DATA) || str_is(name, ATTACH_MANIFEST);
    for (size_t i = 0; i < before && !taken; i++)
        taken = str_equal(list->items[i].name, name);
    return taken;
}

static enum status give_name(struct attach *attach, struct attached_list *list, size_t at, struct str name)
{
    struct str seen = str_visible(attach->arena, str_cut(name, ATTACH_MAX_NAME - VISIBLE_MAX));
    if (seen.ptr == NULL)
        return NO_MEMORY;
    char *plain = arena_alloc(attach->arena, seen.len + 1);
    for (size_t i = 0; plain != NULL && i < seen.len; i++)
        plain[i] = seen.ptr[i];
    if (plain == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < seen.len; i++)
        if (plain[i] == '/' || plain[i] == '\\')
            plain[i] = '-';
    struct str unique = {plain, seen.len};
    for (unsigned number = 2; is_taken(list, at, unique); number++) {
        unique = arena_printf(attach->arena, "%u-%s", number, plain);
        if (unique.ptr == NULL)
            return NO_MEMORY;
    }
    list->items[at].name = unique;
    return OK;
}

static enum status add_kind(struct attach *attach, const struct attach_paper *paper,
                            struct attached_list *list)
{
    enum status status = OK;
    for (const struct file_kept *file = paper->kind_files; file != NULL && status == OK; file = file->next) {
        const struct attached kind = {.path = plain_path(attach, file->path, str_of(paper->templates)),
                                      .bytes = file->bytes,
                                      .role = ATTACHED_KIND};
        status = list_file(attach, list, &kind);
    }
    return status;
}

/* What the record was taken from, and what was looked for, and not read. */
static bool is_left_out(const struct attach_paper *paper, const struct file_kept *file)
{
    const char *record = paper->record_before.path;
    return file->was != FILE_WAS_READ || (record != NULL && strcmp(file->path, record) == 0);
}

static enum status add_record(struct attach *attach, const struct attach_paper *paper,
                              struct attached_list *list)
{
    const struct attached record = {
        .path = paper->record_before.name, .bytes = paper->record_before.data, .role = ATTACHED_RECORD};
    return paper->record_before.path != NULL ? list_file(attach, list, &record) : OK;
}

static bool is_still(const struct file_kept *file, struct str bytes)
{
    const struct digest digest = digest_of(&bytes, 1);
    return str_equal(digest_str(&digest), file->digest);
}

/* A picture too large to be kept, as it is in the file still. */
static enum status read_again(struct attach *attach, const struct attach_paper *paper,
                              const struct file_kept *file, struct str *ret_bytes)
{
    struct arena *arena = arena_new(0);
    struct str bytes;
    if (arena == NULL)
        return NO_MEMORY;
    enum status status = file_read(arena, paper->eval->diag, file->path, file->bytes.len, &bytes);
    if (status == OK && !is_still(file, bytes))
        status = diag_report(paper->eval->diag, MSG_ATTACH_CHANGED, ((struct place){paper->input, 0, 0}),
                             file->path);
    if (status == OK) {
        *ret_bytes = arena_copy(attach->arena, bytes);
        status = ret_bytes->ptr == NULL ? NO_MEMORY : OK;
    }
    arena_free(arena);
    return status;
}

static enum status list_read(struct attach *attach, const struct attach_paper *paper,
                             struct attached_list *list, const struct file_kept *file, struct str folder)
{
    const bool source = strcmp(file->path, paper->input) == 0;
    struct str bytes = file->bytes;
    enum status status = file->digest.len > 0 ? read_again(attach, paper, file, &bytes) : OK;
    const struct attached read = {.path = source ? paper->name : plain_path(attach, file->path, folder),
                                  .bytes = bytes,
                                  .role = source              ? ATTACHED_SOURCE
                                          : is_picture(bytes) ? ATTACHED_PICTURE
                                                              : ATTACHED_PART};
    return status == OK ? list_file(attach, list, &read) : status;
}

static enum status list_there(struct attach *attach, const struct attach_paper *paper,
                              struct attached_list *list, const struct file_kept *file, struct str folder)
{
    const struct str plain = plain_path(attach, file->path, folder);
    const struct str path = plain.ptr != NULL && file->was == FOLDER_WAS_THERE && !str_ends(plain, "/")
                                ? arena_printf(attach->arena, "%.*s/", STR_ARGS(plain))
                                : plain;
    if (path.ptr == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < list->there_count; i++)
        if (str_equal(list->there[i], path))
            return OK;
    if (list->there_count == ATTACH_MAX_THERE)
        return diag_report(paper->eval->diag, MSG_ATTACH_MANY_LINKS, ((struct place){paper->input, 0, 0}),
                           (int)ATTACH_MAX_THERE);
    return ARENA_APPEND(attach->arena, list->there, list->there_count, list->there_capacity, &path);
}

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* What is attached is there anyway; `list` has that. */
static enum status add_there(struct attach *attach, const struct attach_paper *paper,
                             struct attached_list *list, struct str folder, struct str other)
{
    enum status status = OK;
    for (const struct file_kept *file = paper->files; file != NULL && status == OK; file = file->next)
        if (file->was == FILE_WAS_THERE || file->was == FOLDER_WAS_THERE)
            status = list_there(attach, paper, list, file, is_below(file->path, other) ? other : folder);
    size_t kept = 0;
    for (size_t i = 0; i < list->there_count; i++) {
        const struct attached there = {.path = list->there[i], .role = ATTACHED_PART};
        if (!is_listed(list, &there))
            list->there[kept++] = list->there[i];
    }
    list->there_count = kept;
    if (kept > 1)
        qsort(list->there, kept, sizeof *list->there, compare_texts);
    return status;
}

enum status attached_files(struct attach *attach, const struct attach_paper *paper,
                           struct attached_list *list)
{
    struct str folder = path_directory(attach->arena, paper->input);
    struct str other = paper->base != NULL ? path_directory(attach->arena, paper->base) : folder;
    enum status status = folder.ptr == NULL || other.ptr == NULL ? NO_MEMORY : OK;
    if (status == OK)
        status = add_record(attach, paper, list);
    for (const struct file_kept *file = paper->files; file != NULL && status == OK; file = file->next)
        if (!is_left_out(paper, file))
            status = list_read(attach, paper, list, file, is_below(file->path, other) ? other : folder);
    if (status == OK)
        status = add_there(attach, paper, list, folder, other);
    if (status == OK && paper->with_kind)
        status = add_kind(attach, paper, list);
    if (status != OK)
        return status;
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_attached);
    for (size_t i = 0; i < list->count && status == OK; i++)
        status = give_name(attach, list, i, list->items[i].path);
    return status;
}

enum status attach_kind_digest(struct arena *scratch, const char *templates, const struct file_kept *files,
                               struct digest *ret_digest)
{
    struct digest_file *items = NULL;
    size_t count = 0, capacity = 0;
    for (const struct file_kept *file = files; file != NULL; file = file->next) {
        const struct digest_file item = {path_below(file->path, str_of(templates)), file->bytes};
        bool known = false;
        for (size_t i = 0; i < count && !known; i++)
            known = str_equal(items[i].name, item.name);
        if (!known && ARENA_APPEND(scratch, items, count, capacity, &item) != OK)
            return NO_MEMORY;
    }
    return digest_files(scratch, items, count, ret_digest);
}
