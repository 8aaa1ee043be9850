/*
 * White space in running text (templates/README.md, section 3).
 *
 * Space, tab and line end are white; U+3000 is a character.  A run of white becomes one space; one that holds
 * a line end and stands between two wide characters becomes nothing, because the author only broke the line
 * of his file.  At the edge of a literal, next to an expression or an inline element, the character on the
 * literal's side alone decides: what stands on the other side may differ from document to document, and the
 * author cannot see it.
 *
 * A literal is cut into segments at every place where source and result differ, so that within a segment one
 * character is one column of the source.
 */
#include "template/inline/inline_int.h"

#include <limits.h>
#include <string.h>

struct splitter {
    struct arena *arena;
    struct str text;
    size_t offset; /* of the literal in the source */
    const struct pattern_source *source;
    struct text_literal *literal;
    size_t capacity;
};

static enum status add_segment(struct splitter *splitter, size_t from, size_t to, bool space)
{
    struct text_literal *literal = splitter->literal;
    const struct text_segment segment = {
        str_slice(splitter->text, from, to), space,
        splitter->source->place_of(splitter->source->context, splitter->offset + from)};
    return ARENA_APPEND(splitter->arena, literal->segments, literal->count, splitter->capacity, &segment);
}

/* End of the white that begins at `from`. */
static size_t white_end(struct str text, size_t from, bool *ret_line)
{
    *ret_line = false;
    for (; from < text.len && char_is_white(text.ptr[from]); from++)
        if (text.ptr[from] == '\n' || text.ptr[from] == '\r')
            *ret_line = true;
    return from;
}

/* The first byte from `from` on that is no more than a blank, eight at a time. */
static size_t white_begin(struct str text, size_t from)
{
    const uint64_t ones = UINT64_MAX / UCHAR_MAX, tops = ones << 7; /* 1 and 80 in each byte */
    for (uint64_t eight; from + sizeof eight <= text.len; from += sizeof eight) {
        memcpy(&eight, text.ptr + from, sizeof eight);
        if (((eight - ones * (' ' + 1)) & ~eight & tops) != 0)
            break;
    }
    while (from < text.len && (unsigned char)text.ptr[from] > ' ')
        from++;
    return from;
}

static uint32_t code_at(struct str text, size_t at)
{
    return utf8_next(text, &at);
}

/* Is the white from..to gone, given its neighbours inside the literal?  At an edge there is one. */
static bool vanishes(struct str text, size_t from, size_t to, bool line)
{
    return line && (from == 0 || utf8_joins_lines(last_code(str_slice(text, 0, from)))) &&
           (to == text.len || utf8_joins_lines(code_at(text, to)));
}

enum status space_split(struct arena *arena, struct str literal, size_t offset,
                        const struct pattern_source *source, struct text_literal *ret_literal)
{
    struct splitter splitter = {arena, literal, offset, source, ret_literal, 0};
    size_t start = 0; /* of the segment being read */
    bool space = false, line;
    *ret_literal = (struct text_literal){0};
    for (size_t at = 0; (at = white_begin(literal, at)) < literal.len;) {
        if (!char_is_white(literal.ptr[at])) {
            at++;
            continue;
        }
        size_t end = white_end(literal, at, &line);
        bool inside = at > 0 && end < literal.len;
        if (inside && end - at == 1 && literal.ptr[at] == ' ') {
            at = end;
            continue;
        }
        enum status status = at > start ? add_segment(&splitter, start, at, space) : OK;
        if (status != OK)
            return status;
        space = !vanishes(literal, at, end, line);
        if (end == literal.len) {
            bool only = at == 0;
            ret_literal->after = only && line ? SPACE_LINE : space ? SPACE_ONE : SPACE_NONE;
        }
        start = at = end;
    }
    return start < literal.len ? add_segment(&splitter, start, literal.len, space) : OK;
}
