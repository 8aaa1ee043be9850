/*
 * Values of PDF, written and changed: a dictionary that is changed keeps every other entry as it is written.
 */
#include "sign/write/write_int.h"

static const struct edit *edit_of(const struct edit *edits, size_t count, struct str key)
{
    for (size_t i = 0; i < count; i++)
        if (syntax_name_is(key, edits[i].key))
            return &edits[i];
    return NULL;
}

void text_edit_dict(struct buf *out, struct str dict, const struct edit *edits, size_t count)
{
    struct str key, value;
    size_t at = 0;
    buf_add_text(out, "<<");
    while (syntax_next_member(dict, &at, &key, &value)) {
        if (edit_of(edits, count, key) != NULL)
            continue;
        buf_add_char(out, ' ');
        buf_add_str(out, key);
        buf_add_char(out, ' ');
        buf_add_str(out, value);
    }
    for (size_t i = 0; i < count; i++)
        if (edits[i].value.ptr != NULL) {
            buf_printf(out, " %s ", edits[i].key);
            buf_add_str(out, edits[i].value);
        }
    buf_add_text(out, " >>");
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < ' ' || text.ptr[i] > '~')
            return false;
    return true;
}

static void add_unit(struct buf *out, uint32_t unit)
{
    buf_printf(out, "%04X", unit);
}

void text_add_string(struct buf *out, struct str text)
{
    if (is_plain(text)) {
        buf_add_char(out, '(');
        for (size_t i = 0; i < text.len; i++) {
            if (strchr("()\\", text.ptr[i]) != NULL)
                buf_add_char(out, '\\');
            buf_add_char(out, text.ptr[i]);
        }
        buf_add_char(out, ')');
        return;
    }
    buf_add_text(out, "<FEFF");
    for (size_t at = 0; at < text.len;) {
        const uint32_t code = utf8_next(text, &at);
        if (code >= 0x10000)
            add_unit(out, 0xD7C0 + (code >> 10));
        add_unit(out, code >= 0x10000 ? 0xDC00 | (code & 0x3FF) : code);
    }
    buf_add_char(out, '>');
}

struct str text_reference(struct arena *arena, uint32_t number)
{
    return arena_printf(arena, "%u 0 R", number);
}

/* -12.5: digits behind the third are left out. */
bool text_number(struct str text, int64_t *ret_value)
{
    int64_t value = 0;
    int places = -1;
    const bool negative = text.len > 0 && text.ptr[0] == '-';
    for (size_t i = negative || (text.len > 0 && text.ptr[0] == '+') ? 1 : 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '.' ? places >= 0 : c < '0' || c > '9' || value > INT32_MAX)
            return false;
        if (c == '.')
            places = 0;
        else if (places < 3) {
            value = value * 10 + (c - '0');
            places += places >= 0;
        }
    }
    for (places = places < 0 ? 0 : places; places < 3; places++)
        value *= 10;
    *ret_value = negative ? -value : value;
    return text.len > 0;
}

bool text_next_number(struct str array, size_t *at, int64_t *ret_value)
{
    struct str value;
    return syntax_next(array, at, &value) && text_number(value, ret_value);
}
