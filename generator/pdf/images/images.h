/*
 * images: a wing of pdf: picture files as image objects.
 */
#ifndef CHENGWEN_PDF_IMAGES_H
#define CHENGWEN_PDF_IMAGES_H

#include "pdf/pdf_int.h"

/* --- pictures.c --- */
/* The number of the object of the item's picture, made at first sight of its file with so many pixels: the resources of pages that show it name it /P0,
 * /P1 ….  FAILED: broken; reported the first time. */
enum status pdf_picture_take(struct pdf *pdf, const struct page_item *item, size_t *ret_number) CHECKED;
uint32_t pdf_picture_id(const struct pdf *pdf, size_t number); /* of its object */

/* --- filter.c, coder.c: rows of samples to the bytes of an image --- */
struct pdf_rows {
    int width, bits;
    size_t channels;
    bool indexed;
};
struct pdf_filter {
    size_t step, size; /* channels; bytes of a row */
    bool chooses;      /* between all filters */
    unsigned char *memory, *row, *above, *trial, *best;
};
enum status pdf_filter_init(struct pdf_filter *work, const struct pdf_rows *rows) CHECKED;
/* Takes `channels` samples of each `stride`.  The filtered row is borrowed until the next one. */
struct str pdf_filter_row(struct pdf_filter *work, const unsigned char *samples, size_t stride);
void pdf_filter_clear(struct pdf_filter *work);

struct pdf_coder;
enum status pdf_coder_new(const struct pdf_rows *rows, struct pdf_coder **ret_coder) CHECKED;
void pdf_coder_add(struct pdf_coder *coder, const unsigned char *samples, size_t stride);
size_t pdf_coder_size(const struct pdf_coder *coder); /* so far; what is still inside is not counted */
enum status pdf_coder_end(struct pdf_coder *coder, struct str *ret_bytes) CHECKED; /* borrowed */
void pdf_coder_free(struct pdf_coder *coder);                                      /* NULL is fine */

#endif
