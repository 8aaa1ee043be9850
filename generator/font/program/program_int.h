/*
 * Inside program:
 *
 *   program.c     a source: metrics, the glyphs read so far
 *   cff.c         the structure of a CFF table
 *   charstring.c  a Type 2 charstring without subroutines and hints
 *   cff_write.c   a CFF program
 *   glyf.c        a glyf entry without hints
 *   glyf_write.c  a TrueType program
 */
#ifndef CHENGWEN_FONT_PROGRAM_INT_H
#define CHENGWEN_FONT_PROGRAM_INT_H

#include "font/program/program.h"

enum {
    PROGRAM_MAX_NESTING = 10,      /* subroutines, components */
    PROGRAM_MAX_STEPS = 1 << 20,   /* operators carried out for one */
    PROGRAM_MAX_GLYPHS = 0xFFFF,   /* of a program */
    PROGRAM_MAX_BYTES = 200 << 20, /* of a program: more is in no PDF */
};

/* --- bytes, big-endian --- */

/* A number of 1 to 4 bytes; false: it is not wholly inside. */
bool bytes_read(struct str bytes, size_t at, unsigned size, uint32_t *ret_value);
/* false: not wholly inside. */
bool bytes_slice(struct str bytes, size_t from, size_t len, struct str *ret_slice);

/* Into memory that is known to be large enough. */
struct bytes_writer {
    unsigned char *at;
};
void bytes_put(struct bytes_writer *out, uint32_t value, unsigned size);
void bytes_copy(struct bytes_writer *out, struct str bytes);

/* --- cff.c --- */

struct cff_index {
    struct str bytes; /* the table's, from the first offset on */
    uint32_t count;
    unsigned offset_size;
};
/* false: there is none.  *ret_end: what stands behind it. */
bool cff_index_read(struct str table, size_t at, struct cff_index *ret_index, size_t *ret_end);
bool cff_index_item(const struct cff_index *index, uint32_t n, struct str *ret_item);

struct cff {
    struct cff_index charstrings, global;
    struct cff_index *local; /* of each font dictionary */
    uint32_t font_count;
    struct str select; /* FDSelect; empty: one font dictionary */
};
/* FAILED: it cannot be read, or is no Type 2, or `units` is not what its matrices say. */
enum status cff_read(struct arena *arena, struct str table, int units, struct cff *ret_cff) CHECKED;
/* NULL: no font dictionary has it. */
const struct cff_index *cff_local_subroutines(const struct cff *cff, uint32_t glyph);

/* --- charstring.c --- */

/* The outline, in `room`, CHARSTRING_ROOM bytes: begins with a movement, or is endchar alone.  *ret_blank: no
 * line is in it. */
bool charstring_flatten(const struct cff *cff, uint32_t glyph, unsigned char *room, struct str *ret_outline,
                        bool *ret_blank);
/* A number as charstrings and dictionaries have it; at most CHARSTRING_NUMBER bytes. */
enum { CHARSTRING_NUMBER = 3, CHARSTRING_MAX = 32767, CHARSTRING_ROOM = 1 << 17 };
enum { CHARSTRING_CALLSUBR = 10, CHARSTRING_HMOVETO = 22 }; /* operators */
void charstring_put_number(struct bytes_writer *out, int32_t value);

/* --- program.c --- */

/* What was read of a glyph. */
struct program_glyph {
    struct str outline;
    uint32_t glyph;
    uint16_t advance;
    int16_t bearing; /* glyf: left */
    uint32_t words
        [2]; /* glyf, no composite: sums of the outline's 16-bit words, of every other one from the first on and
                          from the second */
    uint8_t depth;     /* glyf: of components in components */
    bool is_composite; /* glyf */
    bool is_blank;
    void *kept; /* the caller's, of the outline */
};

struct program_source {
    void *kept;
    struct arena *arena;
    const struct font_face *face;
    struct program_tables tables;
    struct cff cff;      /* FONT_CFF */
    unsigned char *room; /* FONT_CFF: for a charstring */
    uint32_t glyph_count, metric_count;
    unsigned loca_size;           /* of an entry */
    struct program_glyph *glyphs; /* those read, from 1 on */
    size_t count, capacity;
    uint16_t *numbers; /* of each glyph of the face in `glyphs`; 0: not read */
};
/* *ret_number: in source->glyphs, which may move. */
enum status program_glyph_take(struct program_source *source, uint32_t glyph, int nesting,
                               size_t *ret_number) CHECKED;
/* In font units: the face's own, if that is what the piece says. */
int32_t program_advance(const struct program_source *source, const struct font_piece *piece,
                        const struct program_glyph *glyph);
int32_t program_units(const struct program_source *source, int32_t per_mille);

/* Pieces as they will be written: which glyph read each is. */
struct program_plan {
    struct program_source *source;
    struct font_pieces pieces;
    struct arena *arena;
    size_t *numbers;  /* of each piece, in source->glyphs */
    uint32_t *counts; /* by number: pieces with this glyph */
};

/* --- cff_write.c, glyf.c, glyf_write.c --- */

enum status cff_write(const struct program_plan *plan, struct font_program *ret_program) CHECKED;

bool glyf_open(struct program_source *source);
/* Sums of 16-bit words, see struct program_glyph; the last may be half a one. */
void glyf_sum(struct str bytes, uint32_t ret_words[2]);
/* The outline, in the source's arena, and for composites how deep; their components are read before. */
enum status glyf_read(struct program_source *source, struct program_glyph *glyph, int nesting) CHECKED;
/* The components of a composite, one after the other.  At first *at is 0. */
struct glyf_component {
    size_t at; /* of its flags */
    uint32_t flags, glyph;
};
enum { GLYF_HEAD = 10 };
/* false: no further one, or *ret_broken. */
bool glyf_component_next(struct str outline, size_t *at, struct glyf_component *ret_component,
                         bool *ret_broken);
enum status glyf_write(const struct program_plan *plan, struct font_program *ret_program) CHECKED;

#endif
