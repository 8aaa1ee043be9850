/* The table of units: every operator and every function with numbers of every sort, and what becomes of the
 * unit.  Each row has a cell for each of the operands below, in their order:
 *
 *     3      a constant, written out          %      a percentage
 *     n      without unit                     人 天  units that count
 *     元 万元  money                          元/人  what there is for each
 *
 * A cell is the unit of the number that comes out; =: a constant, .: a number without unit; text date yes: of
 * that type; [..]: a list of such numbers; !: refused. */
#include "world.h"

#include "expr/expr_int.h"
#include "expr/messages.def"

static const struct operand {
    const char *source, *unit, *value;
} operands[] = {{"3", "", "3"},  {"n", "", "2"},   {"y", "元", "130000"}, {"w", "万元", "13"},
                {"p", "%", "5"}, {"r", "人", "4"}, {"d", "天", "6"},      {"f", "元/人", "50"}};

enum { OPERANDS = ARRAY_COUNT(operands) };

/* $ is the left operand, # the right one. */
struct table {
    const char *patterns[24];
    const char *rows[OPERANDS];
};

static const char *const joined[OPERANDS] = {
    /*        3    n   元   万元  %   人   天  元/人 */
    /* 3  */ "= . 元 万元 % 人 天 元/人",
    /* n  */ ". . 元 ! ! 人 天 !",
    /* 元 */ "元 元 元 元 ! ! ! !",
    /* 万元 */ "万元 ! 万元 万元 ! ! ! !",
    /* %  */ "% ! ! ! % ! ! !",
    /* 人 */ "人 人 ! ! ! 人 ! !",
    /* 天 */ "天 天 ! ! ! ! 天 !",
    /* 元/人 */ "元/人 ! ! ! ! ! ! 元/人",
};

static const struct table sums = {
    {"$ + #", "$ - #", "min($, #)", "max($, #)", "max($, $, #)", "min($, #, #)", "if(yes, $, #)", "mod($, #)",
     "first(if(yes, each(one, $), each(one, #)))", "last(if(no, each(one, $), each(one, #)))",
     "sum(if(yes, each(one, $), each(one, #)))", "nth(if(yes, each(one, $), each(one, #)), 1)"},
    {joined[0], joined[1], joined[2], joined[3], joined[4], joined[5], joined[6], joined[7]},
};

static const struct table products = {
    {"$ * #"},
    {
        "= = 元 万元 % 人 天 元/人",
        "= . 元 万元 % 人 天 元/人",
        "元 元 ! ! ! 元 元 !",
        "万元 万元 ! ! ! 万元 万元 !",
        "% % ! ! ! ! ! !",
        "人 人 元 万元 ! . . 元",
        "天 天 元 万元 ! . . !",
        "元/人 元/人 ! ! ! 元 ! !",
    },
};

static const struct table quotients = {
    {"$ / #"},
    {
        "= = 1/元 1/万元 1/% . . 1/元/人",
        "= . 1/元 1/万元 1/% . . 1/元/人",
        "元 元 . . ! 元 元 !",
        "万元 万元 . . ! 万元 万元 !",
        "% % ! ! . ! ! !",
        "人 人 ! ! ! . . !",
        "天 天 ! ! ! . . !",
        "元/人 元/人 ! ! ! ! ! .",
    },
};

/* One operand. */
static const struct row {
    const char *source, *cells;
} rows[] = {
    {"change(#, #)", ". . . . . . . ."},
    {"-#", "= . 元 万元 % 人 天 元/人"},
    {"abs(#)", "= . 元 万元 % 人 天 元/人"},
    {"round(#)", "= . 元 万元 % 人 天 元/人"},
    {"round_share(#, 0)", "= . 元 万元 % 人 天 元/人"},
    {"floor(#)", "= . 元 万元 % 人 天 元/人"},
    {"ceil(#)", "= . 元 万元 % 人 天 元/人"},
    {"first(each(one, #))", "= . 元 万元 % 人 天 元/人"},
    {"last(each(one, #))", "= . 元 万元 % 人 天 元/人"},
    {"nth(each(one, #), 1)", "= . 元 万元 % 人 天 元/人"},
    {"sum(each(one, #))", "= . 元 万元 % 人 天 元/人"},
    {"min(each(one, #))", "= . 元 万元 % 人 天 元/人"},
    {"max(each(one, #))", "= . 元 万元 % 人 天 元/人"},
    {"mean(each(one, #))", "= . 元 万元 % 人 天 元/人"},
    {"median(each(one, #))", "= . 元 万元 % 人 天 元/人"},
    {"trimmed_mean(each(one, #), 0)", "= . 元 万元 % 人 天 元/人"},
    {"weighted_mean(each(one, #), each(one, 1))", "= . 元 万元 % 人 天 元/人"},
    {"weighted_mean(each(one, y), each(one, #))", "元 元 元 元 元 元 元 元"},
    {"first(sorted(each(one, #), it, 'rising'))", "= . 元 万元 % 人 天 元/人"},
    {"rank(each(one, #), #, 'highest')", ". . . . . . . ."},
    {"ranks(each(one, #), 'highest')", "[.] [.] [.] [.] [.] [.] [.] [.]"},
    {"ranges(each(one, #))", "text text text text text text text text"},
    {"span(#, #)", "text text text text text text text text"},
    {"growth(#, #)", "text text text text ! text text text"},
    {"each(one, #)", "[=] [.] [元] [万元] [%] [人] [天] [元/人]"},
    {"instalments(#, 2, 0, 'last')", "[=] [.] [元] [万元] [%] [人] [天] [元/人]"},
    {"apportion(each(one, #), 7, 2, 'independent')", "[.] [.] [.] [.] [.] [.] [.] [.]"},
    {"count(each(one, #))", ". . . . . . . ."},
    {"unique(each(one, #))", "yes yes yes yes yes yes yes yes"},
    {"run_starts(each(one, #))", "[.] [.] [.] [.] [.] [.] [.] [.]"},
    {"run_length(each(one, #), 1)", ". . . . . . . ."},
    {"all(each(one, #), it > 0)", "yes yes yes yes yes yes yes yes"},
    {"any(each(one, #), it > 0)", "yes yes yes yes yes yes yes yes"},
    /* as text: in its own unit, without it */
    {"text(#)", "text text text text text text text text"},
    {"plain(#)", "text text text text text text text text"},
    {"grouped(#)", "text text text text text text text text"},
    {"money(#)", "text text text text text text text text"},
    {"han(#)", "text text text text text text text text"},
    {"upper(#)", "text text text text text text text text"},
    {"handigits(#)", "text text text text text text text text"},
    {"circled(#)", "text text text text text text text text"},
    {"join(each(one, text(#)), '')", "text text text text text text text text"},
    /* of money, which they convert; of a number without unit in 元 */
    {"rmb(#)", "text text text text ! ! ! !"},
    {"rmb_full(#)", "text text text text ! ! ! !"},
    {"yuan(#)", "text text text text ! ! ! !"},
    {"wan(#)", "text text text text ! ! ! !"},
    {"net(#, 0.06)", "= . 元 万元 ! ! ! !"},
    {"tax(#, 0.06)", "= . 元 万元 ! ! ! !"},
    {"wan_or_yuan(#)", "text text text text ! ! ! !"},
    {"rmb_value('叁元整') + #", "元 元 元 元 ! ! ! !"},
    /* of a ratio, or a percentage */
    {"percent(#)", "text text ! ! text ! ! !"},
    {"percentage(#)", "= = ! ! % ! ! !"},
    {"percent_part(#)", "text text ! ! text ! ! !"},
    {"percent_short(#)", "text text ! ! text ! ! !"},
    {"net(y, #)", "元 元 ! ! 元 ! ! !"},
    {"tax(y, #)", "元 元 ! ! 元 ! ! !"},
    /* a count is wanted */
    {"trimmed_mean(each(one, 1), #)", "= = ! ! ! = = !"},
    {"trimmed_mean(each(one, 1), 0, #)", "= = ! ! ! = = !"},
    {"range(#)", "[.] [.] ! ! ! [.] [.] !"},
    {"range(0, #)", "[.] [.] ! ! ! [.] [.] !"},
    {"wan(2, #)", "text text ! ! ! text text !"},
    {"growth(2, 1, #)", "text text ! ! ! text text !"},
    {"round(2, #)", "= = ! ! ! = = !"},
    {"floor(2, #)", "= = ! ! ! = = !"},
    {"ceil(2, #)", "= = ! ! ! = = !"},
    {"plain(2, #)", "text text ! ! ! text text !"},
    {"grouped(2, #)", "text text ! ! ! text text !"},
    {"percent(2, #)", "text text ! ! ! text text !"},
    {"percent_part(2, #)", "text text ! ! ! text text !"},
    {"nth(each(one, 1), #)", "= = ! ! ! = = !"},
    {"run_length(each(one, 1), #)", ". . ! ! ! . . !"},
    {"instalments(2, #, 0, 'last')", "[=] [=] ! ! ! [=] [=] !"},
    {"instalments(2, 2, #, 'last')", "[=] [=] ! ! ! [=] [=] !"},
    {"instalments(2, 2, 0, #)", "[=] [=] ! ! ! [=] [=] !"},
    {"apportion(each(one, 1), 1, #, 'independent')", "[.] [.] ! ! ! [.] [.] !"},
    {"adddays(day, #)", "date date ! ! ! date date !"},
    {"addmonths(day, #)", "date date ! ! ! date ! !"},
    {"period_end(day, #)", "date date ! ! ! date ! !"},
    /* what counts */
    {"position() + #", ". . 元 ! ! 人 天 !"},
    {"count(one) + #", ". . 元 ! ! 人 天 !"},
    {"length('字') + #", ". . 元 ! ! 人 天 !"},
    {"ems('字') + #", ". . 元 ! ! 人 天 !"},
    {"digits('第1') + #", ". . 元 ! ! 人 天 !"},
    {"year(day) + #", ". . 元 ! ! 人 天 !"},
    {"monthof(day) + #", ". . 元 ! ! 人 天 !"},
    {"day(day) + #", ". . 元 ! ! 人 天 !"},
    {"months(day, day) + #", ". . 元 ! ! 人 天 !"},
    {"fullmonths(day, day) + #", ". . 元 ! ! 人 天 !"},
    {"days(day, day) + #", ". . 元 ! ! 人 天 !"},
    {"quarter(day) + #", ". . 元 ! ! 人 天 !"},
    {"halfyear(day) + #", ". . 元 ! ! 人 天 !"},
    {"age(day, day) + #", ". . 元 ! ! 人 天 !"},
    {"workdays(day, day, calendar) + #", ". . 元 ! ! 人 天 !"},
    /* ratios, percentages and rates, as they are written */
    {"# / n * 100", "= = 元 万元 % 人 天 元/人"},
    {"count(one) * 200 + #", "= . 元 万元 % 人 天 元/人"},
    {"f * r + #", "元 元 元 元 ! ! ! !"},
    {"y / w + #", ". . 元 ! ! 人 天 !"},
    {"1 / y * #", "1/元 1/元 . ! ! ! ! !"},
    {"band(plain_bands, #)", "text text text ! ! text text !"},
    {"band_value(plain_bands, #)", "% % % ! ! % % !"},
    {"band(wan_bands, #)", "text ! text text ! ! ! !"},
    {"band(mixed_bands, #)", "! ! ! ! ! ! ! !"},
    /* no numbers: nothing to lose */
    {"if(ends_with('元', '元'), #, 0)", "= . 元 万元 % 人 天 元/人"},
    {"if(has(n) or public(), #, 0)", "= . 元 万元 % 人 天 元/人"},
    {"date(day) + dotdate(day) + iso(day) + month(day) + handate(day) + hanmonth(day) + weekday(day) + "
     "date(today()) + "
     "digest() + text(#)",
     "text text text text text text text text"},
};

static void add_bands(struct world *w, struct shape *root, const char *name, const char *min, const char *max)
{
    struct shape *shape = shape_make(w->arena, str_of(name), root);
    assert_non_null(shape);
    add_field(w, root, name, list_type(w, record_type(shape)));
    add_field(w, shape, "min", type_of(TYPE_NUMBER, min))->optional = true;
    add_field(w, shape, "max", type_of(TYPE_NUMBER, max))->optional = true;
    add_field(w, shape, "label", type_of(TYPE_TEXT, ""));
    add_field(w, shape, "value", type_of(TYPE_NUMBER, "%"));
}

static void add_calendar(struct world *w, struct shape *root)
{
    struct shape *calendar = shape_make(w->arena, STR("calendar"), root);
    struct shape *off = shape_make(w->arena, STR("off"), calendar);
    struct shape *work = shape_make(w->arena, STR("work"), calendar);
    assert_true(calendar && off && work);
    add_field(w, root, "calendar", record_type(calendar));
    add_field(w, calendar, "first", type_of(TYPE_NUMBER, ""));
    add_field(w, calendar, "last", type_of(TYPE_NUMBER, ""));
    add_field(w, calendar, "off", list_type(w, record_type(off)));
    add_field(w, calendar, "work", list_type(w, record_type(work)));
    add_field(w, off, "from", type_of(TYPE_DATE, ""));
    add_field(w, off, "to", type_of(TYPE_DATE, ""));
    add_field(w, work, "day", type_of(TYPE_DATE, ""));
}

/* In a record of a list, so that position() is known. */
static struct shape *unit_shape(struct world *w)
{
    struct shape *root = shape_make(w->arena, STR("root"), NULL);
    struct shape *shape = shape_make(w->arena, STR("row"), root);
    struct shape *one = shape_make(w->arena, STR("one"), shape);
    assert_true(root && shape && one);
    add_field(w, root, "row", list_type(w, record_type(shape)));
    for (size_t i = 1; i < OPERANDS; i++)
        add_field(w, shape, operands[i].source, type_of(TYPE_NUMBER, operands[i].unit))->optional = true;
    add_field(w, shape, "day", type_of(TYPE_DATE, ""));
    add_field(w, shape, "one", list_type(w, record_type(one)));
    add_bands(w, shape, "plain_bands", "", "");
    add_bands(w, shape, "wan_bands", "万元", "万元");
    add_bands(w, shape, "mixed_bands", "万元", "元");
    add_calendar(w, shape);
    return shape;
}

static void fill_pattern(const char *pattern, const char *left, const char *right, struct buf *out)
{
    buf_reset(out);
    for (; *pattern; pattern++)
        if (*pattern == '$')
            buf_add_text(out, left);
        else if (*pattern == '#')
            buf_add_text(out, right);
        else
            buf_add_char(out, *pattern);
    assert_int_equal(buf_status(out), OK);
}

static void show_type(const struct type *type, struct buf *out)
{
    if (type->kind == TYPE_LIST) {
        buf_add_char(out, '[');
        show_type(type->of, out);
        buf_add_char(out, ']');
    } else if (type->kind != TYPE_NUMBER) {
        buf_add_text(out, type->kind == TYPE_TEXT ? "text" : type->kind == TYPE_DATE ? "date" : "yes");
    } else if (type->unit.len > 0) {
        buf_add_str(out, type->unit);
    } else {
        buf_add_char(out, type->constant ? '=' : '.');
    }
}

/* The cells of the row from `source` with each operand on the right. */
static void show_row(struct world *w, const struct shape *shape, const char *pattern, const char *left,
                     struct buf *out)
{
    struct buf source = BUF(1000);
    buf_reset(out);
    for (size_t i = 0; i < OPERANDS; i++) {
        const struct expr *expr = NULL;
        fill_pattern(pattern, left, operands[i].source, &source);
        enum status status = expr_compile(w->arena, w->diag, buf_str(&source), source_place, shape, &expr);
        buf_add_text(out, i > 0 ? " " : "");
        if (status == OK) {
            struct type type = expr_type(expr);
            type.constant = type.kind == TYPE_NUMBER && expr_is_constant(expr);
            show_type(&type, out);
        } else {
            buf_add_char(out, '!');
        }
    }
    assert_int_equal(buf_status(out), OK);
    buf_clear(&source);
}

static void expect_row(struct world *w, const struct shape *shape, const char *pattern, const char *left,
                       const char *cells)
{
    struct buf row = BUF(10000);
    show_row(w, shape, pattern, left, &row);
    if (!str_is(buf_str(&row), cells))
        fail_msg("%s, left %s\n  gives    %s\n  expected %s", pattern, left, row.ptr, cells);
    buf_clear(&row);
}

static void expect_table(struct world *w, const struct shape *shape, const struct table *table)
{
    for (const char *const *pattern = table->patterns; *pattern != NULL; pattern++)
        for (size_t i = 0; i < OPERANDS; i++)
            expect_row(w, shape, *pattern, operands[i].source, table->rows[i]);
}

static void operators(void **state)
{
    struct world *w = *state;
    const struct shape *shape = unit_shape(w);
    expect_table(w, shape, &sums);
    expect_table(w, shape, &products);
    expect_table(w, shape, &quotients);
}

/* What can be added can be compared, and nothing else. */
static void comparisons(void **state)
{
    struct world *w = *state;
    const struct shape *shape = unit_shape(w);
    static const char *const patterns[] = {
        "$ = #", "$ != #", "$ < #", "$ <= #", "$ > #", "$ >= #", "any(each(one, $), it = #)"};
    for (size_t i = 0; i < OPERANDS; i++) {
        struct buf cells;
        cells = BUF(1000);
        for (const char *cell = joined[i]; *cell; cell += strcspn(cell, " "), cell += *cell == ' ')
            buf_printf(&cells, "%s%s", cells.len > 0 ? " " : "", *cell == '!' ? "!" : "yes");
        for (size_t j = 0; j < ARRAY_COUNT(patterns); j++)
            expect_row(w, shape, patterns[j], operands[i].source, cells.ptr);
        buf_clear(&cells);
    }
}

/* A field that is missing, and another value for it: as any two; parts of a whole: what is left is a ratio.
 */
static void defaults_and_shares(void **state)
{
    struct world *w = *state;
    const struct shape *shape = unit_shape(w);
    for (size_t i = 0; i < OPERANDS; i++) {
        struct buf cells;
        cells = BUF(1000);
        if (i > 0)
            expect_row(w, shape, "default($, #)", operands[i].source, joined[i]);
        for (const char *cell = joined[i]; *cell; cell += strcspn(cell, " "), cell += *cell == ' ')
            buf_printf(&cells, "%s%s", cells.len > 0 ? " " : "", *cell == '!' ? "!" : "[.]");
        expect_row(w, shape, "apportion(each(one, $), #, 2, 'independent')", operands[i].source, cells.ptr);
        buf_reset(&cells);
        for (const char *cell = joined[i]; *cell; cell += strcspn(cell, " "), cell += *cell == ' ')
            buf_printf(&cells, "%s%s", cells.len > 0 ? " " : "", *cell == '!' ? "!" : ".");
        expect_row(w, shape, "change($, #)", operands[i].source, cells.ptr);
        buf_clear(&cells);
    }
}

static void functions(void **state)
{
    struct world *w = *state;
    const struct shape *shape = unit_shape(w);
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        expect_row(w, shape, rows[i].source, "", rows[i].cells);
}

static bool row_calls(const char *source, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = strstr(source, name); at != NULL; at = strstr(at + 1, name)) {
        bool begins = at == source || strchr("abcdefghijklmnopqrstuvwxyz_", at[-1]) == NULL;
        if (begins && at[len] == '(')
            return true;
    }
    return false;
}

static void every_function_has_a_row(void **state)
{
    (void)state;
    static const char *const names[] = {
#define FUNCTION(name, ...) #name,
#include "expr/functions.def"
#undef FUNCTION
    };
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        const char *name = names[i];
        bool found = strcmp(name, "default") == 0 || strcmp(name, "stated") == 0 || /* no figure of theirs */
                     strcmp(name, "quotes") == 0;
        for (size_t j = 0; j < ARRAY_COUNT(rows); j++)
            found = found || row_calls(rows[j].source, name);
        for (size_t j = 0; sums.patterns[j] != NULL; j++)
            found = found || row_calls(sums.patterns[j], name);
        if (!found)
            fail_msg("no row calls %s", name);
    }
}

/* y is 13 万元 as well. */
static void values_convert(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *source, *value;
    } cases[] = {
        {"w + y", "26"},
        {"y + w", "260000"},
        {"y - w", "0"},
        {"y = w and w <= y and not (w < y) and not (y != w)", "yes"},
        {"min(w, y * 2)", "13"},
        {"max(y, w * 2)", "260000"},
        {"max(0, w, y * 2)", "26"},
        {"if(no, y, w)", "130000"},
        {"if(no, w, y)", "13"},
        {"mod(w, y * 2)", "13"},
        {"change(w, y / 2)", "1"},
        {"y / w", "1"},
        {"w / y", "1"},
        {"y / w * 100", "100"},
        {"sum(if(no, each(one, y), each(one, w)))", "260000"},
        {"if(no, each(one, w), each(one, y))", "[13|13]"},
        {"if(yes, each(one, 1), each(one, y))", "[1|1]"},
        {"each(one, y)[it = w]", "[130000|130000]"},
        {"any(each(one, w), it = y)", "yes"},
        {"apportion(each(one, w), y, 2, 'independent')", "[1|1]"},
        {"rmb(w)", "壹拾叁万元整"},
        {"rmb_full(w)", "壹拾叁万元整"},
        {"yuan(w) + '|' + wan(w) + '|' + wan_or_yuan(w)", "130000|13|13万元"},
        {"yuan(y) + '|' + wan(y) + '|' + wan_or_yuan(y)", "130000|13|13万元"},
        {"rmb_value('壹拾叁万元整') = w", "yes"},
        {"f * r", "200"},
        {"percent(p) + '|' + percent(0.05)", "5.00%|5.00%"},
        {"y / w + n", "3"},
    };
    struct shape *shape = unit_shape(w);
    struct record *root = record_make(w->arena, shape->parent, NULL);
    assert_non_null(root);
    struct record *row = add_list(w, shape, root, "row", 1)[0].record;
    for (size_t i = 1; i < OPERANDS; i++)
        set_number(w, row, operands[i].source, operands[i].value);
    add_list(w, shape->fields[shape_lookup(shape, STR("one"))].type.of->shape, row, "one", 2);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        expect_in(w, row, cases[i].source, cases[i].value);
}

/* Other money, and units that only look like it. */
static void units_that_are_near(void **state)
{
    struct world *w = *state;
    struct shape *shape = shape_make(w->arena, STR("k"), NULL);
    assert_non_null(shape);
    static const struct operand near[] = {{"a", "亿元", "2"},  {"k", "千元", "3"}, {"u", "美元", "4"},
                                          {"h", "单元", "5"},  {"m", "‰", "6"},    {"y", "元", "7"},
                                          {"t", "元/月", "8"}, {"mo", "月", "9"}};
    for (size_t i = 0; i < ARRAY_COUNT(near); i++)
        add_field(w, shape, near[i].source, type_of(TYPE_NUMBER, near[i].unit));
    struct record *record = record_make(w->arena, shape, NULL);
    assert_non_null(record);
    for (size_t i = 0; i < ARRAY_COUNT(near); i++)
        set_number(w, record, near[i].source, near[i].value);
    expect_in(w, record, "y + k + a", "200003007");
    expect_in(w, record, "a - k", "1.99997");
    expect_in(w, record, "wan(a) + '|' + yuan(k) + '|' + rmb(k)", "20000|3000|叁仟元整");
    expect_in(w, record, "t * mo + y", "79");
    expect_in(w, record, "u / u + h", "6");
    static const char *const refused[] = {"u + y",  "u * h",  "y / u", "m + h", "m * y",
                                          "rmb(u)", "wan(m)", "t + y", "t * h", "y / a * u + y"};
    for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
        const struct expr *expr = NULL;
        if (expr_compile(w->arena, w->diag, str_of(refused[i]), source_place, shape, &expr) != FAILED)
            fail_msg("%s compiles", refused[i]);
    }
}

/* What is written behind a number is its unit, or none. */
static void the_unit_behind(void **state)
{
    struct world *w = *state;
    refuse(w, "plain(wan_total) + '元'", MSG_EXPR_UNIT_BEHIND, 20, "以“万元”为单位，后面却写着“元”");
    refuse(w, "'共' + money(wan_total) + '元'", MSG_EXPR_UNIT_BEHIND, 26, "元");
    refuse(w, "text(total) + '万元' + title", MSG_EXPR_UNIT_BEHIND, 15, "万元");
    refuse(w, "yuan(wan_total) + ' 万元'", MSG_EXPR_UNIT_BEHIND, 19, "万元");
    refuse(w, "wan(total) + ('元' + title)", MSG_EXPR_UNIT_BEHIND, 15, "元");
    expect(w, "yuan(wan_total) + '元'", "2527273元");
    expect(w, "wan(total) + '万元'", "252.7273万元");
    expect(w, "plain(wan_total) + '万元' + '元'", "252.7273万元元");
    refuse(w, "plain(people) + '元'", MSG_EXPR_UNIT_BEHIND, 17, "元");
    refuse(w, "plain(people) + '户'", MSG_EXPR_UNIT_BEHIND, 17, "户");
    expect(w, "plain(wan_total) + '万' + title", "252.7273万补充协议");
    expect(w, "plain(people) + '元旦活动'", "12元旦活动");
    expect(w, "plain(people) + '户籍' + title", "12户籍补充协议");
    expect(w, "plain(people) + '名' + title", "12名补充协议");
    static const char *const patterns[] = {"共{wan_total}元", "共{wan_total + total} 元。",
                                           "{money(wan_total)}元", "{total}万元"};
    for (size_t i = 0; i < ARRAY_COUNT(patterns); i++) {
        const struct pattern *pattern;
        struct pattern_source source = {.text = str_of(patterns[i]), .place = source_place};
        assert_int_equal(pattern_compile(w->arena, w->diag, source, w->root, &pattern), FAILED);
        assert_int_equal(last_message(w)->code, MSG_EXPR_UNIT_BEHIND);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(operators),
                                       WORLD_TEST(comparisons),
                                       WORLD_TEST(defaults_and_shares),
                                       WORLD_TEST(functions),
                                       cmocka_unit_test(every_function_has_a_row),
                                       WORLD_TEST(values_convert),
                                       WORLD_TEST(units_that_are_near),
                                       WORLD_TEST(the_unit_behind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
