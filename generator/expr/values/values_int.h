/* expr/values, inside: numbers of machine words (fraction.c), for number.c. */
#ifndef CHENGWEN_EXPR_VALUES_INT_H
#define CHENGWEN_EXPR_VALUES_INT_H

#include "expr/values/values.h"

struct fraction {
    int64_t num, den; /* den > 0, num not the least there is */
};

bool power_of_ten(int exponent, int64_t *ret_power); /* false: it is no machine word */
struct fraction fraction_reduced(struct fraction f);
/* Not reduced.  false: a step is more than words can hold.  Nothing is divided by zero. */
bool fraction_apply(enum number_op op, struct fraction a, struct fraction b, struct fraction *ret);
bool fraction_round(struct fraction f, int digits, enum number_rounding how, struct fraction *ret);
int fraction_decimals(struct fraction f); /* -1: the decimal does not end */

#endif
