/*
 * hide: a copy for the public.  Values that must not be seen → what is printed instead, in every text; and the proof that
 * nothing of them is left.
 *
 * All is computed, sorted and looked up with the real values: only the content, which is printed, goes through here, once
 * (hide_content), and the few texts that are not of it (hide_text).  What comes instead has as many characters as what it
 * comes for.  Values are found however they are written: in full-width or other forms, as capitals or small letters, with
 * blanks, line ends, hyphens and characters that nobody sees in them, across styles; of several that begin at a place the
 * longest.  Digits and Latin letters only as a whole: no figure is taken for a part of a number.  Inside a longer text that the
 * input states and the model calls public they stay.
 *
 * The proof looks at the finished pages, at what else a file says, and at its name.  A trace is a value, or so many of its
 * characters in a row as rules.def says, a hidden one among them, unless they stand in the files of the kind (of names: with the
 * same letter beside them), in a text that the model says is public (personal="no"), or, for some rules, in another short text
 * of the paper.  For those rules two letters, neither Latin nor digits, are a trace, too, where they are rare: the input has
 * them at most HIDE_RARE times, or the pages have.  What is printed instead of a value is no trace of another one.
 */
#ifndef CHENGWEN_HIDE_H
#define CHENGWEN_HIDE_H

#include "base/base.h"

struct content;
struct page; /* page */
struct page_document;

/* What the model says of a text. */
enum personal {
    PERSONAL_UNSAID,
    PERSONAL_NO, /* it is public, with all that it holds */
#define PERSONAL(id, ...) PERSONAL_##id,
#include "hide/rules.def"
#undef PERSONAL
    PERSONALS
};
extern const struct words words_personal;

/* A value is looked for only where it can be told from all else. */
enum { HIDE_LEAST = 2, HIDE_LEAST_DIGITS = 5, HIDE_SHORT = 300 /* bytes of a text that weighs */ };
enum { HIDE_RARE = 2 /* what is typed and printed more often is common */ };

struct hide;
/* In the arena; what it needs for a while is in memory of its own.  NULL: no memory. */
struct hide *hide_new(struct arena *arena, struct diag *diag) CHECKED;
void hide_free(struct hide *hide); /* NULL is fine */

struct hide_value {
    struct str text; /* of several values with marks like 、 between, each counts */
    enum personal personal;
    struct str path; /* what it is, in words */
    struct place place;
    bool is_computed; /* of a formula: what it holds of others is hidden, public or not */
};
/* FAILED, reported: it is too short to be found.  Of UNSAID texts those that are short weigh. */
enum status hide_add(struct hide *hide, const struct hide_value *value) CHECKED;
/* A text, or a piece of one, that somebody typed and that is not personal: what stands in it counts once, however often it is
 * printed. */
enum status hide_add_typed(struct hide *hide, struct str text) CHECKED;
/* A text of the kind: what stands in it is no trace. */
enum status hide_add_known(struct hide *hide, struct str text) CHECKED;
/* All values are there. */
enum status hide_settle(struct hide *hide) CHECKED;

/* The text may become another one, in the arena. */
enum status hide_text(struct hide *hide, struct str *text) CHECKED;
/* All texts of the content; from then on it is the public one.  FAILED, reported: a QR code says a value, or a trace of one. */
enum status hide_content(struct hide *hide, struct content *content) CHECKED;

/* A finished page; its texts are kept until they are proved. */
enum status hide_page(struct hide *hide, const struct page *page, size_t index) CHECKED;
/* FAILED, reported with place: something is left.  `file`: the name of the file; empty: it has none. */
enum status hide_prove(struct hide *hide, const struct page_document *document, struct str file) CHECKED;

#endif
