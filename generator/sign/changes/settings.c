/*
 * What the form says for all fields.
 *
 * Programs that sign or fill in put fonts into the form, and which of them to use (/DR, /DA), though neither needs them.
 * Both may come where there was none, and fonts may be added to those that are there, with a signature, a time stamp or
 * a field that is filled in, and as long as nothing else that is seen is drawn with them: no field that was filled in and
 * no button, unless its look has resources of its own and is not to be made anew (/NeedAppearances), no remark of text, no
 * box of a signature that has no resources of its own.
 */
#include "sign/changes/changes_int.h"

enum { LOOK_READ = 1 << 20 }; /* of a look, inflated */

static bool is_signed_or_filled(const struct comparison *work)
{
    for (size_t i = 0; i < work->changes->count; i++) {
        const enum change_kind kind = work->changes->items[i].kind;
        if (kind == CHANGE_SIGNED || kind == CHANGE_SIGNED_UNSEEN || kind == CHANGE_STAMPED ||
            kind == CHANGE_STAMPED_FIELD || kind == CHANGE_FILLED)
            return true;
    }
    return false;
}

/* --- what is drawn with the form's fonts --- */

/* A form XObject that names no resources and chooses a font, by the operator Tf; what cannot be read may. */
static bool draws_with_form(struct sign_view view, struct str look)
{
    const uint32_t number = syntax_reference(look);
    const struct sign_object *object = number == 0 ? NULL : sign_object(view, number);
    struct str drawn;
    if (object == NULL || !object->has_stream)
        return true;
    if (object->stream.len == 0 || str_starts(sign_member(view, object->value, "Resources"), "<<"))
        return false;
    return sign_stream(view.file, object, LOOK_READ, &drawn) != OK || !sign_look_at(view.file, drawn.len) ||
           str_holds(drawn, "Tf");
}

/* A look, or one of each state. */
static bool any_draws_with_form(struct sign_view view, struct str looks)
{
    const uint32_t number = syntax_reference(looks);
    const struct sign_object *object = number == 0 ? NULL : sign_object(view, number);
    struct str key, look;
    const struct str states = sign_value(view, looks);
    if ((object != NULL && object->has_stream) || !str_starts(states, "<<"))
        return draws_with_form(view, looks);
    for (size_t at = 0; syntax_next_member(states, &at, &key, &look);)
        if (draws_with_form(view, look))
            return true;
    return false;
}

/* `unsaid`: what a box without a look counts as. */
static bool has_look_of_form(struct sign_view view, const struct sign_field *field, bool unsaid)
{
    for (size_t i = 0; i < field->widget_count; i++) {
        const struct sign_object *widget = sign_object(view, field->widgets[i].object);
        const struct str looks = sign_member(view, widget != NULL ? widget->value : STR(""), "AP");
        struct str key, look;
        if (unsaid && sign_member_itself(view, looks, "N").len == 0)
            return true;
        for (size_t at = 0; syntax_next_member(looks, &at, &key, &look);)
            if (any_draws_with_form(view, look))
                return true;
    }
    return false;
}

/* Of those that this revision leaves alone: what it fills in or signs may look otherwise. */
static bool is_field_drawn(const struct comparison *work, size_t index)
{
    const struct sign_view view = work->fresh->view;
    const struct sign_field *field = &work->fresh->fields.items[index];
    if (work->touched[index])
        return false;
    if (syntax_name_is(field->type, "/Sig"))
        return has_look_of_form(view, field, false);
    if (field->filled.len == 0 && (syntax_name_is(field->type, "/Tx") || syntax_name_is(field->type, "/Ch")))
        return false;
    return sign_member(view, work->fresh->form, "NeedAppearances").len > 0 ||
           has_look_of_form(view, field, true);
}

/* A remark of text; a box of a field that the form does not list, and that some readers show all the same. */
static bool is_remark_drawn(const struct claims *claims, struct str reference)
{
    const struct str remark = sign_value(claims->view, reference),
                     kind = sign_member(claims->view, remark, "Subtype");
    const uint32_t part = claims_part(claims, syntax_reference(reference)).kind;
    return syntax_name_is(kind, "/FreeText") ||
           (syntax_name_is(kind, "/Widget") && part != PART_FIELD && part != PART_WIDGET);
}

static bool has_drawn_remark(const struct claims *claims, uint32_t page)
{
    const struct sign_view view = claims->view;
    const struct str list = sign_member(view, sign_object(view, page)->value, "Annots");
    struct str one;
    for (size_t at = 0; sign_look_at(view.file, 1) && syntax_next(list, &at, &one);)
        if (is_remark_drawn(claims, one))
            return true;
    return false;
}

static bool is_anything_drawn(const struct comparison *work)
{
    for (size_t i = 0; i < work->fresh->fields.count; i++)
        if (is_field_drawn(work, i))
            return true;
    for (size_t i = 0; i < work->fresh->pages.count; i++)
        if (has_drawn_remark(work->fresh, work->fresh->pages.items[i]))
            return true;
    return false;
}

/* --- what was added --- */

static struct str member_itself(struct str dict, struct str key)
{
    struct str name, value;
    for (size_t at = 0; syntax_next_member(dict, &at, &name, &value);)
        if (syntax_name_same(name, key))
            return value;
    return STR("");
}

static bool is_of_fonts(struct str key)
{
    return syntax_name_is(key, "/Font") || syntax_name_is(key, "/Encoding") ||
           syntax_name_is(key, "/ProcSet");
}

/* The later one has all of the old one, and nothing that the old one has otherwise: also where it says a key twice. */
static bool gains(const struct comparison *work, struct str old, struct str fresh, bool of_resources)
{
    struct str key, value;
    for (size_t at = 0; syntax_next_member(old, &at, &key, &value);)
        if (!sign_look_at(work->file, fresh.len) || member_itself(fresh, key).len == 0)
            return false;
    for (size_t at = 0; syntax_next_member(fresh, &at, &key, &value);) {
        const struct str was = sign_look_at(work->file, old.len) ? member_itself(old, key) : STR("");
        const struct str before = sign_value(work->old->view, was),
                         now = sign_value(work->fresh->view, value);
        const bool grows = of_resources && is_of_fonts(key) && str_starts(now, "<<") &&
                           (was.len == 0 || str_starts(before, "<<"));
        const bool good = grows         ? gains(work, before, now, false)
                          : was.len > 0 ? sign_both_same(&work->both, was, value)
                                        : !of_resources || is_of_fonts(key);
        if (!good)
            return false;
    }
    return true;
}

static bool are_fonts_added(const struct comparison *work)
{
    const struct str old = sign_member(work->old->view, work->old->form, "DR"),
                     fresh = sign_member(work->fresh->view, work->fresh->form, "DR");
    return is_signed_or_filled(work) && (old.len == 0 || str_starts(old, "<<")) &&
           (fresh.len == 0 || str_starts(fresh, "<<")) && gains(work, old, fresh, true) &&
           !is_anything_drawn(work);
}

/* The object is the resources, or one of their lists, as it was before. */
static bool holds_fonts(const struct claims *claims, uint32_t number)
{
    const struct str resources = sign_member(claims->view, claims->form, "DR");
    struct str key, value;
    if (syntax_reference(sign_member_itself(claims->view, claims->form, "DR")) == number)
        return true;
    for (size_t at = 0; syntax_next_member(resources, &at, &key, &value);)
        if (is_of_fonts(key) && syntax_reference(value) == number)
            return true;
    return false;
}

/* --- compared --- */

/* /Fields is compared field by field, /SigFlags says that there are signatures.  Fields were compared before. */
enum status compare_forms(struct comparison *work)
{
    struct str key;
    enum status status = OK;
    work->has_new_fonts = are_fonts_added(work);
    for (size_t at = 0;
         status == OK && next_difference(work, work->old->form, work->fresh->form, &at, &key);) {
        const bool comes = syntax_name_is(key, "/DR") ||
                           (syntax_name_is(key, "/DA") &&
                            sign_member_itself(work->old->view, work->old->form, "DA").len == 0);
        if (!syntax_name_is(key, "/Fields") && !syntax_name_is(key, "/SigFlags") &&
            !syntax_name_is(key, "/Type") && !(comes && work->has_new_fonts))
            status = change_add(work, CHANGE_FORM, 0, str_slice(key, 1, key.len));
    }
    return status;
}

enum status compare_setting(struct comparison *work, uint32_t number)
{
    const bool is_new = claims_part(work->old, number).kind == PART_NONE,
               is_added = work->has_new_fonts &&
                          (is_new || (holds_fonts(work->old, number) && holds_fonts(work->fresh, number)));
    return is_added ? OK : change_add(work, CHANGE_FORM, 0, STR(""));
}
