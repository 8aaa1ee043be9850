/*
 * What is written behind a file: values changed, strings, numbers; how a signed file is called; times; DER.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "sign/cms/cms_int.h"
#include "sign/make/make_int.h"
#include "sign/write/write_int.h"

static void is_text(struct buf *buf, const char *text)
{
    assert_string_equal(buf->ptr, text);
    buf_clear(buf);
}

static void test_dictionaries(void **state)
{
    (void)state;
    const struct edit edits[] = {{"/V", STR("9 0 R")}, {"/AP", STR("<</N 8 0 R>>")}, {"/F", {NULL, 0}}};
    struct buf out = BUF(1000);
    text_edit_dict(&out, STR("<</T(\\(>>\\))/F 4/#56 3 0 R/Kids[<</V 1>>]>>"), edits, ARRAY_COUNT(edits));
    is_text(&out, "<< /T (\\(>>\\)) /Kids [<</V 1>>] /V 9 0 R /AP <</N 8 0 R>> >>");
    out = BUF(1000);
    text_edit_dict(&out, STR(""), edits, 1);
    is_text(&out, "<< /V 9 0 R >>");
}

static void test_strings(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"", "()"}, {"a (b) \\", "(a \\(b\\) \\\\)"}, {"张", "<FEFF5F20>"}, {"𠮷a", "<FEFFD842DFB70061>"}};
    for (size_t i = 0; i < ARRAY_COUNT(CASES); i++) {
        struct buf out = BUF(1000);
        text_add_string(&out, str_of(CASES[i][0]));
        is_text(&out, CASES[i][1]);
    }
}

static void test_numbers(void **state)
{
    (void)state;
    const struct str array = STR("[0 -12.5 +.25 100.12399 7. 4000000000000]");
    static const int64_t WANTED[] = {0, -12500, 250, 100123, 7000};
    int64_t value;
    size_t at = 0;
    for (size_t i = 0; i < ARRAY_COUNT(WANTED); i++) {
        assert_true(text_next_number(array, &at, &value));
        assert_int_equal(value, WANTED[i]);
    }
    assert_false(text_next_number(array, &at, &value));
    at = 0;
    assert_false(text_next_number(STR("[1.2.3]"), &at, &value));
    at = 0;
    assert_false(text_next_number(STR("[/a]"), &at, &value));
}

static void test_output(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {{"合同.pdf", "合同-已签.pdf"},
                                           {"a/b.PDF", "a/b-已签.pdf"},
                                           {"合同", "合同-已签.pdf"},
                                           {"合同-已签.pdf", "合同-已签2.pdf"},
                                           {"合同-已签9.pdf", "合同-已签10.pdf"},
                                           {"第3号.pdf", "第3号-已签.pdf"}};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(CASES); i++)
        assert_string_equal(output_name(arena, CASES[i][0]).ptr, CASES[i][1]);
    arena_free(arena);
}

static void test_times(void **state)
{
    (void)state;
    static const struct {
        const char *text, *pdf; /* NULL: it is none */
        int64_t seconds;
    } CASES[] = {
        {"2026-08-02T10:00:00+08:00", "D:20260802100000+08'00'", 1785636000},
        {"2026-08-02 10:00", "D:20260802100000+08'00'", 1785636000},
        {"2026-08-02", "D:20260802000000+08'00'", 1785600000},
        {"2026-08-02T02:00:00Z", "D:20260802020000+00'00'", 1785636000},
        {"2026-08-01T20:30:05-0530", "D:20260801203005-05'30'", 1785636005},
        {"2024-02-29", "D:20240229000000+08'00'", 1709136000},
        {"2026-02-29", NULL, 0},
        {"2026-08-02T24:00", NULL, 0},
        {"2026-08-02T10", NULL, 0},
        {"2026-8-2", NULL, 0},
        {"2026-08-02T10:00+08:00x", NULL, 0},
        {"1999-08-02", NULL, 0},
        {"", NULL, 0},
    };
    for (size_t i = 0; i < ARRAY_COUNT(CASES); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct sign_time time;
        const enum status status = sign_time_read(diag, CASES[i].text, &time);
        assert_int_equal(status, CASES[i].pdf != NULL ? OK : FAILED);
        if (status == OK) {
            assert_string_equal(time.pdf, CASES[i].pdf);
            assert_int_equal(time.seconds, CASES[i].seconds);
        }
        arena_free(arena);
    }
}

static const struct str VALUES[CAPTION_COUNT] = {
    [CAPTION_NAME] = STR("张三"), [CAPTION_DATE] = STR("2026年8月2日"), [CAPTION_REASON] = STR("a{b}\\n")};

static void test_captions(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"", ""},
        {"{name}\\n{date}", "张三\n2026年8月2日"},
        {"}\\{name}\\", "}\\张三\\"},
        {"e\u0301{reason}", "\u00e9a{b}\\n"}, /* composed; what a value says is no template */
        {"{iso}", NULL},
        {"\xff", NULL},
    };
    for (size_t i = 0; i < ARRAY_COUNT(CASES); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct str text;
        const enum status status = caption_fill(arena, diag, str_of(CASES[i][0]), VALUES, &text);
        assert_int_equal(status, CASES[i][1] != NULL ? OK : FAILED);
        assert_int_equal(diag_count(diag, SEVERITY_ERROR), CASES[i][1] != NULL ? 0 : 1);
        assert_true(status != OK || str_is(text, CASES[i][1]));
        arena_free(arena);
    }
    static const char *const FAULTY[] = {"{", "{}", "{name", "{Name}", "{name }", "{{name}"};
    for (size_t i = 0; i < ARRAY_COUNT(FAULTY); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        assert_int_equal(caption_check(diag, str_of(FAULTY[i])), FAILED);
        assert_int_equal(caption_check(diag, STR("{iso}{time}{location}")), OK);
        assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
        arena_free(arena);
    }
}

static void test_caption_times(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct sign_time time = {.pdf = "D:20260802090500+08'00'"};
    struct str values[CAPTION_COUNT];
    assert_int_equal(caption_times(arena, &time, values), OK);
    assert_string_equal(values[CAPTION_DATE].ptr, "2026年8月2日");
    assert_string_equal(values[CAPTION_ISO].ptr, "2026-08-02");
    assert_string_equal(values[CAPTION_TIME].ptr, "09:05");
    arena_free(arena);
}

/* With the square font: Han characters are 1 em wide, others half of one. */
static void test_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t room[2];
        int64_t size, height; /* 0: it does not fit */
    } CASES[] = {
        {"张三", {60000, 30000}, 14000, 17500},
        {"张三", {20000, 30000}, 10000, 12500},
        {"张三\n2026", {60000, 30000}, 12000, 30000},
        {"张三\n\n", {60000, 30000}, 8000, 30000},
        {"张三", {12000, 7500}, 6000, 7500},
        {"张三", {11999, 7500}, 0, 0},
        {"张三", {12000, 7499}, 0, 0},
        {" ", {3000, 7500}, 6000, 7500},
        {"没", {60000, 30000}, 0, 0},
    };
    struct font_set *fonts = NULL;
    assert_int_equal(font_set_square("没", &fonts), OK);
    for (size_t i = 0; i < ARRAY_COUNT(CASES); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        const struct write_text text = {str_of(CASES[i].text), fonts, 0};
        struct letters letters = {.height = 0};
        assert_int_equal(letters_fit(diag, &text, CASES[i].room, &letters), CASES[i].size > 0 ? OK : FAILED);
        assert_int_equal(letters.size, CASES[i].size);
        assert_int_equal(letters.height, CASES[i].height);
        arena_free(arena);
    }
    font_set_free(fonts);
}

/* Two squares of a line, in the middle of its width. */
static void test_letters_drawn(void **state)
{
    (void)state;
    struct font_set *fonts = NULL;
    struct arena *arena = arena_new(0);
    struct buf out = BUF(4000);
    assert_int_equal(font_set_square("", &fonts), OK);
    const struct write_text text = {STR("张三"), fonts, 0};
    const struct letters letters = {10000, 12500};
    assert_int_equal(letters_draw(diag_new(arena), &text, &letters, 40000, 5000, &out), OK);
    is_text(&out, "q 0 g\n"
                  "10 6.3 m\n20 6.3 l\n20 16.3 l\n10 16.3 l\nh\nf\n"
                  "20 6.3 m\n30 6.3 l\n30 16.3 l\n20 16.3 l\nh\nf\nQ\n");
    font_set_free(fonts);
    arena_free(arena);
}

static void test_der(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    static const size_t LENGTHS[][2] = {{0, 2},   {127, 2},   {128, 3},  {255, 3},
                                        {256, 4}, {65535, 4}, {65536, 5}};
    for (size_t i = 0; i < ARRAY_COUNT(LENGTHS); i++) {
        const struct str inner = {arena_alloc(arena, LENGTHS[i][0]), LENGTHS[i][0]};
        const struct str made = DER(arena, DER_OCTETS, inner);
        const unsigned char *at = (const unsigned char *)made.ptr;
        assert_int_equal(made.len, LENGTHS[i][0] + LENGTHS[i][1]);
        ASN1_OCTET_STRING *read = d2i_ASN1_OCTET_STRING(NULL, &at, (long)made.len);
        assert_non_null(read);
        assert_int_equal(ASN1_STRING_length(read), LENGTHS[i][0]);
        ASN1_OCTET_STRING_free(read);
    }
    struct str parts[] = {STR("\x02\x01\x03"), STR("\x02\x01\x01"), STR("\x01\x01\xff")};
    const struct str set = der_set(arena, DER_SET, parts, ARRAY_COUNT(parts));
    assert_true(str_equal(set, STR("\x31\x09\x01\x01\xff\x02\x01\x01\x02\x01\x03")));
    assert_null(DER(arena, DER_SET, STR("a"), (struct str){NULL, 0}).ptr);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dictionaries), cmocka_unit_test(test_strings),
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_output),
        cmocka_unit_test(test_times),        cmocka_unit_test(test_der),
        cmocka_unit_test(test_captions),     cmocka_unit_test(test_caption_times),
        cmocka_unit_test(test_letters),      cmocka_unit_test(test_letters_drawn)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
