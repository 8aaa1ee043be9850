/*
 * Objects: all of them read when the file is opened, each where its entry says, and found as of a revision.
 *
 * Four walks, since a stream's length may be an object of its own, and that may be held by an object stream: values;
 * streams whose length is known by then; what object streams hold; the other streams.  An object ends before its
 * revision does: what was appended later can be no part of it.
 */
#include "sign/file/file_int.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- in the file --- */

bool sign_object_scan(const struct sign_file *file, struct sign_object *object, size_t limit)
{
    const struct str bytes = str_slice(file->facts.bytes, 0, limit);
    int64_t number = 0, generation = 0;
    size_t i = syntax_skip_white(bytes, object->offset);
    object->offset = i;
    if (!syntax_take_number(bytes, &i, SYNTAX_MAX_OBJECTS, &number) || number == 0)
        return false;
    i = syntax_skip_white(bytes, i);
    if (!syntax_take_number(bytes, &i, SYNTAX_MAX_GENERATION, &generation))
        return false;
    i = syntax_skip_white(bytes, i);
    if (!syntax_take(bytes, &i, "obj") || !syntax_take_value(bytes, &i, &object->value))
        return false;
    i = syntax_skip_white(bytes, i);
    object->number = (uint32_t)number;
    object->generation = (uint16_t)generation;
    object->end = i;
    if (syntax_take(bytes, &i, "endobj"))
        object->end = i;
    else if (!syntax_take(bytes, &i, "stream"))
        return false;
    return sign_look_at(file, object->end - object->offset);
}

bool sign_object_scan_stream(const struct sign_file *file, struct sign_object *object, size_t size,
                             size_t limit)
{
    const struct str bytes = str_slice(file->facts.bytes, 0, limit);
    size_t i = object->end;
    if (!syntax_take(bytes, &i, "stream") ||
        (!syntax_take(bytes, &i, "\r\n") && !syntax_take(bytes, &i, "\n")) || size > bytes.len - i)
        return false;
    const size_t from = i;
    i += size;
    (void)syntax_take(bytes, &i, "\r");
    (void)syntax_take(bytes, &i, "\n");
    if (!syntax_take(bytes, &i, "endstream"))
        return false;
    i = syntax_skip_white(bytes, i);
    if (!syntax_take(bytes, &i, "endobj"))
        return false;
    object->stream = str_slice(bytes, from, from + size);
    object->has_stream = true;
    object->end = i;
    return true;
}

/* --- found --- */

/* The last entry of the number in the first `sections`; NULL: none. */
static struct entry *entry_of(const struct sign_file *file, uint32_t number, size_t sections)
{
    size_t from = 0, to = file->entry_count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const struct entry *entry = &file->entries[middle];
        if (entry->object.number < number || (entry->object.number == number && entry->section < sections))
            from = middle + 1;
        else
            to = middle;
    }
    return from > 0 && file->entries[from - 1].object.number == number ? &file->entries[from - 1] : NULL;
}

struct sign_view sign_view_last(const struct sign_file *file)
{
    return (struct sign_view){file, file->facts.count - 1};
}

struct str sign_view_trailer(struct sign_view view)
{
    return view.file->facts.revisions[view.revision].trailer;
}

const struct sign_object *sign_object(struct sign_view view, uint32_t number)
{
    const struct entry *entry =
        entry_of(view.file, number, view.file->facts.revisions[view.revision].sections);
    return entry == NULL || entry->kind == ENTRY_FREE ? NULL : &entry->object;
}

struct str sign_value(struct sign_view view, struct str value)
{
    const uint32_t number = syntax_reference(value);
    const struct sign_object *object = number == 0 ? NULL : sign_object(view, number);
    return number == 0 ? value : object == NULL ? STR("") : object->value;
}

struct str sign_member_itself(struct sign_view view, struct str dict, const char *key)
{
    return sign_look_at(view.file, dict.len) ? syntax_member(dict, key) : STR("");
}

struct str sign_member(struct sign_view view, struct str dict, const char *key)
{
    return sign_value(view, sign_member_itself(view, dict, key));
}

struct str sign_catalog(struct sign_view view)
{
    return sign_value(view, syntax_member(sign_view_trailer(view), "Root"));
}

const struct sign_object *sign_next_change(const struct sign_file *file, size_t revision, size_t *at)
{
    if (*at == 0 && !sign_look_at(file, file->entry_count / ENTRIES_A_LOOK))
        return NULL;
    while (*at < file->entry_count) {
        const struct entry *entry = &file->entries[(*at)++];
        if (file->sections[entry->section].revision == revision)
            return &entry->object;
    }
    return NULL;
}

/* --- read --- */

struct holder {
    struct str bytes; /* inflated */
    uint32_t *numbers, *places;
    size_t count;
};
struct holders {
    struct holder *items;
    size_t count, capacity;
};

static size_t limit_of(const struct sign_file *file, const struct entry *entry)
{
    return file->facts.revisions[file->sections[entry->section].revision].end;
}

static enum status broken_object(const struct sign_file *file, const struct entry *entry)
{
    if (sign_file_is_used_up(file))
        return FAILED;
    return sign_file_broken(file, entry->kind == ENTRY_PLAIN ? entry->place : 0,
                            "对象不完整，或不在所说的位置");
}

static enum status read_values(struct sign_file *file)
{
    for (size_t i = 0; i < file->entry_count; i++) {
        struct entry *entry = &file->entries[i];
        const uint32_t number = entry->object.number;
        const uint16_t generation = entry->object.generation;
        entry->object.revision = file->sections[entry->section].revision;
        if (entry->kind != ENTRY_PLAIN)
            continue;
        entry->object.offset = entry->place;
        if (!sign_object_scan(file, &entry->object, limit_of(file, entry)) ||
            entry->object.number != number || entry->object.generation != generation)
            return broken_object(file, entry);
    }
    return OK;
}

static bool waits_for_stream(const struct sign_file *file, const struct entry *entry)
{
    size_t at = entry->object.end;
    return entry->kind == ENTRY_PLAIN && !entry->object.has_stream &&
           syntax_take(file->facts.bytes, &at, "stream");
}

/* `last`: what is not there by now never comes. */
static enum status read_streams(struct sign_file *file, bool last)
{
    for (size_t i = 0; i < file->entry_count; i++) {
        struct entry *entry = &file->entries[i];
        int64_t size = 0;
        if (!waits_for_stream(file, entry))
            continue;
        const struct sign_view view = {file, entry->object.revision};
        const struct str value = sign_member(view, entry->object.value, "Length");
        if (value.len == 0 && !last)
            continue;
        if (!syntax_number(value, SIGN_MAX_BYTES, &size) ||
            !sign_object_scan_stream(file, &entry->object, (size_t)size, limit_of(file, entry)))
            return broken_object(file, entry);
    }
    return OK;
}

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* No number twice: some programs take an object by its place in the list, others by its number. */
static enum status prove_list(const struct sign_file *file, const struct holder *holder)
{
    uint32_t *sorted = ARENA_NEW_ARRAY(file->arena, holder->count, uint32_t);
    if (sorted == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < holder->count; i++)
        sorted[i] = holder->numbers[i];
    if (holder->count > 1)
        qsort(sorted, holder->count, sizeof *sorted, compare_numbers);
    for (size_t i = 1; i < holder->count; i++)
        if (sorted[i] == sorted[i - 1])
            return FAILED;
    return OK;
}

/* The list in front: numbers, and places behind /First. */
static enum status read_list(const struct sign_file *file, struct str dict, struct holder *holder)
{
    const struct str bytes = holder->bytes;
    int64_t count = 0, first = 0, number = 0, place = 0;
    if (!syntax_number(syntax_member(dict, "N"), (int64_t)bytes.len / 4 + 1, &count) ||
        !syntax_number(syntax_member(dict, "First"), (int64_t)bytes.len, &first))
        return FAILED;
    holder->numbers = ARENA_NEW_ARRAY(file->arena, (size_t)count, uint32_t);
    holder->places = ARENA_NEW_ARRAY(file->arena, (size_t)count, uint32_t);
    if (holder->numbers == NULL || holder->places == NULL)
        return NO_MEMORY;
    const struct str list = str_slice(bytes, 0, (size_t)first);
    for (size_t at = 0; holder->count < (size_t)count; holder->count++) {
        at = syntax_skip_white(list, at);
        if (!syntax_take_number(list, &at, SYNTAX_MAX_OBJECTS, &number))
            return FAILED;
        at = syntax_skip_white(list, at);
        if (!syntax_take_number(list, &at, (int64_t)bytes.len - first, &place))
            return FAILED;
        holder->numbers[holder->count] = (uint32_t)number;
        holder->places[holder->count] = (uint32_t)(first + place);
    }
    return prove_list(file, holder);
}

/* Once; then its place in the list is kept in the entry. */
static enum status open_holder(struct sign_file *file, struct holders *holders, struct entry *entry)
{
    struct holder holder = {.count = 0};
    const struct str dict = entry->object.value;
    if (entry->is_open)
        return OK;
    if (entry->kind != ENTRY_PLAIN || !entry->object.has_stream ||
        !syntax_name_is(syntax_member(dict, "Type"), "/ObjStm") || !sign_is_said_once(file, dict))
        return FAILED;
    enum status status = sign_stream(file, &entry->object, SIGN_MAX_HOLDER, &holder.bytes);
    if (status == OK)
        status = read_list(file, dict, &holder);
    if (status == OK)
        status = ARENA_APPEND(file->arena, holders->items, holders->count, holders->capacity, &holder);
    entry->is_open = status == OK;
    entry->index = (uint32_t)holders->count - 1;
    return status;
}

static enum status read_held(struct sign_file *file, struct holders *holders, struct entry *entry)
{
    struct sign_object *object = &entry->object;
    struct entry *place = entry_of(file, entry->place, file->facts.revisions[object->revision].sections);
    enum status status = place == NULL ? FAILED : open_holder(file, holders, place);
    if (status != OK)
        return status;
    assert(holders->items != NULL); /* one was opened */
    const struct holder *holder = &holders->items[place->index];
    if (entry->index >= holder->count || holder->numbers[entry->index] != object->number)
        return FAILED;
    size_t at = holder->places[entry->index];
    object->is_held = true;
    object->offset = place->object.offset;
    object->end = place->object.end;
    return syntax_take_value(holder->bytes, &at, &object->value) && sign_look_at(file, object->value.len)
               ? OK
               : FAILED;
}

/* Programs look into what has the holder's number now, and up to what its /Length is now: for as long as the object is
 * the one that counts, both must be what they were when it was put there. */
static bool is_held_as_before(const struct sign_file *file, const struct entry *entry)
{
    const struct entry *next = entry + 1;
    const bool counts_last =
        next == file->entries + file->entry_count || next->object.number != entry->object.number;
    const size_t then = file->facts.revisions[entry->object.revision].sections,
                 now = counts_last ? file->section_count : next->section;
    const struct entry *holder = entry_of(file, entry->place, then);
    const uint32_t size = syntax_reference(syntax_member(holder->object.value, "Length"));
    return now <= then || (entry_of(file, entry->place, now) == holder &&
                           (size == 0 || entry_of(file, size, now) == entry_of(file, size, then)));
}

static enum status read_all_held(struct sign_file *file)
{
    struct holders holders = {.count = 0};
    for (size_t i = 0; i < file->entry_count; i++) {
        struct entry *entry = &file->entries[i];
        enum status status = entry->kind == ENTRY_HELD ? read_held(file, &holders, entry) : OK;
        if (status == OK && entry->kind == ENTRY_HELD && !is_held_as_before(file, entry))
            return sign_file_broken(file, entry->object.offset,
                                    "对象流后来换了，里面的对象各程序显示的会不一样");
        if (status == FAILED)
            return sign_file_is_used_up(file) ? FAILED
                                              : sign_file_broken(file, file->sections[entry->section].table,
                                                                 "对象流不完整，或解压后太大");
        if (status != OK)
            return status;
    }
    return OK;
}

static int compare_places(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    const int order = (x->object.number > y->object.number) - (x->object.number < y->object.number);
    return order != 0 ? order : (x->section > y->section) - (x->section < y->section);
}

static enum status sort_entries(struct sign_file *file)
{
    if (file->entry_count > 1)
        qsort(file->entries, file->entry_count, sizeof *file->entries, compare_places);
    for (size_t i = 0; i < file->entry_count; i++) {
        const struct entry *entry = &file->entries[i];
        if (i > 0 && compare_places(entry - 1, entry) == 0)
            return sign_file_broken(file, file->sections[entry->section].table,
                                    "同一编号的对象在表里出现两次");
        if (entry->kind != ENTRY_FREE)
            file->facts.next_number = entry->object.number + 1;
    }
    return OK;
}

enum status sign_objects_read(struct sign_file *file)
{
    enum status status = sort_entries(file);
    if (status == OK)
        status = read_values(file);
    if (status == OK)
        status = read_streams(file, false);
    if (status == OK)
        status = read_all_held(file);
    return status == OK ? read_streams(file, true) : status;
}
