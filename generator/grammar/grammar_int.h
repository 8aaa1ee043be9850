/*
 * Inside grammar:
 *
 *   piece.c      the grammar as a tree of pieces
 *   looks.c      values as regular expressions; what they are in words
 *   kind.c       a model -> a grammar
 *   language.c   a language of the registry -> a grammar; prose
 *   rng.c xsd.c  a grammar -> a file
 *   example.c    a model -> a description to be filled in
 */
#ifndef CHENGWEN_GRAMMAR_INT_H
#define CHENGWEN_GRAMMAR_INT_H

#include "grammar/grammar.h"

enum piece_kind {
    PIECE_ELEMENT,   /* holds the others */
    PIECE_ATTRIBUTE, /* holds at most one: data; without a name: any but `choices` */
    PIECE_TEXT,      /* any text between elements */
    PIECE_DATA,      /* a value */
    PIECE_ALL,       /* those inside in any order */
    PIECE_EITHER,    /* one of those inside */
    PIECE_MANY,      /* the one inside, `least` to `most` times */
    PIECE_USE        /* what a definition says */
};
enum { PIECE_NO_END = -1 };

struct piece {
    enum piece_kind kind;
    struct str name;           /* of an element or attribute */
    struct str label, help;    /* the same, for who writes it; may be empty */
    struct str regex;          /* of data; empty: as `choices` say, or any text */
    const struct str *choices; /* of data: offered by editors; they are in `regex`, where there is one */
    size_t choice_count;
    int64_t least, most; /* PIECE_NO_END: any number */
    struct define *define;
    struct piece *first, *last, *next;
};

/* A piece with a name: data, an element, or what stands in elements. */
struct define {
    struct str name;
    const void *of; /* what it was made from, with `places`; of data NULL */
    unsigned places;
    struct piece *body; /* NULL: in the making */
    struct define *next;
};

struct grammar {
    struct arena *arena;
    enum status status; /* the first failure; then nothing is added */
    struct piece *start;
    struct define *defines, *last;
    struct str wide,
        blank; /* looks.c: characters that are white, for brackets; ptr NULL: not asked for so far */
};

/* --- piece.c: what fails is kept in the grammar, and gives a piece that nobody sees --- */
struct piece *piece_make(struct grammar *grammar, enum piece_kind kind);
struct piece *piece_add(struct grammar *grammar, struct piece *to, enum piece_kind kind);
struct piece *piece_add_named(struct grammar *grammar, struct piece *to, enum piece_kind kind,
                              struct str name);
struct piece *piece_add_many(struct grammar *grammar, struct piece *to, int64_t least, int64_t most);
void piece_add_use(struct grammar *grammar, struct piece *to, struct define *define);
struct define *define_find(struct grammar *grammar, const void *of, unsigned places);
/* Its name is `name`, or `name`.2 and so on, where others are called so. */
struct define *define_add(struct grammar *grammar, struct str name, const void *of, unsigned places);
/* Data of that name; it is made with this regular expression if it is not there. */
struct define *define_data(struct grammar *grammar, const char *name, struct str regex);

/* --- looks.c --- */
struct str look_kept(struct grammar *grammar, struct buf *text); /* clears it */
/* Adds the data of a field that is no record. */
void look_add(struct grammar *grammar, struct piece *to, const struct field *field,
              const struct model_facts *facts);
void look_add_filled(struct grammar *grammar, struct piece *to); /* a text that is not empty */
/* Of a kind of value; `formulas`: it may hold {…} and then look like anything. */
void look_add_value(struct grammar *grammar, struct piece *to, enum value_kind kind, bool formulas);
/* "必填；数字，单位是元": behind the label. */
void look_tell(const struct field *field, const struct model_facts *facts, bool owed, struct buf *out);

/* --- language.c --- */
/* What stands in prose. */
void prose_add(struct grammar *grammar, struct piece *to);

/* --- rng.c, xsd.c --- */
void rng_write(struct grammar *grammar, struct buf *out);
void xsd_write(struct grammar *grammar, struct buf *out);
/* As text of XML; characters that nobody sees as references. */
void xml_add(struct buf *out, struct str text);
enum status grammar_write(struct grammar *grammar, enum grammar_format format, struct buf *out) CHECKED;

#endif
