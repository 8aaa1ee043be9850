/*
 * A paper that was signed where it was made is not made anew over its signatures: they would be gone, and nobody told.
 * And what stands behind the end of what we wrote, mostly a signature: how much, and how many times; what it is nobody
 * of this room looks at.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"
#include "pdf/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
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

/* 0 bytes: nothing could be read. */
static struct str read_at(int fd, char *bytes, size_t len, off_t at)
{
    ssize_t got;
    do
        got = bytes != NULL && len > 0 ? pread(fd, bytes, len, at) : 0;
    while (got < 0 && errno == EINTR);
    return (struct str){bytes, got > 0 ? (size_t)got : 0};
}

/* Looked for only where it may be: to read a quarter of a megabyte takes as long as a tenth of a paper. */
static enum status look_at_end(int fd, off_t end, bool *ret_signed)
{
    const size_t len = end > TAIL ? TAIL : (size_t)end;
    char *bytes = base_malloc(len);
    const struct str tail = read_at(fd, bytes, len, end - (off_t)len);
    *ret_signed = holds_signature(tail.ptr, tail.len);
    base_free(bytes);
    return bytes == NULL ? NO_MEMORY : OK;
}

static enum status file_is_signed(const char *path, bool *ret_signed)
{
    char first[PDF_ENDS], last[PDF_ENDS];
    int fd;
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    while (fd < 0 && errno == EINTR);
    *ret_signed = false;
    if (fd < 0)
        return OK;
    const off_t end = lseek(fd, 0, SEEK_END);
    const struct str head = read_at(fd, first, sizeof first, 0);
    const struct str tail = end > PDF_ENDS ? read_at(fd, last, sizeof last, end - PDF_ENDS) : head;
    enum status status = OK;
    if (end > 0 && !pdf_is_as_made(head, tail))
        status = look_at_end(fd, end, ret_signed);
    close(fd);
    return status;
}

enum status refuse_signed(const struct batch *batch, struct diag *diag, const char *path)
{
    bool is_signed = false;
    enum status status = OK;
    if (strcmp(batch->writer->suffix, ".pdf") == 0)
        status = file_is_signed(path, &is_signed);
    if (status != OK || !is_signed)
        return status;
    return diag_report(diag, MSG_BATCH_SIGNED, ((struct place){path, 0, 0}));
}

enum status appended_say(struct str appended, struct buf *said)
{
    static const char end[] = "%%EOF";
    size_t revisions = 0;
    for (size_t i = 0; i + sizeof end - 1 <= appended.len; i++)
        revisions += memcmp(appended.ptr + i, end, sizeof end - 1) == 0;
    if (revisions > 0)
        buf_tell(said, MSG_BATCH_REVISIONS, appended.len, revisions);
    else
        buf_tell(said, MSG_BATCH_NO_REVISION, appended.len);
    const enum status status = buf_status(said);
    if (status == OK)
        said->ptr[said->len - 1] = '\0'; /* its line feed */
    return status;
}
