/* Growing bytes with a mandatory maximum.  Failure is sticky: add freely, check buf_status at the end. */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

void buf_clear(struct buf *buf)
{
    base_free(buf->ptr);
    *buf = (struct buf){.max = buf->max};
}

void buf_shift(struct buf *buf, size_t count)
{
    memmove(buf->ptr, buf->ptr + count, buf->len - count + 1);
    buf->len -= count;
    buf->max -= count;
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
    buf->failed = buf->failed && !buf->full;
    buf->full = false;
    if (buf->ptr != NULL)
        buf->ptr[0] = '\0';
}

bool buf_reserve(struct buf *buf, size_t len)
{
    buf->full = buf->full || (!buf->failed && len > buf->max - buf->len);
    buf->failed = buf->failed || buf->full;
    if (buf->failed)
        return false;
    if (len < buf->capacity - buf->len)
        return true;
    size_t capacity = buf->capacity < 64 ? 64 : buf->capacity;
    while (capacity < buf->len + len + 1)
        capacity *= 2;
    capacity = capacity > buf->max ? buf->max + 1 : capacity;
    char *larger = base_realloc(buf->ptr, capacity);
    if (larger == NULL) {
        buf->failed = true;
        return false;
    }
    buf->ptr = larger;
    buf->capacity = capacity;
    return true;
}

void buf_add_str(struct buf *buf, struct str text)
{
    buf_add(buf, text.ptr, text.len);
}

void buf_add_xml(struct buf *out, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const char *entity = c == '&'   ? "&amp;"
                             : c == '<' ? "&lt;"
                             : c == '>' ? "&gt;"
                             : c == '"' ? "&quot;"
                                        : NULL;
        if (entity == NULL)
            continue;
        buf_add(out, text.ptr + from, i - from);
        buf_add_text(out, entity);
        from = i + 1;
    }
    buf_add(out, text.ptr + from, text.len - from);
}

void buf_add_url(struct buf *out, struct str path)
{
    for (size_t i = 0; i < path.len; i++) {
        const unsigned char c = (unsigned char)path.ptr[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
        if (plain)
            buf_add_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

/* At once where there is room, else when it was made. */
void buf_printf(struct buf *buf, const char *format, ...)
{
    const size_t room = buf->failed ? 0 : buf->capacity - buf->len;
    va_list args;
    va_start(args, format);
    int len = vsnprintf(room > 0 ? buf->ptr + buf->len : NULL, room, format, args);
    va_end(args);
    if (len < 0 || !buf_reserve(buf, (size_t)len)) {
        if (room > 0)
            buf->ptr[buf->len] = '\0';
        buf->failed = true;
        return;
    }
    if ((size_t)len >= room) {
        va_start(args, format);
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, args);
        va_end(args);
    }
    buf->len += (size_t)len;
}

void buf_add_thousandths(struct buf *buf, int64_t value)
{
    int64_t size = value < 0 ? -value : value, part = size % 1000;
    int digits = 3;
    buf_printf(buf, "%s%lld", value < 0 ? "-" : "", (long long)(size / 1000));
    for (; digits > 0 && part % 10 == 0; digits--)
        part /= 10;
    if (digits > 0)
        buf_printf(buf, ".%0*lld", digits, (long long)part);
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->ptr != NULL ? buf->ptr : "", buf->len};
}

enum status buf_status(const struct buf *buf)
{
    return buf->full ? FAILED : buf->failed ? NO_MEMORY : OK;
}

enum status buf_keep(struct buf *buf, struct arena *arena, struct str *ret_text)
{
    enum status status = buf_status(buf);
    if (status == OK) {
        *ret_text = arena_copy(arena, buf_str(buf));
        status = ret_text->ptr == NULL ? NO_MEMORY : OK;
    }
    buf_clear(buf);
    return status;
}

void buf_drop_line_end_marks(struct buf *text)
{
    const struct str rest = buf_str(text);
    size_t len = 0;
    for (size_t offset = 0; offset < rest.len;) {
        const uint32_t code = utf8_next(rest, &offset);
        if (code != 0x200B && code != 0xAD)
            len += utf8_encode(code, text->ptr + len);
    }
    text->len = len;
}
