/*
 * What stands in names and prose and nobody sees: blanks that are none, tabs, blanks in a row, half-width
 * marks between Han, line ends that would join two words.
 *
 * One pass over the bytes of each text; a table of classes lets Han and letters pass, so that only blanks,
 * marks and the lead bytes of odd blanks are looked at.  A sort is warned of once a document, at its first,
 * with how often it stands there.  Expressions in braces are no text.  The place of a character is only
 * looked for once a sort.
 */
#include "model/texts/texts_int.h"
#include "unicode/unicode.h"
#include "model/messages.def"

#include <string.h>

/* A text of the input: of an attribute, or of a node. */
struct source {
    struct str text;
    const struct attr *attr;
    const struct node *node;
    bool name; /* a scalar: its ends are those of what is printed */
};

static struct place source_place(const struct source *source, size_t offset)
{
    return source->attr != NULL ? attr_text_place(source->attr, offset)
                                : node_text_place(source->node, offset);
}

static void note_stray(struct fill *fill, const struct source *source, size_t offset, uint32_t code,
                       enum stray_sort sort)
{
    struct strays *strays = &fill->strays;
    size_t i = 0;
    while (i < strays->count && (strays->items[i].code != code || strays->items[i].sort != sort))
        i++;
    if (i == MODEL_MAX_STRAYS)
        return; /* enough is told */
    if (i == strays->count)
        strays->items[strays->count++] = (struct stray){code, sort, source_place(source, offset), 0};
    strays->items[i].count++;
}

/* The character that ends before `offset`; 0: none. */
static uint32_t code_before(struct str text, size_t offset)
{
    size_t at = offset;
    while (at > 0 && ((unsigned char)text.ptr[--at] & 0xC0) == 0x80) {
    }
    return offset == 0 ? 0 : utf8_next(text, &at);
}

static uint32_t code_at(struct str text, size_t offset)
{
    return offset < text.len ? utf8_next(text, &offset) : 0;
}

/* A run of white from `offset` on, inside the text; returns its end. */
static size_t look_at_run(struct fill *fill, const struct source *source, size_t offset)
{
    struct str text = source->text;
    size_t end = offset, tab = SIZE_MAX;
    bool line = false;
    for (; end < text.len && char_is_white(text.ptr[end]); end++) {
        line = line || text.ptr[end] == '\n' || text.ptr[end] == '\r';
        tab = text.ptr[end] == '\t' && tab == SIZE_MAX ? end : tab;
    }
    if (line || offset == 0 || end == text.len)
        return end; /* the author only broke or indented the lines of his file */
    if (tab != SIZE_MAX)
        note_stray(fill, source, tab, '\t', STRAY_TAB);
    else if (end - offset > 1)
        note_stray(fill, source, offset, ' ', STRAY_BLANKS);
    return end;
}

static void look_at_mark(struct fill *fill, const struct source *source, size_t offset)
{
    uint32_t before = code_before(source->text, offset), after = code_at(source->text, offset + 1);
    if (before != 0 && after != 0 && utf8_joins_lines(before) && utf8_joins_lines(after))
        note_stray(fill, source, offset, (uint32_t)source->text.ptr[offset], STRAY_BETWEEN);
}

/* ＜b＞, ＜/b＞ in prose: of which elements, its language says.  a＜b is none. */
static void look_at_wide(struct fill *fill, const struct source *source, size_t offset)
{
    const struct str rest = str_slice(source->text, offset, source->text.len), tag = wide_tag(rest);
    const struct str name = str_slice(tag, str_starts(tag, "/") ? 1 : 0, tag.len);
    const struct str behind = str_slice(rest, strlen("＜") + tag.len, rest.len);
    const bool closes = str_starts(behind, "＞") || str_starts(behind, ">") || str_starts(behind, "/＞") ||
                        str_starts(behind, "／＞");
    if (!source->name && name.len > 0 && closes && schema_element(LANGUAGE_PROSE, name) != NULL)
        diag_report(fill->run.diag, MSG_MODEL_TAG_WIDE_PROSE, source_place(source, offset), STR_ARGS(tag));
}

static void look_at_odd(struct fill *fill, const struct source *source, size_t offset, uint32_t code)
{
    bool meant = code == 0x200B || code == 0xAD || (code >= 0xFE00 && code <= 0xFE0F) || code >= 0xE0100;
    if (code == 0xFF1C) {
        look_at_wide(fill, source, offset);
    } else if (code == 0x3000) {
        bool edge = offset == 0 || offset + 3 == source->text.len;
        if (edge && source->name)
            note_stray(fill, source, offset, code, STRAY_EDGE);
    } else if (!meant && (unicode_is_white(code) || unicode_is_ignorable(code))) {
        note_stray(fill, source, offset, code, STRAY_UNSEEN);
    }
}

enum class { PLAIN, HAN, WHITE, MARK, BRACE, LEAD };

/* C2: U+00A0; E1 to E3: odd blanks and U+3000; EF: U+FEFF.  Han begin with E3 (rare ones) to E9. */
static enum class class_of(unsigned char c) {
    static const unsigned char classes[256] = {['\t'] = WHITE,
                                               ['\n'] = WHITE,
                                               ['\r'] = WHITE,
                                               [' '] = WHITE,
                                               [','] = MARK,
                                               ['.'] = MARK,
                                               [':'] = MARK,
                                               [';'] = MARK,
                                               ['('] = MARK,
                                               [')'] = MARK,
                                               ['?'] = MARK,
                                               ['!'] = MARK,
                                               ['{'] = BRACE,
                                               [0xC2] = LEAD,
                                               [0xE1] = LEAD,
                                               [0xE2] = LEAD,
                                               [0xE3] = LEAD,
                                               [0xE4 ... 0xE9] = HAN,
                                               [0xEF] = LEAD};
    return classes[c];
}

/* Behind the expression that begins at `offset`; behind "{{" when it is the brace itself. */
static size_t skip_braces(struct str text, size_t offset)
{
    if (offset + 1 < text.len && text.ptr[offset + 1] == '{')
        return offset + 2;
    const char *close = memchr(text.ptr + offset, '}', text.len - offset);
    return close == NULL ? text.len : (size_t)(close - text.ptr) + 1;
}

static void look_through(struct fill *fill, const struct source *source)
{
    struct str text = source->text;
    for (size_t at = 0;;) {
        enum { HAN_BYTES = 3 };
        enum class found = PLAIN;
        for (; at < text.len && (found = class_of((unsigned char)text.ptr[at])) <= HAN;
             at += found == HAN ? HAN_BYTES : 1)
            continue;
        if (at >= text.len)
            return;
        size_t next = at + 1;
        switch (found) {
        case WHITE:
            next = look_at_run(fill, source, at);
            break;
        case MARK:
            look_at_mark(fill, source, at);
            break;
        case BRACE:
            next = skip_braces(text, at);
            break;
        case LEAD:
            next = at;
            look_at_odd(fill, source, at, utf8_next(text, &next));
            break;
        default:
            break;
        }
        at = next;
    }
}

void strays_in_attr(struct fill *fill, const struct attr *attr)
{
    look_through(fill, &(struct source){attr->value, attr, NULL, true});
}

void strays_in_text(struct fill *fill, const struct node *text)
{
    look_through(fill, &(struct source){text->text, NULL, text, true});
}

/* What stands in it is printed as it was typed. */
static bool is_typed(const struct node *node)
{
    return node_is(node, "pre") || node_is(node, "code");
}

/* The next node of the tree below `root`, in the order of the file; NULL: that was all. */
static const struct node *next_inside(const struct node *node, const struct node *root)
{
    if (node->first != NULL)
        return node->first;
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

void strays_in_prose(struct fill *fill, const struct node *prose)
{
    for (const struct node *node = next_inside(prose, prose); node != NULL; node = next_inside(node, prose))
        if (node->kind == NODE_TEXT && is_typed(node->parent))
            continue;
        else if (node->kind == NODE_TEXT)
            look_through(fill, &(struct source){node->text, NULL, node, false});
        else if (node_attr(node, "title") != NULL)
            strays_in_attr(fill, node_attr(node, "title"));
}

/* An error of the same line, of a name that is taken for another or a number that is none, says it already.
 */
static bool line_is_told(const struct diag *diag, struct place place)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(diag, &entries);
    for (size_t i = 0; i < count; i++)
        if (entries[i].code->severity == SEVERITY_ERROR && entries[i].place.file == place.file &&
            entries[i].place.line == place.line)
            return true;
    return false;
}

static void report_stray(struct diag *diag, const struct stray *stray, struct str described)
{
#define REPORT(code) diag_report(diag, code, stray->place, STR_ARGS(described), stray->count)
    if (stray->sort == STRAY_TAB)
        REPORT(MSG_MODEL_STRAY_TAB);
    else if (stray->sort == STRAY_BLANKS)
        REPORT(MSG_MODEL_STRAY_BLANKS);
    else if (stray->sort == STRAY_BETWEEN)
        REPORT(MSG_MODEL_STRAY_BETWEEN);
    else if (stray->sort == STRAY_UNSEEN)
        REPORT(MSG_MODEL_STRAY_UNSEEN);
    else
        REPORT(MSG_MODEL_STRAY_EDGE);
#undef REPORT
}

void strays_report(struct fill *fill)
{
    enum { DESCRIBED_MAX = 200 };
    struct buf described = BUF(DESCRIBED_MAX);
    for (size_t i = 0; i < fill->strays.count; i++) {
        const struct stray *stray = &fill->strays.items[i];
        if (line_is_told(fill->run.diag, stray->place))
            continue;
        buf_reset(&described);
        unicode_describe(stray->code, &described);
        report_stray(fill->run.diag, stray, buf_str(&described));
    }
    buf_clear(&described);
}

/* --- line ends --- */

/* Was the line end at `offset` written as a reference?  Then the character behind it stands on its line. */
static bool is_reference(const struct source *source, size_t offset)
{
    if (source->node != NULL && source->node->marked)
        return false;
    const char *raw = source->attr != NULL ? source->attr->raw : source->node->raw;
    return source->text.ptr != raw &&
           source_place(source, offset).line == source_place(source, offset + 1).line;
}

/* The first line end that vanishes between two words; false: none does. */
static bool find_joint(struct str text, size_t *ret_from, size_t *ret_to)
{
    for (size_t from = 0; from < text.len; from++) {
        size_t to = from;
        bool line = false;
        for (; to < text.len && char_is_white(text.ptr[to]); to++)
            line = line || text.ptr[to] == '\n' || text.ptr[to] == '\r';
        if (line && from > 0 && to < text.len && utf8_joins_lines(code_before(text, from)) &&
            utf8_joins_lines(code_at(text, to))) {
            *ret_from = from;
            *ret_to = to;
            return true;
        }
        from = to > from ? to - 1 : from;
    }
    return false;
}

/* A few characters on both sides of the joint. */
static struct str joined(struct arena *arena, struct str text, size_t from, size_t to)
{
    enum { SHOWN = 6 };
    size_t first = from, last = to;
    for (int i = 0; i < SHOWN && first > 0 && !char_is_white(text.ptr[first - 1]); i++) {
        while (((unsigned char)text.ptr[--first] & 0xC0) == 0x80) {
        }
    }
    for (int i = 0; i < SHOWN && last < text.len && !char_is_white(text.ptr[last]); i++)
        (void)utf8_next(text, &last);
    return arena_join(arena, str_slice(text, first, from), str_slice(text, to, last));
}

enum status line_end_check(struct fill *fill, const struct record *record, int slot, const struct attr *attr,
                           const struct node *text)
{
    struct source source = {attr != NULL ? attr->value : text->text, attr, text, true};
    size_t from = 0, to = 0;
    if (!find_joint(source.text, &from, &to))
        return OK;
    struct str described = describe(&fill->run, record, slot);
    struct str shown = joined(fill->run.arena, source.text, from, to);
    if (fill->run.stop != OK || shown.ptr == NULL)
        return NO_MEMORY;
    while (source.text.ptr[from] != '\n' && source.text.ptr[from] != '\r')
        from++;
    bool written = is_reference(&source, from);
    struct place place = source_place(&source, from);
    if (written)
        return diag_report(fill->run.diag, MSG_MODEL_LINE_END_WRITTEN, place, STR_ARGS(described),
                           source.text.ptr[from] == '\r' ? "&#13;" : "&#10;", STR_ARGS(shown));
    diag_report(fill->run.diag, MSG_MODEL_LINE_END, place, STR_ARGS(described), STR_ARGS(shown));
    return OK;
}
