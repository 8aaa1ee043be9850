/*
 * The check of the source bytes before libxml2 sees them: encoding and characters, one pass, no memory.
 *
 * Done here because libxml2 guesses encodings, and accepts private-use characters and C1 controls, which no
 * font can be trusted to show, and characters without an image (zero-width spaces, directions, fillers) or in
 * place of one that is lost (U+FFFD): they come along when text is copied from elsewhere, and nobody sees
 * them in the description.  A radical (⼈ U+2F08 for 人) is only warned of.  Character references are checked
 * as well, but may name the marks of line ends; in comments, instructions and CDATA sections "&#" is plain
 * text.  Scripts that cannot be set letter by letter (unicode_unset_script) are refused whether or not a face
 * has them: their words would be wrong.  Attributes are counted here because libxml2 compares each with each
 * before it says anything.
 */
#include "reader/reader_int.h"
#include "unicode/unicode.h"
#include "reader/messages.def"

#include <limits.h>
#include <string.h>
#include <strings.h>

/* What people take for a description, by its first bytes; NULL: none of these. */
static const char *other_sort(struct str bytes)
{
    static const struct {
        const char *magic, *sort;
    } sorts[] = {{"%PDF-", " PDF 文件"},
                 {"PK\x03\x04", " Word（docx）、Excel（xlsx）、WPS 或压缩文件"},
                 {"\xD0\xCF\x11\xE0", "旧版的 Word（doc）、Excel（xls）或 WPS 文件"},
                 {"{\\rtf", " RTF 文件"},
                 {"\xFF\xD8\xFF", "图片（JPEG）"},
                 {"\x89PNG", "图片（PNG）"}};
    for (size_t i = 0; i < ARRAY_COUNT(sorts); i++)
        if (str_starts(bytes, sorts[i].magic))
            return sorts[i].sort;
    return NULL;
}

static enum status check_sort(struct diag *diag, const char *path, struct str bytes)
{
    const char *sort = other_sort(bytes);
    struct place start = {path, 1, 1};
    if (sort != NULL)
        return diag_report(diag, MSG_READER_SORT, start, sort);
    if (str_trim(bytes).len == 0)
        return diag_report(diag, MSG_READER_EMPTY, start);
    return OK;
}

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

static enum status check_encoding(struct diag *diag, const char *path, struct str bytes)
{
    const char *wide = wide_encoding(bytes);
    if (wide != NULL)
        return diag_report(diag, MSG_READER_ENCODING, ((struct place){path, 1, 1}), (int)strlen(wide), wide);
    struct cursor cursor;
    size_t len = 0;
    if (find_encoding(bytes, &cursor, &len) && (len != 5 || strncasecmp(cursor.ptr, "UTF-8", 5) != 0)) {
        struct str name = len > 0 ? (struct str){cursor.ptr, len} : STR("空白");
        return diag_report(diag, MSG_READER_ENCODING, cursor_place(&cursor, path), STR_ARGS(name));
    }
    return OK;
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

/* Choose among the forms of the character before them. */
static bool is_selector(uint32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

/* Says where a word may be divided, and is seen where it is: nothing is hidden by it.  Words copied from
 * elsewhere bring it along. */
enum { SOFT_HYPHEN = 0xAD };

/* Characters without an image, or in place of another one. */
static const char *unseen_reason(uint32_t code)
{
    static const char DIRECTION[] = "控制书写方向，看不见", ZERO_WIDTH[] = "没有宽度，看不见",
                      FILLER[] = "填充用，看不见";
    static const struct {
        uint32_t first, last;
        const char *reason;
    } unseen[] = {{0x34F, 0x34F, ZERO_WIDTH},
                  {0x61C, 0x61C, DIRECTION},
                  {0x115F, 0x1160, FILLER},
                  {0x180E, 0x180E, ZERO_WIDTH},
                  {0x200B, 0x200D, ZERO_WIDTH},
                  {0x200E, 0x200F, DIRECTION},
                  {0x2028, 0x2029, "行或段的分隔符，看不见"},
                  {0x202A, 0x202E, DIRECTION},
                  {0x2060, 0x2065, ZERO_WIDTH},
                  {0x2066, 0x2069, DIRECTION},
                  {0x206A, 0x206F, "控制字符，看不见"},
                  {0x2800, 0x2800, "没有点的盲文，看不见"},
                  {0x3164, 0x3164, FILLER},
                  {0xFEFF, 0xFEFF, "字节顺序标记，只能在文件的开头"},
                  {0xFFA0, 0xFFA0, FILLER},
                  {0xFFF9, 0xFFFB, "控制字符，看不见"},
                  {0xFFFC, 0xFFFC, "占着一个没有复制过来的对象的位置"},
                  {0xFFFD, 0xFFFD, "占着一个已经丢失的字的位置"},
                  {0xE0000, 0xE007F, "控制字符，看不见"}};
    for (size_t i = 0; i < ARRAY_COUNT(unseen); i++)
        if (code >= unseen[i].first && code <= unseen[i].last)
            return unseen[i].reason;
    return unicode_is_ignorable(code) && !is_selector(code) && code != SOFT_HYPHEN ? "看不见" : NULL;
}

/* U+200B says where a line may end: written as a reference it can be seen, and is meant. */
static bool is_line_end_mark(uint32_t code)
{
    return code == 0x200B;
}

static enum status check_code(struct diag *diag, struct place place, uint32_t code)
{
    if ((code >= 0x20 && code < 0x7F) || (code > 0x3164 && code < 0xD800))
        return OK;
    if (is_control(code))
        return diag_report(diag, MSG_READER_CONTROL, place, code);
    if (is_no_character(code))
        return diag_report(diag, MSG_READER_NO_CHARACTER, place, code);
    if (is_private(code))
        return diag_report(diag, MSG_READER_PRIVATE, place, code);
    const char *reason = unseen_reason(code);
    if (reason != NULL)
        return diag_report(diag, MSG_READER_UNSEEN, place, code, reason);
    return OK;
}

/* Characters of one script that cannot be set letter by letter: told once, at the first. */
struct unset {
    const struct unicode_script *script;
    struct place place;
    uint32_t code;
    size_t count;
};

/* Where the scan is: outside all markup, in a comment and the like, or in a tag. */
struct scan {
    const char *aside; /* what ends the comment, instruction or CDATA section; NULL: in none */
    bool in_tag;
    char quote; /* of the attribute value; 0: in none */
    int attr_count;
    int radicals;     /* warned of, and characters of the like */
    size_t marks;     /* combining characters */
    struct str bytes; /* the whole file */
    struct unset unset[READER_MAX_SCRIPTS];
    size_t unset_count;
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
    for (size_t i = 0; *cursor->ptr == '<' && i < ARRAY_COUNT(asides); i++) {
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
        if (++scan->attr_count > READER_MAX_ATTRIBUTES)
            return diag_report(diag, MSG_READER_TOO_MANY_ATTRIBUTES, cursor_place(cursor, path),
                               (int)READER_MAX_ATTRIBUTES);
    }
    return OK;
}

/* Is it to be set, as far as XML knows: no comment or instruction?  CDATA sections are text. */
static bool is_in_text(const struct scan *scan)
{
    return scan->aside == NULL || strcmp(scan->aside, "]]>") == 0;
}

static bool is_radical(uint32_t code)
{
    return code >= 0x2E80 && code <= 0x2FDF;
}

/* Of the blocks of compatibility ideographs; twelve of them are characters of their own. */
static bool is_compatible(uint32_t code)
{
    static const uint16_t own[] = {0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F,
                                   0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29};
    for (size_t i = 0; i < ARRAY_COUNT(own); i++)
        if (code == own[i])
            return false;
    return (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x2F800 && code <= 0x2FA1F);
}

/* In text, also of CDATA sections; of more than a few, the first tell enough. */
static void warn_of_radical(struct scan *scan, struct diag *diag, struct place place, uint32_t code)
{
    char bytes[4];
    if (!(is_radical(code) || is_compatible(code)) || !is_in_text(scan) ||
        scan->radicals++ >= READER_MAX_RADICALS)
        return;
    const struct message *told = is_radical(code) ? MSG_READER_RADICAL : MSG_READER_COMPATIBLE;
    diag_report_like(diag, told, MSG_READER_RADICAL, place, (int)utf8_encode(code, bytes), bytes, code);
}

static void note_script(struct scan *scan, struct place place, uint32_t code)
{
    const struct unicode_script *script = unicode_unset_script(code);
    if (script == NULL || !is_in_text(scan))
        return;
    size_t i = 0;
    while (i < scan->unset_count && scan->unset[i].script != script)
        i++;
    if (i == READER_MAX_SCRIPTS)
        return; /* enough is told */
    if (i == scan->unset_count)
        scan->unset[scan->unset_count++] = (struct unset){script, place, code, 0};
    scan->unset[i].count++;
}

static enum status report_scripts(const struct scan *scan, struct diag *diag)
{
    struct buf described = BUF((size_t)VISIBLE_MAX * 4);
    for (size_t i = 0; i < scan->unset_count; i++) {
        const struct unset *unset = &scan->unset[i];
        buf_reset(&described);
        unicode_describe(unset->code, &described);
        diag_report(diag, MSG_READER_SCRIPT, unset->place, STR_ARGS(buf_str(&described)), unset->script->name,
                    unset->script->why, unset->count);
    }
    buf_clear(&described);
    return scan->unset_count > 0 ? FAILED : OK;
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

/* One character, and the reference that it may begin. */
static enum status check_character(struct scan *scan, struct diag *diag, const char *path,
                                   const struct cursor *cursor)
{
    struct place place = cursor_place(cursor, path);
    uint32_t code = 0;
    struct str rest = {cursor->ptr, (size_t)(cursor->end - cursor->ptr)};
    if (utf8_decode(rest, 0, &code) == 0) {
        if (is_cut_off(rest))
            return diag_report(diag, MSG_READER_CUT, place);
        return diag_report_like(diag, is_damaged(scan->bytes) ? MSG_READER_DAMAGED : MSG_READER_UTF8,
                                MSG_READER_UTF8, place, (unsigned char)*cursor->ptr);
    }
    enum status status = check_code(diag, place, code);
    size_t len = 0;
    if (status == OK && code == '&' && scan->aside == NULL &&
        reference_decode(cursor->ptr, cursor->end, &code, &len) && !is_line_end_mark(code))
        status = check_code(diag, place, code);
    scan->marks += unicode_is_combining(code) ? 1 : 0;
    warn_of_radical(scan, diag, place, code);
    note_script(scan, place, code);
    return status;
}

/* Two bytes inside characters. */
static bool both_go_on(const unsigned char *bytes)
{
    uint16_t two;
    memcpy(&two, bytes, sizeof two);
    return (two & 0xC0C0) == 0x8080;
}

/* The length of a character of which nothing is asked, as of nearly all; 0: something is.  In ASCII what is no control
 * character, no mark of XML and part of none; the Han of the great block, and the marks of Chinese and Latin:
 * U+2010-2027, U+3000-3029, U+FF01-FF3F, U+4E00-9FFF. */
static size_t unasked_length(const char *at, const char *end)
{
    enum { ASKED, ASCII, MARK, IDEOGRAPHIC, HAN_FIRST, HAN, FULL_WIDTH };
    static const unsigned char leads[UCHAR_MAX + 1] = {
        [' '] = ASCII,         ['!'] = ASCII,        ['#' ... '%'] = ASCII,  ['(' ... ','] = ASCII,
        ['.' ... ';'] = ASCII, ['='] = ASCII,        ['@' ... '\\'] = ASCII, ['^' ... '~'] = ASCII,
        [0xE2] = MARK,         [0xE3] = IDEOGRAPHIC, [0xE4] = HAN_FIRST,     [0xE5 ... 0xE9] = HAN,
        [0xEF] = FULL_WIDTH};
    const unsigned char *bytes = (const unsigned char *)at;
    unsigned char sort = leads[bytes[0]];
    if (sort <= ASCII)
        return sort;
    if (end - at < 3 || !both_go_on(bytes + 1))
        return 0;
    if (sort == HAN)
        return 3;
    bool unasked = (sort == HAN_FIRST && bytes[1] >= 0xB8) ||
                   (sort == IDEOGRAPHIC && bytes[1] == 0x80 && bytes[2] <= 0xA9) ||
                   (sort == MARK && bytes[1] == 0x80 && bytes[2] >= 0x90 && bytes[2] <= 0xA7) ||
                   (sort == FULL_WIDTH && bytes[1] == 0xBC && bytes[2] > 0x80);
    return unasked ? 3 : 0;
}

static void skip_unasked(struct cursor *cursor)
{
    const char *at = cursor->ptr, *const end = cursor->end;
    uint32_t count = 0;
    for (size_t len; at != end && (len = unasked_length(at, end)) > 0; at += len)
        count++;
    cursor->ptr = at;
    cursor->column += count;
}

/* What libxml2 is given: it walks slowly over all that is not ASCII, of which it has nothing to say that is not said
 * here.  So in texts, values, comments it sees as many bytes that no source can hold.  Names stay as they are. */
static void shade(const struct scan *scan, struct buf *shadow, size_t from, size_t to)
{
    enum { SHADE = 0x7F };
    unsigned char *bytes = (unsigned char *)shadow->ptr;
    bool names = scan->aside != NULL
                     ? strcmp(scan->aside, "?>") == 0
                     : (scan->in_tag && scan->quote == 0) || (from > 0 && bytes[from - 1] == '&');
    for (size_t i = from; !names && i < to; i++)
        bytes[i] = bytes[i] < 0x80 ? bytes[i] : SHADE;
}

static bool may_be_markup(char c)
{
    return c == '<' || c == '>' || c == '"' || c == '\'' || c == '-' || c == ']' || c == '?';
}

/* The character at the cursor, of which something is asked. */
static enum status look_at(struct scan *scan, struct diag *diag, const char *path, struct cursor *cursor)
{
    enum status status = OK;
    const char c = *cursor->ptr;
    if (c == '\n' || c == '\t')
        return OK;
    if (!may_be_markup(c))
        return check_character(scan, diag, path, cursor);
    bool was_aside = scan->aside != NULL;
    if (scan->quote == 0)
        track_aside(scan, cursor);
    if (!was_aside && scan->aside == NULL)
        status = track_tag(scan, diag, path, cursor);
    return status;
}

static enum status scan_all(struct scan *scan, struct reader *reader)
{
    enum status status = OK;
    struct cursor cursor = cursor_start(scan->bytes);
    while (status == OK && cursor.ptr != cursor.end) {
        const struct cursor from = cursor;
        skip_unasked(&cursor);
        if ((size_t)(cursor.ptr - from.ptr) > cursor.column - from.column)
            shade(scan, &reader->shadow, (size_t)(from.ptr - scan->bytes.ptr),
                  (size_t)(cursor.ptr - scan->bytes.ptr));
        if (cursor.ptr == cursor.end)
            break;
        const char *at = cursor.ptr;
        status = look_at(scan, reader->diag, reader->path, &cursor);
        cursor_step(&cursor);
        if ((unsigned char)*at >= 0x80)
            shade(scan, &reader->shadow, (size_t)(at - scan->bytes.ptr),
                  (size_t)(cursor.ptr - scan->bytes.ptr));
    }
    return status;
}

enum status reader_scan(struct reader *reader)
{
    struct str source = reader->bytes;
    if (source.len >= 3 && memcmp(source.ptr, "\xEF\xBB\xBF", 3) == 0)
        source = str_slice(source, 3, source.len);
    struct scan scan = {.bytes = source};
    enum status status = check_sort(reader->diag, reader->path, source);
    if (status == OK)
        status = check_encoding(reader->diag, reader->path, source);
    buf_add_str(&reader->shadow, source);
    if (status == OK)
        status = buf_status(&reader->shadow);
    if (status == OK)
        status = scan_all(&scan, reader);
    if (status == OK)
        status = report_scripts(&scan, reader->diag);
    reader->bytes = source;
    reader->may_pile = scan.marks > UNICODE_MAX_MARKS;
    return status;
}
