/*
 * Streams that come again in the documents of a run, and are compressed once: the same watermark, the same few glyphs
 * of a heading's face, what they copy back as.
 *
 * Kept is what comes a second time, in a ring, where the latest overwrites the oldest; a stream is taken again
 * only if it was made of the very same bytes, or, if drawing costs more than compressing, of what stands for them
 * (marks.c).  So a run of one document keeps nothing.
 */
#include "pdf/pdf_int.h"

#include <string.h>

enum {
    RING = 2 << 20,
    RING_SHARE = 8 /* no stream takes more than such a part */,
    PLACES = 64,
    MEMORY = 16 << 20
};

struct kept_stream {
    uint64_t hash;     /* of the bytes that it was made of */
    uint64_t from;     /* in all that ever went into the ring: the bytes it was made of, then its own */
    size_t data, size; /* size 0: not kept */
    enum pdf_effort effort;
    bool is_seen;
};

struct kept_streams {
    struct kept_stream places[PLACES]; /* the last one that was asked for is the first */
    char *ring;                        /* NULL: none yet */
    uint64_t end;
    size_t memory; /* given out beside it */
};

static inline uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

/* Like FNV-1a, but eight bytes at a time, to each hash in turn: none waits for another. */
size_t pdf_hash_begin(struct str bytes, uint64_t hashes[PDF_HASHES])
{
    uint64_t words[PDF_HASHES], own[PDF_HASHES];
    const size_t whole = bytes.len / sizeof words * sizeof words;
    memcpy(own, hashes, sizeof own);
    for (size_t i = 0; i < whole; i += sizeof words) {
        memcpy(words, bytes.ptr + i, sizeof words);
        for (size_t k = 0; k < PDF_HASHES; k++)
            own[k] = mix(own[k], words[k]);
    }
    memcpy(hashes, own, sizeof own);
    return whole;
}

void pdf_hash(struct str bytes, uint64_t hashes[PDF_HASHES])
{
    uint64_t words[PDF_HASHES] = {0};
    const size_t whole = pdf_hash_begin(bytes, hashes);
    if (whole < bytes.len)
        memcpy(words, bytes.ptr + whole, bytes.len - whole);
    for (size_t k = 0; k < PDF_HASHES; k++)
        hashes[k] = mix(hashes[k], words[k]);
    for (size_t k = PDF_HASHES; k-- > 0;)
        hashes[k] = mix(hashes[k], hashes[(k + 1) % PDF_HASHES]);
}

static bool is_kept(const struct kept_streams *all, const struct kept_stream *own)
{
    return own->size > 0 && all->end - own->from <= RING;
}

static enum status find_streams(struct pdf *pdf, struct kept_streams **ret_all)
{
    void **kept = font_set_kept(pdf->fonts);
    if (*kept == NULL) {
        *kept = font_keep(pdf->fonts, sizeof **ret_all);
        if (*kept == NULL)
            return NO_MEMORY;
        memset(*kept, 0, sizeof **ret_all);
    }
    *ret_all = *kept;
    return OK;
}

static struct kept_stream stream_key_of(struct str data, enum pdf_effort effort)
{
    uint64_t hashes[PDF_HASHES] = {data.len, effort};
    pdf_hash(data, hashes);
    return (struct kept_stream){.hash = hashes[0], .data = data.len, .effort = effort};
}

/* Puts the place of the data in front: its own, if it was seen before, else the last one. */
static struct kept_stream *take_place(struct kept_streams *all, const struct kept_stream *key)
{
    struct kept_stream *places = all->places, own = *key;
    size_t at = 0;
    while (at < PLACES - 1 &&
           (places[at].hash != key->hash || places[at].data != key->data || places[at].effort != key->effort))
        at++;
    if (places[at].hash == key->hash && places[at].data == key->data && places[at].effort == key->effort)
        own = places[at];
    memmove(places + 1, places, at * sizeof *places);
    places[0] = own;
    return places;
}

enum status pdf_kept_find(struct pdf *pdf, struct str data, enum pdf_effort effort, struct pdf_kept *ret_kept,
                          struct str *ret_bytes)
{
    struct kept_streams *all = NULL;
    enum status status = find_streams(pdf, &all);
    *ret_bytes = (struct str){NULL, 0};
    *ret_kept = (struct pdf_kept){all, NULL};
    if (status != OK || data.len > RING / RING_SHARE)
        return status;
    const struct kept_stream key = stream_key_of(data, effort);
    struct kept_stream *own = take_place(all, &key);
    *ret_kept = (struct pdf_kept){all, own->is_seen && !is_kept(all, own) ? own : NULL};
    own->is_seen = true;
    if (!is_kept(all, own))
        return OK;
    const char *bytes = all->ring + own->from % RING;
    if (memcmp(bytes, data.ptr, data.len) != 0)
        return OK;
    *ret_bytes = arena_copy(pdf->arena, (struct str){bytes + own->data, own->size});
    return ret_bytes->ptr == NULL ? NO_MEMORY : OK;
}

enum status pdf_kept_add(struct pdf *pdf, const struct pdf_kept *kept, struct str data, struct str bytes)
{
    struct kept_streams *all = kept->all;
    const size_t size = data.len + bytes.len, left = RING - (size_t)(all->end % RING);
    if (kept->place == NULL || size > RING / RING_SHARE)
        return OK;
    if (all->ring == NULL)
        all->ring = font_keep(pdf->fonts, RING);
    if (all->ring == NULL)
        return NO_MEMORY;
    all->end += size > left ? left : 0; /* each stands in one piece */
    char *at = all->ring + all->end % RING;
    kept->place->from = all->end;
    kept->place->size = bytes.len;
    all->end += size;
    memcpy(at, data.ptr, data.len);
    memcpy(at + data.len, bytes.ptr, bytes.len);
    return OK;
}

enum status pdf_kept_memory(struct pdf *pdf, size_t size, void **ret_memory)
{
    struct kept_streams *all = NULL;
    enum status status = find_streams(pdf, &all);
    *ret_memory = NULL;
    if (status != OK || size > MEMORY - all->memory)
        return status;
    *ret_memory = font_keep(pdf->fonts, size);
    if (*ret_memory == NULL)
        return NO_MEMORY;
    all->memory += size;
    return OK;
}
