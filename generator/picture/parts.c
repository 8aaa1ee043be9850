/*
 * The parts of a file whose head is known: the segments of a JPEG, with the coded pixels between them, and the
 * chunks of a PNG.  That all lengths fit was proved when the head was read (head.c).
 */
#include "picture/picture_int.h"

#include <string.h>

enum { SIGNATURE = 8 };

uint32_t picture_number(struct str bytes, size_t at, size_t count, bool little)
{
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value << 8 | (unsigned char)bytes.ptr[at + (little ? count - 1 - i : i)];
    return value;
}

static bool next_chunk(struct str bytes, size_t *at, struct picture_part *part)
{
    const size_t from = *at > 0 ? *at : SIGNATURE;
    if (from >= bytes.len)
        return false;
    const size_t size = picture_number(bytes, from, 4, false);
    *at = from + PNG_CHUNK_FRAME + size;
    part->whole = str_slice(bytes, from, *at);
    part->name = str_slice(bytes, from + 4, from + 8);
    part->data = str_slice(bytes, from + 8, from + 8 + size);
    part->code = 0;
    return true;
}

size_t picture_scan_end(struct str bytes, size_t at)
{
    while (at + 1 < bytes.len) {
        const char *found = memchr(bytes.ptr + at, 0xFF, bytes.len - 1 - at);
        if (found == NULL)
            break;
        at = (size_t)(found - bytes.ptr);
        const unsigned code = (unsigned char)bytes.ptr[at + 1];
        if (code != 0 && code != 0xFF && (code < JPEG_RST0 || code > JPEG_RST7))
            return at;
        at++;
    }
    return bytes.len;
}

static bool stands_alone(unsigned code)
{
    return code == JPEG_TEM || (code >= JPEG_RST0 && code <= JPEG_EOI);
}

static bool next_segment(struct str bytes, size_t *at, struct picture_part *part)
{
    const size_t from = *at;
    size_t to = from;
    *part = (struct picture_part){.data = STR(""), .name = STR("")};
    if (from >= bytes.len)
        return false;
    while (to < bytes.len && (unsigned char)bytes.ptr[to] == 0xFF)
        to++;
    const unsigned code = to < bytes.len ? (unsigned char)bytes.ptr[to++] : JPEG_EOI;
    if (!stands_alone(code)) {
        const size_t size = picture_number(bytes, to, 2, false);
        part->data = str_slice(bytes, to + 2, to + size);
        part->code = code;
        to = code == JPEG_SOS ? picture_scan_end(bytes, to + size) : to + size;
    }
    part->whole = str_slice(bytes, from, to);
    *at = to;
    return true;
}

/* JFIF with a preview is left out with it. */
bool picture_segment_stays(unsigned code, struct str data, bool alone)
{
    enum { JFIF_BYTES = 14 };
    if (code == JPEG_APP0)
        return data.len == JFIF_BYTES && memcmp(data.ptr, "JFIF", 5) == 0;
    if (code == JPEG_APP14)
        return str_starts(data, "Adobe");
    if (code == JPEG_APP2)
        return alone && data.len >= 12 && memcmp(data.ptr, "ICC_PROFILE", 12) == 0;
    return (code < JPEG_APP0 || code > JPEG_APP15) && code != JPEG_COM;
}

bool picture_part_next(enum picture_format format, struct str bytes, size_t *at, struct picture_part *part)
{
    return format == PICTURE_PNG ? next_chunk(bytes, at, part) : next_segment(bytes, at, part);
}
