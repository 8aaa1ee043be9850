/* Files that change between being looked at and being written: large ones are read twice. */
#include <fcntl.h>
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

#include "small_pictures.h"

#include "picture/messages.def"
#include "picture/picture_int.h"

enum { BEHIND = PICTURE_KEPT + 1, CHANGED = sizeof small_jpeg - 4 };

struct folder {
    char path[64];
    char jpeg[80], png[80];
};

/* So large by what stands behind it that it is set aside; the file is another one, the old one is gone. */
static void write_file(const char *path, const unsigned char *bytes, size_t len)
{
    char *white = calloc(1, BEHIND);
    (void)unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(white);
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fwrite(white, 1, BEHIND, file), BEHIND);
    assert_int_equal(fclose(file), 0);
    free(white);
}

static void write_jpeg(const struct folder *folder, unsigned char value)
{
    unsigned char bytes[sizeof small_jpeg];
    memcpy(bytes, small_jpeg, sizeof bytes);
    bytes[CHANGED] = value;
    write_file(folder->jpeg, bytes, sizeof bytes);
}

static int set_up(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    assert_non_null(folder);
    (void)snprintf(folder->path, sizeof folder->path, "/tmp/pictures.XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    (void)snprintf(folder->jpeg, sizeof folder->jpeg, "%s/a.jpg", folder->path);
    (void)snprintf(folder->png, sizeof folder->png, "%s/a.png", folder->path);
    write_jpeg(folder, 1);
    write_file(folder->png, small_png, sizeof small_png);
    *state = folder;
    return 0;
}

static int tear_down(void **state)
{
    struct folder *folder = *state;
    (void)unlink(folder->jpeg);
    (void)unlink(folder->png);
    (void)rmdir(folder->path);
    free(folder);
    return 0;
}

static const struct picture_file *look(struct arena *arena, struct diag *diag, const char *beside,
                                       struct str path)
{
    struct picture_read *reads = NULL;
    const struct picture_file *file = NULL;
    const struct picture_name name = {.path = path, .beside = beside};
    assert_int_equal(picture_file_read(arena, diag, &reads, &name, &file), OK);
    assert_non_null(file->aside);
    return file;
}

/* Written again: well, or what is told of it. */
static void check_written(const struct picture_file *file, const struct message *wanted)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    const struct diag_entry *entries = NULL;
    struct picture_written written;
    assert_non_null(diag);
    const enum status status = picture_write(file, &(struct picture_wish){0}, &written);
    assert_int_equal(status, wanted == NULL ? OK : FAILED);
    if (status == FAILED)
        picture_written_report(&written, file, diag, (struct place){0});
    picture_written_close(&written);
    assert_int_equal(diag_entries(diag, &entries), wanted == NULL ? 0 : 1);
    if (wanted != NULL)
        assert_ptr_equal(entries[0].code, wanted);
    arena_free(arena);
}

static void check_samples(const struct picture_file *file, enum status wanted)
{
    struct picture_samples samples;
    assert_int_equal(picture_samples_open(file, &samples), wanted);
    assert_int_equal(samples.changed, wanted == FAILED);
    picture_samples_close(&samples);
}

static void test_changed(void **state)
{
    const struct folder *folder = *state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    assert_non_null(diag);
    char beside[80];
    (void)snprintf(beside, sizeof beside, "%s/a.xml", folder->path);
    const struct picture_file *jpeg = look(arena, diag, beside, STR("a.jpg")),
                              *png = look(arena, diag, beside, STR("a.png"));
    check_written(jpeg, NULL);
    check_samples(png, OK);
    write_jpeg(folder, 1); /* the same bytes, in another file */
    check_written(jpeg, NULL);
    write_jpeg(folder, 2);
    check_written(jpeg, MSG_PICTURE_CHANGED);
    write_file(folder->jpeg, small_jpeg, 0); /* being written */
    check_written(jpeg, MSG_PICTURE_CHANGED);
    write_file(folder->png, small_jpeg, sizeof small_jpeg);
    check_samples(png, FAILED);
    assert_int_equal(unlink(folder->jpeg), 0);
    check_written(jpeg, MSG_PICTURE_READ);
    assert_int_equal(mkdir(folder->jpeg, 0700), 0);
    check_written(jpeg, MSG_PICTURE_READ);
    assert_int_equal(rmdir(folder->jpeg), 0);
    write_jpeg(folder, 1);
    assert_int_equal(truncate(folder->jpeg, PICTURE_MAX_BYTES + 1), 0);
    check_written(jpeg, MSG_PICTURE_READ);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_changed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
