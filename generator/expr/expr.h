/*
 * expr: exact numbers, dates, Chinese numerals, and the expression language that model and layout share, with
 * the typed records it works on.  The language is described for authors in templates/README.md.
 *
 * Life of an expression: the model declares shapes (record types); expr_compile resolves every name to (steps
 * outward, slot) and checks every type when the kind is loaded; expr_eval works on the records of one
 * document.  A field with a formula is computed when first asked for, once; a circle is found and named.
 * Numbers are GMP rationals; no binary floating point anywhere.  Nothing is rounded but where a function says
 * so (HALF_UP). Memory: compiled things in the run's arena, values in the job's.
 */
#ifndef CHENGWEN_EXPR_H
#define CHENGWEN_EXPR_H

#include "base/base.h"

enum {
    EXPR_MAX_SOURCE = 4000,    /* bytes of one expression */
    EXPR_MAX_DEPTH = 64,       /* nesting in one expression, and of fields that need fields */
    EXPR_MAX_STEPS = 20000000, /* evaluation steps of one document: of 0.1 to 0.5 µs, so 10 s at the most on a
                                  slow machine.  A step is an operator, a name, an element of a list that is
                                  gone over, or as many bytes of text as follow; large numbers take more */
    EXPR_STEP_BYTES = 32,
    EXPR_MAX_HEIGHT = 3000, /* recursion over the formulas that wait for each other: keeps the stack small */
    NUMBER_MAX_DIGITS = 60, /* digits a number may be written with, both sides of the point together */
    NUMBER_MAX_BITS = 4096  /* of a numerator or denominator; beyond: an error */
};

/* --- numbers (number.c) --- */

struct number; /* exact rational, immutable */

/* "-1234.50"; digits with at most one point; optional grouping commas ("1,234.50") only in right places;
 * full-width digits refused.  NULL + *ret_status FAILED: not a number; NO_MEMORY. */
enum status number_parse(struct arena *arena, struct str text, const struct number **ret_number) CHECKED;
enum status number_of(struct arena *arena, int64_t value, const struct number **ret_number) CHECKED;
int number_compare(const struct number *a, const struct number *b);
int number_sign(const struct number *n);
bool number_is_integer(const struct number *n);
bool number_as_int(const struct number *n, int64_t *ret_value); /* false: not an integer or too large */
enum number_op { NUMBER_ADD, NUMBER_SUBTRACT, NUMBER_MULTIPLY, NUMBER_DIVIDE };
/* n times 10^digits (at most 9), rounded half up to a whole number; *ret_exact: nothing was rounded.  false:
 * too large for it.  Takes no memory. */
bool number_scaled(const struct number *n, int digits, int64_t *ret_value, bool *ret_exact);
/* FAILED: division by zero or over NUMBER_MAX_BITS; not reported, the caller knows the place. */
enum status number_apply(struct arena *arena, enum number_op op, const struct number *a,
                         const struct number *b, const struct number **ret_number) CHECKED;
/* Of values that are numbers; of none: 0.  FAILED as above. */
struct value;
enum status number_sum(struct arena *arena, const struct value *values, size_t count,
                       const struct number **ret_number) CHECKED;
/* What an operation on the two costs beyond one on small numbers, in steps of evaluation. */
size_t number_work(const struct number *a, const struct number *b);
enum number_rounding {
    ROUND_HALF_UP,
    ROUND_HALF_EVEN,
    ROUND_DOWN, /* floor */
    ROUND_UP,   /* ceil */
    /* A share, in % or a part of 1, as all rounds it that prints, proves (round_share) or looks up shares. */
    ROUND_SHARE = ROUND_HALF_UP
};
enum status number_round(struct arena *arena, const struct number *n, int digits, enum number_rounding how,
                         const struct number **ret_number) CHECKED;
/* What is said instead of the growth from one to the other where it has no rate: 持平, 基期为零，不可比.  NULL: it has one;
 * static. */
const char *number_without_rate(const struct number *now, const struct number *before);
/* A total in `count` parts (from 1): each gets its share, rounded down; one of them the rest instead, so that
 * they add up.  FAILED as above. */
enum status number_instalments(struct arena *arena, const struct number *total, int64_t count, int digits,
                               const struct number **ret_each, const struct number **ret_rest) CHECKED;
/* How many decimals a number is shown with, and that it is a share. */
struct cut {
    int kept;
    bool share;
};
enum status number_cut(struct arena *arena, const struct number *n, struct cut cut,
                       const struct number **ret_number) CHECKED;
/* Shortest exact decimal ("252.7273"); false, nothing added, when the decimal does not end (a third) or is
 * over NUMBER_MAX_DIGITS.  Here and below a failure of memory shows in out->failed only. */
bool number_print(const struct number *n, struct buf *out);
/* That, or else a fraction: "1/3". */
void number_print_exact(const struct number *n, struct buf *out);
/* Rounded HALF_UP to `digits` decimals, all of them shown; grouped: commas every three. */
void number_print_fixed(const struct number *n, int digits, bool grouped, struct buf *out);

/* --- Chinese numerals (numeral.c) --- */

/* 大写 of an amount in 元: "贰佰伍拾贰万柒仟贰佰柒拾叁元整", with 负 in front where it is negative.  No
 * 人民币 in front.  false: it has a part of a 分, or is 10^16 or more. */
bool numeral_money(const struct number *amount, struct buf *out);
/* The same with 零 wherever the rule leaves it open, and 整 after 角: "壹拾万零柒仟元零伍角整". */
bool numeral_money_full(const struct number *amount, struct buf *out);
bool numeral_count(int64_t n, struct buf *out);  /* 三千零五十二, 十二 */
bool numeral_upper(int64_t n, struct buf *out);  /* 肆, 壹拾贰 */
bool numeral_digits(int64_t n, struct buf *out); /* 二〇二二 */

/* Why a text is no legal 大写, and where. */
struct numeral_fault {
    size_t position; /* character, from 1; behind the last one where something is missing at the end */
    const char *why; /* static; Chinese, reads after "第 3 个字：" */
};
/* The other way (numeral_read.c): every legal form, strictly, up to 10^16 - 0.01; 人民币 in front, 负, 圆 or
 * 元, 整 or 正, traditional characters, 零 where the rule leaves it open.  Exact.  FAILED: no legal form; not
 * reported, *ret_fault says. */
enum status numeral_money_read(struct arena *arena, struct str text, const struct number **ret_amount,
                               struct numeral_fault *ret_fault) CHECKED;

/* --- dates (date.c) --- */

struct date {
    int16_t year; /* 1000-9999 */
    int8_t month, day;
};

int date_month_length(int year, int month);                    /* days of it; month 1 to 12 */
bool date_parse(struct str text, struct date *ret_date);       /* "2026-08-02", real days only */
bool date_parse_month(struct str text, struct date *ret_date); /* "2026-08": its first day */
int date_compare(struct date a, struct date b);
int64_t date_days(struct date d); /* since 1970-01-01 */

/* --- types, shapes, records (record.c) --- */

enum type_kind { TYPE_NUMBER, TYPE_TEXT, TYPE_DATE, TYPE_YESNO, TYPE_PROSE, TYPE_RECORD, TYPE_LIST };

struct type {
    enum type_kind kind;
    bool constant;   /* number written out in a formula: takes the unit of what it meets */
    struct str unit; /* number: 元, 万元, %, 人 ...; empty: none; text: of the number that it ends with */
    const struct type *of;     /* list: of what */
    const struct shape *shape; /* record */
};

struct expr;
struct record;
struct eval;
struct value;

struct field {
    struct str name;  /* Unicode letters, digits, _ ; not starting with a digit */
    struct str label; /* for messages: "合同总额"; the name where none is given */
    struct type type;
    bool optional;         /* may be missing in the input; has() and default() ask */
    bool unsettled;        /* its type follows from a formula that is not compiled yet: shape->settle */
    const struct expr *is; /* formula; NULL: stated by the input */
    struct place place;    /* of the declaration */
    const void *rule;      /* the model's own data on the field */
    bool chosen;           /* a text that is one of a few, and proved to be */
    bool filled;           /* a list that has a record for certain */
    bool is_default;       /* `is` gives way to what the input states */
    bool figures_free;     /* a text, or prose, in which figures are declared free */
    bool month;            /* a date that is said as 2026-08 */
    bool ordinal;          /* of the layout: counts the turns of a loop, and is a label */
    const struct expr *stands_for; /* of a parameter of the layout: its argument, in the record's parent */
    /* Not NULL: makes the value instead of the formula (a list of new records).  `is` is then not NULL all
     * the same and gives the place that messages name. */
    enum status (*make)(struct record *record, int slot, struct eval *eval, struct value *ret_value);
    /* a computed number is rounded so; `rounded` false: it stays exact */
    bool rounded;
    int round_digits;
    enum number_rounding rounding;
};

/* Who declares the fields makes the types of those known that follow from formulas, when a formula names them
 * (struct field, unsettled). */
struct settling {
    void (*settle)(struct settling *settling, const struct shape *shape, int slot);
    void *context;
    int height; /* of the formulas that wait for each other's types; beyond EXPR_MAX_HEIGHT: give up */
};

/* A record type.  Fields are added while loading; slot n belongs to fields[n]. */
struct shape {
    struct str name;
    const struct shape *parent; /* around it; NULL: outermost */
    struct field *fields;
    size_t field_count, field_capacity;
    struct settling *settling; /* NULL: all types are known */
    struct str_index names;    /* of the fields, when they are many (record.c) */
};

/* SLOT_FAILED: the fault was reported when it was found; who asks for the value gets FAILED and no second
 * message.  So the reader of an input sets SLOT_FAILED where a value is wrong, or is missing though it must
 * not be. */
enum slot_state { SLOT_MISSING, SLOT_SET, SLOT_PENDING /* to be computed */, SLOT_BUSY, SLOT_FAILED };

struct value {
    enum type_kind kind;
    union {
        const struct number *number;
        struct str text;
        struct date date;
        bool yesno;
        const void *prose; /* struct node of the input; opaque here */
        struct record *record;
        struct {
            struct value *items;
            size_t count;
        } list;
    };
};

struct slot {
    enum slot_state state;
    bool is_past;      /* taken from the record of the period before */
    bool figures_free; /* prose in which the input declares figures free */
    struct value value;
    struct place place;  /* of the value's first character in the input; computed only: the formula's */
    struct doubt *doubt; /* drafts; NULL: none */
};

/* Drafts: what a paper would say were all that disagrees as it is stated is its stated state.  There a slot
 * in doubt has another value, or one that nobody knows. */
struct doubt {
    bool own;   /* a proof, limit or check failed on the slot itself; else it hangs on such slots */
    bool fixed; /* of a value that was taken from an earlier paper, not computed here */
    /* In the stated state.  MISSING: not known, such as after a failed check; its own doubt: made from such
     * ones; PENDING: computed there when asked for. */
    struct slot stated;
    struct doubt *source; /* of an expression: of the slot that it shows; NULL: none, or the slot itself */
    bool blamed;          /* a formula failed because of it: what else fails may do so too */
    bool displayed;       /* both values were printed, in whatever form */
    struct str marked;    /* of a text put together: its parts with their marks; empty: none, or not yet */
};

/* A name is looked for at run time in the nearest record outward whose shape is the one it was found in when
 * compiled: so each shape in the chain shape->parent must have its record in the chain record->parent. */
struct stated_in {
    const char *file;
    struct stated_in *next;
};
struct record {
    const struct shape *shape;
    struct record *parent;
    struct slot *slots;
    struct place place;     /* of the element */
    size_t index;           /* place in its list, from 0 */
    struct stated_in *also; /* of the outermost: other files that its input is made of */
    struct record *origin;  /* of a view with the same slots, but other names around it; NULL: it is none */
    bool aside; /* a view that a column of a table is of: what is computed with it is of the row */
};

struct shape *shape_make(struct arena *arena, struct str name, const struct shape *parent) CHECKED;
/* Appends a field; NULL: no memory.  The caller has seen to it that the name is free.  The field may move
 * when the next is added: do not keep the pointer. */
struct field *shape_add(struct arena *arena, struct shape *shape, struct str name, struct type type) CHECKED;
/* Slot number in this shape only; -1: no such field. */
int shape_lookup(const struct shape *shape, struct str name);
/* All slots SLOT_MISSING, or SLOT_PENDING where the field has a formula. */
struct record *record_make(struct arena *arena, const struct shape *shape, struct record *parent) CHECKED;
/* The record of the paper itself, of which it is a part. */
static inline const struct record *record_outermost(const struct record *record)
{
    while (record->parent != NULL)
        record = record->parent;
    return record;
}
/* "original.item[2].amount", for messages. */
void record_path(const struct record *record, int slot, struct buf *out);
/* The slot of the record's parent that holds it; -1: none, or no parent. */
int record_slot_in_parent(const struct record *record);
/* Is it a place of the record's own input, not a formula's? */
bool record_states(const struct record *record, struct place place);
/* A paper of a table is made of several files: what the record has from `place` is of its input. */
enum status record_note_file(struct arena *arena, struct record *record, struct place place) CHECKED;
bool name_is_valid(struct str name);

/* --- expressions (lex.c parse.c check.c eval.c functions.c) --- */

/* A question of quotes(). */
struct quoted {
    struct record *owner; /* holds the words */
    struct value words;   /* prose or text */
    struct value figure;  /* number or date */
    struct str unit;      /* of the number */
};

struct eval {
    struct arena *arena; /* the job's */
    struct diag *diag;
    struct date today; /* year 0: the run was given no --date; today() is then an error */
    bool *dated;       /* becomes true when today() is asked for; NULL: nobody wants to know */
    uint64_t steps;    /* used so far */
    bool at_record; /* while the model reads: faults of its expressions are told at the record's place in the
                     * input */
    struct record *scope;   /* inner: of the expression being evaluated, the fields it computes aside … */
    const struct ast *tree; /* … and the expression itself */
    int depth;              /* of fields that are being computed */
    int height;             /* of all the trees that are being evaluated */
    const struct computing *computing; /* inner: the fields being computed; starts NULL */
    /* Drafts.  `stated`: evaluates in the stated state, with messages of its own that nobody reads; NULL: no
     * draft, or it is that one, as_stated.  doubt: set when a slot in doubt is read, shown: when it is one by
     * itself and what is evaluated prints it; who wants to know clears them before.  mark: every scalar that
     * an expression reads by itself (not through a formula) comes into doubt. */
    struct eval *stated;
    bool as_stated, doubt, shown, mark;
    struct doubt *shown_doubt; /* of the slot that was shown last */
    bool marking;              /* inner: texts get marks */
    bool shows;                /* who prints a text tells what it shows: expr_shown */
    bool watched;              /* inner: nodes are more than evaluated: drafts, traces */
    struct trace *trace;       /* inner: the marks of the text being traced; NULL: none is */
    const struct expr *traced; /* inner: whose nodes these are */
    int opaque;                /* inner: nodes around that make something else of what is read */
    struct buf context;        /* inner: of the message being told; else empty (eval_report) */
    struct alikes *alikes; /* inner: pairs of texts that a reader takes for the same (alike.c); starts NULL */
    const struct alikes *known; /* inner: those of whom this state was made for; NULL: none */
    struct reading_of *reading; /* inner: whose reads are noted (reads.c); NULL: nobody's */
    struct lookups *lookups;    /* inner: lists that records were looked for in (lookup.c); starts NULL */
    /* The innermost field whose formula failed; who wants to know clears it before.  record NULL: none. */
    struct record *failed_record;
    int failed_slot;
    bool draft;       /* who finds that printed figures disagree reports it, marks them and goes on … */
    bool is_public;   /* a copy for the public is made: public() */
    size_t tolerated; /* … and counts the errors that it so went on with */
    /* Is the figure said in the words?  Who reads running text answers; NULL: nobody does, and it is. */
    enum status (*quotes)(struct eval *eval, const struct quoted *quoted, bool *ret_found);
    /* What digest() tells of: all figures of the document. */
    struct figures_digest {
        /* 64 hex digits, which live as long as the arena; asked as often as digest() is.  FAILED: reported.  NULL: nobody knows. */
        enum status (*find)(void *context, struct str *ret_digits);
        void *context;
    } digest;
};

/* `place` is that of the source's first character.  Every name, type and unit is resolved against `scope` and
 * the shapes around it.  FAILED: reported with the exact column. */
enum status expr_compile(struct arena *arena, struct diag *diag, struct str source, struct place place,
                         const struct shape *scope, const struct expr **ret_expr) CHECKED;
/* Of what holds the value from now on: a constant that has a name is a number without unit. */
struct type expr_type(const struct expr *expr);
/* Of the expression itself, a constant one. */
const struct type *expr_own_type(const struct expr *expr);
/* The same, with the unit that belongs behind it in print: 天 of a field without unit that is called 工期（天）, 万元 of
 * amount / 10000. */
const struct type *expr_printed_type(const struct expr *expr);
/* A number, or list of numbers, of no unit that would take any. */
bool expr_is_constant(const struct expr *expr);
/* No money, no %: the number can count something. */
bool expr_unit_counts(const struct type *type);
/* The unit that the text behind a number, or a text that ends with one, begins with, also in brackets, where
 * it is another than that of its type: “元” behind one in 万元, “万元” behind one without unit, “户” behind
 * 人; else empty. */
struct str expr_unit_behind(const struct type *type, struct str text);
/* The same of what is written right behind, where “月” of a number in 个月 names a month: 10月. */
struct str expr_behind(const struct type *type, struct str text);
/* 年, 月, 日, 号 that the text behind a date begins with; empty: none. */
struct str expr_date_behind(struct str text);
/* Brings a number, or list of numbers, to the unit of `want`: 万元 to 元.  FAILED: it does not fit, a number
 * without unit for a field in 元, any unit for a field without; not reported, the caller knows the field.
 * A constant fits everywhere, and all fit it. */
enum status expr_fit(struct arena *arena, struct type want, const struct expr **expr) CHECKED;
/* The fields that are asked for whenever the expression is evaluated, whatever the values: nothing of the
 * sides of if, of what stands behind and, or, of the second argument of default.  Of a list's records those
 * fields that are asked for in every one. */
void expr_needs(const struct expr *expr, void (*found)(void *context, const struct shape *shape, int slot),
                void *context);
/* The lists of records that it sums: sum(item.amount). */
void expr_sums(const struct expr *expr, void (*found)(void *context, const struct shape *shape, int slot),
               void *context);
struct place expr_place(const struct expr *expr);
struct str expr_source(const struct expr *expr); /* as it was written */
/* Does it print a number with so many decimals at most (money(x), percent(x))?  *ret_cut: what is left of the
 * number that it shows. */
bool expr_drops_decimals(const struct expr *expr, struct cut *ret_cut);
/* Does it print a number by itself, or through one function that gives it its form? */
enum expr_figure { FIGURE_NONE, FIGURE_DIGITS, FIGURE_WORDS /* 大写 */ };
enum expr_figure expr_figure(const struct expr *expr);
/* That number, all of it: money in 元, of percent() the percentage. */
enum status expr_figure_number(const struct expr *expr, struct eval *eval, struct record *scope,
                               const struct number **ret_number) CHECKED;
/* What a number is of.  Dates too, for who looks figures up; their values: prose/prose_int.h. */
enum quantity {
    QUANTITY_NONE,  /* without a unit */
    QUANTITY_COUNT, /* things: like only with the same counter */
    QUANTITY_PEOPLE,
    QUANTITY_MONEY,
    QUANTITY_PERCENT,
    QUANTITY_POINTS,
    QUANTITY_YEARS,
    QUANTITY_MONTHS,
    QUANTITY_DAYS,
    QUANTITY_TIME,
    QUANTITY_AREA,
    QUANTITY_LENGTH,
    QUANTITY_WEIGHT,
    QUANTITY_DATE, /* the last five */
    QUANTITY_DATE_YEAR_MONTH,
    QUANTITY_DATE_YEAR,
    QUANTITY_DATE_MONTH_DAY,
    QUANTITY_DATE_MONTH,
    QUANTITIES
};
/* A unit or counter (unit_words.c). */
struct unit {
    const char *word;
    const char *not_before; /* characters that make another word of it: 人 in 人民 */
    const char *beside;     /* and these, beside a printed number; NULL: it is not looked for there */
    enum quantity quantity;
    int32_t times; /* of its quantity's own unit: 小时 is 60 分钟 */
    int32_t part;  /* times / part */
    bool typed;    /* running text is read with it */
};
/* A unit's place in the table from 1, and back; 0 and NULL: none. */
unsigned char unit_number(const struct unit *unit);
const struct unit *unit_numbered(unsigned char number);
/* The longest one that stands at *at, in running text or beside a printed number; moves *at behind it. */
const struct unit *unit_at(struct str text, size_t *at, bool typed);
/* 万元: 10000; 0: no money that converts. */
int64_t expr_money_scale(struct str unit);
/* A list given by a list field or path: the shape of its records.  Other kinds: NULL. */
const struct shape *expr_element_shape(const struct expr *expr);
/* `scope` is a record of the shape compiled against.  FAILED: reported, naming the expression's place and the
 * field's. */
enum status expr_eval(const struct expr *expr, struct eval *eval, struct record *scope,
                      struct value *ret_value) CHECKED;
/* The value of a field, computed if need be (with circle detection, prefixed by the path of fields in the
 * message). */
enum status record_value(struct record *record, int slot, struct eval *eval, struct value *ret_value) CHECKED;
/* The fields whose values the formula of the field asks for itself, each once, as it comes to them (reads.c); conditions count, and what
 * records are looked up by, but no whole records or lists of them other than constant ones.  Only of a record that has been read.  At most `most` are kept.
 * FAILED: it cannot be computed; not reported. */
struct field_read {
    struct record *record;
    int slot;
    const struct record *band; /* of bands of the kind: into which the number fell; NULL: none, or several */
    bool has_bands;            /* some did */
};
struct field_reads {
    struct field_read *items;
    size_t count, capacity, most, more; /* more: so often others were asked for */
};
enum status field_reads_find(struct record *record, int slot, struct eval *eval,
                             struct field_reads *reads) CHECKED;
/* Records that the kind itself says, as bands: no rule says how an input would. */
bool field_is_constant_list(const struct record *record, int slot);
/* Where the value that the expression names stands in the input; .line 0 when it is no plain path. */
struct place expr_origin(const struct expr *expr, struct eval *eval, struct record *scope);
/* The one field that the expression, or the chosen side of its if(), names, in its record; false: it is no plain path, or
 * leads nowhere. */
bool expr_origin_field(const struct expr *expr, struct eval *eval, struct record *scope,
                       struct record **ret_record, int *ret_slot);

/* --- texts that decide something by being equal (alike.c) --- */

/* Each of many with all others, in n log n.  FAILED: a reader takes two that are not equal for the same; told
 * once a pair, at the later one.  Texts that only look alike: a warning. */
struct alike_text {
    struct str text;
    struct place place;
};
enum status eval_texts_all_differ(struct eval *eval, const struct alike_text *texts, size_t count) CHECKED;
/* The input says that both are meant. */
enum status eval_mean_both(struct eval *eval, struct str a, struct str b) CHECKED;

/* --- what a message says of an expression (words.c) --- */

/* A field of a record, and where the input states it; line 0: nowhere. */
struct expr_spot {
    struct record *record;
    int slot;
    struct place place;
};

/* Of an expression "(a) - (b)", which compares two sides, b alone. */
enum expr_part { EXPR_WHOLE, EXPR_SECOND };

/* The first value that it names and the input states in the record `scope`, through formulas where need be.
 */
struct expr_spot expr_stated(const struct expr *expr, enum expr_part part, struct eval *eval,
                             struct record *scope);
/* Of a path through a list that gave `count` values: the n-th, from 0. */
struct expr_spot expr_stated_nth(const struct expr *expr, struct eval *eval, struct record *scope, size_t n,
                                 size_t count);
/* Does it name any field at all? */
bool expr_names_fields(const struct expr *expr);
/* What a clerk calls its value: "指标各项权重之和"; false: it has no such words, nothing is added. */
bool expr_words(const struct expr *expr, enum expr_part part, struct buf *out);

/* --- text with {expressions} in it (pattern.c) --- */

struct pattern; /* literal parts and expressions by turns; "{{" and "}}" stand for the braces */

/* One part of a pattern: literal text (expr NULL) with its offset in the source, or an expression. */
struct pattern_part {
    struct str literal;
    size_t offset; /* byte offset in the source: of the literal, or of the '{' */
    const struct expr *expr;
};

/* A source with the places of its bytes: place_of maps a byte offset in `text` to a place; when it is NULL,
 * columns are counted on from `place`, that of the first character. */
struct pattern_source {
    struct str text;
    struct place (*place_of)(const void *context, size_t offset);
    const void *context;
    struct place place;
    bool
        of_model; /* what it gives may become a figure of the record: digest(), which is made of all these, is refused */
};

/* expr_compile of a source whose places need a mapping (an attribute or text with references like &lt; in
 * it). */
enum status expr_compile_source(struct arena *arena, struct diag *diag, struct pattern_source source,
                                const struct shape *scope, const struct expr **ret_expr) CHECKED;

enum status pattern_compile(struct arena *arena, struct diag *diag, struct pattern_source source,
                            const struct shape *scope, const struct pattern **ret_pattern) CHECKED;
size_t pattern_parts(const struct pattern *pattern, const struct pattern_part **ret_parts);
/* The "}" that closes the "{" at `open`; text.len: none does. */
size_t pattern_expression_end(struct str text, size_t open);
/* All parts as one text.  A number prints shortest exact, a date as 2026年8月2日, text as it is; lists,
 * records, yes/no are refused when compiled. */
enum status pattern_eval(const struct pattern *pattern, struct eval *eval, struct record *scope,
                         struct buf *out) CHECKED;
/* The text of one value, as in a pattern; `place` for the message. */
enum status value_print(const struct value *value, struct eval *eval, struct place place,
                        struct buf *out) CHECKED;
/* Equal values: numbers exactly, text by bytes. */
bool value_equal(const struct value *a, const struct value *b);

/* --- drafts: values in both states (doubt.c) --- */

/* Texts with marks have stretches between one of these characters, which no input can have, and MARK_END. */
enum {
    MARK_STATED = 1,  /* as stated, instead of what follows it */
    MARK_WRONG = 2,   /* a figure that disagrees: as computed */
    MARK_DERIVED = 3, /* hangs on one */
    MARK_END = 4,
    MARK_SHOWN = 5, /* inner, of shown.c: not in what is printed */
    MARK_SHOWN_END = 6
};

/* What the field's formula gives, rounded as declared, whatever its slot has; in the state of `eval`. */
enum status field_compute(struct record *record, int slot, struct eval *eval,
                          struct value *ret_value) CHECKED;
/* Begins a draft: both states are there from now on. */
enum status eval_begin_draft(struct eval *eval) CHECKED;
/* A doubt that hangs on others, its stated value not known. */
enum status doubt_make(struct arena *arena, struct doubt **ret_doubt) CHECKED;
/* The slot itself is in doubt; `stated`: what it would else be, NULL: not known. */
enum status slot_doubt(struct slot *slot, struct arena *arena, const struct value *stated) CHECKED;
/* A slot with the expression's value, in both states if they may differ. */
enum status expr_eval_slot(const struct expr *expr, struct eval *eval, struct record *scope,
                           struct slot *ret_slot) CHECKED;
/* The slot of an item of a list. */
enum status slot_item(const struct slot *list, size_t index, struct eval *eval,
                      struct slot *ret_slot) CHECKED;
/* Is its value known to be another one in the stated state? */
bool slot_differs(const struct slot *slot);
/* As value_print; in a draft with marks. */
enum status expr_print(const struct expr *expr, struct eval *eval, struct record *scope, struct place place,
                       struct buf *out) CHECKED;
enum status slot_print(const struct slot *slot, struct eval *eval, struct place place,
                       struct buf *out) CHECKED;

/* --- what printed texts show (shown.c) --- */

/* A figure that no field has: it is made where it is printed. */
struct paper_figure {
    struct value value; /* exact: a number, a date */
    struct str unit;    /* of the number; empty: none */
    struct str formula;
    struct str
        label;      /* what it is called: the head of its column, else the formula in words; empty: nothing */
    struct str row; /* the label of its row in a table; empty: none */
};
/* What a stretch of a printed text shows. */
struct shown {
    struct record *record;     /* that has the field, or that the figure is about; of views the plain one */
    struct paper_figure *made; /* NULL: it shows the field */
    int slot;
};

/* The nearest record that is of the model: the layout's names stand in others. */
struct record *record_in_model(struct record *record);
/* What `text` shows, which the expression just printed: stretches of it with a struct shown each, within each other
 * where it was put together; NULL: nothing. */
enum status expr_shown(const struct expr *expr, struct eval *eval, struct record *scope, struct str text,
                       struct portions **ret_list) CHECKED;

#endif
