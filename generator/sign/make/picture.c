/*
 * The picture of a seal or a hand: it lies over the text, as a stamp on paper does, so it should let that through.
 */
#include "sign/make/make_int.h"
#include "base/messages.def"
#include "sign/messages.def"

#include <errno.h>

/* A JPEG, or a PNG of which no dot lets anything through.  One that is broken is told where it is written. */
static bool is_opaque(const struct picture_file *picture)
{
    struct picture_samples samples;
    bool opaque = true;
    if (picture->format != PICTURE_PNG)
        return true;
    enum status status = picture_samples_open(picture, &samples);
    const bool has_alpha = status == OK && samples.channels % 2 == 0;
    for (int y = 0; y < picture->height && has_alpha && opaque && status == OK; y++) {
        status = picture_samples_read(&samples);
        for (size_t x = 1; x <= (size_t)picture->width && opaque && status == OK; x++)
            opaque = samples.row[x * samples.channels - 1] == UINT8_MAX;
    }
    picture_samples_close(&samples);
    return opaque && status == OK;
}

enum status seal_picture_read(struct arena *arena, struct diag *diag, const char *path, bool strict,
                              const struct picture_file **ret_picture)
{
    struct picture_read *reads = NULL;
    const char *slash = strrchr(path, '/');
    const struct place place = {path, 0, 0};
    const struct picture_name name = {str_of(slash != NULL ? slash + 1 : path), path, place, true};
    if (!file_exists(path))
        return diag_report(diag, MSG_FILE_UNREADABLE, place, file_reason(ENOENT));
    const enum status status = picture_file_read(arena, diag, &reads, &name, ret_picture);
    if (status != OK || !is_opaque(*ret_picture))
        return status;
    diag_report_plain(diag, strict ? MSG_SIGN_OPAQUE_STRICT : MSG_SIGN_OPAQUE, place);
    return strict ? FAILED : OK;
}
