/*
 * href="x.xml" of a group: another description is part of this one.
 *
 * The path counts from the file that names it and must stay in the folder of the input (its folder tree): no
 * absolute path, no .. that leaves it, no symbolic link that leads out.  It is brought to its shortest form
 * first, so that the chain of open files shows a circle.  The file's root element must be of a kind that the
 * model names; messages about what stands in it carry its own name and line.
 */
#include "model/model_int.h"

#include <string.h>

enum { PATH_PARTS = 64, PATH_BYTES = 4096 };

/* Adds the parts of `text` to those that are there; false: it leads out of the folder, or is too deep. */
static bool add_parts(struct str text, struct str *parts, size_t *count)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != '/') {
            continue;
        }
        struct str part = str_slice(text, from, i);
        from = i + 1;
        if (part.len == 0 || str_is(part, ".")) {
            continue;
        }
        if (str_is(part, "..")) {
            if (*count == 0) {
                return false;
            }
            (*count)--;
        } else if (*count == PATH_PARTS) {
            return false;
        } else {
            parts[(*count)++] = part;
        }
    }
    return true;
}

/* The path from the input's folder, shortest; ptr NULL: it leads out, or no memory, which is noted. */
static struct str inner_path(struct fill *fill, struct str href)
{
    struct str parts[PATH_PARTS];
    size_t count = 0;
    struct buf text;
    struct str none = {NULL, 0};
    bool inside = href.len > 0 && href.ptr[0] != '/' && href.len < PATH_BYTES;
    if (fill->files != NULL && fill->files->path.len > 0) {
        inside = inside && add_parts(fill->files->path, parts, &count);
        count -= count > 0 ? 1 : 0; /* the file's own name */
    }
    if (!inside || !add_parts(href, parts, &count) || count == 0) {
        return none;
    }
    buf_init(&text, (size_t)2 * PATH_BYTES);
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&text, i > 0 ? "/" : "");
        buf_add_str(&text, parts[i]);
    }
    enum status status = buf_status(&text);
    struct str path = none;
    if (status == OK) {
        path = arena_copy(fill->run.arena, buf_str(&text));
        status = path.ptr == NULL ? NO_MEMORY : OK;
    }
    buf_clear(&text);
    run_note(&fill->run, status);
    return path;
}

/* The file in the folder; the folder of the very first href is the input's. */
static struct str full_path(struct fill *fill, const struct attr *href, struct str inner)
{
    if (fill->folder == NULL) {
        fill->folder = path_directory(fill->run.arena, href->place.file).ptr;
    }
    struct str path = {NULL, 0};
    if (fill->folder != NULL) {
        bool here = strcmp(fill->folder, ".") == 0;
        path = path_join(fill->run.arena, here ? "" : fill->folder, inner.ptr);
    }
    if (path.ptr == NULL) {
        run_note(&fill->run, NO_MEMORY);
    }
    return path;
}

static bool is_open(const struct fill *fill, const struct attr *href, struct str path, struct str inner)
{
    for (const struct open_file *file = fill->files; file != NULL; file = file->outer) {
        if (str_equal(file->path, inner)) {
            return true;
        }
    }
    return strcmp(href->place.file, path.ptr) == 0 || strcmp(fill->input, path.ptr) == 0;
}

static bool too_deep(const struct fill *fill)
{
    int depth = 1;
    for (const struct open_file *file = fill->files; file != NULL; file = file->outer) {
        depth++;
    }
    return depth > MODEL_MAX_CHAIN;
}

/* May the file be read?  What is wrong is reported. */
static bool check_path(struct fill *fill, const struct attr *href, struct str path, struct str inner)
{
    enum file_where where = file_where(fill->folder, path.ptr);
    if (where == FILE_MISSING) {
        diag_report(fill->run.diag, MSG_MODEL_HREF_MISSING, href->place, path.ptr);
    } else if (where == FILE_OUTSIDE) {
        diag_report(fill->run.diag, MSG_MODEL_HREF_OUTSIDE, href->place, STR_ARGS(href->value));
    } else if (is_open(fill, href, path, inner)) {
        diag_report(fill->run.diag, MSG_MODEL_HREF_CIRCLE, href->place, path.ptr);
    } else if (too_deep(fill)) {
        diag_report(fill->run.diag, MSG_MODEL_HREF_DEPTH, href->place, (int)MODEL_MAX_CHAIN);
    } else {
        return true;
    }
    run_note(&fill->run, FAILED);
    return false;
}

const struct node *href_open(struct fill *fill, const struct attr *href, const struct record *record,
                             int slot, struct open_file *file)
{
    const struct rule *rule = rule_of(record, slot);
    struct node *root = NULL;
    struct str inner = inner_path(fill, str_trim(href->value));
    if (inner.ptr == NULL) {
        if (fill->run.stop == OK) {
            diag_report(fill->run.diag, MSG_MODEL_HREF_OUTSIDE, href->place, STR_ARGS(href->value));
            run_note(&fill->run, FAILED);
        }
        return NULL;
    }
    struct str path = full_path(fill, href, inner);
    if (path.ptr == NULL || !check_path(fill, href, path, inner)) {
        return NULL;
    }
    enum status status = reader_read_file(fill->run.arena, fill->run.diag, path.ptr, &root);
    run_note(&fill->run, status == SYSTEM ? FAILED : status);
    if (status != OK) {
        return NULL;
    }
    if (!words_have(rule->file.ptr, root->name)) {
        diag_report(fill->run.diag, MSG_MODEL_HREF_KIND, root->place, STR_ARGS(root->name),
                    STR_ARGS(rule->file));
        run_note(&fill->run, FAILED);
        return NULL;
    }
    *file = (struct open_file){.path = inner, .outer = fill->files};
    fill->files = file;
    return root;
}
