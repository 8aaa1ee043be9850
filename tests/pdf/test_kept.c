/* Streams that are kept for the documents after: from the third time on, the same bytes, overwritten or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "pdf/pdf_int.h"

struct run {
    struct font_set *fonts;
    struct pdf pdf;
};

static void open_run(struct run *run)
{
    *run = (struct run){.fonts = NULL};
    assert_int_equal(font_set_square(NULL, &run->fonts), OK);
    run->pdf = (struct pdf){.arena = arena_new(0), .fonts = run->fonts};
    assert_non_null(run->pdf.arena);
}

static void close_run(struct run *run)
{
    arena_free(run->pdf.arena);
    font_set_free(run->fonts);
}

/* What is kept for it; if nothing is, it is made of `made`. */
static enum status take(struct run *run, struct str data, enum pdf_effort effort, struct str made,
                        struct str *ret_bytes)
{
    struct pdf_kept kept;
    enum status status = pdf_kept_find(&run->pdf, data, effort, &kept, ret_bytes);
    if (status == OK && ret_bytes->ptr == NULL)
        status = pdf_kept_add(&run->pdf, &kept, data, made);
    return status;
}

static bool is_kept_as(struct run *run, struct str data, enum pdf_effort effort, struct str made)
{
    struct str bytes;
    assert_int_equal(take(run, data, effort, made, &bytes), OK);
    assert_true(bytes.ptr == NULL || str_equal(bytes, made));
    return bytes.ptr != NULL;
}

static void test_third_time(void **state)
{
    (void)state;
    struct run run;
    open_run(&run);
    for (int time = 1; time <= 4; time++) {
        assert_int_equal(is_kept_as(&run, STR("mark"), PDF_GOOD, STR("M")), time > 2);
        assert_int_equal(is_kept_as(&run, STR("mark"), PDF_KEPT, STR("m")), time > 2);
        assert_int_equal(is_kept_as(&run, STR(""), PDF_GOOD, STR("nothing")), time > 2);
    }
    close_run(&run);
}

/* Large streams push out what was kept before; it comes back, and nothing is mixed up. */
static void test_ring(void **state)
{
    (void)state;
    enum { STREAMS = 40, LARGE = 200000 };
    static char data[STREAMS][LARGE];
    struct run run;
    size_t found = 0;
    open_run(&run);
    for (size_t i = 0; i < STREAMS; i++)
        memset(data[i], (int)i, LARGE);
    for (int round = 0; round < 6; round++)
        for (size_t i = 0; i < STREAMS; i++) {
            size_t len = LARGE - 5000 * i - i % 16, times = i % 4 == 0 ? 4 : 2;
            for (size_t time = 0; time < times; time++)
                found +=
                    is_kept_as(&run, (struct str){data[i], len}, PDF_GOOD, (struct str){data[i], len / 8});
        }
    assert_in_range(found, 100, 6 * STREAMS * 4);
    close_run(&run);
}

/* More than there are places for: what is asked for again and again stays. */
static void test_places(void **state)
{
    (void)state;
    struct run run;
    size_t found = 0;
    open_run(&run);
    for (uint32_t i = 0; i < 1000; i++) {
        const struct str number = {(const char *)&i, sizeof i};
        assert_false(is_kept_as(&run, number, PDF_GOOD, STR("once")));
        if (i % 50 == 0)
            found += is_kept_as(&run, STR("again"), PDF_GOOD, STR("and again"));
    }
    assert_int_equal(found, 20 - 2);
    close_run(&run);
}

static void test_no_memory_to_keep(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct run run;
        struct str bytes;
        open_run(&run);
        base_fail_allocation(n);
        enum status status = OK;
        for (int time = 0; time < 3 && status == OK; time++)
            status = take(&run, STR("mark"), PDF_GOOD, STR("M"), &bytes);
        struck = memory_struck(status);
        close_run(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_third_time),
        cmocka_unit_test(test_ring),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_no_memory_to_keep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
