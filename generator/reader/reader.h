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

struct node {
    enum node_kind kind;
    struct str name; /* element: as written; text: empty */
    struct str text; /* text node: its characters, references resolved */
    struct attr *attrs;
    size_t attr_count;
    struct node *parent, *first, *last, *next;
    struct place place; /* element: of its '<'; text: of its first character */
    const char *raw;    /* XML: source bytes of the text, for node_text_place; else NULL */
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
/* What a description names: an ordinary file. */
enum status reader_read_part(struct arena *arena, struct diag *diag, const char *path,
                             struct node **ret_root) CHECKED;
/* A name without the end that tells the format. */
struct str reader_input_stem(struct str name);

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
