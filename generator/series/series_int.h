/*
 * Inside series:
 *
 *   mapping.c   mapping.xml, read
 *   fields.c    heads of columns and paths -> fields of a kind
 *   columns.c   which column of a sheet is which field
 *   lacks.c     columns that are not used, or that all rows lack; the list that is meant
 *   title.c     the unit that stands above a table
 *   order.c     rows that are no records
 *   totals.c    which of them are totals
 *   values.c    a cell -> what a description would say of the field
 *   paper.c      trees copied, and values put where their fields are
 *   rows.c      a workbook -> its papers
 *   join.c      lists of other sheets, joined by keys (rows_int.h: what these two share)
 *   each.c      a description -> its papers
 *   faults.c    what is wrong with single records
 *   names.c     names of files: made of fields, safe, told where they are the same
 *   series.c    the door
 */
#ifndef CHENGWEN_SERIES_INT_H
#define CHENGWEN_SERIES_INT_H

#include "series/series.h"
#include "schema/schema.h"

/* --- mapping.c --- */

struct text_at {
    struct str text; /* empty: not said */
    struct place place;
};

/* What an attribute says; FAILED, reported: nothing. */
struct text_at text_said(const struct node *node, const char *name);
enum status text_needed(struct diag *diag, const struct node *node, const char *name,
                        struct text_at *ret_said) CHECKED;

struct mapping_column {
    struct text_at head, field; /* field empty: the column is not wanted */
};
struct mapping_columns {
    struct mapping_column *items;
    size_t count, capacity;
    struct text_at others_head, others_cell; /* fields; empty: columns that are none are nothing */
};
struct mapping_list {
    struct text_at field, sheet, key, to;
    uint32_t head; /* row; 0: looked for */
    struct mapping_columns columns;
};
struct mapping_value {
    struct text_at field, is;
};
struct mapping {
    struct text_at sheet, name, list;
    uint32_t head;
    struct mapping_columns columns;
    struct mapping_list *lists;
    size_t list_count, list_capacity;
    struct mapping_value *values;
    size_t value_count, value_capacity;
};
/* `root` NULL: all is left to the heads. */
enum status mapping_read(struct arena *arena, struct diag *diag, const struct node *root, struct str kind,
                         struct mapping *ret_mapping) CHECKED;

/* --- fields.c --- */

struct series_reading;

/* The way to a field from a record: through groups. */
struct target {
    struct str steps[SERIES_MAX_STEPS];
    size_t count; /* 0: none */
    const struct field *field;
};
/* How many fields a text may mean, by names or labels, with a point or another mark between, or labels one after the other:
 * party_a.name, 甲方.名称, 甲方名称.  More than one: `ret_other` is another. */
size_t target_find(const struct shape *shape, struct str text, struct target *ret_target,
                   struct target *ret_other);
bool target_equal(const struct target *a, const struct target *b);
/* The same of lists; the list's own name or label will do, in whatever group it stands. */
size_t list_find(const struct shape *shape, struct str text, struct target *ret_target,
                 struct target *ret_other);
/* Labels with points between; ptr NULL: no memory. */
struct str target_words(struct arena *arena, const struct shape *shape, const struct target *target);
/* The names with points between; ptr NULL: no memory. */
struct str target_names(struct arena *arena, const struct target *target);
/* The nearest way to a field, or the only one to a field that is called as the last step; empty: none. */
struct str target_nearest(struct arena *arena, const struct shape *shape, struct str text);
/* OK: one.  FAILED, reported: none, or several. */
enum status target_need(const struct series_reading *reading, const struct shape *shape,
                        const struct text_at *text, struct target *ret_target) CHECKED;
enum status list_need(const struct series_reading *reading, const struct text_at *text,
                      struct target *ret_target) CHECKED;
enum status target_refuse_several(const struct series_reading *reading, const struct shape *shape,
                                  const struct text_at *text, const struct target both[2]) CHECKED;

/* --- faults.c --- */

/* A record's own faults fail the paper that it is of, and no other: they are kept with it, and told when that is made. */
struct record_fault {
    struct diag_entry entry;
    struct record_fault *next;
};
struct own_faults {
    struct arena *arena;
    struct diag *diag; /* what was found since the last own_faults_keep */
};
enum status own_faults_init(struct own_faults *faults, struct arena *arena) CHECKED;
/* Moves what was found to the end of the list. */
enum status own_faults_keep(const struct own_faults *faults, struct record_fault **list) CHECKED;
/* FAILED: there is an error among them. */
enum status own_faults_tell(const struct record_fault *list, struct diag *diag);

/* --- columns.c --- */

enum rows_are {
    ROWS_PAPERS,
    ROWS_LIST,  /* of one paper */
    ROWS_JOINED /* records of lists, each of a paper */
};
struct series_column {
    uint32_t number; /* of the sheet */
    struct str head;
    struct target target;
    int shift; /* values are taken times 10^shift: 4 from 万元 to 元 */
};
/* A column whose head is no field. */
struct unused_column {
    uint32_t number;
    struct str head, near; /* a field that may be meant; empty: none */
    bool is_told;
};
struct series_columns {
    const struct sheet *sheet;
    size_t head; /* index of the head's row in the sheet */
    struct series_column *items;
    size_t count, capacity;
    /* Records of their own in each row: the head says one field, the cell the column's. */
    struct series_column *others;
    size_t other_count, other_capacity;
    struct target others_head, others_cell; /* count 0: there are none */
    const struct sheet_row *head_row;
    struct str *heads; /* of the columns from the first on, in one line each */
    size_t head_count;
    struct str unit;              /* of all figures, said above the heads; empty: none */
    struct record_fault **faults; /* of each row of the sheet; NULL: none */
    struct unused_column *unused;
    size_t unused_count, unused_capacity;
    uint32_t key; /* of a list that is joined: the column that says whose a row is; 0: none */
    enum rows_are rows;
};
struct series_reading {
    struct arena *arena;
    struct diag *diag;
    const struct series_source *source;
    struct mapping mapping;
    struct own_faults faults;
};
struct columns_wanted {
    const struct shape *shape; /* of the record that a row is */
    const struct mapping_columns *mapping;
    uint32_t head;  /* the row of the heads; 0: it is found */
    struct str key; /* the head of a column that need be no field; empty, of papers: columns_key */
    enum rows_are rows;
};
enum status columns_find(const struct series_reading *reading, const struct sheet *sheet,
                         const struct columns_wanted *wanted, struct series_columns *ret_columns) CHECKED;
/* The head that papers and lists are joined by where nobody says it: the first that does not number rows; empty: none. */
struct str columns_key(const struct series_columns *columns);
/* The number of the column with this head; 0: none. */
uint32_t columns_head(const struct series_columns *columns, struct str head);

enum { HEADS_LOOKED_AT = 10 /* rows from the top */ };
/* Cells of the row that are heads; SIZE_MAX: no memory. */
size_t heads_count(const struct series_reading *reading, const struct sheet_row *row,
                   const struct shape *shape, const struct mapping_columns *mapping);
struct place head_place(const struct series_reading *reading, const struct series_columns *columns,
                        uint32_t number);

/* --- lacks.c --- */

void lacks_tell_unused(const struct series_reading *reading, const struct series_columns *columns);
/* FAILED, reported: no column is a field that every record must state.  An unused one that may be meant is told with it. */
enum status lacks_refuse(const struct series_reading *reading, struct series_columns *columns,
                         const struct columns_wanted *wanted) CHECKED;
/* The only list that has more than so many of the heads as fields.  false: there is none. */
bool lacks_find_list(const struct series_reading *reading, const struct sheet *sheet, size_t more,
                     struct target *ret_list, uint32_t *ret_row);

/* --- title.c --- */

bool is_unit(struct str text);
/* "单位：万元" in a row above the heads; empty: none. */
struct str title_unit(const struct series_columns *columns);
/* By how many powers of ten values of a column are shifted that has no unit itself.  false: nobody can say. */
bool title_shift(const struct series_columns *columns, const struct field *field, int *ret_shift);
/* Above stands an amount of another size than 1, and the field says no unit anywhere: it may be meant for it. */
bool title_is_doubtful(const struct series_columns *columns, const struct field *field);
/* false: they are of different things. */
bool unit_shift(struct str head, struct str field, int *ret_shift);

/* --- totals.c --- */

/* The sums of the rows so far, a column each. */
struct totals {
    const struct series_columns *columns;
    struct running_sums sums;
    struct running_figure *row; /* that is looked at */
    size_t looks;               /* order.c's own */
    struct str key;             /* of a list that is joined: whose the rows are */
};
enum status totals_init(struct totals *totals, struct arena *arena,
                        const struct series_columns *columns) CHECKED;
/* Before the row is looked at: sums begin anew where it is another paper's. */
void totals_begin(struct totals *totals, const struct sheet_row *row);
void totals_add(struct totals *totals, const struct sheet_row *row);
void totals_end_part(struct totals *totals); /* behind a total */
/* Some figure of the row, or all, are sums or means of those above; or, not asked for all, it says the one above again. */
bool totals_fit(const struct totals *totals, const struct sheet_row *row, bool all);
/* All figures are the sums of the rows above, of which there are two at least.  column NULL: they are not, or all are zero. */
struct totals_sums {
    const struct series_column *column; /* the first that is not zero */
    bool is_sure;                       /* several are, and it is no chance */
};
struct totals_sums totals_are_sums(const struct totals *totals, const struct sheet_row *row);

/* --- order.c --- */

/* Totals, rows without a record, heads once more, records torn apart by a comma are faults of their rows.  FAILED, reported: nobody knows
 * where the heads or the table end.  A figure of merged cells: a warning. */
enum status order_check(const struct series_reading *reading, const struct series_columns *columns) CHECKED;

/* The row is known to be none: no paper lacks it. */
bool order_is_no_record(const struct record_fault *faults);

/* --- values.c --- */

/* What the cell says of the column's field; empty: nothing.  FAILED: reported. */
enum status value_of_cell(struct arena *arena, struct diag *diag, struct place place,
                          const struct sheet_cell *cell, const struct series_column *column,
                          struct str *ret_text) CHECKED;

/* --- paper.c --- */

/* In the same arena: */
struct node *paper_add_element(struct arena *arena, struct node *parent, struct str name,
                               struct place place) CHECKED;
/* What a paper has that others have not: nodes taken out of the tree, chained by `next` in their order; each still knows its
 * parent.  A holder, in their order too, is left out where nothing else is in it and nothing comes back. */
struct paper_own {
    const struct node *first;
    const struct node *const *holders;
    size_t holder_count;
};
/* NULL: no memory.  `own` NULL: there is nothing but the tree. */
struct node *paper_copy(struct arena *arena, const struct node *root, const struct paper_own *own) CHECKED;
/* In place of what stands there. */
enum status paper_set(struct arena *arena, struct node *record, const struct target *target, struct str text,
                      struct place place) CHECKED;
/* How many records the list has, and where the first stands. */
size_t paper_count(const struct node *root, const struct target *list, struct place *ret_first);
/* The list says nothing any more. */
void paper_clear(struct node *root, const struct target *list);
/* A record more of the list. */
enum status paper_add_record(struct arena *arena, struct node *root, const struct target *list,
                             struct place place, struct node **ret_record) CHECKED;
/* What a record says at `path` (names with points between), as an attribute or an element; empty: nothing. */
struct str paper_text(const struct node *record, struct str path);

/* --- names.c --- */

struct name_source {
    /* What is called so; ret_text empty: nothing is said of it.  false: there is no such name. */
    bool (*find)(const void *context, struct str name, struct str *ret_text);
    const void *context;
};
/* FAILED, reported: the pattern is wrong for all papers. */
enum status name_check(struct diag *diag, const struct text_at *pattern,
                       const struct name_source *source) CHECKED;
/* The text of a pattern, {name} replaced, made a safe name of a file.  FAILED, reported: not of this paper. */
enum status name_make(struct arena *arena, struct diag *diag, const struct text_at *pattern,
                      const struct name_source *source, struct place paper, struct str *ret_name) CHECKED;
/* Of one that will not be made, and whose name is not known: its label, as a name. */
enum status name_as_label(struct arena *arena, struct series_paper *paper) CHECKED;
/* Marks those that are the same. */
enum status names_compare(struct arena *arena, struct series_paper *papers, size_t count) CHECKED;

/* --- series.c --- */

struct series {
    struct arena *arena;
    struct series_paper *papers;
    size_t count, made; /* those behind are records that are of no paper, */
    size_t no_records;  /* or so many rows that are none */
    enum status (*make)(const struct series *series, size_t number, struct arena *arena, struct diag *diag,
                        struct node **ret_root);
    const void *plan; /* what `make` knows */
};

/* All papers are described.  FAILED, reported with what is wrong with single records: some are of no paper; as any may lack
 * them, none can be made.  Rows that are no records say so themselves. */
enum status series_settle(struct series *series, struct diag *diag) CHECKED;

#endif
