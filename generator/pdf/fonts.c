/*
 * Fonts: for each face that the pages use, a subset and the five objects that describe it.
 *
 * Codes are two bytes, Identity-H, given by uses.c while the pages were written: for CFF the CID, for
 * TrueType in order of first use, so that a CIDToGIDMap stream leads from the code to the glyph's number in
 * the subset.  A second text of a glyph has a code of its own in TrueType; in CFF it has a second font on the
 * same descendant, with its own ToUnicode.  CFF without CIDs is embedded as CIDFontType0C too: there a CID is
 * the glyph number (ISO 32000-1, 9.7.4.2).  Widths are listed for used codes only, as text; they are the
 * numbers that layout used.
 */
#include "pdf/pdf_int.h"

#include <inttypes.h>
#include <stdlib.h>

enum { DEFAULT_WIDTH = 1000, FLAG_SERIF = 2, FLAG_SYMBOLIC = 4, FLAG_ITALIC = 64 };

/* One face on its way into the file. */
struct job {
    struct pdf *pdf;
    struct pdf_face *face;
    struct font_subset subset;
    struct pdf_codes codes[PDF_MAX_FONTS];
    uint32_t *glyphs; /* sorted, without 0 */
    size_t glyph_count;
    struct str name; /* ABCDEF+PostScriptName */
};

static int compare_glyphs(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static int compare_codes(const void *a, const void *b)
{
    const struct pdf_use *x = *(const struct pdf_use *const *)a, *y = *(const struct pdf_use *const *)b;
    return x->code < y->code ? -1 : x->code > y->code;
}

static enum status collect_glyphs(struct job *job)
{
    const struct pdf_face *face = job->face;
    job->glyphs = ARENA_NEW_ARRAY(job->pdf->arena, face->glyph_count, uint32_t);
    if (job->glyphs == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < face->use_count; i++) {
        const struct pdf_use *use = face->uses[i];
        if (use == use->primary && use->glyph != 0)
            job->glyphs[job->glyph_count++] = use->glyph;
    }
    qsort(job->glyphs, job->glyph_count, sizeof *job->glyphs, compare_glyphs);
    return OK;
}

/* The use that says what its code copies back as: a primary for the text that shares its code. */
static bool is_listed(const struct pdf_use *use, size_t font)
{
    if (use == use->primary)
        return font == 0;
    return use->is_coded && use->font == font && (font > 0 || use->code != use->primary->code);
}

static enum status collect_codes(struct job *job)
{
    const struct pdf_face *face = job->face;
    for (size_t font = 0; font < face->font_count; font++) {
        struct pdf_codes *codes = &job->codes[font];
        codes->items = ARENA_NEW_ARRAY(job->pdf->arena, face->use_count, const struct pdf_use *);
        if (codes->items == NULL)
            return NO_MEMORY;
        for (size_t i = 0; i < face->use_count; i++)
            if (is_listed(face->uses[i], font))
                codes->items[codes->count++] = face->uses[i];
        qsort(codes->items, codes->count, sizeof *codes->items, compare_codes);
    }
    return OK;
}

/* Six letters from a hash of the glyph set (ISO 32000-1, 9.6.4). */
static enum status make_name(struct job *job)
{
    struct str set = {(const char *)job->glyphs, job->glyph_count * sizeof *job->glyphs};
    uint64_t hash = str_hash(set);
    char tag[7] = {0};
    for (int i = 0; i < 6; i++) {
        tag[i] = (char)('A' + hash % 26);
        hash /= 26;
    }
    job->name = arena_printf(job->pdf->arena, "%s+%.*s", tag, STR_ARGS(job->face->facts.postscript_name));
    return job->name.ptr == NULL ? NO_MEMORY : OK;
}

static void write_widths(const struct job *job, struct buf *out)
{
    uint32_t expected = UINT32_MAX; /* the code that would continue the open list */
    buf_printf(out, "/DW %d /W [", DEFAULT_WIDTH);
    for (size_t i = 0; i < job->codes[0].count; i++) {
        const struct pdf_use *use = job->codes[0].items[i];
        int32_t width = use->advance;
        if (width == DEFAULT_WIDTH)
            continue;
        if (use->code == expected)
            buf_printf(out, " %" PRId32, width);
        else
            buf_printf(out, "%s%" PRIu32 " [%" PRId32, expected == UINT32_MAX ? "" : "]\n", use->code, width);
        expected = use->code + 1;
    }
    buf_add_text(out, expected == UINT32_MAX ? "]\n" : "]]\n");
}

static void write_string(struct buf *out, struct str text)
{
    buf_add_char(out, '<');
    for (size_t i = 0; i < text.len; i++)
        pdf_add_hex(out, (unsigned char)text.ptr[i], 2);
    buf_add_char(out, '>');
}

static void write_system(const struct job *job, struct buf *out)
{
    const struct font_face_facts *facts = &job->face->facts;
    buf_add_text(out, "/CIDSystemInfo <</Registry ");
    write_string(out, facts->registry);
    buf_add_text(out, " /Ordering ");
    write_string(out, facts->ordering);
    buf_printf(out, " /Supplement %d>>\n", facts->supplement);
}

/* Code -> number in the subset, two bytes each. */
static enum status make_glyph_map(const struct job *job, HPDF_Dict *ret_map)
{
    const struct pdf_codes *own = &job->codes[0];
    size_t codes = (size_t)own->items[own->count - 1]->code + 1;
    char *map = arena_alloc(job->pdf->arena, codes * 2);
    if (map == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < own->count; i++) {
        const struct pdf_use *use = own->items[i];
        size_t at = (size_t)use->code * 2;
        if (use->glyph == 0)
            continue;
        const uint32_t *glyph =
            bsearch(&use->glyph, job->glyphs, job->glyph_count, sizeof *job->glyphs, compare_glyphs);
        uint16_t number = job->subset.codes[glyph - job->glyphs];
        map[at] = (char)(number >> 8);
        map[at + 1] = (char)(number & 0xFF);
    }
    return pdf_stream_make(job->pdf, STR(""), (struct str){map, codes * 2}, PDF_GOOD, ret_map);
}

static enum status make_program(const struct job *job, HPDF_Dict *ret_program)
{
    struct str program = job->subset.program;
    if (job->face->facts.outline == FONT_CFF)
        return pdf_stream_make(job->pdf, STR("/Subtype /CIDFontType0C "), program, PDF_HUFFMAN, ret_program);
    struct str inside = arena_printf(job->pdf->arena, "/Length1 %zu ", program.len);
    if (inside.ptr == NULL)
        return NO_MEMORY;
    return pdf_stream_make(job->pdf, inside, program, PDF_GOOD, ret_program);
}

static enum status make_descriptor(struct job *job, struct buf *out, HPDF_Dict *ret_descriptor)
{
    const struct font_face_facts *facts = &job->face->facts;
    HPDF_Dict program = NULL;
    enum status status = make_program(job, &program);
    if (status != OK)
        return status;
    int flags =
        FLAG_SYMBOLIC | (facts->is_serif ? FLAG_SERIF : 0) | (facts->italic_angle != 0 ? FLAG_ITALIC : 0);
    buf_add_text(out, "/Type /FontDescriptor /FontName ");
    pdf_add_name(out, job->name);
    buf_printf(out, " /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle ", flags, facts->bbox[0], facts->bbox[1],
               facts->bbox[2], facts->bbox[3]);
    pdf_add_decimal(out, facts->italic_angle, 0);
    buf_printf(out, " /Ascent %d /Descent %d /CapHeight %d /StemV %d /%s ", facts->ascent, facts->descent,
               facts->cap_height, facts->stem_v, facts->outline == FONT_CFF ? "FontFile3" : "FontFile2");
    pdf_add_reference(out, pdf_object_id(program));
    return pdf_object_add(job->pdf, out, ret_descriptor);
}

static enum status make_descendant(struct job *job, struct buf *out, HPDF_Dict *ret_font)
{
    HPDF_Dict descriptor = NULL, map = NULL;
    enum status status = make_descriptor(job, out, &descriptor);
    bool cff = job->face->facts.outline == FONT_CFF;
    if (status == OK && !cff)
        status = make_glyph_map(job, &map);
    if (status != OK)
        return status;
    buf_printf(out, "/Type /Font /Subtype /%s /BaseFont ", cff ? "CIDFontType0" : "CIDFontType2");
    pdf_add_name(out, job->name);
    buf_add_char(out, '\n');
    write_system(job, out);
    write_widths(job, out);
    if (map != NULL) {
        buf_add_text(out, "/CIDToGIDMap ");
        pdf_add_reference(out, pdf_object_id(map));
        buf_add_char(out, '\n');
    }
    buf_add_text(out, "/FontDescriptor ");
    pdf_add_reference(out, pdf_object_id(descriptor));
    return pdf_object_add(job->pdf, out, ret_font);
}

static enum status make_font(struct job *job, HPDF_Dict descendant, size_t font, struct buf *out)
{
    HPDF_Dict tounicode = NULL;
    enum status status = pdf_tounicode_make(job->pdf, &job->codes[font], &tounicode);
    if (status != OK)
        return status;
    buf_add_text(out, "/Type /Font /Subtype /Type0 /BaseFont ");
    pdf_add_name(out, job->name);
    if (job->face->facts.outline == FONT_CFF)
        buf_add_text(out, "-Identity-H");
    buf_add_text(out, " /Encoding /Identity-H /DescendantFonts [");
    pdf_add_reference(out, pdf_object_id(descendant));
    buf_add_text(out, "] /ToUnicode ");
    pdf_add_reference(out, pdf_object_id(tounicode));
    return pdf_object_add(job->pdf, out, &job->face->fonts[font]);
}

static enum status make_fonts(struct job *job, struct buf *out)
{
    HPDF_Dict descendant = NULL;
    enum status status = make_descendant(job, out, &descendant);
    for (size_t i = 0; i < job->face->font_count && status == OK; i++)
        status = make_font(job, descendant, i, out);
    return status;
}

static enum status embed_face(struct pdf *pdf, struct pdf_face *face)
{
    struct job job = {.pdf = pdf, .face = face};
    enum status status = collect_glyphs(&job);
    if (status == OK)
        status =
            font_subset_make(pdf->fonts, face->face, (struct font_glyph_list){job.glyphs, job.glyph_count},
                             pdf->arena, pdf->diag, &job.subset);
    if (status == OK)
        status = collect_codes(&job);
    if (status == OK)
        status = make_name(&job);
    if (status != OK)
        return status;
    struct buf out = BUF(PDF_MAX_BYTES);
    status = make_fonts(&job, &out);
    buf_clear(&out);
    return status;
}

enum status pdf_fonts_make(struct pdf *pdf)
{
    enum status status = OK;
    for (size_t i = 0; i < pdf->face_count && status == OK; i++)
        if (pdf->faces[i].font_count > 0)
            status = embed_face(pdf, &pdf->faces[i]);
    return status == OK ? pdf_status(pdf) : status;
}
