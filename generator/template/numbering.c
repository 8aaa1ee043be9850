/*
 * Numberings of one document: each counts up, prints its count by its format, and makes those begin anew that
 * restart on it, directly or by way of others.
 */
#include "template/apply_int.h"

#include <string.h>

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

static enum status set_count(struct run *run, struct record *record, size_t slot, int64_t count)
{
    const struct number *number;
    enum status status = number_of(run->arena, count, &number);
    if (status != OK)
        return status;
    record->slots[slot].state = SLOT_SET;
    record->slots[slot].value = (struct value){.kind = TYPE_NUMBER, .number = number};
    return OK;
}

/* Its count, and those that its formats name. */
static enum status number_record(struct run *run, int numbering, struct place place,
                                 struct record **ret_record)
{
    const struct numbering *style = &run->styles->numberings[numbering];
    struct record *record = record_make(run->arena, style->shape, NULL);
    if (record == NULL)
        return NO_MEMORY;
    record->place = place;
    enum status status = set_count(run, record, 0, run->counts[numbering]);
    for (size_t i = 0; i < style->outer_count && status == OK; i++)
        status = set_count(run, record, i + 1, run->counts[style->outer[i]]);
    *ret_record = record;
    return status;
}

static enum status number_text(struct run *run, int numbering, const struct pattern *format,
                               struct place place, struct str *ret_text)
{
    struct record *record;
    enum status status = number_record(run, numbering, place, &record);
    if (status != OK)
        return status;
    buf_reset(&run->text);
    status = pattern_eval(format, run->eval, record, &run->text);
    return status == OK ? run_take_text(run, place, ret_text) : status;
}

enum status numbering_next(struct run *run, int numbering, struct place place, struct str *ret_text)
{
    run->counts[numbering]++;
    run->under[numbering] = run->headings;
    numbering_restart_below(run, numbering);
    return number_text(run, numbering, run->styles->numberings[numbering].format, place, ret_text);
}

/* --- as references say it --- */

/* “一、” is cited as 一, “1.” as 1. */
static struct str without_mark(struct str number)
{
    static const char *const marks[] = {"、", ".", "．", "：", ":", "　", " "};
    for (size_t i = 0; i < ARRAY_COUNT(marks);) {
        const bool found = str_ends(number, marks[i]);
        number.len -= found ? strlen(marks[i]) : 0;
        i = found ? 0 : i + 1;
    }
    return number;
}

/* Does what is counted now stand within the one that it counted last?  Behind a heading it does not, unless that is what
 * it counts. */
static bool is_open(const struct run *run, int numbering)
{
    return run->counts[numbering] > 0 && (run->under[numbering] == run->headings ||
                                          str_starts(run->styles->numberings[numbering].name, "heading"));
}

enum status numbering_cite(struct run *run, int numbering, struct place place, struct str *ret_text)
{
    struct str text = STR("");
    for (int at = numbering; at >= 0; at = run->styles->numberings[at].within) {
        const struct numbering *style = &run->styles->numberings[at];
        struct str own;
        if (at != numbering && !is_open(run, at))
            break;
        enum status status =
            number_text(run, at, style->cite != NULL ? style->cite : style->format, place, &own);
        if (status != OK)
            return status;
        text = arena_join(run->arena, style->cite != NULL ? own : without_mark(own), text);
        if (text.ptr == NULL)
            return NO_MEMORY;
    }
    *ret_text = text;
    return OK;
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
