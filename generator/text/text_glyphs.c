/*
 * Atoms -> glyphs and advances, every character looked up once.
 *
 * Runs of Latin atoms of one span and face are shaped together, and a character with combining marks by
 * itself; everything else is one glyph an atom, full-width marks in their Chinese form, ⸺ as the two dashes
 * that it stands for.  A space that no face has is white, as is a tab's leader; anything else is reported
 * with its place (unless memory was missing), and so are marks that no face places, and more on one character
 * than UNICODE_MAX_MARKS.
 */
#include <assert.h>

#include "text/text_int.h"
#include "text/messages.def"

#include "unicode/unicode.h"

/* A run is cut after RUN_ATOMS: kerning across that cut is not missed. */
enum { RUN_ATOMS = 128, RUN_GLYPHS = 512, REPORTS = 8, TWO_EM_DASH = 0x2e3a };

struct maker {
    struct arena *arena;
    struct diag *diag;
    const struct font_set *fonts;
    struct text_paragraph *paragraph;
    size_t missing;
};

static const struct text_span *span_of(const struct maker *maker, const struct text_atom *atom)
{
    return &maker->paragraph->spans[atom->span];
}

static struct place place_of(const struct maker *maker, const struct text_atom *atom)
{
    struct place place = span_of(maker, atom)->place;
    if (place.file != NULL && place.line > 0)
        place.column += atom->column;
    return place;
}

static enum status report_missing(struct maker *maker, const struct text_atom *atom, uint32_t code,
                                  struct str text)
{
    if (font_memory_failed(maker->fonts))
        return NO_MEMORY;
    if (maker->missing++ >= REPORTS)
        return OK;
    diag_report(maker->diag, MSG_TEXT_NO_GLYPH, place_of(maker, atom), STR_ARGS(text), (unsigned)code);
    return OK;
}

static enum status add_glyph(struct maker *maker, struct text_atom *atom, struct text_drawn drawn)
{
    struct text_paragraph *paragraph = maker->paragraph;
    if (atom->glyph_count++ == 0)
        atom->first_glyph = (uint32_t)paragraph->glyph_count;
    if (paragraph->glyph_count < paragraph->glyph_capacity) {
        paragraph->glyphs[paragraph->glyph_count++] = drawn;
        return OK;
    }
    return ARENA_APPEND(maker->arena, paragraph->glyphs, paragraph->glyph_count, paragraph->glyph_capacity,
                        &drawn);
}

static struct text_drawn drawn_of(const struct font_glyph *glyph, length x)
{
    return (struct text_drawn){glyph->glyph, (int16_t)glyph->face, glyph->fallback, x, 0};
}

static length default_advance(const struct text_atom *atom, length size)
{
    if (atom->class == CLASS_WIDE_SPACE || atom->code == 0x2003)
        return size;
    return atom->code == 0x2002 ? size / 2 : size / 4;
}

/* What stands for the character: a tab in its own face, ⸺ as half of it. */
static uint32_t drawn_code(const struct text_atom *atom, uint32_t code)
{
    if (atom->class == CLASS_SPACE && code < 0x20)
        return ' ';
    return code == TWO_EM_DASH ? 0x2014 : code;
}

/* One glyph for each character of the atom, those after the first without advance. */
static enum status make_single(struct maker *maker, struct text_atom *atom)
{
    const struct text_span *span = span_of(maker, atom);
    if (atom->class == CLASS_WIDE_SPACE)
        atom->advance = span->size;
    for (size_t at = 0; at < atom->text.len;) {
        size_t start = at;
        uint32_t code = utf8_next(atom->text, &at);
        struct font_glyph glyph;
        if (text_is_selector(code))
            continue;
        if (!font_glyph_lookup(maker->fonts, span->role, drawn_code(atom, code), atom->latin, &glyph)) {
            if (text_is_space(atom))
                atom->advance = default_advance(atom, span->size);
            else if (report_missing(maker, atom, code, str_slice(atom->text, start, at)) != OK)
                return NO_MEMORY;
            continue;
        }
        struct text_drawn drawn = drawn_of(&glyph, start > 0 ? atom->advance : 0);
        if (start == 0 && !atom->joined && atom->class != CLASS_WIDE_SPACE)
            atom->advance = text_scale(span->size, glyph.advance);
        if (add_glyph(maker, atom, drawn) != OK)
            return NO_MEMORY;
        if (code != TWO_EM_DASH)
            continue;
        drawn.x = atom->advance;
        atom->advance *= 2;
        if (add_glyph(maker, atom, drawn) != OK)
            return NO_MEMORY;
    }
    return OK;
}

/* The space that a tab or blank is to who copies the line; face -1: none has one. */
static enum status make_white(struct maker *maker, struct text_atom *atom, bool latin)
{
    const struct text_span *span = span_of(maker, atom);
    struct font_glyph glyph;
    struct text_drawn space = {.face = -1};
    if (font_glyph_lookup(maker->fonts, span->role, ' ', latin, &glyph))
        space = drawn_of(&glyph, 0);
    return add_glyph(maker, atom, space);
}

/* Behind its space the leader's first character, to be repeated. */
static enum status make_tab(struct maker *maker, struct text_atom *atom)
{
    const struct text_span *span = span_of(maker, atom);
    struct font_glyph glyph;
    if (make_white(maker, atom, true) != OK)
        return NO_MEMORY;
    if (span->text.len == 0)
        return OK;
    size_t end = 0;
    uint32_t code = utf8_next(span->text, &end);
    if (!font_glyph_lookup(maker->fonts, span->role, code, code < 0x7f, &glyph))
        return report_missing(maker, atom, code, str_slice(span->text, 0, end));
    atom->advance = text_scale(span->size, glyph.advance);
    return add_glyph(maker, atom, drawn_of(&glyph, 0));
}

/* The one face that has every character of the atom, or -1: not to be shaped. */
static int shaping_face(const struct maker *maker, const struct text_atom *atom, struct font_glyph *ret_glyph)
{
    int face = -1;
    if (!atom->latin || atom->selected || atom->joined || atom->marked || text_is_space(atom))
        return -1;
    for (size_t at = 0; at < atom->text.len;) {
        struct font_glyph glyph;
        uint32_t code = utf8_next(atom->text, &at);
        if (!font_glyph_lookup(maker->fonts, span_of(maker, atom)->role, code, true, &glyph))
            return -1;
        if (face >= 0 && glyph.face != face)
            return -1;
        face = glyph.face;
        *ret_glyph = glyph;
    }
    return face;
}

static size_t run_end(const struct maker *maker, size_t from, int face)
{
    const struct text_atom *atoms = maker->paragraph->atoms;
    size_t to = from + 1;
    struct font_glyph glyph;
    while (to < maker->paragraph->atom_count && to - from < RUN_ATOMS && atoms[to].span == atoms[from].span &&
           atoms[to].text.ptr == atoms[to - 1].text.ptr + atoms[to - 1].text.len &&
           shaping_face(maker, &atoms[to], &glyph) == face)
        to++;
    return to;
}

/* Hands the shaped glyphs to the atoms [from, to) that their clusters begin in. */
static enum status assign(struct maker *maker, size_t from, size_t to, const struct font_shaped *shaped,
                          size_t count, struct text_drawn drawn)
{
    struct text_atom *atoms = maker->paragraph->atoms;
    const char *base = atoms[from].text.ptr;
    length size = span_of(maker, &atoms[from])->size;
    size_t next = 0;
    for (size_t i = from; i < to; i++) {
        size_t end = (size_t)(atoms[i].text.ptr + atoms[i].text.len - base);
        for (; next < count && shaped[next].cluster < end; next++) {
            drawn.glyph = shaped[next].glyph;
            drawn.x = atoms[i].advance + text_scale(size, shaped[next].x_offset);
            atoms[i].advance += text_scale(size, shaped[next].advance);
            if (add_glyph(maker, &atoms[i], drawn) != OK)
                return NO_MEMORY;
        }
        if (atoms[i].glyph_count == 0)
            atoms[i].joined = true;
    }
    return OK;
}

/* Shapes the run that begins at `from`; *ret_to: behind it, or `from` when it cannot be shaped. */
static enum status make_run(struct maker *maker, size_t from, size_t *ret_to)
{
    struct text_atom *atoms = maker->paragraph->atoms;
    struct font_shaped shaped[RUN_GLYPHS];
    struct font_glyph glyph = {0};
    size_t count = 0;
    *ret_to = from;
    int face = shaping_face(maker, &atoms[from], &glyph);
    if (face < 0)
        return OK;
    size_t to = run_end(maker, from, face);
    const char *end = atoms[to - 1].text.ptr + atoms[to - 1].text.len;
    struct str text = {atoms[from].text.ptr, (size_t)(end - atoms[from].text.ptr)};
    enum status status = font_shape(maker->fonts, face, text, shaped, RUN_GLYPHS, &count);
    if (status == FAILED || (status == OK && count == 0))
        return OK;
    if (status != OK)
        return status;
    if (span_of(maker, &atoms[from])->tracking > 0 && count < to - from)
        return OK; /* white goes between the letters of a ligature: one glyph each */
    *ret_to = to;
    return assign(maker, from, to, shaped, count, drawn_of(&glyph, 0));
}

/* --- combining marks --- */

/* The face of the character, or else that of its marks, if it places them.  FAILED: the square font, where
 * marks have no places. */
static enum status marked_face(const struct maker *maker, const struct text_atom *atom,
                               struct font_glyph *ret_glyph, bool *ret_placed)
{
    enum status status = OK;
    *ret_placed = false;
    for (size_t at = 0; at < atom->text.len && status == OK && !*ret_placed;) {
        const bool latin = at > 0 || atom->latin;
        const uint32_t code = utf8_next(atom->text, &at);
        if (font_glyph_lookup(maker->fonts, span_of(maker, atom)->role, code, latin, ret_glyph))
            status = font_marks_placed(maker->fonts, ret_glyph->face, atom->text, ret_placed);
    }
    return status;
}

static bool is_piled(struct maker *maker, const struct text_atom *atom)
{
    struct unicode_pile pile;
    if (!(atom->marked || atom->selected) || !unicode_find_pile(atom->text, &pile))
        return false;
    struct buf described = BUF((size_t)VISIBLE_MAX * 4);
    unicode_describe(pile.base, &described);
    if (maker->missing++ < REPORTS)
        diag_report(maker->diag, MSG_TEXT_MARKS, place_of(maker, atom), STR_ARGS(buf_str(&described)),
                    pile.marks, (int)UNICODE_MAX_MARKS);
    buf_clear(&described);
    return true;
}

static enum status report_mark(struct maker *maker, const struct text_atom *atom)
{
    size_t at = 0;
    uint32_t code = utf8_next(atom->text, &at);
    while (at < atom->text.len)
        code = utf8_next(atom->text, &at); /* the last: those before it are often composed */
    if (maker->missing++ < REPORTS)
        diag_report(maker->diag, MSG_TEXT_MARK, place_of(maker, atom), STR_ARGS(atom->text), (unsigned)code);
    return OK;
}

/* A character with combining marks, as one face sets it: composed, or each mark in its place.  FAILED: as
 * marked_face. */
static enum status make_marked(struct maker *maker, struct text_atom *atom)
{
    enum { GLYPHS = 64 };
    struct font_shaped shaped[GLYPHS];
    struct font_glyph glyph = {0};
    size_t count = 0;
    bool placed = false;
    const length size = span_of(maker, atom)->size;
    bool alone = unicode_is_combining(atom->code); /* nothing before it, or another span */
    enum status status = alone ? OK : marked_face(maker, atom, &glyph, &placed);
    if (status != OK || !placed)
        return status != OK ? status : report_mark(maker, atom);
    status = font_shape(maker->fonts, glyph.face, atom->text, shaped, GLYPHS, &count);
    for (size_t i = 0; i < count && status == OK; i++) {
        struct text_drawn drawn = drawn_of(&glyph, atom->advance + text_scale(size, shaped[i].x_offset));
        drawn.glyph = shaped[i].glyph;
        drawn.rise += text_scale(size, shaped[i].y_offset);
        atom->advance += text_scale(size, shaped[i].advance);
        status = add_glyph(maker, atom, drawn);
    }
    return status == FAILED ? report_mark(maker, atom) : status;
}

/* By itself. */
static enum status make_atom(struct maker *maker, struct text_atom *atom)
{
    const struct text_atom *last = &maker->paragraph->atoms[maker->paragraph->atom_count - 1];
    if (atom->class == CLASS_BLANK) {
        atom->advance = span_of(maker, atom)->width;
        return make_white(maker, atom, atom == last || atom[1].latin); /* as what stands behind */
    }
    if (atom->class == CLASS_TAB)
        return make_tab(maker, atom);
    if (is_piled(maker, atom))
        return OK;
    enum status status = atom->marked && !atom->selected ? make_marked(maker, atom) : FAILED;
    return status == FAILED ? make_single(maker, atom) : status;
}

/* A Han character alone, as nearly all are; false: it is more, or no face has it. */
static bool make_han(struct maker *maker, struct text_atom *atom)
{
    struct text_paragraph *paragraph = maker->paragraph;
    const struct text_span *span = span_of(maker, atom);
    struct font_glyph glyph;
    if (atom->class != CLASS_HAN || atom->selected || atom->marked || atom->joined ||
        paragraph->glyph_count == paragraph->glyph_capacity ||
        !font_glyph_lookup(maker->fonts, span->role, atom->code, false, &glyph))
        return false;
    atom->advance = text_scale(span->size, glyph.advance);
    atom->glyph_count = 1;
    atom->first_glyph = (uint32_t)paragraph->glyph_count;
    paragraph->glyphs[paragraph->glyph_count++] = drawn_of(&glyph, 0);
    return true;
}

static enum status make_all(struct maker *maker)
{
    struct text_paragraph *paragraph = maker->paragraph;
    paragraph->glyphs = arena_alloc_bytes(maker->arena, paragraph->atom_count * sizeof *paragraph->glyphs);
    if (paragraph->glyphs == NULL)
        return NO_MEMORY;
    paragraph->glyph_capacity = paragraph->atom_count;
    for (size_t i = 0; i < paragraph->atom_count;) {
        size_t to = i;
        if (make_han(maker, &paragraph->atoms[i])) {
            i++;
            continue;
        }
        enum status status = make_run(maker, i, &to);
        if (status == OK && to == i)
            status = make_atom(maker, &paragraph->atoms[to++]);
        if (status != OK)
            return status;
        i = to;
    }
    return maker->missing > 0 ? FAILED : OK;
}

enum status text_glyphs_make(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                             struct text_paragraph *paragraph)
{
    struct maker maker = {arena, diag, fonts, paragraph, 0};
    enum status status = make_all(&maker);
    if (status == OK) {
        text_cells_make(fonts, paragraph);
        status = text_extras_make(arena, fonts, paragraph);
    }
    /* Another face's glyphs may stand where the right one had no memory. */
    return font_memory_failed(fonts) ? NO_MEMORY : status;
}
