/*
 * Spans -> atoms: one row for the whole paragraph, so that nothing later sees where a span ends.
 *
 * Combining marks and variation selectors join the atom before them; characters without an image (joiners,
 * soft hyphens) are dropped, only U+200B, U+2060 and U+00AD leave word whether a line may end there, and a
 * cut leaves word of itself.  “ ” ‘ ’ — … · stand in Chinese and in English alike: they are Chinese unless
 * both neighbours are Latin.  Quotes look past spaces and are decided in pairs; dashes and ellipses need
 * letters on both sides, dots letters or digits (A·B, 10·5, but 张·李), and doubled ones are always Chinese.
 *
 * A note belongs to the last atom of its span; spans side by side with the same note count as one.
 */
#include "text/text_int.h"

#include "unicode/unicode.h"

static bool is_quote(uint32_t code)
{
    return code == 0x2018 || code == 0x2019 || code == 0x201c || code == 0x201d;
}

/* Does it stand in Chinese and in English alike? */
static bool is_shared(uint32_t code)
{
    return is_quote(code) || code == 0x2014 || code == 0x2026 || code == 0xb7;
}

static bool is_latin(uint32_t code, const struct text_kind *kind)
{
    return (code >= 0x20 && code < 0x7f) || kind->class == CLASS_LETTER || kind->class == CLASS_SPACE ||
           is_shared(code);
}

/* Does a mark or selector at `bytes` go on in the atom before it? */
static bool can_attach(const struct text_atom *atom, uint32_t span, const char *bytes)
{
    return atom->span == span && atom->text.len > 0 && atom->text.ptr + atom->text.len == bytes &&
           !text_is_space(atom);
}

/* Handles what makes no atom of its own; false: it does make one. */
static bool attach(struct text_atom *last, uint32_t span, uint32_t code, const struct text_kind *kind,
                   struct str text)
{
    if (kind->ignorable) {
        if (last == NULL)
            return true;
        if (text_is_selector(code) && can_attach(last, span, text.ptr)) {
            last->text.len += text.len;
            last->selected = true;
        }
        last->break_after |= code == 0x200b;
        last->hyphen_after |= code == 0xad;
        last->glue_after |= code == 0x2060 || code == 0xfeff;
        return true;
    }
    if (!kind->combining || last == NULL || !can_attach(last, span, text.ptr))
        return false;
    last->text.len += text.len;
    last->marked = true;
    return true;
}

static struct text_atom *last_atom(const struct text_paragraph *paragraph)
{
    return paragraph->atom_count > 0 ? &paragraph->atoms[paragraph->atom_count - 1] : NULL;
}

static void add_text(struct text_paragraph *paragraph, uint32_t index)
{
    const struct text_span *span = &paragraph->spans[index];
    uint32_t column = 0;
    for (size_t at = 0; at < span->text.len; column++) {
        size_t start = at;
        uint32_t code = utf8_next(span->text, &at);
        struct str text = str_slice(span->text, start, at);
        const struct text_kind kind = text_kind_of(code);
        struct text_atom *last = last_atom(paragraph);
        if ((kind.ignorable || kind.combining) && attach(last, index, code, &kind, text)) {
            paragraph->hyphenated |= code == 0xad;
            continue;
        }
        struct text_atom *atom = &paragraph->atoms[paragraph->atom_count++];
        *atom = (struct text_atom){.text = text,
                                   .code = code,
                                   .marks = kind.marks,
                                   .span = index,
                                   .column = column,
                                   .class = kind.class,
                                   .latin = kind.class != CLASS_HAN && is_latin(code, &kind)};
        paragraph->shared |= kind.class == CLASS_DASH || is_shared(code);
        if (!kind.combining)
            continue;
        atom->marked = true;
        atom->joined = last != NULL && !text_is_space(last) && last->class < CLASS_BLANK;
    }
}

static void add_span(struct text_paragraph *paragraph, uint32_t index)
{
    static const uint8_t classes[] = {
        [TEXT_SPAN_BREAK] = CLASS_FORCED, [TEXT_SPAN_BLANK] = CLASS_BLANK, [TEXT_SPAN_TAB] = CLASS_TAB};
    const struct text_span *span = &paragraph->spans[index];
    struct text_atom *last = last_atom(paragraph);
    if (span->kind == TEXT_SPAN_TEXT) {
        add_text(paragraph, index);
    } else if (span->kind == TEXT_SPAN_CUT) {
        if (last != NULL)
            paragraph->cuts = last->cut_after = true;
    } else {
        struct text_atom *atom = &paragraph->atoms[paragraph->atom_count++];
        *atom = (struct text_atom){.class = classes[span->kind]};
        atom->marks = MARK_ANY | (atom->class == CLASS_BLANK ? MARK_HAN : 0);
        atom->span = index;
    }
}

/* Behind span `index`: its note, if it has one, stands with the atom before. */
static void add_note(struct text_paragraph *paragraph, uint32_t index)
{
    uint32_t id = paragraph->spans[index].note;
    if (id == 0)
        return;
    bool goes_on = paragraph->note_count > 0 && index > 0 && paragraph->spans[index - 1].note == id;
    size_t at = goes_on ? paragraph->note_count - 1 : paragraph->note_count++;
    paragraph->notes[at] = id;
    paragraph->note_atoms[at] = paragraph->atom_count > 0 ? (uint32_t)paragraph->atom_count - 1 : 0;
}

/* Is the neighbour Latin, as seen from `atom`? */
static bool is_latin_beside(const struct text_atom *atom, const struct text_atom *neighbour)
{
    if (neighbour == NULL || neighbour->class >= CLASS_BLANK)
        return false;
    if (neighbour->class == CLASS_LETTER || (atom->code == 0xb7 && neighbour->class == CLASS_DIGIT))
        return true;
    return is_quote(atom->code) && neighbour->latin && !is_quote(neighbour->code);
}

/* One side of an atom that is Latin unless one of them is not. */
static void decide_side(struct text_atom *atom, const struct text_atom **neighbour)
{
    if (is_shared(atom->code))
        atom->latin = atom->latin && is_latin_beside(atom, *neighbour);
    if (!text_is_space(atom))
        *neighbour = atom;
}

static void decide_sides(struct text_paragraph *paragraph)
{
    const struct text_atom *left = NULL, *right = NULL;
    for (size_t i = 0; i < paragraph->atom_count; i++)
        decide_side(&paragraph->atoms[i], &left);
    for (size_t i = paragraph->atom_count; i-- > 0;)
        decide_side(&paragraph->atoms[i], &right);
}

static bool is_apostrophe(const struct text_paragraph *paragraph, size_t i)
{
    return paragraph->atoms[i].code == 0x2019 && i > 0 && i + 1 < paragraph->atom_count &&
           paragraph->atoms[i - 1].class == CLASS_LETTER && paragraph->atoms[i + 1].class == CLASS_LETTER;
}

/* An opening quote and its closing one are Latin together or not at all. */
static void decide_pairs(struct text_paragraph *paragraph)
{
    struct text_atom *open_double = NULL, *open_single = NULL;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        struct text_atom *atom = &paragraph->atoms[i];
        if (!is_quote(atom->code) || is_apostrophe(paragraph, i))
            continue;
        struct text_atom **open = atom->code >= 0x201c ? &open_double : &open_single;
        if (atom->code == 0x201c || atom->code == 0x2018) {
            *open = atom;
        } else if (*open != NULL) {
            bool latin = atom->latin && (*open)->latin;
            atom->latin = (*open)->latin = latin;
            *open = NULL;
        }
    }
}

/* Classes that follow from the decision; a single dash ties both sides, a doubled one does not. */
static void settle(struct text_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        struct text_atom *atom = &paragraph->atoms[i];
        bool doubled = (i > 0 && atom[-1].code == atom->code) ||
                       (i + 1 < paragraph->atom_count && atom[1].code == atom->code);
        if (atom->class == CLASS_DASH && doubled)
            atom->latin = false;
        if (atom->code == 0x2014 && !doubled)
            atom->marks |= MARK_NO_END | MARK_CONNECTOR;
        if (atom->latin && is_shared(atom->code)) {
            atom->class = CLASS_OTHER;
            atom->marks &= ~(uint32_t)(MARK_OPEN | MARK_CLOSE | MARK_DASH | MARK_MIDDLE);
        }
    }
}

enum status text_atoms_make(struct arena *arena, struct text_paragraph *paragraph)
{
    const size_t span_count = paragraph->span_count;
    size_t capacity = 0, notes = 0;
    for (size_t i = 0; i < span_count; i++) {
        capacity += paragraph->spans[i].kind == TEXT_SPAN_TEXT ? utf8_count(paragraph->spans[i].text) : 1;
        notes += paragraph->spans[i].note != 0;
    }
    paragraph->atoms = arena_alloc_bytes(arena, capacity * sizeof(struct text_atom));
    paragraph->notes = ARENA_NEW_ARRAY(arena, notes, uint32_t);
    paragraph->note_atoms = ARENA_NEW_ARRAY(arena, notes, uint32_t);
    if (paragraph->atoms == NULL || paragraph->notes == NULL || paragraph->note_atoms == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < span_count; i++) {
        add_span(paragraph, (uint32_t)i);
        add_note(paragraph, (uint32_t)i);
    }
    if (!paragraph->shared)
        return OK;
    decide_sides(paragraph);
    decide_pairs(paragraph);
    settle(paragraph);
    return OK;
}
