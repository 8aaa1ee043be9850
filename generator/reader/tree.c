/*
 * The node tree, built from what libxml2 finds.
 *
 * libxml2 says in which order tags and characters come, and vouches that they are well formed; a cursor goes
 * along in the source, from tag to tag, and takes names, attributes, texts and places from there.  So places are
 * exact, attribute values keep their line ends, and names and plain texts are borrowed from the source
 * instead of copied.  Here, where a text is known with its references resolved and its place, more combining
 * characters on one than a page can have are refused: also in texts of layouts and models.
 */
#include "reader/reader_int.h"
#include "reader/messages.def"
#include "unicode/unicode.h"

#include <assert.h>
#include <string.h>

static void tree_fail(struct reader *reader, enum status status)
{
    if (reader->status == OK)
        reader->status = status;
}

static bool is_name_end(char c)
{
    return c == '\0' || char_is_white(c) || c == '/' || c == '>' || c == '=';
}

static struct str take_name(struct cursor *cursor)
{
    const char *begin = cursor->ptr, *at = begin;
    for (; at != cursor->end && !is_name_end(*at); at++)
        cursor->column += ((unsigned char)*at & 0xC0) != 0x80;
    cursor->ptr = at;
    return (struct str){begin, (size_t)(at - begin)};
}

struct str tag_name(struct cursor *cursor)
{
    cursor_step(cursor);
    return take_name(cursor);
}

bool tag_next_attr(struct cursor *cursor, struct tag_attr *ret_attr)
{
    struct tag_attr attr;
    cursor_skip_space(cursor);
    attr.at = *cursor;
    attr.name = take_name(cursor);
    cursor_skip_space(cursor);
    if (attr.name.len == 0 || !cursor_at(cursor, "="))
        return false;
    cursor_step(cursor);
    cursor_skip_space(cursor);
    if (!cursor_at(cursor, "\"") && !cursor_at(cursor, "'"))
        return false;
    char quote = *cursor->ptr;
    cursor_step(cursor);
    attr.value = *cursor;
    const char *close = memchr(cursor->ptr, quote, (size_t)(cursor->end - cursor->ptr));
    if (close == NULL)
        return false;
    attr.len = (size_t)(close - cursor->ptr);
    cursor_advance(cursor, close + 1);
    *ret_attr = attr;
    return true;
}

/* Moves over text, comments, instructions and CDATA sections to the next tag. */
static void skip_to_tag(struct cursor *cursor)
{
    for (;;) {
        const char *tag = memchr(cursor->ptr, '<', (size_t)(cursor->end - cursor->ptr));
        cursor_advance(cursor, tag == NULL ? cursor->end : tag);
        if (tag == NULL)
            return;
        if (cursor_at(cursor, "<![CDATA["))
            cursor_skip(cursor, "]]>");
        else if (!cursor_skip_aside(cursor))
            return;
    }
}

struct node *tree_add(struct reader *reader, enum node_kind kind, struct place place)
{
    if (reader->node_count >= reader->max_nodes) {
        tree_fail(reader, diag_report(reader->diag, MSG_READER_TOO_MANY_NODES, place, reader->max_nodes));
        return NULL;
    }
    struct node *node = ARENA_NEW(reader->arena, struct node);
    if (node == NULL) {
        tree_fail(reader, NO_MEMORY);
        return NULL;
    }
    reader->node_count++;
    node->kind = kind;
    node->place = place;
    node->parent = reader->open;
    if (reader->open == NULL) {
        reader->root = node;
    } else if (reader->open->last == NULL) {
        reader->open->first = reader->open->last = node;
    } else {
        reader->open->last->next = node;
        reader->open->last = node;
    }
    return node;
}

static void refuse_pile(struct reader *reader, const struct unicode_pile *pile, struct str where,
                        struct place place)
{
    struct buf described = BUF((size_t)VISIBLE_MAX * 4);
    if (where.ptr == NULL) {
        tree_fail(reader, NO_MEMORY);
        return;
    }
    unicode_describe(pile->base, &described);
    diag_report(reader->diag, MSG_READER_MARKS, place, STR_ARGS(where), STR_ARGS(buf_str(&described)),
                pile->marks, (int)UNICODE_MAX_MARKS);
    buf_clear(&described);
    tree_fail(reader, FAILED);
}

/* Do `len` bytes of text stand in the source as they are: no reference, line end of another sort, or mark between
 * pieces? */
static bool is_as_written(const struct cursor *cursor, bool in_cdata, size_t len)
{
    const char *at = cursor->ptr;
    return len <= (size_t)(cursor->end - at) && memchr(at, '<', len) == NULL &&
           memchr(at, '&', len) == NULL && memchr(at, '\r', len) == NULL &&
           !(in_cdata && memchr(at, ']', len) != NULL);
}

/* `len` bytes of text from the cursor on, taken from its source character by character; ptr NULL: no memory. */
static struct str text_resolved(struct reader *reader, struct cursor cursor, bool in_cdata, size_t len)
{
    enum { CHARACTER = 4 };
    char *bytes = arena_alloc(reader->arena, len + CHARACTER);
    size_t done = 0;
    while (bytes != NULL && done < len) {
        cursor_to_character(&cursor, &in_cdata);
        assert(cursor.ptr != cursor.end);
        done += utf8_encode(cursor_take(&cursor, in_cdata), bytes + done);
    }
    return (struct str){bytes, done};
}

/* Makes a text node of the characters since the last tag. */
static void flush_text(struct reader *reader)
{
    size_t len = reader->text_len;
    reader->text_len = 0;
    if (reader->status != OK || len == 0)
        return;
    struct cursor cursor = reader->cursor;
    bool in_cdata = false;
    cursor_to_character(&cursor, &in_cdata);
    struct node *node = tree_add(reader, NODE_TEXT, cursor_place(&cursor, reader->path));
    if (node == NULL)
        return;
    node->raw = cursor.ptr;
    node->text = is_as_written(&cursor, in_cdata, len) ? (struct str){cursor.ptr, len}
                                                       : text_resolved(reader, cursor, in_cdata, len);
    struct unicode_pile pile;
    if (node->text.ptr == NULL) {
        tree_fail(reader, NO_MEMORY);
    } else if (reader->may_pile && unicode_find_pile(node->text, &pile)) {
        struct str name = node->parent != NULL ? node->parent->name : STR("");
        struct str where = arena_printf(reader->arena, "<%.*s> ", STR_ARGS(name));
        refuse_pile(reader, &pile, where, node_text_place(node, pile.at));
    }
}

/* The value with references resolved and line ends as LF. */
static struct str attr_value(struct reader *reader, const struct tag_attr *source)
{
    struct str raw = {source->value.ptr, source->len};
    if (memchr(raw.ptr, '&', raw.len) == NULL && memchr(raw.ptr, '\r', raw.len) == NULL)
        return raw;
    char *bytes = arena_alloc(reader->arena, raw.len + 1);
    if (bytes == NULL) {
        tree_fail(reader, NO_MEMORY);
        return raw;
    }
    size_t len = 0;
    struct cursor cursor = source->value;
    cursor.end = raw.ptr + raw.len;
    while (cursor.ptr != cursor.end)
        len += utf8_encode(cursor_take(&cursor, false), bytes + len); /* never longer than its source */
    return (struct str){bytes, len};
}

static bool has_prefix(struct str name)
{
    return memchr(name.ptr, ':', name.len) != NULL;
}

/* Of no meaning here, and allowed everywhere. */
static bool is_ignored(struct str name)
{
    return name.ptr[0] == 'x' &&
           (str_is(name, "xmlns") || str_starts(name, "xmlns:") || str_is(name, "xml:space") ||
            str_is(name, "xml:lang") || str_is(name, "xml:id"));
}

static void refuse_prefix(struct reader *reader, struct str name, const struct cursor *at)
{
    struct place place = cursor_place(at, reader->path);
    tree_fail(reader, diag_report(reader->diag, MSG_READER_PREFIX, place, STR_ARGS(name)));
}

static void check_attr(struct reader *reader, struct str element, const struct attr *attr)
{
    struct unicode_pile pile;
    if (reader->may_pile && unicode_find_pile(attr->value, &pile)) {
        struct str where =
            arena_printf(reader->arena, "<%.*s> 的 %.*s= ", STR_ARGS(element), STR_ARGS(attr->name));
        refuse_pile(reader, &pile, where, attr_text_place(attr, pile.at));
    }
}

/* Reads the attributes of the start tag into `attrs` and moves to the tag's end; returns how many. */
static size_t read_attrs(struct reader *reader, struct cursor *cursor, struct str element,
                         struct attr attrs[READER_MAX_ATTRIBUTES])
{
    struct tag_attr source;
    size_t count = 0;
    while (reader->status == OK && tag_next_attr(cursor, &source)) {
        if (is_ignored(source.name))
            continue;
        if (has_prefix(source.name)) {
            refuse_prefix(reader, source.name, &source.at);
        } else {
            assert(count < READER_MAX_ATTRIBUTES); /* scan.c has counted them */
            attrs[count] = (struct attr){source.name, attr_value(reader, &source),
                                         cursor_place(&source.value, reader->path), source.value.ptr};
            check_attr(reader, element, &attrs[count++]);
        }
    }
    return count;
}

static void copy_attrs(struct reader *reader, struct node *node, const struct attr *attrs, size_t count)
{
    if (count == 0 || reader->status != OK)
        return;
    node->attrs = ARENA_NEW_ARRAY(reader->arena, count, struct attr);
    if (node->attrs == NULL) {
        tree_fail(reader, NO_MEMORY);
        return;
    }
    memcpy(node->attrs, attrs, count * sizeof(*attrs));
    node->attr_count = count;
}

void tree_start(struct reader *reader)
{
    flush_text(reader);
    if (reader->status != OK)
        return;
    struct cursor cursor = reader->cursor;
    skip_to_tag(&cursor);
    struct cursor at = cursor;
    struct place place = cursor_place(&at, reader->path);
    if (reader->depth >= READER_MAX_DEPTH) {
        tree_fail(reader, diag_report(reader->diag, MSG_READER_TOO_DEEP, place, (int)READER_MAX_DEPTH));
        return;
    }
    struct node *node = tree_add(reader, NODE_ELEMENT, place);
    if (node == NULL)
        return;
    node->name = tag_name(&cursor);
    if (has_prefix(node->name)) {
        refuse_prefix(reader, node->name, &at);
        return;
    }
    struct attr attrs[READER_MAX_ATTRIBUTES];
    size_t count = read_attrs(reader, &cursor, node->name, attrs);
    copy_attrs(reader, node, attrs, count);
    reader->empty_tag = cursor_at(&cursor, "/>");
    cursor_skip(&cursor, ">");
    reader->cursor = cursor;
    reader->open = node;
    reader->depth++;
}

void tree_text(struct reader *reader, size_t len)
{
    reader->text_len += len;
}

void tree_end(struct reader *reader)
{
    flush_text(reader);
    if (reader->status != OK)
        return;
    if (!reader->empty_tag) {
        skip_to_tag(&reader->cursor);
        cursor_skip(&reader->cursor, ">");
    }
    reader->empty_tag = false;
    reader->open = reader->open->parent;
    reader->depth--;
}
