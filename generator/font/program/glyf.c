/*
 * Entries of a TrueType face's glyf table without hints.
 *
 * Instructions go, and what stands behind the coordinates.  A composite keeps its components' numbers in the
 * face; its own metrics are always its own (no USE_MY_METRICS), so that widths are what the PDF says.  Boxes are the
 * face's.
 */
#include "font/program/program_int.h"

#include <stdlib.h>
#include <string.h>

enum {
    ON_REPEAT = 8, /* flags of points */
    X_SHORT = 2,
    X_SAME = 16,
    Y_SHORT = 4,
    Y_SAME = 32,
    ARGS_ARE_WORDS = 1, /* flags of components */
    HAS_SCALE = 8,
    MORE_COMPONENTS = 0x20,
    HAS_TWO_SCALES = 0x40,
    HAS_MATRIX = 0x80,
    HAS_INSTRUCTIONS = 0x100,
    USE_MY_METRICS = 0x200,
};

bool glyf_open(struct program_source *source)
{
    uint32_t count = 0, format = 0;
    const struct program_tables *tables = &source->tables;
    if (!bytes_read(tables->maxp, 4, 2, &count) || tables->maxp.len < 32 ||
        !bytes_read(tables->head, 50, 2, &format) || format > 1 || tables->head.len < 54 ||
        tables->hhea.len < 36)
        return false;
    source->loca_size = format == 0 ? 2 : 4;
    size_t entries = tables->loca.len / source->loca_size;
    if (entries < 2)
        return false;
    source->glyph_count = count < entries - 1 ? count : (uint32_t)entries - 1;
    return true;
}

/* The entry as it lies in the file. */
static bool find_outline(const struct program_source *source, uint32_t glyph, struct str *ret_entry)
{
    unsigned size = source->loca_size, scale = size == 2 ? 2 : 1;
    uint32_t from = 0, to = 0;
    if (!bytes_read(source->tables.loca, (size_t)glyph * size, size, &from) ||
        !bytes_read(source->tables.loca, ((size_t)glyph + 1) * size, size, &to) || to < from)
        return false;
    return bytes_slice(source->tables.glyf, (size_t)from * scale, (size_t)(to - from) * scale, ret_entry);
}

/* How many bytes of coordinates belong to eight flags of which none is repeated: each flag in a byte of the word. */
static inline size_t coordinates_of(uint64_t flags)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t short_x = flags >> 1, same_x = flags >> 4, short_y = flags >> 2, same_y = flags >> 5;
    const uint64_t one = (short_x & ones) + (short_y & ones);
    const uint64_t two = (~(short_x | same_x) & ones) + (~(short_y | same_y) & ones);
    return (size_t)((one + 2 * two) * ones >> 56);
}

/* Behind the flags and coordinates of so many points, which begin at `at`.  Most of what is read of a face is read here. */
static bool find_end(struct str entry, size_t at, uint32_t points, size_t *ret_end)
{
    enum { AT_ONCE = 8 };
    const unsigned char *bytes = (const unsigned char *)entry.ptr;
    size_t coordinates = 0;
    for (uint32_t done = 0; done < points;) {
        uint64_t word;
        if (points - done >= AT_ONCE && at + AT_ONCE <= entry.len) {
            memcpy(&word, bytes + at, AT_ONCE);
            if ((word & 0x0808080808080808u /* ON_REPEAT */) == 0) {
                coordinates += coordinates_of(word);
                done += AT_ONCE;
                at += AT_ONCE;
                continue;
            }
        }
        if (at >= entry.len)
            return false;
        const unsigned flags = bytes[at++];
        unsigned times = 1;
        if ((flags & ON_REPEAT) != 0) {
            if (at >= entry.len)
                return false;
            times += bytes[at++];
        }
        const unsigned x = (flags & X_SHORT) != 0 ? 1 : (flags & X_SAME) != 0 ? 0 : 2;
        const unsigned y = (flags & Y_SHORT) != 0 ? 1 : (flags & Y_SAME) != 0 ? 0 : 2;
        coordinates += (size_t)(x + y) * times;
        done += times;
        if (done > points)
            return false;
    }
    *ret_end = at + coordinates;
    return *ret_end <= entry.len;
}

/* The glyph's box becomes the face's, if it lies in it: all glyphs then say the same, which no renderer minds, and a
 * program is a twenty-fifth smaller.  The bearing goes with the box, so that the outline stays where it is.  A face's box
 * that might not be moved, with a copy of the glyph, is not taken. */
static void widen_box(const struct program_source *source, struct program_glyph *glyph,
                      struct bytes_writer box)
{
    int32_t own[4], whole[4]; /* left, bottom, right, top */
    for (size_t i = 0; i < ARRAY_COUNT(own); i++) {
        uint32_t value = 0;
        if (!bytes_read(source->tables.head, 36 + 2 * i, 2, &value))
            return;
        whole[i] = (int16_t)value;
        own[i] = (int16_t)(box.at[2 * i] << 8 | box.at[2 * i + 1]);
        if ((i < 2 ? own[i] < whole[i] : own[i] > whole[i]) || abs(whole[i]) > INT16_MAX / 2)
            return;
    }
    const int32_t bearing = glyph->bearing + whole[0] - own[0];
    if (bearing < INT16_MIN)
        return;
    glyph->bearing = (int16_t)bearing;
    for (size_t i = 0; i < ARRAY_COUNT(whole); i++)
        bytes_put(&box, (uint32_t)whole[i] & 0xFFFF, 2);
}

/* Each contour ends behind the one before, as renderers ask; the last says how many points there are. */
static bool ends_ascend(struct str entry, uint32_t contours, uint32_t *ret_last)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < contours; i++) {
        const uint32_t before = end;
        if (!bytes_read(entry, GLYF_HEAD + 2 * (size_t)i, 2, &end) || end > INT16_MAX ||
            (i > 0 && end <= before))
            return false;
    }
    *ret_last = end;
    return true;
}

void glyf_sum(struct str bytes, uint32_t ret_words[2])
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    const size_t whole = bytes.len / 4 * 4;
    uint32_t first = 0, second = 0, rest = 0;
    for (size_t i = 0; i < whole; i += 4) { /* compilers make one access of it */
        const uint32_t word =
            (uint32_t)at[i] << 24 | (uint32_t)at[i + 1] << 16 | (uint32_t)at[i + 2] << 8 | at[i + 3];
        first += word >> 16;
        second += word & 0xFFFF;
    }
    for (size_t i = whole; i < bytes.len; i++)
        rest |= (uint32_t)at[i] << (24 - 8 * (i - whole));
    ret_words[0] = first + (rest >> 16);
    ret_words[1] = second + (rest & 0xFFFF);
}

static enum status read_simple(const struct program_source *source, struct str entry, uint32_t contours,
                               struct program_glyph *glyph)
{
    uint32_t last = 0, instructions = 0;
    size_t ends = GLYF_HEAD + 2 * (size_t)contours, end = 0;
    if (!ends_ascend(entry, contours, &last) || !bytes_read(entry, ends, 2, &instructions))
        return FAILED;
    size_t points = ends + 2 + instructions;
    if (!find_end(entry, points, last + 1, &end))
        return FAILED;
    size_t len = ends + 2 + end - points;
    unsigned char *bytes = arena_alloc_bytes(source->arena, len);
    if (bytes == NULL)
        return NO_MEMORY;
    struct bytes_writer out = {bytes};
    bytes_copy(&out, str_slice(entry, 0, ends));
    bytes_put(&out, 0, 2); /* no instructions */
    bytes_copy(&out, str_slice(entry, points, end));
    widen_box(source, glyph, (struct bytes_writer){bytes + 2});
    glyph->outline = (struct str){(const char *)bytes, len};
    glyf_sum(glyph->outline, glyph->words);
    return OK;
}

/* How many bytes a component has. */
static size_t component_size(uint32_t flags)
{
    size_t arguments = (flags & ARGS_ARE_WORDS) != 0 ? 4 : 2;
    size_t scale = (flags & HAS_SCALE) != 0        ? 2
                   : (flags & HAS_TWO_SCALES) != 0 ? 4
                   : (flags & HAS_MATRIX) != 0     ? 8
                                                   : 0;
    return 4 + arguments + scale;
}

bool glyf_component_next(struct str outline, size_t *at, struct glyf_component *ret_component,
                         bool *ret_broken)
{
    struct glyf_component component = {.at = *at == 0 ? GLYF_HEAD : *at};
    struct str whole;
    *ret_broken = false;
    if (*at == outline.len)
        return false;
    *ret_broken = true;
    if (!bytes_read(outline, component.at, 2, &component.flags) ||
        !bytes_read(outline, component.at + 2, 2, &component.glyph) ||
        !bytes_slice(outline, component.at, component_size(component.flags), &whole))
        return false;
    *ret_broken = false;
    *at = (component.flags & MORE_COMPONENTS) != 0 ? component.at + whole.len : outline.len;
    *ret_component = component;
    return true;
}

/* With the number that was read: the file may say another by now. */
static void copy_component(struct str entry, const struct glyf_component *component, struct bytes_writer *out)
{
    bytes_put(out, component->flags & ~(uint32_t)(HAS_INSTRUCTIONS | USE_MY_METRICS), 2);
    bytes_put(out, component->glyph, 2);
    bytes_copy(out, str_slice(entry, component->at + 4, component->at + component_size(component->flags)));
}

static enum status read_composite(struct program_source *source, struct str entry,
                                  struct program_glyph *glyph, int nesting)
{
    struct glyf_component component;
    bool broken = false;
    uint8_t deepest = 0;
    unsigned char *bytes = arena_alloc(source->arena, entry.len);
    struct bytes_writer out = {bytes};
    if (bytes == NULL)
        return NO_MEMORY;
    if (entry.len < GLYF_HEAD)
        return FAILED;
    bytes_copy(&out, str_slice(entry, 0, GLYF_HEAD));
    for (size_t at = 0; glyf_component_next(entry, &at, &component, &broken);) {
        size_t number = 0;
        enum status status = program_glyph_take(source, component.glyph, nesting + 1, &number);
        if (status != OK)
            return status;
        if (source->glyphs[number].depth > deepest)
            deepest = source->glyphs[number].depth;
        copy_component(entry, &component, &out);
    }
    widen_box(source, glyph, (struct bytes_writer){bytes + 2});
    glyph->outline = (struct str){(const char *)bytes, (size_t)(out.at - bytes)};
    glyph->is_composite = true;
    glyph->depth = deepest + 1;
    return broken ? FAILED : OK;
}

/* As its box says. */
static bool has_area(struct str entry)
{
    uint32_t box[4] = {0};
    for (size_t i = 0; i < ARRAY_COUNT(box); i++)
        if (!bytes_read(entry, 2 + 2 * i, 2, &box[i]))
            return false;
    return box[0] != box[2] && box[1] != box[3];
}

enum status glyf_read(struct program_source *source, struct program_glyph *glyph, int nesting)
{
    struct str entry;
    uint32_t contours = 0;
    glyph->is_blank = true;
    if (!find_outline(source, glyph->glyph, &entry))
        return FAILED;
    if (entry.len == 0)
        return OK;
    if (!bytes_read(entry, 0, 2, &contours))
        return FAILED;
    if (contours == 0)
        return OK;
    glyph->is_blank = !has_area(entry);
    return contours < 0x8000 ? read_simple(source, entry, contours, glyph)
                             : read_composite(source, entry, glyph, nesting);
}
