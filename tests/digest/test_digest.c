/*
 * SHA-256: the examples of FIPS 180-2; sets of files count by name, whatever their order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "digest/digest.h"
#include "failing.h"

static void test_bytes(void **state)
{
    (void)state;
    const struct str parts[] = {STR("a"), STR(""), STR("bc")};
    struct digest digest = digest_of(NULL, 0);
    assert_true(
        str_is(digest_str(&digest), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    digest = digest_of(parts, ARRAY_COUNT(parts));
    assert_true(
        str_is(digest_str(&digest), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

static struct digest of_files(const struct digest_file *files, size_t count)
{
    struct arena *arena = arena_new(0);
    struct digest digest;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(digest_files(arena, files, count, &digest));
    }
    arena_free(arena);
    return digest;
}

static void test_files(void **state)
{
    (void)state;
    const struct digest_file here[] = {{STR("a"), STR("1")}, {STR("b"), STR("2")}};
    const struct digest_file turned[] = {{STR("b"), STR("2")}, {STR("a"), STR("1")}};
    const struct digest_file moved[] = {{STR("a"), STR("12")}, {STR("b"), STR("")}};
    const struct digest_file named[] = {{STR("a"), STR("1")}, {STR("c"), STR("2")}};
    const struct digest first = of_files(here, 2), second = of_files(turned, 2);
    assert_memory_equal(first.digits, second.digits, DIGEST_LENGTH);
    const struct digest third = of_files(moved, 2), fourth = of_files(named, 2);
    assert_memory_not_equal(first.digits, third.digits, DIGEST_LENGTH);
    assert_memory_not_equal(first.digits, fourth.digits, DIGEST_LENGTH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bytes), cmocka_unit_test(test_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
