/*
 * Where ICU would end a line: UAX #14 tailored for Chinese, strict, over the whole paragraph.
 *
 * The paragraph goes to ICU as UTF-16, one base character an atom: attached marks change nothing, boxes count
 * as a Han character, forced line ends as a separator.  The iterator is opened at first use and kept, since
 * opening costs more than a page of text; text_close() gives it back.
 */
#include <unicode/ubrk.h>

#include "text/text_int.h"

static UBreakIterator *iterator;

void text_close(void)
{
    if (iterator != NULL)
        ubrk_close(iterator);
    iterator = NULL;
    text_hyphen_close();
}

static uint32_t code_for_icu(const struct text_atom *atom)
{
    if (atom->class == CLASS_BLANK || atom->class == CLASS_TAB)
        return 0x4e00;
    if (atom->class == CLASS_FORCED)
        return 0x2028;
    return atom->class == CLASS_SPACE && atom->code < 0x20 ? ' ' : atom->code;
}

static int32_t utf16_fill(const struct text_paragraph *paragraph, UChar *units)
{
    int32_t count = 0;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        uint32_t code = code_for_icu(&paragraph->atoms[i]);
        if (code < 0x10000) {
            units[count++] = (UChar)code;
        } else {
            units[count++] = (UChar)(0xd7c0 + (code >> 10));
            units[count++] = (UChar)(0xdc00 + (code & 0x3ff));
        }
    }
    return count;
}

enum status text_candidates_find(const struct text_paragraph *paragraph, struct arena *scratch,
                                 bool *candidates)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar *units = ARENA_NEW_ARRAY(scratch, 2 * paragraph->atom_count + 1, UChar);
    if (units == NULL)
        return NO_MEMORY;
    int32_t count = utf16_fill(paragraph, units);
    if (iterator == NULL)
        iterator = ubrk_open(UBRK_LINE, "zh@lb=strict", NULL, 0, &error);
    if (U_SUCCESS(error))
        ubrk_setText(iterator, units, count, &error);
    if (U_FAILURE(error)) /* the data is part of the library: what can fail is memory */
        return NO_MEMORY;
    int32_t at = 0, boundary = ubrk_first(iterator);
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        while (boundary != UBRK_DONE && boundary < at)
            boundary = ubrk_next(iterator);
        candidates[i] = boundary == at;
        at += code_for_icu(&paragraph->atoms[i]) < 0x10000 ? 1 : 2;
    }
    return OK;
}
