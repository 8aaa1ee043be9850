/*
 * Places: a cursor that walks source bytes and counts lines and characters.
 *
 * libxml2 counts lines in 16 bits for nodes and columns now in bytes, now in characters, so reader counts for
 * itself.  The tree keeps only where each text begins; the place of a byte inside is found by walking that
 * text's source again, which costs nothing until a message needs it, or an expression that is compiled.  The
 * last walk is kept, and forgotten when another source is read.
 */
#include "reader/reader_int.h"

#include <string.h>

static const char CDATA_OPEN[] = "<![CDATA[";
static const char CDATA_CLOSE[] = "]]>";

struct cursor cursor_start(struct str bytes)
{
    return (struct cursor){bytes.ptr, bytes.ptr + bytes.len, 1, 1};
}

void cursor_step(struct cursor *cursor)
{
    if (cursor->ptr == cursor->end)
        return;
    char c = *cursor->ptr;
    size_t size = utf8_size_of(c);
    bool cut = cursor->end != NULL && size > (size_t)(cursor->end - cursor->ptr);
    cursor->ptr = cut ? cursor->end : cursor->ptr + size;
    bool pair = c == '\r' && cursor->ptr != cursor->end && *cursor->ptr == '\n';
    if (c == '\n' || (c == '\r' && !pair)) {
        cursor->line++;
        cursor->column = 1;
    } else if (!pair) {
        cursor->column++;
    }
}

/* `to` begins a character. */
void cursor_advance(struct cursor *cursor, const char *to)
{
    enum { SHORT = 16 }; /* bytes, to which calls are dear */
    const char *stop = cursor->end != NULL && to > cursor->end ? cursor->end : to;
    const char *line = cursor->ptr, *at = line;
    if (at >= stop)
        return;
    if (stop - at < SHORT) {
        uint32_t columns = 0;
        for (; at < stop && *at != '\n' && *at != '\r'; at++)
            columns += ((unsigned char)*at & 0xC0) != 0x80;
        cursor->ptr = at;
        cursor->column += columns;
        while (cursor->ptr < stop)
            cursor_step(cursor);
        return;
    }
    if (memchr(at, '\r', (size_t)(stop - at)) != NULL) {
        while (cursor->ptr < stop)
            cursor_step(cursor);
        return;
    }
    while ((at = memchr(line, '\n', (size_t)(stop - line))) != NULL) {
        line = at + 1;
        cursor->line++;
        cursor->column = 1;
    }
    cursor->column += (uint32_t)utf8_count((struct str){line, (size_t)(stop - line)});
    cursor->ptr = stop;
}

void cursor_skip(struct cursor *cursor, const char *literal)
{
    const char *at = cursor->ptr;
    while (at != cursor->end && !cursor_at(&(struct cursor){at, cursor->end, 0, 0}, literal)) {
        const char *next =
            cursor->end == NULL ? at + 1 : memchr(at + 1, *literal, (size_t)(cursor->end - at - 1));
        at = next == NULL ? cursor->end : next;
    }
    cursor_advance(cursor, at);
    if (cursor->ptr != cursor->end)
        cursor_advance(cursor, cursor->ptr + strlen(literal));
}

void cursor_skip_space(struct cursor *cursor)
{
    while (cursor->ptr != cursor->end && char_is_white(*cursor->ptr))
        cursor_step(cursor);
}

bool cursor_skip_aside(struct cursor *cursor)
{
    bool comment = cursor_at(cursor, "<!--");
    if (!comment && !cursor_at(cursor, "<?"))
        return false;
    cursor_advance(cursor, cursor->ptr + (comment ? 4 : 0));
    cursor_skip(cursor, comment ? "-->" : "?>");
    return true;
}

struct place cursor_place(const struct cursor *cursor, const char *file)
{
    return (struct place){file, cursor->line, cursor->column};
}

struct place place_of_offset(const char *file, struct str bytes, size_t offset)
{
    struct cursor cursor = cursor_start(bytes);
    cursor_advance(&cursor, bytes.ptr + (offset < bytes.len ? offset : bytes.len));
    return cursor_place(&cursor, file);
}

/* "#38;" or "#x26;" behind an '&'. */
static bool number_decode(const struct cursor *at, uint32_t *ret_code, size_t *ret_len)
{
    const char *ptr = at->ptr + 2;
    int base = 10;
    if (cursor_at(at, "&#x")) {
        ptr++;
        base = 16;
    }
    const char *digits = ptr;
    uint32_t code = 0;
    while (ptr != at->end && hex_digit(*ptr) < base) {
        code = code > 0x10FFFF ? code : code * (uint32_t)base + (uint32_t)hex_digit(*ptr);
        ptr++;
    }
    if (ptr == digits || ptr == at->end || *ptr != ';')
        return false;
    *ret_code = code;
    *ret_len = (size_t)(ptr + 1 - at->ptr);
    return true;
}

bool reference_decode(const char *at, const char *end, uint32_t *ret_code, size_t *ret_len)
{
    static const struct {
        const char *source;
        uint32_t code;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    struct cursor here = {at, end, 1, 1};
    if (cursor_at(&here, "&#"))
        return number_decode(&here, ret_code, ret_len);
    for (size_t i = 0; i < ARRAY_COUNT(entities); i++)
        if (cursor_at(&here, entities[i].source)) {
            *ret_code = entities[i].code;
            *ret_len = strlen(entities[i].source);
            return true;
        }
    return false;
}

uint32_t cursor_take(struct cursor *cursor, bool literal)
{
    uint32_t code = 0;
    size_t len = 0;
    if (!literal && *cursor->ptr == '&' && reference_decode(cursor->ptr, cursor->end, &code, &len)) {
        cursor_advance(cursor, cursor->ptr + len);
        return code;
    }
    if (*cursor->ptr == '\r') {
        cursor_step(cursor);
        if (cursor->ptr != cursor->end && *cursor->ptr == '\n')
            cursor_step(cursor);
        return '\n';
    }
    struct str character = {cursor->ptr, utf8_size_of(*cursor->ptr)};
    size_t offset = 0;
    code = utf8_next(character, &offset);
    cursor_step(cursor);
    return code;
}

void cursor_to_character(struct cursor *cursor, bool *in_cdata)
{
    for (;;) {
        if (*in_cdata) {
            if (!cursor_at(cursor, CDATA_CLOSE))
                return;
            cursor_advance(cursor, cursor->ptr + strlen(CDATA_CLOSE));
            *in_cdata = false;
        } else if (cursor_at(cursor, CDATA_OPEN)) {
            cursor_advance(cursor, cursor->ptr + strlen(CDATA_OPEN));
            *in_cdata = true;
        } else if (!cursor_skip_aside(cursor)) {
            return;
        }
    }
}

/* Is the first character of a text the first of a CDATA section?  Only then do the section's opening marks
 * stand before it: elsewhere '<' cannot stand in a text.  Reads backwards, and stops before the tag that
 * stands before every text. */
static bool begins_in_cdata(const char *raw)
{
    for (size_t i = strlen(CDATA_OPEN); i > 0; i--) {
        raw--;
        if (*raw != CDATA_OPEN[i - 1])
            return false;
    }
    return true;
}

/* Most characters stand in the source as in the text: up to the byte `to` of it, `done` of which are behind.
 */
static size_t skip_plain(struct cursor *cursor, size_t done, size_t to)
{
    for (;;) {
        unsigned char c = (unsigned char)*cursor->ptr;
        size_t size = utf8_size_of(*cursor->ptr);
        if (c < ' ' || c == '&' || c == '<' || c == ']' || done + size > to)
            return done;
        cursor->ptr += size;
        cursor->column++;
        done += size;
    }
}

/* How far a text's source was walked: `done` bytes of the text lie before the cursor. */
struct walk {
    const char *raw; /* where the text's source begins; NULL: nothing is kept */
    struct cursor cursor;
    bool in_cdata;
    size_t done;
};

/* The last walks.  Whoever compiles a text asks for one place after the other, thousands in a long one; now
 * and then for one before. */
static struct walk kept[2];
static size_t oldest;

void place_forget(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(kept); i++)
        kept[i].raw = NULL;
}

/* The walk that came nearest to the byte `offset`, or one that is given up for it. */
static struct walk *walk_towards(const char *raw, size_t offset)
{
    struct walk *best = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(kept); i++) {
        bool before = kept[i].raw == raw && kept[i].done <= offset;
        best = before && (best == NULL || kept[i].done > best->done) ? &kept[i] : best;
    }
    if (best == NULL) {
        best = &kept[oldest];
        best->raw = NULL;
    }
    oldest = best == &kept[0] ? 1 : 0;
    return best;
}

/* Goes on to the byte `offset` of the text. */
static struct place walk_on(struct walk *walk, struct str text, size_t offset, const char *file)
{
    const size_t to = offset < text.len ? offset : text.len;
    char bytes[4];
    walk->done = skip_plain(&walk->cursor, walk->done, to);
    while (walk->done < text.len) {
        cursor_to_character(&walk->cursor, &walk->in_cdata);
        struct walk here = *walk;
        walk->done += utf8_encode(cursor_take(&walk->cursor, walk->in_cdata), bytes);
        if (walk->done > offset) {
            *walk = here;
            break;
        }
        walk->done = skip_plain(&walk->cursor, walk->done, to);
    }
    return cursor_place(&walk->cursor, file);
}

/* Of a text that says itself where its stretches stand. */
static struct place marked_place(const struct node *text, size_t offset)
{
    const struct text_mark *mark = text->marks;
    while (mark[1].from <= offset)
        mark++;
    struct place place = mark->place;
    place.column += (uint32_t)utf8_count(str_slice(text->text, mark->from, offset));
    return place;
}

struct place node_text_place(const struct node *text, size_t offset)
{
    if (text->marked)
        return marked_place(text, offset);
    if (text->raw == NULL || offset == 0)
        return text->place;
    struct walk *walk = walk_towards(text->raw, offset);
    if (walk->raw == NULL) {
        *walk = (struct walk){.raw = text->raw,
                              .cursor = {text->raw, NULL, text->place.line, text->place.column},
                              .in_cdata = begins_in_cdata(text->raw)};
        cursor_to_character(&walk->cursor, &walk->in_cdata);
    }
    return walk_on(walk, text->text, offset, text->place.file);
}

struct place attr_text_place(const struct attr *attr, size_t offset)
{
    if (attr->raw == NULL || offset == 0)
        return attr->place;
    struct walk *walk = walk_towards(attr->raw, offset);
    if (walk->raw == NULL)
        *walk = (struct walk){.raw = attr->raw,
                              .cursor = {attr->raw, NULL, attr->place.line, attr->place.column}};
    return walk_on(walk, attr->value, offset, attr->place.file);
}
