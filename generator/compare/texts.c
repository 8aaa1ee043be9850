/*
 * Two texts, word by word.  A word is one of the dictionary's where it is Han, a figure with its points and commas
 * (2,690,000.00), a word of Latin letters, else one character with the marks on it.
 */
#include "compare/compare_int.h"
#include "unicode/unicode.h"

#include <stdlib.h>

struct words_of {
    struct str text;
    struct str *items;
    uint32_t *numbers, *lengths; /* lengths: in characters */
    size_t count;
};

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_latin(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0x24F);
}

/* Of a figure written in Han: 二〇二五, 贰佰陆拾玖万. */
static bool is_han_digit(uint32_t code)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
                                      0x4E03, 0x516B, 0x4E5D, 0x5341, 0x767E, 0x5343, 0x4E07,
                                      0x4EBF, 0x96F6, 0x58F9, 0x8D30, 0x53C1, 0x8086, 0x4F0D,
                                      0x9646, 0x67D2, 0x634C, 0x7396, 0x62FE, 0x4F70, 0x4EDF};
    for (size_t i = 0; i < ARRAY_COUNT(digits); i++)
        if (digits[i] == code)
            return true;
    return false;
}

/* Does the character at i belong to the word before it? */
static bool goes_on(const uint32_t *codes, size_t count, size_t i, bool begins)
{
    const uint32_t code = codes[i], before = codes[i - 1];
    const bool is_point = code == '.' || code == ',', was_point = before == '.' || before == ',';
    if (unicode_is_combining(code))
        return true;
    if (is_han_digit(code) || is_han_digit(before))
        return is_han_digit(code) && is_han_digit(before);
    if (!begins)
        return true;
    if (is_digit(code))
        return is_digit(before) || (was_point && i > 1 && is_digit(codes[i - 2]));
    if (is_point)
        return is_digit(before) && i + 1 < count && is_digit(codes[i + 1]);
    return is_latin(code) && is_latin(before);
}

static enum status add_word(struct work *work, struct words_of *words, size_t from, size_t to,
                            uint32_t characters)
{
    const size_t at = words->count++;
    words->items[at] = str_slice(words->text, from, to);
    words->lengths[at] = characters;
    return work_name(work, words->items[at], &words->numbers[at]);
}

static enum status cut_words(struct work *work, struct words_of *words, const uint32_t *codes,
                             const bool *begins, size_t count)
{
    enum status status = OK;
    size_t from = 0, at = 0;
    uint32_t characters = 0;
    for (size_t i = 0; i < count && status == OK; i++) {
        const size_t before = at;
        (void)utf8_next(words->text, &at);
        if (i > 0 && !goes_on(codes, count, i, begins[i])) {
            status = add_word(work, words, from, before, characters);
            from = before;
            characters = 0;
        }
        characters++;
    }
    return status == OK && count > 0 ? add_word(work, words, from, at, characters) : status;
}

static enum status words_make(struct work *work, struct str text, struct words_of *ret_words)
{
    const size_t count = utf8_count(text);
    uint32_t *codes = ARENA_NEW_ARRAY(work->scratch, count + 1, uint32_t);
    bool *begins = ARENA_NEW_ARRAY(work->scratch, count + 1, bool);
    struct words_of words = {.text = text,
                             .items = ARENA_NEW_ARRAY(work->arena, count + 1, struct str),
                             .numbers = ARENA_NEW_ARRAY(work->arena, count + 1, uint32_t),
                             .lengths = ARENA_NEW_ARRAY(work->arena, count + 1, uint32_t)};
    if (codes == NULL || begins == NULL || words.items == NULL || words.numbers == NULL ||
        words.lengths == NULL)
        return NO_MEMORY;
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        codes[i] = utf8_next(text, &at);
    enum status status = unicode_word_begins(work->scratch, codes, count, begins);
    if (status == OK)
        status = cut_words(work, &words, codes, begins, count);
    arena_reset(work->scratch);
    *ret_words = words;
    return status;
}

/* A stretch that goes on is made longer. */
static enum status add_stretch(struct arena *arena, struct marked *marked, enum mark mark, struct str text)
{
    struct stretch *last = marked->count > 0 ? &marked->items[marked->count - 1] : NULL;
    if (last != NULL && last->mark == mark && last->text.ptr + last->text.len == text.ptr) {
        last->text.len += text.len;
        return OK;
    }
    return ARENA_APPEND(arena, marked->items, marked->count, marked->capacity,
                        &((struct stretch){mark, text}));
}

enum status texts_compare(struct work *work, struct str old, struct str now, struct marked *ret_marked)
{
    struct words_of before, after;
    struct marked marked = {0};
    enum status status = words_make(work, old, &before);
    if (status == OK)
        status = words_make(work, now, &after);
    int64_t *partners = status == OK ? ARENA_NEW_ARRAY(work->arena, before.count + 1, int64_t) : NULL;
    if (status == OK && partners == NULL)
        status = NO_MEMORY;
    if (status == OK)
        status = align_equal(work, (struct sequence){before.numbers, before.count},
                             (struct sequence){after.numbers, after.count}, before.lengths, partners);
    size_t j = 0;
    for (size_t i = 0; status == OK && i < before.count; i++) {
        const bool same = partners[i] >= 0;
        for (; same && j < (size_t)partners[i] && status == OK; j++)
            status = add_stretch(work->arena, &marked, STRETCH_ADDED, after.items[j]);
        if (status == OK)
            status =
                add_stretch(work->arena, &marked, same ? STRETCH_SAME : STRETCH_DROPPED, before.items[i]);
        j += same ? 1 : 0;
    }
    for (; status == OK && j < after.count; j++)
        status = add_stretch(work->arena, &marked, STRETCH_ADDED, after.items[j]);
    *ret_marked = marked;
    return status;
}

/* --- likeness --- */

static int compare_grams(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

void grams_sort(struct grams *grams)
{
    qsort(grams->items, grams->count, sizeof *grams->items, compare_grams);
}

enum status grams_make(struct arena *arena, struct str text, struct grams *ret_grams)
{
    struct grams grams = {.items = ARENA_NEW_ARRAY(arena, text.len + 1, uint64_t)};
    if (grams.items == NULL)
        return NO_MEMORY;
    uint32_t before = 0;
    for (size_t at = 0; at < text.len;) {
        const uint32_t code = utf8_next(text, &at);
        if (before != 0 || at == text.len)
            grams.items[grams.count++] = (uint64_t)before << 32 | code;
        before = code;
    }
    grams_sort(&grams);
    *ret_grams = grams;
    return OK;
}

uint32_t grams_alike(const struct grams *a, const struct grams *b)
{
    size_t i = 0, j = 0, both = 0;
    while (i < a->count && j < b->count) {
        const uint64_t x = a->items[i], y = b->items[j];
        both += x == y ? 1 : 0;
        i += x <= y ? 1 : 0;
        j += y <= x ? 1 : 0;
    }
    const size_t all = a->count + b->count;
    return all == 0 ? 1000 : (uint32_t)(2000 * both / all);
}
