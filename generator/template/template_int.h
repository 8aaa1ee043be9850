/*
 * Inside template: limits, measures, styles and used files; and who does what.
 *
 *   style.c         style.xml and what it uses -> definitions, bases resolved -> style sheet
 *   style_rules.c   the attributes of styles and the fields that they set
 *   style_values.c  one attribute of a style: measures, colours, names
 *   style_profile.c what profiles ask of finished styles; style_show.c  a field as text
 *   style_builtin.c the styles that every kind has
 *   use.c           <use file="…"/>: depth, circles
 *   template.c      layout.xml and what it uses -> defines, sections -> instructions
 *   compile.c       the walk over layout elements: who may stand where, attributes, text     (load)
 *   compile_*.c     one family of elements each: flow, blocks, inlines, tables, sections
 *   setting.c       attributes that may hold expressions: checked when fixed, converted when not
 *   scope.c         names visible at a place of the layout, and the records that carry them
 *   space.c         the white space rule
 *   refuse.c        names that are not known or missing, with the nearest known one
 *   apply*.c        the same families when a document is made; numbering.c counts, columns.c and grid.c check
 *                   tables
 *   picture*.c      pictures: the element, files, their heads
 *   list.c          lists and their items, of layout and prose
 *   prose.c         prose of the input: compiled with a smaller list of elements when it is met
 *
 * An instruction (instr_int.h) is a function, its data and a body; instructions form lists.  What makes them
 * includes compile_int.h, what carries them out apply_int.h, what knows tables table_int.h.  Everything is
 * made before any input is read and is read-only then; what changes while a document is made is in `struct
 * run`.
 */
#ifndef CHENGWEN_TEMPLATE_INT_H
#define CHENGWEN_TEMPLATE_INT_H

#include "template/template.h"

enum {
    TEMPLATE_MAX_USES = 8,              /* files that use files */
    TEMPLATE_MAX_CALLS = 16,            /* defines that call defines */
    TEMPLATE_MAX_NESTING = 200,         /* elements in elements, calls counted in */
    TEMPLATE_MAX_INSTRUCTIONS = 200000, /* of one layout, every call counted */
    TEMPLATE_MAX_TEXT = 200000,         /* bytes of one run of text in layout or prose */
    TEMPLATE_MAX_BLOCKS = 1000000,      /* of one document */
    TEMPLATE_MAX_STEPS = 20000000,      /* instructions carried out for one document */
    TEMPLATE_MAX_INLINES = 50000,       /* of one paragraph */
    TEMPLATE_MAX_COLUMNS = 64,          /* of a table, and side by side */
    TEMPLATE_MAX_ROWS = 110000,         /* of a table */
    TEMPLATE_MAX_LEVELS = 8,            /* of a table made from data */
    TEMPLATE_MAX_LEVEL = 6,             /* of headings */
    TEMPLATE_MAX_LISTS = 3,             /* lists in lists */
    TEMPLATE_MAX_HEADING = 500,         /* characters of a heading: it goes into contents list and outline */
    TEMPLATE_MAX_PICTURE = 16 << 20,    /* bytes of a picture file */
    TEMPLATE_MAX_PIXELS = 100000000,    /* of a picture */
    TEMPLATE_MAX_SIDE = 65535,          /* pixels of a picture's width, height: what JPEG can have */
    TEMPLATE_MAX_VALUE = 1 << 20        /* bytes of one value in a text */
};

/* --- measures (style_values.c) --- */

enum measure_unit {
    MEASURE_LENGTH,
    MEASURE_SIZES /* 字 */,
    MEASURE_LINES /* 行 */,
    MEASURE_TIMES /* bare number */
};

/* A length as written; what 字 and 行 are is known only beside a style. */
struct measure {
    int64_t value; /* 1/1000 pt, or thousandths of the unit */
    enum measure_unit unit;
};

static inline struct measure measure_absolute(length value)
{
    return (struct measure){value, MEASURE_LENGTH};
}
bool measure_parse(struct str text, struct measure *ret_measure);
/* A rule: a length, or none (and 0): then -1. */
bool rule_parse(struct str text, struct measure *ret_measure);
length measure_length(struct measure measure, length size, length line);
/* A whole number of at most nine digits, without sign. */
bool count_parse(struct str text, int64_t *ret_count);
bool align_parse(struct str text, enum align *ret_align); /* all but decimal */
bool cell_align_parse(struct str text, enum align *ret_align);
bool valign_parse(struct str text, enum valign *ret_valign);
bool shape_parse(struct str text, enum title_shape *ret_shape);
const char *align_word(enum align align);
const char *valign_word(enum valign valign);
const char *shape_word(enum title_shape shape);
bool kinsoku_parse(struct str text, enum kinsoku *ret_kinsoku);
bool yesno_parse(struct str text, bool *ret_yes);
bool color_parse(struct str text, uint32_t *ret_color);
bool fill_parse(struct str text, uint32_t *ret_fill); /* a colour, or none */

/* --- styles (style.c) --- */

struct numbering {
    struct str name;
    const struct pattern *format; /* against number_shape */
    struct str after;
    int restart_on; /* index of another numbering; -1: none */
    struct place place;
};

/* A value that is not what a profile asks for. */
struct deviation {
    struct deviation *next;
    struct place place;        /* of the element that makes the value */
    bool required;             /* 规定 */
    struct str profile, basis; /* basis: "GB/T 9704—2012，5.2.2，一般" */
    const char *label;         /* "版面" */
    struct str name;
    const char *attr;
    struct str wanted, found;
};

struct styles {
    struct style_sheet sheet;
    struct numbering *numberings;
    size_t numbering_count;
    const struct shape *number_shape; /* the one field n */
    struct deviation *deviations;     /* in the order of the profiles' values */
};

enum status styles_load(struct arena *arena, struct diag *diag, const char *folder,
                        struct styles *ret_styles) CHECKED;
int numbering_lookup(const struct styles *styles, struct str name); /* -1: none */
extern const char style_builtin[];                                  /* style.xml of what every kind has */

/* A kind, loaded. */
struct template
{
    struct styles styles;
    struct instr *body;
    const struct paragraph_style *style_body, *style_footnote;
    const struct span_style *style_note_mark;
    int footnote; /* numbering */
};

/* --- files that use files (use.c) --- */

struct use_file {
    const char *path;
    struct use_file *next;
    bool open; /* being read */
};

struct uses {
    struct arena *arena;
    struct diag *diag;
    const char *folder; /* of the kind */
    struct use_file *files;
    int depth;
};

/* The root of the file that `element` uses.  OK with NULL: read before.  FAILED: reported at the attribute.
 * After a root was given, the caller calls use_close when it has read what that file uses. */
enum status use_open(struct uses *uses, const struct node *element, struct node **ret_root) CHECKED;
/* The kind's own file, which uses others. */
enum status use_open_own(struct uses *uses, const char *name, struct node **ret_root) CHECKED;
void use_close(struct uses *uses, const struct node *root);

/* --- attributes (compile.c) --- */

/* For an element that no table describes: it has only attributes of these names, "style on"; else reported.
 */
enum status attributes_among(struct diag *diag, const struct node *node, const char *names) CHECKED;
struct pattern_source attr_source(const struct attr *attr); /* to be compiled, with its places */

/* --- what is not known or missing (refuse.c); `known`: a list of words; all report and return FAILED --- */

enum status refuse_element(struct diag *diag, const struct node *node, const char *known) CHECKED;
enum status refuse_attribute(struct diag *diag, const struct node *node, const struct attr *attr,
                             const char *known) CHECKED;
enum status refuse_missing(struct diag *diag, const struct node *node, const char *name) CHECKED;
/* The attribute that is nearly called so; NULL: none. */
const struct attr *misspelt_attr(const struct node *node, struct str name);
/* `label`: what the name should be one of; `near`: may be empty, or the name itself (a style is no base of
 * its own). */
enum status refuse_name(struct diag *diag, struct place place, struct str name, const char *label,
                        struct str near) CHECKED;

/* --- lists of words (style_values.c) --- */

/* "2 1" -> 2, 1; false: something else, or over TEMPLATE_MAX_COLUMNS. */
bool shares_parse(struct str text, int shares[TEMPLATE_MAX_COLUMNS], size_t *ret_count);
/* Next word of a list with blanks between; false: none is left. */
bool word_next(struct str *rest, struct str *ret_word);

#endif
