/*
 * Between the files that make forms.
 *
 * A form is a table whose rows are written as text: cells with | between them, as many as the form has columns.  A cell
 * that says + is one with that at its left, ++ all up to the right edge, ^ is one with that above; `^ text` is so where
 * that prints the same.  A row becomes the instructions of a table's row: one for each of its cells, and its end.
 *
 *   form.c      what is written → instructions
 *   run_form.c  these carried out: cells that grow; what labels are of
 */
#ifndef CHENGWEN_FORM_INT_H
#define CHENGWEN_FORM_INT_H

#include "template/table/table_int.h"

struct form_cell {
    struct cell_data cell; /* first, so that cell_make finds it */
    bool label;            /* names what is beside or below it */
    bool same;             /* is one with that above if it prints the same */
};

enum form_mark { MARK_LEFT, MARK_EDGE, MARK_ABOVE };
struct form_join {
    enum form_mark mark;
};
instr_run run_form_join, run_form_end;

#endif
