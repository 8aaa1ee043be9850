/*
 * Data for later proofs that a revision took away: streams of /DSS that it does not list any more, or otherwise.
 */
#include "sign/changes/changes_int.h"

static struct str list_of(const struct claims *claims, const char *key)
{
    const struct sign_view view = claims->view;
    return sign_member(view, sign_member(view, sign_catalog(view), "DSS"), key);
}

static const struct sign_object *stream_of(const struct claims *claims, struct str item)
{
    const uint32_t number = syntax_reference(item);
    const struct sign_object *object = number == 0 ? NULL : sign_object(claims->view, number);
    return object != NULL && object->has_stream ? object : NULL;
}

static bool lists_stream(const struct claims *claims, struct str list, struct str stream)
{
    struct str item;
    for (size_t at = 0; sign_look_at(claims->view.file, 1) && syntax_next(list, &at, &item);) {
        const struct sign_object *object = stream_of(claims, item);
        if (object != NULL && object->stream.len == stream.len &&
            sign_look_at(claims->view.file, stream.len) && str_equal(object->stream, stream))
            return true;
    }
    return false;
}

/* One view lists a stream that the other one does not. */
static bool lists_more(const struct claims *claims, const struct claims *other)
{
    static const char *const keys[] = {"CRLs", "OCSPs", "Certs"};
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
        const struct str list = list_of(claims, keys[i]), others = list_of(other, keys[i]);
        struct str item;
        for (size_t at = 0; sign_look_at(claims->view.file, 1) && syntax_next(list, &at, &item);) {
            const struct sign_object *object = stream_of(claims, item);
            if (object != NULL && !lists_stream(other, others, object->stream))
                return true;
        }
    }
    return false;
}

enum status compare_proofs(struct comparison *work)
{
    const bool lost = lists_more(work->old, work->fresh);
    work->has_lost_proofs = lost && !lists_more(work->fresh, work->old);
    return lost ? change_add(work, CHANGE_VALIDATION_GONE, 0, STR("")) : OK;
}
