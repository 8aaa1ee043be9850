/*
 * Files: read whole, write atomically.
 *
 * Writing goes to a temporary file beside the target (same file system), is synced, closed with its result
 * checked, and renamed; the directory is synced last.  Whatever fails, the target is as it was and the
 * temporary file is gone.  Its name says nothing of the target's, which may be as long as names can be.  So
 * it is when a signal ends the program: the name of the temporary file stands where the handler finds it.
 * Signals wait while the file is made and its name put there, because the name is not known before.
 */
/* realpath */
#define _XOPEN_SOURCE 700

#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The temporary file that is being written; NULL: none. */
static _Atomic(const char *) unfinished;

static struct place file_place(const char *path)
{
    return (struct place){path, 0, 0};
}

/* The reasons of the system in the user's words, and whether other files would fail for the same one. */
static const struct reason {
    int reason;
    bool concerns_all; /* the next file written would meet it too */
    const char *text;
} reasons[] = {
    {ENOENT, true, "没有这个文件或目录"},
    {EACCES, false, "没有权限"},
    {EPERM, false, "没有权限"},
    {EISDIR, false, "这是目录，不是文件"},
    {ENOTDIR, false, "路径中有一段不是目录"},
    {ENOTEMPTY, false, "这个名称已是一个目录"},
    {EEXIST, false, "这个名称已有别的文件"},
    {ELOOP, false, "符号链接绕成了圈"},
    {EBUSY, false, "文件正被系统使用"},
    {ENXIO, false, "不是普通文件"},
    {ENAMETOOLONG, false, "文件名过长"},
    {EINVAL, false, "系统不接受这个文件名"},
    {EROFS, false, "文件系统只读"},
    {ENOSPC, true, "磁盘已满"},
    {EDQUOT, true, "超出磁盘配额"},
    {EFBIG, true, "文件超过系统允许的大小"},
    {EMFILE, true, "打开的文件过多"},
    {ENFILE, true, "打开的文件过多"},
    {ENOMEM, true, "内存不足"},
    {EIO, true, "读写出错"},
};

static const struct reason *reason_lookup(int reason)
{
    for (size_t i = 0; i < ARRAY_COUNT(reasons); i++)
        if (reasons[i].reason == reason)
            return &reasons[i];
    return NULL;
}

/* What nobody foresaw, as the system says it. */
const char *file_reason(int reason)
{
    const struct reason *known = reason_lookup(reason);
    return known != NULL ? known->text : strerror(reason);
}

static enum status read_failed(struct diag *diag, const char *path)
{
    diag_report(diag, MSG_FILE_UNREADABLE, file_place(path), file_reason(errno));
    return SYSTEM;
}

static enum status write_failed(struct diag *diag, const char *path)
{
    const struct reason *known = reason_lookup(errno);
    diag_report(diag, MSG_FILE_UNWRITABLE, file_place(path), file_reason(errno));
    return known != NULL && known->concerns_all ? SYSTEM : FAILED;
}

static ssize_t read_all(int fd, char *bytes, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t n = read(fd, bytes + have, size - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    return (ssize_t)have;
}

static enum status read_open(struct arena *arena, struct diag *diag, const char *path, int fd, size_t max,
                             struct str *ret_bytes)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0)
        return read_failed(diag, path);
    if (!S_ISREG(facts.st_mode)) {
        errno = S_ISDIR(facts.st_mode) ? EISDIR : ENXIO;
        return read_failed(diag, path);
    }
    size_t size = (size_t)facts.st_size;
    if (size > max) {
        diag_report(diag, MSG_FILE_TOO_LARGE, file_place(path), size, max);
        return FAILED;
    }
    char *bytes = arena_alloc(arena, size + 1);
    if (bytes == NULL)
        return NO_MEMORY;
    ssize_t have = read_all(fd, bytes, size);
    if (have < 0)
        return read_failed(diag, path);
    *ret_bytes = (struct str){bytes, (size_t)have};
    return OK;
}

enum status file_read(struct arena *arena, struct diag *diag, const char *path, size_t max,
                      struct str *ret_bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is refused, not waited for */
    if (fd < 0)
        return read_failed(diag, path);
    enum status status = read_open(arena, diag, path, fd, max, ret_bytes);
    close(fd);
    return status;
}

static bool write_all(int fd, struct str bytes)
{
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t n = write(fd, bytes.ptr + done, bytes.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

/* Writes, syncs and closes; the file's mode becomes that of an ordinary new file. */
static bool fill_temporary(int fd, struct str bytes)
{
    mode_t mask = umask(0);
    umask(mask);
    bool good = write_all(fd, bytes) && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
    int reason = errno;
    if (close(fd) != 0 && good)
        return false;
    errno = reason;
    return good;
}

static void sync_directory(struct str directory)
{
    int fd = open(directory.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    close(fd);
}

static int make_temporary(char *temporary)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    int fd = mkstemp(temporary);
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

static enum status write_beside(struct diag *diag, const char *path, char *temporary, struct str bytes)
{
    int fd = make_temporary(temporary);
    if (fd < 0)
        return write_failed(diag, path);
    enum status status = OK;
    if (!fill_temporary(fd, bytes) || rename(temporary, path) != 0) {
        int reason = errno;
        unlink(temporary);
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
    if (temporary.ptr != NULL) {
        status = write_beside(diag, path, (char *)temporary.ptr, bytes);
        if (status == OK)
            sync_directory(directory);
    }
    arena_free(scratch);
    return status;
}

enum file_where file_where(const char *folder, const char *path)
{
    char real_folder[PATH_MAX], real_path[PATH_MAX];
    struct stat facts;
    if (realpath(folder, real_folder) == NULL || realpath(path, real_path) == NULL ||
        stat(real_path, &facts) != 0 || !S_ISREG(facts.st_mode))
        return FILE_MISSING;
    size_t len = strlen(real_folder);
    if (strcmp(real_folder, "/") == 0)
        return FILE_INSIDE;
    return strncmp(real_path, real_folder, len) == 0 && real_path[len] == '/' ? FILE_INSIDE : FILE_OUTSIDE;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_directory_usable(const char *path)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        return false;
    if (!S_ISDIR(facts.st_mode)) {
        errno = ENOTDIR;
        return false;
    }
    return access(path, W_OK | X_OK) == 0;
}

enum status file_make_directory(struct diag *diag, const char *path)
{
    struct arena *scratch = arena_new(1 << 20);
    struct str copy = scratch != NULL ? arena_copy(scratch, str_of(path)) : (struct str){NULL, 0};
    bool made = true;
    for (size_t i = 1; copy.ptr != NULL && made && i <= copy.len; i++) {
        char *end = (char *)copy.ptr + i;
        if (*end != '/' && *end != '\0')
            continue;
        char kept = *end;
        *end = '\0';
        made = mkdir(copy.ptr, 0777) == 0 || errno == EEXIST;
        *end = kept;
    }
    int reason = errno;
    arena_free(scratch);
    errno = reason;
    if (copy.ptr == NULL)
        return NO_MEMORY;
    if (made && file_directory_usable(path))
        return OK;
    (void)write_failed(diag, path);
    return SYSTEM;
}

struct str path_join(struct arena *arena, const char *directory, const char *name)
{
    if (directory[0] == '\0' || name[0] == '/')
        return arena_copy(arena, str_of(name));
    size_t len = strlen(directory);
    const char *between = directory[len - 1] == '/' ? "" : "/";
    return arena_printf(arena, "%s%s%s", directory, between, name);
}

struct str path_directory(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return arena_copy(arena, STR("."));
    return arena_copy(arena, (struct str){path, slash == path ? 1 : (size_t)(slash - path)});
}
