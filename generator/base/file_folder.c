/*
 * Files: a folder of our own, for as long as it is needed.
 *
 * It lies where temporary files are (TMPDIR, else /tmp), is the user's alone from the start, and has a name that
 * nobody knows before.  What is put there is noted before it is, and removed in the opposite order: nothing is looked
 * for, so nothing else can be removed.  So it is when a signal ends the program: the folder stands where the handler
 * finds it, one at a time.
 */
#include "base/file_int.h"
#include "base/messages.def"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* NULL: none. */
static _Atomic(const struct file_folder *) standing;

static enum status refuse(struct diag *diag, const char *path)
{
    diag_report(diag, MSG_FILE_UNWRITABLE, ((struct place){path, 0, 0}), file_reason(errno));
    return SYSTEM;
}

enum status file_folder_make(struct arena *arena, struct diag *diag, struct file_folder *ret_folder)
{
    const char *where = getenv("TMPDIR");
    struct str path =
        arena_printf(arena, "%s/chengwen-XXXXXX", where != NULL && where[0] == '/' ? where : "/tmp");
    *ret_folder = (struct file_folder){.arena = arena, .path = STR("")};
    if (path.ptr == NULL)
        return NO_MEMORY;
    char *name = arena_alloc_bytes(arena, path.len + 1);
    if (name == NULL)
        return NO_MEMORY;
    memcpy(name, path.ptr, path.len + 1);
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    const bool made = mkdtemp(name) != NULL;
    const int reason = errno;
    if (made)
        ret_folder->path = (struct str){name, path.len};
    if (made)
        standing = ret_folder;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return made ? OK : refuse(diag, path.ptr);
}

static enum status note(struct file_folder *folder, const char *path, struct str bytes)
{
    struct file_kept *put = ARENA_NEW(folder->arena, struct file_kept);
    if (put == NULL)
        return NO_MEMORY;
    *put = (struct file_kept){.next = folder->put, .path = path, .bytes = bytes};
    __atomic_signal_fence(__ATOMIC_RELEASE); /* the handler sees none that is half noted */
    folder->put = put;
    return OK;
}

/* The folders on the way to the file. */
static enum status make_way(struct file_folder *folder, struct diag *diag, struct str path)
{
    for (size_t i = folder->path.len + 1; i < path.len; i++) {
        if (path.ptr[i] != '/')
            continue;
        struct str part = arena_copy(folder->arena, str_slice(path, 0, i));
        if (part.ptr == NULL)
            return NO_MEMORY;
        enum status status = note(folder, part.ptr, (struct str){NULL, 0});
        if (status != OK)
            return status;
        int made;
        FILE_AGAIN(made, mkdir(part.ptr, 0700));
        if (made != 0 && errno != EEXIST)
            return refuse(diag, part.ptr);
    }
    return OK;
}

static bool write_bytes(const char *path, struct str bytes)
{
    int fd;
    FILE_AGAIN(fd, open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (fd < 0)
        return false;
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t n;
        FILE_AGAIN(n, write(fd, bytes.ptr + done, bytes.len - done));
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    int reason = errno;
    bool good = file_close(fd) == 0 && done == bytes.len;
    if (!good)
        (void)unlink(path);
    errno = done < bytes.len ? reason : errno;
    return good;
}

enum status file_folder_add(struct file_folder *folder, struct diag *diag, struct str name, struct str bytes)
{
    struct str path = arena_printf(folder->arena, "%s/%.*s", folder->path.ptr, STR_ARGS(name));
    if (path.ptr == NULL)
        return NO_MEMORY;
    enum status status = make_way(folder, diag, path);
    if (status != OK)
        return status;
    if (str_ends(path, "/")) /* a folder, on the way to nothing */
        return OK;
    status = note(folder, path.ptr, bytes.ptr != NULL ? bytes : STR("")); /* so that it is removed */
    return status != OK ? status : write_bytes(path.ptr, bytes) ? OK : refuse(diag, path.ptr);
}

enum status file_folder_expect(struct file_folder *folder, struct str name, struct str *ret_path)
{
    struct str path = arena_printf(folder->arena, "%s/%.*s", folder->path.ptr, STR_ARGS(name));
    if (path.ptr == NULL)
        return NO_MEMORY;
    *ret_path = path;
    return note(folder, path.ptr, STR(""));
}

static void remove_all(const struct file_folder *folder)
{
    for (const struct file_kept *put = folder->put; put != NULL; put = put->next)
        (void)(put->bytes.ptr == NULL ? rmdir(put->path) : unlink(put->path));
    if (folder->path.len > 0)
        (void)rmdir(folder->path.ptr);
}

void file_folder_abandon(void)
{
    const struct file_folder *folder = standing;
    if (folder != NULL)
        remove_all(folder);
}

void file_folder_remove(struct file_folder *folder)
{
    remove_all(folder);
    if (standing == folder)
        standing = NULL;
    *folder = (struct file_folder){.arena = folder->arena, .path = STR("")};
}
