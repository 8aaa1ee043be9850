/* The limits, at and one over, and every allocation failing in turn through compiling and evaluating. */
#include "world.h"
#include "random.h"
#include "expr/messages.def"

static struct str repeated(struct world *w, const char *head, const char *unit, size_t count,
                           const char *tail)
{
    struct buf out = BUF(1 << 20);
    for (size_t i = 0; i < count; i++)
        buf_add_text(&out, head);
    buf_add_text(&out, unit);
    for (size_t i = 0; i < count; i++)
        buf_add_text(&out, tail);
    struct str text = arena_copy(w->arena, buf_str(&out));
    buf_clear(&out);
    return text;
}

static enum status try_compile(struct world *w, struct str source, const struct expr **ret_expr)
{
    return expr_compile(w->arena, w->diag, source, source_place, w->root, ret_expr);
}

static void nesting(void **state)
{
    struct world *w = *state;
    const struct expr *expr;
    static const struct {
        const char *head, *unit, *tail;
    } cases[] = {{"(", "1", ")"}, {"-", "1", ""}, {"not ", "yes", ""}, {"max(1,", "1", ")"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        /* The whole expression is one level itself. */
        struct str at = repeated(w, cases[i].head, cases[i].unit, EXPR_MAX_DEPTH - 1, cases[i].tail);
        assert_int_equal(try_compile(w, at, &expr), OK);
        struct value value;
        assert_int_equal(expr_eval(expr, &w->eval, w->record, &value), OK);
        struct str over = repeated(w, cases[i].head, cases[i].unit, EXPR_MAX_DEPTH, cases[i].tail);
        assert_int_equal(try_compile(w, over, &expr), FAILED);
        assert_int_equal(last_message(w)->code, MSG_EXPR_TOO_DEEP);
    }
}

static void source_length(void **state)
{
    struct world *w = *state;
    const struct expr *expr;
    char text[EXPR_MAX_SOURCE + 1];
    memset(text, ' ', sizeof text);
    text[0] = '1';
    assert_int_equal(try_compile(w, (struct str){text, EXPR_MAX_SOURCE}, &expr), OK);
    assert_int_equal(try_compile(w, (struct str){text, EXPR_MAX_SOURCE + 1}, &expr), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_TOO_LONG);
    /* The longest chain of operators. */
    for (size_t i = 0; i + 1 < EXPR_MAX_SOURCE; i += 2) {
        text[i] = '1';
        text[i + 1] = i + 3 < EXPR_MAX_SOURCE ? '+' : ' ';
    }
    assert_int_equal(try_compile(w, (struct str){text, EXPR_MAX_SOURCE}, &expr), OK);
    struct value value;
    assert_int_equal(expr_eval(expr, &w->eval, w->record, &value), OK);
    int64_t sum;
    assert_true(number_as_int(value.number, &sum));
    assert_int_equal(sum, EXPR_MAX_SOURCE / 2);
}

static void digits(void **state)
{
    struct world *w = *state;
    const struct expr *expr;
    assert_int_equal(try_compile(w, repeated(w, "9", "", NUMBER_MAX_DIGITS, ""), &expr), OK);
    assert_int_equal(try_compile(w, repeated(w, "9", "", NUMBER_MAX_DIGITS + 1, ""), &expr), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_NUMBER_LONG);
    struct str factor = STR("999999999999999999999999999999999999999999999999999999999999*");
    struct str product = repeated(w, factor.ptr, "1", 21, "");
    assert_int_equal(try_compile(w, product, &expr), OK);
    struct value value;
    assert_int_equal(expr_eval(expr, &w->eval, w->record, &value), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_NUMBER_LARGE);
}

static void steps(void **state)
{
    struct world *w = *state;
    const struct expr *expr = compile(w, w->root, "1");
    struct value value;
    w->eval.steps = EXPR_MAX_STEPS - 1;
    assert_int_equal(expr_eval(expr, &w->eval, w->record, &value), OK);
    assert_int_equal(expr_eval(expr, &w->eval, w->record, &value), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_STEPS);
    assert_int_equal(expr_eval(expr, &w->eval, w->record, &value), FAILED);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
}

static void long_texts(void **state)
{
    struct world *w = *state;
    struct str half = repeated(w, "x", "", (1 << 19), "");
    set_value(w->record, "title", (struct value){.kind = TYPE_TEXT, .text = half});
    expect(w, "length(title + title)", "1048576");
    stumble(w, "title + title + 'x'", MSG_EXPR_TEXT_LONG, 15, "1048576");
    stumble(w, "join(each(item, title), '')", MSG_EXPR_TEXT_LONG, 1, "");
}

/* Compiles and evaluates one of each kind of expression in a world of its own. */
static enum status compile_and_eval(struct world *w, struct arena *arena, struct diag *diag, struct buf *out)
{
    static const char *const sources[] = {
        "join(each(item[amount > 10], name + text(amount) + default(note, 'x')), '、', '和')",
        "if(unique(item.name), rmb(total + wan_total), money(total / 3))",
        "handate(adddays(from, max(item.part.n))) + percent(ratio) + percent_short(rate) + wan(total)",
        "band(grades, mod(sum(item.amount), 100) + 70) + han(round(-2.5, 0)) + grouped(total)",
        "join(each(apportion(item.amount, wan_total, 4, 'largest-remainder'), text(it)), ' ')",
        "sum(apportion(item.amount, total, 4, 'last-takes-rest')) + percentage(ratio)",
        "rmb_value(rmb(total)) + nth(instalments(total, 3, 0, 'first'), 1)",
        "circled(ceil(ems(title)))",
        "round(123456789012345678901 / 7 + sum(each(item, amount * 10000000000000000000)), 2) / 3 * 3",
        "if(unique(item.kind), 0, run_length(item.kind, last(run_starts(item.kind))))"};
    struct eval eval = {.arena = arena, .diag = diag, .today = {2026, 8, 2}};
    enum status status = OK;
    for (size_t i = 0; status == OK && i < ARRAY_COUNT(sources); i++) {
        const struct expr *expr;
        struct value value;
        status = expr_compile(arena, diag, str_of(sources[i]), source_place, w->root, &expr);
        if (status == OK)
            status = expr_eval(expr, &eval, w->record, &value);
        if (status == OK)
            status = value_print(&value, &eval, source_place, out);
    }
    const struct pattern *pattern;
    struct pattern_source source = {.text = STR("甲{{{title}乙{total}"), .place = source_place};
    if (status == OK)
        status = pattern_compile(arena, diag, source, w->root, &pattern);
    if (status == OK)
        status = pattern_eval(pattern, &eval, w->record, out);
    assert_int_equal(eval.height, 0);
    return status;
}

static enum status with_memory_of_its_own(struct world *w)
{
    struct buf out = BUF(10000);
    struct arena *arena = arena_new(0);
    struct diag *diag = arena != NULL ? diag_new(arena) : NULL;
    enum status status = diag != NULL ? compile_and_eval(w, arena, diag, &out) : NO_MEMORY;
    buf_clear(&out);
    arena_free(arena);
    return status;
}

static void failing_memory(void **state)
{
    struct world *w = *state;
    uint64_t n = 0;
    bool struck = true;
    while (struck) {
        base_fail_allocation(++n);
        enum status status = with_memory_of_its_own(w);
        struck = base_allocation_failed();
        base_fail_allocation(0);
        if (struck ? status == FAILED : status != OK)
            fail_msg("allocation %d: status %d", (int)n, (int)status);
    }
    assert_true(n > 60); /* numbers beyond a machine word ask for memory of their own */
}

/* Faults reported while memory fails: still a failure, no crash. */
static void failing_reports(void **state)
{
    struct world *w = *state;
    static const char *const sources[] = {"totl",
                                          "total + people",
                                          "money(title)",
                                          "total / zero",
                                          "sum(item.weight)",
                                          "text(1 / 3)",
                                          "rmb_value('拾元整')",
                                          "nth(item, 9)",
                                          "apportion(item.weight, 1, 0, 'none')",
                                          "han(0.5)",
                                          "months(to, from)",
                                          "band(grades, 1)"};
    for (size_t i = 0; i < ARRAY_COUNT(sources); i++) {
        bool struck = true;
        for (uint64_t n = 1; struck; n++) {
            struct arena *arena = arena_new(0);
            struct diag *diag = diag_new(arena);
            struct eval eval = {.arena = arena, .diag = diag};
            base_fail_allocation(n);
            const struct expr *expr;
            struct value value;
            enum status status = expr_compile(arena, diag, str_of(sources[i]), source_place, w->root, &expr);
            if (status == OK)
                status = expr_eval(expr, &eval, w->record, &value);
            struck = base_allocation_failed();
            base_fail_allocation(0);
            assert_int_not_equal(status, OK);
            arena_free(arena);
        }
    }
}

/* Words of the language by chance: whatever comes, no crash, and one message for each failure. */
static void any_words(void **state)
{
    static const char *const words[] = {"1",
                                        "0",
                                        "2.5",
                                        "'甲'",
                                        "yes",
                                        "title",
                                        "total",
                                        "people",
                                        "wan_total",
                                        "from",
                                        "note",
                                        "item",
                                        "none",
                                        "extra",
                                        "amount",
                                        "original",
                                        "name",
                                        "part",
                                        "n",
                                        "it",
                                        "+",
                                        "-",
                                        "*",
                                        "/",
                                        "=",
                                        "<",
                                        "and",
                                        "not",
                                        "(",
                                        ")",
                                        "[",
                                        "]",
                                        ",",
                                        ".",
                                        "(",
                                        ")",
                                        "sum(",
                                        "each(item,",
                                        "if(",
                                        "default(",
                                        "has(",
                                        "count(",
                                        "first(",
                                        "max(",
                                        "text(",
                                        "join(",
                                        "unique(",
                                        "position()",
                                        "all(item,",
                                        "rmb(",
                                        "round(",
                                        "（",
                                        "nth(item.amount,",
                                        "apportion(item.amount,",
                                        "'largest-remainder')",
                                        "instalments(",
                                        "'last')",
                                        "run_starts(item.kind)",
                                        "run_length(item.kind,",
                                        "rmb_value(",
                                        "percentage(",
                                        "money(",
                                        "month(",
                                        "item."};
    struct world *w = *state;
    random_seed = 4711;
    for (int i = 0; i < 4000; i++) {
        char source[512] = "";
        for (uint32_t count = 1 + random_below(12); count > 0; count--) {
            strcat(source, words[random_below(ARRAY_COUNT(words))]);
            strcat(source, " ");
        }
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct eval eval = {.arena = arena, .diag = diag, .today = {2026, 8, 2}};
        const struct expr *expr;
        struct value value;
        enum status status = expr_compile(arena, diag, str_of(source), source_place, w->root, &expr);
        if (status == OK)
            status = expr_eval(expr, &eval, w->record, &value);
        if (diag_count(diag, SEVERITY_ERROR) != (status == OK ? 0 : 1))
            fail_msg("%s: status %d, %zu messages", source, (int)status, diag_count(diag, SEVERITY_ERROR));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(nesting),         WORLD_TEST(source_length),
                                       WORLD_TEST(digits),          WORLD_TEST(steps),
                                       WORLD_TEST(long_texts),      WORLD_TEST(failing_memory),
                                       WORLD_TEST(failing_reports), WORLD_TEST(any_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
