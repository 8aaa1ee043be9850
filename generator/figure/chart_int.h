/*
 * Inside the drawing of charts.
 *
 *   chart.c            what cannot be drawn at all; the sizes tried; which kind draws
 *   chart_pad.c        what is drawn on: paths, texts, and whether anything went wrong
 *   chart_angle.c      sine and cosine, square roots, arcs
 *   chart_ink.c        what tells one series from another: fill, hatching, dashes, mark
 *   chart_words.c      texts in lines; a row of numbers or periods
 *   chart_header.c     unit and legend
 *   chart_scale.c      numbers → places: round ends and steps, a break
 *   chart_frame.c      the frame of columns, bars and lines: how much room each of its parts gets
 *   chart_labels.c     the labels of the points along it
 *   chart_axes.c       the frame, drawn: axes, grid, what stands at them, lines across
 *   chart_place.c      labels that look for a free place; labels in a row that give way to each other
 *   chart_cells.c      what such labels may come upon, by the cells of a grid
 *   chart_bars.c, chart_parts.c    columns and bars; labels of parts of stacked ones
 *   chart_line.c, chart_pie.c, chart_slices.c, chart_radar.c, chart_matrix.c
 *                      the other kinds; chart_slices.c: labels around a pie
 *
 * Room for each part is found first, then all is drawn once; what does not fit is told by chart_too_small and
 * ends the attempt.  A pad keeps the first thing that went wrong, and takes nothing more.
 */
#ifndef CHENGWEN_CHART_INT_H
#define CHENGWEN_CHART_INT_H

#include "figure/chart.h"

typedef __int128 chart_wide; /* sums of 60 int64, times a length */

struct chart_box {
    length left, top, right, bottom;
};

static inline length chart_least(length a, length b)
{
    return a < b ? a : b;
}

/* --- pad --- */

struct chart_pad {
    struct arena *arena;
    const struct chart *chart;
    const struct chart_ruler *ruler;
    struct chart_problem *problem;
    length size; /* of letters, in this attempt */
    enum status status;
    struct chart_segment *segments;
    size_t segment_count, segment_capacity;
    struct chart_path *paths; /* their segments stand one after another in `segments` */
    size_t path_count, path_capacity;
    struct chart_text *texts;
    size_t text_count, text_capacity;
};

static inline bool chart_well(const struct chart_pad *pad)
{
    return pad->status == OK;
}
void *chart_array(struct chart_pad *pad, size_t count, size_t size); /* zeroed; NULL: the pad says so */
#define CHART_ARRAY(pad, count, type) ((type *)chart_array((pad), (count), sizeof(type)))
void chart_fail(struct chart_pad *pad, enum chart_fault fault, int series, int point);
/* Needs: 0, where not known. */
void chart_too_small(struct chart_pad *pad, struct str at, length need_width, length need_height);
void chart_finish(const struct chart_pad *pad, struct chart_drawing *ret_drawing);

enum {
    CHART_DARK = 0x333333, /* texts, axes, outlines */
    CHART_GREY = 0xCCCCCC, /* the grid */
    CHART_MILD = 0x777777, /* leaders */
    CHART_WHITE = 0xFFFFFF,
    CHART_ALERT = 0x9C2B2B, /* lines across */
    CHART_HAIR = 250,
    CHART_THIN = 500
};
#define CHART_GAP ((length)3000) /* between a text and what it belongs to */
#define CHART_TIGHT                                                                                          \
    (LENGTH_POINT / 8) /* between upright texts side by side, whose letters have white of their own */
static inline struct chart_path chart_pen(uint32_t pen, length stroke)
{
    return (struct chart_path){.pen = pen, .stroke = stroke, .series = -1, .point = -1};
}
static inline struct chart_path chart_fill(uint32_t fill)
{
    return (struct chart_path){.filled = true, .fill = fill, .series = -1, .point = -1};
}
void chart_begin(struct chart_pad *pad, struct chart_path path);
void chart_move(struct chart_pad *pad, length x, length y);
void chart_to(struct chart_pad *pad, length x, length y);
void chart_curve(struct chart_pad *pad, const struct chart_point to[3]);
void chart_close(struct chart_pad *pad);
void chart_rect(struct chart_pad *pad, struct chart_path path, struct chart_box box);
void chart_rule(struct chart_pad *pad, struct chart_path path, struct chart_point from,
                struct chart_point to);
void chart_polygon(struct chart_pad *pad, struct chart_path path, const struct chart_point *points,
                   size_t count);

/* The pad adds the size.  A text's box goes from 0.88 of it above the baseline to 0.12 below. */
void chart_say(struct chart_pad *pad, struct chart_text text);
struct chart_box chart_text_box(const struct chart_text *text);

/* --- angles: millionths of a degree, from 12 o'clock, clockwise --- */

enum { CHART_CIRCLE = 360000000, CHART_SINE_ONE = 1000000000 };
int64_t chart_sine(int64_t angle); /* in billionths */
static inline int64_t chart_cosine(int64_t angle)
{
    return chart_sine(angle + CHART_CIRCLE / 4);
}
length chart_round(chart_wide value, chart_wide by); /* the quotient, rounded; by > 0 */
length chart_root(chart_wide square);                /* rounded down */
length chart_distance(struct chart_point a, struct chart_point b);
struct chart_point chart_around(struct chart_point center, length radius, int64_t angle);
/* The path goes on from where `from` is to `to`, either way round. */
void chart_arc(struct chart_pad *pad, struct chart_point center, length radius, int64_t from, int64_t to);
void chart_circle(struct chart_pad *pad, struct chart_path path, struct chart_point center, length radius);

/* --- inks --- */

enum chart_hatching { CHART_PLAIN, CHART_RISING, CHART_FALLING, CHART_LYING, CHART_UPRIGHT };
struct chart_ink {
    uint32_t fill, hatch, pen; /* of surfaces, of their hatching, of lines */
    enum chart_hatching hatching;
    length spacing;
    length dashes[5]; /* on, off, …; ends with 0; none: solid */
};
const struct chart_ink *chart_ink_of(size_t index);
/* Hatching of a surface, in straight edges; what it is of is told by `path`. */
void chart_hatch(struct chart_pad *pad, const struct chart_ink *ink, const struct chart_point *edges,
                 size_t count);
/* A rectangle, hatched and outlined; path.series, path.point as given. */
void chart_surface(struct chart_pad *pad, const struct chart_ink *ink, struct chart_box box, int series,
                   int point);
void chart_dashed(struct chart_pad *pad, struct chart_path path, const length *dashes,
                  const struct chart_point *points, size_t count);
/* A sign whose box has its middle at `at`. */
void chart_mark(struct chart_pad *pad, size_t index, struct chart_point at, int series, int point);
static inline length chart_mark_radius(const struct chart_pad *pad)
{
    return pad->size / 4;
}

/* --- words --- */

enum { CHART_LINES = 6 };
struct chart_lines {
    struct str line[CHART_LINES];
    length width[CHART_LINES], widest;
    size_t count; /* 0: no text */
};
static inline length chart_pitch(const struct chart_pad *pad) /* from baseline to baseline */
{
    return pad->size * 6 / 5;
}
static inline length chart_lines_height(const struct chart_pad *pad, size_t count)
{
    return count == 0 ? 0 : (length)(count - 1) * chart_pitch(pad) + pad->size;
}
length chart_width(const struct chart_pad *pad, struct str text);
/* In lines of at most `room`, at most `most` of them; of those, as equal as they come.  false: it does not fit. */
bool chart_wrap(struct chart_pad *pad, struct str text, length room, size_t most,
                struct chart_lines *ret_lines);
enum chart_side { CHART_BEGIN, CHART_MIDDLE, CHART_END };
/* Lines from `top` down; `x` is their beginning, middle or end. */
void chart_say_lines(struct chart_pad *pad, const struct chart_lines *lines, enum chart_side side,
                     struct chart_point top, struct chart_text like);
static inline struct chart_text chart_plain(int series, int point)
{
    return (struct chart_text){.color = CHART_DARK, .series = series, .point = point};
}
/* The texts are alike but for figures, and these go up by equal steps: years, months, numbers. */
bool chart_is_row(const struct str *texts, size_t count);

/* --- header --- */

/* Unit and legend from the box's top; ret_bottom: where the rest may begin. */
void chart_header(struct chart_pad *pad, bool legend, length *ret_bottom);

/* --- scale --- */

enum { CHART_TICK_MAX = 48 /* bytes */, CHART_TICKS = 16 };
struct chart_scale {
    chart_wide low, high, step, most; /* most: the highest value; 100 % */
    length from, to;                  /* places of low and high */
    length zero;                      /* place of 0, or of the axis behind a break */
    int broken;                       /* -1: below low (all above 0), 1: above high, 0: not */
    int decimals, shown;              /* of values; of them at the axis */
    bool percent, grouped;
};
/* The sum of a point's parts, of those above (sign 1) or below (-1) zero, or all (0). */
chart_wide chart_sum(const struct chart *chart, size_t point, int sign);
static inline bool chart_is_stacked(const struct chart *chart)
{
    return (chart->stacked || chart->whole) && (chart->kind == CHART_COLUMN || chart->kind == CHART_BAR);
}
/* At most about `want` steps; places are still to be given. */
void chart_scale_choose(const struct chart *chart, int want, struct chart_scale *ret_scale);
/* gap: of a break; inset: what must be free beyond the highest value. */
void chart_scale_put(struct chart_scale *scale, length from, length to, length gap, length inset);
length chart_scale_at(const struct chart_scale *scale, chart_wide value);
/* What stands at the axis, at least two values: whole steps, or the ends, where they hold none. */
size_t chart_scale_ticks(const struct chart_scale *scale, chart_wide ticks[CHART_TICKS]);
length chart_scale_apart(const struct chart_scale *scale); /* the least distance of two */
length chart_scale_width(const struct chart_pad *pad, const struct chart_scale *scale); /* of the widest */
struct str chart_scale_text(struct chart_pad *pad, const struct chart_scale *scale, chart_wide value);

/* --- frame --- */

enum chart_label_mode { CHART_LABELS_FLAT, CHART_LABELS_ROW /* thinned out */, CHART_LABELS_TURNED };
struct chart_note { /* beside the frame: a line across, or a series */
    struct chart_lines lines;
    struct str text;
    int series, line;     /* whichever it is; the other -1 */
    length wanted, place; /* where it belongs, where it stands: the middle */
    size_t row;
};
struct chart_frame {
    bool lying;
    bool quiet;                   /* values are printed at their places: no grid */
    bool named;                   /* series are named beside their ends, not in a legend */
    length top;                   /* below the header */
    length inset_low, inset_high; /* room for labels beyond the values */
    struct chart_box plot;
    struct chart_scale scale;
    enum chart_label_mode mode;
    size_t every;               /* of the labels, one of so many is shown */
    length margin;              /* at the right of the frame */
    struct chart_lines *labels; /* of points */
    length label_extent;        /* their height below, or width beside */
    struct chart_note *notes;
    size_t note_count, note_rows;
    length note_width;
};
/* top, insets, lying, quiet, named are given. */
void chart_frame_lay(struct chart_pad *pad, struct chart_frame *frame);
length chart_frame_slot(const struct chart_frame *frame, size_t count); /* rounded down */
length chart_frame_middle(const struct chart_frame *frame, size_t point, size_t count);
static inline struct chart_point chart_frame_point(const struct chart_frame *frame, length along,
                                                   length value)
{
    return frame->lying ? (struct chart_point){value, along} : (struct chart_point){along, value};
}
/* From `along` ± half, between two values' places. */
struct chart_box chart_frame_box(const struct chart_frame *frame, length along, length half, length a,
                                 length b);
/* Labels of the points; false: they do not fit (told). */
bool chart_labels_below(struct chart_pad *pad, struct chart_frame *frame, length slot, length most);
bool chart_labels_beside(struct chart_pad *pad, struct chart_frame *frame, length row);
void chart_labels_draw(struct chart_pad *pad, const struct chart_frame *frame);
/* Behind the values, over them. */
void chart_axes_behind(struct chart_pad *pad, const struct chart_frame *frame);
void chart_axes_before(struct chart_pad *pad, const struct chart_frame *frame);

/* --- places --- */

/* Middles of things in a row, at least `extent` apart, within low…high, as near as can be to where they want to be.
 * In ascending order.  false: there is no room. */
struct chart_want {
    length wanted, extent, place;
};
bool chart_spread(struct chart_want *wants, size_t count, length low, length high);

struct chart_edge {
    struct chart_point a, b;
};
enum chart_obstacle_kind {
    CHART_TAKEN, /* a text */
    CHART_MARK,  /* what texts had better not hide */
    CHART_EDGE   /* a line that they had better not cross */
};
struct chart_obstacle {
    enum chart_obstacle_kind kind;
    unsigned seen; /* by which look */
    union {
        struct chart_box box;
        struct chart_edge edge;
    };
};
struct chart_obstacle_link {
    unsigned obstacle, next; /* 0: none */
};
/* Where it is white behind a text: nowhere, where it crosses a line, everywhere (there is a grid).  Marks are painted later. */
enum chart_patch { CHART_PATCH_NONE, CHART_PATCH_LINES, CHART_PATCH_ALL };
/* Obstacles are found by the cells that they lie in: a label that looks for a place meets those around it alone. */
struct chart_places {
    struct chart_box bounds; /* of what looks for a place; known before the first obstacle */
    struct chart_obstacle *obstacles;
    size_t obstacle_count, obstacle_capacity;
    struct chart_obstacle_link *links;
    size_t link_count, link_capacity;
    unsigned *cells; /* first links, row by row */
    int cell_bits;   /* one is 2^bits wide and high */
    int wide, high;  /* in cells */
    unsigned looks;
    int cost, found, most; /* of all that found a place, how many, and how many there are to be */
    enum chart_patch patches;
};
void chart_places_take(struct chart_pad *pad, struct chart_places *places, struct chart_box box);
void chart_places_mark(struct chart_pad *pad, struct chart_places *places, struct chart_box box);
void chart_places_edge(struct chart_pad *pad, struct chart_places *places, struct chart_point a,
                       struct chart_point b);
enum { CHART_COST_NEVER = 1 << 20 };
/* What it costs that a text stands there, looked at until it is `most`; that a leader goes through texts. */
int chart_places_cost(struct chart_places *places, const struct chart_box *box, int most);
int chart_places_leader_cost(struct chart_places *places, const struct chart_edge *leader);
bool chart_places_crossed(struct chart_places *places, const struct chart_box *box); /* by a line */
/* A free place for a box as large as this one, as near to `at` as there is room, taken, with a leader; `clear`: of a mark there.
 * false: everything is crowded. */
bool chart_places_find(struct chart_pad *pad, struct chart_places *places, struct chart_point at,
                       length clear, struct chart_box *box);
/* Refuses what nobody could read: most labels far from their marks, or upon lines; as soon as that is so of half of them. */
void chart_places_prove(struct chart_pad *pad, const struct chart_places *places);
/* Lines at such a place. */
void chart_places_write(struct chart_pad *pad, struct chart_places *places, const struct chart_lines *lines,
                        struct chart_point at, length clear, struct chart_text like);

/* --- columns and bars --- */

struct chart_bars {
    struct chart_frame frame;
    length thick; /* of a bar */
    length shift; /* of stacked ones from the middle, for labels beside them */
    bool turned;  /* values printed upwards */
};
struct chart_part { /* from…to: places along the axis of values */
    length along, from, to;
};
struct chart_part chart_bars_part(const struct chart_pad *pad, const struct chart_bars *bars, size_t series,
                                  size_t point);
/* How thick stacked bars are, so that labels have room in them or beside them; those labels. */
void chart_parts_fit(struct chart_pad *pad, struct chart_bars *bars);
void chart_parts_label(struct chart_pad *pad, const struct chart_bars *bars);
/* A text over what is drawn: on a patch of `back` where `patch`, or where a line crosses it. */
void chart_say_over(struct chart_pad *pad, const struct chart_frame *frame, struct chart_text text,
                    uint32_t back, bool patch);
static inline bool chart_is_dark(uint32_t color)
{
    return (color >> 16) + (color >> 8 & 0xFF) + (color & 0xFF) < 3 * 0x80;
}

/* --- pies --- */

struct chart_slice {
    int64_t from, to, angle; /* of its ends, of its label's leader */
    struct chart_lines name;
    struct str printed; /* behind the name's last line, or below it */
    length printed_width, width, height;
    bool below;
    length place; /* of the label's middle */
};
struct chart_pie {
    struct chart_point center;
    length radius, hole, top; /* top: where labels may begin */
    int64_t start;            /* where the first slice begins */
    struct chart_slice *slices;
};
/* The largest pie that leaves room for its labels; then those, with leaders. */
void chart_slices_fit(struct chart_pad *pad, struct chart_pie *pie);
void chart_slices_label(struct chart_pad *pad, const struct chart_pie *pie);

/* --- kinds --- */

void chart_draw_bars(struct chart_pad *pad);
void chart_draw_line(struct chart_pad *pad);
void chart_draw_pie(struct chart_pad *pad);
void chart_draw_radar(struct chart_pad *pad);
void chart_draw_matrix(struct chart_pad *pad);

#endif
