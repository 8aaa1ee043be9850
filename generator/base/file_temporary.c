/*
 * Files: temporary names, and what dead runs have left under them.
 *
 * `.chengwen-PID-XXXXXX` stands beside the file that is being written.  Its name says nothing of the target's, which may
 * be as long as names can be.  Who writes it holds a lock on it for as long as it has that name: the number of
 * a process may come again, or be one of another machine that shares the folder, but the lock goes with the process.
 * So what can be locked is nobody's any more, and is removed.  A file without a name is locked before it gets one;
 * one that is born with a name may be found before it is locked, and is then given up for another.
 *
 * The name stands where the handler of a signal finds it; signals wait while the file is made and its name put there,
 * because the name is not known before.
 */
#include "base/file_int.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The temporary files that are being written; NULL: none. */
static _Atomic(const char *) unfinished[2];

#define OWN_FILES "/proc/self/fd"
#define PREFIX    ".chengwen-"
static const char WILD[] = "XXXXXX"; /* what mkstemp replaces */
enum { WILD_LENGTH = sizeof WILD - 1, NAME_TRIES = 1000 };

struct str file_temporary_name(struct arena *arena, const char *folder)
{
    return arena_printf(arena, "%s/" PREFIX "%ld-%s", folder, (long)getpid(), WILD);
}

/* false: somebody else has it; errno says otherwise why it cannot be locked. */
static bool lock(int fd, short type)
{
    struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
    int result;
    FILE_AGAIN(result, fcntl(fd, F_OFD_SETLK, &whole));
    return result == 0;
}

static bool is_held_by_others(void)
{
    return errno == EAGAIN || errno == EACCES;
}

/* A name for the file that has none.  Who else writes here at the same time takes other ones. */
static int link_temporary(int unnamed, const char *temporary, char *wild)
{
    static unsigned next;
    char from[sizeof OWN_FILES + 20];
    int result = -1;
    snprintf(from, sizeof from, OWN_FILES "/%d", unnamed);
    (void)lock(unnamed, F_WRLCK);
    for (int tries = 0; tries < NAME_TRIES; tries++) {
        snprintf(wild, sizeof WILD, "%06x", next++ & 0xFFFFFFU);
        result = linkat(AT_FDCWD, from, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW);
        if (result == 0 || (errno != EEXIST && errno != EINTR))
            break;
    }
    return result;
}

/* Locked, where files can be, and still there. */
static bool is_kept(int fd)
{
    struct stat facts;
    const bool locked = lock(fd, F_WRLCK) || !is_held_by_others();
    return locked && fstat(fd, &facts) == 0 && facts.st_nlink > 0;
}

static int new_temporary(char *temporary, char *wild)
{
    int fd = -1;
    for (int tries = 0; tries < NAME_TRIES; tries++) {
        memcpy(wild, WILD, sizeof WILD); /* a failed call has filled it in, too */
        fd = mkstemp(temporary);
        if (fd < 0 ? errno != EINTR : is_kept(fd))
            break;
        if (fd >= 0) {
            (void)unlink(temporary);
            file_close(fd);
            fd = -1;
        }
    }
    return fd;
}

int file_temporary_make(char *temporary, int unnamed)
{
    sigset_t all, before;
    char *wild = temporary + strlen(temporary) - WILD_LENGTH;
    int fd = unnamed;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    if (fd < 0)
        fd = new_temporary(temporary, wild);
    else if (link_temporary(fd, temporary, wild) != 0)
        fd = -1;
    int reason = errno;
    if (fd >= 0)
        unfinished[unfinished[0] != NULL ? 1 : 0] = temporary;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return fd;
}

void file_temporary_done(const char *temporary)
{
    for (size_t i = 0; i < ARRAY_COUNT(unfinished); i++)
        if (unfinished[i] == temporary)
            unfinished[i] = NULL;
}

void file_abandon(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(unfinished); i++) {
        const char *temporary = unfinished[i];
        if (temporary != NULL)
            unlink(temporary);
    }
    file_folder_abandon();
}

/* --- of others --- */

static bool is_temporary(const char *name)
{
    const size_t prefix = sizeof PREFIX - 1;
    if (strncmp(name, PREFIX, prefix) != 0)
        return false;
    const size_t digits = strspn(name + prefix, "0123456789");
    const char *wild = name + prefix + digits;
    return digits > 0 && wild[0] == '-' && strlen(wild + 1) == WILD_LENGTH;
}

/* The lock is held until it is gone: whoever has just made it then sees that, and makes another. */
static void remove_dead(int folder, const char *name)
{
    struct stat facts, named;
    int fd;
    FILE_AGAIN(fd, openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (fd < 0)
        return;
    if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && lock(fd, F_RDLCK) &&
        fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && named.st_ino == facts.st_ino)
        (void)unlinkat(folder, name, 0);
    file_close(fd);
}

void file_remove_dead(const char *folder)
{
    DIR *directory = file_open_folder(folder);
    if (directory == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (is_temporary(entry->d_name))
            remove_dead(dirfd(directory), entry->d_name);
    closedir(directory);
}
