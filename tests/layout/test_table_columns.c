/*
 * Columns of tables: fixed, percentages, shares, by content; decimal points one below the other.
 *
 * Type is 10 pt: a Han character is 10 pt wide, a digit 5 pt; cells have 3 pt of white at both sides.
 */
#include "failing.h"
#include "table_kit.h"
#include "layout/messages.def"

/* The widths as "30+85.001+…", in points. */
static void assert_widths(const struct kit *kit, const char *expected)
{
    struct str text = STR("");
    for (size_t i = 0; i < kit->table.column_count; i++) {
        length width = kit->flow->column_x[i + 1] - kit->flow->column_x[i];
        text =
            arena_printf(kit->arena, "%.*s%s%lld", STR_ARGS(text), i > 0 ? "+" : "", (long long)(width / PT));
        if (width % PT)
            text = arena_printf(kit->arena, "%.*s.%03d", STR_ARGS(text), (int)(width % PT));
        assert_non_null(text.ptr);
    }
    if (!str_is(text, expected))
        fail_msg("widths: %.*s, expected %s", STR_ARGS(text), expected);
}

static void kit_content(struct kit *kit, size_t column)
{
    kit->table.columns[column] = (struct table_column){.content = true};
}

/* One row; "" is an empty cell. */
static void kit_row(struct kit *kit, size_t row, const char *const *texts)
{
    for (size_t i = 0; i < kit->table.column_count; i++)
        kit_cell(kit, row, i, 1, 1, str_of(texts[i]));
}
#define ROW(kit, row, ...) kit_row((kit), (row), (const char *const[]){__VA_ARGS__})

static enum status kit_try(struct kit *kit, length width)
{
    struct table_flow *flow = NULL;
    return kit_flow_make(kit, width, &flow);
}

/* --- widths --- */

static void test_percent(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 4, 0);
    for (size_t i = 0; i < 3; i++)
        kit.table.columns[i] = (struct table_column){.percent = i < 2 ? 33333 : 33334};
    kit.table.columns[3] = (struct table_column){.percent = 0, .share = 1};
    kit.table.column_count = 3;
    ROW(&kit, 0, "一", "二", "三");
    kit_make(&kit, 100001);
    assert_int_equal(kit.flow->column_x[3], 100001);
    assert_widths(&kit, "33.333+33.333+33.335");
    kit_close(&kit);
}

static void test_percent_fixed_and_shares(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 4, 0);
    kit.table.columns[0] = (struct table_column){.width = 30 * PT};
    kit.table.columns[1] = (struct table_column){.percent = 25000};
    kit.table.columns[3].share = 2;
    ROW(&kit, 0, "一", "二", "三", "四");
    kit_make(&kit, 200 * PT);
    assert_widths(&kit, "30+50+40+80");
    kit.table.columns[1].percent = 90000;
    assert_int_equal(kit_try(&kit, 200 * PT), FAILED);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_TABLE_WIDE));
    kit_close(&kit);
}

static void test_content_natural(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 3, 1);
    kit_content(&kit, 0);
    kit_content(&kit, 1);
    kit_content(&kit, 2);
    ROW(&kit, 0, "头", "一二三四五六", "7");
    ROW(&kit, 1, "一二三", "一", "12345");
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "36+66+31"); /* as wide as it needs */
    kit.table.wide = true;           /* what is left in proportion to that */
    kit_make(&kit, 266 * PT);
    assert_widths(&kit, "72+132+62");
    kit_make(&kit, 133 * PT);
    assert_widths(&kit, "36+66+31");
    kit.table.columns[2] = (struct table_column){.share = 1};
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "36+66+198");
    kit.table.columns[0] = (struct table_column){.percent = 20000};
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "60+66+174");
    kit_close(&kit);
}

/* Not all natural widths fit: the least ones and a part of the rest in proportion to what is lacking. */
static void test_content_lack(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 3, 0);
    for (size_t i = 0; i < 3; i++)
        kit_content(&kit, i);
    ROW(&kit, 0, "12345", "一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十一");
    kit_make(&kit, 31 * PT + 16 * PT + 16 * PT + 87 * PT); /* lacks 0, 90 and 200 */
    assert_widths(&kit, "31+43+76");
    kit_make(&kit, 63 * PT);
    assert_widths(&kit, "31+16+16");
    kit_make(&kit, 57 * PT); /* a third of the sides gives */
    assert_widths(&kit, "29+14+14");
    assert_int_equal(kit.flow->pad_left, 2 * PT);
    assert_int_equal(kit_try(&kit, 57 * PT - 1), FAILED);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(kit.diag, &entries), 1);
    assert_int_equal(entries[0].code, MSG_LAYOUT_TABLE_NEEDS);
    assert_int_equal(entries[0].place.line, 7);
    assert_non_null(strstr(entries[0].text.ptr, "10.9、5.6、5.6 毫米"));
    kit_close(&kit);
}

static void test_content_bounds(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit.table.columns[0] = (struct table_column){.content = true, .least = 50 * PT};
    kit.table.columns[1] = (struct table_column){.content = true, .most = 60 * PT};
    ROW(&kit, 0, "一", "一二三四五六七八九十");
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "50+60");
    kit_close(&kit);
}

/* Beside columns by content a share keeps what its longest word needs, as long as the others have their
 * least; after that it gives way. */
static void test_share_beside_content(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit_content(&kit, 0);
    ROW(&kit, 0, "一二三四五六七八九十", "Agreement");
    kit_make(&kit, 200 * PT);
    assert_widths(&kit, "106+94");
    kit_make(&kit, 100 * PT);
    assert_widths(&kit, "49+51");
    kit_make(&kit, 60 * PT);
    assert_widths(&kit, "16+44");
    assert_int_equal(kit_try(&kit, 15 * PT), FAILED);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(kit.diag, &entries), 1);
    assert_non_null(strstr(entries[0].text.ptr, "5.6、* 毫米"));
    kit_close(&kit);
}

/* Cells of one column first, then spans: what is lacking goes to all alike, to shares alone where there are
 * any. */
static void test_spans_widen(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 3, 3, 0);
    for (size_t i = 0; i < 3; i++)
        kit_content(&kit, i);
    kit_cell(&kit, 0, 0, 1, 3, STR("一二三四五六七八九十一二")); /* 126 */
    kit_cell(&kit, 1, 0, 1, 2, STR("一二三四五六七八"));         /* 86 */
    kit_cell(&kit, 1, 2, 1, 1, STR("一"));
    ROW(&kit, 2, "一二", "一", "一"); /* 26 16 16 */
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "56+46+24"); /* 26 + 22, 16 + 22, 16; then 8 to each */
    kit.table.columns[1] = (struct table_column){.content = true, .most = 20 * PT};
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "78+20+28"); /* 66 + 20 = 86; 24 more, the second may not */
    kit.table.columns[1] = (struct table_column){.share = 1};
    kit_make(&kit, 150 * PT);
    assert_widths(&kit, "26+108+16");
    kit_close(&kit);
}

/* A number is never divided, nor are words where they have room: the least width holds them. */
static void test_least_width_tears_nothing(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit_content(&kit, 0);
    kit_content(&kit, 1);
    ROW(&kit, 0, "合计10,000,000,000,000.00元", "按supplementary协议");
    kit_make(&kit, 123500 + 71 * PT); /* 21 digits and points, 1/4 em, 元; 13 letters */
    assert_widths(&kit, "123.500+71");
    kit_lay(&kit, 400 * PT, 400 * PT);
    kit_check(&kit, 400 * PT);
    for (size_t i = 0; i < kit.document.pages[0].line_count; i++)
        assert_int_equal(kit.document.pages[0].lines[i].broken, 0);
    assert_int_equal(kit_try(&kit, 100 * PT), FAILED);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_TABLE_NEEDS));
    assert_false(diag_has(kit.diag, MSG_LAYOUT_NUMBER_TORN));
    kit_close(&kit);
}

/* Where words have no room the widest columns give way, down to one width; numbers keep theirs. */
static void test_words_give_way(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 3, 0);
    for (size_t i = 0; i < 3; i++)
        kit_content(&kit, i);
    ROW(&kit, 0, "1,234.50", "supplementary", "https://agreement"); /* 46; 71 or 16; 91 or 26 (s://) */
    kit_make(&kit, 208 * PT);
    assert_widths(&kit, "46+71+91");
    kit_make(&kit, 200 * PT);
    assert_widths(&kit, "46+71+83");
    kit_make(&kit, 147001);
    assert_widths(&kit, "46+50.501+50.500");
    kit_make(&kit, 100 * PT);
    assert_widths(&kit, "46+27+27");
    kit_lay(&kit, 400 * PT, 400 * PT);
    kit_check(&kit, 400 * PT);
    kit_make(&kit, 88 * PT);
    assert_widths(&kit, "46+16+26");
    kit_make(&kit, 82 * PT); /* sides give before a number finds no room */
    assert_widths(&kit, "44+14+24");
    assert_int_equal(kit_try(&kit, 82 * PT - 1), FAILED);
    const struct diag_entry *entries;
    size_t count = diag_entries(kit.diag, &entries);
    assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 1);
    assert_int_equal(entries[0].code, MSG_LAYOUT_TABLE_TIGHT);
    assert_non_null(strstr(entries[0].text.ptr, "第 3 列要 32.1 毫米，只有 29.3 毫米"));
    assert_non_null(strstr(entries[count - 1].text.ptr, "16.2、5.6、9.2 毫米"));
    kit_close(&kit);
}

/* A share beside it keeps what it needs with its words divided; a lower bound gives before that. */
static void test_words_give_way_to_shares(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit_content(&kit, 0);
    ROW(&kit, 0, "supplementary", "1,234.50agreement"); /* 71 or 16; 46 or 91 */
    kit_make(&kit, 130 * PT);
    assert_widths(&kit, "71+59");
    kit_make(&kit, 100 * PT);
    assert_widths(&kit, "54+46");
    kit.table.columns[0].least = 40 * PT;
    kit_make(&kit, 86 * PT);
    assert_widths(&kit, "40+46");
    kit_make(&kit, 85 * PT);
    assert_widths(&kit, "39+46");
    kit_make(&kit, 62 * PT);
    assert_widths(&kit, "16+46");
    kit_make(&kit, 60 * PT);
    assert_widths(&kit, "16+44");
    assert_int_equal(kit_try(&kit, 59 * PT), FAILED);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_NUMBER_TORN));
    kit_close(&kit);
}

/* A word over several columns widens them only as far as they have room. */
static void test_words_over_columns_give_way(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 2, 0);
    kit_content(&kit, 0);
    kit_content(&kit, 1);
    kit_cell(&kit, 0, 0, 1, 2, STR("supplementary")); /* 71 */
    ROW(&kit, 1, "一二", "三");
    kit_make(&kit, 60 * PT);
    assert_widths(&kit, "30.500+29.500"); /* sides give where one column the less is divided */
    kit.table.rows[0].cells[0].blocks->paragraph.inlines[0].text = STR("1,234,567.50"); /* 66 */
    kit_make(&kit, 66 * PT);
    assert_widths(&kit, "38+28"); /* 一二 is whole */
    assert_int_equal(kit_try(&kit, 61 * PT), FAILED);
    kit_close(&kit);
}

/* A nested table asks for what its columns need. */
static void test_nested(void **state)
{
    (void)state;
    struct kit inner, kit;
    struct block block = {.kind = BLOCK_TABLE, .table = &inner.table};
    kit_open(&inner);
    kit_table(&inner, 1, 2, 0);
    kit_content(&inner, 0);
    inner.table.columns[1] = (struct table_column){.width = 40 * PT};
    ROW(&inner, 0, "一二三四五", "一");
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit_content(&kit, 0);
    kit_content(&kit, 1);
    ROW(&kit, 0, "", "一二三");
    kit.table.rows[0].cells[0].blocks = &block;
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "102+36"); /* 56 + 40 + 6 */
    kit_make(&kit, 100 * PT);
    assert_widths(&kit, "64+36"); /* 62 and 36 at least, lacking 40 and 0 */
    inner.table.columns[1] = (struct table_column){.percent = 50000};
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "118+36"); /* half of it is 56 */
    inner.table.columns[0] = (struct table_column){.share = 2};
    inner.table.columns[1] = (struct table_column){.share = 1};
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "90+36"); /* 56 are two thirds of 84 */
    kit_close(&kit);
    kit_close(&inner);
}

static void test_indents_count(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 1, 0);
    kit_content(&kit, 0);
    ROW(&kit, 0, "一二三");
    kit.paragraph.left = 20 * PT;
    kit.paragraph.right = 5 * PT;
    kit.paragraph.first_indent = -20 * PT;
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "41");
    kit.paragraph.first_indent = 20 * PT;
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "81");
    kit_close(&kit);
}

/* Measuring reports nothing and keeps nothing: a fault is reported once, by the cell. */
static void test_faults_once(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit_content(&kit, 0);
    kit_content(&kit, 1);
    ROW(&kit, 0, "一", "二");
    kit.table.rows[0].cells[1].blocks->paragraph.inlines[0].kind = INLINE_PAGE_NUMBER;
    assert_int_equal(kit_try(&kit, 300 * PT), FAILED);
    assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 1);
    kit_close(&kit);
}

/* A column that holds no character is told once, not for each of its cells. */
static void test_narrow_once(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 3, 2, 0);
    kit.table.columns[0].share = kit.table.columns[1].share = 1;
    for (size_t row = 0; row < 3; row++)
        ROW(&kit, row, "一", "二");
    assert_int_equal(kit_try(&kit, 20 * PT), FAILED);
    assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 2);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_CELL_NARROW));
    kit_close(&kit);
}

/* --- decimal points --- */

static struct page_item *item_that_says(const struct kit *kit, size_t page, const char *text)
{
    struct buf buf;
    for (size_t i = 0; i < kit->document.pages[page].item_count; i++) {
        struct page_item *item = &kit->document.pages[page].items[i];
        buf = BUF(1000);
        buf_add_text(&buf, "");
        for (size_t g = 0; g < item->glyph_count; g++)
            buf_add_str(&buf, item->glyphs[g].text);
        bool found = str_is(buf_str(&buf), text);
        buf_clear(&buf);
        if (found)
            return item;
    }
    fail_msg("nothing says “%s”", text);
    return NULL;
}

static void assert_x(const struct kit *kit, const char *text, length x)
{
    length found = item_that_says(kit, 0, text)->x - KIT_X;
    if (found != x)
        fail_msg("“%s” at %lld, expected %lld", text, (long long)found, (long long)x);
}

static void kit_decimal(struct kit *kit)
{
    for (size_t row = 0; row < kit->table.row_count; row++) {
        for (size_t i = 0; i < kit->table.rows[row].cell_count; i++) {
            kit->table.rows[row].cells[i].has_align = true;
            kit->table.rows[row].cells[i].align = ALIGN_DECIMAL;
        }
    }
}

static void test_decimal(void **state)
{
    static const char *const texts[] = {"12345.5", "7", "-1.25%", "3元", "—"};
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 6, 1, 1);
    kit.table.columns[0] = (struct table_column){.width = 86 * PT};
    kit_cell(&kit, 0, 0, 1, 1, STR("金额"));
    for (size_t i = 0; i < 5; i++)
        kit_cell(&kit, i + 1, 0, 1, 1, str_of(texts[i]));
    kit_decimal(&kit);
    kit_make(&kit, 300 * PT);
    kit_lay(&kit, 400 * PT, 400 * PT);
    /* 25 before the points, 20 behind (.25%): in the middle of 80 from 17.5 on; points at 3 + 42.5 */
    assert_x(&kit, "金额", 3 * PT); /* head cells as the style's heads: left */
    assert_x(&kit, "12345.5", 20500);
    assert_x(&kit, "7", 40500);
    assert_x(&kit, "-1.25%", 35500);
    assert_x(&kit, "—", 38 * PT); /* centred */
    kit_check_texts(&kit);
    kit_close(&kit);
}

/* The block of numbers is wider than each of them: the column by content holds it. */
static void test_decimal_by_content(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 1, 0);
    kit_content(&kit, 0);
    kit_cell(&kit, 0, 0, 1, 1, STR("1,234,567"));
    kit_cell(&kit, 1, 0, 1, 1, STR("0.12345"));
    kit_decimal(&kit);
    kit_make(&kit, 300 * PT);
    assert_widths(&kit, "81"); /* 45 + 30 + 6 */
    kit_lay(&kit, 400 * PT, 400 * PT);
    assert_x(&kit, "1,234,567", 3 * PT);
    assert_x(&kit, "0.12345", 43 * PT);
    kit_close(&kit);
}

/* Too narrow for the block: numbers keep to the edges; several lines stand at the right. */
static void test_decimal_without_room(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 3, 1, 0);
    kit.table.columns[0] = (struct table_column){.width = 56 * PT};
    kit_cell(&kit, 0, 0, 1, 1, STR("1,234,567"));
    kit_cell(&kit, 1, 0, 1, 1, STR("0.12345"));
    kit_cell(&kit, 2, 0, 1, 1, STR("一二三四五六78"));
    kit_decimal(&kit);
    kit_make(&kit, 300 * PT);
    kit_lay(&kit, 400 * PT, 400 * PT);
    assert_x(&kit, "1,234,567", 3 * PT);
    assert_x(&kit, "0.12345", 18 * PT);
    kit_check(&kit, 400 * PT);
    kit_close(&kit);
}

/* Over the whole table, not only a page. */
static void test_decimal_over_pages(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 1, 0);
    kit.table.columns[0] = (struct table_column){.width = 86 * PT};
    kit_cell(&kit, 0, 0, 1, 1, STR("1.5"));
    kit_cell(&kit, 1, 0, 1, 1, STR("123456.75"));
    kit_decimal(&kit);
    kit_make(&kit, 300 * PT);
    kit_lay(&kit, 16 * PT, 16 * PT);
    assert_int_equal(kit.parts, 2);
    assert_int_equal(item_that_says(&kit, 0, "1.5")->x + 5 * PT,
                     item_that_says(&kit, 1, "123456.75")->x + 30 * PT);
    kit_close(&kit);
}

/* --- any tables --- */

static uint32_t sequence;

static size_t choose(size_t from, size_t to)
{
    sequence = sequence * 1664525u + 1013904223u;
    return from + (sequence >> 8) % (to - from + 1);
}

static struct str random_text(struct kit *kit)
{
    static const char *const texts[] = {
        "1,234.50", "-3.5%", "合计",
        "—",        "",      "Agreement text",
        "12",       "１２",  "https://www.agreementsupplementary.example.org"};
    return choose(0, 1) ? str_of(texts[choose(0, ARRAY_COUNT(texts) - 1)])
                        : kit_text(kit, choose(0, 19000), choose(0, 20));
}

static void random_columns(struct kit *kit)
{
    for (size_t i = 0; i < kit->table.column_count; i++) {
        struct table_column *column = &kit->table.columns[i];
        switch (choose(0, 5)) {
        case 0:
            *column = (struct table_column){.width = (length)choose(60, 90) * PT + (length)choose(0, 999)};
            break;
        case 1:
            *column = (struct table_column){.percent = (int32_t)choose(8000, 12000)};
            break;
        case 2:
            column->share = (int)choose(1, 3);
            break;
        default:
            *column = (struct table_column){.content = true,
                                            .least = choose(0, 1) ? 0 : (length)choose(0, 80) * PT,
                                            .most = choose(0, 1) ? 0 : (length)choose(80, 150) * PT};
        }
    }
}

static void random_cells(struct kit *kit)
{
    for (size_t row = 0; row < kit->table.row_count; row++) {
        for (size_t column = 0; column < kit->table.column_count;) {
            size_t rest = kit->table.column_count - column, span = choose(0, 3) ? 1 : choose(1, rest);
            struct table_cell *cell = kit_cell(kit, row, column, 1, span, random_text(kit));
            cell->has_align = choose(0, 1);
            cell->align = choose(0, 1) ? ALIGN_DECIMAL : ALIGN_CENTER;
            column += span;
        }
    }
}

/* The bounds that the table names, and the room. */
static void check_columns(const struct kit *kit, length width)
{
    bool shares = false;
    for (size_t i = 0; i < kit->table.column_count; i++) {
        const struct table_column *column = &kit->table.columns[i];
        length own = kit->flow->column_x[i + 1] - kit->flow->column_x[i];
        shares = shares || (!column->width && !column->percent && !column->content);
        if (column->width)
            assert_int_equal(own, column->width);
        if (column->content)
            assert_true(own >= column->least && (!column->most || own <= column->most));
        if (column->percent)
            assert_in_range(own, width * column->percent / 100000, width * column->percent / 100000 + 1);
    }
    length sum = kit->flow->column_x[kit->table.column_count];
    assert_true(shares ? sum == width : sum <= width);
}

static bool has_percent(const struct kit *kit)
{
    for (size_t i = 0; i < kit->table.column_count; i++)
        if (kit->table.columns[i].percent > 0)
            return true;
    return false;
}

static void check_wider(struct kit *kit, length width)
{
    const struct table_flow *before = kit->flow;
    kit_make(kit, width);
    for (size_t i = 0; i < kit->table.column_count; i++) {
        length more = kit->flow->column_x[i + 1] - kit->flow->column_x[i];
        assert_true(more + 2 >= before->column_x[i + 1] - before->column_x[i]);
    }
}

static void test_any_columns(void **state)
{
    (void)state;
    for (uint32_t number = 1; number <= 400; number++) {
        struct kit kit;
        sequence = number * 2654435761u;
        kit_open(&kit);
        kit_table(&kit, choose(1, 12), choose(1, 6), 0);
        random_columns(&kit);
        random_cells(&kit);
        length width = (length)choose(700, 1200) * PT + (length)choose(0, 999);
        kit_make(&kit, width);
        check_columns(&kit, width);
        kit_lay(&kit, 5000 * PT, 5000 * PT);
        kit_check(&kit, 5000 * PT);
        for (size_t i = 0; i < kit.document.pages[0].line_count; i++)
            assert_false(kit.document.pages[0].lines[i].overfull);
        if (!has_percent(&kit)) /* a span could get the room from it, and ask less of the others */
            check_wider(&kit, width + (length)choose(1, 100000));
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 0);
        kit_close(&kit);
    }
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, 2, 2, 0);
        kit_content(&kit, 0);
        ROW(&kit, 0, "一二", "1.5");
        kit_cell(&kit, 1, 0, 1, 2, STR("一二三四"));
        kit_decimal(&kit);
        base_fail_allocation(n);
        struck = memory_struck(kit_try(&kit, 300 * PT));
        kit_close(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_percent),
        cmocka_unit_test(test_percent_fixed_and_shares),
        cmocka_unit_test(test_content_natural),
        cmocka_unit_test(test_content_lack),
        cmocka_unit_test(test_content_bounds),
        cmocka_unit_test(test_share_beside_content),
        cmocka_unit_test(test_spans_widen),
        cmocka_unit_test(test_least_width_tears_nothing),
        cmocka_unit_test(test_words_give_way),
        cmocka_unit_test(test_words_give_way_to_shares),
        cmocka_unit_test(test_words_over_columns_give_way),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_indents_count),
        cmocka_unit_test(test_faults_once),
        cmocka_unit_test(test_narrow_once),
        cmocka_unit_test(test_decimal),
        cmocka_unit_test(test_decimal_by_content),
        cmocka_unit_test(test_decimal_without_room),
        cmocka_unit_test(test_decimal_over_pages),
        cmocka_unit_test(test_any_columns),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
