/*
 * Fonts: for each face that the pages use, a program and the five objects that describe it.
 *
 * Codes are two bytes, Identity-H, given by uses.c while the pages were written, in order of first use; a CFF
 * program has its glyphs in that order, so code, CID and glyph number are one.  A TrueType program of many glyphs has them
 * in the order of the face, where neighbours are alike, which makes it a twentieth smaller; a map leads from code to
 * glyph.  Widths are listed for used codes
 * only, as text; they are the numbers that layout used.
 *
 * Outlines of CFF hardly repeat: in a program of many each byte has the code that its frequency earns (huffman.c), in a
 * sample of the face, so that each outline is coded once a run, and copied into every document.  The bytes depend on
 * the face and the program alone.  TrueType outlines repeat, and not near (repeats.c): codes of a program of many are
 * those of a sample, too, and what repeats is learnt (phrases.c).  A program of few is one of the common streams.
 */
#include "pdf/pdf_int.h"

#include <string.h>

enum {
    DEFAULT_WIDTH = 1000,
    MANY = 128 /* glyphs, of a sorted program */,
    FLAG_SERIF = 2,
    FLAG_SYMBOLIC = 4,
    FLAG_ITALIC = 64
};

/* One face on its way into the file. */
struct job {
    struct pdf *pdf;
    struct pdf_face *face;
    struct font_pieces pieces; /* by code; of TrueType by the face's glyphs */
    struct str map;            /* the glyph of each code, two bytes; empty: they are one */
    struct pdf_codes codes;
    struct str program;  /* a zlib stream */
    size_t program_size; /* without compression */
    struct str name;     /* ABCDEF+PostScriptName */
};

/* --- programs --- */

enum { MANY_OUTLINES = 256, SAMPLE_LEAST = 2 << 10 /* bytes */ };

/* What is kept of a face: how its large programs are coded. */
struct face_code {
    struct pdf_code code;
    bool is_useful;
};

/* The bytes that would be saved in the data, which takes `plain` bytes, if what comes again, four bytes or more,
 * were said by its place. */
static int64_t bytes_repeated(struct str data, size_t plain)
{
    enum { SLOTS = 1 << 12, SHORTEST = 4, PLACE_BITS = 20 };
    uint16_t last[SLOTS] = {0}; /* behind where four bytes of this hash were seen */
    const unsigned char *bytes = (const unsigned char *)data.ptr;
    size_t repeated = 0, places = 0;
    for (size_t at = 0; bytes != NULL && at + SHORTEST <= data.len;) {
        uint32_t word = bytes[at] | (uint32_t)bytes[at + 1] << 8 | (uint32_t)bytes[at + 2] << 16 |
                        (uint32_t)bytes[at + 3] << 24;
        uint16_t *slot = &last[word * 0x9E3779B1u >> 20];
        size_t from = *slot, len = 0;
        *slot = (uint16_t)(at + 1);
        while (from > 0 && at + len < data.len && bytes[from - 1 + len] == bytes[at + len])
            len++;
        if (len >= SHORTEST) {
            repeated += len;
            places++;
        }
        at += len >= SHORTEST ? len : 1;
    }
    return (int64_t)(repeated * plain / (data.len + 1)) - (int64_t)(places * PLACE_BITS / 8);
}

/* In the middle of the data: would a look for repetitions save a twenty-fifth? */
static bool has_repeats(const struct pdf_code *code, struct str data)
{
    enum { SAMPLE = 16 << 10, SAVES = 25 };
    size_t from = data.len > SAMPLE ? (data.len - SAMPLE) / 2 : 0;
    const struct str sample = str_slice(data, from, data.len > SAMPLE ? from + SAMPLE : data.len);
    size_t plain = (code->head_bits + pdf_code_bits(code, sample)) / 8;
    return bytes_repeated(sample, plain) * SAVES > (int64_t)plain;
}

/* *ret_code NULL: a look for repetitions is worth it, or nothing is known of the face. */
static enum status find_face_code(struct pdf *pdf, int face, const struct pdf_code **ret_code)
{
    void **kept = font_face_kept(pdf->fonts, face);
    struct face_code *own = *kept;
    struct str sample;
    if (own == NULL) {
        enum status status = font_program_sample(pdf->fonts, face, pdf->arena, &sample);
        if (status != OK)
            return status;
        own = font_keep(pdf->fonts, sizeof *own);
        if (own == NULL)
            return NO_MEMORY;
        pdf_code_make(sample, &own->code);
        own->is_useful = sample.len >= SAMPLE_LEAST && !has_repeats(&own->code, sample);
        *kept = own;
    }
    *ret_code = own->is_useful ? &own->code : NULL;
    return OK;
}

static char seen_once; /* its address stands for an outline that was met, and is not coded */

/* The outline by the face's code, from the second time on; NULL: it is not kept.  A run of one document keeps nothing. */
static enum status take_coded(struct pdf *pdf, const struct pdf_code *code, struct str outline, void **kept,
                              const struct pdf_coded **ret_coded)
{
    *ret_coded = NULL;
    if (*kept == NULL) {
        *kept = &seen_once;
        return OK;
    }
    if (*kept == &seen_once) {
        const size_t room = pdf_coded_room(pdf_code_bits(code, outline));
        struct pdf_coded *coded = font_keep(pdf->fonts, sizeof *coded + room);
        if (coded == NULL)
            return NO_MEMORY;
        pdf_coded_make(code, outline, (unsigned char *)(coded + 1), coded);
        *kept = coded;
    }
    *ret_coded = *kept;
    return OK;
}

static enum status code_outlines(struct pdf *pdf, const struct pdf_code *code,
                                 const struct font_program *program, struct str *ret_bytes)
{
    struct pdf_part *parts = ARENA_NEW_ARRAY(pdf->arena, 2 * program->outline_count + 1, struct pdf_part);
    size_t count = 0, at = 0;
    if (parts == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < program->outline_count; i++) {
        const struct font_outline_span *span = &program->outlines[i];
        const struct str outline = {program->bytes.ptr + span->at, span->len};
        const struct pdf_coded *coded = NULL;
        if (take_coded(pdf, code, outline, span->kept, &coded) != OK)
            return NO_MEMORY;
        if (coded == NULL)
            continue; /* with what stands between */
        if (span->at > at)
            parts[count++].bytes = str_slice(program->bytes, at, span->at);
        parts[count++] = (struct pdf_part){outline, coded};
        at = span->at + span->len;
    }
    parts[count++].bytes = str_slice(program->bytes, at, program->bytes.len);
    return pdf_huffman(pdf->arena, code, parts, count, ret_bytes);
}

/* What is kept of a TrueType face. */
static enum status find_outlines(struct pdf *pdf, int face, struct pdf_outlines **ret_own)
{
    void **kept = font_face_kept(pdf->fonts, face);
    struct str sample;
    enum status status = OK;
    if (*kept == NULL) {
        status = font_program_sample(pdf->fonts, face, pdf->arena, &sample);
        if (status == OK)
            status = pdf_outlines_new(pdf, sample, ret_own);
        *kept = status == OK ? *ret_own : NULL;
    }
    *ret_own = *kept;
    return status;
}

static enum status press_outlines(struct pdf *pdf, int face, const struct font_program *program,
                                  struct str *ret_bytes)
{
    struct pdf_outlines *own = NULL;
    enum status status = find_outlines(pdf, face, &own);
    return status == OK ? pdf_outlines(pdf, program, own, ret_bytes) : status;
}

static enum status press_program(struct pdf *pdf, const struct pdf_face *face,
                                 const struct font_program *program, struct str *ret_bytes)
{
    const bool cff = face->facts.outline == FONT_CFF, many = program->outline_count >= MANY_OUTLINES;
    const struct pdf_code *code = NULL;
    enum status status = OK;
    if (many && !cff)
        return press_outlines(pdf, face->face, program, ret_bytes);
    if (many)
        status = find_face_code(pdf, face->face, &code);
    if (status != OK)
        return status;
    return code != NULL ? code_outlines(pdf, code, program, ret_bytes)
                        : pdf_compress(pdf, program->bytes, PDF_QUICK, ret_bytes);
}

/* A program depends on its face and pieces alone, and small ones mostly come again (kept.c): then nothing is made. */
static enum status take_program(struct job *job)
{
    struct pdf *pdf = job->pdf;
    const int face = job->face->face;
    const struct str pieces = {(const char *)job->pieces.items,
                               job->pieces.count * sizeof *job->pieces.items};
    const struct str key = arena_join(pdf->arena, (struct str){(const char *)&face, sizeof face}, pieces);
    struct pdf_kept kept;
    struct str both; /* the size, then the stream */
    struct font_program program;
    enum status status = key.ptr == NULL ? NO_MEMORY : pdf_kept_find(pdf, key, PDF_PROGRAM, &kept, &both);
    if (status == OK && both.ptr != NULL) {
        memcpy(&job->program_size, both.ptr, sizeof job->program_size);
        job->program = str_slice(both, sizeof job->program_size, both.len);
        return OK;
    }
    if (status == OK)
        status = font_program_make(pdf->fonts, face, job->pieces, pdf->arena, pdf->diag, &program);
    if (status == OK)
        status = press_program(pdf, job->face, &program, &job->program);
    if (status != OK)
        return status;
    job->program_size = program.bytes.len;
    if (kept.place == NULL)
        return OK;
    both = arena_join(pdf->arena, (struct str){(const char *)&job->program_size, sizeof job->program_size},
                      job->program);
    return both.ptr == NULL ? NO_MEMORY : pdf_kept_add(pdf, &kept, key, both);
}

/* --- descriptions --- */

/* What each code draws and copies back as.  Code 0, .notdef, may be without use. */
static enum status collect(struct job *job)
{
    const struct pdf_face *face = job->face;
    size_t count = (size_t)face->last_code + 1;
    const struct pdf_use **uses = ARENA_NEW_ARRAY(job->pdf->arena, count, const struct pdf_use *);
    struct font_piece *pieces = ARENA_NEW_ARRAY(job->pdf->arena, count, struct font_piece);
    if (uses == NULL || pieces == NULL)
        return NO_MEMORY;
    pieces[0].advance = font_face_advance(job->pdf->fonts, face->face, 0);
    for (size_t i = 0; i < face->use_count; i++) {
        const struct pdf_use *use = face->uses[i];
        if (!use->is_coded || (use != use->primary && use->code == use->primary->code))
            continue; /* the primary says it */
        uses[use->code] = use;
        pieces[use->code] =
            (struct font_piece){.glyph = use->glyph, .advance = use->advance, .shift = use->fit.shift};
    }
    size_t unused = uses[0] == NULL ? 1 : 0;
    job->codes = (struct pdf_codes){uses + unused, count - unused};
    job->pieces = (struct font_pieces){pieces, count};
    return OK;
}

/* By their glyphs, those of one glyph as they were: by the low byte of its number, then by the high one, of which there is
 * no more in a TrueType face. */
static void sort_uses(const struct pdf_use **uses, const struct pdf_use **work, size_t count)
{
    for (int shift = 0; shift < 16; shift += 8) {
        size_t ends[257] = {0};
        for (size_t i = 0; i < count; i++)
            ends[(uses[i]->glyph >> shift & 0xFF) + 1]++;
        for (size_t byte = 0; byte < 256; byte++)
            ends[byte + 1] += ends[byte];
        for (size_t i = 0; i < count; i++)
            work[ends[uses[i]->glyph >> shift & 0xFF]++] = uses[i];
        const struct pdf_use **sorted = work;
        work = uses;
        uses = sorted;
    }
}

/* Puts the pieces behind .notdef in the order of their glyphs. */
static enum status sort_pieces(struct job *job)
{
    struct arena *arena = job->pdf->arena;
    const size_t count = job->codes.count, first = job->pieces.count - count;
    const struct pdf_use **uses = ARENA_NEW_ARRAY(arena, 2 * count, const struct pdf_use *);
    struct font_piece *sorted = ARENA_NEW_ARRAY(arena, job->pieces.count, struct font_piece);
    unsigned char *map = arena_alloc(arena, 2 * job->pieces.count);
    if (uses == NULL || sorted == NULL || map == NULL)
        return NO_MEMORY;
    memcpy(uses, job->codes.items, count * sizeof *uses);
    sort_uses(uses, uses + count, count); /* .notdef stays the first */
    sorted[0] = job->pieces.items[0];
    for (size_t i = 0; i < count; i++) {
        const size_t number = first + i, code = uses[i]->code;
        sorted[number] = job->pieces.items[code];
        map[2 * code] = (unsigned char)(number >> 8);
        map[2 * code + 1] = (unsigned char)number;
    }
    job->map = (struct str){(const char *)map, 2 * job->pieces.count};
    job->pieces.items = sorted;
    return OK;
}

/* Six letters from a hash of what is in the program (ISO 32000-1, 9.6.4). */
static enum status make_name(struct job *job)
{
    struct str set = {(const char *)job->pieces.items, job->pieces.count * sizeof *job->pieces.items};
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
    for (size_t i = 0; i < job->codes.count; i++) {
        const struct pdf_use *use = job->codes.items[i];
        int32_t width = use->advance;
        if (width == DEFAULT_WIDTH)
            continue;
        if (use->code != expected) {
            buf_add_text(out, expected == UINT32_MAX ? "" : "]\n");
            pdf_add_decimal(out, use->code, 0);
        }
        buf_add_text(out, use->code == expected ? " " : " [");
        pdf_add_decimal(out, width, 0);
        expected = use->code + 1;
    }
    buf_add_text(out, expected == UINT32_MAX ? "]\n" : "]]\n");
}

static enum status make_descriptor(struct job *job, struct buf *out, HPDF_Dict *ret_descriptor)
{
    const struct font_face_facts *facts = &job->face->facts;
    const struct str inside = facts->outline == FONT_CFF
                                  ? STR("/Subtype /CIDFontType0C ")
                                  : arena_printf(job->pdf->arena, "/Length1 %zu ", job->program_size);
    HPDF_Dict program = NULL;
    enum status status =
        inside.ptr == NULL ? NO_MEMORY : pdf_coded_add(job->pdf, inside, job->program, &program);
    if (status != OK)
        return status;
    int flags =
        FLAG_SYMBOLIC | (facts->is_serif ? FLAG_SERIF : 0) | (facts->italic_angle != 0 ? FLAG_ITALIC : 0);
    buf_add_text(out, "/Type/FontDescriptor/FontName ");
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
    if (status == OK && job->map.len > 0)
        status = pdf_stream_make(job->pdf, STR(""), job->map, PDF_KEPT, &map);
    if (status != OK)
        return status;
    buf_printf(out, "/Type/Font/Subtype/%s/BaseFont ", cff ? "CIDFontType0" : "CIDFontType2");
    pdf_add_name(out, job->name);
    buf_add_text(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>\n");
    write_widths(job, out);
    if (map != NULL) {
        buf_add_text(out, "/CIDToGIDMap ");
        pdf_add_reference(out, pdf_object_id(map));
    } else if (!cff) {
        buf_add_text(out, "/CIDToGIDMap /Identity");
    }
    buf_add_text(out, "/FontDescriptor ");
    pdf_add_reference(out, pdf_object_id(descriptor));
    return pdf_object_add(job->pdf, out, ret_font);
}

static enum status make_font(struct job *job, struct buf *out)
{
    HPDF_Dict descendant = NULL, tounicode = NULL;
    enum status status = make_descendant(job, out, &descendant);
    if (status == OK)
        status = pdf_tounicode_make(job->pdf, &job->codes, &tounicode);
    if (status != OK)
        return status;
    buf_add_text(out, "/Type/Font/Subtype/Type0/BaseFont ");
    pdf_add_name(out, job->name);
    if (job->face->facts.outline == FONT_CFF)
        buf_add_text(out, "-Identity-H");
    buf_add_text(out, "/Encoding/Identity-H/DescendantFonts[");
    pdf_add_reference(out, pdf_object_id(descendant));
    buf_add_text(out, "] /ToUnicode ");
    pdf_add_reference(out, pdf_object_id(tounicode));
    return pdf_object_add(job->pdf, out, &job->face->font);
}

static enum status embed_face(struct pdf *pdf, struct pdf_face *face)
{
    struct job job = {.pdf = pdf, .face = face};
    enum status status = collect(&job);
    if (status == OK && face->facts.outline == FONT_TRUETYPE && job.codes.count >= MANY)
        status = sort_pieces(&job);
    if (status == OK)
        status = take_program(&job);
    if (status == OK)
        status = make_name(&job);
    if (status != OK)
        return status;
    struct buf out = BUF(PDF_MAX_BYTES);
    status = make_font(&job, &out);
    buf_clear(&out);
    return status;
}

enum status pdf_fonts_make(struct pdf *pdf)
{
    enum status status = OK;
    for (size_t i = 0; i < pdf->face_count && status == OK; i++)
        if (pdf->faces[i].is_used)
            status = embed_face(pdf, &pdf->faces[i]);
    return status == OK ? pdf_status(pdf) : status;
}
