/*
 * Inside model: what the declarations say beyond names and types (rules), and what loading and reading carry
 * along.
 *
 * model.xml -> shapes and rules (declare.c, bands.c) -> formulas compiled (compile.c).
 * Input -> records (read.c, value.c, text.c) -> proved, computed, checked (prove.c, checks.c).
 */
#ifndef CHENGWEN_MODEL_INT_H
#define CHENGWEN_MODEL_INT_H

#include "model/model.h"

enum {
    MODEL_MAX_FIELDS = 20000, /* of all shapes together: types used in types multiply */
    MODEL_MAX_LIST = 1000000  /* records of one list */
};

enum rule_kind {
    RULE_TEXT,
    RULE_NUMBER,
    RULE_DATE,
    RULE_MONTH,
    RULE_YESNO,
    RULE_PROSE,
    RULE_GROUP,
    RULE_LIST,
    RULE_BANDS
};

struct band {
    const struct number *min, *max; /* NULL: open */
    struct str label;
    struct place place;
};

/* What model.xml says of one field beyond struct field. */
struct rule {
    enum rule_kind kind;
    const struct node *source; /* the declaration */
    bool is_default;           /* field.is is the default, not a formula to be proved */
    const struct expr *min, *max, *tolerance;
    int64_t decimals; /* -1: any */
    bool integer;
    const struct str *one_of;
    size_t one_of_count;
    struct str pattern;           /* empty: any text */
    int64_t count_min, count_max; /* list */
    struct rules *inner;          /* group, list */
    const struct band *bands;
    size_t band_count;
};

struct check {
    const struct node *source;
    const struct expr *that, *at; /* at NULL: the record's place */
    const struct pattern *message;
    enum severity severity;
};

/* What model.xml says of the records of one shape; rules[i] belongs to shape->fields[i]. */
struct rules {
    struct shape *shape;
    struct rule **rules;
    size_t rule_count, rule_capacity;
    struct check *checks;
    size_t check_count, check_capacity;
};

struct model {
    struct str kind;
    struct rules *rules;
    const struct pattern *title, *subject, *author; /* NULL: not given */
    const struct expr *date;
};

/* Faults are gathered, so that one run shows them all; what cannot go on stops it. */
struct run {
    struct arena *arena;
    struct diag *diag;
    bool failed;
    enum status stop; /* NO_MEMORY, SYSTEM: nothing more is done */
};

void run_note(struct run *run, enum status status);
enum status run_status(const struct run *run) CHECKED;
/* Nothing more need be done: stopped, or as many errors as diagnostics keep. */
bool run_over(const struct run *run);

/* --- loading --- */

struct type_use; /* chain of the types being unfolded (declare.c) */

struct loader {
    struct run run;
    const struct node *root;
    const struct type_use *types;
    size_t field_count;
};

void declare_model(struct loader *loader, struct model *model);
void declare_bands(struct loader *loader, const struct node *node, struct rule *rule, struct rules *rules);
void compile_model(struct loader *loader, struct model *model);

/* Attributes of declarations (attribute.c): NULL, false or `otherwise` when not given; faults are noted in
 * the run. */
void attributes_check(struct loader *loader, const struct node *node);
struct str attribute_text(const struct node *node, const char *name);
bool attribute_yes(struct loader *loader, const struct node *node, const char *name);
int64_t attribute_count(struct loader *loader, const struct node *node, const char *name, int64_t otherwise);
const struct number *attribute_number(struct loader *loader, const struct node *node, const char *name);
/* "name label …" allowed on the declaration; NULL: no such element. */
const char *attributes_allowed(struct str element);

/* --- reading --- */

/* A statement of the input for a field with a formula. */
struct proof {
    struct record *record;
    int slot;
    struct value stated;
    int decimals; /* as written */
    struct place place;
};

struct fill {
    struct run run;
    const struct model *model;
    struct eval *eval;
    struct proof *proofs;
    size_t proof_count, proof_capacity;
};

const struct rule *rule_of(const struct record *record, int slot);
/* “合计”（center[3].row[1].total）; empty when memory fails, which stops the run. */
struct str describe(struct run *run, const struct record *record, int slot);

/* Fills `record` from `node` (read.c). */
void read_record(struct fill *fill, const struct node *node, struct record *record);
/* Text of the input -> value of the field (value.c); FAILED is reported. */
enum status value_read(struct fill *fill, const struct record *record, int slot, struct str text,
                       struct place place, struct value *ret_value) CHECKED;
/* Decimals that a number is written with. */
int count_decimals(struct str text);

/* `place` where it is in the input, else (a formula's place in model.xml) the record's. */
struct place input_place(const struct record *record, struct place place);
void prove_all(struct fill *fill);
void compute_record(struct fill *fill, struct record *record, const struct rules *rules);
void check_record(struct fill *fill, struct record *record, const struct rules *rules);

/* --- text.c --- */

/* White space at both ends dropped; a run with a line end between two wide characters dropped; any other run
 * one space. */
enum status text_clean(struct arena *arena, struct str text, struct str *ret_text) CHECKED;
/* # stands for a digit, ? for any character, * for any text; all else for itself. */
bool text_matches(struct str text, struct str pattern);
/* "402,233.38" shortest, but at least so many decimals; what does not end is cut after six and marked with
 * 约. */
void figure_print(const struct number *number, int decimals, struct buf *out);

/* --- nearest.c --- */

/* Words of a list such as "name label optional". */
void nearest_offer_words(struct nearest *nearest, const char *words);
struct str nearest_field(const struct shape *shape, struct str name);
bool words_have(const char *words, struct str word);

#endif
