/*
 * grammar: what a file may hold, as a schema for editors (RELAX NG, XSD), and as a file to be filled in.
 *
 * Of descriptions the kind's model says it, of the authors' files the registry (room schema).  RELAX NG says what reading
 * says: names, what must be there and how often, looks of values, choices; it knows no formula, no proof, no other file.  XSD
 * says of an element which others and which attributes it may have, and what values look like, no more: it has no word
 * for "an attribute or an element", nor for many of one name in any order.  docs/editors.md says where they differ.
 */
#ifndef CHENGWEN_GRAMMAR_H
#define CHENGWEN_GRAMMAR_H

#include "base/base.h"
#include "model/model.h"
#include "schema/schema.h"

enum grammar_format { GRAMMAR_RNG, GRAMMAR_XSD };

/* Of descriptions of the kind. */
enum status grammar_of_kind(struct arena *arena, const struct model *model, enum grammar_format format,
                            struct buf *out) CHECKED;
/* Of files of the language. */
enum status grammar_of_language(struct arena *arena, enum language language, enum grammar_format format,
                                struct buf *out) CHECKED;
/* A description of the kind with all that must be there, each with an example of its sort, and what may be there in comments.
 * marked: an untouched number or date is told (model_sample); the first paper of a kind just made is to be looked at as it is. */
enum status grammar_example(const struct model *model, bool marked, struct buf *out) CHECKED;

#endif
