/* Charts one by one: numbers at the axis, breaks, labels, hatching, what is refused, edges.  Places of values: test_chart_random.c. */
#include "failing.h"
#include "figure/chart_int.h"
#include "figure/charts.h"

#include <math.h>

/* --- charts by hand --- */

struct made {
    struct chart chart;
    struct str labels[CHART_MAX_POINTS];
    struct chart_series series[CHART_MAX_SERIES];
    struct chart_value values[CHART_MAX_SERIES][CHART_MAX_POINTS];
    char memory[CHART_MAX_SERIES * CHART_MAX_POINTS][24];
    struct chart_drawing drawing;
    struct chart_problem problem;
    struct arena *arena;
};
static struct made made;

static const struct chart_bound classes[] = {{1, {"低", 3}}, {2, {"中", 3}}, {3, {"高", 3}}};
static const uint8_t levels[] = {0, 1, 2, 1, 2, 3, 2, 3, 4};

static struct chart *make(enum chart_kind kind, size_t points, size_t series)
{
    if (made.arena != NULL)
        arena_free(made.arena);
    made = (struct made){.arena = arena_new(0)};
    made.chart = (struct chart){.kind = kind,
                                .point_count = points,
                                .series_count = series,
                                .labels = made.labels,
                                .series = made.series,
                                .width = 400000,
                                .height = 240000,
                                .size = 9000,
                                .across = classes,
                                .upward = classes,
                                .across_count = 3,
                                .upward_count = 3,
                                .level = levels};
    for (size_t i = 0; i < points; i++)
        made.labels[i] = STR("甲");
    for (size_t i = 0; i < series; i++)
        made.series[i] = (struct chart_series){series > 1 ? STR("系列") : STR(""), made.values[i]};
    return &made.chart;
}

static void put(size_t series, size_t point, int64_t value)
{
    char *memory = made.memory[series * CHART_MAX_POINTS + point];
    charts_print(value, made.chart.decimals, memory, sizeof made.memory[0]);
    made.values[series][point].value = value;
    made.values[series][point].printed = str_of(memory);
}

static void put_all(int64_t (*value)(size_t series, size_t point))
{
    for (size_t i = 0; i < made.chart.series_count; i++)
        for (size_t j = 0; j < made.chart.point_count; j++)
            put(i, j, value(i, j));
}

static enum status draw(void)
{
    return chart_draw(made.arena, &made.chart, &charts_ruler, &made.drawing, &made.problem);
}

static void drawn(void)
{
    const enum status status = draw();
    if (status != OK)
        fail_msg("kind %d: fault %d at “%.*s”", made.chart.kind, made.problem.fault,
                 STR_ARGS(made.problem.at));
    assert_int_equal(made.problem.fault, CHART_DRAWN);
}

static void refused(enum chart_fault fault, int series, int point)
{
    assert_int_equal(draw(), FAILED);
    assert_int_equal(made.problem.fault, fault);
    assert_int_equal(made.problem.series, series);
    assert_int_equal(made.problem.point, point);
}

static const struct chart_text *text_of(int series, int point)
{
    for (size_t i = 0; i < made.drawing.text_count; i++)
        if (made.drawing.texts[i].series == series && made.drawing.texts[i].point == point)
            return &made.drawing.texts[i];
    return NULL;
}

static const struct chart_path *path_of(int series, int point)
{
    for (size_t i = 0; i < made.drawing.path_count; i++)
        if (made.drawing.paths[i].series == series && made.drawing.paths[i].point == point)
            return &made.drawing.paths[i];
    return NULL;
}

/* Texts of nothing in particular, joined: unit, then the numbers at the axis. */
static void numbers(const char *wanted)
{
    char found[400] = "";
    for (size_t i = 0; i < made.drawing.text_count; i++)
        if (made.drawing.texts[i].series == -1 && made.drawing.texts[i].point == -1)
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%.*s",
                     found[0] == '\0' ? "" : " ", STR_ARGS(made.drawing.texts[i].text));
    assert_string_equal(found, wanted);
}

/* --- angles --- */

static void angles(void **state)
{
    (void)state;
    for (int64_t angle = -CHART_CIRCLE; angle < 2 * (int64_t)CHART_CIRCLE; angle += 123457) {
        const double exact = sin((double)angle / 180e6 * 3.14159265358979324) * CHART_SINE_ONE;
        assert_true(fabs((double)chart_sine(angle) - exact) < 3);
    }
    const int64_t roots[] = {0, 1, 2, 3, 4, 99, 100, 101, 999999999999, 1000000000000, INT64_MAX};
    for (size_t i = 0; i < ARRAY_COUNT(roots); i++) {
        const chart_wide root = chart_root(roots[i]);
        assert_true(root * root <= roots[i] && (root + 2) * (root + 2) > roots[i]);
    }
    assert_int_equal(chart_root((chart_wide)1000000000000 * 1000000000000), 1000000000000);
}

/* --- axes --- */

static void axes(void **state)
{
    static const struct {
        int64_t low, high;
        int decimals;
        bool from_zero;
        const char *numbers;
    } cases[] = {
        {1, 10, 0, true, "0 2 4 6 8 10"},
        {1, 1, 0, true, "0 1"},
        {0, 0, 2, true, "0 0.2 0.4 0.6 0.8 1.0"},
        {5, 237, 1, true, "0 5 10 15 20 25"},
        {-50, -20, 0, true, "-50 -40 -30 -20 -10 0"},
        {-3, 12, 1, true, "-0.5 0 0.5 1.0 1.5"},
        {9550, 9810, 2, false, "0 95.5 96.0 96.5 97.0 97.5 98.0 98.5"},
        {9550, 9810, 2, true, "0 20 40 60 80 100"},
        {-9810, -9550, 2, false, "-98.5 -98.0 -97.5 -97.0 -96.5 -96.0 -95.5 0"},
        {70, 70, 0, false, "0 20 40 60 80"},
        {1, 95, 0, false, "0 20 40 60 80 100"},
        {60, 100, 0, false, "0 20 40 60 80 100"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        make(CHART_COLUMN, 2, 1)->decimals = cases[i].decimals;
        made.chart.from_zero = cases[i].from_zero;
        put(0, 0, cases[i].low);
        put(0, 1, cases[i].high);
        drawn();
        numbers(cases[i].numbers);
    }
}

static void grouped(void **state)
{
    (void)state;
    make(CHART_BAR, 2, 1)->grouped = true;
    made.chart.decimals = 2;
    put(0, 0, -150000000);
    put(0, 1, 123456789);
    drawn();
    numbers("-1,500,000 -1,000,000 -500,000 0 500,000 1,000,000 1,500,000");
    put(0, 0, 99900);
    put(0, 1, 99999);
    drawn();
    numbers("0 999.0 999.2 999.4 999.6 999.8 1,000.0");
    made.chart.from_zero = false;
    made.chart.kind = CHART_COLUMN;
    put(0, 0, 123456700);
    put(0, 1, 123456750);
    drawn();
    numbers("0 1,234,567.0 1,234,567.1 1,234,567.2 1,234,567.3 1,234,567.4 1,234,567.5");
}

static void ends(void **state)
{
    (void)state;
    make(CHART_LINE, 2, 1)->has_least = true;
    made.chart.has_most = true;
    made.chart.least = 60;
    made.chart.most = 100;
    put(0, 0, 60);
    put(0, 1, 100);
    drawn();
    numbers("0 60 70 80 90 100");
    put(0, 1, 101);
    refused(CHART_OUTSIDE, 0, 1);
    put(0, 1, 59);
    refused(CHART_OUTSIDE, 0, 1);
    made.values[0][1].missing = true;
    drawn();
    made.chart.most = 60;
    refused(CHART_OUTSIDE, -1, -1);
}

static void lines_across(void **state)
{
    const struct chart_bound lines[] = {{90, STR("目标")}, {95, STR("上年")}};
    (void)state;
    for (int kind = CHART_COLUMN; kind <= CHART_LINE; kind++) {
        make((enum chart_kind)kind, 2, 1)->lines = lines;
        made.chart.line_count = 2;
        put(0, 0, 20);
        put(0, 1, 40);
        drawn();
        made.chart.has_most = true;
        made.chart.most = 92;
        refused(CHART_OUTSIDE, -1, 1);
        assert_true(str_is(made.problem.at, "上年"));
    }
    make(CHART_BAR, 1, 2)->lines = lines;
    made.chart.line_count = 2;
    made.chart.stacked = made.chart.whole = true;
    put(0, 0, 1);
    put(1, 0, 2);
    drawn();
    numbers("0% 20% 40% 60% 80% 100% 上年 目标"); /* percents */
}

/* --- labels --- */

static void labels(void **state)
{
    static char periods[24][24];
    (void)state;
    make(CHART_COLUMN, 4, 1);
    for (size_t i = 0; i < 4; i++)
        made.labels[i] = STR("文化旅游体育与传媒支出");
    drawn();
    assert_true(str_is(text_of(-1, 3)->text, "文化旅游体育"));
    made.chart.point_count = 24; /* too narrow for lines: turned */
    for (size_t i = 0; i < 24; i++)
        made.labels[i] = STR("社会保障支出");
    drawn();
    assert_true(text_of(-1, 23)->upright);
    assert_true(str_is(text_of(-1, 23)->text, "社会保障支出"));
    for (size_t i = 0; i < 24; i++) { /* months of two years: one of so many */
        snprintf(periods[i], sizeof periods[i], "%d年%d月", 2023 + (int)i / 12, (int)i % 12 + 1);
        made.labels[i] = str_of(periods[i]);
    }
    drawn();
    assert_non_null(text_of(-1, 0));
    assert_null(text_of(-1, 1));
    made.labels[7] = STR("2023年9月"); /* no row any more: none is left out */
    drawn();
    assert_true(text_of(-1, 1)->upright);
    for (size_t i = 0; i < 24; i++) { /* a year is left out */
        snprintf(periods[i], sizeof periods[i], "%d年%d月", 2023 + (int)i / 12 * 2, (int)i % 12 + 1);
        made.labels[i] = str_of(periods[i]);
    }
    drawn();
    assert_true(text_of(-1, 1)->upright);
    make(CHART_BAR, 30, 1)->height = 150000;
    for (size_t i = 0; i < 30; i++)
        made.labels[i] = STR("甲");
    refused(CHART_TOO_SMALL, -1, -1);
    assert_true(made.problem.need_height > 150000);
    made.chart.height = made.problem.need_height;
    drawn();
    assert_int_equal(made.drawing.size, 6750);
}

/* Flat, upright, refused, as columns get narrower. */
static void printed(void **state)
{
    (void)state;
    make(CHART_COLUMN, 10, 1)->labelled = true;
    for (size_t i = 0; i < 10; i++)
        put(0, i, 1234567);
    drawn();
    assert_false(text_of(0, 0)->upright);
    made.chart.width = 250000;
    drawn();
    assert_true(text_of(0, 0)->upright);
    made.chart.width = 90000;
    refused(CHART_TOO_SMALL, -1, -1);
    make(CHART_COLUMN, 1, 2)->labelled = true;
    made.chart.stacked = true;
    put(0, 0, 1000);
    put(1, 0, 1); /* no room in it */
    drawn();
    const struct chart_path *bar = path_of(0, 0);
    assert_true(text_of(0, 0)->x > bar->segments[0].to.x && text_of(0, 0)->x < bar->segments[1].to.x);
    assert_true(text_of(1, 0)->x > bar->segments[1].to.x);
}

/* Sixty points with names, on the page that documents have. */
static void sixty(void **state)
{
    (void)state;
    for (int kind = CHART_COLUMN; kind <= CHART_LINE; kind += CHART_LINE - CHART_COLUMN) {
        make((enum chart_kind)kind, 60, 1)->labelled = kind == CHART_COLUMN;
        made.chart.width = LENGTH_MM(156);
        for (size_t i = 0; i < 60; i++) {
            made.labels[i] = STR("花园社区");
            put(0, i, 100 + (int64_t)i);
        }
        drawn();
        assert_true(text_of(-1, 0)->upright);
    }
}

/* Parts whose figure has no room stand beside the bar; it stays thick enough to hold the others. */
static void printed_inside(void **state)
{
    (void)state;
    make(CHART_BAR, 5, 3)->labelled = true;
    made.chart.stacked = made.chart.whole = true;
    made.chart.height = 5 * 26 * 900 + 5 * 9000; /* as layout gives it */
    for (size_t i = 0; i < 5; i++) {
        put(0, i, 262);
        put(1, i, 131);
        put(2, i, 2);
    }
    drawn();
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 3; j++) {
            const struct chart_path *bar = path_of(j, i);
            const length top = bar->segments[0].to.y, bottom = bar->segments[2].to.y;
            const struct chart_text *text = text_of(j, i);
            assert_true(bottom - top >= made.drawing.size + LENGTH_POINT);
            assert_int_equal(text->y > top && text->y < bottom, j < 2);
        }
    for (size_t i = 0; i < 5; i++)
        put(2, i, 100); /* all have room: bars take most of the step */
    drawn();
    const struct chart_path *first = path_of(0, 0), *second = path_of(0, 1);
    const length step = second->segments[0].to.y - first->segments[0].to.y;
    assert_true((first->segments[2].to.y - first->segments[0].to.y) * 100 >= step * 69);
    make(CHART_COLUMN, 4, 2)->labelled = true; /* narrow: aside, so that the larger part holds its figure */
    made.chart.stacked = true;
    made.chart.width = 280000;
    for (size_t i = 0; i < 4; i++) {
        put(0, i, 1234567);
        put(1, i, 2);
    }
    drawn();
    assert_true(text_of(0, 0)->x > path_of(0, 0)->segments[0].to.x);
    assert_true(text_of(0, 0)->x < path_of(0, 0)->segments[1].to.x);
}

/* --- hatching --- */

static void hatching(void **state)
{
    (void)state;
    make(CHART_COLUMN, 1, 8);
    for (size_t i = 0; i < 8; i++)
        put(i, 0, 100);
    drawn();
    for (size_t i = 0; i + 1 < made.drawing.path_count; i++) {
        const struct chart_path *bar = &made.drawing.paths[i], *hatch = bar + 1;
        if (bar->series < 0 || hatch->segments[0].step != CHART_MOVE || hatch->segment_count < 6 ||
            hatch->filled)
            continue;
        for (size_t j = 0; j < hatch->segment_count; j++) {
            const struct chart_point at = hatch->segments[j].to;
            assert_int_equal(hatch->segments[j].step, j % 2 == 0 ? CHART_MOVE : CHART_TO);
            assert_true(at.x >= bar->segments[0].to.x && at.x <= bar->segments[2].to.x);
            assert_true(at.y >= bar->segments[0].to.y && at.y <= bar->segments[2].to.y);
        }
    }
}

/* Each slice differs from the next, the last from the first. */
static void neighbours(void **state)
{
    (void)state;
    for (size_t count = 2; count <= CHART_MAX_POINTS; count++) {
        make(CHART_PIE, count, 1)->height = 800000;
        for (size_t i = 0; i < count; i++)
            put(0, i, 1);
        drawn();
        for (size_t i = 0; i < count; i++)
            assert_int_not_equal(path_of(0, (int)i)->fill, path_of(0, (int)((i + 1) % count))->fill);
    }
}

/* --- refused --- */

static void parts(void **state)
{
    (void)state;
    for (int kind = CHART_PIE; kind <= CHART_RING; kind++) {
        make((enum chart_kind)kind, 3, 1);
        refused(CHART_NOTHING, -1, -1);
        put(0, 2, 5);
        drawn();
        put(0, 1, -5);
        refused(CHART_NEGATIVE, 0, 1);
    }
    make(CHART_COLUMN, 3, 2)->whole = true;
    put(0, 0, 1);
    put(0, 1, 1);
    refused(CHART_NOTHING, -1, 2);
    made.values[0][2].missing = made.values[1][2].missing = true; /* nothing is known of it */
    drawn();
    put(1, 1, -1);
    refused(CHART_NEGATIVE, 1, 1);
}

static void outside_classes(void **state)
{
    (void)state;
    make(CHART_MATRIX, 2, 2);
    put(0, 0, 1);
    put(1, 0, 3);
    put(0, 1, 2);
    put(1, 1, 0);
    refused(CHART_OUTSIDE, 1, 1);
    put(1, 1, 7); /* the last class is open */
    drawn();
    made.chart.has_most = true;
    made.chart.most = 3;
    refused(CHART_OUTSIDE, 1, 1);
    made.values[1][1].missing = true;
    made.values[1][1].printed = STR("未评");
    drawn();
    assert_null(path_of(0, 1));
    assert_true(str_is(text_of(1, 1)->text, "未评"));
    assert_non_null(text_of(-1, 1));
}

/* --- edges --- */

static int64_t none(size_t series, size_t point)
{
    (void)series;
    (void)point;
    return 0;
}
static int64_t equal(size_t series, size_t point)
{
    (void)series;
    (void)point;
    return 7;
}
static int64_t highest(size_t series, size_t point)
{
    return INT64_MAX - (int64_t)(series + point);
}
static int64_t lowest(size_t series, size_t point)
{
    return INT64_MIN + (int64_t)(series + point);
}
static int64_t widest(size_t series, size_t point)
{
    return (series + point) % 2 == 0 ? INT64_MAX : INT64_MIN;
}
static int64_t tiny(size_t series, size_t point)
{
    return (series + point) % 2 == 0 ? INT64_MAX : 1;
}

static void edges(void **state)
{
    static int64_t (*const values[])(size_t, size_t) = {none, equal, highest, lowest, widest, tiny};
    static const size_t counts[] = {1, 2, 3, CHART_MAX_POINTS};
    (void)state;
    for (int kind = CHART_COLUMN; kind <= CHART_MATRIX; kind++)
        for (size_t i = 0; i < ARRAY_COUNT(values) * ARRAY_COUNT(counts) * 12; i++) {
            const size_t series = kind == CHART_MATRIX                                    ? 2
                                  : kind == CHART_PIE || kind == CHART_RING || i % 2 == 0 ? 1
                                                                                          : CHART_MAX_SERIES;
            make((enum chart_kind)kind, counts[i / 12 % ARRAY_COUNT(counts)], series);
            const length wide = 600000 + (length)made.chart.point_count * (130000 + 13000 * (length)series);
            made.chart.width = kind == CHART_BAR ? 1500000 : wide;
            made.chart.height = kind == CHART_BAR ? wide : 1500000;
            made.chart.stacked = i % 12 % 3 != 0;
            made.chart.whole = i % 12 % 3 == 2;
            made.chart.labelled = i % 12 < 6 && kind != CHART_RADAR &&
                                  (series == 1 || kind <= CHART_BAR); /* one in another none can read */
            made.chart.decimals = i % 4 < 2 ? 0 : CHART_MAX_DECIMALS;
            put_all(values[i / 12 / ARRAY_COUNT(counts)]);
            made.values[0][0].missing = i % 5 == 0;
            const enum status status = draw();
            if (status != OK && made.problem.fault == CHART_TOO_SMALL)
                fail_msg("kind %d, %zu points, case %zu: “%.*s” does not fit", kind, made.chart.point_count,
                         i, STR_ARGS(made.problem.at));
        }
}

/* Boxes from nothing up: drawn or too small, and what it needs is more than it has. */
static void boxes(void **state)
{
    (void)state;
    for (int kind = CHART_COLUMN; kind <= CHART_MATRIX; kind++)
        for (length side = 0; side < 400000; side += 3500) {
            make((enum chart_kind)kind, 5, kind == CHART_MATRIX ? 2 : 1)->labelled = true;
            put_all(equal);
            made.chart.width = made.chart.height = side;
            made.chart.unit = STR("单位：万元");
            const enum status status = draw();
            assert_true(status == OK || made.problem.fault == CHART_TOO_SMALL);
            assert_true(status == OK || made.problem.need_width == 0 || made.problem.need_width > side);
            assert_true(side < 300000 || status == OK);
        }
}

static void one_missing(void **state)
{
    (void)state;
    for (int kind = CHART_COLUMN; kind <= CHART_RADAR; kind++) {
        make((enum chart_kind)kind, 5, 1)->labelled = true;
        put_all(equal);
        made.values[0][2].missing = true;
        made.values[0][2].printed = STR("—");
        drawn();
        assert_null(path_of(0, 2));
        assert_non_null(path_of(0, 3));
        assert_true(str_is(text_of(0, 2)->text, "—"));
    }
}

static void same_twice(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct charts_case *c = charts_random(seed);
        struct arena *arena = arena_new(0);
        struct chart_drawing a, b;
        struct chart_problem problem;
        const enum status first = chart_draw(arena, &c->chart, &charts_ruler, &a, &problem);
        assert_int_equal(chart_draw(arena, &c->chart, &charts_ruler, &b, &problem), first);
        for (size_t i = 0; first == OK && i < a.path_count; i++)
            for (size_t j = 0; j < a.paths[i].segment_count; j++) {
                const struct chart_segment *one = &a.paths[i].segments[j], *other = &b.paths[i].segments[j];
                assert_int_equal(one->step, other->step);
                assert_true(one->to.x == other->to.x && one->to.y == other->to.y);
            }
        for (size_t i = 0; first == OK && i < a.text_count; i++)
            assert_true(a.texts[i].x == b.texts[i].x && a.texts[i].y == b.texts[i].y &&
                        str_equal(a.texts[i].text, b.texts[i].text));
        arena_free(arena);
        free(c);
    }
}

static enum status attempt(const struct chart *chart)
{
    struct chart_drawing drawing;
    struct chart_problem problem;
    struct arena *arena = arena_new(0);
    const enum status status =
        arena == NULL ? NO_MEMORY : chart_draw(arena, chart, &charts_ruler, &drawing, &problem);
    arena_free(arena);
    return status;
}

static void failing(void **state)
{
    (void)state;
    for (int kind = CHART_COLUMN; kind <= CHART_MATRIX; kind++) {
        bool struck = true;
        make((enum chart_kind)kind, 12, kind == CHART_PIE || kind == CHART_RING ? 1 : 2)->labelled =
            kind != CHART_RADAR;
        made.chart.height = 500000;
        put_all(equal);
        drawn();
        for (uint64_t n = 1; struck; n++) {
            base_fail_allocation(n);
            struck = memory_struck(attempt(&made.chart));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(angles),       cmocka_unit_test(axes),
        cmocka_unit_test(grouped),      cmocka_unit_test(ends),
        cmocka_unit_test(lines_across), cmocka_unit_test(labels),
        cmocka_unit_test(printed),      cmocka_unit_test(printed_inside),
        cmocka_unit_test(hatching),     cmocka_unit_test(neighbours),
        cmocka_unit_test(parts),        cmocka_unit_test(edges),
        cmocka_unit_test(boxes),        cmocka_unit_test(outside_classes),
        cmocka_unit_test(one_missing),  cmocka_unit_test(same_twice),
        cmocka_unit_test(sixty),        cmocka_unit_test(failing),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(made.arena);
    return failed;
}
