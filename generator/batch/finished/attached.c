/*
 * What is attached to a file, held against what its manifest says of it.
 */
#include "archive/archive.h"
#include "batch/finished/finished.h"

const struct archive_file *attached_lookup(const struct archive_files *files,
                                           const struct attach_file *listed)
{
    const struct archive_file *file = archive_file_lookup(files, listed->name.ptr);
    return file != NULL && file->name.len == listed->name.len ? file : NULL;
}

enum attached_state attached_prove(const struct archive_files *files, const struct attach_file *listed)
{
    const struct archive_file *file = attached_lookup(files, listed);
    if (file == NULL)
        return ATTACHED_GONE;
    const struct digest digest = digest_of(&file->bytes, 1);
    return str_equal(digest_str(&digest), listed->digest) ? ATTACHED_GOOD : ATTACHED_CHANGED;
}
