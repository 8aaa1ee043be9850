/*
 * The bands that a formula looks a number up in: constants of the kind, told as one value, in the order in which the kind has them.
 */
#include "explain/explain_int.h"

enum { MIN, MAX, LABEL, VALUE }; /* slots of a band, as <bands> declares them */

bool explained_is_bands(const struct explained *explained)
{
    return field_is_constant_list(explained->record, explained->slot);
}

bool explained_is_of_band(const struct record *record)
{
    const int slot = record_slot_in_parent(record);
    return slot >= 0 && field_is_constant_list(record->parent, slot);
}

/* Where the first one stands. */
struct place explained_bands_place(const struct explained *explained)
{
    const struct value *list = &explained->record->slots[explained->slot].value;
    return list->list.count > 0 ? list->list.items[0].record->place
                                : explained->record->slots[explained->slot].place;
}

static const struct value *value_of(const struct record *band, size_t slot)
{
    const bool given = slot < band->shape->field_count && band->slots[slot].state == SLOT_SET;
    return given ? &band->slots[slot].value : NULL;
}

static void add_number(const struct record *band, size_t slot, const char *before, struct buf *out)
{
    const struct value *value = value_of(band, slot);
    if (value == NULL)
        return;
    buf_add_text(out, before);
    model_value_print(value, out);
    if (band->shape->fields[slot].type.unit.len > 0)
        buf_printf(out, " %.*s", STR_ARGS(band->shape->fields[slot].type.unit));
}

void explained_band_print(const struct record *band, struct buf *out)
{
    const bool both = value_of(band, MIN) != NULL && value_of(band, MAX) != NULL;
    buf_printf(out, "%.*s（", STR_ARGS(band->slots[LABEL].value.text));
    add_number(band, MIN, "≥ ", out);
    add_number(band, MAX, both ? "，＜ " : "＜ ", out);
    buf_add_text(out, "）");
    add_number(band, VALUE, "：", out);
}

void explained_bands_print(const struct explained *explained, struct buf *out)
{
    const struct value *list = &explained->value;
    for (size_t i = 0; i < list->list.count; i++) {
        buf_add_text(out, i > 0 ? "；" : "");
        explained_band_print(list->list.items[i].record, out);
    }
}

void explained_band_json(const struct record *band, struct buf *out)
{
    static const char *const names[] = {[MIN] = "min", [MAX] = "max", [LABEL] = "label", [VALUE] = "value"};
    buf_add_char(out, '{');
    for (size_t slot = 0, told = 0; slot < ARRAY_COUNT(names); slot++) {
        const struct value *value = value_of(band, slot);
        if (value == NULL)
            continue;
        buf_printf(out, "%s\"%s\":", told++ > 0 ? "," : "", names[slot]);
        attach_value_add(out, value);
    }
    buf_add_char(out, '}');
}

void explained_bands_json(const struct explained *explained, struct buf *out)
{
    const struct value *list = &explained->value;
    for (size_t i = 0; i < list->list.count; i++) {
        buf_add_text(out, i > 0 ? "," : ",\"bands\":[");
        explained_band_json(list->list.items[i].record, out);
    }
    buf_add_char(out, ']');
}
