/*
 * A worker reads bytes of anybody; it opens nothing by itself.
 *
 * It asks who feeds it for files, by name, and gets descriptors; what it may have is what the document, its kind and
 * the run name, looked at here and not by the worker.  Calls that it has no use for are refused by the kernel
 * (seccomp), and so is every path (Landlock), where the kernel has them.
 */
#include "batch/workers/workers_int.h"
#include "text/text.h"

#include <errno.h>
#include <limits.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef CHENGWEN_SANITIZE
enum { SANITIZED = true };
#else
enum { SANITIZED = false };
#endif

/* What the C library asks of the kernel on behalf of one who has all its files. */
static const int CALLS[] = {
    SCMP_SYS(read),          SCMP_SYS(write),        SCMP_SYS(close),
    SCMP_SYS(lseek),         SCMP_SYS(pread64),      SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),    SCMP_SYS(fcntl),        SCMP_SYS(getdents64),
    SCMP_SYS(mmap),          SCMP_SYS(munmap),       SCMP_SYS(mremap),
    SCMP_SYS(mprotect),      SCMP_SYS(madvise),      SCMP_SYS(brk),
    SCMP_SYS(futex),         SCMP_SYS(sysinfo),      SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime), SCMP_SYS(sendto),       SCMP_SYS(recvfrom),
    SCMP_SYS(sendmsg),       SCMP_SYS(recvmsg),      SCMP_SYS(poll),
    SCMP_SYS(ppoll),         SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),  SCMP_SYS(restart_syscall),
    SCMP_SYS(pause),         SCMP_SYS(getpid),       SCMP_SYS(gettid),
    SCMP_SYS(tgkill),        SCMP_SYS(exit_group),
};

/* To be copied, and so that the copy confines itself. */
static bool allow_copies(scmp_filter_ctx filter)
{
    static const int calls[] = {SCMP_SYS(getppid), SCMP_SYS(seccomp)};
    static const unsigned long settings[] = {PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_GET_SECCOMP};
    bool good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                                 SCMP_A0(SCMP_CMP_EQ, CONFINE_COPY_FLAGS)) == 0;
    for (size_t i = 0; good && i < ARRAY_COUNT(calls); i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
    for (size_t i = 0; good && i < ARRAY_COUNT(settings); i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1,
                                SCMP_A0(SCMP_CMP_EQ, settings[i])) == 0;
    return good;
}

static bool refuse_calls(enum confined as)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool good = filter != NULL && (as == CONFINED_WORKER || allow_copies(filter));
    for (size_t i = 0; good && i < ARRAY_COUNT(CALLS); i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, CALLS[i], 0) == 0;
    good = good && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return good;
}

/* All that the first Landlock knows to refuse: whatever came later has to do with paths that are open. */
static bool refuse_paths(void)
{
    const struct landlock_ruleset_attr all = {.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    long rules = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0)
        return false;
    bool good = syscall(SYS_landlock_restrict_self, (int)rules, 0) == 0;
    close((int)rules);
    return good;
}

/* What each is called, where it is. */
const char *batch_confinement(void)
{
    const bool calls = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
    const bool paths = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
    if (SANITIZED || !calls)
        return NULL;
    return paths ? "seccomp、Landlock" : "seccomp";
}

bool confine_self(enum confined as)
{
    if (SANITIZED) /* it asks the kernel for more */
        return false;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    (void)refuse_paths(); /* where there is no Landlock, the calls that take paths are refused all the same */
    return refuse_calls(as);
}

/* --- on the other side --- */

/* Without empty parts and those that are ".".  false: too long. */
static bool tidy(const char *path, char ret_tidy[PATH_MAX])
{
    size_t len = 0;
    if (path[0] == '/')
        ret_tidy[len++] = '/';
    for (const char *at = path; *at != '\0';) {
        size_t part = strcspn(at, "/");
        bool counts = part > 0 && !(part == 1 && at[0] == '.');
        if (counts && len + part + 2 > PATH_MAX)
            return false;
        if (counts && len > 0 && ret_tidy[len - 1] != '/')
            ret_tidy[len++] = '/';
        if (counts)
            memcpy(ret_tidy + len, at, part);
        len += counts ? part : 0;
        at += part + (at[part] == '/' ? 1 : 0);
    }
    ret_tidy[len] = '\0';
    return true;
}

/* The part of `path` behind "folder/"; NULL: it does not begin so.  Both are tidy. */
static const char *below(const char *folder, const char *path)
{
    size_t len = strlen(folder);
    if (len == 0)
        return path[0] != '/' ? path : NULL;
    if (strncmp(path, folder, len) != 0)
        return NULL;
    if (folder[len - 1] == '/')
        return path + len;
    return path[len] == '/' ? path + len + 1 : NULL;
}

static bool leads_inside(const char *folder, const char *inner)
{
    const char *reason;
    enum file_where where = file_where(folder, inner, &reason);
    return where != FILE_OUTSIDE;
}

/* In the folder of a kind, which may itself be a link, or in that of all kinds. */
static bool is_of_kind(const char *templates, const char *path)
{
    char kind[PATH_MAX], all[PATH_MAX];
    const char *inner = tidy(templates, all) ? below(all, path) : NULL;
    const char *slash = inner != NULL ? strchr(inner, '/') : NULL;
    if (inner == NULL)
        return false;
    if (leads_inside(templates, inner))
        return true;
    int len =
        slash != NULL ? snprintf(kind, sizeof kind, "%s/%.*s", templates, (int)(slash - inner), inner) : -1;
    return len > 0 && (size_t)len < sizeof kind && inner[0] != '.' && leads_inside(kind, slash + 1);
}

static bool is_beside(const char *input, const char *path)
{
    char folder[PATH_MAX], own[PATH_MAX] = "";
    const char *slash = file_is_stream(input) ? NULL : strrchr(input, '/');
    int len = slash == NULL
                  ? snprintf(folder, sizeof folder, ".")
                  : snprintf(folder, sizeof folder, "%.*s", slash == input ? 1 : (int)(slash - input), input);
    if (len < 0 || (size_t)len >= sizeof folder || !tidy(folder, own))
        return false;
    const char *inner = below(own, path);
    return inner != NULL && leads_inside(folder, inner);
}

/* Anything in it would be. */
static bool is_folder_of(const struct batch *batch, const struct task *task, const char *folder)
{
    char path[PATH_MAX];
    const char *slash = folder[0] == '\0' || strcmp(folder, "/") == 0 ? "" : "/";
    int len = snprintf(path, sizeof path, "%s%sx", folder, slash);
    return len > 0 && (size_t)len < sizeof path &&
           (is_of_kind(batch->options.templates, path) || is_beside(task->file, path) ||
            (batch->options.base != NULL && is_beside(batch->options.base, path)));
}

/* On the command line. */
static bool is_on_command_line(const struct batch *batch, const char *path)
{
    const struct batch_options *options = &batch->options;
    return (options->base != NULL && strcmp(path, options->base) == 0) ||
           (options->mapping != NULL && strcmp(path, options->mapping) == 0);
}

/* The record of the period before, of this paper. */
static bool is_record(const struct batch *batch, const struct task *task, const char *path)
{
    char record[PATH_MAX];
    return (past_path(batch, task, PAST_JSON, record) && strcmp(path, record) == 0) ||
           (past_path(batch, task, PAST_PDF, record) && strcmp(path, record) == 0);
}

/* `tidied`: the path without what means nothing. */
static bool is_readable(const struct batch *batch, const struct task *task, const char *path,
                        const char *tidied)
{
    return strcmp(path, task->file) == 0 || is_on_command_line(batch, path) || is_record(batch, task, path) ||
           is_of_kind(batch->options.templates, tidied) || is_beside(task->file, tidied) ||
           (batch->options.base != NULL && is_beside(batch->options.base, tidied)) ||
           strcmp(path, text_hyphen_dictionary) == 0 ||
           (batch->fonts != NULL && font_set_names_file(batch->fonts, path));
}

bool confine_allows(const struct batch *batch, const struct task *task, const struct file_asked *asked)
{
    const struct batch_options *options = &batch->options;
    char path[PATH_MAX];
    if (!tidy(asked->path, path))
        return false;
    switch (asked->wish) {
    case FILE_WISH_READ:
        return is_readable(batch, task, asked->path, path);
    case FILE_WISH_WHERE:
        return is_folder_of(batch, task, path);
    case FILE_WISH_LIST:
        return strcmp(asked->path, options->templates) == 0;
    case FILE_WISH_USABLE:
        return options->output != NULL && strcmp(asked->path, options->output) == 0;
    case FILE_WISH_WRITE:
        return task->path != NULL && strcmp(asked->path, task->path) == 0;
    }
    return false;
}
