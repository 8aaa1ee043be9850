/*
 * Inside template: what loading makes and applying walks.
 *
 *   style.c         style.xml and what it uses -> definitions, bases resolved -> style sheet
 *   style_values.c  one attribute of a style: measures, colours, names
 *   style_builtin.c the styles that every kind has
 *   use.c           <use file="…"/>: paths, circles
 *   compile.c       the walk over layout elements: who may stand where, attributes, text     (load)
 *   compile_*.c     one family of elements each: flow, blocks, inlines, tables, sections
 *   setting.c       attributes that may hold expressions: checked when fixed, converted when not
 *   scope.c         names visible at a place of the layout, and the records that carry them
 *   space.c         the white space rule
 *   apply*.c        the same families when a document is made; numbering.c counts, columns.c and grid.c check
 *                   tables
 *   picture*.c      pictures: the element, files, their heads
 *   list.c          lists and their items, of layout and prose
 *   prose.c         prose of the input: compiled with a smaller list of elements when it is met
 *
 * An instruction is a function, its data (data_int.h) and a body; instructions form lists.  Everything is
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
    TEMPLATE_MAX_BLOCKS = 2000000,      /* of one document */
    TEMPLATE_MAX_STEPS = 20000000,      /* instructions carried out for one document */
    TEMPLATE_MAX_INLINES = 50000,       /* of one paragraph */
    TEMPLATE_MAX_COLUMNS = 64,          /* of a table, and side by side */
    TEMPLATE_MAX_ROWS = 200000,         /* of a table */
    TEMPLATE_MAX_LEVELS = 8,            /* of a table made from data */
    TEMPLATE_MAX_LEVEL = 6,             /* of headings */
    TEMPLATE_MAX_LISTS = 3,             /* lists in lists */
    TEMPLATE_MAX_HEADING = 500,         /* characters of a heading: it goes into contents list and outline */
    TEMPLATE_MAX_PICTURE = 16 << 20,    /* bytes of a picture file */
    TEMPLATE_MAX_PIXELS = 100000000,    /* of a picture */
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

bool measure_parse(struct str text, struct measure *ret_measure);
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

enum status styles_load(struct arena *arena, struct diag *diag, const char *path,
                        struct styles *ret_styles) CHECKED;
int numbering_lookup(const struct styles *styles, struct str name); /* -1: none */
extern const char style_builtin[];                                  /* style.xml of what every kind has */

/* --- files that use files (use.c) --- */

struct use_file {
    const char *path;
    struct use_file *next;
    bool open; /* being read */
};

struct uses {
    struct arena *arena;
    struct diag *diag;
    struct use_file *files;
    int depth;
};

/* The root of the file that `element` uses.  OK with NULL: read before.  FAILED: reported at the attribute.
 * After a root was given, the caller calls use_close when it has read what that file uses. */
enum status use_open(struct uses *uses, const struct node *element, struct node **ret_root) CHECKED;
enum status use_open_path(struct uses *uses, const char *path, struct node **ret_root) CHECKED;
void use_close(struct uses *uses, const struct node *root);

/* --- scopes (scope.c) --- */

/* The names visible at a place of the layout.  `shape` has the shape of the outer scope as its parent, so
 * expressions see all of them; records of the same shapes, linked the same way, carry the values. */
struct scope {
    const struct shape *shape;
    const struct scope *outer;
    int depth;
    enum scope_kind {
        SCOPE_RECORD, /* a record of the model itself */
        SCOPE_VIEW,  /* an element of a list, seen from the layout: its own fields, but around it the layout's
                        names */
        SCOPE_LOCALS /* as, index, parameters */
    } kind;
};

struct scope *scope_make(struct arena *arena, enum scope_kind kind, const struct shape *shape,
                         const struct scope *outer) CHECKED;
/* Scopes for the body of a loop over records of `element`: a view of each shape around it but the outermost,
 * then of itself. */
enum status scope_views(struct arena *arena, const struct shape *element, const struct scope *outer,
                        const struct scope **ret_scope, size_t *ret_count) CHECKED;
struct shape *locals_shape(struct arena *arena, const struct scope *outer) CHECKED;
enum status locals_add(struct arena *arena, struct shape *shape, struct str name, struct type type,
                       struct place place) CHECKED;
struct record *locals_make(struct arena *arena, const struct shape *shape, struct record *parent) CHECKED;
/* Points `views` (innermost first) at an element and the records around it; evaluates what is still pending
 * in them. */
enum status views_set(struct record *views, size_t count, struct record *element, struct eval *eval) CHECKED;
struct record *scope_outward(struct record *record, int steps);

/* --- instructions --- */

struct run;
struct sink;
struct instr;

typedef enum status instr_run(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink);

struct instr {
    instr_run *run;
    const void *data;
    struct instr *body;
    struct instr *next;
    struct place place;
};

/* --- settings (setting.c) --- */

enum setting_kind {
    SETTING_YESNO,
    SETTING_COUNT,
    SETTING_LENGTH,
    SETTING_INDENT, /* a length that may be negative */
    SETTING_SIZE,   /* a length greater than 0 */
    SETTING_RULE,   /* a length, or `none`: less than 0 */
    SETTING_ALIGN,
    SETTING_CELL_ALIGN, /* decimal too */
    SETTING_VALIGN,
    SETTING_COLOR,
    SETTING_PARITY,
    SETTING_STYLE,
    SETTING_SPAN,
    SETTING_TABLE_STYLE,
    SETTING_PAGE,
    SETTING_NUMBERING,
    SETTING_TEXT
};

union setting_value {
    bool yes;
    int64_t count;
    struct measure measure;
    enum align align;
    enum valign valign;
    uint32_t color;
    enum parity parity;
    const struct paragraph_style *style;
    const struct span_style *span;
    const struct table_style *table;
    const struct page_master *page;
    int numbering;
    struct str text;
};

struct setting {
    enum setting_kind kind;
    bool given, fixed;
    union setting_value value;     /* when fixed */
    const struct pattern *pattern; /* when not */
    const char *name;
    struct place place;
};

struct setting_rule {
    const char *name;
    enum setting_kind kind;
    size_t offset; /* of the setting in the element's data */
};

struct compiler;
/* data_int.h, columns_int.h */
struct for_data;
struct table_data;
struct data_build;
struct data_run;

enum status setting_compile(struct compiler *compiler, const struct attr *attr,
                            const struct setting_rule *rule, const struct scope *scope,
                            struct setting *setting) CHECKED;
/* `fallback` when the attribute was not given. */
enum status setting_value(struct run *run, const struct setting *setting, struct record *scope,
                          union setting_value fallback, union setting_value *ret_value) CHECKED;
enum status setting_yes(struct run *run, const struct setting *setting, struct record *scope, bool fallback,
                        bool *ret_yes) CHECKED;
enum status setting_count(struct run *run, const struct setting *setting, struct record *scope,
                          int64_t fallback, int64_t *ret_count) CHECKED;
/* A length beside a style; *ret_length stays when the attribute was not given. */
enum status setting_length(struct run *run, const struct setting *setting, struct record *scope,
                           const struct paragraph_style *style, length *ret_length) CHECKED;
/* An alignment that is a place: left, center, right; *align stays when the attribute was not given. */
enum status setting_place(struct run *run, const struct setting *setting, struct record *scope,
                          enum align *ret_align) CHECKED;
/* The same of a fixed value, when the kind is loaded. */
enum status check_place(struct compiler *compiler, const struct setting *setting) CHECKED;

/* --- compiling (compile.c) --- */

/* Where an element stands; an element lists the contexts that may hold it. */
enum context {
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
    IN_CHOOSE = 1 << 16,    /* only for naming what may stand there */
    IN_DATA = 1 << 17,      /* levels and columns of a table */
    IN_HEADS = 1 << 18,     /* columns under a common head */
    IN_BLOCKS = IN_SECTION | IN_KEEP | IN_COLUMN | IN_CELL,
    IN_INLINES = IN_INLINE | IN_MARGIN,
    IN_LETTERS = IN_INLINES | IN_SPREAD,
    IN_TEXT = IN_LETTERS | IN_WATERMARK,
    IN_ANY = (1 << 16) - 1
};

struct call_site;
struct define;
struct picture_file;

/* All that an element must know of its surroundings. */
struct site {
    unsigned context;
    const struct scope *scope;
    const struct call_site *call; /* the call whose define this is; NULL: none */
    int level;                    /* prose: level of the next section's heading */
    const struct list_data *list; /* innermost; NULL: none */
    struct data_build *data;      /* table from data being compiled; NULL: none */
    const char *no_notes;         /* what this is inside of, where no footnote may stand; NULL: they may */
};

struct call_site {
    const struct node *node;
    const struct site *site;
    struct define *define;
    bool used; /* a <slot/> took its children */
};

typedef enum status element_compile(struct compiler *compiler, const struct node *node,
                                    const struct site *site, struct instr *instr, void *data);

struct element {
    const char *name;
    unsigned contexts;
    element_compile *compile; /* NULL: the attributes say all */
    instr_run *run;
    size_t data_size;
    const struct setting_rule *rules;
    size_t rule_count;
    const char *others; /* attributes that `compile` reads itself, "each as"; "*": any */
};

struct dialect {
    const struct element *const *families; /* each ends with an element without name */
    size_t count;
};

extern const struct dialect dialect_layout, dialect_prose;
extern const struct element elements_flow[], elements_blocks[], elements_list[], elements_text[],
    elements_inline[], elements_table[], elements_section[], elements_picture[];

struct define {
    struct str name;
    const struct node *node;
    bool own; /* of layout.xml itself, not of a used file */
    bool used;
    bool open; /* being compiled: a call of itself would not end */
    enum { HOLDS_UNKNOWN, HOLDS_INLINES, HOLDS_BLOCKS } holds;
    struct define *next;
};

struct compiler {
    struct arena *arena;
    struct diag *diag;
    const struct styles *styles;
    const struct dialect *dialect;
    struct define *defines;
    size_t instructions;
    int depth, calls;
    struct picture_file *pictures; /* read so far (picture_int.h) */
};

/* The worse of two: no memory, system, failed, OK. */
enum status status_worse(enum status a, enum status b);
/* Nodes from `first` on, as a list of instructions.  Goes on after an error, so that all are found. */
enum status compile_nodes(struct compiler *compiler, const struct node *first, const struct site *site,
                          struct instr **ret_body) CHECKED;
/* One node: an instruction, with its `next` as it was; NULL when the node is only white. */
enum status compile_node(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr **ret_instr) CHECKED;
/* The children of `node`, in another context. */
enum status compile_children(struct compiler *compiler, const struct node *node, const struct site *site,
                             unsigned context, struct instr **ret_body) CHECKED;
/* The same, where no footnote may stand: `inside` says of what. */
enum status compile_noteless(struct compiler *compiler, const struct node *node, const struct site *site,
                             unsigned context, const char *inside, struct instr **ret_body) CHECKED;
/* For elements that hold nothing: <br/>, <space/> and the like. */
enum status compile_empty(struct compiler *compiler, const struct node *node, const struct site *site,
                          struct instr *instr, void *data) CHECKED;
/* Attributes of an element that no table describes: only these, "style on". */
enum status check_attributes_among(struct compiler *compiler, const struct node *node,
                                   const char *names) CHECKED;
/* Names and attributes of a define that is never called. */
enum status compile_names(struct compiler *compiler, const struct node *node) CHECKED;
const struct element *element_lookup(const struct dialect *dialect, struct str name, unsigned context);
enum status compile_attr(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                         const struct expr **ret_expr) CHECKED;
/* An attribute's expression; FAILED with a report when it is not there. */
enum status compile_expr(struct compiler *compiler, const struct node *node, const char *name,
                         const struct scope *scope, const struct expr **ret_expr) CHECKED;
enum status compile_pattern(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                            const struct pattern **ret_pattern) CHECKED;
enum status require_attr(struct compiler *compiler, const struct node *node, const char *name,
                         const struct attr **ret_attr) CHECKED;
element_compile compile_item; /* list.c */
/* What `each`, `as` and `index` of a <for>, a <level> or a <table> say; *scope becomes that of the body. */
enum status compile_loop(struct compiler *compiler, const struct node *node, struct for_data *data,
                         const struct scope **scope) CHECKED;
/* Does the body of a cell or an item hold blocks? */
bool holds_blocks(const struct compiler *compiler, const struct node *node, const struct call_site *call,
                  int depth);
struct define *define_lookup(const struct compiler *compiler, struct str name);
enum status compile_text_node(struct compiler *compiler, const struct node *node, const struct scope *scope,
                              struct instr *instr) CHECKED;
enum status compile_text_attr(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                              struct instr **ret_body) CHECKED;

/* --- white space (space.c) --- */

/* A piece of literal text whose characters stand side by side in the source. */
struct text_segment {
    struct str text;
    bool space; /* a space belongs before it, unless a line begins here */
    struct place place;
};

enum space { SPACE_NONE, SPACE_ONE, SPACE_LINE /* one, but nothing beside a wide character */ };

struct text_literal {
    struct text_segment *segments;
    size_t count;
    enum space after; /* white at its end; of a literal that is only white: all of it */
};

enum status space_split(struct arena *arena, struct str literal, size_t offset,
                        const struct pattern_source *source, struct text_literal *ret_literal) CHECKED;

struct text_part {
    const struct expr *expr; /* NULL: literal */
    struct text_literal literal;
};

struct text_data {
    struct text_part *parts;
    size_t count;
};

/* --- applying (apply.c) --- */

struct block_list {
    struct block *first, *last;
};

/* Inlines of the paragraph being made. */
struct inlines {
    struct inline_item *items;
    size_t count, capacity;
    enum space pending;
    bool fresh;               /* a line begins here: white vanishes */
    bool doubtful;            /* of the value being added */
    uint32_t last;            /* the character before */
    uint32_t spread, spreads; /* number of the <spread> being filled, 0: none; of those begun */
    length spread_width;
    const struct span_style *span;
    const struct paragraph_style *style;
};

struct columns {
    struct column *items;
    size_t count, capacity;
};

struct group {
    struct group *outer;
    struct table_cell *cells;
    size_t count, capacity;
    bool placed;
    size_t row, cell; /* where its first cell stands */
};

struct row {
    struct table_cell *cells;
    size_t count, capacity;
    bool group_begins;
};

enum table_part { PART_HEAD, PART_BODY, PART_FOOT };

struct table_build {
    struct table *table;
    size_t capacity;
    enum table_part part;
    bool told;           /* that a row stands behind the foot */
    bool as_foot;        /* a row of the body that looks as the foot does */
    struct row *row;     /* being filled; NULL: none */
    struct group *group; /* innermost open */
    struct block_list caption, notes;
};

/* What stands before the first paragraph of an item. */
struct lead {
    struct str text; /* empty: none, or a paragraph took it */
    const struct paragraph_style *style;
};

/* Of an item's first paragraph, of the others. */
struct list_looks {
    const struct paragraph_style *style, *rest;
};

/* Where instructions put what they make: the one that fits the context is set. */
struct sink {
    struct content *content;
    struct section *last_section;
    struct block_list *blocks;
    struct inlines *inlines;
    struct columns *columns;
    struct table_build *table;
    const struct paragraph_style *style; /* of a <p> that names none */
    const struct list_looks *looks;      /* of the items of a list */
    struct lead *lead;                   /* NULL: not in an item */
};

struct run {
    const struct template *template;
    const struct styles *styles;
    struct eval *eval;
    struct arena *arena;
    struct buf text; /* for values being printed */
    int64_t *counts; /* of each numbering */
    uint64_t steps;
    size_t blocks;
    const char *input;             /* the file of the input's root element */
    struct picture_file *pictures; /* read so far (picture_int.h) */
    bool stopped;                  /* a limit was hit: nothing more is done */
    struct data_run *data;         /* the table from data being made; NULL: none */
};

struct template
{
    struct styles styles;
    struct instr *body;
    const struct paragraph_style *style_body, *style_footnote;
    const struct span_style *style_note_mark;
    int footnote; /* numbering */
};

enum status apply_body(struct run *run, const struct instr *body, struct record *scope,
                       struct sink *sink) CHECKED;
/* A limit was reached: reports it and stops the run. */
void run_stop(struct run *run, struct place place, const char *what, long long limit);
static inline enum status run_limit(struct run *run, struct place place, const char *what, long long limit)
{
    run_stop(run, place, what, limit);
    return FAILED;
}
/* What was printed into run->text, in the arena.  FAILED: too long, reported. */
enum status run_take_text(struct run *run, struct place place, struct str *ret_text) CHECKED;
/* Counts the blocks of the document against the limit. */
enum status block_add(struct run *run, enum block_kind kind, struct place place, struct block_list *list,
                      struct block **ret_block) CHECKED;
/* A paragraph of the inlines that the body makes; `number` (may be empty) stands first, `none` where the body
 * makes nothing. */
struct paragraph_make {
    const struct paragraph_style *style;
    const struct instr *body;
    struct str number, none;
    struct place place;
};
enum status paragraph_make(struct run *run, const struct paragraph_make *make, struct record *scope,
                           struct block_list *list, struct block **ret_block) CHECKED;
enum status inlines_text(struct run *run, struct inlines *inlines, struct str text,
                         struct place place) CHECKED;

instr_run run_for, run_choose, run_call, run_slot;
instr_run run_paragraph, run_restart, run_columns, run_column, run_keep, run_space, run_page_break, run_rule,
    run_circle, run_contents;
instr_run run_text, run_span, run_break, run_cut, run_blank, run_spread, run_tab, run_footnote, run_page,
    run_pages;
/* After the body of a group was carried out, with this status: its cells span its rows. */
void group_close(struct table_build *build, const struct group *group, enum status status);
instr_run run_table, run_caption, run_head, run_foot, run_row, run_cell, run_group;
instr_run run_level, run_value, run_count, run_sum; /* of a table from data */
instr_run run_section, run_prose, run_list, run_item, run_picture, run_sequence;

/* --- numbering (numbering.c) --- */

/* Counts one up and gives the number's text; numberings that restart on it begin anew. */
enum status numbering_next(struct run *run, int numbering, struct place place, struct str *ret_text) CHECKED;
/* The number and what stands between it and the text. */
enum status numbering_lead(struct run *run, int numbering, struct str number, struct str *ret_lead) CHECKED;
void numbering_restart(struct run *run, int numbering);
/* What restarts on it begins anew, it does not itself. */
void numbering_restart_below(struct run *run, int numbering);
int numbering_of_level(const struct styles *styles, int64_t level); /* heading1 …; -1: none */

/* "2 1" -> 2, 1; false: something else, or over TEMPLATE_MAX_COLUMNS. */
bool shares_parse(struct str text, int shares[TEMPLATE_MAX_COLUMNS], size_t *ret_count);
/* Next word of a list with blanks between; false: none is left. */
bool word_next(struct str *rest, struct str *ret_word);

#include "template/data_int.h"
#include "template/table_int.h"

#endif
