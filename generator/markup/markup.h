/*
 * markup: the structure of a document as text with marks, for the web and for programs: HTML and Markdown.  No
 * pages: their turns, headers, footers, numbers, rules and watermarks are left out; what stands on paper as two
 * parts (a paragraph, a table cut by pages or columns) is one.
 */
#ifndef CHENGWEN_MARKUP_H
#define CHENGWEN_MARKUP_H

#include "page/page.h"

extern const struct page_writer html_writer, md_writer;

#endif
