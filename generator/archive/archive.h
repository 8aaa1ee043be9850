/*
 * archive: files of our own read again: what is attached to them, and where two of them differ.
 *
 * It reads exactly what room pdf writes, and of that the first revision: everything up to the first %%EOF that ends
 * what we wrote.  What was appended behind it (signatures, remarks) is counted and not looked at.  The file may be
 * anybody's, and nothing in it is believed: every size, count, offset and reference is compared with what is there,
 * what becomes larger is inflated up to limits, nothing is followed twice, and who looks into objects again and again
 * has a budget of bytes.  Whatever is wrong is one message.
 */
#ifndef CHENGWEN_ARCHIVE_H
#define CHENGWEN_ARCHIVE_H

#include "base/base.h"
#include "page/page.h"

enum {
    ARCHIVE_MAX_BYTES = 400 << 20,   /* of a file, with what was appended */
    ARCHIVE_MAX_FILES = 401,         /* attached */
    ARCHIVE_MAX_FILE = 300 << 20,    /* bytes of one; inflated */
    ARCHIVE_MAX_ALL = 600 << 20,     /* of all */
    ARCHIVE_MAX_HOLDER = 64 << 20,   /* an object stream, inflated; metadata */
    ARCHIVE_MAX_HOLDERS = 512 << 20, /* all of them */
    /* all that is inflated: so many bytes, and for each byte of the file; what we write becomes 5 to 30 times as large */
    ARCHIVE_ROOM = 128 << 20,
    ARCHIVE_ROOM_PER_BYTE = 64,
    /* bytes of objects looked at: so many, and for each byte of the file and of what is inflated */
    ARCHIVE_LOOKS = 64 << 20,
    ARCHIVE_LOOKS_PER_BYTE = 8
};

struct archive;
/* `bytes` must outlive it.  FAILED, reported: no file of ours, or one that was cut short or damaged. */
enum status archive_open(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                         struct archive **ret_archive) CHECKED;
size_t archive_length(const struct archive *archive); /* of the first revision; the rest was appended */
bool archive_is_compact(const struct archive *archive);
/* What was written is as its /ID says, of a file of this version of the program; else it was changed since. */
bool archive_is_intact(const struct archive *archive);
size_t archive_page_count(const struct archive *archive);

/* --- what is attached --- */

struct archive_file {
    struct str name, bytes; /* the name as it is in the file: anything */
};
struct archive_files {
    struct archive_file *items;
    size_t count, capacity;
};
/* All of them, in the order of their names.  FAILED, reported. */
enum status archive_files(const struct archive *archive, struct archive_files *ret_files) CHECKED;
const struct archive_file *archive_file_lookup(const struct archive_files *files,
                                               const char *name); /* or NULL */

/* --- what the file says of itself --- */

struct archive_facts {
    struct str program, producer; /* "chengwen 0.1.0", "libharu 2.4.3"; empty: it does not say */
    enum page_conformance conformance;
    bool is_public; /* it says that it is a copy for the public */
    bool fields;    /* it has signature fields, or room for them */
};
enum status archive_facts(const struct archive *archive, struct archive_facts *ret_facts) CHECKED;
#define ARCHIVE_PROGRAM "chengwen " CHENGWEN_VERSION
/* It says that this version of the program made it, and was changed since: its /ID is that of other bytes. */
enum status archive_is_altered(const struct archive *archive, bool *ret_altered) CHECKED;

struct archive_face {
    struct str name;                   /* PostScript's */
    struct str version;                /* "2.004"; empty: the program does not say */
    struct str measures;               /* of the whole face */
    struct str codes, widths, program; /* of the characters that the file has */
};
struct archive_faces {
    struct archive_face *items;
    size_t count, capacity;
};
enum status archive_faces(const struct archive *archive, struct archive_faces *ret_faces) CHECKED;

/* --- two files --- */

/* Where the first differs from the second, in words, behind one another: “第 3 页的内容、字体、附件 a.xml”.
 * *ret_contents: what pages show is among it. */
enum status archive_compare(const struct archive *file, const struct archive *fresh, struct buf *out,
                            bool *ret_contents) CHECKED;
/* The first lines of their pages that differ, each with its page and what stands there in both. */
enum status archive_compare_texts(const struct archive *file, const struct archive *fresh,
                                  struct buf *out) CHECKED;

#endif
