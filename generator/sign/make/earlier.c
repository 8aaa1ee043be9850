/*
 * What the signatures so far allow.  Each must still be right: another one put behind a file that was changed would look as if its signer had
 * seen nothing of it.  And none may forbid it: by FieldMDP, which locks fields, or by DocMDP that allows no change at all.
 */
#include "sign/make/make_int.h"
#include "sign/messages.def"

struct looking {
    struct arena *arena;
    struct diag *diag;
    const struct sign_file *file;
    struct sign_view view;
    struct place place;
    const struct sign_field *wanted;
};

/* --- is it right --- */

static enum cms_verdict verdict_of(const struct looking *looking, const struct sign_object *seal,
                                   struct arena *scratch)
{
    struct sign_seal range;
    struct buf contents = BUF(SIGN_MAX_BYTES);
    const struct str bytes = sign_file_facts(looking->file)->bytes;
    sign_seal_read(looking->file, seal, &range);
    if (range.fault != SIGN_RANGE_GOOD)
        return CMS_ALTERED;
    const struct str parts[] = {str_slice(bytes, 0, range.gap), str_slice(bytes, range.behind, range.end)};
    syntax_add_bytes(range.contents, &contents);
    const enum cms_verdict verdict =
        contents.failed ? CMS_UNKNOWN : cms_verify(scratch, buf_str(&contents), parts);
    buf_clear(&contents);
    return verdict;
}

static enum status check_right(const struct looking *looking, const struct sign_field *field)
{
    const struct sign_object *seal = sign_object(looking->view, field->value);
    struct arena *scratch = arena_new(0);
    enum cms_verdict verdict = CMS_UNKNOWN;
    if (scratch == NULL)
        return NO_MEMORY;
    if (seal != NULL && !syntax_name_is(sign_member(looking->view, field->filled, "Type"), "/DocTimeStamp"))
        verdict = verdict_of(looking, seal, scratch);
    arena_free(scratch);
    if (verdict == CMS_UNKNOWN && looking->wanted != NULL)
        diag_report(looking->diag, MSG_SIGN_EARLIER_UNKNOWN, looking->place, STR_ARGS(field->name));
    return verdict != CMS_ALTERED
               ? OK
               : diag_report(looking->diag, MSG_SIGN_EARLIER_ALTERED, looking->place, STR_ARGS(field->name));
}

/* --- does it forbid --- */

/* Is the wanted field, or one that it stands in, among these names? */
static bool is_named(const struct looking *looking, struct str names)
{
    struct str item;
    for (size_t at = 0; syntax_next(names, &at, &item);) {
        const struct str name = syntax_text(looking->arena, sign_value(looking->view, item));
        const struct str wanted = looking->wanted->name;
        if (name.len > 0 && wanted.len >= name.len && memcmp(wanted.ptr, name.ptr, name.len) == 0 &&
            (wanted.len == name.len || wanted.ptr[name.len] == '.'))
            return true;
    }
    return false;
}

static bool locks(const struct looking *looking, struct str reference)
{
    const struct sign_view view = looking->view;
    const struct str method = sign_member(view, reference, "TransformMethod");
    const struct str parameters = sign_member(view, reference, "TransformParams");
    const struct str action = sign_member(view, parameters, "Action");
    int64_t allowed = 2;
    if (syntax_name_is(method, "/DocMDP")) {
        (void)syntax_number(sign_member(view, parameters, "P"), 3, &allowed);
        return allowed == 1;
    }
    if (!syntax_name_is(method, "/FieldMDP"))
        return false;
    const bool named = is_named(looking, sign_member(view, parameters, "Fields"));
    return syntax_name_is(action, "/All") || (syntax_name_is(action, "/Include") && named) ||
           (syntax_name_is(action, "/Exclude") && !named);
}

static enum status check_allowed(const struct looking *looking, const struct sign_field *field)
{
    struct str reference;
    const struct str references = sign_member(looking->view, field->filled, "Reference");
    for (size_t at = 0; syntax_next(references, &at, &reference);)
        if (locks(looking, sign_value(looking->view, reference)))
            return diag_report(looking->diag, MSG_SIGN_LOCKED, looking->place, STR_ARGS(field->name),
                               STR_ARGS(looking->wanted->name));
    return OK;
}

enum status earlier_check(struct arena *arena, struct diag *diag, const struct sign_file *file,
                          const char *path, const struct sign_fields *fields, const struct sign_field *field)
{
    const struct looking looking = {arena, diag, file, sign_view_last(file), {path, 0, 0}, field};
    enum status status = OK;
    for (size_t i = 0; i < fields->count && !status_stops(status); i++) {
        const struct sign_field *other = &fields->items[i];
        if (other == field || other->filled.len == 0 || !syntax_name_is(other->type, "/Sig"))
            continue;
        status = status_worse(status, check_right(&looking, other));
        if (field != NULL)
            status = status_worse(status, check_allowed(&looking, other));
    }
    return status;
}
