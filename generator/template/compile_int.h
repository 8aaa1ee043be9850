/*
 * Inside template: compiling, which makes instructions of elements when a kind is loaded, and of prose when
 * it is met.
 */
#ifndef CHENGWEN_TEMPLATE_COMPILE_INT_H
#define CHENGWEN_TEMPLATE_COMPILE_INT_H

#include "template/instr_int.h"
#include "template/scope_int.h"

struct data_build; /* table/data_int.h */
struct chart_site; /* table/chart_int.h */

struct call_site;
struct define;

/* All that an element must know of its surroundings. */
struct site {
    unsigned context;
    const struct scope *scope;
    const struct call_site *call;   /* the call whose define this is; NULL: none */
    int level;                      /* prose: level of the next section's heading */
    const struct list_data *list;   /* innermost; NULL: none */
    struct data_build *data;        /* table from data being compiled; NULL: none */
    struct chart_site *chart;       /* chart being compiled; NULL: none */
    const struct message *no_notes; /* why no footnote may stand here; NULL: they may */
    size_t form_columns;            /* of the form being compiled */
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
    enum element_id id;
    element_compile *compile; /* NULL: its children are compiled as what it holds */
    instr_run *run;
    size_t data_size;
    const struct setting_field *fields; /* up to one without name; NULL: none */
};

/* Of layout.xml and prose (template.c). */
const struct element *element_of(enum element_id id);
extern const struct element elements_flow[];

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
    enum language language; /* LAYOUT or PROSE */
    struct define *defines;
    size_t instructions;
    int depth, calls;
    struct picture_read *pictures;  /* read so far */
    struct declared_id *ids;        /* of the layout */
    struct declared_ref *refs;      /* the same, the last one first; in the end what is doubtful of them */
    bool has_computed_ids;          /* any may be meant */
    const struct page_master *page; /* of the section being compiled; NULL: not known */
};

/* Nodes from `first` on, as a list of instructions.  Goes on after an error, so that all are found. */
enum status compile_nodes(struct compiler *compiler, const struct node *first, const struct site *site,
                          struct instr **ret_body) CHECKED;
/* One node: an instruction, with its `next` as it was; NULL when the node is only white. */
enum status compile_node(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr **ret_instr) CHECKED;
/* The children of `node`, in another context. */
enum status compile_children(struct compiler *compiler, const struct node *node, const struct site *site,
                             unsigned context, struct instr **ret_body) CHECKED;
/* The same, where no footnote may stand: `refused` says so. */
enum status compile_noteless(struct compiler *compiler, const struct node *node, const struct site *site,
                             unsigned context, const struct message *refused,
                             struct instr **ret_body) CHECKED;
/* For elements that hold nothing: anything inside is reported. */
enum status compile_empty(struct compiler *compiler, const struct node *node,
                          const struct site *site) CHECKED;
/* Names, places and attributes in a define that is never called: it could be called from ANYWHERE. */
enum { ANYWHERE = (IN_SAME - 1) | IN_FORM | IN_FORM_HEAD | IN_FORM_ROW };
enum status compile_names(struct compiler *compiler, const struct node *node, unsigned places) CHECKED;
enum status compile_attr(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                         const struct expr **ret_expr) CHECKED;
/* An attribute's expression; FAILED with a report when it is not there. */
enum status compile_expr(struct compiler *compiler, const struct node *node, const char *name,
                         const struct scope *scope, const struct expr **ret_expr) CHECKED;
enum status compile_pattern(struct compiler *compiler, const struct attr *attr, const struct scope *scope,
                            const struct pattern **ret_pattern) CHECKED;
/* Keeps an id that is fixed. */
enum status compile_id(struct compiler *compiler, const struct setting *id) CHECKED;
/* A reference to what is known by this name; looked up when all is compiled. */
enum status compile_to(struct compiler *compiler, const struct setting *to) CHECKED;
/* Is the attribute missing because it is misspelt, which is reported with all that the element does not know?
 */
bool is_misspelt(const struct compiler *compiler, const struct node *node, struct str name);
enum status require_attr(struct compiler *compiler, const struct node *node, const char *name,
                         const struct attr **ret_attr) CHECKED;
/* What `each`, `as` and `index` of a <for>, a <level> or a <table> say; *scope becomes that of the body. */
enum status compile_loop(struct compiler *compiler, const struct node *node, struct for_data *data,
                         const struct scope **scope) CHECKED;
/* The scope alone, of a list that is compiled: it may be gone through at several places. */
enum status loop_scope(struct compiler *compiler, const struct node *node, struct for_data *data,
                       const struct scope **scope) CHECKED;
/* `test` of <if> and <when>. */
enum status compile_test(struct compiler *compiler, const struct node *node, const struct site *site,
                         const struct expr **ret_test) CHECKED;
/* The same, where another attribute names the list. */
enum status compile_loop_over(struct compiler *compiler, const struct node *node, const char *list,
                              struct for_data *data, const struct scope **scope) CHECKED;
/* order.c: *list, as `each` says it, becomes that list in the order that `attr`, an `order`, says. */
enum status compile_order(struct compiler *compiler, const struct attr *attr, const struct attr *each,
                          const struct scope *scope, const struct expr **list) CHECKED;
/* Does the body of a cell or an item hold blocks? */
bool holds_blocks(const struct compiler *compiler, const struct node *node, const struct call_site *call,
                  int depth);
struct define *define_lookup(const struct compiler *compiler, struct str name);

#endif
