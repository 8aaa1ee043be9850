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

enum { LISTED_KINDS = 100, MODEL_MAX_BYTES = 16 << 20 };

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

/* --- which kinds there are, for who names one that does not exist: by a slip of the finger (offical-letter), by what people call it
 * (公函), which is the label of its model, or by a part of either that no other kind has (agreement, 合同).  Of a model nothing
 * is read but its root element: a kind with a fault further down is there as well, and a folder of many descriptions may name
 * such a kind in each. */

struct known_kind {
    struct str name, label; /* label empty: it has none, or its model cannot be read */
};

struct known_kinds {
    struct known_kind items[LISTED_KINDS];
    size_t count;
};

struct label_reading {
    struct arena *arena;
    struct str label;
};

static enum status take_label(void *context, const struct walk_element *element)
{
    struct label_reading *reading = context;
    const struct walk_attr *label = walk_attr(element, "label");
    if (label != NULL && str_is(element->name, "model"))
        reading->label = arena_copy(reading->arena, label->value);
    return FAILED; /* the walk ends here */
}

static enum status pass_text(void *context, struct str text)
{
    (void)context;
    (void)text;
    return OK;
}

static enum status pass_end(void *context)
{
    (void)context;
    return OK;
}

/* Empty: there is none.  What is wrong with the file is told by who loads the kind. */
static struct str read_label(struct arena *arena, const char *folder)
{
    struct label_reading reading = {.arena = arena};
    const struct walker walker = {&reading, take_label, pass_text, pass_end};
    struct arena *scratch = arena_new(0);
    struct diag *diag = scratch == NULL ? NULL : diag_new(scratch);
    const char *path;
    struct str bytes;
    enum status status =
        diag == NULL ? NO_MEMORY : reader_find_own(scratch, diag, folder, "model.xml", &path);
    if (status == OK)
        status = file_read(scratch, diag, path, MODEL_MAX_BYTES, &bytes);
    if (status == OK)
        status = reader_walk(diag, path, bytes, &walker);
    arena_free(scratch);
    return status == FAILED && !text_is_blank(reading.label) ? reading.label : STR("");
}

static int compare_kinds(const void *a, const void *b)
{
    const struct known_kind *one = a, *other = b;
    return strcmp(one->name.ptr, other->name.ptr);
}

/* Sorted by name. */
static void find_kinds(struct arena *arena, const char *templates, struct known_kinds *kinds)
{
    const int folder = file_list(templates);
    DIR *directory = folder >= 0 ? fdopendir(folder) : NULL;
    if (directory == NULL) {
        if (folder >= 0)
            close(folder);
        return;
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && kinds->count < LISTED_KINDS;) {
        struct str name = str_of(entry->d_name);
        struct str path = path_join(arena, templates, entry->d_name);
        if (!name_is_safe(name) || path.ptr == NULL || !has_model(path.ptr))
            continue;
        struct str copy = arena_copy(arena, name);
        if (copy.ptr != NULL)
            kinds->items[kinds->count++] = (struct known_kind){copy, read_label(arena, path.ptr)};
    }
    closedir(directory);
    qsort(kinds->items, kinds->count, sizeof *kinds->items, compare_kinds);
}

static bool holds(struct str text, struct str part)
{
    return text.len >= part.len && memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* The only kind whose name or label holds the text; empty: there is none, or several. */
static struct str only_kind(const struct known_kinds *kinds, struct str text)
{
    enum { TELLING = 4 /* bytes: two Han characters, a short word */ };
    struct str only = STR("");
    for (size_t i = 0; i < kinds->count && text.len >= TELLING; i++) {
        const struct known_kind *kind = &kinds->items[i];
        if (!holds(kind->name, text) && !holds(kind->label, text))
            continue;
        if (only.len > 0)
            return STR("");
        only = kind->name;
    }
    return only;
}

/* A name is nearer than a label, and a label that is meant is told by the name to be written. */
static struct str near_kind(const struct known_kinds *kinds, struct str name)
{
    struct nearest names = {.name = name}, labels = {.name = name};
    for (size_t i = 0; i < kinds->count; i++) {
        nearest_offer(&names, kinds->items[i].name);
        nearest_offer(&labels, kinds->items[i].label);
    }
    for (size_t i = 0; i < kinds->count && names.best.len == 0 && labels.best.len > 0; i++)
        if (kinds->items[i].label.ptr == labels.best.ptr)
            return kinds->items[i].name;
    return names.best.len > 0 ? names.best : only_kind(kinds, name);
}

static struct hint kinds_near(struct job *job, struct str name, struct buf *known)
{
    struct known_kinds *kinds = ARENA_NEW(job->arena, struct known_kinds);
    if (kinds == NULL)
        return NO_HINT;
    find_kinds(job->arena, job->batch->options.templates, kinds);
    for (size_t i = 0; i < kinds->count; i++) {
        const struct known_kind *kind = &kinds->items[i];
        buf_printf(known, "%s%.*s", i > 0 ? "、" : "", STR_ARGS(kind->name));
        if (kind->label.len > 0)
            buf_printf(known, "（%.*s）", STR_ARGS(kind->label));
    }
    return (struct hint){near_kind(kinds, name), known->len > 0 ? known->ptr : ""};
}

static enum status report_unknown(struct job *job, struct str name, struct place place)
{
    struct buf known = BUF(BATCH_MAX_MESSAGES);
    const struct hint hint = kinds_near(job, name, &known);
    if (place.line == 0) /* a command line names it, or a finished paper */
        diag_report_near(job->diag, MSG_BATCH_NO_SUCH_KIND, place, hint, STR_ARGS(name));
    else
        diag_report_near(job->diag, MSG_BATCH_UNKNOWN_KIND, place, hint, STR_ARGS(name));
    buf_clear(&known);
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
