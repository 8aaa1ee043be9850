/*
 * Documents are made by processes of their own, many at once.
 *
 * Faces are loaded before they begin, and shared; what is to be made stands in a list that all of them know, so that
 * only numbers go to a worker.  Work is given out as workers fall free, and told in the order of the inputs: what is
 * made too early waits here, and who is too far ahead gets nothing.  A worker that dies, runs past the time allowed
 * or talks nonsense loses its document only, and another takes its place.  Workers die with the process that began
 * them, however it ends; the files that wait have no names, and go with them.
 */
#include "batch/workers/workers_int.h"
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
    CREW_SCRATCH = 1 << 20,
    FUTILE_MOST = 100,
    STOP_MS = 500,
    /* A document has a file that waits here, one that waits for the disk, one that is handed over meanwhile. */
    DESCRIPTORS_EACH = 3,
    DESCRIPTORS_OPEN = 20,
    DESCRIPTORS_WANTED = 4096
};

bool workers_are_wanted(const struct batch_options *options, size_t count)
{
    return count > 0 && (options->workers > 0 || options->timeout > 0 || options->memory > 0);
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
    int how = worker_end(worker);
    if (before.task != NO_TASK)
        put_lost(crew, &before, how);
    if (before.ahead != NO_TASK)
        crew->returned[crew->returned_count++] = (size_t)before.ahead;
    crew->futile = before.task != NO_TASK ? 0 : crew->futile + 1;
    if (crew->next >= crew->count && crew->returned_count == 0)
        return OK;
    if (worker_begin(crew, worker) == OK)
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

void crew_begin_task(const struct crew *crew, struct worker *worker, ssize_t task)
{
    const int64_t timeout = crew->batch->options.timeout;
    worker->task = task;
    worker->deadline = task != NO_TASK && timeout > 0 ? waiting_now() + (uint64_t)timeout : 0;
}

/* It may have died meanwhile: who is free is replaced, who is at work will be when that shows. */
static enum status give(struct crew *crew, struct worker *worker, size_t task)
{
    if (!wire_send_number(worker->orders, task)) {
        crew->returned[crew->returned_count++] =
            task; /* before another is begun, who is there for what is left */
        return worker->task == NO_TASK ? replace(crew, worker) : OK;
    }
    if (worker->task == NO_TASK)
        crew_begin_task(crew, worker, (ssize_t)task);
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

bool crew_answer(const struct crew *crew, struct worker *worker, const struct file_asked *asked)
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

/* What it has left lies in pieces: a good document might find too little in them.  It may have begun the next one. */
static enum status replace_starved(struct crew *crew, struct worker *worker)
{
    crew_begin_task(crew, worker, NO_TASK);
    crew->futile = 0;
    return replace(crew, worker);
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
        return crew_answer(crew, worker, &asked) ? OK : replace(crew, worker);
    case WIRE_BROKEN:
        return replace(crew, worker);
    case WIRE_WHOLE:
        break;
    }
    put_made(crew, (size_t)worker->task, &outcome, worker->incoming.file);
    worker->incoming.file = -1;
    if (outcome.starved)
        return replace_starved(crew, worker);
    crew_begin_task(crew, worker, worker->ahead);
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
        if (!crew->tasks[crew->told].lists) /* it is told with the papers that come of it */
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
    keeper_begin(crew);
    while (begun < crew->worker_count && worker_begin(crew, &crew->workers[begun]) == OK)
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
        (void)worker_end(&crew->workers[i]);
    (void)worker_end(&crew->keeper);
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
                          .feeder = getpid(),
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
