/* Between text_fit.c, the breaks of a stretch, and text_shape.c, those of titles. */
#ifndef CHENGWEN_TEXT_FIT_H
#define CHENGWEN_TEXT_FIT_H

#include "text/text_int.h"

/* Sums up to a place; what a line measures is the difference of where it ends and where it begins. */
struct text_side {
    length natural, shrink, stretch, stretch_other;
    uint32_t letters;
};

struct text_point {
    size_t at; /* a line would begin with this atom */
    size_t previous;
    struct text_cost cost;       /* of the best way here, whose last line begins at point `previous` */
    struct text_side begin, end; /* of the lines that begin, that end here */
    size_t plain;                /* those to here that begin before atom `plain` measure the difference */
    length hyphen;               /* at the end */
};

struct text_points {
    struct text_point *items;
    size_t count;
};

bool text_fit_holds(const struct text_fit *fit, size_t from, size_t to); /* [from, to) is not too long */

/* text_shape.c: the ways of a title, all pieces between the points fit; false: no shape can be had. */
bool text_shape_set(const struct text_fit *fit, struct text_points *points);

#endif
