/*
 * The breaks that text_fit takes against all others, on random short paragraphs in columns from 8 to 40 em.
 *
 *  - No choice of breaks costs less: of all of them, as costs of lines add up, the least up to a point is the
 *    least up to an earlier one and the line between.
 *  - In columns of 20 em and more no justified line is stretched beyond clreq's bounds, and no rule is
 * broken, where another choice keeps within them: looked at in the places of the glyphs as set.  The same for
 * a last line of one character.
 *  - No line stands out.
 */
#include "text/fixture.h"
#include "random.h"
#include "text/text_int.h"

static const char *const pieces[] = {
    "的",
    "合",
    "同",
    "双方",
    "项目",
    "服务",
    "经费",
    "以及",
    "其中",
    "，",
    "，",
    "。",
    "；",
    "：",
    "、",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "。’”",
    "）；",
    "——",
    "……",
    "·",
    "252.7273万元",
    "2026年7月29日",
    "40小时",
    "3,000.50元",
    "61.81%",
    "100～200人",
    "第九十条",
    "GB/T 9704—2012",
    "agreement",
    "word",
    "of",
    " ",
    " ",
    "\"a b\"",
    "LGDL2025000084-A",
    "ABC",
    "https://www.a.cn/bc/d.html?e=1&f=2",
    "！",
    "？",
};

static const char *make_random(struct fixture *fixture, size_t count)
{
    struct buf out = BUF(1 << 16);
    for (size_t i = 0; i < count; i++)
        buf_add_text(&out, random_below(2) == 0 ? pieces[random_below(ARRAY_COUNT(pieces))]
                                                : pieces[random_below(8)]);
    struct str copy = arena_copy(fixture->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

enum { POINTS = 400 };

struct search {
    const struct text_fit *fit;
    size_t points[POINTS], count; /* where lines may begin; first and last: the ends */
};

static struct text_cost sum_of(struct text_cost a, struct text_cost b)
{
    return (struct text_cost){a.major + b.major, a.minor + b.minor};
}

static bool is_less(struct text_cost a, struct text_cost b)
{
    return a.major < b.major || (a.major == b.major && a.minor < b.minor);
}

/* Room that a line has: width of its slot less what it needs at least. */
static length room_of(const struct text_fit *fit, size_t from, size_t to)
{
    struct text_extent extent = text_extent_of(fit->paragraph, from, to);
    bool justified = fit->align == TEXT_JUSTIFY;
    return (from == fit->from ? fit->first_width : fit->width) - extent.natural +
           (justified ? extent.shrink : 0);
}

/* The least that any choice of line ends costs; `bound` if none costs less (costs are never negative). */
static struct text_cost find_least(const struct search *search, struct text_cost bound)
{
    struct text_cost least[POINTS] = {{0, 0}};
    for (size_t j = 1; j < search->count; j++) {
        least[j] = bound;
        for (size_t i = 0; i < j; i++) {
            size_t from = search->points[i], to = search->points[j];
            if (!is_less(least[i], least[j]) || room_of(search->fit, from, to) < 0)
                continue;
            struct text_cost cost = sum_of(least[i], text_fit_cost(search->fit, from, to));
            if (is_less(cost, least[j]))
                least[j] = cost;
        }
    }
    return least[search->count - 1];
}

/* false: a piece is wider than the column, or there are too many points. */
static bool collect(struct search *search)
{
    const struct text_fit *fit = search->fit;
    search->points[search->count++] = fit->from;
    for (size_t i = fit->from + 1; i <= fit->to; i++) {
        if (i < fit->to && fit->paragraph->gaps[i].level > LEVEL_ESCAPE)
            continue;
        if (search->count == POINTS || room_of(fit, search->points[search->count - 1], i) < 0)
            return false;
        search->points[search->count++] = i;
    }
    return true;
}

/* Is there a choice that breaks no rule and keeps all lines but the last within the bounds; and one whose
 * last line has two characters? */
static void find_good(const struct search *search, bool *ret_any, bool *ret_two)
{
    bool reached[POINTS] = {true};
    const struct text_fit *fit = search->fit;
    *ret_any = *ret_two = false;
    for (size_t j = 1; j < search->count; j++)
        for (size_t i = 0; i < j; i++) {
            size_t from = search->points[i], to = search->points[j];
            if (!reached[i] || room_of(fit, from, to) < 0)
                continue;
            struct text_extent extent = text_extent_of(fit->paragraph, from, to);
            length width = from == fit->from ? fit->first_width : fit->width;
            bool last = to == fit->to;
            if (!last && (fit->paragraph->gaps[to].level >= LEVEL_LONG ||
                          width - extent.natural > extent.stretch + extent.stretch_other))
                continue;
            reached[j] = true;
            *ret_any = *ret_any || last;
            *ret_two = *ret_two || (last && (i == 0 || extent.letters >= 2));
        }
}

/* Do the gaps of the line as set keep within the bounds?  The square font has one glyph an atom. */
static bool is_within(const struct text_paragraph *paragraph, size_t from, const struct text_line *line)
{
    size_t atom = from;
    length end = 0;
    for (size_t p = 0; p < line->piece_count; p++)
        for (size_t g = 0; g < line->pieces[p].glyph_count && !line->pieces[p].decoration; g++, atom++) {
            const struct text_drawn *drawn = &paragraph->glyphs[paragraph->atoms[atom].first_glyph];
            length x = line->pieces[p].x + line->pieces[p].glyphs[g].x - drawn->x;
            const struct text_gap *gap = &paragraph->gaps[atom];
            length more = x - end - gap->width;
            if (atom > from && !text_is_space(&paragraph->atoms[atom]) &&
                more > gap->stretch + gap->further + 1)
                return false;
            end = x + paragraph->atoms[atom].advance;
        }
    return true;
}

struct taken {
    struct text_cost cost;
    bool within, whole, two; /* no line beyond the bounds, no rule broken, two characters in the last line */
    size_t count;
};

static struct taken take(struct fixture *fixture, const struct text_fit *fit)
{
    struct taken taken = {.within = true, .whole = true};
    struct text_measure measure = {
        .width = fit->width, .first_indent = fit->width - fit->first_width, .align = fit->align};
    struct text_line *lines;
    size_t from = 0, *ends;
    assert_int_equal(text_fit_lines(fit, fixture->arena, &ends, &taken.count), OK);
    struct text_paragraph own = *fit->paragraph;
    assert_int_equal(break_lines(fixture, &own, &measure, &lines), taken.count);
    for (size_t i = 0; i < taken.count; from = ends[i], i++) {
        taken.cost = sum_of(taken.cost, text_fit_cost(fit, from, ends[i]));
        taken.within = taken.within && (i + 1 == taken.count || is_within(fit->paragraph, from, &lines[i]));
        taken.whole = taken.whole && lines[i].broken == TEXT_BROKEN_NOTHING;
        taken.two = i == 0 || text_extent_of(fit->paragraph, from, ends[i]).letters >= 2;
        assert_true(lines[i].x + lines[i].width <= fit->width);
    }
    return taken;
}

static void compare(struct fixture *fixture, const char *text, const struct text_fit *fit, size_t *searched)
{
    struct search search = {.fit = fit};
    struct taken taken = take(fixture, fit);
    if (!collect(&search))
        return;
    struct text_cost least = find_least(&search, taken.cost);
    *searched += taken.count > 1;
    if (is_less(least, taken.cost))
        fail_msg("%s in %d: %d %d for %d %d", text, (int)fit->width, (int)taken.cost.major,
                 (int)taken.cost.minor, (int)least.major, (int)least.minor);
    bool any, two;
    find_good(&search, &any, &two);
    if (fit->align != TEXT_JUSTIFY || fit->width < 20 * EM)
        return;
    if ((any && !(taken.within && taken.whole)) || (two && !taken.two))
        fail_msg("%s in %d: a choice within the bounds is not taken", text, (int)fit->width);
}

static void test_against_all(void **state)
{
    (void)state;
    static const enum text_align aligns[] = {TEXT_JUSTIFY, TEXT_JUSTIFY, TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT};
    size_t searched = 0;
    for (int round = 0; round < 4000; round++) {
        struct fixture fixture;
        fixture_init(&fixture, NULL);
        const char *text = make_random(&fixture, 6 + random_below(40));
        struct text_span span = span_of(text);
        enum text_align align = aligns[random_below(ARRAY_COUNT(aligns))];
        struct text_manner manner = {.kinsoku = (enum text_kinsoku)random_below(4),
                                     .hang = align == TEXT_JUSTIFY && random_below(4) == 0,
                                     .hyphenate = random_below(4) == 0,
                                     .close = random_below(4) == 0};
        struct text_paragraph *paragraph = make_in_manner(&fixture, &manner, &span, 1);
        assert_int_equal(text_levels_make(paragraph), OK);
        assert_int_equal(text_words_find(paragraph), OK);
        length width = (length)(8000 + random_below(32000)) * EM / 1000;
        const struct text_measure measure = {.width = width, .align = align};
        const struct text_fit fit =
            text_fit_of(paragraph, 0, paragraph->atom_count, &measure, (length)random_below(3) * EM);
        compare(&fixture, text, &fit, &searched);
        fixture_drop(&fixture);
    }
    text_close();
    assert_true(searched > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
