/* prose: which words of a text are figures, with their values and quantities; and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "prose/prose_int.h"

struct row {
    const char *text, *expected;
};

static const char *quantity_name(enum quantity quantity)
{
    static const char *const names[QUANTITIES] = {[QUANTITY_NONE] = "数",
                                                  [QUANTITY_COUNT] = "个",
                                                  [QUANTITY_PEOPLE] = "人",
                                                  [QUANTITY_MONEY] = "元",
                                                  [QUANTITY_PERCENT] = "%",
                                                  [QUANTITY_POINTS] = "分",
                                                  [QUANTITY_YEARS] = "年数",
                                                  [QUANTITY_MONTHS] = "月数",
                                                  [QUANTITY_DAYS] = "天",
                                                  [QUANTITY_TIME] = "分钟",
                                                  [QUANTITY_AREA] = "㎡",
                                                  [QUANTITY_LENGTH] = "米",
                                                  [QUANTITY_WEIGHT] = "克",
                                                  [QUANTITY_DATE] = "日期",
                                                  [QUANTITY_DATE_YEAR_MONTH] = "年月",
                                                  [QUANTITY_DATE_YEAR] = "年",
                                                  [QUANTITY_DATE_MONTH_DAY] = "月日",
                                                  [QUANTITY_DATE_MONTH] = "月"};
    return names[quantity];
}

/* "8人=8人 约" and so on, a figure after the other. */
static void describe(struct str text, const struct spoken *spoken, struct buf *out)
{
    bool date = spoken->quantity >= QUANTITY_DATE;
    int64_t whole = date ? spoken->value : spoken->value / FIGURE_ONE;
    int64_t rest = date ? 0 : spoken->value % FIGURE_ONE;
    buf_add_text(out, out->len > 0 ? " | " : "");
    if (spoken->quote) {
        buf_add_text(out, "引用");
        return;
    }
    buf_add_str(out, str_slice(text, spoken->from, spoken->to));
    if (spoken->huge) {
        buf_add_text(out, "=大");
        return;
    }
    buf_printf(out, "=%lld", (long long)whole);
    if (rest != 0)
        buf_printf(out, ".%06lld", (long long)rest);
    buf_add_text(out, quantity_name(spoken->quantity));
    buf_add_text(out, spoken->about ? "约" : "");
}

static void gives(const struct row *row)
{
    struct buf out;
    struct arena *arena = arena_new(0);
    out = BUF(10000);
    buf_add_text(&out, "");
    struct scanner scanner = {.arena = arena, .text = str_of(row->text)};
    struct spoken spoken;
    while (scan_next(&scanner, &spoken))
        describe(scanner.text, &spoken, &out);
    assert_int_equal(scanner.status, OK);
    const char *have = out.len == 0 ? "" : out.ptr;
    if (strcmp(have, row->expected) != 0)
        fail_msg("%s\n  gives   %s\n  expects %s", row->text, have, row->expected);
    buf_clear(&out);
    arena_free(arena);
}

static void all_give(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        gives(&rows[i]);
}

static void test_arabic(void **state)
{
    static const struct row rows[] = {
        {"在岗8人，流动3名。", "8人=8人 | 3名=3人"},
        {"8 人", "8 人=8人"},
        {"共１２名、３户", "１２名=12人 | ３户=3个"},
        {"合计1,662,624.50元", "1,662,624.50元=1662624.500000元"},
        {"252.7273万元", "252.7273万元=2527273元"},
        {"二十五万二千七百二十七元三角，252727元3角5分",
         "二十五万二千七百二十七元三角=252727.300000元 | 252727元3角5分=252727.350000元"},
        {"1.2亿元，3千人，5百余人", "1.2亿元=120000000元 | 3千人=3000人 | 5百余人=500人约"},
        {"87.11%、87％、3‰", "87.11%=87.110000% | 87％=87% | 3‰=0.300000%"},
        {"提高2个百分点", "2个百分点=2%"},
        {"得97.85分，满分100分", "97.85分=97.850000分 | 100分=100分"},
        {"40小时，90分钟", "40小时=2400分钟 | 90分钟=90分钟"},
        {"￥224166，¥ 30", "224166=224166元 | 30=30元"},
        {"12个月、18个自然日、3年、5岁", "12个月=12月数 | 18个自然日=18天 | 3年=3年数 | 5岁=5年数"},
        {"120平方米，2公里", "120平方米=120㎡ | 2公里=2000米"},
        {"得分97.85，合计1,662", "97.85=97.850000数 | 1,662=1662数"},
        {"10多家单位，5000余小时", "10多家=10个约 | 5000余小时=300000分钟约"},
        {"约8人，不少于2场，8人以上", "8人=8人约 | 2场=2个约 | 8人=8人约"},
        {"99999999999999999999元", "99999999999999999999元=大"},
    };
    (void)state;
    all_give(rows, ARRAY_COUNT(rows));
}

static void test_ranges_and_limits(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"3—5次，2至4场", "3=3个 | 5次=5个 | 2=2个 | 4场=4个"},
        {"1—2.5万元", "1=10000元 | 2.5万元=25000元"},
        {"¥142.8万。￥142.8万的合同，￥142.8万元，¥30",
         "142.8万=1428000元 | 142.8万=1428000元 | 142.8万元=1428000元 | 30=30元"},
        {"￥37.8～44.05万元，￥1—2万，￥3—5",
         "37.8=378000元 | 44.05万元=440500元 | 1=10000元 | 2万=20000元 | 3=3元"},
        {"", ""},
        {"人", ""},
        {"8", ""},
        {"8人以上", "8人=8人约"},
        {"0.1234567元", "0.1234567元=大"},
    };
    all_give(rows, ARRAY_COUNT(rows));
}

static void test_han(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"三十二名社工", "三十二名=32人"},
        {"两名社工，十名义工，十二个月", "两名=2人 | 十名=10人 | 十二个月=12月数"},
        {"一百二十人，一千零五人，三万二千元", "一百二十人=120人 | 一千零五人=1005人 | 三万二千元=32000元"},
        {"百分之八十七点一一，百分之5，千分之三",
         "百分之八十七点一一=87.110000% | 百分之5=5% | 千分之三=0.300000%"},
        {"人民币贰佰伍拾贰万柒仟贰佰柒拾叁元整", "贰佰伍拾贰万柒仟贰佰柒拾叁元整=2527273元"},
        {"壹拾万零柒仟元零伍角整", "壹拾万零柒仟元零伍角整=107000.500000元"},
        {"一户一档，十分重要，百年大计，万元户，三心二意，一方面，一定", ""},
        {"登记三支队伍、四类力量、五个平台", ""},
        {"第三名，第（二）款，三分之一，三五个人", ""},
        {"十一个中心", "十一个=11个"},
        {"二〇二二", ""},
        {"叁", ""},
    };
    all_give(rows, ARRAY_COUNT(rows));
}

static void test_dates(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2026年8月2日", "2026年8月2日=20260802日期"},
        {"2026 年 8 月 2 日", "2026 年 8 月 2 日=20260802日期"},
        {"2026年8月，2026年度", "2026年8月=202608年月 | 2026年=2026年"},
        {"8月2日，12月", "8月2日=802月日 | 12月=12月"},
        {"2022-08-02、2021.12.1、2022/8/2",
         "2022-08-02=20220802日期 | 2021.12.1=20211201日期 | 2022/8/2=20220802日期"},
        {"二〇二二年五月，二〇二二年五月十六日",
         "二〇二二年五月=202205年月 | 二〇二二年五月十六日=20220516日期"},
        {"2026年8月至12月", "2026年8月=202608年月 | 12月=202612年月"},
        {"2026年8月2日至5日", "2026年8月2日=20260802日期 | 5日=20260805日期"},
        {"2024—2025年", "2024=2024年 | 2025年=2025年"},
        {"（2021年修订），2012年版", ""},
        {"2022年4月中旬", "2022年4月=202204年月"},
        {"2025年13月1日，12月32日，2025年13个月，13月，8月32号", /* days, though no month has them */
         "2025年13月1日=20251301日期 | 12月32日=1232月日 | 2025年=2025年 | 13个月=13月数 | 8月=8月"},
    };
    all_give(rows, ARRAY_COUNT(rows));
}

static void test_no_figures(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"GB/T 9704—2012，LGDL2025000084-A，C4D5人", ""},
        {"深民规〔2021〕3号，第5页，第3条，第12人，附件1，表2，88号", ""},
        {"电话0755-84600018，8:30，8时30分，14点", ""},
        {"《2022年度3个中心评估》", ""},
        {"《未完2人", "2人=2人"},
        {"《1人》《2人》《3人《4人", "3人=3人 | 4人=4人"},
        {"1. 建档；2. 走访；3.1.2节", ""},
        {"2012人民，5分站点，2场所，6项目", "6项目=6个"},
        {"3名义工，4次年度评估，5个案例，3个人，90分为优秀",
         "3名=3人 | 4次=4个 | 5个=5个 | 3个人=3人 | 90分=90分"},
        {"3D打印，5G", ""},
        {"\2有8人\3和9人", "9人=9人"},
        {"\1个，\1", "引用 | 引用"},
        {"2分之1，3:2", ""},
    };
    all_give(rows, ARRAY_COUNT(rows));
}

/* However a number is written, no part of it is taken for the whole. */
static void check_starts(const char *characters, enum number_start start)
{
    struct str all = str_of(characters);
    for (size_t at = 0; at < all.len;)
        assert_int_equal(number_start(utf8_next(all, &at)), start);
}

/* What characters begin, and what each is worth. */
static void test_characters_of_numerals(void **state)
{
    static const char *const ways[] = {"〇零○",  "一壹", "二两贰貳", "三叁叄", "四肆", "五伍",
                                       "六陆陸", "七柒", "八捌",     "九玖",   "十拾"};
    (void)state;
    check_starts("〇零一二两三四五六七八九十", START_HAN);
    check_starts("壹贰貳叁叄肆伍陆陸柒捌玖拾", START_CAPITAL);
    check_starts("百千", START_PART);
    check_starts("佰仟万萬亿億○", START_WITHIN);
    check_starts("丁丈乙人㐀龥aé—，　", START_NONE);
    assert_int_equal(number_start(0x10000), START_NONE);
    for (size_t value = 0; value < ARRAY_COUNT(ways); value++)
        for (size_t from = 0, to; from < str_of(ways[value]).len; from = to) {
            struct numeral numeral;
            size_t at = 0;
            to = from;
            utf8_next(str_of(ways[value]), &to);
            assert_true(han_read(str_slice(str_of(ways[value]), from, to), &at, &numeral));
            assert_int_equal(numeral.value, value * FIGURE_ONE);
        }
    static const struct row rows[] = {
        {"三百人，叁佰人，四仟人，三萬人，八億元",
         "三百人=300人 | 叁佰人=300人 | 四仟人=4000人 | 三萬人=30000人 | 八億元=800000000元"}};
    all_give(rows, ARRAY_COUNT(rows));
}

/* Below ten thousand, as people write it: 三千零二十. */
static void write_section(int section, bool inner, struct buf *out)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static const char *const powers[] = {"千", "百", "十", ""};
    static const int values[] = {1000, 100, 10, 1};
    bool zero = inner && section < values[0];
    for (int i = 0; i < 4; i++) {
        const int digit = section / values[i] % 10;
        if (digit == 0) {
            zero = zero || out->len > 0;
            continue;
        }
        if (zero && out->len > 0)
            buf_add_text(out, digits[0]);
        zero = false;
        buf_add_text(out, digits[digit]);
        buf_add_text(out, powers[i]);
    }
}

/* Every number up to a billion's thousand is read as it is written. */
static void test_written_numbers(void **state)
{
    enum { NUMBERS = 20000, WAN = 10000 };
    static const char *const larges[] = {"亿", "万", ""};
    uint64_t random = 88172645463325252ULL;
    (void)state;
    for (int i = 0; i < NUMBERS; i++) {
        struct buf out = BUF(1000);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        int64_t value = 1 + (int64_t)(random >> 20) % (i % 3 == 0   ? 1000000000000
                                                       : i % 3 == 1 ? 900000000
                                                                    : 90000);
        if (i % 5 == 0)
            value = value / WAN * WAN + (i % 2 == 0 ? 0 : 7) + (value < WAN ? 1 : 0);
        const int sections[] = {(int)(value / WAN / WAN), (int)(value / WAN % WAN), (int)(value % WAN)};
        for (int s = 0; s < 3; s++) {
            if (sections[s] == 0)
                continue;
            write_section(sections[s], out.len > 0, &out);
            buf_add_text(&out, larges[s]);
        }
        buf_add_char(&out, '\0');
        struct numeral numeral;
        size_t at = 0;
        const struct str text = {out.ptr, out.len - 1};
        if (!han_read(text, &at, &numeral) || at != text.len || numeral.huge ||
            numeral.value / FIGURE_ONE != value)
            fail_msg("%s is %lld, not %lld", out.ptr, (long long)(numeral.value / FIGURE_ONE),
                     (long long)value);
        buf_clear(&out);
    }
}

static void test_whole_numbers(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"25万2727.3元，3千5百元，2千5百万元，1亿2500万元，1亿2千5百万元",
         "25万2727.3元=252727.300000元 | 3千5百元=3500元 | 2千5百万元=25000000元 | 1亿2500万元=125000000元 | "
         "1亿2千5百万元=125000000元"},
        {"25万零27元，3万五千元，3万5元，3千米，1万2万元",
         "25万零27元=250027元 | 3万五千元=35000元 | 3万5元=大 | 3千米=3000米 | 1万2万元=大"},
        {"1 283人次，1\u00a0283人次，12 人，2026 100人，252，727.31元，25，7人",
         "1 283人次=1283个 | 1\u00a0283人次=1283个 | 12 人=12人 | 100人=100人 | "
         "252，727.31元=252727.310000元 | "
         "7人=7人"},
        {"一亿三千万元，两亿零五十万人，三亿五千零二万零四十元，一亿二千三百四十五万六千七百八十九元",
         "一亿三千万元=130000000元 | 两亿零五十万人=200500000人 | 三亿五千零二万零四十元=350020040元 | "
         "一亿二千三百四十五万六千七百八十九元=123456789元"},
        {"三万亿元，三万五千亿元，二万一千亿三千万元，两万三万元，九千九百九十九万九千九百九十九亿元",
         "三万亿元=3000000000000元 | 三万五千亿元=3500000000000元 | 二万一千亿三千万元=2100030000000元 | "
         "两万三万元=大 | 九千九百九十九万九千九百九十九亿元=大"},
        {"七点三元，零点五万元，七点五分，九十七点八五分，0．5元",
         "七点三元=7.300000元 | 零点五万元=5000元 | 九十七点八五分=97.850000分 | 0．5元=0.500000元"},
        {"捌人，〇八人，二〇人，贰拾叁人，壹人，陆家嘴",
         "捌人=8人 | 〇八人=8人 | 二〇人=20人 | 贰拾叁人=23人 | 壹人=1人"},
        {"在岗⑧人，㈧人，①人力，有Ⅷ个", "⑧人=8人 | Ⅷ个=8个"},
        {"8(八)人，捌（8）人，8（九）人，八（8）名",
         "8(八)人=8人 | 捌（8）人=8人 | 8（九）人=大 | 八（8）名=8人"},
        {"3/5人，3×5人，3 + 5人，12,5人，9½人，1,23,456元，三百5人，3五人",
         "3/5人=大 | 3×5人=大 | 3 + 5人=大 | 12,5人=大 | 9½人=大 | 1,23,456元=大 | 三百5人=大 | 3五人=大"},
        {".5元，共．5元，-.5元", "5元=大 | 5元=大 | 5元=大"},
        {"三五百人，七八人，二五二七万元", "二五二七万元=25270000元"},
        {"9个半月，两年半，2小时半", "9个=大 | 两年=大 | 2小时=大"},
        {"人民币252，RMB252元，CNY2,520.5，人民币：252",
         "252=252元 | 252元=252元 | 2,520.5=2520.500000元 | 252=252元"},
        {"在岗人数：8。人数为9，共12", "8=8数 | 9=9数"},
        {"在岗-9人，负9人，3人-9人，3-9人", "9人=9人约 | 9人=9人约 | 3人=3人 | 9人=9人 | 3=3人 | 9人=9人"},
    };
    all_give(rows, ARRAY_COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arabic),        cmocka_unit_test(test_ranges_and_limits),
        cmocka_unit_test(test_han),           cmocka_unit_test(test_dates),
        cmocka_unit_test(test_no_figures),    cmocka_unit_test(test_characters_of_numerals),
        cmocka_unit_test(test_whole_numbers), cmocka_unit_test(test_written_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
