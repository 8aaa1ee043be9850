/*
 * Which scripts can be set letter by letter, from left to right: those that stand here.  Of all others the
 * letters run from right to left, join, stack or change their places, or nobody has looked: set one by one
 * they would be wrong words.
 *
 * Common and inherited characters go by the scripts they are used with (Script_Extensions), so that a danda
 * or an Arabic comma is known too, and by their direction.
 */
#include "unicode/unicode_int.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

static bool is_simple(UScriptCode script)
{
    static const UScriptCode simple[] = {
        USCRIPT_COMMON,
        USCRIPT_INHERITED,
        USCRIPT_HAN,
        USCRIPT_HIRAGANA,
        USCRIPT_KATAKANA,
        USCRIPT_BOPOMOFO,
        USCRIPT_HANGUL,
        USCRIPT_LATIN,
        USCRIPT_GREEK,
        USCRIPT_CYRILLIC,
        USCRIPT_ARMENIAN,
        USCRIPT_GEORGIAN,
        USCRIPT_YI,
        USCRIPT_LISU,
        USCRIPT_NUSHU,
        USCRIPT_TANGUT,
        USCRIPT_CHEROKEE,
        USCRIPT_ETHIOPIC,
        USCRIPT_CANADIAN_ABORIGINAL,
        USCRIPT_BRAILLE,
        USCRIPT_COPTIC,
        USCRIPT_GOTHIC,
        USCRIPT_RUNIC,
        USCRIPT_OGHAM,
        USCRIPT_OLD_ITALIC,
        USCRIPT_DESERET,
        USCRIPT_VAI,
        USCRIPT_CUNEIFORM,
        USCRIPT_UGARITIC,
        USCRIPT_OLD_PERSIAN,
        USCRIPT_LINEAR_A,
        USCRIPT_LINEAR_B,
        USCRIPT_GLAGOLITIC,
        USCRIPT_UNKNOWN, /* not assigned: no face has it */
    };
    for (size_t i = 0; i < ARRAY_COUNT(simple); i++)
        if (script == simple[i])
            return true;
    return false;
}

/* Why they are wrong letter by letter. */
#define RIGHT_TO_LEFT "从右向左写"
#define JOINED        "从右向左写，字母还要相连变形"
#define STACKED       "字母要叠放、变形或换位"
#define VERTICAL      "竖写，字母相连变形"

static const struct unicode_script *script_of(UScriptCode script)
{
    static const struct {
        UScriptCode script;
        struct unicode_script unset;
    } names[] = {
        {USCRIPT_ARABIC, {"阿拉伯字母（维吾尔文、哈萨克文等）", JOINED}},
        {USCRIPT_HEBREW, {"希伯来文", RIGHT_TO_LEFT}},
        {USCRIPT_SYRIAC, {"叙利亚文", JOINED}},
        {USCRIPT_THAANA, {"它拿文", RIGHT_TO_LEFT}},
        {USCRIPT_NKO, {"西非书面文", JOINED}},
        {USCRIPT_TIBETAN, {"藏文", STACKED}},
        {USCRIPT_MONGOLIAN, {"蒙古文（含满文、锡伯文）", VERTICAL}},
        {USCRIPT_PHAGS_PA, {"八思巴文", VERTICAL}},
        {USCRIPT_TAI_LE, {"德宏傣文", STACKED}},
        {USCRIPT_NEW_TAI_LUE, {"西双版纳新傣文", STACKED}},
        {USCRIPT_LANNA, {"老傣文", STACKED}},
        {USCRIPT_TAI_VIET, {"越南傣文", STACKED}},
        {USCRIPT_MIAO, {"滇东北老苗文", STACKED}},
        {USCRIPT_THAI, {"泰文", STACKED}},
        {USCRIPT_LAO, {"老挝文", STACKED}},
        {USCRIPT_KHMER, {"高棉文", STACKED}},
        {USCRIPT_MYANMAR, {"缅甸文", STACKED}},
        {USCRIPT_DEVANAGARI, {"天城文", STACKED}},
        {USCRIPT_BENGALI, {"孟加拉文", STACKED}},
        {USCRIPT_GURMUKHI, {"古木基文", STACKED}},
        {USCRIPT_GUJARATI, {"古吉拉特文", STACKED}},
        {USCRIPT_ORIYA, {"奥里亚文", STACKED}},
        {USCRIPT_TAMIL, {"泰米尔文", STACKED}},
        {USCRIPT_TELUGU, {"泰卢固文", STACKED}},
        {USCRIPT_KANNADA, {"卡纳达文", STACKED}},
        {USCRIPT_MALAYALAM, {"马拉雅拉姆文", STACKED}},
        {USCRIPT_SINHALA, {"僧伽罗文", STACKED}},
        {USCRIPT_KHITAN_SMALL_SCRIPT, {"契丹小字", "字要拼合成方块"}},
        {USCRIPT_HANGUL, {"古谚文", "字母要拼成方块"}},
    };
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (script == names[i].script)
            return &names[i].unset;
    static const struct unicode_script other = {"一种没有收录的文字", "书写方向和字形变化没有核对过"};
    return &other;
}

/* Jamo that join to syllables; modern syllables and the letters shown one by one are whole. */
static bool is_joining_jamo(uint32_t code)
{
    return (code >= 0x1100 && code <= 0x11ff) || (code >= 0xa960 && code <= 0xa97f) ||
           (code >= 0xd7b0 && code <= 0xd7ff);
}

/* Of a character that several scripts share: the first of them that cannot be set, where none can. */
static const struct unicode_script *shared_script(uint32_t code)
{
    enum { SCRIPTS_MAX = 64 };
    UScriptCode scripts[SCRIPTS_MAX];
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = uscript_getScriptExtensions((UChar32)code, scripts, SCRIPTS_MAX, &error);
    if (U_FAILURE(error) || count <= 0)
        return NULL;
    for (int32_t i = 0; i < count; i++)
        if (is_simple(scripts[i]))
            return NULL;
    return script_of(scripts[0]);
}

static const struct unicode_script *direction_of(uint32_t code)
{
    static const struct unicode_script backwards = {"从右向左写的文字", "这里的字都从左向右排"},
                                       control = {"书写方向控制符", "会把前后的字调换方向"};
    enum {
        BACKWARDS = U_MASK(U_RIGHT_TO_LEFT) | U_MASK(U_RIGHT_TO_LEFT_ARABIC) | U_MASK(U_ARABIC_NUMBER),
        CONTROLS = U_MASK(U_LEFT_TO_RIGHT_EMBEDDING) | U_MASK(U_LEFT_TO_RIGHT_OVERRIDE) |
                   U_MASK(U_RIGHT_TO_LEFT_EMBEDDING) | U_MASK(U_RIGHT_TO_LEFT_OVERRIDE) |
                   U_MASK(U_POP_DIRECTIONAL_FORMAT) | U_MASK(U_FIRST_STRONG_ISOLATE) |
                   U_MASK(U_LEFT_TO_RIGHT_ISOLATE) | U_MASK(U_RIGHT_TO_LEFT_ISOLATE) |
                   U_MASK(U_POP_DIRECTIONAL_ISOLATE)
    };
    const uint32_t direction = U_MASK(u_charDirection((UChar32)code));
    return (direction & BACKWARDS) != 0 ? &backwards : (direction & CONTROLS) != 0 ? &control : NULL;
}

const struct unicode_script *unicode_unset_script(uint32_t code)
{
    static const struct unicode_script composed = {"组合成键帽或旗帜的符号", "几个符号要合成一个图形"};
    if (code == 0x20e3 || (code >= 0x1f1e6 && code <= 0x1f1ff))
        return &composed;
    /* Up to Armenian, from the superscripts to the arrows and technical signs, Han, kana, Yi: nearly all. */
    if (code < 0x590 || (code >= 0x2070 && code < 0x2c00) || (code >= 0x2e80 && code < 0xa4d0))
        return NULL;
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)code, &error);
    if (U_FAILURE(error))
        return NULL;
    if (!is_simple(script) || (script == USCRIPT_HANGUL && is_joining_jamo(code)))
        return script_of(script);
    const struct unicode_script *shared =
        script == USCRIPT_COMMON || script == USCRIPT_INHERITED ? shared_script(code) : NULL;
    return shared != NULL ? shared : direction_of(code);
}
