/*
 * Data for later proofs that a revision took away: streams of /DSS that it does not list any more, or otherwise.
 */
#include "sign/changes/changes_int.h"

struct proofs {
    struct sign_view view;
    struct str dict; /* /DSS */
};

static struct proofs proofs_of(const struct claims *claims)
{
    return (struct proofs){claims->view, sign_member(claims->view, sign_catalog(claims->view), "DSS")};
}

static const struct sign_object *stream_of(const struct proofs *proofs, struct str item)
{
    const uint32_t number = syntax_reference(item);
    const struct sign_object *object = number == 0 ? NULL : sign_object(proofs->view, number);
    return object != NULL && object->has_stream ? object : NULL;
}

static bool lists_stream(const struct proofs *proofs, struct str list, struct str stream)
{
    struct str item;
    for (size_t at = 0; sign_look_at(proofs->view.file, 1) && syntax_next(list, &at, &item);) {
        const struct sign_object *object = stream_of(proofs, item);
        if (object == NULL || object->stream.len != stream.len)
            continue;
        if (object->stream.ptr == stream.ptr ||
            (sign_look_at(proofs->view.file, stream.len) && str_equal(object->stream, stream)))
            return true;
    }
    return false;
}

/* One view lists a stream that the other one does not. */
static bool lists_more(const struct proofs *proofs, const struct proofs *other)
{
    static const char *const keys[] = {"CRLs", "OCSPs", "Certs"};
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
        const struct str list = sign_member(proofs->view, proofs->dict, keys[i]),
                         others = sign_member(other->view, other->dict, keys[i]);
        struct str item;
        for (size_t at = 0; sign_look_at(proofs->view.file, 1) && syntax_next(list, &at, &item);) {
            const struct sign_object *object = stream_of(proofs, item);
            if (object != NULL && !lists_stream(other, others, object->stream))
                return true;
        }
    }
    return false;
}

enum status compare_proofs(struct comparison *work)
{
    const struct proofs old = proofs_of(work->old), fresh = proofs_of(work->fresh);
    const bool lost = lists_more(&old, &fresh);
    work->has_lost_proofs = lost && !lists_more(&fresh, &old);
    return lost ? change_add(work, CHANGE_VALIDATION_GONE, 0, STR("")) : OK;
}
