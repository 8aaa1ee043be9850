/*
 * Files: written atomically.
 *
 * Writing goes to a temporary file beside the target (same file system), is synced, closed with its result
 * checked, and renamed.  Whatever fails, the target is as it was and the temporary file is gone.  Its name
 * says nothing of the target's, which may be as long as names can be.  So it is when a signal ends the
 * program: the name of the temporary file stands where the handler finds it.  Signals wait while the file is
 * made and its name put there, because the name is not known before.
 *
 * A file that is replaced hands on its mode, and its group and owner as far as the system lets us; where the
 * group is lost, the new one may do no more than others may.
 */
#include "base/file_int.h"
#include "base/messages.def"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The temporary file that is being written; NULL: none. */
static _Atomic(const char *) unfinished;

static const char WILD[] = "XXXXXX"; /* what mkstemp replaces */

static enum status write_failed(struct diag *diag, const char *path)
{
    diag_report(diag, MSG_FILE_UNWRITABLE, ((struct place){path, 0, 0}), file_reason(errno));
    return file_concerns_all(errno) ? SYSTEM : FAILED;
}

static bool write_all(int fd, struct str bytes)
{
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t n;
        FILE_AGAIN(n, write(fd, bytes.ptr + done, bytes.len - done));
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        done += (size_t)n;
    }
    return true;
}

/* As a new file, or as the one that it replaces. */
static bool set_mode(int fd, const char *path)
{
    struct stat old;
    mode_t mask = umask(0), mode;
    umask(mask);
    mode = 0666 & ~mask;
    if (lstat(path, &old) == 0 && S_ISREG(old.st_mode)) {
        mode = old.st_mode & 0777;
        bool same_group = fchown(fd, old.st_uid, old.st_gid) == 0 || fchown(fd, (uid_t)-1, old.st_gid) == 0;
        if (!same_group)
            mode = (mode & 0707) | (mode & (mode & 07) << 3);
    }
    int result;
    FILE_AGAIN(result, fchmod(fd, mode));
    return result == 0;
}

/* Writes, syncs and closes. */
static bool fill_temporary(int fd, const char *path, struct str bytes)
{
    bool good = write_all(fd, bytes) && set_mode(fd, path);
    if (good) {
        int result;
        FILE_AGAIN(result, fsync(fd));
        good = result == 0;
    }
    int reason = errno;
    if (file_close(fd) != 0 && good)
        return false;
    errno = reason;
    return good;
}

static int make_temporary(char *temporary)
{
    sigset_t all, before;
    char *wild = temporary + strlen(temporary) - (sizeof WILD - 1);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    int fd;
    do {
        memcpy(wild, WILD, sizeof WILD); /* a failed call has filled it in, too */
        fd = mkstemp(temporary);
    } while (fd < 0 && errno == EINTR);
    int reason = errno;
    if (fd >= 0)
        unfinished = temporary;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return fd;
}

void file_abandon(void)
{
    const char *temporary = unfinished;
    if (temporary != NULL)
        unlink(temporary);
}

static bool move(const char *temporary, const char *path)
{
    int result;
    FILE_AGAIN(result, rename(temporary, path));
    return result == 0;
}

static enum status write_beside(struct diag *diag, const char *path, char *temporary, struct str bytes)
{
    int fd = make_temporary(temporary);
    if (fd < 0)
        return write_failed(diag, path);
    enum status status = OK;
    if (!fill_temporary(fd, path, bytes) || !move(temporary, path)) {
        int reason = errno, result;
        FILE_AGAIN(result, unlink(temporary));
        errno = reason;
        status = write_failed(diag, path);
    }
    unfinished = NULL;
    return status;
}

enum status file_write_atomic(struct diag *diag, const char *path, struct str bytes)
{
    struct arena *scratch = arena_new(1 << 20);
    if (scratch == NULL)
        return NO_MEMORY;
    enum status status = NO_MEMORY;
    struct str directory = path_directory(scratch, path);
    struct str temporary =
        directory.ptr != NULL ? path_join(scratch, directory.ptr, ".chengwen-XXXXXX") : directory;
    if (temporary.ptr != NULL)
        status = write_beside(diag, path, (char *)temporary.ptr, bytes);
    arena_free(scratch);
    return status;
}

/* Some file systems know no such call for folders; there is nothing to be done about that. */
int file_sync_directory(const char *directory)
{
    int fd, result;
    FILE_AGAIN(fd, open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd < 0)
        return errno;
    FILE_AGAIN(result, fsync(fd));
    int reason = result == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
    file_close(fd);
    return reason;
}
