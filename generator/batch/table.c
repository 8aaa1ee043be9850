/*
 * 校核表: the findings of one document, as a table for people and as JSON for machines.
 *
 * The table lines up by display width: a wide character takes two columns.  A proof without figures that did
 * not hold is told in a line of its own below its row.  JSON is one object a document on one line, so that a
 * run is read line by line.
 */
#include "batch/batch_int.h"

#include <string.h>

enum { COLUMNS = 7, GAP = 2, WIDEST = 72 /* what is longer stands out of its column */ };

static const char *verdict_word(enum verdict verdict)
{
    static const char *const words[] = {"相符", "提示", "警告", "有误"};
    return words[verdict];
}

static const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {"ok", "notice", "warning", "error"};
    return names[verdict];
}

const char *table_verdict(enum verdict verdict)
{
    return verdict_word(verdict);
}

void table_counts(const struct findings *findings, size_t ret_counts[4])
{
    memset(ret_counts, 0, 4 * sizeof *ret_counts);
    for (size_t i = 0; i < findings->count; i++)
        ret_counts[findings->items[i].verdict]++;
}

/* --- the table --- */

static size_t width_of(struct str text)
{
    size_t width = 0;
    for (size_t offset = 0; offset < text.len;)
        width += utf8_is_wide(utf8_next(text, &offset)) ? 2 : 1;
    return width;
}

static void add_spaces(struct buf *out, size_t count)
{
    while (count-- > 0)
        buf_add_char(out, ' ');
}

/* Figures stand right, words left. */
static void add_cell(struct buf *out, struct str text, size_t width, bool right, bool last)
{
    size_t used = width_of(text), room = used < width ? width - used : 0;
    if (right)
        add_spaces(out, room);
    buf_add_str(out, text);
    if (!right && !last)
        add_spaces(out, room);
    if (!last)
        add_spaces(out, GAP);
}

void table_add_cell(struct buf *out, struct str text, size_t width)
{
    add_cell(out, text, width, false, false);
}

/* Without memory the table fails. */
static struct str place_text(struct arena *arena, struct place place, struct buf *out)
{
    if (place.file == NULL)
        return STR("");
    struct str text = place.line > 0 ? arena_printf(arena, "%s:%u", place.file, place.line)
                                     : arena_printf(arena, "%s", place.file);
    out->failed = out->failed || text.ptr == NULL;
    return text.ptr == NULL ? STR("") : text;
}

/* What agrees need not be read to its end: words, not figures, are that long. */
static struct str shorten(struct arena *arena, struct str text, struct buf *out)
{
    enum { AGREEING = 34 };
    size_t offset = 0, width = 0;
    while (offset < text.len && width < AGREEING)
        width += utf8_is_wide(utf8_next(text, &offset)) ? 2 : 1;
    if (offset == text.len)
        return text;
    struct str cut = arena_printf(arena, "%.*s…", (int)offset, text.ptr);
    out->failed = out->failed || cut.ptr == NULL;
    return cut.ptr == NULL ? STR("") : cut;
}

struct row {
    struct str cells[COLUMNS];
};

static struct row row_of(struct arena *arena, const struct finding *finding, struct buf *out)
{
    bool agrees = finding->verdict == VERDICT_OK;
    struct str stated = agrees ? shorten(arena, finding->stated, out) : finding->stated;
    struct str computed = agrees ? shorten(arena, finding->computed, out) : finding->computed;
    struct row row = {{str_of(verdict_word(finding->verdict)), finding->check,
                       place_text(arena, finding->place, out), finding->path, stated, computed,
                       finding->difference}};
    for (size_t i = 0; i < COLUMNS; i++) {
        row.cells[i] = str_visible(arena, row.cells[i]);
        out->failed = out->failed || row.cells[i].ptr == NULL;
    }
    return row;
}

static void measure(const struct row *row, size_t widths[COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t width = width_of(row->cells[i]);
        width = width < WIDEST ? width : WIDEST;
        widths[i] = width > widths[i] ? width : widths[i];
    }
}

static void add_row(struct buf *out, const struct row *row, const size_t widths[COLUMNS], bool head)
{
    enum { FIRST_FIGURE = 4 };
    size_t end = COLUMNS;
    while (end > 1 && row->cells[end - 1].len == 0)
        end--;
    for (size_t i = 0; i < end; i++)
        add_cell(out, row->cells[i], widths[i], i >= FIRST_FIGURE && !head, i + 1 == end);
    buf_add_char(out, '\n');
}

void table_text(struct arena *arena, const char *input, const struct findings *findings, struct buf *out)
{
    const struct row head = {
        {STR("结论"), STR("校核"), STR("位置"), STR("项目"), STR("写明"), STR("对照"), STR("相差")}};
    size_t widths[COLUMNS] = {0}, counts[4];
    if (findings->count == 0)
        return;
    table_counts(findings, counts);
    buf_add_text(out, "校核表 ");
    buf_add_visible(out, str_of(input));
    buf_printf(out, "：核对 %zu 项，有误 %zu 项，警告 %zu 项，提示 %zu 项\n", findings->proved,
               counts[VERDICT_ERROR], counts[VERDICT_WARNING], counts[VERDICT_NOTICE]);
    measure(&head, widths);
    for (size_t i = 0; i < findings->count; i++) {
        struct row row = row_of(arena, &findings->items[i], out);
        measure(&row, widths);
    }
    add_row(out, &head, widths, true);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        struct row row = row_of(arena, finding, out);
        add_row(out, &row, widths, false);
        if (finding->verdict != VERDICT_OK && finding->computed.len == 0) {
            add_spaces(out, widths[0] + GAP);
            buf_add_visible(out, finding->message);
            buf_add_char(out, '\n');
        }
    }
    if (findings->proved > findings->count && findings->all)
        buf_printf(out, "另有 %zu 项未列出\n", findings->proved - findings->count);
}

/* --- JSON --- */

static void add_escape(struct buf *out, uint32_t code)
{
    if (code > 0xFFFF)
        buf_printf(out, "\\u%04x\\u%04x", 0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF));
    else
        buf_printf(out, "\\u%04x", code);
}

/* Bytes of a file's name that are no UTF-8 stand as \xE4, as in messages; what is not seen, or would move the
 * terminal, in JSON's own way. */
void json_add_string(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    uint32_t code = 0;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i += len == 0 ? 1 : len) {
        len = utf8_decode(text, i, &code);
        if (len == 0)
            buf_printf(out, "\\\\x%02X", (unsigned char)text.ptr[i]);
        else if (code == '"' || code == '\\')
            buf_printf(out, "\\%c", (int)code);
        else if (utf8_is_unseen(code))
            add_escape(out, code);
        else
            buf_add(out, text.ptr + i, len);
    }
    buf_add_char(out, '"');
}

void json_add_member(struct buf *out, const char *name, struct str value)
{
    buf_printf(out, ",\"%s\":", name);
    json_add_string(out, value);
}

void json_add_place(struct buf *out, struct place place)
{
    json_add_member(out, "file", place.file == NULL ? STR("") : str_of(place.file));
    buf_printf(out, ",\"line\":%u,\"column\":%u", place.line, place.column);
}

static void add_finding(struct buf *out, const struct finding *finding)
{
    buf_printf(out, "{\"verdict\":\"%s\"", verdict_name(finding->verdict));
    json_add_member(out, "check", finding->check);
    json_add_place(out, finding->place);
    json_add_member(out, "path", finding->path);
    json_add_member(out, "stated", finding->stated);
    json_add_member(out, "computed", finding->computed);
    json_add_member(out, "difference", finding->difference);
    json_add_member(out, "message", finding->message);
    buf_add_char(out, '}');
}

/* Each line of `messages` as a string. */
static void add_lines(struct buf *out, struct str messages)
{
    for (size_t from = 0; from < messages.len;) {
        const char *end = memchr(messages.ptr + from, '\n', messages.len - from);
        size_t to = end == NULL ? messages.len : (size_t)(end - messages.ptr);
        buf_add_text(out, from > 0 ? "," : "");
        json_add_string(out, str_slice(messages, from, to));
        from = to + 1;
    }
}

void table_json(const struct job *job, bool good, struct str messages, struct buf *out)
{
    const struct findings *findings = &job->findings;
    buf_add_text(out, "{\"input\":");
    json_add_string(out, str_of(job->input));
    buf_printf(out, ",\"good\":%s,\"proved\":%zu,\"findings\":[", good ? "true" : "false", findings->proved);
    for (size_t i = 0; i < findings->count; i++) {
        buf_add_text(out, i > 0 ? "," : "");
        add_finding(out, &findings->items[i]);
    }
    buf_add_char(out, ']');
    changes_json(&findings->changes, out);
    figures_json(job, out);
    buf_add_text(out, ",\"messages\":[");
    add_lines(out, messages);
    buf_add_text(out, "]}\n");
}
