/*
 * <use file="…"/>: files that a layout.xml or style.xml takes definitions from.
 *
 * A path is relative to the file that says it, and stays in the folder of all kinds (reader_find_used), which
 * gives it its shortest form: one file has one name in messages, and one reached on two ways is read once.  A
 * file that comes back while it is still being read is a circle.
 */
#include "schema/schema.h"
#include "schema/messages.def"

#include <string.h>

enum { USE_MAX_BYTES_NAME = 1000 };

static struct use_file *use_lookup(const struct uses *uses, const char *path)
{
    for (struct use_file *file = uses->files; file != NULL; file = file->next)
        if (strcmp(file->path, path) == 0)
            return file;
    return NULL;
}

static enum status open_found(struct uses *uses, const char *path, struct node **ret_root)
{
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

enum status use_open_own(struct uses *uses, const char *name, struct node **ret_root)
{
    const char *path;
    enum status status = reader_find_own(uses->arena, uses->diag, uses->folder, name, &path);
    return status == OK ? open_found(uses, path, ret_root) : status;
}

enum status use_open(struct uses *uses, const struct node *element, struct node **ret_root)
{
    const struct attr *attr = node_attr(element, "file");
    enum status status = refuse_content(uses->diag, element);
    *ret_root = NULL;
    if (status != OK)
        return status;
    if (attr == NULL || attr->value.len == 0 || attr->value.len > USE_MAX_BYTES_NAME)
        return refuse_missing(uses->diag, element, "file");
    const char *path;
    const struct used_file used = {
        .name = str_trim(attr->value), .beside = attr->place.file, .place = attr->place};
    status = reader_find_used(uses->arena, uses->diag, uses->folder, &used, &path);
    if (status != OK)
        return status;
    const struct use_file *known = use_lookup(uses, path);
    if (known != NULL && known->open)
        return diag_report(uses->diag, MSG_SCHEMA_USE_CIRCLE, attr->place, path);
    if (known != NULL)
        return OK;
    if (uses->depth > SCHEMA_MAX_USES)
        return diag_report(uses->diag, MSG_SCHEMA_USE_DEEP, attr->place, (int)SCHEMA_MAX_USES);
    return open_found(uses, path, ret_root);
}

void use_close(struct uses *uses, const struct node *root)
{
    struct use_file *file = use_lookup(uses, root->place.file);
    if (file != NULL)
        file->open = false;
    uses->depth--;
}
