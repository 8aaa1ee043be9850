/*
 * The shared strings of a workbook, and what the text of a cell stands for.
 *
 * A string is one text or several runs of it; how it is read aloud (rPh) is no part of it.  What XML cannot hold stands as
 * _xHHHH_, and so does an underscore before what looks like that: _x005F_x000D_ is the text "_x000D_".
 */
#include "sheet/sheet_int.h"

/* "_x000D_" at `at`: its character; surrogates and what is no character stay as written. */
static bool escape_at(struct str text, size_t at, uint32_t *ret_code)
{
    enum { LENGTH = 7, FIRST = 2, DIGITS = 4 };
    uint32_t code = 0;
    if (text.len - at < LENGTH || memcmp(text.ptr + at, "_x", 2) != 0 || text.ptr[at + LENGTH - 1] != '_')
        return false;
    for (size_t i = 0; i < DIGITS; i++) {
        int digit = hex_digit(text.ptr[at + FIRST + i]);
        if (digit > 15)
            return false;
        code = code << 4 | (uint32_t)digit;
    }
    *ret_code = code;
    return code < 0xD800 || (code > 0xDFFF && code < 0xFFFE);
}

static struct str resolve(struct arena *arena, struct str text)
{
    enum { ESCAPE = 7 };
    char *bytes = arena_alloc_bytes(arena, text.len + 1);
    size_t len = 0;
    uint32_t code = 0;
    for (size_t at = 0; bytes != NULL && at < text.len;) {
        if (escape_at(text, at, &code)) {
            len += utf8_encode(code, bytes + len);
            at += ESCAPE;
        } else {
            bytes[len++] = text.ptr[at++];
        }
    }
    return (struct str){bytes, len};
}

/* CR LF and CR alone, in place. */
static size_t join_line_ends(char *bytes, size_t len)
{
    size_t to = 0;
    for (size_t at = 0; at < len; at++) {
        if (bytes[at] == '\r' && at + 1 < len && bytes[at + 1] == '\n')
            continue;
        bytes[to++] = (char)(bytes[at] == '\r' ? '\n' : bytes[at]);
    }
    return to;
}

struct str string_clean(struct arena *arena, struct str text)
{
    bool plain = text.len == 0 ||
                 (memchr(text.ptr, '_', text.len) == NULL && memchr(text.ptr, '\r', text.len) == NULL);
    struct str clean = plain ? arena_copy(arena, text) : resolve(arena, text);
    if (clean.ptr != NULL && !plain)
        clean.len = join_line_ends((char *)clean.ptr, clean.len);
    return clean;
}

enum { TABLE = 1, ITEM, RUN, TEXT };

struct strings {
    struct book *book;
    struct buf text; /* of the item */
};

static enum status enter_string(void *context, int state, const struct walk_element *element)
{
    struct strings *strings = context;
    (void)element;
    if (state == ITEM)
        buf_reset(&strings->text);
    return OK;
}

static enum status leave_string(void *context, int state, struct str text)
{
    struct strings *strings = context;
    struct book *book = strings->book;
    if (state == TEXT)
        buf_add_str(&strings->text, text);
    if (state != ITEM)
        return buf_status(&strings->text);
    struct shared_string string = {.text = string_clean(book->arena, buf_str(&strings->text))};
    if (string.text.ptr == NULL)
        return NO_MEMORY;
    string.fitness = reader_judge_text(string.text);
    return ARENA_APPEND(book->arena, book->strings, book->string_count, book->string_capacity, &string);
}

enum status strings_read(struct book *book, struct str name)
{
    static const struct step steps[] = {
        {OUTSIDE, TABLE, "sst"}, {TABLE, ITEM, "si"}, {ITEM, TEXT, "t"}, {ITEM, RUN, "r"}, {RUN, TEXT, "t"}};
    struct strings strings = {book, BUF(PACKAGE_MAX_UNPACKED)};
    struct part part = {steps, ARRAY_COUNT(steps), TEXT_OF(TEXT), &strings, enter_string, leave_string};
    enum status status = part_walk(book, name, &part);
    buf_clear(&strings.text);
    return status;
}
