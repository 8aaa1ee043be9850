/*
 * A table of which many papers are made is read once, by a process that makes none: workers are copies of it, and share
 * what it has read, as nobody writes there.
 *
 * It is confined as workers are, but can be copied, and in no other way than the one below; the copy confines itself before it
 * does anything else.  Copies are children of who feeds them, who waits for them as for all others.  Where there is
 * no keeper - it cannot read the table, it died, it is silent - workers are begun without it, and read for themselves.
 */
#include "batch/workers/workers_int.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORTH = 8 /* papers a worker */, SILENT_S = 10, LOOK_MS = 500 };

/* --- in the keeper --- */

/* In the copy: as if the feeder had begun it. */
static _Noreturn void live_as_worker(struct crew *crew, int socket, int orders, bool unconfined)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != crew->feeder)
        _exit(1);
    if (!unconfined && !crew->batch->options.no_sandbox)
        unconfined = !confine_self(CONFINED_WORKER);
    worker_make_documents(crew, socket, orders, unconfined);
}

static void copy_for_ever(struct crew *crew, int *socket, int orders, bool unconfined)
{
    int ends[2] = {-1, -1};
    const int own = *socket;
    while (wire_receive_file(orders, &ends[0]) && wire_receive_file(orders, &ends[1])) {
        const long pid = syscall(SYS_clone, (unsigned long)CONFINE_COPY_FLAGS, 0, 0, 0, 0);
        if (pid == 0) {
            close(own);
            close(orders);
            *socket = ends[0]; /* of whom files are asked */
            live_as_worker(crew, ends[0], ends[1], unconfined);
        }
        close(ends[0]);
        close(ends[1]);
        if (!wire_send_number(own, pid > 0 ? (size_t)pid : 0))
            break;
    }
}

static void keep(struct crew *crew, int socket, int orders)
{
    size_t task;
    worker_settle_in(crew, &socket);
    const bool unconfined = !crew->batch->options.no_sandbox && !confine_self(CONFINED_KEEPER);
    if (!wire_receive_number(orders, &task) || task >= crew->count)
        worker_leave();
    struct outcome outcome = outcome_empty(&crew->tasks[task], papers_keep(crew->batch, &crew->tasks[task]));
    const bool sent = wire_send_outcome(socket, &outcome, -1);
    outcome_clear(&outcome);
    if (sent)
        copy_for_ever(crew, &socket, orders, unconfined);
    worker_leave();
}

/* --- who begins it --- */

/* The input of most papers; they follow one another. */
static size_t longest_series(const struct crew *crew, size_t *ret_first)
{
    size_t most = 0, first = 0;
    for (size_t i = 0; i < crew->count; i++) {
        if (crew->tasks[i].paper == 0 || crew->tasks[i].file != crew->tasks[first].file)
            first = i;
        if (crew->tasks[i].paper > 0 && i - first + 1 > most) {
            most = i - first + 1;
            *ret_first = first;
        }
    }
    return most;
}

/* It asks for files, and says how it went. */
static bool has_read(struct crew *crew)
{
    struct worker *keeper = &crew->keeper;
    struct file_asked asked;
    struct outcome outcome;
    while (!stop_is_asked() && (keeper->deadline == 0 || waiting_now() < keeper->deadline)) {
        struct pollfd polled = {.fd = keeper->socket, .events = POLLIN};
        if (poll(&polled, 1, LOOK_MS) <= 0)
            continue;
        switch (
            wire_receive(keeper->socket, &keeper->incoming, &crew->tasks[keeper->task], &outcome, &asked)) {
        case WIRE_PART:
            break;
        case WIRE_ASKED:
            if (!crew_answer(crew, keeper, &asked))
                return false;
            break;
        case WIRE_BROKEN:
            return false;
        case WIRE_WHOLE: {
            const bool good = outcome.result.status == OK;
            outcome_clear(&outcome);
            return good;
        }
        }
    }
    return false;
}

void keeper_begin(struct crew *crew)
{
    size_t first = 0;
    const struct timeval silent = {.tv_sec = SILENT_S};
    if (crew->worker_count < 2 || longest_series(crew, &first) < crew->worker_count * WORTH)
        return;
    if (worker_begin_as(crew, keep, &crew->keeper) != OK)
        return;
    crew_begin_task(crew, &crew->keeper, (ssize_t)first);
    if (!wire_send_number(crew->keeper.orders, first) || !has_read(crew) ||
        setsockopt(crew->keeper.socket, SOL_SOCKET, SO_RCVTIMEO, &silent, sizeof silent) != 0)
        (void)worker_end(&crew->keeper);
}

/* What it says is looked at: it has read bytes of anybody. */
static bool is_new_child(const struct crew *crew, size_t pid)
{
    siginfo_t how;
    for (size_t i = 0; i < crew->worker_count; i++)
        if ((size_t)crew->workers[i].pid == pid)
            return false;
    return pid > 0 && pid <= INT32_MAX && pid != (size_t)crew->keeper.pid &&
           waitid(P_PID, (id_t)pid, &how, WEXITED | WNOHANG | WNOWAIT) == 0;
}

pid_t keeper_copy(struct crew *crew, int socket, int orders)
{
    struct worker *keeper = &crew->keeper;
    size_t pid = 0;
    if (keeper->pid == 0)
        return 0;
    if (wire_send_file(keeper->orders, socket) && wire_send_file(keeper->orders, orders) &&
        wire_receive_number(keeper->socket, &pid) && is_new_child(crew, pid))
        return (pid_t)pid;
    (void)worker_end(keeper);
    return 0;
}
