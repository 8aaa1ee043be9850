/*
 * What is attached to a PDF of ours, given back.
 *
 * Names in the file are anybody's.  Each becomes the name of one file in the folder that was asked for: what could
 * lead elsewhere, hide the file or is not seen is replaced, and no two are alike.  Nothing is written before all is
 * read and no name is taken.
 */
#include "archive/archive.h"
#include "batch/finished/finished.h"
#include "batch/messages.def"

#include <string.h>
#include <sys/stat.h>

enum { NAME_MOST = 200, SCRATCH_ROOM = 1 << 10 };

/* As one name; a file whose name begins with a dot would not be seen. */
static struct str clean_name(struct arena *arena, struct str name)
{
    struct buf clean = BUF(NAME_MOST + SCRATCH_ROOM);
    struct str kept = {NULL, 0};
    uint32_t code = 0;
    if (name.len == 0 || name.ptr[0] == '.')
        buf_add_char(&clean, '_');
    for (size_t i = 0, len; i < name.len && clean.len < NAME_MOST; i += len == 0 ? 1 : len) {
        len = utf8_decode(name, i, &code);
        if (len == 0 || code == '/' || code == '\\' || utf8_is_unseen(code))
            buf_add_char(&clean, '_');
        else
            buf_add(&clean, name.ptr + i, len);
    }
    if (buf_keep(&clean, arena, &kept) != OK)
        kept.ptr = NULL;
    return kept;
}

struct extract {
    const struct batch_extraction *what;
    struct arena *arena;
    struct diag *diag;
    struct archive_files files;
    struct str *names;
};

static enum status give_names(struct extract *extract)
{
    struct str_index taken = {.arena = extract->arena};
    enum status status = OK;
    extract->names = ARENA_NEW_ARRAY(extract->arena, extract->files.count, struct str);
    if (extract->names == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < extract->files.count && status == OK; i++) {
        struct str name = clean_name(extract->arena, extract->files.items[i].name), plain = name;
        for (unsigned number = 2; name.ptr != NULL && str_index_lookup(&taken, name) >= 0; number++)
            name = arena_printf(extract->arena, "%u-%.*s", number, STR_ARGS(plain));
        status = name.ptr == NULL ? NO_MEMORY : str_index_put(&taken, name, (int64_t)i);
        extract->names[i] = name;
    }
    return status;
}

static const char *folder_of(const struct extract *extract)
{
    return extract->what->folder == NULL ? "." : extract->what->folder;
}

static enum status path_of(const struct extract *extract, size_t i, const char **ret_path)
{
    const bool here = extract->what->folder == NULL;
    struct str path = path_join(extract->arena, here ? "" : folder_of(extract), extract->names[i].ptr);
    *ret_path = path.ptr;
    return path.ptr == NULL ? NO_MEMORY : OK;
}

/* Also a link that leads nowhere. */
static bool is_taken(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

/* What is there already, in one message. */
static enum status refuse_taken(const struct extract *extract)
{
    enum { NAMED_MOST = 12 };
    struct buf names = BUF(BATCH_MAX_MESSAGES);
    size_t count = 0;
    enum status status = OK;
    for (size_t i = 0; i < extract->files.count && status == OK; i++) {
        const char *path;
        status = path_of(extract, i, &path);
        if (status != OK || !is_taken(path) || count++ >= NAMED_MOST)
            continue;
        buf_add_text(&names, count > 1 ? "、" : "");
        buf_add_str(&names, extract->names[i]);
    }
    if (count > NAMED_MOST)
        buf_printf(&names, " 等 %zu 个文件", count);
    if (status == OK)
        status = buf_status(&names);
    if (status == OK && count > 0)
        status = diag_report(extract->diag, MSG_BATCH_TAKEN, ((struct place){folder_of(extract), 0, 0}),
                             names.ptr);
    buf_clear(&names);
    return status;
}

static enum status write_all(const struct extract *extract)
{
    enum status status = extract->what->force ? OK : refuse_taken(extract);
    if (status == OK)
        status = file_make_directory(extract->diag, folder_of(extract));
    file_remove_dead(folder_of(extract));
    for (size_t i = 0; i < extract->files.count && status == OK; i++) {
        const char *path;
        status = path_of(extract, i, &path);
        if (status == OK)
            status = file_write_atomic(extract->diag, path, extract->files.items[i].bytes);
    }
    return status;
}

static void list_all(const struct extract *extract, struct buf *out)
{
    for (size_t i = 0; i < extract->files.count; i++) {
        buf_printf(out, "%10zu  ", extract->files.items[i].bytes.len);
        buf_add_visible(out, extract->names[i]);
        buf_add_char(out, '\n');
    }
}

static enum status extract_all(struct extract *extract, struct buf *out)
{
    const char *file = extract->what->file;
    struct archive *archive;
    struct str bytes;
    enum status status = file_read_input(extract->arena, extract->diag, file, ARCHIVE_MAX_BYTES, &bytes);
    if (status != OK)
        return status == SYSTEM ? FAILED : status;
    status = archive_open(extract->arena, extract->diag, file, bytes, &archive);
    if (status == OK)
        status = archive_files(archive, &extract->files);
    struct archive_facts facts = {.is_public = false};
    if (status == OK && extract->files.count == 0)
        status = archive_facts(archive, &facts);
    if (status == OK && facts.is_public)
        return diag_report(extract->diag, MSG_BATCH_NOTHING_PUBLIC, ((struct place){file, 0, 0}));
    if (status == OK && extract->files.count == 0)
        return diag_report(extract->diag, MSG_BATCH_NOTHING, ((struct place){file, 0, 0}));
    if (status == OK)
        status = give_names(extract);
    if (status == OK && !extract->what->list)
        status = write_all(extract);
    if (status == OK)
        list_all(extract, out);
    return status == OK ? buf_status(out) : status;
}

enum status batch_extract(const struct batch_extraction *extraction, struct buf *out, struct buf *messages)
{
    struct extract extract = {.what = extraction, .arena = arena_new(BATCH_ARCHIVE_MEMORY)};
    extract.diag = extract.arena == NULL ? NULL : diag_new(extract.arena);
    enum status status = extract.diag == NULL ? NO_MEMORY : extract_all(&extract, out);
    if (status == NO_MEMORY && extract.diag != NULL)
        diag_report(extract.diag, MSG_BATCH_NO_MEMORY, ((struct place){extraction->file, 0, 0}));
    if (extract.diag != NULL)
        diag_print(extract.diag, messages);
    arena_free(extract.arena);
    return status == NO_MEMORY ? FAILED : status;
}
