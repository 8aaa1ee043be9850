/*
 * The journal is appended to.
 *
 * Between calls nothing is open: so workers have no part in it, and a file that was moved away meanwhile is begun
 * anew.  Each call locks, reads the last line, which others may have written, writes line by line, and waits for the disk.
 * A line that could not be written to its end is taken back where the system lets it; else it is closed by whoever comes
 * next, and belongs to the chain as it is.
 */
#include "runlog/runlog_int.h"
#include "runlog/messages.def"
#include "base/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TAIL_FIRST = 1 << 16, REOPEN_MOST = 10, PREVIOUS_SIZE = 100 };

struct journal {
    struct diag *diag;
    const char *path;
    int fd;
    bool is_new;
    struct str previous; /* points to digest, or is empty */
    struct digest digest;
};

static enum status unwritable(const struct journal *journal)
{
    diag_report(journal->diag, MSG_FILE_UNWRITABLE, ((struct place){journal->path, 0, 0}),
                file_reason(errno));
    return SYSTEM;
}

/* --- opened and locked --- */

static int lock(int fd)
{
    int result;
    do
        result = flock(fd, LOCK_EX);
    while (result != 0 && errno == EINTR);
    return result;
}

/* Has it still the name under which it was opened? */
static bool is_current(const struct journal *journal, struct stat *ret_facts)
{
    struct stat named;
    return fstat(journal->fd, ret_facts) == 0 && stat(journal->path, &named) == 0 &&
           named.st_ino == ret_facts->st_ino && named.st_dev == ret_facts->st_dev;
}

static enum status open_locked(struct journal *journal, struct stat *ret_facts)
{
    for (int tries = 0; tries < REOPEN_MOST; tries++) {
        do
            journal->fd =
                open(journal->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);
        while (journal->fd < 0 && errno == EINTR);
        if (journal->fd < 0 || lock(journal->fd) != 0)
            return unwritable(journal);
        if (is_current(journal, ret_facts))
            break;
        close(journal->fd);
        journal->fd = -1;
    }
    if (journal->fd < 0)
        return unwritable(journal);
    journal->is_new = ret_facts->st_size == 0;
    if (S_ISREG(ret_facts->st_mode))
        return OK;
    return diag_report(journal->diag, MSG_FILE_UNWRITABLE, ((struct place){journal->path, 0, 0}),
                       file_unfit_reason(ret_facts->st_mode));
}

/* --- its last line --- */

static bool read_at(int fd, char *bytes, size_t size, off_t offset)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = pread(fd, bytes + done, size - done, offset + (off_t)done);
        if (n == 0)
            errno = EIO; /* it has become shorter */
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static enum status journal_unreadable(const struct journal *journal)
{
    diag_report(journal->diag, MSG_FILE_UNREADABLE, ((struct place){journal->path, 0, 0}),
                file_reason(errno));
    return SYSTEM;
}

/* The line that ends where the text does, whether with a line feed or not; all of the text: it may begin before it. */
static struct str last_line(struct str text)
{
    size_t to = text.len > 0 && text.ptr[text.len - 1] == '\n' ? text.len - 1 : text.len, from = to;
    while (from > 0 && text.ptr[from - 1] != '\n')
        from--;
    return str_slice(text, from, to);
}

/* FAILED: it is no journal's; not reported. */
static enum status take_last(struct journal *journal, size_t size, bool *ret_cut)
{
    struct buf tail = BUF(RUNLOG_MAX_LINE);
    const struct str head = STR(RUNLOG_HEAD);
    struct str line = {0};
    for (size_t some = TAIL_FIRST;; some *= 4) {
        some = some < size ? some : size;
        buf_reset(&tail);
        if (!buf_reserve(&tail, some))
            break;
        if (!read_at(journal->fd, tail.ptr, some, (off_t)(size - some))) {
            buf_clear(&tail);
            return journal_unreadable(journal);
        }
        tail.len = some;
        line = last_line(buf_str(&tail));
        if (line.ptr > tail.ptr || some == size)
            break;
        line = (struct str){0};
    }
    const bool cut = tail.len > 0 && tail.ptr[tail.len - 1] != '\n';
    const size_t seen = cut && line.len < head.len ? line.len : head.len;
    enum status status = line.ptr == NULL ? buf_status(&tail) == NO_MEMORY ? NO_MEMORY : FAILED : OK;
    if (status == OK && (line.len < seen || memcmp(line.ptr, head.ptr, seen) != 0))
        status = FAILED;
    if (status == OK) {
        journal->digest = digest_of(&line, 1);
        journal->previous = digest_str(&journal->digest);
        *ret_cut = cut;
    }
    buf_clear(&tail);
    return status;
}

/* --- one line more --- */

static bool write_all(int fd, struct str text)
{
    for (size_t done = 0; done < text.len;) {
        ssize_t n = write(fd, text.ptr + done, text.len - done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* What was written of it so far is taken back. */
static enum status write_line(struct journal *journal, struct str line)
{
    const off_t before = lseek(journal->fd, 0, SEEK_END);
    if (write_all(journal->fd, line))
        return OK;
    enum status status = unwritable(journal);
    int taken = -1;
    if (before >= 0)
        do
            taken = ftruncate(journal->fd, before);
        while (taken != 0 && errno == EINTR);
    return status; /* where it was not, who comes next closes it */
}

/* `line` ends with a brace. */
static enum status append_line(struct journal *journal, struct str line)
{
    struct buf text = BUF(RUNLOG_MAX_LINE);
    buf_add_str(&text, str_slice(line, 0, line.len - 1));
    buf_add_json_member(&text, "previous", journal->previous);
    buf_add_text(&text, "}\n");
    enum status status = buf_status(&text) == OK ? write_line(journal, buf_str(&text)) : NO_MEMORY;
    if (status == OK) {
        const struct str written = str_slice(buf_str(&text), 0, text.len - 1);
        journal->digest = digest_of(&written, 1);
        journal->previous = digest_str(&journal->digest);
    }
    buf_clear(&text);
    return status;
}

static enum status append_all(struct journal *journal, struct str lines)
{
    enum status status = OK;
    while (lines.len > 0 && status == OK) {
        const char *end = memchr(lines.ptr, '\n', lines.len);
        const size_t len = end != NULL ? (size_t)(end - lines.ptr) : lines.len;
        status = append_line(journal, str_slice(lines, 0, len));
        lines = str_slice(lines, len + 1, lines.len);
    }
    return status;
}

/* The disk has it, and a new one its name. */
static enum status sync_all(const struct journal *journal)
{
    struct arena *scratch = journal->is_new ? arena_new(1 << 20) : NULL;
    int result, reason = 0;
    do
        result = fsync(journal->fd);
    while (result != 0 && errno == EINTR);
    if (result != 0)
        return unwritable(journal);
    if (!journal->is_new)
        return OK;
    const struct str folder = scratch != NULL ? path_directory(scratch, journal->path) : (struct str){0};
    if (folder.ptr != NULL)
        reason = file_sync_directory(folder.ptr);
    arena_free(scratch);
    if (reason != 0)
        diag_report(journal->diag, MSG_FILE_UNSYNCED, ((struct place){journal->path, 0, 0}),
                    file_reason(reason));
    return OK;
}

enum status journal_append(struct diag *diag, const char *path, struct str lines)
{
    struct journal journal = {.diag = diag, .path = path, .fd = -1, .previous = STR("")};
    const struct place place = {path, 0, 0};
    struct stat facts;
    bool cut = false;
    enum status status = open_locked(&journal, &facts);
    if (status == OK && facts.st_size > 0) {
        status = take_last(&journal, (size_t)facts.st_size, &cut);
        if (status == FAILED)
            diag_report(diag, MSG_RUNLOG_FOREIGN, place);
    }
    if (status == OK && cut) {
        diag_report(diag, MSG_RUNLOG_CUT, place);
        status = write_line(&journal, STR("\n"));
    }
    if (status == OK)
        status = append_all(&journal, lines);
    if (status == OK)
        status = sync_all(&journal);
    if (journal.fd >= 0)
        close(journal.fd);
    return status;
}
