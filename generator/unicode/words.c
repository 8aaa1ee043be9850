/*
 * Where words begin among Han: the way through ICU's dictionary of Chinese that costs least, its words having the
 * costs that it gives them, a character that is none the highest.
 *
 * That is what ICU's own word iterator does with it.  But that one first makes sets of all characters for five scripts,
 * which costs a tenth of a short paper; so the dictionary is read here.  It is an item of ICU's data, part of the library
 * and no file, in a format that ICU documents (dictionarydata.h, version 1, and ucharstrie.h): a tree of 16-bit units.
 * If it is not there, or in another format, every character is a word.
 */
#include "unicode/unicode_int.h"

#include <unicode/udata.h>

enum { WORD_MAX = 20, COST_UNKNOWN = 255 };

static UDataMemory *dictionary;
static const UChar *root; /* NULL: not opened, or there is none */
static bool opened;

/* --- the tree --- */

/* From its lead a node says what follows: a value that ends the way, or, behind a value that may be there, units that
 * must follow, or units to choose from. */
enum {
    FINAL = 0x8000,
    FIRST_VALUE = 0x40,
    FIRST_LONG_VALUE = 0x4040,
    FIRST_LONGEST_VALUE = 0x7fc0,
    FIRST_ROW = 0x30, /* of units that must follow */
    LONG_DELTA = 0xfc00,
    LONGEST_DELTA = 0xffff,
    LONG_FINAL = 0x4000, /* without FINAL */
    LONGEST_FINAL = 0x7fff,
    FEW = 5 /* of more units one half is chosen first */
};

struct spot {
    const UChar *at;
    int32_t row; /* units of a row that must still follow */
};

static int32_t two_units(const UChar *at)
{
    return (int32_t)((uint32_t)at[0] << 16 | at[1]);
}

/* A number in one to three units; *at goes behind it. */
static int32_t read_number(const UChar **at, int32_t first_long, int32_t longest)
{
    const int32_t lead = *(*at)++ & (first_long == LONG_FINAL ? ~FINAL : ~0);
    if (lead < first_long)
        return lead;
    *at += lead < longest ? 1 : 2;
    return lead < longest ? (lead - first_long) << 16 | (*at)[-1] : two_units(*at - 2);
}

/* Steps from units to choose from to what follows the one; false: it is none of them. */
static bool choose(struct spot *spot, int32_t count, UChar unit)
{
    while (count > FEW) {
        const bool lower = unit < *spot->at++;
        const int32_t delta = read_number(&spot->at, LONG_DELTA, LONGEST_DELTA);
        spot->at += lower ? delta : 0;
        count = lower ? count / 2 : count - count / 2;
    }
    for (; count > 1; count--) {
        const bool found = unit == *spot->at++;
        const bool ends = *spot->at & FINAL;
        if (found && ends)
            return true;
        const int32_t delta = read_number(&spot->at, LONG_FINAL, LONGEST_FINAL);
        spot->at += found ? delta : 0;
        if (found)
            return true;
    }
    return unit == *spot->at++;
}

static bool step(struct spot *spot, UChar unit)
{
    if (spot->row == 0) {
        int32_t lead = *spot->at++;
        if (lead & FINAL)
            return false;
        if (lead >= FIRST_VALUE) {
            spot->at += lead < FIRST_LONG_VALUE ? 0 : lead < FIRST_LONGEST_VALUE ? 1 : 2;
            lead %= FIRST_VALUE;
        }
        if (lead < FIRST_ROW)
            return choose(spot, (lead == 0 ? *spot->at++ : lead) + 1, unit);
        spot->row = lead - FIRST_ROW + 1;
    }
    spot->row--;
    return *spot->at++ == unit;
}

/* What the word up to here costs; -1: it is none. */
static int32_t cost_at(const struct spot *spot)
{
    const UChar *at = spot->at;
    const int32_t lead = *at;
    if (spot->row > 0 || lead < FIRST_VALUE)
        return -1;
    if (lead & FINAL)
        return read_number(&at, LONG_FINAL, LONGEST_FINAL);
    if (lead < FIRST_LONG_VALUE)
        return lead / FIRST_VALUE - 1;
    return lead < FIRST_LONGEST_VALUE ? (lead / FIRST_VALUE * FIRST_VALUE - FIRST_LONG_VALUE) << 10 | at[1]
                                      : two_units(at + 1);
}

/* --- opening --- */

static UBool U_CALLCONV is_known(void *context, const char *type, const char *name, const UDataInfo *info)
{
    (void)context, (void)type, (void)name;
    return info->dataFormat[0] == 'D' && info->dataFormat[1] == 'i' && info->dataFormat[2] == 'c' &&
           info->dataFormat[3] == 't' && info->formatVersion[0] == 1 && info->isBigEndian == U_IS_BIG_ENDIAN;
}

static void open_dictionary(void)
{
    enum { OFFSET = 0, TYPE = 4, UNITS_WITH_VALUES = 9 };
    UErrorCode error = U_ZERO_ERROR;
    opened = true;
    dictionary = udata_openChoice(U_ICUDATA_NAME U_TREE_SEPARATOR_STRING "brkitr", "dict", "cjdict", is_known,
                                  NULL, &error);
    const int32_t *head = U_SUCCESS(error) ? udata_getMemory(dictionary) : NULL;
    if (head != NULL && (head[TYPE] & 0xf) == UNITS_WITH_VALUES)
        root = (const UChar *)((const char *)head + head[OFFSET]);
}

void words_close(void)
{
    if (dictionary != NULL)
        udata_close(dictionary);
    dictionary = NULL;
    root = NULL;
    opened = false;
}

/* --- the way --- */

struct way {
    int32_t cost, size; /* of the best one to here; of its last word */
};

static void try_word(struct way *ways, size_t from, int32_t size, int32_t cost)
{
    struct way *to = &ways[from + (size_t)size];
    if (to->size != 0 && to->cost <= ways[from].cost + cost)
        return;
    to->cost = ways[from].cost + cost;
    to->size = size;
}

/* The words that begin at `from` of `count` Han. */
static void try_words(const uint32_t *codes, size_t count, struct way *ways, size_t from)
{
    struct spot spot = {root, 0};
    bool single = false;
    for (int32_t size = 1; size <= WORD_MAX && from + (size_t)size <= count; size++) {
        if (root == NULL || !step(&spot, (UChar)codes[from + (size_t)size - 1]))
            break;
        const int32_t cost = cost_at(&spot);
        if (cost >= 0)
            try_word(ways, from, size, cost);
        single = single || (cost >= 0 && size == 1);
    }
    if (!single)
        try_word(ways, from, 1, COST_UNKNOWN);
}

enum status unicode_word_begins(struct arena *scratch, const uint32_t *codes, size_t count, bool *ret_begins)
{
    struct way *ways = ARENA_NEW_ARRAY(scratch, count + 1, struct way);
    if (ways == NULL)
        return NO_MEMORY;
    if (!opened)
        open_dictionary();
    for (size_t from = 0; from < count;) {
        size_t end = from;
        while (end < count && is_first_han(codes[end]))
            end++;
        ways[from] = (struct way){0, 0};
        for (size_t i = from; i < end; i++) {
            ret_begins[i] = false;
            try_words(&codes[from], end - from, &ways[from], i - from);
        }
        for (size_t i = end; i > from; i -= (size_t)ways[i].size)
            ret_begins[i - (size_t)ways[i].size] = true;
        if (end == from)
            ret_begins[end++] = true;
        from = end;
    }
    return OK;
}
