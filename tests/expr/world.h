/* A small kind with a record, for the tests of the language: every type, units, an optional field and group,
 * a list with a list in it, bands, a prose field.  Texts of values: numbers shortest exact, dates
 * 2026年8月2日, yes, no, [a|b]. */
#ifndef TESTS_EXPR_WORLD_H
#define TESTS_EXPR_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "expr/expr.h"

struct world {
    struct arena *arena;
    struct diag *diag;
    struct shape *root, *original, *extra, *item, *part, *bands, *calendar, *off, *work;
    struct record *record;
    struct eval eval;
};

static const struct place source_place = {"model.xml", 7, 10};

static inline struct type type_of(enum type_kind kind, const char *unit)
{
    return (struct type){.kind = kind, .unit = str_of(unit)};
}

static inline struct type record_type(const struct shape *shape)
{
    return (struct type){.kind = TYPE_RECORD, .shape = shape};
}

static inline struct type list_type(struct world *world, struct type of)
{
    struct type *kept = ARENA_NEW(world->arena, struct type);
    assert_non_null(kept);
    *kept = of;
    return (struct type){.kind = TYPE_LIST, .of = kept};
}

static inline struct field *add_field(struct world *world, struct shape *shape, const char *name,
                                      struct type type)
{
    struct field *field = shape_add(world->arena, shape, str_of(name), type);
    assert_non_null(field);
    return field;
}

static inline struct value number_text(struct world *world, const char *text)
{
    struct value value = {.kind = TYPE_NUMBER};
    assert_int_equal(number_parse(world->arena, str_of(text), &value.number), OK);
    return value;
}

static inline void set_value(struct record *record, const char *name, struct value value)
{
    int slot = shape_lookup(record->shape, str_of(name));
    assert_true(slot >= 0);
    record->slots[slot] =
        (struct slot){.state = SLOT_SET, .value = value, .place = {"input.xml", 20 + (uint32_t)slot, 5}};
}

static inline void set_number(struct world *world, struct record *record, const char *name, const char *text)
{
    set_value(record, name, number_text(world, text));
}

static inline void set_text(struct record *record, const char *name, const char *text)
{
    set_value(record, name, (struct value){.kind = TYPE_TEXT, .text = str_of(text)});
}

static inline void set_date(struct record *record, const char *name, const char *text)
{
    struct value value = {.kind = TYPE_DATE};
    assert_true(date_parse(str_of(text), &value.date));
    set_value(record, name, value);
}

static inline void set_yesno(struct record *record, const char *name, bool yesno)
{
    set_value(record, name, (struct value){.kind = TYPE_YESNO, .yesno = yesno});
}

static inline struct record *add_record(struct world *world, const struct shape *shape, struct record *parent,
                                        const char *name)
{
    struct record *record = record_make(world->arena, shape, parent);
    assert_non_null(record);
    record->place = (struct place){"input.xml", 40, 3};
    set_value(parent, name, (struct value){.kind = TYPE_RECORD, .record = record});
    return record;
}

/* Makes a list of `count` records. */
static inline struct value *add_list(struct world *world, const struct shape *shape, struct record *parent,
                                     const char *name, size_t count)
{
    struct value list = {.kind = TYPE_LIST};
    list.list.items = ARENA_NEW_ARRAY(world->arena, count, struct value);
    list.list.count = count;
    assert_non_null(list.list.items);
    for (size_t i = 0; i < count; i++) {
        struct record *record = record_make(world->arena, shape, parent);
        assert_non_null(record);
        record->index = i;
        record->place = (struct place){"input.xml", 50 + (uint32_t)i, 3};
        list.list.items[i] = (struct value){.kind = TYPE_RECORD, .record = record};
    }
    set_value(parent, name, list);
    return list.list.items;
}

static inline void world_shapes(struct world *w)
{
    w->root = shape_make(w->arena, STR("root"), NULL);
    w->original = shape_make(w->arena, STR("original"), w->root);
    w->extra = shape_make(w->arena, STR("extra"), w->root);
    w->item = shape_make(w->arena, STR("item"), w->root);
    w->part = shape_make(w->arena, STR("part"), w->item);
    w->bands = shape_make(w->arena, STR("grades"), w->root);
    add_field(w, w->root, "title", type_of(TYPE_TEXT, ""));
    add_field(w, w->root, "total", type_of(TYPE_NUMBER, "元"))->label = STR("合同总额");
    add_field(w, w->root, "wan_total", type_of(TYPE_NUMBER, "万元"));
    add_field(w, w->root, "people", type_of(TYPE_NUMBER, "人"));
    add_field(w, w->root, "rate", type_of(TYPE_NUMBER, "%"));
    add_field(w, w->root, "ratio", type_of(TYPE_NUMBER, ""));
    add_field(w, w->root, "zero", type_of(TYPE_NUMBER, ""));
    add_field(w, w->root, "from", type_of(TYPE_DATE, ""));
    add_field(w, w->root, "to", type_of(TYPE_DATE, ""));
    add_field(w, w->root, "agreed", type_of(TYPE_YESNO, ""));
    add_field(w, w->root, "story", type_of(TYPE_PROSE, ""));
    struct field *note = add_field(w, w->root, "note", type_of(TYPE_TEXT, ""));
    note->label = STR("备注");
    note->optional = true;
    add_field(w, w->root, "评价", type_of(TYPE_TEXT, ""));
    add_field(w, w->root, "original", record_type(w->original));
    add_field(w, w->root, "extra", record_type(w->extra))->optional = true;
    add_field(w, w->root, "item", list_type(w, record_type(w->item)));
    add_field(w, w->root, "none", list_type(w, record_type(w->item)));
    add_field(w, w->root, "grades", list_type(w, record_type(w->bands)));
    add_field(w, w->original, "amount", type_of(TYPE_NUMBER, "元"));
    add_field(w, w->original, "signed", type_of(TYPE_DATE, ""))->optional = true;
    add_field(w, w->extra, "amount", type_of(TYPE_NUMBER, "元"));
    add_field(w, w->item, "name", type_of(TYPE_TEXT, ""));
    add_field(w, w->item, "amount", type_of(TYPE_NUMBER, "元"));
    add_field(w, w->item, "kind", type_of(TYPE_TEXT, ""));
    struct field *weight = add_field(w, w->item, "weight", type_of(TYPE_NUMBER, ""));
    weight->optional = true;
    weight->label = STR("权重");
    add_field(w, w->item, "part", list_type(w, record_type(w->part)));
    add_field(w, w->part, "n", type_of(TYPE_NUMBER, ""));
    add_field(w, w->bands, "min", type_of(TYPE_NUMBER, ""))->optional = true;
    add_field(w, w->bands, "max", type_of(TYPE_NUMBER, ""))->optional = true;
    add_field(w, w->bands, "label", type_of(TYPE_TEXT, ""));
    add_field(w, w->bands, "value", type_of(TYPE_NUMBER, ""))->optional = true;
    w->calendar = shape_make(w->arena, STR("calendar"), w->root);
    w->off = shape_make(w->arena, STR("off"), w->calendar);
    w->work = shape_make(w->arena, STR("work"), w->calendar);
    add_field(w, w->root, "calendar", record_type(w->calendar));
    add_field(w, w->calendar, "first", type_of(TYPE_NUMBER, ""));
    add_field(w, w->calendar, "last", type_of(TYPE_NUMBER, ""));
    add_field(w, w->calendar, "off", list_type(w, record_type(w->off)));
    add_field(w, w->calendar, "work", list_type(w, record_type(w->work)));
    add_field(w, w->off, "from", type_of(TYPE_DATE, ""));
    add_field(w, w->off, "to", type_of(TYPE_DATE, ""))->optional = true;
    add_field(w, w->work, "day", type_of(TYPE_DATE, ""));
}

/* Of 2025 from August on, and 2026, in part. */
static inline void world_calendar(struct world *w)
{
    static const char *const off[][2] = {{"2025-10-01", "2025-10-08"},
                                         {"2026-01-01", "2026-01-03"},
                                         {"2026-02-15", "2026-02-23"},
                                         {"2026-05-01", "2026-05-05"}};
    static const char *const work[] = {"2025-09-28", "2025-10-11", "2026-01-04",
                                       "2026-02-14", "2026-02-28", "2026-05-09"};
    struct record *calendar = add_record(w, w->calendar, w->record, "calendar");
    set_number(w, calendar, "first", "2025");
    set_number(w, calendar, "last", "2026");
    struct value *days = add_list(w, w->off, calendar, "off", ARRAY_COUNT(off));
    for (size_t i = 0; i < ARRAY_COUNT(off); i++) {
        set_date(days[i].record, "from", off[i][0]);
        set_date(days[i].record, "to", off[i][1]);
    }
    days = add_list(w, w->work, calendar, "work", ARRAY_COUNT(work));
    for (size_t i = 0; i < ARRAY_COUNT(work); i++)
        set_date(days[i].record, "day", work[i]);
}

static inline void world_items(struct world *w)
{
    static const char *const names[] = {"甲", "乙", "丙"};
    static const char *const amounts[] = {"100", "250.5", "49.5"};
    static const char *const kinds[] = {"plain", "surplus", "plain"};
    struct value *items = add_list(w, w->item, w->record, "item", 3);
    for (size_t i = 0; i < 3; i++) {
        struct record *item = items[i].record;
        set_text(item, "name", names[i]);
        set_number(w, item, "amount", amounts[i]);
        set_text(item, "kind", kinds[i]);
        struct value *parts = add_list(w, w->part, item, "part", i);
        for (size_t j = 0; j < i; j++)
            set_number(w, parts[j].record, "n", j == 0 ? "1" : "2");
    }
    set_number(w, items[0].record, "weight", "3");
    add_list(w, w->item, w->record, "none", 0);
    struct value *bands = add_list(w, w->bands, w->record, "grades", 3);
    set_number(w, bands[0].record, "min", "90");
    set_number(w, bands[1].record, "min", "75");
    set_number(w, bands[1].record, "max", "90");
    set_number(w, bands[2].record, "min", "60");
    set_number(w, bands[2].record, "max", "75");
    static const char *const labels[] = {"优秀", "良好", "合格"}, *const values[] = {"1", "0.8", "0.6"};
    for (size_t i = 0; i < 3; i++) {
        set_text(bands[i].record, "label", labels[i]);
        set_number(w, bands[i].record, "value", values[i]);
    }
}

static inline void world_values(struct world *w)
{
    w->record = record_make(w->arena, w->root, NULL);
    assert_non_null(w->record);
    w->record->place = (struct place){"input.xml", 2, 1};
    set_text(w->record, "title", "补充协议");
    set_number(w, w->record, "total", "2527273");
    set_number(w, w->record, "wan_total", "252.7273");
    set_number(w, w->record, "people", "12");
    set_number(w, w->record, "rate", "87.5");
    set_number(w, w->record, "ratio", "0.87114");
    set_number(w, w->record, "zero", "0");
    set_date(w->record, "from", "2025-08-02");
    set_date(w->record, "to", "2026-08-01");
    set_yesno(w->record, "agreed", true);
    set_text(w->record, "评价", "好");
    struct record *original = add_record(w, w->original, w->record, "original");
    set_number(w, original, "amount", "1662624");
    world_items(w);
    world_calendar(w);
}

/* That of nothing. */
static inline enum status find_digest(void *context, struct str *ret_digits)
{
    (void)context;
    *ret_digits = STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    return OK;
}

static inline int world_setup(void **state)
{
    static struct world world;
    struct arena *arena = arena_new(0);
    assert_non_null(arena);
    world = (struct world){.arena = arena, .diag = diag_new(arena)};
    world_shapes(&world);
    world_values(&world);
    world.eval = (struct eval){
        .arena = arena, .diag = world.diag, .today = {2026, 8, 2}, .digest = {find_digest, NULL}};
    *state = &world;
    return 0;
}

static inline int world_teardown(void **state)
{
    struct world *world = *state;
    arena_free(world->arena);
    return 0;
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

static inline void show_value(struct world *w, const struct value *value, struct buf *out)
{
    if (value->kind == TYPE_YESNO) {
        buf_add_text(out, value->yesno ? "yes" : "no");
    } else if (value->kind == TYPE_RECORD) {
        record_path(value->record, -1, out);
    } else if (value->kind == TYPE_LIST) {
        buf_add_char(out, '[');
        for (size_t i = 0; i < value->list.count; i++) {
            if (i > 0)
                buf_add_char(out, '|');
            show_value(w, &value->list.items[i], out);
        }
        buf_add_char(out, ']');
    } else {
        assert_int_equal(value_print(value, &w->eval, source_place, out), OK);
    }
}

static inline void print_messages(struct world *w)
{
    struct buf out = BUF(100000);
    diag_print(w->diag, &out);
    print_message("%.*s", STR_ARGS(buf_str(&out)));
    buf_clear(&out);
}

static inline const struct expr *compile(struct world *w, const struct shape *scope, const char *source)
{
    const struct expr *expr = NULL;
    if (expr_compile(w->arena, w->diag, str_of(source), source_place, scope, &expr) != OK) {
        print_messages(w);
        fail_msg("does not compile: %s", source);
    }
    return expr;
}

/* The value of `source` in `record`, as text. */
static inline void expect_in(struct world *w, struct record *record, const char *source, const char *expected)
{
    const struct expr *expr = compile(w, record->shape, source);
    struct value value;
    if (expr_eval(expr, &w->eval, record, &value) != OK) {
        print_messages(w);
        fail_msg("does not evaluate: %s", source);
    }
    assert_int_equal(value.kind, expr_type(expr).kind);
    struct buf shown = BUF(100000);
    show_value(w, &value, &shown);
    if (!str_is(buf_str(&shown), expected))
        fail_msg("%s\n  gives    %.*s\n  expected %s", source, STR_ARGS(buf_str(&shown)), expected);
    buf_clear(&shown);
}

static inline void expect(struct world *w, const char *source, const char *expected)
{
    expect_in(w, w->record, source, expected);
}

static inline const struct diag_entry *last_message(struct world *w)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(w->diag, &entries);
    assert_true(count > 0);
    return &entries[count - 1];
}

/* Exactly one message more, with this code and column (of the source, from 1), its text holding `part`. */
static inline void expect_message(struct world *w, const char *source, size_t before,
                                  const struct message *code, uint32_t column, const char *part)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(w->diag, &entries);
    if (count != before + 1)
        fail_msg("%s: %zu messages, not one", source, count - before);
    const struct diag_entry *entry = &entries[count - 1];
    uint32_t found = entry->place.column - source_place.column + 1;
    if (entry->code != code || found != column || strstr(entry->text.ptr, part) == NULL)
        fail_msg("%s\n  gives    %s at %u: %s\n  expected %s at %u: %s", source, entry->code->name, found,
                 entry->text.ptr, code->name, column, part);
}

static inline void refuse(struct world *w, const char *source, const struct message *code, uint32_t column,
                          const char *part)
{
    const struct diag_entry *entries;
    size_t before = diag_entries(w->diag, &entries);
    const struct expr *expr = NULL;
    enum status status = expr_compile(w->arena, w->diag, str_of(source), source_place, w->root, &expr);
    if (status != FAILED)
        fail_msg("compiles: %s", source);
    expect_message(w, source, before, code, column, part);
}

/* Compiles, but fails when evaluated. */
static inline void stumble(struct world *w, const char *source, const struct message *code, uint32_t column,
                           const char *part)
{
    const struct expr *expr = compile(w, w->root, source);
    const struct diag_entry *entries;
    size_t before = diag_entries(w->diag, &entries);
    struct value value;
    if (expr_eval(expr, &w->eval, w->record, &value) != FAILED)
        fail_msg("evaluates: %s", source);
    expect_message(w, source, before, code, column, part);
}

#endif
