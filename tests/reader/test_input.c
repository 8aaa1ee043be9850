/* Descriptions: whatever they are called; streams; names without the end that tells the format; places in
 * texts that were made of no source. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "reader/reader.h"

static char folder[] = "/tmp/input-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

typedef enum status read_tree(struct arena *arena, struct diag *diag, const char *path,
                              struct node **ret_root);

static void check_read(read_tree *read, const char *path, enum status expected)
{
    struct arena *arena = arena_new(0);
    struct node *root = NULL;
    assert_int_equal(read(arena, diag_new(arena), path, &root), expected);
    if (expected == OK)
        assert_true(node_is(root, "a"));
    arena_free(arena);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const names[] = {"a.xml", "a.txt", "a", ".xml", "a.XML"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        char path[80];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        check_read(reader_read_part, path, SYSTEM);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs("<a>文</a>", file) >= 0);
        assert_int_equal(fclose(file), 0);
        check_read(reader_read_input, path, OK);
        check_read(reader_read_part, path, OK);
        unlink(path);
    }
}

/* What the command line names may be a stream; what a description names may not. */
static void test_streams(void **state)
{
    (void)state;
    int ends[2];
    char path[30];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "<a/>", 4), 4);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    check_read(reader_read_part, path, SYSTEM);
    check_read(reader_read_input, path, OK);
    close(ends[0]);
}

static void test_stems(void **state)
{
    (void)state;
    assert_true(str_is(reader_input_stem(STR("合同.xml")), "合同"));
    assert_true(str_is(reader_input_stem(STR("a.xml.xml")), "a.xml"));
    assert_true(str_is(reader_input_stem(STR("a.pdf")), "a.pdf"));
    assert_true(str_is(reader_input_stem(STR(".xml")), ".xml"));
    assert_true(str_is(reader_input_stem(STR("a.XML")), "a"));
    assert_true(str_is(reader_input_stem(STR("xml")), "xml"));
}

static void test_places_without_a_source(void **state)
{
    (void)state;
    const struct node text = {.kind = NODE_TEXT, .text = STR("一二三"), .place = {"a.csv", 4, 7}};
    const struct attr attr = {.value = STR("一二三"), .place = {"a.csv", 4, 7}};
    const struct place places[] = {node_text_place(&text, 6), attr_text_place(&attr, 6)};
    for (size_t i = 0; i < ARRAY_COUNT(places); i++) {
        assert_string_equal(places[i].file, "a.csv");
        assert_int_equal(places[i].line, 4);
        assert_int_equal(places[i].column, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_stems),
        cmocka_unit_test(test_places_without_a_source),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
