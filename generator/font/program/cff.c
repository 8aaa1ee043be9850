/*
 * The structure of a CFF table (Adobe technical note 5176), as far as outlines need it: charstrings,
 * subroutines, which font dictionary a glyph belongs to.
 *
 * Without hints, font dictionaries differ in nothing that a program needs but their subroutines, and in their
 * matrices: a face whose outlines are not in the units that its head says is refused.  What is read once, when
 * the face is opened, is copied; indices and FDSelect are read where they lie.
 */
#include "font/program/program_int.h"

enum {
    DICT_MAX_OPERANDS = 48,
    MAX_FONTS = 256,
    DICT_CHARSTRINGS = 17,
    DICT_PRIVATE = 18,
    DICT_SUBRS = 19,
    DICT_ESCAPE = 12,
    DICT_FONT_MATRIX = 12 << 8 | 7,
    DICT_CHARSTRING_TYPE = 12 << 8 | 6,
    DICT_ROS = 12 << 8 | 30,
    DICT_FONTS = 12 << 8 | 36,
    DICT_SELECT = 12 << 8 | 37,
};

/* --- indices --- */

bool cff_index_read(struct str table, size_t at, struct cff_index *ret_index, size_t *ret_end)
{
    struct cff_index index = {{NULL, 0}, 0, 0};
    uint32_t offset_size = 0, end = 0;
    if (!bytes_read(table, at, 2, &index.count))
        return false;
    if (index.count == 0) {
        *ret_index = index;
        *ret_end = at + 2;
        return true;
    }
    if (!bytes_read(table, at + 2, 1, &offset_size) || offset_size < 1 || offset_size > 4)
        return false;
    index.offset_size = offset_size;
    size_t offsets = ((size_t)index.count + 1) * offset_size;
    index.bytes = str_slice(table, at + 3, table.len);
    if (!bytes_read(index.bytes, offsets - offset_size, offset_size, &end) || end < 1 ||
        end - 1 > index.bytes.len - offsets)
        return false;
    index.bytes.len = offsets + end - 1;
    *ret_index = index;
    *ret_end = at + 3 + index.bytes.len;
    return true;
}

bool cff_index_item(const struct cff_index *index, uint32_t n, struct str *ret_item)
{
    uint32_t from = 0, to = 0;
    if (n >= index->count)
        return false;
    size_t offset = (size_t)n * index->offset_size;
    size_t data = ((size_t)index->count + 1) * index->offset_size;
    return bytes_read(index->bytes, offset, index->offset_size, &from) &&
           bytes_read(index->bytes, offset + index->offset_size, index->offset_size, &to) && from >= 1 &&
           to >= from && bytes_slice(index->bytes, data + from - 1, to - from, ret_item);
}

/* --- dictionaries --- */

struct operands {
    double values[DICT_MAX_OPERANDS];
    size_t count; /* 0: the operator is not there */
};

/* Half a byte of a real number goes into it. */
struct real {
    double value, scale; /* value / scale */
    int exponent, exponent_sign;
    bool negative, fraction;
};

/* false: no such digit. */
static bool add_nibble(struct real *real, unsigned nibble)
{
    if (nibble < 10 && real->exponent_sign != 0) {
        real->exponent = real->exponent < 40 ? real->exponent * 10 + (int)nibble : real->exponent;
    } else if (nibble < 10) {
        real->value = real->value * 10 + nibble;
        real->scale *= real->fraction ? 10 : 1;
    } else if (nibble == 10) {
        real->fraction = true;
    } else if (nibble == 11 || nibble == 12) {
        real->exponent_sign = nibble == 11 ? 1 : -1;
    } else {
        real->negative = true;
    }
    return nibble != 13;
}

/* Binary coded decimals; 15 ends. */
static bool read_real(struct str dict, size_t *at, double *ret_value)
{
    struct real real = {.scale = 1};
    uint32_t byte = 0;
    for (unsigned digits = 0; digits < 64; digits++) {
        if (digits % 2 == 0 && !bytes_read(dict, (*at)++, 1, &byte))
            return false;
        unsigned nibble = digits % 2 == 0 ? byte >> 4 : byte & 15;
        if (nibble == 15) {
            for (int i = 0; i < real.exponent; i++)
                real.value = real.exponent_sign > 0 ? real.value * 10 : real.value / 10;
            *ret_value = (real.negative ? -real.value : real.value) / real.scale;
            return true;
        }
        if (!add_nibble(&real, nibble))
            return false;
    }
    return false;
}

static bool read_operand(struct str dict, size_t *at, uint32_t first, double *ret_value)
{
    uint32_t more = 0;
    size_t from = *at;
    if (first == 30)
        return read_real(dict, at, ret_value);
    unsigned size = first == 28 ? 2 : first == 29 ? 4 : first >= 247 && first <= 254 ? 1 : 0;
    *at += size;
    if ((size > 0 && !bytes_read(dict, from, size, &more)) || first < 28 || first == 31 || first == 255)
        return false;
    if (first == 28)
        *ret_value = (int16_t)more;
    else if (first == 29)
        *ret_value = (int32_t)more;
    else if (first <= 246)
        *ret_value = (int)first - 139;
    else if (first <= 250)
        *ret_value = (int)((first - 247) * 256 + more + 108);
    else
        *ret_value = -(int)((first - 251) * 256 + more + 108);
    return true;
}

/* What stands before the operator; false: the dictionary is broken. */
static bool look_up(struct str dict, uint32_t wanted, struct operands *ret_operands)
{
    struct operands operands = {.count = 0};
    ret_operands->count = 0;
    for (size_t at = 0; at < dict.len;) {
        uint32_t byte = (unsigned char)dict.ptr[at++];
        if (byte >= 28) {
            if (operands.count == DICT_MAX_OPERANDS ||
                !read_operand(dict, &at, byte, &operands.values[operands.count++]))
                return false;
            continue;
        }
        uint32_t second = 0;
        if (byte == DICT_ESCAPE && !bytes_read(dict, at++, 1, &second))
            return false;
        if ((byte == DICT_ESCAPE ? byte << 8 | second : byte) == wanted)
            *ret_operands = operands;
        operands.count = 0;
    }
    return true;
}

/* The n-th operand as an offset or a size; false: it is none. */
static bool read_offset(const struct operands *operands, size_t n, size_t *ret_offset)
{
    if (n >= operands->count || operands->values[n] < 0 || operands->values[n] > INT32_MAX)
        return false;
    *ret_offset = (size_t)operands->values[n];
    return true;
}

/* How much the matrix makes larger; `otherwise`: there is none.  0: it does something else, too. */
static double read_scale(struct str dict, double otherwise)
{
    struct operands matrix;
    if (!look_up(dict, DICT_FONT_MATRIX, &matrix))
        return 0;
    if (matrix.count == 0)
        return otherwise;
    const double *m = matrix.values;
    bool plain = matrix.count == 6 && m[1] == 0 && m[2] == 0 && m[0] == m[3] && m[4] == 0 && m[5] == 0;
    return plain ? m[0] : 0;
}

/* --- the whole --- */

/* Local subroutines of the font dictionary, or of the top one, and the units of its outlines. */
static bool read_font(struct str table, struct str dict, double scale, struct cff_index *ret_local)
{
    struct operands operands;
    size_t size = 0, at = 0, offset = 0, end = 0;
    struct str private;
    *ret_local = (struct cff_index){{NULL, 0}, 0, 0};
    if (scale < .999 || scale > 1.001 || !look_up(dict, DICT_PRIVATE, &operands))
        return false;
    if (operands.count == 0)
        return true;
    if (!read_offset(&operands, 0, &size) || !read_offset(&operands, 1, &at) ||
        !bytes_slice(table, at, size, &private) || !look_up(private, DICT_SUBRS, &operands))
        return false;
    return operands.count == 0 ||
           (read_offset(&operands, 0, &offset) && cff_index_read(table, at + offset, ret_local, &end));
}

static enum status read_fonts(struct arena *arena, struct str table, struct str top, int units,
                              struct cff *cff)
{
    struct operands fonts, select;
    struct cff_index dicts;
    size_t at = 0, end = 0;
    if (!look_up(top, DICT_FONTS, &fonts) || !look_up(top, DICT_SELECT, &select) ||
        !read_offset(&fonts, 0, &at) || !cff_index_read(table, at, &dicts, &end) ||
        !read_offset(&select, 0, &at) || at >= table.len || dicts.count == 0 || dicts.count > MAX_FONTS)
        return FAILED;
    cff->select = str_slice(table, at, table.len);
    cff->font_count = dicts.count;
    cff->local = ARENA_NEW_ARRAY(arena, dicts.count, struct cff_index);
    if (cff->local == NULL)
        return NO_MEMORY;
    double whole = read_scale(top, -1);
    for (uint32_t i = 0; i < dicts.count; i++) {
        struct str dict;
        if (!cff_index_item(&dicts, i, &dict))
            return FAILED;
        double own = read_scale(dict, whole < 0 ? .001 : 1) * (whole < 0 ? 1 : whole);
        if (!read_font(table, dict, own * units, &cff->local[i]))
            return FAILED;
    }
    return OK;
}

enum status cff_read(struct arena *arena, struct str table, int units, struct cff *ret_cff)
{
    struct cff cff = {.select = {NULL, 0}};
    struct cff_index names, tops, strings;
    struct operands ros, type, charstrings;
    struct str top;
    uint32_t major = 0, head = 0;
    size_t at = 0, end = 0;
    if (!bytes_read(table, 0, 1, &major) || major != 1 || !bytes_read(table, 2, 1, &head) ||
        !cff_index_read(table, head, &names, &at) || !cff_index_read(table, at, &tops, &at) ||
        !cff_index_read(table, at, &strings, &at) || !cff_index_read(table, at, &cff.global, &end) ||
        !cff_index_item(&tops, 0, &top) || !look_up(top, DICT_ROS, &ros) ||
        !look_up(top, DICT_CHARSTRING_TYPE, &type) || (type.count > 0 && type.values[0] != 2) ||
        !look_up(top, DICT_CHARSTRINGS, &charstrings) || !read_offset(&charstrings, 0, &at) ||
        !cff_index_read(table, at, &cff.charstrings, &end))
        return FAILED;
    enum status status = OK;
    if (ros.count > 0) {
        status = read_fonts(arena, table, top, units, &cff);
    } else {
        cff.font_count = 1;
        cff.local = ARENA_NEW(arena, struct cff_index);
        if (cff.local == NULL)
            return NO_MEMORY;
        if (!read_font(table, top, read_scale(top, .001) * units, cff.local))
            return FAILED;
    }
    if (status == OK)
        *ret_cff = cff;
    return status;
}

/* FDSelect, format 3: ranges, each from its first glyph to that of the next. */
static bool search_ranges(struct str select, uint32_t glyph, uint32_t *ret_font)
{
    uint32_t count = 0, first = 0;
    if (!bytes_read(select, 1, 2, &count) || count == 0)
        return false;
    size_t low = 0, high = count; /* the range is not before low, and before high */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (!bytes_read(select, 3 + middle * 3, 2, &first))
            return false;
        if (first <= glyph)
            low = middle;
        else
            high = middle;
    }
    return bytes_read(select, 3 + low * 3 + 2, 1, ret_font);
}

const struct cff_index *cff_local_subroutines(const struct cff *cff, uint32_t glyph)
{
    uint32_t format = 0, font = 0;
    if (cff->select.len > 0) {
        if (!bytes_read(cff->select, 0, 1, &format) || (format != 0 && format != 3))
            return NULL;
        if (format == 0 ? !bytes_read(cff->select, 1 + (size_t)glyph, 1, &font)
                        : !search_ranges(cff->select, glyph, &font))
            return NULL;
    }
    return font < cff->font_count ? &cff->local[font] : NULL;
}
