/*
 * The door of the room: paragraphs made once, measured, and broken for any measure.
 *
 * A text that was met before, in the same clothes, is made only when something is asked that nobody asked of it then
 * (text_kept.c).
 *
 * Making goes through the steps of text_int.h in their order; what only they need lives in a scratch arena.
 * Breaking walks from one forced line end to the next, fits each stretch and sets its lines.
 */
#include <assert.h>

#include "text/text_int.h"
#include "text/messages.def"

static enum status check_size(struct diag *diag, const struct text_span *spans, size_t span_count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < span_count; i++)
        if (spans[i].kind == TEXT_SPAN_TEXT)
            bytes += spans[i].text.len;
    if (bytes <= TEXT_MAX_PARAGRAPH)
        return OK;
    return diag_report(diag, MSG_TEXT_PARAGRAPH_TOO_LONG, spans[0].place, bytes, (size_t)TEXT_MAX_PARAGRAPH);
}

/* Where lines may end, as soon as one must: most cells and headings are of one line. */
enum status text_levels_make(struct text_paragraph *paragraph)
{
    if (paragraph->has_levels)
        return OK;
    if (paragraph->manner.typed) { /* anywhere */
        paragraph->has_levels = true;
        return OK;
    }
    struct arena *scratch = arena_new(0);
    bool *candidates =
        scratch != NULL ? arena_alloc_bytes(scratch, paragraph->atom_count * sizeof *candidates) : NULL;
    enum status status =
        candidates != NULL ? text_candidates_find(paragraph, scratch, candidates) : NO_MEMORY;
    if (status == OK) {
        text_rules_apply(paragraph, candidates);
        text_hyphens_find(paragraph->diag, paragraph);
        paragraph->has_levels = true;
    }
    arena_free(scratch);
    return status;
}

/* Hyphenation may have something to tell; a box takes levels away. */
static bool wants_levels(const struct text_paragraph *paragraph)
{
    bool wants = paragraph->manner.hyphenate;
    for (size_t i = 0; i < paragraph->span_count && !wants; i++)
        wants = paragraph->spans[i].spread != 0;
    return wants;
}

static enum status make_gaps(struct text_paragraph *paragraph)
{
    struct arena *arena = paragraph->arena;
    size_t count = paragraph->atom_count;
    paragraph->gaps = ARENA_NEW_ARRAY(arena, count, struct text_gap);
    paragraph->sums = arena_alloc_bytes(arena, (count + 1) * sizeof *paragraph->sums);
    paragraph->solid_ends = arena_alloc_bytes(arena, (count + 1) * sizeof *paragraph->solid_ends);
    if (paragraph->gaps == NULL || paragraph->sums == NULL || paragraph->solid_ends == NULL)
        return NO_MEMORY;
    text_quotes_decide(paragraph);
    enum status status = wants_levels(paragraph) ? text_levels_make(paragraph) : OK;
    if (status == OK)
        text_gaps_make(paragraph);
    return status;
}

/* Makes what is not made yet. */
static enum status make_now(struct text_paragraph *paragraph)
{
    if (paragraph->made)
        return OK;
    enum status status = text_atoms_make(paragraph->arena, paragraph);
    if (status == OK)
        status = text_glyphs_make(paragraph->arena, paragraph->diag, paragraph->fonts, paragraph);
    if (status == OK)
        status = make_gaps(paragraph);
    paragraph->made = status == OK;
    return status;
}

enum status text_paragraph_make(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                                const struct text_spans *spans, struct text_paragraph **ret_paragraph)
{
    enum status status = check_size(diag, spans->items, spans->count);
    if (status != OK)
        return status;
    struct text_paragraph *paragraph = arena_alloc_bytes(arena, sizeof *paragraph);
    struct text_span *copy = arena_alloc_bytes(arena, spans->count * sizeof *copy);
    if (paragraph == NULL || copy == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < spans->count; i++) {
        assert(spans->items[i].role >= 0 || spans->items[i].kind != TEXT_SPAN_TEXT);
        copy[i] = spans->items[i];
    }
    *paragraph = (struct text_paragraph){.arena = arena,
                                         .diag = diag,
                                         .fonts = fonts,
                                         .manner = spans->manner,
                                         .spans = copy,
                                         .span_count = spans->count};
    if (!text_kept_find(paragraph)) {
        status = make_now(paragraph);
        if (status == OK)
            text_kept_add(paragraph);
    }
    if (status == OK)
        *ret_paragraph = paragraph;
    return status;
}

void text_close(void)
{
    text_kept_close();
    text_words_close();
    text_hyphens_close();
}

static size_t forced_end(const struct text_paragraph *paragraph, size_t from)
{
    while (from < paragraph->atom_count && paragraph->atoms[from].class != CLASS_FORCED)
        from++;
    return from;
}

/* The widest piece of the atoms [from, end) between gaps up to `level`. */
static length widest_piece(const struct text_paragraph *paragraph, size_t from, size_t end,
                           enum text_level level)
{
    length widest = 0;
    for (size_t i = from + 1; i <= end; i++) {
        if (i < end && paragraph->gaps[i].level > level)
            continue;
        widest = length_max(widest, text_extent_of(paragraph, from, i).natural);
        from = i;
    }
    return widest;
}

static struct text_widths widths_of(const struct text_paragraph *paragraph)
{
    struct text_widths widths = {0};
    struct text_paragraph own = *paragraph;
    own.manner.hang = false; /* nothing need hang where there is room */
    for (size_t from = 0; from <= paragraph->atom_count;) {
        size_t end = forced_end(paragraph, from);
        widths.hard = length_max(widths.hard, widest_piece(&own, from, end, LEVEL_HARD));
        widths.min = length_max(widths.min, widest_piece(&own, from, end, LEVEL_POOR));
        widths.natural = length_max(widths.natural, text_extent_of(&own, from, end).natural);
        text_whole_measure(&own, from, end, &widths);
        from = end + 1;
    }
    /* What would stand at the end of a line that goes on is not needed where none does. */
    if (widths.min > widths.natural)
        widths.min = widths.natural;
    if (widths.hard > widths.min)
        widths.hard = widths.min;
    widths.whole = length_max(widths.whole, widths.min);
    return widths;
}

enum status text_paragraph_widths(struct text_paragraph *paragraph, struct text_widths *ret_widths)
{
    const struct text_widths *kept = text_kept_widths(paragraph);
    enum status status = kept == NULL ? make_now(paragraph) : OK;
    if (status == OK && kept == NULL)
        status = text_levels_make(paragraph);
    if (status == OK)
        *ret_widths = kept != NULL ? *kept : widths_of(paragraph);
    if (status == OK && kept == NULL)
        text_kept_set_widths(paragraph, ret_widths);
    return status;
}

enum status text_paragraph_point(struct text_paragraph *paragraph, struct text_point_sides *ret_point)
{
    const struct text_point_sides *kept = text_kept_point(paragraph);
    enum status status = kept == NULL ? make_now(paragraph) : OK;
    if (status == OK)
        *ret_point = kept != NULL ? *kept : text_point_of(paragraph);
    if (status == OK && kept == NULL)
        text_kept_set_point(paragraph, ret_point);
    return status;
}

struct lines {
    struct text_line *items;
    size_t count, capacity;
};

/* What the end of a line before atom `at` divides. */
static enum text_broken broken_at(const struct text_paragraph *paragraph, size_t at)
{
    static const enum text_broken by_level[] = {
        [LEVEL_FREE] = TEXT_BROKEN_NOTHING,   [LEVEL_POOR] = TEXT_BROKEN_NOTHING,
        [LEVEL_HYPHEN] = TEXT_BROKEN_NOTHING, [LEVEL_LONG] = TEXT_BROKEN_CODE,
        [LEVEL_ESCAPE] = TEXT_BROKEN_RULE,    [LEVEL_SOFT] = TEXT_BROKEN_CODE,
        [LEVEL_HARD] = TEXT_BROKEN_WORD,      [LEVEL_DESPERATE] = TEXT_BROKEN_RULE,
        [LEVEL_NUMBER] = TEXT_BROKEN_NUMBER,  [LEVEL_NEVER] = TEXT_BROKEN_RULE,
    };
    return by_level[paragraph->gaps[at].level];
}

static enum status add_line(const struct text_paragraph *paragraph, struct arena *arena, size_t from,
                            size_t to, const struct text_slot *slot, struct lines *lines)
{
    struct text_line line;
    enum status status = text_line_set(paragraph, from, to, slot, arena, &line);
    if (status == OK && !paragraph->manner.typed)
        status = text_number_torn(paragraph, from, to, arena, &line.torn);
    if (status != OK)
        return status;
    if (!slot->last)
        line.broken = broken_at(paragraph, to);
    return ARENA_APPEND(arena, lines->items, lines->count, lines->capacity, &line);
}

/* Where the tail of the stretch begins; its end: there is none. */
static size_t tail_of(const struct text_fit *fit)
{
    size_t at = fit->to;
    while (at > fit->from && fit->paragraph->spans[fit->paragraph->atoms[at - 1].span].tail)
        at--;
    return at;
}

/* Where the lines of the stretch end: those before its tail as without it; that stands behind the last one, or has
 * its own. */
static enum status find_ends(const struct text_fit *fit, struct arena *scratch, size_t **ret_ends,
                             size_t *ret_count)
{
    const size_t at = tail_of(fit);
    if (at == fit->to || at == fit->from)
        return text_fit_lines(fit, scratch, ret_ends, ret_count);
    struct text_fit body = *fit, tail = *fit;
    size_t *ends, *more, count, more_count;
    body.to = tail.from = at;
    tail.first_width = tail.width;
    enum status status = text_fit_lines(&body, scratch, &ends, &count);
    if (status != OK)
        return status;
    if (text_fit_holds(fit, count > 1 ? ends[count - 2] : fit->from, fit->to)) {
        ends[count - 1] = fit->to;
        *ret_ends = ends;
        *ret_count = count;
        return OK;
    }
    status = text_fit_lines(&tail, scratch, &more, &more_count);
    size_t *all = status == OK ? ARENA_NEW_ARRAY(scratch, count + more_count, size_t) : NULL;
    if (all == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count + more_count; i++)
        all[i] = i < count ? ends[i] : more[i - count];
    *ret_ends = all;
    *ret_count = count + more_count;
    return OK;
}

/* Breaks the atoms [from, to) between two forced line ends; `paragraph` is `whole` as the measure has it. */
static enum status break_stretch(struct text_paragraph *whole, const struct text_paragraph *paragraph,
                                 struct arena *arena, size_t from, size_t to, struct lines *lines)
{
    const struct text_measure *measure = paragraph->measure;
    length indent = lines->count == 0 ? measure->first_indent : 0;
    const struct text_fit fit = text_fit_of(paragraph, from, to, measure, indent);
    if (text_fit_is_whole(&fit)) {
        struct text_slot slot = {measure->left + indent, fit.first_width, measure->align, true, fit.loose};
        return add_line(paragraph, arena, from, to, &slot, lines);
    }
    enum status status = text_levels_make(whole);
    if (status == OK && fit.words && !whole->manner.typed)
        status = text_words_find(whole);
    if (status != OK)
        return status;
    struct arena *scratch = arena_new(0);
    if (scratch == NULL)
        return NO_MEMORY;
    size_t *ends, count = 0;
    status = measure->lines > 0 ? text_loose_lines(&fit, scratch, measure->lines, &ends, &count)
                                : find_ends(&fit, scratch, &ends, &count);
    for (size_t i = 0; i < count && status == OK; i++) {
        struct text_slot slot = {measure->left + indent, fit.width - indent, measure->align, i + 1 == count,
                                 fit.loose};
        status = add_line(paragraph, arena, from, ends[i], &slot, lines);
        from = ends[i];
        indent = 0;
    }
    arena_free(scratch);
    return status;
}

static struct text_paragraph as_measured(const struct text_paragraph *paragraph,
                                         const struct text_measure *measure)
{
    struct text_paragraph own = *paragraph;
    own.measure = measure;
    own.manner.hang =
        paragraph->manner.hang && (measure->align == TEXT_JUSTIFY || measure->align == TEXT_LEFT);
    return own;
}

static enum status break_anew(struct text_paragraph *paragraph, struct arena *arena,
                              const struct text_measure *measure, struct text_line **ret_lines,
                              size_t *ret_count)
{
    struct lines lines = {0};
    struct text_paragraph own = as_measured(paragraph, measure);
    for (size_t from = 0; from <= paragraph->atom_count;) {
        size_t end = forced_end(paragraph, from);
        enum status status = break_stretch(paragraph, &own, arena, from, end, &lines);
        if (status != OK)
            return status;
        from = end + 1;
    }
    *ret_lines = lines.items;
    *ret_count = lines.count;
    return OK;
}

enum status text_paragraph_break(struct text_paragraph *paragraph, struct arena *arena,
                                 const struct text_measure *measure, struct text_line **ret_lines,
                                 size_t *ret_count)
{
    size_t count = 0;
    enum status status = text_kept_lines(paragraph, measure, arena, ret_lines, &count);
    if (status == OK && count == 0) {
        status = make_now(paragraph);
        if (status == OK)
            status = break_anew(paragraph, arena, measure, ret_lines, &count);
        if (status == OK)
            text_kept_set_lines(paragraph, measure, *ret_lines, count);
    }
    if (status == OK)
        *ret_count = count;
    return status;
}

enum status text_paragraph_looseness(struct text_paragraph *paragraph, const struct text_measure *measure,
                                     size_t lines, struct text_looseness *ret_looseness)
{
    *ret_looseness = (struct text_looseness){TEXT_LOOSE_NEVER, TEXT_LOOSE_NEVER};
    enum status status = make_now(paragraph);
    if (status != OK || paragraph->atom_count == 0)
        return status;
    struct text_paragraph own = as_measured(paragraph, measure);
    struct text_fit fit = text_fit_of(&own, 0, paragraph->atom_count, measure, measure->first_indent);
    if (!text_loose_may(&fit, lines))
        return OK;
    status = text_levels_make(paragraph);
    if (status != OK || paragraph->hyphens != NULL)
        return status;
    return text_loose_find(&fit, lines, ret_looseness);
}
