/*
 * Calls of the system that fail a few times, for tests of what is done then: faulty_next_readdir(2, EIO) has the next two fail.
 * The C library's own are called else.  Include it once a room, and name the calls (FAULTY) that it uses; `faults` does
 * it to the whole program.
 */
#ifndef TESTS_FAULTY_H
#define TESTS_FAULTY_H

#include <dlfcn.h>
#include <errno.h>

/* `failure`: what it gives then. */
#define FAULTY(type, failure, name, parameters, arguments)                                                   \
    static struct {                                                                                          \
        int times, reason;                                                                                   \
    } faulty_##name;                                                                                         \
    static void faulty_next_##name(int times, int reason)                                                    \
    {                                                                                                        \
        faulty_##name.times = times;                                                                         \
        faulty_##name.reason = reason;                                                                       \
    }                                                                                                        \
    type name parameters                                                                                     \
    {                                                                                                        \
        if (faulty_##name.times > 0) {                                                                       \
            faulty_##name.times--;                                                                           \
            errno = faulty_##name.reason;                                                                    \
            return failure;                                                                                  \
        }                                                                                                    \
        __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name);                                \
        return real arguments;                                                                               \
    }

#endif
