/*
 * Lines with tabs: rows of parts, each set on its own at its natural width, marks trimmed at both ends.
 *
 * A tab goes on to a place counted from the column's left edge, or to its right edge; what follows begins
 * there, is centred there, or ends there.  A place that is already passed counts as half an em from where the
 * text has come to.  A line may end before a tab, never behind it: what finds no room at its tab goes to the
 * next line together with it.
 *
 * Such lines, and those that end before a tab, are set from the left and give way nowhere.  To the fit they
 * are as full as their text makes them; while a paragraph is only measured, the column has no right edge.
 */
#include "text/text_int.h"

length text_tabs_right_edge(const struct text_paragraph *paragraph)
{
    const struct text_measure *measure = paragraph->measure;
    return measure != NULL ? measure->width - measure->right : 0;
}

/* Only the first line begins with the first atom. */
static length line_start(const struct text_paragraph *paragraph, size_t from)
{
    const struct text_measure *measure = paragraph->measure;
    if (measure == NULL)
        return 0;
    return measure->left + (from == 0 ? measure->first_indent : 0);
}

/* Where the part behind its tab begins; `fresh`: nothing stands before the tab in its line. */
static length tab_place(const struct text_paragraph *paragraph, const struct text_part *part, bool fresh)
{
    const struct text_span *span = &paragraph->spans[paragraph->atoms[part->tab].span];
    length edge = text_tabs_right_edge(paragraph), width = part->extent.natural;
    length at = span->width > 0 ? span->width : edge;
    length x = at;
    if (span->tab != TEXT_TAB_LEFT)
        x -= span->tab == TEXT_TAB_RIGHT ? width : width / 2;
    if (paragraph->measure != NULL && span->tab != TEXT_TAB_LEFT && x + width > edge)
        x = edge - width;
    bool no_room = paragraph->measure != NULL && span->tab == TEXT_TAB_LEFT && x + span->size > edge;
    if (fresh)
        return x < part->before || no_room ? part->before : x;
    length least = part->before + (span->tab == TEXT_TAB_LEFT ? 0 : span->size / 2);
    return x < least ? part->before + span->size / 2 : x;
}

/* The atoms from `at` to the next tab or `to`. */
static void find_part(const struct text_paragraph *paragraph, size_t at, size_t to, struct text_part *part)
{
    while (at < to && part->tab != SIZE_MAX && paragraph->atoms[at].class == CLASS_SPACE)
        at++;
    part->from = at;
    while (at < to && paragraph->atoms[at].class != CLASS_TAB)
        at++;
    part->to = at;
    part->extent = text_extent_of_part(paragraph, part->from, part->to);
}

struct text_part text_part_first(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    struct text_part part = {.tab = SIZE_MAX};
    part.before = part.x = line_start(paragraph, from);
    find_part(paragraph, from, to, &part);
    return part;
}

bool text_part_next(const struct text_paragraph *paragraph, size_t to, struct text_part *part)
{
    if (part->to >= to)
        return false;
    bool fresh = part->tab == SIZE_MAX && part->extent.solid_end <= part->from;
    part->before = part->x + part->extent.natural;
    part->tab = part->to;
    find_part(paragraph, part->tab + 1, to, part);
    part->x = tab_place(paragraph, part, fresh);
    return true;
}

void text_tabs_fill(const struct text_paragraph *paragraph, size_t from, size_t to,
                    struct text_extent *extent)
{
    struct text_part part = text_part_first(paragraph, from, to);
    length start = part.x, column = text_tabs_right_edge(paragraph) - start;
    while (text_part_next(paragraph, to, &part))
        ;
    bool closed = to == paragraph->atom_count || paragraph->atoms[to].class == CLASS_FORCED;
    bool stands_left =
        part.tab == SIZE_MAX || paragraph->spans[paragraph->atoms[part.tab].span].tab == TEXT_TAB_LEFT;
    extent->tabs = true;
    extent->natural = part.x + part.extent.natural - start;
    if (!closed && !stands_left && extent->natural <= column)
        extent->natural = part.before + part.extent.natural - start;
    extent->shrink = extent->stretch = 0;
    extent->stretch_other = column > 0 ? column : 0;
    extent->trim_left = extent->trim_right = 0;
}
