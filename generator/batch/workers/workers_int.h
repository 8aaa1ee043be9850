/*
 * workers, inside: processes that make documents.
 *
 *   workers.c  who feeds them: work given out, what is made told in order, who dies replaced
 *   worker.c   how one begins, what it does, how it ends
 *   keeper.c   a process that keeps a table read, of which workers are copies
 *   wire.c     what is said between
 *   confine.c  what a worker cannot do, and what it may have
 */
#ifndef CHENGWEN_BATCH_WORKERS_INT_H
#define CHENGWEN_BATCH_WORKERS_INT_H

#include "batch/batch_int.h"

#include <poll.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/types.h>

enum {
    AHEAD = 64, /* documents that are made may wait for one before them */
    NO_TASK = -1,
    STARVED = 2 /* how a worker leaves for want of memory */
};

/* --- wire.c: what a worker and who feeds it say to each other, over streams of bytes that carry descriptors --- */

enum { WIRE_CHUNK = 1 << 16 };
/* A task, or whatever is told by a number.  false: the other side is gone, or silent for too long. */
bool wire_send_number(int socket, size_t number) CHECKED;
bool wire_receive_number(int socket, size_t *ret_number) CHECKED;
/* *ret_file is the caller's. */
bool wire_send_file(int socket, int file) CHECKED;
bool wire_receive_file(int socket, int *ret_file) CHECKED;
bool wire_send_outcome(int socket, const struct outcome *outcome, int file) CHECKED;
/* The worker's file_agent; context: its socket. */
bool wire_ask(void *context, const struct file_asked *asked, struct file_answer *ret_answer);
bool wire_answer(int socket, const struct file_answer *answer) CHECKED; /* its fd stays the caller's */
/* What has come so far, and the descriptor that came with it (-1: none), which the caller takes out. */
struct wire_incoming {
    struct buf bytes;
    int file;
};
/* WHOLE: the outcome of `task` is the caller's; ASKED: names stand in `incoming`, whose bytes are then reset;
 * PART: more is to come; BROKEN: the other side is gone, or talks nonsense. */
enum wire_state { WIRE_WHOLE, WIRE_ASKED, WIRE_PART, WIRE_BROKEN };
enum wire_state wire_receive(int socket, struct wire_incoming *incoming, const struct task *task,
                             struct outcome *ret_outcome, struct file_asked *ret_asked);
void wire_clear(struct wire_incoming *incoming);

/* --- confine.c: a worker reads bytes of anybody; it opens nothing by itself --- */

/* From here on this process can neither open files and sockets nor start programs.  A keeper can be copied besides; who is
 * confined so is confined again as a worker, in the copy.  false: the system lets it. */
enum { CONFINE_COPY_FLAGS = CLONE_PARENT | SIGCHLD }; /* of the call, exactly */
enum confined { CONFINED_WORKER, CONFINED_KEEPER };
bool confine_self(enum confined as);
/* May a worker at this task have it?  Only what the document, its kind and the run name. */
bool confine_allows(const struct batch *batch, const struct task *task, const struct file_asked *asked);

/* --- the crew --- */

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
    struct worker keeper; /* pid 0: none */
    pid_t feeder;         /* who began all this */
    struct pollfd *polled;
    bool told_unconfined;
    size_t *returned; /* tasks that dead workers had not begun: two a worker at most */
    size_t returned_count;
    size_t worker_count, futile; /* workers that ended, one after the other, with nothing to do */
    size_t ahead;                /* documents that may be given out behind the last that was told */
    struct made made[AHEAD];     /* of task i at i % AHEAD */
};

/* --- workers.c --- */

void crew_begin_task(const struct crew *crew, struct worker *worker, ssize_t task);
/* A file that a worker asks for, if it may have it.  false: it is gone. */
bool crew_answer(const struct crew *crew, struct worker *worker, const struct file_asked *asked);

/* --- worker.c --- */

/* A process of its own; a copy of the keeper, if there is one. */
enum status worker_begin(struct crew *crew, struct worker *worker) CHECKED;
/* Likewise, doing this. */
typedef void worker_life(struct crew *crew, int socket, int orders);
enum status worker_begin_as(struct crew *crew, worker_life *life, struct worker *worker) CHECKED;
/* In the process: how it begins, whoever it is; documents, until nobody gives any more; what is said may be half said: there is no
 * going on. */
void worker_settle_in(struct crew *crew, int *socket);
_Noreturn void worker_make_documents(struct crew *crew, int socket, int orders, bool unconfined);
_Noreturn void worker_leave(void);
/* Gives how it ended. */
int worker_end(struct worker *worker);

/* --- keeper.c --- */

/* Where workers would read the same table each for itself, and it can be read. */
void keeper_begin(struct crew *crew);
/* A copy that is a child of this process; its ends of the sockets.  0: none can be had, and there is no keeper any more. */
pid_t keeper_copy(struct crew *crew, int socket, int orders);

#endif
