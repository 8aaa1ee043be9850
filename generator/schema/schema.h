/*
 * schema: what the files of a kind, layout.xml and style.xml, have in common: files that use files (use.c),
 * the values that attributes hold (values.c, attributes.c), and what is said of names that are not known or
 * missing (refuse.c).
 */
#ifndef CHENGWEN_SCHEMA_H
#define CHENGWEN_SCHEMA_H

#include "base/base.h"
#include "content/content.h"
#include "expr/expr.h"
#include "reader/reader.h"

enum { SCHEMA_MAX_USES = 8 /* files that use files */ };

/* --- measures (values.c) --- */

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
bool yesno_parse(struct str text, bool *ret_yes);
bool color_parse(struct str text, uint32_t *ret_color);
bool fill_parse(struct str text, uint32_t *ret_fill); /* a colour, or none */

/* Next word of a list with blanks between; false: none is left. */
bool word_next(struct str *rest, struct str *ret_word);
bool word_in(struct str name, const char *list); /* attributes.c */

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

/* For an element that no table describes: it has only attributes of these names, "style on"; else reported.
 */
enum status attributes_among(struct diag *diag, const struct node *node, const char *names) CHECKED;
struct pattern_source attr_source(const struct attr *attr); /* to be compiled, with its places */

#endif
