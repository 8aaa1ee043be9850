/*
 * Shapes (record types), records, and the names of fields.
 *
 * Shapes are few, and most have some dozens of fields at most, which are walked to look a name up; of more
 * fields the names are in a table.  The path of a field ("original.item[2].amount") is found from the record
 * outward: in each parent, the field that holds the record, by its slot when that is filled, else by its
 * shape.  A record that no field of its parent holds (one that only carries local names) adds nothing to the
 * path.
 */
#include "expr/expr_int.h"

#include <string.h>

struct shape *shape_make(struct arena *arena, struct str name, const struct shape *parent)
{
    struct shape *shape = ARENA_NEW(arena, struct shape);
    if (shape != NULL) {
        shape->name = name;
        shape->parent = parent;
    }
    return shape;
}

/* Fields that are found as fast by a walk. */
enum { WALKED_FIELDS = 24 };

static enum status note_name(struct arena *arena, struct shape *shape)
{
    size_t from = shape->names.count > 0 ? shape->field_count - 1 : 0;
    shape->names.arena = arena;
    for (size_t i = from; shape->field_count > WALKED_FIELDS && i < shape->field_count; i++) {
        struct str name = shape->fields[i].name;
        if (str_index_lookup(&shape->names, name) == STR_INDEX_NONE &&
            str_index_put(&shape->names, name, (int64_t)i) != OK)
            return NO_MEMORY;
    }
    return OK;
}

struct field *shape_add(struct arena *arena, struct shape *shape, struct str name, struct type type)
{
    void *fields = shape->fields;
    if (arena_grow(arena, &fields, shape->field_count, &shape->field_capacity, sizeof *shape->fields) != OK)
        return NULL;
    shape->fields = fields;
    struct field *field = &shape->fields[shape->field_count++];
    *field = (struct field){.name = name, .label = name, .type = type};
    return note_name(arena, shape) == OK ? field : NULL;
}

int shape_lookup(const struct shape *shape, struct str name)
{
    if (shape->names.count > 0)
        return (int)str_index_lookup(&shape->names, name);
    for (size_t i = 0; i < shape->field_count; i++)
        if (str_equal(shape->fields[i].name, name))
            return (int)i;
    return -1;
}

struct record *record_make(struct arena *arena, const struct shape *shape, struct record *parent)
{
    struct record *record = ARENA_NEW(arena, struct record);
    if (record == NULL)
        return NULL;
    record->shape = shape;
    record->parent = parent;
    record->slots = ARENA_NEW_ARRAY(arena, shape->field_count, struct slot);
    if (record->slots == NULL)
        return NULL;
    for (size_t i = 0; i < shape->field_count; i++)
        record->slots[i].state = shape->fields[i].is != NULL ? SLOT_PENDING : SLOT_MISSING;
    return record;
}

static bool slot_holds(const struct slot *slot, const struct record *record)
{
    if (slot->state != SLOT_SET)
        return false;
    if (slot->value.kind == TYPE_RECORD)
        return slot->value.record == record;
    return slot->value.kind == TYPE_LIST && record->index < slot->value.list.count &&
           slot->value.list.items[record->index].kind == TYPE_RECORD &&
           slot->value.list.items[record->index].record == record;
}

int record_slot_in_parent(const struct record *record)
{
    const struct record *parent = record->parent;
    if (parent == NULL)
        return -1;
    for (size_t i = 0; i < parent->shape->field_count; i++)
        if (slot_holds(&parent->slots[i], record))
            return (int)i;
    for (size_t i = 0; i < parent->shape->field_count; i++) {
        const struct type *type = &parent->shape->fields[i].type;
        if (type->kind == TYPE_LIST && type->of != NULL)
            type = type->of;
        if (type->kind == TYPE_RECORD && type->shape == record->shape && parent->slots[i].state != SLOT_SET)
            return (int)i;
    }
    return -1;
}

bool record_in_list(const struct record *record)
{
    if (record->origin != NULL)
        record = record->origin;
    if (record->parent == NULL)
        return false;
    int slot = record_slot_in_parent(record);
    return slot >= 0 && record->parent->shape->fields[slot].type.kind == TYPE_LIST;
}

static bool is_file(const char *own, const char *file)
{
    return own != NULL && (own == file || strcmp(own, file) == 0);
}

bool record_states(const struct record *record, struct place place)
{
    if (place.line == 0 || place.file == NULL)
        return false;
    const struct record *paper = record_outermost(record->origin != NULL ? record->origin : record);
    const struct stated_in *at = paper->also;
    while (at != NULL && !is_file(at->file, place.file))
        at = at->next;
    return at != NULL || is_file(record->place.file, place.file) ||
           (paper->also != NULL && is_file(paper->place.file, place.file));
}

enum status record_note_file(struct arena *arena, struct record *record, struct place place)
{
    if (place.file == NULL || is_file(record->place.file, place.file) || record_states(record, place))
        return OK;
    struct record *paper = record;
    while (paper->parent != NULL)
        paper = paper->parent;
    struct stated_in *also = ARENA_NEW(arena, struct stated_in);
    if (also == NULL)
        return NO_MEMORY;
    *also = (struct stated_in){place.file, paper->also};
    paper->also = also;
    return OK;
}

/* Appends to a path that begins at `start`. */
static void step_to(struct str name, size_t start, struct buf *out)
{
    if (out->len > start)
        buf_add_char(out, '.');
    buf_add_str(out, name);
}

static void path_add(const struct record *record, size_t start, struct buf *out)
{
    if (record->origin != NULL)
        record = record->origin;
    if (record->parent == NULL)
        return;
    path_add(record->parent, start, out);
    int slot = record_slot_in_parent(record);
    if (slot < 0)
        return;
    const struct field *field = &record->parent->shape->fields[slot];
    step_to(field->name, start, out);
    if (field->type.kind == TYPE_LIST)
        buf_printf(out, "[%zu]", record->index + 1);
}

void record_path(const struct record *record, int slot, struct buf *out)
{
    size_t start = out->len;
    path_add(record, start, out);
    if (slot >= 0)
        step_to(record->shape->fields[slot].name, start, out);
}

static bool code_is_letter(uint32_t code)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {{'A', 'Z'},       {'_', '_'},       {'a', 'z'},         {0xC0, 0xD6},
                  {0xD8, 0xF6},     {0xF8, 0x24F},    {0x370, 0x3FF},     {0x400, 0x52F},
                  {0x3005, 0x3007}, {0x3041, 0x3096}, {0x30A1, 0x30FA},   {0x3400, 0x4DBF},
                  {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x2FA1F}, {0x30000, 0x323AF}};
    for (size_t i = 0; i < ARRAY_COUNT(ranges); i++)
        if (code >= ranges[i].from && code <= ranges[i].to)
            return true;
    return false;
}

bool name_is_valid(struct str name)
{
    return name.len > 0 && expr_name_length(name, 0) == name.len;
}

size_t expr_name_length(struct str text, size_t from)
{
    size_t end = from;
    for (size_t next = from; next < text.len; end = next) {
        uint32_t code = utf8_next(text, &next);
        bool digit = code >= '0' && code <= '9';
        if (!code_is_letter(code) && !(digit && end > from))
            break;
    }
    return end - from;
}
