/*
 * content, inside: a page's content stream while it is written.
 *
 *   content.c      goes over the items, layer by layer
 *   text.c         glyph runs; paths.c  paths, spots, pictures, watermarks
 *   pen.c          what they share: what the viewer keeps
 */
#ifndef CHENGWEN_PDF_CONTENT_INT_H
#define CHENGWEN_PDF_CONTENT_INT_H

#include "pdf/content/content.h"

struct pdf_pen {
    struct pdf *pdf;
    const struct page *page;
    struct pdf_page *own;
    struct buf *out;
    int face; /* current font; -1: none yet */
    length size;
    uint32_t color;
    uint32_t stroke_color;
    length stroke;    /* line width; 0: not set yet */
    bool is_stroked;  /* text is filled and stroked */
    bool is_adjusted; /* strokes stand on pixels */
    length spacing;   /* that every glyph adds to its width */
    struct {
        length x, y; /* where the last run of this text object stands, y up */
        bool is_turned;
    } last;
    bool in_text;
    struct mark {
        bool is_open, is_artifact;
        uint8_t aside;          /* of an artifact */
        uint32_t node;          /* of what is read; 0: the file does not tell */
        const struct str *lang; /* of what is read, if it is not that of its node */
        bool in_text;           /* it began in the text object, and ends in it */
    } mark;
    const struct page_item *next; /* of the line's text; NULL: none */
    int32_t shift;                /* of the next glyph, as its neighbour wants it */
};

/* --- pen.c --- */
void pdf_text_begin(struct pdf_pen *w);
void pdf_text_end(struct pdf_pen *w);
void pdf_pen_color(struct pdf_pen *w, uint32_t color);
void pdf_pen_stroke(struct pdf_pen *w, length width, uint32_t color); /* for outlines */
void pdf_pen_item(struct pdf_pen *w, const struct page_item *item);   /* both, as glyphs want them */
void pdf_add_color(struct pdf_pen *w, uint32_t color, const char *operator);
/* The matrix that turns what is drawn round the item's place. */
void pdf_add_turn(struct pdf_pen *w, const struct page_item *item, const char *operator);
int32_t pdf_sine(int degrees); /* millionths */
/* Begins the marked content of the item's part, unless it goes on.  Text goes on in its text object. */
enum status pdf_mark_set(struct pdf_pen *w, const struct page_item *item, bool is_text) CHECKED;
void pdf_mark_end(struct pdf_pen *w);
/* The glyphs between stand for this text. */
enum status pdf_span_begin(struct pdf_pen *w, struct str text) CHECKED;
enum status pdf_span_end(struct pdf_pen *w) CHECKED;

/* --- text.c, paths.c --- */
enum status pdf_write_text(struct pdf_pen *w, const struct page_item *item) CHECKED;
void pdf_write_path(struct pdf_pen *w, const struct page_item *item);
enum status pdf_write_mark(struct pdf_pen *w, const struct page_item *item) CHECKED;
enum status pdf_write_picture(struct pdf_pen *w, const struct page_item *item) CHECKED;
void pdf_add_box(struct pdf_pen *w, length x, length y, length width, length height);
/* Where the picture stands, for who is told what it shows. */
enum status pdf_note_shown(struct pdf_pen *w, const struct page_item *item) CHECKED;

#endif
