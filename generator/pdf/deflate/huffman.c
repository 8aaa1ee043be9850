/*
 * Bytes that hardly repeat, outlines of glyphs, as a zlib stream: one block in which each byte has the code that its
 * frequency earns, without a look for repetitions (RFC 1950, RFC 1951 3.2.7).  As small as what a fast search for
 * repetitions makes of them; the same bytes on every machine.
 *
 * The frequencies are those of a sample, so that what comes again in other streams is coded once: its bits and its
 * checksum are kept, and put where they belong.
 */
#include "pdf/deflate/deflate.h"

#include <string.h>

enum {
    SYMBOLS = DEFLATE_LENGTHS, /* at most */
    LENGTHS = 16,      /* symbols with which the lengths of the codes are written: as they are, 0 to 15 */
    LENGTH_LONGEST = 7 /* bits of such a symbol's code */
};

struct node {
    uint64_t weight;
    uint16_t symbol; /* of a leaf */
    uint16_t parent;
};

/* Weight and symbol in one number: by weight; equal ones by their symbol, so that the same bytes come out everywhere. */
enum { SYMBOL_BITS = 16 };

/* Shell's way: few they are, and the library's sort calls back for each comparison. */
static void sort_leaves(uint64_t *leaves, size_t count)
{
    static const size_t steps[] = {132, 57, 23, 10, 4, 1};
    for (size_t k = 0; k < ARRAY_COUNT(steps); k++)
        for (size_t i = steps[k]; i < count; i++) {
            const uint64_t leaf = leaves[i];
            size_t at = i;
            for (; at >= steps[k] && leaves[at - steps[k]] > leaf; at -= steps[k])
                leaves[at] = leaves[at - steps[k]];
            leaves[at] = leaf;
        }
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
    uint64_t leaves[SYMBOLS];
    size_t leaf_count = 0;
    for (size_t i = 0; i < count; i++)
        if (weights[i] > 0)
            leaves[leaf_count++] = (uint64_t)weights[i] << SYMBOL_BITS | i;
    for (int halved = 0;; halved++) {
        sort_leaves(leaves, leaf_count);
        for (size_t i = 0; i < leaf_count; i++)
            nodes[i] = (struct node){.weight = leaves[i] >> SYMBOL_BITS, .symbol = (uint16_t)leaves[i]};
        if (join_nodes(nodes, leaf_count) <= limit)
            break;
        for (size_t i = 0; i < leaf_count; i++) { /* still nearly in order */
            const uint16_t symbol = (uint16_t)leaves[i];
            leaves[i] = ((uint64_t)(weights[symbol] >> (halved + 1)) + 1) << SYMBOL_BITS | symbol;
        }
    }
    for (size_t i = 0; i < leaf_count; i++)
        codes[nodes[i].symbol].length = (uint8_t)nodes[i].parent;
}

/* The codes that belong to the lengths (RFC 1951, 3.2.2), each turned round: a stream begins with the first bit
 * of a code, and a byte with its lowest. */
static void assign_codes(struct pdf_symbol *codes, size_t count)
{
    unsigned next = 0;
    for (int len = 1; len <= DEFLATE_LONGEST; len++, next <<= 1) {
        for (size_t i = 0; i < count; i++) {
            if (codes[i].length != len)
                continue;
            for (int bit = 0; bit < len; bit++)
                codes[i].bits |= (uint16_t)((next >> bit & 1) << (len - 1 - bit));
            next++;
        }
    }
}

void deflate_codes_make(const uint32_t *weights, size_t count, int limit, struct pdf_symbol *codes)
{
    memset(codes, 0, count * sizeof *codes);
    find_lengths(weights, count, limit, codes);
    assign_codes(codes, count);
}

/* --- writing --- */

/* The order in which the lengths of these codes are written. */
static const uint8_t length_order[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

void deflate_head(struct deflate_bits *out, const struct deflate_codes *codes)
{
    uint32_t weights[LENGTHS] = {0};
    struct pdf_symbol lengths[LENGTHS];
    for (size_t i = 0; i < codes->symbol_count; i++)
        weights[codes->symbols[i].length]++;
    for (size_t i = 0; i < codes->distance_count; i++)
        weights[codes->distances[i].length]++;
    weights[0] += weights[0] == 0; /* two symbols, if all codes were one bit long */
    deflate_codes_make(weights, LENGTHS, LENGTH_LONGEST, lengths);
    deflate_put(out, 1, 1); /* the last block */
    deflate_put(out, 2, 2); /* with codes of its own */
    deflate_put(out, codes->symbol_count - 257, 5);
    deflate_put(out, codes->distance_count - 1, 5);
    deflate_put(out, sizeof length_order - 4, 4);
    for (size_t i = 0; i < sizeof length_order; i++)
        deflate_put(out, length_order[i] < LENGTHS ? lengths[length_order[i]].length : 0, 3);
    for (size_t i = 0; i < codes->symbol_count; i++)
        deflate_put(out, lengths[codes->symbols[i].length].bits, lengths[codes->symbols[i].length].length);
    for (size_t i = 0; i < codes->distance_count; i++)
        deflate_put(out, lengths[codes->distances[i].length].bits,
                    lengths[codes->distances[i].length].length);
}

struct deflate_bits deflate_begin(unsigned char *room)
{
    room[0] = 0x78; /* deflate, 32 KiB */
    room[1] = 0x01; /* fastest; the two are a multiple of 31 */
    return (struct deflate_bits){.at = room + 2};
}

void deflate_end(struct deflate_bits *out, struct pdf_symbol end, uint32_t sum)
{
    deflate_put(out, end.bits, end.length);
    deflate_put(out, 0, -out->count & 7);
    for (int i = 0; i < 4; i++)
        *out->at++ = (unsigned char)(sum >> (24 - 8 * i));
}

/* --- codes --- */

/* Counted in four places in turn: equal bytes in a row do not wait for each other.  Every byte has a code. */
static void count_bytes(const unsigned char *bytes, size_t len, uint32_t weights[PDF_SYMBOLS])
{
    uint32_t counts[4][DEFLATE_END] = {0};
    size_t at = 0;
    for (; at + 4 <= len; at += 4)
        for (size_t k = 0; k < 4; k++)
            counts[k][bytes[at + k]]++;
    for (; at < len; at++)
        counts[0][bytes[at]]++;
    for (size_t i = 0; i < DEFLATE_END; i++) {
        weights[i] = counts[0][i] + counts[1][i] + counts[2][i] + counts[3][i];
        weights[i] += weights[i] == 0;
    }
    weights[DEFLATE_END] = 1;
}

void pdf_code_make(struct str sample, struct pdf_code *ret_code)
{
    uint32_t weights[PDF_SYMBOLS];
    count_bytes((const unsigned char *)sample.ptr, sample.len, weights);
    *ret_code = (struct pdf_code){.head_bits = 0};
    deflate_codes_make(weights, PDF_SYMBOLS, DEFLATE_LONGEST, ret_code->symbols);
    struct deflate_bits out = {.at = ret_code->head};
    /* two distances, which nobody uses but without which some readers take a block for broken */
    const struct pdf_symbol distances[2] = {{.length = 1}, {.length = 1}};
    deflate_head(&out, &(struct deflate_codes){ret_code->symbols, distances, PDF_SYMBOLS, 2});
    ret_code->head_bits = (size_t)(out.at - ret_code->head) * 8 + (size_t)out.count;
}

size_t pdf_code_bits(const struct pdf_code *code, struct str data)
{
    size_t bits = 0;
    for (size_t i = 0; i < data.len; i++)
        bits += code->symbols[(unsigned char)data.ptr[i]].length;
    return bits;
}

size_t pdf_coded_room(size_t bits)
{
    return (bits + 63) / 64 * 8 + DEFLATE_SLACK; /* the last 64 are copied whole */
}

void pdf_coded_make(const struct pdf_code *code, struct str data, unsigned char *room,
                    struct pdf_coded *ret_coded)
{
    struct deflate_bits out = deflate_literals((struct deflate_bits){.at = room}, code->symbols,
                                               (const unsigned char *)data.ptr, data.len);
    const size_t bits = (size_t)(out.at - room) * 8 + (size_t)out.count;
    deflate_word_put(out.at, out.held);
    *ret_coded = (struct pdf_coded){room, bits, data.len, libdeflate_adler32(1, data.ptr, data.len)};
}

/* --- streams --- */

/* 64 bits at a time. */
static struct deflate_bits put_coded(struct deflate_bits out, const unsigned char *bytes, size_t bits)
{
    for (; bits >= 64; bits -= 64, bytes += 8) {
        const uint64_t word = deflate_word(bytes);
        deflate_word_put(out.at, out.held | word << out.count);
        out.held = out.count == 0 ? 0 : word >> (64 - out.count);
        out.at += 8;
    }
    const uint64_t rest = bits == 0 ? 0 : deflate_word(bytes) & (~(uint64_t)0 >> (64 - bits));
    deflate_put(&out, rest & 0xFFFFFFFF, bits < 32 ? (int)bits : 32);
    if (bits > 32)
        deflate_put(&out, rest >> 32, (int)bits - 32);
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

enum status pdf_huffman(struct arena *arena, const struct pdf_code *code, const struct pdf_part *parts,
                        size_t count, struct str *ret_bytes)
{
    uint64_t bits = code->head_bits + DEFLATE_LONGEST;
    for (size_t i = 0; i < count; i++)
        bits +=
            parts[i].coded != NULL ? parts[i].coded->bits : (uint64_t)parts[i].bytes.len * DEFLATE_LONGEST;
    unsigned char *begin = arena_alloc_bytes(arena, DEFLATE_FRAME + bits / 8 + (size_t)2 * DEFLATE_SLACK);
    if (begin == NULL)
        return NO_MEMORY;
    struct deflate_bits out = put_coded(deflate_begin(begin), code->head, code->head_bits);
    uint32_t sum = 1;
    for (size_t i = 0; i < count; i++) {
        const struct pdf_part *part = &parts[i];
        out = part->coded != NULL ? put_coded(out, part->coded->bytes, part->coded->bits)
                                  : deflate_literals(out, code->symbols,
                                                     (const unsigned char *)part->bytes.ptr, part->bytes.len);
        sum = part->coded != NULL ? join_sums(sum, part->coded)
                                  : libdeflate_adler32(sum, part->bytes.ptr, part->bytes.len);
    }
    deflate_end(&out, code->symbols[DEFLATE_END], sum);
    *ret_bytes = (struct str){(const char *)begin, (size_t)(out.at - begin)};
    return OK;
}
