/*
 * What the process needs before anything runs.
 *
 * The three streams are open: else the first file that is opened would take the number of one, and what is
 * printed would go into it.  In place of a stream that is closed stands one on which the use of it fails, so
 * that nothing that should have been read or printed is passed over in silence.
 *
 * Memory that a document gave back is kept for the next one: to give it to the system and ask for it again costs as
 * much as setting a third of the document.  Large pages are not asked for: half of each stays
 * unused, and where memory is lent to a virtual machine, what it must get anew for them costs more than a paper.
 *
 * The stack is as large as the deepest nesting within the limits needs (ARCHITECTURE.md).
 */
#include "cli/cli_int.h"
#include "cli/messages.def"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    KB = 1024,
    KEPT = 64 << 20, /* bytes */
    MAPPED = 8 << 20,
    MORE = 1 << 20
};

static void open_streams(void)
{
    static const int contrary[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd < (int)ARRAY_COUNT(contrary); fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", contrary[fd]) != fd)
            return; /* then there is nothing to be done about it */
}

/* What is larger than MAPPED stands alone and goes back at once. */
static void keep_memory(void)
{
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED);
    (void)mallopt(M_TOP_PAD, MORE);
}

enum status process_prepare(struct diag *diag)
{
    struct rlimit stack;
    const rlim_t least = (rlim_t)LEAST_STACK_KB * KB;
    open_streams();
    keep_memory();
    if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur == RLIM_INFINITY || stack.rlim_cur >= least)
        return OK;
    struct rlimit more = stack;
    more.rlim_cur = least;
    more.rlim_max = stack.rlim_max < least ? least : stack.rlim_max;
    if (setrlimit(RLIMIT_STACK, &more) == 0)
        return OK;
    diag_report(diag, MSG_CLI_STACK, ((struct place){"chengwen", 0, 0}), (size_t)(stack.rlim_cur / KB),
                (size_t)LEAST_STACK_KB);
    return SYSTEM;
}
