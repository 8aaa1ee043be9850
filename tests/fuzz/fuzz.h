/*
 * fuzz: what the harnesses share.  A harness is harness_start, called once, and harness_try, called for each input: it does
 * with it what a user could, and demands what must always hold.  With clang libFuzzer calls it (./dev fuzz), with
 * gcc replay.c (./dev test).  How inputs are changed says the mutator that CMakeLists.txt names for the harness.
 */
#ifndef CHENGWEN_TESTS_FUZZ_H
#define CHENGWEN_TESTS_FUZZ_H

#include "base/base.h"

void harness_start(void);
void harness_try(struct str input);

/* --- what must hold --- */

/* Says what did not hold and ends the process as a crash. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
#define fuzz_demand(holds, ...) ((holds) ? (void)0 : fuzz_fail(__VA_ARGS__))
void fuzz_demand_utf8(const char *what, struct str text);
/* A failure has an error among its messages, and all else has none; messages are valid UTF-8. */
void fuzz_demand_told(enum status status, const struct diag *diag);
/* The same of messages as they are printed. */
void fuzz_demand_told_text(enum status status, struct str messages);
void fuzz_demand_same(const char *what, struct str first, struct str second);

/* --- inputs of several files: each begins behind a line "--- NAME", what stands before the first is none --- */

struct fuzz_part {
    struct str name, bytes;
};
bool fuzz_part_next(struct str *rest, struct fuzz_part *ret_part);
bool fuzz_line_next(struct str *rest, struct str *ret_line); /* false: nothing is left */

/* --- a choice that hangs on the input alone, so that a find is found again --- */

uint32_t fuzz_choice(struct str input, uint32_t limit);

/* --- a folder of this process's own; names are paths in it, and live until the next fuzz_path --- */

const char *fuzz_path(const char *name);
void fuzz_write(const char *name, struct str bytes); /* with the folders above it */
/* false: there is none.  Memory of the arena. */
bool fuzz_read(struct arena *arena, const char *name, struct str *ret_bytes);
void fuzz_empty(const char *name);   /* removes what is in the folder, and it; none is fine */
size_t fuzz_count(const char *name); /* files and folders in it */

/* --- what libFuzzer calls, and calls of it --- */

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *first, size_t first_size, const uint8_t *second,
                                 size_t second_size, uint8_t *out, size_t max_size, unsigned seed);

#endif
