/*
 * Inside template: what the files of tables say to each other.  Included by template_int.h, never alone.
 */
#ifndef CHENGWEN_TABLE_INT_H
#define CHENGWEN_TABLE_INT_H

/* --- columns and grid (columns.c, grid.c) --- */

/* Gives every cell its column and proves that the cells fill the grid. */
enum status grid_check(struct run *run, struct table *table) CHECKED;

/* "30mm * 2*" against the style of the table's cells; a fault is reported at `place`. */
struct columns_source {
    struct str text;
    struct place place;
    const struct paragraph_style *cell;
};
enum status columns_parse(struct arena *arena, struct diag *diag, const struct columns_source *source,
                          struct table_column **ret_columns, size_t *ret_count) CHECKED;
bool column_parse(struct str word, const struct paragraph_style *cell, struct table_column *ret_column);
/* Percentages are 100 at most. */
enum status columns_check_whole(struct diag *diag, struct place place, const struct table_column *columns,
                                size_t count) CHECKED;
/* The first `count` columns are labels; one at least must not be. */
enum status columns_label(struct diag *diag, const struct setting *labels, int64_t count,
                          struct table_column *columns, size_t column_count) CHECKED;
/* What fixed `columns` and `labels` say is checked when the kind is loaded. */
enum status columns_check(struct compiler *compiler, const struct table_data *data) CHECKED;
const struct paragraph_style *cell_style(const struct styles *styles, const struct table_style *style,
                                         enum table_part part);

/* --- loops (apply.c), of <for> and of levels --- */

/* The records of a loop's body: made once, filled again for each element. */
struct loop {
    struct record *views; /* innermost first */
    struct record *locals;
    struct record *scope; /* what the body sees */
};

enum status loop_make(struct run *run, const struct for_data *data, struct record *scope,
                      struct loop *ret_loop) CHECKED;
enum status loop_enter(struct run *run, const struct for_data *data, const struct loop *loop,
                       const struct value *item, size_t index) CHECKED;

/* --- tables from data (compile_columns.c, apply_columns.c) --- */

/* A table from data: its columns, and the run of its body. */
enum status data_columns(struct run *run, const struct instr *instr, struct record *scope,
                         struct table *table) CHECKED;
enum status data_apply(struct run *run, const struct instr *instr, struct record *scope,
                       struct sink *sink) CHECKED;
/* Is this <table> made from data? */
bool table_has_data(const struct node *node);
enum status compile_data(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr *instr, struct table_data *table) CHECKED;
element_compile compile_level, compile_heads, compile_data_column; /* compile_columns.c */
enum { COLUMN_RULES = 6 };
extern const struct setting_rule column_rules[COLUMN_RULES];

#endif
