/*
 * Inside picture: heads, between the reading of files (file.c) and those who know the formats (head.c); the
 * samples of PNG (png.c).
 */
#ifndef CHENGWEN_PICTURE_INT_H
#define CHENGWEN_PICTURE_INT_H

#include "picture/picture.h"

enum picture_fault {
    PICTURE_WHOLE, /* none */
    PICTURE_OTHER, /* another kind of file */
    PICTURE_CUT,
    PICTURE_HEAD,
    PICTURE_CODING,
    PICTURE_DEPTH,
    PICTURE_CMYK
};
/* Fills in all but the path; what is there of it when there is a fault says nothing. */
enum picture_fault picture_head(struct str bytes, struct picture_file *file);

#endif
