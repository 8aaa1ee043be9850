/* Texts that a reader takes for the same never decide anything: filters, any, all, each, unique; told once a
 * pair, with both places; pairs that are meant; failing memory. */
#include "failing.h"
#include "world.h"
#include "expr/messages.def"

static enum status evaluate(struct world *w, const char *source, struct value *ret_value)
{
    return expr_eval(compile(w, w->root, source), &w->eval, w->record, ret_value);
}

static struct record *item(struct world *w, size_t index)
{
    return w->record->slots[shape_lookup(w->root, STR("item"))].value.list.items[index].record;
}

static void filters_fail(void **state)
{
    static const char *const sources[] = {
        "count(item[name = title])",      "count(item[name != title])",
        "any(item, name = title)",        "all(item, name != title)",
        "any(item.name, it = title)",     "sum(each(item, if(name = title, 1, 0)))",
        "sum(item[title = name].amount)",
    };
    struct world *w = *state;
    set_text(item(w, 1), "name", "补充 协议");
    for (size_t i = 0; i < ARRAY_COUNT(sources); i++) {
        struct value value;
        if (evaluate(w, sources[i], &value) != FAILED)
            fail_msg("%s decides", sources[i]);
    }
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
    assert_int_equal(last_message(w)->code, MSG_EXPR_SAME_TO_READERS);
    assert_non_null(strstr(last_message(w)->text.ptr, "“补充协议”和“补充 协议”（input.xml:"));
    assert_non_null(strstr(last_message(w)->text.ptr, "第 3 个字是“协”（U+534F），另一处是 U+0020 空格"));
    assert_string_equal(last_message(w)->place.file, "input.xml");
}

/* Outside of lists, too: the other way would be gone without a word. */
static void plain_comparisons_fail(void **state)
{
    static const char *const sources[] = {
        "title = '补充 协议'",
        "title != '补充　协议'",
        "if(title = '补充协\xe2\x80\x8b议', 0.1, 0.2) > 0",
        "default(title, '甲') = '补充 协议'",
        "if(count(item) > 0, title, '乙') = '补充 协议'",
        "title + '甲' = '补充 协议甲'",
    };
    struct world *w = *state;
    for (size_t i = 0; i < ARRAY_COUNT(sources); i++) {
        struct value value;
        size_t before = diag_count(w->diag, SEVERITY_ERROR);
        if (evaluate(w, sources[i], &value) != FAILED)
            fail_msg("%s decides", sources[i]);
        assert_true(diag_count(w->diag, SEVERITY_ERROR) <= before + 1);
    }
    assert_non_null(strstr(last_message(w)->text.ptr, "补充 协议甲"));
    expect(w, "title = '补充协定'", "no");
    expect(w, "count(item[name = '甲'])", "1");
}

/* Constants and texts chosen from a few are what they are. */
static void what_is_proved_decides(void **state)
{
    struct world *w = *state;
    w->root->fields[shape_lookup(w->root, STR("title"))].chosen = true;
    set_text(w->record, "title", "（1）");
    expect(w, "title = '(1)'", "no");
    expect(w, "if(title = '(1)', '(', '（') = '('", "no");
    expect(w, "unique(each(item, if(amount > 3000, '(', '（')))", "no");
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 0);
}

static void both_places_are_named(void **state)
{
    struct world *w = *state;
    struct value value;
    set_text(item(w, 1), "name", "补充 协议");
    assert_int_equal(evaluate(w, "any(item.name, it = title)", &value), FAILED);
    assert_non_null(strstr(last_message(w)->text.ptr, "“补充协议”和“补充 协议”（input.xml:"));
    set_text(item(w, 0), "name", "补充　协议");
    assert_int_equal(evaluate(w, "run_starts(item.name)", &value), FAILED);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 2);
}

static void looking_alike_is_a_warning(void **state)
{
    struct world *w = *state;
    set_text(item(w, 0), "name", "A1");
    set_text(item(w, 1), "name", "AI");
    expect(w, "unique(item.name)", "yes");
    expect(w, "count(item[name = 'AI'])", "1");
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 0);
    assert_int_equal(diag_count(w->diag, SEVERITY_WARNING), 1);
    assert_int_equal(last_message(w)->code, MSG_EXPR_LOOKS_ALIKE);
}

static void unique_fails(void **state)
{
    struct world *w = *state;
    struct value value;
    expect(w, "unique(item.name)", "yes");
    set_text(item(w, 2), "name", "甲\xc2\xa0");
    assert_int_equal(evaluate(w, "unique(item.name)", &value), FAILED);
    assert_int_equal(evaluate(w, "unique(each(item, name))", &value), FAILED);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
    assert_non_null(strstr(last_message(w)->text.ptr, "U+00A0 不换行空格"));
    set_text(item(w, 2), "name", "甲");
    expect(w, "unique(item.name)", "no");
}

static void what_is_meant_decides(void **state)
{
    struct world *w = *state;
    set_text(item(w, 1), "name", "补充 协议");
    assert_int_equal(eval_mean_both(&w->eval, STR("补充 协议"), STR("补充协议")), OK);
    assert_int_equal(eval_mean_both(&w->eval, STR("补充协议"), STR("补充 协议")), OK);
    expect(w, "count(item[name = title])", "0");
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 0);
}

static void many_texts(void **state)
{
    enum { COUNT = 3000 };
    struct world *w = *state;
    struct alike_text *texts = ARENA_NEW_ARRAY(w->arena, COUNT, struct alike_text);
    assert_non_null(texts);
    for (uint32_t i = 0; i < COUNT; i++)
        texts[i] = (struct alike_text){arena_printf(w->arena, "第（%u）项", i), {"input.xml", i + 1, 1}};
    assert_int_equal(eval_texts_all_differ(&w->eval, texts, COUNT), OK);
    assert_int_equal(eval_texts_all_differ(&w->eval, texts, 0), OK);
    texts[7].text = STR("第(2000）项");
    assert_int_equal(eval_texts_all_differ(&w->eval, texts, COUNT), FAILED);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
    assert_int_equal(last_message(w)->place.line, 2001); /* the later one */
    assert_non_null(strstr(last_message(w)->text.ptr, "input.xml:8:1"));
}

static enum status all_of_it(void)
{
    const struct alike_text texts[] = {
        {STR("甲（一）"), {"a", 1, 1}}, {STR("甲（二）"), {"a", 2, 1}}, {STR("A1"), {"a", 3, 1}}};
    struct arena *arena = arena_new(0);
    struct diag *diag = arena != NULL ? diag_new(arena) : NULL;
    struct eval eval = {.arena = arena, .diag = diag};
    enum status status = diag != NULL ? eval_texts_all_differ(&eval, texts, ARRAY_COUNT(texts)) : NO_MEMORY;
    if (status == OK)
        status = eval_mean_both(&eval, STR("A1"), STR("AI"));
    if (arena != NULL)
        arena_free(arena);
    return status;
}

static void failing_memory(void **state)
{
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(all_of_it());
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(filters_fail),
        WORLD_TEST(plain_comparisons_fail),
        WORLD_TEST(what_is_proved_decides),
        WORLD_TEST(both_places_are_named),
        WORLD_TEST(looking_alike_is_a_warning),
        WORLD_TEST(unique_fails),
        WORLD_TEST(what_is_meant_decides),
        WORLD_TEST(many_texts),
        cmocka_unit_test(failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
