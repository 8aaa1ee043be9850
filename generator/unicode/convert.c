/*
 * Bytes of GB 18030, which holds GBK and GB 2312 -> UTF-8.
 *
 * Exactly: a byte that begins no character stops it, for what ICU would put there instead is a lost character.
 */
#include "unicode/unicode_int.h"

#include <unicode/ucnv.h>

static UConverter *open_converter(const char *name, UErrorCode *error)
{
    UConverter *converter = ucnv_open(name, error);
    if (converter != NULL)
        ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, error);
    return converter;
}

/* Into `room` bytes, which hold all that can come of it. */
static enum status convert(UConverter *from, UConverter *to, struct str bytes, struct str room,
                           struct str *ret_text, size_t *ret_fault)
{
    enum { PIVOT = 4096 };
    UChar pivot[PIVOT], *pivot_source = pivot, *pivot_target = pivot;
    char *target = (char *)room.ptr;
    const char *source = bytes.ptr;
    UErrorCode error = U_ZERO_ERROR;
    ucnv_convertEx(to, from, &target, room.ptr + room.len, &source, bytes.ptr + bytes.len, pivot,
                   &pivot_source, &pivot_target, pivot + PIVOT, true, true, &error);
    if (error == U_MEMORY_ALLOCATION_ERROR)
        return NO_MEMORY;
    *ret_text = (struct str){room.ptr, (size_t)(target - room.ptr)};
    *ret_fault = (size_t)(source - bytes.ptr);
    return U_SUCCESS(error) ? OK : FAILED;
}

enum status unicode_from_gb18030(struct arena *arena, struct str bytes, struct str *ret_text,
                                 size_t *ret_fault)
{
    enum { GROWTH = 2 /* two bytes become three at most */ };
    UErrorCode error = U_ZERO_ERROR;
    struct str room = {arena_alloc_bytes(arena, bytes.len * GROWTH + GROWTH), bytes.len * GROWTH + GROWTH};
    UConverter *from = open_converter("gb18030", &error), *to = open_converter("UTF-8", &error);
    enum status status = NO_MEMORY;
    if (room.ptr != NULL && U_SUCCESS(error))
        status = convert(from, to, bytes, room, ret_text, ret_fault);
    ucnv_close(from);
    ucnv_close(to);
    return status;
}
