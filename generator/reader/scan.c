/*
 * The check of the source bytes before libxml2 sees them: encoding and characters, one pass, no memory.
 *
 * Done here because libxml2 guesses encodings, and accepts what characters.c refuses.  Character references are checked
 * as well, but may name the marks of line ends; in comments, instructions and CDATA sections "&#" is plain
 * text.  Scripts that cannot be set letter by letter (unicode_unset_script) are refused whether or not a face
 * has them: their words would be wrong.  Attributes are counted here because libxml2 compares each with each
 * before it says anything.
 */
#include "reader/reader_int.h"
#include "unicode/unicode.h"
#include "reader/messages.def"

#include <string.h>

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

static enum status check_encoding(struct diag *diag, const char *path, struct str bytes)
{
    struct cursor cursor = cursor_start(bytes);
    struct str other = encoding_other(bytes, &cursor);
    return other.len == 0
               ? OK
               : diag_report(diag, MSG_READER_ENCODING, cursor_place(&cursor, path), STR_ARGS(other));
}

/* U+200B says where a line may end: written as a reference it can be seen, and is meant. */
static bool is_line_end_mark(uint32_t code)
{
    return code == 0x200B;
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

/* In text, also of CDATA sections; of more than a few, the first tell enough. */
static void warn_of_radical(struct scan *scan, struct diag *diag, struct place place, uint32_t code)
{
    if (character_is_doubtful(code) && is_in_text(scan) && scan->radicals++ < READER_MAX_RADICALS)
        character_warn(diag, place, code);
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

/* One character, and the reference that it may begin. */
static enum status check_character(struct scan *scan, struct diag *diag, const char *path,
                                   const struct cursor *cursor)
{
    struct place place = cursor_place(cursor, path);
    uint32_t code = 0;
    struct str rest = {cursor->ptr, (size_t)(cursor->end - cursor->ptr)};
    if (utf8_decode(rest, 0, &code) == 0)
        return encoding_report(diag, place, scan->bytes, rest);
    enum status status = character_check(diag, place, code);
    size_t len = 0;
    if (status == OK && code == '&' && scan->aside == NULL &&
        reference_decode(cursor->ptr, cursor->end, &code, &len) && !is_line_end_mark(code))
        status = character_check(diag, place, code);
    scan->marks += unicode_is_combining(code) ? 1 : 0;
    warn_of_radical(scan, diag, place, code);
    note_script(scan, place, code);
    return status;
}

static void skip_unasked(struct cursor *cursor)
{
    cursor->ptr = characters_skip(cursor->ptr, cursor->end, &cursor->column);
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
