/*
 * Inside sign/file:
 *
 *   file.c      opened: from the last startxref to the first section      section.c   cross-reference sections
 *   object.c    objects: read, found as of a revision                      stream.c    inflated, predictors undone
 *   pages.c     pages in order                                             fields.c    the form: fields, widgets
 *   seal.c      what a signature says it covers                        same.c      two values compared
 *   lost.c      signatures that are gone                          validation.c   what proves certificates
 *   once.c      keys that stand twice
 */
#ifndef CHENGWEN_SIGN_FILE_INT_H
#define CHENGWEN_SIGN_FILE_INT_H

#include "sign/file/file.h"

enum { ENTRIES_A_LOOK = 16 }; /* walking over them: so many count as a byte */

enum entry_kind { ENTRY_FREE, ENTRY_PLAIN, ENTRY_HELD };

/* What a section says of an object, and then the object. */
struct entry {
    struct sign_object object;
    uint32_t section; /* from 0: the oldest */
    uint32_t place;   /* offset; of one that is held: the number of what holds it */
    uint32_t index;   /* in it */
    uint8_t kind;     /* enum entry_kind */
    bool is_open;     /* of an object stream: what it holds was read */
};

struct section {
    size_t table;
    struct str trailer;
    bool is_stream;
    bool is_closed;   /* by startxref and %%EOF, */
    size_t begin;     /* which lead to this section; */
    size_t end;       /* else where they should stand */
    size_t blank_end; /* behind the white after them */
    size_t before;    /* where /Prev says that the next older is */
    uint32_t number;  /* in the order of the chain, while it is followed: the newest is 0 */
    uint32_t revision;
};

struct sign_file {
    struct arena *arena;
    struct diag *diag;
    const char *path;
    struct sign_file_facts facts;
    struct section *sections; /* the oldest first, once all are there */
    size_t section_count, section_capacity;
    struct entry *entries; /* by number, then section */
    size_t entry_count, entry_capacity;
    size_t *left; /* bytes that may still be looked at */
    size_t *room; /* bytes that may still come out of streams */
};

/* --- file.c --- */
enum status sign_file_broken(const struct sign_file *file, size_t at, const char *what) CHECKED; /* FAILED */

enum status sign_file_refuse(const struct sign_file *file,
                             const char *what) CHECKED; /* FAILED: we read no such files */

/* --- once.c --- */
/* None of the keys that lead to what is shown stands twice in it, with two values. */
bool sign_is_said_once(const struct sign_file *file, struct str dict);
enum status sign_prove_once(const struct sign_file *file, struct str dict, size_t at) CHECKED; /* reported */

/* --- section.c --- */
/* The section at `at`, with its entries, is put behind the others. */
enum status sign_section_read(struct sign_file *file, size_t at) CHECKED;

/* --- object.c --- */
/* "12 0 obj" and its value, at its offset, up to `limit`; the stream is not read.  false: it is not there. */
bool sign_object_scan(const struct sign_file *file, struct sign_object *object, size_t limit);
/* "stream" and the bytes behind it, at object->end, which moves behind "endobj". */
bool sign_object_scan_stream(const struct sign_file *file, struct sign_object *object, size_t size,
                             size_t limit);
/* Sorts the entries, and reads all objects. */
enum status sign_objects_read(struct sign_file *file) CHECKED;

#endif
