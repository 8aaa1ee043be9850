/*
 * The file from its first byte to the end of what we wrote.
 *
 * Our files have their objects one behind another, each length in its own dictionary, then the cross-reference
 * table.  So a file is read forward, once, and the table is only compared with what was found: no offset in it leads
 * anywhere.  The first %%EOF behind the table ends it, wherever else these letters stand.
 */
#include "archive/archive_int.h"
#include "archive/messages.def"
#include "pdf/pdf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    ENTRY = 20, /* bytes of the table */
    HEAD = 16,  /* in which the first line of ours ends */
    TAIL = 2048 /* at the end, in which a file says where its table is */
};

enum status archive_broken(const struct archive *archive, size_t at, const char *what)
{
    return diag_report(archive->diag, MSG_ARCHIVE_BROKEN, ((struct place){archive->path, 0, 0}), at,
                       *archive->left == 0 ? "对象之间的引用太多，看不完" : what);
}

static enum status short_file(const struct archive *archive)
{
    return diag_report(archive->diag, MSG_ARCHIVE_SHORT, ((struct place){archive->path, 0, 0}),
                       archive->bytes.len);
}

/* It was cut off, if no end stands behind. */
static enum status broken_or_short(const struct archive *archive, size_t at, const char *what)
{
    static const char end[] = "%%EOF";
    for (size_t i = at; i + sizeof end - 1 <= archive->bytes.len; i++)
        if (memcmp(archive->bytes.ptr + i, end, sizeof end - 1) == 0)
            return archive_broken(archive, at, what);
    return short_file(archive);
}

enum status archive_add(struct archive *archive, const struct object *object)
{
    if (archive->count == SYNTAX_MAX_OBJECTS)
        return archive_broken(archive, object->offset, "对象太多");
    return ARENA_APPEND(archive->arena, archive->objects, archive->count, archive->capacity, object);
}

/* Behind "stream": as many bytes as the dictionary says, and then its end. */
static enum status scan_stream(struct archive *archive, size_t *at, struct object *object)
{
    const struct str bytes = archive->bytes;
    int64_t size;
    size_t i = *at;
    if (!syntax_take(bytes, &i, "\r\n") && !syntax_take(bytes, &i, "\n"))
        return broken_or_short(archive, i, "数据流没有开头");
    if (!syntax_number(syntax_member(object->value, "Length"), ARCHIVE_MAX_BYTES, &size))
        return archive_broken(archive, object->offset, "数据流没有长度");
    if ((uint64_t)size > bytes.len - i)
        return broken_or_short(archive, i, "数据流的长度不对");
    object->stream = str_slice(bytes, i, i + (size_t)size);
    object->has_stream = true;
    i = i + (size_t)size;
    (void)syntax_take(bytes, &i, "\r");
    (void)syntax_take(bytes, &i, "\n");
    if (!syntax_take(bytes, &i, "endstream"))
        return broken_or_short(archive, i, "数据流的长度不对");
    *at = syntax_skip_white(bytes, i);
    return OK;
}

/* "12 0 obj … endobj" at *at. */
static enum status scan_object(struct archive *archive, size_t *at)
{
    const struct str bytes = archive->bytes;
    struct object object = {.offset = *at};
    int64_t number = 0, generation = 1;
    size_t i = *at;
    if (!syntax_take_number(bytes, &i, SYNTAX_MAX_OBJECTS, &number) || !syntax_take(bytes, &i, " ") ||
        !syntax_take_number(bytes, &i, 0, &generation) || !syntax_take(bytes, &i, " obj") || number == 0)
        return broken_or_short(archive, i, "应有一个对象");
    object.number = (uint32_t)number;
    if (!syntax_take_value(bytes, &i, &object.value))
        return broken_or_short(archive, i, "对象不完整");
    i = syntax_skip_white(bytes, i);
    enum status status = syntax_take(bytes, &i, "stream") ? scan_stream(archive, &i, &object) : OK;
    if (status != OK)
        return status;
    if (!syntax_take(bytes, &i, "endobj"))
        return broken_or_short(archive, i, "对象没有结束");
    *at = syntax_skip_white(bytes, i);
    return archive_add(archive, &object);
}

static int compare_numbers(const void *a, const void *b)
{
    const struct object *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static enum status sort_objects(struct archive *archive)
{
    if (archive->count > 1)
        qsort(archive->objects, archive->count, sizeof *archive->objects, compare_numbers);
    for (size_t i = 1; i < archive->count; i++)
        if (archive->objects[i].number == archive->objects[i - 1].number)
            return archive_broken(archive, archive->objects[i].offset, "同一编号的对象出现两次");
    return OK;
}

const struct object *archive_object(const struct archive *archive, uint32_t number)
{
    const struct object wanted = {.number = number};
    return archive->count == 0
               ? NULL
               : bsearch(&wanted, archive->objects, archive->count, sizeof wanted, compare_numbers);
}

struct str archive_value(const struct archive *archive, struct str value)
{
    const uint32_t number = syntax_reference(value);
    const struct object *object = number == 0 ? NULL : archive_object(archive, number);
    return number == 0 ? value : object == NULL ? STR("") : object->value;
}

/* --- how much is looked at --- */

bool archive_may_look(const struct archive *archive, struct str value)
{
    const bool may = value.len < *archive->left;
    *archive->left = may ? *archive->left - value.len : 0;
    return may;
}

struct str archive_member(const struct archive *archive, struct str dict, const char *key)
{
    return archive_may_look(archive, dict) ? syntax_member(dict, key) : STR("");
}

void archive_more_looks(const struct archive *archive, size_t bytes)
{
    *archive->left += bytes * ARCHIVE_LOOKS_PER_BYTE;
}

/* --- the end --- */

/* The table says where each object is; `offset` of those that are in the file. */
static enum status check_table(const struct archive *archive, size_t *at, size_t found)
{
    const struct str bytes = archive->bytes;
    int64_t first = 0, count = 0, offset = 0;
    size_t i = syntax_skip_white(bytes, *at), used = 0;
    if (!syntax_take_number(bytes, &i, 0, &first) || !syntax_take(bytes, &i, " ") ||
        !syntax_take_number(bytes, &i, SYNTAX_MAX_OBJECTS + 1, &count))
        return broken_or_short(archive, i, "交叉引用表不对");
    i = syntax_skip_white(bytes, i);
    if ((uint64_t)count > (bytes.len - i) / ENTRY)
        return broken_or_short(archive, i, "交叉引用表的长度不对");
    for (uint32_t number = 0; number < count; number++, i += ENTRY) {
        size_t entry = i;
        if (bytes.ptr[i + ENTRY - 3] != 'n')
            continue;
        const struct object *object = archive_object(archive, number);
        if (!syntax_take_number(bytes, &entry, ARCHIVE_MAX_BYTES, &offset) || object == NULL ||
            object->offset != (size_t)offset)
            return archive_broken(archive, i, "交叉引用表与对象不符");
        used++;
    }
    *at = syntax_skip_white(bytes, i);
    return used == found ? OK : archive_broken(archive, i, "交叉引用表缺少对象");
}

/* "startxref 123 %%EOF", and the end of its line. */
static enum status scan_end(struct archive *archive, size_t at, size_t table)
{
    const struct str bytes = archive->bytes;
    int64_t offset = 0;
    size_t i = syntax_skip_white(bytes, at);
    if (!syntax_take(bytes, &i, "startxref"))
        return broken_or_short(archive, i, "应有 startxref");
    while (i < bytes.len && char_is_white(bytes.ptr[i]))
        i++;
    if (!syntax_take_number(bytes, &i, ARCHIVE_MAX_BYTES, &offset))
        return broken_or_short(archive, i, "应有交叉引用表的位置");
    while (i < bytes.len && char_is_white(bytes.ptr[i]))
        i++;
    if (!syntax_take(bytes, &i, "%%EOF"))
        return broken_or_short(archive, i, "应有 %%EOF");
    if ((size_t)offset != table)
        return archive_broken(archive, i, "交叉引用表不在所说的位置");
    (void)syntax_take(bytes, &i, "\r");
    (void)syntax_take(bytes, &i, "\n");
    archive->bytes = str_slice(bytes, 0, i);
    archive->table = table;
    return OK;
}

static enum status scan_table(struct archive *archive, size_t table)
{
    size_t i = table + strlen("xref");
    enum status status = sort_objects(archive);
    if (status == OK)
        status = check_table(archive, &i, archive->count);
    if (status != OK)
        return status;
    if (!syntax_take(archive->bytes, &i, "trailer") ||
        !syntax_take_value(archive->bytes, &i, &archive->trailer))
        return broken_or_short(archive, i, "应有 trailer");
    return scan_end(archive, i, table);
}

/* The last object is the table, and the trailer. */
static enum status scan_compact(struct archive *archive, size_t end)
{
    const struct object table = archive->objects[archive->count - 1];
    archive->compact = true;
    archive->trailer = table.value;
    enum status status = scan_end(archive, end, table.offset);
    if (status == OK)
        status = archive_open_holders(archive);
    return status == OK ? sort_objects(archive) : status;
}

static enum status scan(struct archive *archive)
{
    size_t at = syntax_skip_white(archive->bytes, archive->first);
    for (;;) {
        size_t table = at;
        if (syntax_take(archive->bytes, &at, "xref"))
            return scan_table(archive, table);
        enum status status = scan_object(archive, &at);
        if (status != OK)
            return status;
        assert(archive->objects != NULL); /* one was added */
        if (syntax_is(syntax_member(archive->objects[archive->count - 1].value, "Type"), "/XRef"))
            return scan_compact(archive, at);
    }
}

/* "%PDF-1.7" and a line of our own. */
static bool is_ours(struct str bytes, size_t *ret_end)
{
    static const char line[] = "%\xE6\x88\x90\xE6\x96\x87\n";
    const char *end = memchr(bytes.ptr, '\n', bytes.len < HEAD ? bytes.len : HEAD);
    size_t at = end == NULL ? 0 : (size_t)(end - bytes.ptr) + 1;
    bool ours = str_starts(bytes, "%PDF-") && at > 0 && syntax_take(bytes, &at, line);
    *ret_end = at;
    return ours;
}

/* Where the last startxref leads; 0: nowhere. */
static size_t last_table(struct str bytes)
{
    const struct str word = STR("startxref");
    int64_t offset = 0;
    for (size_t i = bytes.len; i-- > 0 && bytes.len - i <= TAIL;) {
        size_t at = i;
        if (!syntax_take(bytes, &at, word.ptr))
            continue;
        at = syntax_skip_white(bytes, at);
        return syntax_take_number(bytes, &at, (int64_t)bytes.len - 1, &offset) ? (size_t)offset : 0;
    }
    return 0;
}

/* Of a file that another program wrote: its trailer says so, or the dictionary of its stream. */
static bool is_encrypted(struct str bytes)
{
    static const char word[] = "trailer";
    int64_t number;
    size_t at = syntax_skip_white(bytes, last_table(bytes));
    struct str value;
    if (syntax_take(bytes, &at, "xref")) {
        while (at < bytes.len && !syntax_take(bytes, &at, word))
            at++;
    } else {
        for (int i = 0; i < 2; i++) {
            if (!syntax_take_number(bytes, &at, SYNTAX_MAX_OBJECTS, &number))
                return false;
            at = syntax_skip_white(bytes, at);
        }
        if (!syntax_take(bytes, &at, "obj"))
            return false;
    }
    return syntax_take_value(bytes, &at, &value) && syntax_member(value, "Encrypt").len > 0;
}

static enum status refuse_foreign(const struct archive *archive)
{
    const struct place place = {archive->path, 0, 0};
    const struct str bytes = archive->bytes;
    if (!str_starts(bytes, "%PDF-") || bytes.len <= HEAD)
        return diag_report(archive->diag, MSG_ARCHIVE_NO_PDF, place);
    return is_encrypted(bytes) ? diag_report(archive->diag, MSG_ARCHIVE_ENCRYPTED, place)
                               : diag_report(archive->diag, MSG_ARCHIVE_FOREIGN, place);
}

enum status archive_open(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                         struct archive **ret_archive)
{
    struct archive *archive = ARENA_NEW(arena, struct archive);
    size_t *left = ARENA_NEW_ARRAY(arena, 2, size_t);
    if (archive == NULL || left == NULL)
        return NO_MEMORY;
    left[0] = ARCHIVE_LOOKS;
    left[1] = ARCHIVE_ROOM + bytes.len * ARCHIVE_ROOM_PER_BYTE;
    *archive = (struct archive){
        .arena = arena, .diag = diag, .path = path, .bytes = bytes, .left = &left[0], .room = &left[1]};
    archive_more_looks(archive, bytes.len);
    if (!is_ours(bytes, &archive->first))
        return refuse_foreign(archive);
    enum status status = scan(archive);
    if (status != OK)
        return status;
    archive->root = archive_value(archive, syntax_member(archive->trailer, "Root"));
    if (!syntax_is(syntax_member(archive->root, "Type"), "/Catalog"))
        return archive_broken(archive, archive->bytes.len, "没有文件目录");
    archive->names = archive_names(archive);
    *ret_archive = archive;
    return OK;
}

size_t archive_length(const struct archive *archive)
{
    return archive->bytes.len;
}

bool archive_is_intact(const struct archive *archive)
{
    const struct str id = syntax_member(archive->trailer, "ID");
    const size_t at = id.len == 0 ? 0 : (size_t)(id.ptr - archive->bytes.ptr);
    const size_t key = strlen("/ID ");
    const size_t end = archive->compact ? archive->table : at > key ? at - key : 0;
    return id.len > 0 && pdf_id_agrees(str_slice(archive->bytes, 0, end), id);
}

bool archive_is_compact(const struct archive *archive)
{
    return archive->compact;
}
