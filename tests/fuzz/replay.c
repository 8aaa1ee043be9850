/*
 * In place of libFuzzer, for any compiler: every file of the folders named, and then inputs made of them by the harness's
 * mutator, the same each time.
 *
 *     fuzz_NAME --mutations N FOLDER|FILE…
 *
 * A find stands in the file that the last line names, written before the input is tried.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz/fuzz.h"
#include "random.h"

enum { MAX_SEEDS = 2000, MAX_SIZE = 1 << 18 };

static struct str seeds[MAX_SEEDS];
static size_t seed_count;
static struct arena *arena;

/* A harness without a mutator of its own has its bytes changed. */
#pragma weak LLVMFuzzerCustomMutator
#pragma weak LLVMFuzzerCustomCrossOver

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
    size_t at = size > 0 ? (size_t)random_below((int)size) : 0, len = 1 + (size_t)random_below(8);
    switch (random_below(4)) {
    case 0: /* gone */
        len = len > size - at ? size - at : len;
        memmove(data + at, data + at + len, size - at - len);
        return size - len;
    case 1: /* more */
        if (size + len > max_size)
            return size;
        memmove(data + at + len, data + at, size - at);
        for (size_t i = 0; i < len; i++)
            data[at + i] = random_below(2) == 0 && size > len ? data[random_below((int)size)]
                                                              : (uint8_t)random_below(256);
        return size + len;
    case 2:
        if (size > 0)
            data[at] ^= (uint8_t)(1 << random_below(8));
        return size;
    default:
        if (size > 0)
            data[at] = (uint8_t)(random_below(2) == 0 ? random_below(256) : random_below(2) * 255);
        return size;
    }
}

static void add_file(const char *path)
{
    struct diag *diag = diag_new(arena);
    if (seed_count < MAX_SEEDS && file_read(arena, diag, path, MAX_SIZE, &seeds[seed_count]) == OK)
        seed_count++;
    else
        fuzz_fail("harness: %s is no input", path);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A folder's in the order of their names. */
static void add(const char *path)
{
    static const char *names[MAX_SEEDS];
    size_t count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL) {
        add_file(path);
        return;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL && count < MAX_SEEDS; entry = readdir(folder))
        if (entry->d_name[0] != '.')
            names[count++] = path_join(arena, path, entry->d_name).ptr;
    closedir(folder);
    qsort(names, count, sizeof names[0], compare);
    for (size_t i = 0; i < count; i++)
        add_file(names[i]);
}

/* A copy of just its size, so that a sanitizer sees what is read beyond. */
static void try_copy(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + (size == 0));
    fuzz_demand(copy != NULL, "harness: no memory");
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void keep(const uint8_t *data, size_t size)
{
    const char *path = getenv("FUZZ_FIND");
    FILE *file = path != NULL ? fopen(path, "wb") : NULL;
    fuzz_demand(path == NULL || (file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0),
                "harness: %s", path);
}

static void try_mutation(unsigned number)
{
    static uint8_t bytes[MAX_SIZE];
    const struct str seed = seeds[random_below((int)seed_count)],
                     other = seeds[random_below((int)seed_count)];
    size_t size = seed.len;
    memcpy(bytes, seed.ptr, size);
    if (LLVMFuzzerCustomCrossOver != NULL && random_below(8) == 0)
        size = LLVMFuzzerCustomCrossOver((const uint8_t *)seed.ptr, seed.len, (const uint8_t *)other.ptr,
                                         other.len, bytes, MAX_SIZE, number);
    else if (LLVMFuzzerCustomMutator != NULL)
        size = LLVMFuzzerCustomMutator(bytes, size, MAX_SIZE, number);
    else
        for (int i = 1 << random_below(5); i > 0; i--)
            size = LLVMFuzzerMutate(bytes, size, MAX_SIZE);
    keep(bytes, size);
    try_copy(bytes, size);
}

int main(int count, char **arguments)
{
    unsigned mutations = 0;
    int first = 1;
    arena = arena_new(0);
    if (count > 2 && strcmp(arguments[1], "--mutations") == 0) {
        mutations = (unsigned)strtoul(arguments[2], NULL, 10);
        first = 3;
    }
    LLVMFuzzerInitialize(&count, &arguments);
    for (int i = first; i < count; i++)
        add(arguments[i]);
    for (size_t i = 0; i < seed_count; i++)
        try_copy((const uint8_t *)seeds[i].ptr, seeds[i].len);
    for (unsigned i = 0; i < mutations && seed_count > 0; i++)
        try_mutation(i);
    printf("fuzz: %zu inputs, %u made of them\n", seed_count, mutations);
    arena_free(arena);
    return 0;
}
