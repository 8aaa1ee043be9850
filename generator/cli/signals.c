/*
 * Signals that end the program: the file that is just being written is removed, then the program dies by the
 * same signal, so that whoever started it sees that.  A build that keeps account of what it makes writes that down
 * before (batch_stop).  What was to be ignored from the start (nohup) stays so.
 */
#include "cli/cli_int.h"

#include <errno.h>
#include <signal.h>

/* The signal itself waits until the handler has returned. */
static void end_by(int number)
{
    const int reason = errno;
    if (batch_stop(number)) {
        errno = reason;
        return;
    }
    file_abandon();
    progress_hide();
    (void)signal(number, SIG_DFL);
    raise(number);
}

void signals_end(void)
{
    const int number = batch_stopped_by();
    if (number == 0)
        return;
    (void)signal(number, SIG_DFL);
    raise(number);
}

void signals_install(void)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU};
    struct sigaction action = {.sa_handler = end_by};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
        struct sigaction before;
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(numbers[i], &action, NULL);
    }
    /* A file over the process's size limit is then an error of write(), reported and cleaned up. */
    signal(SIGXFSZ, SIG_IGN);
}
