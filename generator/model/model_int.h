/*
 * Inside model: what the declarations say beyond names and types (rules), and what loading and reading carry
 * along.
 *
 * model.xml -> shapes and rules (declare.c, override.c, bands.c) -> formulas compiled (compile.c) -> no
 * circles (circles.c).  Input -> records (read.c, href.c; wing texts) -> proved, computed, checked (wing
 * proofs).  All of them go on after a fault (run.c).  texts knows no other wing, proofs knows texts;
 * cmake/rooms.cmake says so.
 */
#ifndef CHENGWEN_MODEL_INT_H
#define CHENGWEN_MODEL_INT_H

#include "model/model.h"
#include "schema/schema.h"
#include "unicode/unicode.h"

enum {
    MODEL_MAX_FIELDS = 20000, /* of all shapes together: types used in types multiply */
    MODEL_MAX_LIST = 1000000, /* records of one list */
    MODEL_MAX_KEYED = 2000,   /* records of a list with key=, which are compared each with each */
    MODEL_MAX_MONTHS = 1200,  /* of one schedule */
    MODEL_MAX_CHAIN = 50      /* files that name files by href */
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
    RULE_BANDS,
    RULE_NUMBERS, /* a computed list of numbers */
    RULE_ELEMENT  /* of a derived list: the element that the record was made for */
};

struct band {
    const struct number *min, *max; /* NULL: open */
    const struct number *value;     /* NULL: the bands have none */
    struct str label;
    struct place place;
};

/* What a text is one of (proofs/codes.c). */
enum text_form { FORM_NONE, FORM_CREDIT_CODE /* 统一社会信用代码 */, FORM_ID_NUMBER /* 身份证号 */ };
extern const struct words words_forms;

enum rule_stage { STAGE_WAITING, STAGE_OPEN /* being compiled */, STAGE_DONE };

/* What model.xml says of one field beyond struct field. */
struct rule {
    enum rule_kind kind;
    enum rule_stage stage;
    struct rules *owner; /* whose rules[slot] it is */
    int slot;
    bool assumed;    /* its unit was asked for while its formula was open */
    bool is_default; /* field.is is the default, not a formula to be proved */
    bool integer;
    struct rule **needs; /* what its formula needs whatever the values (expr_needs) */
    size_t need_count, need_capacity;
    size_t walk;                 /* circles.c */
    bool on_path;                /* circles.c */
    bool circled;                /* circles.c: on a circle that was reported */
    const struct node *source;   /* the declaration */
    const struct node *declared; /* the last one: it may go on with a group or list (override.c) */
    const struct expr *min, *max, *tolerance;
    int64_t decimals;       /* -1: any */
    bool lines;             /* a text that may be written as several <p> */
    bool reads_money;       /* a statement is 大写 in any legal form */
    enum personal personal; /* text, group, list: as its declaration says, or that of its type */
    bool figures_free;      /* figures in its words are not looked up in the record */
    bool figures_proved;    /* money and shares in its words must be those of the record */
    const struct str *one_of;
    size_t one_of_count;
    struct str_index one_of_names;
    struct str pattern; /* empty: any text */
    enum text_form form;
    int64_t count_min, count_max; /* list */
    struct rules *inner;          /* group, list */
    bool derived;                 /* list: made by field.make; what the input states is proved */
    bool made;                    /* field of such a list that has its value from the start */
    bool totals;                  /* list: a record may be called 合计 */
    bool summed;                  /* list: a formula or check of the kind sums its records */
    struct schedule *schedule;    /* list of a <schedule> or its runs */
    struct str key;               /* list: the text field that tells its records apart; empty: none */
    int key_slot;
    struct str file; /* group: kinds of the file that href may name; empty: no href */
    const struct shape *base_shape, *state_shape; /* of the groups that base and state name; NULL: none */
    struct str base;  /* group: path of the group that gives what the input leaves out; empty: none */
    struct str state; /* group: what is taken of a file of the model's own kind: its group of this name */
    const struct band *bands;
    size_t band_count;
    struct str
        previous; /* scalar: path of the field whose value in the record before it takes; empty: none */
};

enum relation {
    RELATION_HOLDS, /* `that` is yes */
    RELATION_EQUAL,
    RELATION_AT_MOST,
    RELATION_LESS,
    RELATION_AT_LEAST,
    RELATION_BANDS /* `that` is a list of records with min and max, without gap or overlap */
};

/* One thing to be proved in every record of a shape: a <check>, or one relation of a check element
 * (check_kinds.c). */
struct check {
    const struct node *source;
    const struct check_kind *kind; /* the row that it was made from */
    size_t link;                   /* of a chain */
    enum relation relation;
    enum severity severity;
    struct str label;              /* what is proved, in words */
    const struct expr *when;       /* NULL: always */
    const struct expr *that;       /* the condition, the list of bands, or what is stated */
    const struct expr *other;      /* numbers: stated less computed, in its unit; else: what is computed */
    const struct expr *among;      /* what one of is asked for; NULL: no such condition */
    const struct expr *tolerance;  /* NULL: none */
    const struct expr *at;         /* NULL: the record's place */
    const struct pattern *message; /* NULL: made from label and values */
};

/* What model.xml says of the records of one shape; rules[i] belongs to shape->fields[i]. */
struct rules {
    struct shape *shape;
    struct rule *holder; /* the group or list of these records; NULL: the outermost */
    struct rule **rules;
    size_t rule_count, rule_capacity;
    bool has_past; /* a field of these records, or of some in them, has previous= */
    struct check *checks;
    size_t check_count, check_capacity;
};

struct model {
    struct str kind, label;
    struct place kind_place; /* where `kind` stands */
    struct rules *rules;
    const struct pattern *title, *subject, *author; /* NULL: not given */
    const struct expr *date;
};

/* Faults are gathered, so that one run shows them all; what cannot go on stops it. */
struct run {
    struct arena *arena;
    struct diag *diag;
    bool failed;
    enum status stop;     /* NO_MEMORY, SYSTEM: nothing more is done */
    struct str described; /* run_report_field: the field */
};

void run_note(struct run *run, enum status status);
/* As those of arenas; no memory is noted. */
#define RUN_NEW(run, type)              ((type *)run_kept((run), ARENA_NEW((run)->arena, type)))
#define RUN_NEW_ARRAY(run, count, type) ((type *)run_kept((run), ARENA_NEW_ARRAY((run)->arena, count, type)))
#define RUN_APPEND(run, items, count, capacity, item)                                                        \
    run_note((run), ARENA_APPEND((run)->arena, items, count, capacity, item))
void *run_kept(struct run *run, void *memory); /* notes NULL */
/* Reports what fails the run. */
#define run_refuse(run, code, place, ...)                                                                    \
    run_note((run), diag_report((run)->diag, code, (place), ##__VA_ARGS__))
/* The same of a field, which the message describes first; and without failing: gives FAILED. */
#define run_refuse_field(run, record, slot, code, place, ...)                                                \
    run_note((run), run_report_field(run, record, slot, code, place, ##__VA_ARGS__))
#define run_report_field(run, record, slot, code, place, ...)                                                \
    ((run)->described = describe((run), (record), (slot)),                                                   \
     diag_report((run)->diag, code, (place), STR_ARGS((run)->described), ##__VA_ARGS__))
/* Reports a word that is none of those; gives `otherwise` then, and where attr is NULL. */
int run_word(struct run *run, const struct attr *attr, const char *name, const struct words *words,
             int otherwise);
enum status run_status(const struct run *run) CHECKED;
/* Text that stands where only elements may. */
/* The name, with its / , of the tag with a full-width ＜ that the text begins with; empty: it does not. */
struct str wide_tag(struct str text);
void refuse_stray_text(struct run *run, const struct node *text);
bool place_same_file(struct place a, struct place b);
/* Nothing more need be done: stopped, or as many errors as diagnostics keep. */
bool run_over(const struct run *run);

/* --- loading --- */

struct type_use; /* chain of the types being unfolded (declare.c) */

struct loader {
    struct run run;
    const char *folder; /* of model.xml */
    const struct node *root;
    const struct node **uses; /* roots of the files with types (<use>) */
    size_t use_count, use_capacity;
    const struct node **type_nodes; /* all types, of the model before those of used files … */
    size_t type_count, type_capacity;
    struct str_index type_names;  /* … by name */
    const struct type_use *types; /* that are being unfolded */
    size_t field_count;
    bool lacks_types; /* a type, or a file of types, could not be had: what is missing because of it is not
                         told */
    struct settling settling;   /* of all shapes: the types of fields from their formulas */
    const struct opening *open; /* the formulas that wait for each other's types, newest first (compile.c) */
    bool too_high;              /* that too many formulas wait for each other was reported */
    size_t assumptions;         /* so many times a type was asked for whose formula was open */
};

void declare_model(struct loader *loader, struct model *model);
/* The name was declared at `first`. */
void report_twice(struct loader *loader, struct place place, struct str name, struct place first);
void declare_bands(struct loader *loader, const struct node *node, struct rule *rule, struct rules *rules);
void compile_model(struct loader *loader, struct model *model);

/* "budget.item.share": the field's path in the kind. */
void rule_path(const struct rule *rule, struct buf *out);
/* Reports the formulas that need each other in a circle, whatever the input (circles.c). */
void refuse_circles(struct loader *loader, struct rules *rules);
/* A tolerance that is negative whatever the input. */
void refuse_negative(struct loader *loader, const struct expr *tolerance);
/* Compiles what the field's type follows from, if need be; its type. */
struct type settled_type(struct loader *loader, const struct shape *shape, int slot);
/* Notes what the rule's formula needs, an expression (or NULL), or a field. */
void rule_needs(struct loader *loader, struct rule *rule, const struct expr *expr);
void rule_needs_field(struct loader *loader, struct rule *rule, const struct shape *shape, int slot);
/* Notes which lists an expression (or NULL) sums. */
void rules_note_sums(const struct expr *expr);
/* Brings the expression to the type's unit; false: reported for the attribute `name`. */
bool fit_unit(struct loader *loader, const struct expr **expr, const char *name, struct type want);

/* For the rooms of declarations beside declare.c: appends a field with its rule; NULL is noted. */
struct field *declare_plain(struct loader *loader, struct rules *rules, struct str name, enum rule_kind kind);
/* A type of what a field holds many of; NULL is noted. */
struct type *make_type(struct loader *loader, struct type made);
/* A list of records of its own shape; its field and rule. */
struct field *declare_records(struct loader *loader, struct rules *rules, struct str name, struct str label);
/* The expression in an attribute, of any type, or of the type `want`; NULL: not there, or faulty and noted.
 */
const struct expr *model_compile_attr(struct loader *loader, const struct node *node, const char *name,
                                      const struct shape *scope);
const struct expr *model_compile_typed(struct loader *loader, const struct node *node, const char *name,
                                       const struct shape *scope, struct type want);

/* Derived lists (derive.c).  The type of the element follows from the list's formula. */
void declare_derived(struct loader *loader, const struct node *node, struct rule *rule, struct field *field);
void compile_derived(struct loader *loader, struct rule *rule, struct field *field,
                     const struct shape *scope);
/* <schedule> (schedule.c). */
void declare_schedule(struct loader *loader, const struct node *node, struct rules *rules);
void compile_schedule(struct loader *loader, struct rule *rule, struct field *field,
                      const struct shape *scope);
/* key=, base= of lists and groups (states.c, keys.c). */
void compile_state(struct loader *loader, struct rule *rule, const struct shape *scope);
/* What the group takes from another by name is in the same units there. */
void check_state_units(struct loader *loader, const struct rule *rule);

/* previous= (previous.c): what is said of it can be said when all fields and their units are known. */
void check_previous(struct loader *loader, struct rule *rule);

/* override="yes" (override.c).  The slot of the field that `node` overrides; -1: it may not, which is noted.
 */
int override_slot(struct loader *loader, const struct node *node, const struct rules *rules,
                  enum rule_kind kind, enum type_kind type);
/* The attributes of a group or list that goes on. */
void override_continue(struct loader *loader, const struct node *node, struct field *field,
                       struct rule *rule);

/* round=, rounding=, reads= (rounding.c). */
void declare_rounding(struct loader *loader, const struct node *node, struct field *field, struct rule *rule);
/* Declares a <check> or a check element; false: it is none (check_compile.c). */
bool check_declare(struct loader *loader, const struct node *node, struct rules *rules);
void check_compile(struct loader *loader, struct check *check, const struct shape *scope);
/* "数" "文字" …, for messages. */
const char *model_kind_name(enum type_kind kind);

/* Attributes of declarations (attribute.c): NULL, false or `otherwise` when not given; faults are noted in
 * the run. */
void attributes_check(struct loader *loader, const struct node *node);
void refuse_children(struct loader *loader, const struct node *node); /* of what holds nothing (declare.c) */
void attribute_missing(struct loader *loader, const struct node *node, const char *name); /* reported */
struct str attribute_text(const struct node *node, const char *name);
bool attribute_yes(struct loader *loader, const struct node *node, const char *name);
/* figures="free", of a declaration and of prose in an input: figures in its words stand for themselves. */
enum personal attribute_personal(struct loader *loader, const struct node *node);
bool figures_free(struct run *run, const struct node *node);
int64_t attribute_count(struct loader *loader, const struct node *node, const char *name, int64_t otherwise);
const struct number *attribute_number(struct loader *loader, const struct node *node, const char *name);

/* --- reading --- */

/* A statement of the input for a field with a formula. */
struct proof {
    struct record *record;
    int slot;
    struct value stated;
    int decimals; /* as written */
    struct place place;
    bool agrees; /* prove.c */
};

/* An element of the input for a record of a derived list. */
struct stated {
    struct record *record;
    int slot;
    const struct node *node;
    size_t index; /* among its like, from 0 */
    bool last;    /* of its like */
};

/* A file that is being read, and the one that names it. */
struct open_file {
    struct str path; /* from the input's folder, without . and .. */
    const struct open_file *outer;
};

/* Characters that eyes cannot tell, or marks of another width, in names and prose: told once a document and
 * sort, at the first (strays.c). */
enum { MODEL_MAX_STRAYS = 24 };
struct stray {
    uint32_t code;
    enum stray_sort { STRAY_TAB, STRAY_BLANKS, STRAY_BETWEEN, STRAY_UNSEEN, STRAY_EDGE } sort;
    struct place place;
    size_t count;
};
struct strays {
    struct stray items[MODEL_MAX_STRAYS];
    size_t count;
};

/* A formula or check that could not be evaluated. */
struct fault {
    const struct check *check; /* NULL: the formula of the slot */
    struct record *record;
    int slot;
    struct diag_entry *entries;
    size_t count;
    bool condition; /* no fault: a condition that does not hold, and may have many reasons */
};

/* A value taken from an earlier paper, and where it stands there. */
struct taken {
    struct slot *at;
    const struct slot *from;
};

struct fill {
    struct run run;
    const struct model *model;
    struct eval *eval;
    struct findings *findings;     /* NULL: not wanted */
    struct typed_texts *texts;     /* NULL: not wanted */
    const struct model_past *past; /* NULL: none was named */
    struct record *record;         /* the outermost */
    const struct check *listed;    /* which told all that there is in its list; NULL: none did */
    bool draft, from_table;
    bool doubted,
        stale;        /* a slot is in doubt; one came into doubt since the stated state was made (doubt.c) */
    bool inputs_kept; /* limits of what the input states were looked at (prove.c) */
    struct fault *faults; /* held back (follow.c) */
    size_t fault_count, fault_capacity;
    bool base_failed; /* inside a group whose base could not be read: what it lacks is not its fault */
    struct proof *proofs;
    size_t proof_count, proof_capacity;
    struct stated *stated;
    size_t stated_count, stated_capacity;
    struct strays strays;
    const char *folder; /* of the input; NULL: not needed yet */
    const char *input;  /* its name */
    const struct open_file *files;
    struct taken *taken; /* their values that stand in others */
    size_t taken_count, taken_capacity;
    struct record **earlier; /* whole papers of this kind that others take their state from (carry.c) */
    size_t earlier_count, earlier_capacity;
    struct record **meant; /* said to be new although like others (keys.c) */
    size_t meant_count, meant_capacity;
    struct key_lists *key_lists; /* lists in which keys were looked for (keys.c); NULL: none yet */
};

/* tolerance= (NULL: zero); FAILED, reported: it is negative. */
enum status tolerance_value(struct fill *fill, const struct expr *tolerance, struct record *record,
                            const struct number **ret_number) CHECKED;
const struct rule *rule_of(const struct record *record, int slot);
/* The slot of a group has the record, stated at `place`. */
void slot_hold(struct slot *at, struct record *record, struct place place);
/* A list with room for so many records; its items are NULL when memory fails, which is noted. */
struct value make_list(struct run *run, size_t room);
void list_append(struct value *list, struct record *record); /* NULL is fine */
/* The field with this label, or of the nearest name, or what was offered before and is as near; empty: none is near. */
struct str nearest_field(const struct shape *shape, struct nearest nearest);
/* A number without unit that is 1 at most, whatever the paper says. */
bool is_share(struct fill *fill, const struct record *record, int slot);
/* A copy of what was built, which is cleared; empty when memory fails, which stops the run. */
struct str run_kept_text(struct run *run, struct buf *text);
/* “合计”（center[3].row[1].total）; empty as well. */
struct str describe(struct run *run, const struct record *record, int slot);

/* Is it neither free text nor prose?  Then it has no empty value (read.c). */
bool is_value(const struct rule *rule);
/* Must the field, or something in a record of these rules, come from the input (attribute.c)? */
bool rule_is_owed(const struct rule *rule, const struct field *field);
/* What the declaration says to who fills it in; empty: nothing. */
struct str rule_help(const struct rule *rule);
bool needs_input(const struct rules *rules);
/* Fills the outermost record from the whole input (read.c). */
void read_record(struct fill *fill, const struct node *node, struct record *record);
/* Fills a record inside it from `node`, and from `base` what the node says nothing about; either may be NULL.
 */
void read_state(struct fill *fill, const struct node *node, struct record *record, const struct record *base);
/* The records of a <bands> (bands.c). */
void fill_bands(struct fill *fill, struct record *record, int slot);
/* An empty record; NULL is noted. */
struct record *make_record(struct fill *fill, const struct rules *rules, struct record *parent,
                           struct place place);

/* Two states of one thing (states.c). */
/* The group that `record`'s group `slot` takes from: its own base=, else the one of the same name in `base`.
 */
const struct record *base_group(const struct record *record, int slot, const struct record *base);
/* Is what `record`'s group or list takes from one that could not be read?  What is missing then is no fault
 * of its own. */
bool base_failed(const struct record *record, int slot, const struct record *base);
/* The record of the base list with the same key as the element; NULL: none. */
const struct record *base_item(struct fill *fill, const struct node *node, const struct record *record,
                               int slot, const struct record *base);
/* Is the element remove="yes" of a list that takes from a base?  Then it is no record of its own. */
bool base_removes(struct fill *fill, const struct node *node, const struct record *record, int slot,
                  const struct record *base);
void base_merge(struct fill *fill, const struct node *node, struct record *record, const struct record *base);

/* Keys of lists (keys.c). */
/* The key of a record; empty: it has none, which was reported. */
struct str record_key(const struct record *record, struct str key);
/* The key of an element that is not read yet. */
struct str node_key(struct fill *fill, const struct node *node, struct str key);
/* NULL: none.  The list's keys stay what they are as long as it has as many records. */
struct record *find_key(struct fill *fill, const struct value *list, struct str key_field, struct str key);
/* Of one list: none twice (false: one is; reported), none that a reader takes for another. */
bool check_keys(struct fill *fill, const struct record *record, int slot);
/* Of two states of a list: none that a reader takes for another. */
void keys_compare(struct fill *fill, const struct record *record, int slot, const struct value *before);
/* Is it one of the list's to a reader, though not equal?  Then that is told. */
bool key_is_slip(struct fill *fill, const struct value *list, struct str key_field, struct str key,
                 struct place place);
/* new="yes" on a record of a list with a key: it is meant beside what it is like. */
bool is_new_mark(const struct record *record, struct str attr);
void read_new_mark(struct fill *fill, const struct attr *attr, struct record *record);
/* The root element of the file that href= names, opened inside the input's folder; NULL is noted.  Until
 * `file` leaves the chain fill->files, hrefs inside are relative to it. */
const struct node *href_open(struct fill *fill, const struct attr *href, const struct record *record,
                             int slot, struct open_file *file);

/* The <prose> of the Markdown file that href= names; NULL is noted. */
const struct node *href_open_prose(struct fill *fill, const struct attr *href);

/* Into the findings: what the groups with a base came to say otherwise (changes.c). */
void find_changes(struct fill *fill, struct record *record);

/* A group of the paper `root`, one of this kind, becomes the record's group `slot` (carry.c). */
void carry_state(struct fill *fill, const struct node *root, struct record *record, int slot);

/* The record of the period before (previous.c). */
/* Takes from it, when all of the input is read, what the fields with previous= say; what the input states is proved. */
void take_past(struct fill *fill);
/* Will that look for the field's value, and tell if there is none? */
bool past_is_awaited(const struct fill *fill, const struct record *record, int slot);

/* Derived lists and lists of numbers (derive.c). */
/* What the input states of a derived list is put aside, and proved once everything is read. */
void derive_state(struct fill *fill, const struct node *node, struct record *record, int slot);
void derive_stated(struct fill *fill);
/* Makes the list, if it is one. */
void derive_value(struct fill *fill, struct record *record, int slot);
/* A statement in 大写 and the computed one: the same amount?  FAILED: the statement is no legal form;
 * reported. */
enum status words_agree(struct fill *fill, const struct proof *proof, const struct value *computed,
                        bool *ret_agree) CHECKED;

#endif
