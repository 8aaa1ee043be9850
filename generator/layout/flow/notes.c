/*
 * Footnotes, by number: note_register gives a note its number when the text with its mark is made; slices
 * name their notes by it.
 */
#include <assert.h>

#include "layout/flow/flow_int.h"

uint32_t note_register(struct layout *layout, const struct block *blocks)
{
    void *notes = layout->notes;
    if (arena_grow(layout->job, &notes, layout->note_count, &layout->note_capacity, sizeof(struct note)) !=
        OK) {
        return 0;
    }
    assert(blocks);
    layout->notes = notes;
    layout->notes[layout->note_count++] = (struct note){.blocks = blocks};
    return (uint32_t)layout->note_count;
}

enum status slice_add_notes(struct layout *layout, struct slice *slice, const uint32_t *notes, size_t count)
{
    if (slice->note_count == 0) {
        slice->notes = notes;
        slice->note_count = count;
        return OK;
    }
    uint32_t *all = ARENA_NEW_ARRAY(layout->arena, slice->note_count + count, uint32_t);
    if (!all) {
        return NO_MEMORY;
    }
    for (size_t i = 0; i < slice->note_count + count; i++) {
        all[i] = i < slice->note_count ? slice->notes[i] : notes[i - slice->note_count];
    }
    slice->notes = all;
    slice->note_count += count;
    return OK;
}
