/*
 * The check of the source bytes before libxml2 sees them: encoding and characters.
 *
 * Takes the bytes of a file, gives them back without a byte order mark, or reports the first fault with its
 * exact place. Done here because libxml2 guesses encodings, and accepts private-use characters and C1
 * controls, which no font can be trusted to show.  Character references are checked as well; in comments,
 * instructions and CDATA sections "&#" is plain text.  Attributes are counted here too: libxml2 compares each
 * with each before it says anything.  One pass, no memory.
 */
#include "reader/reader_int.h"

#include <string.h>
#include <strings.h>

/* UTF-16 and UTF-32 show in the first bytes, with or without a mark. */
static const char *wide_encoding(struct str bytes)
{
    if (bytes.len >= 4 &&
        (memcmp(bytes.ptr, "\0\0\xFE\xFF", 4) == 0 || memcmp(bytes.ptr, "\xFF\xFE\0\0", 4) == 0)) {
        return "UTF-32";
    }
    if (bytes.len >= 2 && (memcmp(bytes.ptr, "\xFE\xFF", 2) == 0 || memcmp(bytes.ptr, "\xFF\xFE", 2) == 0 ||
                           memcmp(bytes.ptr, "<\0", 2) == 0 || memcmp(bytes.ptr, "\0<", 2) == 0)) {
        return "UTF-16";
    }
    return NULL;
}

/* The cursor on the first character of the value of encoding="…" in the XML declaration; false: none
 * declared. */
static bool find_encoding(struct str bytes, struct cursor *ret_cursor, size_t *ret_len)
{
    struct cursor cursor = cursor_start(bytes);
    if (!cursor_at(&cursor, "<?xml")) {
        return false;
    }
    while (cursor.ptr != cursor.end && !cursor_at(&cursor, "encoding")) {
        if (cursor_at(&cursor, "?>") || cursor.line > 20) {
            return false;
        }
        cursor_step(&cursor);
    }
    cursor_skip(&cursor, "encoding");
    cursor_skip_space(&cursor);
    cursor_skip(&cursor, "=");
    cursor_skip_space(&cursor);
    if (!cursor_at(&cursor, "\"") && !cursor_at(&cursor, "'")) {
        return false; /* malformed: libxml2 says so */
    }
    char quote = *cursor.ptr;
    cursor_step(&cursor);
    const char *close = memchr(cursor.ptr, quote, (size_t)(cursor.end - cursor.ptr));
    if (close == NULL) {
        return false;
    }
    *ret_cursor = cursor;
    *ret_len = (size_t)(close - cursor.ptr);
    return true;
}

static enum status check_encoding(struct diag *diag, const char *path, struct str bytes)
{
    const char *wide = wide_encoding(bytes);
    if (wide != NULL) {
        diag_report(diag, MSG_READER_ENCODING, ((struct place){path, 1, 1}), (int)strlen(wide), wide);
        return FAILED;
    }
    struct cursor cursor;
    size_t len = 0;
    if (find_encoding(bytes, &cursor, &len) && (len != 5 || strncasecmp(cursor.ptr, "UTF-8", 5) != 0)) {
        size_t shown = len < 40 ? len : 40;
        for (size_t i = 0; i < shown; i++) {
            shown = cursor.ptr[i] > ' ' && cursor.ptr[i] < 0x7F ? shown : i;
        }
        diag_report(diag, MSG_READER_ENCODING, cursor_place(&cursor, path), (int)shown, cursor.ptr);
        return FAILED;
    }
    return OK;
}

/* Decodes strictly (no overlong forms, no surrogates, nothing beyond U+10FFFF).  Returns the length, 0: not
 * UTF-8. */
static size_t decode(const char *at, const char *end, uint32_t *ret_code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)*at;
    if (lead < 0x80) {
        *ret_code = lead;
        return 1;
    }
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || (size_t)(end - at) < len) {
        return 0;
    }
    uint32_t code = lead & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char byte = (unsigned char)at[i];
        if ((byte & 0xC0) != 0x80) {
            return 0;
        }
        code = code << 6 | (byte & 0x3F);
    }
    if (code < least[len] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return 0;
    }
    *ret_code = code;
    return len;
}

static bool is_control(uint32_t code)
{
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || (code >= 0x7F && code <= 0x9F);
}

static bool is_private(uint32_t code)
{
    return (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xF0000 && code <= 0x10FFFF);
}

static bool is_no_character(uint32_t code)
{
    return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE ||
           (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF;
}

static enum status check_code(struct diag *diag, struct place place, uint32_t code)
{
    if (code >= 0x20 && code < 0x7F) {
        return OK;
    }
    if (is_control(code)) {
        diag_report(diag, MSG_READER_CONTROL, place, code);
        return FAILED;
    }
    if (is_no_character(code)) {
        diag_report(diag, MSG_READER_NO_CHARACTER, place, code);
        return FAILED;
    }
    if (is_private(code)) {
        diag_report(diag, MSG_READER_PRIVATE, place, code);
        return FAILED;
    }
    return OK;
}

/* Where the scan is: outside all markup, in a comment and the like, or in a tag. */
struct scan {
    const char *aside; /* what ends the comment, instruction or CDATA section; NULL: in none */
    bool in_tag;
    char quote; /* of the attribute value; 0: in none */
    int attr_count;
};

static void track_aside(struct scan *scan, struct cursor *cursor)
{
    static const struct {
        const char *open, *close;
    } asides[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
    if (scan->aside != NULL) {
        scan->aside = cursor_at(cursor, scan->aside) ? NULL : scan->aside;
        return;
    }
    for (size_t i = 0; i < ARRAY_COUNT(asides); i++) {
        if (cursor_at(cursor, asides[i].open)) {
            cursor_advance(cursor, cursor->ptr + strlen(asides[i].open) - 1);
            scan->aside = asides[i].close;
            return;
        }
    }
}

/* Follows tags and counts their attributes. */
static enum status track_tag(struct scan *scan, struct diag *diag, const char *path,
                             const struct cursor *cursor)
{
    char c = *cursor->ptr;
    if (scan->quote != 0) {
        scan->quote = c == scan->quote ? 0 : scan->quote;
    } else if (c == '<') {
        scan->in_tag = true;
        scan->attr_count = 0;
    } else if (scan->in_tag && c == '>') {
        scan->in_tag = false;
    } else if (scan->in_tag && (c == '"' || c == '\'')) {
        scan->quote = c;
        if (++scan->attr_count > READER_MAX_ATTRIBUTES) {
            diag_report(diag, MSG_READER_TOO_MANY_ATTRIBUTES, cursor_place(cursor, path),
                        (int)READER_MAX_ATTRIBUTES);
            return FAILED;
        }
    }
    return OK;
}

/* One character, and the reference that it may begin. */
static enum status check_character(struct diag *diag, const char *path, const struct cursor *cursor,
                                   bool in_aside)
{
    struct place place = cursor_place(cursor, path);
    uint32_t code = 0;
    if (decode(cursor->ptr, cursor->end, &code) == 0) {
        diag_report(diag, MSG_READER_UTF8, place, (unsigned)(unsigned char)*cursor->ptr);
        return FAILED;
    }
    enum status status = check_code(diag, place, code);
    size_t len = 0;
    if (status == OK && code == '&' && !in_aside && reference_decode(cursor->ptr, cursor->end, &code, &len)) {
        status = check_code(diag, place, code);
    }
    return status;
}

enum status reader_scan(struct diag *diag, const char *path, struct str *bytes)
{
    struct str source = *bytes;
    if (source.len >= 3 && memcmp(source.ptr, "\xEF\xBB\xBF", 3) == 0) {
        source = str_slice(source, 3, source.len);
    }
    enum status status = check_encoding(diag, path, source);
    struct scan scan = {0};
    struct cursor cursor = cursor_start(source);
    while (status == OK && cursor.ptr != cursor.end) {
        status = check_character(diag, path, &cursor, scan.aside != NULL);
        if (status == OK && strchr("<-]?>\"'", *cursor.ptr) != NULL) {
            bool was_aside = scan.aside != NULL;
            if (scan.quote == 0) {
                track_aside(&scan, &cursor);
            }
            status = was_aside || scan.aside != NULL ? OK : track_tag(&scan, diag, path, &cursor);
        }
        cursor_step(&cursor);
    }
    if (status == OK) {
        *bytes = source;
    }
    return status;
}
