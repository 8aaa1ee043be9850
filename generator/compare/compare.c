/* The whole: both records, both contents, and what of the one the other tells. */
#include "compare/compare_int.h"
#include "compare/messages.def"

enum status work_name(struct work *work, struct str text, uint32_t *ret_number)
{
    const int64_t found = str_index_lookup(&work->names, text);
    *ret_number = found != STR_INDEX_NONE ? (uint32_t)found : (uint32_t)work->names.count;
    return found != STR_INDEX_NONE ? OK : str_index_put(&work->names, text, *ret_number);
}

enum status compare_make(struct arena *arena, struct diag *diag,
                         const struct compare_side sides[COMPARE_SIDES], struct comparison **ret_comparison)
{
    const struct compare_side *old = &sides[COMPARE_OLD], *now = &sides[COMPARE_NOW];
    if (!str_equal(old->kind, now->kind))
        return diag_report(diag, MSG_COMPARE_KINDS, ((struct place){now->file, 0, 0}), STR_ARGS(now->label),
                           STR_ARGS(now->kind), old->file, STR_ARGS(old->label), STR_ARGS(old->kind));
    struct comparison *comparison = ARENA_NEW(arena, struct comparison);
    if (comparison == NULL)
        return NO_MEMORY;
    *comparison = (struct comparison){
        .work = {.arena = arena, .scratch = arena_new(0), .names = {.arena = arena}}, .sides = {*old, *now}};
    enum status status = comparison->work.scratch == NULL ? NO_MEMORY : records_compare(comparison);
    for (int side = 0; side < COMPARE_SIDES && status == OK; side++)
        status = printed_make(&comparison->work, sides[side].content, &comparison->printed[side]);
    if (status == OK)
        status = clauses_compare(comparison);
    if (status == OK)
        status = told_mark(comparison);
    if (status != OK)
        comparison_free(comparison);
    else
        *ret_comparison = comparison;
    return status;
}

void comparison_free(struct comparison *comparison)
{
    if (comparison != NULL)
        arena_free(comparison->work.scratch);
}

size_t comparison_count(const struct comparison *comparison)
{
    return comparison->change_count + comparison->clause_count;
}

size_t comparison_told_count(const struct comparison *comparison)
{
    size_t count = comparison->clause_count;
    bool hidden = false;
    for (size_t i = 0; i < comparison->change_count; i++) {
        const struct difference *change = &comparison->changes[i];
        hidden = hidden || change->hidden;
        count += change_is_silent(change) ? 0 : 1;
    }
    return count + (hidden ? 1 : 0);
}
