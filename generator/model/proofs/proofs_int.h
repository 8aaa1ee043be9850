/*
 * Inside the wing proofs.
 *
 *   limits.c       what fields allow; computes all;  codes.c  codes with check digits
 *   prove.c        statements against formulas;  cause.c  one number that explains several
 *   past.c         statements against the record of the period before
 *   checks.c       checks in every record;  check_words.c  what is said of one that fails
 *   findings.c     what is kept of each proof
 *   doubt.c        drafts: the paper in both states
 *   follow.c       faults wait, so that what follows from one is silent
 */
#ifndef CHENGWEN_MODEL_PROOFS_INT_H
#define CHENGWEN_MODEL_PROOFS_INT_H

#include "model/proofs/proofs.h"
#include "model/texts/texts.h"

/* `place` where it is in the input, else the record's. */
struct place input_place(const struct record *record, struct place place);
void check_inputs(struct fill *fill);
/* Absolute difference; FAILED: beyond what numbers may be. */
enum status figures_apart(struct fill *fill, const struct number *a, const struct number *b,
                          const struct number **ret_number) CHECKED;

/* --- codes.c --- */

/* A text of the record that is to be a code. */
struct coded {
    struct record *record;
    int slot;
    struct place place;
    struct str text;
};
/* Is it one of that form?  false: an error was reported; a check character that is known to be wrong on some papers is a
 * warning alone. */
bool code_look(struct fill *fill, const struct coded *coded, enum text_form form);
/* What was proved, in words. */
struct str code_label(enum text_form form);

/* --- findings.c --- */

/* One proof, before it is put in words.  record, slot: what it is about; slot -1: the record itself. */
struct proved {
    struct str check;
    struct place place;
    const struct record *record;
    int slot;
    struct str path; /* in words; empty: that of record and slot */
    struct str stated, computed, difference;
    enum verdict verdict;
    bool follows; /* from what another message says: has none of its own */
};

/* Counts a proof; true: `finding_add` will keep it, so its figures must be put in words. */
bool finding_wanted(struct fill *fill, enum verdict verdict);
/* Keeps it; its message is the newest of the diagnostics unless OK. */
void finding_add(struct fill *fill, const struct proved *proved);
/* A proof failed on the slot (-1: on none): brings it into doubt and, but for a draft, fails the document.
 * `stated`: what it would be but for the formula; NULL: not known. */
void fill_disagree(struct fill *fill, struct record *record, int slot, const struct value *stated);
/* The evaluation in the stated state, its doubt cleared; NULL: nothing was told wrong so far. */
struct eval *stated_state(struct fill *fill);
/* Does the statement agree in this state (NULL: there is none)?  (prove.c) */
bool agrees_in(struct fill *fill, const struct proof *proof, struct eval *stated);

/* --- follow.c: faults of formulas wait until all is looked at --- */

/* Holds back the messages from the n-th on: the check, or (NULL) a formula of the record, could not be
 * evaluated. */
void hold_fault(struct fill *fill, size_t n, const struct check *check, struct record *record);
/* run_note of the status of a formula: in a draft one that fails is no reason to stop. */
void value_note(struct fill *fill, enum status status);
/* The check's condition does not hold, for one of many reasons: what it reads comes into doubt when all is
 * looked at, or the field `at` alone (record NULL: none). */
void hold_condition(struct fill *fill, const struct check *check, struct record *record, struct expr_spot at);
/* What the formula gives for the slot in the state of `eval`, whatever the slot has. */
enum status formula_value(struct record *record, int slot, struct eval *eval,
                          struct value *ret_value) CHECKED;
/* Does the value hang on what was told, so that more of it need not be said? */
bool value_follows(struct fill *fill, struct record *record, int slot);
/* In the stated state the check holds, or cannot be decided. */
bool check_follows(struct fill *fill, const struct check *check, struct record *record);

/* --- proofs that fail (prove.c), and why (cause.c) --- */

struct disagreement {
    const struct proof *proof;
    struct value computed;
    const struct number *difference; /* NULL: no numbers */
    bool told;                       /* or said by another one */
    bool follows;                    /* from another statement */
};

/* Several that disagree because of one number of the input: told as one. */
void causes_tell(struct fill *fill, struct disagreement *list, size_t count);

/* --- check_words.c --- */

/* A band: its record and its ends; NULL: open. */
struct band_ends {
    const struct record *record;
    const struct number *min, *max;
};

/* How a check went in one record. */
struct outcome {
    bool holds;
    struct value stated, computed;   /* where there are two sides */
    struct value among;              /* one of these was asked for */
    const struct number *difference; /* stated less computed; NULL: no numbers */
    const struct record *at;         /* bands: the record where they part; NULL: none */
    struct band_ends lower, upper;   /* and the two that do not join */
    bool second; /* set by check_subject: what is computed is to blame, what is stated is what it should be */
};

/* What a message is about: place, path, both values, the difference. */
void check_subject(struct fill *fill, const struct check *check, struct record *record,
                   struct outcome *outcome, struct proved *proved);
/* Words made from label, path and values. */
enum status check_made_message(struct fill *fill, const struct check *check, const struct proved *proved,
                               const struct outcome *outcome, struct str *ret_text) CHECKED;

#endif
