/*
 * What the file has to prove certificates: the streams that its /DSS lists (ETSI EN 319 142-1, 5.4.2), as bytes.
 */
#include "sign/file/file_int.h"

enum status sign_validation(struct sign_view view, const char *key, struct sign_streams *ret_streams)
{
    const struct sign_file *file = view.file;
    const struct str list = sign_member(view, sign_member(view, sign_catalog(view), "DSS"), key);
    struct str item, bytes;
    size_t all = 0;
    for (size_t at = 0; syntax_next(list, &at, &item);) {
        const uint32_t number = syntax_reference(item);
        const struct sign_object *object = number == 0 ? NULL : sign_object(view, number);
        enum status status = object == NULL ? FAILED : sign_stream(file, object, SIGN_MAX_HOLDER, &bytes);
        if (status == FAILED)
            continue;
        all += status == OK ? bytes.len : 0;
        if (status == OK && (all > SIGN_MAX_VALIDATION || !sign_look_at(file, bytes.len)))
            return sign_file_broken(file, object->offset, "供验证签名用的数据太多");
        if (status == OK)
            status = ARENA_APPEND(file->arena, ret_streams->items, ret_streams->count, ret_streams->capacity,
                                  &bytes);
        if (status != OK)
            return status;
    }
    return OK;
}
