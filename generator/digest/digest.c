/*
 * SHA-256 through libmd: what the digest of a set of files is made of.
 *
 * Files come in the order in which they were read, which says nothing; they count by name.  A name and the length of
 * the bytes stand before the bytes, each behind a zero, so that no two sets give the same stream.
 */
#include "digest/digest.h"

#include <errno.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

static struct digest finish(SHA2_CTX *state)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t bytes[SHA256_DIGEST_LENGTH];
    struct digest digest;
    SHA256Final(bytes, state);
    for (size_t i = 0; i < sizeof bytes; i++) {
        digest.digits[2 * i] = hex[bytes[i] >> 4];
        digest.digits[2 * i + 1] = hex[bytes[i] & 15];
    }
    return digest;
}

static void add(SHA2_CTX *state, struct str bytes)
{
    if (bytes.len > 0)
        SHA256Update(state, (const uint8_t *)bytes.ptr, bytes.len);
}

struct digest digest_of(const struct str *parts, size_t count)
{
    SHA2_CTX state;
    SHA256Init(&state);
    for (size_t i = 0; i < count; i++)
        add(&state, parts[i]);
    return finish(&state);
}

struct digest digest_of_kept(const struct file_kept *file)
{
    struct digest known;
    if (file->digest.len != DIGEST_LENGTH)
        return digest_of(&file->bytes, 1);
    memcpy(known.digits, file->digest.ptr, DIGEST_LENGTH);
    return known;
}

bool digest_of_file(int fd, struct digest *ret_digest)
{
    static char chunk[CHUNK];
    SHA2_CTX state;
    ssize_t n;
    SHA256Init(&state);
    do {
        n = read(fd, chunk, sizeof chunk);
        if (n > 0)
            add(&state, (struct str){chunk, (size_t)n});
    } while (n > 0 || (n < 0 && errno == EINTR));
    if (n == 0)
        *ret_digest = finish(&state);
    return n == 0;
}

static int compare_names(const void *a, const void *b)
{
    const struct digest_file *const *x = a, *const *y = b;
    return str_compare((*x)->name, (*y)->name);
}

enum status digest_files(struct arena *scratch, const struct digest_file *files, size_t count,
                         struct digest *ret_digest)
{
    SHA2_CTX state;
    const struct digest_file **sorted = ARENA_NEW_ARRAY(scratch, count, const struct digest_file *);
    if (sorted == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &files[i];
    qsort(sorted, count, sizeof *sorted, compare_names);
    SHA256Init(&state);
    for (size_t i = 0; i < count; i++) {
        struct str size = arena_printf(scratch, "%zu", sorted[i]->bytes.len);
        if (size.ptr == NULL)
            return NO_MEMORY;
        add(&state, sorted[i]->name);
        add(&state, (struct str){"", 1});
        add(&state, (struct str){size.ptr, size.len + 1});
        add(&state, sorted[i]->bytes);
    }
    *ret_digest = finish(&state);
    return OK;
}
