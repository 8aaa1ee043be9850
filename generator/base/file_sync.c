/*
 * Files and folders: what was written is on the disk.
 *
 * The disk takes many files in hardly more time than one, if it is asked for them at once: so several threads
 * ask, each for the next file, the caller's among them.  Signals are left to the caller's thread; where the
 * system gives no thread, it does alone what there is to do.
 */
#include "base/file_int.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

enum { SYNC_THREADS = 15, SYNC_STACK = 64 << 10 };

struct syncs {
    struct file_unnamed *files;
    size_t count;
    _Atomic size_t next;
};

bool file_sync(int fd)
{
    int result;
    FILE_AGAIN(result, fsync(fd));
    return result == 0;
}

static void *sync_files(void *context)
{
    struct syncs *syncs = context;
    for (size_t i; (i = syncs->next++) < syncs->count;) {
        struct file_unnamed *file = &syncs->files[i];
        file->reason = file->fd < 0 || file_sync(file->fd) ? 0 : errno;
    }
    return NULL;
}

static size_t start_threads(struct syncs *syncs, size_t wanted, pthread_t threads[SYNC_THREADS])
{
    pthread_attr_t attributes;
    sigset_t all, before;
    size_t count = 0;
    if (wanted == 0 || pthread_attr_init(&attributes) != 0)
        return 0;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    (void)pthread_attr_setstacksize(&attributes, SYNC_STACK);
    while (count < wanted && pthread_create(&threads[count], &attributes, sync_files, syncs) == 0)
        count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return count;
}

void file_sync_unnamed(struct file_unnamed *files, size_t count)
{
    pthread_t threads[SYNC_THREADS];
    struct syncs syncs = {.files = files, .count = count};
    size_t others = count < 2 ? 0 : count - 1 < SYNC_THREADS ? count - 1 : SYNC_THREADS;
    others = start_threads(&syncs, others, threads);
    sync_files(&syncs);
    for (size_t i = 0; i < others; i++)
        pthread_join(threads[i], NULL);
}

/* Some file systems know no such call for folders; there is nothing to be done about that. */
int file_sync_directory(const char *directory)
{
    int fd;
    FILE_AGAIN(fd, open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd < 0)
        return errno;
    int reason = file_sync(fd) || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
    file_close(fd);
    return reason;
}
