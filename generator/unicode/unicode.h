/*
 * unicode: the one door to ICU.  What Unicode knows of characters, in the terms this program asks in.
 *
 * Texts are UTF-8, checked by reader; code points are numbers.  Nothing here depends on a locale of the
 * machine.  Memory goes to the arena that the caller names; NO_MEMORY is the only failure.
 */
#ifndef CHENGWEN_UNICODE_H
#define CHENGWEN_UNICODE_H

#include "base/base.h"

/* --- properties (properties.c) --- */

enum unicode_width { UNICODE_NARROW, UNICODE_WIDE, UNICODE_FULL_WIDTH }; /* UAX #11: all others, W, F */

enum unicode_width unicode_width(uint32_t code);
bool unicode_is_alphabetic(uint32_t code); /* the property: also Han, numbers of letters */
bool unicode_is_letter(uint32_t code);     /* general category L* */
bool unicode_is_separator(uint32_t code);  /* Zs, Zl, Zp */
bool unicode_is_white(uint32_t code);      /* the property White_Space: also tab and line ends */
bool unicode_is_combining(uint32_t code);  /* Mn, Me: variation selectors too */
bool unicode_is_ignorable(uint32_t code);  /* Default_Ignorable_Code_Point: without an image of its own */

/* As many combining characters may stand on one, as in the stream-safe texts of UAX #15: real letters have
 * four at most, and what orders and places them costs more than their number. */
enum { UNICODE_MAX_MARKS = 30 };
struct unicode_pile {
    size_t at;     /* byte of the text */
    uint32_t base; /* what the marks stand on; at the beginning of a text the first of themselves */
    size_t marks;
};
/* The first in the text that has more; false: none has. */
bool unicode_find_pile(struct str text, struct unicode_pile *ret_pile);

/* --- names and scripts for messages (names.c, scripts.c) --- */

/* What Chinese users call a character that eyes cannot tell: "不换行空格"; NULL: it has an image, or no name
 * here.  Static. */
const char *unicode_name(uint32_t code);
/* "U+00A0 不换行空格", "“（”（U+FF08）": a character in a message, so that nobody has to guess. */
void unicode_describe(uint32_t code, struct buf *out);
/* A script that cannot be set letter by letter, in words: "阿拉伯字母", "从右向左写". */
struct unicode_script {
    const char *name, *why;
};
/* The script where it runs from right to left, changes its letters' shapes or places by
 * their neighbours, or is no script but turns the direction of writing: what cannot be set letter by letter.
 * NULL: it can.  Static, one for each script.  By the properties Script, Script_Extensions and Bidi_Class,
 * whatever fonts there are. */
const struct unicode_script *unicode_unset_script(uint32_t code);

/* --- what a reader takes for the same (keys.c, likeness.c) --- */

/* Two texts that differ only by what a reader cannot see, or would take for the same, have equal keys:
 * NFKC_Casefold (UAX #31) without white space and ignorable characters, then a small table for what that
 * leaves (〇○零, dashes, · ・ • ‧, quotes).  ret_key may be `text` itself. */
enum status unicode_key(struct arena *arena, struct str text, struct str *ret_key) CHECKED;

/* Two texts that look alike have equal looks: the skeleton of UTS #39 over NFKC without white space and
 * ignorable characters, and a table of Han (土 and 士) and ASCII (1 l I, 0 O).  ret_look may be `text`. */
enum status unicode_look(struct arena *arena, struct str text, struct str *ret_look) CHECKED;

/* The composed form (NFC) of a text: of any bytes, but what is no UTF-8 stays as it is.  ret_form may be `text`, and has a
 * NUL behind it where that has one. */
enum status unicode_compose(struct arena *arena, struct str text, struct str *ret_form) CHECKED;

/* The same with small letters for capitals (full case folding): what systems take for one name that do not tell them apart. */
enum status unicode_fold(struct arena *arena, struct str text, struct str *ret_form) CHECKED;

enum unicode_likeness {
    UNICODE_EQUAL,
    UNICODE_SAME_TO_READERS, /* not equal, but their keys are: one of them is a slip */
    UNICODE_LOOKS_ALIKE,     /* not that, but their looks are equal: A1 and AI, 土 and 士 */
    UNICODE_UNLIKE
};
/* Nearly always answered at the first character that differs. */
enum status unicode_compare(struct arena *arena, struct str a, struct str b,
                            enum unicode_likeness *ret_likeness) CHECKED;
/* "第 3 个字是 U+00A0 不换行空格，另一处是“经”（U+7ECF）", of two texts that are not equal. */
void unicode_tell_difference(struct str a, struct str b, struct buf *out);

/* --- line ends, words (lines.c, words.c) --- */

/* ret_ends[i]: UAX #14, tailored for Chinese (lb=strict), would end a line before codes[i]. */
enum status unicode_line_ends(struct arena *scratch, const uint32_t *codes, size_t count,
                              bool *ret_ends) CHECKED;
/* ret_begins[i]: codes[i] is the first of a word, by ICU's dictionary of Chinese (it knows common words, and is wrong
 * now and then); true of all that is no Han of the first block. */
enum status unicode_word_begins(struct arena *scratch, const uint32_t *codes, size_t count,
                                bool *ret_begins) CHECKED;

/* --- orders of names (order.c) --- */

enum unicode_order {
    UNICODE_PINYIN,   /* of any text, by ICU: syllable and tone, then character */
    UNICODE_SURNAMES, /* of names of people: 曾, 单, 尉迟 … are read as surnames are */
    UNICODE_STROKES /* character by character: fewer strokes, of as many the smaller code; what is no Han first */
};
/* Bytes: of two texts whose keys compare less or more (str_compare) the one stands before the other. */
enum status unicode_order_key(struct arena *arena, struct str text, enum unicode_order order,
                              struct str *ret_key) CHECKED;
bool unicode_is_compound_surname(const uint32_t codes[2]); /* 欧阳, 尉迟 … */
/* As Unihan counts them for mainland China, 62 at most; 0: nobody knows. */
int unicode_strokes(uint32_t code);

/* --- other encodings (convert.c) --- */

/* The text of bytes in GB 18030 (GBK, GB 2312).  FAILED, not reported: they are not; *ret_text is what stands before, about
 * *ret_fault bytes. */
enum status unicode_from_gb18030(struct arena *arena, struct str bytes, struct str *ret_text,
                                 size_t *ret_fault) CHECKED;

/* What was opened at first use and kept, given back. */
void unicode_close(void);

#endif
