/*
 * Reads an amount in words (大写): every form that the rule of the People's Bank (正确填写票据和结算凭证的
 * 基本规定) allows, and nothing else.  The other way is numeral.c.
 *
 * The text becomes words (digit, place, 万, 亿, 元 …; variants and traditional characters are one word), and
 * each digit gets its exponent: that of its own place, and of the 万 and 亿 that still come before 元.  Then
 * all the rules are about exponents: they must fall, and stay below the last 万, 亿 or 元; where one is
 * skipped, 零 must stand before the next digit, and may not where none is.  The rule leaves the 零 open
 * before thousands and before 角 (万位或元位是零，但千位、角位不是零): those exponents are the ones that are
 * 3 beyond a multiple of 4, and -1.  So 107000.53 is read with 零 after 万, after 元, after both or none.
 */
#include "expr/values/values.h"

enum word_kind {
    WORD_END,
    WORD_ZERO,
    WORD_DIGIT, /* value 1-9 */
    WORD_PLACE, /* value: exponent, 1-3 */
    WORD_WAN,
    WORD_YI,
    WORD_YUAN,
    WORD_JIAO,
    WORD_FEN,
    WORD_WHOLE /* 整 */
};

struct word {
    enum word_kind kind;
    int value;
};

/* The longest amount has 38 words and a sign. */
enum { MONEY_WORDS = 40, NO_DIGIT_YET = 100, HIGHEST = 16 };

struct money_reader {
    struct word words[MONEY_WORDS + 1]; /* a WORD_END behind the last */
    size_t count, at;
    size_t skipped; /* characters before the first word: 人民币, 负 */
    int last;       /* exponent of the last digit */
    int below;      /* the next one's must be lower */
    bool zero, yuan;
    int64_t fen;
    struct numeral_fault fault;
};

static const struct {
    uint32_t code;
    struct word word;
} words[] = {
    {U'零', {WORD_ZERO, 0}},  {U'壹', {WORD_DIGIT, 1}}, {U'贰', {WORD_DIGIT, 2}}, {U'貳', {WORD_DIGIT, 2}},
    {U'叁', {WORD_DIGIT, 3}}, {U'叄', {WORD_DIGIT, 3}}, {U'參', {WORD_DIGIT, 3}}, {U'肆', {WORD_DIGIT, 4}},
    {U'伍', {WORD_DIGIT, 5}}, {U'陆', {WORD_DIGIT, 6}}, {U'陸', {WORD_DIGIT, 6}}, {U'柒', {WORD_DIGIT, 7}},
    {U'捌', {WORD_DIGIT, 8}}, {U'玖', {WORD_DIGIT, 9}}, {U'拾', {WORD_PLACE, 1}}, {U'佰', {WORD_PLACE, 2}},
    {U'仟', {WORD_PLACE, 3}}, {U'万', {WORD_WAN, 0}},   {U'萬', {WORD_WAN, 0}},   {U'亿', {WORD_YI, 0}},
    {U'億', {WORD_YI, 0}},    {U'元', {WORD_YUAN, 0}},  {U'圆', {WORD_YUAN, 0}},  {U'圓', {WORD_YUAN, 0}},
    {U'角', {WORD_JIAO, 0}},  {U'分', {WORD_FEN, 0}},   {U'整', {WORD_WHOLE, 0}}, {U'正', {WORD_WHOLE, 0}},
};

static bool money_fault(struct money_reader *reader, size_t word, const char *why)
{
    reader->fault = (struct numeral_fault){reader->skipped + word + 1, why};
    return false;
}

/* --- text to words --- */

static struct word word_of(uint32_t code)
{
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (words[i].code == code)
            return words[i].word;
    return (struct word){WORD_END, 0};
}

static bool skip_prefix(struct money_reader *reader, struct str *text, const char *prefix)
{
    struct str head = str_of(prefix);
    if (!str_starts(*text, prefix))
        return false;
    *text = str_slice(*text, head.len, text->len);
    reader->skipped += utf8_count(head);
    return true;
}

static bool words_cut(struct money_reader *reader, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        struct word word = word_of(utf8_next(text, &at));
        if (word.kind == WORD_END)
            return money_fault(reader, reader->count,
                               "不是大写金额用的字（壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分零整）");
        if (reader->count == MONEY_WORDS)
            return money_fault(reader, reader->count, "太长，大写金额至多到千万亿位");
        reader->words[reader->count++] = word;
    }
    return reader->count > 0 || money_fault(reader, 0, "没有写金额");
}

/* --- words to an amount --- */

static enum word_kind word_before(const struct money_reader *reader)
{
    return reader->at > 0 ? reader->words[reader->at - 1].kind : WORD_END;
}

static bool yuan_ahead(const struct money_reader *reader)
{
    for (size_t i = reader->at; i < reader->count; i++)
        if (reader->words[i].kind == WORD_YUAN)
            return true;
    return false;
}

/* Where it should stand: before 整 or the first digit of 角 or 分, or at the end. */
static bool fault_no_yuan(struct money_reader *reader)
{
    size_t i = reader->at;
    for (; i < reader->count; i++) {
        enum word_kind next = reader->words[i + 1].kind;
        if (reader->words[i].kind == WORD_WHOLE || next == WORD_JIAO || next == WORD_FEN)
            break;
    }
    return money_fault(reader, i, "前面缺“元”");
}

/* What 万 and 亿 from this word on, before 元, add to an exponent. */
static int exponent_ahead(const struct money_reader *reader)
{
    int wan = 0;
    for (size_t i = reader->at; i < reader->count && reader->words[i].kind != WORD_YUAN; i++) {
        if (reader->words[i].kind == WORD_YI)
            return wan + 8;
        if (reader->words[i].kind == WORD_WAN)
            wan = 4;
    }
    return wan;
}

/* The exponent of the digit that reader is at. */
static bool digit_exponent(struct money_reader *reader, int *ret_exponent)
{
    struct word next = reader->words[reader->at + 1];
    bool begun = reader->last != NO_DIGIT_YET;
    switch (next.kind) {
    case WORD_JIAO:
    case WORD_FEN:
        if (begun && !reader->yuan && reader->last >= 0)
            return fault_no_yuan(reader);
        *ret_exponent = next.kind == WORD_JIAO ? -1 : -2;
        return true;
    case WORD_PLACE:
    case WORD_WAN:
    case WORD_YI:
    case WORD_YUAN:
        if (!reader->yuan && !yuan_ahead(reader))
            return fault_no_yuan(reader);
        *ret_exponent = exponent_ahead(reader) + next.value;
        return true;
    default:
        return money_fault(reader, reader->at + 1, "前面的数字缺数位（拾佰仟）或单位（万亿元角分）");
    }
}

static bool check_zero(struct money_reader *reader, int exponent)
{
    bool skips = reader->last != NO_DIGIT_YET && reader->last - exponent > 1;
    bool open = exponent == -1 || exponent % 4 == 3;
    if (reader->zero && !skips)
        return money_fault(reader, reader->at - 1, "这里不该有“零”");
    if (!reader->zero && skips && !open)
        return money_fault(reader, reader->at, "前面缺“零”");
    return true;
}

static bool take_digit(struct money_reader *reader)
{
    int exponent = 0;
    if (!digit_exponent(reader, &exponent))
        return false;
    if (exponent >= reader->below)
        return money_fault(reader, reader->at, "数位的先后不对");
    if (!check_zero(reader, exponent))
        return false;
    int64_t amount = reader->words[reader->at].value;
    for (int i = exponent; i > -2; i--)
        amount *= 10;
    reader->fen += amount;
    reader->last = reader->below = exponent;
    reader->zero = false;
    enum word_kind next = reader->words[reader->at + 1].kind;
    reader->at += next == WORD_PLACE || next == WORD_JIAO || next == WORD_FEN ? 2 : 1;
    return true;
}

static bool take_zero(struct money_reader *reader)
{
    enum word_kind next = reader->words[reader->at + 1].kind;
    if (next == WORD_ZERO)
        return money_fault(reader, reader->at + 1, "“零”只写一个");
    if (next != WORD_DIGIT)
        return money_fault(reader, reader->at, "“零”后面缺数字");
    reader->zero = true;
    reader->at++;
    return true;
}

/* 万, 亿, 元: directly behind digits of theirs, 亿 and 元 also behind a 万 or 亿. */
static bool take_mark(struct money_reader *reader)
{
    enum word_kind kind = reader->words[reader->at].kind, before = word_before(reader);
    bool fits = before == WORD_DIGIT || before == WORD_PLACE || (before == WORD_WAN && kind != WORD_WAN) ||
                (before == WORD_YI && kind == WORD_YUAN);
    if (!fits)
        return money_fault(reader, reader->at, "前面缺数字，或放错了位置");
    if (kind == WORD_YUAN)
        reader->yuan = true;
    reader->below = exponent_ahead(reader); /* its own, this word counted; of 元: 0 */
    reader->at++;
    return true;
}

static bool take_whole(struct money_reader *reader)
{
    enum word_kind before = word_before(reader);
    if (before != WORD_YUAN && before != WORD_JIAO)
        return money_fault(reader, reader->at, "“整”只能写在“元”或“角”后面");
    reader->at++;
    return reader->at == reader->count || money_fault(reader, reader->at, "“整”后面不能再有字");
}

static bool take_word(struct money_reader *reader)
{
    switch (reader->words[reader->at].kind) {
    case WORD_DIGIT:
        return take_digit(reader);
    case WORD_ZERO:
        return take_zero(reader);
    case WORD_WAN:
    case WORD_YI:
    case WORD_YUAN:
        return take_mark(reader);
    case WORD_WHOLE:
        return take_whole(reader);
    default:
        return money_fault(reader, reader->at, "前面缺数字（如“壹拾”要写“壹”）");
    }
}

static bool words_are_nought(const struct money_reader *reader)
{
    return reader->count == 3 && reader->words[0].kind == WORD_ZERO && reader->words[1].kind == WORD_YUAN &&
           reader->words[2].kind == WORD_WHOLE;
}

static bool words_read(struct money_reader *reader, bool negative)
{
    if (words_are_nought(reader))
        return !negative || money_fault(reader, 0, "“负”后面不能是零元");
    while (reader->at < reader->count)
        if (!take_word(reader))
            return false;
    if (word_before(reader) == WORD_YUAN)
        return money_fault(reader, reader->count, "到“元”为止，后面缺“整”");
    return true;
}

enum status numeral_money_read(struct arena *arena, struct str text, const struct number **ret_amount,
                               struct numeral_fault *ret_fault)
{
    struct money_reader reader = {.last = NO_DIGIT_YET, .below = HIGHEST};
    if (!skip_prefix(&reader, &text, "人民币"))
        skip_prefix(&reader, &text, "人民幣");
    bool negative = skip_prefix(&reader, &text, "负") || skip_prefix(&reader, &text, "負");
    if (!words_cut(&reader, text) || !words_read(&reader, negative)) {
        *ret_fault = reader.fault;
        return FAILED;
    }
    const struct number *fen, *hundred;
    enum status status = number_of(arena, negative ? -reader.fen : reader.fen, &fen);
    if (status == OK)
        status = number_of(arena, 100, &hundred);
    return status == OK ? number_apply(arena, NUMBER_DIVIDE, fen, hundred, ret_amount) : status;
}
