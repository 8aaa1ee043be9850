/* The fonts of Debian, loaded once for the tests of a program: what every test gets as its state. */
#ifndef CHENGWEN_TESTS_FONT_FIXTURE_H
#define CHENGWEN_TESTS_FONT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "font/real_roles.h"

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct font_set *set;
};

static int setup(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new(0);
    fixture.diag = diag_new(fixture.arena);
    *state = &fixture;
    enum status status = font_set_load(fixture.diag, &real_request, &fixture.set);
    struct buf text = BUF(1 << 20);
    diag_print(fixture.diag, &text);
    print_message("%s", text.len > 0 ? text.ptr : "");
    buf_clear(&text);
    return status == OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    font_set_free(fixture->set);
    arena_free(fixture->arena);
    return 0;
}

#endif
