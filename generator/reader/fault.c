/*
 * What is wrong with a malformed file, in the reader's language.
 *
 * Takes libxml2's error code and the byte where it stopped, and says what a person has to mend, at the place
 * where it has to be mended: that is often before the byte where the parser gave up (the '<' of the tag, the
 * '&' of the reference). What has no message of its own is reported with libxml2's number, never with its
 * text, which is English.
 */
#include "reader/reader_int.h"
#include "unicode/unicode.h"
#include "reader/messages.def"

#include <libxml/xmlerror.h>

#include <string.h>

/* The nearest of the `marks` at or before the byte; the byte itself when there is none. */
static size_t look_back(struct str bytes, size_t offset, const char *marks)
{
    size_t at = offset < bytes.len ? offset : bytes.len;
    while (at > 0) {
        if (at < bytes.len && bytes.ptr[at] != '\0' && strchr(marks, bytes.ptr[at]) != NULL)
            return at;
        at--;
    }
    return bytes.len > 0 && strchr(marks, bytes.ptr[0]) != NULL ? 0 : offset;
}

/* The last such literal at or before the byte; the byte itself when there is none, or none is asked for. */
static struct place place_of(const struct reader *reader, size_t offset, const char *literal)
{
    size_t len = literal == NULL ? 0 : strlen(literal);
    for (size_t at = offset + 1; len > 0 && at-- > 0;)
        if (at + len <= reader->bytes.len && memcmp(reader->bytes.ptr + at, literal, len) == 0)
            return place_of_offset(reader->path, reader->bytes, at);
    return place_of_offset(reader->path, reader->bytes, offset);
}

static struct cursor cursor_to(const struct reader *reader, size_t offset)
{
    struct cursor cursor = cursor_start(reader->bytes);
    cursor_advance(&cursor, reader->bytes.ptr + offset);
    return cursor;
}

/* The name ends there: ＞ is a character of names in XML. */
static bool ends_name(struct str rest)
{
    return rest.len == 0 || strchr(" \t\r\n/>", rest.ptr[0]) != NULL || str_starts(rest, "＞") ||
           str_starts(rest, "／");
}

/* ＜name or ＜/name, the last before `to`: a tag that is none.  false: there is none. */
static bool report_wide(struct reader *reader, size_t to, const char *slash, struct str name)
{
    static const char wide[] = "＜";
    const size_t mark = sizeof wide - 1 + strlen(slash);
    for (size_t at = to < reader->bytes.len ? to : reader->bytes.len; name.len > 0 && at-- > 0;) {
        const struct str rest = str_slice(reader->bytes, at, to);
        if (!str_starts(rest, wide) || !str_starts(str_slice(rest, sizeof wide - 1, rest.len), slash))
            continue;
        const struct str found = str_slice(rest, mark, rest.len);
        if (!str_equal(str_slice(found, 0, name.len), name) ||
            !ends_name(str_slice(found, name.len, found.len)))
            continue;
        diag_report(reader->diag, MSG_READER_TAG_WIDE, place_of_offset(reader->path, reader->bytes, at),
                    slash, STR_ARGS(name));
        return true;
    }
    return false;
}

/* </b> where </a> belongs. */
static void report_mismatch(struct reader *reader, size_t offset)
{
    size_t at = look_back(reader->bytes, offset > 0 ? offset - 1 : 0, "<");
    struct cursor cursor = cursor_to(reader, at);
    struct place place = cursor_place(&cursor, reader->path);
    cursor_step(&cursor);
    struct str found = tag_name(&cursor);
    if (reader->open == NULL || (found.len == 0 && cursor.ptr == cursor.end)) {
        diag_report(reader->diag, MSG_READER_TAG_OPEN, place);
        return;
    }
    struct str name = reader->open->name;
    if (report_wide(reader, at, "", found) || report_wide(reader, at, "/", name))
        return;
    diag_report(reader->diag, MSG_READER_TAG_MISMATCH, place, STR_ARGS(found), (int)reader->open->place.line,
                STR_ARGS(name), STR_ARGS(name));
}

static void report_unclosed(struct reader *reader, size_t offset)
{
    if (reader->open == NULL) {
        diag_report(reader->diag, MSG_READER_TAG_OPEN, place_of(reader, offset, NULL));
        return;
    }
    struct str name = reader->open->name;
    if (report_wide(reader, offset, "/", name))
        return;
    diag_report(reader->diag, MSG_READER_UNCLOSED, reader->open->place, STR_ARGS(name), STR_ARGS(name));
}

/* The second attribute of a name in the tag around the byte. */
static void report_attr_twice(struct reader *reader, size_t offset)
{
    struct cursor cursor = cursor_to(reader, look_back(reader->bytes, offset, "<"));
    struct cursor tag = cursor;
    struct tag_attr attr, earlier;
    (void)tag_name(&cursor);
    while (tag_next_attr(&cursor, &attr)) {
        struct cursor again = tag;
        (void)tag_name(&again);
        while (tag_next_attr(&again, &earlier) && earlier.at.ptr < attr.at.ptr) {
            if (str_equal(earlier.name, attr.name)) {
                diag_report(reader->diag, MSG_READER_ATTRIBUTE_TWICE, cursor_place(&attr.at, reader->path),
                            STR_ARGS(attr.name));
                return;
            }
        }
    }
    diag_report(reader->diag, MSG_READER_MALFORMED, cursor_place(&tag, reader->path),
                (int)XML_ERR_ATTRIBUTE_REDEFINED);
}

/* Faults behind an '&' or a '<' that should have been written as a reference, told apart by which of them is
 * nearer. */
static void report_name(struct reader *reader, size_t offset)
{
    size_t at = look_back(reader->bytes, offset, "<&");
    struct place place = place_of_offset(reader->path, reader->bytes, at);
    bool in_tag = offset > at + 1; /* the tag has a name: what comes behind it is wrong */
    if (at < reader->bytes.len && reader->bytes.ptr[at] == '&') {
        diag_report(reader->diag, MSG_READER_AMPERSAND, place);
    } else if (in_tag) {
        diag_report(reader->diag, MSG_READER_TAG_BROKEN,
                    place_of_offset(reader->path, reader->bytes, offset));
    } else {
        diag_report(reader->diag, MSG_READER_LESS_THAN, place);
    }
}

static void report_reference(struct reader *reader, size_t offset)
{
    enum { REFERENCE_SHOWN = 40 };
    size_t at = look_back(reader->bytes, offset > 0 ? offset - 1 : 0, "&");
    struct str name = str_cut(str_slice(reader->bytes, at, reader->bytes.len), REFERENCE_SHOWN);
    size_t len = 0;
    while (len < name.len && strchr("; \t\r\n<\"'", name.ptr[len]) == NULL)
        len++;
    name.len = len;
    diag_report(reader->diag, MSG_READER_REFERENCE, place_of_offset(reader->path, reader->bytes, at),
                STR_ARGS(name));
}

/* <?xml …?> anywhere but at the start; what stands before it has to go. */
static void report_late_declaration(struct reader *reader, size_t offset)
{
    size_t at = look_back(reader->bytes, offset > 0 ? offset - 1 : 0, "<");
    struct str before = str_slice(reader->bytes, 0, at);
    bool blank = str_trim(before).len == 0;
    if (at == 0) {
        diag_report(reader->diag, MSG_READER_DECLARATION, ((struct place){reader->path, 1, 1}));
        return;
    }
    bool lines = memchr(before.ptr, '\n', before.len) != NULL;
    struct place place = place_of_offset(reader->path, reader->bytes, blank ? 0 : at);
    diag_report_plain(reader->diag,
                      !blank  ? MSG_READER_DECLARATION_LATE
                      : lines ? MSG_READER_DECLARATION_BEHIND_LINES
                              : MSG_READER_DECLARATION_BEHIND_BLANKS,
                      place);
}

/* What stands before the root element: a blank that the eye does not tell from others, or text. */
static void report_no_root(struct reader *reader, size_t offset)
{
    struct str rest = str_slice(reader->bytes, offset, reader->bytes.len);
    struct place here = place_of_offset(reader->path, reader->bytes, offset);
    size_t next = 0;
    uint32_t code = rest.len > 0 ? utf8_next(rest, &next) : 0;
    if (rest.len == 0 || !unicode_is_white(code)) {
        diag_report(reader->diag, MSG_READER_NO_XML, here);
        return;
    }
    struct buf described = BUF((size_t)VISIBLE_MAX * 4);
    unicode_describe(code, &described);
    diag_report(reader->diag, MSG_READER_BLANK_BEFORE, here, STR_ARGS(buf_str(&described)));
    buf_clear(&described);
}

/* Between attributes, or at the end of the file. */
static void report_space(struct reader *reader, size_t offset)
{
    if (offset >= reader->bytes.len)
        diag_report(reader->diag, MSG_READER_TAG_OPEN, place_of(reader, offset, "<"));
    else
        diag_report(reader->diag, MSG_READER_NO_SPACE, place_of(reader, offset, NULL));
}

/* Each code of libxml2 with its message, at the byte or at what began before it; or who reports it. */
static const struct fault {
    int code;
    void (*report)(struct reader *reader, size_t offset);
    const struct message *message;
    const char *begin; /* NULL: at the byte */
} FAULTS[] = {
    {XML_ERR_TAG_NAME_MISMATCH, report_mismatch, NULL, NULL},
    {XML_ERR_TAG_NOT_FINISHED, report_unclosed, NULL, NULL},
    {XML_ERR_ATTRIBUTE_REDEFINED, report_attr_twice, NULL, NULL},
    {XML_ERR_NAME_REQUIRED, report_name, NULL, NULL},
    {XML_ERR_SPACE_REQUIRED, report_space, NULL, NULL},
    {XML_ERR_DOCUMENT_EMPTY, report_no_root, NULL, NULL},
    {XML_ERR_RESERVED_XML_NAME, report_late_declaration, NULL, NULL},
    {XML_ERR_UNDECLARED_ENTITY, report_reference, NULL, NULL},
    {XML_ERR_ENTITYREF_SEMICOL_MISSING, report_reference, NULL, NULL},
    {XML_ERR_INVALID_CHAR, report_reference, NULL, NULL}, /* of a reference: scan.c has seen to all others */
    {XML_ERR_INVALID_CHARREF, report_reference, NULL, NULL},
    {XML_ERR_INVALID_HEX_CHARREF, report_reference, NULL, NULL},
    {XML_ERR_INVALID_DEC_CHARREF, report_reference, NULL, NULL},
    {XML_ERR_DOCUMENT_END, NULL, MSG_READER_BEHIND_ROOT, NULL},
    {XML_ERR_ATTRIBUTE_NOT_STARTED, NULL, MSG_READER_UNQUOTED, NULL},
    {XML_ERR_ATTRIBUTE_NOT_FINISHED, NULL, MSG_READER_QUOTE_OPEN, "<"},
    {XML_ERR_ATTRIBUTE_WITHOUT_VALUE, NULL, MSG_READER_NO_VALUE, NULL},
    {XML_ERR_LT_IN_ATTRIBUTE, NULL, MSG_READER_LESS_THAN, "<"},
    {XML_ERR_GT_REQUIRED, NULL, MSG_READER_TAG_OPEN, "<"},
    {XML_ERR_COMMENT_NOT_FINISHED, NULL, MSG_READER_COMMENT_OPEN, "<!--"},
    {XML_ERR_HYPHEN_IN_COMMENT, NULL, MSG_READER_HYPHENS, NULL},
    {XML_ERR_CDATA_NOT_FINISHED, NULL, MSG_READER_CDATA_OPEN, "<![CDATA["},
    {XML_ERR_MISPLACED_CDATA_END, NULL, MSG_READER_CDATA_END, NULL},
    {XML_ERR_XMLDECL_NOT_STARTED, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_XMLDECL_NOT_FINISHED, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_VERSION_MISSING, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_UNKNOWN_VERSION, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_ENCODING_NAME, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_STANDALONE_VALUE, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_EQUAL_REQUIRED, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_STRING_NOT_STARTED, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_STRING_NOT_CLOSED, NULL, MSG_READER_DECLARATION, "<"},
    {XML_ERR_PI_NOT_STARTED, NULL, MSG_READER_INSTRUCTION, "<"},
    {XML_ERR_PI_NOT_FINISHED, NULL, MSG_READER_INSTRUCTION_OPEN, "<?"},
};

void fault_report(struct reader *reader, int code, size_t offset)
{
    for (size_t i = 0; i < ARRAY_COUNT(FAULTS); i++) {
        const struct fault *fault = &FAULTS[i];
        if (fault->code != code)
            continue;
        if (fault->report != NULL)
            fault->report(reader, offset);
        else
            diag_report_plain(reader->diag, fault->message, place_of(reader, offset, fault->begin));
        return;
    }
    diag_report(reader->diag, MSG_READER_MALFORMED, place_of(reader, offset, NULL), code);
}
