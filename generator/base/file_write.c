/*
 * Files: written atomically.
 *
 * Writing goes to a temporary file beside the target (same file system), is synced, closed with its result
 * checked, and renamed.  Whatever fails, the target is as it was and the temporary file is gone.  Its name
 * says nothing of the target's, which may be as long as names can be.  So it is when a signal ends the
 * program: the name of the temporary file stands where the handler finds it.  Signals wait while the file is
 * made and its name put there, because the name is not known before.
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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The temporary file that is being written; NULL: none. */
static _Atomic(const char *) unfinished;

static const char WILD[] = "XXXXXX"; /* what mkstemp replaces */
#define OWN_FILES "/proc/self/fd"
enum { NAME_TRIES = 1000, NAME_STEP = 7919 /* between the first names of two processes */ };

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

/* A name for the file that has none.  Who else writes here at the same time takes other ones. */
static int link_temporary(int unnamed, const char *temporary, char *wild)
{
    static unsigned next;
    char from[sizeof OWN_FILES + 20];
    int result = -1;
    snprintf(from, sizeof from, OWN_FILES "/%d", unnamed);
    for (int tries = 0; tries < NAME_TRIES; tries++) {
        snprintf(wild, sizeof WILD, "%06x", ((unsigned)getpid() * NAME_STEP + next++) & 0xFFFFFFU);
        result = linkat(AT_FDCWD, from, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW);
        if (result == 0 || (errno != EEXIST && errno != EINTR))
            break;
    }
    return result;
}

static int new_temporary(char *temporary, char *wild)
{
    int fd;
    do {
        memcpy(wild, WILD, sizeof WILD); /* a failed call has filled it in, too */
        fd = mkstemp(temporary);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

/* Under a temporary name stands a new file, or the one that has none (`fd`). */
static int make_temporary(char *temporary, int fd)
{
    sigset_t all, before;
    char *wild = temporary + strlen(temporary) - (sizeof WILD - 1);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    if (fd < 0)
        fd = new_temporary(temporary, wild);
    else if (link_temporary(fd, temporary, wild) != 0)
        fd = -1;
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
    file_folder_abandon();
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

/* With these bytes, or as the file that has some and no name (`unnamed`), which is closed. */
static enum status write_beside(struct diag *diag, const char *path, char *temporary, int unnamed,
                                struct str bytes)
{
    int fd = make_temporary(temporary, unnamed);
    if (fd < 0) {
        if (unnamed >= 0)
            (void)close_after(unnamed, false);
        return write_failed(diag, path);
    }
    enum status status = OK;
    bool good = unnamed >= 0 || (fill(fd, path, bytes) && file_sync(fd));
    if (!close_after(fd, good) || !move(temporary, path)) {
        int reason = errno, result;
        FILE_AGAIN(result, unlink(temporary));
        errno = reason;
        status = write_failed(diag, path);
    }
    unfinished = NULL;
    return status;
}

static enum status write_or_name(struct diag *diag, const char *path, int unnamed, struct str bytes)
{
    struct arena *scratch = arena_new(1 << 20);
    struct str directory = {0}, temporary = {0};
    enum status status = NO_MEMORY;
    if (scratch != NULL)
        directory = path_directory(scratch, path);
    if (directory.ptr != NULL)
        temporary = path_join(scratch, directory.ptr, ".chengwen-XXXXXX");
    if (temporary.ptr != NULL)
        status = write_beside(diag, path, (char *)temporary.ptr, unnamed, bytes);
    else if (unnamed >= 0)
        file_close(unnamed);
    arena_free(scratch);
    return status;
}

enum status file_write_atomic(struct diag *diag, const char *path, struct str bytes)
{
    return write_or_name(diag, path, -1, bytes);
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
    *ret_file = (struct file_unnamed){path, -1, 0};
    file_ask(&(struct file_asked){FILE_WISH_WRITE, path, NULL}, &answer);
    if (answer.fd < 0 && answer.reason == 0)
        return file_write_atomic(diag, path, bytes);
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
    return write_or_name(diag, file->path, fd, (struct str){0});
}

void file_drop(struct file_unnamed *file)
{
    if (file->fd >= 0)
        file_close(file->fd);
    file->fd = -1;
}
