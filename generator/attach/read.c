/*
 * What was attached, read again by whoever wants to know what a file was made of: anybody may have written it.
 */
#include "attach/attach_int.h"

enum { PARTS_DEEP = 32 };

enum status attach_read_text(struct arena *arena, struct str object, const char *name, struct str *ret_text)
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
        status = attach_read_text(arena, object, members[i].name, members[i].to);
    return status;
}

const struct attach_file *attach_file_lookup(const struct attach_manifest *manifest, struct str name)
{
    for (size_t i = 0; i < manifest->file_count; i++)
        if (str_equal(manifest->files[i].name, name))
            return &manifest->files[i];
    return NULL;
}

static enum status read_there(struct arena *arena, struct str text, struct attach_manifest *manifest)
{
    const struct str list = json_member(text, "there");
    struct str item;
    size_t capacity = 0;
    enum status status = OK;
    for (size_t at = 0; status == OK && json_next(list, &at, &item);) {
        const struct str path = json_text(arena, item);
        if (manifest->there_count == ATTACH_MAX_THERE)
            return FAILED;
        status = path.ptr == NULL
                     ? NO_MEMORY
                     : ARENA_APPEND(arena, manifest->there, manifest->there_count, capacity, &path);
    }
    return status;
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
        status = attach_read_text(arena, text, members[i].name, members[i].to);
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
        if (status == OK && attach_file_lookup(&manifest, file.name) != NULL)
            return FAILED;
        if (status == OK)
            status = ARENA_APPEND(arena, manifest.files, manifest.file_count, capacity, &file);
    }
    if (status == OK)
        status = read_there(arena, text, &manifest);
    if (status == OK)
        *ret_manifest = manifest;
    return status;
}

static enum status read_face(struct arena *arena, struct str object, struct attach_face *ret_face)
{
    enum status status = attach_read_text(arena, object, "face", &ret_face->name);
    if (status == OK)
        status = attach_read_text(arena, object, "version", &ret_face->version);
    return status == OK ? attach_read_text(arena, object, "sum", &ret_face->sum) : status;
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

bool attach_is_record(const struct attach_file *file)
{
    return str_is(file->role, attached_role_name(ATTACHED_RECORD));
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

bool attach_path_there_is_safe(struct str path)
{
    return attach_path_is_safe(str_ends(path, "/") ? str_slice(path, 0, path.len - 1) : path);
}
