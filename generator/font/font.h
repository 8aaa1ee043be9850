/*
 * font: role -> face -> fallback; metrics; glyph sets; font programs.
 *
 * A role (宋体, 仿宋, 黑体, 楷体, 小标宋 ...) is a chain of faces; a character comes from the first face that
 * has a drawable glyph for it.  Latin letters, digits and ASCII marks come from the role's Latin face first.
 * Faces are found through fontconfig (and in the folders given); a face that is not there is replaced by the
 * next of the chain, and a warning names both. The set belongs to the run: loaded once, read-only then for
 * its users.  Inside, glyph tables fill as characters are asked for: a set must not be shared among threads;
 * processes that fork after loading each fill their own. Advances are in 1/1000 em, rounded half up from the
 * face's own units; the PDF's width tables use the same numbers.
 */
#ifndef CHENGWEN_FONT_H
#define CHENGWEN_FONT_H

#include "base/base.h"

enum { FONT_MAX_ROLES = 32, FONT_MAX_CHAIN = 8, FONT_MAX_FACES = 64 };

/* As read from fonts/roles.xml by the caller. */
struct font_candidate {
    struct str names; /* family names, '|' between, best first: any that is installed wins, in that order */
    struct str style; /* "Regular", "Bold"; empty: Regular */
    struct str
        default_name; /* the one of `names` that Debian ships; may be empty.  Names after it are stand-ins:
                       * one of those, or this one in another weight, is taken only with a warning */
    bool has_raise;
    int32_t raise; /* with `has_raise`: 1/1000 em upward, whatever is measured of the face */
    struct place place;
};
struct font_role {
    struct str name;
    struct str bold; /* role to use for bold text; empty: this one */
    struct font_candidate latin[FONT_MAX_CHAIN];
    size_t latin_count;
    struct font_candidate
        chain[FONT_MAX_CHAIN]; /* [0]: the role's own face (its names are alternatives); then fallbacks */
    size_t chain_count;
    struct place place;
};

struct font_set;

struct font_request {
    const struct font_role *roles;
    size_t role_count;
    const char *const *folders; /* more to search, for fonts unpacked beside the program */
    size_t folder_count;
    const char
        *cache; /* a file where what was found is kept for the next run, made when it can be; NULL: none */
};

/* FAILED: a role has no face at all.  A font file that cannot be opened for want of memory is NO_MEMORY, never
 * a substitution: equal input gives equal bytes or none.  The cache never changes what comes out. */
enum status font_set_load(struct diag *diag, const struct font_request *request,
                          struct font_set **ret_set) CHECKED;
/* For tests: every role, one face: characters that are wide or full-width (UAX #11) 1 em, all others ½ em;
 * glyph = code point; no fallback, no shaping; — … · “ ” ‘ ’ are 1 em where not `latin`.  `without` (UTF-8,
 * may be NULL) lists characters it does not have. */
enum status font_set_square(const char *without, struct font_set **ret_set) CHECKED;
void font_set_free(struct font_set *set);

int font_role_lookup(const struct font_set *set, struct str name, bool bold); /* -1: no such role */
size_t font_role_count(const struct font_set *set);
struct str font_role_name(const struct font_set *set, int role); /* of the square font: empty */
size_t font_face_count(const struct font_set *set);

struct font_glyph {
    int face;
    uint32_t glyph;
    int32_t advance; /* 1/1000 em */
    bool fallback;   /* the face is neither the first of the role's chain nor its first Latin face */
};

/* `latin`: ask the Latin face first (the caller decides for “ ” ‘ ’ — … · by the neighbouring text; for ASCII
 * pass true). Not latin: — … · “ ” ‘ ’ come in their full-width form (fwid).  false: no face of the role has
 * it. */
bool font_glyph_lookup(const struct font_set *set, int role, uint32_t code, bool latin,
                       struct font_glyph *ret_glyph);

/* How much higher the role's glyphs of the face are drawn, 1/1000 em: so that the middle of Han characters, which
 * faces have at heights of their own, is at one height in all of them.  Latin faces stay on the baseline. */
int32_t font_shift(const struct font_set *set, int role, int face);

/* How much blank may be taken off a full-width mark on either side, 1/1000 em, after the face's `halt`
 * feature or else at most half the box, and never any ink.  `face` is that of a look-up that was not `latin`.
 * Which side of a mark is blank by its kind, the caller knows: without `halt`, both may be offered. */
void font_mark_blank(const struct font_set *set, int face, uint32_t code, int32_t *ret_left,
                     int32_t *ret_right);

/* The box of a glyph's outline, 1/1000 em from its origin; all 0: it has none. */
struct font_ink {
    int32_t left, right, bottom, top;
};
struct font_ink font_glyph_ink(const struct font_set *set, int face, uint32_t glyph);

/* The steps of a glyph's outline from its origin, up the page; a curve is a Bezier with two points between. */
enum font_step { FONT_MOVE, FONT_LINE, FONT_CURVE, FONT_CLOSE };
enum { FONT_STEP_POINTS = 3 }; /* MOVE, LINE: one; CURVE: three; CLOSE: none */
struct font_pen {
    void (*draw)(void *context, enum font_step step,
                 const int32_t points[FONT_STEP_POINTS][2]); /* millionths of an em */
    void *context;
};
enum status font_glyph_outline(const struct font_set *set, int face, uint32_t glyph,
                               const struct font_pen *pen) CHECKED;

/* Has memory failed in an outside library since this was last asked?  If so, look-ups, advances and facts
 * since then may be wrong, a character may seem to be missing, and the caller's status is NO_MEMORY.  Whoever
 * looks up asks before he passes the results on. */
bool font_memory_failed(const struct font_set *set) CHECKED;

/* What came out of the faces since this was last asked: warns, once a run, of those that are broken or have
 * damaged glyphs, for which others were taken.  FAILED, reported: a file was shortened or written to while
 * the run read it; nothing that was made with it may be kept. */
enum status font_set_check(const struct font_set *set, struct diag *diag) CHECKED;
/* Which faces stand for which roles, in words that are equal where the choice is. */
void font_set_choice(const struct font_set *set, struct buf *out);
/* Of the face's file, as it was opened.  false: it has none, or it cannot be looked at. */
bool font_face_stamp(const struct font_set *set, int face, struct file_stamp *ret_stamp);
/* Is it the file of one of the faces? */
bool font_set_names_file(const struct font_set *set, const char *path);

/* Shapes a run of one face with HarfBuzz (kerning on, but not between figures; ligatures off): for Latin words.  Fills up to
 * `capacity` glyphs; clusters are byte offsets in text.  FAILED (not reported): more glyphs than capacity. */
struct font_shaped {
    uint32_t glyph, cluster;
    int32_t advance, x_offset, y_offset; /* 1/1000 em */
};
enum status font_shape(const struct font_set *set, int face, struct str text, struct font_shaped *glyphs,
                       size_t capacity, size_t *ret_count) CHECKED;
/* Of a character with combining marks behind it: has the face it composed, or does it know where the marks
 * stand?  FAILED: the square font, where marks have no places. */
enum status font_marks_placed(const struct font_set *set, int face, struct str text,
                              bool *ret_placed) CHECKED;

/* For pdf: everything that a font dictionary needs. */
enum font_outline { FONT_CFF, FONT_TRUETYPE, FONT_NONE /* the square font */ };
struct font_face_facts {
    struct str postscript_name, family, style, path;
    int index; /* in a collection */
    enum font_outline outline;
    int ascent, descent, cap_height, italic_angle, stem_v; /* 1/1000 em */
    int bbox[4];
    int middle;     /* of the ink of Han characters, over the baseline, 1/1000 em; 0: it has none */
    int32_t widest; /* 1/1000 em: no piece of a program may be wider */
    bool is_serif;
    uint32_t glyph_count;
};
void font_face_facts(const struct font_set *set, int face, struct font_face_facts *ret_facts);
/* What tells two versions of its file apart, without reading all of it: the number that it gives itself, 1/65536,
 * and the sum over all of it that its maker has put there.  Of the square font: 0. */
struct font_version {
    uint32_t number, sum;
};
struct font_version font_face_version(const struct font_set *set, int face);
int32_t font_face_advance(const struct font_set *set, int face, uint32_t glyph);

/* Pieces of a font program: glyphs of a face, each as wide as wanted and with its outline moved to the right.
 * A glyph may come several times; copies cost a few bytes. */
struct font_piece {
    uint32_t glyph;
    int32_t advance, shift; /* 1/1000 em; an advance as font_face_advance has it stays the face's own */
};
struct font_pieces {
    const struct font_piece *items;
    size_t count;
};

/* The program with these glyphs and no others that have a code.  The n-th piece has code, CID and glyph number
 * n; the 0th is .notdef, glyph 0.  A bare CFF table, keyed by CIDs of Adobe-Identity-0 (FONT_CFF), or a
 * TrueType file (FONT_TRUETYPE), in `arena`.  Its bytes depend on the face and the pieces alone.  FAILED,
 * reported: a glyph is broken, or there are more than 65,535. */
struct font_program {
    struct str bytes;
    const struct font_outline_span *outlines; /* in their order; FONT_TRUETYPE: without composites */
    size_t outline_count;
};
/* An outline, whose bytes are the same in all programs of the face. */
struct font_outline_span {
    size_t at, len;
    void **kept; /* the caller's, at first NULL; the place is good until the next call for this face */
};
enum status font_program_make(const struct font_set *set, int face, struct font_pieces pieces,
                              struct arena *arena, struct diag *diag,
                              struct font_program *ret_program) CHECKED;
/* Outlines of frequent characters, of a face that has a program: what its programs are like. */
enum status font_program_sample(const struct font_set *set, int face, struct arena *arena,
                                struct str *ret_bytes) CHECKED;
/* The caller's, of a face that has a program; at first NULL. */
void **font_face_kept(const struct font_set *set, int face);
void **font_set_kept(const struct font_set *set); /* for all documents */
/* Memory as long as the set lives, for what is kept; NULL: there is none. */
void *font_keep(const struct font_set *set, size_t size);

/* For `chengwen fonts`: one line a role and chain member: role, file, face, how much of GB 2312,
 * 通用规范汉字表-like blocks it covers, where the middle of its characters is, and how far it is raised. */
void font_set_print(const struct font_set *set, struct buf *out);

#endif
