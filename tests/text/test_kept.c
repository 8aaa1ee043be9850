/*
 * What is kept of texts changes nothing: lines, widths and points are the same with and without, the first time and
 * the second, after whatever came before; each thing of the key, changed alone, gives another text; when the memory
 * is full it begins anew; a failing allocation is told as ever.
 */
#include "failing.h"
#include "text/fixture.h"

enum { SPANS = 3 };

/* A text with all that a key may hold. */
struct sample {
    struct text_span spans[SPANS];
    size_t count;
    struct text_manner manner;
    struct text_measure measure;
};

static struct sample sample_of(void)
{
    struct sample sample = {.spans = {span_of("本合同期共三个，甲方（"), span_of("街道办事处"),
                                      span_of("）支付3,000.50元，supplementary，包括附件。")},
                            .count = SPANS,
                            .measure = {.width = 9 * EM, .first_indent = 2 * EM, .align = TEXT_JUSTIFY}};
    sample.spans[1].emphasis = true;
    return sample;
}

static void show_piece(struct buf *out, const struct text_piece *piece)
{
    buf_printf(out, " [%d %lld %lld %lld %lld %x %x %d %d %d %lld; %lld %lld %lld %zu %d:", piece->face,
               (long long)piece->size, (long long)piece->x, (long long)piece->rise, (long long)piece->width,
               piece->color, piece->rules, piece->decoration, piece->fallback, piece->role,
               (long long)piece->stroke, (long long)piece->spots.width, (long long)piece->spots.height,
               (long long)piece->spots.step, piece->spots.count, piece->spots.round);
    for (size_t i = 0; i < piece->glyph_count; i++) {
        const struct text_glyph *glyph = &piece->glyphs[i];
        buf_printf(out, " %x/%u/%lld/", glyph->glyph, glyph->span, (long long)glyph->x);
        buf_add_str(out, glyph->text);
    }
    buf_add_char(out, ']');
}

/* All that is found out about the sample, as a string of the fixture's arena. */
static const char *show(struct fixture *f, const struct sample *sample)
{
    struct buf out = BUF(1 << 24);
    struct text_paragraph *paragraph = make_in_manner(f, &sample->manner, sample->spans, sample->count);
    struct text_line *lines;
    size_t count = break_lines(f, paragraph, &sample->measure, &lines);
    struct text_widths widths = widths_of(paragraph);
    struct text_point_sides point;
    assert_int_equal(text_paragraph_point(paragraph, &point), OK);
    buf_printf(&out, "%lld %lld %lld %d %lld %lld", (long long)widths.hard, (long long)widths.min,
               (long long)widths.natural, point.found, (long long)point.before, (long long)point.behind);
    for (size_t i = 0; i < count; i++) {
        const struct text_line *line = &lines[i];
        buf_printf(&out, "\n%lld %lld %d %d %u %lld %d %zu %d", (long long)line->x, (long long)line->width,
                   line->forced, line->strain, line->letters, (long long)line->hung, (int)line->broken,
                   line->note_count, line->torn != NULL ? (int)line->torn->place.line : 0);
        for (size_t k = 0; k < line->piece_count; k++)
            show_piece(&out, &line->pieces[k]);
    }
    struct str copy = arena_copy(f->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

/* The same text at another place in memory: what comes out must not point to the first. */
static struct sample copied(struct fixture *f, const struct sample *sample)
{
    struct sample copy = *sample;
    for (size_t i = 0; i < copy.count; i++) {
        copy.spans[i].text = arena_copy(f->arena, copy.spans[i].text);
        copy.spans[i].place.line += 10;
    }
    return copy;
}

static void check_same(struct fixture *f, const struct sample *sample)
{
    const char *without = show(f, sample);
    assert_int_equal(text_kept_open(f->fonts), OK);
    const char *first = show(f, sample);
    const struct sample copy = copied(f, sample);
    assert_string_equal(first, without);
    for (size_t i = 0; i < 3; i++) /* lines are kept from the second time on */
        assert_string_equal(show(f, i == 1 ? sample : &copy), without);
    text_close();
}

static void test_same(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "");
    struct sample sample = sample_of();
    check_same(&f, &sample);
    sample.measure.align = TEXT_RIGHT;
    check_same(&f, &sample);
    sample.spans[1] =
        (struct text_span){.kind = TEXT_SPAN_TAB, .text = STR("."), .size = EM, .width = 7 * EM};
    check_same(&f, &sample);
    sample.spans[1] = (struct text_span){.kind = TEXT_SPAN_BREAK};
    check_same(&f, &sample);
    sample.spans[1] = (struct text_span){.kind = TEXT_SPAN_BLANK, .size = EM, .width = 2 * EM};
    check_same(&f, &sample);
    sample.count = 0;
    check_same(&f, &sample);
    fixture_clear(&f);
}

/* Texts go with their paragraph: those of the second are the second's. */
static void test_texts(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "");
    assert_int_equal(text_kept_open(f.fonts), OK);
    struct sample sample = sample_of();
    (void)show(&f, &sample);
    (void)show(&f, &sample);
    const struct sample copy = copied(&f, &sample);
    struct text_line *lines;
    (void)break_lines(&f, make_in_manner(&f, &copy.manner, copy.spans, copy.count), &copy.measure, &lines);
    assert_ptr_equal(lines[0].pieces[0].glyphs[0].text.ptr, copy.spans[0].text.ptr);
    fixture_clear(&f);
}

/* Single fields of the sample, and what to put there: numbers as this machine has them, whose first bytes are the low
 * ones. */
#define FIELD(field, number)                                                                                 \
    {                                                                                                        \
        offsetof(struct sample, field), sizeof(((struct sample *)NULL)->field), (number)                     \
    }
static const struct {
    size_t at, size;
    int64_t number;
} fields[] = {
    FIELD(spans[1].size, 2 * EM),
    FIELD(spans[1].pitch, EM + 1000),
    FIELD(spans[1].tracking, 1000),
    FIELD(spans[1].rise, 1000),
    FIELD(spans[1].stroke, 100),
    FIELD(spans[1].kind, TEXT_SPAN_BREAK),
    FIELD(spans[1].kind, TEXT_SPAN_BLANK),
    FIELD(spans[1].kind, TEXT_SPAN_TAB),
    FIELD(spans[1].kind, TEXT_SPAN_CUT),
    FIELD(spans[1].role, 1),
    FIELD(spans[1].color, 0xC00000),
    FIELD(spans[1].spread, 1),
    FIELD(spans[1].note, 3),
    FIELD(spans[1].rules, TEXT_RULE_UNDER),
    FIELD(spans[1].emphasis, false),
    FIELD(measure.width, 10 * EM),
    FIELD(measure.first_indent, 0),
    FIELD(measure.left, EM),
    FIELD(measure.right, EM),
    FIELD(measure.align, TEXT_LEFT),
    FIELD(measure.align, TEXT_CENTER),
    FIELD(measure.align, TEXT_RIGHT),
    FIELD(measure.align, TEXT_SPREAD),
    FIELD(manner.kinsoku, TEXT_KINSOKU_NONE),
    FIELD(manner.close, true),
    FIELD(manner.hang, true),
    FIELD(manner.hyphenate, true),
    FIELD(count, 2),
    FIELD(count, 1),
};
/* And those that show in a tab, in a box or in a title. */
static const struct text_span tabs[] = {
    {.kind = TEXT_SPAN_TAB, .size = EM, .width = 7 * EM},
    {.kind = TEXT_SPAN_TAB, .size = EM, .width = 8 * EM},
    {.kind = TEXT_SPAN_TAB, .size = EM, .width = 8 * EM, .tab = TEXT_TAB_CENTER},
    {.kind = TEXT_SPAN_TAB, .size = EM, .width = 8 * EM, .text = {".", 1}},
    {.text = {"乙方", 6}, .size = EM, .spread = 1, .width = 5 * EM},
    {.text = {"乙方", 6}, .size = EM, .spread = 1, .width = 6 * EM},
    {.text = {"乙丙", 6}, .size = EM, .spread = 1, .width = 6 * EM},
    {.text = {"乙丙", 6}, .size = EM, .place = {"test.xml", 1, 1}},
};
enum { CHANGES = ARRAY_COUNT(fields) + ARRAY_COUNT(tabs) + 2 };

static struct sample changed(size_t n)
{
    struct sample sample = sample_of();
    const size_t tab = n - ARRAY_COUNT(fields);
    if (n < ARRAY_COUNT(fields)) {
        memcpy((char *)&sample + fields[n].at, &fields[n].number, fields[n].size);
    } else if (tab < ARRAY_COUNT(tabs)) {
        sample.spans[1] = tabs[tab];
    } else if (n + 1 < CHANGES) { /* the same bytes, another border */
        sample.spans[1].text = STR("街道办事处）");
        sample.spans[2].text = STR("支付3,000.50元，supplementary，包括附件。");
    } else {
        sample.manner.shape = TEXT_SHAPE_TRAPEZOID;
        sample.measure.align = TEXT_CENTER;
    }
    return sample;
}

/* One thing changed at a time, all in one memory: each is as it is without, and not the first. */
static void test_keys(void **state)
{
    (void)state;
    struct fixture f;
    const char *without[CHANGES];
    const struct sample plain = sample_of();
    fixture_init(&f, "");
    const char *first = show(&f, &plain);
    for (size_t n = 0; n < CHANGES; n++) {
        const struct sample sample = changed(n);
        without[n] = show(&f, &sample);
        if (strcmp(without[n], first) == 0 && !sample.manner.hyphenate)
            fail_msg("change %zu changes nothing", n);
    }
    assert_int_equal(text_kept_open(f.fonts), OK);
    for (size_t i = 0; i < (size_t)3 * CHANGES; i++) {
        const struct sample sample = changed(i % CHANGES);
        assert_string_equal(show(&f, &plain), first);
        if (strcmp(show(&f, &sample), without[i % CHANGES]) != 0)
            fail_msg("change %zu: another text was taken for it", i % CHANGES);
    }
    fixture_clear(&f);
}

/* Many measures of one text, and many texts, more than are kept; between them the first again. */
static void test_full(void **state)
{
    (void)state;
    enum { TEXTS = 40000, MEASURES = 20 };
    struct fixture f;
    struct sample sample = sample_of();
    fixture_init(&f, "");
    const char *without = show(&f, &sample);
    assert_int_equal(text_kept_open(f.fonts), OK);
    for (length i = 1; i <= MEASURES; i++) {
        sample.measure.width = i * EM;
        (void)show(&f, &sample);
    }
    sample = sample_of();
    for (size_t i = 0; i < TEXTS; i++) {
        if (i % 1000 == 0)
            assert_string_equal(show(&f, &sample), without);
        struct fixture g = {.arena = arena_new(0), .fonts = f.fonts};
        assert_non_null(g.arena);
        g.diag = diag_new(g.arena);
        struct text_line *lines;
        const struct text_measure measure = {.width = 9 * EM};
        struct str text = arena_printf(g.arena, "第%zu项", i);
        assert_non_null(text.ptr);
        struct text_span span = span_of(text.ptr);
        struct text_paragraph *paragraph = make_spans(&g, &span, 1);
        assert_int_equal(break_lines(&g, paragraph, &measure, &lines), 1);
        assert_true(str_is(lines[0].pieces[0].glyphs[0].text, "第"));
        arena_free(g.arena);
    }
    fixture_clear(&f);
}

/* A paragraph made before the memory began anew goes on without. */
static void test_outlived(void **state)
{
    (void)state;
    struct fixture f;
    struct sample sample = sample_of();
    fixture_init(&f, "");
    const char *without = show(&f, &sample);
    assert_int_equal(text_kept_open(f.fonts), OK);
    (void)show(&f, &sample);
    (void)show(&f, &sample);
    struct text_paragraph *paragraph = make_in_manner(&f, &sample.manner, sample.spans, sample.count);
    struct text_line *lines;
    size_t count = break_lines(&f, paragraph, &sample.measure, &lines);
    text_close();
    assert_int_equal(break_lines(&f, paragraph, &sample.measure, &lines), count);
    assert_string_equal(show(&f, &sample), without);
    fixture_clear(&f);
}

/* What is wrong with a text is told every time, with its own places. */
static void test_faults(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "龘");
    assert_int_equal(text_kept_open(f.fonts), OK);
    struct text_paragraph *paragraph = NULL;
    struct text_span missing = span_of("甲龘"), torn = span_of("1234567890");
    for (size_t i = 1; i <= 2; i++) {
        const struct diag_entry *entries;
        missing.place.line = (int)i;
        assert_int_equal(text_paragraph_make(f.arena, f.diag, f.fonts,
                                             &(struct text_spans){.items = &missing, .count = 1}, &paragraph),
                         FAILED);
        assert_int_equal(diag_entries(f.diag, &entries), i);
        assert_int_equal(entries[i - 1].place.line, i);
        torn.place.line = (int)i;
        struct text_line *lines;
        const struct text_measure measure = {.width = 2 * EM};
        (void)break_lines(&f, make_spans(&f, &torn, 1), &measure, &lines);
        assert_non_null(lines[0].torn);
        assert_int_equal(lines[0].torn->place.line, i);
    }
    fixture_clear(&f);
}

/* Another set of faces is another text. */
static void test_sets(void **state)
{
    (void)state;
    struct fixture f, other;
    struct sample sample = sample_of();
    fixture_init(&f, "");
    fixture_init(&other, "街");
    assert_int_equal(text_kept_open(f.fonts), OK);
    (void)show(&f, &sample);
    struct text_paragraph *paragraph = NULL;
    assert_int_equal(text_paragraph_make(other.arena, other.diag, other.fonts,
                                         &(struct text_spans){.items = sample.spans, .count = sample.count},
                                         &paragraph),
                     FAILED);
    fixture_drop(&other);
    fixture_clear(&f);
}

/* Made, looked up, its lines looked up, measured anew. */
static enum status attempt(struct fixture *f, struct sample *sample)
{
    struct text_line *lines;
    struct text_widths widths;
    struct text_point_sides point;
    size_t count;
    enum status status = text_kept_open(f->fonts);
    for (size_t i = 0; i < 5 && status == OK; i++) {
        struct text_paragraph *paragraph = NULL;
        sample->measure.width = (i < 3 ? 9 : 7) * EM;
        status = text_paragraph_make(f->arena, f->diag, f->fonts,
                                     &(struct text_spans){.items = sample->spans, .count = sample->count},
                                     &paragraph);
        if (status == OK)
            status = text_paragraph_break(paragraph, f->arena, &sample->measure, &lines, &count);
        if (status == OK && i > 0)
            status = text_paragraph_widths(paragraph, &widths);
        if (status == OK && i > 0)
            status = text_paragraph_point(paragraph, &point);
    }
    return status;
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct fixture f;
        struct sample sample = sample_of();
        fixture_init(&f, NULL);
        base_fail_allocation(n);
        struck = memory_struck(attempt(&f, &sample));
        fixture_clear(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same), cmocka_unit_test(test_texts),     cmocka_unit_test(test_keys),
        cmocka_unit_test(test_full), cmocka_unit_test(test_outlived),  cmocka_unit_test(test_faults),
        cmocka_unit_test(test_sets), cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
