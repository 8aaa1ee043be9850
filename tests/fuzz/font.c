/*
 * Font files: found, loaded, asked for characters, metrics, outlines and shapes, and made into a program, which FreeType draws as the file.
 * What a file does not have comes from DejaVu Sans; what is wrong with it is told.
 */
#include <stdio.h>
#include <stdlib.h>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "font/font.h"
#include "fuzz/fuzz.h"

enum { CODES = 40 };

static const char CONFIG[] = "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM "
                             "'fonts.dtd'><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir>"
                             "<cachedir>%s/cache</cachedir></fontconfig>";
static FT_Library library;
static char folder[256];
static const char *const folders[] = {folder};
static const struct font_role role = {
    .name = STR("黑体"),
    .chain = {{.names = STR("Fuzz"), .place = {"roles.xml", 1, 1}},
              {.names = STR("DejaVu Sans"), .style = STR("Book"), .place = {"roles.xml", 2, 1}}},
    .chain_count = 2};

void harness_start(void)
{
    char config[512];
    snprintf(folder, sizeof folder, "%s", fuzz_path("font"));
    snprintf(config, sizeof config, CONFIG, folder);
    fuzz_write("fonts.conf", str_of(config));
    setenv("FONTCONFIG_FILE", fuzz_path("fonts.conf"), 1);
    fuzz_demand(FT_Init_FreeType(&library) == 0, "harness: no FreeType");
}

static void count_step(void *context, enum font_step step, const int32_t points[FONT_STEP_POINTS][2])
{
    (void)points;
    *(size_t *)context += 1 + (size_t)step;
}

/* Wherever it stands: a composite keeps its own metrics, where FreeType may take a component's (USE_MY_METRICS), which in a sound font
 * are the same.  FreeType keeps 16 bits. */
static bool is_same(const FT_Outline *a, const FT_Outline *b)
{
    bool same = a->n_points == b->n_points && a->n_contours == b->n_contours;
    for (int i = 0; same && i < a->n_points; i++)
        same = (int16_t)(a->points[i].x - a->points[0].x) == (int16_t)(b->points[i].x - b->points[0].x) &&
               a->points[i].y == b->points[i].y && (a->tags[i] & 3) == (b->tags[i] & 3);
    return same;
}

static void compare(const char *path, int index, struct str program, const struct font_piece *pieces,
                    size_t count)
{
    FT_Face made, file;
    fuzz_demand(FT_New_Memory_Face(library, (const FT_Byte *)program.ptr, (FT_Long)program.len, 0, &made) ==
                    0,
                "FreeType cannot read the program");
    fuzz_demand(FT_New_Face(library, path, index, &file) == 0, "a program of what FreeType cannot read");
    for (size_t i = 0; i < count; i++) {
        fuzz_demand(FT_Load_Glyph(made, (FT_UInt)i, FT_LOAD_NO_SCALE) == 0, "FreeType cannot draw code %zu",
                    i);
        /* Where a table goes on behind the end of the file, FreeType sees none, HarfBuzz what is there. */
        if (FT_Load_Glyph(file, pieces[i].glyph, FT_LOAD_NO_SCALE) == 0 && file->glyph->outline.n_points > 0)
            fuzz_demand(is_same(&file->glyph->outline, &made->glyph->outline),
                        "glyph %u as code %zu has another outline: %d points, not %d; at first %ld, not %ld",
                        pieces[i].glyph, i, made->glyph->outline.n_points, file->glyph->outline.n_points,
                        made->glyph->outline.n_points > 0 ? made->glyph->outline.points[0].x : 0,
                        file->glyph->outline.n_points > 0 ? file->glyph->outline.points[0].x : 0);
    }
    FT_Done_Face(made);
    FT_Done_Face(file);
}

/* A program of all that was found in the face. */
static void make_program(const struct font_set *set, struct diag *diag, int face,
                         const struct font_piece *pieces, size_t count)
{
    struct arena *arena = arena_new(0);
    struct font_program first, second;
    struct font_face_facts facts;
    struct str sample;
    font_face_facts(set, face, &facts);
    enum status status =
        font_program_make(set, face, (struct font_pieces){pieces, count}, arena, diag, &first);
    if (status == OK) {
        fuzz_demand(font_program_make(set, face, (struct font_pieces){pieces, count}, arena, diag, &second) ==
                        OK,
                    "no second program");
        fuzz_demand_same("the program", first.bytes, second.bytes);
        compare(facts.path.ptr, facts.index, first.bytes, pieces, count);
        fuzz_demand(!status_stops(font_program_sample(set, face, arena, &sample)), "no sample");
    }
    fuzz_demand(!status_stops(status), "a program: status %d", status);
    arena_free(arena);
}

static void ask(const struct font_set *set, struct diag *diag)
{
    static const uint32_t codes[] = {'A',    'B',    0xE9,   '1',    '.',   '-', ' ',
                                     0x4E00, 0x3002, 0xFF0C, 0x2014, 0x301, 'f', 'i'};
    struct font_piece pieces[CODES] = {{0, 0, 0}};
    size_t count = 1, steps = 0, shaped = 0;
    struct font_shaped glyphs[20];
    bool placed;
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        struct font_glyph glyph;
        int32_t left, right;
        if (!font_glyph_lookup(set, 0, codes[i], i % 2 == 0, &glyph))
            continue;
        font_mark_blank(set, glyph.face, codes[i], &left, &right);
        font_glyph_ink(set, glyph.face, glyph.glyph);
        fuzz_demand(!status_stops(font_glyph_outline(set, glyph.face, glyph.glyph,
                                                     &(struct font_pen){count_step, &steps})),
                    "an outline");
        fuzz_demand(!status_stops(font_shape(set, glyph.face, STR("Affi e\xCC\x81 A1"), glyphs,
                                             ARRAY_COUNT(glyphs), &shaped)),
                    "a shape");
        fuzz_demand(!status_stops(font_marks_placed(set, glyph.face, STR("e\xCC\x81"), &placed)), "marks");
        if (glyph.face == 0)
            pieces[count++] = (struct font_piece){glyph.glyph, font_face_advance(set, 0, glyph.glyph), 0};
    }
    pieces[0].advance = font_face_advance(set, 0, 0);
    if (count > 1)
        make_program(set, diag, 0, pieces, count);
}

void harness_try(struct str input)
{
    struct buf first = BUF(1 << 22), second = BUF(1 << 22);
    fuzz_empty("font"); /* fontconfig looks at a folder that it has not seen */
    fuzz_write("font/a.ttf", input);
    for (int i = 0; i < 2; i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct font_set *set = NULL;
        const struct font_request request = {&role, 1, folders, 1, NULL};
        enum status status = font_set_load(diag, &request, &set);
        fuzz_demand_told(status, diag);
        ask(set, diag);
        fuzz_demand(!font_memory_failed(set), "memory failed");
        status = font_set_check(set, diag);
        fuzz_demand(status == OK, "the file changed: status %d", status);
        font_set_print(set, i == 0 ? &first : &second);
        diag_print(diag, i == 0 ? &first : &second);
        font_set_free(set);
        arena_free(arena);
    }
    fuzz_demand_utf8("what is told", buf_str(&first));
    fuzz_demand_same("what is told", buf_str(&first), buf_str(&second));
    buf_clear(&first);
    buf_clear(&second);
}
