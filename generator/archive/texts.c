/*
 * What the pages of a file say: their content streams gone over, codes turned back into texts by each font's
 * ToUnicode, and what has a text of its own (/ActualText) taken at its word.
 *
 * It knows the operators that room pdf writes, and passes over all others.  A line is what stands in one marked
 * content, so a paragraph, and what stands beside it, as do cells of a row: then a space is between.  Without marked
 * contents it is a line of text.
 * A page is inflated in an arena of its own, which the next page takes.
 */
#include "archive/archive_int.h"

#include <stdlib.h>

enum {
    MAPS_MOST = 64,         /* fonts of a file */
    MAP_MOST = 4 << 20,     /* bytes of a ToUnicode */
    TEXTS_MOST = 512 << 20, /* bytes of all contents; what is more is not compared */
    LINE_MOST = 6000,       /* bytes; then it goes on as another one */
    LINE_ROOM = 1 << 15,    /* with what one code or one ActualText may add */
    CODED_MOST = 1000,      /* bytes of what a code stands for */
    OPERANDS = 6
};

struct coded {
    uint32_t code;
    struct str hex; /* UTF-16 */
};
struct text_map {
    uint32_t font; /* its object */
    struct coded *items;
    size_t count, capacity;
};

struct text_reader {
    const struct archive *archive;
    struct arena *page_arena;
    struct lines *lines;
    struct text_map maps[MAPS_MOST];
    size_t map_count, read;     /* read: bytes of contents, so far */
    const struct text_map *map; /* of the font; NULL: none that is known */
    struct str fonts;           /* of the page, by name */
    uint32_t page;
    struct str operands[OPERANDS]; /* the last ones */
    size_t operand_count;
    struct buf line;
    size_t open, spoken; /* marked contents that are open; the one that speaks for its glyphs, 0: none */
    bool is_marked;      /* a content of the structure is open */
    bool is_apart;       /* a space comes before what is next, which is another content */
    bool was_spoken;     /* the content before spoke for its glyphs, and divided another one */
};

/* --- maps --- */

static enum status add_coded(const struct text_reader *reader, struct text_map *map, uint32_t code,
                             struct str hex)
{
    const struct coded coded = {code, hex};
    return ARENA_APPEND(reader->archive->arena, map->items, map->count, map->capacity, &coded);
}

static uint32_t code_of(struct str string)
{
    uint32_t code = 0;
    unsigned char byte;
    for (size_t at = 0; syntax_next_byte(string, &at, &byte);)
        code = code << 8 | byte;
    return code;
}

/* <0001> <0002> [<4E00><4E8C>] */
static enum status read_range(const struct text_reader *reader, struct str first, struct str texts,
                              struct text_map *map)
{
    uint32_t code = code_of(first);
    enum status status = OK;
    struct str text;
    for (size_t at = 0; status == OK && syntax_next(texts, &at, &text); code++)
        status = add_coded(reader, map, code, text);
    return status;
}

/* Ranges, or as they were written once, code by code: <0001> <4E00> */
static enum status read_map(const struct text_reader *reader, struct str bytes, struct text_map *map)
{
    struct str from, to;
    size_t at = 0;
    bool has_codes = false, has_ranges = false;
    enum status status = OK;
    while (status == OK && syntax_take_value(bytes, &at, &from)) {
        if (str_starts(from, "begin") || str_starts(from, "end")) {
            has_codes = syntax_is(from, "beginbfchar");
            has_ranges = syntax_is(from, "beginbfrange");
        }
        if ((!has_codes && !has_ranges) || from.ptr[0] != '<' ||
            (has_ranges && !syntax_take_value(bytes, &at, &to)) || !syntax_take_value(bytes, &at, &to))
            continue;
        status = has_ranges ? read_range(reader, from, to, map) : add_coded(reader, map, code_of(from), to);
    }
    return status;
}

/* The font of that name on this page; its map is read once. */
static enum status set_font(struct text_reader *reader, struct str name)
{
    const struct archive *archive = reader->archive;
    char key[64] = {0};
    reader->map = NULL;
    if (name.len < 2 || name.len > sizeof key)
        return OK;
    memcpy(key, name.ptr + 1, name.len - 1);
    const uint32_t font = syntax_reference(archive_member(archive, reader->fonts, key));
    for (size_t i = 0; i < reader->map_count; i++)
        if (reader->maps[i].font == font)
            reader->map = &reader->maps[i];
    if (reader->map != NULL || reader->map_count == MAPS_MOST)
        return OK;
    struct text_map *map = &reader->maps[reader->map_count++];
    *map = (struct text_map){.font = font};
    reader->map = map;
    const struct object *object = archive_object(archive, font), *stream = NULL;
    if (object != NULL)
        stream =
            archive_object(archive, syntax_reference(archive_member(archive, object->value, "ToUnicode")));
    struct str bytes;
    if (stream == NULL)
        return OK;
    enum status status = archive_inflate_quietly(archive, stream, archive->arena, MAP_MOST, &bytes);
    return status == OK ? read_map(reader, bytes, map) : status == FAILED ? OK : status;
}

static int compare_codes(const void *a, const void *b)
{
    const struct coded *x = a, *y = b;
    return (x->code > y->code) - (x->code < y->code);
}

/* --- lines --- */

static enum status end_line(struct text_reader *reader)
{
    struct line line = {reader->page, str_trim(buf_str(&reader->line))};
    enum status status = OK;
    reader->is_apart = false;
    if (line.text.len > 0) {
        line.text = arena_copy(reader->archive->arena, line.text);
        status = line.text.ptr == NULL ? NO_MEMORY
                                       : ARENA_APPEND(reader->archive->arena, reader->lines->items,
                                                      reader->lines->count, reader->lines->capacity, &line);
    }
    buf_reset(&reader->line);
    return status;
}

static void set_apart(struct text_reader *reader)
{
    if (reader->is_apart && reader->line.len > 0)
        buf_add_char(&reader->line, ' ');
    reader->is_apart = false;
}

/* Nothing is known of a code that the map has not; U+200B stands for a glyph that another one speaks for. */
static void show_code(struct text_reader *reader, uint32_t code)
{
    const struct coded wanted = {.code = code};
    const struct text_map *map = reader->map;
    const struct coded *found = map == NULL || map->count == 0
                                    ? NULL
                                    : bsearch(&wanted, map->items, map->count, sizeof wanted, compare_codes);
    if (found == NULL || syntax_is(found->hex, "<200B>") || found->hex.len > CODED_MOST ||
        reader->line.len > LINE_MOST)
        return;
    set_apart(reader);
    syntax_add_utf16(found->hex, &reader->line);
}

/* Two bytes a code. */
static void show_string(struct text_reader *reader, struct str string)
{
    unsigned char high, low;
    for (size_t at = 0; syntax_next_byte(string, &at, &high) && syntax_next_byte(string, &at, &low);)
        show_code(reader, (uint32_t)high << 8 | low);
}

/* [(…) -30 <0003>] */
static enum status show(struct text_reader *reader, struct str array)
{
    struct str part;
    if (reader->spoken > 0)
        return OK;
    for (size_t at = 0; syntax_next(array, &at, &part);)
        if (part.ptr[0] == '(' || (part.ptr[0] == '<' && !str_starts(part, "<<")))
            show_string(reader, part);
    reader->was_spoken = false;
    return reader->line.len > LINE_MOST ? end_line(reader) : OK;
}

/* A content that says what its glyphs stand for divides the content round it, which goes on behind. */
static enum status begin_content(struct text_reader *reader, struct str name, struct str properties)
{
    const struct str text = syntax_member(properties, "ActualText");
    reader->open++;
    if (text.len == 0 || reader->spoken > 0) {
        reader->is_marked = reader->is_marked || syntax_is(name, "/P");
        reader->is_apart = reader->is_apart || (syntax_is(name, "/P") && !reader->was_spoken);
        return OK;
    }
    const struct str said = syntax_text(reader->page_arena, text);
    if (said.ptr == NULL)
        return NO_MEMORY;
    reader->spoken = reader->open;
    set_apart(reader);
    buf_add_str(&reader->line, str_cut(said, LINE_MOST));
    return OK;
}

static void end_content(struct text_reader *reader)
{
    if (reader->open > 0 && reader->open == reader->spoken) {
        reader->spoken = 0;
        reader->was_spoken = true;
    }
    reader->open -= reader->open > 0;
    reader->is_marked = reader->is_marked && reader->open > 0;
}

/* The next text stands higher or lower. */
static enum status move(struct text_reader *reader)
{
    return reader->is_marked && !reader->is_apart ? OK : end_line(reader);
}

/* --- operators --- */

/* The n-th from behind; empty: there are not so many. */
static struct str operand(const struct text_reader *reader, size_t n)
{
    return n <= reader->operand_count ? reader->operands[OPERANDS - n] : STR("");
}

static enum status carry_out(struct text_reader *reader, struct str operator)
{
    if (syntax_is(operator, "TJ"))
        return show(reader, operand(reader, 1));
    if (syntax_is(operator, "Tf"))
        return set_font(reader, operand(reader, 2));
    if (syntax_is(operator, "BDC"))
        return begin_content(reader, operand(reader, 2), operand(reader, 1));
    if (syntax_is(operator, "BMC"))
        reader->open++;
    else if (syntax_is(operator, "EMC"))
        end_content(reader);
    else if (syntax_is(operator, "Td") && !syntax_is(operand(reader, 1), "0"))
        return move(reader);
    else if (syntax_is(operator, "BT") || syntax_is(operator, "Tm"))
        return end_line(reader);
    return OK;
}

static enum status read_content(struct text_reader *reader, struct str content)
{
    struct str value;
    enum status status = OK;
    for (size_t at = 0; status == OK && syntax_take_value(content, &at, &value);) {
        if (strchr("/[<(+-.0123456789", value.ptr[0]) != NULL) {
            memmove(reader->operands, reader->operands + 1, sizeof reader->operands - sizeof value);
            reader->operands[OPERANDS - 1] = value;
            reader->operand_count += reader->operand_count < OPERANDS;
            continue;
        }
        status = carry_out(reader, value);
        reader->operand_count = 0;
    }
    return status;
}

/* --- pages --- */

static enum status read_stream(struct text_reader *reader, uint32_t number)
{
    const struct archive *archive = reader->archive;
    const struct object *object = archive_object(archive, number);
    struct lines *lines = reader->lines;
    struct str content;
    if (object == NULL || reader->read > TEXTS_MOST)
        return OK;
    enum status status =
        archive_inflate_quietly(archive, object, reader->page_arena, ARCHIVE_MAX_HOLDER, &content);
    reader->read += status == OK ? content.len : ARCHIVE_MAX_HOLDER;
    if (status == FAILED)
        return ARENA_APPEND(archive->arena, lines->broken, lines->broken_count, lines->broken_capacity,
                            &reader->page);
    return status == OK ? read_content(reader, content) : status;
}

static enum status read_page(struct text_reader *reader, uint32_t number)
{
    const struct archive *archive = reader->archive;
    const struct str page = archive_object(archive, number)->value;
    const struct str contents = archive_value(archive, archive_member(archive, page, "Contents"));
    const struct str resources = archive_value(archive, archive_member(archive, page, "Resources"));
    struct str one;
    enum status status = OK;
    reader->fonts = archive_value(archive, archive_member(archive, resources, "Font"));
    reader->open = reader->spoken = reader->operand_count = 0;
    for (size_t at = 0; status == OK && syntax_next(contents, &at, &one);)
        status = read_stream(reader, syntax_reference(one));
    if (status == OK)
        status = end_line(reader);
    arena_reset(reader->page_arena);
    return status == OK && reader->line.failed ? NO_MEMORY : status;
}

enum status archive_lines(const struct archive *archive, struct lines *ret_lines)
{
    struct lines lines = {0};
    struct page_numbers pages;
    struct text_reader reader = {
        .archive = archive, .page_arena = arena_new(0), .lines = &lines, .line = BUF(LINE_ROOM)};
    enum status status = reader.page_arena == NULL ? NO_MEMORY : archive_pages(archive, &pages);
    for (size_t i = 0; status == OK && i < pages.count; i++) {
        reader.page = (uint32_t)i + 1;
        status = read_page(&reader, pages.items[i]);
    }
    buf_clear(&reader.line);
    arena_free(reader.page_arena);
    if (status == OK)
        *ret_lines = lines;
    return status;
}
