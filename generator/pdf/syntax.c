/*
 * PDF syntax: numbers, strings, names and references, written into a buffer.
 * Numbers are integers with a decimal point put in, never floats, so that equal input gives equal bytes on
 * every machine. Texts are UTF-16BE in hexadecimal: nothing to escape, any character fits, NUL bytes too.
 */
#include "pdf/pdf_int.h"

#include <inttypes.h>
#include <string.h>

const struct pdf_step pdf_steps[4] = {
    [PAGE_MOVE] = {"m\n", 1}, [PAGE_LINE] = {"l\n", 1}, [PAGE_CURVE] = {"c\n", 3}, [PAGE_CLOSE] = {"h\n", 0}};
_Static_assert((int)PAGE_MOVE == (int)FONT_MOVE && (int)PAGE_LINE == (int)FONT_LINE &&
                   (int)PAGE_CURVE == (int)FONT_CURVE && (int)PAGE_CLOSE == (int)FONT_CLOSE,
               "the steps of pages and of fonts");

int64_t pdf_divide(int64_t a, int64_t b)
{
    return (a >= 0 ? a + b / 2 : a - b / 2) / b;
}

static const char HEX[] = "0123456789ABCDEF";

/* Writes the digits so that they end before `end`; where they begin. */
static inline char *put_digits(char *end, uint64_t value)
{
    for (; value >= 10; value /= 10)
        *--end = (char)('0' + value % 10);
    *--end = (char)('0' + value);
    return end;
}

void pdf_add_decimal(struct buf *out, int64_t value, int decimals)
{
    char digits[32], *start = digits + sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    bool shown = false; /* trailing zeros of the fraction are left out */
    for (int i = 0; i < decimals; i++) {
        const char digit = (char)('0' + rest % 10);
        rest /= 10;
        shown = shown || digit != '0';
        if (shown)
            *--start = digit;
    }
    if (shown)
        *--start = '.';
    start = put_digits(start, rest);
    if (value < 0)
        *--start = '-';
    buf_add(out, start, (size_t)(digits + sizeof digits - start));
}

void pdf_add_length(struct buf *out, length value)
{
    pdf_add_decimal(out, value, 3);
}

void pdf_add_point(struct buf *out, length x, length y)
{
    pdf_add_length(out, x);
    buf_add_char(out, ' ');
    pdf_add_length(out, y);
    buf_add_char(out, ' ');
}

void pdf_put_hex(char *text, uint32_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        text[i] = HEX[value & 15];
        value >>= 4;
    }
}

void pdf_add_hex(struct buf *out, uint32_t value, int digits)
{
    char text[8];
    pdf_put_hex(text, value, digits);
    buf_add(out, text, (size_t)digits);
}

const bool pdf_is_escaped[256] = {['('] = true, [')'] = true, ['\\'] = true, ['\r'] = true};

void pdf_add_escaped_code(struct buf *out, uint32_t code)
{
    for (int shift = 8; shift >= 0; shift -= 8) {
        const unsigned char c = (unsigned char)(code >> shift);
        if (pdf_is_escaped[c])
            buf_add_char(out, '\\');
        buf_add_char(out, c == '\r' ? 'r' : (char)c);
    }
}

void pdf_add_utf16(struct buf *out, struct str text)
{
    size_t offset = 0;
    while (offset < text.len) {
        uint32_t code = utf8_next(text, &offset);
        if (code < 0x10000) {
            pdf_add_hex(out, code, 4);
        } else {
            pdf_add_hex(out, 0xD800 + ((code - 0x10000) >> 10), 4);
            pdf_add_hex(out, 0xDC00 + ((code - 0x10000) & 0x3FF), 4);
        }
    }
}

void pdf_add_text(struct buf *out, struct str text)
{
    buf_add_text(out, "<FEFF");
    pdf_add_utf16(out, text);
    buf_add_char(out, '>');
}

void pdf_add_name(struct buf *out, struct str name)
{
    buf_add_char(out, '/');
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c <= ' ' || c >= 127 || strchr("#%()<>[]{}/", c) != NULL) {
            buf_add_char(out, '#');
            pdf_add_hex(out, c, 2);
        } else {
            buf_add_char(out, (char)c);
        }
    }
}

void pdf_add_reference(struct buf *out, uint32_t id)
{
    pdf_add_decimal(out, id, 0);
    buf_add_text(out, " 0 R");
}

void pdf_add_font(struct buf *out, int face)
{
    buf_add_text(out, "/F");
    pdf_add_decimal(out, face, 0);
}
