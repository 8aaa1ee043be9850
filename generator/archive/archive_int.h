/*
 * Inside archive:
 *
 *   scan.c     the file from end to end: its objects                  holders.c  object streams of compact files
 *   files.c    what is attached; facts                                faces.c    the faces that are embedded
 *   parts.c    what each object is part of                            compare.c  two files, object by object
 *   texts.c    what pages say, line by line                           lines.c    two files, line by line
 *
 * Values are read by room syntax.
 */
#ifndef CHENGWEN_ARCHIVE_INT_H
#define CHENGWEN_ARCHIVE_INT_H

#include "archive/archive.h"
#include "syntax/syntax.h"

struct object {
    uint32_t number;
    bool has_stream;
    struct str value;  /* "<<…>>", or what it is */
    struct str stream; /* its bytes, as they are in the file */
    size_t offset;     /* in the file; of one in an object stream: of that */
};

struct archive {
    struct arena *arena;
    struct diag *diag;
    const char *path;
    struct str bytes;       /* of the first revision; while it is scanned: of all */
    size_t first;           /* where the first object begins */
    size_t table;           /* where the cross-reference table begins */
    struct object *objects; /* by number, when it is open */
    size_t count, capacity;
    size_t held;                     /* bytes of object streams inflated */
    size_t *left;                    /* bytes that may still be looked at */
    size_t *room;                    /* bytes that may still come out of streams */
    struct str trailer, root, names; /* names: of what is attached, with its objects */
    bool compact;
};

/* --- scan.c --- */
enum status archive_broken(const struct archive *archive, size_t at, const char *what) CHECKED; /* FAILED */
enum status archive_add(struct archive *archive, const struct object *object) CHECKED;
const struct object *archive_object(const struct archive *archive, uint32_t number); /* NULL: none */
/* What the value is, or the object that it refers to; empty: there is none. */
struct str archive_value(const struct archive *archive, struct str value);
/* All of the value may be looked at once more.  From the first false on archive_broken says that alone. */
bool archive_may_look(const struct archive *archive, struct str value);
struct str archive_member(const struct archive *archive, struct str dict,
                          const char *key); /* syntax_member of what may be looked at */
void archive_more_looks(const struct archive *archive, size_t bytes);

/* --- holders.c --- */
enum status archive_open_holders(struct archive *archive) CHECKED;

/* --- files.c --- */
/* The stream as it was written; FAILED: it cannot be read, or is larger. */
enum status archive_inflate_quietly(const struct archive *archive, const struct object *object,
                                    struct arena *arena, size_t most, struct str *ret_bytes) CHECKED;
/* FAILED is reported. */
enum status archive_inflate(const struct archive *archive, const struct object *object, size_t most,
                            struct str *ret_bytes) CHECKED;
struct str archive_names(const struct archive *archive);
/* The file specification of the next attached file, and its name. */
bool archive_next_file(const struct archive *archive, size_t *at, struct str *ret_name, uint32_t *ret_object);

/* --- parts.c --- */
enum part_kind {
    PART_CONTENT, /* of page `number` */
    PART_PAGE,
    PART_ATTACHMENT, /* the number-th */
    PART_FONT,
    PART_PICTURE,
    PART_OUTLINE,
    PART_STRUCTURE,
    PART_INFORMATION,
    PART_METADATA,
    PART_INTENT,
    PART_CATALOG,
    PART_TREE,
    PART_OTHER, /* object `number` */
    PART_UNKNOWN
};
struct part {
    uint8_t kind;
    uint32_t number;
};
/* Of each object, in their order. */
enum status archive_parts(const struct archive *archive, struct part **ret_parts) CHECKED;
/* The pages' objects, in their order. */
struct page_numbers {
    const uint32_t *items;
    size_t count;
};
enum status archive_pages(const struct archive *archive, struct page_numbers *ret_pages) CHECKED;

/* --- texts.c --- */
struct line {
    uint32_t page; /* from 1 */
    struct str text;
};
struct lines {
    struct line *items;
    size_t count, capacity;
    uint32_t *broken; /* pages whose content cannot be read */
    size_t broken_count, broken_capacity;
};
/* In the order in which they are drawn: what is read, line by line, and what stands at the edges. */
enum status archive_lines(const struct archive *archive, struct lines *ret_lines) CHECKED;

#endif
