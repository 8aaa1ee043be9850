/*
 * Between the files that make a chart.  A series is the column of a table that nobody sees: its values are printed, summed
 * and proved by the same code (data_int.h), so that a chart and the table beside it cannot say two things.
 *
 *   chart.c        <chart> and what it holds, compiled
 *   run_chart.c    the same when a document is made
 *   chart_sums.c   parts against the whole;  chart_numbers.c  all numbers in one scale
 *   chart_words.c  what is said to those who hear the paper read
 */
#ifndef CHENGWEN_CHART_INT_H
#define CHENGWEN_CHART_INT_H

#include "template/table/data_int.h"

/* What the elements in a chart must know of it while they are compiled. */
struct chart_site {
    struct chart_data *chart;
    const struct scope *points; /* of values */
    struct series_data *series[CHART_MAX_SERIES];
    size_t series_count;
};

struct series_data {
    struct for_data loop; /* nested: the list of the point; first, for loop_run */
    bool nested;
    struct column_data column;
    const struct pattern *name; /* in the scope of the value; NULL: none */
    const struct expr *print;   /* gives its printed text, there too; NULL: the column's `as` does, or none */
    struct str unit;            /* as printed; empty: none */
    int64_t times, parts;       /* the number in that unit is the value × times ÷ parts */
    struct place place;
};

struct chart_data {
    struct for_data loop; /* the points; first, for loop_run */
    struct setting kind, stacked, rounding, shares, unit, labels, zero, none, across, upward, width, height,
        align, style, title;
    const struct expr *label, *total, *least, *most; /* NULL: not given */
    struct data_table table;                         /* the columns of its series */
    struct series_data **series;
};

/* Each point is 100 %: lines across are percents. */
static inline bool chart_is_whole(const struct chart_data *chart)
{
    return chart->stacked.value.word > 1;
}

struct bound_data {
    const struct expr *at;
    struct setting label;
};
struct class_data {
    const struct expr *from;
    struct setting axis, label, levels;
};
struct chart_caption_data {
    struct setting style, numbering, id;
};

/* A text of the chart. */
struct chart_label {
    struct str text;
    struct chart_figure figure;
};
struct chart_cell {
    const struct number *value; /* NULL: missing */
    const struct number *drawn; /* the same in the unit that is printed */
    struct chart_label printed;
};
/* A line, or the lower bound of a class. */
struct chart_edge {
    const struct number *at;
    struct str label, levels;
    struct place place;
};
struct chart_edges {
    struct chart_edge *items;
    size_t count, capacity;
};

struct chart_build {
    const struct chart_data *data;
    struct chart chart; /* being filled */
    struct place place;
    struct chart_label *labels;
    struct chart_cell *cells; /* point by point */
    struct str *names;        /* of the series */
    size_t point_count, label_capacity, cell_count, cell_capacity, series_count, name_capacity;
    size_t filled;       /* series of the point that is being read */
    struct place origin; /* of the value read last */
    struct chart_edges lines, across, upward;
    struct blocks caption;
    struct str across_title, upward_title, none, title, unit;
    bool noted; /* printed parts do not add up, and that is said below */
};
static inline const struct chart_cell *chart_cell_at(const struct chart_build *build, size_t point,
                                                     size_t series)
{
    return &build->cells[point * build->series_count + series];
}

instr_run run_chart, run_bound, run_class, run_chart_caption; /* run_chart.c */

/* What was just printed: its text without the marks of a draft, and what that says of it. */
enum status chart_label_take(struct run *run, struct place place, struct chart_label *ret_label) CHECKED;

/* More behind it; what it shows stays where it is. */
enum status chart_label_append(struct run *run, struct chart_label *label, struct str more) CHECKED;
/* Does it end with a digit, so that a unit may follow? */
static inline bool chart_label_is_bare(const struct chart_label *label)
{
    const struct str text = label->text;
    return text.len > 0 && text.ptr[text.len - 1] >= '0' && text.ptr[text.len - 1] <= '9';
}

/* --- chart_sums.c --- */

/* The cells from..to against the whole that `total` says, seen from `scope`. */
enum status chart_prove(struct run *run, struct chart_build *build, size_t from, size_t to,
                        struct record *scope) CHECKED;
/* The share of each part, appended to what is printed. */
enum status chart_add_shares(struct run *run, struct chart_build *build, int64_t decimals) CHECKED;

/* --- chart_numbers.c --- */

/* A number of the axis where the series stands, in the unit that is printed; NULL: of shares, as it is. */
enum status chart_axis_number(struct run *run, const struct series_data *series, const struct expr *expr,
                              struct record *scope, const struct number **ret_number) CHECKED;
/* Series, lines, classes and ends of the chart; when all points are read. */
enum status chart_scale(struct run *run, struct chart_build *build, struct record *scope) CHECKED;
/* Of a matrix; others have no classes. */
enum status chart_levels(struct run *run, struct chart_build *build) CHECKED;

/* --- chart_words.c --- */

/* What stands before its caption, and behind that. */
enum status chart_words(struct run *run, const struct chart_build *build, struct echo *ret_echo) CHECKED;

#endif
