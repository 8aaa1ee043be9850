/*
 * text: what a line may be.  Spans of text -> glyphs with classes and break opportunities -> lines.
 *
 * Break candidates come from ICU (zh, lb=strict) over the whole paragraph, corrected by a veto table of our
 * own (text_rules.c); closing marks never start a line, opening marks never end one, numbers keep their
 * units.  Marks are squeezed at line ends and beside each other, Chinese beside Latin gets 1/4 em, lines are
 * justified in clreq's order.
 */
#ifndef CHENGWEN_TEXT_H
#define CHENGWEN_TEXT_H

#include "base/base.h"
#include "font/font.h"

enum { TEXT_MAX_PARAGRAPH = 1 << 20 /* bytes */ };

enum text_span_kind {
    TEXT_SPAN_TEXT,
    TEXT_SPAN_BREAK, /* forced line end; at the end of the paragraph: an empty line follows */
    TEXT_SPAN_BLANK, /* a box `width` wide; like a Han character for breaking */
    TEXT_SPAN_TAB,   /* on to `width` from the column's left edge (0: to its right edge); `text`: leader */
    TEXT_SPAN_CUT /* a sense unit ends here: where a stretch has such marks and the pieces between them fit,
                     lines end nowhere else */
};

/* Rules along a text.  A number that is struck through is not read as one: it may be divided. */
enum {
    TEXT_RULE_UNDER = 1,
    TEXT_RULE_DASHED = 2 /* under it */,
    TEXT_RULE_THROUGH = 4,
    TEXT_RULE_BAR = 8 /* of a blank: something else is drawn in it */
};

enum text_tab { TEXT_TAB_LEFT, TEXT_TAB_CENTER, TEXT_TAB_RIGHT };

struct text_span {
    struct str text;
    length size;
    length width;    /* BLANK, TAB; TEXT with `spread` */
    length pitch;    /* advance of a full-width character; 0: size.  Half-width marks in proportion */
    length tracking; /* white around each character, half of it on each side; no ligatures then */
    length rise;     /* baseline up */
    length stroke;   /* outlines drawn this much heavier; 0: as the face is */
    enum text_span_kind kind;
    int role; /* of the font set */
    uint32_t color;
    enum text_tab tab; /* TAB: how what follows stands there, up to the next tab */
    uint32_t spread;   /* not 0: spans of the same number, side by side, are one box `width` wide, their
                           characters spread evenly over it, never divided; natural width where that is more */
    uint32_t note;     /* not 0: the line in which the span ends carries this note */
    unsigned rules;    /* TEXT_RULE_… */
    bool tail;         /* what the text ends with, but is no part of: lines before it end as without it */
    bool
        whole; /* a number that a reference prints, with such spans at its sides: 表1-1, 第4页, or ☐年假; no line ends in it
                           but before 第 */
    bool code; /* no words: they are not divided with a hyphen */
    bool emphasis;      /* a dot under each Chinese character and letter, none under marks */
    struct place place; /* of the first character, for "no glyph" messages: column counts on from here */
};

/* How the paragraph is set, as its style says. */
enum text_kinsoku { TEXT_KINSOKU_STRICT, TEXT_KINSOKU_GB, TEXT_KINSOKU_BASIC, TEXT_KINSOKU_NONE };
enum text_shape { TEXT_SHAPE_FREE, TEXT_SHAPE_TRAPEZOID, TEXT_SHAPE_DIAMOND };
struct text_manner {
    enum text_kinsoku kinsoku; /* clreq 3.1.3: what may stand at line ends */
    enum text_shape shape;     /* lines of titles: of unlike lengths rather than like a block */
    bool close;                /* no 1/4 em between Chinese and Latin */
    bool hang;                 /* one of 、，。 at a line end may stand outside the column */
    bool hyphenate;            /* English words by dictionary; U+00AD in the text always counts */
    bool typed; /* as typed: no gap but what is written, a line ends anywhere, with a mark where it goes on */
};

/* What a paragraph is made of. */
struct text_spans {
    const struct text_span *items;
    size_t count;
    struct text_manner manner;
};

/* Words of the texts' own trade, each of two characters or more, that no dictionary knows: ragged lines and those of
 * columns under 12 em better do not end inside them.  Copied; the last ones named count, until text_close. */
enum status text_words_set(const struct str *words, size_t count) CHECKED;

struct text_paragraph;

/* Keeps what is found out about texts in the faces of this set, so that a text like it costs little: texts, their
 * widths and lines are the same with and without.  Until text_close, which comes before the set is freed; at most
 * 4 MiB, asked for at once.  The last set named counts. */
enum status text_kept_open(const struct font_set *fonts) CHECKED;

/* Looks up or shapes every character once.  A character in no face of its role is reported with its place
 * (the first few of a paragraph): FAILED; so is a paragraph over TEXT_MAX_PARAGRAPH bytes.  `text` of the
 * spans must outlive the paragraph, the array of spans need not. */
enum status text_paragraph_make(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                                const struct text_spans *spans,
                                struct text_paragraph **ret_paragraph) CHECKED;
/* What is asked of it below may be found out only then, in the arena that it was made in. */

/* The narrowest column in which only words, codes and counts with their units are divided, no number and no
 * mark from what it stands at, and no date and no telephone number that is all of the text; in which nothing is
 * divided but between characters; in which short texts are whole too: up to four Han characters, or the parts of a
 * name beside its ·; and the width on one line.  hard <= min <= whole <= natural. */
struct text_widths {
    length hard, min, whole, natural;
};
enum status text_paragraph_widths(struct text_paragraph *paragraph, struct text_widths *ret_widths) CHECKED;

/* For columns of numbers set on one line: what stands before the decimal point (or where it would stand), and
 * what behind.  Without forced line ends and tabs. */
struct text_point_sides {
    bool found; /* false: no digits */
    length before, behind;
};
enum status text_paragraph_point(struct text_paragraph *paragraph,
                                 struct text_point_sides *ret_point) CHECKED;

enum text_align { TEXT_JUSTIFY, TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT, TEXT_SPREAD };

struct text_measure {
    length width;        /* of the column */
    length first_indent; /* first line; may be negative together with a positive `left` */
    length left, right;  /* indents of all lines */
    enum text_align align;
    size_t lines; /* not 0: in so many, as text_paragraph_looseness has found possible */
};

/* In a row, from the piece's x on, standing on its rise: dots of emphasis, a leader of dots or dashes. */
struct text_spots {
    length width, height, step; /* of one; from one to the next */
    size_t count;               /* 0: the piece is glyphs */
    bool round;                 /* or rectangles */
};
/* Glyphs of one face, size and colour, side by side; or, with face -1, spots. */
struct text_glyph {
    uint32_t glyph;
    uint32_t span;   /* that it comes from: index */
    length x;        /* from the piece's x */
    struct str text; /* characters it stands for; empty: later part of a cluster */
};
struct text_piece {
    int face;
    length size, x, rise; /* x from the column's left edge; rise: baseline shift upward;
                             what the face is raised by (font_shift) comes on top */
    length width;
    uint32_t color;
    unsigned rules;  /* to be drawn along the whole piece; face -1: a blank, nothing else to draw */
    uint32_t span;   /* that its first glyph is of, or that is the blank */
    bool decoration; /* emphasis dots, leaders, hyphens at a line end: drawn, but no part of the text */
    bool fallback;   /* the face is none of the role's own */
    int role;
    length stroke;
    struct text_spots spots;
    struct text_glyph *glyphs;
    size_t glyph_count;
};
/* A number (digits with , . % and a sign or currency in front) that no line of the measure can hold. */
struct text_torn {
    struct str text;
    struct place place; /* of its first character */
    length width;       /* on one line */
};
/* What a line had to suffer, for the audit. */
enum text_broken { /* what a line end divides, best first */
                   TEXT_BROKEN_NOTHING,
                   TEXT_BROKEN_CODE, /* at a joint */
                   TEXT_BROKEN_WORD, /* a word, a number from its unit */
                   TEXT_BROKEN_RULE, /* a pair, or a mark stands where it must not */
                   TEXT_BROKEN_NUMBER
};

struct text_line {
    struct text_piece *pieces;
    size_t piece_count;
    length x, width;  /* ink box of the line in the column: without spaces at its end and the blank halves of
                         marks at both ends, so that the first glyph's origin may lie half an em left of x */
    bool forced;      /* ends with a BREAK or the paragraph */
    int32_t strain;   /* justified lines: how much the gap that gave most was widened (> 0) or narrowed (< 0),
                         1/1000 of the type size */
    uint32_t letters; /* characters but marks and spaces */
    length hung;      /* how far a mark stands out of the column on purpose: not counted in width */
    enum text_broken broken;
    const uint32_t *notes; /* of the spans that end here, in order */
    size_t note_count;
    const struct text_torn
        *torn; /* the number that begins in this line and goes on in the next; NULL: none */
};

/* Breaks and sets the paragraph.  Linear in its length.  Always makes at least one line; a piece wider than
 * the column is set on a line of its own and broken rather than let stand out: behind the joints of a code,
 * then between any two characters, numbers last of all and marked as torn.  May be called again with another
 * measure. */
enum status text_paragraph_break(struct text_paragraph *paragraph, struct arena *arena,
                                 const struct text_measure *measure, struct text_line **ret_lines,
                                 size_t *ret_count) CHECKED;

/* By how much the paragraph gets worse in one line fewer or more than `lines`, which text_paragraph_break made of it with
 * this measure: what its lines cost (text_fit.c), some ten thousand for each that is as tight or as loose as any may be.
 * No line is stretched by more than a tenth of an em a gap that is no space, no line end divides anything.  Never: a short paragraph, a long one
 * (of more than 16 lines), one of several stretches, one that is not justified. */
enum { TEXT_LOOSE_NEVER = -1 };
struct text_looseness {
    int64_t fewer, more;
};
enum status text_paragraph_looseness(struct text_paragraph *paragraph, const struct text_measure *measure,
                                     size_t lines, struct text_looseness *ret_looseness) CHECKED;

/* Gives back what the room keeps from first use to the end of the process (the dictionary of hyphens) or from
 * text_kept_open on.  It
 * may be used again afterwards. */
void text_close(void);

/* The patterns by which English words may be divided, a file that is read when the first one is to be (text_hyphen.c). */
extern const char *text_hyphen_dictionary;

#endif
