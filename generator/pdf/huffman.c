/*
 * Bytes that hardly repeat, outlines of glyphs, as a zlib stream: one block in which each byte has the code that its
 * frequency earns, without a look for repetitions (RFC 1950, RFC 1951 3.2.7).  As small as what a fast search for
 * repetitions makes of them; the same bytes on every machine.
 *
 * The frequencies are those of a sample, so that what comes again in other streams is coded once: its bits and its
 * checksum are kept, and put where they belong.
 */
#include "pdf/pdf_int.h"

#include <stdlib.h>
#include <string.h>

enum {
    END = 256, /* of the block */
    SYMBOLS = PDF_SYMBOLS,
    LONGEST = 14,      /* bits of a literal's code: four, and what was left, fit into 64 */
    LENGTHS = 16,      /* symbols with which the lengths of the codes are written: as they are, 0 to 15 */
    LENGTH_LONGEST = 7 /* bits of such a symbol's code */
};

struct node {
    uint64_t weight;
    uint16_t symbol; /* of a leaf */
    uint16_t parent;
};

/* By weight; equal ones by their symbol, so that the same bytes come out everywhere. */
static int compare_leaves(const void *a, const void *b)
{
    const struct node *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    return (int)x->symbol - (int)y->symbol;
}

/* Joins the two lightest until one is left: leaves and joints are each in order of weight, so the lightest is
 * the first of one of them.  Gives the longest way to a leaf; a leaf's parent then says how long its way is. */
static int join_nodes(struct node nodes[2 * SYMBOLS], size_t leaf_count)
{
    size_t leaf = 0, joint = leaf_count, end = leaf_count;
    int depth[2 * SYMBOLS] = {0}, longest = 0;
    while (end < 2 * leaf_count - 1) {
        nodes[end].weight = 0;
        for (int i = 0; i < 2; i++) {
            bool take_leaf = leaf < leaf_count && (joint == end || nodes[leaf].weight <= nodes[joint].weight);
            struct node *lightest = &nodes[take_leaf ? leaf++ : joint++];
            lightest->parent = (uint16_t)end;
            nodes[end].weight += lightest->weight;
        }
        end++;
    }
    for (size_t i = end - 1; i-- > 0;) {
        depth[i] = depth[nodes[i].parent] + 1;
        longest = depth[i] > longest ? depth[i] : longest;
    }
    for (size_t i = 0; i < leaf_count; i++)
        nodes[i].parent = (uint16_t)depth[i];
    return longest;
}

/* The lengths of the codes: none is longer than `limit`, for which rare symbols are counted as if they were less
 * rare.  At least two symbols have a weight. */
static void find_lengths(const uint32_t *weights, size_t count, int limit, struct pdf_symbol *codes)
{
    struct node nodes[2 * SYMBOLS] = {0};
    for (int halved = 0;; halved++) {
        size_t leaf_count = 0;
        for (size_t i = 0; i < count; i++)
            if (weights[i] > 0)
                nodes[leaf_count++] =
                    (struct node){.weight = (weights[i] >> halved) + (halved > 0), .symbol = (uint16_t)i};
        qsort(nodes, leaf_count, sizeof *nodes, compare_leaves);
        if (join_nodes(nodes, leaf_count) > limit)
            continue;
        for (size_t i = 0; i < leaf_count; i++)
            codes[nodes[i].symbol].length = (uint8_t)nodes[i].parent;
        return;
    }
}

/* The codes that belong to the lengths (RFC 1951, 3.2.2), each turned round: a stream begins with the first bit
 * of a code, and a byte with its lowest. */
static void assign_codes(struct pdf_symbol *codes, size_t count)
{
    unsigned next = 0;
    for (int len = 1; len <= LONGEST; len++, next <<= 1) {
        for (size_t i = 0; i < count; i++) {
            if (codes[i].length != len)
                continue;
            for (int bit = 0; bit < len; bit++)
                codes[i].bits |= (uint16_t)((next >> bit & 1) << (len - 1 - bit));
            next++;
        }
    }
}

static void make_codes(const uint32_t *weights, size_t count, int limit, struct pdf_symbol *codes)
{
    memset(codes, 0, count * sizeof *codes);
    find_lengths(weights, count, limit, codes);
    assign_codes(codes, count);
}

/* --- writing --- */

struct bits {
    unsigned char *at;
    uint64_t held; /* the lowest first */
    int count;     /* less than 8 between two calls */
};

static inline uint64_t read_word(const unsigned char *bytes)
{
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static inline void write_word(unsigned char *bytes, uint64_t word)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(word >> (8 * i));
}

/* The caller knows that there is room for 8 bytes. */
static inline void flush(struct bits *out)
{
    write_word(out->at, out->held);
    out->at += out->count >> 3;
    out->held >>= out->count & ~7;
    out->count &= 7;
}

static inline void hold(struct bits *out, uint64_t bits, int count)
{
    out->held |= bits << out->count;
    out->count += count;
}

static void put(struct bits *out, uint64_t bits, int count)
{
    hold(out, bits, count);
    flush(out);
}

/* The order in which the lengths of these codes are written. */
static const uint8_t length_order[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

/* The head of the block: the codes of all symbols, and of two distances, which nobody uses but without which
 * some readers take a block for broken. */
static void put_head(struct bits *out, const struct pdf_symbol *codes)
{
    uint32_t weights[LENGTHS] = {[1] = 2};
    struct pdf_symbol lengths[LENGTHS];
    for (size_t i = 0; i < SYMBOLS; i++)
        weights[codes[i].length]++;
    weights[0] += weights[0] == 0; /* two symbols, if all codes were one bit long */
    make_codes(weights, LENGTHS, LENGTH_LONGEST, lengths);
    put(out, 1, 1); /* the last block */
    put(out, 2, 2); /* with codes of its own */
    put(out, SYMBOLS - 257, 5);
    put(out, 2 - 1, 5); /* distances */
    put(out, sizeof length_order - 4, 4);
    for (size_t i = 0; i < sizeof length_order; i++)
        put(out, length_order[i] < LENGTHS ? lengths[length_order[i]].length : 0, 3);
    for (size_t i = 0; i < SYMBOLS; i++)
        put(out, lengths[codes[i].length].bits, lengths[codes[i].length].length);
    for (int i = 0; i < 2; i++)
        put(out, lengths[1].bits, lengths[1].length);
}

static struct bits put_literals(struct bits own, const struct pdf_symbol *codes, struct str data)
{
    const unsigned char *bytes = (const unsigned char *)data.ptr;
    size_t i = 0;
    for (; i + 4 <= data.len; i += 4) {
        for (size_t k = 0; k < 4; k++)
            hold(&own, codes[bytes[i + k]].bits, codes[bytes[i + k]].length);
        flush(&own);
    }
    for (; i < data.len; i++)
        put(&own, codes[bytes[i]].bits, codes[bytes[i]].length);
    return own;
}

/* --- codes --- */

/* Counted in four places in turn: equal bytes in a row do not wait for each other.  Every byte has a code. */
static void count_bytes(const unsigned char *bytes, size_t len, uint32_t weights[SYMBOLS])
{
    uint32_t counts[4][END] = {0};
    size_t at = 0;
    for (; at + 4 <= len; at += 4)
        for (size_t k = 0; k < 4; k++)
            counts[k][bytes[at + k]]++;
    for (; at < len; at++)
        counts[0][bytes[at]]++;
    for (size_t i = 0; i < END; i++) {
        weights[i] = counts[0][i] + counts[1][i] + counts[2][i] + counts[3][i];
        weights[i] += weights[i] == 0;
    }
    weights[END] = 1;
}

void pdf_code_make(struct str sample, struct pdf_code *ret_code)
{
    uint32_t weights[SYMBOLS];
    count_bytes((const unsigned char *)sample.ptr, sample.len, weights);
    *ret_code = (struct pdf_code){.head_bits = 0};
    make_codes(weights, SYMBOLS, LONGEST, ret_code->symbols);
    struct bits out = {.at = ret_code->head};
    put_head(&out, ret_code->symbols);
    ret_code->head_bits = (size_t)(out.at - ret_code->head) * 8 + (size_t)out.count;
}

size_t pdf_code_bits(const struct pdf_code *code, struct str data)
{
    size_t bits = 0;
    for (size_t i = 0; i < data.len; i++)
        bits += code->symbols[(unsigned char)data.ptr[i]].length;
    return bits;
}

enum { SLACK = 8 /* bytes behind what is written; the whole is set by 8 */ };

size_t pdf_coded_room(size_t bits)
{
    return (bits + 63) / 64 * 8 + SLACK; /* the last 64 are copied whole */
}

void pdf_coded_make(const struct pdf_code *code, struct str data, unsigned char *room,
                    struct pdf_coded *ret_coded)
{
    struct bits out = put_literals((struct bits){.at = room}, code->symbols, data);
    const size_t bits = (size_t)(out.at - room) * 8 + (size_t)out.count;
    write_word(out.at, out.held);
    *ret_coded = (struct pdf_coded){room, bits, data.len, libdeflate_adler32(1, data.ptr, data.len)};
}

/* --- streams --- */

/* 64 bits at a time. */
static struct bits put_coded(struct bits out, const unsigned char *bytes, size_t bits)
{
    for (; bits >= 64; bits -= 64, bytes += 8) {
        const uint64_t word = read_word(bytes);
        write_word(out.at, out.held | word << out.count);
        out.held = out.count == 0 ? 0 : word >> (64 - out.count);
        out.at += 8;
    }
    const uint64_t rest = bits == 0 ? 0 : read_word(bytes) & (~(uint64_t)0 >> (64 - bits));
    put(&out, rest & 0xFFFFFFFF, bits < 32 ? (int)bits : 32);
    if (bits > 32)
        put(&out, rest >> 32, (int)bits - 32);
    return out;
}

/* The checksum of two texts that follow each other (RFC 1950, 9). */
static uint32_t join_sums(uint32_t first, const struct pdf_coded *second)
{
    enum { BASE = 65521 };
    uint64_t low = first & 0xFFFF, high = first >> 16;
    high = (high + (second->sum >> 16) + (low + BASE - 1) * (second->len % BASE)) % BASE;
    low = (low + (second->sum & 0xFFFF) + BASE - 1) % BASE;
    return (uint32_t)(high << 16 | low);
}

enum { STREAM_HEAD = 2, STREAM_TAIL = 4 };

enum status pdf_huffman(struct arena *arena, const struct pdf_code *code, const struct pdf_part *parts,
                        size_t count, struct str *ret_bytes)
{
    uint64_t bits = code->head_bits + LONGEST;
    for (size_t i = 0; i < count; i++)
        bits += parts[i].coded != NULL ? parts[i].coded->bits : (uint64_t)parts[i].bytes.len * LONGEST;
    unsigned char *begin = arena_alloc_bytes(arena, STREAM_HEAD + bits / 8 + STREAM_TAIL + 2 * SLACK);
    if (begin == NULL)
        return NO_MEMORY;
    begin[0] = 0x78; /* deflate, 32 KiB */
    begin[1] = 0x01; /* fastest; the two are a multiple of 31 */
    struct bits out = put_coded((struct bits){.at = begin + STREAM_HEAD}, code->head, code->head_bits);
    uint32_t sum = 1;
    for (size_t i = 0; i < count; i++) {
        const struct pdf_part *part = &parts[i];
        out = part->coded != NULL ? put_coded(out, part->coded->bytes, part->coded->bits)
                                  : put_literals(out, code->symbols, part->bytes);
        sum = part->coded != NULL ? join_sums(sum, part->coded)
                                  : libdeflate_adler32(sum, part->bytes.ptr, part->bytes.len);
    }
    put(&out, code->symbols[END].bits, code->symbols[END].length);
    put(&out, 0, -out.count & 7);
    for (int i = 0; i < STREAM_TAIL; i++)
        *out.at++ = (unsigned char)(sum >> (24 - 8 * i));
    *ret_bytes = (struct str){(const char *)begin, (size_t)(out.at - begin)};
    return OK;
}
