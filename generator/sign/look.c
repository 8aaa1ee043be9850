/*
 * signatures: each of them in the order in which they were made, with what it says, whether it is true, and what came
 * after it.
 */
#include "sign/changes/changes.h"
#include "sign/file/file.h"
#include "sign/messages.def"
#include "sign/proof/proof.h"
#include "sign/sign_int.h"

#include <stdlib.h>

enum { DER_MOST = 64 << 20 };

struct work {
    const struct sign_run *run;
    struct sign_file *file;
    struct sign_fields fields;
    const struct proof_roots *roots;
    struct proof_lists *lists; /* of the file */
    struct changes *revisions; /* what each changed of the one before, from the first behind a signature on */
    struct looks looks;
};

static bool is_for_signature(const struct sign_field *field)
{
    return syntax_name_is(field->type, "/Sig");
}

/* --- one signature --- */

static enum status read_format(struct work *work, struct look *look)
{
    static const struct {
        const char *name;
        bool is_stamp;
    } formats[] = {{"/adbe.pkcs7.detached", false}, {"/ETSI.CAdES.detached", false}, {"/ETSI.RFC3161", true}};
    look->format = sign_member(sign_view_last(work->file), look->field->filled, "SubFilter");
    for (size_t i = 0; i < ARRAY_COUNT(formats); i++)
        if (syntax_name_is(look->format, formats[i].name)) {
            look->is_known = true;
            look->is_stamp = formats[i].is_stamp;
        }
    return OK;
}

/* A text of the signature's dictionary; empty where there is none. */
static enum status read_text(struct work *work, const struct look *look, const char *key,
                             struct str *ret_text)
{
    const struct str text =
        syntax_text(work->run->arena, sign_member(sign_view_last(work->file), look->field->filled, key));
    if (text.ptr == NULL)
        return NO_MEMORY;
    *ret_text = str_cut(text, LOOK_TEXT_MOST);
    return OK;
}

static enum status prove_look(struct work *work, struct look *look, struct proof *ret_proof)
{
    const struct str bytes = sign_file_facts(work->file)->bytes;
    const struct sign_seal *seal = look->seal;
    struct buf der = BUF(DER_MOST);
    struct str said;
    if (read_text(work, look, "M", &said) != OK || read_text(work, look, "Reason", &look->reason) != OK ||
        read_text(work, look, "Location", &look->location) != OK)
        return NO_MEMORY;
    syntax_add_bytes(seal->contents, &der);
    const struct proof_ask ask = {
        .contents = buf_str(&der),
        .parts = {str_slice(bytes, 0, seal->gap), str_slice(bytes, seal->behind, seal->end)},
        .is_stamp = look->is_stamp,
        .is_cades = syntax_name_is(look->format, "/ETSI.CAdES.detached"),
        .said = proof_date_parse(said),
        .roots = work->roots,
        .lists = work->lists};
    enum status status =
        buf_status(&der) == NO_MEMORY ? NO_MEMORY : proof_make(work->run->arena, &ask, ret_proof);
    buf_clear(&der);
    return status;
}

/* In its own revision the field had it already. */
static bool had_signature(struct work *work, const struct look *look)
{
    const struct sign_view view = {work->file, look->seal->revision};
    const struct sign_object *field = sign_object(view, look->field->object);
    const struct str own = sign_member_itself(view, look->field->dict, "V"); /* else it is a parent's */
    return field != NULL &&
           (own.len == 0 || sign_same(work->file, own, sign_member_itself(view, field->value, "V")));
}

static enum status add_look(struct work *work, const struct sign_field *field)
{
    struct arena *arena = work->run->arena;
    struct look look = {.field = field};
    struct sign_seal *seal = ARENA_NEW(arena, struct sign_seal);
    struct proof *proof = ARENA_NEW(arena, struct proof);
    struct change_rule *rule = ARENA_NEW(arena, struct change_rule);
    const struct sign_object *object =
        sign_object(sign_view_last(work->file), field->value != 0 ? field->value : field->object);
    if (seal == NULL || proof == NULL || rule == NULL)
        return NO_MEMORY;
    if (object == NULL)
        return OK;
    struct sign_object itself = *object;
    itself.value = field->filled; /* it may stand in the field */
    sign_seal_read(work->file, &itself, seal);
    look.seal = seal;
    look.proof = proof;
    look.rule = rule;
    enum status status = read_format(work, &look);
    if (status == OK && seal->fault == SIGN_RANGE_GOOD) {
        look.is_of_field = had_signature(work, &look);
        change_rule_read((struct sign_view){work->file, seal->revision}, field, rule);
        status = look.is_known ? prove_look(work, &look, proof) : OK;
    }
    return status == OK
               ? ARENA_APPEND(arena, work->looks.items, work->looks.count, work->looks.capacity, &look)
               : status;
}

static int compare_looks(const void *a, const void *b)
{
    const struct look *x = a, *y = b;
    const int order = (x->seal->end > y->seal->end) - (x->seal->end < y->seal->end);
    return order != 0 ? order : (x->field > y->field) - (x->field < y->field);
}

static enum status find_signatures(struct work *work)
{
    enum status status = sign_fields(sign_view_last(work->file), &work->fields);
    struct looks *looks = &work->looks;
    for (size_t i = 0; i < work->fields.count && status == OK; i++) {
        const struct sign_field *field = &work->fields.items[i];
        if (!is_for_signature(field))
            continue;
        status = str_starts(field->filled, "<<")
                     ? add_look(work, field)
                     : ARENA_APPEND(work->run->arena, looks->empty, looks->empty_count, looks->empty_capacity,
                                    &field);
    }
    if (looks->count > 1)
        qsort(looks->items, looks->count, sizeof *looks->items, compare_looks);
    return status;
}

static void tell_loss(const struct work *work, const struct sign_loss *loss)
{
    const struct place place = {work->looks.path, 0, 0};
    if (loss->skipped > 0)
        diag_report(work->run->diag, MSG_SIGN_SKIPPED, place, loss->skipped);
    else
        diag_report(work->run->diag, MSG_SIGN_LOST, place, STR_ARGS(loss->name), loss->revision + 1);
}

/* Signatures that somebody took away. */
static enum status find_losses(struct work *work)
{
    struct sign_losses losses = {.count = 0};
    const enum status status = sign_losses(work->file, &work->fields, &losses);
    for (size_t i = 0; i < losses.count && status == OK; i++)
        tell_loss(work, &losses.items[i]);
    work->looks.lost_count = losses.count;
    return status;
}

/* --- what came after --- */

static enum status add_change(struct work *work, struct look *look, const struct change *change,
                              size_t revision)
{
    struct look_change one = {.change = change, .revision = revision};
    enum status status = change_is_allowed(work->run->arena, look->rule, change, &one.is_allowed);
    return status == OK ? ARENA_APPEND(work->run->arena, look->changes, look->change_count,
                                       look->change_capacity, &one)
                        : status;
}

static enum status add_later(struct work *work, struct look *look, size_t revision)
{
    const struct changes *changes = &work->revisions[revision];
    enum status status = OK;
    for (size_t i = 0; i < changes->count && status == OK; i++)
        status = add_change(work, look, &changes->items[i], revision);
    return status;
}

/* Those of later revisions, and what stands behind its own and each later one. */
static enum status find_changes(struct work *work, struct look *look)
{
    static const struct change tail = {.kind = CHANGE_TAIL};
    const size_t own = look->seal->revision;
    enum status status = OK;
    for (size_t i = own; i < sign_file_facts(work->file)->count && status == OK; i++) {
        status = i > own ? add_later(work, look, i) : OK;
        if (status == OK && sign_has_tail(work->file, i))
            status = add_change(work, look, &tail, i);
    }
    return status;
}

static bool has_range(const struct look *look)
{
    return look->seal->fault == SIGN_RANGE_GOOD;
}

/* The first one ends there; those whose range is wrong end nowhere. */
static size_t first_end(const struct work *work)
{
    size_t first = sign_file_facts(work->file)->count;
    for (size_t i = 0; i < work->looks.count; i++) {
        const struct look *look = &work->looks.items[i];
        first = has_range(look) && look->seal->revision < first ? look->seal->revision : first;
    }
    return first;
}

static enum status find_all_changes(struct work *work)
{
    const size_t count = sign_file_facts(work->file)->count;
    work->revisions = ARENA_NEW_ARRAY(work->run->arena, count, struct changes);
    enum status status = work->revisions == NULL ? NO_MEMORY
                                                 : changes_find_since(work->run->arena, work->file,
                                                                      first_end(work) + 1, work->revisions);
    for (size_t i = 0; i < work->looks.count && status == OK; i++)
        if (has_range(&work->looks.items[i]))
            status = find_changes(work, &work->looks.items[i]);
    return status;
}

/* --- the file --- */

static enum status tell_none(const struct work *work)
{
    const struct place place = {work->looks.path, 0, 0};
    const size_t count = work->looks.empty_count;
    struct buf names = BUF(FIELDS_TOLD_MOST);
    for (size_t i = 0; i < count; i++)
        buf_printf(&names, "%s%.*s", i > 0 ? "、" : "", STR_ARGS(work->looks.empty[i]->name));
    if (count == 0)
        diag_report(work->run->diag, MSG_SIGN_NONE, place);
    else
        diag_report(work->run->diag, MSG_SIGN_NONE_YET, place, count, names.ptr != NULL ? names.ptr : "");
    buf_clear(&names);
    return FAILED;
}

static enum status look_at_file(struct work *work, const char *path, struct str bytes)
{
    const struct sign_run *run = work->run;
    enum status status = sign_file_open(run->arena, run->diag, path, bytes, &work->file);
    work->looks.file = work->file;
    if (status == OK)
        status = sign_lists_read(run->arena, work->file, &work->lists);
    if (status == OK)
        status = find_signatures(work);
    if (status == OK)
        status = find_losses(work);
    if (status == OK)
        status = find_all_changes(work);
    if (status == OK && sign_file_is_used_up(work->file))
        status = FAILED;
    work->looks.is_read = status == OK;
    return status == OK && work->looks.count + work->looks.lost_count == 0 ? tell_none(work) : status;
}

/* *ret_roots stays NULL where none are named. */
static enum status open_roots(const struct sign_run *run, struct proof_roots **ret_roots)
{
    const char *roots = sign_argument(run, "roots");
    return roots == NULL ? OK : proof_roots_open(run->arena, run->diag, roots, ret_roots);
}

/* A verdict, told.  Nothing is written, so what cannot be read is the caller's fault, not the system's. */
static enum sign_exit finish(const struct sign_run *run, struct looks *looks, enum status status)
{
    const char *format = sign_argument(run, "format");
    bool good = status == OK && looks->lost_count == 0;
    for (size_t i = 0; i < looks->count && status == OK; i++) {
        look_judge(&looks->items[i]);
        good = good && looks->items[i].fault_count == 0;
    }
    if (format != NULL && str_is(str_of(format), "json"))
        looks_tell_json(looks, run->diag, run->out);
    else if (status == OK && !(good && sign_argument(run, "quiet") != NULL))
        looks_tell(looks, run->out);
    return good ? SIGN_GOOD : status == NO_MEMORY ? SIGN_SYSTEM : SIGN_BAD;
}

static enum sign_exit look_at_bytes(const struct sign_run *run, const struct proof_roots *roots,
                                    struct looks *looks, struct str bytes)
{
    struct work work = {.run = run, .looks = *looks, .roots = roots};
    work.looks.has_roots = roots != NULL;
    const enum status status = look_at_file(&work, looks->path, bytes);
    proof_lists_free(work.lists);
    return finish(run, &work.looks, status);
}

enum sign_exit sign_look_bytes(const struct sign_run *run, const char *path, struct str bytes)
{
    struct looks looks = {.path = path};
    struct proof_roots *roots = NULL;
    const enum status status = open_roots(run, &roots);
    const enum sign_exit result =
        status == OK ? look_at_bytes(run, roots, &looks, bytes) : finish(run, &looks, status);
    proof_roots_free(roots);
    return result;
}

/* --- the files --- */

/* In memory of its own, with messages of its own: of many files each needs but what it has. */
static enum sign_exit look_at_one(const struct sign_run *run, const struct proof_roots *roots,
                                  struct looks *looks)
{
    struct arena *arena = arena_new(SIGN_MAX_MEMORY);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct str bytes;
    enum sign_exit result = SIGN_SYSTEM;
    if (diag != NULL) {
        struct sign_run own = *run;
        own.arena = arena;
        own.diag = diag;
        const enum status status = sign_pdf_read(&own, looks->path, &bytes);
        result = status == OK ? look_at_bytes(&own, roots, looks, bytes) : finish(&own, looks, status);
        diag_print(diag, run->messages);
    }
    arena_free(arena);
    return result;
}

enum sign_exit sign_look(const struct sign_run *run)
{
    struct looks looks = {.path = NULL};
    struct proof_roots *roots = NULL;
    enum sign_exit worst = SIGN_GOOD;
    size_t at = 0, next = 0;
    (void)sign_argument_next(run, "file", &next);
    looks.is_of_several = sign_argument_next(run, "file", &next) != NULL;
    const enum status status = open_roots(run, &roots);
    while ((looks.path = sign_argument_next(run, "file", &at)) != NULL) {
        const enum sign_exit one =
            status == OK ? look_at_one(run, roots, &looks) : finish(run, &looks, status);
        worst = one > worst ? one : worst;
    }
    proof_roots_free(roots);
    if (at > 0 && sign_argument(run, "file") != NULL)
        return worst;
    diag_report(run->diag, MSG_SIGN_COMMAND, ((struct place){"chengwen-sign", 0, 0}));
    return SIGN_USAGE;
}
