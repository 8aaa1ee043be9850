/*
 * What was attached, read again by whoever wants to know what a file was made of: anybody may have written it.
 *
 * Two manifests, or two records of figures, are compared part by part; only what differs is told, in the words of who
 * receives the paper, and of many differences the first few.
 */
#include "attach/attach_int.h"

#include <string.h>

enum { TOLD_MOST = 5, PARTS_DEEP = 32 };

static enum status read_text(struct arena *arena, struct str object, const char *name, struct str *ret_text)
{
    *ret_text = json_text(arena, json_member(object, name));
    return ret_text->ptr == NULL ? NO_MEMORY : OK;
}

static enum status read_file(struct arena *arena, struct str object, struct attach_file *ret_file)
{
    const struct {
        const char *name;
        struct str *to;
    } members[] = {{"name", &ret_file->name},
                   {"path", &ret_file->path},
                   {"role", &ret_file->role},
                   {"sha256", &ret_file->digest}};
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(members) && status == OK; i++)
        status = read_text(arena, object, members[i].name, members[i].to);
    return status;
}

static const struct attach_file *file_lookup(const struct attach_manifest *manifest, struct str name)
{
    for (size_t i = 0; i < manifest->file_count; i++)
        if (str_equal(manifest->files[i].name, name))
            return &manifest->files[i];
    return NULL;
}

enum status attach_manifest_read(struct arena *arena, struct str text, struct attach_manifest *ret_manifest)
{
    struct attach_manifest manifest = {.text = text};
    if (!json_is_valid(text))
        return FAILED;
    const struct {
        const char *name;
        struct str *to;
    } members[] = {{"program", &manifest.program},
                   {"kind", &manifest.kind},
                   {"kind-sha256", &manifest.kind_digest},
                   {"description", &manifest.description}};
    enum status status = OK;
    for (size_t i = 0; i < ARRAY_COUNT(members) && status == OK; i++) {
        status = read_text(arena, text, members[i].name, members[i].to);
        if (status == OK && members[i].to->len == 0)
            return FAILED;
    }
    const struct str files = json_member(text, "files");
    struct str item;
    size_t capacity = 0;
    for (size_t at = 0; status == OK && json_next(files, &at, &item);) {
        struct attach_file file;
        if (manifest.file_count == ATTACH_MAX_FILES)
            return FAILED;
        status = read_file(arena, item, &file);
        if (status == OK && file_lookup(&manifest, file.name) != NULL)
            return FAILED;
        if (status == OK)
            status = ARENA_APPEND(arena, manifest.files, manifest.file_count, capacity, &file);
    }
    if (status == OK)
        *ret_manifest = manifest;
    return status;
}

struct str attach_manifest_option(struct arena *arena, const struct attach_manifest *manifest,
                                  const char *name)
{
    return json_text(arena, json_member(json_member(manifest->text, "options"), name));
}

bool attach_is_kind_file(const struct attach_file *file)
{
    return str_is(file->role, attached_role_name(ATTACHED_KIND));
}

static bool part_is_safe(struct str part)
{
    bool safe = part.len > 0 && part.len <= ATTACH_MAX_NAME && !str_is(part, ".") && !str_is(part, "..");
    uint32_t code = 0;
    for (size_t i = 0, len; i < part.len && safe; i += len) {
        len = utf8_decode(part, i, &code);
        safe = len > 0 && code != '\\' && !utf8_is_unseen(code);
    }
    return safe;
}

bool attach_path_is_safe(struct str path)
{
    bool safe = path.len > 0 && path.len <= ATTACH_MAX_PATH;
    size_t from = 0, parts = 0;
    for (size_t i = 0; i <= path.len && safe; i++) {
        if (i < path.len && path.ptr[i] != '/')
            continue;
        safe = part_is_safe(str_slice(path, from, i)) && ++parts <= PARTS_DEEP;
        from = i + 1;
    }
    return safe;
}

/* --- what differs --- */

static void add_pair(struct buf *out, const char *what, struct str old, struct str fresh)
{
    buf_printf(out, "  %s：文件里是 ", what);
    buf_add_visible(out, str_shorten(old, QUOTED_MAX));
    buf_add_text(out, "，这里是 ");
    buf_add_visible(out, str_shorten(fresh, QUOTED_MAX));
    buf_add_char(out, '\n');
}

static void compare_texts(struct buf *out, const char *what, struct str old, struct str fresh)
{
    if (!str_equal(old, fresh))
        add_pair(out, what, old.len > 0 ? old : STR("（无）"), fresh.len > 0 ? fresh : STR("（无）"));
}

static void compare_digests(struct buf *out, const char *what, struct str old, struct str fresh)
{
    enum { SHOWN = 12 };
    if (!str_equal(old, fresh))
        add_pair(out, what, str_slice(old, 0, SHOWN), str_slice(fresh, 0, SHOWN));
}

static bool array_has(struct str array, struct str wanted)
{
    struct str item;
    for (size_t at = 0; json_next(array, &at, &item);)
        if (str_equal(item, wanted))
            return true;
    return false;
}

/* The faces of the first that the second has not. */
static enum status tell_faces(struct arena *arena, struct str those, struct str but, const char *said,
                              struct buf *out)
{
    struct str item;
    size_t told = 0;
    for (size_t at = 0; json_next(those, &at, &item) && told < FONT_MAX_FACES;) {
        struct str face, version;
        if (array_has(but, item))
            continue;
        enum status status = read_text(arena, item, "face", &face);
        if (status == OK)
            status = read_text(arena, item, "version", &version);
        if (status != OK)
            return status;
        told++;
        buf_printf(out, "  字体：%s ", said);
        buf_add_visible(out, str_shorten(face, QUOTED_MAX));
        buf_add_text(out, "（版本 ");
        buf_add_visible(out, str_shorten(version, QUOTED_MAX));
        buf_add_text(out, "）\n");
    }
    return OK;
}

static enum status compare_options(struct arena *arena, const struct attach_manifest *old,
                                   const struct attach_manifest *fresh, struct buf *out)
{
    static const char *const names[] = {"date", "draft", "proof", "conformance", "compact", "attach"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        char what[40] = "选项 --";
        strncat(what, names[i], sizeof what - strlen(what) - 1);
        struct str a = attach_manifest_option(arena, old, names[i]);
        struct str b = attach_manifest_option(arena, fresh, names[i]);
        if (a.ptr == NULL || b.ptr == NULL)
            return NO_MEMORY;
        compare_texts(out, what, a, b);
    }
    return OK;
}

static void add_file(struct buf *out, struct str name, const char *said)
{
    buf_add_text(out, "  输入：");
    buf_add_visible(out, str_shorten(name, QUOTED_MAX));
    buf_printf(out, " %s\n", said);
}

static void compare_files(const struct attach_manifest *old, const struct attach_manifest *fresh,
                          struct buf *out)
{
    for (size_t i = 0; i < old->file_count; i++) {
        const struct attach_file *file = &old->files[i], *other = file_lookup(fresh, file->name);
        if (other == NULL)
            add_file(out, file->name, "只有文件里有");
        else if (!str_equal(file->digest, other->digest))
            add_file(out, file->name, "与生成时的不同");
    }
    for (size_t i = 0; i < fresh->file_count; i++)
        if (file_lookup(old, fresh->files[i].name) == NULL)
            add_file(out, fresh->files[i].name, "生成时没有");
}

enum status attach_compare_manifests(struct arena *arena, const struct attach_manifest *old,
                                     const struct attach_manifest *fresh, struct buf *out)
{
    const struct str old_faces = json_member(old->text, "fonts"), faces = json_member(fresh->text, "fonts");
    compare_texts(out, "程序", old->program, fresh->program);
    compare_texts(out, "文种", old->kind, fresh->kind);
    compare_digests(out, "文种的文件（SHA-256）", old->kind_digest, fresh->kind_digest);
    enum status status = tell_faces(arena, old_faces, faces, "文件用的，这里没有用", out);
    if (status == OK)
        status = tell_faces(arena, faces, old_faces, "这里用的，文件没有用", out);
    if (status == OK)
        status = compare_options(arena, old, fresh, out);
    compare_files(old, fresh, out);
    return status == OK ? buf_status(out) : status;
}

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

static enum status compare_fields(struct arena *arena, struct str old, struct str fresh, struct buf *out)
{
    struct str path, label, a, b;
    enum status status = read_text(arena, old, "path", &path);
    if (status == OK)
        status = read_text(arena, old, "label", &label);
    if (status == OK)
        status = read_text(arena, old, "value", &a);
    if (status == OK)
        status = read_text(arena, fresh, "value", &b);
    if (status != OK || str_equal(a, b))
        return status;
    buf_add_text(out, "  数据：");
    buf_add_visible(out, str_shorten(label, QUOTED_MAX));
    buf_add_text(out, "（");
    buf_add_visible(out, str_shorten(path, QUOTED_MAX));
    buf_add_text(out, "）文件里是 ");
    buf_add_visible(out, str_shorten(a, QUOTED_MAX));
    buf_add_text(out, "，重新生成是 ");
    buf_add_visible(out, str_shorten(b, QUOTED_MAX));
    buf_add_char(out, '\n');
    return OK;
}

enum status attach_compare_data(struct arena *arena, struct str old, struct str fresh, struct buf *out)
{
    struct str a, b;
    size_t at = 0, other = 0, before = out->len, told = 0;
    enum status status = OK;
    while (status == OK && told < TOLD_MOST && next_line(old, &at, &a) && next_line(fresh, &other, &b)) {
        if (str_equal(a, b) || !json_is_valid(a) || !json_is_valid(b))
            continue;
        struct str path = json_member(a, "path");
        if (path.len == 0 || !str_equal(path, json_member(b, "path")))
            break;
        status = compare_fields(arena, a, b, out);
        told += out->len > before;
        before = out->len;
    }
    return status == OK ? buf_status(out) : status;
}
