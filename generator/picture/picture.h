/*
 * picture: picture files, JPEG and PNG, for all who name, measure or write them.
 *
 * A file is read once, and walked to its end: whether it is whole, how many pixels it has (file.c, head.c).
 * Who writes it takes the bytes of a JPEG as they are, for every reader of pages decodes it; a PNG is had as
 * rows of samples, one at a time, so that what a picture takes in memory does not grow with its pixels
 * (png.c).
 */
#ifndef CHENGWEN_PICTURE_H
#define CHENGWEN_PICTURE_H

#include "base/base.h"

enum {
    PICTURE_MAX_BYTES = 16 << 20, /* of a file */
    PICTURE_MAX_PIXELS = 100000000,
    PICTURE_MAX_SIDE = 65535 /* pixels of width, height: what JPEG can have */
};

enum picture_format { PICTURE_JPEG, PICTURE_PNG };

/* As it was read: whole, within the limits. */
struct picture_file {
    enum picture_format format;
    struct str path, bytes; /* path: as written; bytes: without what stands behind the picture's end */
    int width, height;      /* pixels */
    bool gray;              /* JPEG: one component, not three */
};

struct picture_name {
    struct str path;
    const char *beside; /* the file from whose folder the path counts */
    struct place place; /* for messages */
};

struct picture_read; /* the files read so far, in one arena; NULL: none */

/* Reads the file once for all that name it.  FAILED, reported at its name: it is not there, leads out of the
 * folder, is none of the two formats, broken, or over the limits. */
enum status picture_file_read(struct arena *arena, struct diag *diag, struct picture_read **reads,
                              const struct picture_name *name, const struct picture_file **ret_file) CHECKED;

/* --- samples of a PNG file, row by row from the top, each row padded to whole bytes --- */

struct picture_samples {
    int width, height;
    int bits;                       /* of a channel: 1, 2, 4, 8; less than 8 only with one channel */
    size_t channels;                /* 2 and 4: the last is alpha */
    unsigned char palette[3 * 256]; /* RGB */
    size_t palette_count;           /* not 0: the channel has indices into it */
    unsigned char *row;             /* the last that was read */
    size_t row_bytes;
    bool plain;      /* so far the rows are what the file has, and nothing was odd */
    char reason[80]; /* of a failure, in libpng's words */
    struct picture_decoder *decoder;
};

/* FAILED: broken, not reported yet.  picture_samples_close in any case; *samples must not be moved. */
enum status picture_samples_open(const struct picture_file *file, struct picture_samples *samples) CHECKED;
/* At most `height` times.  The last one reads the rest of the file, too. */
enum status picture_samples_read(struct picture_samples *samples) CHECKED;
void picture_samples_close(struct picture_samples *samples);
/* After a FAILED: that the file is broken, and why, at the place of the element that shows it. */
void picture_samples_report(const struct picture_samples *samples, const struct picture_file *file,
                            struct diag *diag, struct place place);
/* Bytes of the file for the rows read so far, or a few KB more. */
size_t picture_samples_taken(const struct picture_samples *samples);
/* When all rows are read: the file's own bytes for them, filtered and deflated; 0: they cannot be used. */
size_t picture_samples_own_size(const struct picture_samples *samples);
void picture_samples_own_copy(const struct picture_samples *samples, char *to);

#endif
