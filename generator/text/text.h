/*
 * text: what a line may be.  Spans of text -> glyphs with classes and break opportunities -> lines.
 *
 * Break candidates come from ICU (zh, lb=strict) over the whole paragraph, corrected by a veto table of our
 * own (typesetting.md 3); closing marks never start a line, opening marks never end one, numbers keep their
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
    TEXT_SPAN_BLANK  /* a box `width` wide; like a Han character for breaking */
};

struct text_span {
    enum text_span_kind kind;
    struct str text;
    int role; /* of the font set */
    length size;
    uint32_t color;
    bool underline;
    length width;       /* BLANK */
    struct place place; /* of the first character, for "no glyph" messages: column counts on from here */
};

struct text_paragraph;

/* Looks up or shapes every character once.  A character in no face of its role is reported with its place
 * (the first few of a paragraph): FAILED; so is a paragraph over TEXT_MAX_PARAGRAPH bytes.  `text` of the
 * spans must outlive the paragraph, the array of spans need not. */
enum status text_paragraph_make(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                                const struct text_span *spans, size_t span_count,
                                struct text_paragraph **ret_paragraph) CHECKED;

/* The widest unbreakable piece, and the width on one line. */
void text_paragraph_widths(const struct text_paragraph *paragraph, length *ret_min, length *ret_natural);

enum text_align { TEXT_JUSTIFY, TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT, TEXT_SPREAD };

struct text_measure {
    length width;        /* of the column */
    length first_indent; /* first line; may be negative together with a positive `left` */
    length left, right;  /* indents of all lines */
    enum text_align align;
};

/* Glyphs of one face, size and colour, side by side. */
struct text_glyph {
    uint32_t glyph;
    length x;        /* from the piece's x */
    struct str text; /* characters it stands for; empty: later part of a cluster */
};
struct text_piece {
    int face;
    length size, x, rise; /* x from the column's left edge; rise: baseline shift upward */
    length width;
    uint32_t color;
    bool underline; /* to be drawn under the whole piece; face -1: a blank, nothing else to draw */
    struct text_glyph *glyphs;
    size_t glyph_count;
};
/* A number (digits with , . % and a sign or currency in front) that no line of the measure can hold. */
struct text_torn {
    struct str text;
    struct place place; /* of its first character */
    length width;       /* on one line */
};
struct text_line {
    struct text_piece *pieces;
    size_t piece_count;
    length x, width; /* ink box of the line in the column: without spaces at its end and the blank halves of
                        marks at both ends, so that the first glyph's origin may lie half an em left of x */
    bool forced;     /* ends with a BREAK or the paragraph */
    const struct text_torn
        *torn; /* the number that begins in this line and goes on in the next; NULL: none */
};

/* Breaks and sets the paragraph.  Linear in its length.  Always makes at least one line; a piece wider than
 * the column is set on a line of its own and broken rather than let stand out: behind the joints of a code,
 * then between any two characters, numbers last of all and marked as torn.  May be called again with another
 * measure. */
enum status text_paragraph_break(const struct text_paragraph *paragraph, struct arena *arena,
                                 const struct text_measure *measure, struct text_line **ret_lines,
                                 size_t *ret_count) CHECKED;

/* Gives back what the room keeps from first use to the end of the process (ICU's iterator).  It may be used
 * again afterwards. */
void text_close(void);

#endif
