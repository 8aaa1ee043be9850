/*
 * The outlines of a face that were met in a run, so that what repeats.c looks for is known of them and not searched
 * for again in each document.
 *
 * Each gram that stands in two places or more has a number, and each place the number of its gram.  Four of ten places
 * have none, and are passed over by a bitmap; of the others it is remembered by number where the gram stood last in
 * this document.  So there is nothing to hash and no gram to compare.  What is left is asking: there are no branches for
 * what nobody can foretell, each of which would cost as much as twenty additions.
 *
 * What is found is what the search finds: two places have the same number if and only if the same gram stands there,
 * and a gram without a number stands nowhere else.  Which numbers those are, and what else was met in the run, does not
 * matter.  When the tables are full, all is forgotten, and the outlines of the document at hand are learnt again.  A
 * document that does not fit is searched, and so are faces for which no memory is meant (kept.c).
 */
#include "pdf/deflate/deflate.h"

#include <string.h>

enum {
    TEXT = 1 << 20, /* bytes of outlines */
    SLOTS = TEXT / 8 * 5,
    GRAMS = SLOTS / 5 * 4, /* different ones: the slots are never full */
    NUMBERS = UINT16_MAX,
    PROBES = 8 /* for a place, on average: more is no accident */
};

/* Of an outline, kept with it. */
struct known {
    uint32_t from, round;
};

struct phrases {
    uint32_t round;             /* how often all was forgotten, from 1 on */
    bool is_unfit;              /* nothing is learnt */
    size_t used, grams, probes; /* of text; in slots; when grams were looked for there */
    uint32_t numbers;           /* given out */
    uint32_t begin, end;        /* of the document in `last`; each is far behind the one before it */
    unsigned char text[TEXT];   /* the outlines */
    uint16_t numbers_at[TEXT + REPEAT_STEP * 4];       /* by place; 0: none */
    unsigned char common[TEXT / 8 + sizeof(uint64_t)]; /* a bit for each place that has one */
    uint32_t last[NUMBERS + 1];
    uint32_t slots[SLOTS]; /* by hash: the first place of a gram, from 1 on */
};

/* --- learning --- */

static void forget_all(struct phrases *own)
{
    own->round++;
    own->used = own->grams = own->probes = own->numbers = 0;
    memset(own->common, 0, sizeof own->common);
    memset(own->slots, 0, sizeof own->slots);
}

static uint32_t *slot_of(struct phrases *own, uint64_t gram)
{
    const uint64_t hash = gram * 0x9E3779B97F4A7C15u >> 32;
    size_t i = (size_t)(hash * SLOTS >> 32);
    while (own->slots[i] != 0 && repeat_gram(own->text + own->slots[i] - 1) != gram) {
        i = i + 1 < SLOTS ? i + 1 : 0;
        own->probes++;
    }
    return &own->slots[i];
}

static void number_place(struct phrases *own, size_t at, uint16_t number)
{
    own->numbers_at[at] = number;
    own->common[at / 8] |= (unsigned char)(1 << at % 8);
}

/* false: there is no room, or looking for it takes too long. */
static bool learn_place(struct phrases *own, size_t at)
{
    uint32_t *slot = slot_of(own, repeat_gram(own->text + at));
    own->is_unfit = own->probes > PROBES * (size_t)TEXT;
    if (*slot == 0) {
        *slot = (uint32_t)at + 1;
        return ++own->grams <= GRAMS && !own->is_unfit;
    }
    const size_t first = *slot - 1;
    if (own->numbers_at[first] == 0) {
        if (own->numbers == NUMBERS)
            return false;
        number_place(own, first, (uint16_t)++own->numbers);
    }
    number_place(own, at, own->numbers_at[first]);
    return !own->is_unfit;
}

static bool learn_outline(struct phrases *own, const unsigned char *bytes, size_t len)
{
    const size_t from = own->used;
    if (len > TEXT - from)
        return false;
    memcpy(own->text + from, bytes, len);
    memset(own->numbers_at + from, 0, len * sizeof *own->numbers_at);
    own->used += len;
    for (size_t at = from; at + REPEAT_LEAST <= from + len; at++)
        if (!learn_place(own, at))
            return false;
    return true;
}

/* *ret_all false: see learn_place. */
static enum status learn_outlines(struct phrases *own, struct pdf *pdf, const struct font_program *program,
                                  bool *ret_all)
{
    *ret_all = false;
    for (size_t i = 0; i < program->outline_count; i++) {
        const struct font_outline_span *span = &program->outlines[i];
        struct known *known = *span->kept;
        if (known == NULL) {
            *span->kept = known = font_keep(pdf->fonts, sizeof *known);
            if (known == NULL)
                return NO_MEMORY;
            known->round = 0; /* in none */
        }
        if (known->round == own->round)
            continue;
        known->from = (uint32_t)own->used;
        if (!learn_outline(own, (const unsigned char *)program->bytes.ptr + span->at, span->len))
            return OK;
        known->round = own->round;
    }
    *ret_all = true;
    return OK;
}

static enum status make_phrases(struct pdf *pdf, struct phrases **ret_own)
{
    void *memory = NULL;
    enum status status = pdf_kept_memory(pdf, sizeof **ret_own, &memory);
    *ret_own = memory;
    if (status != OK || memory == NULL)
        return status;
    (*ret_own)->round = 0;
    (*ret_own)->is_unfit = false;
    (*ret_own)->end = 0;
    memset((*ret_own)->last, 0, sizeof(*ret_own)->last);
    forget_all(*ret_own);
    return OK;
}

enum status phrases_learn(struct pdf *pdf, const struct font_program *program, struct phrases **own,
                          bool *ret_all)
{
    size_t size = 0;
    *ret_all = false;
    for (size_t i = 0; i < program->outline_count; i++)
        size += program->outlines[i].len;
    if (size > TEXT)
        return OK;
    enum status status = *own == NULL ? make_phrases(pdf, own) : OK;
    if (status != OK || *own == NULL || (*own)->is_unfit)
        return status;
    status = learn_outlines(*own, pdf, program, ret_all);
    if (status != OK || *ret_all || (*own)->is_unfit)
        return status;
    forget_all(*own);
    status = learn_outlines(*own, pdf, program, ret_all);
    (*own)->is_unfit = !*ret_all;
    return status;
}

/* --- finding --- */

/* A document's places are so far behind those of the one before it that nothing of that is found. */
void phrases_begin(struct phrases *own, size_t len)
{
    if (own->end > UINT32_MAX / 2) {
        own->end = 0;
        memset(own->last, 0, sizeof own->last);
    }
    own->begin = own->end + REPEAT_WINDOW + 1;
    own->end = own->begin + (uint32_t)len;
}

static inline bool is_common(const struct phrases *own, size_t at)
{
    return (own->common[at / 8] >> at % 8 & 1) != 0;
}

/* A bit for each place from there on, 57 at least. */
static inline uint64_t common_from(const struct phrases *own, size_t at)
{
    return deflate_word(own->common + at / 8) >> at % 8;
}

/* How far before the place its gram stood, 0: nowhere in the window; it is remembered.  `here`: of it in the run. */
static inline uint32_t ask_place(struct phrases *own, size_t at, uint32_t here)
{
    uint32_t *last = &own->last[own->numbers_at[at]];
    const uint32_t distance = here - *last;
    *last = here;
    return distance <= REPEAT_WINDOW ? distance : 0;
}

/* Places with a number, asked together: which of them repeats nobody can foretell, so there is no branch for each. */
enum { TOGETHER = 4, SEEN = 57 };
struct asked {
    size_t at[TOGETHER];
    uint32_t distances[TOGETHER];
    unsigned found; /* a bit for each that repeats */
};

/* false: there are not so many near enough. */
static inline bool ask_together(struct phrases *own, uint64_t bits, size_t at, size_t end, uint32_t to_run,
                                struct asked *ret_asked)
{
    size_t place = at;
    for (size_t i = 0; i < TOGETHER; i++) {
        if (bits == 0)
            return false;
        ret_asked->at[i] = place = at + (size_t)__builtin_ctzll(bits);
        bits &= bits - 1;
    }
    if (place >= end)
        return false;
    ret_asked->found = 0;
    for (size_t i = 0; i < TOGETHER; i++) {
        const uint32_t here = to_run + (uint32_t)ret_asked->at[i];
        uint32_t *last = &own->last[own->numbers_at[ret_asked->at[i]]];
        ret_asked->distances[i] = here - *last;
        *last = here;
        ret_asked->found |= (unsigned)(ret_asked->distances[i] <= REPEAT_WINDOW) << i;
    }
    return true;
}

/* As if those behind the first that repeats had not been asked. */
static inline void forget_behind(struct phrases *own, const struct asked *asked, size_t first,
                                 uint32_t to_run)
{
    for (size_t i = TOGETHER - 1; i > 0; i--) {
        uint32_t *last = &own->last[own->numbers_at[asked->at[i]]];
        const uint32_t before = to_run + (uint32_t)asked->at[i] - asked->distances[i];
        *last ^= (*last ^ before) & (0 - (uint32_t)(i > first));
    }
}

/* The first place from there on that repeats; `end`: none. */
static inline size_t next_repeat(struct phrases *own, size_t at, size_t end, uint32_t to_run,
                                 uint32_t *ret_distance)
{
    while (at < end) {
        struct asked asked;
        const uint64_t bits = common_from(own, at);
        if (ask_together(own, bits, at, end, to_run, &asked)) {
            if (asked.found != 0) {
                const size_t first = (size_t)__builtin_ctz(asked.found);
                forget_behind(own, &asked, first, to_run);
                *ret_distance = asked.distances[first];
                return asked.at[first];
            }
            at = asked.at[TOGETHER - 1] + 1;
        } else if (bits == 0) {
            at += SEEN;
        } else {
            at += (size_t)__builtin_ctzll(bits);
            *ret_distance = at < end ? ask_place(own, at, to_run + (uint32_t)at) : 0;
            if (*ret_distance != 0)
                return at;
            at++;
        }
    }
    return end;
}

/* Every fourth place behind the first, as far as that is taken.  How many there are nobody can foretell, but seldom more
 * than four; of no number is what nobody asks for. */
static inline void remember_taken(struct phrases *own, size_t first, size_t taken, uint32_t to_run)
{
    enum { FEW = 4, REACH = FEW * REPEAT_STEP };
    size_t at = first + REPEAT_STEP;
    for (; at + REACH < taken; at += REPEAT_STEP)
        own->last[own->numbers_at[at]] = to_run + (uint32_t)at;
    for (int i = 0; i < FEW; i++, at += REPEAT_STEP) {
        const uint32_t is_taken = 0 - (uint32_t)(at < taken);
        own->last[own->numbers_at[at] & is_taken] = to_run + (uint32_t)at;
    }
}

void phrases_find(struct phrases *own, const struct font_outline_span *outline, struct repeats *found)
{
    const struct known *known = *outline->kept;
    const size_t begin = known->from, end = begin + outline->len;
    const size_t to_document = outline->at - begin; /* may wrap */
    const uint32_t to_run = own->begin + (uint32_t)to_document;
    uint32_t distance = 0;
    size_t at = next_repeat(own, begin, end, to_run, &distance);
    while (at < end) {
        const uint32_t next = is_common(own, at + 1) ? ask_place(own, at + 1, to_run + (uint32_t)at + 1) : 0;
        repeat_add(found, at + to_document, end + to_document, distance, next);
        const size_t taken = repeats_end(found) - to_document;
        remember_taken(own, at, taken, to_run);
        at = next_repeat(own, taken, end, to_run, &distance);
    }
}
