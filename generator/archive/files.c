/*
 * What is attached to the file, and what it says of itself.
 */
#include "archive/archive_int.h"
#include "archive/messages.def"
#include "pdf/pdf.h"

#include <string.h>

enum status archive_inflate_quietly(const struct archive *archive, const struct object *object,
                                    struct arena *arena, size_t most, struct str *ret_bytes)
{
    const struct str filter = archive_member(archive, object->value, "Filter");
    *ret_bytes = object->stream;
    if (!object->has_stream || (filter.len > 0 && !syntax_is(filter, "/FlateDecode")) ||
        archive_member(archive, object->value, "DecodeParms").len > 0)
        return FAILED;
    if (filter.len == 0)
        return OK;
    enum status status =
        pdf_inflate(arena, object->stream, most < *archive->room ? most : *archive->room, ret_bytes);
    if (status == OK)
        *archive->room -= ret_bytes->len;
    return status;
}

enum status archive_inflate(const struct archive *archive, const struct object *object, size_t most,
                            struct str *ret_bytes)
{
    enum status status = archive_inflate_quietly(archive, object, archive->arena, most, ret_bytes);
    return status == FAILED
               ? archive_broken(archive, object->offset, "数据流不是所要的一种、不能解压，或解压后太大")
               : status;
}

struct str archive_names(const struct archive *archive)
{
    const struct str names = archive_value(archive, archive_member(archive, archive->root, "Names"));
    const struct str tree = archive_value(archive, archive_member(archive, names, "EmbeddedFiles"));
    return archive_value(archive, archive_member(archive, tree, "Names"));
}

bool archive_next_file(const struct archive *archive, size_t *at, struct str *ret_name, uint32_t *ret_object)
{
    const struct str names = archive->names;
    struct str object;
    if (names.len == 0 || !syntax_next(names, at, ret_name) || !syntax_next(names, at, &object))
        return false;
    *ret_object = syntax_reference(object);
    return true;
}

static enum status read_file(const struct archive *archive, uint32_t number, struct str name, size_t left,
                             struct archive_file *ret_file)
{
    const struct object *specification = archive_object(archive, number);
    const struct str value = specification == NULL ? STR("") : specification->value;
    const struct str streams = archive_value(archive, archive_member(archive, value, "EF"));
    const struct object *stream =
        archive_object(archive, syntax_reference(archive_member(archive, streams, "F")));
    const size_t at = specification == NULL ? 0 : specification->offset;
    int64_t size = 0;
    if (stream == NULL || !syntax_is(archive_member(archive, stream->value, "Type"), "/EmbeddedFile"))
        return archive_broken(archive, at, "附件没有内容");
    const struct str parameters = archive_member(archive, stream->value, "Params");
    if (!syntax_number(archive_member(archive, parameters, "Size"), ARCHIVE_MAX_FILE, &size) ||
        (size_t)size > left)
        return archive_broken(archive, stream->offset, "附件太大，或没有说明大小");
    ret_file->name = syntax_text(archive->arena, name);
    if (ret_file->name.ptr == NULL)
        return NO_MEMORY;
    enum status status = archive_inflate(archive, stream, (size_t)size + 1, &ret_file->bytes);
    return status == OK && ret_file->bytes.len != (size_t)size
               ? archive_broken(archive, stream->offset, "附件的大小与说明不符")
               : status;
}

enum status archive_files(const struct archive *archive, struct archive_files *ret_files)
{
    struct archive_files files = {0};
    struct str name;
    uint32_t object;
    size_t left = ARCHIVE_MAX_ALL;
    for (size_t at = 0; archive_next_file(archive, &at, &name, &object);) {
        struct archive_file file = {0};
        if (files.count == ARCHIVE_MAX_FILES)
            return archive_broken(archive, archive->bytes.len, "附件太多");
        enum status status = read_file(archive, object, name, left, &file);
        if (status == OK)
            status = ARENA_APPEND(archive->arena, files.items, files.count, files.capacity, &file);
        if (status != OK)
            return status;
        left -= file.bytes.len;
    }
    *ret_files = files;
    return OK;
}

const struct archive_file *archive_file_lookup(const struct archive_files *files, const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (str_is(files->items[i].name, name))
            return &files->items[i];
    return NULL;
}

/* --- facts --- */

/* What stands behind the name, up to the next mark: <a>what</a>, a="what". */
static struct str said_behind(struct str text, const char *name)
{
    size_t from = 0, end;
    while (from < text.len && !str_starts(str_slice(text, from, text.len), name))
        from++;
    if (from == text.len)
        return STR("");
    from += strlen(name);
    while (from < text.len && strchr("=\"'>", text.ptr[from]) != NULL)
        from++;
    for (end = from; end < text.len && strchr("<\"'", text.ptr[end]) == NULL;)
        end++;
    return str_slice(text, from, end);
}

/* From the document information, else from the metadata. */
static enum status read_program_name(const struct archive *archive, struct str information, struct str xmp,
                                     const char *key, const char *property, struct str *ret_name)
{
    *ret_name = syntax_text(archive->arena, archive_member(archive, information, key));
    if (ret_name->ptr != NULL && ret_name->len == 0)
        *ret_name = arena_copy(archive->arena, said_behind(xmp, property));
    return ret_name->ptr == NULL ? NO_MEMORY : OK;
}

enum status archive_facts(const struct archive *archive, struct archive_facts *ret_facts)
{
    const struct object *metadata =
        archive_object(archive, syntax_reference(syntax_member(archive->root, "Metadata")));
    const struct str information = archive_value(archive, syntax_member(archive->trailer, "Info"));
    struct str xmp = STR("");
    enum status status = metadata != NULL ? archive_inflate(archive, metadata, ARCHIVE_MAX_HOLDER, &xmp) : OK;
    if (status != OK)
        return status;
    const struct str part = said_behind(xmp, "pdfaid:part");
    struct archive_facts facts = {.conformance = str_is(part, "2")   ? PAGE_A2A_UA1
                                                 : str_is(part, "3") ? PAGE_A3A_UA1
                                                 : str_is(part, "4") ? PAGE_A4F_UA2
                                                                     : PAGE_PLAIN,
                                  .fields = syntax_member(archive->root, "AcroForm").len > 0};
    if (read_program_name(archive, information, xmp, "Creator", "xmp:CreatorTool", &facts.program) != OK ||
        read_program_name(archive, information, xmp, "Producer", "pdf:Producer", &facts.producer) != OK)
        return NO_MEMORY;
    struct str keywords = STR("");
    status = read_program_name(archive, information, xmp, "Keywords", "pdf:Keywords", &keywords);
    facts.is_public = status == OK && str_is(keywords, PAGE_PUBLIC);
    *ret_facts = facts;
    return status;
}

enum status archive_is_altered(const struct archive *archive, bool *ret_altered)
{
    struct archive_facts facts;
    const enum status status = archive_facts(archive, &facts);
    *ret_altered = status == OK && str_is(facts.program, ARCHIVE_PROGRAM) && !archive_is_intact(archive);
    return status;
}
