/*
 * Inside font: the set, its roles and faces, and what the files of this room share.
 *
 *   set.c     loading: roles -> faces, bold, messages; freeing
 *   config.c  fontconfig, opened in silence
 *   find.c    names -> installed files, through fontconfig
 *   cache.c   what fontconfig and FreeType said last time
 *   files.c   font files, mapped; what changes under the run
 *   face.c    one face: opening, code point -> glyph and advance, full-width forms
 *   lookup.c  role + code point -> face and glyph
 *   shape.c   Latin runs
 *   marks.c   the blank in full-width marks; ink
 *   outline.c the outline of a glyph
 *   facts.c   what a font dictionary needs, through FreeType
 *   memory.c  memory that fails inside the outside libraries
 *   pieces.c  font programs; what makes them is in program/
 *   print.c   the list for `chengwen fonts`
 *   square.c  the square font for tests
 */
#ifndef CHENGWEN_FONT_INT_H
#define CHENGWEN_FONT_INT_H

#include <fontconfig/fontconfig.h>
#include <hb.h>

#include "font/font.h"

struct freetype;
struct stat;

enum {
    FACE_PAGE_SIZE = 256, /* code points a page of the glyph table */
    FACE_PAGE_COUNT = 0x110000 / FACE_PAGE_SIZE,
    FACE_FULL_WIDTH_COUNT = 7, /* — … · “ ” ‘ ’ */
    FACE_MARK_COUNT = 128,
    FACE_MAX_ADVANCE = 16 /* em: a glyph that is wider is damaged */
};

enum face_glyph_state { FACE_GLYPH_UNKNOWN, FACE_GLYPH_MISSING, FACE_GLYPH_PRESENT };

struct face_glyph {
    int32_t advance; /* 1/1000 em */
    uint16_t glyph;
    uint8_t state; /* enum face_glyph_state */
};

/* What may be taken off a full-width mark, 1/1000 em; code 0: a free entry. */
struct face_mark {
    uint32_t code;
    int16_t left, right;
};

/* What was asked of a glyph by number, in the place that its low bits say. */
struct face_advance {
    uint32_t next;   /* the glyph's number and 1; 0: none */
    int32_t advance; /* 1/1000 em */
};
enum { FACE_ADVANCES = 1 << 12 };

/* What figures are written with: a code less than 128 each. */
enum { FIGURE_CODES = 128 };

/* What shaping makes of figures: it gives each its glyph and advance, and no more, or something else (shape.c). */
struct face_figures {
    bool are_plain;
    struct font_shaped glyphs[FIGURE_CODES];
};

enum { SHAPED_WORDS = 128, SHAPED_BYTES = 10 };

/* A short text and what a face makes of it (shape.c). */
struct shaped_word {
    uint8_t len, count; /* len 0: none */
    char text[SHAPED_BYTES];
    struct font_shaped glyphs[SHAPED_BYTES];
};

struct font_face {
    struct str path, family, style, postscript_name,
        name; /* name: the one of the role's names by which it was found */
    int index;
    enum font_outline outline;
    int units;       /* per em */
    hb_blob_t *blob; /* the file */
    hb_face_t *source;
    hb_font_t *font;
    struct program_source *program; /* NULL until facts are asked for; in the set's arena */
    bool is_short;                  /* memory failed in it: its answers are not to be trusted; see memory.c */
    bool is_asked;                  /* for a character, at least once */
    bool is_broken;                 /* found when its first glyph is wanted; it has no glyphs */
    bool is_damaged;                /* some glyph of it cannot be read */
    bool broken_told, damaged_told;
    bool facts_known; /* FreeType has said them, or the cache */
    bool is_proved;
    enum status proof; /* not OK: FreeType could not read the face, and no program of it is made */
    struct font_face_facts facts;
    struct face_glyph *pages[FACE_PAGE_COUNT]; /* filled as characters are asked for */
    struct face_glyph full_width[FACE_FULL_WIDTH_COUNT];
    struct face_mark marks[FACE_MARK_COUNT];
    struct face_figures *figures;  /* NULL: nobody has asked */
    struct shaped_word *words;     /* SHAPED_WORDS; NULL: none yet */
    struct face_advance *advances; /* FACE_ADVANCES; NULL: none yet */
};

struct role_member {
    int face;
    bool has_raise; /* as roles.xml has it */
    int32_t raise;  /* 1/1000 em */
};

struct role_faces {
    struct role_member items[FONT_MAX_CHAIN];
    size_t count;
};

struct role {
    struct str name;
    int bold;
    struct role_faces latin, chain;
};

/* The set is const for its users; what is filled later (glyph tables, programs) hangs on pointers. */
struct font_set {
    struct arena *arena;
    struct role *roles;
    size_t role_count;
    struct font_face *faces[FONT_MAX_FACES];
    size_t face_count;
    struct freetype *freetype;
    hb_buffer_t *buffer;
    void **kept; /* the caller's */
    bool is_square;
    struct str without; /* square: characters it lacks */
};

/* --- config.c, find.c --- */

struct font_finder {
    struct font_notes *notes;
    FcConfig *config;
    char remark[256]; /* what is wrong with its configuration; "": nothing */
};

/* Where a face is: strings borrowed from the finder. */
struct font_found {
    struct str path, family, style, postscript_name;
    int index;
    int distance; /* from the style wanted; 0: that style */
    int version;  /* of two files of one face the newer is taken */
};

/* Also the fonts of the folders given.  SYSTEM: something lies among the fonts that reading would wait for;
 * reported. */
enum status font_finder_open(struct font_finder *finder, struct diag *diag, const char *const *folders,
                             size_t folder_count) CHECKED;
/* Warns of files in the folders that are called like fonts and gave none. */
void font_finder_tell_unread(const struct font_finder *finder, struct diag *diag, const char *const *folders,
                             size_t folder_count);
void font_finder_close(struct font_finder *finder);
/* The best face with this exact family, full or PostScript name, in any language; false: none is installed.
 */
bool font_finder_lookup(const struct font_finder *finder, struct str name, struct str style,
                        struct font_found *ret_found);

/* --- cache.c --- */

/* A name that was looked for. */
struct font_answer {
    struct str name, style;
    bool is_found;
    struct font_found found;
};

/* What was written down of a load. */
struct font_cache {
    struct font_answer *answers;
    size_t answer_count, answer_capacity;
    struct cached_face *faces;
    size_t face_count, face_capacity;
    bool is_stale; /* something was asked that it does not know, or a face is not what it was */
};
/* *ret_cache NULL: there is none, or it does not hold for what is installed now.  Lives in `arena`. */
enum status font_cache_read(struct arena *arena, const struct font_request *request,
                            struct font_cache **ret_cache) CHECKED;
/* As font_finder_lookup. */
bool font_cache_lookup(struct font_cache *cache, struct str name, struct str style,
                       struct font_found *ret_found);
/* Of a face that was just opened: sets its facts. */
void font_cache_recall(struct font_cache *cache, struct font_face *face);

/* What will be written down, collected while fonts are loaded. */
struct font_notes {
    struct arena *arena;
    struct buf text; /* lines */
    struct font_answer *answers;
    size_t answer_count, answer_capacity;
    int64_t begun; /* seconds; what changed then may change again unseen */
    bool is_unfit; /* nothing will be written */
};
void font_notes_begin(struct font_notes *notes, struct arena *arena, const struct font_request *request);
/* A file or folder whose change, or coming, may change what is found. */
void font_notes_add_path(struct font_notes *notes, const char *path);
/* Its texts are borrowed until the notes end. */
void font_notes_add_answer(struct font_notes *notes, const struct font_answer *answer);
/* Writes the cache, if all is well, in silence. */
void font_notes_end(struct font_notes *notes, const struct font_request *request, const struct font_set *set);
void font_notes_clear(struct font_notes *notes);

/* --- files.c --- */

enum { FILE_STAMP_MAX = 160 };
/* When two of a path are equal, nothing has happened to it. */
void font_stamp_print(const struct stat *facts, char ret_stamp[FILE_STAMP_MAX]);
/* The stamp of the file that the face was opened from. */
void font_file_stamp(const struct font_face *face, char ret_stamp[FILE_STAMP_MAX]);
/* The file's bytes, read-only; NULL: errno says why, EINVAL: no ordinary file, or an empty one. */
hb_blob_t *font_file_map(const char *path);
/* What was read of mapped files is let go of, and comes back when it is read again. */
void font_files_rest(void);
/* Was the face's file shortened or written to since it was opened? */
bool font_file_changed(const struct font_face *face);

/* --- face.c --- */

enum face_fitness {
    FACE_FIT,
    FACE_BROKEN,
    FACE_RESTRICTED,
    FACE_UNREADABLE, /* the system failed, not the file; errno says how */
    FACE_NO_MEMORY
};

/* Opens face->path, face->index.  When not FACE_FIT, nothing stays open. */
enum face_fitness font_face_open(struct font_face *face);
void font_face_close(struct font_face *face);
/* Closes and opens a face that was short of memory; when it is still short, it stays so, and has no glyphs.
 */
void font_face_reopen(struct font_face *face);
/* false: the face has no drawable glyph for the code point. */
bool font_face_lookup(const struct font_set *set, struct font_face *face, uint32_t code,
                      struct face_glyph *ret_glyph);
/* The same, with — … · “ ” ‘ ’ in their full-width forms. */
bool font_face_lookup_wide(const struct font_set *set, struct font_face *face, uint32_t code,
                           struct face_glyph *ret_glyph);
/* Index of — … · “ ” ‘ ’ in font_face.full_width; -1: another character. */
int font_full_width_index(uint32_t code);
/* Shapes one Chinese character into set->buffer. */
void font_shape_code(const struct font_set *set, struct font_face *face, uint32_t code,
                     const hb_feature_t *features, unsigned feature_count);
/* Font units to 1/1000 em, half up. */
int32_t font_per_mille(const struct font_face *face, int64_t value);

/* Is there a character in it?  If not, it is damaged.  Asked once. */
void font_face_ask_characters(struct font_face *face);

/* --- lookup.c --- */

int32_t font_member_shift(const struct font_set *set, const struct role_member *member);

/* --- facts.c --- */

/* FreeType, opened: for the facts of faces. */
enum status font_freetype_open(struct arena *arena, struct freetype **ret_freetype) CHECKED;
void font_freetype_close(struct freetype *freetype); /* NULL is fine */
/* face->facts and face->program, once.  A failure other than of memory stays; it is not reported here. */
enum status font_face_prove(const struct font_set *set, struct font_face *face) CHECKED;
/* What is true of any face; stands when FreeType cannot read this one. */
struct font_face_facts font_plain_facts(const struct font_face *face);

/* --- pieces.c --- */

/* Once a face is open: face->program.  FAILED, not reported: its outlines cannot be read. */
enum status font_face_open_program(const struct font_set *set, struct font_face *face) CHECKED;
/* Of a face that is proved: can a program have the glyph?  Else it is damaged, or short of memory.  *ret_blank:
 * its outline shows nothing. */
bool font_face_draws(struct font_face *face, uint32_t glyph, bool *ret_blank);

/* --- memory.c --- */

/* Before and behind a step in HarfBuzz or FreeType: did memory fail in it? */
void font_memory_watch(void);
bool font_memory_short(void);
/* Can so many bytes be had now? */
bool font_memory_has(size_t size);

/* --- square.c --- */

bool font_square_lookup(const struct font_set *set, uint32_t code, bool latin, struct font_glyph *ret_glyph);
int32_t font_square_advance(uint32_t code);

#endif
