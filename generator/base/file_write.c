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
 * Two files that go together both have temporary names before the first gets its own: what fails in earnest (no
 * room, no folder) fails before either is replaced.
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
    bool is_new; /* nothing of that name is replaced */
    struct str bytes;
    char *temporary; /* NULL: it has no temporary name, so far or any more */
    int lock;        /* a second descriptor, which holds the lock until the file has its name */
    struct file_stamp stamp;
};

/* errno stays. */
static void end_writing(struct writing *writing)
{
    if (writing->lock >= 0)
        (void)close_after(writing->lock, false);
    file_temporary_done(writing->temporary);
    writing->temporary = NULL;
}

static void drop_writing(struct writing *writing)
{
    int reason = errno, result;
    if (writing->temporary == NULL)
        return;
    FILE_AGAIN(result, unlink(writing->temporary));
    errno = reason;
    end_writing(writing);
}

static enum status give_up(struct diag *diag, struct writing *writing)
{
    drop_writing(writing);
    return write_failed(diag, writing->path);
}

/* All but the name: what it has to do with others that get their names with it is done. */
static enum status begin_writing(struct diag *diag, struct arena *scratch, struct writing *writing)
{
    const struct str directory = path_directory(scratch, writing->path);
    const struct str temporary =
        directory.ptr != NULL ? file_temporary_name(scratch, directory.ptr) : directory;
    const int fd = temporary.ptr != NULL ? file_temporary_make((char *)temporary.ptr, writing->unnamed) : -1;
    if (fd < 0) {
        if (writing->unnamed >= 0)
            (void)close_after(writing->unnamed, false);
        return temporary.ptr == NULL ? NO_MEMORY : write_failed(diag, writing->path);
    }
    writing->temporary = (char *)temporary.ptr;
    bool good = writing->unnamed >= 0 || (fill(fd, writing->path, writing->bytes) && file_sync(fd));
    good = good && file_stamp_of(fd, &writing->stamp);
    writing->lock = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return close_after(fd, good) ? OK : give_up(diag, writing);
}

/* A device or a pipe of that name, or one that it leads to, would be gone: /dev/null, for who runs this as root. */
static enum status refuse_special(struct diag *diag, struct writing *writing)
{
    struct stat old;
    if (stat(writing->path, &old) != 0 || S_ISREG(old.st_mode) || S_ISDIR(old.st_mode))
        return OK; /* a folder stops rename itself */
    drop_writing(writing);
    return diag_report(diag, MSG_FILE_UNWRITABLE, ((struct place){writing->path, 0, 0}),
                       file_unfit_reason(old.st_mode));
}

/* In one step, so that of two who want the name one gets it.  Where the file system knows no such step, a second name is
 * given, and the first one taken. */
static int rename_new(const char *from, const char *to)
{
    int result;
    FILE_AGAIN(result, renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE));
    if (result == 0 || (errno != EINVAL && errno != ENOSYS))
        return result;
    FILE_AGAIN(result, link(from, to));
    return result == 0 ? unlink(from) : result;
}

static enum status name_writing(struct diag *diag, struct writing *writing)
{
    int result;
    if (!writing->is_new && refuse_special(diag, writing) != OK)
        return FAILED;
    FILE_AGAIN(result, writing->is_new ? rename_new(writing->temporary, writing->path)
                                       : rename(writing->temporary, writing->path));
    if (result != 0)
        return give_up(diag, writing);
    end_writing(writing);
    return OK;
}

static enum status write_named(struct diag *diag, struct writing *writing)
{
    struct arena *scratch = arena_new(1 << 20);
    enum status status = scratch != NULL ? begin_writing(diag, scratch, writing) : NO_MEMORY;
    if (status == OK)
        status = name_writing(diag, writing);
    arena_free(scratch);
    return status;
}

enum status file_write_stamped(struct diag *diag, const char *path, struct str bytes,
                               struct file_stamp *ret_stamp)
{
    struct writing writing = {.path = path, .unnamed = -1, .bytes = bytes, .lock = -1};
    const enum status status = write_named(diag, &writing);
    if (status == OK)
        *ret_stamp = writing.stamp;
    return status;
}

enum status file_write_new(struct diag *diag, const char *path, struct str bytes)
{
    struct writing writing = {.path = path, .unnamed = -1, .is_new = true, .bytes = bytes, .lock = -1};
    return write_named(diag, &writing);
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

enum status file_begin_unnamed(struct diag *diag, const char *path, struct file_unnamed *ret_file)
{
    struct file_answer answer;
    file_ask(&(struct file_asked){FILE_WISH_WRITE, path, NULL}, &answer);
    *ret_file = (struct file_unnamed){.path = path, .fd = answer.fd};
    if (answer.fd >= 0 || answer.reason == 0)
        return OK;
    errno = answer.reason;
    return errno == ENOMEM ? NO_MEMORY : write_failed(diag, path);
}

enum status file_add_unnamed(struct diag *diag, struct file_unnamed *file, struct str bytes)
{
    if (file->fd < 0 || write_all(file->fd, bytes))
        return OK;
    (void)close_after(file->fd, false);
    file->fd = -1;
    return errno == ENOMEM ? NO_MEMORY : write_failed(diag, file->path);
}

enum status file_try_unnamed(struct diag *diag, const char *path, struct str bytes,
                             struct file_unnamed *ret_file)
{
    enum status status = file_begin_unnamed(diag, path, ret_file);
    return status == OK ? file_add_unnamed(diag, ret_file, bytes) : status;
}

void file_drop(struct file_unnamed *file)
{
    if (file->fd >= 0)
        file_close(file->fd);
    file->fd = -1;
}

/* From then on the file is the writing's. */
static enum status begin_naming(struct diag *diag, struct arena *scratch, struct file_unnamed *file,
                                struct writing *writing)
{
    if (file->fd < 0)
        return OK;
    if (file->reason != 0) {
        errno = file->reason;
        return write_failed(diag, file->path);
    }
    *writing = (struct writing){.path = file->path, .unnamed = file->fd, .lock = -1};
    file->fd = -1;
    return begin_writing(diag, scratch, writing);
}

enum status file_give_names(struct diag *diag, struct file_unnamed *first, struct file_unnamed *second)
{
    struct file_unnamed *const files[] = {first, second};
    struct writing writings[ARRAY_COUNT(files)] = {{.temporary = NULL}};
    struct arena *scratch = arena_new(1 << 20);
    enum status status = scratch == NULL ? NO_MEMORY : OK;
    for (size_t i = 0; i < ARRAY_COUNT(files) && status == OK; i++)
        status = begin_naming(diag, scratch, files[i], &writings[i]);
    for (size_t i = 0; i < ARRAY_COUNT(files) && status == OK; i++) {
        if (writings[i].temporary == NULL)
            continue;
        status = name_writing(diag, &writings[i]);
        if (status == OK)
            files[i]->stamp = writings[i].stamp;
    }
    for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
        drop_writing(&writings[i]);
        file_drop(files[i]);
    }
    arena_free(scratch);
    return status;
}

enum status file_give_name(struct diag *diag, struct file_unnamed *file)
{
    return file_give_names(diag, file, &(struct file_unnamed){.fd = -1});
}
