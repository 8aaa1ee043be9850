/*
 * Footnotes, by number: note_register gives a note its number when the text with its mark is made; slices
 * name their notes by it.
 */
#include <assert.h>

#include "layout/flow/flow_int.h"

size_t notes_count(const struct layout *layout)
{
    return layout->notes->count;
}

const struct note *note_of(const struct layout *layout, uint32_t number)
{
    return &layout->notes->items[number - 1];
}

uint32_t note_register(const struct layout *layout, const struct block *blocks)
{
    struct notes *notes = layout->notes;
    const struct note note = {.blocks = blocks};
    assert(blocks != NULL);
    enum status status = ARENA_APPEND(layout->job, notes->items, notes->count, notes->capacity, &note);
    return status == OK ? (uint32_t)notes->count : 0;
}

void note_settle(const struct layout *layout, uint32_t number, size_t begin, size_t least, size_t end)
{
    struct note *note = &layout->notes->items[number - 1];
    assert(!note->is_set);
    note->is_set = true;
    note->begin = begin;
    note->least = least;
    note->end = end;
}

enum status slice_add_notes(const struct where *where, struct slice *slice, const uint32_t *notes,
                            size_t count)
{
    if (slice->note_count == 0) {
        slice->notes = notes;
        slice->note_count = count;
        return OK;
    }
    uint32_t *all = ARENA_NEW_ARRAY(where->arena, slice->note_count + count, uint32_t);
    if (all == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < slice->note_count + count; i++)
        all[i] = i < slice->note_count ? slice->notes[i] : notes[i - slice->note_count];
    slice->notes = all;
    slice->note_count += count;
    return OK;
}
