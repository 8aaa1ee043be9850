/* A small kind in a folder of its own: write the three files, read an input, see the content as text or the
 * messages. */
#ifndef KIT_H
#define KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failing.h"
#include "template/template.h"

struct kit {
    char folder[40];
    struct arena *arena, *job;
    struct diag *diag;
    struct model *model;
    struct template *template;
    struct content *content;
    struct buf out;
};

static struct kit kit;

static const char *const kit_files[] = {"model.xml", "style.xml", "layout.xml", "input.xml", "blocks.xml"};

static int kit_open(void **state)
{
    (void)state;
    strcpy(kit.folder, "/tmp/chengwen-template-XXXXXX");
    return mkdtemp(kit.folder) == NULL;
}

static int kit_close(void **state)
{
    char path[80];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(kit_files); i++) {
        snprintf(path, sizeof path, "%s/%s", kit.folder, kit_files[i]);
        unlink(path);
    }
    return rmdir(kit.folder);
}

static int kit_start(void **state)
{
    (void)state;
    kit.arena = arena_new(0);
    kit.job = arena_new(0);
    kit.diag = kit.job == NULL ? NULL : diag_new(kit.job);
    kit.out = BUF(1 << 24);
    return kit.arena == NULL || kit.diag == NULL;
}

static int kit_stop(void **state)
{
    (void)state;
    buf_clear(&kit.out);
    arena_free(kit.arena);
    arena_free(kit.job);
    return 0;
}

static void kit_put(const char *name, const char *text)
{
    char path[80];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", kit.folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
}

/* `sheet` and `layout`: what stands inside the root elements. */
static void kit_kind(const char *fields, const char *sheet, const char *layout)
{
    char text[20000];

    snprintf(text, sizeof text, "<model kind='k' label='样'>%s</model>", fields);
    kit_put("model.xml", text);
    snprintf(text, sizeof text, "<styles>%s</styles>", sheet);
    kit_put("style.xml", text);
    snprintf(text, sizeof text, "<layout>%s</layout>", layout);
    kit_put("layout.xml", text);
}

static enum status kit_load(void)
{
    enum status status = model_load(kit.arena, kit.diag, kit.folder, &kit.model);

    return status == OK ? template_load(kit.arena, kit.diag, kit.folder, kit.model, &kit.template) : status;
}

static enum status kit_apply(void)
{
    static char path[80];
    struct eval eval = {.arena = kit.job, .diag = kit.diag, .shows = true};
    struct node *root;
    struct record *record;

    snprintf(path, sizeof path, "%s/input.xml", kit.folder);
    enum status status = reader_read_file(kit.job, kit.diag, path, &root);
    if (status == OK)
        status = model_read(&(struct model_reading){.model = kit.model, .eval = &eval}, root, &record);
    return status == OK ? template_apply(kit.template, &eval, record, &kit.content) : status;
}

/* Loading the kind and making the document, with every allocation failing in turn. */
static inline void kit_fail_allocations(const char *input)
{
    bool struck = true;

    kit_put("input.xml", input);
    for (uint64_t n = 1; struck; n++) {
        kit_stop(NULL);
        assert_int_equal(kit_start(NULL), 0);
        base_fail_allocation(n);
        enum status status = kit_load();
        struck = memory_struck(status == OK ? kit_apply() : status);
    }
}

static const char *kit_messages(void)
{
    buf_reset(&kit.out);
    buf_add_text(&kit.out, "");
    diag_print(kit.diag, &kit.out);
    return kit.out.len > 0 ? kit.out.ptr : "";
}

static void kit_add_shown(const struct portions *list, size_t from, size_t to, struct buf *out)
{
    for (size_t i = from; i < to; i++) {
        const struct shown *shown = list->items[i].what;
        buf_add_text(out, i > from ? "+" : "");
        if (shown->made == NULL)
            record_path(shown->record, shown->slot, out);
        else
            buf_printf(out, "(%.*s)", STR_ARGS(shown->made->formula));
    }
}

/* Of each text in the paragraph what it shows, "-": nothing; of one put together what stands in it, in brackets. */
static inline const char *kit_origins(const struct block *block)
{
    struct buf *out = &kit.out;

    buf_reset(out);
    buf_add_text(out, "");
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        const struct portions *list = block->paragraph.inlines[i].shown;
        buf_add_text(out, i > 0 ? " " : "");
        if (list == NULL)
            buf_add_text(out, "-");
        else
            kit_add_shown(list, 0, list->count, out);
    }
    return out->ptr;
}

/* The input (the whole root element) must give this content. */
static inline void kit_gives(const char *input, const char *expected)
{
    kit_put("input.xml", input);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    buf_reset(&kit.out);
    content_dump(kit.content, &kit.out);
    assert_int_equal(buf_status(&kit.out), OK);
    assert_string_equal(kit.out.ptr, expected);
}

static void kit_check_fault(const struct message *code, const char *expected)
{
    const char *messages = kit_messages();

    if ((code != NULL && !diag_has(kit.diag, code)) || strstr(messages, expected) == NULL)
        fail_msg("expected %s in: %s", expected, messages);
    if (diag_count(kit.diag, SEVERITY_ERROR) != 1)
        fail_msg("not one error: %s", messages);
}

/* Loading must fail with this one error; NULL: of any code. */
static inline void kit_load_fails(const struct message *code, const char *expected)
{
    assert_int_equal(kit_load(), FAILED);
    kit_check_fault(code, expected);
}

/* Loading succeeds, making the document fails with this one error. */
static inline void kit_apply_fails(const char *input, const struct message *code, const char *expected)
{
    kit_put("input.xml", input);
    if (kit_load() != OK)
        fail_msg("%s", kit_messages());
    assert_int_equal(kit_apply(), FAILED);
    kit_check_fault(code, expected);
}

#define KIT_TEST(name) cmocka_unit_test_setup_teardown(name, kit_start, kit_stop)

/* A layout that cannot be loaded, or applied: a test of that name.  The program names its MODEL, its INPUT
 * and the SECTION that holds blocks. */
#define KIT_LOAD_FAULT(name, layout, code, expected)                                                         \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        kit_kind(MODEL, "", SECTION(layout));                                                                \
        kit_load_fails(code, expected);                                                                      \
    }
#define KIT_APPLY_FAULT(name, layout, code, expected)                                                        \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        kit_kind(MODEL, "", SECTION(layout));                                                                \
        kit_apply_fails(INPUT, code, expected);                                                              \
    }

#endif
