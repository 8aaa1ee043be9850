/*
 * chengwen-sign: a command and its arguments, as cli gives them; what came out goes to the standard output, messages to
 * the standard error.
 */
#include "sign/sign.h"
#include "sign/make/make.h"
#include "base/messages.def"
#include "sign/messages.def"

#include <errno.h>
#include <unistd.h>

enum { MAX_TEXT = 256 << 20 };

static const struct place PROGRAM = {"chengwen-sign", 0, 0};

static const struct {
    const char *name;
    enum sign_exit (*work)(const struct sign_run *run);
} COMMANDS[] = {{"signatures", sign_look}, {"sign", sign_make}};

static bool write_all(int fd, struct str text)
{
    for (size_t done = 0; done < text.len;) {
        const ssize_t n = write(fd, text.ptr + done, text.len - done);
        if (n <= 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* 0, or the errno: a full disk is told when it is closed, too. */
static int write_result(struct str text)
{
    if (!write_all(STDOUT_FILENO, text))
        return errno;
    return close(STDOUT_FILENO) == 0 || errno == EINTR ? 0 : errno;
}

static enum sign_exit run_command(const char *name, const struct sign_run *run)
{
    for (size_t i = 0; i < ARRAY_COUNT(COMMANDS); i++)
        if (str_is(str_of(name), COMMANDS[i].name))
            return COMMANDS[i].work(run);
    diag_report(run->diag, MSG_SIGN_COMMAND, PROGRAM);
    return SIGN_USAGE;
}

int main(int argc, char **argv)
{
    struct buf out = BUF(MAX_TEXT), messages = BUF(MAX_TEXT);
    struct arena *arena = arena_new(SIGN_MAX_MEMORY);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    const size_t count = argc > 2 ? (size_t)argc - 2 : 0;
    const struct sign_run run = {
        (const char *const *)argv + (count > 0 ? 2 : 0), count, arena, diag, &out, &messages};
    enum sign_exit result = SIGN_SYSTEM;
    if (diag != NULL) {
        result = run_command(argc > 1 ? argv[1] : "", &run);
        const int reason = buf_status(&out) == OK ? write_result(buf_str(&out)) : 0;
        if (buf_status(&out) != OK || reason != 0)
            result = SIGN_SYSTEM;
        if (reason != 0)
            diag_report(diag, MSG_FILE_UNWRITABLE, ((struct place){"stdout", 0, 0}), file_reason(reason));
        if (result == SIGN_SYSTEM && diag_count(diag, SEVERITY_ERROR) == 0)
            diag_report(diag, MSG_SIGN_MEMORY, PROGRAM);
        diag_print(diag, &messages);
        (void)write_all(STDERR_FILENO, buf_str(&messages));
    }
    buf_clear(&messages);
    buf_clear(&out);
    arena_free(arena);
    return (int)result;
}
