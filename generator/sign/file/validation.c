/*
 * What the file has to prove certificates: the streams that its /DSS lists (ETSI EN 319 142-1, 5.4.2), as bytes.
 *
 * Those of every revision: what a later one leaves out was said all the same.
 */
#include "sign/file/file_int.h"

struct proving {
    const struct sign_file *file;
    const char *key;
    uint32_t *taken; /* by number: the revision, from 1, of the object that was taken last */
    size_t bytes;
    struct sign_streams *streams;
};

/* Not taken before. */
static bool is_fresh(const struct proving *proving, const struct sign_object *object)
{
    return object != NULL && proving->taken[object->number] != object->revision + 1;
}

static enum status take_stream(struct proving *proving, const struct sign_object *object)
{
    const struct sign_file *file = proving->file;
    struct sign_streams *streams = proving->streams;
    struct str bytes;
    proving->taken[object->number] = object->revision + 1;
    const enum status status = sign_stream(file, object, SIGN_MAX_HOLDER, &bytes);
    if (status != OK)
        return status == FAILED ? OK : status;
    proving->bytes += bytes.len;
    if (proving->bytes > SIGN_MAX_VALIDATION || !sign_look_at(file, bytes.len))
        return sign_file_broken(file, object->offset, "供验证签名用的数据太多");
    return ARENA_APPEND(file->arena, streams->items, streams->count, streams->capacity, &bytes);
}

static enum status take_streams(struct proving *proving, struct sign_view view)
{
    const struct str list = sign_member(view, sign_member(view, sign_catalog(view), "DSS"), proving->key);
    struct str item;
    enum status status = OK;
    if (!sign_look_at(view.file, list.len))
        return OK; /* told by who asks for that at the end */
    for (size_t at = 0; status == OK && syntax_next(list, &at, &item);) {
        const uint32_t number = syntax_reference(item);
        const struct sign_object *object = number == 0 ? NULL : sign_object(view, number);
        if (is_fresh(proving, object))
            status = take_stream(proving, object);
    }
    return status;
}

enum status sign_validation(const struct sign_file *file, const char *key, struct sign_streams *ret_streams)
{
    struct proving proving = {.file = file,
                              .key = key,
                              .taken = ARENA_NEW_ARRAY(file->arena, file->facts.next_number, uint32_t),
                              .streams = ret_streams};
    enum status status = proving.taken != NULL ? OK : NO_MEMORY;
    for (size_t i = 0; i < file->facts.count && status == OK; i++)
        status = take_streams(&proving, (struct sign_view){file, i});
    return status;
}
