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

void pdf_add_decimal(struct buf *out, int64_t value, int decimals)
{
    char digits[32];
    size_t start = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    bool shown = false; /* trailing zeros of the fraction are left out */
    for (int i = 0; i < decimals; i++) {
        char digit = (char)('0' + rest % 10);
        rest /= 10;
        shown = shown || digit != '0';
        if (shown)
            digits[--start] = digit;
    }
    if (shown)
        digits[--start] = '.';
    do {
        digits[--start] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        digits[--start] = '-';
    buf_add(out, digits + start, sizeof digits - start);
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

/* Of a literal string (ISO 32000-1, 7.3.4.2), in which an end of line would be read as a line feed. */
static inline void add_string_byte(struct buf *out, unsigned char c)
{
    if (c == '(' || c == ')' || c == '\\' || c == '\r') {
        buf_add_char(out, '\\');
        c = c == '\r' ? 'r' : c;
    }
    buf_add_char(out, (char)c);
}

void pdf_add_code(struct buf *out, uint32_t code)
{
    add_string_byte(out, (unsigned char)(code >> 8));
    add_string_byte(out, (unsigned char)code);
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
