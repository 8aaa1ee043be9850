/*
 * The door of the wing pages: sections onto pages, for document.c.
 */
#ifndef CHENGWEN_LAYOUT_PAGES_H
#define CHENGWEN_LAYOUT_PAGES_H

#include "layout/layout_int.h"

/* Makes what the wing writes; gives back what pages still hold, at the end of the document, whatever its end.
 */
enum status pages_begin(struct layout *layout) CHECKED;
void pages_end(const struct layout *layout);
/* Sets the section and makes its pages. */
enum status section_set(const struct layout *layout, const struct section *section) CHECKED;
/* Reports the notes whose marks stand where no note can be. */
enum status notes_check(const struct layout *layout) CHECKED;
/* When all pages are made: the contents lists' numbers; headers and footers that print the last number. */
enum status contents_finish(const struct layout *layout) CHECKED;
/* Before these: the numbers of pages that texts refer to. */
enum status cited_pages_finish(const struct layout *layout) CHECKED;
enum status furniture_add(const struct layout *layout) CHECKED;

#endif
