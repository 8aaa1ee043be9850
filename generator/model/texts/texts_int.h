/*
 * Inside the wing texts.
 *
 *   text.c      blanks, line ends, patterns; figures as texts;  lines.c  texts of several lines
 *   value.c     text -> value;  value_why.c  why it is none
 *   strays.c    characters that eyes cannot tell
 *   totals.c    records of lists that are totals of the others
 */
#ifndef CHENGWEN_MODEL_TEXTS_INT_H
#define CHENGWEN_MODEL_TEXTS_INT_H

#include "model/texts/texts.h"

/* Reports a code whose text begins with the field and what is written there; FAILED. */
#define scalar_report(scalar, code, ...)                                                                     \
    run_report_field(&(scalar)->fill->run, (scalar)->record, (scalar)->slot, code, (scalar)->place,          \
                     STR_ARGS((scalar)->text), ##__VA_ARGS__)
/* Reports why the text is no value of the field (value_why.c); FAILED. */
enum status value_refuse(const struct scalar *scalar) CHECKED;

#endif
