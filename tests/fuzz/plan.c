/* Plans, with a date and without: all that is wrong is told; what is right are command lines in UTF-8, the same twice. */
#include "fuzz/fuzz.h"
#include "plan/plan.h"

enum { ROOM = 1 << 24 };

void harness_start(void)
{
}

static void read_once(const char *path, struct date date, struct buf *out)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct plan plan = {.count = 0};
    enum status status = plan_read(arena, diag, path, date, &plan);
    fuzz_demand_told(status, diag);
    diag_print(diag, out);
    for (size_t i = 0; status == OK && i < plan.count; i++) {
        const struct plan_run *run = &plan.runs[i];
        fuzz_demand(run->count > 0 && run->count <= PLAN_MAX_ARGUMENTS, "a run of %d arguments", run->count);
        buf_add_text(out, run->name);
        for (int k = 0; k < run->count; k++) {
            buf_add_char(out, '\t');
            buf_add_text(out, run->arguments[k]);
        }
        buf_add_char(out, '\n');
    }
    fuzz_demand_utf8("a plan's runs", buf_str(out));
    arena_free(arena);
}

void harness_try(struct str input)
{
    struct buf first = BUF(ROOM), second = BUF(ROOM);
    const struct date date = fuzz_choice(input, 4) == 0 ? (struct date){0} : (struct date){2024, 2, 29};
    fuzz_write("plan.xml", input);
    const char *path = fuzz_path("plan.xml");
    read_once(path, date, &first);
    read_once(path, date, &second);
    fuzz_demand_same("the runs", buf_str(&first), buf_str(&second));
    buf_clear(&first);
    buf_clear(&second);
}
