/*
 * plan: PLAN.xml -> the runs that it names, each as the command line that somebody would have typed.
 *
 * Attributes of <run> are the options of `build`, so that a plan can say all that a command line can, and nothing else.
 * {year} {quarter} {month} {before-…} {year-ago} {date} stand for the period of the run, which follows from the date (README.md, 8).
 */
#ifndef CHENGWEN_PLAN_H
#define CHENGWEN_PLAN_H

#include "base/base.h"
#include "expr/expr.h"

enum { PLAN_MAX_RUNS = 1000, PLAN_MAX_ARGUMENTS = 20000 };

struct plan_run {
    const char *name;
    struct place place;
    char **arguments; /* "build", options, files: `count` of them */
    int count;
};

struct plan {
    struct plan_run *runs;
    size_t count;
};

/* `date`: year 0: none is given; a plan that needs one is refused.  FAILED, reported: all that is wrong with it. */
enum status plan_read(struct arena *arena, struct diag *diag, const char *path, struct date date,
                      struct plan *ret_plan) CHECKED;

#endif
