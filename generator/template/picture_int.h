/*
 * Inside template: picture files, between the element (picture.c), their reading (picture_file.c) and their
 * heads (picture_head.c).
 */
#ifndef CHENGWEN_TEMPLATE_PICTURE_INT_H
#define CHENGWEN_TEMPLATE_PICTURE_INT_H

#include "template/template_int.h"

struct picture_file; /* picture_file.c */

struct picture_name {
    struct str path;
    const char *beside; /* the file from whose folder the path counts */
    struct place place; /* for messages */
};

/* The picture of the file; alt and place are left to the caller.  `files`: those read so far.  FAILED:
 * reported. */
enum status picture_read(struct arena *arena, struct diag *diag, struct picture_file **files,
                         const struct picture_name *name, struct picture *ret_picture) CHECKED;

enum picture_fault {
    PICTURE_WHOLE, /* none */
    PICTURE_OTHER, /* another kind of file */
    PICTURE_CUT,
    PICTURE_HEAD,
    PICTURE_CODING,
    PICTURE_DEPTH,
    PICTURE_CMYK
};
/* Fills in kind, bytes, width, height and gray; what is there of them when there is a fault says nothing. */
enum picture_fault picture_head(struct str bytes, struct picture *picture);

#endif
