/*
 * For tests in which the first, the second, the third … allocation fails, until none does:
 *
 *     bool struck = true;
 *     for (uint64_t n = 1; struck; n++) {
 *         base_fail_allocation(n);
 *         struck = memory_struck(attempt());
 *     }
 */
#ifndef CHENGWEN_TESTS_FAILING_H
#define CHENGWEN_TESTS_FAILING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

/* The attempt is over, with this status: did the fault strike?  Then the attempt says so, else all is well.
 */
static inline bool memory_struck(enum status status)
{
    bool struck = base_allocation_failed();
    base_fail_allocation(0);
    assert_int_equal(status, struck ? NO_MEMORY : OK);
    return struck;
}

#endif
