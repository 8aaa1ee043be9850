/* See fuzz.h.  The folder is made in TMPDIR, or else where memory is the disk. */
#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz/fuzz.h"

enum { FOLDERS_OPEN = 16, FILE_MAX = 512 << 20 };

void fuzz_fail(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fprintf(stderr, "fuzz: does not hold: ");
    vfprintf(stderr, format, values);
    fprintf(stderr, "\n");
    va_end(values);
    abort();
}

void fuzz_demand_utf8(const char *what, struct str text)
{
    uint32_t code;
    for (size_t at = 0; at < text.len;) {
        size_t size = utf8_decode(text, at, &code);
        fuzz_demand(size > 0, "%s: no UTF-8 at byte %zu: %.*s", what, at, STR_ARGS(text));
        at += size;
    }
}

void fuzz_demand_told(enum status status, const struct diag *diag)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(diag, &entries), errors = diag_count(diag, SEVERITY_ERROR);
    fuzz_demand((status == OK) == (errors == 0), "status %d, with %zu errors told%s%.*s", status, errors,
                count > 0 ? ", first: " : "", count > 0 ? (int)entries[0].text.len : 0,
                count > 0 ? entries[0].text.ptr : "");
    fuzz_demand(!status_stops(status), "status %d: memory or the system", status);
    for (size_t i = 0; i < count; i++) {
        fuzz_demand(entries[i].text.len > 0, "an empty message");
        fuzz_demand_utf8("message", entries[i].text);
    }
}

void fuzz_demand_told_text(enum status status, struct str messages)
{
    static const char WORD[] = " error: ";
    bool told = messages.len > 0 && memmem(messages.ptr, messages.len, WORD, strlen(WORD)) != NULL;
    fuzz_demand_utf8("messages", messages);
    fuzz_demand((status == OK) != told, "status %d, and of messages: %.*s", status, STR_ARGS(messages));
    fuzz_demand(messages.len == 0 || messages.ptr[messages.len - 1] == '\n', "a half message: %.*s",
                STR_ARGS(messages));
}

void fuzz_demand_same(const char *what, struct str first, struct str second)
{
    size_t at = 0;
    while (at < first.len && at < second.len && first.ptr[at] == second.ptr[at])
        at++;
    fuzz_demand(str_equal(first, second), "%s is not the same twice: %zu and %zu bytes, others from %zu on",
                what, first.len, second.len, at);
}

/* Where the next line "--- …" begins. */
static size_t find_head(struct str text, size_t at)
{
    for (; at + 4 <= text.len; at++)
        if ((at == 0 || text.ptr[at - 1] == '\n') && memcmp(text.ptr + at, "--- ", 4) == 0)
            return at;
    return text.len;
}

bool fuzz_part_next(struct str *rest, struct fuzz_part *ret_part)
{
    size_t head = find_head(*rest, 0);
    if (head == rest->len)
        return false;
    size_t from = head + 4, end = from;
    while (end < rest->len && rest->ptr[end] != '\n')
        end++;
    size_t next = find_head(*rest, end);
    *ret_part = (struct fuzz_part){str_slice(*rest, from, end), str_slice(*rest, end + 1, next)};
    *rest = str_slice(*rest, next, rest->len);
    return true;
}

bool fuzz_line_next(struct str *rest, struct str *ret_line)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->ptr, '\n', rest->len);
    *ret_line = str_slice(*rest, 0, end == NULL ? rest->len : (size_t)(end - rest->ptr));
    *rest = str_slice(*rest, ret_line->len + 1, rest->len);
    return true;
}

uint32_t fuzz_choice(struct str input, uint32_t limit)
{
    return (uint32_t)(str_hash(input) >> 20) % limit;
}

/* --- the folder --- */

static char folder[200];

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
    (void)facts, (void)kind, (void)where;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_path(const char *name)
{
    static char path[4096];
    fuzz_demand((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) < sizeof path,
                "harness: a long path");
    return path;
}

static void make_folders(char *path)
{
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        fuzz_demand(mkdir(path, 0700) == 0 || errno == EEXIST, "harness: %s: %s", path, strerror(errno));
        *slash = '/';
    }
}

void fuzz_write(const char *name, struct str bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s", fuzz_path(name));
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        make_folders(path);
        file = fopen(path, "wb");
    }
    fuzz_demand(file != NULL && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len && fclose(file) == 0,
                "harness: %s: %s", path, strerror(errno));
}

bool fuzz_read(struct arena *arena, const char *name, struct str *ret_bytes)
{
    struct diag *diag = diag_new(arena);
    return diag != NULL && file_exists(fuzz_path(name)) &&
           file_read(arena, diag, fuzz_path(name), FILE_MAX, ret_bytes) == OK;
}

void fuzz_empty(const char *name)
{
    nftw(fuzz_path(name), remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

size_t fuzz_count(const char *name)
{
    size_t count = 0;
    DIR *list = opendir(fuzz_path(name));
    while (list != NULL && readdir(list) != NULL)
        count++;
    if (list != NULL)
        closedir(list);
    return count > 2 ? count - 2 : 0; /* . and .. */
}

/* --- what libFuzzer calls --- */

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count, (void)arguments;
    const char *in = getenv("TMPDIR");
    if (in == NULL)
        in = file_directory_usable("/dev/shm") ? "/dev/shm" : "/tmp";
    snprintf(folder, sizeof folder, "%s/chengwen-fuzz-XXXXXX", in);
    fuzz_demand(mkdtemp(folder) != NULL, "harness: no folder in %s", in);
    atexit(remove_folder);
    setenv("XDG_CACHE_HOME", folder, 1);
    harness_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    harness_try((struct str){(const char *)data, size});
    return 0;
}
