/*
 * What a signature says it covers, proved: from the first byte to the end of a revision, all but its own /Contents, and
 * the dictionary itself is of that revision and stands in the file as it stood then.
 */
#include "sign/file/file_int.h"

enum { PARTS = 4 };

static bool read_range(struct str range, int64_t parts[PARTS])
{
    struct str value;
    size_t at = 0;
    for (size_t i = 0; i < PARTS; i++)
        if (!syntax_next(range, &at, &value) || !syntax_number(value, SIGN_MAX_BYTES, &parts[i]))
            return false;
    return !syntax_next(range, &at, &value);
}

/* Of the keys on which all depends none may stand twice: readers differ in which they take. */
static bool is_said_once(struct str dict, const char *key)
{
    struct str name, value;
    size_t count = 0;
    for (size_t at = 0; syntax_next_member(dict, &at, &name, &value);)
        count += syntax_name_is(str_slice(name, 1, name.len), key) ? 1 : 0;
    return count == 1;
}

/* The revision that ends there; false: none does. */
static bool find_revision(const struct sign_file *file, size_t end, size_t *ret_revision)
{
    for (size_t i = 0; i < file->facts.count; i++) {
        const struct sign_revision *revision = &file->facts.revisions[i];
        if (end >= revision->end && end <= revision->blank_end) {
            *ret_revision = i;
            return true;
        }
    }
    return false;
}

void sign_seal_read(const struct sign_file *file, const struct sign_object *object,
                    struct sign_seal *ret_seal)
{
    const struct str bytes = file->facts.bytes, dict = object->value;
    struct sign_seal seal = {.contents = syntax_member(dict, "Contents")};
    int64_t parts[PARTS] = {0};
    const bool read = is_said_once(dict, "ByteRange") && is_said_once(dict, "Contents") && !object->is_held &&
                      read_range(syntax_member(dict, "ByteRange"), parts);
    seal.gap = (size_t)(parts[0] + parts[1]);
    seal.behind = (size_t)parts[2];
    seal.end = (size_t)(parts[2] + parts[3]);
    const size_t from = read ? (size_t)(seal.contents.ptr - bytes.ptr) : 0;
    seal.fault =
        !read                  ? SIGN_RANGE_MISSING
        : parts[0] != 0        ? SIGN_RANGE_START
        : seal.end > bytes.len ? SIGN_RANGE_LONG
        : !str_starts(seal.contents, "<") || seal.gap != from || seal.behind != from + seal.contents.len
            ? SIGN_RANGE_GAP
        : !find_revision(file, seal.end, &seal.revision) ? SIGN_RANGE_END
        : object->revision > seal.revision               ? SIGN_RANGE_LATE
                                                         : SIGN_RANGE_GOOD;
    *ret_seal = seal;
}
