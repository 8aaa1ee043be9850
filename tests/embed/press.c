/*
 * libchengwen as another program sees it: the installed header and the library, nothing else of the project.
 *
 *   press make COMMAND FOLDER NUMBER-OF-OPTIONS OPTION… FILE…   COMMAND: build, check; FOLDER/N.pdf, .lines, .list, .table
 *   press threads FILE OTHER        two threads, one press and one each: the bytes are those of one thread alone
 *   press memory FILE               each request for memory fails in turn: told, and the next paper is right
 *   press process FILE              nothing of the process is changed, nothing printed
 *   press usage                     wrong options, folders
 *
 * Says what is wrong on the standard error; exit status 1.
 */
#include <chengwen.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int faults;

#define CHECK(good, ...)                                                                                     \
    do {                                                                                                     \
        if (!(good)) {                                                                                       \
            fprintf(stderr, "press.c:%d: ", __LINE__);                                                       \
            fprintf(stderr, __VA_ARGS__);                                                                    \
            fputc('\n', stderr);                                                                             \
            faults = 1;                                                                                      \
        }                                                                                                    \
    } while (0)

/* --- memory that fails: the library asks the C library, which is this --- */

#if !defined(__SANITIZE_ADDRESS__)
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static long asked, fail_at; /* the fail_at-th request fails; 0: none */

static int fails(void)
{
    return fail_at > 0 && __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED) == fail_at && (errno = ENOMEM);
}
void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}
void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}
void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}
int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = fails() ? NULL : __libc_memalign(alignment, size);
    return *memory != NULL ? 0 : ENOMEM;
}
#endif

/* --- files --- */

struct bytes {
    char *at;
    size_t size;
};

static struct bytes read_file(const char *path)
{
    struct bytes bytes = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        exit(2);
    fseek(file, 0, SEEK_END);
    bytes.size = (size_t)ftell(file);
    rewind(file);
    bytes.at = malloc(bytes.size + 1);
    if (bytes.at == NULL || fread(bytes.at, 1, bytes.size, file) != bytes.size)
        exit(2);
    fclose(file);
    return bytes;
}

static void write_file(const char *folder, int number, const char *end, const void *bytes, size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%d.%s", folder, number, end);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        exit(2);
}

/* --- presses --- */

static struct chengwen *open_press(const char *const *options, size_t count)
{
    struct chengwen *press;
    struct chengwen_result *result;
    enum chengwen_status status = chengwen_open(options, count, &press, &result);
    CHECK(status == CHENGWEN_OK && press != NULL && result->status == status, "not opened: %s",
          result != NULL ? result->lines : "");
    chengwen_result_free(result);
    return press;
}

typedef enum chengwen_status verb(struct chengwen *press, const char *name, const void *bytes, size_t size,
                                  struct chengwen_result **ret_result);

/* The list says what the lines say, but for what stands before them in one line ("place: "). */
static void write_list(const char *folder, int number, const struct chengwen_result *result)
{
    static const char *const levels[] = {"notice", "warning", "error"};
    char *text = NULL;
    size_t size = 0;
    FILE *list = open_memstream(&text, &size);
    for (const struct chengwen_message *m = result->messages; m != NULL; m = m->next) {
        fprintf(list, "%s", m->file);
        if (m->line > 0)
            fprintf(list, ":%u", m->line);
        if (m->line > 0 && m->column > 0)
            fprintf(list, ":%u", m->column);
        fprintf(list, "%s%s: %s%s%s\n", m->file[0] != '\0' ? ": " : "", levels[m->level], m->text,
                m->help[0] != '\0' ? "。提示：" : "", m->help);
        CHECK(m->code[0] != '\0' && strncmp(m->code, "MSG_", 4) != 0, "code: %s", m->code);
    }
    fclose(list);
    write_file(folder, number, "list", text, size);
    free(text);
}

static int make(int count, char **arguments)
{
    verb *const run = strcmp(arguments[0], "check") == 0 ? chengwen_check : chengwen_build;
    const char *folder = arguments[1];
    const int options = atoi(arguments[2]);
    struct chengwen *press = open_press((const char *const *)arguments + 3, (size_t)options);
    for (int i = 3 + options; i < count && press != NULL; i++) {
        struct bytes bytes = read_file(arguments[i]);
        struct chengwen_result *result;
        enum chengwen_status status = run(press, arguments[i], bytes.at, bytes.size, &result);
        free(bytes.at);
        CHECK(result != NULL && result->status == status, "%s: no result", arguments[i]);
        const int number = i - 3 - options;
        if (result->file != NULL)
            write_file(folder, number, "pdf", result->file, result->file_size);
        write_file(folder, number, "lines", result->lines, strlen(result->lines));
        write_file(folder, number, "table", result->table, strlen(result->table));
        write_file(folder, number, "printed", result->prose, strlen(result->prose));
        write_file(folder, number, "status", &(char){(char)('0' + status)}, 1);
        write_list(folder, number, result);
        if (i + 1 == count) { /* it outlives its press */
            chengwen_close(press);
            press = NULL;
            CHECK(strlen(result->lines) > 0 || result->messages == NULL, "lines are gone");
        }
        chengwen_result_free(result);
    }
    chengwen_close(press);
    return faults;
}

/* --- threads --- */

static const char *const SIMPLE[] = {"--date=2026-06-01"};

enum { ROUNDS = 6 };

struct hand {
    struct chengwen *press; /* shared; NULL: one of its own */
    const char *name;
    struct bytes bytes, wanted;
    int wrong;
};

static void *work(void *own)
{
    struct hand *hand = own;
    for (int i = 0; i < ROUNDS; i++) {
        struct chengwen *press = hand->press != NULL ? hand->press : open_press(SIMPLE, 1);
        struct chengwen_result *result;
        enum chengwen_status status =
            chengwen_build(press, hand->name, hand->bytes.at, hand->bytes.size, &result);
        hand->wrong += status != CHENGWEN_OK || result->file_size != hand->wanted.size ||
                       memcmp(result->file, hand->wanted.at, hand->wanted.size) != 0;
        chengwen_result_free(result);
        if (hand->press == NULL)
            chengwen_close(press);
    }
    return NULL;
}

static void run_hands(struct hand *hands, int count)
{
    pthread_t threads[4];
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10); /* as small as musl has them */
    for (int i = 0; i < count; i++)
        CHECK(pthread_create(&threads[i], &small, work, &hands[i]) == 0, "no thread");
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        CHECK(hands[i].wrong == 0, "%s: %d of %d papers differ", hands[i].name, hands[i].wrong, ROUNDS);
    }
    pthread_attr_destroy(&small);
}

static int threads(char **files)
{
    struct chengwen *press = open_press(SIMPLE, 1);
    struct chengwen_result *alone[2];
    struct hand hands[4];
    for (int i = 0; i < 2; i++) {
        struct bytes bytes = read_file(files[i]);
        CHECK(chengwen_build(press, files[i], bytes.at, bytes.size, &alone[i]) == CHENGWEN_OK, "%s",
              files[i]);
        hands[i] =
            (struct hand){press, files[i], bytes, {(char *)(size_t)alone[i]->file, alone[i]->file_size}, 0};
        hands[2 + i] = hands[i];
        hands[2 + i].press = NULL;
    }
    run_hands(hands, 2);
    run_hands(hands, 4);
    chengwen_close(press);
    for (int i = 0; i < 2; i++) {
        chengwen_result_free(alone[i]);
        free(hands[i].bytes.at);
    }
    return faults;
}

/* --- memory --- */

static int memory(const char *file)
{
#if !defined(__SANITIZE_ADDRESS__)
    struct chengwen *press = open_press(SIMPLE, 1);
    struct bytes bytes = read_file(file);
    struct chengwen_result *right, *result;
    long step = 1, tried = 0, told = 0;
    CHECK(chengwen_build(press, file, bytes.at, bytes.size, &right) == CHENGWEN_OK, "%s", right->lines);
    for (long at = 1;; at += step) {
        asked = 0;
        fail_at = at;
        enum chengwen_status status = chengwen_build(press, file, bytes.at, bytes.size, &result);
        const int struck = asked >= fail_at;
        fail_at = 0;
        told += result != NULL && result->messages != NULL;
        const int same = status == CHENGWEN_OK && result->file_size == right->file_size &&
                         memcmp(result->file, right->file, right->file_size) == 0;
        CHECK(same || (status == CHENGWEN_SYSTEM && (result == NULL || result->messages != NULL)) ||
                  (status == CHENGWEN_FAILED && result->messages != NULL),
              "request %ld: status %d", at, (int)status);
        CHECK(same || result == NULL || result->file == NULL, "request %ld: a file", at);
        chengwen_result_free(result);
        tried++;
        step = at / 40 + 1; /* all of the first, then some */
        if (!struck)
            break;
    }
    CHECK(tried > 100 && told > 20, "only %ld tried, %ld told", tried, told);
    CHECK(chengwen_build(press, file, bytes.at, bytes.size, &result) == CHENGWEN_OK &&
              result->file_size == right->file_size &&
              memcmp(result->file, right->file, right->file_size) == 0,
          "afterwards it is another paper");
    chengwen_result_free(result);
    chengwen_result_free(right);
    free(bytes.at);
    chengwen_close(press);
    for (long at = 1; at < 400; at += at / 10 + 1) { /* of opening */
        asked = 0;
        fail_at = at;
        enum chengwen_status status = chengwen_open(SIMPLE, 1, &press, &result);
        fail_at = 0;
        CHECK((status == CHENGWEN_OK) == (press != NULL), "request %ld of opening: status %d", at,
              (int)status);
        CHECK(status == CHENGWEN_OK || result == NULL || result->messages != NULL, "untold: %ld", at);
        chengwen_result_free(result);
        chengwen_close(press);
    }
#endif
    (void)file;
    return faults;
}

/* --- the process --- */

static sigjmp_buf back;
static volatile sig_atomic_t met;

static void own_handler(int signal)
{
    (void)signal;
    met = 1;
    siglongjmp(back, 1);
}

/* A page of a file that is shorter: none of the library's. */
static void foreign_bus(void)
{
    FILE *file = tmpfile();
    volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fileno(file), 0);
    if (sigsetjmp(back, 1) == 0)
        (void)*page;
    CHECK(met, "a signal that was not about fonts did not come here");
    fclose(file);
}

enum { SIGNALS = 32, LARGE = (64 << 20) + 1 };

static int process(const char *file)
{
    char here[4096], there[4096];
    sigset_t mask, later;
    struct sigaction own = {.sa_handler = own_handler}, before[SIGNALS], now;
    struct rlimit stack, same;
    const mode_t umask_before = umask(027);
    struct bytes bytes = read_file(file);
    struct chengwen_result *result;
    sigaction(SIGBUS, &own, NULL);
    for (int signal = 1; signal < SIGNALS; signal++)
        sigaction(signal, NULL, &before[signal]);
    setlocale(LC_ALL, "");
    const char *locale = setlocale(LC_ALL, NULL);
    char *kept = strdup(locale);
    const int next = dup(0);
    close(next);
    getcwd(here, sizeof here);
    getrlimit(RLIMIT_STACK, &stack);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    struct chengwen *press = open_press(SIMPLE, 1);
    CHECK(chengwen_build(press, file, bytes.at, bytes.size, &result) == CHENGWEN_OK, "%s", result->lines);
    chengwen_result_free(result);
    CHECK(chengwen_build(press, file, "<a>", 3, &result) == CHENGWEN_FAILED, "made of nothing");
    CHECK(result->file == NULL && result->messages != NULL && result->messages->line == 1, "%s",
          result->lines);
    chengwen_result_free(result);
    CHECK(chengwen_build(press, file, NULL, 0, &result) == CHENGWEN_FAILED, "made of nothing");
    chengwen_result_free(result);
    char *large = calloc(1, LARGE);
    CHECK(large != NULL && chengwen_check(press, file, large, LARGE, &result) == CHENGWEN_FAILED,
          "a description beyond the limit");
    CHECK(strcmp(result->messages->code, "FILE_TOO_LARGE") == 0, "%s", result->lines);
    chengwen_result_free(result);
    free(large);
    foreign_bus();
    chengwen_close(press);
    pthread_sigmask(SIG_SETMASK, NULL, &later);
    CHECK(memcmp(&mask, &later, sizeof mask) == 0, "signals are blocked");
    for (int signal = 1; signal < SIGNALS; signal++)
        if (signal != SIGBUS && sigaction(signal, NULL, &now) == 0)
            CHECK(now.sa_handler == before[signal].sa_handler, "signal %d has another handler", signal);
    getrlimit(RLIMIT_STACK, &same);
    CHECK(same.rlim_cur == stack.rlim_cur, "the stack is another");
    CHECK(strcmp(getcwd(there, sizeof there), here) == 0, "the working directory is another");
    CHECK(strcmp(setlocale(LC_ALL, NULL), kept) == 0, "the locale is another");
    CHECK(umask(umask_before) == 027, "the umask is another");
    const int last = dup(0);
    CHECK(last == next, "a descriptor is left open");
    free(kept);
    free(bytes.at);
    return faults;
}

/* --- what is wrong with options --- */

static void refused(const char *option, enum chengwen_status wanted, const char *code)
{
    struct chengwen *press;
    struct chengwen_result *result;
    enum chengwen_status status = chengwen_open(&option, 1, &press, &result);
    CHECK(status == wanted && press == NULL && result->messages != NULL, "%s: status %d", option,
          (int)status);
    if (result->messages != NULL)
        CHECK(strcmp(result->messages->code, code) == 0 && result->lines[0] != '\0', "%s: %s %s", option,
              result->messages->code, result->lines);
    chengwen_result_free(result);
    chengwen_close(press);
}

static int usage(void)
{
    refused("--no-such", CHENGWEN_USAGE, "CLI_OPTION");
    refused("--conformance=no-such", CHENGWEN_USAGE, "CLI_WORD");
    refused("--jobs=4", CHENGWEN_USAGE, "CLI_LIBRARY_OPTION");
    refused("--output=/tmp", CHENGWEN_USAGE, "CLI_LIBRARY_OPTION");
    refused("--help", CHENGWEN_USAGE, "CLI_LIBRARY_OPTION");
    refused("a.xml", CHENGWEN_USAGE, "CLI_LIBRARY_FILE");
    refused("--date=2026-02-30", CHENGWEN_USAGE, "BATCH_DATE");
    refused("--templates=/no/such/folder", CHENGWEN_USAGE, "CLI_FOLDER");
    refused("--fonts=/tmp", CHENGWEN_SYSTEM, "FILE_UNREADABLE");
    chengwen_close(NULL);
    chengwen_result_free(NULL);
    CHECK(chengwen_version()[0] != '\0', "no version");
    return faults;
}

int main(int count, char **arguments)
{
    if (count > 5 && strcmp(arguments[1], "make") == 0)
        return make(count - 2, arguments + 2);
    if (count == 4 && strcmp(arguments[1], "threads") == 0)
        return threads(arguments + 2);
    if (count == 3 && strcmp(arguments[1], "memory") == 0)
        return memory(arguments[2]);
    if (count == 3 && strcmp(arguments[1], "process") == 0)
        return process(arguments[2]);
    if (count == 2 && strcmp(arguments[1], "usage") == 0)
        return usage();
    return 2;
}
