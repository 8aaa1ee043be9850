/*
 * form: the fields of a kind -> a workbook to be filled in, whose rows become papers (room series).
 *
 * One sheet has a column a field that an input states, one sheet each list, joined by the first column; heads say label and unit, comments
 * what is wanted, cells take what may stand there.  The library that writes it, libxlsxwriter, is loaded when it is
 * asked for: it brings along what no other run needs.  Equal kinds give equal bytes.
 */
#ifndef CHENGWEN_FORM_H
#define CHENGWEN_FORM_H

#include "expr/expr.h"
#include "model/model.h"

enum { FORM_MAX_BYTES = 64 << 20, FORM_MAX_COLUMNS = 400 };

struct form_request {
    struct str kind, label;
    const struct shape *shape;
    struct place place; /* for messages: the file that is to be written */
};

/* The bytes of the workbook, in the arena.  FAILED, reported: the library is not there; it cannot be written. */
enum status form_make(struct arena *arena, struct diag *diag, const struct form_request *request,
                      struct str *ret_bytes) CHECKED;

#endif
