/* The door of the wing texts: what an input writes -> texts and values; figures -> texts. */
#ifndef CHENGWEN_MODEL_TEXTS_H
#define CHENGWEN_MODEL_TEXTS_H

#include "model/model_int.h"

/* Words of the input's own file are kept for those who look for figures in them (text.c). */
void keep_text(struct fill *fill, struct typed_text text);
/* Prose has no attribute but figures= and href=. */
void refuse_prose_attr(struct fill *fill, const struct node *node, const struct attr *attr);
/* What the input writes and leaves empty, if that matters (text.c). */
void report_blank(struct fill *fill, struct record *record, int slot, struct place place);
/* A text that is still what `chengwen new` writes for its field (text.c); of prose, a paragraph. */
void tell_unfilled(struct fill *fill, const struct record *record, int slot, struct str text,
                   struct place place);
void tell_unfilled_prose(struct fill *fill, const struct record *record, int slot, const struct node *prose);
/* `written` is the element's text, `text` what it says: a number, date or month that `new` has written and nobody touched. */
void tell_unfilled_value(struct fill *fill, const struct record *record, int slot, struct str written,
                         struct str text, struct place place);
/* The <p>s inside the element as one text (lines.c); false: they are none, which was noted. */
bool lines_join(struct fill *fill, const struct node *node, const struct record *record, int slot,
                struct str *ret_text);
/* Leaves out the records that are totals of the others, which is reported; so is one that is part of another
 * (totals.c). */
void leave_out_totals(struct fill *fill, const struct rule *rule, struct value *list);
/* Text of the input for a field. */
struct scalar {
    struct fill *fill;
    const struct record *record;
    int slot;
    struct str text;
    struct place place;
};
/* Its value (value.c); FAILED is reported. */
enum status value_read(const struct scalar *scalar, struct value *ret_value) CHECKED;
/* Decimals that a number is written with. */
int count_decimals(struct str text);
/* Looks through a name, or the texts and titles of prose. */
void strays_in_attr(struct fill *fill, const struct attr *attr);
void strays_in_text(struct fill *fill, const struct node *text);
void strays_in_prose(struct fill *fill, const struct node *prose);
void strays_report(struct fill *fill);
/* Does a line end in the scalar vanish between two words?  FAILED: it was written as a reference; reported.
 */
enum status line_end_check(struct fill *fill, const struct record *record, int slot, const struct attr *attr,
                           const struct node *text) CHECKED;
/* White space at both ends dropped; a run with a line end between two wide characters dropped; any other run
 * one space. */
enum status text_clean(struct arena *arena, struct str text, struct str *ret_text) CHECKED;
/* What was built, so cleaned, in the arena; clears it. */
enum status text_keep(struct arena *arena, struct buf *text, struct str *ret_text) CHECKED;
/* Without blanks of any width, and characters without an image, at both ends. */
struct str trim_wide(struct str text);
/* "第 3 个字是 U+00A0 不换行空格，另一处是“经”（U+7ECF）": where two texts that should be equal begin to
 * differ, if they have something in common; empty for other values; ptr NULL: no memory. */
struct str texts_differ(struct arena *arena, enum type_kind kind, struct str a, struct str b);
/* Does a {…} stand in it, and where? */
bool text_has_formula(struct str text, size_t *ret_at);
/* # stands for a digit, ? for any character, * for any text; all else for itself. */
bool text_matches(struct str text, struct str pattern);
/* "402,233.38" shortest, but at least so many decimals; what does not end is cut after six, or more if more
 * are asked for, and marked with 约; what may be a year stays 2026. */
void figure_print(const struct number *number, int decimals, struct buf *out);
/* Decimals with which two numbers are told: what any of them needs; where one does not end, so many that they
 * do not look alike.  `apart`: the difference; NULL: not known. */
int figures_decimals(const struct number *a, const struct number *b, const struct number *apart);

#endif
