/*
 * Random mixes of Han, marks, numbers, units and Latin in columns from 8 to 40 characters: every character
 * comes back once and in order, no line stands out, and, where the widest unbreakable piece fits, no line
 * starts or ends with a mark that must not stand there and no number is cut.
 */
#include "text/fixture.h"
#include "random.h"

static const char *const pieces[] = {
    "的",        "合同", "约定",     "项目", "经费", "服务", "人民币", "第",   "条",   "款",
    "年",        "月",   "万元",     "元",   "个",   "小时", "，",     "。",   "；",   "：",
    "、",        "？",   "！",       "（",   "）",   "《",   "》",     "“",    "”",    "‘",
    "’",         "——",   "……",       "—",    "…",    "·",    "～",     "％",   "%",    "￥",
    "$",         "(",    ")",        "[",    "]",    "{",    "}",      ",",    ".",    ";",
    ":",         "?",    "!",        "/",    "／",   "-",    "㎡",     "℃",    "‰",    "≥",
    "12",        "2026", "3,000.50", "1.5",  "8",    "9704", "３５",   "word", "GB/T", "LGDL25-A",
    "agreement", " ",    " ",        " ",    "　",   "#",    "＋",     "－",   "贰佰", "十二",
    "𠮷",        "〔",   "〕",       "【",   "】",   "′",    "□",      "①",    "é",    "\u00a0",
};

static const char *const numbers[] = {"12", "2026", "3,000.50", "1", " ",  " ", ",",
                                      ".",  "年",   "万元",     "-", "～", "的"};

static const char no_start[] = "，。、；：！？％）》〉」』】〕〗”’…—·,.;:!?%)]}‰℃／";
static const char no_end[] = "（《〈「『【〔〖“‘([{￥¥＄$";

static void make_random(struct buf *out, size_t count)
{
    buf_reset(out);
    for (size_t i = 0; i < count; i++) {
        uint32_t kind = random_below(4);
        if (kind < 2)
            buf_add_text(out, pieces[random_below(ARRAY_COUNT(pieces))]);
        else if (kind == 2)
            buf_add_text(out, numbers[random_below(ARRAY_COUNT(numbers))]);
        else
            buf_add_text(out, pieces[random_below(6)]);
    }
    assert_int_equal(buf_status(out), OK);
}

static bool is_in(uint32_t code, const char *set)
{
    struct str text = str_of(set);
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) == code)
            return true;
    return false;
}

static bool is_white(uint32_t code)
{
    return code == ' ' || code == 0x3000 || code == 0xa0;
}

/* First and last character of the line that are no spaces; false: only spaces. */
static bool line_edges(struct str text, uint32_t *ret_first, uint32_t *ret_last)
{
    bool any = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t code = utf8_next(text, &at);
        if (is_white(code))
            continue;
        if (!any)
            *ret_first = code;
        *ret_last = code;
        any = true;
    }
    return any;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Do at least three marks that stand together lie around byte `at`? */
static bool is_row_of_marks(struct str text, size_t at)
{
    static const char marks[] = "。．，、；：！？）》〉」』】〕〗”’（《〈「『【〔〖“‘";
    size_t row = 0, start = 0;
    for (size_t i = 0; i < text.len;) {
        size_t begin = i;
        bool mark = is_in(utf8_next(text, &i), marks);
        if (mark && row == 0)
            start = begin;
        row = mark ? row + 1 : 0;
        if (row >= 3 && start < at && i >= at)
            return true;
    }
    return false;
}

static void check_edges(struct str above, struct str below, const char *whole)
{
    uint32_t first = 0, last = 0, unused;
    if (!line_edges(above, &unused, &last) || !line_edges(below, &first, &unused))
        return;
    if (first == last && (first == 0x2014 || first == 0x2026))
        return; /* between two pairs */
    bool cut = is_digit(first) && (is_digit(last) || last == '.' || last == ',');
    if (is_in(first, no_start) || is_in(last, no_end) || cut)
        fail_msg("%.*s|%.*s in %s", STR_ARGS(above), STR_ARGS(below), whole);
}

static void check_inside(const struct text_line *line, const struct text_measure *measure, length min)
{
    length right = measure->width - measure->right;
    assert_true(line->width >= 0);
    if (min <= right - measure->left - (measure->first_indent > 0 ? measure->first_indent : 0))
        assert_true(line->x + line->width <= right);
    assert_true(line->x >= measure->left + (measure->first_indent < 0 ? measure->first_indent : 0));
    length end = line->x - EM / 2;
    for (size_t p = 0; p < line->piece_count; p++)
        for (size_t g = 0; g < line->pieces[p].glyph_count; g++) {
            length x = line->pieces[p].x + line->pieces[p].glyphs[g].x;
            assert_true(x >= end - 1);
            assert_true(x <= right);
            end = x;
        }
}

static void check_lines(struct fixture *fixture, const char *text, const struct text_measure *measure)
{
    struct text_paragraph *paragraph = make_text(fixture, text);
    struct text_line *lines;
    size_t count = break_lines(fixture, paragraph, measure, &lines);
    struct text_widths widths = widths_of(paragraph);
    length min = widths.min;
    assert_true(widths.hard <= min && min <= widths.natural);
    struct buf all = BUF(1 << 20);
    size_t above = 0, below = 0; /* where the line before and this one begin */
    for (size_t i = 0; i < count; i++) {
        add_line_text(&all, &lines[i]);
        struct str text_so_far = buf_str(&all);
        check_inside(&lines[i], measure, min);
        assert_int_equal(lines[i].forced, i + 1 == count);
        bool eased = i > 0 && lines[i - 1].broken == TEXT_BROKEN_RULE && is_row_of_marks(str_of(text), below);
        if (i > 0 && !eased && min + measure->first_indent <= measure->width - measure->left - measure->right)
            check_edges(str_slice(text_so_far, above, below), str_slice(text_so_far, below, all.len), text);
        above = below;
        below = all.len;
    }
    assert_int_equal(buf_status(&all), OK);
    assert_string_equal(all.ptr, text);
    buf_clear(&all);
}

static void test_random(void **state)
{
    (void)state;
    struct buf text = BUF(1 << 16);
    for (int round = 0; round < 3000; round++) {
        struct fixture fixture;
        fixture_init(&fixture, NULL);
        make_random(&text, 1 + random_below(60));
        struct text_measure measure = {
            .width = (length)(8000 + random_below(32000)) * EM / 1000,
            .first_indent = (length)random_below(3) * EM,
            .align = (enum text_align)random_below(5),
        };
        check_lines(&fixture, text.ptr, &measure);
        fixture_clear(&fixture);
    }
    buf_clear(&text);
}

/* Columns down to nothing: no line stands out but with a single cluster. */
static void test_narrow(void **state)
{
    (void)state;
    struct buf text = BUF(1 << 16);
    for (int round = 0; round < 300; round++) {
        struct fixture fixture;
        fixture_init(&fixture, NULL);
        make_random(&text, 1 + random_below(20));
        struct text_measure measure = {.width = (length)(round % 4) * EM / 2, .align = TEXT_JUSTIFY};
        struct text_line *lines;
        size_t count = break_lines(&fixture, make_text(&fixture, text.ptr), &measure, &lines);
        struct buf all;
        all = BUF(1 << 20);
        for (size_t i = 0; i < count; i++) {
            add_line_text(&all, &lines[i]);
            assert_true(lines[i].width <= (measure.width > EM ? measure.width : EM));
        }
        assert_string_equal(all.ptr, text.ptr);
        buf_clear(&all);
        fixture_clear(&fixture);
    }
    buf_clear(&text);
}

/* Spans of every kind, set in every manner. */
static size_t make_random_spans(struct fixture *fixture, struct text_span *spans, size_t count)
{
    struct buf text = BUF(1 << 16);
    uint32_t box = 0;
    for (size_t i = 0; i < count; i++) {
        make_random(&text, 1 + random_below(12));
        struct str copy = arena_copy(fixture->arena, buf_str(&text));
        assert_non_null(copy.ptr);
        spans[i] = span_of(copy.ptr);
        spans[i].rules = random_below(4) == 0 ? 1 + (unsigned)random_below(7) : 0;
        spans[i].emphasis = random_below(6) == 0;
        spans[i].note = random_below(5) == 0 ? (uint32_t)i + 1 : 0;
        spans[i].pitch = random_below(5) == 0 ? EM + (length)random_below(3000) - 500 : 0;
        spans[i].size = random_below(6) == 0 ? EM / 2 : EM;
        spans[i].color = random_below(2);
        spans[i].rise = random_below(6) == 0 ? EM / 3 : 0;
        spans[i].width = (length)random_below(6) * EM;
        uint32_t kind = random_below(12);
        if (kind == 0) {
            spans[i].kind = TEXT_SPAN_TAB;
            spans[i].text = random_below(2) ? STR(".") : STR("");
            spans[i].tab = (enum text_tab)random_below(3);
        } else if (kind <= 3) {
            static const enum text_span_kind kinds[] = {TEXT_SPAN_BREAK, TEXT_SPAN_BLANK, TEXT_SPAN_CUT};
            spans[i].kind = kinds[kind - 1];
        } else if (kind == 4) {
            spans[i].text = STR("张三");
            spans[i].spread = random_below(3) ? box : ++box;
        }
    }
    buf_clear(&text);
    return count;
}

static void add_spans_text(struct buf *out, const struct text_span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (spans[i].kind == TEXT_SPAN_TEXT)
            buf_add_str(out, spans[i].text);
        if (spans[i].kind == TEXT_SPAN_BLANK)
            buf_add_text(out, "□");
    }
}

static void check_piece(const struct text_line *line, const struct text_piece *piece)
{
    if (piece->rules != 0 && !piece->decoration) {
        assert_true(piece->x >= line->x && piece->width >= 0);
        assert_true(piece->x + piece->width <= line->x + line->width + line->hung);
    }
    for (size_t g = 0; g < piece->glyph_count; g++)
        assert_true(!piece->decoration || piece->glyphs[g].text.len == 0);
}

/* Is the space of the blank, of which the piece is the rule, in the next one? */
static bool has_space_behind(const struct text_span *spans, const struct text_line *line, size_t index)
{
    const struct text_piece *piece = &line->pieces[index], *next = piece + 1;
    return index + 1 < line->piece_count && next->glyph_count > 0 && next->x < piece->x + piece->width &&
           spans[next->glyphs[0].span].kind == TEXT_SPAN_BLANK;
}

static void check_mixed(const struct text_span *spans, const struct text_line *lines, size_t count,
                        const struct text_measure *measure, struct buf *out)
{
    uint32_t note = 0;
    for (size_t i = 0; i < count; i++) {
        const struct text_line *line = &lines[i];
        if (line->x + line->width > measure->width) {
            struct buf text;
            text = BUF(1 << 16);
            add_line_text(&text, line);
            fail_msg("%.*s: %d in %d", STR_ARGS(buf_str(&text)), (int)(line->x + line->width),
                     (int)measure->width);
        }
        for (size_t p = 0; p < line->piece_count; p++) {
            const struct text_piece *piece = &line->pieces[p];
            check_piece(line, piece);
            if (piece->face < 0 && piece->spots.count == 0 && !has_space_behind(spans, line, p))
                buf_add_text(out, "□");
            for (size_t g = 0; g < piece->glyph_count; g++)
                if (spans[piece->glyphs[g].span].kind == TEXT_SPAN_BLANK)
                    buf_add_text(out, "□");
                else if (spans[piece->glyphs[g].span].kind != TEXT_SPAN_TAB) /* it is a space */
                    buf_add_str(out, piece->glyphs[g].text);
        }
        for (size_t n = 0; n < line->note_count; n++) {
            assert_true(line->notes[n] > note);
            note = line->notes[n];
        }
    }
}

static void test_mixed(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct fixture f;
        fixture_init(&f, NULL);
        struct text_span spans[12];
        size_t span_count = make_random_spans(&f, spans, 1 + random_below(12));
        for (size_t i = 0; i < span_count; i++)
            spans[i].rules = spans[i].kind != TEXT_SPAN_TAB ? spans[i].rules : 0;
        const struct text_manner manner = {.close = random_below(3) == 0, .hang = random_below(3) == 0};
        const struct text_measure measure = {.width = (length)(12000 + random_below(30000)) * EM / 1000,
                                             .first_indent = (length)random_below(3) * EM,
                                             .align = (enum text_align)random_below(5)};
        struct text_paragraph *paragraph = NULL;
        struct text_line *lines;
        size_t count;
        assert_int_equal(
            text_paragraph_make(f.arena, f.diag, f.fonts,
                                &(struct text_spans){.items = spans, .count = span_count, .manner = manner},
                                &paragraph),
            OK);
        assert_int_equal(text_paragraph_break(paragraph, f.arena, &measure, &lines, &count), OK);
        struct buf wanted, actual;
        wanted = BUF(1 << 20);
        actual = BUF(1 << 20);
        add_spans_text(&wanted, spans, span_count);
        check_mixed(spans, lines, count, &measure, &actual);
        assert_string_equal(actual.len > 0 ? actual.ptr : "", wanted.len > 0 ? wanted.ptr : "");
        buf_clear(&wanted);
        buf_clear(&actual);
        fixture_clear(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_mixed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
