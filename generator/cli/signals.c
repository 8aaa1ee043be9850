/*
 * Signals that end the program: the file that is just being written is removed, then the program dies by the
 * same signal, so that whoever started it sees that.  What was to be ignored from the start (nohup) stays so.
 */
#include "cli/cli_int.h"

#include <signal.h>

/* The default action is back (SA_RESETHAND); the signal itself waits until the handler has returned. */
static void end_by(int number)
{
    file_abandon();
    raise(number);
}

void signals_install(void)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU};
    struct sigaction action = {.sa_handler = end_by, .sa_flags = SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
        struct sigaction before;
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(numbers[i], &action, NULL);
    }
    /* A file over the process's size limit is then an error of write(), reported and cleaned up. */
    signal(SIGXFSZ, SIG_IGN);
}
