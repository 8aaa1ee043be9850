/* What md4c would pass without a word: characters that no paper may have, and footnotes, which CommonMark does not know. */
#include "reader/markdown_int.h"
#include "reader/messages.def"
#include "unicode/unicode.h"

#include <string.h>

/* Does [^1] stand there?  Of two pieces of a text the second begins behind the bracket. */
static bool is_note_mark(struct str bytes, size_t at)
{
    enum { LONGEST = 60 };
    const struct str here = str_slice(bytes, at, at + LONGEST < bytes.len ? at + LONGEST : bytes.len);
    if (here.len < 4 || here.ptr[0] != '[' || here.ptr[1] != '^' || here.ptr[2] == ']' ||
        (at > 0 && bytes.ptr[at - 1] == '\\'))
        return false;
    size_t end = 2;
    while (end < here.len && here.ptr[end] != ']' && !char_is_white(here.ptr[end]))
        end++;
    return end < here.len && here.ptr[end] == ']' && (end + 1 == here.len || here.ptr[end + 1] != '(');
}

/* Others have footnotes there, and their text would be gone, or stand there with its mark. */
void markdown_refuse_notes(struct markdown *md, size_t from, size_t to)
{
    for (size_t at = from; at < to && md->reader.status == OK; at++)
        if (is_note_mark(md->reader.bytes, at))
            markdown_fail(md, diag_report(md->reader.diag, MSG_MARKDOWN_FOOTNOTE, markdown_place(md, at)));
}

enum status markdown_check_characters(struct markdown *md)
{
    struct reader *reader = &md->reader;
    struct unicode_pile pile;
    size_t wrong = 0, marks = 0;
    if (reader_judge_encoding(reader->bytes, &wrong) != READER_UTF8)
        return reader_tell_encoding(reader->diag, reader->path, reader->bytes, wrong);
    if (reader->bytes.len >= 3 && memcmp(reader->bytes.ptr, "\xEF\xBB\xBF", 3) == 0)
        reader->bytes = str_slice(reader->bytes, 3, reader->bytes.len);
    md->cursor = cursor_start(reader->bytes);
    enum status status = OK;
    for (size_t at = 0; at < reader->bytes.len && status == OK;) {
        const size_t begin = at;
        const uint32_t code = utf8_next(reader->bytes, &at);
        if ((code >= ' ' && code < 0x7F) || code == '\n' || code == '\t' || code == '\r')
            continue;
        marks += unicode_is_combining(code) ? 1 : 0;
        status = character_tell(reader->diag, markdown_place(md, begin), code);
    }
    if (status == OK && marks > UNICODE_MAX_MARKS && unicode_find_pile(reader->bytes, &pile)) {
        const struct place place = markdown_place(md, pile.at);
        status = reader_tell_text(reader->diag, place, str_slice(reader->bytes, pile.at, reader->bytes.len));
    }
    md->cursor = cursor_start(reader->bytes);
    return status;
}
