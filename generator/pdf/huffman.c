/*
 * Bytes that hardly repeat, font programs first of all, as a zlib stream: one block in which each byte has the
 * code that its frequency earns, without a look for repetitions (RFC 1950, RFC 1951 3.2.7).  As small as what
 * a fast search for repetitions makes of them, at the speed of copying; the same bytes on every machine.
 */
#include "pdf/pdf_int.h"

#include <stdlib.h>
#include <string.h>

enum {
    LITERALS = 256,
    END = 256, /* of the block */
    SYMBOLS = 257,
    LONGEST = 14,      /* bits of a literal's code: four, and what was left, fit into 64 */
    LENGTHS = 16,      /* symbols with which the lengths of the codes are written: as they are, 0 to 15 */
    LENGTH_LONGEST = 7 /* bits of such a symbol's code */
};

struct code {
    uint16_t bits; /* as they are written: the first one lowest */
    uint8_t length;
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
static void find_lengths(const uint32_t *weights, size_t count, int limit, struct code *codes)
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
static void assign_codes(struct code *codes, size_t count)
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

static void make_codes(const uint32_t *weights, size_t count, int limit, struct code *codes)
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

/* The caller knows that there is room for 8 bytes. */
static inline void flush(struct bits *out)
{
    for (int i = 0; i < 8; i++)
        out->at[i] = (unsigned char)(out->held >> (8 * i));
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
static void put_head(struct bits *out, const struct code *codes)
{
    uint32_t weights[LENGTHS] = {[1] = 2};
    struct code lengths[LENGTHS];
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

static void put_literals(struct bits *out, const struct code *codes, const unsigned char *bytes, size_t len)
{
    struct bits own = *out; /* kept in registers */
    size_t i = 0;
    for (; i + 4 <= len; i += 4) {
        for (size_t k = 0; k < 4; k++)
            hold(&own, codes[bytes[i + k]].bits, codes[bytes[i + k]].length);
        flush(&own);
    }
    for (; i < len; i++)
        put(&own, codes[bytes[i]].bits, codes[bytes[i]].length);
    *out = own;
}

/* Counted in four places in turn: equal bytes in a row do not wait for each other. */
static void count_bytes(const unsigned char *bytes, size_t len, uint32_t weights[SYMBOLS])
{
    uint32_t counts[4][LITERALS] = {0};
    size_t at = 0;
    for (; at + 4 <= len; at += 4)
        for (size_t k = 0; k < 4; k++)
            counts[k][bytes[at + k]]++;
    for (; at < len; at++)
        counts[0][bytes[at]]++;
    for (size_t i = 0; i < LITERALS; i++)
        weights[i] = counts[0][i] + counts[1][i] + counts[2][i] + counts[3][i];
    weights[END] = 1;
}

enum {
    STREAM_HEAD = 2,
    BLOCK_HEAD = 17 + 19 * 3 + (SYMBOLS + 2) * LENGTH_LONGEST,
    STREAM_TAIL = 4,
    STREAM_SLACK = 8
};

/* Codes for the bytes; gives the most bytes that the stream can have. */
static size_t make_all_codes(struct str data, struct code codes[SYMBOLS])
{
    uint32_t weights[SYMBOLS];
    uint64_t bits = BLOCK_HEAD;
    count_bytes((const unsigned char *)data.ptr, data.len, weights);
    weights[0] += data.len == 0; /* two symbols */
    make_codes(weights, SYMBOLS, LONGEST, codes);
    for (size_t i = 0; i < SYMBOLS; i++)
        bits += (uint64_t)weights[i] * codes[i].length;
    return STREAM_HEAD + bits / 8 + STREAM_TAIL;
}

size_t pdf_huffman_size(struct str data)
{
    struct code codes[SYMBOLS];
    return make_all_codes(data, codes);
}

enum status pdf_huffman(struct arena *arena, struct str data, struct str *ret_bytes)
{
    const unsigned char *bytes = (const unsigned char *)data.ptr;
    struct code codes[SYMBOLS];
    unsigned char *begin = arena_alloc_bytes(arena, make_all_codes(data, codes) + STREAM_SLACK);
    if (begin == NULL)
        return NO_MEMORY;
    begin[0] = 0x78; /* deflate, 32 KiB */
    begin[1] = 0x01; /* fastest; the two are a multiple of 31 */
    struct bits out = {.at = begin + STREAM_HEAD};
    put_head(&out, codes);
    put_literals(&out, codes, bytes, data.len);
    put(&out, codes[END].bits, codes[END].length);
    put(&out, 0, -out.count & 7);
    uint32_t sum = libdeflate_adler32(1, bytes, data.len);
    for (int i = 0; i < STREAM_TAIL; i++)
        *out.at++ = (unsigned char)(sum >> (24 - 8 * i));
    *ret_bytes = (struct str){(const char *)begin, (size_t)(out.at - begin)};
    return OK;
}
