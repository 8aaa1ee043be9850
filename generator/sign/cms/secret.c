/*
 * Secrets: memory, files, passwords.
 *
 * OpenSSL's secure heap is locked into memory, left out of cores and cleansed; private numbers of keys go there as well.  Where
 * the system does not lock so much, it is ordinary memory, cleansed all the same.  A file with a key is read here and not by base,
 * which would keep it.
 *
 * A password comes from a file or an open descriptor, its first line, or from the terminal, which shows nothing meanwhile.  It is
 * asked for only when something is locked.
 */
#include "sign/cms/cms_int.h"
#include "base/messages.def"
#include "sign/messages.def"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { SECURE_HEAP = 2 << 20, SECURE_LEAST = 32 };
enum { CONTROL_C = 3, CONTROL_D = 4, BACKSPACE = 8, DELETE = 127, PATH_ROOM = 8192 };

void cms_guard(void)
{
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)CRYPTO_secure_malloc_init(SECURE_HEAP, SECURE_LEAST);
}

void secret_forget(struct secret *secret)
{
    OPENSSL_secure_clear_free(secret->bytes, secret->len + 1);
    *secret = (struct secret){NULL, 0};
}

static ssize_t read_again(int fd, char *bytes, size_t size)
{
    ssize_t n;
    do
        n = read(fd, bytes, size);
    while (n < 0 && errno == EINTR);
    return n;
}

static enum status unreadable(struct diag *diag, const char *path, const char *reason)
{
    diag_report(diag, MSG_FILE_UNREADABLE, ((struct place){path, 0, 0}), reason);
    return SYSTEM;
}

/* All that comes, or only until there is a line, at most `max` bytes and one more, which says that there is more. */
static enum status read_all(struct diag *diag, const char *path, int fd, size_t max, bool is_line,
                            struct secret *ret_secret)
{
    bool is_enough = false;
    struct secret secret = {OPENSSL_secure_malloc(max + 2), max + 1};
    size_t len = 0;
    ssize_t n = 1;
    if (secret.bytes == NULL)
        return NO_MEMORY;
    while (len <= max && !is_enough && (n = read_again(fd, secret.bytes + len, max + 1 - len)) > 0) {
        len += (size_t)n;
        is_enough = is_line && memchr(secret.bytes, '\n', len) != NULL;
    }
    if (n < 0 || (len > max && !is_enough)) {
        const int reason = errno;
        secret_forget(&secret);
        return n < 0 ? unreadable(diag, path, file_reason(reason))
                     : diag_report(diag, MSG_FILE_ENDLESS, ((struct place){path, 0, 0}), max);
    }
    secret.bytes[len] = '\0';
    ret_secret->bytes = OPENSSL_secure_malloc(len + 1);
    ret_secret->len = len;
    if (ret_secret->bytes != NULL)
        memcpy(ret_secret->bytes, secret.bytes, len + 1);
    secret_forget(&secret);
    return ret_secret->bytes != NULL ? OK : NO_MEMORY;
}

static enum status read_file(struct diag *diag, const char *path, size_t max, bool is_line,
                             struct secret *ret_secret)
{
    struct stat facts;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return unreadable(diag, path, file_reason(errno));
    enum status status = fstat(fd, &facts) != 0 ? unreadable(diag, path, file_reason(errno))
                         : !S_ISREG(facts.st_mode)
                             ? diag_report(diag, MSG_SIGN_UNFIT, ((struct place){path, 0, 0}),
                                           file_unfit_reason(facts.st_mode))
                             : read_all(diag, path, fd, max, is_line, ret_secret);
    close(fd);
    return status;
}

enum status secret_read(struct diag *diag, const char *path, size_t max, struct secret *ret_secret)
{
    return read_file(diag, path, max, false, ret_secret);
}

/* --- passwords --- */

/* "fd:3"; false: it is a file's path. */
static bool is_descriptor(const char *path)
{
    return path != NULL && str_starts(str_of(path), "fd:");
}

/* A program that is started must not have it. */
enum status cms_password_check(struct diag *diag, const struct cms_wish *wish)
{
    int64_t fd;
    if (!is_descriptor(wish->password))
        return OK;
    if (!digits_parse(str_of(wish->password + 3), 1 << 20, &fd))
        return diag_report(diag, MSG_SIGN_DESCRIPTOR, ((struct place){wish->password, 0, 0}));
    (void)fcntl((int)fd, F_SETFD, FD_CLOEXEC);
    return OK;
}

static enum status from_descriptor(struct diag *diag, const char *path, struct secret *ret_password)
{
    int64_t fd = -1;
    (void)digits_parse(str_of(path + 3), 1 << 20, &fd);
    const enum status status = read_all(diag, path, (int)fd, PASSWORD_MAX + 2, true, ret_password);
    close((int)fd);
    return status;
}

/* Only the first line counts, without the mark of UTF-8 that editors put in front. */
static void cut_line(struct secret *password)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t before = strncmp(password->bytes, mark, sizeof mark - 1) == 0 ? sizeof mark - 1 : 0;
    memmove(password->bytes, password->bytes + before, password->len - before);
    OPENSSL_cleanse(password->bytes + password->len - before, before);
    password->len -= before;
    const size_t len = strcspn(password->bytes, "\r\n");
    OPENSSL_cleanse(password->bytes + len, password->len - len);
    password->len = len;
}

/* The last character goes, however many bytes it has. */
static void erase(struct secret *password)
{
    while (password->len > 0 && (password->bytes[--password->len] & 0xC0) == 0x80)
        ;
}

/* false: whoever types has given up. */
static bool type_line(int terminal, struct secret *password)
{
    char c = '\0';
    while (read_again(terminal, &c, 1) == 1 && c != '\n' && c != '\r') {
        if (c == CONTROL_C || c == CONTROL_D)
            return false;
        if (c == BACKSPACE || c == DELETE)
            erase(password);
        else if (password->len < PASSWORD_MAX)
            password->bytes[password->len++] = c;
    }
    password->bytes[password->len] = '\0';
    return c == '\n' || c == '\r';
}

static void say(int terminal, struct str text)
{
    while (text.len > 0) {
        const ssize_t n = write(terminal, text.ptr, text.len);
        if (n <= 0 && errno != EINTR)
            return;
        text = str_slice(text, n > 0 ? (size_t)n : 0, text.len);
    }
}

/* --- the terminal, dumb while it is typed on --- */

static struct {
    volatile sig_atomic_t terminal; /* -1: none is dumb */
    struct termios before;
} dumb = {.terminal = -1};
static const int ENDINGS[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
enum { ENDING_COUNT = ARRAY_COUNT(ENDINGS) };

/* Speaks again; then the signal does what it always does, once this returns. */
static void end_by(int signal)
{
    const int terminal = dumb.terminal;
    if (terminal >= 0)
        (void)tcsetattr(terminal, TCSANOW, &dumb.before);
    (void)raise(signal);
}

/* What was ignored stays so. */
static void guard_terminal(int terminal, const struct termios *before,
                           struct sigaction ret_actions[ENDING_COUNT])
{
    struct sigaction action = {.sa_handler = end_by, .sa_flags = (int)SA_RESETHAND};
    sigfillset(&action.sa_mask);
    dumb.before = *before;
    dumb.terminal = terminal;
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        (void)sigaction(ENDINGS[i], NULL, &ret_actions[i]);
        if (ret_actions[i].sa_handler != SIG_IGN)
            (void)sigaction(ENDINGS[i], &action, NULL);
    }
}

static void unguard_terminal(const struct sigaction actions[ENDING_COUNT])
{
    for (size_t i = 0; i < ENDING_COUNT; i++)
        (void)sigaction(ENDINGS[i], &actions[i], NULL);
    dumb.terminal = -1;
}

/* Keys come one by one, those that make signals too, so that the terminal never stays dumb; signals from elsewhere let it speak
 * before they end the program. */
static enum status from_terminal(struct diag *diag, const char *what, struct secret *ret_password)
{
    const struct place place = {what, 0, 0};
    struct termios before, silent;
    struct sigaction actions[ENDING_COUNT];
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0 || tcgetattr(terminal, &before) != 0) {
        if (terminal >= 0)
            close(terminal);
        return diag_report(diag, MSG_SIGN_PASSWORD_WANTED, place);
    }
    struct secret password = {OPENSSL_secure_zalloc(PASSWORD_MAX + 1), 0};
    struct buf prompt = BUF(PATH_ROOM);
    buf_tell(&prompt, MSG_SIGN_PROMPT, what);
    silent = before;
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG | ICANON);
    guard_terminal(terminal, &before, actions);
    (void)tcsetattr(terminal, TCSAFLUSH, &silent);
    say(terminal, buf_str(&prompt));
    const bool typed = password.bytes != NULL && type_line(terminal, &password);
    (void)tcsetattr(terminal, TCSAFLUSH, &before);
    unguard_terminal(actions);
    say(terminal, STR("\n"));
    close(terminal);
    buf_clear(&prompt);
    if (typed) {
        *ret_password = (struct secret){password.bytes, password.len};
        return OK;
    }
    secret_forget(&password);
    return diag_report(diag, MSG_SIGN_PASSWORD_WANTED, place);
}

enum status password_read(struct diag *diag, const struct cms_wish *wish, const char *what,
                          struct secret *ret_password)
{
    if (wish->password == NULL)
        return from_terminal(diag, what, ret_password);
    const enum status status = is_descriptor(wish->password)
                                   ? from_descriptor(diag, wish->password, ret_password)
                                   : read_file(diag, wish->password, PASSWORD_MAX + 2, true, ret_password);
    if (status == OK)
        cut_line(ret_password);
    return status;
}
