/* Programs of many outlines: what was learnt in a run changes no byte, whatever came before; decoders give them back. */
#include "pdf/decoded.h"

#include "failing.h"
#include "random.h"

enum { POOL = 2600, LONGEST = 900, ROOM = 2 << 20, SAMPLE = 20000 };

static unsigned char pool[POOL][LONGEST], bytes[ROOM];
static size_t lengths[POOL];
static void *learnt[POOL]; /* what the run keeps of each */

struct run {
    struct font_set *fonts;
    struct pdf pdf;
    struct pdf_outlines *outlines;
};

static void open_run(struct run *run, struct str sample)
{
    *run = (struct run){.fonts = NULL};
    assert_int_equal(font_set_square(NULL, &run->fonts), OK);
    run->pdf = (struct pdf){.arena = arena_new(0), .fonts = run->fonts};
    assert_non_null(run->pdf.arena);
    assert_int_equal(pdf_outlines_new(&run->pdf, sample, &run->outlines), OK);
}

static void close_run(struct run *run)
{
    arena_free(run->pdf.arena);
    font_set_free(run->fonts);
}

/* As outlines are: parts that others have, too, and new bytes. */
static void fill_pool(void)
{
    for (size_t i = 0; i < POOL; i++) {
        lengths[i] = (size_t)random_below(LONGEST);
        learnt[i] = NULL;
        for (size_t at = 0; at < lengths[i];) {
            const size_t other = (size_t)random_below((int)i + 1), len = (size_t)random_below(40);
            const size_t from = (size_t)random_below(LONGEST - 40);
            const bool again = random_below(2) > 0;
            for (size_t k = 0; k < len && at < lengths[i]; k++, at++)
                pool[i][at] = again ? pool[other][from + k] : (unsigned char)random_below(64);
        }
    }
}

static struct str sample_of(size_t len)
{
    return (struct str){(const char *)pool, len};
}

/* Some of the pool in its order, about one of so many, other bytes before, between and behind them. */
static void make_program(struct font_program *program, struct font_outline_span *spans, int one_of)
{
    size_t len = 0, count = 0;
    for (size_t i = 0; i <= POOL; i++) {
        for (int other = random_below(20) == 0 || i == 0 || i == POOL ? random_below(60) : 0; other > 0;
             other--)
            bytes[len++] = (unsigned char)random_below(3);
        if (i == POOL || random_below(one_of) > 0)
            continue;
        memcpy(bytes + len, pool[i], lengths[i]);
        spans[count++] = (struct font_outline_span){.at = len, .len = lengths[i], .kept = &learnt[i]};
        len += lengths[i];
    }
    *program = (struct font_program){{(const char *)bytes, len}, spans, count};
}

/* The stream of the program in a run of its own. */
static void press_alone(const struct font_program *program, struct str sample, struct run *alone,
                        struct str *ret_bytes)
{
    open_run(alone, sample);
    assert_int_equal(pdf_outlines(&alone->pdf, program, alone->outlines, ret_bytes), OK);
}

static void assert_same(struct run *run, const struct font_program *program, struct str sample)
{
    struct run alone;
    struct str first, later;
    press_alone(program, sample, &alone, &first);
    assert_int_equal(pdf_outlines(&run->pdf, program, run->outlines, &later), OK);
    assert_true(str_equal(first, later));
    assert_decoded(first, (const unsigned char *)program->bytes.ptr, program->bytes.len);
    close_run(&alone);
}

/* More outlines than are kept, so that they are forgotten; once more at a time than are kept. */
static void test_any_order(void **state)
{
    (void)state;
    static struct font_outline_span spans[POOL];
    static const size_t samples[] = {SAMPLE, 10};
    for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
        struct run run;
        struct font_program program;
        fill_pool();
        open_run(&run, sample_of(samples[i]));
        for (int round = 0; round < 30; round++) {
            make_program(&program, spans, round == 9 ? 1 : 2 + random_below(30));
            assert_same(&run, &program, sample_of(samples[i]));
        }
        close_run(&run);
    }
}

/* Each stands once, at a distance within the window, at its end or beyond. */
static void test_window(void **state)
{
    (void)state;
    enum { WINDOW = 32768, PART = 300 };
    struct font_outline_span spans[2] = {{0, PART, &learnt[0]}, {0, PART, &learnt[1]}};
    struct run run;
    fill_pool();
    open_run(&run, sample_of(SAMPLE));
    for (size_t beyond = 0; beyond < 6; beyond++) {
        for (size_t i = 0; i < ROOM / 16; i++)
            bytes[i] = (unsigned char)random_below(256);
        spans[1].at = WINDOW - 2 + beyond / 2;
        learnt[0] = learnt[1] = NULL;
        memcpy(bytes, pool[0], PART);
        memcpy(bytes + spans[1].at, pool[0], PART);
        const struct font_program program = {{(const char *)bytes, ROOM / 16}, spans, 2};
        assert_same(&run, &program, sample_of(SAMPLE));
    }
    close_run(&run);
}

/* Grams of one hash each: their chain is as long as all, and places are sorted. */
static void test_alike(void **state)
{
    (void)state;
    enum { COUNT = 20000, PART = 10000, GRAM = 6 };
    const uint64_t alike = 1134903170; /* times the multiplier of the hashes: 2^33, as nearly as can be */
    static struct font_outline_span spans[COUNT * GRAM / PART];
    struct run run;
    fill_pool();
    open_run(&run, sample_of(SAMPLE));
    for (uint64_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < GRAM; k++)
            bytes[i * GRAM + k] = (unsigned char)(i * alike >> 8 * k);
    for (size_t i = 0; i < ARRAY_COUNT(spans); i++)
        spans[i] = (struct font_outline_span){i * PART, PART, &learnt[i]};
    const struct font_program program = {{(const char *)bytes, COUNT * GRAM}, spans, ARRAY_COUNT(spans)};
    for (int time = 0; time < 6; time++)
        assert_same(&run, &program, sample_of(SAMPLE));
    close_run(&run);
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    struct font_outline_span spans[2] = {{0, 100, &learnt[0]}, {120, 100, &learnt[1]}};
    const struct font_program program = {{(const char *)bytes, 300}, spans, 2};
    fill_pool();
    for (uint64_t n = 1; struck; n++) {
        struct run run;
        struct str stream;
        learnt[0] = learnt[1] = NULL;
        open_run(&run, sample_of(SAMPLE));
        base_fail_allocation(n);
        enum status status = pdf_outlines_new(&run.pdf, sample_of(SAMPLE), &run.outlines);
        for (int time = 0; time < 3 && status == OK; time++)
            status = pdf_outlines(&run.pdf, &program, run.outlines, &stream);
        struck = memory_struck(status);
        close_run(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_alike),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
