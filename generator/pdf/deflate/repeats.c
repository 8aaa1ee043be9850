/*
 * TrueType outlines as a zlib stream: one block, in which what came before is said by its place (RFC 1951, 3.2.5).
 *
 * Outlines have parts in common, all over a face, of eight bytes or some dozen.  A program is taken in pieces: its outlines,
 * and what stands before, between and behind them; each kind is compared with its own.  From left to right, where the
 * eight bytes that stand there (a gram, within its piece) stood in the window before, they are said by the nearest such
 * place, as far as both agree, at most to the end of the piece; but if what the next place says is longer, that is taken.
 * Of what was said so, the first place, the next and every fourth are remembered for what comes behind: half the work,
 * for half a percent of bytes.
 *
 * So what is found depends on the bytes and pieces alone, and not on how it is looked for: here, by a hash and a chain of
 * places that have it; or by what was learnt of the outlines in other documents of the run (phrases.c), for half the
 * work.  Should chains be long, which is no accident, places are sorted instead.
 */
#include "pdf/deflate/deflate.h"

#include <string.h>

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
    if (len == REPEAT_MOST)
        written = (struct written){.symbol = 28};
    written.symbol += DEFLATE_END + 1;
    return written;
}

static inline struct written write_distance(unsigned distance)
{
    return write_number(distance - 1, 1);
}

/* --- codes --- */

/* The bits of each length, its code and what is behind it. */
struct length_bits {
    uint32_t bits;
    int count;
};

struct codes {
    struct pdf_symbol symbols[DEFLATE_LENGTHS], distances[DEFLATE_DISTANCES];
    struct length_bits lengths[REPEAT_MOST + 1];
};

static void list_lengths(struct codes *codes)
{
    for (unsigned len = 3; len <= REPEAT_MOST; len++) {
        const struct written written = write_len(len);
        const struct pdf_symbol code = codes->symbols[written.symbol];
        codes->lengths[len] =
            (struct length_bits){code.bits | written.extra << code.length, code.length + written.extra_bits};
    }
}

static void count_literals(const unsigned char *bytes, size_t from, size_t to, uint32_t *weights)
{
    for (size_t i = from; i < to; i++)
        weights[bytes[i]]++;
}

/* Those that are the shortest for what was found; `all`: every symbol has one. */
static void make_codes(const struct repeats *found, bool all, struct codes *ret_codes)
{
    uint32_t weights[DEFLATE_LENGTHS] = {[DEFLATE_END] = 1}, distances[DEFLATE_DISTANCES] = {0};
    size_t taken = 0;
    for (size_t i = 0; i < found->count; i++) {
        const struct repeat *repeat = &found->items[i];
        count_literals(found->bytes, taken, repeat->at, weights);
        weights[write_len(repeat->len).symbol]++;
        distances[write_distance(repeat->distance).symbol]++;
        taken = (size_t)repeat->at + repeat->len;
    }
    count_literals(found->bytes, taken, found->len, weights);
    for (size_t i = 0; i < (all ? DEFLATE_LENGTHS : 2); i++) /* two symbols of both kinds, at least */
        weights[i] += weights[i] == 0;
    for (size_t i = 0; i < (all ? DEFLATE_DISTANCES : 2); i++)
        distances[i] += distances[i] == 0;
    deflate_codes_make(weights, DEFLATE_LENGTHS, DEFLATE_LONGEST, ret_codes->symbols);
    deflate_codes_make(distances, DEFLATE_DISTANCES, DEFLATE_LONGEST, ret_codes->distances);
    list_lengths(ret_codes);
}

/* --- the search --- */

enum {
    OUTLINES,
    REST,
    KINDS, /* of pieces */
    SLOT_BITS = 18,
    CHAIN_STEPS = 24,     /* along chains, for a place, on average */
    CODED_LEAST = 8 << 10 /* bytes */
};

/* Where grams stood: by hash the last place, from REPEAT_WINDOW + 1 on, and from each to the one before it.  Or sorted: of
 * the gram at each place, where it stood last. */
struct places {
    uint32_t *slots[KINDS];
    int shift[KINDS];         /* from a hash to its slot */
    size_t steps, most_steps; /* along the chains */
    uint32_t older[REPEAT_WINDOW];
    uint32_t *groups, *last[KINDS]; /* groups NULL: not sorted */
};

static inline uint32_t *last_of(struct places *own, const unsigned char *bytes, int kind, size_t at,
                                bool sorted)
{
    return sorted ? &own->last[kind][own->groups[at]]
                  : &own->slots[kind][repeat_gram(bytes + at) * 0x9E3779B97F4A7C15u >> own->shift[kind]];
}

static inline void remember(struct places *own, uint32_t *last, size_t at)
{
    own->older[at % REPEAT_WINDOW] = *last;
    *last = (uint32_t)at + REPEAT_WINDOW + 1;
}

/* The distance to the nearest remembered place where the same gram stood; 0: there is none. */
static inline unsigned nearest(struct places *own, const unsigned char *bytes, uint32_t last, size_t at)
{
    const uint64_t gram = repeat_gram(bytes + at);
    for (;; own->steps++) {
        const unsigned distance = (uint32_t)at + REPEAT_WINDOW + 1 - last;
        if (distance > REPEAT_WINDOW)
            return 0;
        if (repeat_gram(bytes + at - distance) == gram)
            return distance;
        last = own->older[(at - distance) % REPEAT_WINDOW];
    }
}

static inline bool search_places(struct repeats *found, struct places *places, int kind, size_t at,
                                 size_t end, bool sorted)
{
    const unsigned char *bytes = found->bytes;
    while (at + REPEAT_LEAST <= end && places->steps < places->most_steps) {
        uint32_t *last = last_of(places, bytes, kind, at, sorted);
        const unsigned distance = nearest(places, bytes, *last, at);
        remember(places, last, at++);
        if (distance == 0)
            continue;
        unsigned next = 0;
        if (at + REPEAT_LEAST <= end) {
            last = last_of(places, bytes, kind, at, sorted);
            next = nearest(places, bytes, *last, at);
            remember(places, last, at);
        }
        repeat_add(found, at - 1, end, distance, next);
        const size_t taken = repeats_end(found);
        for (at += REPEAT_STEP - 1; at < taken && at + REPEAT_LEAST <= end; at += REPEAT_STEP)
            remember(places, last_of(places, bytes, kind, at, sorted), at);
        at = taken;
    }
    return places->steps < places->most_steps;
}

/* false: chains are long. */
static bool search_piece(struct repeats *found, struct places *places, int kind, size_t at, size_t end)
{
    return places->groups != NULL ? search_places(found, places, kind, at, end, true)
                                  : search_places(found, places, kind, at, end, false);
}

/* What is looked through: outlines, known or not, and the rest. */
struct pieces {
    const struct font_outline_span *outlines;
    size_t count;
    struct phrases *known; /* NULL: they are not */
};

static bool find_repeats(struct repeats *found, struct places *places, const struct pieces *pieces)
{
    size_t done = 0;
    found->count = 0;
    if (pieces->known != NULL)
        phrases_begin(pieces->known, found->len);
    for (size_t i = 0; i < pieces->count; i++) {
        const struct font_outline_span *outline = &pieces->outlines[i];
        if (!search_piece(found, places, REST, done, outline->at))
            return false;
        done = outline->at + outline->len;
        if (pieces->known != NULL)
            phrases_find(pieces->known, outline, found);
        else if (!search_piece(found, places, OUTLINES, outline->at, done))
            return false;
    }
    return search_piece(found, places, REST, done, found->len);
}

/* By the grams that stand there, equal ones as they were: from the last byte to the first. */
static void sort_places(const unsigned char *bytes, uint32_t *sorted, uint32_t *work, size_t count)
{
    for (size_t byte = REPEAT_LEAST; byte-- > 0;) {
        size_t ends[257] = {0};
        for (size_t i = 0; i < count; i++)
            ends[bytes[i + byte] + 1]++;
        for (size_t value = 0; value < 256; value++)
            ends[value + 1] += ends[value];
        for (size_t i = 0; i < count; i++)
            work[ends[bytes[sorted[i] + byte]]++] = sorted[i];
        uint32_t *own = sorted;
        sorted = work;
        work = own;
    }
}

/* Chains are long: so that no bytes take longer than others by much, places learn which of them are alike. */
static enum status find_sorted(struct repeats *found, struct places *places, const struct pieces *pieces)
{
    const size_t count = found->len - REPEAT_LEAST + 1;
    uint32_t *memory = base_malloc(3 * count * sizeof *memory);
    if (memory == NULL)
        return NO_MEMORY;
    uint32_t *groups = memory, *sorted = memory + count;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (uint32_t)i;
    sort_places(found->bytes, sorted, sorted + count, count);
    for (size_t i = 0; i < count; i++) {
        const bool other =
            i == 0 || repeat_gram(found->bytes + sorted[i]) != repeat_gram(found->bytes + sorted[i - 1]);
        groups[sorted[i]] = other ? (uint32_t)i : groups[sorted[i - 1]];
    }
    memset(sorted, 0, 2 * count * sizeof *sorted);
    places->groups = groups;
    places->last[OUTLINES] = sorted;
    places->last[REST] = sorted + count;
    places->steps = 0;
    (void)find_repeats(found, places, pieces); /* there are no chains */
    base_free(memory);
    return OK;
}

/* The slots for so many bytes. */
static int slot_bits(size_t size)
{
    int bits = 6;
    while (bits < SLOT_BITS && (size_t)1 << bits < size)
        bits++;
    return bits;
}

/* *ret_found: to be freed. */
static enum status search(struct str data, const struct pieces *pieces, struct repeats *ret_found)
{
    size_t rest = data.len;
    for (size_t i = 0; i < pieces->count; i++)
        rest -= pieces->outlines[i].len;
    const int bits[KINDS] = {slot_bits(pieces->known != NULL ? 0 : data.len - rest), slot_bits(rest)};
    const size_t slots = ((size_t)1 << bits[OUTLINES]) + ((size_t)1 << bits[REST]);
    *ret_found = (struct repeats){(const unsigned char *)data.ptr, data.len, 0, NULL};
    struct places *places = base_malloc(sizeof *places + slots * sizeof *places->slots[0]);
    ret_found->items = base_malloc((data.len / REPEAT_LEAST + 1) * sizeof *ret_found->items);
    enum status status = places == NULL || ret_found->items == NULL ? NO_MEMORY : OK;
    if (status == OK) {
        places->slots[OUTLINES] = memset(places + 1, 0, slots * sizeof *places->slots[0]);
        places->slots[REST] = places->slots[OUTLINES] + ((size_t)1 << bits[OUTLINES]);
        for (int kind = 0; kind < KINDS; kind++)
            places->shift[kind] = 64 - bits[kind];
        places->groups = NULL;
        places->steps = 0;
        places->most_steps = CHAIN_STEPS * (data.len + REPEAT_WINDOW);
        if (!find_repeats(ret_found, places, pieces))
            status = find_sorted(ret_found, places, pieces);
    }
    base_free(places);
    return status;
}

/* --- the stream --- */

static inline void hold_number(struct deflate_bits *out, const struct pdf_symbol *codes,
                               struct written number)
{
    deflate_hold(out, codes[number.symbol].bits, codes[number.symbol].length);
    deflate_hold(out, number.extra, number.extra_bits);
}

static struct deflate_bits put_repeats(const struct repeats *own, const struct codes *codes,
                                       struct deflate_bits out)
{
    size_t taken = 0;
    for (size_t i = 0; i < own->count; i++) {
        const struct repeat *repeat = &own->items[i];
        out = deflate_few(out, codes->symbols, own->bytes + taken, repeat->at - taken);
        deflate_hold(&out, codes->lengths[repeat->len].bits, codes->lengths[repeat->len].count);
        hold_number(&out, codes->distances, write_distance(repeat->distance));
        deflate_flush(&out);
        taken = (size_t)repeat->at + repeat->len;
    }
    return deflate_literals(out, codes->symbols, own->bytes + taken, own->len - taken);
}

/* At most. */
static size_t count_bits(const struct repeats *own)
{
    enum { REPEAT_BITS = DEFLATE_LONGEST + 5 + DEFLATE_LONGEST + 13 };
    size_t literals = own->len;
    for (size_t i = 0; i < own->count; i++)
        literals -= own->items[i].len;
    return DEFLATE_HEAD + (literals + 1) * DEFLATE_LONGEST + own->count * REPEAT_BITS;
}

static enum status write_repeats(struct arena *arena, const struct repeats *own, const struct codes *codes,
                                 struct str *ret_bytes)
{
    unsigned char *begin =
        arena_alloc_bytes(arena, DEFLATE_FRAME + count_bits(own) / 8 + (size_t)2 * DEFLATE_SLACK);
    if (begin == NULL)
        return NO_MEMORY;
    struct deflate_bits out = deflate_begin(begin);
    deflate_head(
        &out, &(struct deflate_codes){codes->symbols, codes->distances, DEFLATE_LENGTHS, DEFLATE_DISTANCES});
    out = put_repeats(own, codes, out);
    deflate_end(&out, codes->symbols[DEFLATE_END], libdeflate_adler32(1, own->bytes, own->len));
    *ret_bytes = (struct str){(const char *)begin, (size_t)(out.at - begin)};
    return OK;
}

/* `codes` NULL: its own. */
static enum status press_pieces(struct arena *arena, struct str data, const struct pieces *pieces,
                                const struct codes *codes, struct str *ret_bytes)
{
    struct repeats found;
    struct codes own;
    enum status status = search(data, pieces, &found);
    if (status == OK && codes == NULL)
        make_codes(&found, false, &own);
    if (status == OK)
        status = write_repeats(arena, &found, codes != NULL ? codes : &own, ret_bytes);
    base_free(found.items);
    return status;
}

/* --- programs of many outlines --- */

enum { LEARN_BEHIND = 4 /* documents: to learn takes as long as five searches */ };

struct pdf_outlines {
    struct codes codes;
    bool has_codes;
    uint32_t documents;      /* so far */
    struct phrases *phrases; /* NULL: nothing was learnt */
};

enum status pdf_outlines_new(struct pdf *pdf, struct str sample, struct pdf_outlines **ret_own)
{
    struct repeats found;
    struct pdf_outlines *own = font_keep(pdf->fonts, sizeof *own);
    if (own == NULL)
        return NO_MEMORY;
    own->has_codes = sample.len >= CODED_LEAST;
    own->documents = 0;
    own->phrases = NULL;
    *ret_own = own;
    if (!own->has_codes)
        return OK;
    enum status status = search(sample, &(struct pieces){NULL, 0, NULL}, &found);
    if (status == OK)
        make_codes(&found, true, &own->codes);
    base_free(found.items);
    return status;
}

enum status pdf_outlines(struct pdf *pdf, const struct font_program *program, struct pdf_outlines *own,
                         struct str *ret_bytes)
{
    bool all = false;
    enum status status = OK;
    if (own->documents < LEARN_BEHIND)
        own->documents++;
    else
        status = phrases_learn(pdf, program, &own->phrases, &all);
    if (status != OK)
        return status;
    const struct pieces pieces = {program->outlines, program->outline_count, all ? own->phrases : NULL};
    return press_pieces(pdf->arena, program->bytes, &pieces, own->has_codes ? &own->codes : NULL, ret_bytes);
}
