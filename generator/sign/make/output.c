/*
 * How a signed file is called when nobody says it: beside the one that was signed, with 已签 behind its name, and how many times; and
 * how it is written.
 *
 * Somebody else may sign the same file at the same time, and put his into its place: what is written then would lack his signature, and
 * take it away.  So the file is asked whether it is what was read, and held against others who ask until what was made of it is written.
 */
#include "sign/make/make_int.h"
#include "sign/make/make.h"
#include "sign/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIGNED "-已签"

/* The name without it and its number. */
static struct str cut_mark(struct str stem, int64_t *ret_times)
{
    size_t end = stem.len;
    int64_t times = 1;
    while (end > 0 && stem.ptr[end - 1] >= '0' && stem.ptr[end - 1] <= '9')
        end--;
    const struct str name = str_slice(stem, 0, end), number = str_slice(stem, end, stem.len);
    if (!str_ends(name, SIGNED) || (number.len > 0 && !digits_parse(number, 1 << 20, &times)))
        return stem;
    *ret_times = times + 1;
    return str_slice(name, 0, name.len - (sizeof SIGNED - 1));
}

struct str output_name(struct arena *arena, const char *path)
{
    struct str stem = str_of(path);
    int64_t times = 1;
    if (str_ends(stem, ".pdf") || str_ends(stem, ".PDF"))
        stem.len -= 4;
    const struct str name = cut_mark(stem, &times);
    if (times == 1)
        return arena_printf(arena, "%.*s" SIGNED ".pdf", STR_ARGS(name));
    return arena_printf(arena, "%.*s" SIGNED "%d.pdf", STR_ARGS(name), (int)times);
}

/* --- what it may not replace --- */

static bool is_same_file(const char *path, const struct stat *output)
{
    struct stat facts;
    return stat(path, &facts) == 0 && facts.st_dev == output->st_dev && facts.st_ino == output->st_ino;
}

/* Also one that leads to a file at the time: its name would be that file's then, for all. */
static bool is_stream(const char *path)
{
    return file_is_stream(path) || strcmp(path, "/dev/stdout") == 0 || strcmp(path, "/dev/stderr") == 0;
}

enum status output_check(struct diag *diag, const struct sign_run *run)
{
    static const char *const NEEDED[] = {"key",    "cert",   "chain",         "p12",       "picture",
                                         "signer", "pkcs11", "password-file", "validation"};
    const char *path = sign_argument(run, "output");
    struct stat facts;
    if (path != NULL && is_stream(path))
        return diag_report(diag, MSG_SIGN_STREAM, ((struct place){path, 0, 0}));
    for (size_t i = 0; i < ARRAY_COUNT(NEEDED) && path != NULL && stat(path, &facts) == 0; i++) {
        const char *needed = sign_argument(run, NEEDED[i]);
        if (needed != NULL && is_same_file(needed, &facts))
            return diag_report(diag, MSG_SIGN_OVER, ((struct place){path, 0, 0}), NEEDED[i]);
    }
    return OK;
}

/* --- writing --- */

/* What was read, as it was then. */
static const struct file_stamp *stamp_of(const struct arena *arena, const char *path)
{
    const struct file_kept *kept = arena_files(arena);
    while (kept != NULL && strcmp(kept->path, path) != 0)
        kept = kept->next;
    return kept != NULL ? &kept->stamp : NULL;
}

/* Under the lock: the name still leads to the file that is locked, and that is what was read. */
static bool is_unchanged(const struct file_stamp *then, int fd, const char *path)
{
    struct file_stamp here, named;
    return then != NULL && file_stamp_of(fd, &here) && file_stamp_find(path, &named) &&
           here.inode == named.inode && file_stamp_same(then, &named);
}

/* Where files cannot be locked it is asked all the same. */
static void hold(int fd)
{
    int result;
    do
        result = flock(fd, LOCK_EX);
    while (result != 0 && errno == EINTR);
}

enum status output_write(struct arena *arena, struct diag *diag, const struct output *output)
{
    const int source = open(output->source, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    enum status status = OK;
    if (source >= 0)
        hold(source);
    if (source < 0 || !is_unchanged(stamp_of(arena, output->source), source, output->source))
        status = diag_report(diag, MSG_SIGN_MEANWHILE, ((struct place){output->source, 0, 0}));
    else
        status = output->is_new ? file_write_new(diag, output->path, output->bytes)
                                : file_write_atomic(diag, output->path, output->bytes);
    if (source >= 0)
        close(source);
    return status;
}
