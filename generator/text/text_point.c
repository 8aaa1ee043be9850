/*
 * Where the decimal point of a text stands, for columns of numbers.
 *
 * The first digit begins the number; its integer part goes on over digits and the commas between them.  What
 * stands behind that – point and decimals, percent sign, unit, bracket – is the other side, signs and words
 * before the number are this one.  So a number without point ends where the points stand.
 */
#include "text/text_int.h"

static bool is_comma(const struct text_paragraph *paragraph, size_t i)
{
    return i < paragraph->atom_count &&
           (paragraph->atoms[i].code == ',' || paragraph->atoms[i].code == 0xff0c);
}

struct text_point_sides text_point_of(const struct text_paragraph *paragraph)
{
    struct text_point_sides point = {.found = false};
    size_t at = 0;
    while (at < paragraph->atom_count && !text_has_marks(paragraph, at, MARK_DIGIT))
        at++;
    if (at == paragraph->atom_count)
        return point;
    while (text_has_marks(paragraph, at, MARK_DIGIT) ||
           (is_comma(paragraph, at) && text_has_marks(paragraph, at + 1, MARK_DIGIT)))
        at++;
    point.found = true;
    point.before = text_extent_of_part(paragraph, 0, at).natural;
    point.behind = text_extent_of_part(paragraph, 0, paragraph->atom_count).natural - point.before;
    return point;
}
