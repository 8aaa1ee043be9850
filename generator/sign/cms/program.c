/*
 * A raw signature by a program: it is started without a shell, with one argument that says what is wanted ("rsa-sha256",
 * "rsa-pss-sha256", "ecdsa-sha384", "sm2-sm3"), gets the digest as bytes on its standard input, and gives the raw signature as bytes on its standard
 * output.  Its standard error is the user's.
 *
 * It may ask somebody, so it has minutes, from its start to its end, whatever it does meanwhile; then it is ended with all that it
 * started, for which it has a process group of its own.  The terminal is that group's for the time, so that it may be asked on.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { TICK = 50 /* ms between two looks at whether it has ended */ };

/* Ends of a socket pair would do for both ways, but a program that reads to the end needs an end. */
struct running {
    pid_t pid;
    int to, from;
    bool has_ended;
    int end; /* as waitpid tells it */
    struct timespec until;
};

static void close_ends(const int ends[2])
{
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
}

/* 0, or the errno. */
static int start_program(const char *program, const char *argument, struct running *ret_running)
{
    char *arguments[] = {(char *)program, (char *)argument, NULL};
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
        const int reason = errno;
        close_ends(in);
        return reason;
    }
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    const int reason = posix_spawnp(&ret_running->pid, program, &actions, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(in[0]);
    close(out[1]);
    ret_running->to = in[1];
    ret_running->from = out[0];
    if (reason != 0)
        close_ends((const int[]){in[1], out[0]});
    return reason;
}

/* From one group to the other, if it is the first one's.  Who gives it back is not in front, and would be stopped for that. */
static void hand_terminal(pid_t from, pid_t to)
{
    sigset_t stop, before;
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    sigprocmask(SIG_BLOCK, &stop, &before);
    if (terminal >= 0 && tcgetpgrp(terminal) == from)
        (void)tcsetpgrp(terminal, to);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (terminal >= 0)
        close(terminal);
}

/* A program may end without reading it: the signal is waited out.  The digest is shorter than any pipe. */
static void hand_over(struct running *running, struct str digest)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignored, &before);
    ssize_t n;
    do
        n = write(running->to, digest.ptr, digest.len);
    while (n < 0 && errno == EINTR);
    sigaction(SIGPIPE, &before, NULL);
    close(running->to);
}

static bool is_late(const struct running *running)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > running->until.tv_sec ||
           (now.tv_sec == running->until.tv_sec && now.tv_nsec >= running->until.tv_nsec);
}

static void look_for_end(struct running *running)
{
    if (!running->has_ended)
        running->has_ended = waitpid(running->pid, &running->end, WNOHANG) == running->pid;
}

/* Until it has ended and nothing more comes of it, it has said too much (*ret_len is over SIGNATURE_MAX), or the time is up: then it may
 * still run.  One that it leaves behind may hold its output open: that is not waited for. */
static void listen_to(struct running *running, char *bytes, size_t *ret_len)
{
    struct pollfd wanted = {.fd = running->from, .events = POLLIN};
    size_t len = 0;
    bool is_open = true;
    while ((is_open || !running->has_ended) && len <= SIGNATURE_MAX && !is_late(running)) {
        look_for_end(running);
        const bool was_over = running->has_ended; /* what it said is there */
        const int ready = poll(&wanted, is_open ? 1 : 0, was_over ? 0 : TICK);
        if (ready <= 0) {
            is_open = is_open && !(ready == 0 && was_over);
            continue;
        }
        const ssize_t n = read(running->from, bytes + len, SIGNATURE_MAX + 1 - len);
        if (n < 0 && errno == EINTR)
            continue;
        len += n > 0 ? (size_t)n : 0;
        is_open = n > 0;
    }
    *ret_len = len;
}

/* What still runs of it does not outlive it. */
static void stop(struct running *running)
{
    close(running->from);
    if (running->has_ended)
        return;
    (void)kill(-running->pid, SIGKILL);
    while (waitpid(running->pid, &running->end, 0) < 0 && errno == EINTR)
        ;
}

static enum status report(const struct running *running, struct diag *diag, const struct cms_wish *wish,
                          size_t len)
{
    const struct place place = {wish->program, 0, 0};
    if (len > SIGNATURE_MAX)
        return diag_report(diag, MSG_SIGN_PROGRAM_MUCH, place, (int)SIGNATURE_MAX);
    if (!running->has_ended)
        return diag_report(diag, MSG_SIGN_PROGRAM_SLOW, place, wish->program_seconds);
    if (WIFSIGNALED(running->end))
        return diag_report(diag, MSG_SIGN_PROGRAM_SIGNAL, place, WTERMSIG(running->end));
    if (WEXITSTATUS(running->end) != 0)
        return diag_report(diag, MSG_SIGN_PROGRAM_FAILED, place, WEXITSTATUS(running->end));
    return len > 0 ? OK : diag_report(diag, MSG_SIGN_PROGRAM_NOTHING, place);
}

enum status program_sign(struct cms_signer *signer, struct diag *diag, struct str digest,
                         struct str *ret_signature)
{
    char name[ALGORITHM_NAME];
    struct running running = {-1, -1, -1, false, 0, {0, 0}};
    const struct cms_wish *wish = signer->wish;
    char *bytes = arena_alloc(signer->arena, SIGNATURE_MAX + 1);
    size_t len = 0;
    if (bytes == NULL)
        return NO_MEMORY;
    const int reason = start_program(wish->program, algorithm_name(&signer->algorithm, name), &running);
    if (reason != 0)
        return diag_report(diag, MSG_SIGN_PROGRAM_START, ((struct place){wish->program, 0, 0}),
                           file_reason(reason));
    clock_gettime(CLOCK_MONOTONIC, &running.until);
    running.until.tv_sec += wish->program_seconds;
    hand_terminal(getpgrp(), running.pid);
    (void)kill(-running.pid, SIGCONT); /* it may have asked for the terminal before */
    hand_over(&running, digest);
    listen_to(&running, bytes, &len);
    const bool was_over = running.has_ended;
    stop(&running);
    hand_terminal(running.pid, getpgrp());
    running.has_ended = was_over;
    *ret_signature = (struct str){bytes, len};
    return report(&running, diag, wish, len);
}
