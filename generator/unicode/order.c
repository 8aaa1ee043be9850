/*
 * Keys by which names stand in order: by pinyin, by the pinyin of names of people, by strokes.
 *
 * Pinyin is ICU's collation: by syllable and tone, where both are equal by character.  It takes the common reading of each
 * character, which of some surnames is another one: the table has these, each with a character of that reading.  Such a
 * name's key begins with the other character's, so that it stands behind all names that begin with that one itself.  (The
 * same as rules of ICU would have it, which take 900 million instructions to compile.)
 *
 * Strokes are compared character by character: fewer first, of as many the one with the smaller code, which is
 * that of the radical that stands first in the dictionary of Kangxi.  What shape the first stroke has no data says here.
 * What is no Han stands before all.
 */
#include "unicode/unicode_int.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include <string.h>

static UCollator *collator;

void order_close(void)
{
    if (collator != NULL)
        ucol_close(collator);
    collator = NULL;
}

/* --- strokes --- */

enum { ROW = 256 };
static const struct strokes {
    uint32_t first;
    char letters[ROW + 1]; /* one a character; no pointers, which would be set whenever the program starts */
} strokes[] = {
#define STROKES(first, letters) {first, letters},
#include "unicode/strokes.def"
#undef STROKES
};

int unicode_strokes(uint32_t code)
{
    static const char LETTERS[] = "-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    size_t from = 0, to = ARRAY_COUNT(strokes);
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (strokes[middle].first <= code)
            from = middle + 1;
        else
            to = middle;
    }
    const struct strokes *row = from > 0 ? &strokes[from - 1] : NULL;
    if (row == NULL || code - row->first >= strlen(row->letters))
        return 0;
    return (int)(strchr(LETTERS, row->letters[code - row->first]) - LETTERS);
}

static enum status key_by_strokes(struct arena *arena, struct str text, struct str *ret_key)
{
    char *key = arena_alloc_bytes(arena, 2 * text.len + 1);
    size_t len = 0;
    if (key == NULL)
        return NO_MEMORY;
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        key[len++] = (char)(unicode_strokes(utf8_next(text, &at)) + 1);
        memcpy(key + len, text.ptr + from, at - from);
        len += at - from;
    }
    *ret_key = (struct str){key, len};
    return OK;
}

/* --- pinyin --- */

/* Surnames that are not read as the character commonly is, the longer ones first, each with a character that is read so.
 * Those with two readings of their own (盖, 覃, 乐, 宁, 隗) are not here. */
static const struct surname {
    const char *name, *like;
} surnames[] = {
    {"尉迟", "育"}, {"万俟", "末"}, {"单于", "蝉"}, {"澹台", "谈"}, {"令狐", "灵"}, {"乐正", "月"},
    {"单", "善"},   {"解", "谢"},   {"仇", "囚"},   {"查", "渣"},   {"曾", "增"},   {"区", "讴"},
    {"朴", "瓢"},   {"翟", "斋"},   {"任", "人"},   {"华", "话"},   {"肖", "消"},   {"卜", "捕"},
    {"葛", "舸"},   {"燕", "烟"},   {"阚", "看"},   {"员", "运"},   {"缪", "妙"},   {"种", "虫"},
    {"过", "郭"},   {"召", "哨"},   {"占", "瞻"},   {"祭", "债"},   {"折", "舌"},   {"秘", "闭"},
    {"於", "淤"},   {"都", "督"},   {"洗", "显"},   {"繁", "婆"},   {"句", "沟"},   {"乜", "孽"},
    {"么", "腰"},   {"干", "肝"},   {"蔚", "育"},   {"相", "象"},   {"黑", "贺"},   {"藏", "脏"},
};

static const struct surname *surname_of(struct str text)
{
    for (size_t i = 0; i < ARRAY_COUNT(surnames); i++)
        if (str_starts(text, surnames[i].name))
            return &surnames[i];
    return NULL;
}

/* Surnames of two characters, beside those above, each read as its characters are. */
static const char compound[] =
    "欧阳司马上官诸葛夏侯皇甫东方慕容司徒公孙端木南宫长孙宇文轩辕百里呼延闻人赫连钟离淳于太史"
    "申屠仲孙公冶宗政濮阳第五独孤拓跋完颜西门东郭南门羊舌微生梁丘左丘谷梁公羊子车颛孙司空闾丘"
    "亓官司寇巫马公西漆雕壤驷夹谷宰父段干东门公良纳兰贺兰";

bool unicode_is_compound_surname(const uint32_t codes[2])
{
    enum { HAN = 3, TWO = 2 * HAN };
    char bytes[2 * UTF8_MOST];
    const size_t first = utf8_encode(codes[0], bytes);
    const struct str name = {bytes, first + utf8_encode(codes[1], bytes + first)};
    const struct surname *known = surname_of(name);
    if (name.len != TWO || (known != NULL && strlen(known->name) == TWO))
        return name.len == TWO;
    for (size_t i = 0; i + TWO < sizeof compound; i += TWO)
        if (memcmp(compound + i, bytes, TWO) == 0)
            return true;
    return false;
}

/* ICU's key of the text, without its NUL. */
static enum status collate(struct arena *arena, struct str text, struct str *ret_key)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = 0;
    if (collator == NULL)
        collator = ucol_open("zh@collation=pinyin", &error);
    UChar *units = ARENA_NEW_ARRAY(arena, text.len + 1, UChar);
    if (U_FAILURE(error) || collator == NULL || units == NULL || text.len >= INT32_MAX)
        return NO_MEMORY;
    u_strFromUTF8(units, (int32_t)text.len + 1, &count, text.ptr, (int32_t)text.len, &error);
    const int32_t room = U_SUCCESS(error) ? ucol_getSortKey(collator, units, count, NULL, 0) : 0;
    char *key = room > 0 ? arena_alloc_bytes(arena, (size_t)room) : NULL;
    if (key == NULL)
        return NO_MEMORY;
    ucol_getSortKey(collator, units, count, (uint8_t *)key, room);
    *ret_key = (struct str){key, (size_t)room - 1};
    return OK;
}

/* What its first character has of it, or the one that the surname is read like: the part of a key before its first 1 tells
 * characters apart; then the surname itself, where it stands in the table; then the whole. */
static enum status key_of_person(struct arena *arena, struct str text, struct str *ret_key)
{
    const struct surname *surname = surname_of(text);
    size_t end = 0;
    struct str first, whole;
    if (text.len > 0)
        utf8_next(text, &end);
    enum status status =
        collate(arena, surname != NULL ? str_of(surname->like) : str_slice(text, 0, end), &first);
    if (status == OK)
        status = collate(arena, text, &whole);
    if (status != OK)
        return status;
    const char *level = memchr(first.ptr, 1, first.len);
    first.len = level != NULL ? (size_t)(level - first.ptr) : first.len;
    *ret_key = arena_printf(arena, "%.*s%c%s%.*s", STR_ARGS(first), surname != NULL ? 2 : 1,
                            surname != NULL ? surname->name : "", STR_ARGS(whole));
    return ret_key->ptr != NULL ? OK : NO_MEMORY;
}

enum status unicode_order_key(struct arena *arena, struct str text, enum unicode_order order,
                              struct str *ret_key)
{
    if (order == UNICODE_STROKES)
        return key_by_strokes(arena, text, ret_key);
    return order == UNICODE_SURNAMES ? key_of_person(arena, text, ret_key) : collate(arena, text, ret_key);
}
