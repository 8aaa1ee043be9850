/*
 * Files: whether one is still what it was, without reading it.
 *
 * Size, inode and the time of the last change are asked of a descriptor, where something is read or written through
 * one.  A file system counts time in steps; a change within the step of the last one leaves the time as it is.  So a
 * stamp knows when it was taken, and is loose where that was too soon after the change to tell.
 */
#include "base/file_int.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL
/* The steps: two seconds at most where whole seconds are told; else the kernel's clock, which goes on 100 times a
 * second at least. */
#define COARSE (2 * SECOND)
#define FINE   (SECOND / 20)

static int64_t nanoseconds(const struct timespec *time)
{
    return time->tv_sec < 0 || time->tv_sec > INT64_MAX / SECOND - 1 ? 0
                                                                     : time->tv_sec * SECOND + time->tv_nsec;
}

static void fill_in(const struct stat *facts, struct file_stamp *ret_stamp)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const int64_t time = nanoseconds(&facts->st_mtim);
    const int64_t step = time % SECOND == 0 ? COARSE : FINE;
    *ret_stamp = (struct file_stamp){.size = facts->st_size < 0 ? 0 : facts->st_size,
                                     .inode = (int64_t)(facts->st_ino & INT64_MAX),
                                     .time = time,
                                     .is_loose = time + step > nanoseconds(&now)};
}

bool file_stamp_of(int fd, struct file_stamp *ret_stamp)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode))
        return false;
    fill_in(&facts, ret_stamp);
    return true;
}

bool file_stamp_find(const char *path, struct file_stamp *ret_stamp)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        return false;
    if (!S_ISREG(facts.st_mode)) {
        errno = EINVAL;
        return false;
    }
    fill_in(&facts, ret_stamp);
    return true;
}
