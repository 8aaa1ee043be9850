/* For tests of pictures: PNG files made byte by byte.  Include cmocka first. */
#ifndef CHENGWEN_TESTS_PNG_FILES_H
#define CHENGWEN_TESTS_PNG_FILES_H

#include <string.h>

#include "picture/picture.h"

enum { GRAY = 0, RGB = 2, PALETTE = 3, GRAY_ALPHA = 4, RGB_ALPHA = 6 };

struct file {
    unsigned char bytes[1000];
    size_t len;
};

static inline void put(struct file *file, const void *bytes, size_t len)
{
    assert_true(file->len + len <= sizeof file->bytes);
    memcpy(file->bytes + file->len, bytes, len);
    file->len += len;
}

static inline void put_number(struct file *file, uint32_t number)
{
    const unsigned char bytes[4] = {(unsigned char)(number >> 24), (unsigned char)(number >> 16),
                                    (unsigned char)(number >> 8), (unsigned char)number};
    put(file, bytes, sizeof bytes);
}

static inline uint32_t crc_of(const unsigned char *bytes, size_t len)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < len; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

static inline void put_chunk(struct file *file, const char *name, const void *bytes, size_t len)
{
    put_number(file, (uint32_t)len);
    size_t from = file->len;
    put(file, name, 4);
    put(file, bytes, len);
    put_number(file, crc_of(file->bytes + from, file->len - from));
}

/* The bytes as a stream of zlib, not compressed. */
static inline size_t store(const void *bytes, size_t len, unsigned char *out, size_t size)
{
    const unsigned char *in = bytes;
    const unsigned char head[7] = {0x78,
                                   0x01,
                                   1,
                                   (unsigned char)len,
                                   (unsigned char)(len >> 8),
                                   (unsigned char)~len,
                                   (unsigned char)(~len >> 8)};
    uint32_t a = 1, b = 0;
    assert_true(len < 1 << 16 && sizeof head + len + 4 <= size);
    memcpy(out, head, sizeof head);
    memcpy(out + sizeof head, in, len);
    for (size_t i = 0; i < len; i++) {
        a = (a + in[i]) % 65521;
        b = (b + a) % 65521;
    }
    const unsigned char sum[4] = {(unsigned char)(b >> 8), (unsigned char)b, (unsigned char)(a >> 8),
                                  (unsigned char)a};
    memcpy(out + sizeof head + len, sum, sizeof sum);
    return sizeof head + len + sizeof sum;
}

struct look {
    unsigned char width, height, depth, color;
    const char *palette;
    size_t palette_len;
    const char *clear; /* tRNS */
    size_t clear_len;
    bool interlaced;
    const char *oddity; /* the name of an empty chunk before the pixels */
};

/* `rows`: as they stand in the file, each with its filter. */
static inline struct file png_of(const struct look *look, const void *rows, size_t len)
{
    struct file file = {.len = 0};
    const unsigned char head[13] = {0,           0, 0, look->width,     0, 0, 0, look->height, look->depth,
                                    look->color, 0, 0, look->interlaced};
    unsigned char work[500];
    size_t size = store(rows, len, work, sizeof work);
    put(&file, "\x89PNG\r\n\x1A\n", 8);
    put_chunk(&file, "IHDR", head, sizeof head);
    if (look->palette != NULL)
        put_chunk(&file, "PLTE", look->palette, look->palette_len);
    if (look->clear != NULL)
        put_chunk(&file, "tRNS", look->clear, look->clear_len);
    if (look->oddity != NULL)
        put_chunk(&file, look->oddity, "", 0);
    put_chunk(&file, "IDAT", work, size);
    put_chunk(&file, "IEND", "", 0);
    return file;
}

static inline struct picture_file picture_of(const struct file *file, int width, int height)
{
    return (struct picture_file){.format = PICTURE_PNG,
                                 .bytes = {(const char *)file->bytes, file->len},
                                 .width = width,
                                 .height = height,
                                 .path = STR("a.png")};
}

#define ROWS(...) (const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__})

#endif
