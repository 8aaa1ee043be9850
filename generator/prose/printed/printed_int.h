/*
 * Inside printed: the same amount in digits and in 大写.  Others ask it by prose_check_amounts (prose.h) alone.
 *
 *   joins.c     amounts of a text, and what may stand between two that are one
 *   amounts.c   those of a paragraph, and of one behind the other
 *   rows.c      those in the cells of a row
 */
#ifndef CHENGWEN_PROSE_PRINTED_INT_H
#define CHENGWEN_PROSE_PRINTED_INT_H

#include "prose/prose_int.h"

/* --- joins.c --- */

enum amount_sort { AMOUNT_DIGITS, AMOUNT_WORDS, AMOUNT_OTHER /* another number */ };

struct amount {
    size_t from, to; /* bytes of the text, its unit included */
    int64_t value;   /* without sign, in 元 if it has a unit */
    enum amount_sort sort;
    bool money; /* it has a unit */
    bool bare;  /* a whole number without unit, as counts have it */
    bool minus;
    bool small; /* 一百元: words that a sentence has, too, unless 大写 says what they are */
};

struct amount_reader {
    struct scanner scanner;
    struct spoken spoken; /* the next one, if it `waits` */
    size_t at;
    bool waits, ended;
};
/* The next number of the text, those without unit too; false: none, or no memory (reader->scanner.status). */
bool amount_next(struct amount_reader *reader, struct amount *ret_amount);
/* Does what stands around the two, first and then second, say that they are one amount? */
bool amounts_joined(struct str text, const struct amount *first, const struct amount *second);
/* `label`: says the unit of digits without one (万元); may be empty. */
bool amounts_same(const struct amount *digits, const struct amount *words, struct str label);
/* Nothing but what may stand around an amount: marks, brackets, 人民币, 整? */
bool amount_is_alone(struct str around);
/* What the label says beside 大写, 小写, units and marks. */
enum status label_strip(struct arena *arena, struct str label, struct str *ret_core) CHECKED;
bool label_says(struct str label, const char *word);
/* （元）, 万元; 0: it says no unit of money */
int64_t label_scale(struct str label);

/* --- amounts.c --- */

/* An amount alone in its paragraph or cell, or row. */
struct lone {
    struct amount amount;
    struct str text, label; /* as printed; all that stands before it */
    struct place place;
    bool valid;
};

struct told_amount {
    struct place place;
    int64_t value;
};
enum { AMOUNTS_TOLD = 32 };

struct printed_piece {
    size_t at, offset; /* in the gathered text; in the item's */
    const struct inline_item *item;
};

struct amounts {
    struct arena *arena;
    struct diag *diag;
    struct buf text, other; /* of the paragraph being looked at; an amount, printed */
    struct printed_piece *pieces;
    size_t piece_count, piece_capacity;
    struct amount *items; /* of the paragraph */
    size_t count, capacity;
    struct told_amount told[AMOUNTS_TOLD]; /* of late */
    size_t tellings;
    struct lone before;       /* of the paragraph before */
    const struct block *last; /* that, where nobody has read it */
    enum status status;       /* FAILED: reported */
};

bool block_says_capital(const struct block *block);
/* The words of a paragraph, in own->text, with the places; empty: there are none, or it is not looked at. */
struct str amounts_gather(struct amounts *own, const struct block *block);
/* Its amounts; the text is gathered. */
void amounts_collect(struct amounts *own, struct str text);
/* Both kept. */
void amounts_lone(struct amounts *own, const struct block *block, struct lone *ret_lone);
void amounts_report(struct amounts *own, struct str digits, struct str words, int64_t value,
                    struct place place);
/* Says the second what the first says, each in its own way?  Reported, if not. */
void amounts_compare_lones(struct amounts *own, const struct lone *first, const struct lone *second);

/* --- rows.c --- */

void amounts_compare_table(struct amounts *own, const struct table *table);

#endif
