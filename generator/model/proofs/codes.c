/*
 * Codes that carry their own proof: 统一社会信用代码 (GB 32100, in it the code of GB 11714) and 身份证号 (GB 11643).
 *
 * Told is the first thing that is wrong: length, a character and its place, a province that there is none of, a day that
 * there is none of, a check character with the one that should stand there.  The last character of a 统一社会信用代码 is
 * wrong on real ones of the first years, so it is a warning; the 17th is not.  There is no list of areas: they change every
 * year, and a code keeps the one that it was given with.
 */
#include "model/proofs/proofs_int.h"
#include "model/messages.def"
#include "unicode/unicode.h"

#include <string.h>

static const struct choice forms[] = {{"credit-code", FORM_CREDIT_CODE}, {"id-number", FORM_ID_NUMBER}};
const struct words words_forms = WORDS(forms);

enum { LENGTH = 18, PROVINCE = 2, DIGITS = 10 };

static const char *name_of(enum text_form form)
{
    return form == FORM_CREDIT_CODE ? "统一社会信用代码" : "身份证号";
}

struct str code_label(enum text_form form)
{
    return form == FORM_CREDIT_CODE ? STR("是统一社会信用代码") : STR("是身份证号");
}

static bool is_code_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* false, after the message. */
#define REFUSE(fill, coded, message, ...)                                                                    \
    (run_report_field(&(fill)->run, (coded)->record, (coded)->slot, message, (coded)->place,                 \
                      STR_ARGS((coded)->text), ##__VA_ARGS__) == OK)

/* --- characters --- */

/* 0 to 9, then the letters without I, O, S, V, Z: what GB 32100 counts by. */
static const char CREDIT[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* May the character stand at this place, from 0? */
static bool fits(enum text_form form, uint32_t code, size_t at)
{
    enum { AREA = 2, AREA_END = 8 };
    const char c = code < 0x80 ? (char)code : '\0';
    if (form == FORM_ID_NUMBER)
        return is_code_digit(c) || (at == LENGTH - 1 && (c == 'X' || c == 'x'));
    if (at == 0)
        return (c >= '1' && c <= '9') || c == 'A' || c == 'N' || c == 'Y';
    return is_code_digit(c) || ((at < AREA || at >= AREA_END) && c != '\0' && strchr(CREDIT, c) != NULL);
}

/* 18 characters, each where it may stand: all ASCII then. */
static bool is_shaped(struct fill *fill, const struct coded *coded, enum text_form form)
{
    enum { DESCRIBED_MAX = 400 };
    const size_t count = utf8_count(coded->text);
    if (count != LENGTH)
        return REFUSE(fill, coded, MSG_MODEL_CODE_LENGTH, count, name_of(form));
    size_t at = 0;
    for (size_t i = 0; i < LENGTH; i++) {
        const uint32_t code = utf8_next(coded->text, &at);
        if (fits(form, code, i))
            continue;
        struct buf described = BUF(DESCRIBED_MAX);
        unicode_describe(code, &described);
        const bool kept = REFUSE(fill, coded, MSG_MODEL_CODE_CHARACTER, i + 1, STR_ARGS(buf_str(&described)),
                                 name_of(form));
        buf_clear(&described);
        return kept;
    }
    return true;
}

/* Two digits at this place: of a province (GB/T 2260), or of papers for who lives here from 香港, 澳门, 台湾; of a
 * 统一社会信用代码 also 10, who registers for the whole country. */
static bool is_placed(struct fill *fill, const struct coded *coded, enum text_form form)
{
    static const char PROVINCES[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
                                    "50 51 52 53 54 61 62 63 64 65 71 81 82 83 10";
    const size_t at = form == FORM_CREDIT_CODE ? 2 : 0;
    const struct str code = str_slice(coded->text, at, at + PROVINCE);
    const size_t count = (sizeof PROVINCES) / (PROVINCE + 1) - (form == FORM_CREDIT_CODE ? 0 : 1);
    for (size_t i = 0; i < count; i++)
        if (memcmp(PROVINCES + i * (PROVINCE + 1), code.ptr, PROVINCE) == 0)
            return true;
    return REFUSE(fill, coded, MSG_MODEL_CODE_REGION, at + 1, at + PROVINCE, STR_ARGS(code));
}

static bool is_born(struct fill *fill, const struct coded *coded)
{
    enum { BORN = 6, BORN_END = 14, YEAR_MIN = 1850 };
    const struct str digits = str_slice(coded->text, BORN, BORN_END);
    int64_t year, month, day;
    if (digits_parse(str_slice(digits, 0, 4), 4, &year) && digits_parse(str_slice(digits, 4, 6), 2, &month) &&
        digits_parse(str_slice(digits, 6, 8), 2, &day) && year >= YEAR_MIN && month >= 1 && month <= 12 &&
        day >= 1 && day <= date_month_length((int)year, (int)month))
        return true;
    return REFUSE(fill, coded, MSG_MODEL_ID_DATE, STR_ARGS(digits));
}

/* --- check characters --- */

/* A digit, or a letter as it follows on 9: what GB 11714 counts by. */
static int alphabet_value(char c)
{
    return is_code_digit(c) ? c - '0' : c - 'A' + DIGITS;
}

/* The 17th of a 统一社会信用代码: of the eight before it. */
static char organisation_check(struct str code)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    enum { FROM = 8, MODULUS = 11 };
    int sum = 0;
    for (size_t i = 0; i < ARRAY_COUNT(weights); i++)
        sum += alphabet_value(code.ptr[FROM + i]) * weights[i];
    const int check = (MODULUS - sum % MODULUS) % MODULUS;
    return check == DIGITS ? 'X' : (char)('0' + check);
}

/* The 18th, of the 17 before it. */
static char credit_check(struct str code)
{
    enum { MODULUS = 31, FACTOR = 3 };
    int sum = 0, weight = 1;
    for (size_t i = 0; i + 1 < LENGTH; i++) {
        sum += (int)(strchr(CREDIT, code.ptr[i]) - CREDIT) * weight;
        weight = weight * FACTOR % MODULUS;
    }
    return CREDIT[(MODULUS - sum % MODULUS) % MODULUS];
}

/* The last of a 身份证号: ISO 7064, MOD 11-2. */
static char identity_check(struct str code)
{
    enum { MODULUS = 11 };
    int sum = 0, weight = 2;
    for (size_t i = LENGTH - 1; i-- > 0;) {
        sum += (code.ptr[i] - '0') * weight;
        weight = weight * 2 % MODULUS;
    }
    const int check = (12 - sum % MODULUS) % MODULUS;
    return check == DIGITS ? 'X' : (char)('0' + check);
}

/* The character at this place, from 0, is another one than `check`: told; FAILED where that is an error. */
static enum status tell_check(struct fill *fill, const struct coded *coded, size_t at, char check)
{
    const char expected[] = {check, '\0'};
    const struct str stated = str_slice(coded->text, at, at + 1);
    const bool last = at == LENGTH - 1;
    struct run *run = &fill->run;
    if (last && rule_of(coded->record, coded->slot)->form == FORM_CREDIT_CODE) {
        run_report_field(run, coded->record, coded->slot, MSG_MODEL_CODE_CHECK_LAST, coded->place,
                         STR_ARGS(coded->text), STR_ARGS(stated), expected);
        return OK;
    }
    return run_report_field(run, coded->record, coded->slot, MSG_MODEL_CODE_CHECK, coded->place,
                            STR_ARGS(coded->text), at + 1, STR_ARGS(stated),
                            last ? "前 17 位" : "第 9 至 16 位", expected);
}

static bool credit_look(struct fill *fill, const struct coded *coded)
{
    const char *code = coded->text.ptr;
    const char organisation = organisation_check(coded->text), last = credit_check(coded->text);
    if (code[LENGTH - 2] != organisation)
        return tell_check(fill, coded, LENGTH - 2, organisation) == OK;
    return code[LENGTH - 1] == last || tell_check(fill, coded, LENGTH - 1, last) == OK;
}

static bool identity_look(struct fill *fill, const struct coded *coded)
{
    const char check = identity_check(coded->text), last = coded->text.ptr[LENGTH - 1];
    if (!is_born(fill, coded))
        return false;
    return last == check || (last == 'x' && check == 'X') || tell_check(fill, coded, LENGTH - 1, check) == OK;
}

bool code_look(struct fill *fill, const struct coded *coded, enum text_form form)
{
    if (!is_shaped(fill, coded, form) || !is_placed(fill, coded, form))
        return false;
    return form == FORM_CREDIT_CODE ? credit_look(fill, coded) : identity_look(fill, coded);
}
