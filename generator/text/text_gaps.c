/*
 * Gaps: natural width, stretch and shrink between every two atoms, after clreq 3.1.6, 3.1.8 and 3.2.
 *
 * A full-width mark is a box of 1 em of which one half is blank.  Two marks that meet give up one blank half
 * between them (2 em become 1.5 em).  Han and Latin meet with 1/4 em, which may become 1/8 or 1/2 em; an
 * ordinary space that the author put there is that same 1/4 em.  Nothing is added beside full-width marks.
 * Latin words, numbers, dash pairs and the sides of connectors do not stretch; all other gaps by 1/4 em. Sums
 * over all gaps give the measure of any line in constant time.
 */
#include "text/text_int.h"

static length size_of(const struct text_paragraph *paragraph, const struct text_atom *atom)
{
    return paragraph->spans[atom->span].size;
}

/* The blank half of a mark; a face may hold it narrow, then there is none. */
static void set_blanks(const struct text_paragraph *paragraph, struct text_atom *atom)
{
    if (atom->advance * 4 < size_of(paragraph, atom) * 3)
        return;
    if (atom->class == CLASS_OPEN)
        atom->blank_left = atom->advance / 2;
    else if (atom->class == CLASS_CLOSE || atom->class == CLASS_PAUSE || atom->class == CLASS_STOP)
        atom->blank_right = atom->advance / 2;
}

static bool is_spaced_latin(const struct text_atom *atom)
{
    return atom->class == CLASS_LETTER || atom->class == CLASS_DIGIT ||
           (atom->class == CLASS_OTHER && (atom->marks & MARK_SPACED));
}

static bool is_han_latin(const struct text_atom *a, const struct text_atom *b)
{
    return (a->class == CLASS_HAN && is_spaced_latin(b)) || (is_spaced_latin(a) && b->class == CLASS_HAN);
}

static bool is_full_mark(const struct text_atom *atom)
{
    return atom->blank_left > 0 || atom->blank_right > 0 || atom->class == CLASS_CALL;
}

/* What clreq gives way in this order: 3 dots, 4 brackets, 5 commas, 7 stops. */
static uint8_t shrink_rank_of(enum text_class class)
{
    switch (class) {
    case CLASS_MIDDLE:
        return 3;
    case CLASS_PAUSE:
        return 5;
    case CLASS_STOP:
        return 7;
    default:
        return 4;
    }
}

/* How far the blank half of a mark may give way to its neighbour: wholly to a Han character, whose ink stands
 * off its edge; half of it to Latin and digits, whose ink does not. */
static length blank_to_give(length blank, const struct text_atom *neighbour)
{
    bool narrow = neighbour->class == CLASS_LETTER || neighbour->class == CLASS_DIGIT ||
                  neighbour->class == CLASS_OTHER;
    return narrow ? blank / 2 : blank;
}

static void set_mark_gap(const struct text_paragraph *paragraph, const struct text_atom *a,
                         const struct text_atom *b, struct text_gap *gap)
{
    if (is_full_mark(a) && is_full_mark(b)) {
        gap->width = -(a->blank_right > 0 ? a->blank_right : b->blank_left);
    } else if (a->blank_right > 0) {
        gap->shrink = blank_to_give(a->blank_right, b);
        gap->shrink_rank = shrink_rank_of(a->class);
    } else if (b->blank_left > 0) {
        gap->shrink = blank_to_give(b->blank_left, a);
        gap->shrink_rank = shrink_rank_of(b->class);
    } else if (a->class == CLASS_MIDDLE || b->class == CLASS_MIDDLE) {
        const struct text_atom *dot = a->class == CLASS_MIDDLE ? a : b;
        bool wide = dot->advance * 4 >= size_of(paragraph, dot) * 3;
        gap->shrink = wide ? dot->advance / 4 : 0;
        gap->shrink_rank = 3;
    }
}

static void set_han_latin(struct text_gap *gap, length size, length width)
{
    gap->width = width;
    gap->stretch_kind = STRETCH_HAN_LATIN;
    gap->stretch = size / 4;
    gap->shrink = size / 8;
    gap->shrink_rank = 6;
}

/* Behind a space: the gap is where the space gives way. */
static void set_space_gap(const struct text_paragraph *paragraph, const struct text_atom *space,
                          struct text_gap *gap)
{
    length size = size_of(paragraph, space);
    if (space->gap_space) {
        set_han_latin(gap, size, 0);
        return;
    }
    if (space->class == CLASS_WIDE_SPACE)
        return;
    gap->stretch_kind = STRETCH_WORD;
    gap->stretch = space->advance < size / 2 ? size / 2 - space->advance : 0;
    gap->shrink = space->advance > size / 4 ? space->advance - size / 4 : 0;
    gap->shrink_rank = 2;
}

static bool is_rigid(const struct text_atom *a, const struct text_atom *b)
{
    if (b->joined || a->class == CLASS_FORCED || b->class == CLASS_FORCED || text_is_space(b))
        return true;
    if (a->class == CLASS_DASH && a->code == b->code)
        return true;
    if ((a->marks | b->marks) & MARK_SLASH)
        return true;
    return !text_is_space(a) && a->latin && b->latin;
}

/* A connector keeps to its two sides: a single dash, ～ and the like. */
static bool is_connector(const struct text_atom *atom)
{
    return (atom->marks & (MARK_RANGE | MARK_SIGN)) || (atom->code == 0x2014 && (atom->marks & MARK_NO_END));
}

static void set_gap(const struct text_paragraph *paragraph, size_t i)
{
    const struct text_atom *a = &paragraph->atoms[i - 1], *b = &paragraph->atoms[i];
    struct text_gap *gap = &paragraph->gaps[i];
    if (is_rigid(a, b))
        return;
    if (text_is_space(a)) {
        set_space_gap(paragraph, a, gap);
        return;
    }
    if (is_han_latin(a, b)) {
        length size = size_of(paragraph, a->class == CLASS_HAN ? a : b);
        set_han_latin(gap, size, size / 4);
        return;
    }
    if (!is_connector(a) && !is_connector(b)) {
        gap->stretch_kind = STRETCH_OTHER;
        gap->stretch = size_of(paragraph, a) / 4;
    }
    set_mark_gap(paragraph, a, b, gap);
}

/* A single ordinary space between Han and Latin is their 1/4 em. */
static void find_gap_spaces(const struct text_paragraph *paragraph)
{
    struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 1; i + 1 < paragraph->atom_count; i++) {
        if (atoms[i].code != ' ' || atoms[i].class != CLASS_SPACE ||
            !is_han_latin(&atoms[i - 1], &atoms[i + 1]))
            continue;
        atoms[i].gap_space = true;
        atoms[i].advance = size_of(paragraph, &atoms[i]) / 4;
    }
}

static void make_sums(const struct text_paragraph *paragraph)
{
    struct text_sum sum = {0};
    uint32_t solid = 0;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        const struct text_gap *gap = &paragraph->gaps[i];
        paragraph->sums[i] = sum;
        paragraph->solid_ends[i] = solid;
        sum.natural += atom->advance + gap->width;
        sum.shrink += gap->shrink;
        *(gap->stretch_kind == STRETCH_OTHER ? &sum.stretch_other : &sum.stretch) += gap->stretch;
        sum.letters += (atom->marks & (MARK_HAN | MARK_LETTER | MARK_DIGIT)) != 0;
        if (!text_is_space(atom) && atom->class != CLASS_FORCED)
            solid = (uint32_t)i + 1;
    }
    paragraph->sums[paragraph->atom_count] = sum;
    paragraph->solid_ends[paragraph->atom_count] = solid;
}

void text_gaps_make(struct text_paragraph *paragraph)
{
    find_gap_spaces(paragraph);
    for (size_t i = 0; i < paragraph->atom_count; i++)
        set_blanks(paragraph, &paragraph->atoms[i]);
    for (size_t i = 1; i < paragraph->atom_count; i++)
        set_gap(paragraph, i);
    make_sums(paragraph);
}

static length trim_of(const struct text_paragraph *paragraph, const struct text_atom *atom, length blank)
{
    return paragraph->spans[atom->span].underline ? 0 : blank;
}

struct text_extent text_extent_of(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    struct text_extent extent = {.solid_end = paragraph->solid_ends[to]};
    if (extent.solid_end <= from) {
        extent.solid_end = from;
        return extent;
    }
    const struct text_atom *first = &paragraph->atoms[from], *last = &paragraph->atoms[extent.solid_end - 1];
    const struct text_sum *a = &paragraph->sums[from], *b = &paragraph->sums[extent.solid_end];
    const struct text_gap *gap = &paragraph->gaps[from];
    extent.trim_left = trim_of(paragraph, first, first->blank_left);
    extent.trim_right = trim_of(paragraph, last, last->blank_right);
    extent.natural = b->natural - a->natural - gap->width - extent.trim_left - extent.trim_right;
    extent.shrink = b->shrink - a->shrink - gap->shrink;
    bool other = gap->stretch_kind == STRETCH_OTHER;
    extent.stretch = b->stretch - a->stretch - (other ? 0 : gap->stretch);
    extent.stretch_other = b->stretch_other - a->stretch_other - (other ? gap->stretch : 0);
    extent.letters = b->letters - a->letters;
    return extent;
}
