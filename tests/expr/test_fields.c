/* Computed fields: once, lazily, in any order; circles; depth; failures reported once; missing values; paths.
 */
#include "world.h"
#include "expr/messages.def"

static int add_formula(struct world *w, struct shape *shape, const char *name, struct type type)
{
    add_field(w, shape, name, type);
    return shape_lookup(shape, str_of(name));
}

static void set_formula(struct world *w, struct shape *shape, const char *name, const char *source)
{
    const struct expr *expr = compile(w, shape, source);
    struct field *field = &shape->fields[shape_lookup(shape, str_of(name))];
    assert_int_equal(expr_fit(w->arena, field->type, &expr), OK);
    field->is = expr;
}

static enum status ask(struct world *w, struct record *record, const char *name, struct value *ret_value)
{
    return record_value(record, shape_lookup(record->shape, str_of(name)), &w->eval, ret_value);
}

static void computed(void **state)
{
    struct world *w = *state;
    struct shape *shape = shape_make(w->arena, STR("r"), w->root);
    add_formula(w, shape, "share", type_of(TYPE_NUMBER, ""));
    add_formula(w, shape, "double", type_of(TYPE_NUMBER, "元"));
    add_formula(w, shape, "wan_double", type_of(TYPE_NUMBER, "万元"));
    set_formula(w, shape, "share", "double / total");
    set_formula(w, shape, "double", "total * 2");
    set_formula(w, shape, "wan_double", "total * 2");
    struct record *record = record_make(w->arena, shape, w->record);
    assert_int_equal(record->slots[0].state, SLOT_PENDING);
    expect_in(w, record, "share", "2");
    assert_int_equal(record->slots[0].state, SLOT_SET);
    assert_int_equal(record->slots[1].state, SLOT_SET);
    uint64_t steps = w->eval.steps;
    struct value value;
    assert_int_equal(ask(w, record, "share", &value), OK);
    assert_int_equal(w->eval.steps, steps);
    /* A formula in 元 for a field in 万元 is converted. */
    expect_in(w, record, "wan_double", "505.4546");
    expect_in(w, record, "has(share)", "yes");
    assert_int_equal(w->eval.depth, 0);
    assert_int_equal(w->eval.height, 0);
    assert_null(w->eval.computing);
}

static void circle(void **state)
{
    struct world *w = *state;
    struct shape *shape = shape_make(w->arena, STR("r"), NULL);
    static const char *const names[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++)
        add_formula(w, shape, names[i], type_of(TYPE_NUMBER, ""));
    set_formula(w, shape, "a", "b + 1");
    set_formula(w, shape, "b", "c + 1");
    set_formula(w, shape, "c", "b + 1");
    set_formula(w, shape, "d", "d");
    struct record *record = record_make(w->arena, shape, NULL);
    struct value value;
    assert_int_equal(ask(w, record, "a", &value), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_CIRCLE);
    assert_non_null(strstr(last_message(w)->text.ptr, "：b → c → b"));
    assert_int_equal(last_message(w)->place.line, source_place.line);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(record->slots[i].state, SLOT_FAILED);
        assert_int_equal(ask(w, record, names[i], &value), FAILED);
    }
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
    assert_int_equal(ask(w, record, "d", &value), FAILED);
    assert_non_null(strstr(last_message(w)->text.ptr, "d → d"));
    assert_int_equal(w->eval.depth, 0);
    assert_int_equal(w->eval.height, 0);
}

/* f1 needs f2 needs … fN; the last is 1. */
static struct record *chain(struct world *w, size_t count)
{
    struct shape *shape = shape_make(w->arena, STR("chain"), NULL);
    for (size_t i = 1; i <= count; i++)
        assert_non_null(
            shape_add(w->arena, shape, arena_printf(w->arena, "f%zu", i), type_of(TYPE_NUMBER, "")));
    for (size_t i = 0; i < count; i++) {
        struct str source = i + 1 < count ? arena_printf(w->arena, "f%zu + 1", i + 2) : STR("1");
        assert_int_equal(expr_compile(w->arena, w->diag, source, source_place, shape, &shape->fields[i].is),
                         OK);
    }
    return record_make(w->arena, shape, NULL);
}

static void depth(void **state)
{
    struct world *w = *state;
    struct value value;
    struct record *deepest = chain(w, EXPR_MAX_DEPTH);
    assert_int_equal(record_value(deepest, 0, &w->eval, &value), OK);
    struct record *deeper = chain(w, EXPR_MAX_DEPTH + 1);
    assert_int_equal(record_value(deeper, 0, &w->eval, &value), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_FIELD_DEPTH);
    assert_non_null(strstr(last_message(w)->text.ptr, "f65"));
}

/* Long formulas that need each other: the evaluator's recursion is limited too. */
static void height(void **state)
{
    struct world *w = *state;
    struct shape *shape = shape_make(w->arena, STR("r"), NULL);
    struct buf source = BUF(10000);
    static const char *const names[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++)
        add_formula(w, shape, names[i], type_of(TYPE_NUMBER, ""));
    for (size_t i = 0; i < 3; i++) {
        buf_reset(&source);
        buf_add_text(&source, i < 2 ? names[i + 1] : "1");
        while (source.len + 2 <= EXPR_MAX_SOURCE)
            buf_add_text(&source, "+1");
        set_formula(w, shape, names[i], buf_str(&source).ptr);
    }
    buf_clear(&source);
    struct record *record = record_make(w->arena, shape, NULL);
    struct value value;
    assert_int_equal(ask(w, record, "a", &value), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_FIELD_DEPTH);
    assert_int_equal(ask(w, record_make(w->arena, shape, NULL), "c", &value), OK);
}

static void failures(void **state)
{
    struct world *w = *state;
    struct shape *shape = shape_make(w->arena, STR("r"), w->root);
    struct field *share = add_field(w, shape, "share", type_of(TYPE_NUMBER, ""));
    share->label = STR("份额");
    add_formula(w, shape, "twice", type_of(TYPE_NUMBER, ""));
    set_formula(w, shape, "share", "1 / zero");
    set_formula(w, shape, "twice", "share * 2");
    struct record *record = record_make(w->arena, shape, w->record);
    struct value value;
    assert_int_equal(ask(w, record, "twice", &value), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_DIVIDE_ZERO);
    assert_non_null(strstr(last_message(w)->text.ptr, "“份额”"));
    assert_int_equal(ask(w, record, "twice", &value), FAILED);
    assert_int_equal(ask(w, record, "share", &value), FAILED);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
    /* A slot that its reader marked as failed says nothing more, whoever asks. */
    w->record->slots[shape_lookup(w->root, STR("title"))].state = SLOT_FAILED;
    assert_int_equal(expr_eval(compile(w, w->root, "title + 'x'"), &w->eval, w->record, &value), FAILED);
    assert_int_equal(expr_eval(compile(w, w->root, "has(title)"), &w->eval, w->record, &value), FAILED);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
}

static void paths(void **state)
{
    struct world *w = *state;
    struct buf out = BUF(1000);
    struct record *second = w->record->slots[shape_lookup(w->root, STR("item"))].value.list.items[1].record;
    record_path(second, shape_lookup(w->item, STR("amount")), &out);
    assert_string_equal(out.ptr, "item[2].amount");
    buf_reset(&out);
    struct record *part = second->slots[shape_lookup(w->item, STR("part"))].value.list.items[0].record;
    record_path(part, -1, &out);
    assert_string_equal(out.ptr, "item[2].part[1]");
    buf_reset(&out);
    record_path(w->record, 0, &out);
    assert_string_equal(out.ptr, "title");
    buf_reset(&out);
    /* A record that its parent does not hold yet is known by its shape. */
    w->record->slots[shape_lookup(w->root, STR("original"))].state = SLOT_MISSING;
    struct record *group = record_make(w->arena, w->original, w->record);
    record_path(group, 0, &out);
    assert_string_equal(out.ptr, "original.amount");
    buf_clear(&out);
}

static void field_names(void **state)
{
    (void)state;
    assert_true(name_is_valid(STR("amount_2")));
    assert_true(name_is_valid(STR("总额")));
    assert_true(name_is_valid(STR("_x")));
    assert_true(name_is_valid(STR("㐀𠀀")));
    assert_false(name_is_valid(STR("")));
    assert_false(name_is_valid(STR("2a")));
    assert_false(name_is_valid(STR("a-b")));
    assert_false(name_is_valid(STR("a b")));
    assert_false(name_is_valid(STR("a×b")));
    assert_false(name_is_valid(STR("总额，")));
}

static void equality(void **state)
{
    struct world *w = *state;
    struct value a = number_text(w, "1.50"), b = number_text(w, "1.5"), c = number_text(w, "1.51");
    assert_true(value_equal(&a, &b));
    assert_false(value_equal(&a, &c));
    struct value text = {.kind = TYPE_TEXT, .text = STR("1.5")};
    assert_false(value_equal(&a, &text));
    struct value one[] = {a, c}, two[] = {b, c}, three[] = {b, b};
    struct value x = {.kind = TYPE_LIST}, y = x, z = x;
    x.list.items = one;
    y.list.items = two;
    z.list.items = three;
    x.list.count = y.list.count = z.list.count = 2;
    assert_true(value_equal(&x, &y));
    assert_false(value_equal(&x, &z));
    z.list.count = 1;
    assert_false(value_equal(&x, &z));
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(computed),    WORLD_TEST(circle),   WORLD_TEST(depth),
                                       WORLD_TEST(height),      WORLD_TEST(failures), WORLD_TEST(paths),
                                       WORLD_TEST(field_names), WORLD_TEST(equality)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
