/*
 * chart: numbers → a drawing of paths and texts.
 *
 * Nothing here knows fonts, pages or fields: whoever asks says how wide a text is, and paints what comes back.
 * Lengths are 1/1000 pt, from the upper left corner of the chart's box, y down.  Whole numbers throughout: the
 * same chart gives the same drawing on every machine (angles by a table, not by libm).
 *
 * What a drawing keeps: no text meets another or leaves the box; each value stands within 0.05 pt of its place;
 * round numbers at the axis (1, 2, 2.5, 5 × 10ⁿ), zero shown or the axis visibly broken; what is told apart by
 * colour is told apart without it too (lightness, hatching, marks, dashes).
 */
#ifndef CHENGWEN_CHART_H
#define CHENGWEN_CHART_H

#include "base/base.h"

enum chart_kind {
    CHART_COLUMN, /* upright bars */
    CHART_BAR,    /* lying bars, the first at the top */
    CHART_LINE,
    CHART_PIE,
    CHART_RING,
    CHART_RADAR,
    CHART_MATRIX /* points in a grid of classes: values of the first series across, of the second upward */
};

enum {
    CHART_MAX_POINTS = 60,
    CHART_MAX_SERIES = 8,
    CHART_MAX_DECIMALS = 6,
    CHART_MAX_LABELS =
        100 /* of a LINE, values that are printed: of more nobody would find what each belongs to */
};

struct chart_value {
    bool missing;       /* nothing is drawn; a line is interrupted; the label says so */
    int64_t value;      /* in units of 10^-decimals of the chart */
    struct str printed; /* its label, as a table prints it */
};

struct chart_series {
    struct str name;                  /* for the legend; empty only if it is the only one */
    const struct chart_value *values; /* point_count of them */
};

/* A mark on the axis of values, or a class of a matrix. */
struct chart_bound {
    int64_t value;
    struct str label; /* empty: none */
};

/* How wide a text of this size is on one line; heights are 0.88 and 0.12 of the size. */
struct chart_ruler {
    length (*width)(void *context, struct str text, length size);
    /* Where a text may end a line at best, at most `room` wide: bytes of its first line, at least one character. */
    size_t (*first_line)(void *context, struct str text, length size, length room);
    void *context;
};

struct chart {
    enum chart_kind kind;
    bool stacked;  /* COLUMN, BAR: series upon each other; negative values below zero */
    bool whole;    /* each point is 100 %, values are shares of its sum; lines across are percents */
    bool labelled; /* values are printed at their places; not of a MATRIX, whose classes stand at its sides */
    bool from_zero; /* else the axis may begin elsewhere, and is drawn broken, where the values need it */
    bool grouped;   /* numbers at the axis have a comma every three digits, as printed values have them */
    int decimals;
    const struct str *labels; /* of the points */
    /* At least 1 of each; PIE, RING: one series; MATRIX: two; RADAR: 3 to 12 points. */
    size_t point_count, series_count;
    const struct chart_series *series;
    struct str unit; /* stands at the axis, or behind the legend; empty: none */
    bool has_least, has_most;
    int64_t least, most;             /* ends of the axis of values, where the author says so; not of shares */
    const struct chart_bound *lines; /* lines across at a value: a target, a bound of a grade */
    size_t line_count;
    /* MATRIX: classes across and upward by their lower bounds, ascending, at least one; the last is open, or ends with
     * `most`.  All fields are equally large; in a class of n values (n × 10^-decimals wide) the k-th stands at
     * (k − ½) / n.  `level` says for each field of the grid how serious it is, 0…4, row by row from the lowest. */
    const struct chart_bound *across, *upward;
    size_t across_count, upward_count;
    const uint8_t *level;
    struct str across_title, upward_title;
    length width, height; /* of the box */
    length
        size; /* of its letters; what does not fit is tried at ¾ of it before it is refused, 64 figures in a line or radar at once */
};

/* A curve (Bezier) is two steps of BEND, its control points, and one of CURVE, its end; CLOSE has no place. */
enum chart_step { CHART_MOVE, CHART_TO, CHART_BEND, CHART_CURVE, CHART_CLOSE };
struct chart_point {
    length x, y;
};
struct chart_segment {
    enum chart_step step;
    struct chart_point to;
};

struct chart_path {
    struct chart_segment *segments;
    size_t segment_count;
    bool filled;
    uint32_t fill, pen; /* 0xRRGGBB */
    length stroke;      /* 0: none */
    /* What it shows, for who reads a drawing back (tests): a value's place, of a mark the middle of its box; -1:
     * nothing. */
    int series, point;
};

struct chart_text {
    struct str text; /* one line */
    length x, y;     /* of its baseline's beginning */
    length size, width;
    uint32_t color;
    bool upright; /* turned 90° counter-clockwise round (x, y) */
    /* Both: a value; series -1: a point's label; point -1: a series' name; -1, -1: any other text. */
    int series, point;
};

struct chart_drawing {
    struct chart_path *paths; /* in the order of painting; texts over them */
    size_t path_count;
    struct chart_text *texts; /* in reading order */
    size_t text_count;
    length size; /* of letters as drawn */
};

/* Why there is no drawing. */
enum chart_fault {
    CHART_DRAWN,
    /* `at`: what does not fit, if it is a text; `need`: about how wide or high the box would have to be; 0: not known. */
    CHART_TOO_SMALL,
    CHART_NEGATIVE, /* pie, ring, 100 %: a negative part; `series`, `point` */
    CHART_NOTHING,  /* pie, ring, 100 %: all parts are 0; 100 %: those of `point` */
    /* A value beyond least or most, or outside the classes of a matrix; `series`, `point`.  Series -1: the line `point`,
     * called `at`; point -1: least is not below most. */
    CHART_OUTSIDE
};

struct chart_problem {
    enum chart_fault fault;
    int series, point;
    struct str at;
    length need_width, need_height;
};

/* In the arena.  FAILED: no memory (said), or a fault, in *ret_problem, for the caller to say. */
enum status chart_draw(struct arena *arena, const struct chart *chart, const struct chart_ruler *ruler,
                       struct chart_drawing *ret_drawing, struct chart_problem *ret_problem) CHECKED;

#endif
