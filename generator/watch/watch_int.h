/*
 * Inside watch:
 *
 *   files.c  what is watched, and news of it      page.c  the page and its state      look.c  its style and script
 */
#ifndef CHENGWEN_WATCH_INT_H
#define CHENGWEN_WATCH_INT_H

#include "watch/watch.h"

/* look.c; none has a character that means something in HTML. */
extern const char watch_style[], watch_script[];

#endif
