/*
 * Writing what RFC 1951 says: bits, codes, the head of a block; what stood before.  Shared by huffman.c, repeats.c and
 * phrases.c, nobody else's.
 */
#ifndef CHENGWEN_PDF_DEFLATE_H
#define CHENGWEN_PDF_DEFLATE_H

#include "pdf/pdf_int.h"

enum {
    DEFLATE_END = 256, /* of the block */
    DEFLATE_LENGTHS = 286,
    DEFLATE_DISTANCES = 30,
    DEFLATE_LONGEST = 14, /* bits of a code: four literals, and what was left, fit into 64 */
    DEFLATE_SLACK = 8     /* bytes behind what is written; the whole is set by 8 */
};

struct deflate_bits {
    unsigned char *at;
    uint64_t held; /* the lowest first */
    int count;     /* less than 8 between two calls */
};

/* Written out: compilers make one access of it. */
static inline uint64_t deflate_word(const unsigned char *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
           (uint64_t)bytes[3] << 24 | (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

static inline void deflate_word_put(unsigned char *bytes, uint64_t word)
{
    bytes[0] = (unsigned char)word;
    bytes[1] = (unsigned char)(word >> 8);
    bytes[2] = (unsigned char)(word >> 16);
    bytes[3] = (unsigned char)(word >> 24);
    bytes[4] = (unsigned char)(word >> 32);
    bytes[5] = (unsigned char)(word >> 40);
    bytes[6] = (unsigned char)(word >> 48);
    bytes[7] = (unsigned char)(word >> 56);
}

/* The caller knows that there is room for 8 bytes. */
static inline void deflate_flush(struct deflate_bits *out)
{
    deflate_word_put(out->at, out->held);
    out->at += out->count >> 3;
    out->held >>= out->count & ~7;
    out->count &= 7;
}

static inline void deflate_hold(struct deflate_bits *out, uint64_t bits, int count)
{
    out->held |= bits << out->count;
    out->count += count;
}

static inline void deflate_put(struct deflate_bits *out, uint64_t bits, int count)
{
    deflate_hold(out, bits, count);
    deflate_flush(out);
}

/* Codes behind each other, joined in pairs: none waits for more than one other. */
struct deflate_run {
    uint64_t bits;
    int count;
};

static inline struct deflate_run deflate_join(struct deflate_run first, struct deflate_run second)
{
    return (struct deflate_run){first.bits | second.bits << first.count, first.count + second.count};
}

static inline struct deflate_run deflate_code(struct pdf_symbol code, uint32_t taken)
{
    return (struct deflate_run){code.bits & taken, (int)(code.length & taken)};
}

static inline struct deflate_bits deflate_four(struct deflate_bits own, const struct pdf_symbol *codes,
                                               const unsigned char *bytes)
{
    const struct deflate_run first =
        deflate_join(deflate_code(codes[bytes[0]], ~0u), deflate_code(codes[bytes[1]], ~0u));
    const struct deflate_run second =
        deflate_join(deflate_code(codes[bytes[2]], ~0u), deflate_code(codes[bytes[3]], ~0u));
    const struct deflate_run all = deflate_join(first, second);
    deflate_put(&own, all.bits, all.count);
    return own;
}

static inline struct deflate_bits deflate_literals(struct deflate_bits own, const struct pdf_symbol *codes,
                                                   const unsigned char *bytes, size_t len)
{
    size_t i = 0;
    for (; i + 4 <= len; i += 4)
        own = deflate_four(own, codes, bytes + i);
    for (; i < len; i++)
        deflate_hold(&own, codes[bytes[i]].bits, codes[bytes[i]].length);
    deflate_flush(&own);
    return own;
}

/* The same of few bytes, mostly; four more can be read behind them.  How many of the last four there are nobody can
 * foretell: there is no branch for it. */
static inline struct deflate_bits deflate_few(struct deflate_bits own, const struct pdf_symbol *codes,
                                              const unsigned char *bytes, size_t len)
{
    size_t i = 0;
    for (; i + 4 < len; i += 4)
        own = deflate_four(own, codes, bytes + i);
    struct deflate_run runs[4];
    for (size_t k = 0; k < 4; k++)
        runs[k] = deflate_code(codes[bytes[i + k]], 0 - (uint32_t)(i + k < len));
    const struct deflate_run all =
        deflate_join(deflate_join(runs[0], runs[1]), deflate_join(runs[2], runs[3]));
    deflate_put(&own, all.bits, all.count);
    return own;
}

/* The shortest codes for what has a weight, two symbols or more. */
void deflate_codes_make(const uint32_t *weights, size_t count, int limit, struct pdf_symbol *codes);
/* The codes of a block. */
struct deflate_codes {
    const struct pdf_symbol *symbols, *distances;
    size_t symbol_count, distance_count;
};
enum { DEFLATE_HEAD = 17 + 19 * 3 + (DEFLATE_LENGTHS + DEFLATE_DISTANCES) * 7 /* bits, at most */ };
/* The head of the last block. */
void deflate_head(struct deflate_bits *out, const struct deflate_codes *codes);
/* A zlib stream: begun at `room`; ended behind the last symbol.  Besides the bits it takes so many bytes. */
enum { DEFLATE_FRAME = 2 + 4 };
struct deflate_bits deflate_begin(unsigned char *room);
void deflate_end(struct deflate_bits *out, struct pdf_symbol end, uint32_t sum);

/* --- what stood before: what is taken says the head of repeats.c --- */

enum {
    REPEAT_LEAST = 8, /* bytes: a gram */
    REPEAT_MOST = 258,
    REPEAT_STEP = 4, /* places; see the head of repeats.c */
    REPEAT_WINDOW = 1 << 15
};

struct repeat {
    uint32_t at;
    uint16_t len, distance;
};

/* In the order of their places. */
struct repeats {
    const unsigned char *bytes;
    size_t len, count;
    struct repeat *items; /* room for all that there can be */
};

/* The gram that stands there. */
static inline uint64_t repeat_gram(const unsigned char *bytes)
{
    return deflate_word(bytes);
}

/* How far what stands there agrees with what stands before it by the distance; a gram does.  Two words are compared
 * without a branch between them: where they differ nobody can foretell. */
static inline size_t repeat_len(const struct repeats *own, size_t at, size_t end, unsigned distance)
{
    enum { NEAR = REPEAT_LEAST + 16 };
    const unsigned char *here = own->bytes + at, *before = here - distance;
    const size_t most = end - at < REPEAT_MOST ? end - at : REPEAT_MOST;
    size_t len = REPEAT_LEAST;
    if (own->len - at >= NEAR) {
        const uint64_t first = deflate_word(here + len) ^ deflate_word(before + len);
        const uint64_t second = deflate_word(here + len + 8) ^ deflate_word(before + len + 8);
        const uint64_t none = (uint64_t)0 - (first == 0), other = first | (second & none);
        len += 8 & none;
        if (other != 0) {
            len += (size_t)__builtin_ctzll(other) / 8;
            return len < most ? len : most;
        }
        len = NEAR;
    }
    for (; own->len - at >= len + 8; len += 8) {
        const uint64_t other = deflate_word(here + len) ^ deflate_word(before + len);
        if (other != 0 || len >= most) {
            len += other != 0 ? (size_t)__builtin_ctzll(other) / 8 : 0;
            return len < most ? len : most;
        }
    }
    while (len < most && here[len] == before[len])
        len++;
    return len < most ? len : most;
}

/* Takes what stands there and before it by the distance.  Or what begins one place later, if it is longer, with the byte
 * before it, if that agrees; `next`: the distance of that, 0: there is none. */
static inline void repeat_add(struct repeats *own, size_t at, size_t end, unsigned distance, unsigned next)
{
    struct repeat repeat = {(uint32_t)at, (uint16_t)repeat_len(own, at, end, distance), (uint16_t)distance};
    const unsigned other = next != 0 ? next : distance; /* whether there is one nobody can foretell */
    const size_t none = (size_t)0 - (next == 0);
    const size_t len = repeat_len(own, at + 1, end, other) & ~none;
    if (len > repeat.len) {
        const bool before = at >= other && len < REPEAT_MOST && own->bytes[at] == own->bytes[at - other];
        repeat = (struct repeat){(uint32_t)(at + !before), (uint16_t)(len + before), (uint16_t)other};
    }
    own->items[own->count++] = repeat;
}

/* Behind the last one. */
static inline size_t repeats_end(const struct repeats *own)
{
    return (size_t)own->items[own->count - 1].at + own->items[own->count - 1].len;
}

/* --- phrases.c --- */

struct phrases;
/* *own NULL: nothing was learnt of the face.  *ret_all: all outlines of the program are known now. */
enum status phrases_learn(struct pdf *pdf, const struct font_program *program, struct phrases **own,
                          bool *ret_all) CHECKED;
/* A document of so many bytes. */
void phrases_begin(struct phrases *own, size_t len);
/* Of an outline that is known, behind those before it. */
void phrases_find(struct phrases *own, const struct font_outline_span *outline, struct repeats *found);

#endif
