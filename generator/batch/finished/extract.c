/*
 * What is attached to a PDF of ours, given back.
 *
 * Names in the file are anybody's.  Each becomes the name of one file in the folder that was asked for: what could
 * lead elsewhere, hide the file or is not seen is replaced, and no two are alike.  Nothing is written before all is
 * read and no name is taken; what cannot be written whole is taken away again.
 *
 * What is not as it was when the file was made is given all the same, so that it can be looked at, but never without a
 * word: an attached file against its digest in the manifest, and data.json, which has none, with the file's own bytes.
 * What was appended to the file is not looked at, which is said: it may have taken files away, or put others there.
 */
#include "archive/archive.h"
#include "batch/finished/finished.h"
#include "batch/messages.def"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    struct attach_manifest manifest;
    bool is_altered; /* reported */
};

static struct place place_of(const struct extract *extract)
{
    return (struct place){extract->what->file, 0, 0};
}

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

/* The first `count`, which were not there before. */
static void take_back(const struct extract *extract, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *path;
        if (path_of(extract, i, &path) == OK)
            (void)unlink(path);
    }
}

static enum status write_all(const struct extract *extract)
{
    size_t written = 0;
    enum status status = extract->what->force ? OK : refuse_taken(extract);
    if (status == OK)
        status = file_make_directory(extract->diag, folder_of(extract));
    file_remove_dead(folder_of(extract));
    for (size_t i = 0; i < extract->files.count && status == OK; i++) {
        const char *path;
        status = path_of(extract, i, &path);
        if (status == OK)
            status = file_write_atomic(extract->diag, path, extract->files.items[i].bytes);
        written += status == OK;
    }
    if (status != OK && !extract->what->force)
        take_back(extract, written);
    return status;
}

/* --- is it what it was --- */

static void tell_state(struct extract *extract, enum attached_state state, struct str name)
{
    extract->is_altered = extract->is_altered || state != ATTACHED_GOOD;
    if (state == ATTACHED_GONE)
        diag_report(extract->diag, MSG_BATCH_GONE, place_of(extract), STR_ARGS(name));
    if (state == ATTACHED_CHANGED)
        diag_report(extract->diag, MSG_BATCH_ATTACHED_CHANGED, place_of(extract), STR_ARGS(name));
}

static enum status read_listed(struct extract *extract)
{
    const struct archive_file *file = archive_file_lookup(&extract->files, ATTACH_MANIFEST);
    if (file == NULL) {
        tell_state(extract, ATTACHED_GONE, STR(ATTACH_MANIFEST));
        return OK;
    }
    const enum status status = attach_manifest_read(extract->arena, file->bytes, &extract->manifest);
    if (status != FAILED)
        return status;
    extract->manifest = (struct attach_manifest){.file_count = 0};
    extract->is_altered = true;
    diag_report(extract->diag, MSG_BATCH_MANIFEST, place_of(extract));
    return OK;
}

/* What is wrong with a file attached says more than that the whole was changed. */
static enum status prove_all(struct extract *extract, const struct archive *archive)
{
    bool altered = false;
    enum status status = read_listed(extract);
    for (size_t i = 0; i < extract->manifest.file_count && status == OK; i++) {
        const struct attach_file *listed = &extract->manifest.files[i];
        tell_state(extract, attached_prove(&extract->files, listed), listed->name);
    }
    if (status == OK)
        status = archive_is_altered(archive, &altered);
    if (status == OK && altered && !extract->is_altered)
        diag_report(extract->diag, MSG_BATCH_ATTACHED_ALTERED, place_of(extract));
    extract->is_altered = extract->is_altered || altered;
    return status;
}

static enum status tell_unseen(const struct extract *extract, struct str appended)
{
    struct buf said = BUF(APPENDED_SAID_MOST);
    const enum status status = appended.len > 0 ? appended_say(appended, &said) : OK;
    if (status == OK && appended.len > 0)
        diag_report(extract->diag, MSG_BATCH_EXTRACT_APPENDED, place_of(extract), said.ptr);
    buf_clear(&said);
    return status;
}

/* What it was called where the paper was made, as the manifest says; empty: the same, or it does not say. */
static struct str path_before(const struct extract *extract, size_t i)
{
    const struct archive_file *file = &extract->files.items[i];
    for (size_t k = 0; k < extract->manifest.file_count; k++) {
        const struct attach_file *listed = &extract->manifest.files[k];
        if (str_equal(listed->name, file->name))
            return str_equal(listed->path, extract->names[i]) ? STR("") : listed->path;
    }
    return STR("");
}

static void list_all(const struct extract *extract, struct buf *out)
{
    for (size_t i = 0; i < extract->files.count; i++) {
        buf_printf(out, "%10zu  ", extract->files.items[i].bytes.len);
        buf_add_visible(out, extract->names[i]);
        const struct str before = path_before(extract, i);
        if (before.len > 0) {
            buf_add_text(out, "（原 ");
            buf_add_visible(out, before);
            buf_add_text(out, "）");
        }
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
    if (status == OK)
        status = prove_all(extract, archive);
    if (status == OK && !extract->what->list)
        status = write_all(extract);
    if (status == OK)
        status = tell_unseen(extract, str_slice(bytes, archive_length(archive), bytes.len));
    if (status == OK)
        list_all(extract, out);
    if (status == OK)
        status = buf_status(out);
    return status == OK && extract->is_altered ? FAILED : status;
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
