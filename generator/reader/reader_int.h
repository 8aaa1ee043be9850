/*
 * Inside reader: the cursor over the source bytes, the check before parsing, and the parse with a node limit
 * of its own.
 */
#ifndef CHENGWEN_READER_INT_H
#define CHENGWEN_READER_INT_H

#include "reader/reader.h"

/* --- place.c --- */

/* A walk over valid UTF-8 that counts lines and characters.  LF, CR LF and a lone CR each end a line.  All
 * functions stop at `end`; end NULL: the caller knows that what it looks for is there. */
struct cursor {
    const char *ptr, *end;
    uint32_t line, column;
};

struct cursor cursor_start(struct str bytes);
static inline bool cursor_at(const struct cursor *cursor, const char *literal)
{
    const char *at = cursor->ptr;
    for (; *literal != '\0'; at++, literal++)
        if (at == cursor->end || *at != *literal)
            return false;
    return true;
}
void cursor_step(struct cursor *cursor);                      /* one character */
void cursor_advance(struct cursor *cursor, const char *to);   /* up to the byte `to` */
void cursor_skip(struct cursor *cursor, const char *literal); /* behind the next such literal */
void cursor_skip_space(struct cursor *cursor);                /* space, tab, CR, LF */
bool cursor_skip_aside(struct cursor *cursor);                /* a comment or instruction that begins here */
/* Moves over comments, instructions and the marks of CDATA sections to the next character of the text. */
void cursor_to_character(struct cursor *cursor, bool *in_cdata);
struct place cursor_place(const struct cursor *cursor, const char *file);
struct place place_of_offset(const char *file, struct str bytes, size_t offset);
/* Bytes of another source may stand where those of the last one stood. */
void place_forget(void);

/* The code point of the character reference or of one of the five entities at `at` ("&#x4E2D;" "&amp;"), and
 * its length in the source.  false: no such reference there. */
bool reference_decode(const char *at, const char *end, uint32_t *ret_code, size_t *ret_len);
/* The character of text or of an attribute value at the cursor, references resolved and line ends as LF;
 * moves behind it. */
uint32_t cursor_take(struct cursor *cursor, bool literal);

/* --- encoding.c --- */

/* What the bytes say or seem to be encoded in; empty: UTF-8.  *ret_at, given at their beginning: where they say it. */
struct str encoding_other(struct str bytes, struct cursor *ret_at);
/* Reports that `rest` of the bytes does not begin with a character of UTF-8. */
enum status encoding_report(struct diag *diag, struct place place, struct str bytes, struct str rest) CHECKED;

/* --- characters.c --- */

/* FAILED, reported: not allowed, wherever it stands. */
enum status character_check(struct diag *diag, struct place place, uint32_t code) CHECKED;
/* The same, and FAILED where it is of a script that is not set; warns of what looks like another. */
enum status character_tell(struct diag *diag, struct place place, uint32_t code) CHECKED;
/* A radical, or a compatibility ideograph: it looks like another character. */
bool character_is_doubtful(uint32_t code);
void character_warn(struct diag *diag, struct place place, uint32_t code);
/* Behind the characters from `at` on of which nothing is asked, as of nearly all: allowed, and no marks of XML. */
const char *characters_skip(const char *at, const char *end, uint32_t *count);

/* --- scan.c --- */

struct reader;

enum {
    READER_MAX_RADICALS = 10, /* warnings of radicals in one file */
    READER_MAX_SCRIPTS = 16   /* scripts that are told as not to be set */
};

/* Checks encoding and characters of reader->bytes before they are parsed; drops a UTF-8 byte order mark from them, and
 * makes what libxml2 is given. */
enum status reader_scan(struct reader *reader) CHECKED;

/* --- tree.c --- */

struct reader {
    struct arena *arena;
    struct diag *diag;
    const char *path;
    struct str bytes;
    size_t max_nodes, node_count;
    int depth;
    struct node *root;
    struct node *open;    /* innermost element without end tag yet */
    bool empty_tag;       /* the last start tag was "<a/>" */
    struct buf shadow;    /* the bytes as libxml2 is given them (scan.c) */
    bool may_pile;        /* there are enough combining characters for more than a page can have on one */
    struct cursor cursor; /* behind the last tag handled */
    size_t text_len;      /* bytes of text since then, references resolved */
    enum status status;   /* the first failure; nothing is added afterwards */
};

/* The next child of reader->open, or the root; NULL: reader->status says why (max_nodes among others). */
struct node *tree_add(struct reader *reader, enum node_kind kind, struct place place);
/* What libxml2 finds, in its order, builds the tree. */
void tree_start(struct reader *reader);
void tree_text(struct reader *reader, size_t len);
void tree_end(struct reader *reader);

/* One attribute of a start tag in the source. */
struct tag_attr {
    struct str name;
    struct cursor at;    /* of the name */
    struct cursor value; /* of the value's first character */
    size_t len;          /* of the value in the source */
};

/* With the cursor behind the element's name or the attribute before: the next attribute.  false: the tag has
 * no more. */
bool tag_next_attr(struct cursor *cursor, struct tag_attr *ret_attr);
/* With the cursor on '<': moves behind the element's name and returns it. */
struct str tag_name(struct cursor *cursor);

/* --- fault.c --- */

/* Reports what libxml2 found wrong: its error code, and the byte where it stopped. */
void fault_report(struct reader *reader, int code, size_t offset);

/* --- parse.c --- */

/* Runs libxml2 over reader->shadow. */
enum status reader_parse(struct reader *reader) CHECKED;

/* --- input.c: the table of formats.def --- */

typedef enum status read_tree(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                              struct node **ret_root);
#define FORMAT(suffix, read) read_tree read;
#include "reader/formats.def"
#undef FORMAT

/* --- reader.c --- */

/* reader_read_bytes with a limit of nodes of its own, for tests. */
enum status reader_read_limited(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                                size_t max_nodes, struct node **ret_root) CHECKED;

#endif
