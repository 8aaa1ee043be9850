/*
 * Inside picture: heads, between the reading of files (file.c) and those who know the formats (head.c); the
 * samples of PNG (png.c).
 */
#ifndef CHENGWEN_PICTURE_INT_H
#define CHENGWEN_PICTURE_INT_H

#include "picture/picture.h"

/* What is wrong, in a message whose text takes the path; NULL: nothing.  Fills in all but the path; what is
 * there of it when there is a fault says nothing. */
const struct message *picture_head(struct str bytes, struct picture_file *file);

#endif
