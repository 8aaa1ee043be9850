/*
 * TrueType outlines as a zlib stream: one block, in which what came before is said by its place (RFC 1951, 3.2.5).
 *
 * Outlines have parts in common, all over a face, of five bytes or some dozen.  Two tables say where eight bytes,
 * and five, stood last; what stood there is taken if it is the same, the longer one first, and as far as it goes to both
 * sides.  This is half the work of a search through more places, for three bytes in a hundred.  The same bytes on
 * every machine.
 *
 * Six of seven places have nothing before them, and nobody can foretell which: so both tables are asked without a branch
 * between them, and whether what is found is too far away is asked last.
 */
#include "pdf/deflate_int.h"

#include <string.h>

enum {
    PLACE_BITS = 15, /* of a table's places */
    WINDOW = 1 << 15,
    FEW_BYTES = 5, /* bytes, at least */
    MANY_BYTES = 8,
    MOST = 258,
    STEP = 2 /* from one remembered place of a repetition to the next: enough to find it again */
};

struct repeat {
    uint32_t at;
    uint16_t len, distance;
};

struct repeats {
    const unsigned char *bytes;
    size_t len, count, extra_bits;
    uint16_t longs[1 << PLACE_BITS], shorts[1 << PLACE_BITS]; /* where such bytes stood last, modulo 2^16 */
    uint32_t weights[DEFLATE_LENGTHS], distance_weights[DEFLATE_DISTANCES];
    struct repeat items[];
};

/* --- symbols --- */

/* How a length or distance is written: the symbol, and bits behind its code. */
struct written {
    unsigned symbol, extra;
    int extra_bits;
};

/* Of equal steps between two powers of two: 1 << step_bits. */
static inline struct written write_number(unsigned value, int step_bits)
{
    const unsigned steps = 1u << step_bits;
    if (value < 2 * steps)
        return (struct written){.symbol = value};
    const int bits = 31 - __builtin_clz(value) - step_bits;
    return (struct written){(unsigned)bits * steps + (value >> bits), value & ((1u << bits) - 1), bits};
}

static inline struct written write_len(unsigned len)
{
    struct written written = write_number(len - 3, 2);
    if (len == MOST)
        written = (struct written){.symbol = 28};
    written.symbol += DEFLATE_END + 1;
    return written;
}

static inline struct written write_distance(unsigned distance)
{
    return write_number(distance - 1, 1);
}

/* --- the search --- */

/* The product has no bits of the bytes behind those that count. */
static inline size_t place_of(uint64_t word, int bytes)
{
    return word * (0x9E3779B97F4A7C15u << (64 - 8 * bytes)) >> (64 - PLACE_BITS);
}

static inline void remember(struct repeats *own, size_t at)
{
    const uint64_t word = deflate_word(own->bytes + at);
    own->longs[place_of(word, MANY_BYTES)] = own->shorts[place_of(word, FEW_BYTES)] = (uint16_t)at;
}

/* How the bytes of the word are others than those that stand there; never before the first byte. */
static inline uint64_t differ(const struct repeats *own, size_t at, uint64_t word, unsigned distance,
                              int bytes)
{
    return (deflate_word(own->bytes + at - distance) ^ word) << (64 - 8 * bytes);
}

struct spot {
    size_t at;
    unsigned distance; /* 0: nothing is known of the rest */
};

/* The first from there on that stood before. */
static struct spot find_spot(struct repeats *own, size_t at)
{
    for (; at + MANY_BYTES <= own->len; at++) {
        const uint64_t word = deflate_word(own->bytes + at);
        uint16_t *const longer = &own->longs[place_of(word, MANY_BYTES)];
        uint16_t *const shorter = &own->shorts[place_of(word, FEW_BYTES)];
        const unsigned far = (uint16_t)(at - *longer), near = (uint16_t)(at - *shorter);
        *longer = *shorter = (uint16_t)at;
        const bool others = differ(own, at, word, far, MANY_BYTES) != 0;
        if (others & (differ(own, at, word, near, FEW_BYTES) != 0))
            continue;
        if (!others && far - 1 < WINDOW)
            return (struct spot){at, far};
        if (differ(own, at, word, near, FEW_BYTES) == 0 && near - 1 < WINDOW)
            return (struct spot){at, near};
    }
    return (struct spot){at, 0};
}

/* How far it goes: to the left up to `taken`, to the right to the end. */
static inline struct repeat extend(const struct repeats *own, size_t taken, size_t at, unsigned distance)
{
    const unsigned char *bytes = own->bytes;
    const size_t most = own->len - at < MOST ? own->len - at : MOST;
    size_t len = FEW_BYTES, before = 0;
    for (uint64_t other = 0; len + MANY_BYTES <= most && other == 0; len += MANY_BYTES) {
        other = deflate_word(bytes + at + len) ^ deflate_word(bytes + at + len - distance);
        if (other != 0)
            len += (size_t)__builtin_ctzll(other) / 8 - MANY_BYTES;
    }
    while (len < most && bytes[at + len] == bytes[at + len - distance])
        len++;
    while (at - before > taken && at - before > distance && len + before < MOST &&
           bytes[at - before - 1] == bytes[at - before - 1 - distance])
        before++;
    return (struct repeat){(uint32_t)(at - before), (uint16_t)(len + before), (uint16_t)distance};
}

static void count_literals(struct repeats *own, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        own->weights[own->bytes[i]]++;
}

static void add_repeat(struct repeats *own, size_t taken, struct repeat repeat)
{
    const struct written len = write_len(repeat.len), distance = write_distance(repeat.distance);
    own->items[own->count++] = repeat;
    count_literals(own, taken, repeat.at);
    own->weights[len.symbol]++;
    own->distance_weights[distance.symbol]++;
    own->extra_bits += (size_t)(len.extra_bits + distance.extra_bits);
}

static void find_repeats(struct repeats *own)
{
    size_t taken = 0;
    for (struct spot spot = find_spot(own, 0); spot.distance > 0; spot = find_spot(own, taken)) {
        const struct repeat repeat = extend(own, taken, spot.at, spot.distance);
        add_repeat(own, taken, repeat);
        taken = (size_t)repeat.at + repeat.len;
        for (size_t at = spot.at + STEP; at < taken && at + MANY_BYTES <= own->len; at += STEP)
            remember(own, at);
    }
    count_literals(own, taken, own->len);
    own->weights[DEFLATE_END] = 1;
    for (size_t i = 0; i < 2; i++) { /* two symbols of both kinds */
        own->weights[i] += own->weights[i] == 0;
        own->distance_weights[i] += own->distance_weights[i] == 0;
    }
}

/* --- the stream --- */

static size_t count_bits(const struct repeats *own, const struct deflate_codes *codes)
{
    size_t bits = DEFLATE_HEAD + own->extra_bits;
    for (size_t i = 0; i < DEFLATE_LENGTHS; i++)
        bits += (size_t)own->weights[i] * codes->symbols[i].length;
    for (size_t i = 0; i < DEFLATE_DISTANCES; i++)
        bits += (size_t)own->distance_weights[i] * codes->distances[i].length;
    return bits;
}

static inline void hold_number(struct deflate_bits *out, const struct pdf_symbol *codes,
                               struct written number)
{
    deflate_hold(out, codes[number.symbol].bits, codes[number.symbol].length);
    deflate_hold(out, number.extra, number.extra_bits);
}

/* The bits of each length, its code and what is behind it. */
struct length_bits {
    uint32_t bits;
    int count;
};

static void list_lengths(const struct pdf_symbol *codes, struct length_bits lengths[MOST + 1])
{
    for (unsigned len = 3; len <= MOST; len++) {
        const struct written written = write_len(len);
        const struct pdf_symbol code = codes[written.symbol];
        lengths[len] =
            (struct length_bits){code.bits | written.extra << code.length, code.length + written.extra_bits};
    }
}

static struct deflate_bits put_repeats(const struct repeats *own, const struct deflate_codes *codes,
                                       struct deflate_bits out)
{
    struct length_bits lengths[MOST + 1];
    list_lengths(codes->symbols, lengths);
    size_t taken = 0;
    for (size_t i = 0; i < own->count; i++) {
        const struct repeat *repeat = &own->items[i];
        out = deflate_literals(out, codes->symbols, own->bytes + taken, repeat->at - taken);
        deflate_hold(&out, lengths[repeat->len].bits, lengths[repeat->len].count);
        hold_number(&out, codes->distances, write_distance(repeat->distance));
        deflate_flush(&out);
        taken = (size_t)repeat->at + repeat->len;
    }
    return deflate_literals(out, codes->symbols, own->bytes + taken, own->len - taken);
}

static enum status write_repeats(struct arena *arena, const struct repeats *own, struct str *ret_bytes)
{
    struct pdf_symbol symbols[DEFLATE_LENGTHS], distances[DEFLATE_DISTANCES];
    const struct deflate_codes codes = {symbols, distances, DEFLATE_LENGTHS, DEFLATE_DISTANCES};
    deflate_codes_make(own->weights, DEFLATE_LENGTHS, DEFLATE_LONGEST, symbols);
    deflate_codes_make(own->distance_weights, DEFLATE_DISTANCES, DEFLATE_LONGEST, distances);
    unsigned char *begin =
        arena_alloc_bytes(arena, DEFLATE_FRAME + count_bits(own, &codes) / 8 + 2 * DEFLATE_SLACK);
    if (begin == NULL)
        return NO_MEMORY;
    struct deflate_bits out = deflate_begin(begin);
    deflate_head(&out, &codes);
    out = put_repeats(own, &codes, out);
    deflate_end(&out, symbols[DEFLATE_END], libdeflate_adler32(1, own->bytes, own->len));
    *ret_bytes = (struct str){(const char *)begin, (size_t)(out.at - begin)};
    return OK;
}

enum status pdf_repeats(struct arena *arena, struct str data, struct str *ret_bytes)
{
    struct repeats *own = base_malloc(sizeof *own + (data.len / FEW_BYTES + 1) * sizeof *own->items);
    if (own == NULL)
        return NO_MEMORY;
    memset(own, 0, sizeof *own);
    own->bytes = (const unsigned char *)data.ptr;
    own->len = data.len;
    find_repeats(own);
    enum status status = write_repeats(arena, own, ret_bytes);
    base_free(own);
    return status;
}
