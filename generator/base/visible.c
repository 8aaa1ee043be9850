/*
 * Texts as they may be shown: on a terminal, in a message, in a log.
 *
 * What comes from outside (names of files, words of the command line, the text of a description) may hold
 * anything.  Shown are whole characters that can be seen: a byte that is none stands as \xE4, a line end as
 * \n, a tab as \t, and what eyes cannot see, or what would turn or move what stands beside it, as ‹U+00A0›.
 * The full-width blank is seen.
 *
 * Wide is W or F of UAX #11 in ranges that round over unassigned code points: two columns of a terminal.  The
 * marks that Chinese shares with other scripts are ambiguous there; a terminal gives them one column, a
 * Chinese text sets them full-width.
 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

struct range {
    uint32_t first, last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count && code >= ranges[i].first; i++)
        if (code <= ranges[i].last)
            return true;
    return false;
}

size_t utf8_decode(struct str text, size_t offset, uint32_t *ret_code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const char *at = text.ptr + offset;
    unsigned char lead = (unsigned char)*at;
    if (lead < 0x80) {
        *ret_code = lead;
        return 1;
    }
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.len - offset < len)
        return 0;
    uint32_t code = lead & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char byte = (unsigned char)at[i];
        if ((byte & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (byte & 0x3F);
    }
    if (code < least[len] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    *ret_code = code;
    return len;
}

struct str str_cut(struct str text, size_t max)
{
    if (text.len <= max)
        return text;
    while (max > 0 && ((unsigned char)text.ptr[max] & 0xC0) == 0x80)
        max--;
    return (struct str){text.ptr, max};
}

/* Does it belong to the character before it: an accent, a selector, a joiner, a shade of skin? */
static bool is_attached(uint32_t code)
{
    static const struct range attached[] = {
        {0x300, 0x36F},   {0x200D, 0x200D}, {0x20D0, 0x20F0},   {0x302A, 0x302F},
        {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF},
    };
    return is_in(attached, ARRAY_COUNT(attached), code);
}

struct str str_shorten(struct str text, size_t max)
{
    size_t count = 0;
    uint32_t code = 0;
    for (size_t offset = 0, len; offset < text.len; offset += len) {
        bool joined = code == 0x200D;
        len = utf8_decode(text, offset, &code);
        if (len == 0) {
            len = 1;
            code = 0;
        }
        if (!joined && !is_attached(code) && count++ == max)
            return str_slice(text, 0, offset);
    }
    return text;
}

/* Controls, blanks that look like the blank, characters without width, directions, separators. */
bool utf8_is_unseen(uint32_t code)
{
    static const struct range unseen[] = {
        {0x00, 0x1F},     {0x7F, 0xA0},     {0xAD, 0xAD},       {0x34F, 0x34F},   {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x1680, 0x1680}, {0x180B, 0x180F},   {0x2000, 0x200F}, {0x2028, 0x202F},
        {0x205F, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE0FFF},
    };
    return (code <= ' ' || code >= 0x7F) && is_in(unseen, ARRAY_COUNT(unseen), code);
}

static bool is_wide(uint32_t code)
{
    static const struct range ranges[] = {
        {0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1AFF0, 0x1B2FF}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
    };
    return is_in(ranges, ARRAY_COUNT(ranges), code);
}

/* · — ‘ ’ “ ” … ℃, Roman and circled numbers, geometric shapes, ☐ ☑ ☒ */
bool utf8_joins_lines(uint32_t code)
{
    static const struct range shared[] = {
        {0xB7, 0xB7},     {0x2014, 0x2014}, {0x2018, 0x2019}, {0x201C, 0x201D}, {0x2026, 0x2026},
        {0x2103, 0x2103}, {0x2160, 0x217F}, {0x2460, 0x24FF}, {0x25A0, 0x25FF}, {0x2610, 0x2612},
    };
    return is_in(shared, ARRAY_COUNT(shared), code) || is_wide(code);
}

size_t utf8_columns(uint32_t code)
{
    return is_wide(code) ? 2 : 1;
}

size_t str_columns(struct str text)
{
    size_t columns = 0;
    for (size_t offset = 0; offset < text.len;)
        columns += utf8_columns(utf8_next(text, &offset));
    return columns;
}

size_t visible_next(struct str text, size_t *offset, char ret_bytes[VISIBLE_MAX])
{
    uint32_t code = 0;
    size_t len = utf8_decode(text, *offset, &code);
    if (len == 0) {
        unsigned char byte = (unsigned char)text.ptr[(*offset)++];
        return (size_t)snprintf(ret_bytes, VISIBLE_MAX, "\\x%02X", byte);
    }
    const char *at = text.ptr + *offset;
    *offset += len;
    if (code == '\n' || code == '\t')
        return (size_t)snprintf(ret_bytes, VISIBLE_MAX, "%s", code == '\n' ? "\\n" : "\\t");
    if (utf8_is_unseen(code))
        return (size_t)snprintf(ret_bytes, VISIBLE_MAX, "‹U+%04X›", code);
    memcpy(ret_bytes, at, len);
    return len;
}

static bool is_visible(struct str text)
{
    uint32_t code = 0;
    for (size_t offset = 0, len; offset < text.len; offset += len) {
        len = utf8_decode(text, offset, &code);
        if (len == 0 || utf8_is_unseen(code))
            return false;
    }
    return true;
}

struct str str_visible(struct arena *arena, struct str text)
{
    struct buf seen = BUF(text.len * VISIBLE_MAX);
    struct str copy = {NULL, 0};
    if (is_visible(text))
        return text;
    buf_add_visible(&seen, text);
    return buf_keep(&seen, arena, &copy) == OK ? copy : (struct str){NULL, 0};
}

void buf_add_visible(struct buf *buf, struct str text)
{
    char bytes[VISIBLE_MAX];
    for (size_t offset = 0; offset < text.len;) {
        size_t len = visible_next(text, &offset, bytes);
        buf_add(buf, bytes, len);
    }
}
