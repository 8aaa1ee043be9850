/*
 * Files: read whole.
 *
 * What is named in a file, and most of what a command line names, must be an ordinary file.  Anything else is
 * never opened: a pipe would be waited for, a device may do something.  An input may also be a stream that
 * the program was given open (`-`, process substitution of a shell): it is read to its end, however long
 * that takes.
 *
 * The size that the system tells is where reading begins, not what is believed: files of /proc have none, and
 * a file may grow.  The end is where a read gives nothing; more than `max` bytes are not taken.
 */
#include "base/file_int.h"
#include "base/messages.def"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

/* A file that is being read. */
struct source {
    struct arena *arena;
    struct diag *diag;
    const char *path;
    int fd;
    size_t max;
    bool waits; /* for what has not come yet */
    struct file_stamp stamp;
};

static enum status refuse_unfit(const struct source *source, mode_t mode)
{
    diag_report_like(source->diag, S_ISDIR(mode) ? MSG_FILE_FOLDER : MSG_FILE_UNFIT, MSG_FILE_UNFIT,
                     ((struct place){source->path, 0, 0}), file_unfit_reason(mode));
    return SYSTEM;
}

static enum status fail(const struct source *source)
{
    diag_report_like(source->diag, errno == EAGAIN ? MSG_FILE_UNFIT : MSG_FILE_UNREADABLE, MSG_FILE_UNFIT,
                     ((struct place){source->path, 0, 0}), file_reason(errno));
    return SYSTEM;
}

static enum status refuse_size(const struct source *source, size_t size)
{
    struct place place = {source->path, 0, 0};
    if (size > 0)
        return diag_report(source->diag, MSG_FILE_TOO_LARGE, place, size, source->max);
    return diag_report(source->diag, MSG_FILE_ENDLESS, place, source->max);
}

/* Waits for what a stream has not yet got, also where whoever opened it wanted no waiting.  A file that would
 * be waited for (/proc/kmsg) is none. */
static ssize_t read_some(const struct source *source, char *bytes, size_t size)
{
    for (;;) {
        ssize_t n;
        FILE_AGAIN(n, read(source->fd, bytes, size));
        if (n >= 0 || !source->waits || (errno != EAGAIN && errno != EWOULDBLOCK))
            return n;
        struct pollfd wait = {.fd = source->fd, .events = POLLIN};
        if (poll(&wait, 1, -1) < 0 && errno != EINTR)
            return -1;
    }
}

/* Fills `bytes`; less than `size` means that the file has ended. */
static ssize_t read_all(const struct source *source, char *bytes, size_t size)
{
    size_t have = 0;
    while (have < size) {
        ssize_t n = read_some(source, bytes + have, size - have);
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        have += (size_t)n;
    }
    return (ssize_t)have;
}

/* Reads on to the end; `begun` is there already. */
static enum status read_rest(const struct source *source, struct str begun, struct str *ret_bytes)
{
    static char chunk[CHUNK];
    struct buf bytes = BUF(source->max + 1);
    enum status status = OK;
    buf_add_str(&bytes, begun);
    for (ssize_t n = 1; status == OK && n > 0;) {
        n = read_some(source, chunk, sizeof chunk);
        if (n < 0)
            status = fail(source);
        else if (bytes.len + (size_t)n > source->max)
            status = refuse_size(source, 0);
        else if (n > 0)
            buf_add(&bytes, chunk, (size_t)n);
        if (status == OK)
            status = buf_status(&bytes);
    }
    if (status == OK)
        return buf_keep(&bytes, source->arena, ret_bytes);
    buf_clear(&bytes);
    return status;
}

/* In one piece, where the size is as told. */
static enum status read_sized(const struct source *source, size_t size, struct str *ret_bytes)
{
    if (size > source->max)
        return refuse_size(source, size);
    char *bytes = arena_alloc_bytes(source->arena, size + 1);
    if (bytes == NULL)
        return NO_MEMORY;
    ssize_t have = read_all(source, bytes, size + 1);
    if (have < 0)
        return fail(source);
    if ((size_t)have > size)
        return read_rest(source, (struct str){bytes, (size_t)have}, ret_bytes);
    bytes[have] = '\0';
    *ret_bytes = (struct str){bytes, (size_t)have};
    return OK;
}

/* Should another have come in the place of an ordinary file by now, it is not waited for either. */
void file_answer_read(const char *path, struct file_answer *ret_answer)
{
    struct stat facts;
    int found = stat(path, &facts);
    if (found == 0 && file_unfit_reason(facts.st_mode) != NULL) {
        ret_answer->mode = facts.st_mode;
        return;
    }
    if (found == 0)
        FILE_AGAIN(ret_answer->fd, open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    ret_answer->reason = ret_answer->fd < 0 ? errno : 0;
}

static enum status read_file(struct source *source, struct str *ret_bytes)
{
    struct stat facts;
    struct file_answer answer;
    file_ask(&(struct file_asked){FILE_WISH_READ, source->path, NULL}, &answer);
    if (answer.mode != 0)
        return refuse_unfit(source, answer.mode);
    source->fd = answer.fd;
    errno = answer.reason;
    if (source->fd < 0 || fstat(source->fd, &facts) != 0)
        return fail(source);
    if (file_unfit_reason(facts.st_mode) != NULL)
        return refuse_unfit(source, facts.st_mode);
    if (!file_stamp_of(source->fd, &source->stamp))
        return fail(source);
    return facts.st_size > 0 ? read_sized(source, (size_t)facts.st_size, ret_bytes)
                             : read_rest(source, STR(""), ret_bytes);
}

enum status file_read(struct arena *arena, struct diag *diag, const char *path, size_t max,
                      struct str *ret_bytes)
{
    struct source source = {.arena = arena, .diag = diag, .path = path, .fd = -1, .max = max};
    enum status status = read_file(&source, ret_bytes);
    if (source.fd >= 0)
        file_close(source.fd);
    return status == OK ? arena_keep_file(arena, path, *ret_bytes, &source.stamp) : status;
}

/* --- streams --- */

/* The number of the descriptor that the name means; -1: it means a file. */
static int stream_number(const char *path)
{
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0)
        return STDIN_FILENO;
    for (size_t i = 0; i < ARRAY_COUNT(folders); i++) {
        size_t len = strlen(folders[i]);
        int64_t number;
        if (strncmp(path, folders[i], len) == 0 && digits_parse(str_of(path + len), 6, &number))
            return (int)number;
    }
    return -1;
}

bool file_is_stream(const char *path)
{
    return stream_number(path) >= 0;
}

enum status file_read_input(struct arena *arena, struct diag *diag, const char *path, size_t max,
                            struct str *ret_bytes)
{
    struct source source = {
        .arena = arena, .diag = diag, .path = path, .fd = stream_number(path), .max = max, .waits = true};
    struct stat facts;
    if (source.fd < 0)
        return file_read(arena, diag, path, max, ret_bytes);
    if (fstat(source.fd, &facts) != 0)
        return fail(&source);
    if (S_ISDIR(facts.st_mode))
        return refuse_unfit(&source, facts.st_mode);
    enum status status = read_rest(&source, STR(""), ret_bytes);
    return status == OK ? arena_keep_file(arena, path, *ret_bytes, &source.stamp) : status;
}
