/*
 * Where a line may end, after UAX #14 tailored for Chinese.
 *
 * ICU wants UTF-16.  It is not asked of Han characters between two others: a line may end before and behind each,
 * whatever stands further off (LB 31), and what follows them sees a Han character before it all the same.  Nor is it
 * asked of a number alone, which is one piece (LB 25) and all that most cells have.  The iterator is opened at first
 * use and kept, since opening costs more than a page of text.
 */
#include "unicode/unicode_int.h"

#include <unicode/ubrk.h>

static UBreakIterator *iterator;

static bool is_inner(const uint32_t *codes, size_t count, size_t i)
{
    return is_first_han(codes[i]) && i > 0 && is_first_han(codes[i - 1]) && i + 1 < count &&
           is_first_han(codes[i + 1]);
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

enum status unicode_line_ends(struct arena *scratch, const uint32_t *codes, size_t count, bool *ret_ends)
{
    if (is_number(codes, count)) {
        for (size_t i = 0; i < count; i++)
            ret_ends[i] = i == 0;
        return OK;
    }
    UErrorCode error = U_ZERO_ERROR;
    UChar *units = ARENA_NEW_ARRAY(scratch, 2 * count + 1, UChar);
    if (units == NULL)
        return NO_MEMORY;
    int32_t filled = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_inner(codes, count, i))
            U16_APPEND_UNSAFE(units, filled, codes[i]);
    if (iterator == NULL)
        iterator = ubrk_open(UBRK_LINE, "zh@lb=strict", NULL, 0, &error);
    if (U_SUCCESS(error))
        ubrk_setText(iterator, units, filled, &error);
    if (U_FAILURE(error)) /* the data is part of the library: what can fail is memory */
        return NO_MEMORY;
    int32_t at = 0, boundary = ubrk_first(iterator);
    for (size_t i = 0; i < count; i++) {
        ret_ends[i] = true;
        if (is_inner(codes, count, i))
            continue;
        while (boundary != UBRK_DONE && boundary < at)
            boundary = ubrk_next(iterator);
        ret_ends[i] = boundary == at;
        at += U16_LENGTH(codes[i]);
    }
    return OK;
}

void unicode_close(void)
{
    if (iterator != NULL)
        ubrk_close(iterator);
    iterator = NULL;
    words_close();
    keys_close();
    order_close();
}
