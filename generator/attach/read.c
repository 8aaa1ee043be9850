/*
 * What was attached, read again by whoever wants to know what a file was made of: anybody may have written it.
 *
 * Two manifests, or two records of figures, are compared part by part; only what differs is told, in the words of who
 * receives the paper, and of many differences the first few.
 */
#include "attach/attach_int.h"
#include "attach/messages.def"

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
    if (text.len > ATTACH_MAX_MANIFEST ||
        !json_is_valid(text)) /* it is walked over for each thing asked of it */
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

static enum status read_face(struct arena *arena, struct str object, struct attach_face *ret_face)
{
    enum status status = read_text(arena, object, "face", &ret_face->name);
    if (status == OK)
        status = read_text(arena, object, "version", &ret_face->version);
    return status == OK ? read_text(arena, object, "sum", &ret_face->sum) : status;
}

enum status attach_manifest_faces(struct arena *arena, const struct attach_manifest *manifest,
                                  struct attach_faces *ret_faces)
{
    const struct str fonts = json_member(manifest->text, "fonts");
    struct attach_faces faces = {0};
    struct attach_face face;
    struct str item;
    enum status status = OK;
    for (size_t at = 0; status == OK && faces.count < FONT_MAX_FACES && json_next(fonts, &at, &item);) {
        status = read_face(arena, item, &face);
        if (status == OK)
            status = ARENA_APPEND(arena, faces.items, faces.count, faces.capacity, &face);
    }
    if (status == OK)
        *ret_faces = faces;
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

static void compare_texts(struct buf *out, const char *what, struct str old, struct str fresh)
{
    const struct str none = STR("（无）");
    if (!str_equal(old, fresh))
        buf_tell(out, MSG_ATTACH_OTHER, what, STR_ARGS(old.len > 0 ? old : none),
                 STR_ARGS(fresh.len > 0 ? fresh : none));
}

static void compare_digests(struct buf *out, const char *what, struct str old, struct str fresh)
{
    enum { SHOWN = 12 };
    if (!str_equal(old, fresh))
        compare_texts(out, what, str_slice(old, 0, SHOWN), str_slice(fresh, 0, SHOWN));
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

static void compare_files(const struct attach_manifest *old, const struct attach_manifest *fresh,
                          struct buf *out)
{
    for (size_t i = 0; i < old->file_count; i++) {
        const struct attach_file *file = &old->files[i], *other = file_lookup(fresh, file->name);
        if (other == NULL)
            buf_tell(out, MSG_ATTACH_FILE_OLD, STR_ARGS(file->name));
        else if (!str_equal(file->digest, other->digest))
            buf_tell(out, MSG_ATTACH_FILE, STR_ARGS(file->name));
    }
    for (size_t i = 0; i < fresh->file_count; i++)
        if (file_lookup(old, fresh->files[i].name) == NULL)
            buf_tell(out, MSG_ATTACH_FILE_NEW, STR_ARGS(fresh->files[i].name));
}

enum status attach_compare_manifests(struct arena *arena, const struct attach_manifest *old,
                                     const struct attach_manifest *fresh, struct buf *out)
{
    compare_texts(out, "文种", old->kind, fresh->kind);
    compare_digests(out, "文种的文件（SHA-256）", old->kind_digest, fresh->kind_digest);
    enum status status = compare_options(arena, old, fresh, out);
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

/* Of one path. */
static enum status compare_fields(struct arena *arena, struct str old, struct str fresh, size_t *found,
                                  struct buf *out)
{
    struct str path, label, a, b;
    enum status status = read_text(arena, old, "path", &path);
    if (status == OK)
        status = read_text(arena, old, "label", &label);
    if (status == OK)
        status = read_text(arena, old, "value", &a);
    if (status == OK)
        status = read_text(arena, fresh, "value", &b);
    if (status == OK && !str_equal(a, b) && (*found)++ < TOLD_MOST)
        buf_tell(out, MSG_ATTACH_FIELD, STR_ARGS(label), STR_ARGS(path), STR_ARGS(a), STR_ARGS(b));
    return status;
}

enum status attach_compare_data(struct arena *arena, struct str old, struct str fresh, struct buf *out)
{
    struct str a, b;
    size_t at = 0, other = 0, found = 0;
    enum status status = OK;
    while (status == OK && next_line(old, &at, &a) && next_line(fresh, &other, &b)) {
        if (str_equal(a, b) || !json_is_valid(a) || !json_is_valid(b))
            continue;
        struct str path = json_member(a, "path");
        if (path.len == 0 || !str_equal(path, json_member(b, "path")))
            break;
        status = compare_fields(arena, a, b, &found, out);
    }
    if (found > TOLD_MOST)
        buf_tell(out, MSG_ATTACH_FIELDS_MORE, found - TOLD_MOST);
    return status == OK ? buf_status(out) : status;
}
