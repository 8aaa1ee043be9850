/*
 * Font programs as streams.
 *
 * Outlines of CFF hardly repeat: in a program of many each byte has the code that its frequency earns (huffman.c), in a
 * sample of the face, so that each outline is coded once a run, and copied into every document.  The bytes depend on
 * the face and the program alone.  Small programs are often those of the document before (kept.c), and TrueType
 * outlines repeat.
 */
#include "pdf/pdf_int.h"

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

enum status pdf_program_make(struct pdf *pdf, const struct pdf_face *face, const struct font_program *program,
                             HPDF_Dict *ret_stream)
{
    const bool cff = face->facts.outline == FONT_CFF;
    const struct str inside =
        cff ? STR("/Subtype /CIDFontType0C ") : arena_printf(pdf->arena, "/Length1 %zu ", program->bytes.len);
    const struct pdf_code *code = NULL;
    struct str coded;
    enum status status = OK;
    if (inside.ptr == NULL)
        return NO_MEMORY;
    if (program->outline_count >= MANY_OUTLINES)
        status = find_face_code(pdf, face->face, &code);
    if (status != OK)
        return status;
    if (code == NULL)
        return pdf_stream_make(pdf, inside, program->bytes, cff ? PDF_KEPT : PDF_GOOD, ret_stream);
    status = code_outlines(pdf, code, program, &coded);
    return status == OK ? pdf_coded_add(pdf, inside, coded, ret_stream) : status;
}
