/*
 * Which encoding bytes have: UTF-8, as they should, or what they say or seem to be instead.
 */
#include "reader/reader_int.h"
#include "reader/messages.def"

#include <string.h>
#include <strings.h>

/* UTF-16 and UTF-32 show in the first bytes, with or without a mark. */
static const char *wide_encoding(struct str bytes)
{
    if (bytes.len >= 4 &&
        (memcmp(bytes.ptr, "\0\0\xFE\xFF", 4) == 0 || memcmp(bytes.ptr, "\xFF\xFE\0\0", 4) == 0))
        return "UTF-32";
    if (bytes.len >= 2 && (memcmp(bytes.ptr, "\xFE\xFF", 2) == 0 || memcmp(bytes.ptr, "\xFF\xFE", 2) == 0 ||
                           memcmp(bytes.ptr, "<\0", 2) == 0 || memcmp(bytes.ptr, "\0<", 2) == 0))
        return "UTF-16";
    return NULL;
}

/* The cursor on the first character of the value of encoding="…" in the XML declaration; false: none
 * declared. */
static bool find_encoding(struct str bytes, struct cursor *ret_cursor, size_t *ret_len)
{
    struct cursor cursor = cursor_start(bytes);
    if (!cursor_at(&cursor, "<?xml"))
        return false;
    while (cursor.ptr != cursor.end && !cursor_at(&cursor, "encoding")) {
        if (cursor_at(&cursor, "?>") || cursor.line > 20)
            return false;
        cursor_step(&cursor);
    }
    cursor_skip(&cursor, "encoding");
    cursor_skip_space(&cursor);
    cursor_skip(&cursor, "=");
    cursor_skip_space(&cursor);
    if (!cursor_at(&cursor, "\"") && !cursor_at(&cursor, "'"))
        return false; /* malformed: libxml2 says so */
    char quote = *cursor.ptr;
    cursor_step(&cursor);
    const char *close = memchr(cursor.ptr, quote, (size_t)(cursor.end - cursor.ptr));
    if (close == NULL)
        return false;
    *ret_cursor = cursor;
    *ret_len = (size_t)(close - cursor.ptr);
    return true;
}

struct str encoding_other(struct str bytes, struct cursor *ret_at)
{
    const char *wide = wide_encoding(bytes);
    size_t len = 0;
    if (wide != NULL)
        return str_of(wide);
    if (!find_encoding(bytes, ret_at, &len) || (len == 5 && strncasecmp(ret_at->ptr, "UTF-8", 5) == 0))
        return STR("");
    return len > 0 ? (struct str){ret_at->ptr, len} : STR("空白");
}

/* Does the file end inside a character that began as one? */
static bool is_cut_off(struct str rest)
{
    unsigned char lead = (unsigned char)rest.ptr[0];
    size_t len = lead < 0xC2 || lead > 0xF4 ? 0 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    for (size_t i = 1; i < rest.len && i < len; i++)
        if (((unsigned char)rest.ptr[i] & 0xC0) != 0x80)
            return false;
    return rest.len < len;
}

/* Of a file that is UTF-8 but for some bytes most characters are whole; in one of another encoding three
 * bytes make a character by chance, much rarer than not. */
static bool is_damaged(struct str bytes)
{
    size_t whole = 0, broken = 0;
    bool in_run = false;
    for (size_t offset = 0; offset < bytes.len;) {
        uint32_t code = 0;
        size_t len = utf8_decode(bytes, offset, &code);
        broken += len == 0 && !in_run ? 1 : 0;
        whole += len >= 3 ? 1 : 0;
        in_run = len == 0;
        offset += len > 0 ? len : 1;
    }
    return whole > broken;
}

enum status encoding_report(struct diag *diag, struct place place, struct str bytes, struct str rest)
{
    if (is_cut_off(rest))
        return diag_report(diag, MSG_READER_CUT, place);
    return diag_report_like(diag, is_damaged(bytes) ? MSG_READER_DAMAGED : MSG_READER_UTF8, MSG_READER_UTF8,
                            place, (unsigned char)*rest.ptr);
}

enum reader_encoding reader_judge_encoding(struct str bytes, size_t *ret_offset)
{
    uint32_t code = 0;
    size_t offset = 0;
    for (size_t len; offset < bytes.len && (len = utf8_decode(bytes, offset, &code)) > 0;)
        offset += len;
    *ret_offset = offset;
    if (offset == bytes.len)
        return READER_UTF8;
    return is_damaged(bytes) || is_cut_off(str_slice(bytes, offset, bytes.len)) ? READER_UTF8_DAMAGED
                                                                                : READER_NO_UTF8;
}

enum status reader_tell_encoding(struct diag *diag, const char *path, struct str bytes, size_t offset)
{
    return encoding_report(diag, place_of_offset(path, bytes, offset), bytes,
                           str_slice(bytes, offset, bytes.len));
}
