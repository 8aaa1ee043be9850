/*
 * Which glyphs the pages use, and for which texts.
 *
 * A glyph run falls into clusters: a glyph and the glyphs without text behind it.  A cluster of one glyph
 * with a text is a "use" of the pair (glyph, text).  The glyphs of other clusters must be in the program, but
 * are copied back by /ActualText over the whole cluster.  Pages are written while they are made, so a code
 * is given once and for all at first sight, the next free one: the first text that a glyph stands for gets the
 * glyph's own code, a further text (· for U+00B7 and U+30FB) that of a copy of the glyph.  /ActualText would do,
 * but not every reader asks for it; a face that runs short of codes is left with it.
 *
 * Kept per face, in a hash table and in order of first sight (so: deterministic).  The pair of a glyph and no
 * text is always there: the glyph's primary, which has its own code and its advance.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.def"

#include <assert.h>

enum { LAST_CODE = 0xFFFE /* a program has 65,535 glyphs */, RESERVED_CODES = 0x4000 };

struct pdf_cluster pdf_cluster_next(const struct page_item *item, size_t from)
{
    struct pdf_cluster cluster = {.from = from, .to = from + 1, .text = item->glyphs[from].text};
    while (cluster.to < item->glyph_count && item->glyphs[cluster.to].text.len == 0)
        cluster.to++;
    return cluster;
}

static size_t first_slot(const struct pdf_face *face, uint32_t glyph, struct str text)
{
    uint64_t hash = str_hash(text) ^ ((uint64_t)glyph * 0x9E3779B97F4A7C15u);
    hash ^= hash >> 32;
    return (size_t)hash & (face->slot_capacity - 1);
}

/* Where the pair is, or the free slot where it belongs. */
static struct pdf_use **find_slot(const struct pdf_face *face, uint32_t glyph, struct str text)
{
    size_t at = first_slot(face, glyph, text);
    while (face->slots[at] != NULL) {
        const struct pdf_use *use = face->slots[at];
        if (use->glyph == glyph && str_equal(use->text, text))
            break;
        at = (at + 1) & (face->slot_capacity - 1);
    }
    return &face->slots[at];
}

static enum status grow_slots(struct pdf *pdf, struct pdf_face *face)
{
    size_t capacity = face->slot_capacity == 0 ? 256 : face->slot_capacity * 2;
    struct pdf_use **slots = ARENA_NEW_ARRAY(pdf->arena, capacity, struct pdf_use *);
    if (slots == NULL)
        return NO_MEMORY;
    face->slots = slots;
    face->slot_capacity = capacity;
    for (size_t i = 0; i < face->use_count; i++)
        *find_slot(face, face->uses[i]->glyph, face->uses[i]->text) = face->uses[i];
    return OK;
}

/* NULL: no memory. */
static struct pdf_use *add_use(struct pdf *pdf, struct pdf_face *face, uint32_t glyph, struct str text)
{
    if (face->use_count * 2 >= face->slot_capacity && grow_slots(pdf, face) != OK)
        return NULL;
    struct pdf_use *use = ARENA_NEW(pdf->arena, struct pdf_use);
    struct str copy = text.len > 0 ? arena_copy(pdf->arena, text) : STR("");
    if (use == NULL || copy.ptr == NULL ||
        arena_grow(pdf->arena, &face->uses, face->use_count, &face->use_capacity, sizeof *face->uses) != OK)
        return NULL;
    *use = (struct pdf_use){.glyph = glyph, .text = copy};
    face->uses[face->use_count++] = use;
    *find_slot(face, glyph, copy) = use;
    return use;
}

/* The use, if it was seen before. */
static struct pdf_use *lookup_use(const struct pdf_face *face, uint32_t glyph, struct str text)
{
    return face->slot_capacity == 0 ? NULL : *find_slot(face, glyph, text);
}

static enum status take_primary(struct pdf *pdf, struct pdf_face *face, uint32_t glyph,
                                struct pdf_use **ret_primary)
{
    struct pdf_use *primary = lookup_use(face, glyph, STR(""));
    if (primary == NULL) {
        if (glyph != 0 && face->last_code == LAST_CODE)
            return diag_report(pdf->diag, MSG_PDF_CODES, ((struct place){0}), STR_ARGS(face->facts.family),
                               LAST_CODE);
        primary = add_use(pdf, face, glyph, STR(""));
        if (primary == NULL)
            return NO_MEMORY;
        primary->primary = primary;
        primary->is_coded = true;
        primary->advance = font_face_advance(pdf->fonts, face->face, glyph);
        if (glyph != 0) {
            primary->code = ++face->last_code;
            face->glyph_count++;
        }
    }
    *ret_primary = primary;
    return OK;
}

/* Codes are left for glyphs that were not yet used: for all of them, or for more than a document will have. */
static bool has_spare_code(const struct pdf_face *face)
{
    size_t unseen = face->facts.glyph_count - face->glyph_count;
    return face->last_code + (unseen < RESERVED_CODES ? unseen : RESERVED_CODES) < LAST_CODE;
}

/* It was not seen before. */
static enum status make_use(struct pdf *pdf, struct pdf_face *face, struct pdf_use *primary, struct str text,
                            struct pdf_use **ret_use)
{
    struct pdf_use *use = add_use(pdf, face, primary->glyph, text);
    if (use == NULL)
        return NO_MEMORY;
    *ret_use = use;
    use->primary = primary;
    use->code = primary->code;
    use->advance = primary->advance;
    if (text.len > PDF_MAX_UNICODE)
        return OK;
    use->copy = use->text;
    if (!primary->is_taken) {
        primary->is_taken = true;
        primary->copy = use->text;
        use->is_coded = true;
    } else if (has_spare_code(face)) {
        use->code = ++face->last_code;
        use->is_coded = true;
    }
    return OK;
}

enum status pdf_use_take(struct pdf *pdf, struct pdf_face *face, uint32_t glyph, struct str text,
                         struct pdf_use **ret_use)
{
    struct pdf_use *primary = NULL;
    *ret_use = lookup_use(face, glyph, text);
    if (*ret_use != NULL)
        return OK;
    enum status status = take_primary(pdf, face, glyph, &primary);
    if (status == OK && text.len > 0)
        return make_use(pdf, face, primary, text, ret_use);
    *ret_use = primary;
    return status;
}

enum status pdf_use_in_span(struct pdf *pdf, struct pdf_use *primary, struct str text, bool first)
{
    primary->is_ornament = primary->is_ornament || text.len == 0;
    if (!first || primary->copy.len > 0 || text.len == 0 || text.len > PDF_MAX_UNICODE)
        return OK;
    primary->copy = arena_copy(pdf->arena, text); /* for readers that do not ask for /ActualText */
    return primary->copy.ptr == NULL ? NO_MEMORY : OK;
}

enum status pdf_face_open(struct pdf *pdf, int face, struct pdf_face **ret_face)
{
    assert(face >= 0 && (size_t)face < pdf->face_count);
    struct pdf_face *own = &pdf->faces[face];
    *ret_face = own;
    if (own->is_used)
        return OK;
    font_face_facts(pdf->fonts, face, &own->facts);
    if (own->facts.outline == FONT_NONE)
        return diag_report(pdf->diag, MSG_PDF_NO_OUTLINE, ((struct place){0}), STR_ARGS(own->facts.family));
    own->is_used = true;
    return OK;
}
