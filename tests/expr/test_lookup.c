/* Records looked for by a text again and again: the same answers, faults and warnings as by walking; fewer
 * steps; failing memory. */
#include "failing.h"
#include "world.h"
#include "expr/messages.def"

enum { COUNT = 60, ROUNDS = 4 /* the first walks, the second makes the table */ };

static struct record *many_items(struct world *w)
{
    struct value *items = add_list(w, w->item, w->record, "item", COUNT);
    for (uint32_t i = 0; i < COUNT; i++)
        set_text(items[i].record, "name", arena_printf(w->arena, "第（%u）项", i % 50).ptr);
    return items[0].record;
}

static enum status evaluate(struct world *w, const char *source)
{
    struct value value;
    return expr_eval(compile(w, w->root, source), &w->eval, w->record, &value);
}

static void the_same_answers(void **state)
{
    static const struct {
        const char *title, *count, *any;
    } wanted[] = {
        {"第（7）项", "2", "yes"}, {"第（49）项", "1", "yes"}, {"第（60）项", "0", "no"}, {"", "0", "no"}};
    struct world *w = *state;
    (void)many_items(w);
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < ARRAY_COUNT(wanted); i++) {
            set_text(w->record, "title", wanted[i].title);
            expect(w, "count(item[name = title])", wanted[i].count);
            expect(w, "count(item[title = name])", wanted[i].count);
            expect(w, "any(item.name, it = title)", wanted[i].any);
            expect(w, "any(item.name, title = it)", wanted[i].any);
            expect(w, "count(item[name = '第（8）项'])", "2");
            expect(w, "count(item[name = this.title])", wanted[i].count);
        }
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 0);
}

static void slips_are_found(void **state)
{
    static const char *const sources[] = {"count(item[name = title])", "any(item.name, it = title)"};
    struct world *w = *state;
    (void)many_items(w);
    for (size_t i = 0; i < ARRAY_COUNT(sources); i++)
        for (size_t round = 0; round < ROUNDS; round++) {
            set_text(w->record, "title", "没有");
            assert_int_equal(evaluate(w, sources[i]), OK);
            set_text(w->record, "title", "第(7)项");
            assert_int_equal(evaluate(w, sources[i]), FAILED);
        }
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1); /* once a pair */
    set_text(w->record, "title", "第（l）项");
    expect(w, "count(item[name = title])", "0");
    assert_int_equal(diag_count(w->diag, SEVERITY_WARNING), 1);
    assert_int_equal(last_message(w)->code, MSG_EXPR_LOOKS_ALIKE);
}

static void a_missing_text_fails(void **state)
{
    struct world *w = *state;
    struct record *first = many_items(w);
    first->slots[shape_lookup(w->item, STR("name"))].state = SLOT_MISSING;
    set_text(w->record, "title", "第（7）项");
    for (size_t round = 0; round < ROUNDS; round++)
        assert_int_equal(evaluate(w, "any(item.name, it = title)"), FAILED);
}

/* A computed text may be another one later: it is not put in a table. */
static void what_is_computed_is_walked(void **state)
{
    struct world *w = *state;
    struct record *first = many_items(w);
    w->item->fields[shape_lookup(w->item, STR("name"))].is = compile(w, w->item, "'甲'");
    for (size_t round = 0; round < ROUNDS; round++)
        expect(w, "count(item[name = '乙'])", "0");
    set_text(first, "name", "乙");
    expect(w, "count(item[name = '乙'])", "1");
}

static void it_takes_fewer_steps(void **state)
{
    struct world *w = *state;
    uint64_t steps[3];
    (void)many_items(w);
    set_text(w->record, "title", "第（7）项");
    for (size_t round = 0; round < ARRAY_COUNT(steps); round++) {
        uint64_t before = w->eval.steps;
        assert_int_equal(evaluate(w, "count(item[name = title])"), OK);
        steps[round] = w->eval.steps - before;
    }

    assert_true(steps[1] >= COUNT); /* making the table is work as well */
    assert_true(steps[2] * 4 < steps[0]);
}

static void failing_memory(void **state)
{
    struct world *w = *state;
    bool struck = true;
    (void)many_items(w);
    set_text(w->record, "title", "第（7）项");
    const struct expr *expr = compile(w, w->root, "count(item[name = title])");
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        assert_non_null(arena);
        struct eval eval = {.arena = arena, .diag = w->diag};
        struct value value;
        base_fail_allocation(n);
        enum status status = expr_eval(expr, &eval, w->record, &value);
        if (status == OK)
            status = expr_eval(expr, &eval, w->record, &value);
        struck = memory_struck(status);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_same_answers),     WORLD_TEST(slips_are_found),
        WORLD_TEST(a_missing_text_fails), WORLD_TEST(what_is_computed_is_walked),
        WORLD_TEST(it_takes_fewer_steps), WORLD_TEST(failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
