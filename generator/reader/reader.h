/*
 * reader: hostile bytes -> node tree with places.  Who takes the tree need not know what it was made of.
 *
 * XML: libxml2 (SAX, one pass, no network, no entities but the five of XML and character references; any
 * DOCTYPE is refused). UTF-8 only.  Characters are kept as written: no normalisation, of white space neither (line
 * ends become LF, as XML says). Refused with their place: private-use characters (U+E000-F8FF, planes 15 and
 * 16), control characters (C1 too), non-characters, characters without an image (zero width, directions,
 * fillers, separators; but U+00AD, and U+200B as a reference), U+FFFC, U+FFFD. Characters of scripts that run
 * from right to left or need shaping are refused, one message a script. Radicals (U+2E80-2FDF) are warned of.
 * Comments and processing instructions are dropped; text around them is joined into one node. Everything
 * lives in the arena given; strings of the tree are borrowed from it.
 */
#ifndef CHENGWEN_READER_H
#define CHENGWEN_READER_H

#include "base/base.h"

enum {
    READER_MAX_BYTES = 64 << 20,
    READER_MAX_DEPTH = 64,
    READER_MAX_ATTRIBUTES = 64,
    READER_MAX_NODES = 4000000
};

enum node_kind { NODE_ELEMENT, NODE_TEXT };

struct attr {
    struct str name, value;
    struct place place; /* of the value's first character */
    const char *raw;    /* XML: source bytes of the value, for attr_text_place; else NULL */
};

/* From the byte `from` of a text on, up to the next of them, one character is one column from `place` on. */
struct text_mark {
    size_t from; /* SIZE_MAX: of the last, behind the text */
    struct place place;
};

struct node {
    enum node_kind kind;
    bool marked;
    struct str name; /* element: as written; text: empty */
    struct str text; /* text node: its characters, references resolved */
    struct attr *attrs;
    size_t attr_count;
    struct node *parent, *first, *last, *next;
    struct place place;                /* element: of its '<'; text: of its first character */
    union {                            /* for node_text_place: */
        const char *raw;               /* XML: source bytes of the text; else NULL */
        const struct text_mark *marks; /* marked: the first is of the text's first character */
    };
};

/* --- XML --- */

/* Reads the file / the bytes (`path` names them in messages and must outlive the tree; bytes too).
 * FAILED: reported with place, one message for the first fault. */
enum status reader_read_file(struct arena *arena, struct diag *diag, const char *path,
                             struct node **ret_root) CHECKED;
enum status reader_read_bytes(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                              struct node **ret_root) CHECKED;

/* --- descriptions, in whatever format (input.c) --- */

/* What the command line names: a stream too.  Messages and failures as above. */
enum status reader_read_input(struct arena *arena, struct diag *diag, const char *path,
                              struct node **ret_root) CHECKED;
/* The same of these bytes, which must outlive the tree; `path` says their format, as a file's name does. */
enum status reader_read_given(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                              struct node **ret_root) CHECKED;
/* What a description names: an ordinary file. */
enum status reader_read_part(struct arena *arena, struct diag *diag, const char *path,
                             struct node **ret_root) CHECKED;
/* Prose that a description names: Markdown (markdown.c). */
enum { READER_MAX_PROSE_BYTES = 16 << 20 };
struct reader_prose {
    const char *path, *folder; /* of the file; of the description */
    struct str name;           /* the file's path from that folder, without . and ..: what links call it */
};
/* Its element <prose>, which holds what a prose field may. */
enum status reader_read_prose(struct arena *arena, struct diag *diag, const struct reader_prose *file,
                              struct node **ret_root) CHECKED;
/* The same of these bytes, which must outlive the tree. */
enum status reader_read_prose_bytes(struct arena *arena, struct diag *diag, const struct reader_prose *file,
                                    struct str bytes, struct node **ret_root) CHECKED;
bool reader_is_prose(struct str name); /* does it end as Markdown does? */
/* A name without the end that tells the format. */
struct str reader_input_stem(struct str name);

/* --- other formats: XML as a walk (walk.c), texts (characters.c), encodings (encoding.c) --- */

enum { READER_MAX_PART_BYTES = 256 << 20 };

struct walk_attr {
    struct str space, name, value; /* space: the namespace's name; empty: in none */
};
struct walk_element {
    struct str space, name;
    const struct walk_attr *attrs;
    size_t attr_count;
};
/* What is borrowed lasts as long as the call.  A status other than OK ends the walk, and is passed on. */
struct walker {
    void *context;
    enum status (*start)(void *context, const struct walk_element *element);
    enum status (*text)(void *context, struct str text); /* in pieces; white space too */
    enum status (*end)(void *context);
};
/* Walks over a well-formed document in UTF-8 without DOCTYPE, at most READER_MAX_DEPTH deep and READER_MAX_ATTRIBUTES
 * wide; what its texts say is not looked at.  One walk at a time.  FAILED: reported with place in `path`, by it or by
 * who walks; what comes behind a fault is not told, what came before it was. */
enum status reader_walk(struct diag *diag, const char *path, struct str bytes,
                        const struct walker *walker) CHECKED;
/* The attribute without namespace; NULL: not there. */
const struct walk_attr *walk_attr(const struct walk_element *element, const char *name);

/* May a text of another file stand in a description?  Line ends are LF. */
enum reader_fitness {
    READER_FIT,
    READER_DOUBTFUL, /* it has characters that look like others (⼈ for 人) */
    READER_UNFIT     /* it has what a description is refused for */
};
enum reader_fitness reader_judge_text(struct str text);
/* Tells at `place` why it is not fit.  FAILED: it is unfit; OK: warned of at most. */
enum status reader_tell_text(struct diag *diag, struct place place, struct str text) CHECKED;

enum reader_encoding {
    READER_UTF8,
    READER_UTF8_DAMAGED, /* but for some bytes, or cut off */
    READER_NO_UTF8
};
/* *ret_offset: of the first byte that is no UTF-8. */
enum reader_encoding reader_judge_encoding(struct str bytes, size_t *ret_offset);
/* FAILED always: tells of that byte. */
enum status reader_tell_encoding(struct diag *diag, const char *path, struct str bytes,
                                 size_t offset) CHECKED;

/* --- the files of a kind (kind_file.c) --- */

struct used_file {
    struct str name;    /* as written, relative to the file that says it */
    const char *beside; /* that file, of the folder of all kinds */
    struct place place; /* of the name */
    bool is_own;        /* one of the kind's own three files, which no file names */
};

/* The path under which the file is read.  FAILED, reported: it leads out of the folder of all kinds, in which
 * `kind_folder` lies, or is not there, or is no ordinary file. */
enum status reader_find_used(struct arena *arena, struct diag *diag, const char *kind_folder,
                             const struct used_file *used, const char **ret_path) CHECKED;
/* model.xml, style.xml, layout.xml. */
enum status reader_find_own(struct arena *arena, struct diag *diag, const char *kind_folder, const char *name,
                            const char **ret_path) CHECKED;

/* The exact line and column of the byte `offset` of a text node's text / an attribute's value: found by
 * walking the source again, through references, comments and CDATA.  Without a source: that of the first. */
struct place node_text_place(const struct node *text, size_t offset);
struct place attr_text_place(const struct attr *attr, size_t offset);

/* As a file that says the same: what verify, and people, read again. */
struct buf;
void node_write_xml(const struct node *root, struct buf *out);
const struct attr *node_attr(const struct node *element, const char *name); /* NULL: not there */
struct node *node_child(const struct node *element,
                        const char *name);                   /* first such child element; NULL: none */
struct node *node_first_element(const struct node *element); /* first child element; NULL: none */
struct node *node_next_element(const struct node *node);     /* next sibling element; NULL: none */
bool node_is(const struct node *node, const char *name);
bool node_is_blank(const struct node *text); /* only white space of XML */
bool text_is_blank(struct str text);         /* only white of any width: U+3000 too */

/* Indented text of the tree, for `dump --stage=node` (node.c). */
void node_dump(const struct node *root, struct buf *out);

#endif
