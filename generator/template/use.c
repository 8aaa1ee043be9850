/*
 * <use file="…"/>: files that a layout.xml or style.xml takes definitions from.
 *
 * A path is relative to the file that says it.  ".." is taken out of the joined path, so that one file has
 * one name in messages and a file reached on two ways is read once.  A file that comes back while it is still
 * being read is a circle.
 */
#include "template/template_int.h"

#include <string.h>

enum { USE_MAX_BYTES_NAME = 1000 };

/* "a/b/../c.xml" -> "a/c.xml", in place. */
static void path_shorten(char *path)
{
    char *up;

    while ((up = strstr(path, "/../")) != NULL) {
        char *start = up;
        while (start > path && start[-1] != '/')
            start--;
        bool climbs = start == up || strncmp(start, "../", 3) == 0 || strncmp(start, "./", 2) == 0;
        if (climbs)
            break;
        memmove(start, up + 4, strlen(up + 4) + 1);
    }
}

static struct use_file *use_lookup(const struct uses *uses, const char *path)
{
    for (struct use_file *file = uses->files; file != NULL; file = file->next)
        if (strcmp(file->path, path) == 0)
            return file;
    return NULL;
}

enum status use_open_path(struct uses *uses, const char *path, struct node **ret_root)
{
    if (!file_exists(path)) {
        diag_report(uses->diag, MSG_TEMPLATE_USE_MISSING, ((struct place){path, 0, 0}), path);
        return FAILED;
    }
    struct use_file *file = ARENA_NEW(uses->arena, struct use_file);
    if (file == NULL)
        return NO_MEMORY;
    struct node *root;
    enum status status = reader_read_file(uses->arena, uses->diag, path, &root);
    if (status != OK)
        return status;
    *file = (struct use_file){path, uses->files, true};
    uses->files = file;
    uses->depth++;
    *ret_root = root;
    return OK;
}

static enum status use_path(struct uses *uses, const struct attr *attr, const char **ret_path)
{
    struct str name = arena_copy(uses->arena, attr->value);
    if (name.ptr == NULL)
        return NO_MEMORY;
    struct str directory = path_directory(uses->arena, attr->place.file);
    if (directory.ptr == NULL)
        return NO_MEMORY;
    struct str joined = path_join(uses->arena, directory.ptr, name.ptr);
    if (joined.ptr == NULL)
        return NO_MEMORY;
    char *path = arena_alloc(uses->arena, joined.len + 1);
    if (path == NULL)
        return NO_MEMORY;
    memcpy(path, joined.ptr, joined.len);
    path_shorten(path);
    *ret_path = path;
    return OK;
}

enum status use_open(struct uses *uses, const struct node *element, struct node **ret_root)
{
    const struct attr *attr = node_attr(element, "file");
    *ret_root = NULL;
    if (attr == NULL || attr->value.len == 0 || attr->value.len > USE_MAX_BYTES_NAME)
        return refuse_missing(uses->diag, element, "file");
    const char *path;
    enum status status = use_path(uses, attr, &path);
    if (status != OK)
        return status;
    const struct use_file *known = use_lookup(uses, path);
    if (known != NULL && known->open) {
        diag_report(uses->diag, MSG_TEMPLATE_USE_CIRCLE, attr->place, path);
        return FAILED;
    }
    if (known != NULL)
        return OK;
    if (uses->depth > TEMPLATE_MAX_USES) {
        diag_report(uses->diag, MSG_TEMPLATE_USE_DEEP, attr->place, (int)TEMPLATE_MAX_USES);
        return FAILED;
    }
    if (!file_exists(path)) {
        diag_report(uses->diag, MSG_TEMPLATE_USE_MISSING, attr->place, path);
        return FAILED;
    }
    return use_open_path(uses, path, ret_root);
}

void use_close(struct uses *uses, const struct node *root)
{
    struct use_file *file = use_lookup(uses, root->place.file);

    if (file != NULL)
        file->open = false;
    uses->depth--;
}
