/*
 * program, the door of the wing: font programs that hold just the glyphs of a document, assembled here.
 *
 * A source is what a face's file says of outlines.  It reads the mapped tables with care, for they may be
 * damaged, or change while they are read: every number is read once and proved before it is used.  A glyph is
 * read once a run: its outline without hints, as it will stand in a program (a Type 2 charstring without
 * subroutines, or a glyf entry), is kept in the source's arena.
 */
#ifndef CHENGWEN_FONT_PROGRAM_H
#define CHENGWEN_FONT_PROGRAM_H

#include "font/font_int.h"

/* The tables of the face, mapped; empty: not there. */
struct program_tables {
    struct str cff, glyf, loca, head, hhea, hmtx, maxp;
};

/* FAILED, not reported: the tables cannot be used. */
enum status program_source_make(struct arena *arena, const struct font_face *face,
                                const struct program_tables *tables,
                                struct program_source **ret_source) CHECKED;
/* Reads the glyph, unless that was done.  FAILED, not reported: no program could have it.  *ret_size: bytes of its
 * outline; 0: it shows nothing. */
enum status program_glyph_prove(struct program_source *source, uint32_t glyph, size_t *ret_size) CHECKED;
/* See font_program_make.  FAILED, not reported: a glyph is not there or broken, or does not fit. */
enum status program_make(struct program_source *source, struct font_pieces pieces, struct arena *arena,
                         struct font_program *ret_program) CHECKED;
/* The outline; FAILED, not reported: no program could have it. */
enum status program_outline(struct program_source *source, uint32_t glyph, struct str *ret_outline) CHECKED;
void **program_kept(struct program_source *source);

#endif
