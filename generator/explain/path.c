/*
 * A field by its path: names, or labels, with dots between; of a list a number or the name of a record in brackets.
 */
#include "explain/explain_int.h"
#include "explain/messages.def"

#include <string.h>

enum { KNOWN_MOST = 2000, KNOWN_NAMES = 30 };

struct finding_field {
    const struct explaining *explaining;
    struct str field;
    struct place place;
    struct record *record; /* so far */
    size_t done;           /* bytes of the path that led there */
};

/* One part of a path. */
struct step {
    struct str name, item; /* item: in brackets; ptr NULL: there are none */
    size_t end;            /* behind it and its dot */
};

static struct diag *diag_of(const struct finding_field *finding)
{
    return finding->explaining->eval->diag;
}

/* false: it is none. */
static bool next_step(struct str field, size_t from, struct step *ret_step)
{
    size_t to = from;
    *ret_step = (struct step){.item = {NULL, 0}};
    while (to < field.len && field.ptr[to] != '.' && field.ptr[to] != '[')
        to++;
    ret_step->name = str_slice(field, from, to);
    if (to < field.len && field.ptr[to] == '[') {
        const char *close = memchr(field.ptr + to, ']', field.len - to);
        if (close == NULL)
            return false;
        const size_t at = (size_t)(close - field.ptr);
        ret_step->item = (struct str){field.ptr + to + 1, at - to - 1};
        to = at + 1;
    }
    const bool ends = to == field.len || field.ptr[to] == '.';
    ret_step->end = to == field.len ? to : to + 1;
    return ends && ret_step->name.len > 0 && (to == field.len || to + 1 < field.len);
}

/* --- what there is instead --- */

/* A field of that name, anywhere in the paper: its path. */
struct elsewhere {
    struct str name;
    struct buf *path;
};

static enum status look_elsewhere(void *context, const struct model_spot *spot)
{
    struct elsewhere *elsewhere = context;
    if (spot->slot < 0 || spot->value == NULL || elsewhere->path->len > 0)
        return OK;
    const struct field *field = &spot->record->shape->fields[spot->slot];
    if (str_equal(field->name, elsewhere->name) || str_equal(field->label, elsewhere->name))
        record_path(spot->record, spot->slot, elsewhere->path);
    return OK;
}

static void list_fields(const struct shape *shape, struct buf *out)
{
    for (size_t i = 0; i < shape->field_count && i < KNOWN_NAMES; i++)
        buf_printf(out, "%s%.*s", i > 0 ? "、" : "", STR_ARGS(shape->fields[i].name));
    buf_add_text(out, shape->field_count > KNOWN_NAMES ? "……" : "");
}

/* The path with the name replaced by the nearest of that record. */
static void add_nearest(const struct finding_field *finding, struct str name, struct buf *out)
{
    const struct shape *shape = finding->record->shape;
    struct nearest nearest = {.name = name};
    for (size_t i = 0; i < shape->field_count; i++)
        nearest_offer(&nearest, shape->fields[i].name);
    if (nearest.best.len > 0)
        buf_printf(out, "%.*s%.*s", (int)finding->done, finding->field.ptr, STR_ARGS(nearest.best));
}

static enum status refuse_unknown(const struct finding_field *finding, struct str name)
{
    struct buf near = BUF(KNOWN_MOST), known = BUF(KNOWN_MOST), where = BUF(KNOWN_MOST);
    struct elsewhere elsewhere = {name, &near};
    const struct model_visitor visitor = {&elsewhere, look_elsewhere};
    struct eval *eval = finding->explaining->eval;
    enum status status = OK;
    add_nearest(finding, name, &near);
    if (near.len == 0)
        status = model_walk(eval, finding->explaining->record, &visitor);
    if (near.len == 0)
        list_fields(finding->record->shape, &known);
    model_path(finding->record, -1, &where);
    const struct hint hint = {.near = buf_str(&near), .known = known.len > 0 ? known.ptr : NULL};
    if (status != NO_MEMORY)
        status = diag_report_near(diag_of(finding), MSG_EXPLAIN_UNKNOWN, finding->place, hint,
                                  STR_ARGS(finding->field), STR_ARGS(buf_str(&where)), STR_ARGS(name));
    buf_clear(&near);
    buf_clear(&known);
    buf_clear(&where);
    return status;
}

/* --- the way --- */

static int slot_of(const struct shape *shape, struct str name)
{
    const int slot = shape_lookup(shape, name);
    for (size_t i = 0; slot < 0 && i < shape->field_count; i++)
        if (str_equal(shape->fields[i].label, name))
            return (int)i;
    return slot;
}

/* NULL: there is none. */
static struct record *item_of(const struct value *list, struct str item)
{
    enum { DIGITS = 9 };
    int64_t number;
    if (digits_parse(item, DIGITS, &number))
        return number >= 1 && (size_t)number <= list->list.count ? list->list.items[number - 1].record : NULL;
    for (size_t i = 0; i < list->list.count; i++)
        if (str_equal(model_record_name(list->list.items[i].record), item))
            return list->list.items[i].record;
    return NULL;
}

static bool is_records(const struct type *type)
{
    return type->kind == TYPE_LIST && type->of != NULL && type->of->kind == TYPE_RECORD;
}

/* Into the record that the step leads to; *ret_slot: the field, where it is a single value. */
static enum status take_step(struct finding_field *finding, const struct step *step, int *ret_slot)
{
    struct record *record = finding->record;
    const int slot = slot_of(record->shape, step->name);
    const struct str until = str_slice(finding->field, 0, finding->done + step->name.len);
    struct diag *diag = diag_of(finding);
    struct value value;
    if (slot < 0)
        return refuse_unknown(finding, step->name);
    const struct type *type = &record->shape->fields[slot].type;
    if (record->slots[slot].state == SLOT_MISSING)
        return diag_report(diag, MSG_EXPLAIN_MISSING, finding->place, STR_ARGS(until));
    if (step->item.ptr != NULL && !is_records(type))
        return diag_report(diag, MSG_EXPLAIN_NO_LIST, finding->place, STR_ARGS(until));
    const bool is_bands = step->item.ptr == NULL && field_is_constant_list(record, slot);
    *ret_slot = is_bands || (!is_records(type) && type->kind != TYPE_RECORD) ? slot : -1;
    if (*ret_slot >= 0)
        return OK;
    enum status status = record_value(record, slot, finding->explaining->eval, &value);
    if (status != OK)
        return status;
    if (is_records(type)) {
        if (step->item.ptr == NULL)
            return diag_report(diag, MSG_EXPLAIN_LIST, finding->place, STR_ARGS(until), value.list.count,
                               STR_ARGS(until));
        finding->record = item_of(&value, step->item);
        return finding->record != NULL ? OK
                                       : diag_report(diag, MSG_EXPLAIN_ITEM, finding->place, STR_ARGS(until),
                                                     value.list.count, STR_ARGS(step->item));
    }
    finding->record = value.record;
    return OK;
}

enum status explain_find(const struct explaining *explaining, struct str field, struct field_spot *ret_spot)
{
    struct finding_field finding = {.explaining = explaining,
                                    .field = field,
                                    .place = {explaining->input, 0, 0},
                                    .record = explaining->record};
    int slot = -1;
    while (finding.done < field.len || field.len == 0) {
        struct step step;
        if (!next_step(field, finding.done, &step))
            return diag_report(diag_of(&finding), MSG_EXPLAIN_FORM, finding.place, STR_ARGS(field));
        if (slot >= 0)
            return diag_report(diag_of(&finding), MSG_EXPLAIN_WITHIN, finding.place,
                               STR_ARGS(str_slice(field, 0, finding.done - 1)), STR_ARGS(step.name));
        enum status status = take_step(&finding, &step, &slot);
        if (status != OK)
            return status;
        finding.done = step.end;
    }
    if (slot < 0 && explained_is_of_band(finding.record)) { /* all of them, since one says little */
        *ret_spot = (struct field_spot){finding.record->parent, record_slot_in_parent(finding.record)};
        return OK;
    }
    if (slot < 0)
        return diag_report(diag_of(&finding), MSG_EXPLAIN_GROUP, finding.place, STR_ARGS(field));
    *ret_spot = (struct field_spot){finding.record, slot};
    return OK;
}
