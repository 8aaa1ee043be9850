/*
 * Circles of formulas, found when the kind is loaded.
 *
 * While formulas are compiled each field learns what it needs whatever the values (expr_needs).  A circle of
 * such needs among computed fields breaks every paper.  With one default in it, that default can never be
 * used: it would need itself; that is reported as well.  With two or more, a paper that states one of them
 * can be computed (net from gross, gross from net), so nothing is said; evaluating finds what is left.
 *
 * One walk, depth first with a stack of its own, from every computed field; a default is left out of it, and
 * walked from by itself.  A circle is told once, at the formula that stands first; types that are used at
 * several places tell it for the first.
 */
#include "model/model_int.h"
#include "expr/messages.def"

#include <assert.h>

struct step {
    struct rule *rule;
    size_t next; /* of its needs */
};

struct circles {
    struct loader *loader;
    struct step *path;
    size_t count, capacity;
    size_t walk;                  /* number of this walk; 1: that of all computed fields */
    const struct node **reported; /* declarations where a circle was reported */
    size_t reported_count, reported_capacity;
};

/* --- what a formula needs --- */

/* What such a group has may be taken from another paper in place of formulas. */
static bool is_carried(const struct rules *rules)
{
    for (; rules->holder != NULL; rules = rules->holder->owner)
        if (rules->holder->state.len > 0)
            return true;
    return false;
}

void rule_needs_field(struct loader *loader, struct rule *rule, const struct shape *shape, int slot)
{
    const struct rule *found = shape->fields[slot].rule;
    if (found == NULL || is_carried(found->owner) || loader->run.stop != OK)
        return;
    RUN_APPEND(&loader->run, rule->needs, rule->need_count, rule->need_capacity,
               &found->owner->rules[found->slot]);
}

struct needing {
    struct loader *loader;
    struct rule *rule;
};

static void note_need(void *context, const struct shape *shape, int slot)
{
    const struct needing *needing = context;
    rule_needs_field(needing->loader, needing->rule, shape, slot);
}

void rule_needs(struct loader *loader, struct rule *rule, const struct expr *expr)
{
    struct needing needing = {loader, rule};
    if (expr != NULL)
        expr_needs(expr, note_need, &needing);
}

/* --- telling --- */

static const struct field *field_of(const struct rule *rule)
{
    return &rule->owner->shape->fields[rule->slot];
}

void rule_path(const struct rule *rule, struct buf *out)
{
    if (rule->owner->holder != NULL) {
        rule_path(rule->owner->holder, out);
        buf_add_char(out, '.');
    }
    buf_add_str(out, field_of(rule)->name);
}

static bool stands_before(const struct rule *a, const struct rule *b)
{
    struct place left = expr_place(field_of(a)->is), right = expr_place(field_of(b)->is);
    return left.line != right.line ? left.line < right.line : left.column < right.column;
}

/* The declaration is noted; false: it was before. */
static bool report_first(struct circles *circles, const struct rule *rule)
{
    struct loader *loader = circles->loader;
    for (size_t i = 0; i < circles->reported_count; i++)
        if (circles->reported[i] == rule->source)
            return false;
    RUN_APPEND(&loader->run, circles->reported, circles->reported_count, circles->reported_capacity,
               &rule->source);
    return loader->run.stop == OK;
}

/* The steps of the path from `from` on lead round. */
static void report_circle(struct circles *circles, size_t from)
{
    enum { SHOWN_MAX = 1 << 16 };
    struct loader *loader = circles->loader;
    size_t count = circles->count - from, first = 0;
    bool known = false;
    assert(count > 0);
    for (size_t i = 0; i < count; i++) {
        struct rule *rule = circles->path[from + i].rule;
        known = known || rule->circled;
        rule->circled = true;
        first = stands_before(rule, circles->path[from + first].rule) ? i : first;
    }
    const struct rule *told = circles->path[from + first].rule;
    if (known || !report_first(circles, told))
        return;
    struct buf chain = BUF(SHOWN_MAX);
    for (size_t i = 0; i <= count; i++) {
        buf_add_text(&chain, i > 0 ? " → " : "");
        rule_path(circles->path[from + (first + i) % count].rule, &chain);
    }
    diag_report(loader->run.diag, MSG_EXPR_CIRCLE, expr_place(field_of(told)->is), STR_ARGS(buf_str(&chain)));
    buf_clear(&chain);
    run_note(&loader->run, FAILED);
}

/* --- walking --- */

static void enter(struct circles *circles, struct rule *rule)
{
    struct loader *loader = circles->loader;
    const struct step step = {.rule = rule};
    RUN_APPEND(&loader->run, circles->path, circles->count, circles->capacity, &step);
    if (loader->run.stop == OK) {
        rule->walk = circles->walk;
        rule->on_path = true;
    }
}

static void meet(struct circles *circles, struct rule *rule)
{
    if (rule->on_path) {
        size_t from = circles->count - 1;
        while (circles->path[from].rule != rule)
            from--;
        report_circle(circles, from);
    } else if (rule->walk != circles->walk && !rule->is_default && field_of(rule)->is != NULL) {
        enter(circles, rule);
    }
}

static void walk_from(struct circles *circles, struct rule *start)
{
    enter(circles, start);
    while (circles->count > 0 && !run_over(&circles->loader->run)) {
        struct step *step = &circles->path[circles->count - 1];
        if (step->next < step->rule->need_count) {
            meet(circles, step->rule->needs[step->next++]);
        } else {
            step->rule->on_path = false;
            circles->count--;
        }
    }
}

static void walk_rules(struct circles *circles, const struct rules *rules, bool defaults, size_t *walks)
{
    for (size_t i = 0; i < rules->rule_count && !run_over(&circles->loader->run); i++) {
        struct rule *rule = rules->rules[i];
        bool computed = field_of(rule)->is != NULL;
        circles->walk = defaults ? *walks + 1 : 1;
        if (computed && rule->is_default == defaults && rule->walk != circles->walk) {
            walk_from(circles, rule);
            *walks = circles->walk;
        }
        if (rule->kind == RULE_GROUP || rule->kind == RULE_LIST)
            walk_rules(circles, rule->inner, defaults, walks);
    }
}

void refuse_circles(struct loader *loader, struct rules *rules)
{
    struct circles circles = {.loader = loader};
    size_t walks = 1;
    walk_rules(&circles, rules, false, &walks);
    walk_rules(&circles, rules, true, &walks);
}
