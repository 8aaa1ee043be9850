/*
 * href="x.xml" of a group: another description is part of this one; href="x.md" of prose: its words, in Markdown.
 *
 * The path counts from the file that names it and must stay in the folder of the input (its folder tree): no
 * absolute path, no .. that leaves it, no symbolic link that leads out.  It is brought to its shortest form
 * first, so that the chain of open files shows a circle.  The file's root element must be of a kind that the
 * model names; messages about what stands in it carry its own name and line.
 */
#include "model/model_int.h"
#include "model/messages.def"

#include <string.h>

/* The path from the input's folder, shortest; ptr NULL: it leads out, or no memory, which is noted. */
static struct str inner_path(struct fill *fill, struct str href)
{
    struct str beside = fill->files != NULL ? fill->files->path : STR("");
    struct str path = path_inside(fill->run.arena, beside, href);
    if (path.ptr == NULL)
        run_note(&fill->run, NO_MEMORY);
    return path.len > 0 ? path : (struct str){NULL, 0};
}

/* The file in the folder; the folder of the very first href is the input's. */
static struct str full_path(struct fill *fill, const struct attr *href, struct str inner)
{
    if (fill->folder == NULL)
        fill->folder = path_directory(fill->run.arena, href->place.file).ptr;
    struct str path = {NULL, 0};
    if (fill->folder != NULL) {
        bool here = strcmp(fill->folder, ".") == 0;
        path = path_join(fill->run.arena, here ? "" : fill->folder, inner.ptr);
    }
    if (path.ptr == NULL)
        run_note(&fill->run, NO_MEMORY);
    return path;
}

static bool is_open(const struct fill *fill, const struct attr *href, struct str path, struct str inner)
{
    for (const struct open_file *file = fill->files; file != NULL; file = file->outer)
        if (str_equal(file->path, inner))
            return true;
    return strcmp(href->place.file, path.ptr) == 0 || strcmp(fill->input, path.ptr) == 0;
}

static bool too_deep(const struct fill *fill)
{
    int depth = 1;
    for (const struct open_file *file = fill->files; file != NULL; file = file->outer)
        depth++;
    return depth > MODEL_MAX_CHAIN;
}

/* Is there such a file in the folder?  What is wrong is reported. */
static bool is_there(struct fill *fill, const struct attr *href, struct str path, struct str inner)
{
    const char *reason;
    enum file_where where = file_where(fill->folder, inner.ptr, &reason);
    if (where == FILE_MISSING)
        diag_report(fill->run.diag, MSG_MODEL_HREF_MISSING, href->place, path.ptr);
    else if (where == FILE_UNFIT)
        diag_report(fill->run.diag, MSG_MODEL_HREF_UNREAD, href->place, path.ptr, reason);
    else if (where == FILE_OUTSIDE)
        diag_report(fill->run.diag, MSG_MODEL_HREF_OUTSIDE, href->place, STR_ARGS(href->value));
    else
        return true;
    run_note(&fill->run, FAILED);
    return false;
}

/* May the description be read?  What is wrong is reported. */
static bool check_path(struct fill *fill, const struct attr *href, struct str path, struct str inner)
{
    if (!is_there(fill, href, path, inner))
        return false;
    if (is_open(fill, href, path, inner))
        diag_report(fill->run.diag, MSG_MODEL_HREF_CIRCLE, href->place, path.ptr);
    else if (too_deep(fill))
        diag_report(fill->run.diag, MSG_MODEL_HREF_DEPTH, href->place, (int)MODEL_MAX_CHAIN);
    else
        return true;
    run_note(&fill->run, FAILED);
    return false;
}

/* The named file's path, and from the folder; false: it leads out, or memory failed; reported, noted. */
static bool find_paths(struct fill *fill, const struct attr *href, struct str *ret_path,
                       struct str *ret_inner)
{
    *ret_inner = inner_path(fill, str_trim(href->value));
    if (ret_inner->ptr == NULL && fill->run.stop == OK)
        run_refuse(&fill->run, MSG_MODEL_HREF_OUTSIDE, href->place, STR_ARGS(href->value));
    if (ret_inner->ptr == NULL)
        return false;
    *ret_path = full_path(fill, href, *ret_inner);
    return ret_path->ptr != NULL;
}

const struct node *href_open_prose(struct fill *fill, const struct attr *href)
{
    struct node *root = NULL;
    struct str path, inner;
    if (!find_paths(fill, href, &path, &inner))
        return NULL;
    if (!reader_is_prose(inner)) {
        run_refuse(&fill->run, MSG_MODEL_HREF_PROSE, href->place, STR_ARGS(inner));
        return NULL;
    }
    if (!is_there(fill, href, path, inner))
        return NULL;
    const struct reader_prose file = {.path = path.ptr, .folder = fill->folder, .name = inner};
    const enum status status = reader_read_prose(fill->run.arena, fill->run.diag, &file, &root);
    run_note(&fill->run, status == SYSTEM ? FAILED : status);
    return root;
}

const struct node *href_open(struct fill *fill, const struct attr *href, const struct record *record,
                             int slot, struct open_file *file)
{
    const struct rule *rule = rule_of(record, slot);
    struct node *root = NULL;
    struct str path, inner;
    if (!find_paths(fill, href, &path, &inner) || !check_path(fill, href, path, inner))
        return NULL;
    enum status status = reader_read_part(fill->run.arena, fill->run.diag, path.ptr, &root);
    run_note(&fill->run, status == SYSTEM ? FAILED : status);
    if (status != OK)
        return NULL;
    if (!word_in(root->name, rule->file.ptr)) {
        run_refuse(&fill->run, MSG_MODEL_HREF_KIND, root->place, STR_ARGS(root->name), STR_ARGS(rule->file));
        return NULL;
    }
    *file = (struct open_file){.path = inner, .outer = fill->files};
    fill->files = file;
    return root;
}
