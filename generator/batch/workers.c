/*
 * Documents are made by processes of their own, many at once.
 *
 * Faces are loaded before they begin, and shared; what is to be made stands in a list that all of them know, so that
 * only numbers go to a worker.  Work is given out as workers fall free, and told in the order of the inputs: what is
 * made too early waits here, and who is too far ahead gets nothing.  A worker that dies, runs past the time allowed
 * or talks nonsense loses its document only, and another takes its place.  Workers die with the process that began
 * them, however it ends; the files that wait have no names, and go with them.
 */
#include "batch/batch_int.h"
#include "batch/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    AHEAD = 64, /* documents that are made may wait for one before them */
    NO_TASK = -1,
    STARVED = 2, /* how a worker leaves for want of memory */
    CREW_SCRATCH = 1 << 20,
    FUTILE_MOST = 100,
    STOP_MS = 500,
    /* A document has a file that waits here, one that waits for the disk, one that is handed over meanwhile. */
    DESCRIPTORS_EACH = 3,
    DESCRIPTORS_OPEN = 20,
    DESCRIPTORS_WANTED = 4096
};

struct worker {
    pid_t pid;          /* 0: none */
    int socket, orders; /* what is said; which tasks are given */
    ssize_t task;       /* NO_TASK: it is free */
    ssize_t ahead;      /* begun when that is done; NO_TASK: none */
    uint64_t deadline;  /* ms; 0: none */
    bool is_late;       /* it was ended for that */
    bool is_unheard;    /* for want of memory it could not be answered */
    struct wire_incoming incoming;
};

/* What is made, and waits for those before it. */
struct made {
    bool is_there;
    struct outcome outcome;
    int file;
    struct file_stamp stamp; /* of what has its name already */
};

struct crew {
    struct batch *batch;
    const struct task *tasks;
    size_t count, next, told; /* tasks; given out; told, or on the way to the disk */
    struct waiting *waiting;
    struct arena *arena;
    struct worker *workers;
    struct pollfd *polled;
    bool told_unconfined;
    size_t *returned; /* tasks that dead workers had not begun: two a worker at most */
    size_t returned_count;
    size_t worker_count, futile; /* workers that ended, one after the other, with nothing to do */
    size_t ahead;                /* documents that may be given out behind the last that was told */
    struct made made[AHEAD];     /* of task i at i % AHEAD */
};

bool workers_are_wanted(const struct batch_options *options, size_t count)
{
    return count > 0 && (options->workers > 0 || options->timeout > 0 || options->memory > 0);
}

/* --- in a worker --- */

/* Tests: what no input should be able to do; and what a worker cannot. */
static void fail_so(struct str how)
{
    if (str_is(how, "reach") && open("/etc/passwd", O_RDONLY) < 0 &&
        open("left", O_WRONLY | O_CREAT, 0600) < 0 && socket(AF_INET, SOCK_STREAM, 0) < 0 &&
        execl("/bin/true", "true", NULL) < 0 && fork() < 0)
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

/* What is said may be half said: there is no going on. */
static _Noreturn void leave(void)
{
    _exit(errno == ENOMEM || errno == ENOBUFS ? STARVED : 1);
}

static bool ask_or_leave(void *context, const struct file_asked *asked, struct file_answer *ret_answer)
{
    if (!wire_ask(context, asked, ret_answer))
        leave();
    return true;
}

static _Noreturn void work(struct crew *crew, int socket, int orders)
{
    struct batch *batch = crew->batch;
    size_t i;
    (void)signal(SIGINT, SIG_IGN); /* a terminal tells everybody; who began us decides */
    stop_arm(false);
    close_others(crew);
    if (batch->options.memory > 0)
        limit_memory(batch->options.memory);
    file_use_agent(ask_or_leave, &socket);
    const bool unconfined = !batch->options.no_sandbox && !confine_self();
    while (wire_receive_task(orders, &i) && i < crew->count) {
        struct outcome outcome;
        struct file_unnamed file;
        fail_as_told(&batch->options, crew->tasks[i].input);
        document_make(batch, &crew->tasks[i], NULL, &outcome, &file);
        outcome.unconfined = unconfined;
        bool sent = wire_send_outcome(socket, &outcome, file.fd);
        outcome_clear(&outcome);
        file_drop(&file);
        if (!sent)
            break;
    }
    leave();
}

/* --- who feeds them --- */

/* errno stays. */
static void close_both(int one, int other)
{
    const int reason = errno;
    close(one);
    close(other);
    errno = reason;
}

static enum status begin_worker(struct crew *crew, struct worker *worker)
{
    int ends[2], orders[2];
    pid_t parent = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return SYSTEM;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, orders) != 0) {
        close_both(ends[0], ends[1]);
        return SYSTEM;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close_both(ends[0], orders[0]);
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
            _exit(1);
        work(crew, ends[1], orders[1]);
    }
    const int reason = errno;
    close_both(ends[1], orders[1]);
    if (pid < 0) {
        close_both(ends[0], orders[0]);
        errno = reason;
        return SYSTEM;
    }
    *worker = (struct worker){.pid = pid,
                              .socket = ends[0],
                              .orders = orders[0],
                              .task = NO_TASK,
                              .ahead = NO_TASK,
                              .incoming = {BUF((size_t)BATCH_MAX_DUMP * 4), -1}};
    return OK;
}

/* Gives how it ended. */
static int end_worker(struct worker *worker)
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

static void put_made(struct crew *crew, size_t task, const struct outcome *outcome, int file)
{
    crew->made[task % AHEAD] = (struct made){.is_there = true, .outcome = *outcome, .file = file};
}

static void report_late(struct diag *diag, struct place place, int64_t ms)
{
    if (ms % 1000 == 0)
        diag_report(diag, MSG_BATCH_LATE, place, (long long)(ms / 1000), "秒");
    else
        diag_report(diag, MSG_BATCH_LATE, place, (long long)ms, "毫秒");
}

/* A document that is lost with its worker. */
static void put_lost(struct crew *crew, const struct worker *worker, int how)
{
    const struct task *task = &crew->tasks[worker->task];
    const struct place place = {task->input, 0, 0};
    struct outcome outcome = outcome_empty(task, FAILED);
    struct diag *diag = diag_new(crew->arena);
    if (diag != NULL) {
        if (worker->is_late)
            report_late(diag, place, crew->batch->options.timeout);
        else if (worker->is_unheard || (WIFEXITED(how) && WEXITSTATUS(how) == STARVED))
            diag_report(diag, MSG_BATCH_NO_MEMORY, place);
        else if (WIFSIGNALED(how))
            diag_report(diag, MSG_BATCH_DIED, place, WTERMSIG(how));
        else
            diag_report(diag, MSG_BATCH_LEFT, place);
        outcome_say(&outcome, diag);
    }
    arena_reset(crew->arena);
    put_made(crew, (size_t)worker->task, &outcome, -1);
}

/* SYSTEM: nobody is left, and nobody can be begun; or all die before they have done anything. */
static enum status replace(struct crew *crew, struct worker *worker)
{
    struct worker before = *worker;
    int how = end_worker(worker);
    if (before.task != NO_TASK)
        put_lost(crew, &before, how);
    if (before.ahead != NO_TASK)
        crew->returned[crew->returned_count++] = (size_t)before.ahead;
    crew->futile = before.task != NO_TASK ? 0 : crew->futile + 1;
    if (crew->next >= crew->count && crew->returned_count == 0)
        return OK;
    if (begin_worker(crew, worker) == OK)
        return crew->futile < FUTILE_MOST ? OK : SYSTEM;
    for (size_t i = 0; i < crew->worker_count; i++)
        if (crew->workers[i].pid > 0)
            return OK;
    return SYSTEM;
}

static bool may_be_given_out(const struct crew *crew)
{
    if (crew->next >= crew->count || crew->next >= crew->told + crew->ahead)
        return false;
    /* What comes through a stream may wait for what is told of those before. */
    return !file_is_stream(crew->tasks[crew->next].file) ||
           (crew->next == crew->told && crew->waiting->count == 0);
}

/* false: there is none now. */
static bool take_task(struct crew *crew, size_t *ret_task)
{
    if (crew->returned_count > 0) {
        *ret_task = crew->returned[--crew->returned_count];
        return true;
    }
    if (!may_be_given_out(crew))
        return false;
    *ret_task = crew->next++;
    return true;
}

static void begin_task(const struct crew *crew, struct worker *worker, ssize_t task)
{
    const int64_t timeout = crew->batch->options.timeout;
    worker->task = task;
    worker->deadline = task != NO_TASK && timeout > 0 ? waiting_now() + (uint64_t)timeout : 0;
}

/* It may have died meanwhile: who is free is replaced, who is at work will be when that shows. */
static enum status give(struct crew *crew, struct worker *worker, size_t task)
{
    if (!wire_send_task(worker->orders, task)) {
        crew->returned[crew->returned_count++] =
            task; /* before another is begun, who is there for what is left */
        return worker->task == NO_TASK ? replace(crew, worker) : OK;
    }
    if (worker->task == NO_TASK)
        begin_task(crew, worker, (ssize_t)task);
    else
        worker->ahead = (ssize_t)task;
    return OK;
}

/* Who is free gets a task; then everybody one more, to begin with as soon as he is done, as long as enough is left for all. */
static enum status give_out(struct crew *crew)
{
    enum status status = OK;
    size_t task;
    for (size_t i = 0; i < crew->worker_count && status == OK; i++)
        while (status == OK && crew->workers[i].pid > 0 && crew->workers[i].task == NO_TASK &&
               take_task(crew, &task))
            status = give(crew, &crew->workers[i], task);
    for (size_t i = 0; i < crew->worker_count && status == OK; i++)
        if (crew->workers[i].pid > 0 && crew->workers[i].ahead == NO_TASK &&
            crew->count - crew->next > crew->worker_count && take_task(crew, &task))
            status = give(crew, &crew->workers[i], task);
    return status;
}

static bool answer(const struct crew *crew, struct worker *worker, const struct file_asked *asked)
{
    struct file_answer answer = {.fd = -1, .reason = EACCES, .where = FILE_OUTSIDE};
    if (confine_allows(crew->batch, &crew->tasks[worker->task], asked))
        file_answer(asked, &answer);
    if (asked->wish == FILE_WISH_WRITE && answer.fd < 0 && answer.reason == 0) {
        answer.fd = memfd_create(
            "chengwen", MFD_CLOEXEC | MFD_ALLOW_SEALING); /* files have names here: see write_from_memory */
        answer.reason = answer.fd < 0 ? errno : 0;
    }
    buf_reset(&worker->incoming.bytes);
    bool sent = wire_answer(worker->socket, &answer);
    worker->is_unheard = !sent && (errno == ENOMEM || errno == ENOBUFS);
    if (answer.fd >= 0)
        close(answer.fd);
    return sent;
}

/* One that is free says nothing, but may have died. */
static enum status listen_to(struct crew *crew, struct worker *worker)
{
    struct outcome outcome;
    struct file_asked asked;
    if (worker->task == NO_TASK)
        return replace(crew, worker);
    switch (wire_receive(worker->socket, &worker->incoming, &crew->tasks[worker->task], &outcome, &asked)) {
    case WIRE_PART:
        return OK;
    case WIRE_ASKED:
        return answer(crew, worker, &asked) ? OK : replace(crew, worker);
    case WIRE_BROKEN:
        return replace(crew, worker);
    case WIRE_WHOLE:
        break;
    }
    put_made(crew, (size_t)worker->task, &outcome, worker->incoming.file);
    worker->incoming.file = -1;
    begin_task(crew, worker, worker->ahead);
    worker->ahead = NO_TASK;
    return OK;
}

/* ms to wait for workers at most; -1: any time. */
static int patience(const struct crew *crew)
{
    uint64_t now = waiting_now(),
             until = crew->waiting->since > 0 ? crew->waiting->since + WAITING_MS : UINT64_MAX;
    if (stop_is_armed() && until > now + STOP_MS) /* a signal may come just before waiting begins */
        until = now + STOP_MS;
    for (size_t i = 0; i < crew->worker_count; i++) {
        const struct worker *worker = &crew->workers[i];
        if (worker->pid > 0 && worker->task != NO_TASK && worker->deadline > 0 && worker->deadline < until)
            until = worker->deadline;
    }
    if (until == UINT64_MAX)
        return -1;
    return until > now ? (int)(until - now < INT32_MAX ? until - now : INT32_MAX) : 0;
}

static enum status end_late(struct crew *crew)
{
    uint64_t now = waiting_now();
    enum status status = OK;
    for (size_t i = 0; i < crew->worker_count && status == OK; i++) {
        struct worker *worker = &crew->workers[i];
        if (worker->pid == 0 || worker->task == NO_TASK || worker->deadline == 0 || worker->deadline > now)
            continue;
        worker->is_late = true;
        status = replace(crew, worker);
    }
    return status;
}

static enum status wait_for_some(struct crew *crew)
{
    for (size_t i = 0; i < crew->worker_count; i++)
        crew->polled[i] =
            (struct pollfd){.fd = crew->workers[i].pid > 0 ? crew->workers[i].socket : -1, .events = POLLIN};
    int ready = poll(crew->polled, crew->worker_count, patience(crew));
    enum status status = OK;
    if (stop_is_asked())
        return OK;
    for (size_t i = 0; i < crew->worker_count && ready > 0 && status == OK; i++)
        if (crew->polled[i].revents != 0)
            status = listen_to(crew, &crew->workers[i]);
    return status == OK ? end_late(crew) : status;
}

/* Said once. */
static void tell_unconfined(struct crew *crew, struct outcome *outcome)
{
    struct diag *diag = outcome->unconfined && !crew->told_unconfined ? diag_new(crew->arena) : NULL;
    if (diag == NULL)
        return;
    crew->told_unconfined = true;
    diag_report(diag, MSG_BATCH_UNCONFINED, (struct place){0});
    outcome_say(outcome, diag);
    arena_reset(crew->arena);
}

/* Where files have names from the start, the paper stands in memory so far.  FAILED, reported in the outcome. */
static void write_from_memory(struct crew *crew, const char *path, struct made *made)
{
    struct stat facts;
    /* A file of a tmpfs says that it cannot be sealed, ours that it is not. */
    bool known = fcntl(made->file, F_GET_SEALS) == 0 && fstat(made->file, &facts) == 0;
    if (!known)
        return;
    const size_t size = (size_t)facts.st_size;
    void *bytes = size > 0 ? mmap(NULL, size, PROT_READ, MAP_SHARED, made->file, 0) : MAP_FAILED;
    struct diag *diag = diag_new(crew->arena);
    enum status status = diag == NULL || bytes == MAP_FAILED ? NO_MEMORY : OK;
    if (status == OK)
        status = file_write_stamped(diag, path, (struct str){bytes, size}, &made->stamp);
    if (status != OK)
        outcome_fail(&made->outcome, diag, status);
    if (bytes != MAP_FAILED)
        munmap(bytes, size);
    close(made->file);
    made->file = -1;
    arena_reset(crew->arena);
}

/* What is made goes on in the order of the inputs.  SYSTEM: the run stops. */
static enum status tell_made(struct crew *crew)
{
    enum status status = OK;
    for (; crew->told < crew->count && crew->made[crew->told % AHEAD].is_there && status != SYSTEM;
         crew->told++) {
        struct made *made = &crew->made[crew->told % AHEAD];
        const char *path = crew->tasks[crew->told].path;
        tell_unconfined(crew, &made->outcome);
        if (made->file >= 0)
            write_from_memory(crew, path, made);
        struct file_unnamed file = {.path = path, .fd = made->file, .stamp = made->stamp};
        made->is_there = false;
        status =
            waiting_add(crew->waiting, &made->outcome, made->outcome.result.output != NULL ? &file : NULL);
    }
    if (status != SYSTEM)
        status = waiting_look(crew->waiting);
    bool stream_next =
        crew->next < crew->count && crew->next == crew->told && file_is_stream(crew->tasks[crew->next].file);
    return status != SYSTEM && stream_next ? waiting_settle(crew->waiting) : status;
}

/* No worker could be begun: this is said of the first document that is still to be told. */
static enum status stop(struct crew *crew)
{
    const struct task *task = &crew->tasks[crew->told];
    struct outcome outcome = outcome_empty(task, SYSTEM);
    struct diag *diag = diag_new(crew->arena);
    if (diag != NULL) {
        diag_report(diag, MSG_BATCH_NO_WORKERS, ((struct place){task->input, 0, 0}),
                    errno == EAGAIN ? "进程数到了上限" : file_reason(errno));
        outcome_say(&outcome, diag);
    }
    return waiting_add(crew->waiting, &outcome, NULL);
}

static enum status run_crew(struct crew *crew)
{
    size_t begun = 0;
    while (begun < crew->worker_count && begin_worker(crew, &crew->workers[begun]) == OK)
        begun++;
    enum status status = begun > 0 ? OK : SYSTEM; /* fewer do as well */
    crew->worker_count = begun;
    while (status == OK && crew->told < crew->count) {
        if (stop_is_asked())
            return SYSTEM;
        status = give_out(crew);
        if (status == OK)
            status = wait_for_some(crew);
        if (status == OK && tell_made(crew) == SYSTEM)
            return SYSTEM;
    }
    return status == OK ? waiting_settle(crew->waiting) : stop(crew);
}

static void dismiss(struct crew *crew)
{
    for (size_t i = 0; i < crew->worker_count; i++)
        (void)end_worker(&crew->workers[i]);
    for (size_t i = 0; i < AHEAD; i++)
        if (crew->made[i].is_there) {
            outcome_clear(&crew->made[i].outcome);
            if (crew->made[i].file >= 0)
                close(crew->made[i].file);
        }
    arena_free(crew->arena);
}

/* So many documents may wait that there are descriptors for their files, beside the sockets and what is open anyway. */
static void share_descriptors(struct crew *crew)
{
    struct rlimit files;
    size_t room = (size_t)AHEAD * DESCRIPTORS_EACH, open = DESCRIPTORS_OPEN + crew->worker_count;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max < DESCRIPTORS_WANTED ? files.rlim_max : DESCRIPTORS_WANTED;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < room + open)
        room = files.rlim_cur > open ? files.rlim_cur - open : 0;
    crew->ahead = room / DESCRIPTORS_EACH > 0 ? room / DESCRIPTORS_EACH : 1;
    if (crew->waiting->most > crew->ahead)
        crew->waiting->most = crew->ahead;
}

enum status workers_run(struct batch *batch, const struct task *tasks, size_t count, struct waiting *waiting)
{
    size_t wanted = batch->options.workers > 1 ? (size_t)batch->options.workers : 1;
    struct crew *crew = ARENA_NEW(batch->arena, struct crew);
    if (crew == NULL)
        return NO_MEMORY;
    *crew = (struct crew){.batch = batch,
                          .tasks = tasks,
                          .count = count,
                          .waiting = waiting,
                          .arena = arena_new(CREW_SCRATCH),
                          .worker_count = wanted < count ? wanted : count};
    crew->workers = ARENA_NEW_ARRAY(batch->arena, crew->worker_count, struct worker);
    crew->polled = ARENA_NEW_ARRAY(batch->arena, crew->worker_count, struct pollfd);
    crew->returned = ARENA_NEW_ARRAY(batch->arena, 2 * crew->worker_count, size_t);
    share_descriptors(crew);
    bool good =
        crew->arena != NULL && crew->workers != NULL && crew->polled != NULL && crew->returned != NULL;
    enum status status = good ? run_crew(crew) : NO_MEMORY;
    if (crew->workers != NULL)
        dismiss(crew);
    return status;
}
