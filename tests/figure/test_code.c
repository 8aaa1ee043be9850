/* QR codes: their size by what they hold, their corners, what they refuse.  Whether readers read them: ../pdf/codes.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "figure/figure.h"
#include "figure/messages.def"

struct job {
    struct arena *arena;
    struct diag *diag;
    struct figure_code code;
};

static enum status make(struct job *job, struct str text)
{
    *job = (struct job){.arena = arena_new(0)};
    job->diag = diag_new(job->arena);
    return figure_code_make(job->arena, job->diag, (struct place){"a.xml", 1, 1}, text, &job->code);
}

/* Versions 1, 2, 3 … have 21, 25, 29 … modules a side. */
static void sizes(void **state)
{
    static const struct {
        const char *text;
        int side;
    } cases[] = {
        {"A", 21},
        {"0123456789", 21},
        {"ABC-123 45/6:7.", 21},
        {"abcdefghijklmn", 21},
        {"abcdefghijklmno", 25},
        {"坪街办", 21},
        {"坪街办〔2022〕15号", 29},
        {"https://example.org/verify?n=20260802001", 29},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job;
        assert_int_equal(make(&job, str_of(cases[i].text)), OK);
        assert_int_equal(job.code.side, cases[i].side);
        arena_free(job.arena);
    }
}

static bool is_dark(const struct figure_code *code, int row, int column)
{
    return code->cells[row * code->side + column] == 1;
}

/* Three corners have a dark ring of 7 × 7, a light one in it, and 3 × 3 dark ones; the fourth has none. */
static void corners(void **state)
{
    struct job job;
    (void)state;
    assert_int_equal(make(&job, STR("坪街办〔2022〕15号")), OK);
    const int far = job.code.side - 7, begins[3][2] = {{0, 0}, {0, far}, {far, 0}};
    for (size_t i = 0; i < 3; i++)
        for (int row = 0; row < 7; row++)
            for (int column = 0; column < 7; column++) {
                const int edge = row < column ? row : column, other = row > column ? row : column;
                const bool dark = edge == 0 || other == 6 || (edge >= 2 && other <= 4);
                assert_int_equal(is_dark(&job.code, begins[i][0] + row, begins[i][1] + column), dark);
            }
    arena_free(job.arena);
}

static void same_twice(void **state)
{
    struct job first, second;
    (void)state;
    assert_int_equal(make(&first, STR("核对")), OK);
    assert_int_equal(make(&second, STR("核对")), OK);
    assert_memory_equal(first.code.cells, second.code.cells,
                        (size_t)first.code.side * (size_t)first.code.side);
    arena_free(first.arena);
    arena_free(second.arena);
}

static void refused(void **state)
{
    static char text[20000];
    struct job job;
    (void)state;
    assert_int_equal(make(&job, STR("")), FAILED);
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 1);
    arena_free(job.arena);
    memset(text, 'a', sizeof text);
    const struct {
        size_t len;
        enum status status;
    } cases[] = {{2331, OK}, {2332, FAILED}, {9324, FAILED}, {sizeof text, FAILED}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_int_equal(make(&job, (struct str){text, cases[i].len}), cases[i].status);
        assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), cases[i].status == OK ? 0 : 1);
        arena_free(job.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes),
        cmocka_unit_test(corners),
        cmocka_unit_test(same_twice),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
