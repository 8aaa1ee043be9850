/*
 * attach: what stands in a file beside its pages, for programs: the description that it was made from and all that it
 * names, the computed record with the places where it is printed, and what else decided its bytes.  So that whoever
 * receives the paper takes figures from the file and not from its picture, and can make it again.
 *
 * It takes the trays alone, and knows neither who made them nor who writes them.  Pages are looked at as they are
 * done; nothing comes from the clock, and equal papers have equal attachments.
 */
#ifndef CHENGWEN_ATTACH_H
#define CHENGWEN_ATTACH_H

#include "base/base.h"
#include "digest/digest.h"
#include "expr/expr.h"
#include "font/font.h"
#include "model/model.h"
#include "page/page.h"

enum {
    ATTACH_MAX_BYTES = 280 << 20, /* of data.json */
    ATTACH_MAX_MANIFEST =
        4 << 20, /* of chengwen.json when it is read: more than that many files could fill */
    ATTACH_MAX_FILES = 400,
    ATTACH_MAX_THERE = 2000, /* files that links lead to */
    ATTACH_MAX_NAME = 255,   /* bytes of a name, of a part of a path */
    ATTACH_MAX_PATH = 1000
};
#define ATTACH_DATA     "data.json"
#define ATTACH_MANIFEST "chengwen.json"

struct attach;                           /* of one paper */
struct attach *attach_new(void) CHECKED; /* NULL: no memory */
void attach_free(struct attach *attach); /* NULL is fine; what was attached goes with it */
/* What the page prints, and with what; pages may come in any order, and more than once. */
enum status attach_page(struct attach *attach, const struct page *page, size_t index) CHECKED;

struct attach_option { /* that the bytes hang on */
    const char *name;
    struct str value;
};
struct attach_codes { /* the texts of its QR codes, as they come */
    const struct str *texts;
    size_t count;
};
struct attach_paper {
    struct str name;               /* of the description, without folder; as it is called in the file */
    const char *input;             /* its path: what lies in its folder is told by its path from there */
    const char *base;              /* of a description under it, from another folder; NULL: none */
    const struct file_kept *files; /* it, and what it names */
    struct str kind;
    const char *templates; /* the folder of all kinds */
    const struct file_kept *kind_files;
    const struct digest *kind_digest;
    bool with_kind; /* its files, too */
    struct attach_record {
        const char
            *path; /* of the file that it was read from, which itself is not attached; NULL: none was read */
        struct str name, data; /* what it is called in the file, data.json */
    } record_before;
    const struct font_set *fonts;
    struct eval *eval;
    struct record *record;
    const struct attach_codes *codes;
    const struct attach_option *options;
    size_t option_count;
};
/* When all pages are done: puts the attachments in the document.  FAILED, reported: too many, too large. */
enum status attach_finish(struct attach *attach, const struct attach_paper *paper,
                          struct page_document *document, struct str *ret_data) CHECKED;
/* Of that, data.json alone, for who keeps it beside the paper; it lives as long as `attach`. */
enum status attach_data(struct attach *attach, const struct attach_paper *paper,
                        const struct page_document *document, struct str *ret_data) CHECKED;
/* Values as data.json has them: exact, as JSON; the type empty: such values are not listed; NULL is none. */
struct str attach_value_type(const struct value *value);
void attach_value_add(struct buf *out, const struct value *value);

/* Where a field is printed: when all pages are done, instead of the above. */
enum status attach_sort(struct attach *attach, const struct page_document *document) CHECKED;
struct attach_printed {
    size_t page;           /* from 1 on */
    struct str text, unit; /* as it is printed; what stands right behind a number, ptr NULL: no unit */
};
/* The next place; *at is NULL before the first.  false: there are no more. */
bool attach_next_printed(const struct attach *attach, struct record *record, int slot, const void **at,
                         struct attach_printed *ret_printed);

/* Of a kind, the files that were read for it. */
enum status attach_kind_digest(struct arena *scratch, const char *templates, const struct file_kept *files,
                               struct digest *ret_digest) CHECKED;

/* Of the record's figures, all that data.json has of fields: paths, types, units, exact values (figures.c).  FAILED: a field
 * cannot be computed, reported. */
enum status attach_digest_record(struct eval *eval, struct record *record, struct str kind,
                                 struct digest *ret_digest) CHECKED;
/* The same of a data.json.  FAILED: it is none; not reported. */
enum status attach_digest_data(struct str data, struct digest *ret_digest) CHECKED;

/* --- read again (read.c); the texts are anybody's --- */

struct attach_file {
    struct str name, path, role, digest; /* path: from its folder */
};
struct attach_manifest {
    struct str text, program, kind, kind_digest, description; /* its name */
    struct attach_file *files;
    size_t file_count;
    struct str *there; /* paths of files that had to be there; a folder's ends with / */
    size_t there_count;
};
enum status
attach_manifest_read(struct arena *arena, struct str text,
                     struct attach_manifest *ret_manifest) CHECKED; /* FAILED: it is none; not reported */
/* ptr NULL: no memory; empty: not there. */
struct str attach_manifest_option(struct arena *arena, const struct attach_manifest *manifest,
                                  const char *name) CHECKED;
/* May a file of this path be put in a folder: it stays there, and has no odd characters. */
bool attach_path_is_safe(struct str path);
bool attach_path_there_is_safe(struct str path);          /* the same of one of `there` */
bool attach_is_kind_file(const struct attach_file *file); /* its path is from the folder of all kinds */
bool attach_is_record(const struct attach_file *file);    /* of the period before, in a folder of its own */
struct attach_face {
    struct str name, version, sum; /* sum: tells files of one version apart */
};
struct attach_faces {
    struct attach_face *items;
    size_t count, capacity;
};
enum status attach_manifest_faces(struct arena *arena, const struct attach_manifest *manifest,
                                  struct attach_faces *ret_faces) CHECKED;
/* In what words two manifests of a paper differ, a line each: kind, options, files. */
enum status attach_compare_manifests(struct arena *arena, const struct attach_manifest *old,
                                     const struct attach_manifest *fresh, struct buf *out) CHECKED;
void attach_compare_kinds(const struct attach_manifest *old, const struct attach_manifest *fresh,
                          struct buf *out); /* the kind alone */
/* data.json of an earlier paper as the record of the period before (record.c); `text` outlives it.  FAILED, reported. */
enum status attach_record_read(struct arena *arena, struct diag *diag, const char *path, struct str text,
                               struct model_past *ret_past) CHECKED;
/* The first fields whose values differ, a line each, and how many more do. */
enum status attach_compare_data(struct arena *arena, struct str old, struct str fresh,
                                struct buf *out) CHECKED;

#endif
