/*
 * Files: written atomically.
 *
 * Writing goes to a temporary file beside the target (same file system), is synced, closed with its result
 * checked, and renamed.  Whatever fails, the target is as it was and the temporary file is gone; so it is when a
 * signal ends the program (file_temporary.c, which says how such files are called, too).
 *
 * A file that waits for others before it is synced has no name meanwhile (O_TMPFILE): many may wait, and none
 * is left behind, whatever ends the program.  It gets a temporary name when it is synced, and is renamed.
 * Where there is no such thing, a file is written at once, as any other.
 *
 * A file that is replaced hands on its mode, and its group and owner as far as the system lets us; where the
 * group is lost, the new one may do no more than others may.
 */
#include "base/file_int.h"
#include "base/messages.def"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OWN_FILES "/proc/self/fd"

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

static bool fill(int fd, const char *path, struct str bytes)
{
    return write_all(fd, bytes) && set_mode(fd, path);
}

static bool move(const char *temporary, const char *path)
{
    int result;
    FILE_AGAIN(result, rename(temporary, path));
    return result == 0;
}

/* Closed with its result, unless something else failed before. */
static bool close_after(int fd, bool good)
{
    int reason = errno;
    if (file_close(fd) != 0 && good)
        return false;
    errno = reason;
    return good;
}

/* The file to be: with these bytes, or as the file that has some and no name (`unnamed`), which is closed. */
struct writing {
    const char *path;
    int unnamed; /* -1: `bytes` */
    struct str bytes;
};

/* The second descriptor holds the lock until the file has its name; without one it is held until the first is
 * closed. */
static bool finish(int fd, bool good, const char *temporary, const char *path)
{
    const int kept = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    good = close_after(fd, good) && move(temporary, path);
    if (kept >= 0)
        (void)close_after(kept, false);
    return good;
}

static enum status write_beside(struct diag *diag, const struct writing *writing, char *temporary,
                                struct file_stamp *ret_stamp)
{
    int fd = file_temporary_make(temporary, writing->unnamed);
    if (fd < 0) {
        if (writing->unnamed >= 0)
            (void)close_after(writing->unnamed, false);
        return write_failed(diag, writing->path);
    }
    enum status status = OK;
    bool good = writing->unnamed >= 0 || (fill(fd, writing->path, writing->bytes) && file_sync(fd));
    good = good && file_stamp_of(fd, ret_stamp);
    if (!finish(fd, good, temporary, writing->path)) {
        int reason = errno, result;
        FILE_AGAIN(result, unlink(temporary));
        errno = reason;
        status = write_failed(diag, writing->path);
    }
    file_temporary_done();
    return status;
}

static enum status write_or_name(struct diag *diag, const struct writing *writing,
                                 struct file_stamp *ret_stamp)
{
    struct arena *scratch = arena_new(1 << 20);
    struct str directory = {0}, temporary = {0};
    enum status status = NO_MEMORY;
    if (scratch != NULL)
        directory = path_directory(scratch, writing->path);
    if (directory.ptr != NULL)
        temporary = file_temporary_name(scratch, directory.ptr);
    if (temporary.ptr != NULL)
        status = write_beside(diag, writing, (char *)temporary.ptr, ret_stamp);
    else if (writing->unnamed >= 0)
        file_close(writing->unnamed);
    arena_free(scratch);
    return status;
}

enum status file_write_stamped(struct diag *diag, const char *path, struct str bytes,
                               struct file_stamp *ret_stamp)
{
    return write_or_name(diag, &(struct writing){path, -1, bytes}, ret_stamp);
}

enum status file_write_atomic(struct diag *diag, const char *path, struct str bytes)
{
    struct file_stamp stamp;
    return file_write_stamped(diag, path, bytes, &stamp);
}

/* None: there is no such thing here, or it could not be named later: who hands a file on to its owner may no longer
 * be allowed to. */
void file_answer_write(const char *path, struct file_answer *ret_answer)
{
    struct arena *scratch = arena_new(1 << 20);
    struct str directory = scratch != NULL ? path_directory(scratch, path) : (struct str){0};
    struct stat old;
    bool foreign = lstat(path, &old) == 0 && old.st_uid != geteuid();
    ret_answer->reason = directory.ptr != NULL ? 0 : ENOMEM;
    if (directory.ptr != NULL && !foreign && file_directory_open(OWN_FILES))
        FILE_AGAIN(ret_answer->fd, open(directory.ptr, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (ret_answer->fd >= 0 && !set_mode(ret_answer->fd, path)) {
        ret_answer->reason = errno;
        (void)close_after(ret_answer->fd, false);
        ret_answer->fd = -1;
    }
    arena_free(scratch);
}

enum status file_write_unnamed(struct diag *diag, const char *path, struct str bytes,
                               struct file_unnamed *ret_file)
{
    struct file_answer answer;
    *ret_file = (struct file_unnamed){.path = path, .fd = -1};
    file_ask(&(struct file_asked){FILE_WISH_WRITE, path, NULL}, &answer);
    if (answer.fd < 0 && answer.reason == 0)
        return file_write_stamped(diag, path, bytes, &ret_file->stamp);
    if (answer.fd < 0 || !write_all(answer.fd, bytes)) {
        if (answer.fd < 0)
            errno = answer.reason;
        else
            (void)close_after(answer.fd, false);
        return errno == ENOMEM ? NO_MEMORY : write_failed(diag, path);
    }
    ret_file->fd = answer.fd;
    return OK;
}

enum status file_give_name(struct diag *diag, struct file_unnamed *file)
{
    int fd = file->fd;
    if (fd < 0)
        return OK;
    if (file->reason != 0) {
        file_drop(file);
        errno = file->reason;
        return write_failed(diag, file->path);
    }
    file->fd = -1;
    return write_or_name(diag, &(struct writing){.path = file->path, .unnamed = fd}, &file->stamp);
}

void file_drop(struct file_unnamed *file)
{
    if (file->fd >= 0)
        file_close(file->fd);
    file->fd = -1;
}
