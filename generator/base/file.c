/*
 * What is asked of files by name: why they cannot be used, in the user's words; folders.
 * Reading is file_read.c, writing file_write.c, paths and where they lead path.c.
 */
#include "base/file_int.h"
#include "base/messages.def"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    {ENOTDIR, false, "它或路径中的一段不是目录"},
    {ENOTEMPTY, false, "这个名称已是一个目录"},
    {EEXIST, false, "这个名称已有别的文件"},
    {ELOOP, false, "符号链接绕成了圈"},
    {EBUSY, false, "文件正被系统使用"},
    {ETXTBSY, false, "文件正被系统使用"},
    {EAGAIN, false, "它的内容要等待，不是普通文件"},
    {ENXIO, false, "这是设备或套接字，不是普通文件"},
    {ENAMETOOLONG, false, "文件名过长"},
    {EINVAL, false, "系统不接受这个文件名"},
    {EROFS, false, "文件系统只读"},
    {EBADF, false, "没有打开"},
    {EPIPE, true, "接收的一方已经关闭"},
    {ENOSPC, true, "磁盘已满"},
    {EDQUOT, true, "超出磁盘配额"},
    {EFBIG, true, "文件超过系统允许的大小"},
    {EMFILE, true, "打开的文件过多"},
    {ENFILE, true, "打开的文件过多"},
    {ENOMEM, true, "内存不足"},
    {EIO, true, "读写出错"},
    {ENOLCK, false, "系统不给文件上锁"},
    {ENODEV, false, "它所在的文件系统不支持这样读"},
    {ESTALE, true, "网络文件系统已经失效"},
    {ENOTCONN, true, "网络文件系统已经断开"},
    {ETIMEDOUT, true, "网络文件系统没有回应"},
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

bool file_concerns_all(int reason)
{
    const struct reason *known = reason_lookup(reason);
    return known != NULL && known->concerns_all;
}

const char *file_unfit_reason(mode_t mode)
{
    if (S_ISREG(mode))
        return NULL;
    if (S_ISDIR(mode))
        return file_reason(EISDIR);
    if (S_ISFIFO(mode))
        return "这是命名管道，不是普通文件";
    return S_ISSOCK(mode) ? "这是套接字，不是普通文件" : "这是设备，不是普通文件";
}

int file_close(int fd)
{
    int result = close(fd);
    return result < 0 && errno == EINTR ? 0 : result;
}

DIR *file_open_folder(const char *path)
{
    DIR *folder;
    do
        folder = opendir(path);
    while (folder == NULL && errno == EINTR);
    return folder;
}

struct dirent *file_next_entry(DIR *folder)
{
    errno = 0;
    return readdir(folder);
}

bool file_is_folder(const char *path)
{
    struct stat facts;
    errno = 0;
    if (strcmp(path, "-") == 0) /* a stream; a folder called so is ./- */
        return false;
    if (stat(path, &facts) == 0)
        return S_ISDIR(facts.st_mode);
    if (errno == ENOENT || (errno != EACCES && !file_concerns_all(errno)))
        errno = 0;
    return false;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_directory_allows(const char *path, int what)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        return false;
    if (!S_ISDIR(facts.st_mode)) {
        errno = ENOTDIR;
        return false;
    }
    return access(path, what) == 0;
}

bool file_directory_open(const char *path)
{
    return file_directory_allows(path, X_OK);
}

enum status file_make_directory(struct diag *diag, const char *path)
{
    char parent[PATH_MAX];
    const size_t len = strlen(path);
    bool made = len < sizeof parent;
    errno = ENAMETOOLONG;
    for (size_t i = 1; made && i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        int result;
        memcpy(parent, path, i);
        parent[i] = '\0';
        FILE_AGAIN(result, mkdir(parent, 0777));
        made = result == 0 || errno == EEXIST;
    }
    if (made && file_directory_usable(path))
        return OK;
    diag_report(diag, MSG_FILE_UNWRITABLE, ((struct place){path, 0, 0}), file_reason(errno));
    return SYSTEM;
}
