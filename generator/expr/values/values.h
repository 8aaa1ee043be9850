/*
 * The door of the wing values: numbers, dates, numerals, units.  What other rooms may use of it stands in expr.h;
 * here is what only expr does.
 *
 *   number.c    exact numbers;  date.c  calendar;  unit_words.c  units and counters
 *   numeral.c   numbers -> Chinese numerals, 大写;  numeral_read.c  大写 -> numbers
 */
#ifndef CHENGWEN_EXPR_VALUES_H
#define CHENGWEN_EXPR_VALUES_H

#include "expr/expr_int.h"

/* false: the result is outside the years 1000 to 9999. */
bool date_add_months(struct date d, int64_t months, struct date *ret_date);
bool date_add_days(struct date d, int64_t days, struct date *ret_date);
/* Whole months of from..to, last day included; to is not before from. */
int64_t date_full_months(struct date from, struct date to);
/* The last day of a term of so many whole months, from 1: the first for which date_full_months gives them.  false: as above. */
bool date_term_end(struct date from, int64_t months, struct date *ret_end);
/* Whole years at that day, which is not before: one more on the birthday, of 02-29 in other years on 02-28. */
int64_t date_age(struct date born, struct date at);
int date_weekday(int64_t days); /* of date_days: 0 is Monday */
bool date_is_weekend(int64_t days);

#endif
