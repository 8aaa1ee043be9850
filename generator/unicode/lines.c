/*
 * Where a line may end, after UAX #14 tailored for Chinese.
 *
 * ICU wants UTF-16.  The iterator is opened at first use and kept, since opening costs more than a page of
 * text.
 */
#include "unicode/unicode_int.h"

#include <unicode/ubrk.h>

static UBreakIterator *iterator;

enum status unicode_line_ends(struct arena *scratch, const uint32_t *codes, size_t count, bool *ret_ends)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar *units = ARENA_NEW_ARRAY(scratch, 2 * count + 1, UChar);
    if (units == NULL)
        return NO_MEMORY;
    int32_t filled = 0;
    for (size_t i = 0; i < count; i++)
        U16_APPEND_UNSAFE(units, filled, codes[i]);
    if (iterator == NULL)
        iterator = ubrk_open(UBRK_LINE, "zh@lb=strict", NULL, 0, &error);
    if (U_SUCCESS(error))
        ubrk_setText(iterator, units, filled, &error);
    if (U_FAILURE(error)) /* the data is part of the library: what can fail is memory */
        return NO_MEMORY;
    int32_t at = 0, boundary = ubrk_first(iterator);
    for (size_t i = 0; i < count; i++) {
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
    keys_close();
}
