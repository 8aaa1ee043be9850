/* Where the faults of formulas are told: in the input, as near to their cause as can be known. */
#include "expr/world.h"
#include "expr/messages.def"

#define IN_FORMULA "（公式见 model.xml:7:"

static struct field *add_formula(struct world *w, struct shape *shape, const char *name, const char *source)
{
    struct field *field = add_field(w, shape, name, type_of(TYPE_NUMBER, ""));
    field->is = compile(w, shape, source);
    return field;
}

static void put_place(struct record *record, const char *name, uint32_t line)
{
    record->slots[shape_lookup(record->shape, str_of(name))].place = (struct place){"input.xml", line, 9};
}

/* Another root record with one more field, which has this formula; `zero`, `ratio` and `total` are stated on
 * lines 11, 12 and 13. */
static struct record *root_with(struct world *w, const char *source)
{
    add_formula(w, w->root, "f", source);
    struct record *record = record_make(w->arena, w->root, NULL);
    assert_non_null(record);
    for (size_t i = 0; i < w->root->field_count && w->root->fields[i].is == NULL; i++)
        record->slots[i] = w->record->slots[i];
    record->place = w->record->place;
    put_place(record, "zero", 11);
    put_place(record, "ratio", 12);
    put_place(record, "total", 13);
    return record;
}

static void fails_at(struct world *w, struct record *record, const char *name, const struct message *code,
                     uint32_t line, const char *part)
{
    struct value value;
    int slot = shape_lookup(record->shape, str_of(name));
    const struct diag_entry *entries;
    size_t before = diag_entries(w->diag, &entries);
    assert_int_equal(record_value(record, slot, &w->eval, &value), FAILED);
    assert_int_equal(diag_entries(w->diag, &entries), before + 1);
    const struct diag_entry *entry = last_message(w);
    if (entry->code != code || strcmp(entry->place.file, "input.xml") != 0 || entry->place.line != line ||
        strstr(entry->text.ptr, part) == NULL || strstr(entry->text.ptr, IN_FORMULA) == NULL)
        fail_msg("%s:%u: %s", entry->place.file, entry->place.line, entry->text.ptr);
}

static void divisor(void **state)
{
    struct world *w = *state;
    fails_at(w, root_with(w, "ratio / zero"), "f", MSG_EXPR_DIVIDE_ZERO, 11, "（计算“f”时：f）");
}

static void operand(void **state)
{
    struct world *w = *state;
    fails_at(w, root_with(w, "length(han(ratio))"), "f", MSG_EXPR_NOT_WHOLE, 12, "0.87114");
}

/* A field that the input states as well: there. */
static void stated(void **state)
{
    struct world *w = *state;
    struct record *record = root_with(w, "ratio / zero");
    put_place(record, "f", 21);
    fails_at(w, record, "f", MSG_EXPR_DIVIDE_ZERO, 21, "零");
}

/* The divisor is itself computed: from what the input states. */
static void through_formulas(void **state)
{
    struct world *w = *state;
    add_formula(w, w->root, "nothing", "ratio - ratio");
    struct record *record = root_with(w, "1 / nothing");
    fails_at(w, record, "f", MSG_EXPR_DIVIDE_ZERO, 12, "f");
}

/* Nothing stated is named: the record. */
static void record_itself(void **state)
{
    struct world *w = *state;
    fails_at(w, root_with(w, "1 / (2 - 2)"), "f", MSG_EXPR_DIVIDE_ZERO, 2, "f");
}

/* In a list: the first stated value of its records. */
static void in_list(void **state)
{
    struct world *w = *state;
    struct record *record = root_with(w, "1 / (count(item) - 3)");
    record->slots[shape_lookup(w->root, STR("item"))].place = (struct place){"input.xml", 31, 5};
    fails_at(w, record, "f", MSG_EXPR_DIVIDE_ZERO, 31, "f");
}

/* A missing value: the record that should have it. */
static void missing(void **state)
{
    struct world *w = *state;
    fails_at(w, root_with(w, "sum(item.weight)"), "f", MSG_EXPR_MISSING, 51, "缺少“权重”（item[2].weight）");
}

/* A check of the model: what the faulty part of it names, else its record; outside of the model an expression
 * keeps its place. */
static void checks(void **state)
{
    struct world *w = *state;
    struct record *item = w->record->slots[shape_lookup(w->root, STR("item"))].value.list.items[1].record;
    const struct expr *expr = compile(w, w->item, "1 / zero > 1");
    struct value value;
    w->eval.at_record = true;
    assert_int_equal(expr_eval(expr, &w->eval, item, &value), FAILED);
    assert_int_equal(last_message(w)->place.line, 26);
    assert_non_null(strstr(last_message(w)->text.ptr, "（“zero”：zero）（公式见"));
    expr = compile(w, w->item, "1 / (3 - 3) > 1");
    assert_int_equal(expr_eval(expr, &w->eval, item, &value), FAILED);
    assert_int_equal(last_message(w)->place.line, 51);
    assert_non_null(strstr(last_message(w)->text.ptr, IN_FORMULA));
    w->eval.at_record = false;
    expr = compile(w, w->item, "1 / zero > 1");
    assert_int_equal(expr_eval(expr, &w->eval, item, &value), FAILED);
    assert_string_equal(last_message(w)->place.file, source_place.file);
    assert_string_equal(last_message(w)->text.ptr, "除数是零（记录 item[2]，见 input.xml:51:3）");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(divisor),       WORLD_TEST(operand), WORLD_TEST(stated),  WORLD_TEST(through_formulas),
        WORLD_TEST(record_itself), WORLD_TEST(in_list), WORLD_TEST(missing), WORLD_TEST(checks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
