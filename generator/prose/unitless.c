/*
 * Figures whose field has no unit, as the sums and cells of an annex: a number of the text that has one is nearly theirs.
 *
 * Such a figure may be of any unit, but of that in the name of its record, 人员经费（元）.  So there must be a witness that it is meant: the
 * name of its record, or of one around it (the row of a cell), in the clause; or its label beside a number of five digits or more.
 * A number that some such figure is, rounded or not, is that one, and amounts in another multiple are no slips: 33.7万元 may be 336650.5.
 */
#include "prose/prose_int.h"

enum { LONG_NAME = 4 * 3 /* bytes: 锦绣社工站, whatever follows it */ };

/* Of so many digits that a likeness is no chance, where a name bears witness. */
static bool is_telling(int64_t value)
{
    enum { FOUR_DIGITS = 1000 };
    while (value != 0 && value % 10 == 0)
        value /= 10;
    return value >= FOUR_DIGITS;
}

static struct str plain_name(const struct record *record)
{
    return name_without_unit(model_record_name(record));
}

/* Does the name of the record stand in the clause before the number? */
static bool is_named(const struct saying *saying, const struct record *record)
{
    const struct str name = plain_name(record);
    return (name.len >= LONG_NAME &&
            last_of(saying->text, saying->clause, saying->spoken->from, name) != SIZE_MAX) ||
           record_meant(saying, record) == MEANT_HERE || record_beside(saying, record);
}

/* The record of the figure, or one of a list around it, that is named; NULL: none. */
static const struct record *witness_of(const struct saying *saying, const struct figure *figure)
{
    for (const struct record *record = figure->record; record->parent != NULL; record = record->parent) {
        const int slot = record_slot_in_parent(record);
        if (slot >= 0 && record->parent->shape->fields[slot].type.kind == TYPE_LIST &&
            is_named(saying, record))
            return record;
    }
    return NULL;
}

/* The figure in the unit that the name of its record says; false: the number has another. */
static bool in_unit(const struct spoken *spoken, const struct figure *figure, struct figure *ret_figure)
{
    const struct measure measure = unit_of_name(model_record_name(figure->record));
    *ret_figure = *figure;
    ret_figure->quantity = (unsigned char)spoken->quantity;
    if (measure.unit == NULL)
        return true;
    ret_figure->unit = unit_number(measure.unit);
    ret_figure->quantity = (unsigned char)measure.unit->quantity;
    return measure.unit->quantity == spoken->quantity &&
           (spoken->quantity != QUANTITY_COUNT || measure.unit == spoken->unit) &&
           value_scale(&ret_figure->value, measure.times * measure.unit->times, measure.unit->part);
}

static bool is_like(const struct spoken *spoken, const struct figure *figure)
{
    enum { MULTIPLE = 8 };
    const int64_t larger = figure->value > spoken->value ? figure->value : spoken->value;
    const int64_t smaller = figure->value > spoken->value ? spoken->value : figure->value;
    return is_telling(smaller) && larger / MULTIPLE < smaller && figure_is_near(spoken, figure);
}

static bool is_meant_without(const struct saying *saying, const struct figure *figure)
{
    if (is_elsewhere_said(saying, figure))
        return false;
    const struct record *record = witness_of(saying, figure);
    const struct str core = label_core(figure->record->shape->fields[figure->slot].label);
    if (record != NULL)
        return !is_apart(saying, figure, plain_name(record));
    return value_is_long(saying->spoken->value) && label_said(saying, core) == SAID_BESIDE &&
           !is_apart(saying, figure, core);
}

const struct figure *find_unitless(struct finder *finder, const struct saying *saying)
{
    enum { COST = 64, UNIT_COST = 4 };
    const struct spoken *spoken = saying->spoken;
    bool found = false;
    if (spoken->about || spoken->slight || spoken->bare || spoken->quantity == QUANTITY_NONE ||
        spoken->quantity == QUANTITY_PERCENT || spoken->quantity >= QUANTITY_DATE ||
        !is_telling(spoken->value) || finder->change.role != CHANGE_NONE)
        return NULL;
    for (uint32_t at = finder->index.first[QUANTITY_NONE]; at != 0 && finder->compared < PROSE_MAX_COMPARED;
         at = finder->index.figures[at].alike) {
        const struct figure *figure = &finder->index.figures[at];
        struct figure measured;
        finder->compared += UNIT_COST;
        if (figure->value == spoken->value)
            return NULL;
        if (figure->counts || !in_unit(spoken, figure, &measured))
            continue;
        if (figure_is_rounded(spoken, &measured))
            return NULL;
        if (found || !is_like(spoken, &measured))
            continue;
        finder->compared += COST;
        found = is_meant_without(saying, figure);
        finder->other = found ? measured : finder->other;
    }
    return found ? &finder->other : NULL;
}
