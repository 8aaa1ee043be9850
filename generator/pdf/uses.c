/*
 * Which glyphs the pages use, for which texts, and how wide.
 *
 * A glyph run falls into clusters: a glyph and the glyphs without text behind it.  A cluster of one glyph
 * with a text is a "use" of the pair (glyph, text).  The glyphs of other clusters must be in the program, but
 * are copied back by /ActualText over the whole cluster.  Pages are written while they are made, so a code
 * is given once and for all at first sight, the next free one: the first text that a glyph stands for gets the
 * glyph's own code, a further text (· for U+00B7 and U+30FB) that of a copy of the glyph.  /ActualText would do,
 * but not every reader asks for it; a face that runs short of codes is left with it.
 *
 * So it is with gaps (gaps.c): a glyph that takes up one is a copy, wider by it; a mark that gives way is
 * narrower.  As codes get few, only gaps are taken up that most readers take for spaces, and in the end none.
 *
 * Kept per face, in a hash table and in order of first sight (so: deterministic).  The pair of a glyph and no
 * text is always there: the glyph's primary, which has its own code, once that is wanted, and its advance.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.def"

#include <assert.h>
#include <string.h>

enum {
    LAST_CODE = 0xFFFE /* a program has 65,535 glyphs */,
    RESERVED_CODES = 0x4000,
    FEW_CODES = 0x4000,
    GAP = 90,       /* 1/1000 em: the first that a reader takes for a space is 100, */
    BROAD_GAP = 150 /* the first that most of them do */
};

/* What a use is found by.  `letters`: the text, unless it is longer; that is compared then. */
struct use_key {
    uint32_t glyph, letters;
    struct pdf_fit fit;
    struct str text;
};

static inline struct use_key key_of(uint32_t glyph, struct str text, struct pdf_fit fit)
{
    return (struct use_key){glyph, pdf_letters(text), fit, text};
}

static inline size_t first_slot(const struct pdf_face *face, const struct use_key *key)
{
    uint64_t more = (uint64_t)(uint32_t)key->fit.wider << 40 ^ (uint64_t)(uint32_t)key->fit.shift << 20;
    if (key->letters == PDF_LONG)
        more ^= str_hash(key->text);
    return pdf_use_slot(face, key->glyph, key->letters, more);
}

static inline bool is_of(const struct pdf_slot *slot, const struct use_key *key)
{
    return slot->glyph == key->glyph && slot->letters == key->letters &&
           slot->use->fit.wider == key->fit.wider && slot->use->fit.shift == key->fit.shift &&
           (key->letters != PDF_LONG || str_equal(slot->use->text, key->text));
}

/* Where the use is, or the free slot where it belongs. */
static inline struct pdf_slot *find_slot(const struct pdf_face *face, const struct use_key *key)
{
    size_t at = first_slot(face, key);
    while (face->slots[at].use != NULL && !is_of(&face->slots[at], key))
        at = (at + 1) & (face->slot_capacity - 1);
    return &face->slots[at];
}

static void put_use(struct pdf_face *face, struct pdf_use *use, const struct use_key *key)
{
    *find_slot(face, key) = (struct pdf_slot){use->glyph, use->letters, use};
}

static enum status grow_slots(struct pdf *pdf, struct pdf_face *face)
{
    size_t capacity = face->slot_capacity == 0 ? 256 : face->slot_capacity * 4;
    struct pdf_slot *slots = ARENA_NEW_ARRAY(pdf->arena, capacity, struct pdf_slot);
    if (slots == NULL)
        return NO_MEMORY;
    face->slots = slots;
    face->slot_capacity = capacity;
    for (size_t i = 0; i < face->use_count; i++) {
        struct pdf_use *use = face->uses[i];
        const struct use_key key = {use->glyph, use->letters, use->fit, use->text};
        put_use(face, use, &key);
    }
    return OK;
}

/* Keeps a copy; its text too. */
static enum status add_use(struct pdf *pdf, struct pdf_face *face, const struct pdf_use *use,
                           struct pdf_use **ret_use)
{
    if (face->use_count * 2 >= face->slot_capacity && grow_slots(pdf, face) != OK)
        return NO_MEMORY;
    struct pdf_use *own = arena_alloc_bytes(pdf->arena, sizeof *own);
    if (own == NULL ||
        arena_grow(pdf->arena, &face->uses, face->use_count, &face->use_capacity, sizeof *face->uses) != OK)
        return NO_MEMORY;
    const struct use_key key = key_of(use->glyph, use->text, use->fit);
    *own = *use;
    own->letters = key.letters;
    if (use->text.len <= sizeof own->bytes) {
        memcpy(own->bytes, use->text.ptr, use->text.len);
        own->text.ptr = own->bytes;
    } else {
        own->text = arena_copy(pdf->arena, use->text);
    }
    if (own->text.ptr == NULL)
        return NO_MEMORY;
    face->uses[face->use_count++] = own;
    put_use(face, own, &key);
    *ret_use = own;
    return OK;
}

/* The use, if it was seen before. */
static inline struct pdf_use *lookup_use(const struct pdf_face *face, uint32_t glyph, struct str text,
                                         struct pdf_fit fit)
{
    const struct use_key key = key_of(glyph, text, fit);
    return face->slot_capacity == 0 ? NULL : find_slot(face, &key)->use;
}

static enum status take_primary(struct pdf *pdf, struct pdf_face *face, uint32_t glyph,
                                struct pdf_use **ret_primary)
{
    *ret_primary = lookup_use(face, glyph, STR(""), (struct pdf_fit){0});
    if (*ret_primary != NULL)
        return OK;
    const struct pdf_use use = {
        .glyph = glyph, .text = STR(""), .advance = font_face_advance(pdf->fonts, face->face, glyph)};
    enum status status = add_use(pdf, face, &use, ret_primary);
    if (status == OK)
        (*ret_primary)->primary = *ret_primary;
    return status;
}

enum status pdf_use_take(struct pdf *pdf, struct pdf_face *face, uint32_t glyph, struct str text,
                         struct pdf_use **ret_use)
{
    struct pdf_use *primary = NULL;
    *ret_use = lookup_use(face, glyph, text, (struct pdf_fit){0});
    if (*ret_use != NULL)
        return OK;
    enum status status = take_primary(pdf, face, glyph, &primary);
    *ret_use = primary;
    if (status != OK || text.len == 0)
        return status;
    const struct pdf_use use = {
        .glyph = glyph, .text = text, .advance = primary->advance, .primary = primary};
    return add_use(pdf, face, &use, ret_use);
}

/* Codes that are not kept for glyphs not yet seen: for all of them, or for more than a document will have. */
static uint32_t spare_codes(const struct pdf_face *face)
{
    uint32_t unseen = face->facts.glyph_count - face->glyph_count;
    uint32_t given = face->last_code + (unseen < RESERVED_CODES ? unseen : RESERVED_CODES);
    return given < LAST_CODE ? LAST_CODE - given : 0;
}

/* The next free one; gaps that are taken up get broader as there are fewer. */
static uint32_t next_code(struct pdf_face *face)
{
    uint32_t code = ++face->last_code, spare = spare_codes(face);
    face->gap = spare > FEW_CODES ? GAP : spare > 0 ? BROAD_GAP : INT32_MAX;
    return code;
}

static enum status code_primary(struct pdf *pdf, struct pdf_face *face, struct pdf_use *primary)
{
    if (primary->is_coded)
        return OK;
    if (primary->glyph != 0 && face->last_code == LAST_CODE)
        return diag_report(pdf->diag, MSG_PDF_CODES, ((struct place){0}), STR_ARGS(face->facts.family),
                           LAST_CODE);
    primary->is_coded = true;
    if (primary->glyph != 0) {
        face->glyph_count++;
        primary->code = next_code(face);
    }
    return OK;
}

static void give_code(struct pdf_face *face, struct pdf_use *use)
{
    use->code = next_code(face);
    use->is_coded = true;
    use->copy = use->text;
}

enum status pdf_use_code(struct pdf *pdf, struct pdf_face *face, struct pdf_use *use)
{
    struct pdf_use *primary = use->primary;
    if (use->is_coded)
        return OK;
    enum status status = code_primary(pdf, face, primary);
    if (status != OK || use == primary || use->text.len > PDF_MAX_UNICODE)
        return status;
    if (primary->is_taken) {
        if (spare_codes(face) > 0)
            give_code(face, use);
        return OK;
    }
    primary->is_taken = use->is_coded = true;
    primary->copy = use->copy = use->text;
    use->code = primary->code;
    return OK;
}

/* Its advance is not below 0. */
enum status pdf_use_fit(struct pdf *pdf, struct pdf_face *face, struct pdf_fit fit, struct pdf_use **use)
{
    const struct pdf_use *plain = *use;
    struct pdf_use *fitted = lookup_use(face, plain->glyph, plain->text, fit);
    if (fitted == NULL && (spare_codes(face) == 0 || plain->text.len > PDF_MAX_UNICODE))
        return pdf_use_code(pdf, face, *use);
    if (fitted == NULL) {
        const struct pdf_use copy = {.glyph = plain->glyph,
                                     .text = plain->text,
                                     .fit = fit,
                                     .advance = plain->advance + fit.wider,
                                     .primary = plain->primary};
        if (add_use(pdf, face, &copy, &fitted) != OK)
            return NO_MEMORY;
        give_code(face, fitted);
    }
    *use = fitted;
    return OK;
}

enum status pdf_use_in_span(struct pdf *pdf, struct pdf_use *use, struct str text, bool first)
{
    use->is_ornament = use->is_ornament || text.len == 0;
    if (!first || use->copy.len > 0 || text.len == 0 || text.len > PDF_MAX_UNICODE)
        return OK;
    use->copy = arena_copy(pdf->arena, text); /* for readers that do not ask for /ActualText */
    return use->copy.ptr == NULL ? NO_MEMORY : OK;
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
    own->gap = GAP;
    return OK;
}
