/*
 * The outlines of a face that were met in a run, so that what repeats.c looks for is known of them and not searched
 * for again in each document.
 *
 * Each gram that stands in two places or more has a number, and each place the number of its gram.  Four of ten places
 * have none, and are passed over by a bitmap; of the others it is remembered by number where the gram stood last in
 * this document.  So there is nothing to hash and no gram to compare.
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
    uint16_t numbers_at[TEXT];  /* by place; 0: none */
    uint64_t common[TEXT / 64]; /* a bit for each place that has one */
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
    own->common[at / 64] |= (uint64_t)1 << at % 64;
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

/* The first place from there on that has a number; `end`: none. */
static inline size_t next_common(const struct phrases *own, size_t at, size_t end)
{
    size_t word = at / 64;
    uint64_t bits = own->common[word] >> at % 64 << at % 64;
    while (bits == 0 && ++word * 64 < end)
        bits = own->common[word];
    const size_t next = bits == 0 ? end : word * 64 + (size_t)__builtin_ctzll(bits);
    return next < end ? next : end;
}

static inline bool is_common(const struct phrases *own, size_t at)
{
    return (own->common[at / 64] >> at % 64 & 1) != 0;
}

/* How far before the place its gram stood, 0: nowhere in the window; it is remembered.  `here`: of it in the run. */
static inline uint32_t ask_place(struct phrases *own, size_t at, uint32_t here)
{
    uint32_t *last = &own->last[own->numbers_at[at]];
    const uint32_t distance = here - *last;
    *last = here;
    return distance <= REPEAT_WINDOW ? distance : 0;
}

void phrases_find(struct phrases *own, const struct font_outline_span *outline, struct repeats *found)
{
    const struct known *known = *outline->kept;
    const size_t begin = known->from, end = begin + outline->len;
    const size_t to_document = outline->at - begin; /* may wrap */
    const uint32_t to_run = own->begin + (uint32_t)to_document;
    for (size_t at = next_common(own, begin, end); at < end; at = next_common(own, at, end)) {
        const uint32_t distance = ask_place(own, at, to_run + (uint32_t)at);
        const size_t first = at++;
        if (distance == 0)
            continue;
        const uint32_t next = is_common(own, at) ? ask_place(own, at, to_run + (uint32_t)at) : 0;
        repeat_add(found, first + to_document, end + to_document, distance, next);
        const size_t taken = repeats_end(found) - to_document;
        for (at = first + REPEAT_STEP; at < taken; at += REPEAT_STEP)
            if (is_common(own, at))
                own->last[own->numbers_at[at]] = to_run + (uint32_t)at;
        at = taken;
    }
}
