/*
 * Inside text: atoms, gaps, and who does what.
 *
 * A paragraph is a row of atoms: one character each, with the combining marks and variation selectors that
 * follow it, a blank box, or a forced line end.  Before every atom stands a gap: its natural width (negative
 * where marks are squeezed), how far it may give way, and whether a line may end there.  Everything about
 * breaking is a question to gaps; a line is the atoms [from, to), its width comes from sums in constant time.
 *
 *   text_class.c       what a character is: class and sets of marks, as tables
 *   text_atoms.c       spans -> atoms; whether “ ” ‘ ’ — … · are Chinese
 *   text_glyphs.c      atoms -> glyphs and advances; missing glyphs
 *   text_cells.c       full-width characters in their cells: the blank in marks, ！！, ·, ——, the grid
 *   text_extras.c      what is drawn but not written: dots of emphasis, hyphens, leaders
 *   text_rules.c       where ICU would break; our table of vetoes over it -> level of every gap
 *   text_pieces.c      what holds together beyond the table: units, counters, 第…条, pairs
 *   text_codes.c       codes, addresses: whole, and no counts
 *   text_hyphen.c      where English words may be divided
 *   text_words.c       which line ends divide Chinese words
 *   text_numbers.c     what is one number; a number that a line end tears
 *   text_gaps.c        squeezing, Han-Latin space, stretch and shrink of every gap; sums
 *   text_spread.c      names spread over a box
 *   text_kept.c        what is kept for texts that are like it
 *   text_extent.c      what a line measures; where a number's decimal point stands; short texts that are better
 *                      whole
 *   text_tabs.c        lines with tabs
 *   text_fit.c         the best breaks for a measure
 *   text_loose.c       the same in a line fewer or more
 *   text_shape.c       titles: trapezoids and diamonds
 *   text_line.c        one line: justified, as pieces
 *   text_spots.c       of what dots and rectangles a leader's glyph is made
 *   text_decor.c       dots, hyphens and leaders of a line
 */
#ifndef CHENGWEN_TEXT_INT_H
#define CHENGWEN_TEXT_INT_H

#include "text/text.h"

enum text_class {
    CLASS_HAN,        /* ideographs, kana, hangul */
    CLASS_WIDE,       /* other full-width characters: ＡＢＣ １２３ ㎡ */
    CLASS_OPEN,       /* full-width opening mark: its left half is blank */
    CLASS_CLOSE,      /* full-width closing mark: its right half is blank */
    CLASS_PAUSE,      /* ，、；： right half blank */
    CLASS_STOP,       /* 。．right half blank */
    CLASS_CALL,       /* ！？ right half blank, mostly */
    CLASS_MIDDLE,     /* · */
    CLASS_DASH,       /* — … */
    CLASS_LETTER,     /* Latin, Greek, Cyrillic … */
    CLASS_DIGIT,      /* ASCII */
    CLASS_SPACE,      /* of any width, also no-break; not U+3000 */
    CLASS_WIDE_SPACE, /* U+3000 */
    CLASS_OTHER,      /* ASCII marks, Latin quotes, symbols */
    CLASS_BLANK,      /* a box */
    CLASS_TAB,        /* on to a place of the column */
    CLASS_FORCED      /* a forced line end */
};

/* Sets of characters, as bits: what the table of vetoes speaks of. */
enum {
    MARK_NO_START = 1 << 0, /* never first in a line, whatever the level of kinsoku */
    MARK_NO_END = 1 << 1,   /* never last */
    MARK_OPEN = 1 << 2,
    MARK_CLOSE = 1 << 3,
    MARK_PAUSE = 1 << 4,
    MARK_STOP = 1 << 5,
    MARK_CALL = 1 << 6,
    MARK_MIDDLE = 1 << 7,
    MARK_DASH = 1 << 8,
    MARK_DIGIT = 1 << 9,    /* ASCII and full-width */
    MARK_POINT = 1 << 10,   /* . , in numbers */
    MARK_COUNTER = 1 << 11, /* units and counters that follow a number */
    MARK_NUMERAL = 1 << 12, /* 一二三 … 十百千 */
    MARK_CAPITAL = 1 << 13, /* 壹贰叁 … 拾佰仟 */
    MARK_RANGE = 1 << 14,   /* ～ – and the like: between the ends of a range */
    MARK_SLASH = 1 << 15,
    MARK_SIGN = 1 << 16,      /* ≥ ≤ ± × …: hold on to the number behind */
    MARK_SPACED = 1 << 17,    /* half-width marks that take the Han-Latin space: % $ ¥ # … */
    MARK_JOINT = 1 << 18,     /* ASCII marks inside codes: - _ . : … */
    MARK_YEAR = 1 << 19,      /* 年 月: better not cut off from the number behind */
    MARK_ORDINAL = 1 << 20,   /* 第 */
    MARK_WIDE_TEXT = 1 << 21, /* full-width letters and digits: words like Latin ones */
    MARK_TORTOISE = 1 << 22,  /* 〕 of a document number */
    MARK_LETTER = 1 << 23,    /* class LETTER */
    MARK_HAN = 1 << 24,       /* class HAN, WIDE or BLANK */
    MARK_COLON = 1 << 25,     /* ： as in 14：30 */
    MARK_ANY = 1 << 26,       /* every character */
    MARK_CONNECTOR = 1 << 27, /* a single — */
    MARK_LEAD = 1 << 28,      /* + ¥ and the like: part of the number behind */
    MARK_PERCENT = 1 << 29,   /* % and the like: part of the number before */
    MARK_QUOTE = 1 << 30      /* " and ': open or close, as their neighbours say */
};

/* May a line end before this atom?  From best to worst; all above ESCAPE only inside a piece wider than the
 * column. */
enum text_level {
    LEVEL_FREE,
    LEVEL_POOR,      /* allowed, but something better is looked for: 2026年|8月 */
    LEVEL_HYPHEN,    /* inside a word, with a hyphen */
    LEVEL_LONG,      /* inside an address or a span of dates: dear, but less than a line beyond its bounds */
    LEVEL_ESCAPE,    /* among three marks in a row: dearer than any one line beyond its bounds */
    LEVEL_SOFT,      /* inside a long code or address, behind / - . and the like */
    LEVEL_HARD,      /* inside a word, before a unit */
    LEVEL_DESPERATE, /* inside a pair; a mark where it must not stand */
    LEVEL_NUMBER,    /* inside a number: a line that ends here tears it */
    LEVEL_NEVER      /* inside a cluster; before a space */
};

struct text_atom {
    struct str text; /* with what is attached; empty: BLANK, TAB, FORCED */
    uint32_t code;   /* the first character */
    uint32_t marks;  /* MARK_… */
    uint32_t span;
    uint32_t column; /* characters of the span before it */
    uint32_t first_glyph, glyph_count;
    length advance;                 /* TAB: of the leader's glyph; its white depends on the line */
    length blank_left, blank_right; /* what squeezing may take */
    uint8_t class;
    bool latin;                   /* Latin face first; shaped with its neighbours */
    bool selected;                /* a variation selector is attached: never shaped */
    bool marked;                  /* combining marks are attached, or it is one */
    bool joined;                  /* part of the cluster before it */
    bool break_after, glue_after; /* U+200B, U+2060 stood behind it */
    bool cut_after, hyphen_after; /* TEXT_SPAN_CUT, U+00AD stood behind it */
    bool gap_space;               /* a space between Han and Latin: is their 1/4 em */
    bool narrow;                  /* one of ！！: half an em, not to be squeezed further */
};

enum text_stretch { STRETCH_NONE, STRETCH_WORD, STRETCH_HAN_LATIN, STRETCH_OTHER };
/* Spaces first, then marks with the spaces between Han and Latin, stops last; what lies at a line end is always taken.
 * Of all but the spaces one half gives before any second half does. */
enum text_shrink { SHRINK_NONE, SHRINK_WORD, SHRINK_MARK, SHRINK_STOP };

struct text_gap { /* before the atom of the same index */
    length width;
    length stretch; /* up to so much, kind by kind */
    length further; /* and up to so much more within the bounds; then all gaps with stretch_kind alike */
    length shrink;
    uint8_t stretch_kind, shrink_kind, level;
    bool cut;    /* a sense unit ends here */
    bool inside; /* of a Chinese word: has_words */
    bool
        hyphen; /* a line that ends here ends with a hyphen, as typed with a mark: `paragraph->hyphens` of its span */
};

struct text_drawn {
    uint32_t glyph;
    int16_t face;
    bool fallback;
    length x, rise; /* x from the atom's origin */
};

/* A glyph that is drawn but not written: a hyphen at a line end. */
struct text_extra {
    uint32_t glyph;
    int16_t face; /* -1: none */
    bool fallback;
    length size, advance;
};

/* A dot of emphasis. */
struct text_dot {
    length size, rise; /* of its lower edge; size 0: none */
};

/* A leader's glyph, if it is nothing but round dots and upright rectangles side by side. */
enum { LEADER_SPOTS = 4 };
struct text_spot {
    length left, bottom, width, height; /* from the glyph's origin */
    bool round;
};
struct text_leader {
    struct text_spot spots[LEADER_SPOTS];
    size_t count; /* 0: it is more than that */
};

/* Sums over the atoms before this one and the gaps before them. */
struct text_sum {
    length natural, shrink;
    length stretch, stretch_other; /* between words, Han and Latin; of all gaps after that */
    uint32_t tabs;
    uint32_t letters; /* what a reader would not call a mark or a space */
};

struct text_kept;
struct text_paragraph {
    struct arena *arena; /* what it is made in and of */
    struct diag *diag;
    const struct font_set *fonts;
    struct text_manner manner;
    const struct text_span *spans;
    struct text_kept
        *kept; /* what is known of texts like it, as long as that is the memory's turn; NULL: nothing */
    uint64_t kept_turn;
    bool made;       /* from here on */
    bool has_levels; /* of its gaps: only what must be broken needs them */
    bool has_words;  /* its gaps say what is inside: only narrow and ragged lines ask */
    struct text_atom *atoms;
    struct text_gap *gaps;
    struct text_sum *sums; /* atom_count + 1 */
    struct text_drawn *glyphs;
    uint32_t *solid_ends; /* for every end of a line [0, atom_count]: that end without the spaces before it */
    size_t atom_count, glyph_count, glyph_capacity;
    bool shared;           /* there are atoms that stand in Chinese and in English alike, or dashes */
    bool cuts, hyphenated; /* somewhere a sense unit ends, U+00AD stands */
    size_t span_count;
    struct text_dot *dots; /* one a span, as in the next two; NULL: none is wanted */
    struct text_extra *hyphens;
    struct text_leader *leaders;
    uint32_t *notes, *note_atoms; /* the line that holds the atom carries the note; in order */
    size_t note_count;
    const struct text_measure *measure; /* while it is broken: where tabs go; else NULL */
};

/* text.c */
enum status text_levels_make(struct text_paragraph *paragraph) CHECKED;

/* text_kept.c */
/* Looks for what is kept; false: nothing yet, and text_kept_add adds the text, once it could be made, before another
 * is looked for. */
bool text_kept_find(struct text_paragraph *paragraph);
void text_kept_add(const struct text_paragraph *paragraph);
/* NULL: not kept. */
const struct text_widths *text_kept_widths(const struct text_paragraph *paragraph);
const struct text_point_sides *text_kept_point(const struct text_paragraph *paragraph);
/* *ret_count 0: not kept. */
enum status text_kept_lines(const struct text_paragraph *paragraph, const struct text_measure *measure,
                            struct arena *arena, struct text_line **ret_lines, size_t *ret_count) CHECKED;
void text_kept_set_widths(const struct text_paragraph *paragraph, const struct text_widths *widths);
void text_kept_set_point(const struct text_paragraph *paragraph, const struct text_point_sides *point);
void text_kept_set_lines(const struct text_paragraph *paragraph, const struct text_measure *measure,
                         const struct text_line *lines, size_t count);
void text_kept_forget(void); /* what is kept, not that something is */
void text_kept_close(void);

/* text_extent.c */
struct text_point_sides text_point_of(const struct text_paragraph *paragraph);
/* The widths of the stretch grow where it is a text that is better whole. */
void text_whole_measure(const struct text_paragraph *paragraph, size_t from, size_t end,
                        struct text_widths *widths);

/* text_class.c */
struct text_kind {
    uint32_t marks;
    uint8_t class;
    bool ignorable, combining;
};
struct text_kind text_kind_of(uint32_t code);
bool text_is_ignorable(uint32_t code); /* no image of its own: controls, joiners, variation selectors */
bool text_is_selector(uint32_t code);

/* text_atoms.c */
enum status text_atoms_make(struct arena *arena, struct text_paragraph *paragraph) CHECKED;

/* text_glyphs.c */
enum status text_glyphs_make(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                             struct text_paragraph *paragraph) CHECKED;
static inline length text_scale(length size, int32_t thousandths)
{
    length product = size * thousandths;
    return product >= 0 ? (product + 500) / 1000 : -((-product + 500) / 1000);
}

/* text_cells.c */
void text_cells_make(const struct font_set *fonts, struct text_paragraph *paragraph);

/* text_extras.c; a glyph that no face has leaves face -1. */
enum status text_extras_make(struct arena *arena, const struct font_set *fonts,
                             struct text_paragraph *paragraph) CHECKED;

/* text_spots.c: what the glyph's outline is made of, as large as the span. */
enum status text_leader_make(const struct font_set *fonts, const struct text_drawn *drawn, length size,
                             struct text_leader *ret_leader) CHECKED;

/* text_rules.c: candidates[i]: ICU would end a line before atom i. */
enum status text_candidates_find(const struct text_paragraph *paragraph, struct arena *scratch,
                                 bool *candidates) CHECKED;

/* text_rules.c: quotes first, which other marks hang on; levels of all gaps. */
void text_quotes_decide(const struct text_paragraph *paragraph);
void text_rules_apply(const struct text_paragraph *paragraph, const bool *candidates);
enum text_level text_rules_refused(const struct text_atom *left); /* where ICU would not end a line */

/* text_pieces.c */
void text_pieces_hold(const struct text_paragraph *paragraph, const bool *candidates);

/* text_codes.c */
void text_codes_hold(const struct text_paragraph *paragraph, const bool *candidates);
/* Behind the row of letters, digits and joints that begins at `from`; whether its last digits count nothing.
 */
size_t text_code_end(const struct text_paragraph *paragraph, size_t from, bool *ret_code);

/* text_hyphen.c: gaps where a hyphen may stand; after the levels are known. */
void text_hyphens_find(struct diag *diag, const struct text_paragraph *paragraph);
void text_hyphens_close(void);

/* text_words.c */
enum status text_words_find(struct text_paragraph *paragraph) CHECKED;
void text_words_close(void);

/* text_numbers.c */
void text_numbers_hold(const struct text_paragraph *paragraph);
/* The number that begins in the line [line, at) and is torn by its end; *ret_torn NULL: none. */
enum status text_number_torn(const struct text_paragraph *paragraph, size_t line, size_t at,
                             struct arena *arena, const struct text_torn **ret_torn) CHECKED;

/* text_gaps.c: all but their levels, after the quotes. */
void text_gaps_make(struct text_paragraph *paragraph);
/* Does the gap between two atoms never change? */
bool text_gap_is_rigid(const struct text_atom *a, const struct text_atom *b);

/* text_spread.c */
void text_spread_make(const struct text_paragraph *paragraph);

static inline bool text_is_space(const struct text_atom *atom)
{
    return atom->class == CLASS_SPACE || atom->class == CLASS_WIDE_SPACE;
}

/* Is the atom part of a note's mark? */
static inline bool text_is_in_note(const struct text_paragraph *paragraph, size_t i)
{
    return paragraph->spans[paragraph->atoms[i].span].note != 0;
}

static inline bool text_has_marks(const struct text_paragraph *paragraph, size_t i, uint32_t marks)
{
    return i < paragraph->atom_count && (paragraph->atoms[i].marks & marks) != 0;
}

/* A line may end before atom `at` at no better level than this. */
static inline void text_worsen(const struct text_paragraph *paragraph, size_t at, enum text_level level)
{
    if (paragraph->gaps[at].level < level)
        paragraph->gaps[at].level = (uint8_t)level;
}

/* text_extent.c: what the atoms [from, to) are as a line: spaces at the end and the blank halves of marks at
 * both ends taken off; with the hyphen of a divided word, without a mark that hangs.  A line with tabs,
 * and one that ends before a tab, gives way nowhere. */
struct text_extent {
    length natural, shrink, stretch, stretch_other;
    length trim_left, trim_right;
    length hang;   /* of the mark that may stand outside: the last of the line */
    length hyphen; /* at the end: part of `natural` */
    uint32_t letters;
    size_t solid_end; /* without the spaces at the end */
    size_t fill_end;  /* and without the mark that hangs */
    bool tabs;
};
struct text_extent text_extent_of(const struct text_paragraph *paragraph, size_t from, size_t to);
/* No tab in it nor behind it, and no hyphens. */
static inline bool text_is_plain(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    const bool tab = to < paragraph->atom_count && paragraph->atoms[to].class == CLASS_TAB;
    return paragraph->hyphens == NULL && !tab && paragraph->sums[to].tabs == paragraph->sums[from].tabs;
}

/* The same of a part of a line that holds no tab: nothing hangs, no hyphen. */
struct text_extent text_extent_of_part(const struct text_paragraph *paragraph, size_t from, size_t to);

/* text_tabs.c: the parts of a line between its tabs. */
struct text_part {
    size_t tab;       /* the tab before it; SIZE_MAX: none */
    size_t from, to;  /* its atoms; leading spaces are not in it */
    length before, x; /* where the part before it ends, and where it begins, from the column's left edge */
    struct text_extent extent;
};
struct text_part text_part_first(const struct text_paragraph *paragraph, size_t from, size_t to);
/* false: `part` was the last. */
bool text_part_next(const struct text_paragraph *paragraph, size_t to, struct text_part *part);
/* The column that lines are set in: from its left edge. */
length text_tabs_right_edge(const struct text_paragraph *paragraph);
void text_tabs_fill(const struct text_paragraph *paragraph, size_t from, size_t to,
                    struct text_extent *extent);

/* text_fit.c: the breaks of one stretch between forced line ends; *ret_ends in `scratch`: where each line
 * ends. */
struct text_fit {
    const struct text_paragraph *paragraph;
    size_t from, to;
    length first_width, width; /* of the first line, of the others */
    enum text_align align;
    length
        loose; /* justified, under 20 em: a line that needs more permil of an em a gap stays as it is; 0: none */
    bool narrow; /* justified, of less than 12 em */
    bool words;  /* ragged or as narrow: lines better end between words */
};
/* Of the stretch [from, to), whose first line is so much indented; `words` counts once text_words_find was called. */
struct text_fit text_fit_of(const struct text_paragraph *paragraph, size_t from, size_t to,
                            const struct text_measure *measure, length indent);
/* A justified line that needs more than 1/TEXT_STRETCH_LIMIT em in every gap is not stretched at all; within their
 * bounds gaps that are no spaces give TEXT_STRETCH_PERMIL of an em. */
enum { TEXT_STRETCH_LIMIT = 2, TEXT_STRETCH_PERMIL = 250, TEXT_NARROW_PERMIL = 100, TEXT_HALF_PERMIL = 150 };

/* Would a line need more than so many permil of an em in the gaps that are no spaces? */
static inline bool text_is_loose(length rest, length stretch_other, length permil)
{
    return rest * TEXT_STRETCH_PERMIL > stretch_other * permil;
}
bool text_fit_is_whole(const struct text_fit *fit); /* it is one line: nothing asks for levels */
enum status text_fit_lines(const struct text_fit *fit, struct arena *scratch, size_t **ret_ends,
                           size_t *ret_count) CHECKED;

/* What a line costs; of two ways to set the stretch the one with less `major` is taken, then less `minor`. */
struct text_cost {
    int64_t major, minor;
};
struct text_cost text_fit_cost(const struct text_fit *fit, size_t from, size_t to);
/* The same of a line that was measured. */
struct text_cost text_fit_cost_of(const struct text_fit *fit, size_t from, size_t to,
                                  const struct text_extent *extent);

/* Between text_fit.c and text_shape.c.  Sums up to a place; what a line measures is the difference of where it ends and where it begins. */
struct text_side {
    length natural, shrink, stretch, stretch_other;
    uint32_t letters;
};

struct text_point {
    size_t at; /* a line would begin with this atom */
    size_t previous;
    struct text_cost cost;       /* of the best way here, whose last line begins at point `previous` */
    struct text_side begin, end; /* of the lines that begin, that end here */
    size_t plain;                /* those to here that begin before atom `plain` measure the difference */
    length hyphen;               /* at the end */
};

struct text_points {
    struct text_point *items;
    size_t count;
};

bool text_fit_holds(const struct text_fit *fit, size_t from, size_t to); /* [from, to) is not too long */

/* text_loose.c: may the stretch, which is the whole paragraph, have another number of lines?  Looked at before levels. */
bool text_loose_may(const struct text_fit *fit, size_t lines);
/* What cannot be is left as it is in *ret_looseness. */
enum status text_loose_find(const struct text_fit *fit, size_t lines,
                            struct text_looseness *ret_looseness) CHECKED;
/* As text_fit_lines, in so many. */
enum status text_loose_lines(const struct text_fit *fit, struct arena *scratch, size_t lines,
                             size_t **ret_ends, size_t *ret_count) CHECKED;

/* text_shape.c: the ways of a title, all pieces between the points fit; false: no shape can be had. */
bool text_shape_set(const struct text_fit *fit, struct text_points *points);

/* text_line.c */
struct text_slot { /* where a line goes */
    length x, width;
    enum text_align align;
    bool last; /* ends with a forced line end or the paragraph */
    length loose;
};
enum status text_line_set(const struct text_paragraph *paragraph, size_t from, size_t to,
                          const struct text_slot *slot, struct arena *arena,
                          struct text_line *ret_line) CHECKED;

/* One line being set; text_line.c. */
struct text_setter {
    const struct text_paragraph *paragraph;
    struct arena *arena;
    struct text_line *line;
    struct text_glyph *glyphs, *last_glyph;
    size_t glyph_count;
    size_t to;                /* where the line ends */
    bool open;                /* the last piece goes on */
    uint32_t piece_span;      /* the span that it went on with last */
    length edge, end;         /* the atom at hand begins at `edge`, the one before it ended at `end`: what is
                                 left of them */
    length ink_end;           /* `end` without the blank half of a mark */
    length lone_width;        /* of a blank that alone is wider than the line; else 0 */
    struct text_piece *decor; /* to be put behind the pieces of the text */
    size_t decor_count;
    struct text_piece *dots; /* the last row of dots of emphasis; NULL: none yet */
    bool no_memory;
};

/* text_decor.c: pieces that are no part of the text; no memory is noted in the setter. */
size_t text_decor_count(const struct text_paragraph *paragraph, size_t from, size_t to); /* at most */
void text_decor_emphasize(struct text_setter *setter, const struct text_atom *atom, length x);
void text_decor_hyphen(struct text_setter *setter, size_t atom, length x);
void text_decor_leader(struct text_setter *setter, const struct text_part *part);

#endif
