/*
 * picture: picture files, JPEG and PNG, for all who name, measure or write them.
 *
 * A file is read once when it is named, and walked to its end: whether it is whole, how many pixels it has,
 * how they lie, what colours they mean, whether it says where it was taken (file.c, head.c, exif.c,
 * profile.c).  One of more than PICTURE_KEPT bytes is then set aside and read again by who writes it, so that
 * a paper of many photographs has one of them in memory.  What is written of a JPEG says nothing but the
 * picture, and has no more pixels than are wanted (written.c, reduce.c); a PNG is had as rows of samples, one
 * at a time, so that what a picture takes in memory does not grow with its pixels (png.c).
 */
#ifndef CHENGWEN_PICTURE_H
#define CHENGWEN_PICTURE_H

#include "base/base.h"

enum {
    PICTURE_MAX_BYTES = 16 << 20, /* of a file */
    PICTURE_MAX_PIXELS = 100000000,
    PICTURE_MAX_SIDE = 65535,      /* pixels of width, height: what JPEG can have */
    PICTURE_MAX_PROFILE = 1 << 20, /* of a colour profile, inflated */
    PICTURE_MAX_HELD =
        40000000,            /* pixels of a JPEG of several scans that is reduced: it is held as a whole */
    PICTURE_MAX_SCANS = 100, /* of one that is reduced */
    PICTURE_KEPT = 64 << 10, /* a file of more bytes is set aside */
    PICTURE_DOTS = 300       /* an inch, where nothing else is said */
};

enum picture_format { PICTURE_JPEG, PICTURE_PNG };

/* As it was read: whole, within the limits. */
struct picture_file {
    enum picture_format format;
    struct str path; /* as written */
    struct str
        bytes; /* without what stands behind the picture's end; of one that is set aside the length alone */
    int width, height; /* pixels, upright */
    uint8_t turn;      /* how its rows lie: the Orientation of Exif, 1 to 8; 0: as 1 */
    bool gray;         /* JPEG: one component, not three */
    bool plain_rgb;    /* JPEG: the three are red, green, blue, and no segment says so */
    bool bare;         /* JPEG: nothing in it is left out when it is written */
    bool progressive;
    bool located;                      /* it says where it was taken */
    int scans;                         /* JPEG */
    struct str profile;                /* ICC, fit for PDF/A-2; empty: none */
    const struct picture_aside *aside; /* not NULL: where the bytes are */
};

/* Rows and columns as they lie in the file. */
static inline bool picture_is_aslant(const struct picture_file *file)
{
    return file->turn > 4;
}
static inline int picture_stored_width(const struct picture_file *file)
{
    return picture_is_aslant(file) ? file->height : file->width;
}
static inline int picture_stored_height(const struct picture_file *file)
{
    return picture_is_aslant(file) ? file->width : file->height;
}
/* a b c d e f of the matrix that puts the stored picture upright, both in the unit square, y up. */
const int *picture_upright(const struct picture_file *file);

struct picture_name {
    struct str path;
    const char *beside; /* the file from whose folder the path counts */
    struct place place; /* for messages */
    bool kept;          /* is not set aside, however large */
};

struct picture_read; /* the files read so far, in one arena; NULL: none */

/* Reads the file once for all that name it.  FAILED, reported at its name: it is not there, leads out of the
 * folder, is none of the two formats, broken, or over the limits.  A colour profile that cannot be used is
 * told and left out. */
enum status picture_file_read(struct arena *arena, struct diag *diag, struct picture_read **reads,
                              const struct picture_name *name, const struct picture_file **ret_file) CHECKED;
/* The same bytes. */
bool picture_same(const struct picture_file *a, const struct picture_file *b);

/* --- what is written of a file --- */

struct picture_bytes {
    struct str bytes;
    struct arena *arena; /* NULL: borrowed of the file */
    struct str unread;   /* why they could not be read again; empty: they could */
};

struct picture_written {
    struct str bytes;  /* as long as it is open, and the file lives */
    int width, height; /* pixels as stored */
    bool reduced;
    bool changed;    /* after a FAILED: the file cannot be read again, or is not what it was */
    char reason[96]; /* after another FAILED: why it cannot be decoded, in libjpeg's words */
    struct picture_bytes held;
    struct buf own;
};

struct picture_wish {
    int width, height; /* at most so many pixels, upright, are wanted; 0: all */
    bool alone;        /* it stands alone: with its profile, and with a word on how its rows lie */
};

/* A JPEG: reduced if it has more pixels than are wanted and gets smaller by it, else byte by byte what it was;
 * of its segments only those that say how to decode it, and its colours.  A PNG: with the chunks that say the
 * same.  FAILED: broken or changed, not reported yet. */
enum status picture_write(const struct picture_file *file, const struct picture_wish *wish,
                          struct picture_written *written) CHECKED;
void picture_written_close(struct picture_written *written); /* in any case */
void picture_written_report(const struct picture_written *written, const struct picture_file *file,
                            struct diag *diag, struct place place);

/* --- samples of a PNG file, row by row from the top, each row padded to whole bytes --- */

struct picture_samples {
    int width, height;              /* as stored */
    int bits;                       /* of a channel: 1, 2, 4, 8; less than 8 only with one channel */
    size_t channels;                /* 2 and 4: the last is alpha */
    unsigned char palette[3 * 256]; /* RGB */
    size_t palette_count;           /* not 0: the channel has indices into it */
    unsigned char *row;             /* the last that was read */
    size_t row_bytes;
    bool plain;      /* so far the rows are what the file has, and nothing was odd */
    bool changed;    /* of a failure: the file cannot be read again, or is not what it was */
    char reason[80]; /* of another one, in libpng's words */
    struct picture_bytes held;
    struct picture_decoder *decoder;
};

/* FAILED: broken or changed, not reported yet.  picture_samples_close in any case; *samples must not be
 * moved. */
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
