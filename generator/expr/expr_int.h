/*
 * Inner side of expr: the tree of a compiled expression, what compiling and evaluating carry along, the table
 * of functions.
 *
 * Source -> tokens (lex.c) -> untyped tree (parse.c) -> names, types and units resolved in place (check.c,
 * check_call.c, check_order.c, resolve.c, units.c) -> evaluated (eval.c, path.c, lookup.c, alike.c; wing functions), in a
 * draft in both states (doubt.c); or asked what it needs (needs.c), which lists it sums (sums.c), what it reads (reads.c), what its text shows (shown.c).  What a message says of an expression:
 * fault.c, words.c.  Wings: functions, values (numbers, dates, numerals, units); neither knows the other, but
 * that functions knows values.
 */
#ifndef CHENGWEN_EXPR_INT_H
#define CHENGWEN_EXPR_INT_H

#include "expr/expr.h"

/* Bytes of a text value. */
enum { EXPR_MAX_TEXT = 1 << 20 };

/* --- tokens --- */

/* Not made part of its only caller, which is called all the time and would save and clear room for it each time. */
#define APART __attribute__((noinline))

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_NAME,
    TOKEN_YES,
    TOKEN_NO,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_TIMES,
    TOKEN_DIVIDE,
    TOKEN_EQUAL,
    TOKEN_UNEQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_OPEN_SQUARE,
    TOKEN_CLOSE_SQUARE,
    TOKEN_COMMA,
    TOKEN_DOT
};

struct token {
    enum token_kind kind;
    size_t from, to; /* bytes of the source */
};

/* --- the tree --- */

enum ast_kind {
    AST_VALUE,   /* value */
    AST_NAME,    /* text; level, shape, slot */
    AST_THIS,    /* the record that the whole expression belongs to; level, shape */
    AST_IT,      /* the plain value that each() is at; level */
    AST_STEP,    /* left . text; slot; left is a record or a list of records */
    AST_FILTER,  /* left [ right ]; right is evaluated in each record of left */
    AST_NEGATE,  /* left */
    AST_NOT,     /* left */
    AST_BINARY,  /* left op right */
    AST_CONVERT, /* left, a number or a list, times value.number: 元 to 万元 or back; made by units.c */
    AST_CALL     /* text; function, args */
};

struct ast {
    enum ast_kind kind;
    enum token_kind op;
    size_t from, to; /* bytes of the source that the node covers */
    struct place place;
    struct str text;
    struct ast *left, *right;
    struct ast **args;
    size_t arg_count;
    const struct function *function;
    struct value value;
    struct type type;
    size_t level;              /* scopes outward: 0 is the innermost */
    const struct shape *shape; /* that holds the field */
    int slot;
};

struct expr {
    struct ast *root;
    struct type printed; /* see expr_printed_type */
    struct str source;
    struct place place;
    int height; /* of the tree */
};

/* --- compiling --- */

/* Where names are looked up: the shape the expression was compiled against, and within it one more for the
 * body of each filter and each(). */
struct scope {
    const struct shape *shape; /* NULL: a plain value named `it` */
    struct type it;
    const struct scope *outer;
};

struct compile {
    struct arena *arena;
    struct diag *diag;
    struct pattern_source source;
    size_t offset; /* of the next token */
    struct token token;
    int depth, height;
};

/* Bytes of the name that begins at `from`; 0: none does. */
size_t expr_name_length(struct str text, size_t from);
struct place expr_compile_place(const struct compile *compile, size_t offset);
struct str expr_compile_slice(const struct compile *compile, size_t from, size_t to);
/* diag_report at this byte of the source. */
#define compile_report(compile, code, offset, ...)                                                           \
    diag_report((compile)->diag, code, expr_compile_place((compile), (offset)), ##__VA_ARGS__)
/* Reads the next token into compile->token. */
enum status expr_lex_next(struct compile *compile) CHECKED;
enum status expr_parse_source(struct compile *compile, struct ast **ret_root) CHECKED;

/* The node as it was written, without brackets around it: for messages. */
struct str expr_ast_source(const struct compile *compile, const struct ast *ast);

/* Resolves the node and all below it in `scope`. */
enum status expr_check_node(struct compile *compile, struct ast *ast, const struct scope *scope) CHECKED;
enum status expr_check_call(struct compile *compile, struct ast *ast, const struct scope *scope) CHECKED;
/* Looks the name up and reports an unknown one with the nearest that is visible. */
enum status expr_resolve_name(struct compile *compile, struct ast *ast, const struct scope *scope) CHECKED;
enum status expr_resolve_step(struct compile *compile, struct ast *ast, const struct shape *shape) CHECKED;
/* Both must be of one type; **right gets a conversion where one is 元 and the other 万元.  `what` names the
 * operation. */
enum status expr_check_like(struct compile *compile, const struct ast *left, struct ast **right,
                            const char *what, struct type *ret_type) CHECKED;
/* A number with `text` behind it, at `place`: “元” behind one in 万元 is refused. */
enum status expr_check_behind(struct compile *compile, const struct type *type, struct str text,
                              struct place place) CHECKED;
enum status expr_check_kind(struct compile *compile, const struct ast *ast, enum type_kind kind,
                            const char *what) CHECKED;
/* Reports that it is no `wanted`; FAILED. */
enum status expr_fail_kind(struct compile *compile, const struct ast *ast, const char *what,
                           const char *wanted) CHECKED;

/* The scope of a list's elements. */
struct scope expr_scope_of_list(struct type list, const struct scope *outer);
const char *expr_kind_name(enum type_kind kind);
/* "数（元）" */
void expr_type_describe(const struct type *type, struct buf *out);
/* The field's type, made known first if need be. */
struct type expr_field_type(const struct compile *compile, const struct shape *shape, int slot);

/* --- units (units.c): of the types of two numbers --- */

/* The type of either of the two, in the unit of the left one; false: unlike. */
bool expr_unit_join(const struct type *left, const struct type *right, struct type *ret_type);
/* false, FAILED: it has no meaning.  Of a quotient two moneys were brought to one unit before. */
bool expr_unit_product(const struct type *left, const struct type *right, struct type *ret_type);
enum status expr_unit_quotient(struct arena *arena, const struct type *left, const struct type *right,
                               struct type *ret_type) CHECKED;

/* A node that converts around *node, where its money is another than that of `type`; both fit, and are
 * numbers or lists of numbers. */
enum status expr_unit_convert(struct arena *arena, struct ast **node, struct type type) CHECKED;
/* See expr_printed_type. */
enum status expr_unit_printed(struct arena *arena, const struct ast *root, struct type *ret_type) CHECKED;

/* --- evaluating --- */

/* A scope at run time; the chain runs beside that of struct scope. */
struct frame {
    struct record *record;
    const struct value *it;
    const struct frame *outer;
    const struct ast *list; /* whose element this is, in all(), any(); NULL: not told */
};

/* A field being computed; the chain is that of the C stack. */
struct computing {
    struct record *record;
    int slot;
    const struct computing *outer;
};

/* What a path leads to. */
struct found {
    bool missing;
    struct value value;
    struct place place;
    struct record *record; /* and slot: where it was read last; NULL: nowhere */
    int slot;
};

enum status expr_eval_node(const struct ast *ast, struct eval *eval, const struct frame *frame,
                           struct value *ret_value) CHECKED;
/* fault.c: the field, if the input states it, else the first stated one that it is computed from; of a tree
 * the first that it names.  Nothing is computed. */
struct expr_spot expr_spot_stated(struct expr_spot spot);
struct expr_spot expr_spot_in_tree(const struct ast *ast, struct record *record);
/* The same without a look at marks for the node itself. */
enum status expr_eval_plain(const struct ast *ast, struct eval *eval, const struct frame *frame,
                            struct value *ret_value) CHECKED;
/* fault.c: a fault at this place of a formula is told where? */
struct place expr_fault_place(const struct eval *eval, struct place formula);
/* "（计算“合同总额”时：total）（公式见 model.xml:31:22）": which field is being computed, or which record the
 * expression is about, and the formula's place when the message stands elsewhere.  Initialises `out`. */
void expr_fault_context(const struct eval *eval, struct place formula, struct buf *out);
/* diag_report for faults found while evaluating: the text's last "%.*s" takes the context.  Gives FAILED. */
#define eval_report(eval, code, place, ...)                                                                  \
    (expr_fault_context((eval), (place), &(eval)->context),                                                  \
     diag_report((eval)->diag, code, expr_fault_place((eval), (place)), ##__VA_ARGS__,                       \
                 STR_ARGS(buf_str(&(eval)->context))),                                                       \
     buf_clear(&(eval)->context), diag_failed())
/* Of what values were printed to; FAILED: more than it may hold, reported as their fault. */
enum status expr_status_of(const struct buf *out, struct eval *eval, struct place place) CHECKED;
/* Counts `steps` against EXPR_MAX_STEPS; reports once. */
enum status expr_eval_over(struct eval *eval, size_t before, struct place place) CHECKED;
CHECKED static inline enum status expr_eval_count(struct eval *eval, size_t steps, struct place place)
{
    const size_t before = eval->steps;
    eval->steps += steps;
    return eval->steps <= EXPR_MAX_STEPS ? OK : expr_eval_over(eval, before, place);
}
/* The same of work that goes over so many bytes of text. */
enum status expr_eval_count_bytes(struct eval *eval, size_t bytes, struct place place) CHECKED;
bool expr_ast_is_path(const struct ast *ast);
/* soft: a missing value sets ret->missing and is no error. */
enum status expr_path_find(const struct ast *ast, struct eval *eval, const struct frame *frame, bool soft,
                           struct found *ret_found) CHECKED;
/* The field that the path ends with, in its record; false: it is no path to one, or leads nowhere. */
bool expr_path_field(const struct ast *ast, struct eval *eval, const struct frame *frame,
                     struct record **ret_record, int *ret_slot);
/* Where the input states the field, or what it is computed from; line 0: nowhere (fault.c). */
struct place expr_stated_place(struct record *record, int slot);
/* May its text, or one of its list, be as the author of an input typed it?  Not: constants, what is chosen
 * from a few, what is made of numbers, dates and such texts (alike.c). */
bool expr_is_typed(const struct ast *ast);
/* Two sides of a comparison that were found unequal: as eval_texts_all_differ, where one may be typed. */
enum status expr_texts_differ(const struct ast *ast, struct eval *eval, const struct frame *frame,
                              const struct value *left, const struct value *right) CHECKED;
/* The field's value, computed if need be; `place` is who asks. */
enum status expr_slot_find(struct record *record, int slot, struct eval *eval, struct place place, bool soft,
                           struct found *ret_found) CHECKED;
/* Who asks for which fields (reads.c). */
struct reading_of {
    struct field_reads *reads;
    int depth;          /* eval.depth of the formula itself */
    enum status status; /* NO_MEMORY: some were not noted */
};
/* The number fell into that band. */
void expr_note_band(struct reading_of *reading, const struct eval *eval, const struct record *band);
void expr_note_read(struct reading_of *reading, const struct eval *eval, struct record *record, int slot);
/* The frame so many scopes outward; it exists, since check counted the level. */
const struct frame *expr_frame_outward(const struct frame *frame, size_t level);
/* Enters element `item` of a list. */
struct frame expr_frame_of_item(const struct value *item, const struct frame *outer);
/* Appends to a list that grows; a list is appended item by item. */
struct list_builder {
    struct value *items;
    size_t count, capacity;
};
enum status expr_list_add(struct list_builder *list, struct eval *eval, const struct value *value,
                          struct place place) CHECKED;
struct value expr_list_value(const struct list_builder *list);
/* number_apply with its failures reported at `place`. */
enum status expr_apply_number(struct eval *eval, enum number_op op, const struct value *left,
                              const struct value *right, struct place place, struct value *ret_value) CHECKED;
/* lookup.c: the elements of a list that need be looked at for a condition such as name = this.name. */
struct search {
    struct eval *eval;
    const struct frame *frame; /* around the list */
    const struct value *list;  /* of records, as a field has it */
    int slot;                  /* the condition asks their field as `it`; -1: it names one itself */
};
struct candidates {
    size_t all, at;              /* where nothing is known: all of them */
    const int64_t *keys, *looks; /* NULL: that is so */
    int64_t key, look;
};
enum status expr_find_in_list(const struct ast *condition, const struct search *search,
                              struct candidates *ret_candidates) CHECKED;
/* In the order of the list; false: there are no more. */
bool expr_next_candidate(struct candidates *candidates, size_t *ret_i);
/* Less than 0, 0, or more, of plain values. */
int expr_value_compare(const struct value *a, const struct value *b);

/* --- drafts (doubt.c) --- */

/* Does the value of what it reads stand in what the node gives? */
bool expr_shows(const struct ast *ast);
/* The node; texts with marks. */
enum status expr_eval_marked(const struct ast *ast, struct eval *eval, const struct frame *frame,
                             struct value *ret_value) CHECKED;

/* --- what texts show (shown.c) --- */

/* The node while a text is traced: parts of texts with marks. */
enum status expr_eval_traced(const struct ast *ast, struct eval *eval, const struct frame *frame,
                             struct value *ret_value) CHECKED;
/* How long a text may become: marks do not count. */
static inline size_t expr_text_max(const struct eval *eval)
{
    return eval->trace != NULL ? (size_t)EXPR_MAX_TEXT * 16 : EXPR_MAX_TEXT;
}
/* Of a node: expr_words. */
bool expr_ast_words(const struct ast *ast, struct buf *out);

/* --- functions --- */

struct call {
    const struct ast *ast;
    struct eval *eval;
    const struct frame *frame;
    const struct value *args; /* evaluated; NULL for a function that evaluates its own */
};

enum result {
    RESULT_NUMBER,
    RESULT_TEXT,
    RESULT_DATE,
    RESULT_YESNO,
    RESULT_MONEY,   /* number in 元 */
    RESULT_PERCENT, /* number in % of one in %; of a ratio, like that times 100, in what it meets */
    RESULT_NUMBERS, /* list of numbers */
    RESULT_FIRST,   /* type of the first argument */
    RESULT_ELEMENT, /* type of its elements */
    RESULT_FIGURE,  /* text: ends with the first argument, a number or text in a unit that is not written */
    RESULT_YUAN,    /* text: a number in 元 */
    RESULT_WAN      /* text: a number in 万元 */
};

/* Drafts: what of its arguments stands in a function's result? */
enum showing {
    SHOWS_NOTHING, /* something else is made of them */
    SHOWS_VALUE,   /* the value of one, in form */
    SHOWS_PARTS    /* one of them, or several texts beside each other */
};

enum { FUNCTION_MAX_EVALUATED = 3 };

/* params: one letter an argument.  n number, m amount of money or without unit, p ratio in % or without
 * unit, c a count (no money, no %), D such a count of days, M of months, t text, d date, s what {} can print,
 * l any list, N list of numbers, T list of texts, V list of plain values, * what `check` looks at; `|`: from here on optional;
 * `+` at the end: as many more as there are. */
struct function {
    const char *name, *params;
    enum result result;
    enum showing showing;
    enum status (*run)(struct call *call, struct value *ret_value);
    /* Looks at the arguments, whose count params has checked, and gives the result's type.  Only after
     * expr_check_letters does run get args. */
    enum status (*check)(struct compile *compile, struct ast *ast, const struct scope *scope);
    const char *usage; /* for the message of a wrong count: "round(数, 位数)" */
};

/* For those: all arguments; that one is what the letter says; that one is, literally, one of the words. */
enum status expr_check_args(struct compile *compile, struct ast *ast, const struct scope *scope) CHECKED;
enum status expr_check_letter(struct compile *compile, const struct ast *arg, char letter,
                              const char *what) CHECKED;
enum status expr_check_word(struct compile *compile, const struct ast *ast, size_t index,
                            const struct words *words) CHECKED;
bool expr_kind_is_ordered(enum type_kind kind);
extern const struct type expr_plain_number;

/* What looks at the arguments of each function (check_call.c; of orders, bands, calendars check_order.c). */
enum status expr_check_letters(struct compile *compile, struct ast *ast, const struct scope *scope) CHECKED;
#define FUNCTION(name, params, result, shows, check, ...)                                                    \
    enum status expr_check_##check(struct compile *compile, struct ast *ast, const struct scope *scope)      \
        CHECKED;
#include "expr/functions.def"
#undef FUNCTION

/* Is the record an element of a list of its parent? */
bool record_in_list(const struct record *record);

#endif
