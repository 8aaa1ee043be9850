/*
 * JSON: strings written come back; what is no JSON is refused, wherever it breaks; nesting is limited.  Folders of our
 * own: what was put there is there, and all is gone afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/base.h"
#include "failing.h"

static const char TEXT[] = "{\"a\": \"一\\\"\\\\\\n\\u4e8c\\ud83d\\ude00\", \"b\":[1, {\"c\":[]},\"x\" ] "
                           ",\"n\":-1.5e3,\n\"t\":true}";

static void test_members(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct str text = str_of(TEXT);
    struct str item;
    size_t at = 0, count = 0;
    assert_true(json_is_valid(text));
    assert_string_equal(json_text(arena, json_member(text, "a")).ptr, "一\"\\\n二\xF0\x9F\x98\x80");
    assert_true(str_is(json_member(text, "n"), "-1.5e3"));
    assert_true(str_is(json_member(text, "t"), "true"));
    assert_int_equal(json_member(text, "c").len, 0);
    while (json_next(json_member(text, "b"), &at, &item))
        count++;
    assert_int_equal(count, 3);
    assert_true(str_is(item, "\"x\""));
    at = 0;
    assert_false(json_next(STR("[]"), &at, &item));
    assert_int_equal(json_member(STR("[1]"), "a").len, 0);
    assert_string_equal(json_text(arena, STR("\"\"")).ptr, "");
    arena_free(arena);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",       "{",          "{\"a\"}",   "{\"a\":}",    "[1,]",        "[1 2]",
        "\"a",    "\"\\x\"",    "\"\\u12\"", "\"\\ud800\"", "\"\\u0000\"", "\"\xE4\"",
        "\"\n\"", "{\"a\":1,}", "[1]]",      "{a:1}",       "\"a\\",       "\"\\ud83d\\u0041\""};
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        assert_false(json_is_valid(str_of(bad[i])));
    for (size_t len = 0; len + 1 < sizeof TEXT; len++)
        assert_false(json_is_valid((struct str){TEXT, len}));
}

static void test_depth(void **state)
{
    (void)state;
    char deep[2 * (JSON_MAX_DEPTH + 1)];
    for (size_t depth = JSON_MAX_DEPTH; depth <= JSON_MAX_DEPTH + 1; depth++) {
        for (size_t i = 0; i < 2 * depth; i++)
            deep[i] = i < depth ? '[' : ']';
        assert_int_equal(json_is_valid((struct str){deep, 2 * depth}), depth == JSON_MAX_DEPTH);
    }
}

static void test_written(void **state)
{
    (void)state;
    static const char text[] = "甲\"乙\\\n\xE2\x80\x8B\xF3\xA0\x80\x81";
    struct arena *arena = arena_new(0);
    struct buf out = BUF(1000);
    buf_add_json(&out, str_of(text));
    assert_true(json_is_valid(buf_str(&out)));
    assert_string_equal(json_text(arena, buf_str(&out)).ptr, text);
    buf_clear(&out);
    buf_add_json(&out, STR("\xE4"));
    assert_true(str_is(buf_str(&out), "\"\\\\xE4\""));
    buf_clear(&out);
    arena_free(arena);
}

static enum status put_some(struct arena *arena, char *ret_path, size_t size)
{
    struct file_folder folder = {.arena = arena};
    struct diag *diag = diag_new(arena);
    struct str bytes;
    if (diag == NULL)
        return NO_MEMORY;
    enum status status = file_folder_make(arena, diag, &folder);
    if (status == OK)
        status = file_folder_add(&folder, diag, STR("a/b/c.xml"), STR("<c/>"));
    if (status == OK)
        status = file_folder_add(&folder, diag, STR("a/d.xml"), STR(""));
    if (status == OK) {
        struct str path = path_join(arena, folder.path.ptr, "a/b/c.xml");
        status = path.ptr == NULL ? NO_MEMORY : file_read(arena, diag, path.ptr, 100, &bytes);
        if (status == OK)
            assert_string_equal(bytes.ptr, "<c/>");
    }
    for (size_t i = 0; i <= folder.path.len && i < size; i++)
        ret_path[i] = folder.path.len > 0 ? folder.path.ptr[i] : '\0';
    file_folder_remove(&folder);
    return status;
}

static void test_folder(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        char path[200] = "";
        struct arena *arena = arena_new(0);
        base_fail_allocation(n);
        struck = memory_struck(put_some(arena, path, sizeof path));
        assert_true(path[0] == '\0' || access(path, F_OK) != 0);
        arena_free(arena);
    }
}

static void test_files_kept(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct str bytes;
    assert_null(arena_files(arena));
    assert_int_equal(file_read(arena, diag, SOURCE_DIR "/README.md", 1 << 20, &bytes), OK);
    assert_non_null(arena_files(arena));
    assert_string_equal(arena_files(arena)->path, SOURCE_DIR "/README.md");
    assert_ptr_equal(arena_files(arena)->bytes.ptr, bytes.ptr);
    assert_int_equal(file_read(arena, diag, SOURCE_DIR "/nothing", 1 << 20, &bytes), SYSTEM);
    assert_null(arena_files(arena)->next);
    arena_reset(arena);
    assert_null(arena_files(arena));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_members), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_depth),   cmocka_unit_test(test_written),
                                       cmocka_unit_test(test_folder),  cmocka_unit_test(test_files_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
