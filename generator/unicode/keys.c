/*
 * Texts that a reader takes for the same.
 *
 * A key is NFKC_Casefold, which joins full and half width, 全角空格 and blanks, ① and 1, ㎡ and m2, and drops
 * what has no image; then white space goes, and the table below joins what Unicode keeps apart and a reader
 * does not.  The confusable skeleton alone would not do: it keeps ( and （ apart.
 */
#include "unicode/unicode_int.h"

#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

static USpoofChecker *checker;

void keys_close(void)
{
    if (checker != NULL)
        uspoof_close(checker);
    checker = NULL;
}

/* Before NFKC: what it would make something else of, or of what it knows no number. */
static UChar written_for(UChar unit)
{
    static const struct {
        UChar from, to, written; /* the first of as many */
    } table[] = {
        {0x00ba, 0x00ba, 0x00b0}, /* º for ° */
        {0x02da, 0x02da, 0x00b0}, /* ˚ */
        {0x22ef, 0x22ef, 0x2026}, /* ⋯ for … */
        {0x24eb, 0x24f4, 0x246a}, /* white on black, doubled, sans: ⑪, ① … */
        {0x24f5, 0x24fe, 0x2460}, {0x24ff, 0x24ff, 0x24ea}, {0x2776, 0x277f, 0x2460},
        {0x2780, 0x2789, 0x2460}, {0x278a, 0x2793, 0x2460}, {0xfe30, 0xfe30, 0xff1a}, /* ︰ for ： */
    };
    for (size_t i = 0; unit >= table[0].from && i < ARRAY_COUNT(table) && unit >= table[i].from; i++)
        if (unit <= table[i].to)
            return (UChar)(table[i].written + (unit - table[i].from));
    return unit;
}

/* After NFKC_Casefold: what is taken for what. */
static uint32_t taken_for(uint32_t code)
{
    static const struct {
        uint32_t like, code;
    } table[] = {
        {0x00b7, 0x2022}, /* · • */
        {0x02bc, '\''},   /* ʼ */
        {0x1427, 0x2022}, /* ᐧ */
        {0x2010, '-'},    {0x2011, '-'},    {0x2012, '-'},    {0x2013, '-'},    {0x2014, '-'},
        {0x2015, '-'},    {0x2018, '\''},   {0x2019, '\''},   {0x201b, '\''},   {0x201c, '"'},
        {0x201d, '"'},    {0x201f, '"'},    {0x2027, 0x2022}, /* ‧ */
        {0x2032, '\''},   {0x2033, '"'},    {0x2044, '/'},    {0x2053, '~'},    {0x2212, '-'},
        {0x2215, '/'},    {0x2218, 0x2022}, {0x2219, 0x2022}, {0x2223, '|'},    {0x2236, ':'},
        {0x223c, '~'},    {0x22c5, 0x2022}, {0x2500, '-'},    {0x2501, '-'},    {0x25cb, 0x96f6}, /* ○ 零 */
        {0x25e6, 0x2022}, {0x25ef, 0x96f6}, {0x2715, 0xd7},   {0x2716, 0xd7},   {0x2e31, 0x2022},
        {0x2e3a, '-'},    {0x3007, 0x96f6},                                                    /* 〇 零 */
        {0x301c, '~'},    {0x301d, '"'},    {0x301e, '"'},    {0x30fb, 0x2022}, {0x30fc, '-'}, /* ・ ー */
    };
    size_t from = 0, to = ARRAY_COUNT(table);
    if (is_plain_han(code) || is_radical(code))
        return variant_first(code);
    if (code < 0xb7)
        return code == '`' ? '\'' : code;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (table[middle].like == code)
            return table[middle].code;
        if (table[middle].like < code)
            from = middle + 1;
        else
            to = middle;
    }
    return code;
}

/* Is it its own key?  Nearly all are: Han, digits, small letters. */
static bool is_own_key(struct str text)
{
    for (size_t offset = 0; offset < text.len;) {
        uint32_t code = utf8_next(text, &offset);
        bool plain = code < 0x80 ? code > ' ' && code < 0x7f && code != '`' && !(code >= 'A' && code <= 'Z')
                                 : is_plain_han(code) && variant_first(code) == code;
        if (!plain)
            return false;
    }
    return true;
}

static uint32_t next_code(const UChar *units, int32_t *at, int32_t count)
{
    uint32_t code;
    U16_NEXT(units, *at, count, code);
    return code;
}

/* Back to UTF-8, without what cannot be seen. */
static enum status visible(struct arena *arena, const UChar *units, int32_t count,
                           uint32_t (*map)(uint32_t code), struct str *ret_text)
{
    char *bytes = arena_alloc(arena, 3 * (size_t)count + 1); /* at most 3 bytes a unit */
    if (bytes == NULL)
        return NO_MEMORY;
    size_t len = 0;
    for (int32_t i = 0; i < count;) {
        uint32_t code = next_code(units, &i, count);
        if (!unicode_is_white(code) && !unicode_is_ignorable(code))
            len += utf8_encode(map(code), bytes + len);
    }
    *ret_text = (struct str){bytes, len};
    return OK;
}

/* What can be seen of the text as the normalizer has it, each character as `map` does.  A text grows by 18
 * units a character at most (U+FDFA). */
static enum status fold(struct arena *arena, const UNormalizer2 *normalizer, uint32_t (*map)(uint32_t code),
                        struct str text, struct str *ret_text)
{
    enum { GROWTH = 18 };
    UErrorCode error = U_ZERO_ERROR;
    UChar *source = ARENA_NEW_ARRAY(arena, text.len + 1, UChar);
    if (normalizer == NULL || source == NULL || text.len > INT32_MAX / GROWTH)
        return NO_MEMORY;
    int32_t count = 0;
    u_strFromUTF8(source, (int32_t)text.len + 1, &count, text.ptr, (int32_t)text.len, &error);
    for (int32_t i = 0; U_SUCCESS(error) && i < count; i++)
        source[i] = written_for(source[i]);
    UChar *folded = ARENA_NEW_ARRAY(arena, (size_t)GROWTH * (size_t)count + 1, UChar);
    if (U_FAILURE(error) || folded == NULL)
        return NO_MEMORY;
    int32_t len = unorm2_normalize(normalizer, source, count, folded, GROWTH * count + 1, &error);
    return U_SUCCESS(error) ? visible(arena, folded, len, map, ret_text) : NO_MEMORY;
}

/* None of it is made of others, nor becomes one with others; or it is no UTF-8. */
static bool is_composed(struct str text)
{
    bool composed = true;
    enum { FIRST_COMBINING = 0x300 };
    for (size_t at = 0; at < text.len;) {
        uint32_t code = 0;
        const size_t len = utf8_decode(text, at, &code);
        if (len == 0)
            return true;
        composed = composed && (code < FIRST_COMBINING || is_plain_han(code));
        at += len;
    }
    return composed;
}

/* NFC, into *ret_form, which is the text already; folded before, where small letters and capitals are one. */
static enum status compose(struct arena *arena, struct str text, bool folds, struct str *ret_form)
{
    enum {
        GROWTH = 3,
        BYTES = 3 * GROWTH * GROWTH
    }; /* units, of a unit or byte, twice; each three bytes at most */
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = 0, len = 0;
    const size_t most = GROWTH * text.len + 1, room = BYTES * text.len + 1;
    UChar *source = ARENA_NEW_ARRAY(arena, text.len + 1, UChar),
          *folded = ARENA_NEW_ARRAY(arena, most, UChar);
    UChar *composed = ARENA_NEW_ARRAY(arena, GROWTH * most, UChar);
    char *bytes = arena_alloc_bytes(arena, room);
    if (source == NULL || folded == NULL || composed == NULL || bytes == NULL)
        return NO_MEMORY;
    u_strFromUTF8(source, (int32_t)text.len + 1, &count, text.ptr, (int32_t)text.len, &error);
    if (error == U_INVALID_CHAR_FOUND)
        return OK;
    if (folds) {
        count = u_strFoldCase(folded, (int32_t)most, source, count, U_FOLD_CASE_DEFAULT, &error);
        source = folded;
    }
    count = unorm2_normalize(unorm2_getNFCInstance(&error), source, count, composed, (int32_t)(GROWTH * most),
                             &error);
    u_strToUTF8(bytes, (int32_t)room, &len, composed, count, &error);
    if (U_FAILURE(error))
        return NO_MEMORY;
    *ret_form = (struct str){bytes, (size_t)len};
    return OK;
}

/* Bytes that are no UTF-8, and piles of marks that would take long, stay as they are. */
static bool stays(struct str text)
{
    struct unicode_pile pile;
    return text.len > INT32_MAX / 64 || unicode_find_pile(text, &pile);
}

enum status unicode_compose(struct arena *arena, struct str text, struct str *ret_form)
{
    *ret_form = text;
    return stays(text) || is_composed(text) ? OK : compose(arena, text, false, ret_form);
}

enum status unicode_fold(struct arena *arena, struct str text, struct str *ret_form)
{
    *ret_form = text;
    return stays(text) ? OK : compose(arena, text, true, ret_form);
}

static uint32_t as_it_is(uint32_t code)
{
    return code;
}

enum status unicode_key(struct arena *arena, struct str text, struct str *ret_key)
{
    UErrorCode error = U_ZERO_ERROR;
    struct unicode_pile pile; /* ICU would sort it by insertion; it is set nowhere */
    if (is_own_key(text) || unicode_find_pile(text, &pile)) {
        *ret_key = text;
        return OK;
    }
    return fold(arena, unorm2_getNFKCCasefoldInstance(&error), taken_for, text, ret_key);
}

/* The skeleton of a text without white space. */
static enum status confusable(struct arena *arena, struct str text, struct str *ret_skeleton)
{
    UErrorCode error = U_ZERO_ERROR;
    if (checker == NULL)
        checker = uspoof_open(&error);
    if (U_FAILURE(error) || text.len > INT32_MAX / 32)
        return NO_MEMORY;
    int32_t len = uspoof_getSkeletonUTF8(checker, 0, text.ptr, (int32_t)text.len, NULL, 0, &error);
    if (error != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(error))
        return NO_MEMORY;
    char *bytes = arena_alloc(arena, (size_t)len + 1);
    if (bytes == NULL)
        return NO_MEMORY;
    error = U_ZERO_ERROR;
    len = uspoof_getSkeletonUTF8(checker, 0, text.ptr, (int32_t)text.len, bytes, len + 1, &error);
    *ret_skeleton = (struct str){bytes, (size_t)len};
    return U_SUCCESS(error) ? OK : NO_MEMORY;
}

enum status skeleton_of(struct arena *arena, struct str text, struct str *ret_skeleton)
{
    UErrorCode error = U_ZERO_ERROR;
    struct str seen;
    struct unicode_pile pile;
    if (unicode_find_pile(text, &pile)) {
        *ret_skeleton = text;
        return OK;
    }
    enum status status = fold(arena, unorm2_getNFKCInstance(&error), as_it_is, text, &seen);
    return status == OK ? confusable(arena, seen, ret_skeleton) : status;
}
