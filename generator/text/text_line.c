/*
 * One line: the atoms [from, to) in a slot, as pieces in the order of the text, behind them those that are no
 * part of it (text_decor.c).
 *
 * Too wide: word spaces give way, then marks and the space between Han and Latin alike, all down to one half of what
 * they have to give; then stops to one half; then all of them alike, so that no mark is tight beside one that is not.
 * Too narrow and justified: word spaces, then Han-Latin space up to a third of an em each, then both up to half an em
 * with all other gaps by up to a quarter; beyond that every gap that stretches alike, unless each would need more than
 * half an em.  In a column under 12 em a tenth is the most, in one under 20 em 0.15, and a line that needs more is left as it is.  Shares are
 * cumulative sums rounded once, so the line ends exactly at the slot's edge.  Spaces and the blank halves of marks at
 * the ends lie outside the line, and so does a mark that hangs.
 */
#include <assert.h>
#include <stdlib.h>

#include "text/text_int.h"

/* A pool of white to be taken (or given), shared among gaps by their capacity. */
struct share {
    length amount, capacity, seen, given;
};

struct adjustment {
    bool squeeze;
    struct share halves[SHRINK_STOP + 1]; /* what each sort of gap gives first */
    struct share rest;                    /* and then all of them */
    struct share kinds[STRETCH_OTHER + 1];
    struct share others, all;
    length spaces; /* what word and Han-Latin spaces give within the bounds */
};

static length share_next(struct share *share, length capacity)
{
    if (share->capacity <= 0 || capacity <= 0)
        return 0;
    if (share->amount == 0)
        return 0;
    length before = share->given;
    share->seen += capacity;
    share->given = share->amount * share->seen / share->capacity;
    return share->given - before;
}

/* Fills the share from what is left. */
static void share_fill(struct share *share, length *left)
{
    share->amount = *left < share->capacity ? *left : share->capacity;
    *left -= share->amount;
}

static length first_shrink(const struct text_gap *gap)
{
    return gap->shrink_kind == SHRINK_WORD ? gap->shrink : gap->shrink / 2;
}

static void add_capacities(const struct text_paragraph *paragraph, size_t from, size_t to,
                           struct adjustment *adjustment)
{
    for (size_t i = from + 1; i < to; i++) {
        const struct text_gap *gap = &paragraph->gaps[i];
        adjustment->halves[gap->shrink_kind].capacity += first_shrink(gap);
        adjustment->rest.capacity += gap->shrink - first_shrink(gap);
        adjustment->kinds[gap->stretch_kind].capacity += gap->stretch;
        if (gap->stretch_kind != STRETCH_OTHER)
            adjustment->spaces += gap->stretch + gap->further;
        adjustment->others.capacity += gap->further;
        adjustment->all.capacity += gap->stretch_kind != STRETCH_NONE;
    }
}

static void adjustment_make(const struct text_paragraph *paragraph, size_t from,
                            const struct text_extent *extent, const struct text_slot *slot,
                            struct adjustment *adjustment)
{
    length slack = slot->width - extent->natural;
    bool stretch = slot->align == TEXT_SPREAD || (slot->align == TEXT_JUSTIFY && !slot->last);
    *adjustment = (struct adjustment){.squeeze = slack < 0};
    if (slack == 0 || extent->fill_end <= from)
        return;
    add_capacities(paragraph, from, extent->fill_end, adjustment);
    if (slack < 0) {
        length left = -slack;
        bool may = slot->align == TEXT_JUSTIFY || slot->align == TEXT_SPREAD;
        for (int kind = SHRINK_WORD; kind <= SHRINK_STOP && may; kind++)
            share_fill(&adjustment->halves[kind], &left);
        if (may)
            share_fill(&adjustment->rest, &left);
        return;
    }
    if (!stretch)
        return;
    length size = paragraph->spans[paragraph->atoms[from].span].size;
    length rest = slack - adjustment->spaces;
    if (slot->align == TEXT_JUSTIFY && rest > adjustment->all.capacity * size / TEXT_STRETCH_LIMIT)
        return;
    if (slot->loose > 0 && text_is_loose(slack - adjustment->kinds[STRETCH_WORD].capacity -
                                             adjustment->kinds[STRETCH_HAN_LATIN].capacity,
                                         adjustment->others.capacity, slot->loose))
        return;
    share_fill(&adjustment->kinds[STRETCH_WORD], &slack);
    share_fill(&adjustment->kinds[STRETCH_HAN_LATIN], &slack);
    share_fill(&adjustment->others, &slack);
    if (adjustment->all.capacity > 0)
        adjustment->all.amount = slack;
}

/* The gap's width in this line; gaps must be asked for in order. */
static length gap_width(struct adjustment *adjustment, const struct text_gap *gap)
{
    if (adjustment->squeeze)
        return gap->width - share_next(&adjustment->halves[gap->shrink_kind], first_shrink(gap)) -
               share_next(&adjustment->rest, gap->shrink - first_shrink(gap));
    length width = gap->width + share_next(&adjustment->kinds[gap->stretch_kind], gap->stretch);
    width += share_next(&adjustment->others, gap->further);
    if (gap->stretch_kind != STRETCH_NONE)
        width += share_next(&adjustment->all, 1);
    return width;
}

static bool same_piece(const struct text_piece *piece, const struct text_span *span,
                       const struct text_drawn *drawn)
{
    return piece->face == drawn->face && piece->role == span->role && piece->size == span->size &&
           piece->rise == drawn->rise + span->rise && piece->stroke == span->stroke &&
           piece->color == span->color && piece->rules == span->rules;
}

/* `rules`: of the piece that follows: a rule that both have goes on to where that begins. */
static void end_piece(struct text_setter *setter, unsigned rules)
{
    struct text_line *line = setter->line;
    if (!setter->open)
        return;
    setter->open = false;
    struct text_piece *piece = &line->pieces[line->piece_count - 1];
    length end = setter->end;
    if (piece->rules != 0)
        end = (piece->rules & rules) != 0 ? setter->edge : setter->ink_end;
    piece->width = end > piece->x ? end - piece->x : 0;
}

/* `ink`: where the first mark of a piece with rules begins behind its blank. */
static struct text_piece *start_piece(struct text_setter *setter, const struct text_span *span, length x,
                                      length ink)
{
    struct text_line *line = setter->line;
    assert(line->pieces != NULL);
    bool goes_on = setter->open && (line->pieces[line->piece_count - 1].rules & span->rules) != 0;
    end_piece(setter, span->rules);
    setter->open = true;
    setter->piece_span = UINT32_MAX;
    struct text_piece *piece = &line->pieces[line->piece_count++];
    *piece =
        (struct text_piece){.face = -1, .size = span->size, .x = x, .color = span->color, .role = span->role};
    piece->rules = span->rules;
    piece->span = (uint32_t)(span - setter->paragraph->spans);
    piece->stroke = span->stroke;
    if (span->rules != 0)
        piece->x = goes_on || ink < setter->edge ? setter->edge : ink;
    return piece;
}

static void begin_glyphs(const struct text_setter *setter, const struct text_span *span,
                         const struct text_drawn *drawn, struct text_piece *piece)
{
    piece->face = drawn->face;
    piece->fallback = drawn->fallback;
    piece->rise = drawn->rise + span->rise;
    piece->glyphs = &setter->glyphs[setter->glyph_count];
}

static void add_glyph_at(struct text_setter *setter, const struct text_atom *atom, size_t index, length x,
                         struct text_piece *piece)
{
    const struct text_drawn *drawn = &setter->paragraph->glyphs[atom->first_glyph + index];
    struct text_glyph *glyph = &setter->glyphs[setter->glyph_count++];
    *glyph = (struct text_glyph){.glyph = drawn->glyph, .span = atom->span, .x = x + drawn->x - piece->x};
    if (index == 0) {
        glyph->text = atom->text;
        setter->last_glyph = glyph;
    }
    piece->glyph_count++;
}

static void set_glyph(struct text_setter *setter, const struct text_atom *atom, size_t index, length x)
{
    const struct text_span *span = &setter->paragraph->spans[atom->span];
    const struct text_drawn *drawn = &setter->paragraph->glyphs[atom->first_glyph + index];
    struct text_line *line = setter->line;
    struct text_piece *piece = setter->open ? &line->pieces[line->piece_count - 1] : NULL;
    const bool goes_on = piece != NULL && setter->piece_span == atom->span && piece->face == drawn->face &&
                         piece->rise == drawn->rise + span->rise;
    if (!goes_on && (piece == NULL || !same_piece(piece, span, drawn))) {
        piece = start_piece(setter, span, x + drawn->x, x + atom->blank_left);
        begin_glyphs(setter, span, drawn, piece);
    }
    setter->piece_span = atom->span;
    add_glyph_at(setter, atom, index, x, piece);
}

/* Where its glyphs go.  A full-width space stands in the second half of its white: there are readers to whom an
 * em beside a space is the white between columns, and what lies before it belongs to the character there. */
static length glyphs_x(const struct text_setter *setter, const struct text_atom *atom, length x)
{
    const struct text_atom *atoms = setter->paragraph->atoms, *next = atom + 1;
    const bool lone = atom->class == CLASS_WIDE_SPACE && atom > atoms && next < atoms + setter->to &&
                      !text_is_space(&atom[-1]) && !text_is_space(next);
    return lone ? x + atom->advance / 2 : x;
}

/* Between text and text a blank of more than 3/4 em is a space of half an em in its middle: what lies before and
 * behind it belongs to the characters there.  It goes with the text behind, for a piece of a space alone is
 * nothing to some readers, and leaves a rule to write on behind. */
static void set_blank(struct text_setter *setter, const struct text_atom *atom, length x)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    const struct text_span *span = &paragraph->spans[atom->span];
    const struct text_drawn *drawn = &paragraph->glyphs[atom->first_glyph];
    const struct text_atom *next = atom + 1;
    const bool ends =
        next == paragraph->atoms + setter->to || text_is_space(next) || next->class >= CLASS_BLANK;
    const length middle = x + (atom->advance - span->size / 2) / 2;
    struct text_piece *piece = start_piece(setter, span, x, x);
    if (ends || setter->last_glyph == NULL || str_is(setter->last_glyph->text, " ") ||
        atom->advance * 4 <= span->size * 3 || drawn->face < 0)
        return;
    const struct text_span *behind = &paragraph->spans[next->span];
    if (span->rules != 0 && behind->rules == 0) {
        setter->ink_end = x + atom->advance;
        piece = start_piece(setter, behind, middle, middle);
    }
    begin_glyphs(setter, span, drawn, piece);
    add_glyph_at(setter, atom, 0, middle, piece);
    setter->last_glyph->text = STR(" ");
}

static void set_atom(struct text_setter *setter, const struct text_atom *atom, length x)
{
    if (atom->class == CLASS_BLANK) {
        set_blank(setter, atom, x);
        return;
    }
    for (size_t i = 0; i < atom->glyph_count; i++)
        set_glyph(setter, atom, i, glyphs_x(setter, atom, x));
    struct text_glyph *last = setter->last_glyph;
    if (atom->joined && atom->glyph_count == 0 && last != NULL &&
        last->text.ptr + last->text.len == atom->text.ptr)
        last->text.len += atom->text.len;
    text_decor_emphasize(setter, atom, x);
}

/* Where the ink begins. */
static length line_x(const struct text_slot *slot, length width, bool rigid)
{
    length slack = slot->width - width;
    if (slack > 0 && (slot->align == TEXT_CENTER || (slot->align == TEXT_SPREAD && rigid)))
        return slot->x + slack / 2;
    return slack > 0 && slot->align == TEXT_RIGHT ? slot->x + slack : slot->x;
}

static void note_strain(struct text_setter *setter, length size, length change)
{
    int32_t strain = size > 0 ? (int32_t)(change * 1000 / size) : 0;
    if (abs(strain) > abs(setter->line->strain))
        setter->line->strain = strain;
}

/* Steps over the gap before atom i, whose white was shared out; marks that give way lose their blank, spaces
 * are narrower. */
static length step(struct text_setter *setter, size_t i, length x, length width)
{
    const struct text_atom *before = &setter->paragraph->atoms[i - 1];
    const struct text_gap *gap = &setter->paragraph->gaps[i];
    if (width != gap->width)
        note_strain(setter, setter->paragraph->spans[before->span].size, width - gap->width);
    x += width;
    if (width < 0 && (before->blank_right > 0 || text_is_space(before)))
        setter->end = x;
    if (setter->ink_end > setter->end)
        setter->ink_end = setter->end;
    setter->edge = x > setter->end ? x : setter->end;
    return x;
}

/* Sets the atoms [from, to) with the origin of the first at x; gives the end of what the measure counts. */
static length set_atoms(struct text_setter *setter, size_t from, size_t to, const struct text_extent *extent,
                        struct adjustment *adjustment, length x)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    length filled = x;
    setter->edge = setter->end = setter->ink_end = x + extent->trim_left;
    for (size_t i = from; i < to; i++) {
        bool trailing = i >= extent->solid_end;
        if (i > from && i < extent->fill_end)
            x = step(setter, i, x, gap_width(adjustment, &paragraph->gaps[i]));
        else if (i > from && !trailing)
            x = step(setter, i, x, paragraph->gaps[i].width);
        set_atom(setter, &paragraph->atoms[i], x);
        if (trailing)
            continue;
        x += setter->lone_width > 0 ? setter->lone_width : paragraph->atoms[i].advance;
        setter->ink_end = x - paragraph->atoms[i].blank_right;
        if (i + 1 == extent->solid_end)
            x -= extent->trim_right;
        setter->end = x;
        if (i + 1 == extent->fill_end)
            filled = x;
    }
    return filled;
}

/* A line of one part. */
static void set_plain(struct text_setter *setter, size_t from, size_t to, const struct text_extent *extent,
                      const struct text_slot *slot)
{
    struct adjustment adjustment;
    struct text_line *line = setter->line;
    adjustment_make(setter->paragraph, from, extent, slot, &adjustment);
    length natural = extent->natural;
    if (extent->solid_end == from + 1 && setter->paragraph->atoms[from].class == CLASS_BLANK &&
        natural > slot->width && slot->width > 0)
        natural = setter->lone_width = slot->width;
    line->x = line_x(slot, natural, adjustment.all.capacity == 0);
    length end = set_atoms(setter, from, to, extent, &adjustment, line->x - extent->trim_left);
    if (extent->hyphen > 0) {
        text_decor_hyphen(setter, to - 1, end);
        end += extent->hyphen;
    }
    length outside = setter->end - (slot->x + slot->width);
    if (extent->hang > 0) {
        line->hung = outside <= 0 ? 0 : outside < extent->hang ? outside : extent->hang;
        end = setter->end - line->hung;
    }
    line->width = end - line->x;
    if (slot->align != TEXT_JUSTIFY)
        line->strain = 0;
}

/* Before text a tab is a space, and what it goes over is the space's width: then readers take the line for one.
 * An underlined tab without is a rule to write on. */
static void set_tab(struct text_setter *setter, const struct text_part *part)
{
    const struct text_atom *tab = &setter->paragraph->atoms[part->tab];
    const struct text_span *span = &setter->paragraph->spans[tab->span];
    setter->edge = setter->end = setter->ink_end = part->before;
    if (part->from < part->to && setter->paragraph->glyphs[tab->first_glyph].face >= 0) {
        set_glyph(setter, tab, 0, part->before);
        setter->last_glyph->text = STR(" ");
    } else if (span->rules != 0) {
        start_piece(setter, span, part->before, part->before);
        setter->ink_end = part->x;
        end_piece(setter, 0);
    }
    text_decor_leader(setter, part);
}

/* A line of several parts. */
static void set_tabbed(struct text_setter *setter, size_t from, size_t to)
{
    struct adjustment none = {0};
    struct text_part part = text_part_first(setter->paragraph, from, to);
    length start = part.x;
    do {
        size_t lead = part.tab == SIZE_MAX ? part.from : part.tab + 1;
        if (part.tab != SIZE_MAX)
            set_tab(setter, &part);
        for (; lead < part.from; lead++)
            set_atom(setter, &setter->paragraph->atoms[lead], part.x);
        set_atoms(setter, part.from, part.to, &part.extent, &none, part.x - part.extent.trim_left);
        end_piece(setter, 0);
    } while (text_part_next(setter->paragraph, to, &part));
    setter->line->x = start;
    setter->line->width = part.x + part.extent.natural - start;
}

/* In the same piece, if they are of one span? */
static inline bool goes_on(const struct text_drawn *before, const struct text_drawn *drawn)
{
    return drawn->face == before->face && drawn->rise == before->rise;
}

/* Room for every glyph, and for every piece that may begin. */
static enum status setter_init(struct text_setter *setter, size_t from, size_t to)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    size_t glyphs = 0, pieces = 0;
    const struct text_drawn *before = NULL;
    for (size_t i = from; i < to; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        if (atom->class == CLASS_HAN && before != NULL && atom->span == atom[-1].span &&
            atom->glyph_count == 1 && goes_on(before, &paragraph->glyphs[atom->first_glyph])) {
            before = &paragraph->glyphs[atom->first_glyph];
            glyphs++;
            continue;
        }
        bool box = atom->class == CLASS_BLANK || atom->class == CLASS_TAB;
        pieces += (size_t)box + (atom->class == CLASS_BLANK);
        if (i == from || atom->span != atom[-1].span || box)
            before = NULL;
        for (size_t k = 0; k < atom->glyph_count && !box; k++) {
            const struct text_drawn *drawn = &paragraph->glyphs[atom->first_glyph + k];
            pieces += before == NULL || !goes_on(before, drawn);
            before = drawn;
        }
        glyphs += atom->glyph_count;
    }
    size_t decor = text_decor_count(paragraph, from, to);
    setter->line->pieces = ARENA_NEW_ARRAY(setter->arena, pieces + decor, struct text_piece);
    setter->glyphs = arena_alloc_bytes(setter->arena, glyphs * sizeof *setter->glyphs);
    setter->decor = ARENA_NEW_ARRAY(setter->arena, decor, struct text_piece);
    return setter->line->pieces != NULL && setter->glyphs != NULL && setter->decor != NULL ? OK : NO_MEMORY;
}

/* The notes that belong to the atoms [from, to). */
static void find_notes(const struct text_paragraph *paragraph, size_t from, size_t to, struct text_line *line)
{
    size_t low = 0, high = paragraph->note_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (paragraph->note_atoms[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    while (high < paragraph->note_count && paragraph->note_atoms[high] < to)
        high++;
    if (high > low)
        line->notes = &paragraph->notes[low];
    line->note_count = high - low;
}

enum status text_line_set(const struct text_paragraph *paragraph, size_t from, size_t to,
                          const struct text_slot *slot, struct arena *arena, struct text_line *ret_line)
{
    struct text_extent extent = text_extent_of(paragraph, from, to);
    struct text_line line = {.x = slot->x, .forced = slot->last, .letters = extent.letters};
    struct text_setter setter = {.paragraph = paragraph, .arena = arena, .line = &line, .to = to};
    if (setter_init(&setter, from, to) != OK)
        return NO_MEMORY;
    if (extent.tabs)
        set_tabbed(&setter, from, to);
    else
        set_plain(&setter, from, to, &extent, slot);
    end_piece(&setter, 0);
    if (setter.no_memory)
        return NO_MEMORY;
    for (size_t i = 0; i < setter.decor_count; i++)
        line.pieces[line.piece_count++] = setter.decor[i];
    find_notes(paragraph, from, to, &line);
    *ret_line = line;
    return OK;
}
