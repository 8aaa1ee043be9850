/* What is kept of fonts from run to run: it changes nothing, and is thrown away as soon as anything has changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "font/font_int.h"
#include "font/real_roles.h"

/* A folder for the cache, and one for fonts, which does not exist at first. */
static struct {
    char folder[64], cache[96], fonts[96];
    const char *folders[2];
    struct font_request request;
} here;

static int make_folder(void **state)
{
    (void)state;
    strcpy(here.folder, "/tmp/chengwen-cache-XXXXXX");
    if (mkdtemp(here.folder) == NULL)
        return -1;
    snprintf(here.cache, sizeof here.cache, "%s/a/b/fonts", here.folder);
    snprintf(here.fonts, sizeof here.fonts, "%s/own", here.folder);
    here.folders[0] = real_folders[0];
    here.folders[1] = here.fonts;
    here.request = (struct font_request){real_roles, REAL_ROLE_COUNT, here.folders, 2, here.cache};
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", here.folder);
    return system(command) == 0 ? 0 : -1;
}

struct loaded {
    struct arena *arena;
    struct font_set *set;
    bool from_cache;
};

/* From the cache come faces that are known but not yet proved. */
static struct loaded load(void)
{
    struct loaded loaded = {.arena = arena_new(0)};
    struct diag *diag = diag_new(loaded.arena);
    const struct diag_entry *entries;
    assert_int_equal(font_set_load(diag, &here.request, &loaded.set), OK);
    assert_int_equal(diag_entries(diag, &entries), 0);
    loaded.from_cache = loaded.set->faces[0]->facts_known && !loaded.set->faces[0]->is_proved;
    return loaded;
}

static void end(struct loaded *loaded)
{
    font_set_free(loaded->set);
    arena_free(loaded->arena);
}

static struct str read_cache(struct arena *arena)
{
    struct str text = STR("");
    assert_int_equal(file_read(arena, diag_new(arena), here.cache, 1 << 20, &text), OK);
    return text;
}

static void write_cache(struct str text)
{
    FILE *file = fopen(here.cache, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

static void assert_same(const struct loaded *a, const struct loaded *b)
{
    static const uint32_t probes[] = {'A', 0x4E00, 0x3002, 0x2014, 0x201C, 0x9F99, 0x2611, 0xE000, 0x2B740};
    assert_int_equal(font_face_count(a->set), font_face_count(b->set));
    for (size_t i = 0; i < font_face_count(a->set); i++) {
        struct font_face_facts one, other;
        font_face_facts(a->set, (int)i, &one);
        font_face_facts(b->set, (int)i, &other);
        assert_true(str_equal(one.path, other.path) && str_equal(one.family, other.family));
        assert_true(str_equal(one.style, other.style) &&
                    str_equal(one.postscript_name, other.postscript_name));
        size_t from = offsetof(struct font_face_facts, index);
        assert_memory_equal((char *)&one + from, (char *)&other + from,
                            offsetof(struct font_face_facts, is_serif) - from);
        assert_int_equal(one.is_serif, other.is_serif);
        assert_int_equal(one.glyph_count, other.glyph_count);
    }
    for (int role = 0; role < REAL_ROLE_COUNT; role++)
        for (size_t i = 0; i < ARRAY_COUNT(probes); i++) {
            struct font_glyph one = {0}, other = {0};
            bool found = font_glyph_lookup(a->set, role, probes[i], i == 0, &one);
            assert_int_equal(font_glyph_lookup(b->set, role, probes[i], i == 0, &other), found);
            assert_int_equal(one.face, other.face);
            assert_int_equal(one.glyph, other.glyph);
            assert_int_equal(one.advance, other.advance);
            assert_int_equal(font_shift(a->set, role, one.face), font_shift(b->set, role, other.face));
        }
}

static void test_same(void **state)
{
    (void)state;
    struct loaded first = load(), second = load();
    assert_false(first.from_cache);
    assert_true(second.from_cache);
    assert_same(&first, &second);
    end(&first);
    end(&second);
}

/* Bytes changed anywhere, and lines cut, taken out or said twice: the same faces, and the file is made anew. */
static void test_damage(void **state)
{
    (void)state;
    struct loaded first = load();
    struct str good = read_cache(first.arena);
    char *bad = arena_alloc(first.arena, good.len + 1);
    for (size_t at = 0; at < good.len; at += good.len / 5 + 1) {
        memcpy(bad, good.ptr, good.len);
        bad[at] ^= 1;
        write_cache((struct str){bad, good.len});
        struct loaded again = load();
        assert_false(again.from_cache);
        assert_same(&first, &again);
        end(&again);
        write_cache(str_slice(good, 0, at));
        again = load();
        assert_false(again.from_cache);
        end(&again);
        assert_true(str_equal(read_cache(first.arena), good));
    }
    end(&first);
}

/* With a hash that is right: fields that are missing, too many, no numbers or of faces that are not there. */
static void test_forged(void **state)
{
    (void)state;
    static const char *const lines[] = {"name\t99\t0\tX\t\n",
                                        "name\t-2\t0\tX\t\n",
                                        "name\tx\t0\tX\t\n",
                                        "name\t0\n",
                                        "name\t0\t0\tX\t\tY\n",
                                        "face\t1\t2\n",
                                        "path\t-\t/etc\n",
                                        "path\n",
                                        "\n",
                                        "what\t1\n",
                                        "face\n",
                                        "name\t99999999999999999999999\t0\tX\t\n"};
    struct loaded first = load();
    struct str good = read_cache(first.arena);
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
        struct buf text = BUF(1 << 20);
        buf_add_str(&text, str_slice(good, 0, good.len - 17));
        buf_add_text(&text, lines[i]);
        uint64_t hash = str_hash(buf_str(&text));
        buf_printf(&text, "%016llx\n", (unsigned long long)hash);
        write_cache(buf_str(&text));
        buf_clear(&text);
        struct loaded again = load();
        assert_false(again.from_cache);
        end(&again);
    }
    end(&first);
}

/* Names that it does not know are looked for, and then known. */
static void test_other_names(void **state)
{
    (void)state;
    static const struct font_role other = {
        .name = STR("黑体"), .chain = {CANDIDATE("Liberation Sans", "Liberation Sans")}, .chain_count = 1};
    struct font_request request = here.request;
    struct loaded first = load();
    here.request.roles = &other;
    here.request.role_count = 1;
    for (int run = 0; run < 2; run++) {
        struct loaded again = load();
        assert_int_equal(again.from_cache, run);
        assert_string_equal(again.set->faces[0]->family.ptr, "Liberation Sans");
        end(&again);
    }
    here.request = request;
    end(&first);
}

/* A folder that comes, and settings that are others: it does not hold any more, nor is it written at once. */
static void test_changes(void **state)
{
    (void)state;
    struct loaded first = load();
    end(&first);
    assert_int_equal(mkdir(here.fonts, 0777), 0);
    for (int run = 0; run < 2; run++) {
        struct loaded again = load();
        assert_false(again.from_cache);
        end(&again);
    }
    assert_int_equal(rmdir(here.fonts), 0);
    struct loaded known = load();
    assert_true(known.from_cache);
    end(&known);
    setenv("XDG_DATA_HOME", here.folder, 1);
    struct loaded other = load();
    assert_false(other.from_cache);
    end(&other);
    unsetenv("XDG_DATA_HOME");
}

/* Settings that come where there were none. */
static void test_settings_come(void **state)
{
    (void)state;
    char path[96];
    snprintf(path, sizeof path, "%s/fontconfig", here.folder);
    setenv("XDG_CONFIG_HOME", here.folder, 1);
    for (int run = 0; run < 3; run++) {
        struct loaded loaded = load();
        assert_int_equal(loaded.from_cache, run == 1);
        end(&loaded);
        if (run == 1)
            assert_int_equal(mkdir(path, 0777), 0);
    }
    assert_int_equal(rmdir(path), 0);
    unsetenv("XDG_CONFIG_HOME");
}

/* What others may write, and what is no file. */
static void test_not_own(void **state)
{
    (void)state;
    struct loaded first = load();
    end(&first);
    first = load();
    assert_int_equal(chmod(here.cache, 0666), 0);
    struct loaded again = load();
    assert_true(first.from_cache);
    assert_false(again.from_cache);
    end(&again);
    assert_int_equal(unlink(here.cache), 0);
    assert_int_equal(mkdir(here.cache, 0777), 0);
    again = load();
    assert_false(again.from_cache);
    assert_same(&first, &again);
    end(&again);
    end(&first);
    assert_int_equal(rmdir(here.cache), 0);
}

/* A place where nothing can be written is done without. */
static void test_no_place(void **state)
{
    (void)state;
    struct font_request request = here.request;
    static const char *const places[] = {"/proc/chengwen/fonts", "/dev/null/fonts", NULL};
    for (size_t i = 0; i < ARRAY_COUNT(places); i++) {
        here.request.cache = places[i];
        struct loaded loaded = load();
        assert_false(loaded.from_cache);
        end(&loaded);
    }
    here.request = request;
}

/* What must be told is told in each run. */
static void test_warnings_stay(void **state)
{
    (void)state;
    static const struct font_role role = {
        .name = STR("仿宋"),
        .chain = {{.names = STR("No Such Fang"), .default_name = STR("No Such Fang")},
                  CANDIDATE("FandolFang", "")},
        .chain_count = 2};
    const struct font_request request = {&role, 1, real_folders, 1, here.cache};
    unlink(here.cache);
    for (int run = 0; run < 2; run++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct font_set *set = NULL;
        assert_int_equal(font_set_load(diag, &request, &set), OK);
        assert_int_equal(diag_count(diag, SEVERITY_WARNING), 1);
        font_set_free(set);
        arena_free(arena);
    }
    assert_int_not_equal(access(here.cache, F_OK), 0);
}

/* Memory that fails while it is read or written: no memory, or the same set. */
static void test_no_memory(void **state)
{
    (void)state;
    static const struct font_role role = {
        .name = STR("黑体"), .chain = {CANDIDATE("FandolHei", "")}, .chain_count = 1};
    const struct font_request request = {&role, 1, real_folders, 1, here.cache};
    unlink(here.cache);
    for (int known = 0; known < 2; known++)
        for (uint64_t n = 1;; n++) {
            struct arena *arena = arena_new(0);
            struct diag *diag = diag_new(arena);
            struct font_set *set = NULL;
            if (known == 0)
                unlink(here.cache);
            base_fail_allocation(n);
            enum status status = font_set_load(diag, &request, &set);
            bool failed = base_allocation_failed();
            base_fail_allocation(0);
            assert_true(status == OK || (failed && status == NO_MEMORY));
            font_set_free(status == OK ? set : NULL);
            arena_free(arena);
            if (!failed)
                break;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),          cmocka_unit_test(test_damage),
        cmocka_unit_test(test_forged),        cmocka_unit_test(test_other_names),
        cmocka_unit_test(test_changes),       cmocka_unit_test(test_not_own),
        cmocka_unit_test(test_warnings_stay), cmocka_unit_test(test_no_place),
        cmocka_unit_test(test_no_memory),     cmocka_unit_test(test_settings_come),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
