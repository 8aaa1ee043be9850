/*
 * The head of a picture file: which of the two kinds it is, or which other one, how many pixels it has, and
 * whether it is whole.
 *
 * PNG is a row of chunks (length, name, data, checksum), IHDR first and IEND last; JPEG one of segments (FF,
 * code, length, data), coded pixels behind each SOS.  Both are walked to their end; what chunks and segments
 * hold is left to those who decode them, and to exif.c and profile.c.  JPEG: 8 bit, one or three components, sequential or progressive in
 * Huffman code.
 */
#include "picture/picture_int.h"
#include "picture/messages.def"

#include <string.h>

enum { CHUNK_LEAST = 12, IHDR_BYTES = 13, SEGMENT_FRAME_BYTES = 6 };
enum { SOF0 = 0xC0, SOF2 = 0xC2, DHT = 0xC4, JPG = 0xC8, DAC = 0xCC, SOF15 = 0xCF };
enum { SOI = 0xD8, SOS = 0xDA };

static const char png_signature[] = "\x89PNG\r\n\x1A\n";

static unsigned byte_at(struct str bytes, size_t at)
{
    return (unsigned char)bytes.ptr[at];
}

static size_t big_endian(struct str bytes, size_t at, size_t count)
{
    size_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value << 8 | byte_at(bytes, at + i);
    return value;
}

/* --- PNG --- */

static const struct message *png_size(struct str bytes, size_t size, struct picture_file *file)
{
    const size_t at = sizeof png_signature - 1 + 8;
    if (size != IHDR_BYTES)
        return MSG_PICTURE_HEAD;
    const size_t width = big_endian(bytes, at, 4), height = big_endian(bytes, at + 4, 4);
    if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX)
        return MSG_PICTURE_HEAD;
    file->width = (int)width;
    file->height = (int)height;
    return NULL;
}

static const struct message *png_head(struct str bytes, struct picture_file *file)
{
    const size_t first = sizeof png_signature - 1;
    for (size_t at = first; bytes.len - at >= CHUNK_LEAST;) {
        size_t size = big_endian(bytes, at, 4);
        const char *name = bytes.ptr + at + 4;
        if (size > bytes.len - at - CHUNK_LEAST)
            return MSG_PICTURE_CUT;
        if ((memcmp(name, "IHDR", 4) == 0) != (at == first))
            return MSG_PICTURE_HEAD;
        const struct message *fault = at == first ? png_size(bytes, size, file) : NULL;
        if (fault != NULL)
            return fault;
        at += CHUNK_LEAST + size;
        if (memcmp(name, "IEND", 4) == 0) {
            file->bytes = str_slice(bytes, 0, at);
            return NULL;
        }
    }
    return MSG_PICTURE_CUT;
}

/* --- JPEG --- */

/* A frame's head; `at`: behind its length. */
static const struct message *jpeg_frame(struct str bytes, size_t at, unsigned code, struct picture_file *file)
{
    size_t size = big_endian(bytes, at - 2, 2) - 2;
    if (code > SOF2)
        return MSG_PICTURE_CODING;
    if (size < SEGMENT_FRAME_BYTES || file->width != 0)
        return MSG_PICTURE_HEAD;
    unsigned components = byte_at(bytes, at + 5);
    if (byte_at(bytes, at) != 8)
        return MSG_PICTURE_DEPTH;
    if (components == 4)
        return MSG_PICTURE_CMYK;
    if ((components != 1 && components != 3) || size != SEGMENT_FRAME_BYTES + 3 * (size_t)components)
        return MSG_PICTURE_HEAD;
    file->height = (int)big_endian(bytes, at + 1, 2);
    file->width = (int)big_endian(bytes, at + 3, 2);
    file->gray = components == 1;
    file->progressive = code == SOF2;
    file->plain_rgb = components == 3 && byte_at(bytes, at + 6) == 'R' && byte_at(bytes, at + 9) == 'G' &&
                      byte_at(bytes, at + 12) == 'B';
    return file->width == 0 || file->height == 0 ? MSG_PICTURE_HEAD : NULL;
}

/* The segment with this code, *at its size; moves *at behind it. */
static const struct message *jpeg_segment(struct str bytes, unsigned code, size_t *at,
                                          struct picture_file *file)
{
    bool frame = code >= SOF0 && code <= SOF15 && code != DHT && code != JPG && code != DAC;
    const struct message *fault = NULL;
    if (bytes.len - *at < 2)
        return MSG_PICTURE_CUT;
    size_t size = big_endian(bytes, *at, 2);
    if (size < 2)
        return MSG_PICTURE_HEAD;
    if (size > bytes.len - *at)
        return MSG_PICTURE_CUT;
    if (frame)
        fault = jpeg_frame(bytes, *at + 2, code, file);
    else if (code == SOS && file->width == 0)
        fault = MSG_PICTURE_HEAD;
    file->bare = file->bare && picture_segment_stays(code, str_slice(bytes, *at + 2, *at + size), false);
    *at += size;
    if (code != SOS)
        return fault;
    file->scans++;
    *at = picture_scan_end(bytes, *at);
    return fault;
}

static const struct message *jpeg_head(struct str bytes, struct picture_file *file)
{
    const struct message *fault = NULL;
    bool scanned = false;
    for (size_t at = 2; fault == NULL;) {
        if (at < bytes.len && byte_at(bytes, at) != 0xFF)
            return MSG_PICTURE_HEAD;
        while (at < bytes.len && byte_at(bytes, at) == 0xFF)
            at++;
        if (at == bytes.len)
            return MSG_PICTURE_CUT;
        unsigned code = byte_at(bytes, at++);
        if (code == JPEG_EOI) {
            file->bytes = str_slice(bytes, 0, at);
            return scanned ? NULL : MSG_PICTURE_HEAD;
        }
        if (code == 0 || code == SOI)
            return MSG_PICTURE_HEAD;
        if (code == JPEG_TEM || (code >= JPEG_RST0 && code <= JPEG_RST7))
            continue;
        fault = jpeg_segment(bytes, code, &at, file);
        scanned = scanned || code == SOS;
    }
    return fault;
}

/* --- what else it may be --- */

static bool has_at(struct str bytes, size_t at, const char *mark, size_t len)
{
    return bytes.len >= at + len && memcmp(bytes.ptr + at, mark, len) == 0;
}

/* Longer marks of a format before shorter ones of another. */
static const struct message *other_format(struct str bytes)
{
    static const struct {
        size_t at, len;
        const char *mark;
        const struct message *message;
    } formats[] = {{4, 8, "ftypavif", MSG_PICTURE_AVIF},    {4, 8, "ftypavis", MSG_PICTURE_AVIF},
                   {4, 4, "ftyp", MSG_PICTURE_HEIC},        {8, 4, "WEBP", MSG_PICTURE_WEBP},
                   {0, 4, "GIF8", MSG_PICTURE_GIF},         {0, 4, "II*\0", MSG_PICTURE_TIFF},
                   {0, 4, "MM\0*", MSG_PICTURE_TIFF},       {0, 4, "II+\0", MSG_PICTURE_TIFF},
                   {0, 4, "MM\0+", MSG_PICTURE_TIFF},       {0, 2, "BM", MSG_PICTURE_BMP},
                   {4, 4, "jP  ", MSG_PICTURE_JPEG_2000},   {0, 4, "\xFF\x4F\xFF\x51", MSG_PICTURE_JPEG_2000},
                   {0, 2, "\xFF\x0A", MSG_PICTURE_JPEG_XL}, {4, 4, "JXL ", MSG_PICTURE_JPEG_XL},
                   {0, 4, "8BPS", MSG_PICTURE_PSD},         {0, 5, "%PDF-", MSG_PICTURE_PDF},
                   {0, 4, "<svg", MSG_PICTURE_SVG},         {0, 5, "<?xml", MSG_PICTURE_SVG}};
    if (bytes.len == 0)
        return MSG_PICTURE_EMPTY;
    for (size_t i = 0; i < ARRAY_COUNT(formats); i++)
        if (has_at(bytes, formats[i].at, formats[i].mark, formats[i].len))
            return formats[i].message;
    return MSG_PICTURE_OTHER;
}

const struct message *picture_head(struct str bytes, struct picture_file *file)
{
    file->width = file->height = file->scans = 0;
    file->gray = file->plain_rgb = file->progressive = file->located = false;
    file->bare = true;
    file->turn = 0;
    if (str_starts(bytes, png_signature)) {
        file->format = PICTURE_PNG;
        return png_head(bytes, file);
    }
    if (str_starts(bytes, "\xFF\xD8\xFF")) {
        file->format = PICTURE_JPEG;
        return jpeg_head(bytes, file);
    }
    return other_format(bytes);
}
