/*
 * signatures: each of them in the order in which they were made.
 */
#include "sign/file/file.h"
#include "sign/sign_int.h"

enum sign_exit sign_look(const struct sign_run *run)
{
    struct str bytes;
    struct sign_file *file;
    struct sign_fields fields;
    const char *path = sign_argument(run, "file");
    enum status status = file_read(run->arena, run->diag, path, SIGN_MAX_BYTES, &bytes);
    if (status == OK)
        status = sign_file_open(run->arena, run->diag, path, bytes, &file);
    if (status == OK)
        status = sign_fields(sign_view_last(file), &fields);
    if (status != OK)
        return status == FAILED ? SIGN_BAD : SIGN_SYSTEM;
    for (size_t i = 0; i < fields.count; i++)
        buf_printf(run->out, "%.*s\n", STR_ARGS(fields.items[i].name));
    return SIGN_GOOD;
}
