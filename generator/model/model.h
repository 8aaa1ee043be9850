/*
 * model: node tree + model.xml -> typed record, computed, proved, checked.
 *
 * model.xml declares the fields of a kind (templates/README.md); it becomes shapes and compiled formulas
 * once, in the run's arena.  model_read fills a record from one input, proves stated-and-computed fields,
 * computes the rest, runs all checks, and reports every fault it can find, not only the first.
 *
 * Where the language leaves room: pattern= of a text knows # (a digit), ? (any character), * (any text).  A
 * group or list may have a type and fields of its own.  A group that the input leaves out, not optional, is
 * made empty when nothing in it must be given.  min, max, tolerance of a number are expressions.  An empty
 * scalar counts as not given.  A field with default= is computed by it (field.is) unless the input states it.
 * Messages about values in records use the place in the input; SLOT_FAILED marks what was reported already.
 */
#ifndef CHENGWEN_MODEL_H
#define CHENGWEN_MODEL_H

#include "base/base.h"
#include "expr/expr.h"
#include "hide/hide.h"
#include "reader/reader.h"

struct model; /* read-only once loaded */

/* Reads FOLDER/model.xml.  `path` strings must outlive the model. */
enum status model_load(struct arena *arena, struct diag *diag, const char *folder,
                       struct model **ret_model) CHECKED;
const struct shape *model_shape(const struct model *model);
/* As its file says; ret_place: where. */
struct str model_kind(const struct model *model, struct place *ret_place);
struct str model_label(const struct model *model); /* what people call the kind; else its name */
/* {title} etc. for the PDF's document information, from <document title="…" subject="…" author="…" date="…"/>
 * in model.xml. */
struct model_document {
    struct str title, subject, author; /* empty: not given */
    struct date date;                  /* year 0: not given */
};
enum status model_document_of(const struct model *model, struct eval *eval, struct record *record,
                              struct model_document *ret_document) CHECKED;

/* --- findings: what was proved, and how it went --- */

enum verdict { VERDICT_OK, VERDICT_NOTICE, VERDICT_WARNING, VERDICT_ERROR };

struct finding {
    struct str check;   /* what was proved, in words: "合计＝各项之和" */
    struct place place; /* in the input */
    struct str path; /* in words: 资金使用情况“六联” › 支出项“人力成本” › 合计 */
    struct str field; /* the same as data and explain name it: spending[2].total; empty: no single figure */
    struct str stated, computed, difference; /* as printed; empty where there are no figures */
    enum verdict verdict;
    const struct slot *slot; /* what it is about; NULL: no single figure */
    struct str message;      /* as in the diagnostics; empty when OK */
};

/* What an amendment changes of the state it stands on (changes.c). */
enum change_sort { CHANGE_ADDED, CHANGE_DROPPED, CHANGE_CHANGED };

struct change {
    enum change_sort sort;
    struct str path;          /* in words; of a record dropped, in the old state */
    struct place place;       /* in the input; of what was dropped, in the old state */
    struct str before, after; /* of a changed number, date, yes/no: as written; else empty */
};

struct changes {
    bool amends;  /* the kind has a group with a base, and both are there */
    bool partial; /* something has a fault and was not compared */
    struct change *items;
    size_t count, capacity;
};

/* In the job's arena, in the order proved: fields that are stated and computed, limits of fields, checks;
 * then what could not be proved because a field is missing, wrong or not to be computed (check "填写与计算").
 */
struct findings {
    struct finding *items;
    size_t count, capacity;
    size_t limit;  /* no more are kept; 0: FINDINGS_LIMIT */
    size_t proved; /* proofs made, kept or not */
    size_t bad;    /* of them not OK */
    bool all;      /* keep those that are OK too */
    struct changes changes;
};

enum { FINDINGS_LIMIT = 10000 };

/* --- texts: what the author of the input typed as words --- */

/* A text that is not computed, proved or chosen from a few, or a prose field; of the input's own file alone,
 * and not declared figures="free" by the kind. */
struct typed_text {
    struct record *record;
    int slot;
    const struct attr *attr; /* text: where it stands; NULL: node has it */
    const struct node *node; /* text: its text node; prose: the field's element */
    bool proved;             /* declared figures="proved" */
};

struct typed_texts {
    struct typed_text *items;
    size_t count, capacity;
};

/* In words: 中心“六联” › 在岗人数; slot -1: the record itself; "全文" for the outermost.  A failure shows in
 * out->failed. */
void model_path(const struct record *record, int slot, struct buf *out);
/* What its author calls the record: its text `name`, else its first text; may be empty. */
struct str model_record_name(const struct record *record);
/* Its first field is a month, and no text is written in it: that is what it is called by: 2026年7月, 2026年7月至2026年9月. */
bool model_record_months(const struct record *record, struct buf *out);
/* Its whole name, 青禾服务站 of 青禾: its text `called`; may be empty. */
struct str model_record_called(const struct record *record);

/* --- the record of the period before (previous.c) --- */

/* A figure of it: what data.json says of a field (room attach). */
struct model_past_figure {
    struct str path; /* "center[2].total" */
    enum type_kind type;
    struct str unit, value; /* the value as it is written there: "252.5", "1/3", "2026-08-02" */
    bool doubt;             /* of a draft, where it was in doubt */
    struct place place;
};
struct model_past {
    struct arena *arena;
    const char *file; /* as it was named */
    bool is_there;    /* else there is no such file */
    struct str kind;
    struct model_past_figure *items;
    size_t count, capacity;
    struct str_index paths, keys; /* keys: previous.c */
};
/* FAILED: there is one of that path already; not reported. */
enum status model_past_add(struct model_past *past, const struct model_past_figure *figure) CHECKED;
/* Has the kind fields that are taken from such a record? */
bool model_wants_past(const struct model *model);

/* The whole papers of the kind that a record stands on; in the arena of its evaluation. */
struct model_earlier {
    struct record **items;
    size_t count;
};

struct model_reading {
    const struct model *model;
    struct eval *eval;
    const struct model_past *past; /* NULL: none was named */
    struct findings *findings;     /* NULL: not wanted */
    bool draft;                    /* what disagrees is reported, comes into doubt, and does not fail */
    struct typed_texts *texts;     /* NULL: not wanted */
    struct model_earlier *earlier; /* NULL: not wanted */
    bool from_table;               /* rows are records: which of them may be totals was told of the table */
};

/* The input's root element must be the model's kind.  FAILED when any error was reported; *ret_record is set
 * only on OK. Warnings and notices of checks do not fail.  With `draft`, failed proofs, limits and checks
 * are reported as ever, but the record comes back with OK, the slots concerned and all that come out
 * otherwise because of them in doubt (struct doubt); other faults fail as ever. */
enum status model_read(const struct model_reading *reading, const struct node *root,
                       struct record **ret_record) CHECKED;

/* What the model says of a text in a copy for the public: its field, else a group or list around it. */
enum personal model_personal(const struct record *record, int slot);

/* What model_walk (walk.c) comes by, in the model's order: each field with its value, and before what is in a group or a
 * record of a list that itself. */
enum model_origin { MODEL_STATED, MODEL_COMPUTED, MODEL_DEFAULT, MODEL_PREVIOUS };
/* Of a field that is there. */
enum model_origin model_origin_of(const struct record *record, int slot);
struct model_spot {
    struct record *record;
    int slot; /* -1: the record itself, of a list */
    int depth;
    bool head;                 /* a group, or a record */
    const struct value *value; /* NULL: missing, or `head` */
    enum model_origin origin;
};
struct model_visitor {
    void *context;
    enum status (*visit)(void *context, const struct model_spot *spot) CHECKED;
};
enum status model_walk(struct eval *eval, struct record *record, const struct model_visitor *visitor) CHECKED;

/* What a field's declaration says for who fills it in. */
enum model_entry {
    MODEL_TEXT,
    MODEL_NUMBER,
    MODEL_DATE,
    MODEL_MONTH,
    MODEL_YESNO,
    MODEL_PROSE,
    MODEL_GROUP,
    MODEL_LIST,
    MODEL_NO_ENTRY /* no input says it */
};
struct model_facts {
    enum model_entry entry;
    bool needed; /* an input must state it */
    bool stated; /* and it may: nothing makes it */
    bool
        owed; /* without it an input cannot be read: as `needed`; of a group, if that holds for something in it */
    bool tight; /* white around a value is not its own, and an empty value is none */
    bool integer;
    bool lines;                /* a text that may stand in several <p> */
    bool derived;              /* a list: what an input says of it is proved */
    bool keyed, based;         /* a list with a key; a group that takes what is left out from another */
    bool href;                 /* a group that may stand in another file */
    const struct str *choices; /* a text: only these */
    size_t choice_count;
    struct str base;    /* of a based group: what it takes that from */
    struct str key;     /* a list: the text that tells its records apart; empty: none is named */
    struct str pattern; /* a text: see above; empty: any */
    struct str help;    /* how it is filled in, in the kind's words; may be empty */
    struct str example; /* values to begin with, | between those of several records; empty: any of its sort */
    bool has_example;   /* the model says it */
    int64_t decimals;   /* a number: at most; -1: any */
    int64_t least, most; /* a list: records */
};
void model_field_facts(const struct field *field, struct model_facts *ret_facts); /* attribute.c */
/* What `new` writes for a number, date or month of which the model says no example; empty: it is none of these.  It, and an
 * example of those, stands between two blanks: so it is seen whether anybody touched it. */
struct str model_sample(enum model_entry entry);

/* Indented "path = value" text of a record with all computed fields, for `dump --stage=record` (dump.c). */
enum status model_dump(struct eval *eval, struct record *record, struct buf *out) CHECKED;
/* A value as it stands there: a number exact where it ends, else with twelve decimals and …, a text in quotes. */
void model_value_print(const struct value *value, struct buf *out);

#endif
