/*
 * One worker: how it begins, what it does, how it ends.
 */
#include "batch/workers/workers_int.h"
#include "batch/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- in a worker --- */

static bool copies_itself(void)
{
    long pid = syscall(SYS_clone, (unsigned long)CONFINE_COPY_FLAGS, 0, 0, 0, 0);
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

/* Tests: what no input should be able to do; and what a worker cannot. */
static void fail_so(struct str how)
{
    if (str_is(how, "reach") && open("/etc/passwd", O_RDONLY) < 0 &&
        open("left", O_WRONLY | O_CREAT, 0600) < 0 && socket(AF_INET, SOCK_STREAM, 0) < 0 &&
        execl("/bin/true", "true", NULL) < 0 && fork() < 0 && !copies_itself())
        return;
    while (str_is(how, "hang"))
        pause();
    raise(SIGKILL);
}

static void fail_as_told(const struct batch_options *options, const char *input)
{
    const char *fault = options->fault != NULL ? options->fault : "";
    while (fault[0] != '\0') {
        const size_t how = strcspn(fault, "="), len = strcspn(fault, ",");
        if (how < len && memmem(input, strlen(input), fault + how + 1, len - how - 1) != NULL)
            fail_so((struct str){fault, how});
        fault += len + (fault[len] == ',' ? 1 : 0);
    }
}

/* Beyond what the process has now: what it shares costs nothing. */
static void limit_memory(int64_t most)
{
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL)
        return;
    bool known = fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) == 1;
    fclose(file);
    rlim_t limit = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (rlim_t)most;
    if (known)
        (void)setrlimit(RLIMIT_DATA, &(struct rlimit){limit, limit});
}

static void close_others(const struct crew *crew)
{
    for (size_t i = 0; i < crew->worker_count; i++)
        if (crew->workers[i].pid > 0) {
            close(crew->workers[i].socket);
            close(crew->workers[i].orders);
        }
    for (size_t i = 0; i < AHEAD; i++)
        if (crew->made[i].is_there && crew->made[i].file >= 0)
            close(crew->made[i].file);
    for (size_t i = 0; i < crew->waiting->count; i++) {
        if (crew->waiting->files[i].fd >= 0)
            close(crew->waiting->files[i].fd);
        if (crew->waiting->records[i].fd >= 0)
            close(crew->waiting->records[i].fd);
    }
}

_Noreturn void worker_leave(void)
{
    _exit(errno == ENOMEM || errno == ENOBUFS ? STARVED : 1);
}

static bool ask_or_leave(void *context, const struct file_asked *asked, struct file_answer *ret_answer)
{
    if (!wire_ask(context, asked, ret_answer))
        worker_leave();
    return true;
}

void worker_settle_in(struct crew *crew, int *socket)
{
    (void)signal(SIGINT, SIG_IGN); /* a terminal tells everybody; who began us decides */
    stop_arm(false);
    close_others(crew);
    if (crew->batch->options.memory > 0)
        limit_memory(crew->batch->options.memory);
    file_use_agent(ask_or_leave, socket);
}

_Noreturn void worker_make_documents(struct crew *crew, int socket, int orders, bool unconfined)
{
    size_t i;
    while (wire_receive_number(orders, &i) && i < crew->count) {
        struct outcome outcome;
        struct file_unnamed file;
        fail_as_told(&crew->batch->options, crew->tasks[i].input);
        document_make(crew->batch, &crew->tasks[i], NULL, &outcome, &file);
        outcome.task = &crew->tasks[i];
        outcome.unconfined = unconfined;
        bool sent = wire_send_outcome(socket, &outcome, file.fd);
        outcome_clear(&outcome);
        file_drop(&file);
        if (!sent)
            break;
    }
    worker_leave();
}

static void work(struct crew *crew, int socket, int orders)
{
    worker_settle_in(crew, &socket);
    worker_make_documents(crew, socket, orders,
                          !crew->batch->options.no_sandbox && !confine_self(CONFINED_WORKER));
}

/* --- who begins it --- */

/* errno stays. */
static void close_both(int one, int other)
{
    const int reason = errno;
    close(one);
    close(other);
    errno = reason;
}

/* Its ends, and ours. */
struct ends {
    int own[2], ours[2]; /* what is said; which tasks are given */
};

static bool open_ends(struct ends *ends)
{
    int said[2], orders[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, said) != 0)
        return false;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, orders) != 0) {
        close_both(said[0], said[1]);
        return false;
    }
    *ends = (struct ends){{said[1], orders[1]}, {said[0], orders[0]}};
    return true;
}

/* What is ours of a process that has begun, or has not (pid < 0). */
static enum status keep_ends(const struct ends *ends, pid_t pid, struct worker *worker)
{
    const int reason = errno;
    close_both(ends->own[0], ends->own[1]);
    if (pid < 0)
        close_both(ends->ours[0], ends->ours[1]);
    errno = reason;
    if (pid < 0)
        return SYSTEM;
    *worker = (struct worker){.pid = pid,
                              .socket = ends->ours[0],
                              .orders = ends->ours[1],
                              .task = NO_TASK,
                              .ahead = NO_TASK,
                              .incoming = {BUF((size_t)BATCH_MAX_DUMP * 4), -1}};
    return OK;
}

static pid_t fork_to(struct crew *crew, worker_life *life, const struct ends *ends)
{
    pid_t pid = fork();
    if (pid == 0) {
        close_both(ends->ours[0], ends->ours[1]);
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != crew->feeder)
            _exit(1);
        life(crew, ends->own[0], ends->own[1]);
        _exit(1);
    }
    return pid;
}

enum status worker_begin_as(struct crew *crew, worker_life *life, struct worker *worker)
{
    struct ends ends;
    return open_ends(&ends) ? keep_ends(&ends, fork_to(crew, life, &ends), worker) : SYSTEM;
}

enum status worker_begin(struct crew *crew, struct worker *worker)
{
    struct ends ends;
    if (crew->keeper.pid > 0) {
        const bool has_room = open_ends(&ends);
        const pid_t pid = has_room ? keeper_copy(crew, ends.own[0], ends.own[1]) : 0;
        if (has_room && keep_ends(&ends, pid > 0 ? pid : -1, worker) == OK)
            return OK; /* else a copy may be there that nobody knows of: it has nobody to talk to, and leaves */
        if (!has_room)
            (void)worker_end(&crew->keeper); /* it has two descriptors, and is needed least */
    }
    return worker_begin_as(crew, work, worker);
}

int worker_end(struct worker *worker)
{
    int how = 0;
    if (worker->pid <= 0)
        return 0;
    wire_clear(&worker->incoming);
    close_both(worker->socket, worker->orders);
    (void)kill(worker->pid, SIGKILL); /* it may live, and talk nonsense; the dead are not touched by it */
    while (waitpid(worker->pid, &how, 0) < 0 && errno == EINTR) {
    }
    worker->pid = 0;
    return how;
}
