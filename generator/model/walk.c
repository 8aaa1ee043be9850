/*
 * A record gone through, field by field, in the order of the model: for `dump --stage=record`, and for the record
 * that goes with a paper (room attach).  Bands are constants of the model and left out; lists that the model derives
 * are computed first.
 */
#include "model/model_int.h"

struct walk {
    struct eval *eval;
    const struct model_visitor *visitor;
};

/* Where the value comes from: the input, the record before, a formula, a default. */
enum model_origin model_origin_of(const struct record *record, int slot)
{
    const struct field *field = &record->shape->fields[slot];
    if (record->slots[slot].is_past)
        return MODEL_PREVIOUS;
    if (field->is == NULL)
        return MODEL_STATED;
    if (!rule_of(record, slot)->is_default)
        return MODEL_COMPUTED;
    struct place formula = expr_place(field->is);
    struct place place = record->slots[slot].place;
    bool same = place.file == formula.file && place.line == formula.line && place.column == formula.column;
    return same ? MODEL_DEFAULT : MODEL_STATED;
}

static enum status visit(const struct walk *walk, const struct model_spot *spot)
{
    return walk->visitor->visit(walk->visitor->context, spot);
}

static enum status walk_scalar(const struct walk *walk, struct record *record, int slot, int depth)
{
    struct value value;
    struct model_spot spot = {.record = record, .slot = slot, .depth = depth};
    if (record->slots[slot].state == SLOT_MISSING)
        return visit(walk, &spot);
    enum status status = record_value(record, slot, walk->eval, &value);
    if (status != OK)
        return status;
    spot.value = &value;
    spot.origin = model_origin_of(record, slot);
    return visit(walk, &spot);
}

static enum status walk_record(const struct walk *walk, struct record *record, int depth);

static enum status walk_list(const struct walk *walk, struct record *record, int slot, int depth)
{
    const struct slot *at = &record->slots[slot];
    enum status status = OK;
    for (size_t i = 0; status == OK && i < at->value.list.count; i++) {
        struct record *item = at->value.list.items[i].record;
        status = visit(walk, &(struct model_spot){.record = item, .slot = -1, .depth = depth, .head = true});
        if (status == OK)
            status = walk_record(walk, item, depth + 1);
    }
    return status;
}

static enum status walk_group(const struct walk *walk, struct record *record, int slot, int depth)
{
    const struct model_spot spot = {.record = record, .slot = slot, .depth = depth, .head = true};
    enum status status = visit(walk, &spot);
    return status == OK ? walk_record(walk, record->slots[slot].value.record, depth + 1) : status;
}

static enum status walk_field(const struct walk *walk, struct record *record, int slot, int depth)
{
    const struct slot *at = &record->slots[slot];
    enum rule_kind kind = rule_of(record, slot)->kind;
    struct value value;
    bool derived = kind == RULE_LIST && rule_of(record, slot)->derived;
    enum status status = derived ? record_value(record, slot, walk->eval, &value) : OK;
    if (status != OK || kind == RULE_BANDS)
        return status;
    if (kind == RULE_LIST && at->state == SLOT_SET)
        return walk_list(walk, record, slot, depth);
    if (kind == RULE_GROUP && at->state == SLOT_SET)
        return walk_group(walk, record, slot, depth);
    return walk_scalar(walk, record, slot, depth);
}

static enum status walk_record(const struct walk *walk, struct record *record, int depth)
{
    enum status status = OK;
    for (size_t i = 0; status == OK && i < record->shape->field_count; i++)
        status = walk_field(walk, record, (int)i, depth);
    return status;
}

enum status model_walk(struct eval *eval, struct record *record, const struct model_visitor *visitor)
{
    const struct walk walk = {eval, visitor};
    return walk_record(&walk, record, 0);
}
