/*
 * A TrueType program: glyf, head, hhea, hmtx, loca, maxp.
 *
 * Pieces come first: their codes are their numbers.  An outline stands where its first piece without a shift
 * is; other pieces with it are composites of one component.  What pieces are made of and is not among them
 * stands behind.
 */
#include "font/program/program_int.h"

#include <assert.h>
#include <string.h>

enum {
    TABLE_COUNT = 6,
    DIRECTORY = 12 + 16 * TABLE_COUNT,
    COPY_SIZE = GLYF_HEAD + 8, /* a composite of one component */
    COPY_FLAGS = 3,            /* the arguments are an offset, in words */
    LONG_LOCA = 0x1FFFF,       /* larger ones do not fit in halves of 16 bits */
};

struct entry {
    uint32_t number; /* in source->glyphs */
    bool is_copy;
    int32_t advance, shift; /* font units */
};

struct glyf_job {
    const struct program_plan *plan;
    struct entry *entries;
    size_t count, capacity;
    uint32_t *homes; /* by number in source->glyphs: the entry with its outline, from 1 on; 0: none */
    size_t glyf_size, metric_count;
    uint32_t glyf_sum;  /* the table's checksum */
    uint32_t loca_size; /* of an offset */
    unsigned char *file;
    struct font_outline_span *outlines; /* those of glyphs that are no composites */
    size_t outline_count;
};

static const struct program_glyph *glyph_of(const struct glyf_job *job, const struct entry *entry)
{
    return &job->plan->source->glyphs[entry->number];
}

static size_t entry_size(const struct glyf_job *job, const struct entry *entry)
{
    size_t len = entry->is_copy ? COPY_SIZE : glyph_of(job, entry)->outline.len;
    return (len + 1) / 2 * 2;
}

/* --- which entries there are --- */

static enum status add_entry(struct glyf_job *job, struct entry entry)
{
    if (job->count == PROGRAM_MAX_GLYPHS)
        return FAILED;
    if (!entry.is_copy && job->homes[entry.number] == 0)
        job->homes[entry.number] = (uint32_t)job->count + 1;
    return ARENA_APPEND(job->plan->arena, job->entries, job->count, job->capacity, &entry);
}

static enum status add_home(struct glyf_job *job, uint32_t number)
{
    const struct program_glyph *glyph = &job->plan->source->glyphs[number];
    if (job->homes[number] != 0)
        return OK;
    return add_entry(job, (struct entry){.number = number, .advance = glyph->advance});
}

static enum status add_pieces(struct glyf_job *job)
{
    const struct program_plan *plan = job->plan;
    enum status status = OK;
    for (size_t i = 0; i < plan->pieces.count && status == OK; i++) {
        const struct font_piece *piece = &plan->pieces.items[i];
        struct entry entry = {.number = (uint32_t)plan->numbers[i],
                              .shift = program_units(plan->source, piece->shift)};
        const struct program_glyph *glyph = &plan->source->glyphs[entry.number];
        entry.advance = program_advance(plan->source, piece, glyph);
        entry.is_copy = glyph->outline.len > 0 && (entry.shift != 0 || job->homes[entry.number] != 0);
        if (entry.advance < 0 || entry.advance > UINT16_MAX)
            return FAILED;
        status = add_entry(job, entry);
    }
    return status;
}

/* The list grows while it is walked. */
static enum status add_parts(struct glyf_job *job)
{
    const struct program_source *source = job->plan->source;
    enum status status = OK;
    for (size_t i = 0; i < job->count && status == OK; i++) {
        const struct program_glyph *glyph = glyph_of(job, &job->entries[i]);
        struct glyf_component component;
        bool broken = false;
        if (job->entries[i].is_copy) {
            status = add_home(job, job->entries[i].number);
            continue;
        }
        for (size_t at = 0; glyph->is_composite && status == OK &&
                            glyf_component_next(glyph->outline, &at, &component, &broken);)
            status = add_home(job, source->numbers[component.glyph]);
    }
    return status;
}

/* --- tables --- */

/* The head of the glyph's own entry, moved, and the component. */
static bool put_copy(const struct glyf_job *job, const struct entry *entry, struct bytes_writer *out)
{
    struct str outline = glyph_of(job, entry)->outline;
    bytes_put(out, 0xFFFF, 2);
    for (size_t side = 0; side < 4; side++) {
        uint32_t value = 0;
        bool inside = bytes_read(outline, 2 + 2 * side, 2, &value);
        int32_t moved = (int16_t)value + (side % 2 == 0 ? entry->shift : 0);
        if (!inside || moved < INT16_MIN || moved > INT16_MAX)
            return false;
        bytes_put(out, (uint32_t)moved & 0xFFFF, 2);
    }
    bytes_put(out, COPY_FLAGS, 2);
    bytes_put(out, job->homes[entry->number] - 1, 2);
    bytes_put(out, (uint32_t)entry->shift & 0xFFFF, 2);
    bytes_put(out, 0, 2);
    return true;
}

static void put_outline(const struct glyf_job *job, const struct program_glyph *glyph,
                        struct bytes_writer *out)
{
    unsigned char *start = out->at;
    struct glyf_component component;
    bool broken = false;
    bytes_copy(out, glyph->outline);
    for (size_t at = 0;
         glyph->is_composite && glyf_component_next(glyph->outline, &at, &component, &broken);) {
        struct bytes_writer number = {start + component.at + 2};
        bytes_put(&number, job->homes[job->plan->source->numbers[component.glyph]] - 1, 2);
    }
}

static void list_outline(struct glyf_job *job, size_t number, size_t at)
{
    struct program_glyph *glyph = &job->plan->source->glyphs[number];
    if (!glyph->is_composite && glyph->outline.len > 0)
        job->outlines[job->outline_count++] =
            (struct font_outline_span){.at = at, .len = glyph->outline.len, .kept = &glyph->kept};
}

/* To the table's checksum, of what stands in it so far behind its start: it is a sum of words of 32 bits. */
static void add_sum(struct glyf_job *job, const uint32_t words[2], size_t at)
{
    const size_t first = at / 2 % 2;
    job->glyf_sum += (words[first] << 16) + words[1 - first];
}

static bool put_glyf(struct glyf_job *job, struct bytes_writer *out)
{
    const unsigned char *table = out->at;
    for (size_t i = 0; i < job->count; i++) {
        const struct entry *entry = &job->entries[i];
        const struct program_glyph *glyph = glyph_of(job, entry);
        unsigned char *begin = out->at, *end = begin + entry_size(job, entry);
        uint32_t words[2];
        if (end > begin)
            end[-1] = 0; /* where the outline has an odd length */
        if (!entry->is_copy) {
            list_outline(job, entry->number, (size_t)(begin - job->file));
            put_outline(job, glyph, out);
        } else if (!put_copy(job, entry, out)) {
            return false;
        }
        if (entry->is_copy || glyph->is_composite)
            glyf_sum((struct str){(const char *)begin, (size_t)(end - begin)}, words);
        else
            memcpy(words, glyph->words, sizeof words);
        add_sum(job, words, (size_t)(begin - table));
        out->at = end;
    }
    return true;
}

static void put_loca(const struct glyf_job *job, struct bytes_writer *out)
{
    size_t at = 0;
    for (size_t i = 0; i <= job->count; i++) {
        bytes_put(out, (uint32_t)(job->loca_size == 2 ? at / 2 : at), job->loca_size);
        at += i < job->count ? entry_size(job, &job->entries[i]) : 0;
    }
}

static bool put_hmtx(const struct glyf_job *job, struct bytes_writer *out)
{
    for (size_t i = 0; i < job->count; i++) {
        const struct entry *entry = &job->entries[i];
        int32_t bearing = glyph_of(job, entry)->bearing + entry->shift;
        if (bearing < INT16_MIN || bearing > INT16_MAX)
            return false;
        if (i < job->metric_count)
            bytes_put(out, (uint32_t)entry->advance, 2);
        bytes_put(out, (uint32_t)bearing & 0xFFFF, 2);
    }
    return true;
}

static void replace(unsigned char *table, size_t at, uint32_t value)
{
    table[at] = (unsigned char)(value >> 8);
    table[at + 1] = (unsigned char)value;
}

static uint32_t number_at(const unsigned char *table, size_t at)
{
    return (uint32_t)table[at] << 8 | table[at + 1];
}

/* The face's, with the number of glyphs, nothing for instructions, and room for copies. */
static void put_maxp(const struct glyf_job *job, struct bytes_writer *out)
{
    unsigned char *table = out->at;
    uint32_t depth = 0;
    bytes_copy(out, str_slice(job->plan->source->tables.maxp, 0, 32));
    for (size_t i = 0; i < job->count; i++) {
        uint32_t own = glyph_of(job, &job->entries[i])->depth + (job->entries[i].is_copy ? 1U : 0);
        depth = own > depth ? own : depth;
    }
    replace(table, 4, (uint32_t)job->count);
    for (size_t part = 6; part <= 8; part += 2) /* points, contours: composites have as many as simple ones */
        if (number_at(table, part + 4) < number_at(table, part))
            replace(table, part + 4, number_at(table, part));
    replace(table, 14, 1); /* zones; what follows is for instructions */
    memset(table + 16, 0, 12);
    if (number_at(table, 28) < 1)
        replace(table, 28, 1);
    replace(table, 30, depth);
}

/* --- the file --- */

static uint32_t checksum(const unsigned char *bytes, size_t len)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < len; i += 4)
        sum += (uint32_t)bytes[i] << 24 | (uint32_t)bytes[i + 1] << 16 | (uint32_t)bytes[i + 2] << 8 |
               bytes[i + 3];
    return sum;
}

static size_t padded(size_t size)
{
    return (size + 3) / 4 * 4;
}

/* In the order of their names, as the directory must be. */
enum { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP };
static const char names[TABLE_COUNT][5] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};

static bool put_tables(struct glyf_job *job, unsigned char *const starts[TABLE_COUNT])
{
    const struct program_tables *tables = &job->plan->source->tables;
    struct bytes_writer out = {starts[GLYF]};
    if (!put_glyf(job, &out))
        return false;
    out.at = starts[HEAD];
    bytes_copy(&out, str_slice(tables->head, 0, 54));
    memset(starts[HEAD] + 8, 0, 4); /* the checksum, before it is known */
    replace(starts[HEAD], 50, job->loca_size == 4);
    out.at = starts[HHEA];
    bytes_copy(&out, str_slice(tables->hhea, 0, 36));
    replace(starts[HHEA], 34, (uint32_t)job->metric_count);
    out.at = starts[HMTX];
    if (!put_hmtx(job, &out))
        return false;
    out.at = starts[LOCA];
    put_loca(job, &out);
    out.at = starts[MAXP];
    put_maxp(job, &out);
    return true;
}

static void put_directory(const struct glyf_job *job, unsigned char *const starts[TABLE_COUNT],
                          const size_t sizes[TABLE_COUNT])
{
    unsigned char *file = job->file;
    struct bytes_writer out = {file};
    uint32_t whole = 0;
    bytes_put(&out, 0x10000, 4);
    bytes_put(&out, TABLE_COUNT, 2);
    bytes_put(&out, 64, 2); /* the largest power of two tables, 16 bytes each; its logarithm; the rest */
    bytes_put(&out, 2, 2);
    bytes_put(&out, 16 * TABLE_COUNT - 64, 2);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        bytes_copy(&out, (struct str){names[i], 4});
        const uint32_t own = i == GLYF ? job->glyf_sum : checksum(starts[i], padded(sizes[i]));
        whole += own;
        bytes_put(&out, own, 4);
        bytes_put(&out, (uint32_t)(starts[i] - file), 4);
        bytes_put(&out, (uint32_t)sizes[i], 4);
    }
    struct bytes_writer sum = {starts[HEAD] + 8};
    bytes_put(&sum, 0xB1B0AFBAU - whole - checksum(file, DIRECTORY), 4);
}

static enum status write_file(struct glyf_job *job, struct font_program *ret_program)
{
    const size_t sizes[TABLE_COUNT] = {
        job->glyf_size, 54, 36, 2 * (job->count + job->metric_count), (job->count + 1) * job->loca_size, 32};
    size_t whole = DIRECTORY;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        whole += padded(sizes[i]);
    if (whole > PROGRAM_MAX_BYTES)
        return FAILED;
    unsigned char *file = arena_alloc_bytes(job->plan->arena, whole), *starts[TABLE_COUNT];
    job->file = file;
    job->outlines = ARENA_NEW_ARRAY(job->plan->arena, job->count, struct font_outline_span);
    if (file == NULL || job->outlines == NULL)
        return NO_MEMORY;
    starts[0] = file + DIRECTORY;
    for (size_t i = 1; i < TABLE_COUNT; i++)
        starts[i] = starts[i - 1] + padded(sizes[i - 1]);
    for (size_t i = 0; i < TABLE_COUNT; i++)
        memset(starts[i] + sizes[i], 0, padded(sizes[i]) - sizes[i]);
    if (!put_tables(job, starts))
        return FAILED;
    put_directory(job, starts, sizes);
    *ret_program = (struct font_program){{(const char *)file, whole}, job->outlines, job->outline_count};
    return OK;
}

enum status glyf_write(const struct program_plan *plan, struct font_program *ret_program)
{
    struct glyf_job job = {.plan = plan, .capacity = plan->pieces.count + 16};
    job.homes = ARENA_NEW_ARRAY(plan->arena, plan->source->count, uint32_t);
    job.entries = ARENA_NEW_ARRAY(plan->arena, job.capacity, struct entry);
    if (job.homes == NULL || job.entries == NULL)
        return NO_MEMORY;
    enum status status = add_pieces(&job);
    if (status == OK)
        status = add_parts(&job);
    if (status != OK)
        return status;
    for (size_t i = 0; i < job.count; i++)
        job.glyf_size += entry_size(&job, &job.entries[i]);
    job.loca_size = job.glyf_size > LONG_LOCA ? 4 : 2;
    job.metric_count = job.count; /* those as wide as the last share its width */
    while (job.metric_count > 1 &&
           job.entries[job.metric_count - 1].advance == job.entries[job.metric_count - 2].advance)
        job.metric_count--;
    return write_file(&job, ret_program);
}
