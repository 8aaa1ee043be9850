/*
 * Which glyphs the pages use, and for which texts.
 *
 * A glyph run falls into clusters: a glyph and the glyphs without text behind it.  A cluster of one glyph
 * with a text is a "use" of the pair (glyph, text).  The glyphs of other clusters must be in the subset, but
 * are copied back by /ActualText over the whole cluster.  Pages are written while they are made, so a code
 * is given once and for all at first sight:
 *
 *   the first text that a glyph stands for gets the glyph's own code: for CFF its CID, which does not depend
 *   on what else is in the subset; for TrueType the next free one, which a CIDToGIDMap leads to the glyph;
 *   a further text (· for U+00B7 and U+30FB) gets a code of its own in TrueType; in CFF, where the code is
 *   the glyph, the same code in a further font of the face with its own ToUnicode: /ActualText would do, but
 *   not every reader asks for it.  What has more than PDF_MAX_FONTS texts is wrapped after all.
 *
 * Kept per face, in a hash table and in order of first sight (so: deterministic).  The pair of a glyph and no
 * text is always there: the glyph's primary, which has its own code and its advance.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.def"

#include <assert.h>

enum { LAST_CODE = 0xFFFF };

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

static struct pdf_use *take_primary(struct pdf *pdf, struct pdf_face *face, uint32_t glyph)
{
    struct pdf_use *primary = lookup_use(face, glyph, STR(""));
    if (primary != NULL)
        return primary;
    primary = add_use(pdf, face, glyph, STR(""));
    if (primary == NULL)
        return NULL;
    primary->primary = primary;
    primary->is_coded = true;
    primary->advance = font_face_advance(pdf->fonts, face->face, glyph);
    if (face->facts.outline == FONT_CFF)
        primary->code = font_glyph_cid(pdf->fonts, face->face, glyph);
    else if (glyph != 0)
        primary->code = ++face->last_code;
    face->glyph_count += glyph != 0 ? 1 : 0;
    return primary;
}

/* There must be left a TrueType code for each glyph that was not yet used. */
static bool has_spare_code(const struct pdf_face *face)
{
    return face->last_code + 1 + (face->facts.glyph_count - face->glyph_count) <= LAST_CODE;
}

static void assign_further(struct pdf_face *face, struct pdf_use *use)
{
    struct pdf_use *primary = use->primary;
    if (face->facts.outline == FONT_TRUETYPE && has_spare_code(face)) {
        use->code = ++face->last_code;
        use->is_coded = true;
    } else if (face->facts.outline == FONT_CFF && primary->further + 1 < PDF_MAX_FONTS) {
        use->font = ++primary->further;
        use->is_coded = true;
        if (use->font >= face->font_count)
            face->font_count = use->font + 1;
    }
}

struct pdf_use *pdf_use_take(struct pdf *pdf, struct pdf_face *face, uint32_t glyph, struct str text)
{
    struct pdf_use *use = lookup_use(face, glyph, text);
    if (use != NULL)
        return use;
    struct pdf_use *primary = take_primary(pdf, face, glyph);
    if (primary == NULL || text.len == 0)
        return primary;
    use = add_use(pdf, face, glyph, text);
    if (use == NULL)
        return NULL;
    use->primary = primary;
    use->code = primary->code;
    use->advance = primary->advance;
    if (text.len > PDF_MAX_UNICODE)
        return use;
    use->copy = use->text;
    if (!primary->is_taken) {
        primary->is_taken = true;
        primary->copy = use->text;
        use->is_coded = true;
    } else {
        assign_further(face, use);
    }
    return use;
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
    if (own->font_count > 0)
        return OK;
    font_face_facts(pdf->fonts, face, &own->facts);
    if (own->facts.outline == FONT_NONE)
        return diag_report(pdf->diag, MSG_PDF_NO_OUTLINE, ((struct place){0}), STR_ARGS(own->facts.family));
    own->font_count = 1;
    return OK;
}
