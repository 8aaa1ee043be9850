/* Marks and fallbacks in the faces of every role, as lines: what a reader measures on the page. */
#include "text/fixture.h"

#include "font/real_roles.h"

static struct fixture f;

static int setup(void **state)
{
    (void)state;
    f.arena = arena_new(0);
    f.diag = diag_new(f.arena);
    return font_set_load(f.diag, &real_request, &f.fonts) == OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    fixture_clear(&f);
    return 0;
}

static const struct text_line *line_of(const char *text, int role, length pitch)
{
    struct text_span span = span_of(text);
    span.role = role;
    span.pitch = pitch;
    const struct text_measure measure = {.width = 100 * EM, .align = TEXT_LEFT};
    struct text_line *lines;
    break_lines(&f, make_spans(&f, &span, 1), &measure, &lines);
    return &lines[0];
}

/* The ink of the glyph, from the line's column edge. */
static void ink_of(const struct text_line *line, size_t index, length *ret_left, length *ret_right)
{
    for (size_t p = 0; p < line->piece_count; p++) {
        const struct text_piece *piece = &line->pieces[p];
        if (index >= piece->glyph_count) {
            index -= piece->glyph_count;
            continue;
        }
        const struct text_glyph *glyph = &piece->glyphs[index];
        struct font_ink ink = font_glyph_ink(f.fonts, piece->face, glyph->glyph);
        *ret_left = piece->x + glyph->x + ink.left * piece->size / 1000;
        *ret_right = piece->x + glyph->x + ink.right * piece->size / 1000;
        return;
    }
    fail_msg("no glyph %zu", index);
}

/* Two em, one stroke: on the grid, off it, as one character, and in a face that stands in. */
static void test_dashes(void **state)
{
    (void)state;
    static const char *const texts[] = {"国——国", "国⸺国", "国——国——国"};
    static const length pitches[] = {0, 9870, 12000};
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        for (size_t t = 0; t < ARRAY_COUNT(texts); t++) {
            for (size_t p = 0; p < ARRAY_COUNT(pitches); p++) {
                const struct text_line *line = line_of(texts[t], role, pitches[p]);
                length cell = pitches[p] > 0 ? pitches[p] : EM, left, right, next_left, next_right;
                assert_int_equal(line->width, (t < 2 ? 4 : 7) * cell);
                ink_of(line, 1, &left, &right);
                ink_of(line, 2, &next_left, &next_right);
                assert_true(next_left - right < EM * 3 / 100);
                assert_true(next_right - left > 2 * EM - EM * 6 / 100);
            }
        }
    }
}

/* Six dots at one distance in two em. */
static void test_ellipses(void **state)
{
    (void)state;
    static const char *const texts[] = {"国……国", "国⋯⋯国"};
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        for (size_t t = 0; t < ARRAY_COUNT(texts); t++) {
            const struct text_line *line = line_of(texts[t], role, 0);
            length left, right, next_left, next_right;
            assert_int_equal(line->width, 4 * EM);
            ink_of(line, 1, &left, &right);
            ink_of(line, 2, &next_left, &next_right);
            struct font_ink ink =
                font_glyph_ink(f.fonts, line->pieces[0].face, line->pieces[0].glyphs[1].glyph);
            length dot = (ink.top - ink.bottom) * EM / 1000;
            length inside = (right - left - dot) / 2, between = next_left - right + dot;
            assert_in_range(between - inside + EM / 50, 0, EM / 25);
        }
    }
}

/* ？！ are one em, ·  is half an em, between letters too; the ink of no two glyphs meets. */
static void test_marks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        length least, most;
    } cases[] = {
        {"国？！国", 3 * EM, 3 * EM},
        {"国！！！国", 4 * EM, 4 * EM},
        {"国·国", 2 * EM + EM / 2, 2 * EM + EM / 2},
        {"国）。（国", 4 * EM, 4 * EM},
        {"国：“国”、国", 6 * EM, 6 * EM},
        {"A·B", EM, 2 * EM},
        {"“国”年", 3 * EM + EM / 2, 3 * EM + EM / 2},
    };
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
            const struct text_line *line = line_of(cases[i].text, role, 0);
            if (line->width < cases[i].least || line->width > cases[i].most)
                fail_msg("%s in role %d: %d", cases[i].text, role, (int)line->width);
            length before = line->x - EM, left, right;
            for (size_t g = 0; g < utf8_count(str_of(cases[i].text)); g++) {
                ink_of(line, g, &left, &right);
                assert_true(left >= before);
                before = right;
            }
            assert_true(right <= line->x + line->width);
        }
    }
}

/* A character that another face lends: said so, and on the same baseline; font_shift says how far faces are raised. */
static void test_fallback(void **state)
{
    (void)state;
    const struct text_line *line = line_of("国𠮷A", REAL_FANG, 0);
    assert_int_equal(line->piece_count, 3);
    assert_false(line->pieces[0].fallback || line->pieces[2].fallback);
    assert_true(line->pieces[1].fallback);
    for (size_t i = 0; i < line->piece_count; i++)
        assert_int_equal(line->pieces[i].rise, 0);
    assert_int_equal(line->pieces[1].role, REAL_FANG);
}

/* Leaders of dots and dashes are rows of spots in every face, three for an ellipsis; others stay glyphs. */
static void test_leaders(void **state)
{
    (void)state;
    static const struct {
        const char *leader;
        size_t rows;
    } cases[] = {{".", 1}, {"·", 1}, {"…", 3}, {"-", 1},  {"_", 1},
                 {"—", 1}, {"=", 2}, {"○", 0}, {"～", 0}, {"*", 0}};
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
            const struct text_span span = {.kind = TEXT_SPAN_TAB,
                                           .text = str_of(cases[i].leader),
                                           .size = EM,
                                           .role = role,
                                           .tab = TEXT_TAB_RIGHT};
            const struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
            struct text_line *lines;
            break_lines(&f, make_spans(&f, &span, 1), &measure, &lines);
            size_t rows = 0;
            for (size_t p = 0; p < lines[0].piece_count; p++)
                rows += lines[0].pieces[p].spots.count > 0;
            assert_int_equal(rows, cases[i].rows);
        }
    }
}

/* A listing of two narrow letters needs no room for the mark where a line goes on. */
static void test_listing_widths(void **state)
{
    (void)state;
    struct text_span span = span_of("ii");
    struct text_widths widths;
    assert_int_equal(
        text_paragraph_widths(make_in_manner(&f, &(struct text_manner){.typed = true}, &span, 1), &widths),
        OK);
    assert_true(widths.hard <= widths.min && widths.min <= widths.whole && widths.whole <= widths.natural);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leaders),  cmocka_unit_test(test_dashes),
        cmocka_unit_test(test_ellipses), cmocka_unit_test(test_marks),
        cmocka_unit_test(test_fallback), cmocka_unit_test(test_listing_widths),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
