/* The plan, read. */
#include "plan/plan.h"
#include "plan/messages.def"
#include "reader/reader.h"
#include "schema/schema.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX_BYTES = 1 << 16 };

struct planner {
    struct arena *arena;
    struct diag *diag;
    struct date date;
    struct plan *plan;
    size_t run_capacity;
};

/* Of one run. */
struct arguments {
    struct planner *planner;
    struct str name;
    struct date period; /* its first day; year 0: no date was given */
    struct date before; /* of the period before it, which is as long */
    char **items;
    size_t count, capacity;
};

/* --- periods --- */

static struct date months_before(struct date date, int months)
{
    const int total = date.year * 12 + date.month - 1 - months;
    return (struct date){.year = (int16_t)(total / 12), .month = (int8_t)(total % 12 + 1), .day = 1};
}

/* The first day of the month, quarter or year, and that of the one before. */
static void set_period(struct arguments *run, int period)
{
    static const int months[] = {[PERIOD_MONTH] = 1, [PERIOD_QUARTER] = 3, [PERIOD_YEAR] = 12};
    const int whole = months[period % PERIOD_LAST];
    const struct date date = run->planner->date;
    run->period = run->before = date;
    if (date.year == 0)
        return;
    run->period = months_before(date, (date.month - 1) % whole + (period >= PERIOD_LAST ? whole : 0));
    run->before = months_before(run->period, whole);
}

/* What a word says of a period, the date, or the same period a year ago. */
enum word { WORD_RUN, WORD_DATE, WORD_YEAR, WORD_QUARTER, WORD_MONTH, WORD_YEAR_AGO };
static const struct period_word {
    const char *name;
    enum word says;
    bool before; /* of the period before */
} WORDS_OF_PERIODS[] = {{"run", WORD_RUN, false},
                        {"date", WORD_DATE, false},
                        {"year", WORD_YEAR, false},
                        {"quarter", WORD_QUARTER, false},
                        {"month", WORD_MONTH, false},
                        {"before-year", WORD_YEAR, true},
                        {"before-quarter", WORD_QUARTER, true},
                        {"before-month", WORD_MONTH, true},
                        {"year-ago", WORD_YEAR_AGO, false}};

static void add_said(struct buf *out, const struct arguments *run, const struct period_word *word)
{
    const struct date date = run->planner->date, period = word->before ? run->before : run->period;
    switch (word->says) {
    case WORD_RUN:
        buf_add_str(out, run->name);
        break;
    case WORD_DATE:
        buf_printf(out, "%04d-%02d-%02d", date.year, date.month, date.day);
        break;
    case WORD_YEAR:
        buf_printf(out, "%04d", period.year);
        break;
    case WORD_QUARTER:
        buf_printf(out, "%d", (period.month + 2) / 3);
        break;
    case WORD_MONTH:
        buf_printf(out, "%02d", period.month);
        break;
    case WORD_YEAR_AGO:
        buf_printf(out, "%04d", period.year - 1);
    }
}

/* false: no such word. */
static bool add_word(struct buf *out, const struct arguments *run, struct str word)
{
    for (size_t i = 0; i < ARRAY_COUNT(WORDS_OF_PERIODS); i++) {
        if (!str_is(word, WORDS_OF_PERIODS[i].name))
            continue;
        add_said(out, run, &WORDS_OF_PERIODS[i]);
        return true;
    }
    return false;
}

/* {year} and its like, replaced. */
static enum status fill(const struct arguments *run, const struct attr *attr, struct buf *out)
{
    const struct str text = attr->value;
    struct diag *diag = run->planner->diag;
    for (size_t at = 0; at < text.len;) {
        const char *open = memchr(text.ptr + at, '{', text.len - at);
        const size_t to = open == NULL ? text.len : (size_t)(open - text.ptr);
        buf_add_str(out, str_slice(text, at, to));
        if (open == NULL)
            return OK;
        const char *close = memchr(open, '}', text.len - to);
        const struct place place = attr_text_place(attr, to);
        if (close == NULL)
            return diag_report(diag, MSG_PLAN_BRACE, place, STR_ARGS(text));
        at = (size_t)(close - text.ptr) + 1;
        const struct str word = str_slice(text, to + 1, at - 1);
        if (run->period.year == 0 && !str_is(word, "run"))
            return diag_report(diag, MSG_PLAN_DATE, place, STR_ARGS(word));
        if (!add_word(out, run, word))
            return diag_report(diag, MSG_PLAN_WORD, place, STR_ARGS(word));
    }
    return OK;
}

/* --- arguments --- */

static enum status add_argument(struct arguments *run, struct buf *text)
{
    struct str kept;
    enum status status = buf_keep(text, run->planner->arena, &kept);
    char *argument = (char *)kept.ptr; /* the arena's, and nobody else's */
    return status == OK ? ARENA_APPEND(run->planner->arena, run->items, run->count, run->capacity, &argument)
                        : status;
}

/* Behind `front` what the attribute says. */
static enum status add_filled(struct arguments *run, const char *front, const struct attr *attr)
{
    struct buf text = BUF(TEXT_MAX_BYTES);
    buf_add_text(&text, front);
    enum status status = fill(run, attr, &text);
    if (status == OK)
        return add_argument(run, &text);
    buf_clear(&text);
    return status;
}

/* Whether the option has a value is told by who reads it. */
static enum status add_option(struct arguments *run, const struct attr *attr)
{
    const struct str front = arena_printf(run->planner->arena, "--%.*s=", STR_ARGS(attr->name));
    return front.ptr == NULL ? NO_MEMORY : add_filled(run, front.ptr, attr);
}

static enum status add_words(struct arguments *run, const char *word)
{
    struct buf text = BUF(TEXT_MAX_BYTES);
    buf_add_text(&text, word);
    return add_argument(run, &text);
}

static enum status add_input(struct arguments *run, const struct node *node)
{
    struct diag *diag = run->planner->diag;
    if (node->kind == NODE_TEXT || !node_is(node, "input"))
        return refuse_child(diag, node, "input");
    enum status status = schema_check(diag, node, schema_element(LANGUAGE_PLAN, node->name));
    const struct attr *path = node_attr(node, "path");
    if (path == NULL || str_trim(path->value).len == 0)
        return refuse_missing(diag, node, "path");
    return status == OK ? add_filled(run, "", path) : status;
}

/* --- runs --- */

static enum status read_period(struct planner *planner, const struct node *node, struct arguments *run)
{
    const struct attr *attr = node_attr(node, "period");
    union attr_value value = {.word = PERIOD_MONTH};
    if (attr != NULL && !value_parse(VALUE_PERIOD, attr->value, &value))
        return refuse_word(planner->diag, attr->place, "period", attr->value, value_words(VALUE_PERIOD));
    set_period(run, value.word);
    return OK;
}

static enum status read_name(struct planner *planner, const struct node *node, struct str *ret_name)
{
    const struct attr *name = node_attr(node, "name");
    if (name == NULL || str_trim(name->value).len == 0)
        return refuse_missing(planner->diag, node, "name");
    *ret_name = arena_copy(planner->arena, str_trim(name->value));
    for (size_t i = 0; i < planner->plan->count; i++)
        if (str_is(*ret_name, planner->plan->runs[i].name))
            return diag_report(planner->diag, MSG_PLAN_TWICE, name->place, STR_ARGS(*ret_name),
                               planner->plan->runs[i].place.line);
    return ret_name->ptr == NULL ? NO_MEMORY : OK;
}

static enum status add_options(struct arguments *run, const struct node *node)
{
    enum status status = OK;
    for (size_t i = 0; i < node->attr_count && !status_stops(status); i++)
        if (!str_is(node->attrs[i].name, "name") && !str_is(node->attrs[i].name, "period"))
            status = status_worse(status, add_option(run, &node->attrs[i]));
    return status;
}

static enum status add_inputs(struct arguments *run, const struct node *node)
{
    const size_t before = run->count;
    enum status status = add_words(run, "--"); /* whatever files are called */
    for (const struct node *child = node->first; child != NULL && !status_stops(status); child = child->next)
        status = status_worse(status, add_input(run, child));
    if (status == OK && run->count == before + 1 && node_attr(node, "data") == NULL)
        return diag_report(run->planner->diag, MSG_PLAN_NO_INPUT, node->place, STR_ARGS(run->name));
    return status;
}

static enum status read_run(struct planner *planner, const struct node *node)
{
    struct arguments run = {.planner = planner};
    enum status status = read_name(planner, node, &run.name);
    status = status_worse(status, read_period(planner, node, &run));
    if (status == OK)
        status = add_words(&run, "chengwen");
    if (status == OK)
        status = add_words(&run, "build");
    if (status == OK)
        status = add_options(&run, node);
    if (!status_stops(status) && run.count > 0)
        status = status_worse(status, add_inputs(&run, node));
    if (status != OK)
        return status;
    const struct plan_run made = {run.name.ptr, node->place, run.items, (int)run.count};
    return ARENA_APPEND(planner->arena, planner->plan->runs, planner->plan->count, planner->run_capacity,
                        &made);
}

static enum status read_child(struct planner *planner, const struct node *child)
{
    if (child->kind == NODE_TEXT || !node_is(child, "run"))
        return refuse_child(planner->diag, child, "run");
    if (planner->plan->count == PLAN_MAX_RUNS)
        return diag_report(planner->diag, MSG_PLAN_MANY, child->place, (int)PLAN_MAX_RUNS);
    return read_run(planner, child);
}

enum status plan_read(struct arena *arena, struct diag *diag, const char *path, struct date date,
                      struct plan *ret_plan)
{
    struct planner planner = {.arena = arena, .diag = diag, .date = date, .plan = ret_plan};
    struct node *root;
    *ret_plan = (struct plan){.count = 0};
    enum status status = reader_read_input(arena, diag, path, &root);
    if (status != OK)
        return status;
    if (!node_is(root, "plan"))
        return refuse_root(diag, root, "plan");
    status = schema_check(diag, root, schema_element(LANGUAGE_PLAN, root->name));
    for (const struct node *child = root->first; child != NULL && !status_stops(status); child = child->next)
        status = status_worse(status, read_child(&planner, child));
    return status == OK && ret_plan->count == 0 ? diag_report(diag, MSG_PLAN_EMPTY, root->place) : status;
}
