/*
 * Arenas and the program's only malloc.
 *
 * An arena is a list of chunks; a request takes the next bytes of the newest chunk.  Everything is freed at
 * once, or forgotten by arena_reset, which keeps the newest chunk.  Requests larger than a quarter of a chunk
 * get a chunk of their own.  In a sanitized build ASan knows every request as one of malloc's: what was not
 * asked for, the gap behind each request and what was forgotten may not be touched, and each can fail.
 */
#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef CHENGWEN_SANITIZE
#include <sanitizer/asan_interface.h>
enum { SANITIZED = true, GAP = 16, CHUNK_LARGEST = 32 << 10 }; /* ASan maps large ones anew each time */
#else
#define ASAN_POISON_MEMORY_REGION(bytes, size)   ((void)(bytes), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
enum { SANITIZED = false, GAP = 0, CHUNK_LARGEST = 16 << 20 };
#endif

enum { CHUNK_FIRST = 16 << 10, ALIGNMENT = 16 };
enum { FEW = 8, FEW_LARGE = 2, LARGE_ITEM = 64 /* bytes */ }; /* what an array begins with */

struct chunk {
    struct chunk *next;
    size_t used, size;
    _Alignas(ALIGNMENT) char bytes[];
};

struct arena {
    struct chunk *chunks; /* newest first */
    size_t used, limit, chunk_size;
    bool full;
    struct file_kept *files; /* the last first */
};

static uint64_t fail_at, allocations;
static bool fail_struck;

void base_fail_allocation(uint64_t n)
{
    fail_at = n;
    allocations = 0;
    fail_struck = false;
}

bool base_allocation_failed(void)
{
    return fail_struck;
}

static bool allocation_fails(void)
{
    if (fail_at == 0 || ++allocations < fail_at)
        return false;
    fail_struck = true;
    errno = ENOMEM; /* as the C library's own would */
    return true;
}

/* Memory that came leaves errno as it was: the C library leaves ENOMEM there when it had to look for it in a
 * second place, and errno is all that tells of memory failing in some outside libraries. */
static void *came(void *memory, int before)
{
    if (memory != NULL)
        errno = before;
    return memory;
}

void *base_malloc(size_t size)
{
    int before = errno;
    if (allocation_fails())
        return NULL;
    return came(malloc(size > 0 ? size : 1), before);
}

void *base_realloc(void *old, size_t size)
{
    int before = errno;
    return came(allocation_fails() ? NULL : realloc(old, size > 0 ? size : 1), before);
}

void base_free(void *memory)
{
    free(memory);
}

struct arena *arena_new(size_t limit)
{
    struct arena *arena = base_malloc(sizeof *arena);
    if (arena == NULL)
        return NULL;
    *arena = (struct arena){.limit = limit > 0 ? limit : ARENA_LIMIT_DEFAULT, .chunk_size = CHUNK_FIRST};
    return arena;
}

static void free_chunks(struct chunk *chunks)
{
    for (struct chunk *chunk = chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        base_free(chunk);
    }
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    free_chunks(arena->chunks);
    base_free(arena);
}

void arena_reset(struct arena *arena)
{
    struct chunk *kept = arena->chunks;
    if (kept != NULL) {
        free_chunks(kept->next);
        kept->next = NULL;
        kept->used = 0;
        ASAN_POISON_MEMORY_REGION(kept->bytes, kept->size);
    }
    arena->used = 0;
    arena->files = NULL;
}

static struct chunk *add_chunk(struct arena *arena, size_t size)
{
    struct chunk *chunk = base_malloc(sizeof *chunk + size);
    if (chunk == NULL)
        return NULL;
    chunk->used = 0;
    chunk->size = size;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    ASAN_POISON_MEMORY_REGION(chunk->bytes, size);
    return chunk;
}

/* A chunk with room for `size`.  One made for a large request goes behind the newest, so that the newest's
 * rest is not lost. */
static struct chunk *chunk_for(struct arena *arena, size_t size)
{
    struct chunk *newest = arena->chunks;
    if (newest != NULL && newest->size - newest->used >= size)
        return newest;
    if (size <= arena->chunk_size / 4) {
        struct chunk *chunk = add_chunk(arena, arena->chunk_size);
        if (arena->chunk_size < CHUNK_LARGEST)
            arena->chunk_size *= 2;
        return chunk;
    }
    struct chunk *own = add_chunk(arena, size);
    if (own != NULL && newest != NULL) {
        arena->chunks = newest;
        own->next = newest->next;
        newest->next = own;
    }
    return own;
}

void *arena_alloc_bytes(struct arena *arena, size_t size)
{
    bool too_large = size > arena->limit;
    size_t rounded = size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (too_large || rounded > arena->limit - arena->used) {
        arena->full = true;
        return NULL;
    }
    struct chunk *chunk = SANITIZED && allocation_fails() ? NULL : chunk_for(arena, rounded + GAP);
    if (chunk == NULL)
        return NULL;
    void *memory = chunk->bytes + chunk->used;
    chunk->used += rounded + GAP;
    arena->used += rounded;
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
    return memory;
}

enum status arena_keep_file(struct arena *arena, const char *path, struct str bytes,
                            const struct file_stamp *stamp)
{
    struct file_kept *file = ARENA_NEW(arena, struct file_kept);
    struct str name = arena_copy(arena, str_of(path));
    if (file == NULL || name.ptr == NULL)
        return NO_MEMORY;
    *file = (struct file_kept){.next = arena->files, .path = name.ptr, .bytes = bytes, .stamp = *stamp};
    arena->files = file;
    return OK;
}

enum status arena_keep_asked(struct arena *arena, const char *path, enum file_was was)
{
    const struct file_stamp none = {.inode = 0};
    enum status status = arena_keep_file(arena, path, (struct str){NULL, 0}, &none);
    if (status == OK)
        arena->files->was = was;
    return status;
}

enum status arena_keep_digest(struct arena *arena, const char *path, size_t size, struct str digest,
                              const struct file_stamp *stamp)
{
    struct str own = arena_copy(arena, digest);
    enum status status =
        own.ptr == NULL ? NO_MEMORY : arena_keep_file(arena, path, (struct str){"", size}, stamp);
    if (status == OK)
        arena->files->digest = own;
    return status;
}

const struct file_kept *arena_files(const struct arena *arena)
{
    return arena->files;
}

bool arena_is_full(const struct arena *arena)
{
    return arena->full;
}

struct str arena_join(struct arena *arena, struct str a, struct str b)
{
    char *both = arena_alloc_bytes(arena, a.len + b.len + 1);
    if (both == NULL)
        return (struct str){NULL, 0};
    if (a.len > 0)
        memcpy(both, a.ptr, a.len);
    if (b.len > 0)
        memcpy(both + a.len, b.ptr, b.len);
    both[a.len + b.len] = '\0';
    return (struct str){both, a.len + b.len};
}

struct str arena_copy(struct arena *arena, struct str text)
{
    return arena_join(arena, text, STR(""));
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    char few[256]; /* as nearly all are */
    va_list args;
    va_start(args, format);
    int len = vsnprintf(few, sizeof few, format, args);
    va_end(args);
    if (len >= 0 && (size_t)len < sizeof few)
        return arena_copy(arena, (struct str){few, (size_t)len});
    char *text = len < 0 ? NULL : arena_alloc_bytes(arena, (size_t)len + 1);
    if (text == NULL)
        return (struct str){NULL, 0};
    va_start(args, format);
    vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return (struct str){text, (size_t)len};
}

/* Many arrays of large items, those of a cell's slices, hold one or two for good. */
enum status arena_grow(struct arena *arena, void *items_at, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return OK;
    void *items;
    memcpy(&items, items_at, sizeof items);
    size_t larger = *capacity > 0 ? *capacity * 2 : size <= LARGE_ITEM ? FEW : FEW_LARGE;
    char *copy = size > SIZE_MAX / larger ? NULL : arena_alloc_bytes(arena, larger * size);
    if (copy == NULL)
        return NO_MEMORY;
    if (count > 0)
        memcpy(copy, items, count * size);
    memcpy(items_at, &copy, sizeof copy);
    *capacity = larger;
    return OK;
}
