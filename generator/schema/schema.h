/*
 * schema: the language that the author of a kind writes in, as data: its elements, their attributes, the kinds
 * of values, defaults, a line of help each (*.def, language.c, values.c, tags.c); what is said of what is not known,
 * missing or wrong (refuse.c); files that use files (use.c).
 */
#ifndef CHENGWEN_SCHEMA_H
#define CHENGWEN_SCHEMA_H

#include "base/base.h"
#include "content/content.h"
#include "expr/expr.h"
#include "reader/reader.h"

enum { SCHEMA_MAX_USES = 8 /* files that use files */ };

/* --- values (values.def, values.c) --- */

enum value_kind {
#define VALUE(kind, ...) VALUE_##kind,
#include "schema/values.def"
#undef VALUE
    VALUE_KINDS
};

enum value_form {
    FORM_TEXT,    /* any; what it means says who reads it */
    FORM_SOLID,   /* the same, not empty */
    FORM_LANG,    /* a language */
    FORM_WORD,    /* one of a list */
    FORM_COUNT,   /* digits, at most nine, without sign */
    FORM_MEASURE, /* a length, or so many 字, 行 or times */
    FORM_COLOR
};

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

union attr_value {
    struct str text;
    int word; /* yes: 1 */
    int64_t count;
    struct measure measure; /* of a rule, 0 and none: -1 */
    uint32_t color;         /* FILL_NONE, FILL_WHITE */
    /* Of names, by who knows what they name: */
    const struct paragraph_style *style;
    const struct span_style *span;
    const struct table_style *table;
    const struct page_master *page;
    int numbering;
};

/* false: it is no such value.  Of forms TEXT and SOLID what stands in it is not looked at. */
bool value_parse(enum value_kind kind, struct str text, union attr_value *ret_value);
enum value_form value_form(enum value_kind kind);
const struct words *value_words(enum value_kind kind); /* NULL: it has none */
const char *value_label(enum value_kind kind);         /* what it should be; empty: its words say it */
/* What its values look like, in the regular expressions of XML Schema; bounds are not in it.  Empty: like anything, or
 * its words say it. */
void value_add_regex(enum value_kind kind, struct buf *out);

bool measure_parse(struct str text, struct measure *ret_measure); /* in any unit, with any sign */
length measure_length(struct measure measure, length size, length line);
/* Of a plan: the one that the date is in, or with PERIOD_LAST the one before. */
enum { PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR, PERIOD_LAST };
bool yesno_parse(struct str text, bool *ret_yes);
bool language_tag_is(struct str text); /* in the form of BCP 47; what it names is not looked up (tags.c) */
enum { COUNT_DIGITS = 9 /* of a whole number without sign, at most */ };

/* Next word of a list with blanks between; false: none is left. */
bool word_next(struct str *rest, struct str *ret_word);
bool word_in(struct str name, const char *list);
struct pattern_source attr_source(const struct attr *attr); /* to be compiled, with its places */

/* --- elements and attributes (language.c) --- */

/* Bits: an element of prose may be one of layout.xml, too. */
enum language {
    LANGUAGE_LAYOUT = 1,
    LANGUAGE_PROSE = 2,
    LANGUAGE_STYLE = 4,
    LANGUAGE_ROLES = 8,
    LANGUAGE_MODEL = 16,
    LANGUAGE_MAPPING = 32,
    LANGUAGE_PLAN = 64
};

/* Where an element of layout.xml or prose may stand, and what it holds. */
enum element_place {
    IN_LAYOUT = 1 << 0,  /* sections */
    IN_SECTION = 1 << 1, /* blocks of a page body */
    IN_KEEP = 1 << 2,
    IN_COLUMN = 1 << 3,
    IN_CELL = 1 << 4, /* blocks of a cell */
    IN_INLINE = 1 << 5,
    IN_MARGIN = 1 << 6, /* inlines of a header or footer */
    IN_TABLE = 1 << 7,
    IN_HEAD = 1 << 8,
    IN_ROW = 1 << 9,
    IN_GROUP = 1 << 10,
    IN_COLUMNS = 1 << 11,
    IN_LIST = 1 << 12,
    IN_WATERMARK = 1 << 13, /* text alone */
    IN_FIXED = 1 << 14,     /* blocks at a fixed place of the sheet */
    IN_SPREAD = 1 << 15,    /* inlines of a <spread> */
    IN_CHOOSE = 1 << 16,
    IN_DATA = 1 << 17,        /* levels and columns of a table */
    IN_HEADS = 1 << 18,       /* columns under a common head */
    IN_FRONT = 1 << 19,       /* of a section: what its pages carry */
    IN_SAME = 1 << 20,        /* what may stand where the element stands */
    IN_FORM = 1 << 21,        /* rows of a form */
    IN_FORM_HEAD = 1 << 22,   /* those that stand again on every page */
    IN_FORM_ROW = 1 << 23,    /* cells of such a row, beside its text */
    IN_CHART = 1 << 24,       /* what a chart is made of */
    IN_DATA_COLUMN = 1 << 25, /* the head of a column */
    IN_TYPED = 1 << 26,       /* text alone, as it is typed: {…} too */
    IN_BLOCKS = IN_SECTION | IN_KEEP | IN_COLUMN | IN_CELL,
    IN_INLINES = IN_INLINE | IN_MARGIN,
    IN_LETTERS = IN_INLINES | IN_SPREAD,
    IN_TEXT = IN_LETTERS | IN_WATERMARK | IN_TYPED,
    IN_ANY = ((1 << 16) - 1) | IN_FORM | IN_FORM_HEAD
};

/* The same of the other languages, each for itself.  What holds IN_INLINE holds text. */
enum other_place {
    IN_MODEL = 1 << 0, /* model.xml */
    IN_TYPES = 1 << 1,
    IN_FIELDS = 1 << 2, /* fields and proofs */
    IN_SCHEDULE = 1 << 3,
    IN_BANDS = 1 << 4,
    IN_STYLES = 1 << 0, /* style.xml */
    IN_PROFILE = 1 << 1,
    IN_ROLES = 1 << 0, /* roles.xml */
    IN_ROLE = 1 << 1,
    IN_MAPPING = 1 << 0, /* mapping.xml */
    IN_SHEET = 1 << 1,
    IN_DESCRIPTION = 1 << 2, /* what a description says of a series */
    IN_EACH = 1 << 3,
    IN_PLAN = 1 << 0, /* a plan */
    IN_RUN = 1 << 1
};

/* The elements of layout.xml and prose. */
enum element_id {
    ELEMENT_NONE,
#define PLACED(id, ...) ELEMENT_##id,
#define ELEMENT(...)
#define NEEDED(...)
#define ATTRIBUTE(...)
#include "schema/layout.def"
#undef ATTRIBUTE
#undef NEEDED
#undef ELEMENT
#undef PLACED
};

/* An element's row stands before those of its attributes. */
struct schema_row {
    enum {
        ROW_ELEMENT,
        ROW_ATTRIBUTE,
        ROW_COMPUTED /* an attribute that only a profile may name */,
        ROW_END
    } row;
    const char *name; /* of an attribute also "*": any */
    const char *help;
    /* of an element */
    unsigned languages;
    enum element_id id;
    unsigned places, holds; /* bits of element_place or other_place; a root stands nowhere */
    /* of an attribute */
    enum value_kind kind;
    bool needed;
    const char *otherwise; /* the value of one that is not given; empty: none */
};

const struct schema_row *schema_element(enum language language, struct str name); /* NULL: none */
/* The element behind `row` (NULL: the first); NULL: there is none. */
const struct schema_row *schema_next(enum language language, const struct schema_row *row);
/* The same, of those that may stand in one of `places`. */
const struct schema_row *schema_placed(enum language language, struct str name, unsigned places);
/* The same where the places are not known for sure: one that knows all attributes of `node`, else any. */
const struct schema_row *schema_unplaced(enum language language, const struct node *node, unsigned places);
/* What any of that name may hold there: enum element_place. */
unsigned schema_unplaced_holds(enum language language, const struct node *node, unsigned places);
/* The names of all that may stand there: "p heading …". */
void schema_list_placed(enum language language, unsigned places, struct buf *out);
/* Of those behind `element`; NULL: none. */
const struct schema_row *schema_attribute(const struct schema_row *element, struct str name);
/* Attributes that `element` does not have are reported: FAILED. */
enum status schema_check(struct diag *diag, const struct node *node,
                         const struct schema_row *element) CHECKED;
enum status schema_check_attr(struct diag *diag, const struct node *node, const struct schema_row *element,
                              const struct attr *attr) CHECKED;

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

/* --- what is not known, missing or wrong (refuse.c); all report and return FAILED --- */

/* `known`: a list of words. */
enum status refuse_element(struct diag *diag, const struct node *node, const char *known) CHECKED;
/* An element, or a text; OK: it is blank, which may stand anywhere. */
enum status refuse_child(struct diag *diag, const struct node *child, const char *known) CHECKED;
/* Whatever stands in an element that holds nothing. */
enum status refuse_content(struct diag *diag, const struct node *node) CHECKED;
/* What is spelt well, and stands where it may not. */
enum status refuse_misplaced(struct diag *diag, const struct node *node, const char *known) CHECKED;
enum status refuse_root(struct diag *diag, const struct node *root, const char *wanted) CHECKED;
enum status refuse_attribute(struct diag *diag, const struct node *node, const struct attr *attr,
                             const char *known) CHECKED;
enum status refuse_missing(struct diag *diag, const struct node *node, const char *name) CHECKED;
/* The attribute that is nearly called so; NULL: none. */
const struct attr *misspelt_attr(const struct node *node, struct str name);
struct str nearest_word(struct str name, struct str known); /* empty: none is near */
/* `label`: what the name should be one of; `near`: may be empty, or the name itself (a style is no base of
 * its own). */
enum status refuse_name(struct diag *diag, struct place place, struct str name, const char *label,
                        struct str near) CHECKED;
/* Of the attribute `name`: what it should be, behind 应是. */
enum status refuse_value(struct diag *diag, struct place place, const char *name, struct str value,
                         const char *wanted) CHECKED;
enum status refuse_word(struct diag *diag, struct place place, const char *name, struct str value,
                        const struct words *words) CHECKED;
/* No value of this kind. */
enum status refuse_kind(struct diag *diag, struct place place, const char *name, struct str value,
                        enum value_kind kind) CHECKED;

#endif
