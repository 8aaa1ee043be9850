/*
 * compare, inside: records become trees of twigs (twigs.c), which pair and differ (records.c); content becomes
 * passages (passages.c), which pair and differ (clauses.c); which of the changes clauses tell already, which are no news
 * to who reads the paper: told.c; what it prints: printed.c.
 * Under both: sequences that pair (align.c), texts that differ (texts.c).  Told: figures.c (numbers and dates in
 * words), json.c, describe.c.
 */
#ifndef CHENGWEN_COMPARE_INT_H
#define CHENGWEN_COMPARE_INT_H

#include "compare/compare.h"
#include "reader/reader.h"

enum {
    COMPARE_CELLS =
        4000000, /* of a matrix of two sequences that are aligned exactly; beyond, by what stands once in both */
    COMPARE_PAIRS =
        250000,          /* of unlike things of which each is held against each; beyond, none of them pair */
    COMPARE_DEPTH = 16,  /* of sequences that are divided at what stands once in both */
    COMPARE_ALIKE = 400, /* in 1/1000: less alike, and it is another thing */
    COMPARE_CROSSWISE = 600, /* out of order: one that has moved and was changed */
    COMPARE_MAX_TEXT = 1 << 26
};

/* Where work is done: what stays goes to `arena`, `scratch` is emptied by who fills it. */
struct work {
    struct arena *arena, *scratch;
    struct str_index names; /* texts -> numbers from 0 on: equal texts have one number */
};
/* The text must stay. */
enum status work_name(struct work *work, struct str text, uint32_t *ret_number) CHECKED;

/* --- align.c --- */

enum { ALIGN_NONE = -1 };

/* Numbers of things: two are equal if their numbers are. */
struct sequence {
    const uint32_t *items;
    size_t count;
};
/* partners[i]: the place in `now` of what stands at i in `old`, or ALIGN_NONE; all in order.  As many, by weight, as can be;
 * of long sequences by what stands once in both. `weights`: of each old one; NULL: all the same. */
enum status align_equal(struct work *work, struct sequence old, struct sequence now, const uint32_t *weights,
                        int64_t *partners) CHECKED;
/* How alike two are, in 1/1000. */
struct likeness {
    void *context;
    uint32_t (*of)(void *context, size_t old, size_t now);
};
/* Pairs those of both that have no partner yet, where they are alike enough: in order, then, if more alike, out of it. */
enum status align_alike(struct work *work, size_t old_count, size_t now_count,
                        const struct likeness *likeness, int64_t *partners) CHECKED;
/* ret_stays[i]: the pair of i is in order with the most others; the rest have moved. */
enum status align_stays(struct work *work, const int64_t *partners, size_t count, bool *ret_stays) CHECKED;

/* --- texts.c --- */

enum mark { STRETCH_SAME, STRETCH_DROPPED, STRETCH_ADDED };
struct stretch {
    enum mark mark;
    struct str text;
};
struct marked {
    struct stretch *items;
    size_t count, capacity;
};
/* Word by word: Han by a dictionary, figures whole. */
enum status texts_compare(struct work *work, struct str old, struct str now,
                          struct marked *ret_marked) CHECKED;
/* What two texts have in common: pairs of neighbouring characters. */
struct grams {
    uint64_t *items; /* sorted */
    size_t count;
};
enum status grams_make(struct arena *arena, struct str text, struct grams *ret_grams) CHECKED;
void grams_sort(struct grams *grams);
uint32_t grams_alike(const struct grams *a, const struct grams *b); /* in 1/1000 */

/* --- twigs.c --- */

/* A field that has a value, a group, a record of a list.  What is missing, or an empty text, has none. */
struct twig {
    struct twig *around, *first, *last, *next;
    struct record *record;
    int slot;        /* -1: the record itself, of a list */
    int field;       /* of the record around: which one it is, or is in */
    bool head;       /* a group, a record */
    bool made;       /* it is in a list that the model derives */
    bool twin;       /* of a record: another one of its list bears its name */
    bool stated;     /* it, or something in it, is; else all is computed, or a default */
    uint32_t said;   /* number of what it says: of a head what is stated in it, if anything is */
    struct str text; /* a leaf: the value, exactly, as data.json writes it; of prose its source */
    struct grams
        grams; /* of a text, prose: its characters; of a record: what it says, field by field; made when asked for */
    bool has_grams;
    struct value value;
};
enum status twigs_make(struct work *work, struct eval *eval, struct record *record,
                       struct twig **ret_root) CHECKED;
const struct field *twig_field(const struct twig *twig);   /* of the record itself, of a list: that list's */
void twig_path(const struct twig *twig, struct buf *out);  /* "budget.item[2].amount" */
void twig_where(const struct twig *twig, struct buf *out); /* in words, what it is in */
void twig_name(const struct twig *head, struct buf *out);  /* in words, itself: of twins with its place */
/* The source of prose: a line a paragraph. */
void prose_write(const struct node *prose, struct buf *out);

/* --- what differs --- */

enum sort { SORT_CHANGED, SORT_ADDED, SORT_DROPPED, SORT_MOVED, SORT_NUMBERED };

struct difference {
    enum sort sort;
    const struct twig *twigs[COMPARE_SIDES]; /* NULL: not there */
    const struct twig *behind;               /* MOVED: the record that stands before it now; NULL: none */
    bool told;                               /* a clause tells it */
    bool hidden;                             /* computed, and neither paper prints it, or it stands already */
    int forms[COMPARE_SIDES];                /* of a leaf: as what the papers print it */
    struct marked marked;                    /* texts and prose that changed */
};

/* A paragraph, or what stands like one. */
struct passage {
    struct str text;   /* without its number; line ends: U+2028 */
    struct str number; /* as printed; empty: none */
    struct str id;     /* empty: none */
    int level;         /* of a title: 1 to 6 as headings have it, then what is numbered else; 0: it is none */
    bool cell, item;
    bool note;
    const struct passage *under; /* the title that it stands under; NULL: none */
    const struct passage
        *within; /* of an item: the paragraph before its list; of a note: the one that it is of; else NULL */
    const struct block *block;
    uint32_t said;
    struct grams grams;
};
struct passages {
    struct passage **items;
    size_t count, capacity;
};
/* The title, behind the numbers of those that it stands under: 第二部分一、（二）人员; nothing, where there is none. */
void passage_add_title(const struct passage *title, struct buf *out);
/* The numbers of what it stands in below its title, then its own: 第三条（二）; 第六条注. */
void passage_add_numbers(const struct passage *passage, struct buf *out);
enum status passages_make(struct work *work, const struct compare_side *side,
                          struct passages *ret_passages) CHECKED;

struct clause {
    enum sort sort;
    const struct passage *sides[COMPARE_SIDES]; /* NULL: not there */
    struct marked marked;                       /* CHANGED */
};

struct comparison {
    struct work work;
    struct compare_side sides[COMPARE_SIDES];
    struct str_index printed[COMPARE_SIDES]; /* paths of fields -> as what */
    struct difference *changes;
    size_t change_count, change_capacity;
    struct clause *clauses;
    size_t clause_count, clause_capacity;
};
enum status records_compare(struct comparison *comparison) CHECKED;
enum status clauses_compare(struct comparison *comparison) CHECKED;
enum status told_mark(struct comparison *comparison) CHECKED;
static inline const struct twig *change_twig(const struct difference *change)
{
    return change->twigs[COMPARE_NOW] != NULL ? change->twigs[COMPARE_NOW] : change->twigs[COMPARE_OLD];
}
bool change_is_computed(const struct difference *change);
bool change_is_silent(const struct difference *change); /* the paper has it not, or in a clause */
static inline bool twig_is_worded(const struct twig *twig)
{
    return !twig->head && (twig->value.kind == TYPE_TEXT || twig->value.kind == TYPE_PROSE);
}

/* --- printed.c --- */

/* A percent with so many decimals is PRINTED_PERCENT and more. */
enum { PRINTED_NOT, PRINTED_PLAIN, PRINTED_PERCENT };
/* "budget.total" -> as what. */
enum status printed_make(struct work *work, const struct content *content,
                         struct str_index *ret_paths) CHECKED;
/* A figure that no field has shows its value. */
bool value_is_printed(const struct comparison *comparison, int side, const struct twig *twig);
int printed_as(const struct comparison *comparison, int side, const struct twig *twig);
bool is_printed(const struct comparison *comparison, int side,
                const struct twig *twig); /* or something in it */

/* --- figures.c: in words --- */

void twig_words(const struct twig *twig, struct buf *out);
/* What stands on one side of a change; as a percent, if both papers print it so. */
enum status change_side_words(struct arena *arena, const struct difference *change, int side,
                              struct buf *out) CHECKED;
/* A share that both papers print as the same percent. */
enum status change_prints_alike(struct arena *arena, const struct difference *change,
                                bool *ret_alike) CHECKED;
/* What a number, a date grew by; nothing of others. */
enum status change_difference_words(struct arena *arena, const struct difference *change,
                                    struct buf *out) CHECKED;
enum status change_growth_words(struct arena *arena, const struct difference *change,
                                struct buf *out) CHECKED;
/* now - before; what it grew by, in %.  NULL: it is no number, has no rate, or the difference would be too large. */
enum status change_difference(struct arena *arena, const struct difference *change,
                              const struct number **ret_number) CHECKED;
enum status change_growth(struct arena *arena, const struct difference *change,
                          const struct number **ret_percent) CHECKED;

#endif
