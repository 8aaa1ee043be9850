/*
 * Inside picture:
 *
 *   file.c      files: found, read, looked at, set aside
 *   head.c      the head of a file, and whether it is whole
 *   parts.c     what a file is made of, chunks or segments, once its head is known
 *   exif.c      how the rows lie; whether a place is said
 *   profile.c   colour profiles
 *   written.c   what is written of a file;  reduce.c  a JPEG with fewer pixels
 *   png.c       the samples of a PNG
 */
#ifndef CHENGWEN_PICTURE_INT_H
#define CHENGWEN_PICTURE_INT_H

#include "picture/picture.h"

/* Where a file is that was set aside. */
struct picture_aside {
    const char *full;
    struct file_stamp stamp;
    struct str digest;
};

/* --- head.c --- */
/* What is wrong, in a message whose text takes the path; NULL: nothing.  Fills in all that the head says; what
 * is there of it when there is a fault says nothing. */
const struct message *picture_head(struct str bytes, struct picture_file *file);

/* --- file.c --- */
/* FAILED: it is gone, or not what it was. */
enum status picture_bytes_open(const struct picture_file *file, struct picture_bytes *ret_bytes) CHECKED;
void picture_bytes_close(struct picture_bytes *bytes);
/* After a FAILED. */
void picture_bytes_report(const struct picture_bytes *bytes, const struct picture_file *file,
                          struct diag *diag, struct place place);

/* --- parts.c --- */
enum {
    PNG_CHUNK_FRAME = 12, /* bytes around what a chunk holds */
    JPEG_TEM = 0x01,
    JPEG_RST0 = 0xD0,
    JPEG_RST7 = 0xD7,
    JPEG_EOI = 0xD9,
    JPEG_APP0 = 0xE0,
    JPEG_APP1,
    JPEG_APP2,
    JPEG_APP14 = 0xEE,
    JPEG_APP15,
    JPEG_COM = 0xFE,
    JPEG_SOS = 0xDA
};
struct picture_part {
    struct str
        whole; /* with its marker, or its length and checksum; of SOS with the coded pixels behind it */
    struct str data;
    struct str name; /* of a chunk */
    unsigned code;   /* of a segment; 0: what stands alone */
};
/* Behind coded pixels with the restarts among them: the next marker, or bytes.len. */
size_t picture_scan_end(struct str bytes, size_t at);
/* The next from *at (at first 0) on; false: no more.  The bytes passed picture_head. */
bool picture_part_next(enum picture_format format, struct str bytes, size_t *at, struct picture_part *part);
/* Does it say how to decode the file, or, where it stands alone, what its colours mean? */
bool picture_segment_stays(unsigned code, struct str data, bool alone);
uint32_t picture_number(struct str bytes, size_t at, size_t count, bool little); /* of so many bytes */

/* --- exif.c --- */
void picture_read_exif(struct str bytes, struct picture_file *file);

/* --- profile.c --- */
/* In the arena.  MSG: what is wrong with the one that is left out, its text takes the path; NULL: nothing. */
enum status picture_read_profile(struct arena *arena, struct str bytes, struct picture_file *file,
                                 const struct message **ret_fault) CHECKED;

/* --- reduce.c --- */
/* Room for why something failed. */
struct picture_reason {
    char *text;
    size_t size;
};
/* The JPEG `bytes` with width × height pixels into `out`, as stored, fewer than it has.  FAILED: reason is
 * filled. */
enum status picture_reduce(struct str bytes, int width, int height, struct buf *out,
                           struct picture_reason reason) CHECKED;

#endif
