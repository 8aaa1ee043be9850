/*
 * Inside unicode.
 *
 *   properties.c  what a character is
 *   names.c       what a character is called
 *   scripts.c     which scripts can be set letter by letter
 *   keys.c        texts that a reader takes for the same: keys and skeletons
 *   sets.c        Han that are taken for one, characters that are misread
 *   likeness.c    two texts: the same, alike, unlike; where they begin to differ
 *   lines.c       where a line may end, after UAX #14
 *   words.c       where words of Chinese begin
 *   order.c       keys by which names stand in order;  strokes.def  strokes of Han
 *   convert.c     GB 18030
 */
#ifndef CHENGWEN_UNICODE_INT_H
#define CHENGWEN_UNICODE_INT_H

#include "unicode/unicode.h"

/* Han of the two great blocks: wide letters that are their own key. */
static inline bool is_plain_han(uint32_t code)
{
    return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);
}

/* Of the first block: what ICU need not be asked of, and what its dictionary knows. */
static inline bool is_first_han(uint32_t code)
{
    return code >= 0x4e00 && code <= 0x9fff;
}

/* Marks of Chinese and Latin, nearly all that stand between Han: seen, no blank, none that combines. */
static inline bool is_plain_mark(uint32_t code)
{
    return (code >= 0x2010 && code <= 0x2027) || (code >= 0x3001 && code <= 0x3029) ||
           (code >= 0xff01 && code <= 0xff3f);
}

/* A radical's own code: ⻓ beside 长.  Those of the other block (⼈) NFKC joins. */
static inline bool is_radical(uint32_t code)
{
    return code >= 0x2e80 && code <= 0x2eff;
}

/* The character that a reader takes it for: 户 for 戶; that it may be misread for, too: 土 for 士.  Nearly
 * all are themselves. */
uint32_t variant_first(uint32_t code);
uint32_t alike_first(uint32_t code);

/* Of texts that look alike in most faces: UTS #39 over NFKC without white space and ignorable characters; Han
 * as they are. */
enum status skeleton_of(struct arena *arena, struct str text, struct str *ret_skeleton) CHECKED;

void keys_close(void);
void words_close(void);
void order_close(void);

#endif
