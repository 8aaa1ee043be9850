/* Operators, names, paths, filters, scopes, units. */
#include "world.h"

static void arithmetic(void **state)
{
    struct world *w = *state;
    expect(w, "1 + 2 * 3", "7");
    expect(w, "(1 + 2) * 3", "9");
    expect(w, "10 - 4 - 3", "3");
    expect(w, "100 / 10 / 4", "2.5");
    expect(w, "2 × 3 ÷ 4", "1.5");
    expect(w, "-2 * -3", "6");
    expect(w, "--5", "5");
    expect(w, "0.1 + 0.2", "0.3");
    expect(w, "1 / 3 * 3", "1");
    expect(w, "252.7273", "252.7273");
    expect(w, "-0.5", "-0.5");
    expect(w, " 1\t+\n1 ", "2");
    expect(w, "'甲' + \"'乙\"", "甲'乙");
}

static void comparisons(void **state)
{
    struct world *w = *state;
    expect(w, "1 < 2", "yes");
    expect(w, "2 <= 2 and 2 >= 2 and 2 ≤ 2 and 2 ≥ 2", "yes");
    expect(w, "1 > 2", "no");
    expect(w, "1.50 = 1.5", "yes");
    expect(w, "1 != 1", "no");
    expect(w, "1 ≠ 2", "yes");
    expect(w, "'a' = 'a'", "yes");
    expect(w, "title != '补充协议'", "no");
    expect(w, "from < to", "yes");
    expect(w, "from = to", "no");
    expect(w, "agreed = yes", "yes");
}

static void logic(void **state)
{
    struct world *w = *state;
    expect(w, "yes and no", "no");
    expect(w, "yes or no and no", "yes");
    expect(w, "not no", "yes");
    expect(w, "not 1 = 2", "yes");
    expect(w, "not not yes", "yes");
    /* The right side is not evaluated when the left decides. */
    expect(w, "zero = 0 or 1 / zero > 1", "yes");
    expect(w, "zero != 0 and 1 / zero > 1", "no");
}

static void names(void **state)
{
    struct world *w = *state;
    expect(w, "title", "补充协议");
    expect(w, "评价", "好");
    expect(w, "original.amount", "1662624");
    expect(w, "item.amount", "[100|250.5|49.5]");
    expect(w, "item.part.n", "[1|1|2]");
    expect(w, "item[kind = 'surplus']", "[item[2]]");
    expect(w, "item[kind = 'plain'].name", "[甲|丙]");
    expect(w, "item[amount > 60][kind = 'plain'].name", "[甲]");
    expect(w, "item.amount[it > 60]", "[100|250.5]");
    expect(w, "first(item).name", "甲");
    /* In a list's record: its own fields, then those around it. */
    struct record *second = w->record->slots[shape_lookup(w->root, STR("item"))].value.list.items[1].record;
    expect_in(w, second, "name + title", "乙补充协议");
    expect_in(w, second, "item[amount > 60].name", "[甲|乙]");
    expect_in(w, second, "position()", "2");
}

/* The record that the whole expression belongs to, however deep. */
static void this_record(void **state)
{
    struct world *w = *state;
    struct record *second = w->record->slots[shape_lookup(w->root, STR("item"))].value.list.items[1].record;
    expect(w, "this.title", "补充协议");
    expect_in(w, second, "this.name", "乙");
    expect_in(w, second, "item[name = this.name].amount", "[250.5]");
    expect_in(w, second, "item[amount < this.amount].name", "[甲|丙]");
    expect_in(w, second, "join(each(item[amount < this.amount], name + this.name), '、')", "甲乙、丙乙");
    expect_in(w, second, "has(this.name)", "yes");
}

static void units(void **state)
{
    struct world *w = *state;
    expect(w, "total = wan_total", "yes");
    expect(w, "total + wan_total", "5054546");
    expect(w, "wan_total + total", "505.4546");
    expect(w, "wan_total - total", "0");
    expect(w, "total / wan_total", "1");
    expect(w, "max(total, 1, wan_total * 2)", "5054546");
    expect(w, "max(1, wan_total, total * 2)", "505.4546");
    expect(w, "if(yes, total, wan_total)", "2527273");
    expect(w, "if(no, total, wan_total)", "2527273");
    expect(w, "wan(if(no, wan_total, total))", "252.7273");
    expect(w, "total + 1", "2527274");
    const struct {
        const char *source, *unit;
    } cases[] = {{"total * 2", "元"},           {"2 * total", "元"},
                 {"total / 2", "元"},           {"total / total", ""},
                 {"total / wan_total", ""},     {"total / people", "元"},
                 {"people * total", "元"},      {"1 + total", "元"},
                 {"round(total, 2)", "元"},     {"sum(item.amount)", "元"},
                 {"wan_total + total", "万元"}, {"people / people", ""},
                 {"count(item)", ""},           {"-rate", "%"},
                 {"rate / 100", "%"},           {"1 / people", ""},
                 {"min(1, total)", "元"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct type type = expr_type(compile(w, w->root, cases[i].source));
        if (!str_is(type.unit, cases[i].unit))
            fail_msg("%s has the unit %.*s", cases[i].source, STR_ARGS(type.unit));
    }
}

/* A frame record holds local names; its shape's parent is the scope's. */
static void locals(void **state)
{
    struct world *w = *state;
    struct shape *shape = shape_make(w->arena, STR(""), w->root);
    add_field(w, shape, "c", record_type(w->item));
    add_field(w, shape, "i", type_of(TYPE_NUMBER, ""));
    add_field(w, shape, "who", list_type(w, record_type(w->item)));
    add_field(w, shape, "what", type_of(TYPE_PROSE, ""));
    struct record *frame = record_make(w->arena, shape, w->record);
    struct value items = w->record->slots[shape_lookup(w->root, STR("item"))].value;
    set_value(frame, "c", items.list.items[1]);
    set_value(frame, "who", items);
    set_number(w, frame, "i", "2");
    expect_in(w, frame, "c.name + title", "乙补充协议");
    expect_in(w, frame, "c.part.n", "[1]");
    expect_in(w, frame, "join(each(who, name + text(i)), '、')", "甲2、乙2、丙2");
    expect_in(w, frame, "item[amount = c.amount].name", "[乙]");
    expect_in(w, frame, "each(item, each(part, n + i + amount))", "[253.5|52.5|53.5]");
    const struct expr *list = compile(w, shape, "who");
    assert_ptr_equal(expr_element_shape(list), w->item);
    assert_null(expr_element_shape(compile(w, shape, "i")));
    assert_null(expr_element_shape(compile(w, shape, "item.name")));
    /* A local record's own scope: the element around it. */
    struct shape *inner = shape_make(w->arena, STR(""), w->item);
    add_field(w, inner, "k", type_of(TYPE_NUMBER, ""));
    struct record *inside = record_make(w->arena, inner, items.list.items[2].record);
    set_number(w, inside, "k", "7");
    expect_in(w, inside, "text(k) + name + text(position())", "7丙3");
}

/* A view has an element's slots and other names around it; its place, path and formulas are the element's. */
static void views(void **state)
{
    struct world *w = *state;
    add_field(w, w->item, "twice", type_of(TYPE_NUMBER, "元"));
    const struct expr *twice = compile(w, w->item, "amount * 2 + position()");
    w->item->fields[shape_lookup(w->item, STR("twice"))].is = twice;
    struct record *element = add_list(w, w->item, w->record, "none", 2)[1].record;
    set_number(w, element, "amount", "5");
    struct shape *around = shape_make(w->arena, STR(""), w->root);
    add_field(w, around, "local", type_of(TYPE_TEXT, ""));
    struct record *locals = record_make(w->arena, around, w->record);
    set_text(locals, "local", "外");
    struct shape shape = *w->item;
    shape.parent = around;
    struct record view = *element;
    view.shape = &shape;
    view.parent = locals;
    view.origin = element;
    expect_in(w, &view, "text(twice) + local + title", "12外补充协议");
    expect_in(w, &view, "position()", "2");
    struct buf path = BUF(100);
    record_path(&view, 1, &path);
    assert_string_equal(path.ptr, "none[2].amount");
    buf_clear(&path);
}

static void origins(void **state)
{
    struct world *w = *state;
    struct place place = expr_origin(compile(w, w->root, "total"), &w->eval, w->record);
    assert_int_equal(place.line, 21);
    assert_string_equal(place.file, "input.xml");
    assert_int_equal(expr_origin(compile(w, w->root, "original.amount"), &w->eval, w->record).line, 20);
    assert_int_equal(expr_origin(compile(w, w->root, "total + 1"), &w->eval, w->record).line, 0);
    assert_int_equal(expr_origin(compile(w, w->root, "note"), &w->eval, w->record).line, 0);
    assert_int_equal(expr_place(compile(w, w->root, "total")).column, source_place.column);
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(arithmetic),  WORLD_TEST(comparisons), WORLD_TEST(logic),
                                       WORLD_TEST(names),       WORLD_TEST(units),       WORLD_TEST(locals),
                                       WORLD_TEST(this_record), WORLD_TEST(views),       WORLD_TEST(origins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
