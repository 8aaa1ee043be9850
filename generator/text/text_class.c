/*
 * What a character is: its class (how wide, how squeezed) and the sets that the table of vetoes speaks of.
 *
 * The sets are written below as plain characters.  When a character is first met, all that is known of it becomes a
 * kind, whose number stands in one table over the Basic Multilingual Plane, so that it costs two look-ups; no mark
 * stands beyond that plane.  The table is of bytes, because new memory is dear.
 * NO_START and NO_END hold at every level of clreq 3.1.3 (parts of words and numbers); what the level decides
 * is asked of OPEN, CLOSE, PAUSE and so on, by text_rules.c.  Sources: clreq 3.1.3, GB/T 15834-2011 5.1,
 * typesetting habits for numbers and units.
 */
#include "text/text_int.h"

#include "unicode/unicode.h"

static const struct {
    uint32_t marks;
    const char *characters;
} sets[] = {
    {MARK_OPEN, "（《〈「『【〔〖［｛｟‘“"},
    {MARK_CLOSE, "）》〉」』】〕〗］｝｠’”"},
    {MARK_TORTOISE, "〕"},
    {MARK_PAUSE, "，、；：﹑﹐﹔﹕"},
    {MARK_COLON, "：﹕"},
    {MARK_STOP, "。．｡"},
    {MARK_CALL, "！？‼⁇⁈⁉﹖﹗"},
    {MARK_MIDDLE, "·・‧"},
    {MARK_DASH, "—…⋯⸺‥―"},
    {MARK_QUOTE, "\"'"},
    {MARK_NO_START, ",.;:!?%)]}‰‱％%℃℉°′″¢￠㎡㎥㎜㎝㎞㎏㎎㏄々〻ゝゞヽヾー‐≥≤>＞﹚﹜﹞"},
    {MARK_NO_END, "([{<＜$￥¥＄￡£€＃#№§＋－﹙﹛﹝☐☑☒第"},
    {MARK_ORDINAL, "第"},
    {MARK_POINT, ",.．"},
    {MARK_RANGE, "～〜~－–-"},
    {MARK_SLASH, "/／"},
    {MARK_LEAD, "+-−±＋－¥￥$＄€£￡"},
    {MARK_PERCENT, "%％‰‱"},
    {MARK_SIGN, "≥≤＞＜≈±×÷＝=>＋－√"},
    {MARK_SPACED, "%‰$¥£€#&@+=*"},
    {MARK_JOINT, "-_./:?&=+#@%~"},
    {MARK_YEAR, "年月"},
    {MARK_DIGIT, "0123456789０１２３４５６７８９"},
    {MARK_NUMERAL, "〇零一二三四五六七八九十百千两"},
    {MARK_CAPITAL, "零壹贰叁肆伍陆柒捌玖拾佰仟"},
    {MARK_COUNTER, "万亿兆千百十余多元圆角分年月日号时点秒刻天周岁个人名位户家口所条款项目次场份期批件台套"
                   "部组队支只张把辆架艘株棵头匹亩里米克斤吨升度倍成折页字卷册本章节级届处间栋幢层楼室座段"
                   "线类种门轮班课节篇封幅面片块根半版"},
};

enum { PLANE = 0x10000, KINDS = UINT8_MAX + 1 };
static uint8_t plane[PLANE]; /* the number of its kind; 0: it was not met yet */
static struct text_kind kinds[KINDS];
static size_t kind_count = 1;

/* The characters of the sets, by hash; a third of the places.  Marks 0: nobody's. */
enum { CHARACTERS = 1 << 10 };
static struct {
    uint32_t code, marks;
} marked[CHARACTERS];
static bool marked_ready;

/* Where it stands, or would. */
static size_t marked_at(uint32_t code)
{
    size_t i = code * 0x9E3779B1u >> 22;
    while (marked[i].marks != 0 && marked[i].code != code)
        i = (i + 1) % CHARACTERS;
    return i;
}

static void marked_fill(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(sets); i++) {
        struct str characters = str_of(sets[i].characters);
        for (size_t at = 0; at < characters.len;) {
            const uint32_t code = utf8_next(characters, &at);
            const size_t place = marked_at(code);
            marked[place].code = code;
            marked[place].marks |= sets[i].marks;
        }
    }
    marked_ready = true;
}

/* The sets that the character is of. */
static uint32_t marks_of(uint32_t code)
{
    if (!marked_ready)
        marked_fill();
    return marked[marked_at(code)].marks;
}

static bool is_full_width_text(uint32_t code)
{
    return (code >= 0xff10 && code <= 0xff19) || (code >= 0xff21 && code <= 0xff3a) ||
           (code >= 0xff41 && code <= 0xff5a);
}

static enum text_class class_by_properties(uint32_t code)
{
    enum unicode_width width = unicode_width(code);
    if (width != UNICODE_NARROW)
        return width == UNICODE_WIDE && unicode_is_alphabetic(code) ? CLASS_HAN : CLASS_WIDE;
    if (unicode_is_separator(code))
        return CLASS_SPACE;
    return unicode_is_letter(code) ? CLASS_LETTER : CLASS_OTHER;
}

static enum text_class class_of(uint32_t code, uint32_t marks)
{
    static const struct {
        uint32_t mark;
        enum text_class class;
    } by_mark[] = {
        {MARK_OPEN, CLASS_OPEN}, {MARK_CLOSE, CLASS_CLOSE}, {MARK_PAUSE, CLASS_PAUSE},
        {MARK_STOP, CLASS_STOP}, {MARK_CALL, CLASS_CALL},   {MARK_MIDDLE, CLASS_MIDDLE},
        {MARK_DASH, CLASS_DASH},
    };
    if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf))
        return CLASS_HAN;
    if (code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0xa0)
        return CLASS_SPACE;
    if (code == 0x3000)
        return CLASS_WIDE_SPACE;
    if (code >= '0' && code <= '9')
        return CLASS_DIGIT;
    for (size_t i = 0; i < ARRAY_COUNT(by_mark); i++)
        if (marks & by_mark[i].mark)
            return by_mark[i].class;
    return class_by_properties(code);
}

static struct text_kind kind_of(uint32_t code, uint32_t marks)
{
    struct text_kind kind = {.marks = marks | MARK_ANY};
    if (is_full_width_text(code))
        kind.marks |= MARK_WIDE_TEXT;
    kind.class = (uint8_t)class_of(code, kind.marks);
    if (kind.class == CLASS_LETTER)
        kind.marks |= MARK_LETTER;
    if (kind.class == CLASS_HAN || kind.class == CLASS_WIDE)
        kind.marks |= MARK_HAN;
    kind.ignorable = text_is_ignorable(code);
    kind.combining = unicode_is_combining(code);
    return kind;
}

static bool is_same_kind(const struct text_kind *a, const struct text_kind *b)
{
    return a->marks == b->marks && a->class == b->class && a->ignorable == b->ignorable &&
           a->combining == b->combining;
}

/* Kinds are few: were there more than have a number, the character would be looked at anew each time. */
static struct text_kind meet(uint32_t code)
{
    const struct text_kind kind = kind_of(code, marks_of(code));
    size_t number = 1;
    while (number < kind_count && !is_same_kind(&kinds[number], &kind))
        number++;
    if (code >= PLANE || number == KINDS)
        return kind;
    kinds[number] = kind;
    kind_count = number == kind_count ? number + 1 : kind_count;
    plane[code] = (uint8_t)number;
    return kind;
}

struct text_kind text_kind_of(uint32_t code)
{
    return code < PLANE && plane[code] != 0 ? kinds[plane[code]] : meet(code);
}

bool text_is_ignorable(uint32_t code)
{
    if (code < 0xad)
        return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || (code >= 0x7f && code < 0xa0);
    if (code >= 0x3000 && code < 0xd800)
        return code == 0x3164;
    return unicode_is_ignorable(code);
}

bool text_is_selector(uint32_t code)
{
    return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}
