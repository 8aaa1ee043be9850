/*
 * pdf, inside: the state of one file while it is written, and the doors between the room's sources.
 *
 * Order of work (document.c): for each page, as it comes, its content stream (content/), codes given to
 * glyphs, image objects made of pictures and forms of watermarks at first sight (uses.c, gaps.c; images/; marks.c), and which of its contents are whose (tags.c).
 * Then fonts: a program and the description of each face (fonts.c, tounicode.c; huffman.c, repeats.c with
 * phrases.c, which write by deflate/deflate.h; kept.c) - pages: a number for each, then what stands in them, with the objects of links (pages.c,
 * links.c) - tags: which nodes have an element (tags.c) -
 * information: of the document, metadata, attachments, outline, catalog, and where outline and links lead, now that
 * elements have their numbers (info.c, metadata.c, attachments.c, outline.c, links.c) - the file (file.c), with the
 * elements, which libharu never sees (elements.c).
 * Everything that ends in the file is serialised here, by syntax.c, into raw objects (objects.c); libharu numbers
 * them.
 */
#ifndef CHENGWEN_PDF_INT_H
#define CHENGWEN_PDF_INT_H

#include <hpdf.h>
#include <libdeflate.h>

#include "font/font.h"
#include "pdf/pdf.h"
#include "picture/picture.h"

/* How a glyph stands in its line: how much wider than its own advance, its outline moved how far to the right. */
struct pdf_fit {
    int32_t wider, shift; /* 1/1000 em */
};

/* A glyph standing for a text, or for none: then it is the glyph's primary, unless it is fitted. */
struct pdf_use {
    uint32_t glyph, letters;
    struct str text;
    struct pdf_fit fit;
    uint32_t code;    /* what the content stream writes */
    int32_t advance;  /* 1/1000 em */
    bool is_coded;    /* has a code, so it copies back as `text` by ToUnicode */
    bool is_ornament; /* stands somewhere for nothing: a dot of emphasis, a leader */
    struct pdf_use *primary;
    bool is_taken;   /* primaries: the own code is that of a use */
    struct str copy; /* what the code copies back as; empty: nothing */
    char bytes[4];   /* of a short text */
};

struct pdf_face {
    int face;
    struct font_face_facts facts;
    struct pdf_use **uses; /* in order of first sight */
    size_t use_count, use_capacity;
    struct pdf_slot { /* hash table over (glyph, text, fit), open addressing; capacity a power of two */
        uint32_t glyph, letters;
        struct pdf_use *use;
    } * slots;
    size_t slot_capacity;
    uint32_t last_code, glyph_count; /* given out, without 0 = .notdef */
    HPDF_Dict font;                  /* the Type0 font */
    int32_t gap;                     /* the least that advances take up, 1/1000 em */
    bool is_used;
};

struct pdf_page {
    uint32_t id;     /* object number */
    uint32_t *nodes; /* of its marked contents, by their number */
    size_t node_count, node_capacity;
    HPDF_Dict object;
    struct str contents; /* references to its streams, a space before each */
    /* What its streams name, and so its resources. */
    bool *faces; /* NULL: none */
    size_t *pictures;
    size_t picture_count, picture_capacity;
    bool translucent, adjusted;
};

/* What tags are made of: tags.c.  Each in the order of the pages. */
struct pdf_shown { /* where a FIGURE stands: up from the sheet's lower edge */
    uint32_t node;
    length left, bottom, right, top;
};
struct pdf_annotation {
    uint32_t node, id, page_id; /* id: of its object */
    HPDF_Dict object;
    const struct page *page;
    const struct page_link *link; /* NULL: a field */
    const struct pdf_field *field;
};
struct pdf_field {
    const struct page_place *place;
    struct str name, label; /* name: of no other field; label: for who hears the paper read */
    uint32_t id, lock_id;   /* of its objects */
};
struct pdf_tags {
    struct pdf_shown *shown;
    size_t shown_count, shown_capacity;
    struct pdf_annotation *annotations;
    size_t annotation_count, annotation_capacity;
    struct pdf_elements *elements; /* when all pages are there */
    uint32_t object_count;         /* of objects that only file.c sees */
};

/* What is drawn by its name: a picture, or a watermark. */
struct pdf_picture {
    const struct picture_file *file; /* of the first that shows it; NULL: a watermark */
    int width, height;               /* pixels that were wanted; 0: all */
    const struct page_item *mark;    /* NULL: a picture */
    HPDF_Dict object;                /* NULL: broken, reported */
};

struct pdf_profile {
    struct str bytes;
    uint32_t id; /* of its object */
};

struct pdf {
    struct arena *arena;
    struct diag *diag;
    const struct font_set *fonts;
    struct page_wishes wishes;
    const struct page_document *document; /* when it is finished */
    struct buf *out;
    struct buf work;
    HPDF_Doc doc;
    struct libdeflate_compressor *fast, *good; /* good: NULL until something is to be small */
    struct pdf_face *faces;                    /* by face number */
    size_t face_count;
    struct pdf_page *pages;
    size_t page_count, page_capacity;
    struct pdf_picture *pictures; /* in order of first sight */
    size_t picture_count, picture_capacity;
    struct pdf_profile *profiles; /* of colours, of these pictures */
    size_t profile_count, profile_capacity;
    struct page_pictures pictures_told;
    struct pdf_tags tags;
    struct pdf_field *fields; /* in reading order */
    size_t field_count;
    HPDF_Dict appearance;      /* of all fields: nothing */
    struct pdf_entry *outline; /* the first is its root; NULL: there is none */
};

/* A glyph run's next cluster: glyphs[from] and the glyphs without text behind it. */
struct pdf_cluster {
    size_t from, to;
    struct str text;
};

/* --- syntax.c: PDF syntax into a buffer --- */
void pdf_add_decimal(struct buf *out, int64_t value, int decimals); /* value / 10^decimals, shortest */
void pdf_add_length(struct buf *out, length value);                 /* in pt */
void pdf_add_point(struct buf *out, length x, length y);            /* both, a space behind each */
/* The operators of enum page_step, and of enum font_step, which has the same steps; how many points each takes. */
extern const struct pdf_step {
    const char *operator;
    size_t points;
} pdf_steps[4];
int64_t pdf_divide(int64_t a, int64_t b); /* rounded half away from 0; b > 0 */
void pdf_put_hex(char *text, uint32_t value, int digits);
void pdf_add_hex(struct buf *out, uint32_t value, int digits);
/* Two bytes inside a literal string (ISO 32000-1, 7.3.4.2), in which a bare CR would be read as a line feed. */
extern const bool pdf_is_escaped[256];
void pdf_add_escaped_code(struct buf *out, uint32_t code);
static inline void pdf_add_code(struct buf *out, uint32_t code)
{
    const unsigned char bytes[2] = {(unsigned char)(code >> 8), (unsigned char)code};
    if (pdf_is_escaped[bytes[0]] || pdf_is_escaped[bytes[1]])
        pdf_add_escaped_code(out, code);
    else
        buf_add(out, bytes, sizeof bytes);
}
void pdf_add_utf16(struct buf *out, struct str text); /* hex digits, big-endian */
void pdf_add_text(struct buf *out, struct str text);  /* <FEFF…> */
void pdf_add_name(struct buf *out, struct str name);  /* /Name, escaped */
void pdf_add_reference(struct buf *out, uint32_t id); /* "12 0 R" */
void pdf_add_font(struct buf *out, int face);         /* /F3: a name in the resources */

/* --- objects.c --- */
/* An indirect dictionary whose inside (without << >>) is set later. */
enum status pdf_object_make(struct pdf *pdf, HPDF_Dict *ret_object) CHECKED;
enum status pdf_object_set(struct pdf *pdf, HPDF_Dict object, const struct buf *inside) CHECKED;
/* Both at once; empties `inside`. */
enum status pdf_object_add(struct pdf *pdf, struct buf *inside, HPDF_Dict *ret_object) CHECKED;
/* A stream object; `data` is compressed here.  Quick: with a short look for what repeats; all others may come again in
 * other documents.  Drawn, program: streams that are not kept by their data (marks.c, fonts.c). */
enum pdf_effort { PDF_QUICK, PDF_KEPT, PDF_GOOD, PDF_DRAWN, PDF_PROGRAM };
enum status pdf_stream_make(struct pdf *pdf, struct str inside, struct str data, enum pdf_effort effort,
                            HPDF_Dict *ret_object) CHECKED;
/* The same of bytes that are coded already; `inside` says how.  They are borrowed. */
enum status pdf_stream_add(struct pdf *pdf, struct str inside, struct str bytes,
                           HPDF_Dict *ret_object) CHECKED;
/* The same of bytes that are made when the object is written, and given up behind it, so that one such stream at a time takes memory. */
struct pdf_late {
    enum status (*make)(struct pdf *pdf, struct pdf_late *late, struct str *ret_inside,
                        struct str *ret_bytes);
    void (*give_up)(struct pdf_late *late); /* in any case */
};
enum status pdf_stream_add_late(struct pdf *pdf, struct pdf_late *late, HPDF_Dict *ret_object) CHECKED;
/* Of whatever object: before it is written, and behind. */
enum status pdf_object_ready(struct pdf *pdf, const void *object) CHECKED;
void pdf_object_done(const void *object);
/* The same of a zlib stream. */
enum status pdf_coded_add(struct pdf *pdf, struct str inside, struct str bytes,
                          HPDF_Dict *ret_object) CHECKED;
enum status pdf_compress(struct pdf *pdf, struct str data, enum pdf_effort effort,
                         struct str *ret_bytes) CHECKED;
bool pdf_is_stream(const void *object);
size_t pdf_object_size(const void *object); /* of what we put into it */
uint32_t pdf_object_id(const void *object);
/* Puts the text behind the entries of a dictionary that libharu made (its attr must be free). */
enum status pdf_dict_extend(struct pdf *pdf, HPDF_Dict dict, const struct buf *inside) CHECKED;
/* OK, or what went wrong in libharu so far: reported, but for NO_MEMORY. */
enum status pdf_status(struct pdf *pdf) CHECKED;
/* The same after a call to libharu that failed: never OK. */
enum status pdf_failure(struct pdf *pdf) CHECKED;
void *pdf_alloc(HPDF_UINT size);
void pdf_alloc_reset(void);

/* --- huffman.c --- */
/* Which bits stand for a byte, and the head of a block that says so. */
enum { PDF_SYMBOLS = 257, PDF_CODE_HEAD = 264 };
struct pdf_symbol {
    uint16_t bits; /* as they are written: the first one lowest */
    uint8_t length;
};
struct pdf_code {
    struct pdf_symbol symbols[PDF_SYMBOLS];
    unsigned char head[PDF_CODE_HEAD];
    size_t head_bits;
};
void pdf_code_make(struct str sample, struct pdf_code *ret_code);
size_t pdf_code_bits(const struct pdf_code *code, struct str data); /* that stand for the data */
/* Bytes by their bits. */
struct pdf_coded {
    const unsigned char *bytes;
    size_t bits, len; /* len: of the bytes that they stand for */
    uint32_t sum;     /* of those */
};
/* `room`: pdf_coded_room(pdf_code_bits(…)). */
size_t pdf_coded_room(size_t bits);
void pdf_coded_make(const struct pdf_code *code, struct str data, unsigned char *room,
                    struct pdf_coded *ret_coded);
/* A zlib stream of the parts, one behind the other. */
struct pdf_part {
    struct str bytes;
    const struct pdf_coded *coded; /* the same by this code, if not NULL */
};
enum status pdf_huffman(struct arena *arena, const struct pdf_code *code, const struct pdf_part *parts,
                        size_t count, struct str *ret_bytes) CHECKED;

/* --- repeats.c, phrases.c --- */
/* A zlib stream of a program of many TrueType outlines.  What is kept of a face for it: made once, of some outlines of
 * the face, on which the bytes depend, too. */
struct pdf_outlines;
enum status pdf_outlines_new(struct pdf *pdf, struct str sample, struct pdf_outlines **ret_own) CHECKED;
enum status pdf_outlines(struct pdf *pdf, const struct font_program *program, struct pdf_outlines *own,
                         struct str *ret_bytes) CHECKED;

/* --- uses.c --- */
/* FAILED (reported): the face cannot stand in a file. */
enum status pdf_face_open(struct pdf *pdf, int face, struct pdf_face **ret_face) CHECKED;
/* The pair, with its advance and as yet perhaps without a code. */
enum status pdf_use_take(struct pdf *pdf, struct pdf_face *face, uint32_t glyph, struct str text,
                         struct pdf_use **ret_use) CHECKED;
/* Texts of a character or less as a number. */
#define PDF_LONG UINT32_MAX
static inline uint32_t pdf_letters(struct str text)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    uint32_t letters = 0;
    if (text.len == 3) /* most of them */
        return (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    if (text.len > 4)
        return PDF_LONG;
    for (size_t i = 0; i < text.len; i++)
        letters = letters << 8 | bytes[i];
    return letters;
}
/* Where one is looked for first; `more`: of what else it is found by. */
static inline size_t pdf_use_slot(const struct pdf_face *face, uint32_t glyph, uint32_t letters,
                                  uint64_t more)
{
    const uint64_t hash = ((uint64_t)glyph << 32 ^ letters ^ more) * 0x9E3779B97F4A7C15u;
    return (size_t)(hash >> 32) & (face->slot_capacity - 1);
}
/* The pair of a glyph and a character, as it stands without fit, if it stands where it is looked for first: most do.
 * NULL: it must be taken. */
static inline const struct pdf_use *pdf_use_seen(const struct pdf_face *face, uint32_t glyph, struct str text)
{
    const uint32_t letters = pdf_letters(text);
    const struct pdf_slot *slot = &face->slots[pdf_use_slot(face, glyph, letters, 0)];
    const struct pdf_use *use = slot->use;
    const bool found = use != NULL && slot->glyph == glyph && slot->letters == letters &&
                       letters != PDF_LONG && letters != 0 && use->fit.wider == 0 && use->fit.shift == 0;
    return found ? use : NULL;
}
/* Gives it a code; further texts of a glyph have none where the face runs short.  FAILED (reported): the face has
 * no code left. */
enum status pdf_use_code(struct pdf *pdf, struct pdf_face *face, struct pdf_use *use) CHECKED;
/* The pair as it is fitted, with a code; where the face runs short it stays as it is. */
enum status pdf_use_fit(struct pdf *pdf, struct pdf_face *face, struct pdf_fit fit,
                        struct pdf_use **use) CHECKED;
/* A use in a span that stands for `text`; `first`: of the span's glyphs. */
enum status pdf_use_in_span(struct pdf *pdf, struct pdf_use *use, struct str text, bool first) CHECKED;
static inline struct pdf_cluster pdf_cluster_next(const struct page_item *item, size_t from)
{
    struct pdf_cluster cluster = {.from = from, .to = from + 1, .text = item->glyphs[from].text};
    while (cluster.to < item->glyph_count && item->glyphs[cluster.to].text.len == 0)
        cluster.to++;
    return cluster;
}
enum { PDF_MAX_UNICODE = 120 }; /* bytes of UTF-8 in one ToUnicode entry */

/* --- gaps.c --- */
/* A glyph in its place: its advance, and how far its outline was moved to the right already. */
struct pdf_spot {
    const struct page_item *item;
    size_t index;
    int32_t advance, shift;
};
/* Is the item the next of its line's text? */
bool pdf_is_next(const struct page_item *item, const struct page_item *next);
/* Is the gap, times 1000, too small to be taken up? */
static inline bool pdf_is_close(const struct pdf_face *face, int64_t gap, length em)
{
    const int64_t least = face->gap * em;
    return gap < least && gap > -least;
}
/* How what lies between two glyphs that follow each other is made part of them: `wider` is of the first,
 * `shift` of the second. */
struct pdf_fit pdf_gap_share(const struct pdf *pdf, const struct page *page, const struct pdf_face *face,
                             struct pdf_spot first, struct pdf_spot second);

/* --- kept.c --- */
/* 64 bits each; begins with what it finds there. */
enum { PDF_HASHES = 4 };
void pdf_hash(struct str bytes, uint64_t hashes[PDF_HASHES]);
/* The first of them, of which more follow: so many were taken. */
size_t pdf_hash_begin(struct str bytes, uint64_t hashes[PDF_HASHES]);
struct pdf_kept {
    struct kept_streams *all;
    struct kept_stream *place; /* NULL: nothing is to be kept there */
};
/* The stream that was made of this data, in the document's arena; NULL: there is none. */
enum status pdf_kept_find(struct pdf *pdf, struct str data, enum pdf_effort effort, struct pdf_kept *ret_kept,
                          struct str *ret_bytes) CHECKED;
/* The stream that was made of data that was not found. */
enum status pdf_kept_add(struct pdf *pdf, const struct pdf_kept *kept, struct str data,
                         struct str bytes) CHECKED;

/* For what is learnt in a run, as long as it lasts; NULL: there was enough of that. */
enum status pdf_kept_memory(struct pdf *pdf, size_t size, void **ret_memory) CHECKED;

/* --- fonts.c, tounicode.c --- */
enum status pdf_fonts_make(struct pdf *pdf) CHECKED;
/* One use for each code of a face, sorted by code. */
struct pdf_codes {
    const struct pdf_use **items;
    size_t count;
};
enum status pdf_tounicode_make(struct pdf *pdf, const struct pdf_codes *codes, HPDF_Dict *ret_stream) CHECKED;

/* --- marks.c --- */
/* The same of a watermark. */
enum status pdf_mark_take(struct pdf *pdf, const struct page_item *item, size_t *ret_number) CHECKED;
static inline bool pdf_is_stroked(const struct page_item *item)
{
    return item->stroke > 0 || item->halo > 0;
}

/* --- pages.c, annotations.c, links.c, fields.c --- */
enum status pdf_page_add(struct pdf *pdf, const struct page *page, size_t index) CHECKED;
enum status pdf_pages_make(struct pdf *pdf) CHECKED;
enum status pdf_pages_fill(struct pdf *pdf) CHECKED;
/* The page's /Annots entry, with its objects, links and fields; nothing for a page without either. */
enum status pdf_annotations_make(struct pdf *pdf, size_t index, struct buf *inside) CHECKED;
enum status pdf_annotations_fill(struct pdf *pdf) CHECKED;
void pdf_link_write(struct pdf *pdf, const struct pdf_annotation *annotation, struct buf *out);
/* The fields of the document, which pages then list, and the catalog. */
enum status pdf_fields_begin(struct pdf *pdf) CHECKED;
void pdf_field_write(const struct pdf *pdf, const struct pdf_annotation *annotation, struct buf *out);
enum status pdf_fields_make(struct pdf *pdf, struct buf *catalog) CHECKED;
/* A place that something leads to, and the node that stands there: "/Dest [12 0 R /XYZ x y null]". */
struct pdf_target {
    size_t page;
    length x, y;
    uint32_t node;
};
void pdf_add_target(struct pdf *pdf, const struct pdf_target *target, struct buf *out);
/* "[12 0 R /XYZ x y null]". */
void pdf_add_destination(struct pdf *pdf, size_t page, length x, length y, struct buf *out);

/* --- file.c --- */
struct pdf_body;
enum status pdf_file_write(struct pdf *pdf) CHECKED;
/* An object that libharu does not know of: its text goes into the buffer. */
struct buf *pdf_body_begin(struct pdf_body *body, uint32_t id);
enum status pdf_body_end(struct pdf_body *body) CHECKED;

/* --- tags.c: what the contents are parts of --- */
/* Does the file tell it?  Is it one of PDF 2.0? */
static inline bool pdf_is_tagged(const struct pdf *pdf)
{
    return pdf->wishes.conformance != PAGE_PLAIN;
}
static inline bool pdf_is_new(const struct pdf *pdf)
{
    return pdf->wishes.conformance == PAGE_A4F_UA2;
}
/* The number of a marked content of the page. */
enum status pdf_tag_content(struct pdf *pdf, struct pdf_page *own, uint32_t node, size_t *ret_number) CHECKED;
enum status pdf_tag_shown(struct pdf *pdf, const struct pdf_shown *shown) CHECKED;
/* They have the keys behind those of the pages. */
enum status pdf_tag_annotation(struct pdf *pdf, const struct pdf_annotation *annotation) CHECKED;
/* The object of the node's element; 0: it has none.  When all other objects have their numbers. */
uint32_t pdf_tags_element(const struct pdf *pdf, uint32_t node);
enum status
pdf_tags_make(struct pdf *pdf) CHECKED;         /* when pages and annotations are done: what stands where */
uint32_t pdf_tags_first(const struct pdf *pdf); /* the number of its first object, the root of the tree */
enum status pdf_tags_write(struct pdf *pdf, struct pdf_body *body) CHECKED;

/* --- outline.c, info.c, metadata.c --- */
enum status pdf_metadata_make(struct pdf *pdf, HPDF_Dict *ret_stream) CHECKED; /* XMP */
enum status pdf_colours_make(struct pdf *pdf, HPDF_Dict *ret_stream) CHECKED;  /* an ICC profile of sRGB */
enum status pdf_outline_make(struct pdf *pdf, struct buf *catalog) CHECKED;
enum status pdf_outline_fill(struct pdf *pdf) CHECKED;
void pdf_labels_write(struct pdf *pdf, struct buf *catalog);
#define PDF_CREATOR "chengwen " CHENGWEN_VERSION
const char *pdf_producer(void);
enum status pdf_attachments_make(struct pdf *pdf, struct buf *catalog) CHECKED; /* attachments.c */
enum status pdf_info_make(struct pdf *pdf) CHECKED;

#endif
