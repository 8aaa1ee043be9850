/* Strings (borrowed bytes) and UTF-8.  Texts were checked by reader, so that decoding cannot fail. */
#include "base/base.h"

#include <limits.h>
#include <string.h>

struct str str_of(const char *text)
{
    return (struct str){text, strlen(text)};
}

/* Mostly the first byte tells: no length is taken before. */
bool str_is(struct str a, const char *text)
{
    for (size_t i = 0; i < a.len; i++)
        if (text[i] != a.ptr[i] || text[i] == '\0')
            return false;
    return text[a.len] == '\0';
}

int str_compare(struct str a, struct str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter > 0 ? memcmp(a.ptr, b.ptr, shorter) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str text, const char *prefix)
{
    size_t i = 0;
    while (prefix[i] != '\0' && i < text.len && text.ptr[i] == prefix[i])
        i++;
    return prefix[i] == '\0';
}

bool str_ends(struct str text, const char *end)
{
    size_t len = strlen(end);
    return text.len >= len && memcmp(text.ptr + text.len - len, end, len) == 0;
}

bool str_holds(struct str text, const char *part)
{
    return text.len > 0 && memmem(text.ptr, text.len, part, strlen(part)) != NULL;
}

struct str str_trim(struct str text)
{
    while (text.len > 0 && char_is_white(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && char_is_white(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

uint32_t utf8_next_of_two_or_four(struct str text, size_t *offset)
{
    const unsigned char *p = (const unsigned char *)text.ptr + *offset;
    size_t left = text.len - *offset;
    if (p[0] < 0xE0 || left < 3) {
        *offset += 2;
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    }
    if (p[0] < 0xF0 || left < 4) {
        *offset += 3;
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    *offset += 4;
    return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

size_t utf8_encode(uint32_t code, char bytes[4])
{
    static const uint32_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    const size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(leads[len] | code);
    return len;
}

size_t utf8_count(struct str text)
{
    const uint64_t ones = UINT64_MAX / UCHAR_MAX; /* 1 in each byte */
    size_t count = text.len, at = 0;
    for (; at + sizeof(uint64_t) <= text.len; at += sizeof(uint64_t)) { /* bytes inside characters: 10…… */
        uint64_t eight;
        memcpy(&eight, text.ptr + at, sizeof eight);
        count -= ((eight >> 7 & ~(eight >> 6) & ones) * ones) >> 56;
    }
    for (; at < text.len; at++)
        count -= ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
    return count;
}

uint64_t str_hash(struct str text)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * 1099511628211u;
    return hash;
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

bool digits_parse(struct str text, size_t most, int64_t *ret_value)
{
    int64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || i == most)
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, text.ptr[i] - '0', &value))
            return false;
    }
    *ret_value = value;
    return text.len > 0;
}
