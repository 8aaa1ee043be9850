/*
 * Inside hide.
 *
 *   fold.c     texts as values are found in them: characters in one form, without what may stand between
 *   rules.c    what stays of a value
 *   values.c   the values
 *   parts.c    what of a value is a trace, and what is none
 *   set.c      values and parts, found at a place
 *   pieces.c   a text, hidden
 *   content.c  all texts of a content
 *   prove.c    what is left in the finished paper
 */
#ifndef CHENGWEN_HIDE_INT_H
#define CHENGWEN_HIDE_INT_H

#include "content/content.h"
#include "hide/hide.h"
#include "page/page.h"
#include "unicode/unicode.h"

/* What stood before a letter and counts for nothing. */
enum gap {
    GAP_NONE,
    GAP_BLANK,
    GAP_MARK /* between digits alone it counts for nothing */,
    GAP_LIST /* 、 or a comma */
};

/* Where a letter comes from. */
struct origin {
    uint32_t piece, at; /* byte of the piece */
    uint8_t gap;
};

/* Texts one behind another.  Starts as {.arena = …}; used again after fold_begin. */
struct fold {
    struct arena *arena;
    struct arena *keys; /* emptied by fold_begin */
    uint32_t *codes;    /* letters, side by side, so that some of them are a key */
    struct origin *origins;
    size_t count, capacity, origin_count, origin_capacity;
    uint32_t pieces;
    enum gap gap;
};
void fold_begin(struct fold *fold);
enum status fold_add(struct fold *fold, struct str piece) CHECKED;
void fold_gap(struct fold *fold); /* a blank stands here */
static inline bool is_digit_code(uint32_t code)
{
    return code >= '0' && code <= '9';
}
static inline bool is_latin_code(uint32_t code)
{
    return is_digit_code(code) || (code >= 'a' && code <= 'z');
}

static inline bool is_sign(uint32_t code) /* one that hides */
{
    return code == '*' || code == 'x' || code == 0xD7 || code == 0x67D0 /* 某 */ || code == 0x25A0;
}

static inline bool is_one_of(uint32_t code, const char *letters)
{
    for (size_t i = 0; letters[i] != '\0';)
        if (utf8_next(str_of(letters), &i) == code)
            return true;
    return false;
}

enum keeps { KEEPS_NOTHING, KEEPS_SURNAME, KEEPS_ENDS, KEEPS_REGION };
struct rule {
    enum keeps keeps;
    bool weighs;
    size_t head, hidden, tail, part;
};
extern const struct rule hide_rules[PERSONALS];
/* hidden[i]: letter i is not to be seen; one is at least. */
void rule_apply(enum personal personal, const struct fold *fold, bool *hidden);
/* Does the name of a province, city or district end with it? */
bool rule_ends_region(uint32_t code);
/* What stands for the character `code` of the value. */
struct str rule_sign(enum personal personal, uint32_t code);

struct value {
    enum personal personal;
    const uint32_t *codes;
    const bool *hidden;
    bool *common;       /* the letter is one of 街道 or 社区 */
    const bool *marked; /* a mark, or a comma, stands before the letter in the value, too */
    size_t count;
    struct str shown; /* as it is printed */
    struct str path;
    struct place place;
    bool is_told; /* that the kind prints it, too */
};

/* A value, or a part of it. */
struct entry {
    struct entry *next; /* of the same first letters */
    const struct value *value;
    size_t from, count;
    bool is_known; /* a part that other texts have */
    bool is_word;  /* a part that counts only as a whole word */
    bool is_pair;  /* a part that counts only while it is rare */
    size_t typed,
        met; /* a pair: so often in what is typed, and on the pages; both up to a little over HIDE_RARE */
};

enum { KEYS = 5 }; /* lengths of keys: see values.c */
struct set {
    struct str_index keys[KEYS];
    struct entry **firsts;
    size_t count, capacity;
};

/* A letter of the fold that is hidden. */
struct mark {
    uint32_t letter;
    enum personal personal;
};

/* A text beside the pages; `what` it is, for the message. */
struct hide_beside {
    const char *what;
    struct str text;
};

struct seen;
struct hide {
    struct arena *arena, *scratch;
    struct diag *diag;
    struct fold fold;
    struct set wholes, parts;
    struct set said;    /* so much of values that a text that has it says the value */
    struct set publics; /* public texts that the input states */
    struct set shields; /* all public texts, and what makes a part of a name no trace */
    struct value **values;
    size_t value_count, value_capacity;
    struct hide_value *public_texts;
    size_t public_count, public_capacity;
    struct str *known, *weighing, *typed;
    size_t known_count, known_capacity, weighing_count, weighing_capacity, typed_count, typed_capacity;
    struct str **pieces; /* of the text at hand */
    struct mark *marks;
    size_t piece_count, piece_capacity, mark_count, mark_capacity;
    struct seen *seen; /* prove.c */
    size_t seen_count, seen_capacity;
    struct hide_beside *besides; /* of pictures and codes */
    size_t beside_count, beside_capacity;
    size_t told;
};

/* Does it give way to short texts of the paper? */
static inline bool entry_weighs(const struct entry *entry)
{
    return hide_rules[entry->value->personal].weighs;
}

static inline bool entry_is_common(const struct entry *entry)
{
    return entry->typed > HIDE_RARE && entry->met > HIDE_RARE;
}

/* The longest of the set at the place; NULL: none.  `loose`: digits and letters also as parts of longer ones. */
const struct entry *set_find(const struct set *set, const struct fold *fold, size_t at, bool loose);

/* Behind those of the same first letters that are longer; of the same twice the first stays. */
enum status set_add(struct hide *hide, struct set *set, const struct entry *entry) CHECKED;

/* The letters from … to - 1 stand in a text of a set: of those that begin up to a place, the one that reaches farthest. */
struct cover {
    size_t from, to;
};
void cover_at(struct cover *cover, const struct set *set, const struct fold *fold, size_t at);
bool cover_holds(const struct cover *cover, const struct entry *value, size_t at); /* and is longer */

/* values.c: a value of the letters in hide->fold; hidden NULL: all of it is seen. */
enum status make_value(struct hide *hide, const struct hide_value *given, struct str text, const bool *hidden,
                       struct value **ret_value) CHECKED;

/* The text is proved when the pages are. */
enum status prove_later(struct hide *hide, const char *what, struct str text) CHECKED;

/* A text in pieces, each of which may become another one, in the arena: begun, each piece added (fold_gap where something
 * stands that is no text), and then hidden. */
void pieces_begin(struct hide *hide);
enum status pieces_add(struct hide *hide, struct str *piece) CHECKED;
enum status pieces_end(struct hide *hide) CHECKED;

#endif
