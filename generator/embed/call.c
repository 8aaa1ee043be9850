/*
 * A thread for one call.
 *
 * Much of the program is made for one document at a time in a process (what is kept of texts, ICU's objects, libxml2's
 * hooks), so there is one lock for all.  The thread has the stack that the deepest nesting within the limits needs, which
 * a thread of Java, Rust or musl has not; the locale C, whatever the program around has set; and no signals, whose handlers
 * are that program's and run in its threads.
 */
#include "embed/embed_int.h"

#include <locale.h>
#include <pthread.h>
#include <signal.h>

enum { STACK = 8 << 20 }; /* twice what the program asks for (cli_int.h): the sanitizers take more */

struct call {
    void (*work)(void *);
    void *what;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *run(void *own)
{
    const struct call *call = own;
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* which needs no memory */
    if (plain != (locale_t)0)
        uselocale(plain);
    call->work(call->what);
    return NULL;
}

static bool start(struct call *call, pthread_t *ret_thread)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    const bool good = pthread_attr_setstacksize(&attributes, STACK) == 0 &&
                      pthread_create(ret_thread, &attributes, run, call) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return good;
}

bool embed_call(void (*work)(void *), void *what)
{
    struct call call = {work, what};
    pthread_t thread;
    int state;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state); /* the lock would stay */
    pthread_mutex_lock(&lock);
    const bool good = start(&call, &thread);
    if (good)
        pthread_join(thread, NULL);
    pthread_mutex_unlock(&lock);
    pthread_setcancelstate(state, NULL);
    return good;
}
