/*
 * Font programs that hold just the glyphs of a document, through hb-subset; equal glyphs give equal bytes.
 *
 * The source is a slim face without what makes hb-subset add or search glyphs: its cmap (variation
 * sequences), and, while it plans, outlines of CID-keyed CFF (seac).  Charstrings are desubroutinised:
 * smaller after compression.  Hints go.
 *
 * What leads to a glyph: CID-keyed CFF its CID, which the subset keeps; other CFF its number, kept too,
 * because pages are written before the subset is made; TrueType its number in the subset.
 */
#include "font/font_int.h"
#include "font/messages.def"

#include <assert.h>
#include <hb-subset.h>
#include <string.h>
#include FT_CID_H

/* Table of the face behind the slim one, when a program needs it. */
static hb_blob_t *slim_table(hb_face_t *slim, hb_tag_t tag, void *source)
{
    static const hb_tag_t needed[] = {
        HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
        HB_TAG('m', 'a', 'x', 'p'), HB_TAG('g', 'l', 'y', 'f'), HB_TAG('l', 'o', 'c', 'a'),
        HB_TAG('C', 'F', 'F', ' '),
    };
    (void)slim;
    const struct font_face *face = source;
    if (tag == HB_TAG('C', 'F', 'F', ' ') && face->hides_outlines)
        return NULL;
    for (size_t i = 0; i < ARRAY_COUNT(needed); i++)
        if (needed[i] == tag)
            return hb_face_reference_table(face->source, tag);
    return NULL;
}

static bool open_slim(struct font_face *face)
{
    if (face->slim != NULL)
        return true;
    face->slim = hb_face_create_for_tables(slim_table, face, NULL);
    if (face->slim == hb_face_get_empty()) {
        face->slim = NULL;
        return false;
    }
    return true;
}

static hb_subset_input_t *make_input(const struct font_face *face, struct font_glyph_list wanted)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (input == NULL)
        return NULL;
    hb_set_t *set = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < wanted.count; i++)
        hb_set_add(set, wanted.glyphs[i]);
    unsigned flags = HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE;
    if (face->outline == FONT_CFF && !face->facts.is_cid)
        flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
    hb_subset_input_set_flags(input, flags);
    if (!hb_set_allocation_successful(set)) {
        hb_subset_input_destroy(input);
        return NULL;
    }
    return input;
}

/* codes[i] for glyphs[i]; false: a glyph is not in the font. */
static bool assign_codes(struct font_face *face, hb_subset_plan_t *plan, struct font_glyph_list wanted,
                         uint16_t *codes)
{
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    for (size_t i = 0; i < wanted.count; i++) {
        hb_codepoint_t code = hb_map_get(map, wanted.glyphs[i]);
        if (code == HB_MAP_VALUE_INVALID)
            return false;
        FT_UInt cid = 0;
        if (face->facts.is_cid && FT_Get_CID_From_Glyph_Index(face->ft, wanted.glyphs[i], &cid) != 0)
            return false;
        codes[i] = (uint16_t)(face->facts.is_cid ? cid : code);
    }
    return true;
}

/* The program out of the subset: the bare CFF table, or the whole TrueType file. */
static enum status copy_program(const struct font_face *face, hb_face_t *subset, struct arena *arena,
                                struct str *ret_program)
{
    hb_blob_t *blob = face->outline == FONT_CFF ? hb_face_reference_table(subset, HB_TAG('C', 'F', 'F', ' '))
                                                : hb_face_reference_blob(subset);
    unsigned size = 0;
    const char *bytes = hb_blob_get_data(blob, &size);
    enum status status = FAILED;
    if (size > 0) {
        *ret_program = arena_copy(arena, (struct str){bytes, size});
        status = ret_program->ptr != NULL ? OK : NO_MEMORY;
    }
    hb_blob_destroy(blob);
    return status;
}

/* NULL: no plan. */
static hb_subset_plan_t *make_plan(struct font_face *face, hb_subset_input_t *input)
{
    if (input == NULL || !open_slim(face))
        return NULL;
    face->hides_outlines = face->facts.is_cid;
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(face->slim, input);
    face->hides_outlines = false;
    return plan;
}

static enum status run_plan(struct font_face *face, hb_subset_plan_t *plan, struct arena *arena,
                            struct str *ret_program)
{
    hb_face_t *subset = hb_subset_plan_execute_or_fail(plan);
    if (subset == NULL)
        return FAILED;
    enum status status = copy_program(face, subset, arena, ret_program);
    hb_face_destroy(subset);
    return status;
}

enum status font_subset_make(const struct font_set *set, int face, struct font_glyph_list wanted,
                             struct arena *arena, struct diag *diag, struct font_subset *ret_subset)
{
    assert(!set->is_square && face >= 0 && (size_t)face < set->face_count);
    struct font_face *own = set->faces[face];
    uint16_t *codes = ARENA_NEW_ARRAY(arena, wanted.count, uint16_t);
    if (codes == NULL)
        return NO_MEMORY;
    struct str program = {NULL, 0};
    hb_subset_input_t *input = NULL;
    hb_subset_plan_t *plan = NULL;
    enum status status = font_face_read_facts(set, own);
    if (status != OK)
        goto out;
    status = FAILED;
    font_memory_watch();
    input = make_input(own, wanted);
    plan = make_plan(own, input);
    if (plan != NULL && assign_codes(own, plan, wanted, codes))
        status = run_plan(own, plan, arena, &program);
    if (font_memory_short()) {
        own->is_short = true;
        status = NO_MEMORY;
    }
out:
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    if (status == FAILED)
        diag_report(diag, MSG_FONT_SUBSET, (struct place){0}, own->path.ptr);
    if (status == OK)
        *ret_subset = (struct font_subset){program, codes};
    return status;
}
