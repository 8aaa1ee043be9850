/*
 * Descriptions: what the command line names, and the files that these name.  Each becomes a node tree by the
 * row of its format, and who fills a record from the tree need not know which.
 *
 * A format is known by the end of the name, in small letters or large ones.  What has no such end is XML: a stream has no name.
 */
#include "reader/reader_int.h"
#include "base/messages.def"

#include <string.h>
#include <strings.h>

typedef enum status read_bytes(struct arena *arena, struct diag *diag, const char *path, size_t max,
                               struct str *ret_bytes);

static const struct format {
    const char *suffix;
    read_tree *read;
} FORMATS[] = {
#define FORMAT(suffix, read) {suffix, read},
#include "reader/formats.def"
#undef FORMAT
};

/* NULL: none ends so. */
static const struct format *format_of(struct str name)
{
    for (size_t i = 0; i < ARRAY_COUNT(FORMATS); i++) {
        const size_t len = strlen(FORMATS[i].suffix);
        if (name.len > len && strncasecmp(name.ptr + name.len - len, FORMATS[i].suffix, len) == 0)
            return &FORMATS[i];
    }
    return NULL;
}

bool reader_is_prose(struct str name)
{
    static const struct str suffix = {".md", 3};
    return name.len > suffix.len &&
           strncasecmp(name.ptr + name.len - suffix.len, suffix.ptr, suffix.len) == 0;
}

struct str reader_input_stem(struct str name)
{
    const struct format *format = format_of(name);
    return format == NULL ? name : str_slice(name, 0, name.len - strlen(format->suffix));
}

static enum status make_tree(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                             struct node **ret_root)
{
    const struct format *format = format_of(str_of(path));
    return (format == NULL ? &FORMATS[0] : format)->read(arena, diag, path, bytes, ret_root);
}

static enum status read_by(read_bytes *read, struct arena *arena, struct diag *diag, const char *path,
                           struct node **ret_root)
{
    struct str bytes;
    enum status status = read(arena, diag, path, READER_MAX_BYTES, &bytes);
    return status == OK ? make_tree(arena, diag, path, bytes, ret_root) : status;
}

enum status reader_read_input(struct arena *arena, struct diag *diag, const char *path,
                              struct node **ret_root)
{
    return read_by(file_read_input, arena, diag, path, ret_root);
}

enum status reader_read_part(struct arena *arena, struct diag *diag, const char *path, struct node **ret_root)
{
    return read_by(file_read, arena, diag, path, ret_root);
}

enum status reader_read_given(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                              struct node **ret_root)
{
    const size_t max = READER_MAX_BYTES;
    if (bytes.len > max)
        return diag_report(diag, MSG_FILE_TOO_LARGE, ((struct place){path, 0, 0}), bytes.len, max);
    return make_tree(arena, diag, path, bytes, ret_root);
}
