/*
 * Signatures that are gone: a dictionary with a range that was a field's value when it was brought, and is none any more;
 * and one that no revision has, because the chain of sections leads past it.
 *
 * Only those dictionaries are asked for, so a file in which nothing was taken away costs one look at its objects, and one at
 * its bytes: a range that stands outside of all objects, and whose gap is a string in this very file, is a signature's.
 */
#include "sign/file/file_int.h"

#include <string.h>

enum { RANGE_PARTS = 4, RANGE_BYTES = 300 /* with the room that is left for its numbers */ };

struct losing {
    const struct sign_file *file;
    const struct sign_fields *now;
    struct sign_fields **then; /* by revision; NULL: not asked for yet */
    struct sign_losses losses;
};

static bool is_seal(struct str dict)
{
    return str_starts(dict, "<<") && str_holds(dict, "/ByteRange") &&
           syntax_member(dict, "ByteRange").len > 0;
}

/* The dictionary, by itself or as the value in a field. */
static bool holds_seal(const struct sign_object *object)
{
    return is_seal(object->value) ||
           (str_starts(object->value, "<<") && str_holds(object->value, "/ByteRange") &&
            is_seal(syntax_member(object->value, "V")));
}

static const struct sign_field *field_of(const struct sign_fields *fields, uint32_t number)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct sign_field *field = &fields->items[i];
        if (str_starts(field->filled, "<<") && syntax_name_is(field->type, "/Sig") &&
            (field->value == number || (field->value == 0 && field->object == number)))
            return field;
    }
    return NULL;
}

/* Still there, and what it was. */
static bool is_kept(const struct losing *losing, const struct sign_object *object,
                    const struct sign_field *then)
{
    const struct sign_field *now = field_of(losing->now, object->number);
    return now != NULL && sign_same(losing->file, now->filled, then->filled);
}

static enum status fields_then(struct losing *losing, uint32_t revision)
{
    struct sign_fields **then = &losing->then[revision];
    if (*then != NULL)
        return OK;
    *then = ARENA_NEW(losing->file->arena, struct sign_fields);
    return *then != NULL ? sign_fields((struct sign_view){losing->file, revision}, *then) : NO_MEMORY;
}

static enum status look_at(struct losing *losing, const struct sign_object *object)
{
    struct sign_losses *losses = &losing->losses;
    const enum status status = fields_then(losing, object->revision);
    const struct sign_field *then =
        status == OK ? field_of(losing->then[object->revision], object->number) : NULL;
    if (then == NULL || is_kept(losing, object, then))
        return status;
    const struct sign_loss loss = {then->name, object->revision, 0};
    return ARENA_APPEND(losing->file->arena, losses->items, losses->count, losses->capacity, &loss);
}

/* --- past which the chain leads --- */

static bool is_of_object(const struct sign_file *file, size_t at)
{
    bool found = !sign_look_at(file, file->entry_count);
    for (size_t i = 0; i < file->entry_count && !found; i++) {
        const struct entry *entry = &file->entries[i];
        found = entry->kind == ENTRY_PLAIN && at >= entry->object.offset && at < entry->object.end;
    }
    return found;
}

/* From the beginning, with a string left out. */
static bool is_range(struct str bytes, size_t at)
{
    int64_t parts[RANGE_PARTS] = {0};
    struct str range, value;
    size_t next = 0;
    const size_t most = bytes.len - at < RANGE_BYTES ? bytes.len : at + RANGE_BYTES;
    if (!syntax_take_value(str_slice(bytes, 0, most), &at, &range))
        return false;
    for (size_t i = 0; i < RANGE_PARTS; i++)
        if (!syntax_next(range, &next, &value) || !syntax_number(value, (int64_t)bytes.len, &parts[i]))
            return false;
    return parts[0] == 0 && parts[1] > 0 && parts[1] < parts[2] &&
           parts[2] + parts[3] <= (int64_t)bytes.len && bytes.ptr[parts[1]] == '<' &&
           bytes.ptr[parts[2] - 1] == '>';
}

static enum status find_skipped(struct losing *losing)
{
    const struct sign_file *file = losing->file;
    const struct str bytes = file->facts.bytes, key = STR("/ByteRange");
    struct sign_losses *losses = &losing->losses;
    enum status status = OK;
    if (!sign_look_at(file, bytes.len))
        return OK; /* told at the end */
    for (size_t at = 0; at + key.len < bytes.len && status == OK; at++) {
        const char *slash = memchr(bytes.ptr + at, '/', bytes.len - key.len - at);
        if (slash == NULL)
            break;
        at = (size_t)(slash - bytes.ptr);
        if (memcmp(slash, key.ptr, key.len) != 0 || !is_range(bytes, at + key.len) || is_of_object(file, at))
            continue;
        const struct sign_loss loss = {.skipped = at};
        status = ARENA_APPEND(file->arena, losses->items, losses->count, losses->capacity, &loss);
    }
    return status;
}

enum status sign_losses(const struct sign_file *file, const struct sign_fields *now,
                        struct sign_losses *ret_losses)
{
    struct losing losing = {.file = file,
                            .now = now,
                            .then = ARENA_NEW_ARRAY(file->arena, file->facts.count, struct sign_fields *)};
    enum status status = losing.then != NULL ? OK : NO_MEMORY;
    for (size_t i = 0; i < file->entry_count && status == OK; i++) {
        const struct entry *entry = &file->entries[i];
        if (!sign_look_at(file, entry->object.value.len))
            break;
        if (entry->kind != ENTRY_FREE && holds_seal(&entry->object))
            status = look_at(&losing, &entry->object);
    }
    if (status == OK)
        status = find_skipped(&losing);
    if (status == OK && sign_file_is_used_up(file))
        status = FAILED;
    if (status == OK)
        *ret_losses = losing.losses;
    return status;
}
