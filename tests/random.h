/* For tests: numbers by chance, the same on every machine. */
#ifndef CHENGWEN_TESTS_RANDOM_H
#define CHENGWEN_TESTS_RANDOM_H

#include <stdint.h>

static uint64_t random_seed = 20260802; /* a test may set it */

/* 31 bits. */
static inline uint64_t random_next(void)
{
    random_seed = random_seed * 6364136223846793005u + 1442695040888963407u;
    return random_seed >> 33;
}

static inline int random_below(int limit)
{
    return (int)(random_next() % (uint64_t)limit);
}

#endif
