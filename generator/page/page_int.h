/* page, inside: what both dumps write alike. */
#ifndef CHENGWEN_PAGE_INT_H
#define CHENGWEN_PAGE_INT_H

#include "page/page.h"

void page_dump_length(struct buf *out, const char *name, length value); /* " name 12.345" */
void page_dump_characters(struct buf *out, struct str text); /* controls, quotes, backslashes escaped */

#endif
