/*
 * A raw signature by a program: it is started without a shell, with one argument that says what is wanted ("rsa-sha256",
 * "rsa-pss-sha256", "ecdsa-sha384", "sm2-sm3"), gets the digest as bytes on its standard input, and gives the raw signature as bytes on its standard
 * output.  Its standard error is the user's.  It may ask somebody, so it has minutes; then it is ended.
 */
#include "sign/cms/cms_int.h"
#include "sign/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Ends of a socket pair would do for both ways, but a program that reads to the end needs an end. */
struct running {
    pid_t pid;
    int to, from;
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
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
        const int reason = errno;
        close_ends(in);
        return reason;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    const int reason = posix_spawnp(&ret_running->pid, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    ret_running->to = in[1];
    ret_running->from = out[0];
    if (reason != 0)
        close_ends((const int[]){in[1], out[0]});
    return reason;
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

/* How much came; more than fits counts as that and one.  false: too long. */
static bool listen_to(struct running *running, char *bytes, size_t *ret_len)
{
    struct pollfd wanted = {.fd = running->from, .events = POLLIN};
    size_t len = 0;
    int tries = CMS_PROGRAM_SECONDS;
    for (;;) {
        const int ready = poll(&wanted, 1, 1000);
        if (ready == 0 && --tries == 0)
            return false;
        if (ready <= 0)
            continue;
        const ssize_t n = read(running->from, bytes + len, SIGNATURE_MAX + 1 - len);
        if (n < 0 && errno == EINTR)
            continue;
        len += n > 0 ? (size_t)n : 0;
        if (n <= 0 || len > SIGNATURE_MAX)
            break;
    }
    *ret_len = len;
    return true;
}

static int wait_for(struct running *running)
{
    int end = 0;
    close(running->from);
    while (waitpid(running->pid, &end, 0) < 0 && errno == EINTR)
        ;
    return end;
}

enum status program_sign(struct cms_signer *signer, struct diag *diag, struct str digest,
                         struct str *ret_signature)
{
    char name[ALGORITHM_NAME];
    struct running running = {-1, -1, -1};
    const char *program = signer->wish->program;
    const struct place place = {program, 0, 0};
    char *bytes = arena_alloc(signer->arena, SIGNATURE_MAX + 1);
    size_t len = 0;
    if (bytes == NULL)
        return NO_MEMORY;
    const int reason = start_program(program, algorithm_name(&signer->algorithm, name), &running);
    if (reason != 0)
        return diag_report(diag, MSG_SIGN_PROGRAM_START, place, file_reason(reason));
    hand_over(&running, digest);
    const bool answered = listen_to(&running, bytes, &len);
    if (!answered || len > SIGNATURE_MAX)
        (void)kill(running.pid, SIGKILL);
    const int end = wait_for(&running);
    if (!answered)
        return diag_report(diag, MSG_SIGN_PROGRAM_SLOW, place, (int)CMS_PROGRAM_SECONDS);
    if (WIFEXITED(end) && WEXITSTATUS(end) != 0)
        return diag_report(diag, MSG_SIGN_PROGRAM_FAILED, place, WEXITSTATUS(end));
    *ret_signature = (struct str){bytes, len <= SIGNATURE_MAX ? len : 0};
    return OK;
}
