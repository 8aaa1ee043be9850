/*
 * Signals that end the program: the file that is just being written is removed, then the program dies by the
 * same signal, so that whoever started it sees that, after a line that says how far it came.  A build that keeps account of what it makes writes that down
 * before (batch_stop).  What was to be ignored from the start (nohup) stays so.
 */
#include "cli/cli_int.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* Prepared before, since a handler may format nothing; the one that is not shown may be written. */
static struct {
    struct last_words {
        char text[SIGNALS_TEXT];
        size_t len;
    } words[2];
    _Atomic(const struct last_words *) last; /* NULL: nothing is to be said */
    pid_t of;                                /* workers say nothing */
} farewell;

void signals_prepare(struct str text)
{
    struct last_words *next = farewell.last == &farewell.words[0] ? &farewell.words[1] : &farewell.words[0];
    text = str_cut(text, sizeof next->text);
    memcpy(next->text, text.ptr, text.len);
    next->len = text.len;
    farewell.of = getpid();
    farewell.last = text.len > 0 ? next : NULL;
}

/* Whoever reads no more what we write is told nothing. */
static void say_last_words(int number)
{
    static const char before[] = "因信号 ", behind[] = " 停下：";
    const char digits[2] = {(char)('0' + number / 10 % 10), (char)('0' + number % 10)};
    const size_t first = number < 10 ? 1 : 0;
    const struct last_words *words = farewell.last;
    if (words == NULL || number == SIGPIPE || farewell.of != getpid())
        return;
    ssize_t n = write(STDERR_FILENO, before, sizeof before - 1);
    n = n < 0 ? n : write(STDERR_FILENO, digits + first, sizeof digits - first);
    n = n < 0 ? n : write(STDERR_FILENO, behind, sizeof behind - 1);
    n = n < 0 ? n : write(STDERR_FILENO, words->text, words->len);
    (void)n; /* there is nobody to tell */
}

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
    say_last_words(number);
    (void)signal(number, SIG_DFL);
    raise(number);
}

/* --- an end that is asked for --- */

static const int asking[] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t gathers, gathered;

/* A second one does not wait. */
static void gather(int number)
{
    const int reason = errno;
    if (gathered != 0) {
        end_by(number);
        return;
    }
    gathered = number;
    (void)batch_stop(number);
    errno = reason;
}

void signals_gather(void)
{
    struct sigaction action = {.sa_handler = gather};
    sigemptyset(&action.sa_mask);
    gathers = 1;
    for (size_t i = 0; i < ARRAY_COUNT(asking); i++) {
        struct sigaction before;
        if (sigaction(asking[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(asking[i], &action, NULL);
    }
}

int signals_gathered(void)
{
    return gathered;
}

void signals_hold(sigset_t *ret_during)
{
    sigset_t held;
    sigemptyset(&held);
    for (size_t i = 0; i < ARRAY_COUNT(asking); i++)
        sigaddset(&held, asking[i]);
    sigprocmask(SIG_BLOCK, &held, ret_during);
}

void signals_end(void)
{
    const int number = batch_stopped_by();
    if (number == 0 || gathers != 0)
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
