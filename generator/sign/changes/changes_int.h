/*
 * Inside sign/changes:
 *
 *   changes.c   two revisions compared                      claims.c   what each object is part of
 *   form.c      the same of fields and annotations          settings.c   of what the form says for all
 *   rules.c     what a signature allows                     proofs.c     of what proves certificates
 *   generations.c   the second number of a reference
 */
#ifndef CHENGWEN_SIGN_CHANGES_INT_H
#define CHENGWEN_SIGN_CHANGES_INT_H

#include "sign/changes/changes.h"

enum part_kind {
    PART_NONE, /* nothing leads to it */
    PART_CATALOG,
    PART_TREE,        /* a node of the page tree; index: the first page below it, from 1 */
    PART_PAGE,        /* the index-th, from 1 */
    PART_ANNOTATIONS, /* the list of them, of that page */
    PART_ANNOTATION,  /* on that page, with what it shows */
    PART_CONTENT,     /* of that page */
    PART_FORM,
    PART_FORM_ENTRY,   /* fonts and the like */
    PART_FIELD,        /* the index-th, from 0 */
    PART_WIDGET,       /* of that field */
    PART_VALUE,        /* likewise: the signature */
    PART_LOOK,         /* likewise: its appearance, and what else it has */
    PART_LOOK_OF_MORE, /* likewise, and another field, or a remark, has it too */
    PART_ENTRY         /* of the catalog: enum change_kind is the index */
};
struct part {
    uint32_t kind, index;
};
/* A view, taken apart. */
struct claims {
    struct sign_view view;
    struct part *parts; /* by number */
    uint32_t *nodes;    /* of the page tree, by number: the place in pages.nodes, from 1; 0: it is none */
    uint32_t count;
    struct sign_pages pages;
    struct sign_fields fields;
    struct str form;
};

/* --- claims.c --- */
enum status claims_make(struct arena *arena, struct sign_view view, struct claims *ret_claims) CHECKED;
struct part claims_part(const struct claims *claims, uint32_t number);
/* What an entry of the catalog is told as; CHANGE_COUNT: it is looked at by itself. */
enum change_kind catalog_kind(struct str key);

/* --- changes.c --- */
struct comparison {
    struct arena *arena;
    const struct sign_file *file;
    const struct claims *old, *fresh;
    struct sign_both both; /* their views */
    bool *touched; /* by field of the later one: it was signed or filled in by this revision, or is new */
    unsigned char *listed; /* by number, all 0: for who compares lists */
    bool has_lost_proofs;  /* data for proofs was taken away, and none added */
    bool has_new_fonts;    /* of the form, which came with a signature and with which nothing is drawn */
    struct changes *changes;
};
enum status change_add(struct comparison *work, enum change_kind kind, uint32_t page,
                       struct str name) CHECKED;
/* The next key that stands in one of them with another value than in the other, from *at == 0 on. */
bool next_difference(const struct comparison *work, struct str old, struct str fresh, size_t *at,
                     struct str *ret_key);

/* --- form.c --- */
enum status compare_fields(struct comparison *work) CHECKED;
/* `part`: what it is of in the old view, or in the later one. */
enum status compare_field_object(struct comparison *work, uint32_t number, struct part part,
                                 bool is_old) CHECKED;
enum status compare_annotations(struct comparison *work, uint32_t page, struct str old,
                                struct str fresh) CHECKED;

/* --- generations.c --- */
enum status compare_generations(struct comparison *work, size_t revision) CHECKED;

/* --- proofs.c --- */
enum status compare_proofs(struct comparison *work) CHECKED;

/* --- settings.c --- */
enum status compare_forms(struct comparison *work) CHECKED;
/* An object of them. */
enum status compare_setting(struct comparison *work, uint32_t number) CHECKED;

#endif
