/*
 * What the signatures so far allow.  Each must still be right, and nothing that it forbids may have been done since: another one put behind
 * a file that was changed would look as if its signer had seen nothing of it.  And none may forbid that the field is signed.
 *
 * It is asked of the file as it came, and of the one that was made, before that is written.
 */
#include "sign/make/make_int.h"
#include "sign/changes/changes.h"
#include "sign/messages.def"
#include "sign/proof/proof.h"

struct earlier {
    struct arena *arena;
    struct diag *diag;
    const struct sign_file *file;
    struct place place;
    const struct sign_field *wanted; /* NULL: none */
    struct changes *changes;         /* of each revision; those of the first are none */
    size_t revisions;
};

static enum status altered(const struct earlier *earlier, const struct sign_field *field)
{
    return diag_report(earlier->diag, MSG_SIGN_EARLIER_ALTERED, earlier->place, STR_ARGS(field->name));
}

/* --- is it right --- */

static enum status prove_seal(const struct earlier *earlier, const struct sign_field *field,
                              const struct sign_seal *seal)
{
    const struct str bytes = sign_file_facts(earlier->file)->bytes;
    struct proof_ask ask = {
        .parts = {str_slice(bytes, 0, seal->gap), str_slice(bytes, seal->behind, seal->end)},
        .is_stamp = syntax_name_is(syntax_member(field->filled, "Type"), "/DocTimeStamp"),
        .said = PROOF_NO_TIME};
    struct buf contents = BUF(SIGN_MAX_BYTES);
    struct proof proof;
    syntax_add_bytes(seal->contents, &contents);
    enum status status = buf_keep(&contents, earlier->arena, &ask.contents);
    if (status == OK)
        status = proof_make(earlier->arena, &ask, &proof);
    if (status != OK)
        return NO_MEMORY;
    if (proof.digest == PROOF_BAD || proof.signature == PROOF_BAD)
        return altered(earlier, field);
    if ((proof.signers != 1 || proof.digest == PROOF_UNKNOWN || proof.signature == PROOF_UNKNOWN) &&
        earlier->wanted != NULL)
        diag_report(earlier->diag, MSG_SIGN_EARLIER_UNKNOWN, earlier->place, STR_ARGS(field->name));
    return OK;
}

/* --- what it forbids --- */

static enum status forbidden(const struct earlier *earlier, const struct sign_field *field)
{
    return diag_report(earlier->diag, MSG_SIGN_EARLIER_FORBIDDEN, earlier->place, STR_ARGS(field->name));
}

static enum status check_since(const struct earlier *earlier, const struct change_rule *rule,
                               const struct sign_field *field, size_t revision)
{
    bool allowed = true;
    enum status status = OK;
    for (size_t i = revision; i < earlier->revisions && status == OK; i++) {
        if (sign_has_tail(earlier->file, i))
            return forbidden(earlier, field);
        for (size_t j = 0; i > revision && j < earlier->changes[i].count && status == OK; j++) {
            status = change_is_allowed(earlier->arena, rule, &earlier->changes[i].items[j], &allowed);
            if (status == OK && !allowed)
                return forbidden(earlier, field);
        }
    }
    return status;
}

static enum status check_wanted(const struct earlier *earlier, const struct change_rule *rule,
                                const struct sign_field *field)
{
    bool allowed = true;
    if (earlier->wanted == NULL)
        return OK;
    const struct change wanted = {.kind = CHANGE_SIGNED, .name = earlier->wanted->name};
    const enum status status = change_is_allowed(earlier->arena, rule, &wanted, &allowed);
    if (status != OK || allowed)
        return status;
    return diag_report(earlier->diag, MSG_SIGN_LOCKED, earlier->place, STR_ARGS(field->name),
                       STR_ARGS(wanted.name));
}

/* One of the fields that are signed. */
static enum status check_field(const struct earlier *earlier, const struct sign_field *field)
{
    const struct sign_object *object = sign_object(sign_view_last(earlier->file), field->value);
    struct sign_fields then = {.count = 0};
    struct sign_seal seal = {.fault = SIGN_RANGE_MISSING};
    struct change_rule rule;
    if (object != NULL)
        sign_seal_read(earlier->file, object, &seal);
    if (seal.fault != SIGN_RANGE_GOOD)
        return altered(earlier, field);
    const struct sign_view view = {earlier->file, seal.revision};
    enum status status = sign_fields(view, &then);
    const struct sign_field *own = status == OK ? sign_field_lookup(&then, field->name) : NULL;
    if (status == OK && (own == NULL || own->value != field->value))
        return altered(earlier, field);
    if (status == OK)
        status = prove_seal(earlier, field, &seal);
    if (status != OK)
        return status;
    change_rule_read(view, own, &rule);
    status = check_since(earlier, &rule, field, seal.revision);
    return status == OK ? check_wanted(earlier, &rule, field) : status;
}

/* Who signs behind one that was taken away would look as if he had known nothing of it. */
static enum status check_losses(const struct earlier *earlier, const struct sign_fields *fields)
{
    struct sign_losses losses = {.count = 0};
    const enum status status = sign_losses(earlier->file, fields, &losses);
    if (status != OK || losses.count == 0)
        return status;
    const struct sign_loss *loss = &losses.items[0];
    return loss->skipped > 0
               ? diag_report(earlier->diag, MSG_SIGN_EARLIER_SKIPPED, earlier->place, loss->skipped)
               : diag_report(earlier->diag, MSG_SIGN_EARLIER_LOST, earlier->place, STR_ARGS(loss->name),
                             loss->revision + 1);
}

enum status earlier_check(struct arena *arena, struct diag *diag, const struct sign_file *file,
                          const char *path, const struct sign_fields *fields, const struct sign_field *field)
{
    struct earlier earlier = {arena, diag, file, {path, 0, 0}, field, NULL, sign_file_facts(file)->count};
    enum status status = check_losses(&earlier, fields);
    bool any = false;
    for (size_t i = 0; i < fields->count; i++)
        any = any || (fields->items[i].filled.len > 0 && syntax_name_is(fields->items[i].type, "/Sig"));
    if (!any || status != OK)
        return status;
    earlier.changes = ARENA_NEW_ARRAY(arena, earlier.revisions, struct changes);
    if (earlier.changes == NULL)
        return NO_MEMORY;
    status = changes_find_since(arena, file, 1, earlier.changes);
    for (size_t i = 0; i < fields->count && status == OK; i++)
        if (fields->items[i].filled.len > 0 && syntax_name_is(fields->items[i].type, "/Sig"))
            status = check_field(&earlier, &fields->items[i]);
    if (status == OK && sign_file_is_used_up(file))
        status = FAILED;
    return status;
}
