/*
 * Cross-reference sections: tables, and streams of the same (ISO 32000-1, 7.5.4 and 7.5.8).
 *
 * Each gives entries, its trailer, where the next older one is, and, if "startxref", a number and "%%EOF" stand right
 * behind it, where the revision ends that it closes, and with which section whoever reads up to there begins.
 */
#include "sign/file/file_int.h"

#include <string.h>

enum {
    FIELDS = 3,
    FIELD_MOST = 8,
    INDEX_MOST = 100000,
    GENERATION_MOST = 99999 /* of a free object, which has none: MuPDF writes 65536 */
};

static enum status add_entry(struct sign_file *file, const struct entry *entry)
{
    if (file->entry_count == SIGN_MAX_ENTRIES)
        return sign_file_broken(file, 0, "对象太多");
    return ARENA_APPEND(file->arena, file->entries, file->entry_count, file->entry_capacity, entry);
}

/* Unlike remarks, which "%%EOF" looks like. */
static size_t skip_blanks(struct str bytes, size_t at)
{
    while (at < bytes.len && syntax_is_white(bytes.ptr[at]))
        at++;
    return at;
}

/* "startxref 123 %%EOF", and the white behind it. */
static void read_end(struct str bytes, size_t at, struct section *section)
{
    int64_t offset;
    size_t i = syntax_skip_white(bytes, at);
    section->end = i;
    if (!syntax_take(bytes, &i, "startxref"))
        return;
    i = skip_blanks(bytes, i);
    if (!syntax_take_number(bytes, &i, SIGN_MAX_BYTES, &offset))
        return;
    i = skip_blanks(bytes, i);
    if (!syntax_take(bytes, &i, "%%EOF"))
        return;
    section->is_closed = true;
    section->begin = syntax_skip_white(bytes, (size_t)offset);
    section->end = i;
    section->blank_end = skip_blanks(bytes, i);
}

/* What a trailer says; of a stream, its dictionary. */
static enum status read_trailer(struct sign_file *file, struct section *section)
{
    const struct str previous = syntax_member(section->trailer, "Prev");
    int64_t before = 0;
    if (syntax_member(section->trailer, "Encrypt").len > 0)
        return sign_file_refuse(file, "它加了密");
    if (syntax_member(section->trailer, "XRefStm").len > 0)
        return sign_file_refuse(file, "它的交叉引用表兼有两种写法（/XRefStm）");
    if (previous.len > 0 && (!syntax_number(previous, SIGN_MAX_BYTES, &before) || before == 0))
        return sign_file_broken(file, section->table, "前一份交叉引用表的位置（/Prev）不对");
    section->before = (size_t)before;
    return sign_prove_once(file, section->trailer, section->table);
}

/* --- tables --- */

/* "0000000017 00000 n" */
static bool read_row(struct str bytes, size_t *at, struct entry *entry)
{
    int64_t offset = 0, generation = 0;
    size_t i = syntax_skip_white(bytes, *at);
    if (!syntax_take_number(bytes, &i, INT64_MAX, &offset) || !syntax_take(bytes, &i, " ") ||
        !syntax_take_number(bytes, &i, GENERATION_MOST, &generation) || !syntax_take(bytes, &i, " "))
        return false;
    const bool used = syntax_take(bytes, &i, "n");
    if (!used && !syntax_take(bytes, &i, "f"))
        return false;
    if (used && ((uint64_t)offset >= bytes.len || generation > SYNTAX_MAX_GENERATION))
        return false;
    entry->kind = used && offset > 0 ? ENTRY_PLAIN : ENTRY_FREE;
    entry->place = entry->kind == ENTRY_PLAIN ? (uint32_t)offset : 0;
    entry->object.generation = entry->kind == ENTRY_PLAIN ? (uint16_t)generation : 0;
    *at = i;
    return true;
}

static enum status read_table(struct sign_file *file, struct section *section)
{
    const struct str bytes = file->facts.bytes;
    size_t i = section->table + strlen("xref");
    int64_t first = 0, count = 0;
    for (;;) {
        i = syntax_skip_white(bytes, i);
        if (syntax_take(bytes, &i, "trailer"))
            break;
        if (!syntax_take_number(bytes, &i, SYNTAX_MAX_OBJECTS, &first))
            return sign_file_broken(file, i, "交叉引用表不对");
        i = syntax_skip_white(bytes, i);
        if (!syntax_take_number(bytes, &i, SYNTAX_MAX_OBJECTS + 1 - first, &count))
            return sign_file_broken(file, i, "交叉引用表不对");
        for (int64_t n = 0; n < count; n++) {
            struct entry entry = {.object.number = (uint32_t)(first + n), .section = section->number};
            if (!read_row(bytes, &i, &entry))
                return sign_file_broken(file, i, "交叉引用表不对");
            enum status status = add_entry(file, &entry);
            if (status != OK)
                return status;
        }
    }
    if (!syntax_take_value(bytes, &i, &section->trailer) || !str_starts(section->trailer, "<<"))
        return sign_file_broken(file, i, "交叉引用表后面没有 trailer");
    read_end(bytes, i, section);
    return OK;
}

/* --- streams --- */

struct rows {
    struct str bytes; /* inflated */
    size_t at;
    int64_t widths[FIELDS];
};

static bool read_widths(struct str dict, struct rows *rows)
{
    const struct str widths = syntax_member(dict, "W");
    struct str width;
    int64_t sum = 0;
    for (size_t i = 0, at = 0; i < FIELDS; i++) {
        if (!syntax_next(widths, &at, &width) || !syntax_number(width, FIELD_MOST, &rows->widths[i]))
            return false;
        sum += rows->widths[i];
    }
    return sum > 0;
}

static uint64_t next_field(struct rows *rows, int field, uint64_t unsaid)
{
    uint64_t value = 0;
    for (int64_t i = 0; i < rows->widths[field]; i++)
        value = value << 8 | (unsigned char)rows->bytes.ptr[rows->at++];
    return rows->widths[field] == 0 ? unsaid : value;
}

static bool next_row(const struct sign_file *file, struct rows *rows, struct entry *entry)
{
    if (rows->bytes.len - rows->at < (size_t)(rows->widths[0] + rows->widths[1] + rows->widths[2]))
        return false;
    const uint64_t kind = next_field(rows, 0, ENTRY_PLAIN);
    const uint64_t place = next_field(rows, 1, 0), last = next_field(rows, 2, 0);
    entry->kind = kind > ENTRY_HELD ? ENTRY_FREE : (uint8_t)kind; /* others are null objects */
    if (entry->kind == ENTRY_PLAIN && (place >= file->facts.bytes.len || last > SYNTAX_MAX_GENERATION))
        return false;
    if (entry->kind == ENTRY_HELD && (place > SYNTAX_MAX_OBJECTS || last > SYNTAX_MAX_OBJECTS))
        return false;
    if (entry->kind == ENTRY_PLAIN && place == 0)
        entry->kind = ENTRY_FREE;
    entry->place = entry->kind == ENTRY_FREE ? 0 : (uint32_t)place;
    entry->index = entry->kind == ENTRY_HELD ? (uint32_t)last : 0;
    entry->object.generation = entry->kind == ENTRY_PLAIN ? (uint16_t)last : 0;
    return true;
}

/* So many rows, for the objects from `first` on. */
static enum status read_rows(struct sign_file *file, const struct section *section, struct rows *rows,
                             int64_t first, int64_t count)
{
    for (int64_t n = 0; n < count; n++) {
        struct entry entry = {.object.number = (uint32_t)(first + n), .section = section->number};
        if (!next_row(file, rows, &entry))
            return sign_file_broken(file, section->table, "交叉引用流的内容不对");
        enum status status = add_entry(file, &entry);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status read_index(struct sign_file *file, const struct section *section, struct rows *rows)
{
    const struct str index = syntax_member(section->trailer, "Index");
    struct str value;
    int64_t first = 0, count = 0;
    enum status status = OK;
    if (index.len == 0)
        return syntax_number(syntax_member(section->trailer, "Size"), SYNTAX_MAX_OBJECTS + 1, &count)
                   ? read_rows(file, section, rows, 0, count)
                   : sign_file_broken(file, section->table, "交叉引用流没有说明大小");
    size_t at = 0;
    for (int n = 0; status == OK && syntax_next(index, &at, &value); n++) {
        if (n == INDEX_MOST || !syntax_number(value, SYNTAX_MAX_OBJECTS, &first) ||
            !syntax_next(index, &at, &value) || !syntax_number(value, SYNTAX_MAX_OBJECTS + 1 - first, &count))
            return sign_file_broken(file, section->table, "交叉引用流的 /Index 不对");
        status = read_rows(file, section, rows, first, count);
    }
    return status;
}

static enum status read_stream(struct sign_file *file, struct section *section)
{
    const struct str bytes = file->facts.bytes;
    struct sign_object object = {.offset = section->table};
    struct rows rows = {.at = 0};
    int64_t size = 0;
    if (!sign_object_scan(file, &object, bytes.len) || !str_starts(object.value, "<<") ||
        !syntax_name_is(syntax_member(object.value, "Type"), "/XRef") ||
        !syntax_number(syntax_member(object.value, "Length"), SIGN_MAX_BYTES, &size) ||
        !sign_object_scan_stream(file, &object, (size_t)size, bytes.len) || !object.has_stream)
        return sign_file_broken(file, section->table, "这里没有交叉引用表");
    section->is_stream = true;
    section->trailer = object.value;
    enum status status = sign_stream(file, &object, SIGN_MAX_HOLDER, &rows.bytes);
    if (status == NO_MEMORY)
        return status;
    if (status != OK || !read_widths(object.value, &rows))
        return sign_file_broken(file, section->table, "交叉引用流不能解压，或解压后太大");
    read_end(bytes, object.end, section);
    return read_index(file, section, &rows);
}

enum status sign_section_read(struct sign_file *file, size_t at)
{
    const struct str bytes = file->facts.bytes;
    size_t i = syntax_skip_white(bytes, at);
    struct section section = {.table = i, .number = (uint32_t)file->section_count};
    enum status status =
        syntax_take(bytes, &i, "xref") ? read_table(file, &section) : read_stream(file, &section);
    if (status == OK)
        status = read_trailer(file, &section);
    if (status == OK)
        status =
            ARENA_APPEND(file->arena, file->sections, file->section_count, file->section_capacity, &section);
    return status;
}
