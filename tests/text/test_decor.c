/* What stands in a line beside plain text: tabs and their leaders, spread boxes, dots of emphasis, hyphens,
 * and underlines beside marks that give way. */
#include "text/fixture.h"

/* Does the piece begin with the space that a tab is? */
static bool begins_with_tab(const struct text_piece *piece)
{
    return piece->glyph_count > 1 && str_is(piece->glyphs[0].text, " ") &&
           piece->glyphs[0].span != piece->glyphs[1].span;
}

/* The pieces of a line in tenths of an em: "甲乙0.0-2.0", underlined "_", decoration "+" and how many glyphs or
 * spots it has, white "□"; without the space that a tab is. */
static const char *show(struct fixture *fixture, const struct text_line *line)
{
    struct buf out = BUF(1 << 16);
    for (size_t p = 0; p < line->piece_count; p++) {
        const struct text_piece *piece = &line->pieces[p];
        if (p > 0)
            buf_add_char(&out, ' ');
        if (piece->rules == TEXT_RULE_UNDER)
            buf_add_char(&out, '_');
        if (piece->decoration)
            buf_printf(&out, "+%d:", (int)(piece->glyph_count + piece->spots.count));
        if (piece->face < 0 && piece->spots.count == 0)
            buf_add_text(&out, "□");
        const size_t first = begins_with_tab(piece);
        for (size_t g = first; g < piece->glyph_count; g++)
            buf_add_str(&out, piece->glyphs[g].text);
        length x = (piece->x + (first > 0 ? piece->glyphs[first].x : 0)) * 100 / EM,
               end = (piece->x + piece->width) * 100 / EM;
        buf_printf(&out, "%s%d.%02d-%d.%02d", x < 0 ? "-" : "", (int)(x < 0 ? -x : x) / 100,
                   (int)(x < 0 ? -x : x) % 100, (int)end / 100, (int)end % 100);
    }
    assert_int_equal(buf_status(&out), OK);
    struct str copy = arena_copy(fixture->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

/* All lines, '|' between. */
static const char *show_all(struct fixture *fixture, const struct text_span *spans, size_t count,
                            const struct text_measure *measure)
{
    struct text_line *lines;
    size_t line_count = break_lines(fixture, make_spans(fixture, spans, count), measure, &lines);
    struct buf out = BUF(1 << 16);
    for (size_t i = 0; i < line_count; i++)
        buf_printf(&out, "%s%s", i > 0 ? "|" : "", show(fixture, &lines[i]));
    struct str copy = arena_copy(fixture->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

static struct text_span tab_of(length width, enum text_tab tab, const char *leader)
{
    return (struct text_span){
        .kind = TEXT_SPAN_TAB, .text = str_of(leader), .size = EM, .width = width, .tab = tab};
}

static void test_tabs(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    static const struct {
        const char *before, *behind;
        length at, width;
        enum text_tab tab;
        enum text_align align;
        const char *expected;
    } cases[] = {
        {"甲乙", "丙", 5 * EM, 10 * EM, TEXT_TAB_LEFT, TEXT_JUSTIFY, "甲乙0.00-2.00 丙5.00-6.00"},
        {"甲乙", "丙丁", 6 * EM, 10 * EM, TEXT_TAB_RIGHT, TEXT_JUSTIFY, "甲乙0.00-2.00 丙丁4.00-6.00"},
        {"甲乙", "丙丁", 6 * EM, 10 * EM, TEXT_TAB_CENTER, TEXT_JUSTIFY, "甲乙0.00-2.00 丙丁5.00-7.00"},
        {"甲乙", "丙", 0, 10 * EM, TEXT_TAB_RIGHT, TEXT_CENTER, "甲乙0.00-2.00 丙9.00-10.00"},
        /* spaces beside the tab have no width, and marks are trimmed as at the ends of a line */
        {"甲） ", " （丙）", 0, 10 * EM, TEXT_TAB_RIGHT, TEXT_LEFT, "甲） 0.00-1.50  （丙）8.00-10.00"},
        /* a place that is passed: half an em */
        {"甲乙丙", "丁", 2 * EM, 10 * EM, TEXT_TAB_LEFT, TEXT_LEFT, "甲乙丙0.00-3.00 丁3.50-4.50"},
        {"甲乙丙", "丁", 3 * EM, 10 * EM, TEXT_TAB_LEFT, TEXT_LEFT, "甲乙丙0.00-3.00 丁3.00-4.00"},
        {"甲乙丙", "丁戊", 5 * EM, 10 * EM, TEXT_TAB_RIGHT, TEXT_LEFT, "甲乙丙0.00-3.00 丁戊3.50-5.50"},
        /* no room: on the next line, at its place */
        {"甲乙丙丁", "戊己", 0, 6 * EM, TEXT_TAB_RIGHT, TEXT_JUSTIFY, "甲乙丙丁0.00-4.00|戊己4.00-6.00"},
        {"甲乙丙丁戊", "己庚", 2 * EM, 6 * EM, TEXT_TAB_LEFT, TEXT_JUSTIFY,
         "甲乙丙丁戊0.00-5.00|己庚2.00-4.00"},
        {"甲乙丙丁戊己庚", "8", 0, 6 * EM, TEXT_TAB_RIGHT, TEXT_JUSTIFY,
         "甲乙丙丁戊己0.00-6.00|庚0.00-1.00 85.50-6.00"},
        /* a place outside the column */
        {"", "甲乙丙", 20 * EM, 6 * EM, TEXT_TAB_LEFT, TEXT_LEFT, "甲乙丙0.00-3.00"},
        {"", "甲乙丙丁戊", 4 * EM, 6 * EM, TEXT_TAB_LEFT, TEXT_LEFT, "甲乙4.00-6.00|丙丁戊0.00-3.00"},
        {"甲", "乙丙丁戊己庚辛", 3 * EM, 6 * EM, TEXT_TAB_LEFT, TEXT_JUSTIFY,
         "甲0.00-1.00 乙丙丁3.00-6.00|戊己庚辛0.00-4.00"},
        {"甲", "乙丙丁戊己庚辛", 0, 6 * EM, TEXT_TAB_RIGHT, TEXT_JUSTIFY,
         "甲0.00-1.00 乙丙丁戊2.00-6.00|己庚辛0.00-3.00"},
        {"甲", "", 0, 6 * EM, TEXT_TAB_RIGHT, TEXT_LEFT, "甲0.00-1.00"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text_span spans[] = {span_of(cases[i].before), tab_of(cases[i].at, cases[i].tab, ""),
                                    span_of(cases[i].behind)};
        const struct text_measure measure = {.width = cases[i].width, .align = cases[i].align};
        assert_string_equal(show_all(&f, spans, 3, &measure), cases[i].expected);
    }
    fixture_clear(&f);
}

/* A tab between texts is a space where the first ends, all its white the space's; none where nothing follows. */
static void test_tab_is_a_space(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲"), tab_of(6 * EM, TEXT_TAB_LEFT, "."), span_of("乙")};
    const struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
    struct text_line *lines;
    break_lines(&f, make_spans(&f, spans, 3), &measure, &lines);
    const struct text_piece *piece = &lines[0].pieces[1];
    assert_int_equal(lines[0].piece_count, 3);
    assert_true(str_is(piece->glyphs[0].text, " ") && str_is(piece->glyphs[1].text, "乙"));
    assert_int_equal(piece->x + piece->glyphs[0].x, EM);
    assert_int_equal(piece->x + piece->glyphs[1].x, 6 * EM);
    assert_int_equal(piece->width, 6 * EM);
    break_lines(&f, make_spans(&f, spans, 2), &measure, &lines);
    assert_int_equal(lines[0].piece_count, 2);
    assert_true(lines[0].pieces[1].decoration);
    fixture_clear(&f);
}

/* Places count from the column's edge whatever the indents; 0 is the edge less the right indent. */
static void test_tabs_and_indents(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲"), tab_of(6 * EM, TEXT_TAB_LEFT, ""), span_of("乙"),
                                tab_of(0, TEXT_TAB_RIGHT, ""), span_of("丙")};
    const struct text_measure measure = {
        .width = 20 * EM, .first_indent = 2 * EM, .left = EM, .right = 3 * EM, .align = TEXT_JUSTIFY};
    assert_string_equal(show_all(&f, spans, 5, &measure), "甲3.00-4.00 乙6.00-7.00 丙16.00-17.00");
    length natural = widths_of(make_spans(&f, spans, 5)).natural;
    assert_int_equal(natural, 8 * EM + EM / 2); /* 甲 to 1, 乙 at 6, half an em, 丙 */
    fixture_clear(&f);
}

/* Whole cells of half an em, counted from the right edge, a quarter of an em off the text. */
static void test_leaders(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲"), tab_of(0, TEXT_TAB_RIGHT, "."), span_of("8")};
    struct text_measure measure = {.width = 5 * EM, .align = TEXT_LEFT};
    assert_string_equal(show_all(&f, spans, 3, &measure), "甲0.00-1.00 84.50-5.00 +5:1.50-4.00");
    spans[2] = span_of("18");
    measure.width = 5 * EM + EM / 10;
    assert_string_equal(show_all(&f, spans, 3, &measure), "甲0.00-1.00 184.10-5.10 +4:1.60-3.60");
    spans[1] = tab_of(0, TEXT_TAB_RIGHT, "…");
    assert_string_equal(show_all(&f, spans, 3, &measure), "甲0.00-1.00 184.10-5.10 +1:2.10-2.60");
    spans[2] = span_of("");
    assert_string_equal(show_all(&f, spans, 3, &measure), "甲0.00-1.00 +3:2.10-4.60");
    spans[2] = span_of("乙丙丁");
    measure.width = 4 * EM + EM / 2;
    assert_string_equal(show_all(&f, spans, 3, &measure), "甲0.00-1.00 乙丙丁1.50-4.50");
    spans[1].rules = TEXT_RULE_UNDER;
    spans[1].text = STR("");
    measure.width = 6 * EM;
    assert_string_equal(show_all(&f, spans, 3, &measure), "甲0.00-1.00 _ 1.00-3.00 乙丙丁3.00-6.00");
    fixture_clear(&f);
}

/* As heavy, and as high, as the text of its span. */
static void test_heavy_leaders(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲"), tab_of(0, TEXT_TAB_RIGHT, "."), span_of("8")};
    const struct text_measure measure = {.width = 5 * EM, .align = TEXT_LEFT};
    struct text_line *lines = NULL;
    struct text_piece rows[2];
    for (int i = 0; i < 2; i++) {
        spans[1].stroke = i * EM / 20;
        spans[1].rise = i * EM / 4;
        break_lines(&f, make_spans(&f, spans, 3), &measure, &lines);
        rows[i] = lines[0].pieces[lines[0].piece_count - 1];
        assert_true(rows[i].decoration && rows[i].spots.count == 5);
    }
    assert_int_equal(rows[1].spots.width, rows[0].spots.width + EM / 20);
    assert_int_equal(rows[1].spots.height, rows[0].spots.height + EM / 20);
    assert_int_equal(rows[1].width, rows[0].width + EM / 20);
    assert_int_equal(rows[1].x, rows[0].x - EM / 40);
    assert_int_equal(rows[1].rise, rows[0].rise + EM / 4 - EM / 40);
    fixture_clear(&f);
}

static const char *spread(struct fixture *fixture, const char *text, length width, length column)
{
    struct text_span spans[] = {span_of("甲"), span_of(text), span_of("乙丙丁戊")};
    spans[1].spread = 1;
    spans[1].width = width;
    const struct text_measure measure = {.width = column, .align = TEXT_JUSTIFY};
    struct text_line *lines;
    break_lines(fixture, make_spans(fixture, spans, 3), &measure, &lines);
    struct buf out = BUF(1 << 10);
    for (size_t p = 0; p < lines[0].piece_count; p++)
        for (size_t g = 0; g < lines[0].pieces[p].glyph_count; g++) {
            const struct text_glyph *glyph = &lines[0].pieces[p].glyphs[g];
            length x = (lines[0].pieces[p].x + glyph->x) * 100 / EM;
            buf_printf(&out, "%.*s%d.%02d ", STR_ARGS(glyph->text), (int)x / 100, (int)x % 100);
        }
    struct str copy = arena_copy(fixture->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

static void test_spread_boxes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    assert_string_equal(spread(&f, "张三", 3 * EM, 20 * EM),
                        "甲0.00 张1.00 三3.00 乙4.00 丙5.00 丁6.00 戊7.00 ");
    assert_string_equal(spread(&f, "张三丰", 4 * EM, 20 * EM),
                        "甲0.00 张1.00 三2.50 丰4.00 乙5.00 丙6.00 丁7.00 戊8.00 ");
    assert_string_equal(spread(&f, "张", 3 * EM, 20 * EM), "甲0.00 张2.00 乙4.00 丙5.00 丁6.00 戊7.00 ");
    assert_string_equal(spread(&f, "张三丰", 2 * EM, 20 * EM),
                        "甲0.00 张1.00 三2.00 丰3.00 乙4.00 丙5.00 丁6.00 戊7.00 ");
    assert_string_equal(spread(&f, "To", 3 * EM, 20 * EM), "甲0.00 T2.25 o2.75 乙4.50 丙5.50 丁6.50 戊7.50 ");
    /* justified: the box does not give way, nor is it divided */
    assert_string_equal(spread(&f, "张三", 3 * EM, 5 * EM + EM / 8), "甲0.00 张1.06 三3.06 乙4.12 ");
    assert_string_equal(spread(&f, "张三", 3 * EM, 3 * EM + EM / 2), "甲0.00 ");
    /* pieces of one number are one box, another number begins another */
    struct text_span spans[] = {span_of("张"), span_of("三"), span_of("李"), span_of("四")};
    for (size_t i = 0; i < 4; i++) {
        spans[i].spread = 1 + (uint32_t)i / 2;
        spans[i].width = 3 * EM;
        spans[i].color = (uint32_t)i;
    }
    const struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
    assert_string_equal(show_all(&f, spans, 4, &measure), "张0.00-1.00 三2.00-3.00 李3.00-4.00 四5.00-6.00");
    fixture_clear(&f);
}

static void test_emphasis(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲"), span_of("（乙，a 丙）"), span_of("丁")};
    spans[1].emphasis = true;
    spans[1].color = 7;
    const struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
    struct text_line *lines;
    break_lines(&f, make_spans(&f, spans, 3), &measure, &lines);
    assert_int_equal(lines[0].piece_count, 5);
    const struct text_piece *dots = &lines[0].pieces[3];
    assert_true(dots->decoration && dots->face < 0 && dots->spots.round);
    assert_int_equal(dots->color, 7);
    assert_int_equal(dots->spots.width, EM * 18 / 100);
    assert_int_equal(dots->spots.height, EM * 18 / 100);
    /* 乙 stands from 2 to 3, a from 4, 丙 from 4.75 on: each dot below the middle; the third is no step on */
    assert_int_equal(dots->spots.count, 2);
    assert_int_equal(dots->x, 2 * EM + EM / 2 - EM * 9 / 100);
    assert_int_equal(dots->x + dots->spots.step, 4 * EM + EM / 4 - EM * 9 / 100);
    assert_int_equal(dots->width, dots->spots.step + dots->spots.width);
    assert_int_equal(dots[1].spots.count, 1);
    assert_int_equal(dots[1].x, 5 * EM + EM / 4 - EM * 9 / 100);
    assert_int_equal(dots->rise + dots->spots.height / 2, -EM * 34 / 100);
    fixture_clear(&f);
}

static void test_soft_hyphen(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span span = span_of("甲乙 agree\u00adment丙");
    const struct text_measure measure = {.width = 6 * EM, .align = TEXT_LEFT};
    assert_string_equal(show_all(&f, &span, 1, &measure), "甲乙 agree0.00-4.75 +1:4.75-5.25|ment丙0.00-3.25");
    fixture_clear(&f);
}

/* An underline goes from ink to ink: not under a blank that was taken off, and without a gap. */
static void test_underline_beside_marks(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("《甲》"), span_of("，"), span_of("（乙）")};
    const struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
    spans[0].rules = spans[2].rules = TEXT_RULE_UNDER;
    assert_string_equal(show_all(&f, spans, 3, &measure), "_《甲》0.00-2.00 ，2.00-2.50 _（乙）3.00-5.00");
    spans[1] = span_of("！！");
    assert_string_equal(show_all(&f, spans, 3, &measure), "_《甲》0.00-2.00 ！！2.00-3.00 _（乙）3.50-5.50");
    spans[1] = span_of("（");
    assert_string_equal(show_all(&f, spans, 3, &measure), "_《甲》0.00-2.00 （2.00-3.00 _（乙）3.00-5.00");
    spans[1] = span_of("丙");
    assert_string_equal(show_all(&f, spans, 3, &measure), "_《甲》0.00-2.00 丙2.50-3.50 _（乙）4.00-6.00");
    spans[1].rules = TEXT_RULE_UNDER;
    spans[1].color = 1;
    assert_string_equal(show_all(&f, spans, 3, &measure), "_《甲》0.00-2.50 _丙2.50-3.50 _（乙）3.50-6.00");
    fixture_clear(&f);
}

/* An underline ends where a space that gives way ends. */
static void test_underline_of_space(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲乙丙 "), span_of("丁戊己庚辛壬癸")};
    const struct text_measure measure = {.width = 8 * EM + EM / 4, .align = TEXT_JUSTIFY};
    spans[0].rules = TEXT_RULE_UNDER;
    assert_string_equal(show_all(&f, spans, 2, &measure),
                        "_甲乙丙 0.00-3.25 丁戊己庚辛3.25-8.25|壬癸0.00-2.00");
    fixture_clear(&f);
}

/* Stroke, rise and role reach the pieces; what differs begins a new one. */
static void test_what_pieces_carry(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲"), span_of("乙"), span_of("丙"), span_of("丁")};
    spans[1].stroke = 300;
    spans[2].rise = 4000;
    spans[3].role = 3;
    const struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
    struct text_line *lines;
    break_lines(&f, make_spans(&f, spans, 4), &measure, &lines);
    assert_int_equal(lines[0].piece_count, 4);
    assert_int_equal(lines[0].pieces[1].stroke, 300);
    assert_int_equal(lines[0].pieces[2].rise, 4000);
    assert_int_equal(lines[0].pieces[3].role, 3);
    assert_false(lines[0].pieces[3].fallback || lines[0].pieces[3].decoration);
    fixture_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tabs),
        cmocka_unit_test(test_tabs_and_indents),
        cmocka_unit_test(test_tab_is_a_space),
        cmocka_unit_test(test_leaders),
        cmocka_unit_test(test_heavy_leaders),
        cmocka_unit_test(test_spread_boxes),
        cmocka_unit_test(test_emphasis),
        cmocka_unit_test(test_soft_hyphen),
        cmocka_unit_test(test_underline_beside_marks),
        cmocka_unit_test(test_underline_of_space),
        cmocka_unit_test(test_what_pieces_carry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
