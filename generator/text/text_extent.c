/*
 * What a line measures: from the sums, in constant time; only lines with tabs are walked along.
 *
 * A line's ends lose their spaces and the blank halves of marks.  Where the manner lets marks hang, one of
 * 、，。 at the end, if no mark stands before it, lies outside the line's measure.  A line that ends inside a
 * word is wider by its hyphen.
 */
#include "text/text_int.h"

struct text_extent text_extent_of_part(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    struct text_extent extent = {.solid_end = paragraph->solid_ends[to]};
    if (extent.solid_end <= from) {
        extent.solid_end = extent.fill_end = from;
        return extent;
    }
    const struct text_sum *a = &paragraph->sums[from], *b = &paragraph->sums[extent.solid_end];
    const struct text_gap *gap = &paragraph->gaps[from];
    extent.fill_end = extent.solid_end;
    extent.trim_left = paragraph->atoms[from].blank_left;
    extent.trim_right = paragraph->atoms[extent.solid_end - 1].blank_right;
    extent.natural = b->natural - a->natural - gap->width - extent.trim_left - extent.trim_right;
    extent.shrink = b->shrink - a->shrink - gap->shrink;
    extent.stretch = b->stretch - a->stretch - gap->stretch;
    extent.stretch_other = b->stretch_other - a->stretch_other - gap->further;
    extent.letters = b->letters - a->letters;
    return extent;
}

static bool may_hang(const struct text_atom *atom)
{
    return atom->code == 0x3001 || atom->code == 0xff0c || atom->code == 0x3002;
}

static bool is_mark(const struct text_atom *atom)
{
    return atom->class >= CLASS_OPEN && atom->class <= CLASS_DASH;
}

/* Takes the last mark, and the gap before it, out of the measure. */
static void hang_last(const struct text_paragraph *paragraph, size_t from, struct text_extent *extent)
{
    size_t last = extent->solid_end - 1;
    const struct text_atom *atom = &paragraph->atoms[last];
    const struct text_gap *gap = &paragraph->gaps[last];
    if (last <= from || !may_hang(atom) || is_mark(atom - 1) || text_is_space(atom - 1))
        return;
    extent->fill_end = last;
    extent->hang = gap->width + atom->advance - extent->trim_right;
    extent->natural -= extent->hang;
    extent->shrink -= gap->shrink;
    extent->stretch -= gap->stretch;
    extent->stretch_other -= gap->further;
}

struct text_extent text_extent_of(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    struct text_extent extent = text_extent_of_part(paragraph, from, to);
    bool tabs = paragraph->sums[to].tabs != paragraph->sums[from].tabs;
    if (extent.solid_end <= from)
        return extent;
    if (tabs || (to < paragraph->atom_count && paragraph->atoms[to].class == CLASS_TAB)) {
        text_tabs_fill(paragraph, from, to, &extent);
        return extent;
    }
    if (to == extent.solid_end && to < paragraph->atom_count && paragraph->gaps[to].hyphen &&
        paragraph->hyphens != NULL) {
        extent.hyphen = paragraph->hyphens[paragraph->atoms[to - 1].span].advance;
        extent.natural += extent.hyphen;
    }
    if (paragraph->manner.hang)
        hang_last(paragraph, from, &extent);
    return extent;
}

/* --- where a number's decimal point stands --- */

static bool is_comma(const struct text_paragraph *paragraph, size_t i)
{
    return i < paragraph->atom_count &&
           (paragraph->atoms[i].code == ',' || paragraph->atoms[i].code == 0xff0c);
}

/* For columns of numbers.  The first digit begins the number; its integer part goes on over digits and the commas between
 * them.  What stands behind that – point and decimals, percent sign, unit, bracket – is the other side, signs and words
 * before the number are this one.  So a number without point ends where the points stand. */
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

/* --- short texts that are better whole in a column by content --- */

/* Names and labels of up to four Han characters, dates, telephone numbers; only where they are all that stands between
 * two forced line ends, as in the cells of a roster: in running text a line may end in a name.  A foreign name
 * (阿卜杜拉·买买提) is divided behind its dots.  Figures with joints between them – 2026-03-01, 2026年3月1日,
 * （0755）84600018 – are held as numbers are, but for the extension behind a telephone number (0755-84600018-|8001),
 * which is a number of its own.  Lines end where they would without this: who has no room for the width divides them as
 * ever. */
enum { NAME_LONGEST = 4, FIGURES_LONGEST = 24, PHONE_LEAST = 7 };

/* Han characters in pieces of up to four, each but the last ended by a dot: the widest piece; 0: something else. */
static length names_measure(const struct text_paragraph *paragraph, size_t from, size_t end)
{
    length widest = 0;
    size_t first = from;
    for (size_t i = from; i < end; i++) {
        const bool dot = paragraph->atoms[i].class == CLASS_MIDDLE && i > first;
        if ((!dot && paragraph->atoms[i].class != CLASS_HAN) || i + 1 - first > NAME_LONGEST + (size_t)dot)
            return 0;
        if (!dot && i + 1 < end)
            continue;
        widest = length_max(widest, text_extent_of(paragraph, first, i + 1).natural);
        first = i + 1;
    }
    return widest;
}

static bool is_date_word(const struct text_paragraph *paragraph, size_t i)
{
    const uint32_t code = paragraph->atoms[i].code;
    return (code == 0x5e74 || code == 0x6708 || code == 0x65e5) && i > 0 &&
           text_has_marks(paragraph, i - 1, MARK_DIGIT);
}

/* What stands between the figures of a date or telephone number. */
static bool is_figure_joint(const struct text_paragraph *paragraph, size_t i)
{
    const uint32_t code = paragraph->atoms[i].code;
    return code == '-' || code == '/' || code == '.' || code == ':' || code == '(' || code == ')' ||
           code == '+' || code == 0xff08 || code == 0xff09 || is_date_word(paragraph, i);
}

/* Digits with joints between them and no white; where the extension of a telephone number begins, or `end`; `from`:
 * something else. */
static size_t figures_end(const struct text_paragraph *paragraph, size_t from, size_t end)
{
    size_t part = 0, joints = 0, extension = end;
    for (size_t i = from; i < end; i++) {
        if (text_has_marks(paragraph, i, MARK_DIGIT)) {
            part++;
            continue;
        }
        if (!is_figure_joint(paragraph, i))
            return from;
        if (paragraph->atoms[i].code == '-' && part >= PHONE_LEAST)
            extension = i + 1;
        joints++;
        part = 0;
    }
    return joints > 0 && end - from <= FIGURES_LONGEST ? extension : from;
}

void text_whole_measure(const struct text_paragraph *paragraph, size_t from, size_t end,
                        struct text_widths *widths)
{
    while (end > from && paragraph->spans[paragraph->atoms[end - 1].span].tail)
        end--;
    if (from == end)
        return;
    if (!text_has_marks(paragraph, from, MARK_DIGIT) && paragraph->atoms[from].class == CLASS_HAN) {
        widths->whole = length_max(widths->whole, names_measure(paragraph, from, end));
        return;
    }
    const size_t figures = figures_end(paragraph, from, end);
    if (figures == from)
        return;
    widths->hard = length_max(widths->hard, text_extent_of(paragraph, from, figures).natural);
    widths->min = length_max(widths->min, widths->hard);
    widths->whole = length_max(widths->whole, text_extent_of(paragraph, from, end).natural);
}
