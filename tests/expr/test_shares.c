/* Shares and instalments: known tables, then random ones against integers counted here; lists as computed
 * fields; nth and runs. */
#include "world.h"
#include "random.h"
#include "expr/messages.def"

static void shares(void **state)
{
    struct world *w = *state;
    /* Three thirds: 33.33 % each, or one of them 33.34 %. */
    add_field(w, w->root, "three", list_type(w, type_of(TYPE_NUMBER, "元")));
    w->record = record_make(w->arena, w->root, NULL);
    world_values(w);
    struct value items[] = {number_text(w, "1"), number_text(w, "1"), number_text(w, "1")};
    struct value list = {.kind = TYPE_LIST};
    list.list.items = items;
    list.list.count = 3;
    set_value(w->record, "three", list);
    expect(w, "apportion(three, 3, 4, 'independent')", "[0.3333|0.3333|0.3333]");
    expect(w, "apportion(three, sum(three), 4, 'largest-remainder')", "[0.3334|0.3333|0.3333]");
    expect(w, "apportion(three, 3, 4, 'last-takes-rest')", "[0.3333|0.3333|0.3334]");
    expect(w, "apportion(three, 6, 0, 'largest-remainder')", "[1|0|0]");
    expect(w, "apportion(three, 6, 1, 'last-takes-rest')", "[0.2|0.2|0.1]");
    expect(w, "apportion(none.amount, 0, 4, 'largest-remainder')", "[]");
    expect(w, "apportion(none.amount, 1, 4, 'last-takes-rest')", "[]");
    expect(w, "apportion(item.amount, 400, 2, 'independent')", "[0.25|0.63|0.12]");
    expect(w, "apportion(item.amount, 400, 2, 'largest-remainder')", "[0.25|0.63|0.12]");
    expect(w, "apportion(item.amount, 400, 1, 'largest-remainder')", "[0.3|0.6|0.1]");
    /* Equal remainders: the larger part first. */
    expect(w, "apportion(each(item.part, n), 2, 0, 'largest-remainder')", "[1|0|1]");
    /* 元 and 万元 convert; the result has no unit. */
    expect(w, "apportion(item.amount, wan_total / 2527273 * 400, 2, 'independent')", "[0.25|0.63|0.12]");
    expect(w, "sum(apportion(item.amount, total, 4, 'independent')) + people - people", "0.0001");
    items[2] = number_text(w, "-1");
    expect(w, "apportion(three, 3, 2, 'largest-remainder')", "[0.33|0.33|-0.33]");
    stumble(w, "apportion(three, zero, 4, 'independent')", MSG_EXPR_DIVIDE_ZERO, 1, "");
    stumble(w, "apportion(three, 3, 31, 'independent')", MSG_EXPR_NOT_WHOLE, 21, "31");
    stumble(w, "apportion(three, 3, 0.5, 'independent')", MSG_EXPR_NOT_WHOLE, 21, "0.5");
    /* 0.5 0.5 0: each half up, and -1 would be left. */
    items[2] = number_text(w, "0");
    stumble(w, "apportion(three, 2, 0, 'last-takes-rest')", MSG_EXPR_SHARE_SIGN, 1, "-1");
    expect(w, "apportion(three, 2, 0, 'largest-remainder')", "[1|0|0]");
}

static void instalments(void **state)
{
    struct world *w = *state;
    expect(w, "instalments(2411043, 12, 0, 'last')",
           "[200920|200920|200920|200920|200920|200920|200920|200920|200920|200920|200920|200923]");
    expect(w, "instalments(100, 3, 2, 'first')", "[33.34|33.33|33.33]");
    expect(w, "instalments(100, 3, 2, 2)", "[33.33|33.34|33.33]");
    expect(w, "instalments(100, 4, 2, 'last')", "[25|25|25|25]");
    expect(w, "instalments(total, 1, 0, 'last')", "[2527273]");
    expect(w, "sum(instalments(total, 7, 2, 'first')) = total", "yes");
    expect(w, "sum(instalments(total, 7, 2, 'first')) = wan_total", "yes");
    expect(w, "instalments(0.05, 3, 2, 'last')", "[0.01|0.01|0.03]");
    expect(w, "instalments(-1, 3, 2, 'last')", "[-0.34|-0.34|-0.32]");
    stumble(w, "instalments(100, 0, 2, 'last')", MSG_EXPR_NOT_WHOLE, 18, "1 到");
    stumble(w, "instalments(100, 10001, 2, 'last')", MSG_EXPR_NOT_WHOLE, 18, "10001");
    stumble(w, "instalments(100, 3, 2, 4)", MSG_EXPR_NOT_WHOLE, 24, "1 到 3");
    stumble(w, "instalments(100, 3, 2, zero)", MSG_EXPR_NOT_WHOLE, 24, "0");
    expect(w, "count(instalments(100, 10000, 2, 10000))", "10000");
}

static void refused(void **state)
{
    struct world *w = *state;
    refuse(w, "apportion(item.amount, total, 4, 'fair')", MSG_EXPR_WORD, 34, "largest-remainder");
    refuse(w, "apportion(item.amount, total, 4, 'largest')", MSG_EXPR_WORD, 34, "'largest'");
    refuse(w, "apportion(item.amount, total, 4, '')", MSG_EXPR_WORD, 34, "");
    refuse(w, "apportion(item.amount, total, 4, 'independent|largest-remainder')", MSG_EXPR_WORD, 34, "");
    refuse(w, "apportion(item.amount, total, 4, title)", MSG_EXPR_WORD, 34, "title");
    refuse(w, "apportion(item.amount, total, 4, 2)", MSG_EXPR_WORD, 34, "");
    refuse(w, "apportion(item.amount, total, 4)", MSG_EXPR_ARGUMENTS, 1, "apportion(");
    refuse(w, "apportion(item.amount, people, 4, 'independent')", MSG_EXPR_UNLIKE, 24, "people");
    refuse(w, "apportion(item.amount, item.amount, 4, 'independent')", MSG_EXPR_UNLIKE, 24, "");
    refuse(w, "apportion(item.name, total, 4, 'independent')", MSG_EXPR_KIND, 11, "apportion");
    refuse(w, "apportion(total, total, 4, 'independent')", MSG_EXPR_KIND, 11, "apportion");
    refuse(w, "apportion(item.amount, total, title, 'independent')", MSG_EXPR_KIND, 31, "");
    refuse(w, "instalments(total, 3, 0, 'middle')", MSG_EXPR_WORD, 26, " last 或 first，");
    refuse(w, "instalments(total, 3, 0, title)", MSG_EXPR_WORD, 26, "title");
    refuse(w, "instalments(title, 3, 0, 'last')", MSG_EXPR_KIND, 13, "");
    refuse(w, "instalments(total, 3, 0, 'last') + 1", MSG_EXPR_KIND, 1, "列表");
    refuse(w, "nth(total, 1)", MSG_EXPR_KIND, 5, "");
    refuse(w, "nth(item, title)", MSG_EXPR_KIND, 11, "");
    refuse(w, "nth(item.amount, 1) + people", MSG_EXPR_UNLIKE, 23, "元");
    refuse(w, "run_starts(item)", MSG_EXPR_KIND, 12, "");
}

static void elements(void **state)
{
    struct world *w = *state;
    expect(w, "nth(item.amount, 2)", "250.5");
    expect(w, "nth(item, 3).name", "丙");
    expect(w, "nth(item[kind = 'plain'].name, count(item) - 1)", "丙");
    expect(w, "each(item, nth(item.amount, position()) / amount)", "[1|1|1]");
    stumble(w, "nth(item, 0)", MSG_EXPR_NTH, 1, "第 0 项，列表有 3 项");
    stumble(w, "nth(item, 4)", MSG_EXPR_NTH, 1, "第 4 项");
    stumble(w, "nth(item, -1)", MSG_EXPR_NTH, 1, "-1");
    stumble(w, "nth(item, 1.5)", MSG_EXPR_NTH, 1, "1.5");
    stumble(w, "nth(item, 4 / 3)", MSG_EXPR_NTH, 1, "1.333333");
    stumble(w, "nth(none, 1)", MSG_EXPR_NTH, 1, "列表有 0 项");
    expect(w, "run_starts(instalments(2411043, 12, 0, 'last'))", "[1|12]");
    expect(w, "run_length(instalments(2411043, 12, 0, 'last'), 1)", "11");
    expect(w, "run_length(instalments(2411043, 12, 0, 'last'), 12)", "1");
    expect(w, "run_starts(instalments(12, 12, 0, 'last'))", "[1]");
    expect(w, "run_starts(instalments(13, 3, 0, 2))", "[1|2|3]");
    expect(w, "run_starts(none.name)", "[]");
    expect(w, "run_starts(item.name)", "[1|2|3]");
    expect(w, "each(run_starts(item.kind), nth(item.kind, it))", "[plain|surplus|plain]");
    stumble(w, "run_length(item.kind, 4)", MSG_EXPR_NOT_WHOLE, 23, "1 到 3");
    stumble(w, "run_length(none.kind, 1)", MSG_EXPR_LIST_EMPTY, 1, "run_length");
}

static void half_even(void **state)
{
    static const struct {
        const char *number, *rounded;
        int digits;
    } cases[] = {{"0.5", "0", 0},      {"1.5", "2", 0},      {"2.5", "2", 0},
                 {"-2.5", "-2", 0},    {"-3.5", "-4", 0},    {"2.5000001", "3", 0},
                 {"2.345", "2.34", 2}, {"2.355", "2.36", 2}, {"250", "200", -2}};
    struct world *w = *state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct number *number, *rounded, *wanted;
        assert_int_equal(number_parse(w->arena, str_of(cases[i].number), &number), OK);
        assert_int_equal(number_parse(w->arena, str_of(cases[i].rounded), &wanted), OK);
        assert_int_equal(number_round(w->arena, number, cases[i].digits, ROUND_HALF_EVEN, &rounded), OK);
        assert_int_equal(number_compare(rounded, wanted), 0);
    }
}

static void words_of_money(void **state)
{
    struct world *w = *state;
    expect(w, "rmb_value('贰佰伍拾贰万柒仟贰佰柒拾叁元整')", "2527273");
    expect(w, "rmb_value(rmb(total)) = total", "yes");
    expect(w, "rmb_value(rmb(total)) = wan_total", "yes"); /* in 元: converts */
    expect(w, "rmb_value('人民币壹拾万零柒仟元伍角叁分')", "107000.53");
    stumble(w, "rmb_value('壹佰元')", MSG_EXPR_NOT_RMB, 1, "“壹佰元”不是合法的大写金额，第 4 个字：");
    stumble(w, "rmb_value(title)", MSG_EXPR_NOT_RMB, 1, "第 1 个字");
    refuse(w, "rmb_value(total)", MSG_EXPR_KIND, 11, "");
    refuse(w, "rmb_value('壹元整') + people", MSG_EXPR_UNLIKE, 20, "元");
    struct buf text = BUF(4000);
    for (int i = 0; i < 61; i++)
        buf_add_text(&text, "壹");
    set_value(w->record, "title", (struct value){.kind = TYPE_TEXT, .text = buf_str(&text)});
    stumble(w, "rmb_value(title)", MSG_EXPR_NOT_RMB_LONG, 1, "壹…”");
    buf_clear(&text);
}

/* --- lists as fields --- */

static struct record *record_with_list(struct world *w, const char *unit, const char *source)
{
    struct shape *shape = shape_make(w->arena, STR("r"), w->root);
    add_field(w, shape, "list", list_type(w, type_of(TYPE_NUMBER, unit)));
    const struct expr *expr = compile(w, shape, source);
    assert_int_equal(expr_fit(w->arena, shape->fields[0].type, &expr), OK);
    shape->fields[0].is = expr;
    return record_make(w->arena, shape, w->record);
}

static void list_fields(void **state)
{
    struct world *w = *state;
    struct record *record = record_with_list(w, "", "apportion(item.amount, 400, 2, 'independent')");
    struct value value;
    assert_int_equal(record_value(record, 0, &w->eval, &value), OK);
    assert_int_equal(value.kind, TYPE_LIST);
    assert_int_equal(value.list.count, 3);
    assert_int_equal(record->slots[0].state, SLOT_SET);
    uint64_t steps = w->eval.steps;
    assert_int_equal(record_value(record, 0, &w->eval, &value), OK);
    assert_int_equal(w->eval.steps, steps);
    expect_in(w, record, "list", "[0.25|0.63|0.12]");
    expect_in(w, record, "each(item, nth(list, position()))", "[0.25|0.63|0.12]");
    expect_in(w, record, "has(list) and sum(list) = 1 and unique(list) and max(list) = 0.63", "yes");
    expect_in(w, record, "list[it > 0.2]", "[0.25|0.63]");
    /* A formula in 元 for a field in 万元; another field's items stay as they are. */
    record = record_with_list(w, "万元", "item.amount");
    expect_in(w, record, "list", "[0.01|0.02505|0.00495]");
    expect_in(w, record, "item.amount", "[100|250.5|49.5]");
    record = record_with_list(w, "元", "instalments(wan_total, 2, 4, 'last')");
    expect_in(w, record, "list", "[1263636|1263637]");
    /* A failure is reported once. */
    record = record_with_list(w, "", "apportion(item.amount, zero, 2, 'independent')");
    assert_int_equal(record_value(record, 0, &w->eval, &value), FAILED);
    assert_int_equal(record_value(record, 0, &w->eval, &value), FAILED);
    assert_int_equal(diag_count(w->diag, SEVERITY_ERROR), 1);
}

/* A column of shares: each record takes its own from one list, so that the time is linear. */
static void column(void **state)
{
    enum { ROWS = 2000 };
    struct world *w = *state;
    struct shape *table = shape_make(w->arena, STR("table"), NULL);
    struct shape *row = shape_make(w->arena, STR("row"), table);
    add_field(w, row, "amount", type_of(TYPE_NUMBER, "元"));
    add_field(w, row, "share", type_of(TYPE_NUMBER, ""));
    add_field(w, table, "row", list_type(w, record_type(row)));
    add_field(w, table, "shares", list_type(w, type_of(TYPE_NUMBER, "")));
    table->fields[1].is = compile(w, table, "apportion(row.amount, sum(row.amount), 4, 'largest-remainder')");
    row->fields[1].is = compile(w, row, "nth(shares, position())");
    struct record *record = record_make(w->arena, table, NULL);
    struct value *rows = add_list(w, row, record, "row", ROWS);
    for (size_t i = 0; i < ROWS; i++)
        set_number(w, rows[i].record, "amount", i % 3 ? "7" : "11");
    expect_in(w, record, "sum(row.share)", "1");
    assert_true(w->eval.steps < 20 * ROWS);
}

/* --- random tables --- */

enum { UNITS = 10000, PARTS_MAX = 40 }; /* four decimals */

struct table {
    int64_t parts[PARTS_MAX], shares[PARTS_MAX], whole, sum;
    size_t count;
};

/* Amounts in 元 of all sizes, some equal, some nothing; the whole is their sum or more. */
static void table_random(struct table *table)
{
    *table = (struct table){.count = 1 + random_next() % PARTS_MAX};
    int64_t size = 1;
    for (uint64_t i = random_next() % 8; i > 0; i--)
        size *= 10;
    for (size_t i = 0; i < table->count; i++) {
        table->parts[i] = (int64_t)(random_next() % 3 ? random_next() % (uint64_t)(size + 1) : 0);
        table->sum += table->parts[i];
    }
    if (table->sum == 0)
        table->sum = table->parts[0] = 1;
    table->whole = table->sum + (random_next() % 2 ? 0 : (int64_t)(random_next() % (uint64_t)size));
}

/* Half up; n, d not negative. */
static int64_t divide_half_up(int64_t n, int64_t d)
{
    return (2 * n + d) / (2 * d);
}

/* The shares that the language gives, in units of the last digit; false: refused. */
static bool table_share(struct world *w, struct table *table, const char *policy)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct eval eval = {.arena = arena, .diag = diag};
    struct value *rows = add_list(w, w->item, w->record, "none", table->count);
    for (size_t i = 0; i < table->count; i++)
        set_number(w, rows[i].record, "amount", arena_printf(arena, "%lld", (long long)table->parts[i]).ptr);
    set_number(w, w->record, "total", arena_printf(arena, "%lld", (long long)table->whole).ptr);
    struct str source =
        arena_printf(arena, "each(apportion(none.amount, total, 4, '%s'), it * 10000)", policy);
    const struct expr *expr = compile(w, w->root, source.ptr);
    struct value list;
    enum status status = expr_eval(expr, &eval, w->record, &list);
    if (status == FAILED)
        assert_true(diag_has(diag, MSG_EXPR_SHARE_SIGN));
    for (size_t i = 0; status == OK && i < table->count; i++)
        assert_true(number_as_int(list.list.items[i].number, &table->shares[i]));
    if (status == OK)
        assert_int_equal(list.list.count, table->count);
    arena_free(arena);
    return status == OK;
}

/* How far share i is off, times the whole. */
static int64_t off(const struct table *table, size_t i)
{
    return table->shares[i] * table->whole - table->parts[i] * UNITS;
}

static int64_t sum_of_shares(const struct table *table)
{
    int64_t sum = 0;
    for (size_t i = 0; i < table->count; i++)
        sum += table->shares[i];
    return sum;
}

/* No share that was cut off had a better claim than one that was raised. */
static void check_claims(const struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        for (size_t j = 0; j < table->count; j++) {
            if (off(table, i) <= 0 || off(table, j) > 0)
                continue;
            int64_t raised = table->whole - off(table, i), cut = -off(table, j);
            bool first = raised > cut;
            if (raised == cut)
                first = table->parts[i] > table->parts[j] || (table->parts[i] == table->parts[j] && i < j);
            assert_true(first);
        }
    }
}

static void random_tables(void **state)
{
    struct world *w = *state;
    random_seed = 20260802;
    int sharp = 0;
    for (int round = 0; round < 300; round++) {
        struct table table;
        table_random(&table);
        int64_t target = divide_half_up(table.sum * UNITS, table.whole);
        assert_true(table_share(w, &table, "independent"));
        for (size_t i = 0; i < table.count; i++)
            assert_int_equal(table.shares[i], divide_half_up(table.parts[i] * UNITS, table.whole));
        int64_t others = sum_of_shares(&table) - table.shares[table.count - 1];
        sharp += others + table.shares[table.count - 1] != target;
        assert_true(table_share(w, &table, "largest-remainder"));
        assert_int_equal(sum_of_shares(&table), target);
        for (size_t i = 0; i < table.count; i++)
            assert_true(off(&table, i) < table.whole && off(&table, i) > -table.whole);
        check_claims(&table);
        bool sane = target - others > 0 ? table.parts[table.count - 1] > 0 : target == others;
        assert_int_equal(table_share(w, &table, "last-takes-rest"), sane);
        if (!sane)
            continue;
        assert_int_equal(sum_of_shares(&table), target);
        for (size_t i = 0; i + 1 < table.count; i++)
            assert_int_equal(table.shares[i], divide_half_up(table.parts[i] * UNITS, table.whole));
    }
    assert_true(sharp > 50); /* rounding by itself did not add up */
}

static void random_instalments(void **state)
{
    struct world *w = *state;
    random_seed = 4711;
    const struct expr *expr = compile(w, w->root, "each(instalments(total, people, 2, ratio), it * 100)");
    for (int round = 0; round < 300; round++) {
        int64_t fen = (int64_t)(random_next() % 1000000000), sum = 0;
        int64_t n = 1 + (int64_t)(random_next() % 60), at = 1 + (int64_t)(random_next() % (uint64_t)n);
        struct str total = arena_printf(w->arena, "%lld.%02lld", (long long)fen / 100, (long long)fen % 100);
        set_number(w, w->record, "total", total.ptr);
        set_number(w, w->record, "people", arena_printf(w->arena, "%lld", (long long)n).ptr);
        set_number(w, w->record, "ratio", arena_printf(w->arena, "%lld", (long long)at).ptr);
        struct value list;
        assert_int_equal(expr_eval(expr, &w->eval, w->record, &list), OK);
        assert_int_equal(list.list.count, n);
        for (int64_t i = 0; i < n; i++) {
            int64_t amount;
            assert_true(number_as_int(list.list.items[i].number, &amount));
            assert_int_equal(amount, i + 1 == at ? fen / n + fen % n : fen / n);
            sum += amount;
        }
        assert_int_equal(sum, fen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(shares),        WORLD_TEST(instalments),
        WORLD_TEST(refused),       WORLD_TEST(elements),
        WORLD_TEST(half_even),     WORLD_TEST(words_of_money),
        WORLD_TEST(list_fields),   WORLD_TEST(column),
        WORLD_TEST(random_tables), WORLD_TEST(random_instalments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
