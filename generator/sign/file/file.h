/*
 * sign/file: any PDF as it lies, with all that was appended to it.
 *
 * A file is a chain of cross-reference sections, from the one that its last startxref names back to the first; what one
 * of them adds and what stands before it is a revision, and everything may be looked at as it was then: a view is the
 * file up to a revision.  A file made to be shown while it is loaded (linearised) begins with a revision of two
 * sections.  Values are slices, of the file or of what an object stream holds (room syntax reads them),
 * so that it is known of each where it stands.
 *
 * The file may be anybody's, and nothing in it is believed: every offset, number, length and reference is proved when
 * the file is opened, all objects of all revisions are read then, and what cannot be read is one message.  So who
 * looks afterwards meets nothing but what is there; only how much he looks at is limited (sign_file_is_used_up).
 *
 * Read as others write them: any white and line ends, tables without object 0 and in several parts, white behind the
 * end, and up to 2 KB of something else there; remarks between two revisions.  What stands behind a revision and is of no other is a change all the
 * same, also where one more revision was put behind it since.
 *
 * Not read, each refused with a message: encrypted files, hybrid ones (a table with /XRefStm), files with something
 * in front of %PDF-, object streams and cross-reference streams with another filter than Flate, files with a revision
 * whose startxref leads elsewhere than its own section.
 */
#ifndef CHENGWEN_SIGN_FILE_H
#define CHENGWEN_SIGN_FILE_H

#include "base/base.h"
#include "syntax/syntax.h"

enum {
    SIGN_MAX_BYTES = 400 << 20, /* of a file */
    SIGN_MAX_REVISIONS = 500,
    SIGN_MAX_ENTRIES = 8388607,     /* of all cross-reference sections */
    SIGN_MAX_HOLDER = 64 << 20,     /* an object stream or cross-reference stream, inflated */
    SIGN_MAX_INFLATED = 512 << 20,  /* all of them */
    SIGN_MAX_VALIDATION = 64 << 20, /* lists of revoked certificates, or answers; inflated */
    SIGN_FOLLOWED_MOST = 16,        /* references, one leading to the next, where two values are compared */
    SIGN_MAX_TREE = 64,             /* nodes of a page tree, or of fields, in one another */
    SIGN_LOOKS = 64 << 20,          /* bytes looked at: so many, */
    SIGN_LOOKS_PER_REVISION = 4,    /* for each byte of the file and revision, */
    SIGN_LOOKS_PER_BYTE = 16,       /* and for each byte of the file and of what is inflated, */
    SIGN_LOOKS_COMPARED = 16,       /* and for each of these and revision, */
    SIGN_LOOKS_COMPARED_MOST = 192 << 20 /* but so many at most */
};

/* An object as one revision has it. */
struct sign_object {
    uint32_t number;
    uint16_t generation;
    bool has_stream, is_held; /* held: in an object stream */
    uint32_t revision;        /* that brought it, from 0 */
    struct str value;         /* "<<…>>", or what it is; empty: it was removed */
    struct str stream;        /* its bytes, as they are in the file */
    size_t offset, end; /* in the file, with "obj" and "endobj"; of one that is held: of what holds it */
};

struct sign_revision {
    size_t table;       /* where its cross-reference section is; of two the one that leads to the other */
    size_t end;         /* behind its %%EOF */
    size_t blank_end;   /* and behind the white after it */
    struct str trailer; /* or the dictionary of the stream */
    bool is_stream;     /* the section is a cross-reference stream */
    size_t sections;    /* of the file that count up to here */
};

struct sign_file;
struct sign_file_facts {
    struct str bytes;
    const struct sign_revision *revisions; /* the oldest first */
    size_t count;
    uint32_t next_number; /* above all numbers of objects in use */
};
/* `bytes` must outlive it, as must the path.  FAILED, reported: it cannot be read. */
enum status sign_file_open(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                           struct sign_file **ret_file) CHECKED;
const struct sign_file_facts *sign_file_facts(const struct sign_file *file);
/* Behind that revision stands something that is neither white nor the beginning of the next one, in front of which there may be remarks. */
bool sign_has_tail(const struct sign_file *file, size_t revision);
/* So many bytes are looked at once more; false: they may not be. */
bool sign_look_at(const struct sign_file *file, size_t bytes);
/* So much was looked at that what was found since is not all; reported.  Asked at the end of each walk. */
bool sign_file_is_used_up(const struct sign_file *file);

/* --- views (object.c) --- */

struct sign_view {
    const struct sign_file *file;
    size_t revision; /* from 0 */
};
struct sign_view sign_view_last(const struct sign_file *file);
struct str sign_view_trailer(struct sign_view view);
/* NULL: there is none, or it was removed. */
const struct sign_object *sign_object(struct sign_view view, uint32_t number);
/* What the value is, or the object that it refers to; empty: there is none. */
struct str sign_value(struct sign_view view, struct str value);
/* The dictionary's member, with a reference followed; empty: there is none. */
struct str sign_member(struct sign_view view, struct str dict, const char *key);
/* As it is written: a reference stays one. */
struct str sign_member_itself(struct sign_view view, struct str dict, const char *key);
struct str sign_catalog(struct sign_view view);
/* The next object that the revision brought or removed, from *at == 0 on; NULL: there are no more.  Ascending. */
const struct sign_object *sign_next_change(const struct sign_file *file, size_t revision, size_t *at);

/* --- two values (same.c) --- */

/* Whether they say the same, however it is written: white, the order of keys, escapes. References are not followed. */
bool sign_same(const struct sign_file *file, struct str a, struct str b);
struct sign_both {
    struct sign_view old, fresh;
    bool *moved; /* by number: an object of one of them says what stands by itself in the other */
};
/* `a` of the old one, `b` of the later: also where one is an object now that was none, or the reverse. */
bool sign_both_same(const struct sign_both *both, struct str a, struct str b);

/* --- streams (stream.c) --- */

/* As it was before it was compressed.  FAILED, not reported: not Flate, broken, or more than `most` bytes. */
enum status sign_stream(const struct sign_file *file, const struct sign_object *object, size_t most,
                        struct str *ret_bytes) CHECKED;

/* --- what proves certificates (validation.c) --- */

struct sign_streams {
    struct str *items; /* inflated */
    size_t count, capacity;
};
/* Those that the /DSS of any revision lists under the key (CRLs, OCSPs, Certs), each once, added; what cannot be read is
 * passed over.  FAILED, reported: too many. */
enum status sign_validation(const struct sign_file *file, const char *key,
                            struct sign_streams *ret_streams) CHECKED;

/* --- pages (pages.c) --- */

/* What stands above pages. */
struct sign_page_node {
    uint32_t object;
    uint32_t first; /* page below it, from 1; 0: it has none */
    bool
        is_sound; /* whichever way a program goes – /Kids, /Count, /Parent, /Type – it finds the same right below it */
};
struct sign_pages {
    const uint32_t *items; /* the numbers of their objects, in order */
    size_t count, capacity;
    struct sign_page_node *nodes;
    size_t node_count, node_capacity;
};
/* Each page stands once, whatever circles there are. */
enum status sign_pages(struct sign_view view, struct sign_pages *ret_pages) CHECKED;

/* --- fields (fields.c) --- */

struct sign_widget {
    uint32_t object, page; /* page: from 1; 0: on none */
};
struct sign_field {
    struct str name; /* in full, UTF-8: 甲方.盖章 */
    uint32_t object;
    uint32_t value;                /* the object of its value; 0: none, or it stands in the field itself */
    struct str dict, type, filled; /* "/Sig" (its own or a parent's); what /V is, with a reference followed */
    const struct sign_widget *widgets;
    size_t widget_count;
};
struct sign_fields {
    struct sign_field *items;
    size_t count, capacity;
};
/* Fields that have a value of their own, in the order of the form. */
enum status sign_fields(struct sign_view view, struct sign_fields *ret_fields) CHECKED;
const struct sign_field *sign_field_lookup(const struct sign_fields *fields, struct str name); /* or NULL */

/* --- what is signed (seal.c) --- */

/* What a signature dictionary says it covers, as it is proved against the file. */
enum sign_range_fault {
    SIGN_RANGE_GOOD,
    SIGN_RANGE_MISSING, /* no four whole numbers */
    SIGN_RANGE_START,   /* it does not begin at 0 */
    SIGN_RANGE_GAP,     /* what is left out is not exactly /Contents */
    SIGN_RANGE_LONG,    /* it ends behind the file */
    SIGN_RANGE_END,     /* it ends where no revision does */
    SIGN_RANGE_LATE     /* the signature itself was brought or changed by a later revision */
};
struct sign_seal {
    size_t gap, behind, end;     /* bytes 0 to gap and behind to end are signed */
    size_t revision;             /* the one whose end it is; from 0 */
    enum sign_range_fault fault; /* what else is known then may be nothing */
    struct str contents;         /* "<…>", as it is written */
};
/* `object` is the signature dictionary's; the range is proved against all revisions. */
void sign_seal_read(const struct sign_file *file, const struct sign_object *object,
                    struct sign_seal *ret_seal);

/* --- signatures that are gone (lost.c) --- */

struct sign_loss {
    struct str name; /* of the field */
    size_t revision; /* that brought the signature, from 0 */
    size_t
        skipped; /* where its range is said, if no revision has it, and nobody knows of which field it is; else 0 */
};
struct sign_losses {
    struct sign_loss *items;
    size_t count, capacity;
};
/* What a field had as its signature, and has not any more, or otherwise; `now`: the fields of the last revision. */
enum status sign_losses(const struct sign_file *file, const struct sign_fields *now,
                        struct sign_losses *ret_losses) CHECKED;

#endif
