/*
 * Inside the wing texts.
 *
 *   text.c      blanks, line ends, patterns; figures as texts;  lines.c  texts of several lines
 *   value.c     text -> value;  value_why.c  why it is none
 *   strays.c    characters that eyes cannot tell
 */
#ifndef CHENGWEN_MODEL_TEXTS_INT_H
#define CHENGWEN_MODEL_TEXTS_INT_H

#include "model/texts/texts.h"

/* Why a text is no value of the kind (value_why.c). */
struct refused {
    struct run *run;
    struct place place;
    struct str described, text;
};
void value_refuse(const struct refused *refused, enum rule_kind kind);

#endif
