/*
 * Gaps: natural width, stretch and shrink between every two atoms, after clreq 3.1.6, 3.1.8 and 3.2.
 *
 * A full-width mark is a box of 1 em of which one half is blank; two that meet give up one blank half.  Han
 * and Latin meet with 1/4 em, which may become 1/8 or 1/2 em, and so do ordinary spaces; these and the spaces
 * between words are widened to 1/3 em before all else.  In close lines there is none of that.  Nothing is
 * added beside full-width marks; words, numbers, pairs, the sides of connectors and of tabs do not stretch.
 * Sums over all gaps give the measure of any line in constant time.
 */
#include "text/text_int.h"

static length size_of(const struct text_paragraph *paragraph, const struct text_atom *atom)
{
    return paragraph->spans[atom->span].size;
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

/* 六联+”: a sign beside a mark, or where the text ends, has no space there, so it has none on its other side. */
static bool has_bare_sign(const struct text_paragraph *paragraph, size_t i)
{
    const bool leads = paragraph->atoms[i - 1].code == '+';
    const size_t other = leads ? i - 2 : i + 1; /* SIZE_MAX is no atom */
    if (!leads && paragraph->atoms[i].code != '+')
        return false;
    return other >= paragraph->atom_count ||
           (paragraph->atoms[other].class >= CLASS_OPEN && paragraph->atoms[other].class <= CLASS_CALL);
}

static bool is_full_mark(const struct text_atom *atom)
{
    return atom->blank_left > 0 || atom->blank_right > 0 || (atom->class == CLASS_CALL && !atom->narrow);
}

static uint8_t shrink_kind_of(enum text_class class)
{
    return class == CLASS_STOP || class == CLASS_CALL ? SHRINK_STOP : SHRINK_MARK;
}

/* How far the blank half of a mark may give way to its neighbour: wholly to a Han character, whose ink stands
 * off its edge; half of it to Latin and digits, whose ink does not. */
static length blank_to_give(length blank, const struct text_atom *neighbour)
{
    bool narrow = neighbour->class == CLASS_LETTER || neighbour->class == CLASS_DIGIT ||
                  neighbour->class == CLASS_OTHER;
    return narrow ? blank / 2 : blank;
}

static void set_mark_gap(const struct text_atom *a, const struct text_atom *b, struct text_gap *gap)
{
    if (is_full_mark(a) && (is_full_mark(b) || b->class == CLASS_CALL)) {
        gap->width = -(a->blank_right > 0 ? a->blank_right : b->blank_left);
    } else if (a->blank_right > 0) {
        gap->shrink = blank_to_give(a->blank_right, b);
        gap->shrink_kind = shrink_kind_of(a->class);
    } else if (b->blank_left > 0) {
        gap->shrink = blank_to_give(b->blank_left, a);
        gap->shrink_kind = shrink_kind_of(b->class);
    }
}

static void set_han_latin(struct text_gap *gap, length size, length width)
{
    gap->width = width;
    gap->stretch_kind = STRETCH_HAN_LATIN;
    gap->stretch = size / 12;
    gap->further = size / 4 - gap->stretch;
    gap->shrink = size / 8;
    gap->shrink_kind = SHRINK_MARK;
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
    gap->stretch = space->advance < size / 3 ? size / 3 - space->advance : 0;
    gap->further = space->advance < size / 2 ? size / 2 - space->advance - gap->stretch : 0;
    gap->shrink = space->advance > size / 4 ? space->advance - size / 4 : 0;
    gap->shrink_kind = SHRINK_WORD;
}

bool text_gap_is_rigid(const struct text_atom *a, const struct text_atom *b)
{
    return b->joined || a->class >= CLASS_TAB || b->class >= CLASS_TAB || text_is_space(b) ||
           (a->class == CLASS_CALL && a->narrow && b->class == CLASS_CALL) ||
           (a->class == CLASS_DASH && a->code == b->code) || ((a->marks | b->marks) & MARK_SLASH) ||
           (!text_is_space(a) && a->latin && b->latin);
}

/* A connector keeps to its two sides: a single dash, ～ and the like. */
static bool is_connector(const struct text_atom *atom)
{
    return (atom->marks & (MARK_RANGE | MARK_SIGN)) || (atom->code == 0x2014 && (atom->marks & MARK_NO_END));
}

/* Two Han characters, neither of them part of anything more. */
static bool is_plain_pair(const struct text_paragraph *paragraph, const struct text_atom *a,
                          const struct text_atom *b)
{
    return a->class == CLASS_HAN && b->class == CLASS_HAN && !b->joined &&
           paragraph->spans[b->span].note == 0 &&
           ((a->marks | b->marks) & (MARK_SLASH | MARK_RANGE | MARK_SIGN)) == 0;
}

static void set_gap(const struct text_paragraph *paragraph, size_t i)
{
    const struct text_atom *a = &paragraph->atoms[i - 1], *b = &paragraph->atoms[i];
    struct text_gap *gap = &paragraph->gaps[i];
    if (is_plain_pair(paragraph, a, b)) {
        gap->stretch_kind = STRETCH_OTHER;
        gap->further = size_of(paragraph, a) / 4;
        return;
    }
    gap->hyphen |= a->hyphen_after && a->class == CLASS_LETTER && b->class == CLASS_LETTER;
    if (text_gap_is_rigid(a, b))
        return;
    if (text_is_space(a)) {
        set_space_gap(paragraph, a, gap);
        return;
    }
    if (paragraph->spans[b->span].note != 0) { /* stands close to what it speaks of */
        set_mark_gap(a, b, gap);
        return;
    }
    if (is_han_latin(a, b) && !paragraph->manner.close && !has_bare_sign(paragraph, i)) {
        length size = size_of(paragraph, a->class == CLASS_HAN ? a : b);
        set_han_latin(gap, size, size / 4);
        return;
    }
    if (!is_connector(a) && !is_connector(b)) {
        gap->stretch_kind = STRETCH_OTHER;
        gap->further = size_of(paragraph, a) / 4;
    }
    set_mark_gap(a, b, gap);
}

/* A single ordinary space between Han and Latin is their 1/4 em. */
static void find_gap_spaces(const struct text_paragraph *paragraph)
{
    struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 1; i + 1 < paragraph->atom_count && !paragraph->manner.close; i++) {
        if (atoms[i].code != ' ' || atoms[i].class != CLASS_SPACE ||
            !is_han_latin(&atoms[i - 1], &atoms[i + 1]))
            continue;
        atoms[i].gap_space = true;
        atoms[i].advance = size_of(paragraph, &atoms[i]) / 4;
    }
}

/* As typed: nothing but what is written; a line may end anywhere, with a mark that it goes on. */
static void make_typed(const struct text_paragraph *paragraph)
{
    for (size_t i = 1; i < paragraph->atom_count; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        struct text_gap *gap = &paragraph->gaps[i];
        gap->level = atom->joined || atom->class == CLASS_FORCED ? LEVEL_NEVER : LEVEL_FREE;
        gap->hyphen = gap->level == LEVEL_FREE && atom[-1].class != CLASS_FORCED;
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
        sum.stretch += gap->stretch;
        sum.stretch_other += gap->further;
        sum.tabs += atom->class == CLASS_TAB;
        sum.letters += (atom->marks & (MARK_HAN | MARK_LETTER | MARK_DIGIT)) != 0;
        if ((!text_is_space(atom) || paragraph->manner.typed) && atom->class != CLASS_FORCED)
            solid = (uint32_t)i + 1;
    }
    paragraph->sums[paragraph->atom_count] = sum;
    paragraph->solid_ends[paragraph->atom_count] = solid;
}

void text_gaps_make(struct text_paragraph *paragraph)
{
    if (paragraph->manner.typed) {
        make_typed(paragraph);
        make_sums(paragraph);
        return;
    }
    find_gap_spaces(paragraph);
    for (size_t i = 1; i < paragraph->atom_count; i++)
        set_gap(paragraph, i);
    text_spread_make(paragraph);
    make_sums(paragraph);
}
