/*
 * Our own writer of CFF (font/program): a font of charstrings written as words is put together here; what FreeType draws of the program
 * made of it must be what it draws of the font itself.
 *
 * A line of the input is a charstring: numbers, names of operators, #80 for a byte; "local: …" and "global: …" are subroutines.
 */
#include <stdlib.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "font/program/program_int.h"
#include "fuzz/fuzz.h"

enum { MAX_GLYPHS = 40, UNITS = 1000, ROOM = 1 << 20 };

static const struct {
    const char *word;
    unsigned char bytes[2], len;
} operators[] = {
    {"hstem", {1}, 1},       {"vstem", {3}, 1},       {"vmoveto", {4}, 1},     {"rlineto", {5}, 1},
    {"hlineto", {6}, 1},     {"vlineto", {7}, 1},     {"rrcurveto", {8}, 1},   {"callsubr", {10}, 1},
    {"return", {11}, 1},     {"endchar", {14}, 1},    {"hstemhm", {18}, 1},    {"hintmask", {19}, 1},
    {"cntrmask", {20}, 1},   {"rmoveto", {21}, 1},    {"hmoveto", {22}, 1},    {"vstemhm", {23}, 1},
    {"rcurveline", {24}, 1}, {"rlinecurve", {25}, 1}, {"vvcurveto", {26}, 1},  {"hhcurveto", {27}, 1},
    {"callgsubr", {29}, 1},  {"vhcurveto", {30}, 1},  {"hvcurveto", {31}, 1},  {"dotsection", {12, 0}, 2},
    {"hflex", {12, 34}, 2},  {"flex", {12, 35}, 2},   {"hflex1", {12, 36}, 2}, {"flex1", {12, 37}, 2},
};
static FT_Library library;

void harness_start(void)
{
    fuzz_demand(FT_Init_FreeType(&library) == 0, "harness: no FreeType");
}

/* --- the font --- */

static void put(struct buf *out, uint32_t value, unsigned size)
{
    unsigned char bytes[4];
    struct bytes_writer writer = {bytes};
    bytes_put(&writer, value, size);
    buf_add(out, bytes, size);
}

static void put_word(struct buf *out, struct str word)
{
    char text[24] = "";
    memcpy(text, word.ptr, word.len < sizeof text - 1 ? word.len : sizeof text - 1);
    if (text[0] == '#') {
        put(out, (uint32_t)strtoul(text + 1, NULL, 16) & 0xFF, 1);
        return;
    }
    for (size_t i = 0; i < ARRAY_COUNT(operators); i++)
        if (strcmp(operators[i].word, text) == 0) {
            buf_add(out, operators[i].bytes, operators[i].len);
            return;
        }
    double number = strtod(text, NULL);
    number = number < -32768           ? -32768
             : number > CHARSTRING_MAX ? CHARSTRING_MAX
             : number == number        ? number
                                       : 0;
    if (number != (double)(int)number) { /* 16.16 */
        put(out, 255, 1);
        put(out, (uint32_t)(int32_t)(number * 65536), 4);
    } else {
        unsigned char bytes[8];
        struct bytes_writer writer = {bytes};
        charstring_put_number(&writer, (int32_t)number);
        buf_add(out, bytes, (size_t)(writer.at - bytes));
    }
}

static void put_words(struct buf *out, struct str line)
{
    for (line = str_trim(line); line.len > 0; line = str_trim(line)) {
        size_t end = 0;
        while (end < line.len && !char_is_white(line.ptr[end]))
            end++;
        put_word(out, str_slice(line, 0, end));
        line = str_slice(line, end, line.len);
    }
}

/* An index of the lines that begin so; empty: of those that begin otherwise. */
static uint32_t put_index(struct buf *out, struct str input, const char *begin)
{
    struct buf bytes = BUF(ROOM);
    uint32_t ends[MAX_GLYPHS] = {0}, count = 0;
    for (struct str line; count < MAX_GLYPHS && fuzz_line_next(&input, &line);) {
        const bool other = str_starts(line, "local:") || str_starts(line, "global:");
        if (begin[0] == '\0' ? other : !str_starts(line, begin))
            continue;
        put_words(&bytes, str_slice(line, strlen(begin), line.len));
        ends[count++] = 1 + (uint32_t)bytes.len;
    }
    put(out, count, 2);
    if (count > 0) {
        put(out, 4, 1);
        put(out, 1, 4);
        for (uint32_t i = 0; i < count; i++)
            put(out, ends[i], 4);
        buf_add_str(out, buf_str(&bytes));
    }
    buf_clear(&bytes);
    return count;
}

static void put_operand(struct buf *out, size_t value)
{
    put(out, 29, 1);
    put(out, (uint32_t)value, 4);
}

/* The bytes of the number of glyphs. */
static uint32_t put_font(struct buf *out, struct str input)
{
    enum { TOP = 17, PRIVATE = 6, HEAD = 4 + 6 + 5 + TOP + 2 };
    struct buf global = BUF(ROOM), glyphs = BUF(ROOM);
    put_index(&global, input, "global:");
    uint32_t count = put_index(&glyphs, input, "");
    const size_t at = HEAD + global.len, private_at = at + glyphs.len;
    buf_add(out,
            "\1\0\4\4"
            "\0\1\1\1\2A"
            "\0\1\1\1\22",
            15); /* header; names; top dictionaries: one of TOP bytes */
    put_operand(out, at);
    put(out, 17, 1);
    put_operand(out, PRIVATE);
    put_operand(out, private_at);
    put(out, 18, 1);
    put(out, 0, 2); /* no strings */
    buf_add_str(out, buf_str(&global));
    buf_add_str(out, buf_str(&glyphs));
    put_operand(out, PRIVATE);
    put(out, 19, 1);
    put_index(out, input, "local:");
    buf_clear(&global);
    buf_clear(&glyphs);
    return count;
}

/* --- what is made of it --- */

static struct program_tables tables_of(struct arena *arena, struct str cff, uint32_t count)
{
    unsigned char *bytes = arena_alloc(arena, 54 + 36 + 6 + MAX_GLYPHS * 4), *head = bytes, *hhea = head + 54,
                  *maxp = hhea + 36, *hmtx = maxp + 6;
    head[18] = UNITS >> 8;
    head[19] = UNITS & 0xFF;
    hhea[35] = maxp[5] = (unsigned char)count;
    for (uint32_t i = 0; i < count; i++)
        hmtx[i * 4] = 1;
    return (struct program_tables){.cff = cff,
                                   .head = {(char *)head, 54},
                                   .hhea = {(char *)hhea, 36},
                                   .hmtx = {(char *)hmtx, count * 4},
                                   .maxp = {(char *)maxp, 6}};
}

static bool same(const FT_Outline *a, const FT_Outline *b, FT_Pos shift)
{
    if (a->n_points != b->n_points || a->n_contours != b->n_contours)
        return false;
    for (int i = 0; i < a->n_points; i++)
        if ((int16_t)(a->points[i].x + shift) != (int16_t)b->points[i].x ||
            /* FreeType keeps no more */ a->points[i].y != b->points[i].y ||
            (a->tags[i] & 3) != (b->tags[i] & 3))
            return false;
    return true;
}

static void compare(struct str font, struct str program, const struct font_piece *pieces, uint32_t count)
{
    FT_Face original, made;
    fuzz_demand(FT_New_Memory_Face(library, (const FT_Byte *)program.ptr, (FT_Long)program.len, 0, &made) ==
                    0,
                "FreeType cannot read the program");
    bool read = FT_New_Memory_Face(library, (const FT_Byte *)font.ptr, (FT_Long)font.len, 0, &original) == 0;
    for (uint32_t i = 0; i < count; i++) {
        fuzz_demand(FT_Load_Glyph(made, i, FT_LOAD_NO_SCALE) == 0,
                    "FreeType cannot draw code %u of the program", i);
        if (read && FT_Load_Glyph(original, pieces[i].glyph, FT_LOAD_NO_SCALE) == 0)
            fuzz_demand(same(&original->glyph->outline, &made->glyph->outline, pieces[i].shift),
                        "glyph %u as code %u, moved by %d, has another outline: %d points, not %d; at first "
                        "%ld, not %ld",
                        pieces[i].glyph, i, pieces[i].shift, made->glyph->outline.n_points,
                        original->glyph->outline.n_points,
                        made->glyph->outline.n_points > 0 ? made->glyph->outline.points[0].x : 0,
                        original->glyph->outline.n_points > 0 ? original->glyph->outline.points[0].x : 0);
    }
    if (read)
        FT_Done_Face(original);
    FT_Done_Face(made);
}

/* Each that can be in a program, and some of them once more, moved. */
static uint32_t choose(struct program_source *source, uint32_t glyphs, struct font_piece *pieces)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < glyphs; i++) {
        size_t size;
        enum status status = program_glyph_prove(source, i, &size);
        fuzz_demand(!status_stops(status), "glyph %u: status %d", i, status);
        if (status == OK)
            pieces[count++] = (struct font_piece){i, 256, 0};
        if (status == OK && i % 3 == 0)
            pieces[count++] = (struct font_piece){i, 300, (int32_t)i - 20};
    }
    return count;
}

void harness_try(struct str input)
{
    struct arena *arena = arena_new(0);
    struct buf font = BUF(ROOM * 4);
    uint32_t glyphs = put_font(&font, input);
    const struct font_face face = {.outline = FONT_CFF, .units = UNITS, .postscript_name = STR("A")};
    const struct program_tables tables = tables_of(arena, buf_str(&font), glyphs);
    struct font_piece pieces[MAX_GLYPHS * 2];
    struct font_program first, second;
    struct program_source *source = NULL;
    if (glyphs > 0 && program_source_make(arena, &face, &tables, &source) == OK) {
        uint32_t count = choose(source, glyphs, pieces);
        const struct font_pieces wanted = {pieces, count};
        if (count > 0 && pieces[0].glyph == 0) { /* .notdef must be there */
            fuzz_demand(program_make(source, wanted, arena, &first) == OK,
                        "each of %u glyphs is good, and no program", count);
            fuzz_demand(program_make(source, wanted, arena, &second) == OK, "no second program");
            fuzz_demand_same("the program", first.bytes, second.bytes);
            compare(buf_str(&font), first.bytes, pieces, count);
        }
    }
    buf_clear(&font);
    arena_free(arena);
}
