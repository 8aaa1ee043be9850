/* Sequences that pair, texts word by word, how alike texts are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "compare/compare_int.h"

static void open_work(struct work *work)
{
    work->arena = arena_new(0);
    work->scratch = arena_new(0);
    work->names = (struct str_index){.arena = work->arena};
    assert_non_null(work->arena);
    assert_non_null(work->scratch);
}

static void close_work(struct work *work)
{
    arena_free(work->arena);
    arena_free(work->scratch);
}

/* [-dropped-]{+added+}same */
static void assert_marks(const char *old, const char *now, const char *expected)
{
    static const char *const begins[] = {"", "[-", "{+"}, *const ends[] = {"", "-]", "+}"};
    struct work work;
    struct marked marked;
    struct buf out = BUF(1 << 20);
    open_work(&work);
    assert_int_equal(texts_compare(&work, str_of(old), str_of(now), &marked), OK);
    for (size_t i = 0; i < marked.count; i++)
        buf_printf(&out, "%s%.*s%s", begins[marked.items[i].mark], STR_ARGS(marked.items[i].text),
                   ends[marked.items[i].mark]);
    assert_string_equal(out.ptr != NULL ? out.ptr : "", expected);
    buf_clear(&out);
    close_work(&work);
}

static void test_words(void **state)
{
    (void)state;
    assert_marks("", "", "");
    assert_marks("甲", "", "[-甲-]");
    assert_marks("", "甲", "{+甲+}");
    assert_marks("甲乙丙", "甲乙丙", "甲乙丙");
    assert_marks("甲方每月支付", "甲方按季度支付", "甲方[-每月-]{+按季度+}支付");
    assert_marks("a longer word", "a long word", "a [-longer-]{+long+} word");
}

/* Figures are whole, in digits and in Han. */
static void test_figures(void **state)
{
    (void)state;
    assert_marks("共2,690,000.00元", "共2,690,500.00元", "共[-2,690,000.00-]{+2,690,500.00+}元");
    assert_marks("占87%", "占86.68%", "占[-87-]{+86.68+}%");
    assert_marks("第1.", "第2.", "第[-1-]{+2+}.");
    assert_marks("大写：贰佰陆拾玖万元整", "大写：贰佰柒拾万元整",
                 "大写：[-贰佰陆拾玖万-]{+贰佰柒拾万+}元整");
    assert_marks("二〇二五年", "二〇二六年", "[-二〇二五-]{+二〇二六+}年");
    assert_marks("12户", "12人", "12[-户-]{+人+}");
}

/* A mark belongs to its letter. */
static void test_combining(void **state)
{
    (void)state;
    assert_marks("e\xCC\x81 x", "e x", "[-e\xCC\x81-]{+e+} x");
}

/* All of what cannot be aligned in one matrix stands once in both, but for what differs. */
static void test_long(void **state)
{
    enum { COUNT = 40000 };
    (void)state;
    struct work work;
    open_work(&work);
    uint32_t *old = ARENA_NEW_ARRAY(work.arena, COUNT, uint32_t),
             *now = ARENA_NEW_ARRAY(work.arena, COUNT, uint32_t);
    int64_t *partners = ARENA_NEW_ARRAY(work.arena, COUNT, int64_t);
    for (size_t i = 0; i < COUNT; i++) {
        const struct str name = arena_printf(work.arena, "%zu", i);
        assert_int_equal(work_name(&work, name, &old[i]), OK);
        now[i] = old[i];
    }
    /* at both ends and in the middle something else, and one moved */
    now[0] = old[COUNT - 1];
    now[COUNT / 2] = old[7];
    now[COUNT - 1] = old[0];
    assert_int_equal(
        align_equal(&work, (struct sequence){old, COUNT}, (struct sequence){now, COUNT}, NULL, partners), OK);
    size_t paired = 0;
    for (size_t i = 0; i < COUNT; i++) {
        paired += partners[i] >= 0 ? 1 : 0;
        assert_true(partners[i] < 0 || old[i] == now[partners[i]]);
        assert_true(i == 0 || partners[i] < 0 || partners[i - 1] < partners[i]);
    }
    assert_true(paired >= COUNT - 4);
    close_work(&work);
}

/* Two long sequences without anything that stands once: bounded, and what is alike at the ends pairs. */
static void test_repeated(void **state)
{
    enum { COUNT = 6000 };
    (void)state;
    struct work work;
    open_work(&work);
    uint32_t *old = ARENA_NEW_ARRAY(work.arena, COUNT, uint32_t),
             *now = ARENA_NEW_ARRAY(work.arena, COUNT, uint32_t);
    int64_t *partners = ARENA_NEW_ARRAY(work.arena, COUNT, int64_t);
    uint32_t numbers[3];
    assert_int_equal(work_name(&work, STR("a"), &numbers[0]), OK);
    assert_int_equal(work_name(&work, STR("b"), &numbers[1]), OK);
    assert_int_equal(work_name(&work, STR("c"), &numbers[2]), OK);
    for (size_t i = 0; i < COUNT; i++) {
        old[i] = numbers[i % 2];
        now[i] = numbers[i % 3];
    }
    assert_int_equal(
        align_equal(&work, (struct sequence){old, COUNT}, (struct sequence){now, COUNT}, NULL, partners), OK);
    assert_int_equal(partners[0], 0);
    assert_int_equal(partners[1], 1);
    assert_int_equal(partners[2], ALIGN_NONE);
    close_work(&work);
}

static void test_stays(void **state)
{
    (void)state;
    struct work work;
    open_work(&work);
    static const int64_t partners[] = {0, 3, 1, ALIGN_NONE, 2, 4};
    bool stays[6];
    assert_int_equal(align_stays(&work, partners, 6, stays), OK);
    static const bool expected[] = {true, false, true, false, true, true};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(stays[i], expected[i]);
    close_work(&work);
}

static void test_alike(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct grams a, b, c, d;
    assert_int_equal(grams_make(arena, STR("乙方应当保密"), &a), OK);
    assert_int_equal(grams_make(arena, STR("乙方必须保密"), &b), OK);
    assert_int_equal(grams_make(arena, STR("甲"), &c), OK);
    assert_int_equal(grams_make(arena, STR(""), &d), OK);
    assert_int_equal(grams_alike(&a, &a), 1000);
    assert_in_range(grams_alike(&a, &b), 300, 700);
    assert_int_equal(grams_alike(&a, &c), 0);
    assert_int_equal(grams_alike(&c, &c), 1000);
    assert_int_equal(grams_alike(&a, &d), 0);
    assert_int_equal(grams_alike(&d, &d), 1000);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words), cmocka_unit_test(test_figures),  cmocka_unit_test(test_combining),
        cmocka_unit_test(test_long),  cmocka_unit_test(test_repeated), cmocka_unit_test(test_stays),
        cmocka_unit_test(test_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
