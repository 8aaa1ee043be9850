/*
 * Where Unicode would end a line: UAX #14 tailored for Chinese, strict, over the whole paragraph.
 *
 * The paragraph goes there one base character an atom: attached marks change nothing, boxes count as a Han
 * character, forced line ends as a separator.
 */
#include "text/text_int.h"

#include "unicode/unicode.h"

static uint32_t code_of(const struct text_atom *atom)
{
    if (atom->class == CLASS_BLANK || atom->class == CLASS_TAB)
        return 0x4e00;
    if (atom->class == CLASS_FORCED)
        return 0x2028;
    return atom->class == CLASS_SPACE && atom->code < 0x20 ? ' ' : atom->code;
}

enum status text_candidates_find(const struct text_paragraph *paragraph, struct arena *scratch,
                                 bool *candidates)
{
    uint32_t *codes = arena_alloc_bytes(scratch, paragraph->atom_count * sizeof *codes);
    if (codes == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < paragraph->atom_count; i++)
        codes[i] = code_of(&paragraph->atoms[i]);
    return unicode_line_ends(scratch, codes, paragraph->atom_count, candidates);
}
