/*
 * syntax: values of PDF, as slices of the bytes: nothing is built, so nothing in a file can make us take memory.
 *
 * Whoever reads a PDF, our own or anybody's, reads its values by these.  Nothing recurses; how deep arrays and
 * dictionaries stand in one another is limited.  Who asks a dictionary for a key walks over it, so who does that
 * again and again counts what it looks at.
 */
#ifndef CHENGWEN_SYNTAX_H
#define CHENGWEN_SYNTAX_H

#include "base/base.h"

enum {
    SYNTAX_MAX_OBJECTS = 8388607,  /* ISO 32000-1, annex C */
    SYNTAX_MAX_GENERATION = 65535, /* likewise */
    SYNTAX_MAX_DEPTH = 64          /* arrays and dictionaries in one another */
};

bool syntax_is_white(char c); /* also the form feed and NUL */
/* What stands there may be white, or a remark (%) up to the end of its line. */
size_t syntax_skip_white(struct str text, size_t at);
/* Does the word stand there?  Then *at is behind it. */
bool syntax_take(struct str text, size_t *at, const char *word);
/* A whole number without sign; *at is behind it. */
bool syntax_take_number(struct str text, size_t *at, int64_t most, int64_t *ret_value);
/* The value at *at, which moves behind it; false: there is none, or none that ends. */
bool syntax_take_value(struct str text, size_t *at, struct str *ret_value);
/* The next reference to an object that stands anywhere in the value, as it is written. */
bool syntax_next_reference(struct str value, size_t *at, struct str *ret_reference);
struct str syntax_member(struct str dict, const char *key); /* empty: none */
/* The dictionary's next entry, from *at == 0 on, its key as it is written, with the slash; false: there are no more. */
bool syntax_next_member(struct str dict, size_t *at, struct str *ret_key, struct str *ret_value);
bool syntax_name_is(struct str name, const char *text); /* "/A#42" is "/AB" */
bool syntax_name_same(struct str a, struct str b);
bool syntax_next(struct str array, size_t *at, struct str *ret_value);
bool syntax_is(struct str value, const char *text);
uint32_t syntax_reference(struct str value); /* 0: it is none */
uint32_t syntax_generation(struct str reference);
bool syntax_number(struct str value, int64_t most, int64_t *ret_value);
/* The next byte of a string, (…) or <…>, from *at == 0 on; false: there is none. */
bool syntax_next_byte(struct str string, size_t *at, unsigned char *ret_byte);
void syntax_add_bytes(struct str string, struct buf *out);             /* all of them */
struct str syntax_text(struct arena *arena, struct str value) CHECKED; /* UTF-8; ptr NULL: no memory */
void syntax_add_utf16(struct str hex, struct buf *out); /* big-endian, without a mark in front */

#endif
