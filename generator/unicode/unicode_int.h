/*
 * Inside unicode.
 *
 *   properties.c  what a character is
 *   names.c       what a character is called
 *   scripts.c     which scripts can be set letter by letter
 *   keys.c        texts that a reader takes for the same: keys and skeletons
 *   likeness.c    two texts: the same, alike, unlike; where they begin to differ
 *   lines.c       where a line may end, after UAX #14
 */
#ifndef CHENGWEN_UNICODE_INT_H
#define CHENGWEN_UNICODE_INT_H

#include "unicode/unicode.h"

/* Han of the two great blocks: wide letters that are their own key. */
static inline bool is_plain_han(uint32_t code)
{
    return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);
}

/* Of texts that look alike in most faces: UTS #39 over NFKC without white space and ignorable characters; Han
 * as they are. */
enum status skeleton_of(struct arena *arena, struct str text, struct str *ret_skeleton) CHECKED;

void lines_close(void);
void keys_close(void);

#endif
