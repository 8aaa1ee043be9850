/*
 * What the process needs before anything runs.
 *
 * The three streams are open: else the first file that is opened would take the number of one, and what is
 * printed would go into it.  In place of a stream that is closed stands one on which the use of it fails, so
 * that nothing that should have been read or printed is passed over in silence.
 *
 * Memory that a document gave back is kept for the next one: to give it to the system and ask for it again costs as
 * much as setting a third of the document.  The first of it is asked for in large pages, where the system has them: a
 * page is got at its first touch, which costs more than all that is written to a small one.
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
    MORE = 1 << 20,
    HEAD = 64,       /* more than the C library writes before what it gives out */
    LARGE = 32 << 20 /* is more than most papers take */
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

/* Nobody uses it: what comes behind it begins with a large page.  volatile: it stays known, and is no leak. */
static void *volatile filler;

/* Room at the end of the heap.  A large page comes only where nothing was touched, and the C library writes at the
 * beginning of what is free: so that stands just below one.  Who has limited the program's memory has it limited. */
static void ask_for_large_pages(void)
{
    struct rlimit space, data;
    if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur != RLIM_INFINITY ||
        getrlimit(RLIMIT_DATA, &data) != 0 || data.rlim_cur != RLIM_INFINITY)
        return;
    (void)mallopt(M_TOP_PAD, LARGE);
    const uintptr_t first = (uintptr_t)(filler = base_malloc(MORE));
    base_free(filler);
    (void)mallopt(M_TOP_PAD, MORE);
    const uintptr_t large = (first + MORE + BASE_LARGE_PAGE) / BASE_LARGE_PAGE * BASE_LARGE_PAGE;
    filler = base_malloc(large - HEAD - first);
    if ((uintptr_t)filler == first && (uintptr_t)sbrk(0) > large)
        base_ask_large_pages((char *)large, (uintptr_t)sbrk(0) - large);
}

enum status process_prepare(struct diag *diag)
{
    struct rlimit stack;
    const rlim_t least = (rlim_t)LEAST_STACK_KB * KB;
    open_streams();
    keep_memory();
    ask_for_large_pages();
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
