/*
 * What holds together beyond the table of text_rules.c: units of several characters, 第九十条 and 第（二）项,
 * 百分之六十, codes such as LGDL2025000084-A and GB/T 9704, pairs of — and …; and where three marks in a row
 * may part.  One pass along the paragraph for each; but for the last two they only make levels worse.
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
    {"币", 1, 0x5e01, MARK_CAPITAL | MARK_DIGIT | MARK_NO_END | MARK_OPEN, false},
    {"No.", 3, '.', MARK_DIGIT, false},
    {"NO.", 3, '.', MARK_DIGIT, false},
};

enum { NUMBER_START = MARK_NUMERAL | MARK_CAPITAL | MARK_DIGIT | MARK_NO_END | MARK_OPEN };

static void worsen(const struct text_paragraph *paragraph, size_t at, enum text_level level)
{
    if (paragraph->gaps[at].level < level)
        paragraph->gaps[at].level = (uint8_t)level;
}

/* How many atoms from i on spell `word`; 0: they do not. */
static size_t match(const struct text_paragraph *paragraph, size_t i, const char *word)
{
    if (paragraph->atoms[i].text.len == 0 || paragraph->atoms[i].text.ptr[0] != word[0])
        return 0;
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
        size_t count = match(paragraph, i, units[k]), end = i + count;
        bool goes_on = count > 0 && end < paragraph->atom_count &&
                       (paragraph->atoms[end - 1].marks & MARK_LETTER) &&
                       (paragraph->atoms[end].marks & MARK_LETTER);
        longest = count > longest && !goes_on ? count : longest;
    }
    return longest;
}

static bool is_scale(uint32_t code)
{
    struct str text = str_of(scales);
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) == code)
            return true;
    return false;
}

/* 252.7273万元, 30 平方米, 5万个, 25 kg: nothing inside the unit, nor before it. */
static void hold_units(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    bool number = false, scaled = false;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        if (text_is_space(&atoms[i]))
            continue;
        bool digit = atoms[i].marks & (MARK_DIGIT | MARK_CAPITAL);
        size_t unit = number && (atoms[i].marks & (MARK_HAN | MARK_LETTER)) ? unit_at(paragraph, i) : 0;
        for (size_t k = 1; k < unit; k++)
            worsen(paragraph, i + k, LEVEL_HARD);
        if (unit > 0)
            worsen(paragraph, i, LEVEL_HARD);
        if (scaled && (atoms[i].marks & MARK_COUNTER))
            worsen(paragraph, i, LEVEL_HARD);
        scaled = number && !digit && is_scale(atoms[i].code);
        number = digit || scaled;
    }
}

/* 第九十条, 第 3 款, 第（二）项, 第三方: one piece. */
static void hold_ordinals(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    bool ordinal = false, counted = false;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        if (text_is_space(&atoms[i]))
            continue;
        uint32_t marks = atoms[i].marks;
        bool numeral = marks & (MARK_NUMERAL | MARK_DIGIT);
        if (ordinal && (numeral || (counted && (marks & (MARK_COUNTER | MARK_HAN)))))
            worsen(paragraph, i, LEVEL_HARD);
        counted = ordinal && (numeral || (counted && (marks & MARK_CLOSE)));
        ordinal = (marks & MARK_ORDINAL) || (ordinal && (numeral || (marks & (MARK_OPEN | MARK_CLOSE))));
    }
}

/* The number at i behind a prefix that ends before `end`. */
static void hold_prefix(const struct text_paragraph *paragraph, size_t k, size_t end, size_t i)
{
    for (size_t at = end - prefixes[k].length + 1; at < end; at++)
        worsen(paragraph, at, LEVEL_HARD);
    do
        worsen(paragraph, i++, LEVEL_HARD);
    while (prefixes[k].whole && i < paragraph->atom_count &&
           (paragraph->atoms[i].marks & prefixes[k].number));
}

/* 百分之六十, 人民币贰佰, No. 12: the word and what follows are one piece. */
static void hold_prefixes(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    size_t end = 0; /* behind the last atom that is no space */
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        if (text_is_space(&atoms[i]))
            continue;
        bool starts = end > 0 && (atoms[i].marks & NUMBER_START);
        for (size_t k = 0; k < ARRAY_COUNT(prefixes) && starts; k++)
            if (atoms[end - 1].code == prefixes[k].last && (atoms[i].marks & prefixes[k].number) &&
                end >= prefixes[k].length && match(paragraph, end - prefixes[k].length, prefixes[k].word) > 0)
                hold_prefix(paragraph, k, end, i);
        end = i + 1;
    }
}

static bool is_code_part(const struct text_atom *atom)
{
    return atom->latin && (atom->marks & (MARK_LETTER | MARK_DIGIT | MARK_JOINT | MARK_SLASH)) != 0;
}

/* Is [from, to) a word of two capital letters or more, / between: GB, GB/T, USD? */
static bool is_standard(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if ((paragraph->atoms[i].code < 'A' || paragraph->atoms[i].code > 'Z') &&
            !(paragraph->atoms[i].marks & MARK_SLASH))
            return false;
    return to - from >= 2;
}

/* LGDL2025000084-A, 2026-03-01, GB/T: a run of letters, digits and joints that holds a digit is one piece;
 * where it must be cut, ICU's places and the joints come first.  So is GB/T 9704, one space between. */
static void hold_codes(const struct text_paragraph *paragraph, const bool *candidates)
{
    const struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 0; i < paragraph->atom_count;) {
        size_t end = i;
        bool digit = false;
        for (; end < paragraph->atom_count && is_code_part(&atoms[end]); end++)
            digit = digit || (atoms[end].marks & MARK_DIGIT);
        for (size_t k = i + 1; k < end && digit; k++)
            worsen(paragraph, k, candidates[k] ? LEVEL_SOFT : text_rules_refused(&atoms[k - 1]));
        if (end + 1 < paragraph->atom_count && text_is_space(&atoms[end]) &&
            (atoms[end + 1].marks & MARK_DIGIT) && is_standard(paragraph, i, end))
            worsen(paragraph, end + 1, LEVEL_SOFT);
        i = end > i ? end : i + 1;
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

/* 。』」: a line may end inside three full-width marks of one kind, as a last resort (clreq 3.1.3, note). */
static void ease_marks(const struct text_paragraph *paragraph)
{
    static const uint32_t kinds[] = {MARK_OPEN, MARK_CLOSE | MARK_PAUSE | MARK_STOP | MARK_CALL};
    const struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 0; i < paragraph->atom_count;) {
        uint32_t kind = 0;
        for (size_t k = 0; k < ARRAY_COUNT(kinds); k++)
            kind |= (atoms[i].marks & kinds[k]) ? kinds[k] : 0;
        size_t end = i + 1;
        while (end < paragraph->atom_count && (atoms[end].marks & kind))
            end++;
        for (size_t k = i + 1; k < end && end - i >= 3; k++)
            if (paragraph->gaps[k].level == LEVEL_DESPERATE)
                paragraph->gaps[k].level = LEVEL_ESCAPE;
        i = end;
    }
}

void text_pieces_hold(const struct text_paragraph *paragraph, const bool *candidates)
{
    hold_units(paragraph);
    hold_ordinals(paragraph);
    hold_prefixes(paragraph);
    hold_codes(paragraph, candidates);
    hold_pairs(paragraph);
    ease_marks(paragraph);
}
