/*
 * Fields and annotations of two revisions.
 *
 * A field that the revision signed or filled in may look otherwise afterwards; one that it did not touch may not, nor one
 * that got a time stamp, unless nobody sees it: a stamp is allowed where all else is forbidden, so it may not paint.
 */
#include "sign/changes/changes_int.h"

#include <assert.h>

static bool is_signature(const struct sign_field *field)
{
    return syntax_name_is(field->type, "/Sig");
}

/* By its format, too: a signature that calls itself one is none. */
static bool is_stamp(const struct claims *claims, const struct sign_field *field)
{
    return is_signature(field) &&
           syntax_name_is(sign_member(claims->view, field->filled, "Type"), "/DocTimeStamp") &&
           syntax_name_is(sign_member(claims->view, field->filled, "SubFilter"), "/ETSI.RFC3161");
}

/* As it was before; NULL: it is new. */
static const struct sign_field *field_before(const struct comparison *work, const struct sign_field *field)
{
    const struct part part = claims_part(work->old, field->object);
    return part.kind == PART_FIELD ? &work->old->fields.items[part.index] : NULL;
}

/* Only the box of a field is shown nowhere without an area: remarks of other kinds have icons, or lines of their own.
 * What something does when the page is opened may be seen, too. */
static bool is_quiet_box(struct sign_view view, struct str widget)
{
    const struct str kind = sign_member(view, widget, "Subtype");
    return (kind.len == 0 || syntax_name_is(kind, "/Widget")) &&
           sign_member_itself(view, widget, "A").len + sign_member_itself(view, widget, "AA").len == 0;
}

/* Its boxes have no area, as programs make them that sign without a field of the paper's own. */
static bool is_unseen(const struct comparison *work, const struct sign_field *field)
{
    const struct sign_view view = work->fresh->view;
    bool unseen = true;
    for (size_t i = 0; i < field->widget_count && unseen; i++) {
        const struct sign_object *widget = sign_object(view, field->widgets[i].object);
        const bool quiet = widget != NULL && is_quiet_box(view, widget->value);
        const struct str box = quiet ? sign_member(view, widget->value, "Rect") : STR("");
        struct str sides[4] = {{NULL, 0}};
        size_t count = 0;
        for (size_t at = 0; count < ARRAY_COUNT(sides) && syntax_next(box, &at, &sides[count]);)
            count++;
        unseen = count == ARRAY_COUNT(sides) &&
                 (sign_same(work->file, sides[0], sides[2]) || sign_same(work->file, sides[1], sides[3]));
    }
    return unseen;
}

static enum status tell_new_field(struct comparison *work, const struct sign_field *field)
{
    const bool stamped = is_stamp(work->fresh, field), sealed = is_signature(field) && field->filled.len > 0;
    if (sealed && is_unseen(work, field))
        return change_add(work, stamped ? CHANGE_STAMPED : CHANGE_SIGNED_UNSEEN, 0, field->name);
    enum status status = change_add(work, CHANGE_FIELD_NEW, 0, field->name);
    return status == OK && sealed ? change_add(work, stamped ? CHANGE_STAMPED : CHANGE_SIGNED, 0, field->name)
                                  : status;
}

static enum status tell_value(struct comparison *work, const struct sign_field *old,
                              const struct sign_field *field)
{
    if (!is_signature(field))
        return change_add(work, CHANGE_FILLED, 0, field->name);
    const enum change_kind kind = old->filled.len > 0            ? CHANGE_SEAL
                                  : is_stamp(work->fresh, field) ? CHANGE_STAMPED_FIELD
                                                                 : CHANGE_SIGNED;
    return change_add(work, kind, 0, field->name);
}

/* A signature is told by its object, what else is filled in by what it says. */
static bool has_same_value(const struct comparison *work, const struct sign_field *old,
                           const struct sign_field *field)
{
    const struct sign_object *was = sign_object(work->old->view, old->value),
                             *is = sign_object(work->fresh->view, field->value);
    if (old->value != field->value || old->filled.len + field->filled.len == 0)
        return old->value == field->value;
    if (field->value != 0 && is_signature(field))
        return true;
    if (was != NULL && is != NULL &&
        (was->has_stream != is->has_stream || !str_equal(was->stream, is->stream)))
        return false;
    return sign_same(work->file, old->filled, field->filled);
}

enum status compare_fields(struct comparison *work)
{
    const struct sign_fields *old = &work->old->fields, *fresh = &work->fresh->fields;
    enum status status = OK;
    for (size_t i = 0; i < fresh->count && status == OK; i++) {
        const struct sign_field *field = &fresh->items[i], *before = field_before(work, field);
        const bool same = before != NULL && has_same_value(work, before, field);
        work->touched[i] = !same;
        if (before == NULL)
            status = tell_new_field(work, field);
        else if (!same)
            status = tell_value(work, before, field);
        if (status == OK && before != NULL && !str_equal(before->name, field->name))
            status = change_add(work, CHANGE_FIELD, 0, field->name);
    }
    for (size_t i = 0; i < old->count && status == OK; i++) {
        assert(old->items != NULL);
        if (claims_part(work->fresh, old->items[i].object).kind != PART_FIELD)
            status = change_add(work, CHANGE_FIELD_GONE, 0, old->items[i].name);
    }
    return status;
}

/* What signing or filling in changes besides the value: that it may not be filled in again, which words of a list it is and
 * how the text is laid out, and the look. */
static bool goes_with_value(struct str key, bool with_look)
{
    static const char *const keys[] = {"/V",  "/M",  "/Ff", "/Type", "/I", "/TI", "/RV",
                                       "/AP", "/AS", "/MK", "/DA",   "/F", "/BS"};
    enum { NOT_OF_LOOK = 7 };
    for (size_t i = 0; i < (with_look ? ARRAY_COUNT(keys) : NOT_OF_LOOK); i++)
        if (syntax_name_is(key, keys[i]))
            return true;
    return false;
}

/* `field`: the later one. */
static bool may_look_otherwise(const struct comparison *work, const struct sign_field *field)
{
    return work->touched[field - work->fresh->fields.items] &&
           (!is_stamp(work->fresh, field) || is_unseen(work, field));
}

/* Programs that sign without a picture make the box one without an area: nothing is painted then. */
static bool is_made_unseen(const struct comparison *work, const struct sign_field *field, struct str key)
{
    return syntax_name_is(key, "/Rect") && is_signature(field) && is_unseen(work, field);
}

static enum status compare_dicts(struct comparison *work, uint32_t number, const struct sign_field *field,
                                 bool touched, bool with_look)
{
    const struct sign_object *was = sign_object(work->old->view, number),
                             *is = sign_object(work->fresh->view, number);
    struct str key;
    enum status status = OK;
    if (was == NULL || is == NULL)
        return with_look ? OK : change_add(work, CHANGE_FIELD, 0, field->name);
    for (size_t at = 0; status == OK && next_difference(work, was->value, is->value, &at, &key);) {
        if (touched && (goes_with_value(key, with_look) || is_made_unseen(work, field, key)))
            continue;
        const bool look =
            syntax_name_is(key, "/AP") || syntax_name_is(key, "/AS") || syntax_name_is(key, "/MK");
        if (!syntax_name_is(key, "/V"))
            status = change_add(work, look ? CHANGE_FIELD_LOOK : CHANGE_FIELD, 0, field->name);
    }
    return status;
}

/* It was, and is: what has it now, and had something else, is told by itself. */
static bool is_look_of_others(const struct comparison *work, uint32_t number)
{
    return claims_part(work->old, number).kind == PART_LOOK_OF_MORE &&
           claims_part(work->fresh, number).kind == PART_LOOK_OF_MORE;
}

enum status compare_field_object(struct comparison *work, uint32_t number, struct part part, bool is_old)
{
    const struct claims *claims = is_old ? work->old : work->fresh;
    const struct sign_field *field = &claims->fields.items[part.index];
    const bool was_there = claims_part(work->old, field->object).kind == PART_FIELD;
    const struct part now = claims_part(work->fresh, field->object);
    if (!was_there || now.kind != PART_FIELD)
        return OK; /* it is new, or gone, and was told */
    const bool touched = work->touched[now.index];
    const bool with_look = may_look_otherwise(work, &work->fresh->fields.items[now.index]);
    if (part.kind == PART_FIELD || part.kind == PART_WIDGET)
        return compare_dicts(work, number, field, touched, with_look);
    if (part.kind == PART_LOOK || part.kind == PART_LOOK_OF_MORE)
        return with_look && !is_look_of_others(work, number)
                   ? OK
                   : change_add(work, CHANGE_FIELD_LOOK, 0, field->name);
    if (touched && claims_part(work->old, number).kind == PART_NONE)
        return OK; /* the value that it has now */
    return change_add(work, CHANGE_SEAL, 0, field->name);
}

/* --- annotations --- */

enum { IN_OLD = 1, IN_FRESH = 2, IN_BOTH = 3 };

static void mark(const struct comparison *work, struct str list, unsigned char as)
{
    struct str one;
    for (size_t at = 0; sign_look_at(work->file, 1) && syntax_next(list, &at, &one);) {
        const uint32_t number = syntax_reference(one);
        if (number != 0 && number < work->fresh->count)
            work->listed[number] = as == 0 ? 0 : work->listed[number] | as;
    }
}

/* One that stands in the list itself has no number, and is none that both have. */
static unsigned char marks_of(const struct comparison *work, struct str reference)
{
    const uint32_t number = syntax_reference(reference);
    return number < work->fresh->count ? work->listed[number] : 0;
}

/* It is in the list of one view alone.  Of fields that are new, or gone, that is told; the box of one that is there is as
 * good as painted over, or as painted, if its page has it no more, or has it now. */
static enum status tell_listed(struct comparison *work, uint32_t page, struct str reference,
                               const struct claims *here)
{
    const struct part part = claims_part(here, syntax_reference(reference));
    if (part.kind != PART_FIELD && part.kind != PART_WIDGET)
        return change_add(work, CHANGE_ANNOTATION, page, STR(""));
    const struct sign_field *field = &here->fields.items[part.index];
    const struct part was = claims_part(work->old, field->object),
                      is = claims_part(work->fresh, field->object);
    if (was.kind != PART_FIELD || is.kind != PART_FIELD)
        return OK;
    return may_look_otherwise(work, &work->fresh->fields.items[is.index])
               ? change_add(work, CHANGE_ANNOTATION, page, STR(""))
               : change_add(work, CHANGE_FIELD_LOOK, 0, field->name);
}

static enum status tell_all_listed(struct comparison *work, uint32_t page, struct str list,
                                   const struct claims *here)
{
    struct str one;
    enum status status = OK;
    for (size_t at = 0; status == OK && sign_look_at(work->file, 1) && syntax_next(list, &at, &one);)
        if (marks_of(work, one) != IN_BOTH)
            status = tell_listed(work, page, one, here);
    return status;
}

/* The next of those that both lists have. */
static bool next_of_both(const struct comparison *work, struct str list, size_t *at, struct str *ret_one)
{
    while (sign_look_at(work->file, 1) && syntax_next(list, at, ret_one))
        if (marks_of(work, *ret_one) == IN_BOTH)
            return true;
    return false;
}

/* The later one is painted over the earlier. */
static bool are_in_order(const struct comparison *work, struct str old, struct str fresh)
{
    struct str was, is;
    for (size_t i = 0, k = 0;;) {
        const bool more = next_of_both(work, old, &i, &was);
        if (more != next_of_both(work, fresh, &k, &is))
            return false;
        if (!more || syntax_reference(was) != syntax_reference(is))
            return !more;
    }
}

enum status compare_annotations(struct comparison *work, uint32_t page, struct str old, struct str fresh)
{
    if (sign_same(work->file, old, fresh))
        return OK;
    mark(work, old, IN_OLD);
    mark(work, fresh, IN_FRESH);
    enum status status = tell_all_listed(work, page, fresh, work->fresh);
    if (status == OK)
        status = tell_all_listed(work, page, old, work->old);
    if (status == OK && !are_in_order(work, old, fresh))
        status = change_add(work, CHANGE_ANNOTATION, page, STR(""));
    mark(work, old, 0);
    mark(work, fresh, 0);
    return status;
}
