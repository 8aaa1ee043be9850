/* Where things stand in a line: squeezing, the space between Han and Latin, justification to the last 1/1000
 * pt, pieces. */
#include "text/fixture.h"

/* Positions of the glyphs of a line in tenths of an em from the column's left edge: "甲0 乙10". */
static const char *places(struct fixture *fixture, const struct text_line *line)
{
    struct buf out = BUF(1 << 16);
    for (size_t p = 0; p < line->piece_count; p++)
        for (size_t g = 0; g < line->pieces[p].glyph_count; g++) {
            const struct text_glyph *glyph = &line->pieces[p].glyphs[g];
            length x = line->pieces[p].x + glyph->x;
            buf_printf(&out, "%s%.*s%s%d.%02d", out.len > 0 ? " " : "", STR_ARGS(glyph->text),
                       x < 0 ? "-" : "", (int)((x < 0 ? -x : x) / EM),
                       (int)((x < 0 ? -x : x) * 100 / EM % 100));
        }
    struct str copy = arena_copy(fixture->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

static const char *first_places(struct fixture *fixture, const char *text, length width,
                                enum text_align align)
{
    struct text_measure measure = {.width = width, .align = align};
    struct text_line *lines;
    break_lines(fixture, make_text(fixture, text), &measure, &lines);
    return places(fixture, &lines[0]);
}

static void test_squeezing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"甲，乙", "甲0.00 ，1.00 乙2.00"},
        {"甲）（乙", "甲0.00 ）1.00 （1.50 乙2.50"},
        {"甲》，乙", "甲0.00 》1.00 ，1.50 乙2.50"},
        {"甲：“乙", "甲0.00 ：1.00 “1.50 乙2.50"},
        {"甲（《乙", "甲0.00 （1.00 《1.50 乙2.50"},
        {"甲。”）乙", "甲0.00 。1.00 ”1.50 ）2.00 乙3.00"},
        {"甲！（乙", "甲0.00 ！1.00 （1.50 乙2.50"},
        {"甲（）乙", "甲0.00 （1.00 ）2.00 乙3.00"},
        {"甲——乙", "甲0.00 —1.00 —2.00 乙3.00"},
        {"（甲）乙",
         "（-0.50 甲0.50 ）1.50 乙2.50"}, /* the left half of the mark lies outside, also in the first line */
        {"甲ab乙", "甲0.00 a1.25 b1.75 乙2.50"},
        {"甲 ab 乙", "甲0.00  1.00 a1.25 b1.75  2.25 乙2.50"},
        {"甲  a乙", "甲0.00  1.00  1.50 a2.00 乙2.75"},
        {"甲12，乙", "甲0.00 11.25 21.75 ，2.25 乙3.25"},
        {"（12）", "（-0.50 10.50 21.00 ）1.50"},
        {"甲 乙", "甲0.00  1.00 乙1.50"},
        {"　甲", "　0.00 甲1.00"},
        {"甲61%乙", "甲0.00 61.25 11.75 %2.25 乙3.00"},
        /* question and exclamation marks: two in one em, three in two */
        {"甲！乙", "甲0.00 ！1.00 乙2.00"},
        {"甲！！乙", "甲0.00 ！1.00 ！1.50 乙2.00"},
        {"甲？！乙", "甲0.00 ？1.00 ！1.50 乙2.00"},
        {"甲？？！乙", "甲0.00 ？1.00 ？1.50 ！2.00 乙3.00"},
        {"甲！”乙", "甲0.00 ！1.00 ”1.50 乙2.50"},
        {"甲》！！乙", "甲0.00 》1.00 ！1.50 ！2.00 乙2.50"},
        {"甲！！”乙", "甲0.00 ！1.00 ！1.50 ”2.00 乙3.00"},
        {"甲！！（乙", "甲0.00 ！1.00 ！1.50 （2.00 乙3.00"},
        {"甲）？乙", "甲0.00 ）1.00 ？1.50 乙2.50"},
        /* a middle dot takes half an em */
        {"张·李", "张0.00 ·0.75 李1.50"},
        {"甲10·5", "甲0.00 11.25 01.75 ·2.25 52.75"},
        {"A·B", "A0.00 ·0.50 B1.00"},
        {"（A·乙）", "（-0.50 A0.50 ·0.75 乙1.50 ）2.50"},
        {"甲⸺乙", "甲0.00 ⸺1.00 2.00 乙3.00"},
        {"甲⋯⋯乙", "甲0.00 ⋯1.00 ⋯1.50 乙2.00"},
        /* a sign has the same white on both sides */
        {"甲+乙", "甲0.00 +1.25 乙2.00"},
        {"甲+”乙", "甲0.00 +1.00 ”1.50 乙2.50"},
        {"甲“+乙", "甲0.00 “1.00 +2.00 乙2.50"},
        {"甲+", "甲0.00 +1.00"},
        {"甲+5", "甲0.00 +1.25 51.75"},
        {"“2026”年", "“-0.50 20.50 01.00 21.50 62.00 ”2.50 年3.50"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_string_equal(first_places(&f, cases[i].text, 40 * EM, TEXT_LEFT), cases[i].expected);
    fixture_clear(&f);
}

static void test_justifying(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    /* stretched: Han-Latin to a third of an em, then to half an em with the others by a quarter, then all */
    assert_string_equal(first_places(&f, "甲a乙丙", 4 * EM + EM / 4, TEXT_SPREAD),
                        "甲0.00 a1.35 乙2.21 丙3.25");
    assert_string_equal(first_places(&f, "甲a乙丙", 5 * EM + EM / 4, TEXT_SPREAD),
                        "甲0.00 a1.66 乙2.83 丙4.25");
    assert_string_equal(first_places(&f, "甲a乙丙", 4 * EM + EM / 2, TEXT_SPREAD),
                        "甲0.00 a1.42 乙2.35 丙3.50");
    /* squeezed: a comma with the Han-Latin space, beside a letter by no more than half of its blank */
    assert_string_equal(first_places(&f, "甲，a丙一", 4 * EM + EM / 2, TEXT_JUSTIFY),
                        "甲0.00 ，1.00 a1.83 丙2.50 一3.50");
    /* both to one half of what they have before the stop, all to one half before any gives more */
    assert_string_equal(first_places(&f, "甲，乙a丙。丁", 6 * EM + EM * 3 / 4, TEXT_JUSTIFY),
                        "甲0.00 ，1.00 乙1.83 a3.04 丙3.75 。4.75 丁5.75");
    assert_string_equal(first_places(&f, "甲，乙a丙。丁", 6 * EM + EM * 3 / 8, TEXT_JUSTIFY),
                        "甲0.00 ，1.00 乙1.75 a2.93 丙3.62 。4.62 丁5.37");
    assert_string_equal(first_places(&f, "甲，乙a丙。丁", 6 * EM + EM / 4, TEXT_JUSTIFY),
                        "甲0.00 ，1.00 乙1.70 a2.87 丙3.55 。4.55 丁5.25");
    /* the mark at the line's end takes half an em */
    assert_string_equal(first_places(&f, "甲乙。丙丁戊己", 2 * EM + EM / 2, TEXT_JUSTIFY),
                        "甲0.00 乙1.00 。2.00");
    /* the last line is left alone, but not when spread */
    assert_string_equal(first_places(&f, "甲乙丙", 5 * EM, TEXT_JUSTIFY), "甲0.00 乙1.00 丙2.00");
    assert_string_equal(first_places(&f, "甲乙丙", 6 * EM, TEXT_SPREAD), "甲0.00 乙2.50 丙5.00");
    assert_string_equal(first_places(&f, "甲乙丙", 6 * EM, TEXT_RIGHT), "甲3.00 乙4.00 丙5.00");
    assert_string_equal(first_places(&f, "甲乙丙", 6 * EM, TEXT_CENTER), "甲1.50 乙2.50 丙3.50");
    assert_string_equal(first_places(&f, "（甲）", 4 * EM, TEXT_CENTER), "（0.50 甲1.50 ）2.50");
    assert_string_equal(first_places(&f, "甲——乙丙", 6 * EM, TEXT_SPREAD),
                        "甲0.00 —1.33 —2.33 乙3.66 丙5.00");
    /* nothing to spread: in the middle */
    assert_string_equal(first_places(&f, "ab", 6 * EM, TEXT_SPREAD), "a2.50 b3.00");
    assert_string_equal(first_places(&f, "甲", 6 * EM, TEXT_SPREAD), "甲2.50");
    /* in a column of less than 12 em, by a tenth of an em at most */
    assert_string_equal(first_places(&f, "甲乙丙丁戊己庚辛abcdefgh", 8 * EM + EM / 2, TEXT_JUSTIFY),
                        "甲0.00 乙1.07 丙2.14 丁3.21 戊4.28 己5.35 庚6.42 辛7.50");
    assert_string_equal(first_places(&f, "甲乙丙丁戊己庚abcdefgh", 8 * EM, TEXT_JUSTIFY),
                        "甲0.00 乙1.00 丙2.00 丁3.00 戊4.00 己5.00 庚6.00");
    assert_string_equal(first_places(&f, "甲乙丙丁戊己庚辛壬癸子abcdefgh", 12 * EM + EM / 2, TEXT_JUSTIFY),
                        "甲0.00 乙1.15 丙2.30 丁3.45 戊4.60 己5.75 庚6.90 辛8.05 壬9.20 癸10.35 子11.50");
    /* more than half an em in each gap: not stretched */
    assert_string_equal(first_places(&f, "甲乙abcdefgh", 4 * EM, TEXT_JUSTIFY), "甲0.00 乙1.00");
    fixture_clear(&f);
}

static const struct text_line *only_line(struct fixture *fixture, const struct text_manner *manner,
                                         const struct text_span *spans, size_t count,
                                         const struct text_measure *measure)
{
    struct text_paragraph *paragraph = NULL;
    struct text_line *lines;
    assert_int_equal(text_paragraph_make(
                         fixture->arena, fixture->diag, fixture->fonts,
                         &(struct text_spans){.items = spans, .count = count, .manner = *manner}, &paragraph),
                     OK);
    break_lines(fixture, paragraph, measure, &lines);
    return &lines[0];
}

/* Close lines: counted in characters. */
static void test_close(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    const struct text_manner close = {.close = true};
    const struct text_measure measure = {.width = 40 * EM, .align = TEXT_LEFT};
    struct text_span span = span_of("于2026年 8 月");
    assert_string_equal(places(&f, only_line(&f, &close, &span, 1, &measure)),
                        "于0.00 21.00 01.50 22.00 62.50 年3.00  4.00 84.50  5.00 月5.50");
    fixture_clear(&f);
}

/* The character grid: only full-width characters keep to it, marks in proportion. */
static void test_pitch(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    const struct text_measure measure = {.width = 40 * EM, .align = TEXT_LEFT};
    struct text_span span = span_of("甲，乙（a——丙）。丁");
    span.pitch = 12 * EM / 10;
    assert_string_equal(places(&f, only_line(&f, &(struct text_manner){0}, &span, 1, &measure)),
                        "甲0.10 ，1.30 乙2.50 （3.70 a4.80 —5.50 —6.50 丙7.80 ）9.00 。9.60 丁10.80");
    span = span_of("！！·⸺乙　丙");
    span.pitch = 12 * EM / 10;
    assert_string_equal(places(&f, only_line(&f, &(struct text_manner){0}, &span, 1, &measure)),
                        "！0.10 ！0.70 ·1.00 ⸺2.00 3.00 乙4.30 　6.10 丙6.70");
    fixture_clear(&f);
}

/* White between all characters, half of it on each side: letters, digits, spaces, Han. */
static void test_tracking(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    const struct text_measure measure = {.width = 40 * EM, .align = TEXT_LEFT};
    struct text_span span = span_of("AB c");
    span.tracking = EM / 10;
    assert_string_equal(places(&f, only_line(&f, &(struct text_manner){0}, &span, 1, &measure)),
                        "A0.05 B0.65  1.25 c1.85");
    span = span_of("甲，乙");
    span.tracking = EM / 10;
    assert_string_equal(places(&f, only_line(&f, &(struct text_manner){0}, &span, 1, &measure)),
                        "甲0.05 ，1.15 乙2.25");
    fixture_clear(&f);
}

/* GB/T 9704: 28 characters of 16 pt in 156 mm. */
static void test_grid_of_28(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct buf text = BUF(1 << 10);
    for (int i = 0; i < 29; i++)
        buf_add_text(&text, "中");
    struct text_span span = span_of(text.ptr);
    span.size = 16000;
    const struct text_measure measure = {.width = 442205 /* 156 mm */, .align = TEXT_JUSTIFY};
    span.pitch = measure.width / 28;
    struct text_paragraph *paragraph = make_spans(&f, &span, 1);
    struct text_line *lines;
    assert_int_equal(break_lines(&f, paragraph, &measure, &lines), 2);
    assert_int_equal(lines[0].letters + lines[1].letters, 29);
    buf_reset(&text);
    for (int i = 0; i < 28; i++)
        buf_add_text(&text, "中");
    span.text = buf_str(&text);
    assert_int_equal(break_lines(&f, make_spans(&f, &span, 1), &measure, &lines), 1);
    assert_int_equal(lines[0].letters, 28);
    assert_true(lines[0].width <= measure.width && lines[0].width > measure.width - 28);
    buf_clear(&text);
    fixture_clear(&f);
}

/* A style that sets a quote does not change how marks meet. */
static void test_marks_across_spans(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    const struct text_measure measure = {.width = 40 * EM, .first_indent = 2 * EM, .align = TEXT_LEFT};
    struct text_span spans[] = {span_of("（甲：“"), span_of("乙"), span_of("”"), span_of("）。")};
    spans[1].color = spans[2].color = 1;
    assert_string_equal(places(&f, only_line(&f, &(struct text_manner){0}, spans, 4, &measure)),
                        "（1.50 甲2.50 ：3.50 “4.00 乙5.00 ”6.00 ）6.50 。7.00");
    fixture_clear(&f);
}

/* One of 、，。 may stand outside; other marks, and marks behind marks, may not. */
static void test_hanging(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        length width, hung, filled;
        enum text_align align;
    } cases[] = {
        {"甲乙丙，丁戊己", 3 * EM, EM / 2, 3 * EM, TEXT_JUSTIFY},
        {"甲乙丙。丁戊己", 3 * EM, EM / 2, 3 * EM, TEXT_LEFT},
        {"甲乙丙。", 3 * EM, EM / 2, 3 * EM, TEXT_JUSTIFY},
        {"甲乙丙。", 3 * EM + EM / 5, EM * 3 / 10, 3 * EM + EM / 5, TEXT_JUSTIFY},
        {"甲乙丙。", 5 * EM, 0, 3 * EM + EM / 2, TEXT_JUSTIFY},
        {"甲乙丙；丁戊己", 3 * EM + EM / 2, 0, 3 * EM + EM / 2, TEXT_JUSTIFY},
        {"甲乙》。丙丁戊", 3 * EM, 0, 3 * EM, TEXT_JUSTIFY},
        {"甲乙丙。", 3 * EM + EM / 2, 0, 3 * EM + EM / 2, TEXT_RIGHT},
        {"甲乙丙。", 3 * EM + EM / 2, 0, 3 * EM + EM / 2, TEXT_CENTER},
    };
    struct fixture f;
    fixture_init(&f, NULL);
    const struct text_manner manner = {.hang = true};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text_span span = span_of(cases[i].text);
        const struct text_measure measure = {.width = cases[i].width, .align = cases[i].align};
        const struct text_line *line = only_line(&f, &manner, &span, 1, &measure);
        if (line->hung != cases[i].hung || line->width != cases[i].filled)
            fail_msg("%s: hung %d, width %d", cases[i].text, (int)line->hung, (int)line->width);
    }
    struct text_span span = span_of("甲乙丙。");
    struct text_paragraph *paragraph = NULL;
    assert_int_equal(text_paragraph_make(f.arena, f.diag, f.fonts,
                                         &(struct text_spans){.items = &span, .count = 1, .manner = manner},
                                         &paragraph),
                     OK);
    /* room for the mark, so that nothing need hang */
    assert_int_equal(widths_of(paragraph).natural, 3 * EM + EM / 2);
    fixture_clear(&f);
}

/* Strain, letters, notes. */
static void test_what_a_line_says(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_line *lines;
    struct text_measure measure = {.width = 4 * EM + EM / 2, .align = TEXT_JUSTIFY};
    break_lines(&f, make_text(&f, "甲，a丙一"), &measure, &lines);
    assert_int_equal(lines[0].strain, -166);
    assert_int_equal(lines[0].letters, 4);
    measure.width = 4 * EM + EM / 4;
    break_lines(&f, make_text(&f, "甲a乙庚辛壬癸戊"), &measure, &lines);
    assert_int_equal(lines[0].strain, 107);
    measure.align = TEXT_LEFT;
    break_lines(&f, make_text(&f, "甲a乙庚辛壬癸戊"), &measure, &lines);
    assert_int_equal(lines[0].strain, 0);
    struct text_span spans[] = {span_of("甲"), span_of("①"),      span_of("乙丙丁"), span_of("②"),
                                span_of("③"),  span_of("戊己庚"), span_of("④")};
    spans[1].note = 11;
    spans[3].note = 12;
    spans[4].note = 12;
    spans[6].note = 14;
    spans[1].rise = 5000;
    measure.width = 6 * EM;
    assert_int_equal(break_lines(&f, make_spans(&f, spans, ARRAY_COUNT(spans)), &measure, &lines), 2);
    assert_int_equal(lines[0].note_count, 2);
    assert_int_equal(lines[0].notes[0], 11);
    assert_int_equal(lines[0].notes[1], 12);
    assert_int_equal(lines[1].note_count, 1);
    assert_int_equal(lines[1].notes[0], 14);
    assert_int_equal(lines[0].pieces[1].rise, 5000);
    fixture_clear(&f);
}

/* Any slack: the line ends exactly at the edge, or, where that would need much white, stays as it is. */
static void test_exact_edge(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    static const char *text =
        "项目人力费用为2340384元，占项目经费总额87%。其中，持证社工（含督导）经费为 1662624 元，"
        "占项目经费总额61.81%；the quick brown fox辅助社工、督导等的经费为677760元。";
    struct text_paragraph *paragraph = make_text(&f, text);
    for (length width = 14 * EM; width < 18 * EM; width += 377) {
        struct text_measure measure = {
            .width = width, .first_indent = 2 * EM, .left = EM, .right = EM / 2, .align = TEXT_JUSTIFY};
        struct text_line *lines;
        size_t count = break_lines(&f, paragraph, &measure, &lines);
        for (size_t i = 0; i < count; i++) {
            length end = lines[i].x + lines[i].width, edge = width - EM / 2;
            assert_int_equal(lines[i].x, i == 0 ? 3 * EM : EM);
            assert_true(end == edge || (end < edge && (lines[i].forced || edge - end > EM)));
        }
    }
    fixture_clear(&f);
}

static void test_pieces(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span blank = {.kind = TEXT_SPAN_BLANK, .size = EM, .width = 3 * EM, .rules = TEXT_RULE_UNDER};
    struct text_span spans[] = {span_of("甲乙"), span_of("，"), blank, span_of("a"), span_of("丁 ")};
    spans[1].color = 0x00ff00;
    spans[3].size = spans[4].size = 2 * EM;
    spans[3].rules = spans[4].rules = TEXT_RULE_UNDER;
    spans[4].color = 0x0000ff;
    struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
    struct text_line *lines;
    assert_int_equal(break_lines(&f, make_spans(&f, spans, ARRAY_COUNT(spans)), &measure, &lines), 1);
    const struct text_line *line = &lines[0];
    assert_int_equal(line->piece_count, 5);
    assert_int_equal(line->pieces[0].width, 2 * EM);
    assert_int_equal(line->pieces[1].x, 2 * EM);
    assert_int_equal(line->pieces[1].color, 0x00ff00);
    assert_true(line->pieces[2].face >= 0);
    assert_int_equal(line->pieces[2].x, 3 * EM);
    assert_int_equal(line->pieces[2].width, 3 * EM);
    assert_int_equal(line->pieces[2].glyph_count, 1);
    /* the underline goes on under the gap; the space at the end has no width */
    assert_int_equal(line->pieces[3].x, 6 * EM);
    assert_int_equal(line->pieces[3].width, EM + EM / 2);
    assert_int_equal(line->pieces[4].x, 7 * EM + EM / 2);
    assert_int_equal(line->pieces[4].width, 2 * EM);
    assert_int_equal(line->pieces[4].glyph_count, 2);
    assert_int_equal(line->width, 9 * EM + EM / 2);
    fixture_clear(&f);
}

static void test_wide_blank_is_cut_to_the_column(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("甲方："), {.kind = TEXT_SPAN_BLANK, .size = EM, .width = 30 * EM}};
    struct text_measure measure = {.width = 10 * EM, .align = TEXT_JUSTIFY};
    struct text_line *lines;
    assert_int_equal(break_lines(&f, make_spans(&f, spans, 2), &measure, &lines), 2);
    assert_int_equal(lines[1].width, 10 * EM);
    assert_int_equal(lines[1].pieces[0].width, 10 * EM);
    fixture_clear(&f);
}

/* Quotes between English words are narrow, those of a Chinese sentence are not, and a pair is of one kind. */
static void test_quotes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    assert_string_equal(first_places(&f, "甲“a”乙", 40 * EM, TEXT_LEFT), "甲0.00 “1.00 a2.00 ”2.50 乙3.50");
    assert_string_equal(first_places(&f, "甲a “b” c", 40 * EM, TEXT_LEFT),
                        "甲0.00 a1.25  1.75 “2.25 b2.75 ”3.25  3.75 c4.25");
    assert_string_equal(first_places(&f, "甲a’s", 40 * EM, TEXT_LEFT), "甲0.00 a1.25 ’1.75 s2.25");
    assert_string_equal(first_places(&f, "1—2", 40 * EM, TEXT_LEFT), "10.00 —0.50 21.50");
    assert_string_equal(first_places(&f, "a·b", 40 * EM, TEXT_LEFT), "a0.00 ·0.50 b1.00");
    assert_string_equal(first_places(&f, "甲·乙", 40 * EM, TEXT_LEFT), "甲0.00 ·0.75 乙1.50");
    fixture_clear(&f);
}

/* Marks without a width of their own go with the character before them. */
static void test_attached(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    assert_string_equal(first_places(&f, "葛󠄀乙", 40 * EM, TEXT_LEFT), "葛󠄀0.00 乙1.00");
    assert_string_equal(first_places(&f, "甲\u200b乙\u00ad丙\ufeff", 40 * EM, TEXT_LEFT),
                        "甲0.00 乙1.00 丙2.00");
    assert_string_equal(first_places(&f, "\ufe00甲", 40 * EM, TEXT_LEFT), "甲0.00");
    assert_string_equal(first_places(&f, "甲\u0301乙", 40 * EM, TEXT_LEFT), "甲\u03010.00 1.00 乙1.00");
    fixture_clear(&f);
}

/* A broad blank between text and text is a space in its middle; no other is. */
static void test_blanks(void **state)
{
    (void)state;
    static const struct {
        length width; /* 1/100 em */
        const char *before, *behind, *expected;
    } cases[] = {
        {200, "甲", "乙", "甲0.00  1.75 乙3.00"},
        {76, "甲", "乙", "甲0.00  1.13 乙1.76"},
        {75, "甲", "乙", "甲0.00 乙1.75"},
        {200, "甲", "", "甲0.00"},
        {200, "", "乙", "乙2.00"},
        {200, "甲 ", "乙", NULL},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f;
        fixture_init(&f, NULL);
        struct text_span spans[] = {span_of(cases[i].before),
                                    {.kind = TEXT_SPAN_BLANK, .size = EM, .width = cases[i].width * EM / 100},
                                    span_of(cases[i].behind)};
        const struct text_measure measure = {.width = 30 * EM};
        struct text_line *lines = NULL;
        assert_int_equal(break_lines(&f, make_spans(&f, spans, ARRAY_COUNT(spans)), &measure, &lines), 1);
        size_t spaces = 0;
        for (size_t p = 0; p < lines[0].piece_count; p++)
            for (size_t g = 0; g < lines[0].pieces[p].glyph_count; g++)
                spaces += str_is(lines[0].pieces[p].glyphs[g].text, " ");
        if (cases[i].expected != NULL)
            assert_string_equal(places(&f, &lines[0]), cases[i].expected);
        assert_int_equal(spaces, i < 2 || i == 5);
        fixture_clear(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_squeezing),
        cmocka_unit_test(test_justifying),
        cmocka_unit_test(test_close),
        cmocka_unit_test(test_pitch),
        cmocka_unit_test(test_tracking),
        cmocka_unit_test(test_grid_of_28),
        cmocka_unit_test(test_marks_across_spans),
        cmocka_unit_test(test_hanging),
        cmocka_unit_test(test_what_a_line_says),
        cmocka_unit_test(test_exact_edge),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_wide_blank_is_cut_to_the_column),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_attached),
        cmocka_unit_test(test_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
