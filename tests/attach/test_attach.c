/*
 * What is read again of what was attached: paths that may be put in a folder, manifests, and how two differ.  Whole
 * papers are tried by tests/documents/check_attached.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "attach/attach.h"
#include "failing.h"

static void test_paths(void **state)
{
    (void)state;
    static const char *const good[] = {"a.xml", "parts/a.xml", "协议/一 二.xml", "a..b", ".a"};
    static const char *const bad[] = {"",    "/a",   "a/",   "a//b",          "..",   "a/../b",
                                      "./a", "a\\b", "a\nb", "a\xE2\x80\x8B", "\xE4", "a/."};
    char part[ATTACH_MAX_NAME + 2], deep[200];
    for (size_t i = 0; i < ARRAY_COUNT(good); i++)
        assert_true(attach_path_is_safe(str_of(good[i])));
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        assert_false(attach_path_is_safe(str_of(bad[i])));
    memset(part, 'a', sizeof part);
    assert_true(attach_path_is_safe((struct str){part, ATTACH_MAX_NAME}));
    assert_false(attach_path_is_safe((struct str){part, ATTACH_MAX_NAME + 1}));
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i % 2 == 0 ? 'a' : '/';
    assert_true(attach_path_is_safe((struct str){deep, 63}));
    assert_false(attach_path_is_safe((struct str){deep, 65}));
}

#define MANIFEST(program, face, date, digest)                                                                \
    "{\"format\":\"chengwen manifest 1\",\n\"program\":\"" program "\",\n\"kind\":\"memo\",\n"               \
    "\"kind-sha256\":\"00\",\n\"description\":\"a.xml\",\n\"options\":{\"date\":\"" date                     \
    "\"},\n\"fonts\":[\n"                                                                                    \
    "{\"face\":\"" face "\",\"version\":\"1\",\"sum\":\"0\"}\n],\n\"files\":[\n"                             \
    "{\"name\":\"a.xml\",\"path\":\"a.xml\",\"role\":\"source\",\"size\":\"1\",\"sha256\":\"" digest         \
    "\"}\n]}\n"

static enum status compare(struct arena *arena, const char *old_text, const char *text, struct buf *out)
{
    struct attach_manifest old, fresh;
    enum status status = attach_manifest_read(arena, str_of(old_text), &old);
    if (status == OK)
        status = attach_manifest_read(arena, str_of(text), &fresh);
    return status == OK ? attach_compare_manifests(arena, &old, &fresh, out) : status;
}

static void test_manifests(void **state)
{
    (void)state;
    static const char plain[] = MANIFEST("chengwen 1", "Song", "", "aa");
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {MANIFEST("chengwen 1", "Song", "", "aa"), ""},
        {MANIFEST("chengwen 1", "Song", "2026-08-02", "aa"),
         "  选项：生成时没有写 --date，这里写了 --date=2026-08-02；文件记着它的选项，核对时不必写\n"},
        {MANIFEST("chengwen 1", "Song", "", "bb"), "  描述：a.xml 与生成时的不同\n"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        bool struck = true;
        for (uint64_t n = 1; struck; n++) {
            struct arena *arena = arena_new(0);
            struct buf out = BUF(10000);
            base_fail_allocation(n);
            struck = memory_struck(compare(arena, plain, cases[i].text, &out));
            if (!struck)
                assert_string_equal(out.len > 0 ? out.ptr : "", cases[i].wanted);
            buf_clear(&out);
            arena_free(arena);
        }
    }
}

static void test_faces(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        struct attach_manifest manifest;
        struct attach_faces faces;
        base_fail_allocation(n);
        enum status status =
            attach_manifest_read(arena, str_of(MANIFEST("chengwen 1", "Song", "", "aa")), &manifest);
        if (status == OK)
            status = attach_manifest_faces(arena, &manifest, &faces);
        struck = memory_struck(status);
        if (!struck) {
            assert_int_equal(faces.count, 1);
            assert_true(str_is(faces.items[0].name, "Song") && str_is(faces.items[0].version, "1"));
        }
        arena_free(arena);
    }
}

static void test_no_manifest(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "{}", "[]", "\"a\"", "{\"program\":\"chengwen 1\"}", "nothing", "{\"program\":{}}"};
    struct arena *arena = arena_new(0);
    struct attach_manifest manifest;
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        assert_int_equal(attach_manifest_read(arena, str_of(bad[i]), &manifest), FAILED);
    arena_free(arena);
}

/* At the limit, and one byte over. */
static void test_large_manifest(void **state)
{
    (void)state;
    const struct str plain = STR(MANIFEST("chengwen 1", "Song", "", "aa"));
    struct arena *arena = arena_new(0);
    for (size_t len = ATTACH_MAX_MANIFEST; len <= ATTACH_MAX_MANIFEST + 1; len++) {
        struct buf text = BUF(ATTACH_MAX_MANIFEST + 10);
        struct attach_manifest manifest;
        buf_add_str(&text, plain);
        while (text.len < len)
            buf_add_char(&text, ' ');
        assert_int_equal(attach_manifest_read(arena, buf_str(&text), &manifest),
                         len == ATTACH_MAX_MANIFEST ? OK : FAILED);
        buf_clear(&text);
    }
    arena_free(arena);
}

static void test_data(void **state)
{
    (void)state;
    static const char head[] = "{\"fields\":[\n";
    static const char *const texts[] = {"{\"path\":\"a\",\"label\":\"甲\",\"value\":\"1\"},\n{\"path\":\"b\","
                                        "\"label\":\"乙\",\"value\":\"2\"}\n",
                                        "{\"path\":\"a\",\"label\":\"甲\",\"value\":\"1\"},\n{\"path\":\"b\","
                                        "\"label\":\"乙\",\"value\":\"3\"}\n"};
    struct arena *arena = arena_new(0);
    struct str old = arena_printf(arena, "%s%s]}\n", head, texts[0]);
    struct str fresh = arena_printf(arena, "%s%s]}\n", head, texts[1]);
    struct buf out = BUF(1000);
    assert_int_equal(attach_compare_data(arena, old, old, &out), OK);
    assert_int_equal(out.len, 0);
    assert_int_equal(attach_compare_data(arena, old, fresh, &out), OK);
    assert_string_equal(out.ptr, "  数据：乙（b）文件里是“2”，重新生成是“3”\n");
    buf_clear(&out);
    old = STR("x\n],\"figures\":[\n{\"label\":\"合计\",\"row\":\"小计\",\"formula\":\"sum(a)\",\"unit\":"
              "\"元\",\"value\":\"2\"}\n]}\n");
    fresh = STR("y\nz\n],\"figures\":[\n{\"label\":\"合计\",\"row\":\"小计\",\"formula\":\"sum(a)\",\"unit\":"
                "\"元\",\"value\":\"3\"}\n]}\n");
    assert_int_equal(attach_compare_data(arena, old, fresh, &out), OK);
    assert_string_equal(out.ptr, "  数据：小计，合计（sum(a)）文件里是“2元”，重新生成是“3元”\n");
    buf_clear(&out);
    struct buf many[2] = {BUF(10000), BUF(10000)};
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < 7; i++)
            buf_printf(&many[side], "{\"path\":\"%d\",\"label\":\"甲\",\"value\":\"%d\"},\n", i, i + side);
    assert_int_equal(attach_compare_data(arena, buf_str(&many[0]), buf_str(&many[1]), &out), OK);
    assert_true(str_ends(buf_str(&out), "甲（4）文件里是“4”，重新生成是“5”\n  数据：还有 2 处不同\n"));
    buf_clear(&many[0]);
    buf_clear(&many[1]);
    buf_clear(&out);
    assert_int_equal(attach_compare_data(arena, STR("\x01\n{\n"), fresh, &out), OK);
    assert_int_equal(out.len, 0);
    buf_clear(&out);
    arena_free(arena);
}

#define RECORD(fields)                                                                                       \
    "{\"format\":\"chengwen data 1\",\"kind\":\"memo\",\"title\":\"\",\"pages\":1,\"fields\":[\n" fields     \
    "\n],\"figures\":[\n]}\n"

static void test_record(void **state)
{
    (void)state;
    static const char text[] =
        RECORD("{\"path\":\"a\",\"label\":\"甲\",\"type\":\"number\",\"unit\":\"元\",\"value\":\"1/"
               "3\",\"from\":\"stated\"},\n"
               "{\"path\":\"b\",\"type\":\"numbers\",\"value\":[\"1\",\"2\"]},\n"
               "{\"path\":\"l[1].c\",\"type\":\"text\",\"value\":\"\",\"doubt\":true}");
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct model_past past;
        base_fail_allocation(n);
        struck = memory_struck(attach_record_read(arena, diag, "r.json", str_of(text), &past));
        if (!struck) {
            assert_true(past.is_there && str_is(past.kind, "memo") && past.count == 2);
            const struct model_past_figure *a = &past.items[0], *c = &past.items[1];
            assert_true(str_is(a->path, "a") && str_is(a->unit, "元") && str_is(a->value, "1/3"));
            assert_true(a->type == TYPE_NUMBER && !a->doubt && a->place.line == 2 && a->place.column == 1);
            assert_true(c->type == TYPE_TEXT && c->doubt && c->value.len == 0 && c->place.line == 4);
        }
        arena_free(arena);
    }
}

static void test_no_record(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
    } bad[] = {{"", 1},
               {"[]", 1},
               {"{\"format\":\"chengwen manifest 1\",\"kind\":\"memo\",\"fields\":[]}", 1},
               {"{\"format\":\"chengwen data 1\",\"fields\":[]}", 1},
               {"{\"format\":\"chengwen data 1\",\"kind\":\"memo\"}", 1},
               {"{\"format\":\"chengwen data 1\",\"kind\":\"memo\",\"fields\":{}}", 1},
               {RECORD("1"), 2},
               {RECORD("{\"path\":\"\",\"type\":\"text\",\"value\":\"\"}"), 2},
               {RECORD("{\"path\":\"a\",\"type\":\"text\"}"), 2},
               {RECORD("{\"path\":\"a\",\"type\":\"number\",\"value\":1}"), 2},
               {RECORD("{\"path\":\"a\",\"type\":\"text\",\"value\":[\"x\"]}"), 2},
               {RECORD("{\"path\":\"a\",\"type\":\"text\",\"value\":\"x\"},\n{\"path\":\"a\",\"type\":"
                       "\"text\",\"value\":"
                       "\"x\"}"),
                3}};
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        const struct diag_entry *entries;
        struct model_past past;
        assert_int_equal(attach_record_read(arena, diag, "r.json", str_of(bad[i].text), &past), FAILED);
        assert_int_equal(diag_entries(diag, &entries), 1);
        assert_int_equal(entries[0].place.line, bad[i].line);
        arena_free(arena);
    }
}

/* The order of fields and what stands beside a value say nothing; a path, a type, a unit, a value, the kind does. */
static void test_digests(void **state)
{
    (void)state;
#define DATA(kind, first, second)                                                                            \
    "{\"format\":\"chengwen data 1\",\"kind\":\"" kind "\",\"pages\":3,\"fields\":[\n" first ",\n" second    \
    "\n],\"figures\":[\n]}\n"
#define FIELD(path, type, unit, value, more)                                                                 \
    "{\"path\":\"" path "\",\"label\":\"x\",\"type\":\"" type "\",\"unit\":\"" unit                          \
    "\",\"value\":" value more "}"
    static const char *const same[] = {
        DATA("memo", FIELD("a", "number", "元", "\"1/3\"", ""),
             FIELD("b", "text", "", "\"“\\\\\\\"\u200b\"", "")),
        DATA("memo", FIELD("b", "text", "", "\"\\u201c\\u005c\\u0022\\u200b\"", ",\"from\":\"stated\""),
             FIELD("a", "number", "元", "\"1/3\"", ",\"printed\":[]")),
        "{\"fields\":[{\"value\":\"“\\\\\\\"\\u200B\",\"path\":\"b\",\"type\":\"text\"},{\"path\":\"a\","
        "\"type\":\"number\",\"unit\":\"元\",\"value\":\"1/3\"}],\"kind\":\"memo\",\"format\":\"chengwen "
        "data 1\"}"};
    static const char *const other[] = {
        DATA("slip", FIELD("a", "number", "元", "\"1/3\"", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("a", "number", "元", "\"1/3\"", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("c", "number", "元", "\"1/3\"", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("a", "text", "元", "\"1/3\"", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("a", "number", "万元", "\"1/3\"", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("a", "number", "元", "\"2/3\"", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("a", "numbers", "元", "[\"1/3\"]", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("a", "numbers", "元", "[\"1\",\"3\"]", ""), FIELD("b", "text", "", "\"x\"", "")),
        DATA("memo", FIELD("a", "numbers", "元", "[]", ""), FIELD("b", "text", "", "\"x\"", ""))};
    static const char *const bad[] = {
        "",
        "{}",
        "[]",
        "{\"format\":\"chengwen data 1\",\"kind\":\"memo\"}",
        "{\"format\":\"chengwen data 1\",\"kind\":\"memo\",\"fields\":{}}",
        "{\"format\":\"other 1\",\"kind\":\"memo\",\"fields\":[]}",
        "{\"format\":\"chengwen data 1\",\"kind\":\"memo\",\"fields\":[{\"path\":\"a\",\"type\":\"text\"}]}",
        "{\"format\":\"chengwen data 1\",\"kind\":\"memo\",\"fields\":[\"a\"]}"};
    struct digest first, digest, others[ARRAY_COUNT(other)];
    assert_int_equal(attach_digest_data(str_of(same[0]), &first), OK);
    for (size_t i = 1; i < ARRAY_COUNT(same); i++) {
        assert_int_equal(attach_digest_data(str_of(same[i]), &digest), OK);
        assert_memory_equal(&digest, &first, sizeof first);
    }
    for (size_t i = 0; i < ARRAY_COUNT(other); i++) {
        assert_int_equal(attach_digest_data(str_of(other[i]), &others[i]), OK);
        assert_memory_not_equal(&others[i], &first, sizeof first);
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(&others[i], &others[j], sizeof first);
    }
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        assert_int_equal(attach_digest_data(str_of(bad[i]), &digest), FAILED);
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attach_digest_data(str_of(other[7]), &digest));
    }
    assert_memory_equal(&digest, &others[7], sizeof digest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record),         cmocka_unit_test(test_no_record),
        cmocka_unit_test(test_paths),          cmocka_unit_test(test_manifests),
        cmocka_unit_test(test_faces),          cmocka_unit_test(test_no_manifest),
        cmocka_unit_test(test_large_manifest), cmocka_unit_test(test_data),
        cmocka_unit_test(test_digests)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
