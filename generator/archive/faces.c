/*
 * The faces that a file has embedded, with all that tells two versions of a font's file apart.
 *
 * A program has what glyphs the paper needs, so that two of one face are alike only where their characters are; the
 * measures of the whole face, and the number that a TrueType program keeps of its file, are the same in all.
 */
#include "archive/archive_int.h"

enum { FACES_MOST = 64, PROGRAM_MOST = 32 << 20, TAG = 7 /* "ABCDEF+" */ };

/* /ABCDEF+Name-Identity-H */
static struct str plain_name(struct str name)
{
    const struct str end = STR("-Identity-H");
    size_t to = str_ends(name, end.ptr) ? name.len - end.len : name.len;
    const bool tagged = name.len > TAG + 1 && name.ptr[TAG] == '+';
    return str_slice(name, tagged ? TAG + 1 : 1, to);
}

static uint32_t number_at(struct str bytes, size_t at, size_t size)
{
    uint32_t number = 0;
    for (size_t i = at; i < at + size; i++)
        number = number << 8 | (i < bytes.len ? (unsigned char)bytes.ptr[i] : 0);
    return number;
}

/* What the table head says of the font's revision, 1/65536 (OpenType); empty: it has none. */
static struct str revision_of(struct arena *arena, struct str program)
{
    enum { DIRECTORY = 12, ROW = 16, OFFSET = 8, REVISION = 4, ONE = 65536, THOUSAND = 1000 };
    const size_t rows = number_at(program, 4, 2);
    for (size_t i = 0; i < rows; i++) {
        const size_t row = DIRECTORY + i * ROW;
        if (!str_is(str_slice(program, row, row + 4), "head"))
            continue;
        struct buf text = BUF(100);
        struct str kept;
        const int64_t revision = number_at(program, number_at(program, row + OFFSET, 4) + REVISION, 4);
        buf_add_thousandths(&text, (revision * THOUSAND + ONE / 2) / ONE);
        return buf_keep(&text, arena, &kept) == OK ? kept : (struct str){NULL, 0};
    }
    return STR("");
}

static enum status read_program(const struct archive *archive, struct str descriptor,
                                struct archive_face *face)
{
    const struct str file = archive_member(archive, descriptor, "FontFile2");
    const struct object *program = archive_object(
        archive, syntax_reference(file.len > 0 ? file : archive_member(archive, descriptor, "FontFile3")));
    face->version = STR("");
    face->program = program == NULL ? STR("") : program->stream;
    if (file.len == 0 || program == NULL)
        return OK;
    struct arena *scratch = arena_new(0);
    struct str bytes;
    enum status status = scratch == NULL
                             ? NO_MEMORY
                             : archive_inflate_quietly(archive, program, scratch, PROGRAM_MOST, &bytes);
    if (status == OK)
        face->version = revision_of(archive->arena, bytes);
    arena_free(scratch);
    return status == NO_MEMORY || face->version.ptr == NULL ? NO_MEMORY : OK;
}

static enum status read_measures(const struct archive *archive, struct str descriptor,
                                 struct archive_face *face)
{
    static const char *const keys[] = {"Flags",   "FontBBox",  "ItalicAngle", "Ascent",
                                       "Descent", "CapHeight", "StemV"};
    struct buf out = BUF(ARCHIVE_MAX_BYTES);
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
        buf_add_str(&out, archive_member(archive, descriptor, keys[i]));
        buf_add_char(&out, ' ');
    }
    return buf_keep(&out, archive->arena, &face->measures);
}

static enum status read_face(const struct archive *archive, struct str font, struct archive_face *face)
{
    const struct str list = archive_value(archive, archive_member(archive, font, "DescendantFonts"));
    const struct object *map =
        archive_object(archive, syntax_reference(archive_member(archive, font, "ToUnicode")));
    struct str first = STR("");
    size_t at = 0;
    (void)syntax_next(list, &at, &first);
    const struct str descendant = archive_value(archive, first);
    const struct str descriptor =
        archive_value(archive, archive_member(archive, descendant, "FontDescriptor"));
    face->name = plain_name(archive_member(archive, font, "BaseFont"));
    face->codes = map == NULL ? STR("") : map->stream;
    face->widths = archive_member(archive, descendant, "W");
    enum status status = read_measures(archive, descriptor, face);
    return status == OK ? read_program(archive, descriptor, face) : status;
}

enum status archive_faces(const struct archive *archive, struct archive_faces *ret_faces)
{
    struct archive_faces faces = {0};
    enum status status = OK;
    for (size_t i = 0; i < archive->count && faces.count < FACES_MOST && status == OK; i++) {
        const struct str value = archive->objects[i].value;
        struct archive_face face = {.name = STR("")};
        if (!syntax_is(archive_member(archive, value, "Subtype"), "/Type0"))
            continue;
        status = read_face(archive, value, &face);
        if (status == OK)
            status = ARENA_APPEND(archive->arena, faces.items, faces.count, faces.capacity, &face);
    }
    if (status == OK)
        *ret_faces = faces;
    return status;
}
