/* Loading: substitutions and faults of roles.xml with their messages, fonts that must not be used, failing
 * memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "font/real_roles.h"
#include "font/messages.def"

#define PLACE(number)                                                                                        \
    {                                                                                                        \
        .file = "roles.xml", .line = (number), .column = 1                                                   \
    }

struct run {
    struct arena *arena;
    struct diag *diag;
    struct font_set *set;
    enum status status;
    struct buf messages;
};

static struct run load(const struct font_role *roles, size_t count, const char *folder)
{
    struct run run = {.arena = arena_new(0)};
    run.diag = diag_new(run.arena);
    const char *const folders[] = {folder};
    const struct font_request request = {roles, count, folders, 1, NULL};
    run.status = font_set_load(run.diag, &request, &run.set);
    run.messages = BUF(1 << 20);
    diag_print(run.diag, &run.messages);
    return run;
}

static void end(struct run *run)
{
    font_set_free(run->set);
    buf_clear(&run->messages);
    arena_free(run->arena);
}

static void assert_says(const struct run *run, const char *text)
{
    if (run->messages.len == 0 || strstr(run->messages.ptr, text) == NULL)
        fail_msg("\"%s\" is not in:\n%s", text, run->messages.len > 0 ? run->messages.ptr : "(nothing)");
}

/* The role's own font is not there: the next of the chain, and both are named. */
static void test_substituted(void **state)
{
    (void)state;
    const struct font_role role = {.name = STR("仿宋"),
                                   .chain = {{.names = STR("不存在的仿宋|No Such Fang"),
                                              .default_name = STR("No Such Fang"),
                                              .place = PLACE(7)},
                                             CANDIDATE("Noto Serif CJK SC", "")},
                                   .chain_count = 2};
    struct run run = load(&role, 1, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, OK);
    assert_true(diag_has(run.diag, MSG_FONT_SUBSTITUTED));
    assert_int_equal(diag_count(run.diag, SEVERITY_WARNING), 1);
    assert_says(&run, "roles.xml:7:1");
    assert_says(&run, "No Such Fang");
    assert_says(&run, "Noto Serif CJK SC");
    struct font_glyph glyph;
    assert_true(font_glyph_lookup(run.set, 0, 0x4E00, false, &glyph));
    end(&run);
}

/* What roles.xml says of a face, Latin or not, is believed, and not what was measured of it. */
static void test_raise(void **state)
{
    (void)state;
    struct font_role role = {.name = STR("仿宋"),
                             .latin = {CANDIDATE("Liberation Serif", "")},
                             .latin_count = 1,
                             .chain = {CANDIDATE("FandolFang", "")},
                             .chain_count = 1};
    role.latin[0].has_raise = role.chain[0].has_raise = true;
    role.latin[0].raise = 30;
    for (int32_t raise = -20; raise <= 0; raise += 20) {
        role.chain[0].raise = raise;
        struct run run = load(&role, 1, SOURCE_DIR "/fonts/debian");
        struct font_glyph han, letter;
        assert_int_equal(run.status, OK);
        assert_true(font_glyph_lookup(run.set, 0, 0x56FD, false, &han));
        assert_true(font_glyph_lookup(run.set, 0, 'A', true, &letter));
        assert_int_equal(font_shift(run.set, 0, han.face), raise);
        assert_int_equal(font_shift(run.set, 0, letter.face), 30);
        end(&run);
    }
}

/* A name behind the default is a stand-in: taken, but not silently. */
static void test_stand_in(void **state)
{
    (void)state;
    struct font_role role = {.name = STR("仿宋"),
                             .chain = {CANDIDATE("No Such Fang | noto serif cjk sc", "No Such Fang")},
                             .chain_count = 1};
    struct run run = load(&role, 1, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, OK);
    assert_true(diag_has(run.diag, MSG_FONT_SUBSTITUTED));
    end(&run);
    role.chain[0].names = STR("Noto Serif CJK SC|No Such Fang"); /* before it: the user's own choice */
    run = load(&role, 1, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, OK);
    assert_int_equal(diag_count(run.diag, SEVERITY_WARNING), 0);
    end(&run);
}

static void test_latin_substituted(void **state)
{
    (void)state;
    const struct font_role role = {.name = STR("宋体"),
                                   .latin = {CANDIDATE("No Such Roman", "")},
                                   .latin_count = 1,
                                   .chain = {CANDIDATE("Noto Serif CJK SC", "")},
                                   .chain_count = 1};
    struct run run = load(&role, 1, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, OK);
    assert_true(diag_has(run.diag, MSG_FONT_LATIN_SUBSTITUTED));
    struct font_glyph glyph;
    assert_true(font_glyph_lookup(run.set, 0, 'A', true, &glyph));
    end(&run);
}

static void test_other_style(void **state)
{
    (void)state;
    const struct font_role role = {
        .name = STR("楷体"),
        .chain = {{.names = STR("FandolKai"), .style = STR("Bold"), .default_name = STR("FandolKai")}},
        .chain_count = 1};
    struct run run = load(&role, 1, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, OK);
    assert_true(diag_has(run.diag, MSG_FONT_OTHER_STYLE));
    end(&run);
}

/* All faulty roles are named in one go. */
static void test_faulty_roles(void **state)
{
    (void)state;
    const struct font_role roles[] = {
        {.name = STR("宋体"), .chain = {CANDIDATE("No Such Song", "")}, .chain_count = 1, .place = PLACE(2)},
        {.name = STR("黑体"),
         .bold = STR("粗楷"),
         .chain = {CANDIDATE("Noto Sans CJK SC", "")},
         .chain_count = 1,
         .place = PLACE(3)},
        {.name = STR("黑体"),
         .chain = {CANDIDATE("Noto Sans CJK SC", "")},
         .chain_count = 1,
         .place = PLACE(4)},
        {.name = STR("空"), .place = PLACE(5)},
    };
    struct run run = load(roles, ARRAY_COUNT(roles), SOURCE_DIR "/no/such/folder");
    assert_int_equal(run.status, FAILED);
    assert_null(run.set);
    assert_int_equal(diag_count(run.diag, SEVERITY_ERROR), 4); /* two without a face, one twice, its bold */
    assert_says(&run, "roles.xml:2:1");
    assert_says(&run, "No Such Song");
    assert_says(&run, "粗楷");
    assert_says(&run, "roles.xml:4:1");
    assert_says(&run, "roles.xml:5:1");
    end(&run);
}

static void test_role_count(void **state)
{
    (void)state;
    static struct font_role roles[FONT_MAX_ROLES + 1];
    static char names[FONT_MAX_ROLES + 1][8];
    for (size_t i = 0; i < ARRAY_COUNT(roles); i++) {
        snprintf(names[i], sizeof names[i], "r%zu", i);
        roles[i] = (struct font_role){
            .name = str_of(names[i]), .chain = {CANDIDATE("Noto Sans CJK SC", "")}, .chain_count = 1};
    }
    struct run run = load(roles, FONT_MAX_ROLES, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, OK);
    assert_int_equal(font_role_count(run.set), FONT_MAX_ROLES);
    assert_int_equal(font_face_count(run.set), 1);
    end(&run);
    run = load(roles, FONT_MAX_ROLES + 1, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, FAILED);
    assert_true(diag_has(run.diag, MSG_FONT_ROLE_COUNT));
    end(&run);
    run = load(roles, 0, SOURCE_DIR "/fonts/debian");
    assert_int_equal(run.status, FAILED);
    end(&run);
}

/* --- doctored copies of a font, in a folder that is asked before the system's --- */

/* Offset of a table's record in the directory of a font file. */
static size_t record_of(struct str font, const char *tag)
{
    size_t count = (size_t)(unsigned char)font.ptr[4] << 8 | (unsigned char)font.ptr[5];
    for (size_t i = 0; i < count; i++)
        if (memcmp(font.ptr + 12 + 16 * i, tag, 4) == 0)
            return 12 + 16 * i;
    fail_msg("no table %s", tag);
    return 0;
}

/* Of Liberation Serif. */
static void write_copy(const char *path, void (*doctor)(char *bytes, struct str font))
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct str font;
    const struct font_role role = {
        .name = STR("宋体"), .chain = {CANDIDATE("Liberation Serif", "")}, .chain_count = 1};
    struct run run = load(&role, 1, SOURCE_DIR "/fonts/debian");
    struct font_face_facts facts;
    font_face_facts(run.set, 0, &facts);
    assert_int_equal(file_read(arena, diag, facts.path.ptr, 1 << 24, &font), OK);
    end(&run);
    char *bytes = arena_alloc(arena, font.len);
    assert_non_null(bytes);
    memcpy(bytes, font.ptr, font.len);
    doctor(bytes, font);
    assert_int_equal(file_write_atomic(diag, path, (struct str){bytes, font.len}), OK);
    arena_free(arena);
}

static void forbid_embedding(char *bytes, struct str font)
{
    const unsigned char *record = (const unsigned char *)font.ptr + record_of(font, "OS/2");
    size_t offset = (size_t)record[8] << 24 | (size_t)record[9] << 16 | (size_t)record[10] << 8 | record[11];
    bytes[offset + 8] = 0;
    bytes[offset + 9] = 2;
}

static void hide_outlines(char *bytes, struct str font)
{
    memcpy(bytes + record_of(font, "glyf"), "glyX", 4);
}

static void assert_refused(void (*doctor)(char *bytes, struct str font), const struct message *message)
{
    char folder[] = "/tmp/chengwen-font-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    setenv("XDG_CACHE_HOME", folder, 1); /* fontconfig's notes on this folder go with it */
    snprintf(path, sizeof path, "%s/doctored.ttf", folder);
    write_copy(path, doctor);
    const struct font_role role = {.name = STR("西文"),
                                   .chain = {CANDIDATE("Liberation Serif|DejaVu Sans", "DejaVu Sans")},
                                   .chain_count = 1};
    struct run run = load(&role, 1, folder);
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    unsetenv("XDG_CACHE_HOME");
    assert_int_equal(run.status, OK);
    if (!diag_has(run.diag, message))
        fail_msg("no %s in: %s", message->name, run.messages.len > 0 ? run.messages.ptr : "(nothing)");
    assert_says(&run, path);
    struct font_face_facts facts;
    font_face_facts(run.set, 0, &facts);
    assert_true(str_is(facts.family, "DejaVu Sans"));
    end(&run);
}

static void test_restricted(void **state)
{
    (void)state;
    assert_refused(forbid_embedding, MSG_FONT_RESTRICTED);
}

static void test_broken(void **state)
{
    (void)state;
    assert_refused(hide_outlines, MSG_FONT_BROKEN);
}

/* --- memory --- */

static enum status use_all(struct arena *arena, struct diag *diag, const struct font_set *set)
{
    struct font_glyph glyph;
    struct font_program program;
    struct font_face_facts facts;
    bool found = font_glyph_lookup(set, 0, 0x9555 /* 镕: the fallback's */, false, &glyph);
    if (font_memory_failed(set))
        return NO_MEMORY;
    assert_true(found);
    font_face_facts(set, glyph.face, &facts);
    const struct font_piece pieces[] = {{0, 1000, 0}, {7, 1000, 0}, {70, 1000, 0}, {7, 900, 0}};
    const struct font_pieces wanted = {pieces, ARRAY_COUNT(pieces)};
    enum status status = font_program_make(set, 0, wanted, arena, diag, &program);
    if (status != OK)
        return status;
    font_face_facts(set, 0, &facts);
    assert_true(str_is(facts.postscript_name, "FandolFang-Regular"));
    return font_program_make(set, glyph.face, wanted, arena, diag, &program);
}

static void test_no_memory(void **state)
{
    (void)state;
    const struct font_role role = {.name = STR("仿宋"),
                                   .chain = {CANDIDATE("FandolFang", ""), CANDIDATE("BabelStone Han", "")},
                                   .chain_count = 2};
    for (uint64_t n = 1;; n++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct font_set *set = NULL;
        base_fail_allocation(n);
        const struct font_request request = {&role, 1, real_folders, 1, NULL};
        enum status status = font_set_load(diag, &request, &set);
        if (status == OK)
            status = use_all(arena, diag, set);
        bool failed = base_allocation_failed();
        base_fail_allocation(0);
        assert_int_equal(diag_count(diag, SEVERITY_ERROR), 0);
        font_set_free(set);
        arena_free(arena);
        if (!failed) {
            assert_int_equal(status, OK);
            print_message("%u allocations\n", (unsigned)n);
            break;
        }
        /* Glyph tables do without memory; all else says so. */
        assert_true(status == NO_MEMORY || status == OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_substituted), cmocka_unit_test(test_raise),
        cmocka_unit_test(test_stand_in),    cmocka_unit_test(test_latin_substituted),
        cmocka_unit_test(test_other_style), cmocka_unit_test(test_faulty_roles),
        cmocka_unit_test(test_role_count),  cmocka_unit_test(test_restricted),
        cmocka_unit_test(test_broken),      cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
