/* Formulas and patterns, a line each, in the small kind of tests/expr: compiled, evaluated, printed; each fault is told, and told alike the
 * second time. */
#include "expr/world.h"
#include "fuzz/fuzz.h"

void harness_start(void)
{
}

/* What comes of a line: its value or its messages. */
static void take(struct world *world, struct str line, bool pattern, struct buf *out)
{
    const struct expr *expr = NULL;
    const struct pattern *compiled = NULL;
    struct value value;
    enum status status;
    if (pattern) {
        status = pattern_compile(world->arena, world->diag,
                                 (struct pattern_source){.text = line, .place = source_place}, world->root,
                                 &compiled);
        if (status == OK)
            status = pattern_eval(compiled, &world->eval, world->record, out);
    } else {
        status = expr_compile(world->arena, world->diag, line, source_place, world->root, &expr);
        if (status == OK)
            status = expr_eval(expr, &world->eval, world->record, &value);
        if (status == OK) {
            fuzz_demand(value.kind == expr_type(expr).kind, "a value of another type than was said");
            if (value.kind != TYPE_LIST && value.kind != TYPE_RECORD && value.kind != TYPE_YESNO &&
                value.kind != TYPE_PROSE)
                status = value_print(&value, &world->eval, source_place, out);
        }
    }
    fuzz_demand_told(status, world->diag);
    diag_print(world->diag, out);
}

static void try_line(struct str line, bool pattern)
{
    struct buf said[2] = {BUF(1 << 24), BUF(1 << 24)};
    for (int i = 0; i < 2; i++) {
        void *state;
        world_setup(&state);
        take(state, line, pattern, &said[i]);
        world_teardown(&state);
    }
    fuzz_demand_utf8("what is printed", buf_str(&said[0]));
    fuzz_demand_same("what is printed", buf_str(&said[0]), buf_str(&said[1]));
    buf_clear(&said[0]);
    buf_clear(&said[1]);
}

void harness_try(struct str input)
{
    enum { LINES = 4 };
    struct str line, rest = input;
    for (size_t at = 0; at < input.len;) { /* a formula was proved to be UTF-8 by the reader */
        uint32_t code;
        size_t size = utf8_decode(input, at, &code);
        if (size == 0 || code == 0)
            return;
        at += size;
    }
    for (int i = 0; i < LINES && fuzz_line_next(&rest, &line); i++) {
        try_line(line, false);
        try_line(line, true);
    }
}
