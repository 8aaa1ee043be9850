/*
 * The program as a library: a press is a run of batch with the options of a command line; each call makes one description.
 */
#include "cli/cli.h"
#include "embed/embed_int.h"
#include "embed/messages.def"

enum { MOST_MESSAGES = 16 << 20 };

struct chengwen {
    struct arena *arena; /* the options' texts */
    struct batch *batch;
};

static const struct place NOWHERE = {"libchengwen", 0, 0};

const char *chengwen_version(void)
{
    return CHENGWEN_VERSION;
}

static enum chengwen_status status_of(enum status status)
{
    return status == OK ? CHENGWEN_OK : status == FAILED ? CHENGWEN_FAILED : CHENGWEN_SYSTEM;
}

/* Ends a call: a result that could not be made whole is none, for whoever reads it would miss something. */
static enum chengwen_status give(struct embed_result *result, bool whole, enum chengwen_status status,
                                 struct chengwen_result **ret_result)
{
    if (!whole) {
        chengwen_result_free(&result->shown);
        *ret_result = NULL;
        return CHENGWEN_SYSTEM;
    }
    result->shown.status = status;
    *ret_result = &result->shown;
    return status;
}

/* No thread, no memory: said in a result, where there is memory for that. */
static bool tell_system(struct embed_result *result, const struct message *code)
{
    struct diag *diag = diag_new(result->arena);
    struct buf lines = BUF(MOST_MESSAGES), notes = BUF(MOST_MESSAGES);
    if (diag == NULL || diag_report_plain(diag, code, NOWHERE) == OK)
        return false;
    diag_print(diag, &lines);
    diag_print_json(diag, &notes);
    const bool good = buf_status(&lines) == OK && buf_status(&notes) == OK &&
                      embed_result_tell(result, buf_str(&lines), buf_str(&notes));
    buf_clear(&lines);
    buf_clear(&notes);
    return good;
}

/* --- open, close --- */

struct opening {
    const char *const *options;
    size_t count;
    struct chengwen *press;
    struct buf lines, notes;
    enum chengwen_status status;
};

/* OK: the options' texts are in the press. */
static enum chengwen_status read_options(struct opening *opening, struct batch_options *ret_options)
{
    struct arena *arena = opening->press->arena;
    struct diag *diag = diag_new(arena);
    if (diag == NULL)
        return CHENGWEN_SYSTEM;
    enum status status = cli_read_options(arena, diag, opening->options, opening->count, ret_options);
    diag_print(diag, &opening->lines);
    diag_print_json(diag, &opening->notes);
    return status == FAILED ? CHENGWEN_USAGE : status_of(status);
}

static void open_press(void *what)
{
    struct opening *opening = what;
    struct batch_options options;
    opening->status = read_options(opening, &options);
    if (opening->status != CHENGWEN_OK)
        return;
    options.notes = &opening->notes;
    enum status status = batch_open(&options, &opening->lines, &opening->press->batch);
    opening->status = status == OK ? CHENGWEN_OK : CHENGWEN_SYSTEM;
}

static struct chengwen *press_new(void)
{
    struct arena *arena = arena_new(0);
    struct chengwen *press = arena != NULL ? ARENA_NEW(arena, struct chengwen) : NULL;
    if (press == NULL) {
        arena_free(arena);
        return NULL;
    }
    *press = (struct chengwen){.arena = arena};
    return press;
}

enum chengwen_status chengwen_open(const char *const *options, size_t count, struct chengwen **ret_press,
                                   struct chengwen_result **ret_result)
{
    struct embed_result *result = embed_result_new();
    struct opening opening = {.options = options,
                              .count = count,
                              .press = press_new(),
                              .lines = BUF(MOST_MESSAGES),
                              .notes = BUF(MOST_MESSAGES),
                              .status = CHENGWEN_SYSTEM};
    *ret_press = NULL;
    *ret_result = NULL;
    bool whole = result != NULL && opening.press != NULL;
    const bool called = whole && embed_call(open_press, &opening);
    if (called && opening.notes.len > 0)
        whole = buf_status(&opening.lines) == OK && buf_status(&opening.notes) == OK &&
                embed_result_tell(result, buf_str(&opening.lines), buf_str(&opening.notes));
    else if (whole && (!called || opening.status != CHENGWEN_OK))
        whole = tell_system(result, called ? MSG_EMBED_NO_MEMORY : MSG_EMBED_NO_THREAD);
    buf_clear(&opening.lines);
    buf_clear(&opening.notes);
    if (!whole || opening.status != CHENGWEN_OK)
        chengwen_close(opening.press);
    else
        *ret_press = opening.press;
    return result == NULL ? CHENGWEN_SYSTEM : give(result, whole, opening.status, ret_result);
}

static void close_press(void *what)
{
    batch_close(what);
}

/* Without a thread it is closed in the caller's, which another press may be at work beside: rather leak than that. */
void chengwen_close(struct chengwen *press)
{
    if (press == NULL)
        return;
    if (press->batch != NULL && !embed_call(close_press, press->batch))
        return;
    arena_free(press->arena);
}

/* --- one description --- */

struct making {
    struct batch *batch;
    struct batch_described description;
    struct embed_result *result;
    enum status status;
    bool told, whole;
};

static void take_report(void *context, const struct batch_result *told)
{
    struct making *making = context;
    making->told = true;
    /* A fault of which nothing is said was one of the memory for what would be. */
    making->whole = embed_result_show(making->result, told) &&
                    (told->status == OK || making->result->shown.messages != NULL);
}

static void make_description(void *what)
{
    struct making *making = what;
    making->status =
        batch_make(making->batch, &making->description, &making->result->file, take_report, making);
}

static enum chengwen_status make(struct chengwen *press, const struct batch_described *description,
                                 struct chengwen_result **ret_result)
{
    struct making making = {
        .batch = press->batch, .description = *description, .result = embed_result_new(), .status = SYSTEM};
    *ret_result = NULL;
    if (making.result == NULL)
        return CHENGWEN_SYSTEM;
    const bool called = embed_call(make_description, &making);
    if (!making.told)
        making.whole = tell_system(making.result, called ? MSG_EMBED_NO_MEMORY : MSG_EMBED_NO_THREAD);
    return give(making.result, making.whole, status_of(making.status), ret_result);
}

enum chengwen_status chengwen_build(struct chengwen *press, const char *name, const void *bytes, size_t size,
                                    struct chengwen_result **ret_result)
{
    return make(press, &(struct batch_described){name, {size > 0 ? bytes : "", size}, false}, ret_result);
}

enum chengwen_status chengwen_check(struct chengwen *press, const char *name, const void *bytes, size_t size,
                                    struct chengwen_result **ret_result)
{
    return make(press, &(struct batch_described){name, {size > 0 ? bytes : "", size}, true}, ret_result);
}
