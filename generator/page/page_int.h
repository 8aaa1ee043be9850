/*
 * page, inside:
 *
 *   page.c        the arrays of the tray
 *   structure.c   nodes and their runs
 *   page_dump.c, page_lines.c, structure_dump.c  pages, lines, structure as text; what they write alike:
 *   page_overlap.c  texts over texts
 *   page_places.c   signing places, for programs
 */
#ifndef CHENGWEN_PAGE_INT_H
#define CHENGWEN_PAGE_INT_H

#include "page/page.h"

void page_dump_length(struct buf *out, const char *name, length value);  /* " name 12.345" */
void page_dump_text(struct buf *out, const char *name, struct str text); /* " name \"…\"" */
void page_dump_characters(struct buf *out, struct str text); /* controls, quotes, backslashes escaped */
/* " cell node 7 table 4 row 2 column 0": the part around the node (cells, captions, notes), or " artifact". */
void page_dump_tag(struct buf *out, const struct page_structure *structure, struct page_tag tag);

#endif
