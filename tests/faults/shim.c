/*
 * Loaded before the C library (LD_PRELOAD): makes one call of the system fail, and watches that files are on the disk before they
 * get their names.
 *
 * FAULT="CALL N ERROR WHO HOW": the N-th CALL (calls.def) of WHO (main, or worker: what main forks) fails with ERROR, a number, or
 * 0: it does less than was asked (read, write, send); HOW is once, or on: so do all that come after it.  What fails is really not
 * done, but close, which closes: so does Linux.  Each worker counts for itself; the first that gets to N is the one.
 *
 * FAULT_STATE names a file of struct state, shared by all processes of the run, which is read when they are gone: how often each call
 * came, and of what, what failed, which file got a name before it was on the disk, which folders were not synced after that, and how many
 * descriptors are open at the end.  Workers that are confined see no path; it is mapped before.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum call {
#define CALL(name) CALL_##name,
#include "calls.def"
#undef CALL
    CALLS
};

static const char *const names[] = {
#define CALL(name) #name,
#include "calls.def"
#undef CALL
};

enum { WATCHED = 1024, TEXT = 256, DESCRIPTORS = 1024, PATIENCE = 100000, MAIN = 0, WORKER = 1, NOTED = 512 };

/* A file, or a folder, that the run has changed. */
struct watched {
    uint64_t device, inode;
    uint32_t is_folder, is_dirty;
    char name[TEXT];
};

/* faults.py reads it (STATE). */
struct state {
    uint32_t struck, open_at_end, early, crowded;
    uint32_t counts[2][64]; /* of a process, at most */
    char what[TEXT];        /* the argument of the call that failed */
    char early_name[TEXT];  /* what got its name too early */
    _Atomic uint32_t lock;
    uint32_t watched_count;
    struct watched watched[WATCHED];
    uint32_t subjects
        [CALLS]
        [NOTED]; /* without a fault: what main's n-th call was of, hashed; 0: of nothing that has a path */
};

static struct state nowhere, *state = &nowhere;
static int who = MAIN;
static uint32_t counted[64];
static struct {
    int call, error, who;
    uint32_t n;
    bool goes_on;
} fault = {.call = -1};

#define REAL(name)                                                                                           \
    static __typeof__(name) *real;                                                                           \
    if (real == NULL)                                                                                        \
    real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int real_stat(const char *path, struct stat *facts)
{
    REAL(lstat);
    return real(path, facts);
}

static int real_fstat(int fd, struct stat *facts)
{
    REAL(fstat);
    return real(fd, facts);
}

static int real_close(int fd)
{
    REAL(close);
    return real(fd);
}

static void copy_text(char text[TEXT], const char *from)
{
    snprintf(text, TEXT, "%s", from != NULL ? from : "");
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("FAULT_STATE"), *wish = getenv("FAULT");
    char call[32], by[16], how[16];
    REAL(open);
    const int fd = path != NULL ? real(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    __typeof__(mmap) *map = (__typeof__(mmap) *)dlsym(RTLD_NEXT, "mmap");
    void *shared = map(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    real_close(fd);
    if (shared == MAP_FAILED)
        abort();
    state = shared;
    unsigned n;
    if (wish == NULL || sscanf(wish, "%31s %u %d %15s %15s", call, &n, &fault.error, by, how) != 5)
        return;
    fault.n = n;
    fault.who = strcmp(by, "worker") == 0 ? WORKER : MAIN;
    fault.goes_on = strcmp(how, "on") == 0;
    for (int i = 0; i < CALLS; i++)
        if (strcmp(names[i], call) == 0)
            fault.call = i;
    if (fault.call < 0)
        abort();
}

__attribute__((destructor)) static void end(void)
{
    REAL(fcntl);
    for (int fd = 3; fd < DESCRIPTORS && who == MAIN; fd++)
        state->open_at_end += real(fd, F_GETFD) >= 0;
}

/* What fontconfig keeps for everybody stays as it is: with faults it may note down what is not so. */
static bool is_everybodys(const char *path)
{
    static const char folder[] = "/var/cache/fontconfig";
    if (path == NULL || strncmp(path, folder, sizeof folder - 1) != 0)
        return false;
    errno = EROFS;
    return true;
}

/* Files of the system (fonts, their settings, what fontconfig keeps) are many, and alike. */
static uint32_t hash_subject(const char *path)
{
    static const char *const folders[] = {"/usr/", "/etc/", "/var/"};
    size_t len = path != NULL && path[0] != '\0' ? strlen(path) : 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && len > 0; i++)
        if (strncmp(path, folders[i], strlen(folders[i])) == 0)
            len = strlen(folders[i]);
    uint32_t hash = 2166136261;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)path[i]) * 16777619;
    return len > 0 ? hash | 1 : 0;
}

/* Counts the call; does it fail?  errno says how, 0: less than wanted. */
static bool fails(enum call call, const char *what)
{
    const uint32_t n = __atomic_add_fetch(&counted[call], 1, __ATOMIC_SEQ_CST);
    if (state->counts[who][call] < n)
        state->counts[who][call] = n;
    if (fault.call < 0 && who == MAIN && n <= NOTED)
        state->subjects[call][n - 1] = hash_subject(what);
    if ((int)call != fault.call || who != fault.who || n < fault.n || (n > fault.n && !fault.goes_on))
        return false;
    if (__atomic_add_fetch(&state->struck, 1, __ATOMIC_SEQ_CST) > 1 && !fault.goes_on)
        return false; /* another worker was here before */
    if (state->what[0] == '\0')
        copy_text(state->what, what);
    errno = fault.error;
    return true;
}

static bool fails_at(enum call call, int fd)
{
    char text[32], link[32];
    if (state == &nowhere || (fault.call >= 0 && (int)call != fault.call))
        return fails(call, NULL);
    char path[TEXT] = "";
    const int reason = errno;
    REAL(readlink);
    snprintf(text, sizeof text, "%d", fd);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (who == MAIN && real(link, path, sizeof path - 1) <= 0)
        path[0] = '\0';
    errno = reason;
    if (fault.call < 0)
        return fails(call, path[0] == '/' ? path : NULL); /* no socket, no pipe */
    return fails(call, path[0] != '\0' ? path : text);
}

/* --- what is on the disk --- */

/* Whoever holds it may have been killed. */
static void take(void)
{
    for (int i = 0; i < PATIENCE && __atomic_exchange_n(&state->lock, 1, __ATOMIC_ACQUIRE) != 0; i++)
        sched_yield();
}

static void give(void)
{
    __atomic_store_n(&state->lock, 0, __ATOMIC_RELEASE);
}

/* With the lock.  NULL: no room. */
static struct watched *find(const struct stat *facts)
{
    for (uint32_t i = 0; i < state->watched_count; i++)
        if (state->watched[i].device == facts->st_dev && state->watched[i].inode == facts->st_ino)
            return &state->watched[i];
    if (state->watched_count == WATCHED) {
        state->crowded = 1;
        return NULL;
    }
    struct watched *watched = &state->watched[state->watched_count++];
    *watched = (struct watched){
        .device = facts->st_dev, .inode = facts->st_ino, .is_folder = S_ISDIR(facts->st_mode)};
    return watched;
}

static void note(const struct stat *facts, bool dirty, const char *name)
{
    if (state == &nowhere || (!S_ISREG(facts->st_mode) && !S_ISDIR(facts->st_mode)))
        return;
    take();
    struct watched *watched = find(facts);
    if (watched != NULL)
        watched->is_dirty = dirty;
    if (watched != NULL && name != NULL)
        copy_text(watched->name, name);
    give();
}

static void note_at(int fd, bool dirty)
{
    struct stat facts;
    const int reason = errno;
    if (real_fstat(fd, &facts) == 0)
        note(&facts, dirty, NULL);
    errno = reason;
}

static bool is_dirty(const struct stat *facts)
{
    take();
    const struct watched *watched = find(facts);
    const bool dirty = watched != NULL && watched->is_dirty != 0;
    give();
    return dirty;
}

static void folder_of(const char *path, char folder[TEXT])
{
    copy_text(folder, path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        copy_text(folder, ".");
    else
        slash[slash == folder ? 1 : 0] = '\0';
}

static bool is_temporary(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    const size_t prefix = strlen(".chengwen-");
    return strncmp(name, ".chengwen-", prefix) == 0 && name[prefix] >= '0' && name[prefix] <= '9' &&
           strchr(name + prefix, '-') != NULL;
}

/* The file now stands under this name.  What fontconfig keeps is its own affair. */
static void named(const char *path)
{
    struct stat facts;
    char folder[TEXT];
    const int reason = errno;
    const bool ours = !is_temporary(path) && strstr(path, "/fontconfig/") == NULL;
    if (ours && real_stat(path, &facts) == 0 && S_ISREG(facts.st_mode)) {
        if (is_dirty(&facts) && state->early++ == 0)
            copy_text(state->early_name, path);
        folder_of(path, folder);
        if (real_stat(folder, &facts) == 0)
            note(&facts, true, folder);
    }
    errno = reason;
}

/* --- the calls --- */

static int opened(int fd, int flags)
{
    if (fd >= 0 && ((flags & O_TMPFILE) == O_TMPFILE || (flags & (O_CREAT | O_TRUNC)) != 0))
        note_at(fd, false); /* its inode may have been another's */
    return fd;
}

static mode_t mode_of(int flags, va_list arguments)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

/* What cannot fail so when nothing is to be written is left alone. */
static bool open_fails(const char *path, int flags)
{
    const bool writes = (flags & O_ACCMODE) != O_RDONLY;
    if (writes && is_everybodys(path))
        return true;
    const bool of_writing = fault.error == ENOSPC || fault.error == EDQUOT || fault.error == EROFS;
    return (writes || fault.call != CALL_open || !of_writing) && fails(CALL_open, path);
}

#define OPEN(name)                                                                                           \
    int name(const char *path, int flags, ...)                                                               \
    {                                                                                                        \
        va_list arguments;                                                                                   \
        REAL(name);                                                                                          \
        va_start(arguments, flags);                                                                          \
        const mode_t mode = mode_of(flags, arguments);                                                       \
        va_end(arguments);                                                                                   \
        return open_fails(path, flags) ? -1 : opened(real(path, flags, mode), flags);                        \
    }
OPEN(open)
OPEN(open64)

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return open(path, flags);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    REAL(openat);
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return open_fails(path, flags) ? -1 : opened(real(folder, path, flags, mode), flags);
}

DIR *opendir(const char *path)
{
    REAL(opendir);
    return fails(CALL_opendir, path) ? NULL : real(path);
}

DIR *fdopendir(int fd)
{
    REAL(fdopendir);
    return fails_at(CALL_opendir, fd) ? NULL : real(fd);
}

struct dirent *readdir(DIR *folder)
{
    REAL(readdir);
    return fails_at(CALL_readdir, dirfd(folder)) ? NULL : real(folder);
}

#define FOPEN(name)                                                                                          \
    FILE *name(const char *path, const char *mode)                                                           \
    {                                                                                                        \
        REAL(name);                                                                                          \
        return fails(CALL_fopen, path) ? NULL : real(path, mode);                                            \
    }
FOPEN(fopen)
FOPEN(fopen64)

/* Less than was asked, but something. */
static size_t less(size_t size)
{
    return size > 1 ? size / 2 : size;
}

ssize_t read(int fd, void *bytes, size_t size)
{
    REAL(read);
    if (!fails_at(CALL_read, fd))
        return real(fd, bytes, size);
    return errno == 0 ? real(fd, bytes, less(size)) : -1;
}

#define PREAD(name)                                                                                          \
    ssize_t name(int fd, void *bytes, size_t size, off_t at)                                                 \
    {                                                                                                        \
        REAL(name);                                                                                          \
        if (!fails_at(CALL_pread, fd))                                                                       \
            return real(fd, bytes, size, at);                                                                \
        return errno == 0 ? real(fd, bytes, less(size), at) : -1;                                            \
    }
PREAD(pread)
PREAD(pread64)

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    const bool failing = fails_at(CALL_write, fd);
    if (failing && errno != 0)
        return -1;
    const ssize_t n = real(fd, bytes, failing ? less(size) : size);
    if (n > 0)
        note_at(fd, true);
    return n;
}

#define PWRITE(name)                                                                                         \
    ssize_t name(int fd, const void *bytes, size_t size, off_t at)                                           \
    {                                                                                                        \
        REAL(name);                                                                                          \
        const bool failing = fails_at(CALL_pwrite, fd);                                                      \
        if (failing && errno != 0)                                                                           \
            return -1;                                                                                       \
        const ssize_t n = real(fd, bytes, failing ? less(size) : size, at);                                  \
        if (n > 0)                                                                                           \
            note_at(fd, true);                                                                               \
        return n;                                                                                            \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

/* What failed is not on the disk, and never will be; a folder is told of instead. */
#define FSYNC(name)                                                                                          \
    int name(int fd)                                                                                         \
    {                                                                                                        \
        struct stat facts;                                                                                   \
        REAL(name);                                                                                          \
        const int result = fails_at(CALL_fsync, fd) ? -1 : real(fd);                                         \
        const int reason = errno;                                                                            \
        if (real_fstat(fd, &facts) == 0 && (result == 0 || S_ISDIR(facts.st_mode)))                          \
            note(&facts, false, NULL);                                                                       \
        errno = reason;                                                                                      \
        return result;                                                                                       \
    }
FSYNC(fsync)
FSYNC(fdatasync)

int ftruncate(int fd, off_t size)
{
    REAL(ftruncate);
    if (fails_at(CALL_ftruncate, fd))
        return -1;
    note_at(fd, true);
    return real(fd, size);
}

int close(int fd)
{
    if (!fails_at(CALL_close, fd))
        return real_close(fd);
    const int reason = errno;
    (void)real_close(fd);
    errno = reason;
    return -1;
}

void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t at)
{
    REAL(mmap);
    const bool possible = fd >= 0 || fault.call != CALL_mmap || fault.error == ENOMEM;
    return possible && fails_at(CALL_mmap, fd) ? MAP_FAILED : real(where, size, protection, flags, fd, at);
}

#define STAT(name)                                                                                           \
    int name(const char *path, struct stat *facts)                                                           \
    {                                                                                                        \
        REAL(name);                                                                                          \
        return fails(CALL_stat, path) ? -1 : real(path, facts);                                              \
    }
STAT(stat)
STAT(lstat)

int stat64(const char *path, struct stat64 *facts)
{
    REAL(stat64);
    return fails(CALL_stat, path) ? -1 : real(path, facts);
}

int fstatat(int folder, const char *path, struct stat *facts, int flags)
{
    REAL(fstatat);
    return fails(CALL_stat, path) ? -1 : real(folder, path, facts, flags);
}

int fstat(int fd, struct stat *facts)
{
    return fails_at(CALL_fstat, fd) ? -1 : real_fstat(fd, facts);
}

int access(const char *path, int what)
{
    REAL(access);
    return ((what & W_OK) != 0 && is_everybodys(path)) || fails(CALL_access, path) ? -1 : real(path, what);
}

ssize_t readlink(const char *path, char *text, size_t size)
{
    REAL(readlink);
    return fails(CALL_readlink, path) ? -1 : real(path, text, size);
}

char *realpath(const char *path, char *resolved)
{
    REAL(realpath);
    return fails(CALL_realpath, path) ? NULL : real(path, resolved);
}

char *__realpath_chk(const char *path, char *resolved, size_t size);
char *__realpath_chk(const char *path, char *resolved, size_t size)
{
    REAL(__realpath_chk);
    return fails(CALL_realpath, path) ? NULL : real(path, resolved, size);
}

char *getcwd(char *path, size_t size)
{
    REAL(getcwd);
    return fails(CALL_getcwd, NULL) ? NULL : real(path, size);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return is_everybodys(path) || fails(CALL_mkdir, path) ? -1 : real(path, mode);
}

char *mkdtemp(char *path)
{
    REAL(mkdtemp);
    return fails(CALL_mkdtemp, path) ? NULL : real(path);
}

#define MKSTEMP(name)                                                                                        \
    int name(char *path)                                                                                     \
    {                                                                                                        \
        REAL(name);                                                                                          \
        return is_everybodys(path) || fails(CALL_mkstemp, path) ? -1 : opened(real(path), O_CREAT);          \
    }
MKSTEMP(mkstemp)
MKSTEMP(mkstemp64)

int mkostemp(char *path, int flags)
{
    REAL(mkostemp);
    return is_everybodys(path) || fails(CALL_mkstemp, path) ? -1 : opened(real(path, flags), O_CREAT);
}

int memfd_create(const char *name, unsigned flags)
{
    REAL(memfd_create);
    return fails(CALL_memfd, name) ? -1 : opened(real(name, flags), O_CREAT);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    const int result = is_everybodys(to) || fails(CALL_rename, to) ? -1 : real(from, to);
    if (result == 0)
        named(to);
    return result;
}

int link(const char *from, const char *to)
{
    REAL(link);
    const int result = is_everybodys(to) || fails(CALL_link, to) ? -1 : real(from, to);
    if (result == 0)
        named(to);
    return result;
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    REAL(linkat);
    const int result =
        is_everybodys(to) || fails(CALL_link, to) ? -1 : real(from_folder, from, to_folder, to, flags);
    if (result == 0)
        named(to);
    return result;
}

int unlink(const char *path)
{
    REAL(unlink);
    return is_everybodys(path) || fails(CALL_unlink, path) ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    REAL(unlinkat);
    return fails(CALL_unlink, path) ? -1 : real(folder, path, flags);
}

int rmdir(const char *path)
{
    REAL(rmdir);
    return fails(CALL_unlink, path) ? -1 : real(path);
}

/* fontconfig alone calls it, for folders that it wants to write to. */
int chmod(const char *path, mode_t mode)
{
    REAL(chmod);
    return is_everybodys(path) ? -1 : real(path, mode);
}

int fchmod(int fd, mode_t mode)
{
    REAL(fchmod);
    return fails_at(CALL_fchmod, fd) ? -1 : real(fd, mode);
}

int fchown(int fd, uid_t user, gid_t group)
{
    REAL(fchown);
    return fails_at(CALL_fchown, fd) ? -1 : real(fd, user, group);
}

int dup(int fd)
{
    REAL(dup);
    return fails_at(CALL_dup, fd) ? -1 : real(fd);
}

int dup2(int fd, int to)
{
    REAL(dup2);
    return fails_at(CALL_dup, fd) ? -1 : real(fd, to);
}

#define FCNTL(name)                                                                                          \
    int name(int fd, int wish, ...)                                                                          \
    {                                                                                                        \
        va_list arguments;                                                                                   \
        REAL(name);                                                                                          \
        va_start(arguments, wish);                                                                           \
        void *argument = va_arg(arguments, void *);                                                          \
        va_end(arguments);                                                                                   \
        const bool locks =                                                                                   \
            wish == F_SETLK || wish == F_SETLKW || wish == F_OFD_SETLK || wish == F_OFD_SETLKW;              \
        const bool copies = wish == F_DUPFD || wish == F_DUPFD_CLOEXEC;                                      \
        if ((locks && fails_at(CALL_lock, fd)) || (copies && fails_at(CALL_dup, fd)))                        \
            return -1;                                                                                       \
        return real(fd, wish, argument);                                                                     \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

int flock(int fd, int what)
{
    REAL(flock);
    return fails_at(CALL_lock, fd) ? -1 : real(fd, what);
}

pid_t fork(void)
{
    REAL(fork);
    if (fails(CALL_fork, NULL))
        return -1;
    const pid_t pid = real();
    if (pid == 0) {
        who = WORKER;
        memset(counted, 0, sizeof counted);
    }
    return pid;
}

int socketpair(int domain, int type, int protocol, int ends[2])
{
    REAL(socketpair);
    return fails(CALL_socketpair, NULL) ? -1 : real(domain, type, protocol, ends);
}

int pipe(int ends[2])
{
    REAL(pipe);
    return fails(CALL_pipe, NULL) ? -1 : real(ends);
}

ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
    REAL(send);
    if (!fails_at(CALL_send, fd))
        return real(fd, bytes, size, flags);
    return errno == 0 ? real(fd, bytes, less(size), flags) : -1;
}

/* The first part alone, or less of it: a descriptor goes with it. */
static struct msghdr shorter(const struct msghdr *message, struct iovec *part)
{
    struct msghdr one = *message;
    *part = message->msg_iov[0];
    part->iov_len = less(part->iov_len);
    one.msg_iov = part;
    one.msg_iovlen = 1;
    return one;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct iovec part;
    REAL(sendmsg);
    if (!fails_at(CALL_send, fd))
        return real(fd, message, flags);
    if (errno != 0)
        return -1;
    const struct msghdr one = shorter(message, &part);
    return real(fd, &one, flags);
}

ssize_t recv(int fd, void *bytes, size_t size, int flags)
{
    REAL(recv);
    if (!fails_at(CALL_receive, fd))
        return real(fd, bytes, size, flags);
    return errno == 0 ? real(fd, bytes, less(size), flags) : -1;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    struct iovec part;
    REAL(recvmsg);
    if (!fails_at(CALL_receive, fd))
        return real(fd, message, flags);
    if (errno != 0)
        return -1;
    struct msghdr one = shorter(message, &part);
    const ssize_t n = real(fd, &one, flags);
    message->msg_controllen = one.msg_controllen;
    message->msg_flags = one.msg_flags;
    return n;
}

int poll(struct pollfd *files, nfds_t count, int timeout)
{
    REAL(poll);
    return fails(CALL_poll, NULL) ? -1 : real(files, count, timeout);
}

pid_t waitpid(pid_t pid, int *how, int flags)
{
    REAL(waitpid);
    return fails(CALL_wait, NULL) ? -1 : real(pid, how, flags);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*begin_at)(void *),
                   void *context)
{
    REAL(pthread_create);
    return fails(CALL_thread, NULL) ? errno : real(thread, attributes, begin_at, context);
}
