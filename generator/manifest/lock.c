/*
 * One run at a time with a manifest.
 *
 * The lock is the process's (fcntl): workers do not inherit it, and however it ends the system lets go; so the lock
 * file stays, and nothing is ever to be cleaned up.  What it says is for people: who holds it, where, since when.
 */
#include "manifest/manifest_int.h"
#include "manifest/messages.def"
#include "base/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { HOLDER_MOST = 400, HOST_MOST = 64, TIME_MOST = 40 };

static void write_holder(int lock)
{
    char text[HOLDER_MOST], host[HOST_MOST + 1] = "", since[TIME_MOST] = "";
    const time_t now = time(NULL);
    struct tm parts;
    if (gethostname(host, HOST_MOST) != 0)
        host[0] = '\0';
    if (localtime_r(&now, &parts) != NULL)
        (void)strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S %z", &parts);
    int len = snprintf(text, sizeof text, "进程 %ld，主机 %s，自 %s 起\n", (long)getpid(), host, since);
    /* Who cannot read it is told that much less. */
    if (len > 0 && pwrite(lock, text, (size_t)len, 0) == len && ftruncate(lock, len) != 0)
        return;
}

static enum status report_holder(int lock, const char *path, struct diag *diag)
{
    char text[HOLDER_MOST];
    ssize_t len = pread(lock, text, sizeof text, 0);
    struct str line = {text, len > 0 ? (size_t)len : 0};
    const char *end = line.len > 0 ? memchr(text, '\n', line.len) : NULL;
    if (end != NULL)
        line.len = (size_t)(end - text);
    if (line.len == 0)
        line = STR("它还没有写明自己");
    diag_report(diag, MSG_MANIFEST_HELD, ((struct place){path, 0, 0}), STR_ARGS(line));
    return SYSTEM;
}

enum status manifest_lock(struct manifest *manifest, struct diag *diag)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const struct place place = {manifest->lock_path, 0, 0};
    do
        manifest->lock = open(manifest->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    while (manifest->lock < 0 && errno == EINTR);
    if (manifest->lock < 0) {
        diag_report(diag, MSG_FILE_UNWRITABLE, place, file_reason(errno));
        return SYSTEM;
    }
    int locked;
    do
        locked = fcntl(manifest->lock, F_SETLK, &whole);
    while (locked != 0 && errno == EINTR);
    if (locked == 0) {
        write_holder(manifest->lock);
        return OK;
    }
    if (errno == EACCES || errno == EAGAIN)
        return report_holder(manifest->lock, manifest->lock_path, diag);
    diag_report(diag, MSG_MANIFEST_UNLOCKED, place, file_reason(errno));
    return OK;
}
