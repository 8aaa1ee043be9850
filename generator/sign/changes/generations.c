/*
 * Generations: 5 1 R is not 5 0 R.  Some programs find nothing there, others do not look at the second number, so whoever
 * changes it of an object, or of a reference to one, has something shown to the ones and not to the others.
 */
#include "sign/changes/changes_int.h"

static bool misses(struct sign_view view, struct str reference)
{
    const struct sign_object *object = sign_object(view, syntax_reference(reference));
    return object != NULL && object->generation != syntax_generation(reference);
}

static bool mentions(const struct sign_file *file, struct str value, struct str wanted)
{
    struct str reference;
    const bool may = sign_look_at(file, value.len);
    for (size_t at = 0; may && syntax_next_reference(value, &at, &reference);)
        if (syntax_reference(reference) == syntax_reference(wanted) &&
            syntax_generation(reference) == syntax_generation(wanted))
            return true;
    return false;
}

/* A reference that misses its object, and did not stand there before: that was signed so. */
static bool misses_more(const struct comparison *work, struct str old, struct str fresh)
{
    struct str reference;
    const bool may = sign_look_at(work->file, fresh.len);
    for (size_t at = 0; may && syntax_next_reference(fresh, &at, &reference);)
        if (misses(work->fresh->view, reference) && !mentions(work->file, old, reference))
            return true;
    return false;
}

/* What may be changed by itself after signing may be gone, too: MuPDF gives a generation to what was held in a stream. */
static bool is_metadata(const struct comparison *work, uint32_t number)
{
    const struct part was = claims_part(work->old, number), is = claims_part(work->fresh, number);
    return was.kind == PART_ENTRY && was.index == CHANGE_METADATA && is.kind == PART_ENTRY &&
           is.index == CHANGE_METADATA;
}

static bool is_of_another(const struct comparison *work, uint32_t number)
{
    const struct sign_object *was = sign_object(work->old->view, number),
                             *is = sign_object(work->fresh->view, number);
    if (is == NULL || claims_part(work->fresh, number).kind == PART_NONE)
        return false;
    return (was != NULL && was->generation != is->generation) ||
           misses_more(work, was == NULL ? STR("") : was->value, is->value);
}

enum status compare_generations(struct comparison *work, size_t revision)
{
    const struct sign_view old = work->old->view, fresh = work->fresh->view;
    const struct sign_object *object;
    enum status status = misses_more(work, sign_view_trailer(old), sign_view_trailer(fresh))
                             ? change_add(work, CHANGE_OTHER, 0, STR(""))
                             : OK;
    for (size_t at = 0; status == OK && (object = sign_next_change(work->file, revision, &at)) != NULL;)
        if (is_of_another(work, object->number))
            status = change_add(work, is_metadata(work, object->number) ? CHANGE_METADATA : CHANGE_OTHER, 0,
                                STR(""));
    return status;
}
