/*
 * A CFF program: keyed by CIDs, of Adobe-Identity-0, with one font dictionary.
 *
 * CID, code and glyph number are one.  The outline of a glyph that several pieces have becomes a subroutine,
 * and each piece a width, a movement to where it begins, and a call.  Offsets in dictionaries have four bytes
 * always, so that sizes are known before.  A font dictionary without Private fails in PDFBox, and a matrix
 * both in it and in the top dictionary draws nothing anywhere.
 */
#include "font/program/program_int.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum {
    MAX_PREFIX = 3 * CHARSTRING_NUMBER + 2,
    CALL_WORTH = 8, /* bytes: a shorter outline is written again */
    SID_ADOBE = 391,
    SID_IDENTITY = 392,
    RESERVED = 5, /* bytes of a number in a dictionary that is known later */
    PRIVATE_MAX = 16,
    TOP_MAX = 96,
};

/* How a piece is written: what stands before the outline, or instead of it. */
struct charstring {
    unsigned char prefix[MAX_PREFIX];
    uint8_t prefix_len;
    bool calls;
    uint32_t number; /* in source->glyphs */
};

struct cff_job {
    const struct program_plan *plan;
    struct charstring *charstrings;
    size_t charstrings_size; /* bytes of all */
    uint32_t *subroutines;   /* by number in source->glyphs: from 1 on, 0: none */
    size_t subroutine_count, subroutines_size;
    int32_t default_width, nominal_width;
    unsigned char *begin; /* of the program */
    struct font_outline_span *outlines;
    size_t outline_count;
};

static struct str outline_of(const struct cff_job *job, uint32_t number)
{
    return job->plan->source->glyphs[number].outline;
}

/* --- what is written --- */

static void number_subroutines(struct cff_job *job)
{
    const struct program_plan *plan = job->plan;
    for (size_t i = 0; i < plan->pieces.count; i++) {
        uint32_t number = (uint32_t)plan->numbers[i];
        struct str outline = outline_of(job, number);
        if (plan->counts[number] < 2 || outline.len < CALL_WORTH || job->subroutines[number] != 0)
            continue;
        job->subroutines[number] = (uint32_t)++job->subroutine_count;
        job->subroutines_size += outline.len;
    }
}

static bool plan_charstring(struct cff_job *job, size_t index)
{
    const struct program_plan *plan = job->plan;
    const struct font_piece *piece = &plan->pieces.items[index];
    struct charstring *own = &job->charstrings[index];
    struct bytes_writer out = {own->prefix};
    own->number = (uint32_t)plan->numbers[index];
    int32_t width = program_advance(plan->source, piece, &plan->source->glyphs[own->number]);
    int32_t shift = program_units(plan->source, piece->shift);
    uint32_t subroutine = job->subroutines[own->number];
    if (width < 0 || width > CHARSTRING_MAX || shift < -CHARSTRING_MAX || shift > CHARSTRING_MAX)
        return false;
    if (width != job->default_width)
        charstring_put_number(&out, width - job->nominal_width);
    if (shift != 0) {
        charstring_put_number(&out, shift);
        bytes_put(&out, CHARSTRING_HMOVETO, 1);
    }
    if (subroutine > 0) {
        int32_t bias = job->subroutine_count < 1240 ? 107 : job->subroutine_count < 33900 ? 1131 : 32768;
        charstring_put_number(&out, (int32_t)subroutine - 1 - bias);
        bytes_put(&out, CHARSTRING_CALLSUBR, 1);
    }
    own->calls = subroutine > 0;
    own->prefix_len = (uint8_t)(out.at - own->prefix);
    job->charstrings_size += own->prefix_len + (own->calls ? 0 : outline_of(job, own->number).len);
    return true;
}

static void put_charstring(struct cff_job *job, uint32_t number, struct bytes_writer *out)
{
    struct program_glyph *glyph = &job->plan->source->glyphs[number];
    job->outlines[job->outline_count++] = (struct font_outline_span){
        .at = (size_t)(out->at - job->begin), .len = glyph->outline.len, .kept = &glyph->kept};
    bytes_copy(out, glyph->outline);
}

/* --- indices --- */

static unsigned offset_size(size_t data)
{
    return data < 0xFF ? 1 : data < 0xFFFF ? 2 : data < 0xFFFFFF ? 3 : 4;
}

static size_t index_size(size_t count, size_t data)
{
    return count == 0 ? 2 : 3 + (count + 1) * offset_size(data) + data;
}

static void put_index_head(struct bytes_writer *out, size_t count, size_t data)
{
    bytes_put(out, (uint32_t)count, 2);
    bytes_put(out, offset_size(data), 1);
    bytes_put(out, 1, offset_size(data));
}

static void put_index_of_one(struct bytes_writer *out, struct str item)
{
    put_index_head(out, 1, item.len);
    bytes_put(out, (uint32_t)item.len + 1, offset_size(item.len));
    bytes_copy(out, item);
}

static void put_strings(struct bytes_writer *out)
{
    const struct str adobe = STR("Adobe"), identity = STR("Identity");
    size_t data = adobe.len + identity.len;
    put_index_head(out, 2, data);
    bytes_put(out, (uint32_t)adobe.len + 1, 1);
    bytes_put(out, (uint32_t)data + 1, 1);
    bytes_copy(out, adobe);
    bytes_copy(out, identity);
}

static void put_charstrings(struct cff_job *job, struct bytes_writer *out)
{
    size_t count = job->plan->pieces.count, end = 1;
    unsigned size = offset_size(job->charstrings_size);
    put_index_head(out, count, job->charstrings_size);
    for (size_t i = 0; i < count; i++) {
        const struct charstring *own = &job->charstrings[i];
        end += own->prefix_len + (own->calls ? 0 : outline_of(job, own->number).len);
        bytes_put(out, (uint32_t)end, size);
    }
    for (size_t i = 0; i < count; i++) {
        const struct charstring *own = &job->charstrings[i];
        bytes_copy(out, (struct str){(const char *)own->prefix, own->prefix_len});
        if (!own->calls)
            put_charstring(job, own->number, out);
    }
}

/* In the order of the pieces that first call them, as they are numbered. */
static void put_subroutines(struct cff_job *job, struct bytes_writer *out)
{
    const struct program_plan *plan = job->plan;
    unsigned size = offset_size(job->subroutines_size);
    uint32_t next = 1;
    size_t end = 1;
    if (job->subroutine_count == 0)
        return;
    put_index_head(out, job->subroutine_count, job->subroutines_size);
    struct bytes_writer data = {out->at + job->subroutine_count * size};
    for (size_t i = 0; i < plan->pieces.count; i++) {
        uint32_t number = (uint32_t)plan->numbers[i];
        if (job->subroutines[number] != next)
            continue;
        next++;
        end += outline_of(job, number).len;
        bytes_put(out, (uint32_t)end, size);
        put_charstring(job, number, &data);
    }
    *out = data;
}

/* --- dictionaries --- */

static void put_operator(struct bytes_writer *out, uint32_t op)
{
    bytes_put(out, op, op > 0xFF ? 2 : 1);
}

static void put_reserved(struct bytes_writer *out, size_t value)
{
    bytes_put(out, 29, 1);
    bytes_put(out, (uint32_t)value, 4);
}

/* 1 / units to eight digits behind the point; not where it is what it would be without. */
static void put_matrix(struct bytes_writer *out, int units)
{
    char digits[24];
    if (units == 1000)
        return;
    int len = snprintf(digits, sizeof digits, "a%08lldf", (100000000LL + units / 2) / units);
    for (int i = 0; i < 6; i++) {
        if (i != 0 && i != 3) {
            charstring_put_number(out, 0);
            continue;
        }
        bytes_put(out, 30, 1);
        for (int k = 0; k < len; k += 2)
            bytes_put(out,
                      (uint32_t)hex_digit(digits[k]) << 4 |
                          (uint32_t)(k + 1 < len ? hex_digit(digits[k + 1]) : 15),
                      1);
    }
    put_operator(out, 12 << 8 | 7);
}

/* Of all glyphs of the face, as its head has it: poppler caches glyphs and rounds their places by it. */
static void put_box(struct bytes_writer *out, struct str head)
{
    for (size_t side = 0; side < 4; side++) {
        uint32_t value = 0;
        bool known = bytes_read(head, 36 + 2 * side, 2, &value);
        charstring_put_number(out, known ? (int16_t)value : 0);
    }
    put_operator(out, 5);
}

/* Where the parts stand, and how large those are that come before. */
struct places {
    size_t charset, select, fonts, private, charstrings, end;
    size_t private_size;
};

static struct str make_top(const struct cff_job *job, const struct places *places, unsigned char *bytes)
{
    struct bytes_writer out = {bytes};
    charstring_put_number(&out, SID_ADOBE);
    charstring_put_number(&out, SID_IDENTITY);
    charstring_put_number(&out, 0);
    put_operator(&out, 12 << 8 | 30); /* ROS */
    put_matrix(&out, job->plan->source->face->units);
    put_box(&out, job->plan->source->tables.head);
    put_reserved(&out, job->plan->pieces.count);
    put_operator(&out, 12 << 8 | 34); /* CIDCount */
    put_reserved(&out, places->charset);
    put_operator(&out, 15);
    put_reserved(&out, places->select);
    put_operator(&out, 12 << 8 | 37);
    put_reserved(&out, places->fonts);
    put_operator(&out, 12 << 8 | 36);
    put_reserved(&out, places->charstrings);
    put_operator(&out, 17);
    return (struct str){(const char *)bytes, (size_t)(out.at - bytes)};
}

static struct str make_private(const struct cff_job *job, unsigned char *bytes)
{
    struct bytes_writer out = {bytes};
    charstring_put_number(&out, job->default_width);
    put_operator(&out, 20);
    charstring_put_number(&out, job->nominal_width);
    put_operator(&out, 21);
    if (job->subroutine_count > 0) { /* behind this dictionary */
        size_t size = (size_t)(out.at - bytes) + RESERVED + 1;
        put_reserved(&out, size);
        put_operator(&out, 19);
    }
    return (struct str){(const char *)bytes, (size_t)(out.at - bytes)};
}

static struct str make_font(const struct places *places, unsigned char *bytes)
{
    struct bytes_writer out = {bytes};
    put_reserved(&out, places->private_size);
    put_reserved(&out, places->private);
    put_operator(&out, 18);
    return (struct str){(const char *)bytes, (size_t)(out.at - bytes)};
}

/* --- the whole --- */

enum { HEAD_SIZE = 4, CHARSET_SIZE = 5, SELECT_SIZE = 8, FONT_SIZE = 2 * RESERVED + 1, GLOBAL_SIZE = 2 };
static const size_t STRINGS_SIZE = 3 + 3 + 13;

static struct places find_places(const struct cff_job *job, struct str name)
{
    unsigned char bytes[TOP_MAX];
    struct places places = {0};
    places.private_size = make_private(job, bytes).len;
    size_t top = make_top(job, &places, bytes).len;
    places.charset = HEAD_SIZE + index_size(1, name.len) + index_size(1, top) + STRINGS_SIZE + GLOBAL_SIZE;
    places.select = places.charset + CHARSET_SIZE;
    places.fonts = places.select + SELECT_SIZE;
    places.private = places.fonts + index_size(1, FONT_SIZE);
    places.charstrings = places.private + places.private_size;
    if (job->subroutine_count > 0)
        places.charstrings += index_size(job->subroutine_count, job->subroutines_size);
    places.end = places.charstrings + index_size(job->plan->pieces.count, job->charstrings_size);
    return places;
}

static void put_all(struct cff_job *job, struct str name, const struct places *places,
                    struct bytes_writer *out)
{
    unsigned char bytes[TOP_MAX];
    size_t count = job->plan->pieces.count;
    bytes_put(out, 1U << 24 | HEAD_SIZE << 8 | 4, 4);
    put_index_of_one(out, name);
    put_index_of_one(out, make_top(job, places, bytes));
    put_strings(out);
    bytes_put(out, 0, 2); /* global subroutines */
    bytes_put(out, 2, 1); /* charset: one range from CID 1; where there is .notdef alone nobody reads it */
    bytes_put(out, 1, 2);
    bytes_put(out, count > 1 ? (uint32_t)count - 2 : 0, 2);
    bytes_put(out, 3, 1); /* FDSelect: one range */
    bytes_put(out, 1, 2);
    bytes_put(out, 0, 3);
    bytes_put(out, (uint32_t)count, 2);
    put_index_of_one(out, make_font(places, bytes));
    bytes_copy(out, make_private(job, bytes));
    put_subroutines(job, out);
    put_charstrings(job, out);
}

enum status cff_write(const struct program_plan *plan, struct font_program *ret_program)
{
    struct cff_job job = {.plan = plan};
    const struct str name = plan->source->face->postscript_name;
    job.charstrings = ARENA_NEW_ARRAY(plan->arena, plan->pieces.count, struct charstring);
    job.subroutines = ARENA_NEW_ARRAY(plan->arena, plan->source->count + 1, uint32_t);
    job.outlines = ARENA_NEW_ARRAY(plan->arena, plan->pieces.count, struct font_outline_span);
    if (job.charstrings == NULL || job.subroutines == NULL || job.outlines == NULL)
        return NO_MEMORY;
    job.default_width = plan->source->face->units; /* Han */
    job.nominal_width = job.default_width / 2;     /* Latin */
    number_subroutines(&job);
    for (size_t i = 0; i < plan->pieces.count; i++)
        if (!plan_charstring(&job, i))
            return FAILED;
    struct places places = find_places(&job, name);
    if (places.end > PROGRAM_MAX_BYTES)
        return FAILED;
    unsigned char *bytes = arena_alloc_bytes(plan->arena, places.end);
    if (bytes == NULL)
        return NO_MEMORY;
    job.begin = bytes;
    struct bytes_writer out = {bytes};
    put_all(&job, name, &places, &out);
    assert(out.at == bytes + places.end);
    *ret_program = (struct font_program){{(const char *)bytes, places.end}, job.outlines, job.outline_count};
    return OK;
}
