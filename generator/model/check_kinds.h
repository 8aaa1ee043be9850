/* The table of check elements: see check_kinds.c.  Their attributes stand in schema/model.def. */
#ifndef CHENGWEN_MODEL_CHECK_KINDS_H
#define CHENGWEN_MODEL_CHECK_KINDS_H

#include "model/model_int.h"

struct check_kind {
    const char *element;
    const char *is;        /* the element whose one row it is, in other words: what follows here is there, but
                               the label; NULL: it is a proof itself */
    const char *names;     /* how it calls the attributes of that: "of=is to=of"; NULL: as that does */
    const char *left;      /* what is stated, or the condition, or the list of bands */
    const char *right;     /* what is computed; of a condition: what a message shows; NULL: nothing */
    const char *among;     /* of a condition that asks for one of a list: the list; NULL: none */
    const char *at;        /* the field that a message points to; NULL: the record */
    const char *tolerance; /* unless the author gives one; NULL: none */
    const char *label;
    const char *needs, *without; /* only when this attribute is given, or is not; NULL: always */
    enum relation relation;
    bool chain;
    bool own_message; /* the author must say what is wrong */
};

/* The rows of an element, which stand together; 0: it is none. */
size_t check_kinds_of(struct str element, const struct check_kind **ret_first);
/* The row that the row is in other words, or itself. */
const struct check_kind *check_kind_meant(const struct check_kind *kind);
/* All names, for a suggestion. */
void check_kinds_list(struct buf *out); /* " sum equal …" */

#endif
