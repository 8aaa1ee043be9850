/*
 * Kinds: model and template of TEMPLATES/<name of the root element>/, loaded on first use and kept for the
 * run.
 *
 * A kind that cannot be loaded is kept as well, with its messages: every document of that kind fails and
 * repeats them. The name becomes part of a path, so only small Latin letters, digits, hyphens and Han
 * characters are let through: no slash, no dot.
 */
#include "batch/batch_int.h"
#include "schema/schema.h"
#include "batch/messages.def"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LISTED_KINDS = 100 };

static bool is_name_character(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == '-' ||
           (code >= 0x3400 && code <= 0x9FFF) || (code >= 0x20000 && code <= 0x3FFFF);
}

static bool name_is_safe(struct str name)
{
    if (name.len == 0 || name.len > BATCH_MAX_KIND_NAME)
        return false;
    for (size_t offset = 0; offset < name.len;)
        if (!is_name_character(utf8_next(name, &offset)))
            return false;
    return true;
}

bool kind_name_is_new(struct str name)
{
    static const char files[] = "model layout style roles mapping plan types styles common";
    const bool begins = name.len > 0 && name.ptr[0] != '-' && !(name.ptr[0] >= '0' && name.ptr[0] <= '9');
    return begins && name_is_safe(name) && !word_in(name, files);
}

/* There is a model.xml, be it one that may not be read: then that is the fault to tell. */
static bool has_model(const char *folder)
{
    const char *reason;
    return file_where(folder, "model.xml", &reason) != FILE_MISSING;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of all kinds, sorted, with 、 between. */
static void list_kinds(struct arena *arena, const char *templates, struct buf *out)
{
    const char *names[LISTED_KINDS];
    size_t count = 0;
    const int folder = file_list(templates);
    DIR *directory = folder >= 0 ? fdopendir(folder) : NULL;
    if (directory == NULL) {
        if (folder >= 0)
            close(folder);
        return;
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && count < LISTED_KINDS;) {
        struct str name = str_of(entry->d_name);
        struct str path = path_join(arena, templates, entry->d_name);
        if (!name_is_safe(name) || path.ptr == NULL || !has_model(path.ptr))
            continue;
        struct str copy = arena_copy(arena, name);
        if (copy.ptr != NULL)
            names[count++] = copy.ptr;
    }
    closedir(directory);
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        buf_add_text(out, i > 0 ? "、" : "");
        buf_add_text(out, names[i]);
    }
}

static enum status report_unknown(struct job *job, struct str name, struct place place)
{
    struct buf kinds = BUF(BATCH_MAX_MESSAGES);
    list_kinds(job->arena, job->batch->options.templates, &kinds);
    const char *known = kinds.len > 0 ? kinds.ptr : "（无）";
    if (place.line == 0) /* a command line names it, or a finished paper */
        diag_report(job->diag, MSG_BATCH_NO_SUCH_KIND, place, STR_ARGS(name), known);
    else
        diag_report(job->diag, MSG_BATCH_UNKNOWN_KIND, place, STR_ARGS(name), known);
    buf_clear(&kinds);
    return FAILED;
}

static struct kind *find_kind(const struct batch *batch, struct str name)
{
    struct kind *kind = batch->kinds;
    while (kind != NULL && !str_equal(kind->name, name))
        kind = kind->next;
    return kind;
}

/* Descriptions find their kind by the name of its folder. */
static enum status check_name(const struct kind *kind, struct diag *diag)
{
    struct place place;
    const struct str name = model_kind(kind->model, &place);
    if (str_equal(name, kind->name))
        return OK;
    return diag_report(diag, MSG_BATCH_KIND_FOLDER, place, STR_ARGS(name), STR_ARGS(kind->name));
}

static enum status load_parts(const struct batch *batch, struct kind *kind, struct diag *diag,
                              const char *folder)
{
    enum status status = model_load(kind->arena, diag, folder, &kind->model);
    if (status == OK)
        status = status_worse(template_load(kind->arena, diag, folder, kind->model, &kind->template),
                              check_name(kind, diag));
    if (status == OK && batch->roles != NULL)
        status = template_check_roles(kind->template, diag, batch->roles, batch->role_count);
    if (status == OK && diag_count(diag, SEVERITY_ERROR) > 0)
        return FAILED;
    return status == SYSTEM ? FAILED : status; /* a template that cannot be read fails its documents only */
}

static enum status keep_messages(struct kind *kind, const struct diag *diag)
{
    struct buf text = BUF(BATCH_MAX_MESSAGES), notes = BUF(BATCH_MAX_NOTES);
    diag_print(diag, &text);
    diag_print_json(diag, &notes);
    return status_worse(buf_keep(&text, kind->arena, &kind->messages),
                        buf_keep(&notes, kind->arena, &kind->notes));
}

/* NO_MEMORY: nothing is kept, the next document tries again. */
static enum status load_kind(struct batch *batch, struct str name, const char *folder, struct kind **ret_kind)
{
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return NO_MEMORY;
    struct kind *kind = ARENA_NEW(arena, struct kind);
    struct diag *diag = diag_new(arena);
    struct str own_folder = arena_copy(arena, str_of(folder));
    enum status status = kind == NULL || diag == NULL || own_folder.ptr == NULL ? NO_MEMORY : OK;
    if (status == OK) {
        kind->arena = arena;
        kind->name = arena_copy(arena, name);
        kind->status = kind->name.ptr == NULL ? NO_MEMORY : load_parts(batch, kind, diag, own_folder.ptr);
        if (kind->status == OK && batch->options.deviations)
            template_report_deviations(kind->template, diag);
        status = kind->status == NO_MEMORY ? NO_MEMORY : keep_messages(kind, diag);
    }
    if (status != OK) {
        arena_free(arena);
        return status;
    }
    kind->next = batch->kinds;
    batch->kinds = kind;
    *ret_kind = kind;
    return OK;
}

enum status kind_load_named(struct job *job, struct str name, struct place place)
{
    struct kind *kind = find_kind(job->batch, name);
    bool known = kind != NULL;
    if (!known) {
        struct str file = arena_copy(job->arena, name);
        struct str folder =
            file.ptr == NULL ? file : path_join(job->arena, job->batch->options.templates, file.ptr);
        if (folder.ptr == NULL)
            return NO_MEMORY;
        if (!name_is_safe(name) || !has_model(folder.ptr))
            return report_unknown(job, name, place);
        enum status status = load_kind(job->batch, name, folder.ptr, &kind);
        if (status != OK)
            return status;
    }
    job->kind_is_new = !known;
    job->kind = kind;
    return kind->status;
}

enum status kind_load_for(struct job *job)
{
    return kind_load_named(job, job->root->name, job->root->place);
}

void kinds_free(struct kind *kinds)
{
    while (kinds != NULL) {
        struct kind *next = kinds->next;
        arena_free(kinds->arena);
        kinds = next;
    }
}
