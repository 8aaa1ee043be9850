/*
 * digest: SHA-256 of bytes, as 64 hex digits: the one door to libmd.
 */
#ifndef CHENGWEN_DIGEST_H
#define CHENGWEN_DIGEST_H

#include "base/base.h"

enum { DIGEST_LENGTH = 64 };
/* "e3b0c442…"; not terminated. */
struct digest {
    char digits[DIGEST_LENGTH];
};
static inline struct str digest_str(const struct digest *digest)
{
    return (struct str){digest->digits, DIGEST_LENGTH};
}

/* Of the parts, one after the other; takes no memory. */
struct digest digest_of(const struct str *parts, size_t count);
/* Of a file that was read into an arena, whether its bytes were kept or not. */
struct digest digest_of_kept(const struct file_kept *file);
/* Of what can still be read from the descriptor; takes no memory.  false: errno says why it cannot be. */
bool digest_of_file(int fd, struct digest *ret_digest);
/* Of files, in whatever order they come: by their names, each with its length, then its bytes.  `scratch` holds
 * their order.  NO_MEMORY. */
struct digest_file {
    struct str name, bytes;
};
enum status digest_files(struct arena *scratch, const struct digest_file *files, size_t count,
                         struct digest *ret_digest) CHECKED;

#endif
