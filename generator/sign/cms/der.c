/*
 * DER, put together from the inside out: every value is text in the arena, made of its parts.
 */
#include "sign/cms/cms_int.h"

#include <assert.h>
#include <openssl/objects.h>

enum { LENGTH_MAX = 5 };

/* The length, as few bytes as it takes. */
static size_t write_length(size_t len, unsigned char bytes[LENGTH_MAX])
{
    size_t count = 0;
    if (len < 0x80) {
        bytes[0] = (unsigned char)len;
        return 1;
    }
    assert(len <= UINT32_MAX);
    for (size_t rest = len; rest > 0 && count < LENGTH_MAX - 1; rest >>= 8)
        count++;
    bytes[0] = (unsigned char)(0x80 | count);
    for (size_t i = 0; i < count; i++)
        bytes[1 + i] = (unsigned char)(len >> 8 * (count - 1 - i));
    return 1 + count;
}

struct str der_make(struct arena *arena, unsigned char tag, const struct str *parts, size_t count)
{
    unsigned char written[LENGTH_MAX];
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].ptr == NULL)
            return (struct str){NULL, 0};
        len += parts[i].len;
    }
    const size_t head = write_length(len, written);
    char *bytes = arena_alloc(arena, 1 + head + len);
    if (bytes == NULL)
        return (struct str){NULL, 0};
    bytes[0] = (char)tag;
    memcpy(bytes + 1, written, head);
    char *at = bytes + 1 + head;
    for (size_t i = 0; i < count; at += parts[i++].len)
        memcpy(at, parts[i].ptr, parts[i].len);
    return (struct str){bytes, 1 + head + len};
}

struct str der_set(struct arena *arena, unsigned char tag, struct str *parts, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct str part = parts[i];
        size_t at = i;
        for (; at > 0 && str_compare(parts[at - 1], part) > 0; at--)
            parts[at] = parts[at - 1];
        parts[at] = part;
    }
    return der_make(arena, tag, parts, count);
}

struct str der_take(struct arena *arena, unsigned char *bytes, int size)
{
    const struct str der =
        size > 0 ? arena_copy(arena, (struct str){(char *)bytes, (size_t)size}) : (struct str){NULL, 0};
    OPENSSL_free(bytes);
    return der;
}

struct str der_oid(struct arena *arena, int nid)
{
    unsigned char *bytes = NULL;
    const int size = i2d_ASN1_OBJECT(OBJ_nid2obj(nid), &bytes);
    return der_take(arena, bytes, size);
}

struct str der_small(struct arena *arena, unsigned char value)
{
    const struct str byte = {(const char *)&value, 1};
    return DER(arena, DER_INTEGER, byte);
}

struct str der_null(void)
{
    return STR("\x05\x00");
}
