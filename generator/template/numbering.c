/*
 * Numberings of one document: each counts up, prints its count by its format, and makes those begin anew that
 * restart on it, directly or by way of others.
 */
#include "template/apply_int.h"

void numbering_restart_below(struct run *run, int numbering)
{
    for (size_t i = 0; i < run->styles->numbering_count; i++)
        if (run->styles->numberings[i].restart_on == numbering)
            numbering_restart(run, (int)i);
}

void numbering_restart(struct run *run, int numbering)
{
    run->counts[numbering] = 0;
    numbering_restart_below(run, numbering);
}

static enum status number_record(struct run *run, int64_t count, struct record **ret_record)
{
    struct record *record = record_make(run->arena, run->styles->number_shape, NULL);
    if (record == NULL)
        return NO_MEMORY;
    const struct number *number;
    enum status status = number_of(run->arena, count, &number);
    if (status != OK)
        return status;
    record->slots[0].state = SLOT_SET;
    record->slots[0].value = (struct value){.kind = TYPE_NUMBER, .number = number};
    *ret_record = record;
    return OK;
}

enum status numbering_next(struct run *run, int numbering, struct place place, struct str *ret_text)
{
    const struct numbering *style = &run->styles->numberings[numbering];
    struct record *record;
    enum status status = number_record(run, ++run->counts[numbering], &record);
    if (status != OK)
        return status;
    record->place = place;
    numbering_restart_below(run, numbering);
    buf_reset(&run->text);
    status = pattern_eval(style->format, run->eval, record, &run->text);
    return status == OK ? run_take_text(run, place, ret_text) : status;
}

enum status numbering_lead(struct run *run, int numbering, struct place place, struct str *ret_number,
                           struct str *ret_lead)
{
    *ret_number = *ret_lead = STR("");
    if (numbering < 0)
        return OK;
    enum status status = numbering_next(run, numbering, place, ret_number);
    if (status != OK)
        return status;
    struct str after = run->styles->numberings[numbering].after;
    *ret_lead = arena_join(run->arena, *ret_number, after);
    return ret_lead->ptr == NULL ? NO_MEMORY : OK;
}
