/*
 * The zip archive of an xlsx, through minizip: its names, and the bytes of those parts that are read.
 *
 * minizip reads from memory, and knows no more than zlib does, so that nothing else is loaded.  Hostile archives: names are
 * never used as paths, and are refused where they could be; all that is unpacked is bounded, in bytes and in how much larger
 * it is than what it is unpacked from, before memory is asked for; what a name says of its size must be so, and so must the
 * sum of its bytes (CRC).  minizip's own memory comes from malloc: where it gets none, the archive counts as damaged.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

#include <minizip/unzip.h>
#include <stdio.h>

struct entry {
    struct str name;
    unz64_file_pos at;
    uint64_t packed, unpacked;
    bool encrypted;
};

struct package {
    struct arena *arena;
    struct diag *diag;
    const char *path;
    struct str bytes;
    uint64_t at; /* where minizip reads */
    unzFile archive;
    struct str_index index; /* names in small letters -> entries */
    struct entry *entries;
    size_t count, capacity;
    uint64_t unpacked;
};

/* --- the file for minizip --- */

static voidpf open_bytes(voidpf opaque, const void *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static uLong read_bytes(voidpf opaque, voidpf stream, void *target, uLong size)
{
    struct package *package = opaque;
    (void)stream;
    uint64_t rest = package->bytes.len - package->at;
    size_t len = size < rest ? (size_t)size : (size_t)rest;
    if (len > 0)
        memcpy(target, package->bytes.ptr + package->at, len);
    package->at += len;
    return len;
}

static ZPOS64_T tell_bytes(voidpf opaque, voidpf stream)
{
    (void)stream;
    return ((struct package *)opaque)->at;
}

static long seek_bytes(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct package *package = opaque;
    (void)stream;
    uint64_t from = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                    : origin == ZLIB_FILEFUNC_SEEK_END ? package->bytes.len
                                                       : package->at;
    if (offset > package->bytes.len - from)
        return -1;
    package->at = from + offset;
    return 0;
}

static int no_error(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

/* --- names --- */

static struct place whole(const struct package *package)
{
    return (struct place){package->path, 0, 0};
}

static enum status refuse_damaged(const struct package *package)
{
    return diag_report(package->diag, MSG_SHEET_ARCHIVE, whole(package));
}

/* Names of parts are equal whatever their case; some programs write \ for /. */
static struct str key_of(struct arena *arena, struct str name)
{
    struct str key = arena_copy(arena, name);
    for (size_t i = 0; key.ptr != NULL && i < key.len; i++) {
        char c = key.ptr[i];
        ((char *)key.ptr)[i] = (char)(c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
    }
    return key;
}

/* Could it lead out of a folder? */
static bool is_tricky(struct str key)
{
    if (key.len == 0 || key.ptr[0] == '/' || memchr(key.ptr, '\0', key.len) != NULL ||
        memchr(key.ptr, ':', key.len) != NULL)
        return true;
    for (size_t from = 0; from < key.len;) {
        const char *slash = memchr(key.ptr + from, '/', key.len - from);
        size_t to = slash == NULL ? key.len : (size_t)(slash - key.ptr);
        struct str part = str_slice(key, from, to);
        if (str_is(part, "..") || str_is(part, ".") || part.len == 0)
            return true;
        from = to + 1;
    }
    return false;
}

/* What may not be in a workbook at all. */
static enum status check_content(const struct package *package, struct str key)
{
    if (str_ends(key, "vbaproject.bin") || str_starts(key, "xl/macrosheets/"))
        return diag_report(package->diag, MSG_SHEET_MACROS, whole(package), STR_ARGS(key));
    if (str_starts(key, "xl/externallinks/"))
        return diag_report(package->diag, MSG_SHEET_LINKS, whole(package));
    return OK;
}

static enum status add_entry(struct package *package, struct entry *entry)
{
    struct str key = key_of(package->arena, entry->name);
    if (key.ptr == NULL)
        return NO_MEMORY;
    if (is_tricky(key))
        return diag_report(package->diag, MSG_SHEET_TRICK, whole(package), STR_ARGS(entry->name));
    if (str_index_lookup(&package->index, key) != STR_INDEX_NONE)
        return diag_report(package->diag, MSG_SHEET_TWICE, whole(package), STR_ARGS(entry->name));
    enum status status = check_content(package, key);
    if (status == OK)
        status = str_index_put(&package->index, key, (int64_t)package->count);
    return status == OK
               ? ARENA_APPEND(package->arena, package->entries, package->count, package->capacity, entry)
               : status;
}

static enum status read_entry(struct package *package)
{
    enum { ENCRYPTED = 1, STRONGLY = 1 << 6 };
    char name[PACKAGE_MAX_NAME + 1];
    unz_file_info64 info;
    struct entry entry = {.encrypted = false};
    if (unzGetCurrentFileInfo64(package->archive, &info, name, sizeof name, NULL, 0, NULL, 0) != UNZ_OK ||
        unzGetFilePos64(package->archive, &entry.at) != UNZ_OK)
        return refuse_damaged(package);
    size_t len = info.size_filename > PACKAGE_MAX_NAME ? PACKAGE_MAX_NAME : info.size_filename;
    if (len > 0 && (name[len - 1] == '/' || name[len - 1] == '\\') && info.size_filename <= PACKAGE_MAX_NAME)
        len--; /* a folder */
    entry.name = arena_copy(package->arena, (struct str){name, len});
    if (entry.name.ptr == NULL)
        return NO_MEMORY;
    if (info.size_filename > PACKAGE_MAX_NAME)
        return diag_report(package->diag, MSG_SHEET_TRICK, whole(package), STR_ARGS(entry.name));
    entry.packed = info.compressed_size;
    entry.unpacked = info.uncompressed_size;
    entry.encrypted = (info.flag & (ENCRYPTED | STRONGLY)) != 0;
    return add_entry(package, &entry);
}

static enum status read_entries(struct package *package)
{
    enum status status = OK;
    int next = unzGoToFirstFile(package->archive);
    for (; status == OK && next == UNZ_OK; next = unzGoToNextFile(package->archive)) {
        if (package->count == PACKAGE_MAX_ENTRIES)
            return diag_report(package->diag, MSG_SHEET_ENTRIES, whole(package), (int)PACKAGE_MAX_ENTRIES);
        status = read_entry(package);
    }
    if (status == OK && (next != UNZ_END_OF_LIST_OF_FILE || package->count == 0))
        status = refuse_damaged(package);
    return status;
}

enum status package_open(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                         struct package **ret_package)
{
    struct package *package = ARENA_NEW(arena, struct package);
    if (package == NULL)
        return NO_MEMORY;
    *package = (struct package){
        .arena = arena, .diag = diag, .path = path, .bytes = bytes, .index = {.arena = arena}};
    zlib_filefunc64_def functions = {open_bytes, read_bytes, NULL,     tell_bytes,
                                     seek_bytes, no_error,   no_error, package};
    package->archive = unzOpen2_64(path, &functions);
    if (package->archive == NULL)
        return refuse_damaged(package);
    enum status status = read_entries(package);
    if (status == OK)
        *ret_package = package;
    else
        package_close(package);
    return status;
}

void package_close(struct package *package)
{
    if (package != NULL)
        unzClose(package->archive);
}

/* --- parts --- */

/* NULL: there is none. */
static const struct entry *entry_of(struct package *package, struct str name, bool *ret_no_memory)
{
    struct str key = key_of(package->arena, name);
    *ret_no_memory = key.ptr == NULL;
    int64_t i = key.ptr == NULL ? STR_INDEX_NONE : str_index_lookup(&package->index, key);
    return i == STR_INDEX_NONE ? NULL : &package->entries[i];
}

bool package_has(struct package *package, struct str name)
{
    return str_index_lookup(&package->index, name) != STR_INDEX_NONE;
}

static enum status check_entry(struct package *package, const struct entry *entry)
{
    if (entry->encrypted)
        return diag_report(package->diag, MSG_SHEET_ENCRYPTED, whole(package));
    bool absurd = entry->unpacked > PACKAGE_ANY_RATIO && entry->unpacked / PACKAGE_MAX_RATIO > entry->packed;
    if (absurd || entry->unpacked > PACKAGE_MAX_UNPACKED - package->unpacked)
        return diag_report(package->diag, MSG_SHEET_BOMB, whole(package), STR_ARGS(entry->name),
                           (int)PACKAGE_MAX_RATIO, (int)(PACKAGE_MAX_UNPACKED >> 20));
    package->unpacked += entry->unpacked;
    return OK;
}

/* All of it, and not a byte more. */
static bool read_whole(struct package *package, char *target, size_t size)
{
    enum { STEP = 1 << 24 };
    char more;
    size_t done = 0;
    while (done < size) {
        unsigned step = size - done < STEP ? (unsigned)(size - done) : STEP;
        int got = unzReadCurrentFile(package->archive, target + done, step);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return unzReadCurrentFile(package->archive, &more, 1) == 0;
}

enum status package_unpack(struct package *package, struct str name, struct str *ret_bytes)
{
    bool no_memory;
    const struct entry *entry = entry_of(package, name, &no_memory);
    if (no_memory)
        return NO_MEMORY;
    if (entry == NULL)
        return diag_report(package->diag, MSG_SHEET_PART_MISSING, whole(package), STR_ARGS(name));
    enum status status = check_entry(package, entry);
    if (status != OK)
        return status;
    char *bytes = base_malloc((size_t)entry->unpacked + 1);
    if (bytes == NULL)
        return NO_MEMORY;
    bool good = unzGoToFilePos64(package->archive, &entry->at) == UNZ_OK &&
                unzOpenCurrentFile(package->archive) == UNZ_OK;
    if (good) {
        good = read_whole(package, bytes, (size_t)entry->unpacked);
        good = unzCloseCurrentFile(package->archive) == UNZ_OK && good;
    }
    if (good) {
        *ret_bytes = (struct str){bytes, (size_t)entry->unpacked};
        return OK;
    }
    base_free(bytes);
    return diag_report(package->diag, MSG_SHEET_PART_DAMAGED, whole(package), STR_ARGS(entry->name));
}
