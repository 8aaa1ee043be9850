/*
 * What holds together beyond the table of text_rules.c: units and counters, 第九十条 and 第（二）项,
 * 百分之六十, 二〇二二年, 一人一档, enumerators and what they count (3. 走访), marks of notes, pairs of — and …; on
 * which side of + a line may end, and where three marks in a row may part.  A number holds its counter, unless it is
 * part of a code (text_codes.c) or the counter begins another word.  One pass along the paragraph for each; but for
 * the last three they only make levels worse.
 */
#include "text/text_int.h"

/* Units of several characters or letters, behind a number. */
static const char *const units[] = {
    "万元",     "亿元",     "千元",   "百元",     "万亿元", "元整",     "元人民币", "美元",   "万美元",
    "亿美元",   "港元",     "港币",   "欧元",     "日元",   "英镑",     "小时",     "分钟",   "秒钟",
    "工作日",   "个月",     "平方米", "平方公里", "立方米", "公里",     "公斤",     "公顷",   "千克",
    "千米",     "毫米",     "厘米",   "毫升",     "毫克",   "万人",     "万人次",   "人次",   "人天",
    "周年",     "年度",     "年级",   "学时",     "课时",   "工时",     "场次",     "百分点", "个百分点",
    "个工作日", "万平方米", "千瓦时", "摄氏度",   "自然日", "个自然日", "户次",     "件次",   "台套",
    "亩次",     "学分",     "kg",     "g",        "mg",     "t",        "km",       "m",      "cm",
    "mm",       "μm",       "m²",     "m³",       "km²",    "cm²",      "L",        "l",      "mL",
    "ml",       "h",        "min",    "s",        "ms",     "kW",       "kWh",      "kW·h",   "MW",
    "W",        "V",        "kV",     "A",        "mA",     "Hz",       "kHz",      "MHz",    "GHz",
    "dB",       "Pa",       "kPa",    "MPa",      "KB",     "MB",       "GB",       "TB",     "dpi",
    "ppm",      "pt",       "px",     "Mbps",     "lx",
};

/* Between a number and its unit: 5万个, 40余小时. */
static const char scales[] = "余多几万亿千百";

/* What goes on after a code, when a number would take any counter: 2012年, A3栋, 3.2.1条. */
static const char code_counters[] = "年月日号版型元万亿层栋幢楼座室级期班类档门区卷册页章节条款项";

/* Words that begin with a counter and are none. */
static const char *const words[] = {
    "组织", "根据", "支付", "支出", "支持", "把握", "成立", "成果", "成本", "成为", "成员", "条件",
    "时间", "时限", "期间", "期限", "批准", "部门", "名称", "名单", "名义", "人员", "分析", "分别",
    "分配", "处理", "线上", "线下", "类型", "类别", "面积", "面向", "章程", "节点", "届时", "届满",
    "级别", "架构", "队伍", "家庭", "场地", "场所", "座谈", "间隔", "余额", "本金", "号码", "位于",
    "位置", "口径", "点击", "款项", "篇幅", "片区", "户籍", "户口", "所需", "所属", "所示", "版权",
    "里程", "角度", "度假", "班级", "页面", "部署", "种植",
};

/* Words that hold on to the number behind them. */
static const struct {
    const char *word;
    size_t length;   /* characters */
    uint32_t last;   /* of them */
    uint32_t number; /* how it begins */
    bool whole;      /* to its last figure; else its first one only */
} prefixes[] = {
    {"百分之", 3, 0x4e4b, MARK_NUMERAL | MARK_DIGIT, true},
    {"千分之", 3, 0x4e4b, MARK_NUMERAL | MARK_DIGIT, true},
    {"万分之", 3, 0x4e4b, MARK_NUMERAL | MARK_DIGIT, true},
    {"二分之", 3, 0x4e4b, MARK_NUMERAL, true},
    {"三分之", 3, 0x4e4b, MARK_NUMERAL, true},
    {"四分之", 3, 0x4e4b, MARK_NUMERAL, true},
    {"五分之", 3, 0x4e4b, MARK_NUMERAL, true},
    {"十分之", 3, 0x4e4b, MARK_NUMERAL, true},
    {"币", 1, 0x5e01, MARK_CAPITAL | MARK_DIGIT | MARK_NO_END | MARK_OPEN, false},
    {"No.", 3, '.', MARK_DIGIT, false},
    {"NO.", 3, '.', MARK_DIGIT, false},
};

enum { NUMBER_START = MARK_NUMERAL | MARK_CAPITAL | MARK_DIGIT | MARK_NO_END | MARK_OPEN };

/* Most words are told apart by the bytes of their first character. */
static inline bool may_match(const struct text_atom *atom, const char *word)
{
    const char *first = atom->text.ptr;
    return atom->text.len > 0 && first[0] == word[0] &&
           (atom->text.len < 3 || (first[1] == word[1] && first[2] == word[2]));
}

/* How many atoms from i on spell `word`; 0: they do not. */
static size_t match(const struct text_paragraph *paragraph, size_t i, const char *word)
{
    struct str text = str_of(word);
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t code = utf8_next(text, &at);
        if (i + count >= paragraph->atom_count || paragraph->atoms[i + count].code != code)
            return 0;
    }
    return count;
}

/* The longest unit that begins at i: how many atoms; letters behind it make it another word. */
static size_t unit_at(const struct text_paragraph *paragraph, size_t i)
{
    size_t longest = 0;
    for (size_t k = 0; k < ARRAY_COUNT(units); k++) {
        if (!may_match(&paragraph->atoms[i], units[k]))
            continue;
        size_t count = match(paragraph, i, units[k]), end = i + count;
        bool goes_on = count > 0 && text_has_marks(paragraph, end - 1, MARK_LETTER) &&
                       text_has_marks(paragraph, end, MARK_LETTER);
        longest = count > longest && !goes_on ? count : longest;
    }
    return longest;
}

static bool is_in(uint32_t code, const char *characters)
{
    struct str text = str_of(characters);
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) == code)
            return true;
    return false;
}

/* Does a word begin at i that is no unit, though its first character is one: 组织? */
static bool begins_word(const struct text_paragraph *paragraph, size_t i)
{
    for (size_t k = 0; k < ARRAY_COUNT(words); k++)
        if (may_match(&paragraph->atoms[i], words[k]) && match(paragraph, i, words[k]) > 0)
            return true;
    return false;
}

/* Does the character at i count or name what the digits before it say? */
static bool is_counter(const struct text_paragraph *paragraph, size_t i, bool code)
{
    const struct text_atom *atom = &paragraph->atoms[i];
    return (atom->marks & MARK_COUNTER) && (!code || is_in(atom->code, code_counters)) &&
           !begins_word(paragraph, i);
}

/* 3000元, 252.7273万元, 30 平方米, 5万个, 25 kg: nothing inside the unit, nor before it. */
static void hold_units(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    bool number = false, scaled = false, figures = false, code = false;
    size_t end = 0; /* of the figure or code at hand */
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        if (text_is_space(&atoms[i]))
            continue;
        if (i >= end && (atoms[i].marks & (MARK_DIGIT | MARK_LETTER)))
            end = text_code_end(paragraph, i, &code);
        if (figures && is_counter(paragraph, i, code))
            text_worsen(paragraph, i, LEVEL_HARD);
        figures = atoms[i].marks & MARK_DIGIT;
        bool digit = atoms[i].marks & (MARK_DIGIT | MARK_CAPITAL);
        size_t unit = number && (atoms[i].marks & (MARK_HAN | MARK_LETTER)) ? unit_at(paragraph, i) : 0;
        for (size_t k = 0; k < unit; k++)
            text_worsen(paragraph, i + k, LEVEL_HARD);
        if (scaled && (atoms[i].marks & MARK_COUNTER))
            text_worsen(paragraph, i, LEVEL_HARD);
        scaled = number && !digit && is_in(atoms[i].code, scales);
        number = digit || scaled;
    }
}

/* 至 and 到 between the numbers of an ordinal, and 、 too. */
static bool joins_ordinals(const struct text_paragraph *paragraph, size_t i)
{
    uint32_t code = paragraph->atoms[i].code;
    return (code == 0x81f3 || code == 0x5230 || code == 0x3001) &&
           text_has_marks(paragraph, i + 1, MARK_NUMERAL | MARK_DIGIT);
}

/* 第九十条, 第 3 款, 第（二）项, 第三方, 第三至五条, 第三、|五条: one piece, or ends as one. */
static void hold_ordinals(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    bool ordinal = false, counted = false, pause = false;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        if (text_is_space(&atoms[i]))
            continue;
        uint32_t marks = atoms[i].marks;
        bool numeral = marks & (MARK_NUMERAL | MARK_DIGIT), joins = counted && joins_ordinals(paragraph, i);
        if (ordinal && !pause && (numeral || (counted && (marks & (MARK_COUNTER | MARK_HAN)))))
            text_worsen(paragraph, i, LEVEL_HARD);
        counted = ordinal && (numeral || (counted && (marks & MARK_CLOSE)));
        ordinal =
            (marks & MARK_ORDINAL) || (ordinal && (numeral || joins || (marks & (MARK_OPEN | MARK_CLOSE))));
        pause = joins && (marks & MARK_PAUSE);
    }
}

/* 贰佰陆拾玖万元零壹分, 贰份: a digit and its place, or what it counts; between places amounts may be divided. */
static void hold_capitals(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 1; i < paragraph->atom_count; i++) {
        const bool digit = (atoms[i - 1].marks & MARK_CAPITAL) && !is_in(atoms[i - 1].code, "拾佰仟零");
        if (digit && (is_in(atoms[i].code, "拾佰仟") || is_counter(paragraph, i, false)))
            text_worsen(paragraph, i, LEVEL_HARD);
    }
}

/* 二〇二二年, 十二个月, 一次: a number of numerals and what it counts.  一人一档: what is said of each.  “四进社区”: a
 * name that begins with its number. */
static void hold_numerals(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    size_t from = 0; /* of the numerals at hand */
    for (size_t i = 1; i < paragraph->atom_count; i++) {
        if (!text_has_marks(paragraph, i - 1, MARK_NUMERAL)) {
            from = i;
            continue;
        }
        const size_t unit = unit_at(paragraph, i);
        const bool counted =
            unit > 0 || (is_counter(paragraph, i, false) && !(atoms[i].marks & MARK_NUMERAL));
        const bool named = i > 1 && is_in(atoms[i - 2].code, "“‘") && atoms[i].class == CLASS_HAN;
        const bool each = i > 2 && atoms[i - 3].code == atoms[i - 1].code && atoms[i].class == CLASS_HAN;
        for (size_t k = from + 1; k < i + unit && counted; k++)
            text_worsen(paragraph, k, LEVEL_HARD);
        for (size_t k = each ? i - 2 : i; k <= i && (each || named || counted); k++)
            text_worsen(paragraph, k, LEVEL_HARD);
    }
}

/* May an item begin at i: at the beginning, behind white, behind a mark? */
static bool begins_item(const struct text_paragraph *paragraph, size_t i)
{
    const struct text_atom *before = i > 0 ? &paragraph->atoms[i - 1] : NULL;
    return before == NULL || text_is_space(before) || before->class >= CLASS_BLANK ||
           ((before->marks & (MARK_PAUSE | MARK_STOP | MARK_CALL)) && !is_in(before->code, "、"));
}

/* Behind the enumerator at i: 3.  2、 （一） (4.1) 1） ①; i: there is none. */
static size_t enumerator_end(const struct text_paragraph *paragraph, size_t i)
{
    enum { FIGURE = MARK_NUMERAL | MARK_DIGIT, FIRST_CIRCLED = 0x2460, LAST_CIRCLED = 0x2473, LONGEST = 5 };
    const struct text_atom *atoms = paragraph->atoms;
    const bool open = is_in(atoms[i].code, "（(");
    const size_t from = i + open;
    size_t at = from;
    if (atoms[i].code >= FIRST_CIRCLED && atoms[i].code <= LAST_CIRCLED)
        return i + 1;
    while (text_has_marks(paragraph, at, FIGURE) || (at > from && text_has_marks(paragraph, at, MARK_POINT) &&
                                                     text_has_marks(paragraph, at + 1, MARK_DIGIT)))
        at++;
    const bool ends = at > from && at - from <= LONGEST && at < paragraph->atom_count &&
                      is_in(atoms[at].code, open ? "）)" : "、.．）)");
    return ends && !text_has_marks(paragraph, at + 1, FIGURE) ? at + 1 : i;
}

/* 3. 走访, （一）走访: an enumerator does not end a line. */
static void hold_enumerators(const struct text_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        if (!begins_item(paragraph, i))
            continue;
        size_t end = enumerator_end(paragraph, i), next = end;
        while (next < paragraph->atom_count && text_is_space(&paragraph->atoms[next]))
            next++;
        if (end > i && next < paragraph->atom_count)
            text_worsen(paragraph, next, LEVEL_HARD);
    }
}

/* 党群服务中心+|民生诉求系统: a line that ends there ends with the sign. */
static void hold_signs(const struct text_paragraph *paragraph)
{
    for (size_t i = 1; i + 1 < paragraph->atom_count; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        if (atom->code != '+' || atom[-1].class != CLASS_HAN || atom[1].class != CLASS_HAN ||
            atom->glue_after)
            continue;
        text_worsen(paragraph, i, LEVEL_HARD);
        paragraph->gaps[i + 1].level = LEVEL_FREE;
    }
}

/* The number at i behind a prefix that ends before `end`. */
static void hold_prefix(const struct text_paragraph *paragraph, size_t k, size_t end, size_t i)
{
    for (size_t at = end - prefixes[k].length + 1; at < end; at++)
        text_worsen(paragraph, at, LEVEL_HARD);
    do
        text_worsen(paragraph, i++, LEVEL_HARD);
    while (prefixes[k].whole && text_has_marks(paragraph, i, prefixes[k].number));
}

/* 百分之六十, 人民币贰佰, No. 12: the word and what follows are one piece. */
static void hold_prefixes(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    size_t end = 0; /* behind the last atom that is no space */
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        if (text_is_space(&atoms[i]))
            continue;
        bool starts = end > 0 && (atoms[i].marks & NUMBER_START) && !(atoms[end - 1].marks & MARK_DIGIT);
        for (size_t k = 0; k < ARRAY_COUNT(prefixes) && starts; k++)
            if (atoms[end - 1].code == prefixes[k].last && (atoms[i].marks & prefixes[k].number) &&
                end >= prefixes[k].length && match(paragraph, end - prefixes[k].length, prefixes[k].word) > 0)
                hold_prefix(paragraph, k, end, i);
        end = i + 1;
    }
}

/* ——, ……: two make one, at every level; between two of them a line may end. */
static void hold_pairs(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 0; i < paragraph->atom_count;) {
        size_t end = i + 1;
        while (end < paragraph->atom_count && atoms[i].class == CLASS_DASH &&
               atoms[end].code == atoms[i].code)
            end++;
        for (size_t k = i + 1; k < end; k++)
            paragraph->gaps[k].level = (k - i) % 2 == 0 && end - k >= 2 ? LEVEL_POOR : LEVEL_DESPERATE;
        i = end;
    }
}

/* The mark of a note holds on to what it speaks of, whatever the mark looks like. */
static void hold_notes(const struct text_paragraph *paragraph)
{
    for (size_t k = 0; k < paragraph->note_count; k++)
        for (size_t i = paragraph->note_atoms[k]; i > 0 && text_is_in_note(paragraph, i); i--)
            text_worsen(paragraph, i, LEVEL_DESPERATE);
}

/* 。』」: a line may end inside three full-width marks of one kind, as a last resort (clreq 3.1.3, note). */
static void ease_marks(const struct text_paragraph *paragraph)
{
    static const uint32_t kinds[] = {MARK_OPEN, MARK_CLOSE | MARK_PAUSE | MARK_STOP | MARK_CALL};
    const struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 0; i < paragraph->atom_count;) {
        uint32_t kind = 0;
        if (!(atoms[i].marks & (kinds[0] | kinds[1]))) {
            i++;
            continue;
        }
        for (size_t k = 0; k < ARRAY_COUNT(kinds); k++)
            kind |= (atoms[i].marks & kinds[k]) ? kinds[k] : 0;
        size_t end = i + 1;
        while (text_has_marks(paragraph, end, kind))
            end++;
        for (size_t k = i + 1; k < end && end - i >= 3; k++)
            if (paragraph->gaps[k].level == LEVEL_DESPERATE)
                paragraph->gaps[k].level = LEVEL_ESCAPE;
        i = end;
    }
}

static uint32_t marks_of_all(const struct text_paragraph *paragraph)
{
    uint32_t marks = 0;
    for (size_t i = 0; i < paragraph->atom_count; i++)
        marks |= paragraph->atoms[i].marks;
    return marks;
}

/* What references print. */
static void hold_whole(const struct text_paragraph *paragraph)
{
    static const uint32_t ordinal = 0x7B2C; /* 第 */
    bool any = false;
    for (size_t i = 0; i < paragraph->span_count && !any; i++)
        any = paragraph->spans[i].whole;
    for (size_t i = 1; i < paragraph->atom_count && any; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        if (atom->code != ordinal && paragraph->spans[atom->span].whole &&
            paragraph->spans[atom[-1].span].whole)
            text_worsen(paragraph, i, LEVEL_HARD);
    }
}

void text_pieces_hold(const struct text_paragraph *paragraph, const bool *candidates)
{
    const uint32_t marks = marks_of_all(paragraph);
    if (marks & (MARK_DIGIT | MARK_CAPITAL))
        hold_units(paragraph);
    if (marks & MARK_CAPITAL)
        hold_capitals(paragraph);
    if (marks & MARK_ORDINAL)
        hold_ordinals(paragraph);
    if (marks & MARK_NUMERAL)
        hold_numerals(paragraph);
    hold_enumerators(paragraph);
    if (marks & NUMBER_START)
        hold_prefixes(paragraph);
    if (marks & (MARK_LETTER | MARK_DIGIT | MARK_JOINT | MARK_SLASH))
        text_codes_hold(paragraph, candidates);
    if (marks & MARK_LEAD)
        hold_signs(paragraph);
    if (marks & MARK_DASH)
        hold_pairs(paragraph);
    hold_notes(paragraph);
    if (marks & (MARK_OPEN | MARK_CLOSE | MARK_PAUSE | MARK_STOP | MARK_CALL))
        ease_marks(paragraph);
    hold_whole(paragraph);
    if (marks & MARK_DIGIT)
        text_numbers_hold(paragraph);
}
