/*
 * Inside sign, beside its wings (file: the PDF as it lies; proof: what a signature says, and whether it is true; changes:
 * what came after it):
 *
 *   main.c   the program chengwen-sign                 arguments.c   what it was told
 *   look.c   signatures: all that is known of each     verdict.c     what is wrong with one
 *   tell.c   told to people                            tell_json.c   told to programs
 *   lists.c  what the file has of revoked certificates
 */
#ifndef CHENGWEN_SIGN_INT_H
#define CHENGWEN_SIGN_INT_H

#include "sign/sign.h"

struct change;
struct change_rule;
struct proof;
struct sign_field;
struct sign_file;
struct sign_seal;

struct look_change {
    const struct change *change;
    size_t revision; /* from 0 */
    bool is_allowed;
};
enum { LOOK_FAULTS_MOST = 24, LOOK_TEXT_MOST = 1 << 16 };
/* One signature. */
struct look {
    const struct sign_field *field;
    struct str format;           /* "/ETSI.CAdES.detached" */
    struct str reason, location; /* the signer's own words; empty: none */
    const struct sign_seal *seal;
    const struct proof *proof;
    const struct change_rule *rule;
    struct look_change *changes; /* of the revisions after it */
    size_t change_count, change_capacity;
    const struct message *faults[LOOK_FAULTS_MOST]; /* none: it is valid */
    size_t fault_count;
    bool is_known;    /* a format that we know */
    bool is_stamp;    /* a time stamp of the document */
    bool is_of_field; /* the field had it in its own revision */
};
struct looks {
    const char *path;
    const struct sign_file *file;
    struct look *items; /* in the order in which they were made */
    size_t count, capacity;
    const struct sign_field **empty; /* fields without a signature */
    size_t empty_count, empty_capacity;
    size_t lost_count; /* signatures that were taken away: reported */
    bool has_roots;
    bool is_of_several; /* files: it is said which one */
    bool is_read;       /* the file was gone through to its end; else nothing but its path is known */
};

/* sign_look of a file that is read. */
enum sign_exit sign_look_bytes(const struct sign_run *run, const char *path, struct str bytes) CHECKED;
void look_judge(struct look *look);                          /* verdict.c */
void looks_tell(const struct looks *looks, struct buf *out); /* tell.c */
/* tell_json.c; what of `diag` is an error is told too. */
void looks_tell_json(const struct looks *looks, const struct diag *diag, struct buf *out);
void change_write(const struct change *change, struct buf *out); /* tell.c: in words */

#endif
