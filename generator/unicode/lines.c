/*
 * Where a line may end, after UAX #14 tailored for Chinese, and where words begin among Han, after UAX #29 with ICU's
 * dictionary.
 *
 * ICU wants UTF-16.  It is not asked of Han characters between two others: a line may end before and behind each,
 * whatever stands further off (LB 31), and what follows them sees a Han character before it all the same.  Nor is it
 * asked of a number alone, which is one piece (LB 25) and all that most cells have.  The iterators are opened at first
 * use and kept, since opening costs more than a page of text; the dictionary is part of ICU's data, no file.
 */
#include "unicode/unicode_int.h"

#include <unicode/ubrk.h>

static UBreakIterator *line_iterator, *word_iterator;

static bool is_han(uint32_t code)
{
    return code >= 0x4E00 && code <= 0x9FFF;
}

static bool is_inner(const uint32_t *codes, size_t count, size_t i)
{
    return is_han(codes[i]) && i > 0 && is_han(codes[i - 1]) && i + 1 < count && is_han(codes[i + 1]);
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_number(const uint32_t *codes, size_t count)
{
    size_t i = 0;
    if (count == 0 || !is_digit(codes[0]))
        return false;
    while (i < count && (is_digit(codes[i]) || codes[i] == '.'))
        i++;
    return i == count;
}

/* Opens it at first use, and gives it the text.  false: no memory; the data is part of the library. */
static bool iterator_set(UBreakIterator **iterator, UBreakIteratorType type, const char *locale,
                         const UChar *units, int32_t count)
{
    UErrorCode error = U_ZERO_ERROR;
    if (*iterator == NULL)
        *iterator = ubrk_open(type, locale, NULL, 0, &error);
    if (U_SUCCESS(error))
        ubrk_setText(*iterator, units, count, &error);
    return U_SUCCESS(error);
}

enum status unicode_line_ends(struct arena *scratch, const uint32_t *codes, size_t count, bool *ret_ends)
{
    if (is_number(codes, count)) {
        for (size_t i = 0; i < count; i++)
            ret_ends[i] = i == 0;
        return OK;
    }
    UChar *units = ARENA_NEW_ARRAY(scratch, 2 * count + 1, UChar);
    if (units == NULL)
        return NO_MEMORY;
    int32_t filled = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_inner(codes, count, i))
            U16_APPEND_UNSAFE(units, filled, codes[i]);
    if (!iterator_set(&line_iterator, UBRK_LINE, "zh@lb=strict", units, filled))
        return NO_MEMORY;
    int32_t at = 0, boundary = ubrk_first(line_iterator);
    for (size_t i = 0; i < count; i++) {
        ret_ends[i] = true;
        if (is_inner(codes, count, i))
            continue;
        while (boundary != UBRK_DONE && boundary < at)
            boundary = ubrk_next(line_iterator);
        ret_ends[i] = boundary == at;
        at += U16_LENGTH(codes[i]);
    }
    return OK;
}

enum status unicode_word_begins(struct arena *scratch, const uint32_t *codes, size_t count, bool *ret_begins)
{
    UChar *units = ARENA_NEW_ARRAY(scratch, count + 1, UChar);
    if (units == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        units[i] = is_han(codes[i]) ? (UChar)codes[i] : ' ';
    if (!iterator_set(&word_iterator, UBRK_WORD, "zh", units, (int32_t)count))
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        ret_begins[i] = !is_han(codes[i]);
    for (int32_t at = ubrk_first(word_iterator); at != UBRK_DONE; at = ubrk_next(word_iterator))
        if ((size_t)at < count)
            ret_begins[at] = true;
    return OK;
}

void unicode_close(void)
{
    if (line_iterator != NULL)
        ubrk_close(line_iterator);
    if (word_iterator != NULL)
        ubrk_close(word_iterator);
    line_iterator = word_iterator = NULL;
    keys_close();
}
