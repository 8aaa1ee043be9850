/*
 * The chief figures of a paper, for reports: amounts and percents of the paper itself and of its groups that are computed, or where
 * none is, that are stated; totals before percents before others, each in the order of the model.
 *
 * A kind need not say which they are: what a list has is a part of something, what has no unit counts something, and a total is
 * called so.
 */
#include "batch/batch_int.h"

#include <string.h>

enum { CHIEF_MOST = 3, LOOKED_AT = 64, DECIMALS = 4, TEXT_MOST = 1 << 16 };

struct found {
    struct record *record;
    int slot, rank; /* 0: first */
    struct str label;
};

struct chief {
    struct arena *arena;
    bool computed; /* those that are wanted */
    struct found found[LOOKED_AT];
    size_t count;
};

static bool is_percent(struct str unit)
{
    return str_is(unit, "%") || str_is(unit, "％");
}

static bool is_wanted(const struct record *record, size_t slot, bool computed)
{
    const struct field *field = &record->shape->fields[slot];
    const enum slot_state state = record->slots[slot].state;
    return field->type.kind == TYPE_NUMBER && (field->is != NULL && !field->is_default) == computed &&
           state != SLOT_MISSING && state != SLOT_FAILED &&
           (expr_money_scale(field->type.unit) > 0 || is_percent(field->type.unit));
}

static bool says(struct str label, const char *word)
{
    return str_holds(label, word);
}

static int rank_of(const struct field *field)
{
    if (str_is(field->name, "total") || says(field->label, "总") || says(field->label, "合计"))
        return 0;
    return is_percent(field->type.unit) ? 1 : 2;
}

/* "原合同：经费构成：" */
static enum status look(struct chief *chief, struct record *record, struct str group)
{
    for (size_t i = 0; i < record->shape->field_count && chief->count < LOOKED_AT; i++) {
        const struct field *field = &record->shape->fields[i];
        const bool wanted = is_wanted(record, i, chief->computed);
        if (!wanted && (field->type.kind != TYPE_RECORD || record->slots[i].state != SLOT_SET))
            continue;
        const struct str label = arena_printf(chief->arena, "%.*s%.*s%s", STR_ARGS(group),
                                              STR_ARGS(field->label), wanted ? "" : "：");
        if (label.ptr == NULL)
            return NO_MEMORY;
        if (wanted)
            chief->found[chief->count++] = (struct found){record, (int)i, rank_of(field), label};
        else if (look(chief, record->slots[i].value.record, label) != OK)
            return NO_MEMORY;
    }
    return OK;
}

/* The first of the best rank that is left; NULL: none is. */
static struct found *take_best(struct chief *chief)
{
    struct found *best = NULL;
    for (size_t i = 0; i < chief->count; i++)
        if (chief->found[i].record != NULL && (best == NULL || chief->found[i].rank < best->rank))
            best = &chief->found[i];
    return best;
}

/* A decimal, rounded if it does not end. */
static void add_figure(const struct found *found, const struct number *number, struct buf *out)
{
    struct buf path = BUF(TEXT_MOST);
    record_path(found->record, found->slot, &path);
    buf_add_text(out, "{\"path\":");
    buf_add_json(out, buf_str(&path));
    buf_add_json_member(out, "label", found->label);
    buf_add_json_member(out, "unit", found->record->shape->fields[found->slot].type.unit);
    buf_add_text(out, ",\"value\":\"");
    if (!number_print(number, out))
        number_print_fixed(number, DECIMALS, false, out);
    buf_add_text(out, "\"}");
    out->failed = out->failed || path.failed;
    buf_clear(&path);
}

void chief_figures_add(struct job *job, struct buf *out)
{
    struct chief chief = {.arena = job->arena, .computed = true};
    enum status status = look(&chief, job->record, STR(""));
    chief.computed = chief.count > 0;
    if (status == OK && chief.count == 0)
        status = look(&chief, job->record, STR(""));
    buf_add_text(out, ",\"figures\":[");
    for (size_t i = 0; i < CHIEF_MOST && status == OK; i++) {
        struct found *best = take_best(&chief);
        struct value value;
        if (best == NULL)
            break;
        status = record_value(best->record, best->slot, &job->eval, &value);
        buf_add_text(out, i > 0 && status == OK ? "," : "");
        if (status == OK)
            add_figure(best, value.number, out);
        best->record = NULL;
    }
    buf_add_char(out, ']');
    out->failed = out->failed || status == NO_MEMORY;
}
