/*
 * The figures of a record: every number, date and length of a list that it holds, stated and computed, in an
 * array; a hash table by value, and a chain for each quantity.
 *
 * A share (0.8711, without unit) is found as a percentage too, rounded to two decimals, one and none; a date
 * by its year, its month, its day.  Values are looked up without sign.  What is too large for a value is not
 * found.
 */
#include "prose/prose_int.h"

enum { SHARE_DIGITS = 2, PERCENT_POWER = 100 };

/* What a field is, found once for the records of a list. */
struct known {
    const struct field *field;
    struct measure measure;
};

enum { KNOWN = 128 };

struct maker {
    struct index *index;
    enum status status;
    struct known known[KNOWN];
};

int64_t figure_date(enum quantity quantity, struct date date)
{
    switch (quantity) {
    case QUANTITY_DATE:
        return (int64_t)date.year * 10000 + (int64_t)date.month * 100 + date.day;
    case QUANTITY_DATE_YEAR_MONTH:
        return (int64_t)date.year * 100 + date.month;
    case QUANTITY_DATE_MONTH_DAY:
        return (int64_t)date.month * 100 + date.day;
    case QUANTITY_DATE_YEAR:
        return date.year;
    default:
        return date.month;
    }
}

static void add(struct maker *maker, struct figure figure)
{
    struct index *index = maker->index;
    if (maker->status != OK)
        return;
    figure.negative = figure.value < 0;
    figure.value = figure.negative ? -figure.value : figure.value;
    maker->status = index->count + 1 >= UINT32_MAX
                        ? NO_MEMORY
                        : ARENA_APPEND(index->arena, index->figures, index->count, index->capacity, &figure);
}

static void add_date(struct maker *maker, struct figure figure, struct date date)
{
    for (int quantity = QUANTITY_DATE; quantity < QUANTITIES; quantity++) {
        figure.quantity = (unsigned char)quantity;
        figure.value = figure_date((enum quantity)quantity, date);
        add(maker, figure);
    }
}

static const struct measure *measure_of(struct maker *maker, const struct field *field)
{
    struct known *known = &maker->known[((uintptr_t)field / sizeof *field) % KNOWN];
    if (known->field != field)
        *known = (struct known){field, unit_of_field(field)};
    return &known->measure;
}

/* 0.8711 as 87.11, 87.1 and 87 %. */
static void add_share(struct maker *maker, struct figure figure, const struct number *number)
{
    int64_t step = 1, last = -1;
    figure.quantity = QUANTITY_PERCENT;
    figure.unit = 0;
    for (int digits = SHARE_DIGITS + 2; digits >= SHARE_DIGITS; digits--, step *= 10) {
        const struct number *share;
        int64_t value;
        bool exact;
        maker->status = number_round(maker->index->arena, number, digits, ROUND_SHARE, &share);
        if (maker->status != OK || !number_scaled(share, digits, &value, &exact))
            return;
        value *= step * (FIGURE_ONE / PERCENT_POWER);
        if (value != last) {
            figure.value = value;
            add(maker, figure);
        }
        last = value;
    }
}

/* Value, unit and quantity; false: it is too large. */
static bool measure_figure(const struct measure *measure, const struct number *number, struct figure *figure)
{
    enum { MONEY_DIGITS = 2, MONEY_STEP = 10000 };
    bool exact;
    if (!number_scaled(number, FIGURE_DECIMALS, &figure->value, &exact))
        return false;
    if (!exact && number_scaled(number, MONEY_DIGITS, &figure->value, &exact))
        figure->value *= MONEY_STEP;
    figure->unit = unit_number(measure->unit);
    figure->quantity = (unsigned char)(measure->unit == NULL ? QUANTITY_NONE : measure->unit->quantity);
    return true;
}

static bool scale_figure(const struct measure *measure, struct figure *figure)
{
    return measure->unit == NULL ||
           value_scale(&figure->value, measure->times * measure->unit->times, measure->unit->part);
}

static void add_number(struct maker *maker, struct figure figure, const struct field *field,
                       const struct number *number)
{
    const struct measure *measure = measure_of(maker, field);
    if (!measure_figure(measure, number, &figure))
        return;
    bool fraction = figure.value % FIGURE_ONE != 0;
    if (!scale_figure(measure, &figure))
        return;
    add(maker, figure);
    if (fraction && figure.quantity == QUANTITY_NONE)
        add_share(maker, figure, number);
}

bool figure_make(const struct record *record, int slot, struct figure *ret_figure)
{
    const struct slot *at = &record->slots[slot];
    const struct measure measure = unit_of_field(&record->shape->fields[slot]);
    *ret_figure = (struct figure){.record = record, .slot = slot};
    return at->state == SLOT_SET && at->value.kind == TYPE_NUMBER && at->value.number != NULL &&
           measure_figure(&measure, at->value.number, ret_figure) && scale_figure(&measure, ret_figure);
}

static void add_record(struct maker *maker, const struct record *record);

static void add_list(struct maker *maker, const struct record *record, int slot)
{
    const struct value *list = &record->slots[slot].value;
    const struct field *field = &record->shape->fields[slot];
    struct figure figure = {.record = record, .slot = slot, .quantity = QUANTITY_NONE, .counts = true};
    figure.value = (int64_t)list->list.count * FIGURE_ONE;
    bool records = list->list.count > 0 && list->list.items[0].kind == TYPE_RECORD;
    if (records)
        add(maker, figure);
    figure.counts = false;
    for (size_t i = 0; i < list->list.count && maker->status == OK; i++) {
        const struct value *item = &list->list.items[i];
        if (records && item->record->parent == record)
            add_record(maker, item->record);
        else if (item->kind == TYPE_NUMBER)
            add_number(maker, figure, field, item->number);
    }
}

static void add_record(struct maker *maker, const struct record *record)
{
    for (int slot = 0; slot < (int)record->shape->field_count && maker->status == OK; slot++) {
        const struct slot *at = &record->slots[slot];
        const struct figure figure = {.record = record, .slot = slot};
        if (at->state != SLOT_SET)
            continue;
        if (at->value.kind == TYPE_NUMBER && at->value.number != NULL)
            add_number(maker, figure, &record->shape->fields[slot], at->value.number);
        else if (at->value.kind == TYPE_DATE)
            add_date(maker, figure, at->value.date);
        else if (at->value.kind == TYPE_RECORD && at->value.record->parent == record)
            add_record(maker, at->value.record); /* the element of a derived list belongs to another */
        else if (at->value.kind == TYPE_LIST)
            add_list(maker, record, slot);
    }
}

/* --- the table --- */

static size_t hash_of(enum quantity quantity, int64_t value)
{
    bool apart = quantity == QUANTITY_PERCENT || quantity >= QUANTITY_DATE;
    uint64_t key = (uint64_t)value * 31 + (apart ? (uint64_t)quantity : 0);
    key *= 0x9E3779B97F4A7C15u;
    return (size_t)(key >> 32);
}

/* From the last to the first, so that chains begin with the first of the record. */
static void link_figures(struct index *index)
{
    for (size_t i = index->count; i-- > 1;) {
        struct figure *figure = &index->figures[i];
        uint32_t *head = &index->table[hash_of(figure->quantity, figure->value) & index->mask];
        uint32_t *alike = &index->first[figure->quantity];
        figure->same = *head;
        figure->alike = *alike;
        *head = *alike = (uint32_t)i;
    }
}

enum status index_make(struct arena *arena, const struct record *root, struct index *ret_index)
{
    enum { FIGURES = 512 }; /* room at first */
    *ret_index = (struct index){.arena = arena, .capacity = FIGURES};
    ret_index->figures = ARENA_NEW_ARRAY(arena, FIGURES, struct figure);
    if (ret_index->figures == NULL)
        return NO_MEMORY;
    struct maker maker = {.index = ret_index};
    add(&maker, (struct figure){0}); /* 0 is no figure */
    add_record(&maker, root);
    size_t size = 16;
    while (size < 2 * ret_index->count)
        size *= 2;
    ret_index->table = maker.status == OK ? ARENA_NEW_ARRAY(arena, size, uint32_t) : NULL;
    if (ret_index->table == NULL)
        return NO_MEMORY;
    ret_index->mask = size - 1;
    link_figures(ret_index);
    return OK;
}

uint32_t index_probe(const struct index *index, enum quantity quantity, int64_t value)
{
    return index->table[hash_of(quantity, value) & index->mask];
}
