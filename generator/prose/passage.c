/*
 * One paragraph as one text: its text nodes, those of inline elements too, joined as the reader of the page
 * sees them.  An expression becomes a mark, but one that prints itself is words; characters that nobody sees
 * go; what is declared free stands between two marks; a footnote's place is a break.  White space with a line
 * end between two wide characters goes, so that a name broken over two lines of the XML is whole.
 *
 * Segments say where each stretch comes from; places are found only when somebody is told of them.
 */
#include "prose/prose_int.h"

#include <limits.h>
#include <string.h>

enum { PASSAGE_MAX = READER_MAX_BYTES };

void passage_init(struct passage *passage, struct arena *arena)
{
    *passage = (struct passage){.arena = arena};
    passage->text = BUF(PASSAGE_MAX);
}

void passage_clear(struct passage *passage)
{
    buf_clear(&passage->text);
}

void passage_empty(struct passage *passage)
{
    buf_reset(&passage->text);
    passage->segment_count = passage->quote_count = passage->context = passage->row = 0;
}

void passage_note(struct passage *passage, enum status status)
{
    passage->status = status_worse(passage->status, status);
}

/* A text of the tree. */
struct source {
    struct str text;
    const struct node *node;
    const struct attr *attr;
};

static void add_stretch(struct passage *passage, const struct source *source, size_t from, size_t to)
{
    const struct segment segment = {passage->text.len, from, source->node, source->attr};
    if (from == to)
        return;
    enum status status = ARENA_APPEND(passage->arena, passage->segments, passage->segment_count,
                                      passage->segment_capacity, &segment);
    passage_note(passage, status);
    if (status == OK)
        buf_add_str(&passage->text, str_slice(source->text, from, to));
}

static uint32_t last_character(struct str text, size_t end)
{
    size_t from = end;
    while (from > 0 && ((unsigned char)text.ptr[--from] & 0xC0) == 0x80)
        continue;
    return end == 0 ? 0 : utf8_next(text, &from);
}

/* The white around the line end at `at`: does it go?  *ret_from, *ret_to: it. */
static bool white_goes(struct str text, size_t begin, size_t at, size_t *ret_from, size_t *ret_to)
{
    size_t from = at, to = at;
    while (from > begin && char_is_white(text.ptr[from - 1]))
        from--;
    while (to < text.len && char_is_white(text.ptr[to]))
        to++;
    *ret_from = from;
    *ret_to = to;
    size_t next = to;
    return from == 0 || to == text.len ||
           (utf8_joins_lines(last_character(text, from)) && utf8_joins_lines(utf8_next(text, &next)));
}

/* Literal text without braces. */
static void add_words(struct passage *passage, const struct source *source, size_t from, size_t to)
{
    struct str text = str_slice(source->text, 0, to);
    for (size_t look = from; look < to;) {
        const char *line_end = memchr(text.ptr + look, '\n', to - look);
        size_t white, behind;
        if (line_end == NULL)
            break;
        bool goes = white_goes(text, from, (size_t)(line_end - text.ptr), &white, &behind);
        if (goes) {
            add_stretch(passage, source, from, white);
            from = behind;
        }
        look = behind;
    }
    add_stretch(passage, source, from, to);
}

/* What prints itself, {8} or {'8人'}: it stands in the text as words; false: it is an expression. */
static bool is_literal(struct str text, size_t *from, size_t *to)
{
    while (*from < *to && char_is_white(text.ptr[*from]))
        ++*from;
    while (*from < *to && char_is_white(text.ptr[*to - 1]))
        --*to;
    if (*from == *to)
        return false;
    char quote = text.ptr[*from];
    if (quote == '\'' || quote == '"') {
        ++*from;
        --*to;
        return *from <= *to && text.ptr[*to] == quote && memchr(text.ptr + *from, quote, *to - *from) == NULL;
    }
    for (size_t i = *from; i < *to; i++)
        if (!is_digit(text.ptr[i]) && text.ptr[i] != '.')
            return false;
    return true;
}

/* From the brace at `at`; gives what is behind it. */
static size_t add_brace(struct passage *passage, const struct source *source, size_t at)
{
    struct str text = source->text;
    bool doubled = at + 1 < text.len && text.ptr[at + 1] == text.ptr[at];
    size_t end = doubled || text.ptr[at] == '}' ? text.len : pattern_expression_end(text, at);
    if (end == text.len) {
        add_stretch(passage, source, at, at + 1);
        return at + (doubled ? 2 : 1);
    }
    size_t from = at + 1, to = end;
    if (is_literal(text, &from, &to)) {
        add_stretch(passage, source, from, to);
        return end + 1;
    }
    size_t mark = passage->text.len;
    add_stretch(passage, source, at, at + 1);
    if (passage->text.len > mark)
        passage->text.ptr[mark] = MARK_QUOTE;
    const struct str quote = str_slice(text, at, end + 1);
    passage_note(passage, ARENA_APPEND(passage->arena, passage->quotes, passage->quote_count,
                                       passage->quote_capacity, &quote));
    return end + 1;
}

/* Characters that nobody sees: 8 and 人 with one between them are 8人. */
static bool is_unseen(uint32_t code)
{
    return code == 0xAD || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF;
}

/* The next brace or character that nobody sees, from `at` on.  Their first bytes stop the look. */
static size_t next_stop(struct str text, size_t at, bool expressions)
{
    /* Bytes to go on by; 0: a stop. */
    static const unsigned char steps[UCHAR_MAX + 1] = {[0 ... '{' - 1] = 1,    ['|'] = 1,
                                                       ['}' + 1 ... 0xC1] = 1, [0xC3 ... 0xE1] = 1,
                                                       [0xE3 ... 0xEE] = 3,    [0xF0 ... 0xFF] = 1};
    for (;; at++) {
        for (size_t step; at < text.len && (step = steps[(unsigned char)text.ptr[at]]) > 0;)
            at += step;
        at = at > text.len ? text.len : at;
        size_t end = at;
        if (at == text.len ||
            ((unsigned char)text.ptr[at] < 0x80 ? expressions : is_unseen(utf8_next(text, &end))))
            return at;
    }
}

static void add_source(struct passage *passage, const struct source *source, bool expressions)
{
    struct str text = source->text;
    for (size_t at = 0; at < text.len;) {
        size_t stop = next_stop(text, at, expressions);
        add_words(passage, source, at, stop);
        at = stop;
        if (at < text.len && (unsigned char)text.ptr[at] < 0x80)
            at = add_brace(passage, source, at);
        else if (at < text.len)
            utf8_next(text, &at);
    }
    passage_note(passage, buf_status(&passage->text));
}

void passage_add_attr(struct passage *passage, const struct attr *attr, bool expressions)
{
    add_source(passage, &(struct source){.text = attr->value, .attr = attr}, expressions);
}

void passage_add_node(struct passage *passage, const struct node *text, bool expressions)
{
    add_source(passage, &(struct source){.text = text->text, .node = text}, expressions);
}

bool prose_is_typed(const struct node *node)
{
    return node_is(node, "code") || node_is(node, "pre");
}

bool prose_is_free(const struct node *node)
{
    const struct attr *attr = node_attr(node, "figures");
    return node_is(node, "free") || prose_is_typed(node) || (attr != NULL && str_is(attr->value, "free"));
}

bool prose_is_inline(const struct node *node)
{
    static const char *const names[] = {"b", "i", "u", "strike", "em", "sub", "sup", "link", "free"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (node_is(node, names[i]))
            return true;
    return false;
}

void passage_gather(struct passage *passage, const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->kind == NODE_TEXT) {
            passage_add_node(passage, child, true);
            continue;
        }
        bool marked = prose_is_free(child);
        if (node_is(child, "br") || node_is(child, "cut"))
            continue;
        if (!prose_is_inline(child)) {
            buf_add_char(&passage->text, MARK_BREAK);
            continue;
        }
        if (marked)
            buf_add_char(&passage->text, MARK_FREE);
        passage_gather(passage, child);
        if (marked)
            buf_add_char(&passage->text, MARK_FREE_END);
    }
}

struct place passage_place(const struct passage *passage, size_t at)
{
    size_t low = 0, high = passage->segment_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (passage->segments[middle].from <= at)
            low = middle;
        else
            high = middle;
    }
    if (passage->segment_count == 0)
        return (struct place){0};
    const struct segment *segment = &passage->segments[low];
    size_t offset =
        segment->offset + (at > segment->from ? at - segment->from : 0); /* a mark may stand before it */
    return segment->attr != NULL ? attr_text_place(segment->attr, offset)
                                 : node_text_place(segment->node, offset);
}
