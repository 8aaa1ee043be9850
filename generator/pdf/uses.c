/*
 * Which glyphs the pages use, and for which texts.
 *
 * A glyph run falls into clusters: a glyph and the glyphs without text behind it.  A cluster of one glyph
 * with a text is a "use" of the pair (glyph, text) and counts; the glyphs of longer clusters are noted with
 * count 0, because they must be in the subset but are copied back by /ActualText over the whole cluster.  One
 * glyph may have several uses (· for U+00B7 and U+30FB): fonts.c decides which of them get codes.  Kept per
 * face, in a hash table and in order of first sight (so: deterministic).
 */
#include "pdf/pdf_int.h"

#include <assert.h>

struct pdf_cluster pdf_cluster_next(const struct page_item *item, size_t from)
{
    struct pdf_cluster cluster = {.from = from, .to = from + 1, .text = item->glyphs[from].text};
    while (cluster.to < item->glyph_count && item->glyphs[cluster.to].text.len == 0)
        cluster.to++;
    return cluster;
}

bool pdf_cluster_needs_span(const struct pdf_cluster *cluster, const struct pdf_use *use)
{
    return cluster->to - cluster->from > 1 || cluster->text.len == 0 || cluster->text.len > PDF_MAX_UNICODE ||
           !use->is_coded;
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

struct pdf_use *pdf_use_lookup(const struct pdf_face *face, uint32_t glyph, struct str text)
{
    return face->slot_capacity == 0 ? NULL : *find_slot(face, glyph, text);
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

static enum status add_use(struct pdf *pdf, struct pdf_face *face, uint32_t glyph, struct str text,
                           uint32_t count)
{
    if (face->use_count * 2 >= face->slot_capacity) {
        enum status status = grow_slots(pdf, face);
        if (status != OK)
            return status;
    }
    struct pdf_use **slot = find_slot(face, glyph, text);
    if (*slot != NULL) {
        (*slot)->count += count;
        return OK;
    }
    struct pdf_use *use = ARENA_NEW(pdf->arena, struct pdf_use);
    if (use == NULL || arena_grow(pdf->arena, (void **)&face->uses, face->use_count, &face->use_capacity,
                                  sizeof *face->uses) != OK)
        return NO_MEMORY;
    *use = (struct pdf_use){.glyph = glyph, .text = text, .count = count, .order = (uint32_t)face->use_count};
    face->uses[face->use_count++] = use;
    *slot = use;
    return OK;
}

static enum status collect_item(struct pdf *pdf, const struct page_item *item)
{
    assert(item->face >= 0 && (size_t)item->face < pdf->face_count);
    struct pdf_face *face = &pdf->faces[item->face];
    for (size_t from = 0; from < item->glyph_count;) {
        struct pdf_cluster cluster = pdf_cluster_next(item, from);
        bool alone = cluster.to - cluster.from == 1 && cluster.text.len > 0;
        for (size_t i = from; i < cluster.to; i++) {
            enum status status =
                add_use(pdf, face, item->glyphs[i].glyph, item->glyphs[i].text, alone ? 1 : 0);
            if (status != OK)
                return status;
            if (cluster.text.len == 0)
                pdf_use_lookup(face, item->glyphs[i].glyph, STR(""))->is_ornament = true;
        }
        from = cluster.to;
    }
    return OK;
}

enum status pdf_uses_collect(struct pdf *pdf)
{
    for (size_t p = 0; p < pdf->document->page_count; p++) {
        const struct page *page = &pdf->document->pages[p];
        for (size_t i = 0; i < page->item_count; i++) {
            if (page->items[i].kind != PAGE_GLYPHS)
                continue;
            enum status status = collect_item(pdf, &page->items[i]);
            if (status != OK)
                return status;
        }
    }
    return OK;
}
