/*
 * The digest of a paper's figures: of the record that a paper is made of, and of its data.json, which tells of the same.
 *
 *   ["chengwen figures 1","official-letter"]
 *   ["date","date","","2022-08-02"]
 *   ["total","number","元","252.5"]
 *
 * A line each: path, type, unit, value as data.json has them, as JSON without white that escapes only what must be; sorted by
 * bytes, behind the first, which says of what kind the paper is.  So it hangs on no page, no order of elements or
 * declarations, and another program makes it of data.json in a few lines (tests/attach/figures.py).
 */
#include "attach/attach_int.h"

#include <stdlib.h>

struct figure_lines {
    struct arena *arena;
    struct buf line; /* being made */
    struct str *items;
    size_t count, capacity;
};

static void add_quoted(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c < ' ')
            buf_printf(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else
            buf_add_char(out, (char)c);
    }
    buf_add_char(out, '"');
}

/* A line up to its value. */
static void begin_line(struct figure_lines *lines, struct str path, struct str type, struct str unit)
{
    const struct str members[] = {path, type, unit};
    buf_reset(&lines->line);
    for (size_t i = 0; i < ARRAY_COUNT(members); i++) {
        buf_add_char(&lines->line, i == 0 ? '[' : ',');
        add_quoted(&lines->line, members[i]);
    }
    buf_add_char(&lines->line, ',');
}

static enum status end_line(struct figure_lines *lines)
{
    buf_add_text(&lines->line, "]\n");
    const struct str line = arena_copy(lines->arena, buf_str(&lines->line));
    if (lines->line.failed || line.ptr == NULL)
        return NO_MEMORY;
    return ARENA_APPEND(lines->arena, lines->items, lines->count, lines->capacity, &line);
}

static int order_lines(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Behind the first line, which is made here. */
static enum status digest_lines(struct figure_lines *lines, struct str kind, struct digest *ret_digest)
{
    buf_reset(&lines->line);
    buf_add_text(&lines->line, "[\"chengwen figures 1\",");
    add_quoted(&lines->line, kind);
    enum status status = end_line(lines);
    if (status != OK)
        return status;
    const struct str first = lines->items[lines->count - 1];
    for (size_t i = lines->count - 1; i > 0; i--)
        lines->items[i] = lines->items[i - 1];
    lines->items[0] = first;
    qsort(lines->items + 1, lines->count - 1, sizeof *lines->items, order_lines);
    *ret_digest = digest_of(lines->items, lines->count);
    return OK;
}

/* --- of a record --- */

static enum status add_figure(void *context, const struct model_spot *spot)
{
    struct figure_lines *lines = context;
    struct buf path = BUF(ATTACH_MAX_BYTES);
    const struct str type = attach_value_type(spot->value);
    if (type.len == 0)
        return OK;
    record_path(spot->record, spot->slot, &path);
    begin_line(lines, buf_str(&path), type, spot->record->shape->fields[spot->slot].type.unit);
    lines->line.failed = lines->line.failed || path.failed;
    buf_clear(&path);
    if (spot->value->kind == TYPE_TEXT)
        add_quoted(&lines->line, spot->value->text);
    else
        attach_value_add(&lines->line, spot->value);
    return end_line(lines);
}

enum status attach_digest_record(struct eval *eval, struct record *record, struct str kind,
                                 struct digest *ret_digest)
{
    struct figure_lines lines = {.arena = arena_new(0), .line = BUF(ATTACH_MAX_BYTES)};
    const struct model_visitor visitor = {&lines, add_figure};
    enum status status = lines.arena == NULL ? NO_MEMORY : model_walk(eval, record, &visitor);
    if (status == OK)
        status = digest_lines(&lines, kind, ret_digest);
    buf_clear(&lines.line);
    arena_free(lines.arena);
    return status;
}

/* --- of data.json --- */

static void add_read_list(struct figure_lines *lines, struct str list)
{
    struct str item;
    bool any = false;
    buf_add_char(&lines->line, '[');
    for (size_t at = 0; json_next(list, &at, &item); any = true) {
        const struct str number = json_text(lines->arena, item);
        if (any)
            buf_add_char(&lines->line, ',');
        lines->line.failed = lines->line.failed || number.ptr == NULL;
        if (number.ptr != NULL)
            add_quoted(&lines->line, number);
    }
    buf_add_char(&lines->line, ']');
}

static enum status add_read(struct figure_lines *lines, struct str object)
{
    struct str path, type, unit, text;
    const struct str value = json_member(object, "value");
    enum status status = attach_read_text(lines->arena, object, "path", &path);
    if (status == OK)
        status = attach_read_text(lines->arena, object, "type", &type);
    if (status == OK)
        status = attach_read_text(lines->arena, object, "unit", &unit);
    if (status == OK)
        status = attach_read_text(lines->arena, object, "value", &text);
    if (status == OK && (path.len == 0 || type.len == 0 || value.len == 0))
        return FAILED;
    if (status != OK)
        return status;
    begin_line(lines, path, type, unit);
    if (value.ptr[0] == '[')
        add_read_list(lines, value);
    else
        add_quoted(&lines->line, text);
    return end_line(lines);
}

static enum status read_lines(struct figure_lines *lines, struct str data, struct digest *ret_digest)
{
    struct str form, kind, item;
    const struct str fields = json_member(data, "fields");
    enum status status = attach_read_text(lines->arena, data, "format", &form);
    if (status == OK)
        status = attach_read_text(lines->arena, data, "kind", &kind);
    if (status == OK && (!str_starts(form, "chengwen data ") || fields.len == 0 || fields.ptr[0] != '['))
        return FAILED;
    for (size_t at = 0; status == OK && json_next(fields, &at, &item);)
        status = add_read(lines, item);
    return status == OK ? digest_lines(lines, kind, ret_digest) : status;
}

enum status attach_digest_data(struct str data, struct digest *ret_digest)
{
    struct figure_lines lines = {.arena = arena_new(0), .line = BUF(ATTACH_MAX_BYTES)};
    enum status status = lines.arena == NULL    ? NO_MEMORY
                         : !json_is_valid(data) ? FAILED
                                                : read_lines(&lines, data, ret_digest);
    buf_clear(&lines.line);
    arena_free(lines.arena);
    return status;
}
