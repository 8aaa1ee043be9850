/*
 * One line: the atoms [from, to) in a slot, as pieces.
 *
 * Too wide: marks and spaces give way in clreq's order, rank by rank; the rank in which it ends shares by
 * capacity. Too narrow and justified: word spaces first, then the space between Han and Latin, each up to
 * half an em, then all other gaps by up to a quarter; beyond that every gap that stretches alike.  Shares are
 * cumulative sums rounded once, so the line ends exactly at the slot's edge.  A line that would need more
 * than half an em in every gap stays as it is. Spaces at the end stand at the line's end without width; the
 * blank half of a mark at either end lies outside the line.
 */
#include "text/text_int.h"

/* A pool of white to be taken (or given), shared among gaps by their capacity. */
struct share {
    length amount, capacity, seen;
};

struct adjustment {
    bool squeeze;
    struct share ranks[SHRINK_RANK_LAST + 1];
    struct share words, han_latin, others, all;
};

static length share_next(struct share *share, length capacity)
{
    if (share->capacity <= 0 || capacity <= 0)
        return 0;
    length before = share->amount * share->seen / share->capacity;
    share->seen += capacity;
    return share->amount * share->seen / share->capacity - before;
}

/* Fills the share from what is left. */
static void share_fill(struct share *share, length *left)
{
    share->amount = *left < share->capacity ? *left : share->capacity;
    *left -= share->amount;
}

static void add_capacities(const struct text_paragraph *paragraph, size_t from, size_t to,
                           struct adjustment *adjustment)
{
    for (size_t i = from + 1; i < to; i++) {
        const struct text_gap *gap = &paragraph->gaps[i];
        adjustment->ranks[gap->shrink_rank].capacity += gap->shrink;
        if (gap->stretch_kind == STRETCH_WORD)
            adjustment->words.capacity += gap->stretch;
        if (gap->stretch_kind == STRETCH_HAN_LATIN)
            adjustment->han_latin.capacity += gap->stretch;
        if (gap->stretch_kind == STRETCH_OTHER)
            adjustment->others.capacity += gap->stretch;
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
    if (slack == 0 || extent->solid_end <= from)
        return;
    add_capacities(paragraph, from, extent->solid_end, adjustment);
    if (slack < 0) {
        length left = -slack;
        bool may = slot->align == TEXT_JUSTIFY || slot->align == TEXT_SPREAD;
        for (int rank = SHRINK_RANK_FIRST; rank <= SHRINK_RANK_LAST && may; rank++)
            share_fill(&adjustment->ranks[rank], &left);
        return;
    }
    if (!stretch)
        return;
    length size = paragraph->spans[paragraph->atoms[from].span].size;
    length rest = slack - adjustment->words.capacity - adjustment->han_latin.capacity;
    if (slot->align == TEXT_JUSTIFY && rest > adjustment->all.capacity * size / TEXT_STRETCH_LIMIT)
        return;
    share_fill(&adjustment->words, &slack);
    share_fill(&adjustment->han_latin, &slack);
    share_fill(&adjustment->others, &slack);
    if (adjustment->all.capacity > 0)
        adjustment->all.amount = slack;
}

/* The gap's width in this line; gaps must be asked for in order. */
static length gap_width(struct adjustment *adjustment, const struct text_gap *gap)
{
    if (adjustment->squeeze)
        return gap->width - share_next(&adjustment->ranks[gap->shrink_rank], gap->shrink);
    length width = gap->width;
    if (gap->stretch_kind == STRETCH_WORD)
        width += share_next(&adjustment->words, gap->stretch);
    if (gap->stretch_kind == STRETCH_HAN_LATIN)
        width += share_next(&adjustment->han_latin, gap->stretch);
    if (gap->stretch_kind == STRETCH_OTHER)
        width += share_next(&adjustment->others, gap->stretch);
    if (gap->stretch_kind != STRETCH_NONE)
        width += share_next(&adjustment->all, 1);
    return width;
}

struct setter {
    const struct text_paragraph *paragraph;
    struct text_line *line;
    struct text_glyph *glyphs, *last_glyph;
    size_t glyph_count;
    length end; /* where the last atom ended */
};

static bool same_piece(const struct text_piece *piece, const struct text_span *span,
                       const struct text_drawn *drawn)
{
    return piece->face == drawn->face && piece->size == span->size && piece->rise == drawn->rise &&
           piece->color == span->color && piece->underline == span->underline;
}

static struct text_piece *start_piece(struct setter *setter, const struct text_span *span, length x)
{
    struct text_line *line = setter->line;
    struct text_piece *before = line->piece_count > 0 ? &line->pieces[line->piece_count - 1] : NULL;
    if (before != NULL) {
        bool joined = before->underline && span->underline && x > setter->end;
        before->width = (joined ? x : setter->end) - before->x;
    }
    struct text_piece *piece = &line->pieces[line->piece_count++];
    *piece = (struct text_piece){
        .face = -1, .size = span->size, .x = x, .color = span->color, .underline = span->underline};
    return piece;
}

static void set_glyph(struct setter *setter, const struct text_atom *atom, size_t index, length x)
{
    const struct text_span *span = &setter->paragraph->spans[atom->span];
    const struct text_drawn *drawn = &setter->paragraph->glyphs[atom->first_glyph + index];
    struct text_line *line = setter->line;
    struct text_piece *piece = line->piece_count > 0 ? &line->pieces[line->piece_count - 1] : NULL;
    if (piece == NULL || !same_piece(piece, span, drawn)) {
        piece = start_piece(setter, span, x + drawn->x);
        piece->face = drawn->face;
        piece->rise = drawn->rise;
        piece->glyphs = &setter->glyphs[setter->glyph_count];
    }
    struct text_glyph *glyph = &setter->glyphs[setter->glyph_count++];
    glyph->glyph = drawn->glyph;
    glyph->x = x + drawn->x - piece->x;
    if (index == 0) {
        glyph->text = atom->text;
        setter->last_glyph = glyph;
    }
    piece->glyph_count++;
}

static void set_atom(struct setter *setter, const struct text_atom *atom, length x)
{
    if (atom->class == CLASS_BLANK)
        start_piece(setter, &setter->paragraph->spans[atom->span], x);
    for (size_t i = 0; i < atom->glyph_count; i++)
        set_glyph(setter, atom, i, x);
    struct text_glyph *last = setter->last_glyph;
    if (atom->joined && atom->glyph_count == 0 && last != NULL &&
        last->text.ptr + last->text.len == atom->text.ptr)
        last->text.len += atom->text.len;
}

static size_t count_glyphs(const struct text_paragraph *paragraph, size_t from, size_t to, size_t *ret_pieces)
{
    size_t glyphs = 0, pieces = 0;
    const struct text_drawn *before = NULL;
    uint32_t span = 0;
    for (size_t i = from; i < to; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        if (atom->class == CLASS_BLANK) {
            pieces++;
            before = NULL;
        }
        for (size_t k = 0; k < atom->glyph_count; k++) {
            const struct text_drawn *drawn = &paragraph->glyphs[atom->first_glyph + k];
            if (before == NULL || span != atom->span || drawn->face != before->face ||
                drawn->rise != before->rise)
                pieces++;
            before = drawn;
            span = atom->span;
        }
        glyphs += atom->glyph_count;
    }
    *ret_pieces = pieces;
    return glyphs;
}

/* Where the ink begins. */
static length line_x(const struct text_slot *slot, length width)
{
    length slack = slot->width - width;
    if (slack > 0 && slot->align == TEXT_CENTER)
        return slot->x + slack / 2;
    return slack > 0 && slot->align == TEXT_RIGHT ? slot->x + slack : slot->x;
}

static void set_atoms(struct setter *setter, size_t from, size_t to, const struct text_extent *extent,
                      const struct text_slot *slot)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    struct adjustment adjustment;
    adjustment_make(paragraph, from, extent, slot, &adjustment);
    length natural = extent->natural;
    bool lone_blank = extent->solid_end == from + 1 && paragraph->atoms[from].class == CLASS_BLANK;
    if (lone_blank && natural > slot->width && slot->width > 0)
        natural = slot->width;
    length x = line_x(slot, natural);
    setter->line->x = x;
    x -= extent->trim_left;
    setter->end = x;
    for (size_t i = from; i < to; i++) {
        bool trailing = i >= extent->solid_end;
        if (i > from && !trailing)
            x += gap_width(&adjustment, &paragraph->gaps[i]);
        set_atom(setter, &paragraph->atoms[i], x);
        if (!trailing)
            x += lone_blank ? natural : paragraph->atoms[i].advance;
        if (i + 1 == extent->solid_end)
            x -= extent->trim_right;
        setter->end = x;
    }
    setter->line->width = setter->end - setter->line->x;
    if (setter->line->piece_count > 0) {
        struct text_piece *last = &setter->line->pieces[setter->line->piece_count - 1];
        last->width = setter->end - last->x;
    }
}

enum status text_line_set(const struct text_paragraph *paragraph, size_t from, size_t to,
                          const struct text_slot *slot, struct arena *arena, struct text_line *ret_line)
{
    struct text_extent extent = text_extent_of(paragraph, from, to);
    struct text_line line = {.x = slot->x, .forced = slot->last};
    size_t pieces, glyphs = count_glyphs(paragraph, from, to, &pieces);
    line.pieces = ARENA_NEW_ARRAY(arena, pieces, struct text_piece);
    struct setter setter = {.paragraph = paragraph, .line = &line};
    setter.glyphs = ARENA_NEW_ARRAY(arena, glyphs, struct text_glyph);
    if (line.pieces == NULL || setter.glyphs == NULL)
        return NO_MEMORY;
    set_atoms(&setter, from, to, &extent, slot);
    *ret_line = line;
    return OK;
}
