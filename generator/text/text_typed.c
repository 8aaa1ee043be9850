/*
 * Text as it was typed: listings and commands.
 *
 * Between its characters stands nothing but what was typed, spaces at both ends of a line are part of it, and every
 * forced line end begins a line.  One that is too long goes on in the next, with a mark at its end that is drawn and is
 * no part of the text: behind the last space that stands in its second half, else wherever it is full.
 */
#include "text/text_int.h"

void text_typed_gaps(const struct text_paragraph *paragraph)
{
    for (size_t i = 1; i < paragraph->atom_count; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        struct text_gap *gap = &paragraph->gaps[i];
        gap->level = atom->joined || atom->class == CLASS_FORCED ? LEVEL_NEVER : LEVEL_FREE;
        gap->hyphen = gap->level == LEVEL_FREE && atom[-1].class != CLASS_FORCED;
    }
}

/* How much of [from, to) one line holds; at least one character. */
static size_t full_end(const struct text_fit *fit, size_t from, length width)
{
    size_t full = from;
    if (text_extent_of(fit->paragraph, from, fit->to).natural <= width)
        return fit->to;
    for (size_t at = from + 1; at < fit->to; at++) {
        if (fit->paragraph->gaps[at].level == LEVEL_NEVER)
            continue;
        if (full > from && text_extent_of(fit->paragraph, from, at).natural > width)
            return full;
        full = at;
    }
    return full > from ? full : fit->to;
}

static size_t line_end(const struct text_fit *fit, size_t from, length width)
{
    const size_t full = full_end(fit, from, width);
    size_t end = full;
    while (end - from > (full - from) / 2 && !text_is_space(&fit->paragraph->atoms[end - 1]))
        end--;
    return full == fit->to || end - from <= (full - from) / 2 ? full : end;
}

enum status text_typed_lines(const struct text_fit *fit, struct arena *scratch, size_t **ret_ends,
                             size_t *ret_count)
{
    size_t *ends = ARENA_NEW_ARRAY(scratch, fit->to - fit->from + 1, size_t), count = 0;
    if (ends == NULL)
        return NO_MEMORY;
    length width = fit->first_width;
    for (size_t from = fit->from; from < fit->to || count == 0; width = fit->width) {
        from = from < fit->to ? line_end(fit, from, width) : fit->to;
        ends[count++] = from;
    }
    *ret_ends = ends;
    *ret_count = count;
    return OK;
}
