/*
 * Two manifests, or two records of figures, compared part by part; only what differs is told, in the words of who
 * receives the paper, and of many differences the first few.
 */
#include "attach/attach_int.h"
#include "attach/messages.def"

#include <string.h>

enum { TOLD_MOST = 5, WORDS_MOST = 1000 };

/* --- manifests --- */

void attach_compare_kinds(const struct attach_manifest *old, const struct attach_manifest *fresh,
                          struct buf *out)
{
    enum { SHOWN = 12 }; /* of a digest */
    if (!str_equal(old->kind, fresh->kind))
        buf_tell(out, MSG_ATTACH_KIND, STR_ARGS(old->kind), STR_ARGS(fresh->kind));
    else if (!str_equal(old->kind_digest, fresh->kind_digest))
        buf_tell(out, MSG_ATTACH_KIND_FILES, STR_ARGS(str_slice(old->kind_digest, 0, SHOWN)),
                 STR_ARGS(str_slice(fresh->kind_digest, 0, SHOWN)));
}

/* As it is written: “写了 --date=2026-08-02”, “没有写 --draft”. */
static void add_option(struct buf *out, const char *name, struct str value)
{
    const bool said = value.len > 0 && !str_is(value, "no");
    buf_printf(out, "%s --%s", said ? "写了" : "没有写", name);
    if (said && !str_is(value, "yes"))
        buf_printf(out, "=%.*s", STR_ARGS(value));
}

static enum status compare_option(struct arena *arena, const struct attach_manifest *old,
                                  const struct attach_manifest *fresh, const char *name, struct buf *out)
{
    const struct str a = attach_manifest_option(arena, old, name);
    const struct str b = attach_manifest_option(arena, fresh, name);
    if (a.ptr == NULL || b.ptr == NULL)
        return NO_MEMORY;
    if (str_equal(a, b))
        return OK;
    struct buf then = BUF(WORDS_MOST + ATTACH_MAX_MANIFEST), now = then;
    add_option(&then, name, a);
    add_option(&now, name, b);
    const bool good = buf_status(&then) == OK && buf_status(&now) == OK;
    if (good)
        buf_tell(out, MSG_ATTACH_OPTION, then.ptr, now.ptr);
    buf_clear(&then);
    buf_clear(&now);
    return good ? OK : NO_MEMORY;
}

static enum status compare_options(struct arena *arena, const struct attach_manifest *old,
                                   const struct attach_manifest *fresh, struct buf *out)
{
    static const char *const names[] = {"date",    "draft",  "proof",  "conformance",
                                        "compact", "fields", "attach", "record"};
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(names) && status == OK; i++)
        status = compare_option(arena, old, fresh, names[i], out);
    return status;
}

static const char *words_of_role(const struct attach_file *file)
{
    static const char *const words[] = {
        [ATTACHED_SOURCE] = "描述",  [ATTACHED_PART] = "描述引用的文件", [ATTACHED_RECORD] = "上期的记录",
        [ATTACHED_PICTURE] = "图片", [ATTACHED_KIND] = "文种的文件",     [ATTACHED_DATA] = "数据"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_is(file->role, attached_role_name((enum attached_role)i)))
            return words[i];
    return "附件";
}

static void compare_files(const struct attach_manifest *old, const struct attach_manifest *fresh,
                          struct buf *out)
{
    for (size_t i = 0; i < old->file_count; i++) {
        const struct attach_file *file = &old->files[i], *other = attach_file_lookup(fresh, file->name);
        if (other == NULL)
            buf_tell(out, MSG_ATTACH_FILE_OLD, words_of_role(file), STR_ARGS(file->name));
        else if (!str_equal(file->digest, other->digest))
            buf_tell(out, MSG_ATTACH_FILE, words_of_role(file), STR_ARGS(file->name));
    }
    for (size_t i = 0; i < fresh->file_count; i++)
        if (attach_file_lookup(old, fresh->files[i].name) == NULL)
            buf_tell(out, MSG_ATTACH_FILE_NEW, words_of_role(&fresh->files[i]),
                     STR_ARGS(fresh->files[i].name));
}

enum status attach_compare_manifests(struct arena *arena, const struct attach_manifest *old,
                                     const struct attach_manifest *fresh, struct buf *out)
{
    attach_compare_kinds(old, fresh, out);
    enum status status = compare_options(arena, old, fresh, out);
    compare_files(old, fresh, out);
    return status == OK ? buf_status(out) : status;
}

/* --- data --- */

/* The line of `text` at *at, which moves behind it; a comma between two does not count. */
static bool next_line(struct str text, size_t *at, struct str *ret_line)
{
    if (*at >= text.len)
        return false;
    const char *end = memchr(text.ptr + *at, '\n', text.len - *at);
    size_t to = end == NULL ? text.len : (size_t)(end - text.ptr);
    *ret_line = str_slice(text, *at, to);
    *at = to + 1;
    if (ret_line->len > 0 && ret_line->ptr[ret_line->len - 1] == ',')
        ret_line->len--;
    return true;
}

/* Where the lines of the figures begin that no field has. */
static size_t find_figures(struct str data)
{
    struct str line;
    size_t at = 0;
    while (next_line(data, &at, &line))
        if (str_is(line, "],\"figures\":["))
            return at;
    return data.len;
}

/* The same figure: a field has a path, another is what is computed for the same thing. */
static bool is_same(struct str a, struct str b)
{
    static const char *const names[] = {"path", "label", "row", "formula", "of"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (!str_equal(json_member(a, names[i]), json_member(b, names[i])))
            return false;
    return true;
}

/* The value with its unit, as a reader would write it. */
static enum status read_value(struct arena *arena, struct str line, struct str *ret_value)
{
    struct str type, value, unit;
    enum status status = attach_read_text(arena, line, "type", &type);
    if (status == OK)
        status = attach_read_text(arena, line, "value", &value);
    if (status == OK)
        status = attach_read_text(arena, line, "unit", &unit);
    if (status != OK)
        return status;
    if (str_is(type, "numbers"))
        value = json_member(line, "value");
    if (str_is(type, "yesno"))
        value = str_is(value, "yes") ? STR("是") : STR("否");
    *ret_value = arena_printf(arena, "%.*s%.*s", STR_ARGS(value), STR_ARGS(unit));
    return ret_value->ptr == NULL ? NO_MEMORY : OK;
}

static enum status tell_value(struct arena *arena, struct str old, struct str fresh, struct buf *out)
{
    struct str label, row, where, a, b;
    enum status status = attach_read_text(arena, old, "label", &label);
    if (status == OK)
        status = attach_read_text(arena, old, "row", &row);
    if (status == OK)
        status = attach_read_text(arena, old, json_member(old, "path").len > 0 ? "path" : "formula", &where);
    if (status == OK)
        status = read_value(arena, old, &a);
    if (status == OK)
        status = read_value(arena, fresh, &b);
    if (status != OK)
        return status;
    buf_tell(out, MSG_ATTACH_FIELD, STR_ARGS(row), row.len > 0 ? "，" : "", STR_ARGS(label), STR_ARGS(where),
             STR_ARGS(a), STR_ARGS(b));
    return OK;
}

/* Line by line, as long as both tell of the same. */
static enum status compare_lines(struct arena *arena, struct str old, struct str fresh, size_t *found,
                                 struct buf *out)
{
    struct str a, b;
    size_t at = 0, other = 0;
    enum status status = OK;
    while (status == OK && next_line(old, &at, &a) && next_line(fresh, &other, &b)) {
        if (str_equal(a, b) || !json_is_valid(a) || !json_is_valid(b))
            continue;
        if (!is_same(a, b))
            break;
        if (!str_equal(json_member(a, "value"), json_member(b, "value")) && (*found)++ < TOLD_MOST)
            status = tell_value(arena, a, b, out);
    }
    return status;
}

enum status attach_compare_data(struct arena *arena, struct str old, struct str fresh, struct buf *out)
{
    const size_t a = find_figures(old), b = find_figures(fresh);
    size_t found = 0;
    enum status status = compare_lines(arena, str_slice(old, 0, a), str_slice(fresh, 0, b), &found, out);
    if (status == OK)
        status =
            compare_lines(arena, str_slice(old, a, old.len), str_slice(fresh, b, fresh.len), &found, out);
    if (found > TOLD_MOST)
        buf_tell(out, MSG_ATTACH_FIELDS_MORE, found - TOLD_MOST);
    return status == OK ? buf_status(out) : status;
}
