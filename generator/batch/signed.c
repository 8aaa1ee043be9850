/*
 * A paper that was signed where it was made is not made anew over its signatures: they would be gone, and nobody told.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* What a signature is found by stands in its dictionary, in the last update or the one before; /Contents takes some tens of KB. */
enum { TAIL = 256 << 10 };

static bool holds_signature(const char *bytes, size_t len)
{
    static const char key[] = "/ByteRange";
    for (size_t i = 0; i + sizeof key <= len; i++) {
        const char *found = memchr(bytes + i, '/', len - i);
        if (found == NULL)
            return false;
        i = (size_t)(found - bytes);
        if (i + sizeof key <= len && memcmp(found, key, sizeof key - 1) == 0)
            return true;
    }
    return false;
}

static bool file_is_signed(const char *path)
{
    int fd;
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    while (fd < 0 && errno == EINTR);
    const off_t end = fd >= 0 ? lseek(fd, 0, SEEK_END) : -1;
    const size_t len = end > TAIL ? TAIL : end > 0 ? (size_t)end : 0;
    char *bytes = len > 0 ? base_malloc(len) : NULL;
    ssize_t got = 0;
    do
        got = bytes != NULL ? pread(fd, bytes, len, end - (off_t)len) : 0;
    while (got < 0 && errno == EINTR);
    const bool is_signed = got > 0 && holds_signature(bytes, (size_t)got);
    base_free(bytes);
    if (fd >= 0)
        close(fd);
    return is_signed;
}

enum status refuse_signed(const struct batch *batch, struct diag *diag, const char *path)
{
    if (strcmp(batch->writer->suffix, ".pdf") != 0 || !file_is_signed(path))
        return OK;
    return diag_report(diag, MSG_BATCH_SIGNED, ((struct place){path, 0, 0}));
}
