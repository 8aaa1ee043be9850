/* unicode: names, scripts, keys, skeletons, line ends; failing memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "failing.h"
#include "random.h"
#include "unicode/unicode.h"

#include <unicode/ubrk.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

static struct str key_of(struct arena *arena, const char *text)
{
    struct str key;
    assert_int_equal(unicode_key(arena, str_of(text), &key), OK);
    return key;
}

static void test_keys_alike(void **state)
{
    static const char *const alike[][2] = {
        {"业务活动费（含服务险）", "业务活动费(含服务险)"},
        {"督导经费", "督导 经费"},
        {"督导经费", "督导\xc2\xa0经费"},
        {"督导经费", "督导　经费"},
        {"督导经费", "督\xe2\x80\x8b导经费"},
        {"督导经费", "督\xc2\xad导经费"},
        {"督导经费", " 督导\t经费\n"},
        {"一○二", "一〇二"},
        {"一零二", "一〇二"},
        {"A类", "Ａ类"},
        {"a类", "A类"},
        {"50％", "50%"},
        {"3~5", "3～5"},
        {"3〜5", "3～5"},
        {"甲-乙", "甲—乙"},
        {"甲－乙", "甲–乙"},
        {"甲−乙", "甲‐乙"},
        {"阿·乙", "阿・乙"},
        {"阿•乙", "阿‧乙"},
        {"“甲”", "\"甲\""},
        {"甲：乙", "甲:乙"},
        {"㎡", "m2"},
        {"①", "1"},
        {"⼈员", "人员"}, /* a radical */
        {"⻓者", "长者"},
        {"户籍", "戶籍"},
        {"蜕变", "蛻变"}, /* the last of the table */
        {"吕某", "呂某"},
        {"内部", "內部"},
        {"甲⋯⋯", "甲……"},
        {"➀", "①"},
        {"❿", "⑩"},
        {"甲丶乙", "甲、乙"},
        {"甲︰乙", "甲：乙"},
        {"36˚C", "36℃"},
        {"36ºC", "36°c"},
        {"\xef\xa4\x80", "豈"},
        {"é", "e\xcc\x81"},
        {"葛\xf3\xa0\x84\x80", "葛"}, /* a variation */
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(alike); i++)
        if (!str_equal(key_of(arena, alike[i][0]), key_of(arena, alike[i][1])))
            fail_msg("not alike: %s, %s", alike[i][0], alike[i][1]);
    arena_free(arena);
    unicode_close();
    (void)state;
}

static void test_keys_apart(void **state)
{
    static const char *const apart[][2] = {
        {"土", "士"}, {"A1", "AI"}, {"督导经费", "督导费"},       {"甲", "乙"}, {"1", "11"},
        {"一", "-"},  {"", "甲"},   {"业务（一）", "业务（二）"}, {"国", "國"},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(apart); i++)
        if (str_equal(key_of(arena, apart[i][0]), key_of(arena, apart[i][1])))
            fail_msg("alike: %s, %s", apart[i][0], apart[i][1]);
    assert_int_equal(key_of(arena, "").len, 0);
    assert_int_equal(key_of(arena, "　 ").len, 0);
    const char *own = "督导经费12";
    assert_ptr_equal(key_of(arena, own).ptr, own); /* nothing copied */
    arena_free(arena);
    unicode_close();
    (void)state;
}

static void test_likeness(void **state)
{
    static const struct {
        const char *a, *b;
        enum unicode_likeness likeness;
    } cases[] = {
        {"督导", "督导", UNICODE_EQUAL},
        {"", "", UNICODE_EQUAL},
        {"督导 经费", "督导经费", UNICODE_SAME_TO_READERS},
        {"督导经费", "督导经费\xc2\xa0", UNICODE_SAME_TO_READERS},
        {"费(含)", "费（含）", UNICODE_SAME_TO_READERS},
        {"一〇", "一零", UNICODE_SAME_TO_READERS},
        {"a1", "A1", UNICODE_SAME_TO_READERS},
        {"A1", "AI", UNICODE_LOOKS_ALIKE},
        {"Al", "A1", UNICODE_LOOKS_ALIKE},
        {"B0", "BO", UNICODE_LOOKS_ALIKE},
        {"土地", "士地", UNICODE_LOOKS_ALIKE},
        {"未用(甲)", "末用（甲）", UNICODE_LOOKS_ALIKE},
        {"А", "A", UNICODE_LOOKS_ALIKE}, /* Cyrillic */
        {"一期", "—期", UNICODE_LOOKS_ALIKE},
        {"一期", "ー期", UNICODE_LOOKS_ALIKE},
        {"第一期", "第-期", UNICODE_LOOKS_ALIKE},
        {"第—期", "第ー期", UNICODE_SAME_TO_READERS},
        {"户籍", "戶籍", UNICODE_SAME_TO_READERS},
        {"丶甲", "、甲", UNICODE_SAME_TO_READERS},
        {"户土", "戶士", UNICODE_LOOKS_ALIKE},
        {"[甲]", "（甲）", UNICODE_UNLIKE},
        {"督导", "督导费", UNICODE_UNLIKE},
        {"督导", "督察", UNICODE_UNLIKE},
        {"第1期", "第2期", UNICODE_UNLIKE},
        {"甲（一）", "甲（二）", UNICODE_UNLIKE},
        {"甲、乙", "甲，乙", UNICODE_UNLIKE},
        {"", "甲", UNICODE_UNLIKE},
        {"", "\xe2\x80\x8b", UNICODE_SAME_TO_READERS},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < 2 * ARRAY_COUNT(cases); i++) {
        struct str a = str_of(cases[i / 2].a), b = str_of(cases[i / 2].b);
        enum unicode_likeness likeness;
        assert_int_equal(unicode_compare(arena, i % 2 ? a : b, i % 2 ? b : a, &likeness), OK);
        if (likeness != cases[i / 2].likeness)
            fail_msg("%s, %s: %d", a.ptr, b.ptr, (int)likeness);
    }
    arena_free(arena);
    unicode_close();
    (void)state;
}

/* The short way and the keys agree, for every pair of a mixed lot of characters. */
static void test_short_way_is_right(void **state)
{
    static const char *const pieces[] = {"甲", "零",           "〇", "一", "-",  "A", "a",  "1",  "l",
                                         "é",  "\xcc\x81",     " ",  "　", "（", "(", "①",  "㎡", "m",
                                         "2",  "\xe2\x80\x8b", "Å",  "가", "ﬁ",  "f", "户", "戶", "丶",
                                         "、"};
    enum { COUNT = ARRAY_COUNT(pieces) };
    struct arena *arena = arena_new(0);
    char a[40], b[40];
    for (size_t i = 0; i < (size_t)COUNT * COUNT * COUNT * COUNT; i++) {
        struct str key_a, key_b;
        enum unicode_likeness likeness;
        (void)snprintf(a, sizeof a, "甲%s%s", pieces[i % COUNT], pieces[i / COUNT % COUNT]);
        (void)snprintf(b, sizeof b, "甲%s%s", pieces[i / COUNT / COUNT % COUNT],
                       pieces[i / COUNT / COUNT / COUNT]);
        assert_int_equal(unicode_key(arena, str_of(a), &key_a), OK);
        assert_int_equal(unicode_key(arena, str_of(b), &key_b), OK);
        assert_int_equal(unicode_compare(arena, str_of(a), str_of(b), &likeness), OK);
        if (str_equal(key_a, key_b) != (likeness <= UNICODE_SAME_TO_READERS))
            fail_msg("%s, %s: %d", a, b, (int)likeness);
        arena_reset(arena);
    }
    arena_free(arena);
    unicode_close();
    (void)state;
}

static void test_differences(void **state)
{
    static const char *const cases[][3] = {
        {"督导 经费", "督导经费", "第 3 个字是 U+0020 空格，另一处是“经”（U+7ECF）"},
        {"费(含）", "费（含）", "第 2 个字是“(”（U+0028），另一处是“（”（U+FF08）"},
        {"甲", "甲\xc2\xa0", "第 2 个字起没有了，另一处还有 U+00A0 不换行空格"},
        {"甲\xc2\xa0", "甲", "第 2 个字是 U+00A0 不换行空格，另一处到此为止"},
        {"甲", "田", "第 1 个字是“甲”（U+7532），另一处是“田”（U+7530）"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out;
        out = BUF(1000);
        unicode_tell_difference(str_of(cases[i][0]), str_of(cases[i][1]), &out);
        assert_string_equal(out.ptr, cases[i][2]);
        buf_clear(&out);
    }
    (void)state;
}

static void test_every_key_is_stable(void **state)
{
    struct arena *arena = arena_new(0);
    for (uint32_t code = 1; code < 0x30000; code++) {
        char bytes[5] = {0};
        struct str once, twice;
        if (code >= 0xd800 && code < 0xe000)
            continue;
        (void)utf8_encode(code, bytes);
        assert_int_equal(unicode_key(arena, str_of(bytes), &once), OK);
        assert_int_equal(unicode_key(arena, once, &twice), OK);
        if (!str_equal(once, twice))
            fail_msg("U+%04X: %.*s, then %.*s", code, (int)once.len, once.ptr, (int)twice.len, twice.ptr);
        arena_reset(arena);
    }
    arena_free(arena);
    unicode_close();
    (void)state;
}

static void test_unset_scripts(void **state)
{
    static const uint32_t unset[] = {
        0x0627,  0x06d0,  0x05d0,  0x060c, 0x0660, 0x06f0, 0x0f40,  0x1820, 0x1843, 0x1950,
        0x1980,  0x1a20,  0xaa80,  0x0e01, 0x0915, 0x0964, 0x1100,  0x1161, 0xa960, 0xd7b0,
        0xa840,  0x16f00, 0x10a00, 0xfb50, 0xfe8d, 0xfb1d, 0x202e,  0x2067, 0x200f, 0x0700,
        0x1e900, 0x11700, 0x1000,  0x1780, 0x0b85, 0x064b, 0x18b00,
    };
    static const uint32_t set[] = {
        'A',    0xe9,    0x3b1,  0x416,  0x4e00, 0x20bb7, 0x3042, 0x30ab, 0x3105,  0xac00, 0x3131, 0xff21,
        0x3000, 0x2014,  0x300c, 0x2160, 0x2460, 0x00b7,  0xa000, 0xa4d0, 0x1f600, 0x0301, 0x20ac, 0xffe5,
        0xff0c, 0xe0100, 0x2009, 0x2026, 0x25a1, 0x2611,  0x1e00, 0xfe30, 0xfe0f,  0x2ed9,
    };
    for (size_t i = 0; i < ARRAY_COUNT(unset); i++)
        if (unicode_unset_script(unset[i]) == NULL)
            fail_msg("U+%04X could be set", unset[i]);
    for (size_t i = 0; i < ARRAY_COUNT(set); i++)
        if (unicode_unset_script(set[i]) != NULL)
            fail_msg("U+%04X: %s", set[i], unicode_unset_script(set[i])->name);
    assert_string_equal(unicode_unset_script(0x0f40)->name, "藏文");
    assert_string_equal(unicode_unset_script(0x1100)->name, "古谚文");
    (void)state;
}

static void test_descriptions(void **state)
{
    static const struct {
        uint32_t code;
        const char *text;
    } cases[] = {
        {0xa0, "U+00A0 不换行空格"},  {0x3000, "U+3000 全角空格"},  {0x200b, "U+200B 零宽空格"},
        {'\t', "U+0009 制表符"},      {' ', "U+0020 空格"},         {0xff08, "“（”（U+FF08）"},
        {'(', "“(”（U+0028）"},       {0x301, "U+0301 组合用符号"}, {0x17b4, "U+17B4 看不见的字符"},
        {0x20bb7, "“𠮷”（U+20BB7）"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out;
        out = BUF(1000);
        unicode_describe(cases[i].code, &out);
        assert_string_equal(out.ptr, cases[i].text);
        buf_clear(&out);
    }
    (void)state;
}

/* Whatever has no image and no width has a name or is told as unseen; every white character has a name. */
static void test_nothing_unseen_is_shown_as_itself(void **state)
{
    for (uint32_t code = 0; code < 0x110000; code++) {
        if (code >= 0xd800 && code < 0xe000)
            continue;
        bool unseen = unicode_is_white(code) || unicode_is_ignorable(code) || code < 0x20 ||
                      (code >= 0x7f && code < 0xa0);
        struct buf out;
        out = BUF(1000);
        unicode_describe(code, &out);
        if (unseen && strstr(out.ptr, "“") != NULL)
            fail_msg("U+%04X is shown as itself", code);
        buf_clear(&out);
    }
    (void)state;
}

static void test_line_ends(void **state)
{
    static const uint32_t codes[] = {0x7532, 0x3002, 0x4e59, 'a', 'b', ' ', 0x20bb7, 0xff09};
    static const bool expected[] = {false, false, true, true, false, false, true, false};
    bool ends[ARRAY_COUNT(codes)];
    struct arena *arena = arena_new(0);
    assert_int_equal(unicode_line_ends(arena, codes, ARRAY_COUNT(codes), ends), OK);
    for (size_t i = 1; i < ARRAY_COUNT(codes); i++)
        assert_int_equal(ends[i], expected[i]);
    assert_int_equal(unicode_line_ends(arena, codes, 0, ends), OK);
    arena_free(arena);
    unicode_close();
    (void)state;
}

/* A number alone has the ends that ICU finds in it before 元. */
static void test_line_ends_of_numbers(void **state)
{
    static const char *const numbers[] = {"7", "2360", "252.73", "1.2.3", "3.", "1..5", "."};
    struct arena *arena = arena_new(0);
    for (size_t k = 0; k < ARRAY_COUNT(numbers); k++) {
        uint32_t codes[8];
        bool alone[8], before[8];
        size_t len = strlen(numbers[k]);
        for (size_t i = 0; i < len; i++)
            codes[i] = (unsigned char)numbers[k][i];
        codes[len] = 0x5143;
        assert_int_equal(unicode_line_ends(arena, codes, len, alone), OK);
        assert_int_equal(unicode_line_ends(arena, codes, len + 1, before), OK);
        for (size_t i = 0; i < len; i++)
            assert_int_equal(alone[i], before[i]);
    }
    arena_free(arena);
    unicode_close();
    (void)state;
}

/* By the dictionary, among Han alone; at the beginning, and after whatever is no Han. */
static void test_words(void **state)
{
    static const uint32_t codes[] = {0x5e73, 0x53f0, 0x670d, 0x52a1, '2', 0xff0c, 0x793e, 0x533a, 0x20bb7};
    static const bool expected[] = {true, false, true,  false, true,
                                    true, true,  false, true}; /* 平台|服务|2|，|社区|𠮷 */
    bool begins[ARRAY_COUNT(codes)];
    struct arena *arena = arena_new(0);
    assert_int_equal(unicode_word_begins(arena, codes, ARRAY_COUNT(codes), begins), OK);
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++)
        assert_int_equal(begins[i], expected[i]);
    assert_int_equal(unicode_word_begins(arena, codes, 0, begins), OK);
    arena_free(arena);
    unicode_close();
    (void)state;
}

/* As ICU's own iterator has them, over a text of common words, rare ones, and characters that are none. */
/* --- orders --- */

static int order_of(struct arena *arena, const char *a, const char *b, enum unicode_order order)
{
    struct str first, second;
    assert_int_equal(unicode_order_key(arena, str_of(a), order, &first), OK);
    assert_int_equal(unicode_order_key(arena, str_of(b), order, &second), OK);
    const int difference = str_compare(first, second);
    return (difference > 0) - (difference < 0);
}

/* Each row stands in order. */
static void test_orders(void **state)
{
    static const struct {
        enum unicode_order order;
        const char *names[12];
    } rows[] = {
        {UNICODE_PINYIN, {"阿", "白", "曾", "陈", "单", "李", "李白", "区", "任", "王", "张"}},
        {UNICODE_SURNAMES,
         {"卜一", "单于一", "陈一", "华一", "李白", "李一", "区一", "仇一", "任一", "单一", "王一"}},
        {UNICODE_SURNAMES,
         {"万一", "王一", "尉一", "谢一", "解一", "于一", "尉迟一", "曾一", "查一", "翟一", "张一", "赵一"}},
        {UNICODE_SURNAMES,
         {"贺一", "黑一", "灵一", "令狐一", "岭一", "令一", "象一", "相一", "月一", "乐正一", "脏一",
          "藏一"}},
        {UNICODE_SURNAMES, {"百里一", "曾侯乙", "诸葛一", "Anna"}},
        {UNICODE_STROKES, {"", "Ab", "·", "一", "乙", "丁", "马", "王", "王一", "王李", "李", "赵"}},
        {UNICODE_STROKES, {"于", "毛", "王", "叶", "刘", "陈", "黄", "𬭎", "㬎", "谭", "魏", "龘"}}};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        for (size_t j = 1; j < ARRAY_COUNT(rows[i].names) && rows[i].names[j] != NULL; j++)
            if (order_of(arena, rows[i].names[j - 1], rows[i].names[j], rows[i].order) != -1)
                fail_msg("%s does not stand before %s", rows[i].names[j - 1], rows[i].names[j]);
    assert_int_equal(order_of(arena, "曾国藩", "曾国藩", UNICODE_SURNAMES), 0);
    assert_int_equal(order_of(arena, "", "", UNICODE_PINYIN), 0);
    assert_int_equal(order_of(arena, "", "一", UNICODE_SURNAMES), -1);
    arena_free(arena);
    unicode_close();
    (void)state;
}

static void test_strokes(void **state)
{
    static const struct {
        uint32_t code;
        int strokes;
    } cases[] = {{0x4e00, 1}, {0x4e59, 1},  {0x738b, 4},   {0x674e, 7},  {0x9648, 7}, /* 陈 */
                 {0x8d75, 9}, {0x4f55, 7},  {0x51e4, 4},   {0x9f98, 48}, {0x9fff, 14},
                 {0x3400, 5}, {0x20000, 2}, {0x323af, 23}, {'A', 0},     {0x3042, 0},
                 {0x33ff, 0}, {0x4dc0, 0},  {0x2b73a, 0},  {0x323b0, 0}, {0x10ffff, 0}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (unicode_strokes(cases[i].code) != cases[i].strokes)
            fail_msg("U+%04X: %d", (unsigned)cases[i].code, unicode_strokes(cases[i].code));
    (void)state;
}

/* 20,000 pairs of names, as a collator of ICU orders them that is told the surnames by rules. */
static void test_surnames_are_those_of_rules(void **state)
{
    static const char RULES[] =
        "[import zh-u-co-pinyin]&增<曾&善<单&谢<解&囚<仇&讴<区&渣<查&斋<翟&瓢<朴&人<任&话<华&消<肖&捕<卜";
    static const char *const surnames[] = {"曾", "单", "解", "仇", "区", "查", "翟", "朴",
                                           "任", "华", "肖", "卜", "增", "善", "谢", "讴",
                                           "王", "李", "陈", "张", "赵", "于", "邱", "欧"};
    static const char *const given[] = {"", "一", "国", "国华", "伟", "丽", "增", "王", "Ａ", "·"};
    enum { PAIRS = 20000, NAME = 40, UNITS = 400 };
    UErrorCode error = U_ZERO_ERROR;
    UChar units[2][UNITS];
    UParseError fault;
    u_strFromUTF8(units[0], UNITS, NULL, RULES, -1, &error);
    UCollator *rules = ucol_openRules(units[0], -1, UCOL_DEFAULT, UCOL_DEFAULT_STRENGTH, &fault, &error);
    assert_true(U_SUCCESS(error));
    struct arena *arena = arena_new(0);
    for (int i = 0; i < PAIRS; i++) {
        char names[2][NAME];
        for (int j = 0; j < 2; j++) {
            snprintf(names[j], NAME, "%s%s", surnames[random_below((int)ARRAY_COUNT(surnames))],
                     given[random_below((int)ARRAY_COUNT(given))]);
            u_strFromUTF8(units[j], UNITS, NULL, names[j], -1, &error);
        }
        const int expected = ucol_strcoll(rules, units[0], -1, units[1], -1);
        if (order_of(arena, names[0], names[1], UNICODE_SURNAMES) != expected)
            fail_msg("%s and %s: not %d", names[0], names[1], expected);
        arena_reset(arena);
    }
    ucol_close(rules);
    arena_free(arena);
    unicode_close();
    (void)state;
}

static void test_words_are_those_of_icu(void **state)
{
    static const UChar text[] = u"甲乙双方依照有关法律法规签署了社区长者食堂运营服务合同中华人民共和国坪山区"
                                u"党群服务中心志愿者积分与困难群体关爱结合起来"
                                u"一二三四五六七八九十百千万亿鑫龘靐齉爨癵驫厵龗龖研究生命起源于是否认真理解"
                                u"决定期货币值得意味道德育才能力量化学生产品质"
                                u"爱新觉罗氏族谱不以为然而后之视今亦犹今之视昔悲夫锲而不舍金石可镂为社区内特"
                                u"困人员分散供养低保低边经济生活困难孤寡失能失智"
                                u"残疾人独居空巢高龄计划生育特殊家庭的老年人提供跟踪服务定期评估生活状况身体"
                                u"状况等困难程度協議書繁體字國際化東京都北京市海淀";
    enum { COUNT = sizeof text / sizeof *text - 1 };
    uint32_t codes[COUNT];
    bool begins[COUNT], expected[COUNT + 1] = {false};
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, "zh", text, COUNT, &error);
    assert_true(U_SUCCESS(error));
    for (int32_t at = ubrk_first(iterator); at != UBRK_DONE; at = ubrk_next(iterator))
        expected[at] = true;
    ubrk_close(iterator);
    for (size_t i = 0; i < COUNT; i++)
        codes[i] = text[i];
    struct arena *arena = arena_new(0);
    assert_int_equal(unicode_word_begins(arena, codes, COUNT, begins), OK);
    for (size_t i = 0; i < COUNT; i++)
        if (begins[i] != expected[i])
            fail_msg("character %zu, U+%04X: %d", i, (unsigned)codes[i], begins[i]);
    arena_free(arena);
    unicode_close();
    (void)state;
}

static enum status all_of_it(struct arena *arena)
{
    enum unicode_likeness likeness;
    struct str key;
    enum status status = unicode_compare(arena, str_of("甲А"), str_of("甲A"), &likeness);
    for (int order = UNICODE_PINYIN; status == OK && order <= UNICODE_STROKES; order++)
        status = unicode_order_key(arena, str_of("曾国藩"), (enum unicode_order)order, &key);
    return status;
}

static void test_folded(void **state)
{
    (void)state;
    static const struct {
        const char *text, *form;
    } cases[] = {{"", ""},
                 {"ABC-\u00c9", "abc-\u00e9"},
                 {"E\u0301", "\u00e9"},
                 {"\u042f", "\u044f"},
                 {"\uff21", "\uff41"},
                 {"Stra\u00dfe", "strasse"},
                 {"\u5408\u540c", "\u5408\u540c"},
                 {"A\xff", "A\xff"}};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct str form;
        assert_int_equal(unicode_fold(arena, arena_copy(arena, str_of(cases[i].text)), &form), OK);
        assert_true(str_is(form, cases[i].form));
    }
    arena_free(arena);
}

static void test_composed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *form;
    } cases[] = {{"", ""},
                 {"计划2026.pdf", "计划2026.pdf"},
                 {"caf\u00e9", "caf\u00e9"},
                 {"cafe\u0301", "caf\u00e9"},
                 {"\uf901", "\u66f4"}, /* a compatibility ideograph */
                 {"\u3042\u304b\u3099", "\u3042\u304c"},
                 {"\U0001D15E", "\U0001D157\U0001D165"}, /* grows */
                 {"e\u0301\xff", "e\u0301\xff"},
                 {"e\u0301\xe4", "e\u0301\xe4"}};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct str form;
        assert_int_equal(unicode_compose(arena, arena_copy(arena, str_of(cases[i].text)), &form), OK);
        assert_true(str_is(form, cases[i].form));
        assert_int_equal(form.ptr[form.len], '\0');
    }
    arena_free(arena);
}

static void test_failing_memory(void **state)
{
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        base_fail_allocation(n);
        struck = memory_struck(all_of_it(arena));
        arena_free(arena);
    }
    unicode_close();
    (void)state;
}

static struct str piled(struct arena *arena, const char *base, size_t marks, const char *behind)
{
    struct buf text = BUF(1 << 20);
    buf_add_text(&text, base);
    for (size_t i = 0; i < marks; i++)
        buf_add_text(&text, i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3");
    buf_add_text(&text, behind);
    struct str copy = arena_copy(arena, buf_str(&text));
    buf_clear(&text);
    return copy;
}

static void test_piles(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct unicode_pile pile;
    assert_false(unicode_find_pile(STR(""), &pile));
    assert_false(unicode_find_pile(piled(arena, "甲e", UNICODE_MAX_MARKS, "乙"), &pile));
    assert_false(unicode_find_pile(piled(arena, "", UNICODE_MAX_MARKS, "乙"), &pile));
    assert_true(unicode_find_pile(piled(arena, "甲e", UNICODE_MAX_MARKS + 1, "乙"), &pile));
    assert_int_equal(pile.at, 3);
    assert_int_equal(pile.base, 'e');
    assert_int_equal(pile.marks, UNICODE_MAX_MARKS + 1);
    assert_true(unicode_find_pile(piled(arena, "", 50000, ""), &pile));
    assert_int_equal(pile.at, 0);
    assert_int_equal(pile.base, 0x301);
    assert_int_equal(pile.marks, 50000);
    /* Compared by their bytes: to order such a text costs the square of its length. */
    struct str text = piled(arena, "e", 300000, ""), key, look;
    assert_int_equal(unicode_key(arena, text, &key), OK);
    assert_int_equal(unicode_look(arena, text, &look), OK);
    assert_true(str_equal(text, key) && str_equal(text, look));
    arena_free(arena);
}

/* What looks like another character may be shorter than that: a hyphen is a byte, 一 has three. */
static void test_looks_of_all(void **state)
{
    (void)state;
    enum { TIMES = 12 };
    struct arena *arena = arena_new(0);
    struct str look;
    assert_int_equal(unicode_look(arena, STR("----------"), &look), OK);
    assert_true(str_is(look, "一一一一一一一一一一"));
    for (uint32_t code = ' '; code < 0x3000; code++) {
        char bytes[TIMES * UTF8_MOST];
        size_t len = 0;
        for (int i = 0; i < TIMES; i++)
            len += utf8_encode(code, bytes + len);
        assert_int_equal(unicode_look(arena, (struct str){bytes, len}, &look), OK);
        arena_reset(arena);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_piles),
        cmocka_unit_test(test_looks_of_all),
        cmocka_unit_test(test_composed),
        cmocka_unit_test(test_folded),
        cmocka_unit_test(test_keys_alike),
        cmocka_unit_test(test_keys_apart),
        cmocka_unit_test(test_likeness),
        cmocka_unit_test(test_short_way_is_right),
        cmocka_unit_test(test_differences),
        cmocka_unit_test(test_every_key_is_stable),
        cmocka_unit_test(test_unset_scripts),
        cmocka_unit_test(test_descriptions),
        cmocka_unit_test(test_nothing_unseen_is_shown_as_itself),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_line_ends_of_numbers),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_words_are_those_of_icu),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_strokes),
        cmocka_unit_test(test_surnames_are_those_of_rules),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
