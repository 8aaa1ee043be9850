/*
 * pdf, inside: the state of one file while it is written, and the doors between the room's sources.
 *
 * Order of work (document.c): collect the glyphs of all pages (uses.c) - subset and describe each face
 * (fonts.c, tounicode.c) - page objects, content streams, links (pages.c, content.c, links.c) - outline,
 * information, catalog (outline.c, info.c) - write. Everything that ends in the file is serialised here, by
 * syntax.c, into raw objects (objects.c); libharu keeps the page tree, numbers the objects, and writes body,
 * cross-reference table and trailer.
 */
#ifndef CHENGWEN_PDF_INT_H
#define CHENGWEN_PDF_INT_H

#include <hpdf.h>
#include <libdeflate.h>

#include "pdf/pdf.h"

/* A glyph standing for a text.  The first use of a glyph after sorting is its primary: its ToUnicode entry.
 */
struct pdf_use {
    uint32_t glyph;
    struct str text;
    uint32_t count;   /* how often as a cluster of its own */
    uint32_t order;   /* of first sight */
    uint32_t code;    /* what the content stream writes */
    uint32_t font;    /* with which of the face's fonts */
    int32_t advance;  /* 1/1000 em */
    bool is_coded;    /* has a code of its own, so it copies back as `text` by ToUnicode */
    bool is_ornament; /* stands for nothing: a dot of emphasis, a leader */
    struct pdf_use *primary;
};

/* A face's fonts: one descendant, but each with its own ToUnicode.  The first has every glyph. */
enum { PDF_MAX_FONTS = 8 };

struct pdf_face {
    int face;
    struct pdf_use **uses; /* in order of first sight; after pdf_fonts_make sorted by glyph, primary first */
    size_t use_count, use_capacity;
    struct pdf_use **slots; /* hash table over (glyph, text), open addressing; capacity a power of two */
    size_t slot_capacity;
    HPDF_Dict fonts[PDF_MAX_FONTS]; /* Type0 font objects */
    size_t font_count;
};

struct pdf_page {
    uint32_t id; /* object number; grows with the page's index */
    struct str body;
    HPDF_Page page;
};

struct pdf {
    struct arena *arena;
    struct diag *diag;
    const struct font_set *fonts;
    const struct page_document *document;
    struct buf *out;
    HPDF_Doc doc;
    struct libdeflate_compressor *fast, *good;
    struct pdf_face *faces; /* by face number; use_count 0: not used */
    size_t face_count;
    struct pdf_page *pages;
    HPDF_Dict resources; /* one for all pages */
};

/* A glyph run's next cluster: glyphs[from] and the glyphs without text behind it. */
struct pdf_cluster {
    size_t from, to;
    struct str text;
};

/* --- syntax.c: PDF syntax into a buffer --- */
void pdf_add_decimal(struct buf *out, int64_t value, int decimals); /* value / 10^decimals, shortest */
void pdf_add_length(struct buf *out, length value);                 /* in pt */
void pdf_add_hex(struct buf *out, uint32_t value, int digits);
void pdf_add_utf16(struct buf *out, struct str text);        /* hex digits, big-endian */
void pdf_add_text(struct buf *out, struct str text);         /* <FEFF…> */
void pdf_add_name(struct buf *out, struct str name);         /* /Name, escaped */
void pdf_add_reference(struct buf *out, uint32_t id);        /* "12 0 R" */
void pdf_add_font(struct buf *out, int face, uint32_t font); /* /F3, /F3.1: a name in the resources */

/* --- objects.c --- */
/* An indirect dictionary whose inside (without << >>) is set later. */
enum status pdf_object_make(struct pdf *pdf, HPDF_Dict *ret_object) CHECKED;
enum status pdf_object_set(struct pdf *pdf, HPDF_Dict object, const struct buf *inside) CHECKED;
/* A stream object; `data` is compressed here. */
enum pdf_effort { PDF_FAST, PDF_GOOD };
enum status pdf_stream_make(struct pdf *pdf, struct str inside, struct str data, enum pdf_effort effort,
                            HPDF_Dict *ret_object) CHECKED;
enum status pdf_compress(struct pdf *pdf, struct str data, enum pdf_effort effort,
                         struct str *ret_bytes) CHECKED;
uint32_t pdf_object_id(const void *object);
/* Puts the text behind the entries of a dictionary that libharu made (its attr must be free). */
enum status pdf_dict_extend(struct pdf *pdf, HPDF_Dict dict, const struct buf *inside) CHECKED;
/* OK, or what went wrong in libharu so far: reported, but for NO_MEMORY. */
enum status pdf_status(struct pdf *pdf) CHECKED;
/* The same after a call to libharu that failed: never OK. */
enum status pdf_failure(struct pdf *pdf) CHECKED;
void *pdf_alloc(HPDF_UINT size);
void pdf_alloc_reset(void);

/* --- uses.c --- */
enum status pdf_uses_collect(struct pdf *pdf) CHECKED;
struct pdf_use *pdf_use_lookup(const struct pdf_face *face, uint32_t glyph, struct str text); /* NULL: none */
struct pdf_cluster pdf_cluster_next(const struct page_item *item, size_t from);
/* The cluster cannot be copied back by ToUnicode alone. */
bool pdf_cluster_needs_span(const struct pdf_cluster *cluster, const struct pdf_use *use);
enum { PDF_MAX_UNICODE = 120 }; /* bytes of UTF-8 in one ToUnicode entry */

/* --- fonts.c, tounicode.c --- */
enum status pdf_fonts_make(struct pdf *pdf) CHECKED;
/* The coded uses of one font, sorted by code. */
struct pdf_codes {
    struct pdf_use **items;
    size_t count;
};
enum status pdf_tounicode_make(struct pdf *pdf, const struct pdf_codes *codes, HPDF_Dict *ret_stream) CHECKED;

/* --- pages.c, content.c, links.c --- */
enum status pdf_pages_make(struct pdf *pdf) CHECKED;
enum status pdf_pages_fill(struct pdf *pdf) CHECKED;
void pdf_content_write(struct pdf *pdf, const struct page *page, struct buf *out);
/* The page's /Annots entry, with its objects; nothing for a page without links. */
enum status pdf_links_make(struct pdf *pdf, const struct page *page, struct buf *inside) CHECKED;
/* "[12 0 R /XYZ x y null]". */
void pdf_add_destination(struct pdf *pdf, size_t page, length x, length y, struct buf *out);

/* --- outline.c, info.c --- */
enum status pdf_outline_make(struct pdf *pdf, struct buf *catalog) CHECKED;
void pdf_labels_write(struct pdf *pdf, struct buf *catalog);
enum status pdf_info_make(struct pdf *pdf) CHECKED;

#endif
